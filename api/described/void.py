"""Answers, descriptions: VoID. In: what serves. Out: what it holds and how it is asked, in N-Triples. Must not know HTTP.

Rule: "Describing Linked Datasets with the VoID Vocabulary" (W3C Interest Group Note of 3 March 2011), section 7.2 for its place.
Example queries are told as SHACL executables, as other SPARQL endpoints do.
"""

from rdflib import DCTERMS, FOAF, RDF, RDFS, VOID, XSD, Literal, Namespace, URIRef

from api.changes import dumps, states
from api.described.telling import ABOUT, SCHEMA, SH, TITLE, VOCABULARIES, Telling
from api.library import Library, Serving
from ontology.iris import slug
from queries import runner
from stores.changes import read_statistics
from stores.dumps import FORMATS

_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_IN_FORMATS = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML")
EXAMPLES = ("documents-list", "networks-named", "crimes-by-document", "mandates-established", "risk-factors")
_THINGS = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?one {{ ?one a mg:{kind} }} LIMIT 1"
_KINDS = ("Document", "Paragraph", "AtrocityCrime", "Network", "Recommendation")


def void(library: Library, serving: Serving, host: str) -> bytes:
    """The description. `host` is the address of this server, without a slash at its end."""
    told = Telling(library, serving, host)
    about = told.address("/.well-known/void")
    told.put(about, (RDF.type, VOID.DatasetDescription), (FOAF.primaryTopic, told.dataset), (RDFS.label, f"{TITLE}: VoID"))
    put_dataset(told)
    _put_figures(told)
    _put_examples(told)
    return told.n_triples


def put_dataset(told: Telling) -> None:
    """What both descriptions say of the dataset."""
    found = dumps(told.serving.generation)
    told.put(told.dataset, (RDF.type, VOID.Dataset), (RDFS.label, TITLE), (DCTERMS.description, ABOUT))
    told.put_rights(told.dataset)
    told.put(
        told.dataset,
        (VOID.sparqlEndpoint, told.address("/sparql")),
        (VOID.uriSpace, Literal(told.library.settings.base)),
        *((VOID.vocabulary, URIRef(vocabulary)) for vocabulary in VOCABULARIES),
        *((VOID.feature, _FORMATS[name]) for name in _IN_FORMATS),
    )
    if found is not None:
        files = [told.address(f"/dumps/{told.serving.generation.id}/{form.file}") for form in FORMATS]
        told.put(told.dataset, *((VOID.dataDump, file) for file in files))


def _put_figures(told: Telling) -> None:
    """Statements of all graphs together; by property and class only where they were counted when the generation was made."""
    held, counted = states(told.serving.generation), read_statistics(told.serving.generation.folder)
    triples = sum(state.statements for state in held.values()) if held else told.serving.graph.count()
    told.put(told.dataset, (VOID.triples, triples))
    if counted is None:
        return
    told.put(told.dataset, (VOID.classes, len(counted.classes)), (VOID.properties, len(counted.properties)))
    for kind, of, partition, figure, counts in (
        ("class", VOID["class"], VOID.classPartition, VOID.entities, counted.classes),
        ("property", VOID.property, VOID.propertyPartition, VOID.triples, counted.properties),
    ):
        for iri, count in counts.items():
            part = told.part(f"{kind}-{slug(iri.partition('://')[2])}")
            told.put(told.dataset, (partition, part))
            told.put(part, (RDF.type, VOID.Dataset), (of, URIRef(iri)), (figure, count))


def _put_examples(told: Telling) -> None:
    for kind in _KINDS:
        for row in told.serving.graph.select(_THINGS.format(kind=kind)):
            told.put(told.dataset, (VOID.exampleResource, URIRef(str(row["one"]))))
    for name in EXAMPLES:
        query, node = told.library.queries[name], told.part(f"query-{name}")
        arguments = query.examples[0] if query.examples else {}
        text = runner.render(query, arguments, base=told.library.settings.base)
        told.put(
            node,
            (RDF.type, SH.SPARQLExecutable),
            (RDF.type, SH.SPARQLSelectExecutable),
            (RDFS.label, query.title),
            (RDFS.comment, query.summary),
            (SH.select, Literal(text, datatype=XSD.string)),
            (SCHEMA.target, told.address("/sparql")),
        )
