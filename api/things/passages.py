"""Answers, things: where they stand. In: a thing, a year or document if one is wanted, a page. Out: the passages that speak of
it, or the recommendations that are made to it or under it, newest first. Must not read more documents than the page lies in.

The counts by document say in which documents a page lies, so that the last page of ten thousand passages takes as long as the
first. What stands in few passages is looked up by itself instead: that is quicker than to walk through long documents.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.facts import MG
from api.library import Serving
from api.linked.languages import ENGLISH, preference
from api.things.counted import CLASSES, InDocuments, counted
from api.things.excerpts import Piece, excerpt
from ontology.errors import BadParameter
from ontology.iris import checked
from stores.graph.store import Row, Term

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_FEW = 1_500
"""Passages or recommendations of one thing that are all looked at sooner than the documents of a page are."""
_BY_DOCUMENT = "VALUES ?document {{ {documents} }} ?passage mg:inDocument ?document ; mg:order ?order "
_BY_THING = "?passage mg:inDocument ?document ; mg:order ?order FILTER(?document IN ({listed}))"
_SPEAKING = "FILTER EXISTS {{ ?passage mg:mentions|mg:cites <{iri}> }}"
_ALLUDING = (
    "?allusion mg:inPassage ?passage FILTER EXISTS {{ ?allusion mg:alludesTo <{iri}> }} "
    "FILTER NOT EXISTS {{ ?passage mg:mentions|mg:cites <{iri}> }}"
)
_SPOKEN_ANYHOW = "{{ ?passage mg:mentions|mg:cites <{iri}> }} UNION {{ ?allusion mg:alludesTo <{iri}> ; mg:inPassage ?passage }} "
_OF_CLASS_ANYHOW = (
    "?of a <{iri}> . {{ ?passage mg:mentions ?of }} UNION {{ ?allusion mg:alludesTo ?of ; mg:inPassage ?passage }} "
)
_OF_CLASS = (
    _BY_DOCUMENT + "; mg:mentions ?of FILTER EXISTS {{ ?of a <{iri}> }}",
    _BY_DOCUMENT + ". ?allusion mg:inPassage ?passage ; mg:alludesTo ?of FILTER EXISTS {{ ?of a <{iri}> }}",
)
_ASKING = ". ?duty mg:statedIn ?passage ; a mg:Recommendation FILTER EXISTS {{ ?duty mg:addressee|mg:theme <{iri}> }}"
_ASKED_ANYHOW = (
    "{{ ?duty mg:addressee <{iri}> }} UNION {{ ?duty mg:theme <{iri}> }} ?duty mg:statedIn ?passage . "
    "FILTER EXISTS {{ ?duty a mg:Recommendation }} "
)
_SELECT = _PREFIX + "SELECT DISTINCT ?document ?order ?passage {variable} {{ {pattern} }}"
_PLACES = _PREFIX + (
    "SELECT DISTINCT ?passage ?start ?end ?language {{ VALUES ?passage {{ {passages} }} "
    "?finding mg:inPassage|mg:statedIn ?passage ; mg:start ?start ; mg:end ?end ; mg:inRendition ?rendition . "
    "?rendition mg:language ?language "
    "FILTER EXISTS {{ ?finding mg:of|mg:alludesTo|mg:target {thing} }} }}"
)

Place = tuple[str, int, int]
"""A stretch of words: the language that they are in, where it begins and ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A passage as it is listed: an excerpt of its words with what speaks of the thing marked, and whose words they are:
    "full" or "digest".

    `duty` is the recommendation in it that is meant, with its verb, how strong that is, and what it asks for; empty where a
    passage as a whole is listed.
    """

    passage: str
    pinpoint: str
    document: str
    date: str
    pieces: tuple[Piece, ...]
    language: str
    fidelity: str
    duty: str = ""
    verb: str = ""
    strength: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of them. `total` counts all that were asked for; `years` how many there are in each year, whatever was asked for."""

    lines: tuple[Line, ...]
    total: int
    page: int
    size: int
    years: dict[str, int]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them: those of a year ("undated" is one) or of a document, "" for all; and which page of how many."""

    year: str = ""
    document: str = ""
    page: int = 1
    size: int = 20


def speaking(serving: Serving, iri: str, wanted: Wanted, languages: Sequence[str] = ENGLISH) -> Lines:
    """The passages that name, cite or allude to a thing, or to any of a class that is counted.

    BadParameter for a page that there is not.
    """
    found = counted(serving).spoken.get(iri, ())
    alluded = {document for document, _ in counted(serving).alluded.get(iri, ())}

    def rows_in(documents: Sequence[str]) -> list[Row]:
        if _sum(found) <= _FEW:
            return _rows(serving, (_OF_CLASS_ANYHOW if iri in CLASSES else _SPOKEN_ANYHOW) + _BY_THING, iri, documents)
        if iri in CLASSES:
            found_by = [row for pattern in _OF_CLASS for row in _rows(serving, pattern, iri, documents)]
            return list({str(row["passage"]): row for row in found_by}.values())
        named = _rows(serving, _BY_DOCUMENT + _SPEAKING, iri, documents)
        return named + _rows(serving, f"{_BY_DOCUMENT} . {_ALLUDING}", iri, [one for one in documents if one in alluded])

    rows, total = _page(serving, found, wanted, rows_in)
    places = _places(serving, iri, [str(row["passage"]) for row in rows])
    lines = tuple(_line(serving, row, places[str(row["passage"])], languages) for row in rows)
    return Lines(lines, total, wanted.page, wanted.size, counted(serving).by_year(found))


def query_of(iri: str) -> str:
    """The query that finds all passages that `speaking` counts, for somebody who asks the graph; a row a passage."""
    pattern = (_OF_CLASS_ANYHOW if iri in CLASSES else _SPOKEN_ANYHOW).format(iri=checked(iri))
    said = pattern.strip().replace(" . {", " .\n  {").replace("} UNION {", "}\n  UNION {").replace("} ?passage", "}\n  ?passage")
    return f"{_PREFIX.strip()}\nSELECT DISTINCT ?passage {{\n  {said}\n  ?passage mg:inDocument ?document\n}}"


def asking(serving: Serving, iri: str, wanted: Wanted, languages: Sequence[str] = ENGLISH) -> Lines:
    """The recommendations to an actor, or under a theme. BadParameter for a page that there is not."""
    found = counted(serving).asked.get(iri, ())
    pattern = _ASKED_ANYHOW + _BY_THING if _sum(found) <= _FEW else _BY_DOCUMENT + _ASKING
    rows, total = _page(serving, found, wanted, lambda documents: _rows(serving, pattern, iri, documents, "?duty"))
    lines = tuple(_line(serving, row, (), languages) for row in rows)
    return Lines(lines, total, wanted.page, wanted.size, counted(serving).by_year(found))


def _page(
    serving: Serving, found: InDocuments, wanted: Wanted, rows_in: Callable[[Sequence[str]], list[Row]]
) -> tuple[list[Row], int]:
    """The rows of a page, in order, and how many there are on all pages."""
    told = counted(serving)
    kept = [one for one in found if wanted.year in ("", told.year(one[0])) and wanted.document in ("", one[0])]
    total = _sum(kept)
    last = max(1, -(-total // wanted.size))
    if not 1 <= wanted.page <= last:
        raise BadParameter(f"Wanted a page from 1 to {last:,}; got {wanted.page:,}.", advice="Begin with page 1.")
    documents, before = _spanning(kept, (wanted.page - 1) * wanted.size, wanted.size)
    place = {document: order for order, document in enumerate(documents)}
    rows = rows_in(documents)
    rows.sort(key=lambda row: (place[str(row["document"])], int(str(row["order"])), str(row.get("duty", row["passage"]))))
    return rows[before : before + wanted.size], total


def _rows(serving: Serving, pattern: str, iri: str, documents: Sequence[str], variable: str = "") -> list[Row]:
    if not documents:
        return []
    names = [f"<{checked(document)}>" for document in documents]
    asked = pattern.format(documents=" ".join(names), listed=", ".join(names), iri=checked(iri))
    return list(serving.graph.select(_SELECT.format(variable=variable, pattern=asked)))


def _sum(found: InDocuments | Sequence[tuple[str, int]]) -> int:
    return sum(count for _, count in found)


def _spanning(found: Sequence[tuple[str, int]], start: int, size: int) -> tuple[list[str], int]:
    """The documents in which a page lies, and how many of their rows come before it."""
    documents: list[str] = []
    passed = before = 0
    for document, count in found:
        if passed + count > start and passed < start + size:
            before = before if documents else start - passed
            documents.append(document)
        passed += count
    return documents, before


def _places(serving: Serving, iri: str, passages: Iterable[str]) -> dict[str, list[Place]]:
    """Where in each passage the words stand that speak of the thing."""
    found: dict[str, list[Place]] = defaultdict(list)
    values = " ".join(f"<{checked(passage)}>" for passage in passages)
    thing = f"?of . ?of a <{checked(iri)}>" if iri in CLASSES else f"<{checked(iri)}>"
    for row in serving.graph.select(_PLACES.format(passages=values, thing=thing)) if values else ():
        found[str(row["passage"])].append((str(row["language"]), int(str(row["start"])), int(str(row["end"]))))
    return found


def _line(serving: Serving, row: Row, places: Sequence[Place], languages: Sequence[str]) -> Line:
    passage, document, duty = str(row["passage"]), str(row["document"]), str(row.get("duty", ""))
    facts, asked = serving.graph.facts(passage), serving.graph.facts(duty) if duty else {}
    fidelity, words = _words(facts.get(f"{MG}text", ()), facts.get(f"{MG}digestText", ()), languages)
    language = words.language or "en" if words else "en"

    def first(name: str) -> str:
        return min(map(str, asked.get(f"{MG}{name}", ())), default="")

    return Line(
        passage=passage,
        pinpoint=min(map(str, facts.get(f"{MG}pinpoint", ())), default=passage),
        document=document,
        date=counted(serving).dates.get(document, ""),
        pieces=excerpt(str(words or ""), [(start, end) for spoken, start, end in places if spoken == language]),
        language=language,
        fidelity=fidelity,
        duty=duty,
        verb=first("verb"),
        strength=first("strength"),
        action=first("action"),
    )


def _words(official: Sequence[Term], ours: Sequence[Term], languages: Sequence[str]) -> tuple[str, Term | None]:
    """The words in the language wanted most, the official ones before those of a digest."""
    said = [("full", term) for term in official] + [("digest", term) for term in ours]
    best = min(said, key=lambda one: (preference(one[1].language, languages), one[0] != "full", str(one[1])), default=None)
    return best or ("", None)
