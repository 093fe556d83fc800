"""Answers, citing: footnotes. In: references, a footnote's worth at a time. Out: their words in UN editorial style or OSCOLA,
short where they repeat. Must not ask the graph.

The practice of the United Nations' editors, by our knowledge of it: the Editorial Manual Online, "Footnotes and other
references", was not at hand section by section, so none of its words decides here.
- A masthead document is cited by its symbol, parallel symbols joined by a hyphen; its title stands in the text. The symbol may
  stand in a text note, in parentheses. Several sources in one footnote are parted by semicolons.
- Resolutions and decisions are cited by organ and number, not by symbol; statements and meetings by the symbol of the record;
  treaties by volume and number of the Treaty Series; other texts by their title between quotation marks.
- A reference is repeated to change an element of it, such as the paragraph; "Ibid." stands for the source of the footnote
  before, where that has one source alone. Symbols and numbers are short already, and titles stay whole, for the texts of one
  office begin alike.
OSCOLA, 4th edition, with its 2006 supplement on international law, by our knowledge of them: body and number, date, "UN Doc" and
symbol; author, ‘title’, (date) for documents; pinpoints without a comma or full stops; "ibid" for the note before, "(n 1)" for an
earlier one.
What we chose ourselves: a preambular paragraph is counted in words and abbreviated ("third preambular para."), and a place that
was not asked for again ("Ibid." after a footnote with a paragraph) repeats the whole reference.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.citing import places
from api.citing.source import Reference, Source, spoken_date

_OSCOLA_BODIES: Mapping[str, str] = {
    "General Assembly": "UNGA",
    "Security Council": "UNSC",
    "Human Rights Council": "UNHRC",
    "Economic and Social Council": "UN ECOSOC",
    "Commission on Human Rights": "UN Commission on Human Rights",
}
_SERIES = re.compile(r"Treaty Series, vol\. (\S+), (Nos?)\. (.+)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote: its number in the list from 1, its words, the IRIs that it cites, and what was left out or not seen."""

    number: int
    text: str
    iris: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """A way to write footnotes. `whole` writes one source; `again` a repeat of it, told the number of its first footnote, or 0
    where that stands directly before; "" where it is written whole again.
    """

    whole: Callable[[Source], str]
    again: Callable[[Source, int], str]
    with_places: Callable[[str, Sequence[str]], str]
    closed: Callable[[str], str]
    left_out: Callable[[Source], Sequence[str]]


def footnotes(cited: Sequence[Sequence[Reference]], style: Style) -> list[Footnote]:
    """The footnotes in their order, repeats shortened by the style's rule."""
    first: dict[str, int] = {}
    written: list[Footnote] = []
    before: Sequence[Reference] = ()
    for number, group in enumerate(cited, 1):
        words = [_words(style, one, before, first.get(one.source.iri, 0)) for one in group]
        notes = tuple(note for one in group for note in _notes(style, one, is_new=one.source.iri not in first))
        written.append(Footnote(number, style.closed("; ".join(words)), _iris(group), tuple(dict.fromkeys(notes))))
        for one in group:
            first.setdefault(one.source.iri, number)
        before = group
    return written


def footnote(reference: Reference) -> str:
    """One footnote in UN style that stands alone."""
    return footnotes([[reference]], STYLES["un"])[0].text


def _words(style: Style, one: Reference, before: Sequence[Reference], earlier: int) -> str:
    last = before[0] if len(before) == 1 else None
    repeats = last is not None and last.source.iri == one.source.iri and (bool(one.places) or not last.places)
    if repeats and last is not None and (again := style.again(one.source, 0)):
        return style.with_places(again, () if one.places == last.places else one.places)
    short = style.again(one.source, earlier) if earlier else ""
    return style.with_places(short or style.whole(one.source), one.places)


def _iris(group: Sequence[Reference]) -> tuple[str, ...]:
    return tuple(iri for one in group for iri in (one.passages or (one.source.iri,)))


