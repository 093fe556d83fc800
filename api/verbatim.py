"""Answers: words as they stand. In: derived statements, or passages. Out: the words, their pinpoint, who read them and how sure.
Must not shorten or mend a word: what is left out on either side is said to be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.citing.footnotes import footnote
from api.citing.gather import references
from api.facts import MG, Facts, facts_of
from api.library import Library, Serving
from ontology.errors import BadParameter, NotFound
from stores.graph.store import Term

_AROUND = 220  # characters on either side of the words that a statement stands on
DIGEST = "digest: our own words, not the official text"


@dataclass(frozen=True, slots=True)
class Line:
    """Words of a passage. `words` are those that the statement stands on, verbatim; `before` and `after` what stands around
    them, `is_cut_before` and `is_cut_after` whether more of the passage stands there still. `finding` is the statement's IRI,
    "" where a passage is shown for its own sake; its `method`, `confidence` and measured `precision` are None where there is
    none.
    """

    passage: str
    pinpoint: str
    document: str
    language: str
    is_digest: bool
    words: str
    before: str = ""
    after: str = ""
    is_cut_before: bool = False
    is_cut_after: bool = False
    finding: str = ""
    method: str | None = None
    confidence: float | None = None
    precision: float | None = None


def line_of(serving: Serving, finding: str) -> Line | None:
    """The words that a derived statement stands on; None where the graph has no longer what belongs to one."""
    stated = serving.graph.facts(finding)
    passage = next(iter(_values(stated, "inPassage") or _values(stated, "statedIn")), "")
    printed, rendition = _first(stated, "asPrinted"), _first(stated, "inRendition")
    if not passage or not printed:
        return None
    file = facts_of(serving.graph, rendition) if rendition else {}
    language, around = _first(file, "language") or "en", serving.graph.facts(passage)
    text, start = (
        _text(around, language, is_digest=_first(file, "fidelity").endswith("#Digest")),
        int(_first(stated, "start") or 0),
    )
    if text[start : start + len(printed)] != printed:
        text, start = printed, 0
    end = start + len(printed)
    opening, ending = _opening(text, start), _ending(text, end)
    return Line(
        passage=passage,
        pinpoint=_first(around, "pinpoint"),
        document=_first(around, "inDocument"),
        language=language,
        is_digest=_first(file, "fidelity").endswith("#Digest"),
        words=printed,
        before=text[opening:start],
        after=text[end:ending],
        is_cut_before=opening > 0,
        is_cut_after=ending < len(text),
        finding=finding,
        method=_first(stated, "method"),
        confidence=_number(stated, "confidence"),
        precision=_number(stated, "precision"),
    )


def passage_line(serving: Serving, passage: str, language: str = "en") -> Line | None:
    """A passage's own words, in the language if it has them so; None for what is no passage."""
    stated = serving.graph.facts(passage)
    pinpoint = _first(stated, "pinpoint")
    texts = stated.get(f"{MG}text", []) or stated.get(f"{MG}digestText", [])
    if not pinpoint or not texts:
        return None
    best = min(texts, key=lambda text: (text.language != language, text.language != "en", text.language or ""))
    digest = f"{MG}text" not in stated
    return Line(passage, pinpoint, _first(stated, "inDocument"), best.language or "en", digest, str(best))


def footnotes_of(library: Library, serving: Serving, passages: Sequence[str]) -> dict[str, str]:
    """The footnote in UN style of each passage, by its IRI; what cannot be cited has none."""
    found = {}
    for passage in dict.fromkeys(passages):
        try:
            found[passage] = footnote(references(library, serving, [passage])[0][0])
        except (NotFound, BadParameter, IndexError):
            continue
    return found


def _text(stated: Facts, language: str, *, is_digest: bool) -> str:
    texts: Sequence[Term] = stated.get(f"{MG}digestText" if is_digest else f"{MG}text", [])
    return next((str(text) for text in texts if text.language == language), "")


def _opening(text: str, start: int) -> int:
    """Where what is shown before a place begins: at a blank, and not far from it."""
    if start <= _AROUND:
        return 0
    return text.find(" ", start - _AROUND, start) + 1 or start


def _ending(text: str, end: int) -> int:
    if len(text) - end <= _AROUND:
        return len(text)
    place = text.rfind(" ", end, end + _AROUND)
    return place if place > 0 else end


def _values(stated: Facts, name: str) -> list[str]:
    return sorted(str(term) for term in stated.get(f"{MG}{name}", []))


def _first(stated: Facts, name: str) -> str:
    return next(iter(_values(stated, name)), "")


def _number(stated: Facts, name: str) -> float | None:
    value = _first(stated, name)
    return float(value) if value else None
