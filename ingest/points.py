"""River, stage publish: from graph to index. In: the working graph. Out: one point a passage, with what it can be filtered by.

The graph is the one source of truth: nothing is indexed that the graph does not say, so the two can never disagree.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stores.graph.store import GraphStore

_PASSAGES = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?document ?class ?words ?order ?pinpoint ?fidelity ?issued ?issuedYear WHERE {
  ?passage a mg:Passage ; a ?class ; mg:inDocument ?document ; mg:order ?order ; mg:pinpoint ?pinpoint .
  FILTER(?class != mg:Passage)
  { ?passage mg:text ?words BIND("full" AS ?fidelity) } UNION { ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }
  OPTIONAL { ?document mg:issued ?issued }
  OPTIONAL { ?document mg:issuedYear ?issuedYear }
}"""
_TAGS: Mapping[str, str] = {
    "crimes": "{ ?passage mg:mentions ?tag . ?tag a mg:AtrocityCrime } UNION { ?passage mg:mentions ?tag . ?tag a mg:Incitement }",
    "risk_factors": "?passage mg:mentions ?tag . ?tag a mg:RiskFactor .",
    "actors": "?passage mg:mentions ?tag . FILTER(CONTAINS(STR(?tag), '/actor/') || CONTAINS(STR(?tag), '/state/'))",
    "networks": "{ ?passage mg:mentions ?tag . ?tag a mg:Network } UNION { ?passage mg:mentions ?tag . ?tag a mg:Mechanism }",
    "addressees": "?duty mg:statedIn ?passage ; mg:addressee ?tag .",
    "cites": "?passage mg:cites ?tag .",
    "symbols": "?passage mg:cites ?cited . ?cited mg:symbol ?tag .",
    "own_symbols": "?passage mg:inDocument ?document . ?document mg:symbol ?tag .",
    "duties": "?duty mg:statedIn ?passage ; a ?tag . FILTER(?tag IN (mg:Recommendation, mg:Commitment))",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be indexed: its IRI, words, language, and the payload that filters and facets go by."""

    iri: str
    words: str
    payload: Mapping[str, str | int | float | bool | list[str]]


def entries(store: GraphStore) -> list[Entry]:
    """Every passage of the graph in every language, sorted by IRI and language."""
    tags = {name: _tags(store, pattern) for name, pattern in _TAGS.items()}
    found = [_entry(row, tags) for row in _rows(store)]
    return sorted(found, key=lambda entry: (entry.iri, str(entry.payload["language"])))


def _rows(store: GraphStore) -> Iterator[dict[str, str]]:
    for row in store.select(_PASSAGES):
        words = row["words"]
        yield {name: str(term) for name, term in row.items()} | {"language": words.language or ""}


def _tags(store: GraphStore, pattern: str) -> Mapping[str, list[str]]:
    query = f"PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?passage ?tag WHERE {{ {pattern} }} ORDER BY ?passage ?tag"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in store.select(query):
        found[str(row["passage"])].append(str(row["tag"]))
    return found


def _entry(row: Mapping[str, str], tags: Mapping[str, Mapping[str, list[str]]]) -> Entry:
    iri = row["passage"]
    of = {name: values.get(iri, []) for name, values in tags.items()}
    kinds = [_local(row["class"]), *map(_local, of["duties"])]
    year = row.get("issued", row.get("issuedYear", ""))[:4]
    payload: dict[str, str | int | float | bool | list[str]] = {
        "document": row["document"],
        "kind": sorted(kinds),
        "language": row["language"],
        "fidelity": row["fidelity"],
        "order": int(row["order"]),
        "symbols": sorted({*of["symbols"], *of["own_symbols"]}),
        "crimes": of["crimes"],
        "risk_factors": of["risk_factors"],
        "actors": of["actors"],
        "networks": of["networks"],
        "addressees": of["addressees"],
        "cites": of["cites"],
    }
    if year.isdigit():
        payload["year"] = int(year)
    return Entry(iri, row["words"], payload)


def _local(term: str) -> str:
    return term.rpartition("#")[2]
