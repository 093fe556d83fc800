"""River, across documents: quality. In: the findings of all documents, and how often each method was right on a judged sample.
Out: the measured precision of each finding, as the graph `graph/quality`.

The measurements are part of the vocabulary (`ontology/vocabulary/measurements.ttl`), made by `python -m benchmarks.precision`. A
finding whose method was not measured for its kind gets none. Must not read any gold.
"""

from collections.abc import Mapping

from stores.graph.store import GraphStore

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_GENERIC = "{ ?of a ?wide VALUES ?wide { mg:GenericName mg:ActorGroup } }"
_NETWORK = "FILTER EXISTS { ?of a ?class VALUES ?class { mg:Network mg:Mechanism } }"
_ACTOR = "?of a mg:Actor FILTER NOT EXISTS { ?of a ?class VALUES ?class { mg:State mg:Network mg:Mechanism } }"
KINDS: Mapping[str, str] = {
    "citation": "?finding a mg:Citation ; mg:target ?any",
    "mention of a crime": "?finding a mg:Mention ; mg:of/a mg:Crime",
    "mention of a risk factor": "?finding a mg:Mention ; mg:of/a mg:RiskFactor",
    "mention of a warning sign": "?finding a mg:Mention ; mg:of/a mg:WarningSign",
    "mention of an inhibitor": "?finding a mg:Mention ; mg:of/a mg:Inhibitor",
    "mention of a pillar": "?finding a mg:Mention ; mg:of/a mg:Pillar",
    "mention of a region": "?finding a mg:Mention ; mg:of/a mg:Region",
    "mention of a State": "?finding a mg:Mention ; mg:of/a mg:State",
    "mention of a named network or mechanism": f"?finding a mg:Mention ; mg:of ?of . {_NETWORK} FILTER NOT EXISTS {_GENERIC}",
    "mention of networks or mechanisms in general": f"?finding a mg:Mention ; mg:of ?of . {_NETWORK} FILTER EXISTS {_GENERIC}",
    "mention of a named actor": f"?finding a mg:Mention ; mg:of ?of . {_ACTOR} FILTER NOT EXISTS {_GENERIC}",
    "mention of actors in general": f"?finding a mg:Mention ; mg:of ?of . {_ACTOR} FILTER EXISTS {_GENERIC}",
    "mention of a mandate": "?finding a mg:Mention ; mg:of/a mg:Mandate",
    "allusion to a risk factor": "?finding a mg:Allusion ; mg:alludesTo/a ?risk VALUES ?risk { mg:RiskFactor mg:Indicator }",
    "allusion to a warning sign": "?finding a mg:Allusion ; mg:alludesTo/a mg:WarningSign",
    "allusion to a State": "?finding a mg:Allusion ; mg:alludesTo/a mg:State",
    "allusion to a mandate": "?finding a mg:Allusion ; mg:alludesTo/a mg:Mandate",
    "allusion to an actor": "?finding a mg:Allusion ; mg:alludesTo/a mg:Actor "
    "FILTER NOT EXISTS { ?finding mg:alludesTo/a mg:State }",
    "recommendation": "?finding a mg:Recommendation",
    "commitment": "?finding a mg:Commitment",
    "basis of a mandate": "?finding a mg:MandateBasis",
    "briefing": "?finding a mg:Briefing",
    "observation": "?finding a mg:Observation",
    "lineage": "?finding a mg:Lineage",
}
"""What is measured, by the word that stands in mg:findingKind, and which findings it is about."""
_MEASURED = (
    _PREFIX
    + """CONSTRUCT {{ ?finding mg:measuredBy ?measurement ; mg:precision ?precision }} WHERE {{
  ?measurement a mg:Measurement ; mg:findingKind "{kind}" ; mg:ofMethod ?method ; mg:precision ?precision .
  {{ SELECT DISTINCT ?finding ?method WHERE {{ {pattern} . ?finding mg:method ?method }} }}
}}"""
)


def quality_triples(store: GraphStore) -> bytes:
    """For each finding whose method and kind were measured: the measurement and its precision, as N-Triples."""
    return b"".join(store.construct(_MEASURED.format(kind=kind, pattern=pattern)) for kind, pattern in KINDS.items())
