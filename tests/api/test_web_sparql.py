"""Tests of the SPARQL endpoint: the protocol, every format of every form, refusals and limits."""

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's JSON-LD

SELECT = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?document WHERE { ?document mg:symbol 'A/85/40' }"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> CONSTRUCT WHERE { ?document mg:symbol ?symbol }"
DESCRIBE = "DESCRIBE <https://w3id.org/mandategraph/doc/A/85/40>"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, media)
        for media in (
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        )
    ]
    + [(ASK, media) for media in ("application/sparql-results+json", "application/sparql-results+xml")]
    + [
        (query, media)
        for query in (CONSTRUCT, DESCRIBE)
        for media in ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
    ],
)
def test_every_format_of_every_form_comes_under_its_name_and_can_be_read(client: TestClient, query: str, accept: str) -> None:
    """The body is read by a reader of its own format."""
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == accept
    assert response.headers["access-control-allow-origin"] == "*"
    assert "Accept" in response.headers["vary"]
    assert _read(response.text, accept)


def _read(body: str, media_type: str) -> int:
    """How much stands in a body; an error if it is not of its type."""
    if media_type.endswith("results+json"):
        told = json.loads(body)
        return len(told["results"]["bindings"]) if "results" in told else int(told["boolean"])
    if media_type.endswith("results+xml"):
        return len(list(ElementTree.fromstring(body)))  # noqa: S314 # our own server's
    if media_type.startswith("text/") and "turtle" not in media_type:
        return len(list(csv.reader(io.StringIO(body)))) - 1
    return len(
        Graph().parse(
            data=body, format={"application/ld+json": "json-ld", "application/n-triples": "nt"}.get(media_type, media_type)
        )
    )


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        (SELECT, "json", "application/sparql-results+json"),
        (SELECT, "xml", "application/sparql-results+xml"),
        (SELECT, "csv", "text/csv"),
        (SELECT, "tsv", "text/tab-separated-values"),
        (CONSTRUCT, "turtle", "text/turtle"),
        (CONSTRUCT, "jsonld", "application/ld+json"),
        (CONSTRUCT, "ntriples", "application/n-triples"),
        (CONSTRUCT, "rdfxml", "application/rdf+xml"),
    ],
)
def test_short_names_choose_a_format(client: TestClient, query: str, name: str, media_type: str) -> None:
    """?format= wins over a header that would refuse it."""
    response = client.get("/sparql", params={"query": query, "format": name}, headers={"Accept": "image/png"})
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_one_accept_header_serves_both_kinds_of_answer(client: TestClient) -> None:
    """The best format is chosen among those of the kind that the query asks for."""
    accept = {"Accept": "text/csv, application/rdf+xml;q=0.9, application/sparql-results+xml;q=0.5"}
    found = [
        client.get("/sparql", params={"query": query}, headers=accept).headers["content-type"]
        for query in (SELECT, ASK, CONSTRUCT)
    ]
    assert [one.partition(";")[0] for one in found] == ["text/csv", "application/sparql-results+xml", "application/rdf+xml"]


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/turtle"), (ASK, "text/csv"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")]
)
def test_an_accept_that_fits_nothing_is_406(client: TestClient, query: str, accept: str) -> None:
    """CSV cannot say yes or no, Turtle holds no rows."""
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.json()["error"] == "NotAcceptable"


def test_the_three_ways_of_the_protocol_give_one_answer(client: TestClient) -> None:
    """GET, POST of a form, POST of the query itself."""
    got = client.get("/sparql", params={"query": SELECT})
    form = client.post("/sparql", data={"query": SELECT})
    direct = client.post("/sparql", content=SELECT, headers=DIRECT | {"Content-Type": "application/sparql-query; charset=UTF-8"})
    assert got.json() == form.json() == direct.json()
    assert got.json()["results"]["bindings"][0]["document"]["value"] == "https://w3id.org/mandategraph/doc/A/85/40"


