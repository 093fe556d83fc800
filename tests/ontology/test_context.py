"""Language: the JSON-LD context, read by rdflib."""

import json

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from ontology import health, terms

# rdflib 7.6 reads JSON-LD into a class of its own that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BASE = "https://w3id.org/mandategraph/"
PASSAGE = f"{BASE}doc/A/99/1/para/1"
PASSAGE_JSON = {
    "id": PASSAGE,
    "type": ["Paragraph", "Passage"],
    "inDocument": f"{BASE}doc/A/99/1",
    "partOf": f"{BASE}doc/A/99/1",
    "number": "1",
    "order": 1,
    "text": {"en": "Early warning saves lives.", "fr": "L'alerte rapide sauve des vies."},
    "mentions": [f"{BASE}crime/genocide", f"{BASE}state/KEN"],
}


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    """The context as a reader of our JSON-LD would get it."""
    read: dict[str, object] = json.loads((health.ROOT / "context.jsonld").read_text(encoding="utf-8"))
    return read


def expand(context: dict[str, object], *nodes: dict[str, object]) -> Graph:
    """The triples of some nodes under the context."""
    return Graph().parse(data=json.dumps({**context, "@graph": list(nodes)}), format="json-ld")


def test_a_passage_expands_to_its_triples(context: dict[str, object]) -> None:
    """Types, links, a text in two languages, a plain string and a whole number come out as the graph has them."""
    subject, document = URIRef(PASSAGE), URIRef(f"{BASE}doc/A/99/1")
    assert set(expand(context, PASSAGE_JSON)) == {
        (subject, RDF.type, terms.PARAGRAPH),
        (subject, RDF.type, terms.PASSAGE),
        (subject, terms.IN_DOCUMENT, document),
        (subject, terms.PART_OF, document),
        (subject, terms.NUMBER, Literal("1")),
        (subject, terms.ORDER, Literal(1)),
        (subject, terms.TEXT, Literal("Early warning saves lives.", lang="en")),
        (subject, terms.TEXT, Literal("L'alerte rapide sauve des vies.", lang="fr")),
        (subject, terms.MENTIONS, URIRef(f"{BASE}crime/genocide")),
        (subject, terms.MENTIONS, URIRef(f"{BASE}state/KEN")),
    }


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("confidence", "0.9", Literal("0.9", datatype=XSD.decimal)),
        ("issued", "2021-05-03", Literal("2021-05-03", datatype=XSD.date)),
        ("issuedYear", "2009", Literal("2009", datatype=XSD.gYear)),
        ("chosen", True, Literal(True)),
        ("fidelity", "Digest", terms.DIGEST),
        ("riskNature", "Structural", terms.STRUCTURAL),
        ("reviewed", "2026-11-26T10:00:00Z", Literal("2026-11-26T10:00:00Z", datatype=XSD.dateTime)),
        ("inYear", "2021", Literal("2021", datatype=XSD.gYear)),
        ("deadline", {"@value": "2022", "@type": "xsd:gYear"}, Literal("2022", datatype=XSD.gYear)),
        ("precision", "0.97", Literal("0.97", datatype=XSD.decimal)),
        ("concerns", f"{BASE}state/KEN", URIRef(f"{BASE}state/KEN")),
        ("symbol", "A/99/1", Literal("A/99/1")),
        ("negativeLabel", {"en": ["Rome Statute"]}, Literal("Rome Statute", lang="en")),
    ],
)
def test_values_take_the_type_of_their_term(
    context: dict[str, object], key: str, value: object, wanted: Literal | URIRef
) -> None:
    """A date needs no type beside it, and a fidelity may be written by its name."""
    assert list(expand(context, {"id": PASSAGE, key: value})) == [(URIRef(PASSAGE), terms.MG[key], wanted)]


def test_classes_and_properties_of_one_name_stay_apart(context: dict[str, object]) -> None:
    """Mandate is a class and mandate a link; JSON-LD tells capitals from small letters."""
    graph = expand(
        context,
        {"id": PASSAGE, "type": "MandateBasis", "mandate": f"{BASE}mandate/x"},
        {"id": f"{BASE}mandate/x", "type": "Mandate"},
    )
    assert (URIRef(PASSAGE), terms.MANDATE_PROPERTY, URIRef(f"{BASE}mandate/x")) in graph
    assert (URIRef(f"{BASE}mandate/x"), RDF.type, terms.MANDATE) in graph


def test_labels_of_the_vocabulary_are_maps_of_languages(context: dict[str, object]) -> None:
    """SKOS labels need no prefix."""
    graph = expand(context, {"id": f"{BASE}state/KEN", "prefLabel": {"en": "Kenya"}, "altLabel": {"en": ["Republic of Kenya"]}})
    assert {(str(p), str(o)) for _, p, o in graph} == {(str(SKOS.prefLabel), "Kenya"), (str(SKOS.altLabel), "Republic of Kenya")}
