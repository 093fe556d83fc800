"""Tests of descriptions over HTTP: VoID, DCAT, versions, site maps, and a partner who validates offline."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pyshacl
import pytest
from pyld import jsonld
from rdflib import DCTERMS, RDF, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's JSON-LD

BASE = "https://w3id.org/mandategraph/"
DATASET = URIRef(f"{BASE}dataset")
DCAT, SPDX, SH = (
    Namespace("http://www.w3.org/ns/dcat#"),
    Namespace("http://spdx.org/rdf/terms#"),
    Namespace("http://www.w3.org/ns/shacl#"),
)
FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}
PAGE = {"Accept": "text/html"}
OFFICIAL = "ot an official United Nations product"


def told(client: TestClient, path: str, media_type: str = "text/turtle") -> Graph:
    """A description as a graph."""
    response = client.get(path, headers={"Accept": media_type})
    assert response.status_code == 200, response.text
    return Graph().parse(data=response.content, format=FORMATS[media_type])


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset"])
def test_a_description_says_the_same_in_all_formats_without_blank_nodes(client: TestClient, path: str) -> None:
    """So that two copies of it are one."""
    graphs = [set(told(client, path, media_type)) for media_type in FORMATS]
    assert all(graph == graphs[0] for graph in graphs)
    assert not any(isinstance(node, BNode) for triple in graphs[0] for node in triple)


def test_void_counts_what_sparql_counts(client: TestClient) -> None:
    """Statements of all graphs, and those of each property and class."""
    graph = told(client, "/.well-known/void")
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert graph.value(DATASET, VOID.triples) == Literal(_counted(client, query))
    for partition, of, figure, pattern in (
        (VOID.propertyPartition, VOID.property, VOID.triples, "?s <{iri}> ?o"),
        (VOID.classPartition, VOID["class"], VOID.entities, "?s a <{iri}>"),
    ):
        parts = sorted(graph.objects(DATASET, partition), key=str)
        assert len(parts) > 10
        assert len(parts) == len({graph.value(part, of) for part in parts})
        for part in parts[::9]:
            counting = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern.format(iri=graph.value(part, of))} }} }}"
            assert graph.value(part, figure) == Literal(_counted(client, counting))


def _counted(client: TestClient, query: str) -> int:
    rows = client.get("/sparql", params={"query": query}, headers={"Accept": "application/json"}).json()["results"]["bindings"]
    return int(rows[0]["n"]["value"])


def test_examples_are_there_and_can_be_asked(client: TestClient) -> None:
    """Resources answer, queries run, dumps are files."""
    graph = told(client, "/.well-known/void")
    resources = list(graph.objects(DATASET, VOID.exampleResource))
    assert len(resources) > 2
    for resource in resources:
        assert client.get(f"/{str(resource).removeprefix(BASE)}").status_code == 200
    queries = list(graph.objects(None, SH.select))
    assert len(queries) == 5
    for query in queries:
        assert client.get("/sparql", params={"query": str(query)}, headers={"Accept": "text/csv"}).status_code == 200
    for dump in graph.objects(DATASET, VOID.dataDump):
        assert client.head(str(dump)).status_code == 200


def test_the_catalogue_names_files_services_rights_and_sources(client: TestClient) -> None:
    """Each distribution has its address, type, size and checksum; each source its holder; all say that none of it is official."""
    graph = told(client, "/dataset")
    version = graph.value(DATASET, DCAT.hasCurrentVersion)
    files = list(graph.objects(version, DCAT.distribution))
    assert len(files) == 2
    for file in files:
        response = client.head(str(graph.value(file, DCAT.downloadURL)))
        assert graph.value(file, DCAT.byteSize) == Literal(
            int(response.headers["content-length"]), datatype=XSD.nonNegativeInteger
        )
        checksum = graph.value(file, SPDX.checksum)
        assert response.headers["etag"] == f'"{graph.value(checksum, SPDX.checksumValue)}"'
        assert (file, DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/")) in graph
    services = set(graph.subjects(RDF.type, DCAT.DataService))
    assert {str(graph.value(one, DCAT.endpointURL)) for one in services} == {
        "http://testserver/sparql",
        "http://testserver/api/v1",
    }
    sources = list(graph.objects(DATASET, DCTERMS.source))
    assert len(sources) > 1
    for source in sources:
        is_digest = "Digest" in str(graph.value(source, DCTERMS.title))
        holder = graph.value(graph.value(source, DCTERMS.rightsHolder), URIRef("http://xmlns.com/foaf/0.1/name"))
        assert str(holder) == ("Mandate Graph" if is_digest else "United Nations")
        assert (graph.value(source, DCTERMS.license) is not None) == is_digest
    for media_type in ("text/turtle", "text/html"):
        assert OFFICIAL in client.get("/dataset", headers={"Accept": media_type}).text


def test_a_version_can_be_cited(client: TestClient) -> None:
    """Its IRI answers with the sentence to cite it by, as a page and as data; another version is not made up."""
    generation = client.get("/changes", headers={"Accept": "application/json"}).json()["generation"]
    page = client.get(f"/dataset/{generation}", headers=PAGE).text
    graph = told(client, f"/dataset/{generation}")
    version = URIRef(f"{BASE}dataset/{generation}")
    citation = str(graph.value(version, DCTERMS.bibliographicCitation))
    assert citation.startswith(f"Mandate Graph, version {generation} of 20")
    assert str(version) in citation
    assert citation in page
    assert graph.value(version, DCTERMS.issued)
    assert client.get("/dataset/g000099-00000000").status_code == 404


def test_the_site_map_lists_documents_and_entries_that_answer(client: TestClient) -> None:
    """An index and its files, as the protocol has them."""
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = Xml.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 # ours
    files = [element.text or "" for element in index.iter(f"{name}loc")]
    found = [
        (element.text or "").removeprefix("http://testserver")
        for file in files
        for element in Xml.fromstring(client.get(file).content).iter(f"{name}loc")  # noqa: S314 # ours
    ]
    assert len(found) == len(set(found)) > 1_000
    assert {"/", "/doc/A/85/40", "/crime/genocide"} <= set(found)
    for path in found[:6] + found[6::100]:
        assert client.get(path, headers=PAGE, follow_redirects=True).status_code == 200, path
    assert client.get("/sitemap/2.xml").status_code == 404


def test_robots_and_language_models_are_told_what_to_read(client: TestClient) -> None:
    """Each address in llms.txt answers; robots find the site map and leave computed answers alone."""
    robots = client.get("/robots.txt").text
    assert "Disallow: /sparql\n" in robots
    assert "Sitemap: http://testserver/sitemap.xml\n" in robots
    text = client.get("/llms.txt").text
    assert OFFICIAL in text
    for address in re.findall(r"\]\((http://testserver[^)]+)\)", text):
        assert client.get(address, follow_redirects=True).status_code == 200, address


def test_no_foreign_host_is_repeated(client: TestClient) -> None:
    """A Host that is no host could carry markup; a scheme that a stranger names is not believed."""
    for host in ('a"><script>', "a b", "<x>"):
        text = client.get("/robots.txt", headers={"Host": host, "X-Forwarded-Proto": "https"}).text
        assert host not in text
        assert "Sitemap: http://127.0.0.1:8000/" in text


@pytest.mark.parametrize(
    "path", ["/context", "/context.jsonld", "/shapes", "/shapes/documents", "/shapes/documents.ttl", "/shapes/0.2.0"]
)
def test_a_name_without_version_leads_to_the_newest(client: TestClient, path: str) -> None:
    """And what is there never changes."""
    response = client.get(path)
    assert response.status_code == 302
    assert re.match(r"/(context|shapes)/\d+\.\d+\.\d+/\w+\.(jsonld|ttl)$", response.headers["location"])
    given = client.get(response.headers["location"])
    assert given.status_code == 200
    assert "immutable" in given.headers["cache-control"]
    assert client.get(response.headers["location"], headers={"If-None-Match": given.headers["etag"]}).status_code in (200, 304)


@pytest.mark.parametrize(
    "path", ["/context/9.9.9/context.jsonld", "/shapes/0.2.0/none.ttl", "/shapes/none", "/shapes/0.2.0/%2e%2e"]
)
def test_of_an_unknown_version_or_file_there_is_nothing(client: TestClient, path: str) -> None:
    """The answer says what there is."""
    response = client.get(path)
    assert response.status_code == 404


@pytest.fixture
def kit(client: TestClient, tmp_path: Path) -> Path:
    """What a partner took home: shapes, context and one document's dump, as files."""
    for address, name in (("/shapes", "shapes.ttl"), ("/context", "context.jsonld")):
        (tmp_path / name).write_bytes(client.get(address, follow_redirects=True).content)
    document = client.get("/graph/doc/A/85/40", headers={"Accept": "application/n-triples"})
    (tmp_path / "document.nt").write_bytes(document.content)
    return tmp_path


