"""Answers, MCP: the answers. In: what a tool was asked, and the library. Out: plain values within fixed limits. Must not know the
protocol, nor say anything of a passage but what the graph says.

Every answer names its generation, so that what was quoted can be found again; what is left out is counted. What a tool answers
is a class without slots: the SDK reads a slot for a default that cannot be written in a schema.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.citing.gather import references
from api.drafts.check import check_text
from api.drafts.findings import Finding
from api.drafts.report import LIMITS, MEANING
from api.library import Library, Serving
from api.mcp.passages import MOST, Passage, Place, held, of_result, read
from api.meaning import Asking
from api.precedents.answer import precedents as find_precedents
from api.search import search as find
from ontology.errors import BadParameter, NotFound, QueryTooLarge, StoreBusy
from queries import runner
from stores.graph.guard import check_query
from stores.graph.worker import Answer

MOST_FOUND = 20  # passages that one search gives
MOST_ROWS = 200
MOST_CHARACTERS = 100_000  # of one answer in rows or triples
MOST_FINDINGS = 200
_QUOTED = 20  # passages that rows name and that are given with their words
_MOST_BYTES = 4 * 1024 * 1024  # of an answer of the engine that is read at all

Row = Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """What a search found, best first. `total` counts the passages that the filters let through."""

    generation: str
    query: str
    total: int
    passages: tuple[Passage, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True)
class ReadPassages:
    """The passages of a place from number `first` on, in reading order, of `total`. The places `not_here` have no text here."""

    generation: str
    total: int
    first: int
    passages: tuple[Passage, ...]
    not_here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrecedentFound:
    """A passage that precedes the draft: how the draft takes it up, and how many words both have in a row of equal ones."""

    passage: Passage
    relation: str
    shared_words: int
    score: float


@dataclass(frozen=True, slots=True)
class LineOfDescent:
    """Passages that take each other up, oldest first: pinpoints and IRIs."""

    pinpoints: tuple[str, ...]
    iris: tuple[str, ...]


@dataclass(frozen=True)
class PrecedentsFound:
    """The nearest agreed language, best first, and the lines of descent in which it stands."""

    generation: str
    precedents: tuple[PrecedentFound, ...]
    lines: tuple[LineOfDescent, ...]


@dataclass(frozen=True)
class CitationsChecked:
    """Every citation of a draft with what could be checked. `meaning` says what each state means, `limits` what was not looked
    at; `left_out` counts findings beyond those given, which are in the order of the draft.
    """

    generation: str
    is_in_order: bool
    summary: Mapping[str, int]
    citations: tuple[Finding, ...]
    left_out: int
    meaning: Mapping[str, str]
    limits: str


@dataclass(frozen=True)
class Rows:
    """The rows of an answer, each a value by variable. `total` counts all rows, `cut` says that not all are given; `passages` are
    those that the rows name, with their words. `query` is the SPARQL that gives the same.
    """

    generation: str
    query: str
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    cut: bool
    passages: tuple[Passage, ...]
    boolean: bool | None = None
    turtle: str = ""


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """What a named query asks for."""

    name: str
    type: str
    required: bool
    description: str
    default: str | None


@dataclass(frozen=True, slots=True)
class QueryListed:
    """A named query: what it answers, its parameters, and arguments that work."""

    name: str
    title: str
    summary: str
    parameters: tuple[QueryParameter, ...]
    examples: tuple[Mapping[str, str], ...]


def search(library: Library, question: str, filters: Mapping[str, Sequence[str]], limit: int, mode: str) -> Found:
    """The best passages for a question. Errors of `api.search.search`; BadParameter for a limit beyond MOST_FOUND."""
    answer = find(library, question, filters, limit=_within(limit, MOST_FOUND, "limit"), mode=mode)
    scores = tuple(hit.score for hit in answer.hits)
    return Found(answer.generation, answer.query, answer.total, tuple(map(of_result, answer.hits)), scores)


def read_passage(library: Library, place: str, language: str, start: int, first: int, limit: int) -> ReadPassages:
    """The passages at a place: an IRI, a path, a symbol, or a citation in words. NotFound where nothing of it is here."""
    _within(limit, MOST, "limit")
    if start < 0 or first < 1:
        raise BadParameter("Wanted start from 0 and first from 1 on.", advice="Leave both out to read from the beginning.")
    with library.serving() as serving:
        asked = references(library, serving, [place])[0]
        # A place that is not here names no passage; its document stands for it only where no place was asked for.
        things = [iri for one in asked for iri in (one.passages or (() if one.places else (one.source.iri,)))]
        places = held(serving, things) if things else []
        if not places:
            advice = "Search for it, or see `list_named_queries`: documents-list tells what has a text here."
            raise NotFound(f"No text of {place[:200]!r} is in this collection.", advice=advice)
        shown = read(serving, places[first - 1 : first - 1 + limit], language, start)
        missing = tuple(f"{one.source.joined or one.source.title}, {at}" for one in asked for at in one.unseen)
        return ReadPassages(serving.generation.id, len(places), first, tuple(shown), missing)


def precedents(library: Library, text: str, filters: Mapping[str, Sequence[str]], limit: int) -> PrecedentsFound:
    """The nearest agreed language to the words of a draft, which are neither kept nor logged."""
    with library.serving() as serving:
        answer = find_precedents(library, text, filters, limit=_within(limit, MOST_FOUND, "limit"))
        _same(serving, answer.generation)
        places = [Place(one.passage.iri, one.passage.document, one.passage.pinpoint) for one in answer.found]
        words = {passage.iri: passage for passage in read(serving, places)}
    found = [
        PrecedentFound(words[one.passage.iri], str(one.relation), one.shared_words, one.score)
        for one in answer.found
        if one.passage.iri in words
    ]
    lines = [[step.passage for step in line.steps] for line in answer.lines if len(line.steps) > 1]
    told = [LineOfDescent(tuple(one.pinpoint for one in line), tuple(one.iri for one in line)) for line in lines]
    return PrecedentsFound(answer.generation, tuple(found), tuple(told))


def check_citations(library: Library, text: str) -> CitationsChecked:
    """Every citation of a draft, checked against what serves; the draft is neither kept nor logged."""
    report = check_text(library, text)
    given = report.citations[:MOST_FINDINGS]
    left_out = len(report.citations) - len(given)
    return CitationsChecked(report.generation, report.is_in_order, report.summary, given, left_out, MEANING, LIMITS)


def queries(library: Library) -> list[QueryListed]:
    """Every named query."""
    return [
        QueryListed(
            query.name,
            query.title,
            query.summary,
            tuple(QueryParameter(one.name, one.type, one.required, one.description, one.default) for one in query.parameters),
            tuple(dict(example) for example in query.examples),
        )
        for query in library.queries.values()
    ]


def named_query(library: Library, name: str, arguments: Mapping[str, str], limit: int) -> Rows:
    """The answer to a named query. UnknownQuery and BadParameter say what there is."""
    asked = runner.find(library.queries, name)
    base = library.settings.base
    with library.serving() as serving:
        answer = runner.run(Asking(library, serving), asked, arguments, base=base)
        return _rows(library, serving, runner.render(asked, arguments, base=base), answer, limit)


def sparql(library: Library, query: str, limit: int) -> Rows:
    """The answer to a query in SPARQL, search patterns too; read-only, and under the limits of the endpoint."""
    settings = library.settings
    check_query(query, max_bytes=settings.max_query_bytes, search_base=settings.base)
    with library.serving() as serving:
        answer = Asking(library, serving).run(query, base=settings.base)
        return _rows(library, serving, query, answer, limit)


def _rows(library: Library, serving: Serving, query: str, answer: Answer, limit: int) -> Rows:
    _within(limit, MOST_ROWS, "limit")
    generation = serving.generation.id
    if answer.kind == "graph":
        _refuse_longer(len(answer.body), MOST_CHARACTERS)
        return Rows(generation, query, (), (), 0, False, (), turtle=answer.body.decode("utf-8"))
    _refuse_longer(len(answer.body), _MOST_BYTES)
    told = json.loads(answer.body)
    if answer.kind == "boolean":
        return Rows(generation, query, (), (), 0, False, (), boolean=bool(told["boolean"]))
    bindings = told["results"]["bindings"]
    rows = _bounded([{name: _value(term) for name, term in row.items()} for row in bindings[:limit]])
    named = dict.fromkeys(value for row in rows for value in row.values() if value.startswith(f"{library.iris.base}doc/"))
    passages = read(serving, _passages(serving, list(named)))
    total = len(bindings)
    return Rows(generation, query, tuple(told["head"]["vars"]), tuple(rows), total, len(rows) < total, tuple(passages))


def _value(term: Mapping[str, object]) -> str:
    """A term as plain text; a triple as its JSON."""
    value = term["value"]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _bounded(rows: Sequence[Row]) -> list[Row]:
    """So many rows as fit: none is cut in itself. QueryTooLarge where not even one fits."""
    taken, size = list[Row](), 0
    for row in rows:
        size += sum(map(len, row.values()))
        if size > MOST_CHARACTERS:
            break
        taken.append(row)
    if rows and not taken:
        _refuse_longer(size, MOST_CHARACTERS)
    return taken


def _passages(serving: Serving, named: Sequence[str]) -> list[Place]:
    """The passages among the things that rows name, in their order."""
    here = {place.iri: place for place in held(serving, named[: 2 * _QUOTED])} if named else {}
    return [here[iri] for iri in named if iri in here][:_QUOTED]


def _refuse_longer(size: int, most: int) -> None:
    if size > most:
        advice = "Ask for fewer rows with LIMIT, or for fewer variables; for much data take the endpoint /sparql or the dumps."
        raise QueryTooLarge(f"The answer has {size:,} characters; at most {most:,} are given here.", advice=advice)


def _same(serving: Serving, generation: str) -> None:
    """One answer comes from one generation."""
    if serving.generation.id != generation:
        raise StoreBusy("A new generation was published while this was answered.", advice="Ask again.")


def _within(value: int, most: int, name: str) -> int:
    if not 1 <= value <= most:
        raise BadParameter(f"Wanted {name} from 1 to {most}; got {value}.")
    return value
