"""Tests of what curators write over HTTP: keys, updates, graphs, verdicts. In: a copy of the library. Out: what is served."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from ingest.curate import Curating
from stores import generations
from stores.keys import SCOPES, add_key, revoke_key
from stores.settings import Settings
from stores.written import read_journal
from tests.sparse import copy_folder

HERS = "http://example.org/hers"
TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}
ADDRESS = f"/graphs?graph={HERS}"


@pytest.fixture(scope="module")
def writable(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the made generation, to be written to."""
    data = tmp_path_factory.mktemp("curated") / "data"
    copy_folder(settings.data, data, ignore=shutil.ignore_patterns("work"))
    return replace(settings, data=data, writes="on", writes_per_minute=10_000, write_max_mb=1)


@pytest.fixture(scope="module")
def desk(writable: Settings) -> Curating:
    """The desk over it."""
    return Curating(writable)


@pytest.fixture(scope="module")
def curator(writable: Settings, desk: Curating) -> Iterator[TestClient]:
    """A client with a key that reaches everything."""
    library = Library.open(writable)
    client = TestClient(create_app(library, desk), follow_redirects=False, raise_server_exceptions=False)
    client.headers["Authorization"] = f"Bearer {add_key(writable.data, 'Curator', SCOPES)[1]}"
    yield client
    library.close()


def rows(client: TestClient, graph: str = HERS) -> set[tuple[str, str, str]]:
    """What a graph holds, by SPARQL."""
    answer = client.get(
        "/sparql", params={"query": f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "format": "json"}
    )
    assert answer.status_code == 200, answer.text
    return {(row["s"]["value"], row["p"]["value"], row["o"]["value"]) for row in answer.json()["results"]["bindings"]}


@pytest.mark.slow
def test_a_graph_is_made_replaced_extended_and_deleted(curator: TestClient) -> None:
    """Statuses by the Graph Store Protocol, sections 5.3 to 5.5; each write is served from the next request on."""
    made = curator.put(ADDRESS, content="<a> <b> 'one' .", headers=TURTLE)
    assert (made.status_code, made.headers["Location"]) == (201, HERS)
    base = "http://example.org/"
    assert rows(curator) == {(f"{base}a", f"{base}b", "one")}
    replaced = curator.put(ADDRESS, content=f'<{base}a> <{base}b> "two" .', headers={"Content-Type": "application/n-triples"})
    assert (replaced.status_code, replaced.content) == (204, b"")
    assert replaced.headers["X-Generation"] != made.headers["X-Generation"]
    parts = {
        "one": ("one.ttl", b"<a> <c> 'three' .", "text/turtle; charset=utf-8"),
        "two": ("two.jsonld", json.dumps({"@id": f"{base}a", f"{base}c": "four"}).encode(), "application/ld+json"),
    }
    assert curator.post(ADDRESS, files=parts).status_code == 204
    assert {row[2] for row in rows(curator)} == {"two", "three", "four"}
    assert curator.delete(ADDRESS).status_code == 204
    assert curator.delete(ADDRESS).status_code == 404
    assert rows(curator) == set()


@pytest.mark.slow
def test_a_post_to_the_store_makes_a_graph_of_a_new_name(curator: TestClient, writable: Settings) -> None:
    """Section 5.5: the answer says which."""
    made = curator.post("/graphs", content="<> <b> 'one' .", headers=TURTLE)
    assert made.status_code == 201
    graph = made.headers["Location"]
    assert graph.startswith(f"{writable.base}graphs/")
    assert rows(curator, graph) == {(graph, f"{writable.base}graphs/b", "one")}
    name = graph.removeprefix(writable.base)
    assert curator.delete(f"/{name}").status_code == 204