def test_head_has_the_headers_of_get_and_no_body(client: TestClient) -> None:
    """For every page and for the endpoint."""
    for address in ("/", f"/sparql?query={ASK}", "/doc/A/85/40", "/search?q=lamp", "/queries", "/health"):
        head, got = client.head(address), client.get(address)
        assert head.status_code == got.status_code == 200, address
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]


def test_options_tells_another_origin_what_it_may_send(client: TestClient) -> None:
    """A page elsewhere may POST a query as itself, which needs a preflight."""
    response = client.options("/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"})
    assert response.status_code == 204
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "Content-Type" in response.headers["access-control-allow-headers"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_the_dataset_of_the_protocol_is_respected(client: TestClient) -> None:
    """default-graph-uri narrows the default graph; named-graph-uri, repeated, the named ones."""
    base = "https://w3id.org/mandategraph/graph/"
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?document a <https://w3id.org/mandategraph/ontology#Summary> }"
    rows = [
        client.get("/sparql", params={"query": query, "default-graph-uri": base + name}).json()["results"]["bindings"][0]["n"][
            "value"
        ]
        for name in ("doc/A/85/40", "vocabulary")
    ]
    assert rows == ["1", "0"]
    named = {
        "query": "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
        "named-graph-uri": [base + "vocabulary", base + "doc/A/85/40"],
    }
    assert len(client.post("/sparql", data=named).json()["results"]["bindings"]) == 2


def test_a_malformed_query_is_400_with_line_and_column(client: TestClient) -> None:
    """The problem document says where."""
    problem = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert problem.status_code == 400
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["error"] == "QuerySyntaxError"
    assert problem.json()["line"] == 2
    assert problem.json()["column"] > 1
    assert client.get("/sparql", params={"query": "hello"}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <a:b> <a:b> 1 }",
        "DROP ALL",
    ],
)
def test_federation_and_updates_are_403(client: TestClient, query: str) -> None:
    """Whatever the format asked for."""
    response = client.post("/sparql", content=query, headers=DIRECT)
    assert (response.status_code, response.json()["error"]) == (403, "QueryRefused")


def test_the_update_operation_is_403(client: TestClient) -> None:
    """As a form field, and as a body of its own type; by GET it is no operation at all (SPARQL 1.1 Protocol, section 2.2)."""
    update = "DROP ALL"
    answers = [
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}),
        client.get("/sparql", params={"update": update}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 400]
    assert "read-only" in answers[0].json()["detail"]


def test_exactly_one_query_is_wanted(client: TestClient) -> None:
    """An empty one, or two, is 400."""
    assert client.get("/sparql?query=").status_code == 400
    assert client.get(f"/sparql?query={ASK}&query={ASK}").status_code == 400
    assert client.post(f"/sparql?query={ASK}", content=ASK, headers=DIRECT).status_code == 400
    assert client.post("/sparql", content=b"", headers=FORM).status_code == 400


