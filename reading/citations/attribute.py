"""Eyes, stage attribute. In: the citations of all passages of one document as printed, and its short forms. Out: the same with
what only the document tells: whose resolution a bare number is, what "ibid." repeats, what a short form stands for.

Never knows another document. Conservative: one candidate left, or none, with the reason. Rule: UN Editorial Manual: an organ
cites its own resolutions without its name, and "ibid." is the text of the note before.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ontology.errors import SymbolError
from ontology.nouns import Passage
from ontology.numbering import ASSEMBLY, COMMISSION, COUNCIL, ECONOMIC, RESOLUTION, RIGHTS
from ontology.span import Span
from ontology.symbol import Symbol
from reading.citations.anaphora import Taken, taken_up
from reading.citations.cite import Printed, adopter, apart, is_protocol_to, placed, reason, settled
from reading.citations.defined import Read, ShortForms, Used
from reading.citations.numbered import Numbered
from reading.citations.organs import NAMES
from reading.mentions.mention import is_cited

_NAMED_IN_FULL = {
    RIGHTS: re.compile(r"Human\s+Rights\s+Council|HRC\b"),
    ECONOMIC: re.compile(r"Economic\s+and\s+Social\s+Council|ECOSOC|\bE/"),
    COMMISSION: re.compile(r"Commission\s+on\s+Human\s+Rights|Human\s+Rights\s+Commission|E/CN\.4/"),
}
_ORGANS = frozenset({ASSEMBLY, COUNCIL, RIGHTS, ECONOMIC, COMMISSION})


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose text it is: the organ that speaks, by its name ("" where it is no organ), the document's symbol or name, and the year
    as of which it speaks.
    """

    issuer: str = ""
    label: str = ""
    year: int | None = None

    @property
    def organ(self) -> str | None:
        """The code of the organ that speaks here: its own resolutions are "its resolutions"."""
        codes = NAMES.get(self.issuer.casefold(), ())
        return codes[0] if len(codes) == 1 else None

    @property
    def issued_to(self) -> str | None:
        """The code of the organ that the document was issued to, as its symbol tells."""
        symbol = self._symbol
        return symbol.organ if symbol and symbol.organ in _ORGANS else None

    @property
    def is_of_ours(self) -> bool:
        """Whether it belongs to an organ whose numbers are known here, or has no symbol that tells of another."""
        return self._symbol is None or self._symbol.organ in (ASSEMBLY, COUNCIL, RIGHTS)

    @property
    def _symbol(self) -> Symbol | None:
        try:
            return Symbol.parse(self.label)
        except SymbolError:
            return None  # a programme text has a name instead of a symbol

    @property
    def latest(self) -> int | None:
        """The last year that it can cite: its own, or that of its session."""
        if self.year:
            return self.year
        symbol = self._symbol
        if symbol is None or symbol.year:
            return symbol.year if symbol else None
        session = symbol.session or ""
        if not session.isdigit():
            return None
        return 1946 + int(session) if symbol.organ == "A" else 2006 + (int(session) - 1) // 3 if symbol.organ == RIGHTS else None


def attribute(read: Sequence[Read], forms: ShortForms, whose: Whose) -> list[list[Printed]]:
    """The citations of each passage, in the order of the passages; what the document cannot tell either keeps its reason."""
    told = _Told(whose, _said(read, whose), _unheard(read, whose))
    body, notes = _Before(), _Before()
    found = []
    for (passage, named, cited), nouns in zip(read, taken_up(read, forms), strict=True):
        own = [_whose(printed, passage, forms, told) for printed in cited]
        by_span = {printed.span: printed for printed in own if printed.by == "name"}
        uses = [_by_form(used, by_span) for used in forms.used(passage, named) if not is_protocol_to(passage.text, used.span)]
        again = [_again(taken) for taken in nouns]
        meant = [placed(passage.text, use) for use in (*uses, *again) if use]
        before = notes if passage.kind == "footnote" else body
        found.append(before.told(apart([*_kept(own, meant), *meant]), passage.text, is_note=before is notes))
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """What the whole document tells: whose it is, the organs that it names with a number, the organs that it never names."""

    whose: Whose
    said: Mapping[tuple[str, str], set[str]]
    unheard: frozenset[str]


def _unheard(read: Sequence[Read], whose: Whose) -> frozenset[str]:
    """The organs that the document never names in full: its "Council" or "Commission" is another."""
    return frozenset(
        organ
        for organ, name in _NAMED_IN_FULL.items()
        if organ not in (whose.organ, whose.issued_to) and not any(name.search(passage.text) for passage, _, _ in read)
    )


def _said(read: Sequence[Read], whose: Whose) -> Mapping[tuple[str, str], set[str]]:
    """Number and word -> the organs that the document itself names with it somewhere."""
    said: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for number in (printed.number for _, _, cited in read for printed in cited if printed.number):
        if number.named and not number.stranger and (organ := adopter(number, whose.latest)):
            said[number.number, number.word].add(organ)
    return said


