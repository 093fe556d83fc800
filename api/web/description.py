"""Web: the endpoint's description. In: where it stands, what it takes. Out: RDF by the W3C's vocabulary for it. Must not query.

Rule: SPARQL 1.1 Service Description, sections 2 (an endpoint asked without a query answers with its description) and 3.
"""

from collections.abc import Iterator

from api.web.negotiate import GRAPH, SOLUTIONS, Offer

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_VOID = "http://rdfs.org/ns/void#"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}
"""Media type -> what the W3C's list of unique IRIs for formats calls it."""


def description(endpoint: str, *, triples: int, takes_updates: bool) -> bytes:
    """The description as N-Triples: languages, formats, the union as the default graph, and how many statements there are."""
    service, dataset, union = (f"{endpoint}#{name}" for name in ("service", "dataset", "default-graph"))
    about = [
        (service, _TYPE, f"{SD}Service"),
        (service, f"{SD}endpoint", endpoint),
        *((service, f"{SD}supportedLanguage", SD + language) for language in _languages(takes_updates)),
        *((service, f"{SD}resultFormat", _FORMATS + name) for name in _results()),
        *((service, f"{SD}feature", f"{SD}{feature}") for feature in ("UnionDefaultGraph", "EmptyGraphs")),
        (service, f"{SD}defaultDataset", dataset),
        (dataset, _TYPE, f"{SD}Dataset"),
        (dataset, f"{SD}defaultGraph", union),
        (union, _TYPE, f"{SD}Graph"),
    ]
    lines = [f"<{subject}> <{predicate}> <{value}> .\n" for subject, predicate, value in about]
    lines.append(f'<{union}> <{_VOID}triples> "{triples}"^^<{_INTEGER}> .\n')
    return "".join(lines).encode()


def _languages(takes_updates: bool) -> tuple[str, ...]:
    return ("SPARQL10Query", "SPARQL11Query", *(["SPARQL11Update"] if takes_updates else []))


def _results() -> Iterator[str]:
    offers: tuple[Offer, ...] = (*SOLUTIONS, *GRAPH)
    return (_NAMES[offer.media_type] for offer in offers)
