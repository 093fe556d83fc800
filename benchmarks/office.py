"""Benchmarks: annotated documents. In: the documents of a folder of gold, published by the pipeline. Out: tasks, one or more for
each part of the annotation. Must not ask anything but what everybody else can ask.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from api.filters import fields_of
from api.library import Library
from api.precedents.answer import found as precedents_of
from api.precedents.answer import plain
from api.precedents.drafted import drafted
from api.precedents.told import told
from api.search import search
from benchmarks import extraction
from benchmarks.extraction import Published
from benchmarks.gold import LANGUAGES, Gold, Question
from benchmarks.matching import Compared
from benchmarks.search import DEPTH, MEASURES, Rank, answered, product
from benchmarks.task import Case, Task, positives, sets
from ontology.triples import PASSAGE_CLASSES
from reading.relate import relation

_KINDS = " ".join(f"<{kind}>" for kind in PASSAGE_CLASSES.values())
_WORDS = (
    "SELECT ?passage ?words {{ VALUES ?passage {{ {iris} }} ?passage mg:text|mg:digestText ?words FILTER(LANG(?words) = 'en') }}"
)
_PASSAGES = f"SELECT DISTINCT ?passage ?document {{ ?passage a ?class ; mg:inDocument ?document VALUES ?class {{ {_KINDS} }} }}"
_FIRST = 3  # a precedent is to be among the first three


@dataclass(frozen=True, slots=True)
class Office:
    """Annotated documents, published, and what their graph says under the annotators' names of units."""

    gold: Gold
    library: Library
    told: Published


def structure(office: Office) -> list[Task]:
    """Units, marks of footnotes and headings, each exactly."""
    told, gold = office.told, office.gold
    documents = gold.entries("structure.json", "documents", ["id"])
    names = {document["id"] for document in documents}
    found = {row["passage"] for row in told.rows(_PASSAGES) if row["document"] in told.document}
    notes = {(note["id"], note["marker_in"]) for document in documents for note in document.get("footnotes", [])}
    marks = {(told.unit.get(row["note"], ""), told.unit.get(row["passage"], "")) for row in told.rows(extraction.MARKS)}
    headings = {(document["id"], each) for document in documents for each in extraction.headings(document.get("sections", []))}
    ours = {(told.document.get(row["document"], ""), row["heading"]) for row in told.rows(extraction.HEADINGS)}
    return [
        sets("structure: units", [(unit, "") for unit in gold.iris], [(told.unit.get(iri, iri), "") for iri in found]),
        sets("structure: footnote marks", notes, (mark for mark in marks if mark[0].partition("#")[0] in names)),
        sets("structure: headings", headings, (heading for heading in ours if heading[0] in names)),
    ]


def citations(office: Office) -> list[Task]:
    """What cites what."""
    return [_task("citations", extraction.citations(office.told, office.gold))]


def mentions(office: Office) -> list[Task]:
    """What names what, by kind."""
    return [_task(f"mentions: {group}", one) for group, one in extraction.mentions(office.told, office.gold).items()]


def recommendations(office: Office) -> list[Task]:
    """Which units recommend."""
    return [_task("recommendations", extraction.recommendations(office.told, office.gold))]


def queries(office: Office) -> list[Task]:
    """How well search answers the graded questions, a task a language: the answer should be among the first five."""
    questions = office.gold.questions()
    rank = product(office.library, "hybrid")
    by_language = {language: [one for one in questions if one.language == language] for language in LANGUAGES}
    return [_queries(language, asked, rank) for language, asked in by_language.items() if asked]


def _queries(language: str, asked: Sequence[Question], rank: Rank) -> Task:
    measures = [one.measures for one in answered(asked, rank)]
    missed = tuple((one.id, "no answer among the first five") for one, told in zip(asked, measures, strict=True) if not told[1])
    figures = {name: fmean(column) for name, column in zip(MEASURES, zip(*measures, strict=True), strict=True)}
    scores = {one.id: told[0] for one, told in zip(asked, measures, strict=True)}
    return Task(f"queries: {language}", len(asked), len(asked) - len(missed), missed=missed, figures=figures, scores=scores)


