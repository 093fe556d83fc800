"""Eyes, stage refer. In: the names of a document, passage by passage in order, and the short forms that it defines. Out: what
each short form ("the Office", "the Council") stands for, with how that is known. Must not look into another document.

In this order: what the document itself defined last; an organ's own short name in its own resolutions; a body of that name in the
title; one earlier in the passage; the only one that the document has named so far; one that it has named three times as often as
all others together. Otherwise nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ontology.concepts import Concept
from ontology.nouns import Passage
from ontology.span import Span
from reading.citations.defined import ShortForms
from reading.mentions.lexicon import Named

SURE: Mapping[str, float] = {
    "defined short form": 0.95,
    "own short name": 0.93,
    "short form of a name before it": 0.88,
    "short form of a name in the title": 0.85,
    "short form of the only such name": 0.75,
    "short form of the name that prevails": 0.7,
}
"""Method -> confidence."""
_HEADS = (
    *("Commission of Inquiry", "commission of inquiry", "Fact-Finding Mission", "fact-finding mission", "Group of Experts"),
    *("Panel of Experts", "Monitoring Team", "Investigative Team", "Independent Mechanism", "Working Group", "Special Committee"),
    *("Special Rapporteur", "Special Representative", "Special Advisers", "Special Adviser", "Special Envoy", "Personal Envoy"),
    *("Independent Expert", "High Commissioner", "Commission", "Committee", "Council", "Assembly", "Office", "Mission"),
    *("Mechanism", "Team", "Court", "Tribunal", "Panel", "Force", "Subcommittee", "Secretariat", "Organization", "Union"),
)
_SHORT = re.compile(rf"(?<![“\"‘'])\b(?:[Tt]he|[Mm]y|[Tt]his|[Ii]ts|[Tt]hat)\s+(?P<words>{'|'.join(_HEADS)})\b(?![-‑])")
# "the Office of Legal Affairs", "the Council's Working Group" is a longer name, and none of the short form.
_GOES_ON = re.compile(r"\s+(?:(?:on|of|for|against|to|in)\s+(?:the\s+|all\s+)?[A-Z]|[A-Z][a-z])")
_UNKNOWN = re.compile(rf"\b(?P<head>{'|'.join(_HEADS)})\s+(?:on|for|against)\s+(?:the\s+|all\s+)?[A-Z][a-z]")
_OFFICE_OF = re.compile(r"\bOffice of the $")  # whoever holds it is not who is spoken of
_ACRONYM = re.compile(r"[\w-]*[A-Z]{2}[\w-]*")  # the vocabulary knows it; that a document defines it too changes nothing
_PREVAILS = 3
_LONG_NAME = r"(?:(?!(?:of|for|on|to|the|and) )[A-Za-z’'-]+[ -]){{0,6}}{}(?: (?:on|of|for|to|in) |$)"
_BODIES = frozenset({"Actor", "Mechanism", "UNEntity", "UNOrgan", "OfficeHolder", "TreatyBody", "RegionalArrangement", "Network"})


@dataclass(frozen=True, slots=True)
class Referred:
    """A short form in a passage and what it stands for; `name` is without the article."""

    name: Named
    confidence: float


class Names:
    """The names of one document as they come: feed it every passage once, in order."""

    def __init__(self, defined: ShortForms, issuer: Concept | None, title: Sequence[Named]) -> None:
        self._defined = defined
        self._issuer = issuer
        self._title = [name.concept for name in title if name.concept and _is_body(name.concept)]
        self._before: defaultdict[str, Counter[Concept]] = defaultdict(Counter)
        self._unknown: Counter[str] = Counter()  # heads of names that the document has and the vocabulary has not

    def read(self, passage: Passage, named: Sequence[Named]) -> list[Referred]:
        """The short forms of the next passage, in order, but for those that are names of what they stand for ("UNDP"); what the
        passage names counts for the passages behind it.
        """
        own = {(name.span, name.concept) for name in named}
        found = [one for one in self._short_forms(passage, named) if (one.name.span, one.name.concept) not in own]
        found.sort(key=lambda one: one.name.span.start)
        self._unknown.update(head for head, _ in _unknown(passage.text, named))
        for name in named:
            for head in _heads(name):
                if name.concept:
                    self._before[head][name.concept] += 1
        return found

    def _short_forms(self, passage: Passage, named: Sequence[Named]) -> Iterator[Referred]:
        taken: list[Span] = []
        own = {name.span for name in named if name.concept and not name.concept.generic and _ACRONYM.fullmatch(name.as_printed)}
        for used in self._defined.used(passage, named):
            taken.append(used.span)
            if used.form.concept is not None and used.span not in own and not _is_in_a_symbol(passage.text, used.span):
                yield _referred(used.span, used.as_printed, used.form.concept, "defined short form")
        unknown = list(_unknown(passage.text, named))
        for match in _SHORT.finditer(passage.text):
            span = Span(match.start("words"), match.end("words"))
            if any(span.overlaps(other) for other in taken) or _is_longer(passage.text, span, named):
                continue
            nearer = max((at for head, at in unknown if head == match["words"] and at < span.start), default=0)
            known = self._meant(match["words"], [name for name in named if nearer <= name.span.start < span.start], nearer > 0)
            if known:
                yield _referred(span, match["words"], *known)

    def _meant(self, words: str, earlier: Sequence[Named], is_unknown: bool) -> tuple[Concept, str] | None:
        if self._issuer and self._issuer.preferred.split()[-1] == words:
            return self._issuer, "own short name"
        titled = [concept for concept in self._title if words in _heads_of(concept.positive)]
        if len({concept.iri for concept in titled}) == 1:
            return titled[0], "short form of a name in the title"
        for name in reversed(earlier):
            if name.concept and words in _heads(name):
                return name.concept, "short form of a name before it"
        before = self._before[words].most_common()
        others = sum(count for _, count in before[1:]) + self._unknown[words]
        if is_unknown or not before or before[0][1] < _PREVAILS * others:
            return None
        method = "short form of the name that prevails" if others else "short form of the only such name"
        return before[0][0], method


def unless_referred(named: Sequence[Named], referred: Sequence[Referred]) -> list[Named]:
    """The names without those that a short form takes up: "the Special Rapporteur" is then one of them, not all."""
    spans = {one.name.span for one in referred}
    return [name for name in named if name.span not in spans]


def _referred(span: Span, printed: str, concept: Concept, method: str) -> Referred:
    return Referred(Named(span, printed, concept, method), SURE[method])


def _unknown(text: str, named: Sequence[Named]) -> Iterator[tuple[str, int]]:
    """The heads of names that are like those known, but are not ("Commission on Lamps"), and where they stand."""
    for match in _UNKNOWN.finditer(text):
        if not any(name.span.start <= match.start() < name.span.end for name in named):
            yield match["head"], match.start()


def _is_in_a_symbol(text: str, span: Span) -> bool:
    """Whether a short form is a part of a symbol: ECE in "ECE/CP.TEIA/2022/1"."""
    return text[span.end : span.end + 1] == "/" or text[max(0, span.start - 1) : span.start] == "/"


def _is_longer(text: str, span: Span, named: Sequence[Named]) -> bool:
    """Whether the words are a part of a longer name, known or not, or a name of their own."""
    if _GOES_ON.match(text, span.end) or _OFFICE_OF.search(text, max(0, span.start - 20), span.start):
        return True
    return any(name.span.overlaps(span) and name.span.length > span.length for name in named)


def _is_body(concept: Concept) -> bool:
    """Whether it is one body or office, or a few named together ("Special Advisers on ... and on ..."), not many of a kind."""
    return bool(_BODIES & set(concept.kinds)) and not concept.generic


def _heads(name: Named) -> tuple[str, ...]:
    """The short forms that a name could have, by its words in the vocabulary."""
    return _heads_of(name.concept.positive) if name.concept and _is_body(name.concept) else ()


@cache
def _heads_of(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The heads at the front or the end of a name: Office on Lamps, Lamp Council; a head alone is no name."""
    return tuple(
        head for head in _HEADS if any(head != label and re.match(_LONG_NAME.format(head), label) is not None for label in labels)
    )