def test_only_utf_8_and_known_types_are_read(client: TestClient) -> None:
    """Bytes that are no UTF-8 are 400, other character sets and types 415."""
    assert client.post("/sparql", content=b"ASK { ?s ?p '\xff' }", headers=DIRECT).status_code == 400
    assert client.get("/sparql?query=%FF").status_code == 400
    assert (
        client.post("/sparql", content=ASK, headers={"Content-Type": "application/sparql-query; charset=latin-1"}).status_code
        == 415
    )
    assert client.post("/sparql", content=ASK, headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/sparql", content=b"query=\xff", headers=FORM).status_code == 400


def test_long_queries_and_endless_bodies_are_413(client: TestClient) -> None:
    """The query's limit is the guard's; the body is not even read to its end."""
    assert client.post("/sparql", content="#" * 5_000 + "\n" + ASK, headers=DIRECT).status_code == 413
    assert client.post("/sparql", content="#" * 1_000_000, headers=DIRECT).json()["detail"].startswith("The body")


def test_a_query_past_its_time_is_503_with_advice_and_the_next_one_answers(hasty: TestClient) -> None:
    """Nothing of an answer was sent before."""
    response = hasty.get("/sparql", params={"query": SLOW})
    assert (response.status_code, response.json()["error"]) == (503, "QueryTimeout")
    assert response.json()["advice"]
    assert hasty.get("/health").status_code == 200


def test_a_browser_is_shown_a_form_and_then_the_answer_as_a_page(client: TestClient) -> None:
    """The form holds a query and links to the named ones; the answer is a table."""
    browser = {"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
    form = client.get("/sparql", headers=browser)
    assert form.status_code == 200
    assert "<textarea" in form.text
    assert "/queries/cited-by?" in form.text
    shown = client.get("/sparql", params={"query": SELECT}, headers=browser)
    assert '<a href="/doc/A/85/40">A/85/40</a>' in shown.text
    assert "Yes" in client.get("/sparql", params={"query": ASK}, headers=browser).text
    assert "mg:symbol &#34;A/85/40&#34;" in client.get("/sparql", params={"query": CONSTRUCT}, headers=browser).text
    hostile = client.get("/sparql", params={"query": "SELECT ('</textarea><script>' AS ?x) {}"}, headers=browser)
    assert "<script>" not in hostile.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in hostile.text


def test_the_form_shows_how_to_search_and_its_example_can_be_asked(client: TestClient) -> None:
    """The links of the page are queries that answer, as a page too."""
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    links = re.findall(r'href="(/sparql\?query=[^"]+)"', page)
    assert len(links) == 3
    for link in links:
        answer = client.get(html.unescape(link), headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        assert answer.json()
        assert client.get(html.unescape(link), headers={"Accept": "text/html"}).status_code == 200


def test_the_cost_of_a_query_is_told_before_it_runs(client: TestClient) -> None:
    """In a header, which a page elsewhere may read; with an error too."""
    assert client.get("/sparql", params={"query": ASK}).headers["query-cost"] == "light"
    heavy = client.get("/sparql", params={"query": f"{SLOW} LIMIT 1 nonsense"})
    assert heavy.status_code == 400
    assert heavy.headers["query-cost"].startswith("heavy")
    assert heavy.headers["access-control-expose-headers"] == "*"


def test_a_method_that_is_no_operation_is_405_and_says_which_are(client: TestClient) -> None:
    """PUT, and what is but a part of an allowed name."""
    for method in ("PUT", "DELETE", "GE"):
        answer = client.request(method, "/sparql", params={"query": ASK})
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_graph_is_read_by_its_iri_in_every_format(client: TestClient) -> None:
    """SPARQL 1.1 Graph Store Protocol, section 5.2: the same statements as a query of that graph; HEAD without them."""
    graph = "https://w3id.org/mandategraph/graph/doc/A/85/40"
    for media in ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"):
        answer = client.get("/graphs", params={"graph": graph}, headers={"Accept": media})
        assert answer.headers["content-type"].partition(";")[0] == media
        count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": graph}
        rows = client.get("/sparql", params=count).json()["results"]["bindings"]
        assert _read(answer.text, media) == int(rows[0]["n"]["value"])
    head = client.head("/graphs", params={"graph": graph})
    assert (head.status_code, head.content) == (200, b"")


def test_a_graph_that_is_not_there_is_404_and_one_that_is_not_named_400(client: TestClient) -> None:
    """The default graph of the curators is always there; one graph is wanted, by a whole IRI."""
    assert client.get("/graphs", params={"graph": "https://example.org/none"}).status_code == 404
    assert client.get("/graphs/none").status_code == 404
    assert client.get("/graphs?default").status_code == 200
    for address in ("/graphs", "/graphs?graph=none", "/graphs?default&graph=https://example.org/a", "/graphs/none?default"):
        assert client.get(address).status_code == 400, address
    assert client.options("/graphs").headers["allow"] == "GET, HEAD, PUT, POST, DELETE, OPTIONS"