@pytest.mark.slow
def test_an_update_is_served_from_the_next_request_on(curator: TestClient, writable: Settings) -> None:
    """As itself and as a form; what is written without a graph stands in the default graph, which has a name."""
    text = f"INSERT DATA {{ <a> <b> 'ü' GRAPH <{HERS}> {{ <a> <b> 'one' }} }}"
    direct = curator.post("/sparql", content=text.encode(), headers=UPDATE)
    assert direct.status_code == 204
    assert direct.headers["X-Generation"] == generations.current(writable.data).id
    assert {row[2] for row in rows(curator, f"{writable.base}graphs/default")} == {"ü"}
    assert curator.post("/sparql", data={"update": f"DROP GRAPH <{HERS}> ; CLEAR DEFAULT"}).status_code == 204
    assert rows(curator) == rows(curator, f"{writable.base}graphs/default") == set()
    for _ in range(2):
        assert curator.delete("/graphs?default").status_code == 204


def test_a_malformed_update_is_told_with_its_place(curator: TestClient) -> None:
    """And changes nothing."""
    answer = curator.post("/sparql", content="INSERT DATA {\n <a> <b> }", headers=UPDATE)
    assert (answer.status_code, answer.json()["error"], answer.json()["line"]) == (400, "QuerySyntaxError", 2)


def test_what_ingest_makes_is_not_changed(curator: TestClient, writable: Settings) -> None:
    """The refusal names the graph and the other way."""
    before = generations.current(writable.data).id
    answer = curator.post("/sparql", content="CLEAR ALL", headers=UPDATE)
    assert (answer.status_code, answer.json()["error"]) == (403, "QueryRefused")
    assert f"{writable.base}graph/" in answer.json()["detail"]
    assert "/verdicts" in answer.json()["advice"]
    assert curator.put(f"/graphs?graph={writable.base}graph/ontology", content="", headers=TURTLE).status_code == 403
    assert generations.current(writable.data).id == before


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ("<a> <b>", TURTLE, 400),
        ("a", {"Content-Type": "text/csv"}, 415),
        ("a", {}, 415),
        ("a", {"Content-Type": "text/turtle; charset=utf-16"}, 415),
        ("x" * 1_100_000, TURTLE, 413),
        ("--x\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        ("--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        ("a", {"Content-Type": "multipart/form-data"}, 400),
        (
            '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
            {"Content-Type": "multipart/form-data; boundary=x"},
            400,
        ),
    ],
)
def test_a_body_that_is_no_graph_is_refused(curator: TestClient, content: str, headers: dict[str, str], status: int) -> None:
    """With what was wrong with it; nothing is made."""
    answer = curator.put(ADDRESS, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["advice"]
    assert rows(curator) == set()


def test_without_a_key_nothing_is_written(curator: TestClient, writable: Settings) -> None:
    """401 tells how to send one; one that reaches less far, or was revoked, is refused with 403. No body is read before."""
    client = TestClient(curator.app, raise_server_exceptions=False)
    requests = [
        ("PUT", ADDRESS, "x" * 1_100_000, TURTLE),
        ("POST", ADDRESS, "<a> <b> 1 .", TURTLE),
        ("DELETE", ADDRESS, "", {}),
        ("POST", "/sparql", "CLEAR DEFAULT", UPDATE),
        ("POST", "/verdicts", "{}", {}),
    ]
    key, text = add_key(writable.data, "Reporter", ["corrections"])
    for method, path, content, headers in requests:
        missing = client.request(method, path, content=content, headers=headers)
        assert (missing.status_code, missing.json()["error"]) == (401, "KeyMissing")
        assert missing.headers["WWW-Authenticate"].startswith("Bearer")
        for wrong in (text, "mgk_00000000_" + "A" * 43, "x"):
            refused = client.request(method, path, content=content, headers=headers | {"Authorization": f"Bearer {wrong}"})
            assert (refused.status_code, refused.json()["error"]) == (403, "KeyRefused")
            assert wrong not in refused.text
    revoke_key(writable.data, key.id)
    assert rows(curator) == set()


def test_where_there_is_no_desk_nothing_is_written(client: TestClient, settings: Settings) -> None:
    """Off by default, whatever key comes."""
    _, text = add_key(settings.data, "Early", SCOPES)
    headers = TURTLE | {"Authorization": f"Bearer {text}"}
    for method in ("PUT", "POST", "DELETE"):
        answer = client.request(method, ADDRESS, content="", headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, "QueryRefused")
    assert client.post("/sparql", content="CLEAR ALL", headers=headers | UPDATE).status_code == 403
    assert client.post("/verdicts", json={}, headers=headers).status_code == 403


def test_a_second_writer_is_told_when_to_come_again(curator: TestClient, writable: Settings) -> None:
    """503 with Retry-After, and no path of this machine."""
    with generations.writer_lock(writable.data):
        answer = curator.put(ADDRESS, content="<a> <b> 1 .", headers=TURTLE)
    assert (answer.status_code, answer.json()["error"]) == (503, "StoreBusy")
    assert int(answer.headers["Retry-After"]) > 0
    assert str(writable.data) not in answer.text


def test_the_journal_names_the_holder_of_the_key(curator: TestClient, writable: Settings) -> None:
    """Who, when, what, and which generation it became."""
    done = curator.put(ADDRESS, content="<a> <b> 1 .", headers=TURTLE)
    last = read_journal(writable.data)[-1]
    assert (last.by, last.act, last.what, last.generation) == ("Curator", "replace", HERS, done.headers["X-Generation"])
    assert curator.delete(ADDRESS).status_code == 204


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 413),
        ("[]", 400),
        ('{"finding": 1, "judgement": "wrong"}', 400),
        ('{"judgement": "wrong"}', 400),
        ('{"finding": "x", "judgement": "wrong", "more": "y"}', 400),
        ('{"finding": "https://w3id.org/mandategraph/doc/A/1/para/1/mention/0123456789", "judgement": "wrong"}', 404),
    ],
)
def test_a_verdict_that_is_none_is_refused(curator: TestClient, given: str, status: int) -> None:
    """With what was wanted."""
    answer = curator.post("/verdicts", content=given)
    assert answer.status_code == status, answer.text


