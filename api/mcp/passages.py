"""Answers, MCP: passages. In: IRIs and what serves. Out: verbatim passages with pinpoint, footnote and whose words they are.
Must not write a word of its own about them, nor know the protocol.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.citing.footnotes import footnote
from api.citing.gather import place_of, sources
from api.citing.source import Reference
from api.library import Serving
from api.results import Result
from ontology.errors import BadParameter
from ontology.iris import checked

LONGEST = 4_000  # characters of one passage in one answer; the rest is had by `read_passage` with `start`
MOST = 50  # passages of one answer
DIGEST = "Our own words: a digest, not the document's text. Never quote it as the document's."
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_HELD = (
    _PREFIX
    + """SELECT DISTINCT ?passage ?order ?document ?pinpoint WHERE {{ VALUES ?thing {{ {iris} }}
  {{ ?passage mg:partOf* ?thing . ?passage a mg:Passage }} UNION {{ ?passage mg:within ?thing }} UNION
  {{ ?passage mg:inDocument ?thing ; a mg:Passage }}
  ?passage mg:pinpoint ?pinpoint ; mg:inDocument ?document ; mg:order ?order
  FILTER EXISTS {{ ?passage mg:text|mg:digestText ?words }} }} ORDER BY ?document ?order ?passage"""
)
_WORDS = (
    _PREFIX
    + """SELECT ?passage ?words ?fidelity WHERE {{ VALUES ?passage {{ {iris} }}
  {{ ?passage mg:text ?words BIND("full" AS ?fidelity) }} UNION {{ ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }}
}} ORDER BY ?passage (?fidelity = "digest") (LANG(?words) != "{language}") (LANG(?words) != "en") LANG(?words)"""
)
_TITLES = (
    _PREFIX
    + """SELECT ?document ?title WHERE {{ VALUES ?document {{ {iris} }} ?document mg:title ?title }}
ORDER BY ?document (LANG(?title) != "{language}") (LANG(?title) != "en") LANG(?title)"""
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it stands in its document, letter for letter from `start` on. `fidelity` is "full", or "digest" where the
    words are our own, and then `note` says so; `continues_at` is where the next part begins, null where the text is whole.
    """

    iri: str
    pinpoint: str
    footnote: str
    text: str
    language: str
    fidelity: str
    note: str
    document: str
    title: str
    issued: str | None
    start: int
    continues_at: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A passage by its IRI, with the document that holds it and its pinpoint."""

    iri: str
    document: str
    pinpoint: str


def of_result(hit: Result) -> Passage:
    """A passage that search found."""
    return _cut(hit.iri, hit.pinpoint, hit.footnote, hit.text, hit.language, hit.fidelity, hit.document, hit.title, hit.issued)


def held(serving: Serving, things: Iterable[str]) -> list[Place]:
    """The passages that a document, a section or a passage holds, in reading order, with the passage itself."""
    rows = serving.graph.select(_HELD.format(iris=_terms(things)))
    return [Place(str(row["passage"]), str(row["document"]), str(row["pinpoint"])) for row in rows if "passage" in row]


def read(serving: Serving, places: Sequence[Place], language: str = "en", start: int = 0) -> list[Passage]:
    """The words of passages, in a language where they have it, else in English, else in the first; full texts before digests.

    `start` is the character from which on they are read. BadParameter where no passage has so many.
    """
    if start and len(places) != 1:
        raise BadParameter(f"Wanted one passage to read from a character on; got {len(places)}.", advice="Give its IRI, limit 1.")
    chosen = language if language.isascii() and language.replace("-", "").isalnum() else "en"
    words = _words(serving, {place.iri for place in places}, chosen)
    documents = {place.document for place in places}
    known, titles = sources(serving, documents), _titles(serving, documents, chosen)
    found = []
    for place in places:
        if place.iri in words:
            source, (text, spoken, fidelity) = known[place.document], words[place.iri]
            if start and start >= len(text):
                raise BadParameter(
                    f"Wanted the text from character {start:,} on; it has {len(text):,}.", advice="Leave out start."
                )
            at = place_of(place.pinpoint)
            cited = footnote(Reference(source, (at,) if at else (), (place.iri,)))
            title = titles.get(place.document, "")
            told = (place.iri, place.pinpoint, cited, text, spoken, fidelity, place.document, title, source.issued)
            found.append(_cut(*told, start=start))
    return found


def _words(serving: Serving, iris: Iterable[str], language: str) -> dict[str, tuple[str, str, str]]:
    """For each passage its words, their language, and whether they are those of the full text or of a digest."""
    words: dict[str, tuple[str, str, str]] = {}
    for row in serving.graph.select(_WORDS.format(iris=_terms(iris), language=language)):
        words.setdefault(str(row["passage"]), (str(row["words"]), row["words"].language or "", str(row["fidelity"])))
    return words


def _titles(serving: Serving, documents: Iterable[str], language: str) -> dict[str, str]:
    titles: dict[str, str] = {}
    for row in serving.graph.select(_TITLES.format(iris=_terms(documents), language=language)):
        titles.setdefault(str(row["document"]), str(row["title"]))
    return titles


def _cut(
    iri: str,
    pinpoint: str,
    cited: str,
    text: str,
    language: str,
    fidelity: str,
    document: str,
    title: str,
    issued: str | None,
    start: int = 0,
) -> Passage:
    end = start + LONGEST
    note = DIGEST if fidelity == "digest" else ""
    rest = end if end < len(text) else None
    return Passage(iri, pinpoint, cited, text[start:end], language, fidelity, note, document, title, issued, start, rest)


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{checked(iri)}>" for iri in sorted(set(iris)))