def test_a_partner_validates_a_document_offline(kit: Path) -> None:
    """With the shapes as they were given out: what we publish conforms, and a fault is found."""
    document = Graph().parse(kit / "document.nt", format="nt")
    shapes = Graph().parse(kit / "shapes.ttl", format="turtle")
    assert pyshacl.validate(document, shacl_graph=shapes, inference="none")[0]
    order = URIRef("https://w3id.org/mandategraph/ontology#order")
    document.remove((next(document.subjects(order)), order, None))
    conforms, _, report = pyshacl.validate(document, shacl_graph=shapes, inference="none")
    assert not conforms
    assert "order" in report


def test_a_partner_validates_with_the_ontology_beside_the_document(kit: Path, client: TestClient) -> None:
    """Validators mix it with the data: its own individuals must conform as well."""
    ontology = Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).content, format="turtle")
    document, shapes = Graph().parse(kit / "document.nt", format="nt"), Graph().parse(kit / "shapes.ttl", format="turtle")
    conforms, _, report = pyshacl.validate(document, shacl_graph=shapes, ont_graph=ontology, inference="none")
    assert conforms, report


@pytest.mark.parametrize("address", ["/shapes", "/context"])
def test_what_never_changes_is_not_sent_twice(client: TestClient, address: str) -> None:
    """By the tag that it was sent with; of another tag it is."""
    first = client.get(address, follow_redirects=True)
    again = client.get(first.url.path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(first.url.path, headers={"If-None-Match": '"other"'}).content == first.content


def test_who_reads_pages_is_led_from_the_well_known_address_to_one(client: TestClient) -> None:
    """A browser cannot show Turtle; whoever names no preference gets it."""
    led = client.get("/.well-known/void", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (led.status_code, led.headers["location"]) == (303, "/dataset")
    assert client.get("/.well-known/void", headers={"Accept": "*/*"}).headers["content-type"].startswith("text/turtle")


def test_a_partner_writes_with_our_context_offline(kit: Path) -> None:
    """A document in plain JSON under the context is read as the triples that we would write."""
    context = json.loads((kit / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    plain = {"@context": context, "id": f"{BASE}doc/A/1/1", "type": "Report", "title": {"en": "Made"}, "issued": "2031-01-02"}
    quads = jsonld.to_rdf(plain, {"format": "application/n-quads"})
    graph = Graph().parse(data=quads, format="nt")
    mg = Namespace("https://w3id.org/mandategraph/ontology#")
    assert graph.value(URIRef(f"{BASE}doc/A/1/1"), mg.title) == Literal("Made", lang="en")
    assert graph.value(URIRef(f"{BASE}doc/A/1/1"), mg.issued) == Literal("2031-01-02", datatype=XSD.date)
