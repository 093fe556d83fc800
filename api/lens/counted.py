"""Answers, risk lens: counts. In: findings, and what is wanted of them. Out: how many passages speak of each factor and
indicator, by year or by document. Must not add what is named to what is only described.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.corpus.dated import Dated, dated
from api.lens.findings import Findings, Found, Stand, findings
from api.lens.framework import Factor, framework
from api.library import Library, Serving

UNDATED = "undated"
"""The column of documents whose date is not known."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which passages count: one kind of finding (None: any), documents of a class ("" any), passages that name or observe a State
    ("" any), and years from and to (None: open). A document without a date is in no range of years.
    """

    stand: Stand | None = None
    kind: str = ""
    place: str = ""
    year_from: int | None = None
    year_to: int | None = None

    def takes(self, one: Found, document: Dated | None, places: frozenset[str]) -> bool:
        """Whether a finding counts."""
        if (self.stand and one.stand != self.stand) or (self.place and self.place not in places):
            return False
        if self.kind and (document is None or self.kind not in document.kinds):
            return False
        if self.year_from is None and self.year_to is None:
            return True
        year = document.year if document else None
        return year is not None and (self.year_from or year) <= year <= (self.year_to or year)


@dataclass(frozen=True, slots=True)
class Counts:
    """Passages by (thing, column) and by thing alone; a factor counts its own passages and those of its indicators, each once.
    Things go by IRI; columns are years as text, UNDATED, or documents by IRI.
    """

    cells: Mapping[tuple[str, str], int]
    totals: Mapping[str, int]
    columns: Sequence[str]


def wanted(library: Library, serving: Serving, asked: Wanted) -> list[Found]:
    """The findings that count, in the order of documents and passages."""
    documents, known = dated(library, serving), findings(library, serving)
    return list(_taken(known, documents, asked))


def by_year(library: Library, serving: Serving, asked: Wanted) -> Counts:
    """Counts by the year of the document, oldest first, undated documents last."""
    documents = dated(library, serving)

    def column(one: Found) -> str:
        document = documents.get(one.document)
        return str(document.year) if document and document.year else UNDATED

    counted = _counted(library, serving, asked, column)
    return Counts(counted.cells, counted.totals, sorted(counted.columns, key=lambda name: (name == UNDATED, name)))


def by_document(library: Library, serving: Serving, asked: Wanted) -> Counts:
    """Counts by document, newest first, undated documents last."""
    documents = dated(library, serving)
    counted = _counted(library, serving, asked, lambda one: one.document)

    def place(iri: str) -> tuple[str, str]:
        document = documents.get(iri)
        return document.date if document else "", iri

    return Counts(counted.cells, counted.totals, sorted(counted.columns, key=place, reverse=True))


def totals(library: Library, serving: Serving, asked: Wanted) -> Mapping[Stand, Mapping[str, int]]:
    """Passages by thing for each of the three kinds of finding, whatever kind is wanted."""
    any_kind = Wanted(None, asked.kind, asked.place, asked.year_from, asked.year_to)
    passages: dict[tuple[Stand, str], set[str]] = {}
    owners = framework(library, serving).owners
    for one in wanted(library, serving, any_kind):
        for thing in _counts_for(one, owners[one.thing]):
            passages.setdefault((one.stand, thing), set()).add(one.passage)
    found: dict[Stand, dict[str, int]] = {"named": {}, "described": {}, "observed": {}}
    for (stand, thing), some in passages.items():
        found[stand][thing] = len(some)
    return found


def _taken(known: Findings, documents: Mapping[str, Dated], asked: Wanted) -> Iterable[Found]:
    nowhere: frozenset[str] = frozenset()
    for one in known.found:
        if asked.takes(one, documents.get(one.document), known.places.get(one.passage, nowhere)):
            yield one


def _counted(library: Library, serving: Serving, asked: Wanted, column: Callable[[Found], str]) -> Counts:
    owners = framework(library, serving).owners
    seen: set[tuple[str, str, str]] = set()
    for one in wanted(library, serving, asked):
        place = column(one)
        seen.update((thing, place, one.passage) for thing in _counts_for(one, owners[one.thing]))
    cells = Counter((thing, place) for thing, place, _ in seen)
    return Counts(cells, Counter(thing for thing, _, _ in seen), list({place for _, place, _ in seen}))


def _counts_for(one: Found, owner: Factor) -> set[str]:
    return {one.thing, owner.iri}