def precedents(office: Office) -> list[Task]:
    """Whether a later passage finds the earlier one among the first three, by precedents and by plain search; and how each later
    passage takes the earlier one up, the pairs put to that question directly.
    """
    pairs = office.gold.entries("precedents.json", "pairs", ["a", "b", "relation"])
    wanted: list[Case] = sorted({(pair["b"], pair["a"]) for pair in pairs})
    words = _words(office, (office.gold.iris[later] for later, _ in wanted))
    tasks = []
    for name, rank in (("precedents", _precedents), ("precedents: by search", _search)):
        found = [(later, earlier) for later, earlier in wanted if earlier in _earlier(office, later, earlier, words, rank)]
        tasks.append(positives(name, wanted, found, note="among the first three"))
    return [*tasks, _relations(office, pairs)]


Asked = Callable[[Office, str, Mapping[str, Sequence[str]]], list[str]]
"""What finds passages for words under filters: their IRIs, the best first."""


def _precedents(office: Office, words: str, filters: Mapping[str, Sequence[str]]) -> list[str]:
    draft = drafted(words, office.library.settings.base)
    with office.library.serving() as serving:
        fields = fields_of(office.library, serving, filters)
        return [one.told.iri for one in precedents_of(office.library, serving, draft, fields)]


def _search(office: Office, words: str, filters: Mapping[str, Sequence[str]]) -> list[str]:
    return [hit.iri for hit in search(office.library, plain(words), filters, limit=DEPTH).hits]


def _relations(office: Office, pairs: Sequence[Mapping[str, Any]]) -> Task:
    """How the later passage of each pair takes the earlier one up, with what was taken for what in the note."""
    units = {unit for pair in pairs for unit in (pair["a"], pair["b"])}
    with office.library.serving() as serving:
        sides = {iri: one.side for iri, one in told(office.library, serving, (office.gold.iris[unit] for unit in units)).items()}
    missed, confused = [], Counter[str]()
    for pair in pairs:
        earlier, later = (sides.get(office.gold.iris[pair[end]]) for end in ("a", "b"))
        ours = relation(earlier, later) if earlier and later else "unread"
        confused[f"{_relation(pair['relation'])} as {ours}"] += 1
        if ours not in {_relation(name) for name in (pair["relation"], *pair.get("also_acceptable", []))}:
            missed.append((f"{pair['a']} < {pair['b']}", f"{pair['relation']}, not {ours}"))
    right = len(pairs) - len(missed)
    table = ", ".join(f"{count} {name}" for name, count in sorted(confused.items()))
    return Task("precedents: relation", len(pairs), right, len(pairs), right, tuple(sorted(missed)), note=table)


def _relation(name: str) -> str:
    return "followsUp" if name == "follows-up" else name


def _words(office: Office, iris: Iterable[str]) -> dict[str, str]:
    named = " ".join(f"<{iri}>" for iri in sorted(set(iris)))
    return {row["passage"]: row["words"] for row in office.told.rows(_WORDS.format(iris=named))}


def _earlier(office: Office, later: str, earlier: str, words: dict[str, str], rank: Asked) -> list[str]:
    """The units found first: of the earlier report where both are reports, else of all but the passage itself."""
    iri, home = office.gold.iris[later], earlier.partition("#")[0]
    iris = {name: document for document, name in office.told.document.items()}
    if iri not in words or home not in iris:  # not read: nothing is found with it, or in it
        return []
    between_reports = "/" in home and home != later.partition("#")[0] and "/" in later.partition("#")[0]
    filters = {"document": [iris[home]]} if between_reports else {}
    return [office.told.unit.get(found, "") for found in rank(office, words[iri], filters) if found != iri][:_FIRST]


def _task(name: str, one: Compared) -> Task:
    tally, f1 = one.score.tally, one.score.f1
    cases = tuple(sorted(one.missed)), tuple(sorted(one.wrong))
    return Task(name, tally.wanted, tally.met, tally.found, tally.right, *cases, f1_interval=(f1.low, f1.high))
