"""Answers: what is missing here. In: what serves. Out: citations that lead nowhere, documents that are cited and not here, texts
that are digests only, and what the graph lacks. Must not guess why something is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from api.corpus.overview import entries, risk_factors
from api.library import Library, Serving
from api.once import once, warmed
from ontology.iris import Iris

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_UNRESOLVED = _PREFIX + "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:Citation ; mg:unresolved ?reason }"
_CITATIONS = _PREFIX + "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:Citation }"
_UNASKED = _PREFIX + (
    "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:Recommendation FILTER NOT EXISTS { ?one mg:addressee ?who } }"
)
_ASKED = _PREFIX + "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:Recommendation }"
_UNFOUNDED = _PREFIX + (
    "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:Mandate FILTER NOT EXISTS { ?one mg:establishedBy ?document } }"
)
_MANDATES = _PREFIX + "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:Mandate }"
_FACTORS = _PREFIX + "SELECT (COUNT(DISTINCT ?one) AS ?count) { ?one a mg:RiskFactor }"
_ABSENT = _PREFIX + (
    "SELECT ?document (COUNT(DISTINCT ?passage) AS ?count) { ?passage mg:cites ?document "
    "FILTER NOT EXISTS { ?document mg:hasRendition ?file } } GROUP BY ?document"
)
MOST_ABSENT = 25


@dataclass(frozen=True, slots=True)
class Absent:
    """A document that is cited and has no text here, and how many passages cite it."""

    iri: str
    passages: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing: counts with what they are counts of, and the absent documents that are cited most."""

    documents: int
    digests: int
    undated: int
    citations: int
    unresolved: int
    absent: int
    most_cited: tuple[Absent, ...]
    recommendations: int
    without_addressee: int
    mandates: int
    without_founding: int
    factors: int
    factors_found: int


@warmed
def missing(library: Library, serving: Serving) -> Missing:
    """What is missing in this generation."""
    return once(serving, "missing", lambda: _missing(library, serving))


def _missing(library: Library, serving: Serving) -> Missing:
    def count(query: str) -> int:
        return int(str(serving.graph.select(query)[0]["count"]))

    held, absent = entries(library, serving), _absent(library.iris, serving)
    return Missing(
        documents=len(held),
        digests=sum(one.is_digest for one in held),
        undated=sum(not one.date for one in held),
        absent=len(absent),
        most_cited=absent[:MOST_ABSENT],
        factors_found=len(risk_factors(library, serving)),
        **_counts(count),
    )


def _counts(count: Callable[[str], int]) -> dict[str, int]:
    return {
        "citations": count(_CITATIONS),
        "unresolved": count(_UNRESOLVED),
        "recommendations": count(_ASKED),
        "without_addressee": count(_UNASKED),
        "mandates": count(_MANDATES),
        "without_founding": count(_UNFOUNDED),
        "factors": count(_FACTORS),
    }


def _absent(iris: Iris, serving: Serving) -> tuple[Absent, ...]:
    """Documents only: an instrument is known by its entry in the vocabulary, and is no text that should be here."""
    begin = iris.iri("doc/")
    rows = [row for row in serving.graph.select(_ABSENT) if str(row.get("document", "")).startswith(begin)]
    found = [Absent(str(row["document"]), int(str(row["count"]))) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.passages, one.iri)))