def _notes(style: Style, one: Reference, *, is_new: bool) -> Iterator[str]:
    name = one.source.joined or one.source.title or one.source.iri
    for field in style.left_out(one.source) if is_new else ():
        yield f"{name}: the {field} is not known here and is left out"
    if one.unseen:
        why = "no text of it is here to check that against" if one.source.fidelity == "none" else "that was not checked"
        yield f"{name}: {places.un(one.unseen)} as given; {why}"
    if one.source.is_several and one.places:
        yield f"{name}: the number covers several resolutions; say in which of them the place is"
    if one.source.fidelity == "digest" and is_new:
        yield f"{name}: only a digest is here; check the place in the official text"


def _un(source: Source) -> str:
    if source.form in ("resolution", "decision"):
        return f"{source.organ} {source.form}{'s' if source.is_several else ''} {source.number}"
    if source.form == "treaty" and source.series:
        return f"United Nations, {source.series}"
    if source.form in ("treaty", "charter"):
        return source.title or source.iri
    return source.joined or _quoted(source.title, source.iri)


def _un_text(source: Source) -> str:
    """A text note names a treaty: its place in the series belongs to a footnote."""
    return (source.title or _un(source)) if source.form == "treaty" else _un(source)


def _un_again(_: Source, earlier: int) -> str:
    return "" if earlier else "Ibid."


def _quoted(title: str | None, iri: str) -> str:
    return f"“{title}”" if title else iri


def _un_places(words: str, found: Sequence[str]) -> str:
    return ", ".join(filter(None, (words, places.un(found))))


def _un_closed(words: str) -> str:
    return (words[:1].upper() + words[1:]).rstrip(".") + "."


def _in_text(words: str) -> str:
    return f"({words.replace('Ibid.', 'ibid.')})"


def _un_left_out(source: Source) -> Sequence[str]:
    """The style wants no date and no author; a treaty wants its place in the series, a text without a symbol its title."""
    if source.form == "treaty" and not source.series:
        return ("place in the Treaty Series",)
    return () if source.title or source.form != "text" else ("title",)


def _oscola(source: Source) -> str:
    date = f"({spoken_date(source.date)})" if source.date else ""
    if source.form in ("resolution", "decision"):
        body = _OSCOLA_BODIES.get(source.organ or "", source.organ or "")
        kind = "Res" if source.form == "resolution" else "Dec"
        return " ".join(filter(None, (body, kind, source.number, date, f"UN Doc {source.joined}")))
    if source.form in ("treaty", "charter"):
        date = f"(adopted {spoken_date(source.date)})" if source.date else ""
        series = _SERIES.sub(r"\1 UNTS \2 \3", source.series or "")
        return " ".join(filter(None, (source.title, date, series)))
    title = f"‘{source.title}’" if source.title else ""
    return " ".join(filter(None, (title, date, f"UN Doc {source.joined}" if source.symbols else ""))) or source.iri


def _oscola_again(source: Source, earlier: int) -> str:
    if not earlier:
        return "ibid"
    if source.form in ("resolution", "decision"):
        body = _OSCOLA_BODIES.get(source.organ or "", source.organ or "")
        return f"{body} {'Res' if source.form == 'resolution' else 'Dec'} {source.number} (n {earlier})"
    if source.form in ("treaty", "charter"):
        return f"{source.title} (n {earlier})"
    return f"‘{source.short_title}’ (n {earlier})" if source.title else f"UN Doc {source.joined} (n {earlier})"


def _oscola_places(words: str, found: Sequence[str]) -> str:
    return " ".join(filter(None, (words, places.oscola(found))))


def _oscola_left_out(source: Source) -> Sequence[str]:
    wanted = {"title": source.title or source.form in ("resolution", "decision"), "date": source.date}
    if source.form in ("document", "record", "text"):
        wanted |= {"author": None}
    if source.form == "treaty":
        wanted |= {"page in the Treaty Series": None, "date of entry into force": None}
    return [field for field, value in wanted.items() if not value]


STYLES: Mapping[str, Style] = {
    "un": Style(_un, _un_again, _un_places, _un_closed, _un_left_out),
    "un-in-text": Style(_un_text, _un_again, _un_places, _in_text, _un_left_out),
    "oscola": Style(_oscola, _oscola_again, _oscola_places, lambda words: words.rstrip(".") + ".", _oscola_left_out),
}
"""Footnote styles by name."""
