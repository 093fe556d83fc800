"""Answers: what is here at a glance. In: what serves. Out: its documents with their dates and sizes, counts by year and by thing.
Must not draw, or ask the store again within one generation.

Counts are of passages, each once a thing however often the words come; a passage names a thing where its words are read as the
thing's name, and describes it where the words only mean it (api/things/counted).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from api.corpus.dated import KINDS, dated
from api.library import Library, Serving
from api.once import once, warmed
from api.things.counted import InDocuments, counted

UNDATED = "undated"
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_PASSAGES = _PREFIX + (
    "SELECT ?document (COUNT(DISTINCT ?passage) AS ?count) { ?passage a mg:Passage ; mg:inDocument ?document } GROUP BY ?document"
)
_LABELS = _PREFIX + (
    'SELECT ?thing ?label {{ ?thing a mg:{kind} ; skos:prefLabel ?label FILTER(LANG(?label) = "en") }} ORDER BY ?thing'
)
_ACTORS = _PREFIX + (
    'SELECT DISTINCT ?thing ?label { [] mg:addressee ?thing . ?thing skos:prefLabel ?label FILTER(LANG(?label) = "en") }'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that has a text here. `symbol` is "" for one that has none; `date` is YYYY, YYYY-MM or YYYY-MM-DD, or ""."""

    iri: str
    symbol: str
    title: str
    date: str
    kind: str
    passages: int
    is_digest: bool

    @property
    def year(self) -> str:
        """The year of the date, or "undated"."""
        return self.date[:4] or UNDATED

    @property
    def fidelity(self) -> str:
        """What of it is here: "digest", our own words, or "full"."""
        return "digest" if self.is_digest else "full"


@dataclass(frozen=True, slots=True)
class Through:
    """A thing through the years: passages that name it, and passages that only describe it, by year or "undated"."""

    iri: str
    label: str
    named: Mapping[str, int]
    described: Mapping[str, int]

    @property
    def total(self) -> int:
        """All these passages."""
        return sum(self.named.values()) + sum(self.described.values())


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody whom recommendations ask, and how many do."""

    iri: str
    label: str
    count: int


@warmed
def entries(library: Library, serving: Serving) -> tuple[Entry, ...]:
    """Every document that has a text here, the latest first, undated ones last."""
    return once(serving, "overview:entries", lambda: _entries(library, serving))


@warmed
def crimes(library: Library, serving: Serving) -> tuple[Through, ...]:
    """The atrocity crimes that passages name, the most named first."""
    return once(serving, "overview:crimes", lambda: _through(library, serving, "AtrocityCrime"))


@warmed
def risk_factors(library: Library, serving: Serving) -> tuple[Through, ...]:
    """The risk factors of the Framework of Analysis that passages name or describe, the most found first."""
    return once(serving, "overview:risk-factors", lambda: _through(library, serving, "RiskFactor"))


@warmed
def addressees(_: Library, serving: Serving) -> tuple[Addressed, ...]:
    """Whom the recommendations ask, the most asked first."""
    return once(serving, "overview:addressees", lambda: _addressees(serving))


def _entries(library: Library, serving: Serving) -> tuple[Entry, ...]:
    sizes = {str(row["document"]): int(str(row["count"])) for row in serving.graph.select(_PASSAGES) if "document" in row}
    found = [
        Entry(
            iri=one.iri,
            symbol=one.name if one.name != one.title else "",
            title=one.title or one.name,
            date=one.date,
            kind=next((kind for kind in KINDS if kind in one.kinds), "Document"),
            passages=sizes.get(one.iri, 0),
            is_digest=one.is_digest,
        )
        for one in dated(library, serving).values()
    ]
    found.sort(key=lambda entry: entry.symbol or entry.title)
    return tuple(sorted(found, key=lambda entry: entry.date, reverse=True))


def _through(library: Library, serving: Serving, kind: str) -> tuple[Through, ...]:
    years = {entry.iri: entry.year for entry in entries(library, serving)}
    labels = {str(row["thing"]): str(row["label"]) for row in serving.graph.select(_LABELS.format(kind=kind))}
    counts = counted(serving)
    things = []
    for iri, label in labels.items():
        spoken = _by_year(counts.spoken.get(iri, ()), years)
        described = _by_year(counts.alluded.get(iri, ()), years)
        if spoken:
            things.append(Through(iri, label, spoken - described, described))
    return tuple(sorted(things, key=lambda thing: -thing.total))


def _by_year(found: InDocuments, years: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for document, count in found:
        if document in years:
            counts[years[document]] += count
    return counts


def _addressees(serving: Serving) -> tuple[Addressed, ...]:
    asked = counted(serving).asked
    labels = {str(row["thing"]): str(row["label"]) for row in serving.graph.select(_ACTORS)}
    found = [Addressed(iri, label, sum(count for _, count in asked.get(iri, ()))) for iri, label in labels.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.label)))