@pytest.mark.slow
def test_a_verdict_is_told_with_its_name_and_shown_at_once(
    curator: TestClient, desk: Curating, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says where the verdict is, and that its effect follows; the finding shows it from the next request on."""
    asked = list[str]()
    monkeypatch.setattr(desk.applying, "ask", lambda: asked.append("a run"))  # its own test lets it go on
    mentions = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?s WHERE { ?s a mg:Mention } ORDER BY ?s LIMIT 1"
    finding = curator.get("/sparql", params={"query": mentions, "format": "json"}).json()["results"]["bindings"][0]["s"]["value"]
    answer = curator.post("/verdicts", json={"finding": finding, "judgement": "wrong", "reason": "Another body."})
    told = answer.json()
    assert (answer.status_code, told["finding"], asked) == (201, finding, ["a run"])
    assert told["verdict"] == answer.headers["Location"]
    assert "later generation" in told["follows"]
    for iri, format_ in ((finding, "html"), (finding, "ttl"), (finding, "jsonld"), (told["verdict"], "ttl")):
        path = iri.removeprefix("https://w3id.org/mandategraph")
        shown = curator.get(path, params={"format": format_}, follow_redirects=True)
        assert shown.status_code == 200, shown.text
        assert told["verdict"].rpartition("/")[2] in shown.text
    stands = f"ASK {{ <{finding}> a ?kind . <{told['verdict']}> ?on <{finding}> }}"
    assert curator.get("/sparql", params={"query": stands, "format": "json"}).json()["boolean"]


@pytest.mark.slow
def test_a_graph_with_the_name_of_a_urn_is_read_and_written(curator: TestClient) -> None:
    """Any absolute IRI names a graph (RDF 1.1 Concepts, section 3.2); nothing else does, least of all a piece of a query."""
    address = "/graphs?graph=urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66"
    assert curator.put(address, content="<http://example.org/a> <http://example.org/b> 1 .", headers=TURTLE).status_code == 201
    assert "example.org/a" in curator.get(address, headers={"Accept": "text/turtle"}).text
    assert curator.delete(address).status_code == 204
    assert curator.get(address).status_code == 404
    for none in ("relative", "urn:x%3E%20%7B%7D%20%7D", "urn:%22x", ":x", "1:x"):
        assert curator.get(f"/graphs?graph={none}").status_code == 400
        assert curator.put(f"/graphs?graph={none}", content="", headers=TURTLE).status_code == 400