def _whose(printed: Printed, passage: Passage, forms: ShortForms, told: _Told) -> Printed:
    """A number with the organ that the document tells."""
    number = printed.number
    if number is None:
        return printed
    if number.bare and (form := forms.at(number.bare, passage.order, printed.span.start)):
        codes = NAMES.get(form.concept.preferred.casefold(), ()) if form.concept else ()
        if not codes:
            why = f"This document defines “{number.bare}” for a body whose numbers are not known here."
            return replace(printed, symbols=(), missing=why)
        number = replace(number, named=codes)
    organ = _adopter(number, told)
    return settled(printed, organ) if organ else replace(printed, symbols=(), missing=reason(number))


def _adopter(number: Numbered, told: _Told) -> str | None:
    """The first sign that leaves one organ: words beside the number, the number, the same number elsewhere, whose text it is."""
    alone = adopter(number, told.whose.latest, told.unheard, is_of_ours=told.whose.is_of_ours)
    if number.stranger or number.named:
        return alone
    if number.is_own and number.subject and told.unheard.issuperset(number.subject):
        return None  # "the Commission, in its resolution", of a Commission that is not the one whose numbers we know
    possible = [organ for organ in number.possible(told.whose.latest) if organ not in told.unheard]
    for organs in _signs(number, told):
        left = [organ for organ in dict.fromkeys(organs) if organ in possible]
        if len(left) == 1:
            return left[0]
    return alone


def _signs(number: Numbered, told: _Told) -> Iterator[Iterable[str]]:
    """What may tell the organ, the surest first."""
    speaks = [told.whose.organ] if told.whose.organ else []
    yield told.said.get((number.number, number.word), ())
    if number.word == RESOLUTION:
        yield number.subject
    yield speaks if number.is_own else number.near[:1]
    yield speaks
    yield [told.whose.issued_to] if told.whose.issued_to else []


def _by_form(used: Used, own: Mapping[Span, Printed]) -> Printed | None:
    """A short form as the citation that it is; None where it stands for no text, or what it stands for is not known."""
    form = used.form
    same = own.get(used.span)
    if same and same.concept and same.concept == form.concept:
        return None  # a name that means the same everywhere
    if form.cited:
        return replace(form.cited, span=used.span, as_printed=used.as_printed, by="short form", part=None, places=(), number=None)
    if form.concept and is_cited(form.concept):
        return Printed(used.span, used.as_printed, "short form", concept=form.concept)
    if same and not form.is_known:
        why = f"This document defines “{used.as_printed}” for a text that is not known here."
        return Printed(used.span, used.as_printed, "short form", missing=why)
    return None


def _again(taken: Taken) -> Printed | None:
    """A bare noun as the citation that it is; None where what it takes up is no text."""
    return Printed(taken.span, taken.noun, "anaphora", concept=taken.concept) if is_cited(taken.concept) else None


def _kept(own: Sequence[Printed], meant: Sequence[Printed]) -> Iterator[Printed]:
    """What the document defines a name for goes before what it means elsewhere."""
    spans = {each.span for each in meant}
    return (printed for printed in own if printed.by != "name" or printed.span not in spans)


@dataclass(slots=True)
class _Before:
    """What was cited in the passage before, and so far in this one, in the body or in the notes."""

    last: list[Printed] = field(default_factory=list)

    def told(self, cited: Sequence[Printed], text: str, *, is_note: bool) -> list[Printed]:
        """The citations with "ibid." read."""
        found: list[Printed] = []
        for printed in cited:
            if printed.by != "ibid.":
                found.append(printed)
            else:
                before = found[-1:] or (self.last if is_note else self.last[-1:])
                is_whole = text[printed.span.end :].lstrip()[:1] in ("", ".", ";", ")")
                found.append(_repeated(printed, before, is_whole=is_whole))
        self.last = found
        return found


def _repeated(printed: Printed, before: Sequence[Printed], *, is_whole: bool) -> Printed:
    """What "ibid." repeats: the one text cited before; its part too, where "ibid." is the whole citation."""
    texts = {(each.symbols, each.concept.iri if each.concept else None, each.address) for each in before}
    if not before:
        return replace(printed, missing="Ibid. stands for the text cited just before; none is read there.")
    if len(texts) > 1:
        return replace(printed, missing="Ibid. stands for the text cited just before; several are cited there.")
    last = before[-1]
    if last.missing and last.by == "ibid.":
        return replace(printed, missing=last.missing)
    if last.missing:
        return replace(printed, missing=f"Ibid. stands for “{last.as_printed}”, which names no document: {last.missing}")
    part, places = (last.part, last.places) if is_whole else (printed.part, printed.places)
    return replace(
        printed,
        symbols=last.symbols, concept=last.concept, address=last.address, missing=None, part=part, places=places,
    )  # fmt: skip
