"""Tests of publishing into a store by URL. In: the `oxigraph` server, empty, and three small documents. Out: what the embedded
twin answers, from one generation after the other. No network but loopback.
"""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from ontology.errors import EngineBusy, SettingsError, StoreAway
from stores import generations
from stores.graph.guarded import Guard
from stores.graph.marker import marker_graph
from stores.graph.remote_publish import bring_up
from stores.graph.remote_writing import Writing
from stores.settings import MODELS
from tests.api.conftest import HERE
from tests.api.remote_servers import Server
from tests.api.town import BASE, Town

pytestmark = pytest.mark.slow
NOTED = "SELECT ?said { <urn:note> <urn:says> ?said }"
REPORT = f"{BASE}doc/A/85/40"
PREFIXES = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX search: <https://w3id.org/mandategraph/search#> "
QUERIES = [
    "SELECT ?p ?t { ?p mg:text|mg:digestText ?t } ORDER BY ?p ?t",
    "SELECT ?kind (COUNT(*) AS ?n) { ?s a ?kind . ?s mg:inDocument ?d } GROUP BY ?kind ORDER BY ?kind",
    'SELECT ?p ?s { ?p search:matches ("A storm was foretold" ?s 5) } ORDER BY DESC(?s) ?p',
    'SELECT ?p ?r { SERVICE search:index { ?p search:query "early warning" ; search:rank ?r . ?p a mg:Paragraph } } ORDER BY ?r',
]
PAGES = ["/doc/A/85/40", "/doc/A/86/12/para/1", "/crime/genocide"]
LOAD = """
import sys
from pathlib import Path
from stores.graph.remote_publish import bring_up
from stores.settings import Settings
data, url = sys.argv[1:]
addresses = {"sparql_url": f"{url}/query", "sparql_update_url": f"{url}/update", "sparql_graphs_url": f"{url}/store"}
print("begun", flush=True)
bring_up(Settings(data=Path(data), **addresses))
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Town]:
    """The town after its first ingest. Tests follow each other: each leaves the store with what is published."""
    home = tmp_path_factory.mktemp("town")
    shutil.copytree(HERE / "sources", home / "sources")
    server = Server(home / "store")
    server.start()
    assert request.config.cache is not None
    models = request.config.cache.mkdir("models")
    made = Town(server, home / "sources", server.settings(home / "data", models, MODELS[1]))
    made.write("Early warning was heard in every harbour.")
    made.ingest()
    yield made
    server.stop()


def _asked(client: TestClient, query: str) -> Any:
    return client.post("/sparql", data={"query": PREFIXES + query}, headers={"Accept": "application/sparql-results+json"})


def _compare(town: Town) -> None:
    """SPARQL with searches in it, pages, linked data, changes and dumps, from the store and from the embedded twin."""
    with town.client() as far, town.client(embedded=True) as near:
        for query in QUERIES:
            told = [_asked(one, query) for one in (far, near)]
            assert told[0].status_code == 200, told[0].text
            assert told[0].json()["results"]["bindings"]
            assert told[0].content == told[1].content
        for page in PAGES:
            for form in ("ntriples", "turtle", "jsonld"):
                triples = [one.get(f"{page}?format={form}") for one in (far, near)]
                assert triples[0].status_code == 200, triples[0].text
                assert sorted(triples[0].content.splitlines()) == sorted(triples[1].content.splitlines())
            assert far.get(page, headers={"Accept": "text/html"}).status_code == 200
        generation = generations.current(town.settings.data).id
        dump = f"/dumps/{generation}/mandategraph.nq.gz"
        for path in ("/changes?format=json", "/search?q=early+warning", dump):
            told = [one.get(path, headers={"Accept": "application/json, */*;q=0.5"}) for one in (far, near)]
            assert told[0].status_code == 200, (path, told[0].text)
            assert told[0].content == told[1].content


def test_what_was_ingested_is_answered_from_the_store(town: Town) -> None:
    """All of it, as the embedded twin answers, and what is up to date is sent nothing."""
    mark = town.mark()
    assert mark.generation == generations.current(town.settings.data).id
    _compare(town)
    assert bring_up(town.settings) == ""
    assert town.mark() == mark


def test_a_change_is_one_transaction_that_readers_follow(town: Town) -> None:
    """What was open before answers nothing of the next generation, but says to try again; the next look opens it."""
    first = generations.current(town.settings.data).id
    with closing(Library.open(town.settings)) as library:
        client = TestClient(create_app(library), raise_server_exceptions=False)
        with library.serving() as serving:
            town.write("Early warning was heard too late.")
            second = town.ingest()
            assert second not in ("", first)
            assert town.mark().generation == second
            with pytest.raises(EngineBusy, match="being brought to another generation"):
                serving.graph.select("SELECT ?s { ?s ?p ?o }")
            with pytest.raises(EngineBusy, match="being brought to another generation"):
                serving.pool.run("ASK {}", base=BASE)
        assert "too late" in _asked(client, QUERIES[0]).text
        assert f"{BASE}graph/doc/A/87/3" in client.get("/changes?format=json").text
    _compare(town)


def test_a_published_generation_that_is_not_there_yet_does_not_serve(town: Town) -> None:
    """A publisher that is killed before the store has it: what the store holds serves, and says so; the next run goes on."""
    town.note("the first")
    held = town.mark().generation
    published = town.note("the second", sparql_update_url="")
    assert published not in ("", held)
    with town.client() as client:
        answer = _asked(client, NOTED)
        assert answer.status_code == 200
        assert "the first" in answer.text
        assert held in client.get("/health").text
        assert bring_up(town.settings) == published
        until = time.monotonic() + 10
        while "the second" not in (answer := _asked(client, NOTED)).text:
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert time.monotonic() < until
            time.sleep(0.05)
    assert town.mark().generation == published


def test_a_publisher_that_is_cut_off_in_the_middle_is_followed_by_one_that_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a store without transactions: meanwhile there is no answer but "try again"; then all is there, and no note is left."""
    with town.client() as client:
        assert _asked(client, NOTED).status_code == 200
        with monkeypatch.context() as patched:
            patched.setattr(Writing, "add_quads", _cut_off)
            with pytest.raises(StoreAway):
                town.note("in pieces", sparql_atomic="no")
        mark = town.mark()
        assert mark.generation == ""
        assert mark.coming == generations.current(town.settings.data).id
        refused = _asked(client, NOTED)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"]
        assert bring_up(town.settings) == mark.coming
        assert town.mark().notes == {}
        until = time.monotonic() + 60
        while (answer := _asked(client, NOTED)).status_code == 503 and time.monotonic() < until:  # it is looked for now and then
            time.sleep(0.1)
        assert "in pieces" in answer.text


def _cut_off(*_: object) -> None:
    raise StoreAway("The connection broke off.")


def test_a_publisher_that_is_killed_leaves_a_store_that_says_what_it_holds(town: Town) -> None:
    """At many moments of filling it anew: it holds the generation whole and says so, or says nothing, and nobody is answered."""
    there = town.settings.sparql_url.removesuffix("/query")
    generation = generations.current(town.settings.data).id
    whole = town.looked()[1]
    arguments = [str(town.settings.data), there]
    chance = random.Random(8)  # noqa: S311 # a draw, no secret
    for _ in range(4):
        httpx.delete(f"{there}/store").raise_for_status()
        process = subprocess.Popen([sys.executable, "-c", LOAD, *arguments], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(chance.uniform(0, 0.6))
        process.kill()
        process.communicate()
        mark, counts = town.looked()
        if mark.generation:
            assert (mark.generation, counts) == (generation, whole)
    bring_up(town.settings)
    assert town.looked()[1] == whole
    assert town.mark().generation == generation


@pytest.mark.parametrize("way", [{"sparql_load": "quads"}, {"sparql_load": "graphs"}, {"sparql_graphs_url": ""}])
def test_a_store_that_was_lost_is_filled_again_by_each_way(town: Town, way: dict[str, str]) -> None:
    """N-Quads, the Graph Store Protocol, and updates alone; what others put there goes."""
    there = town.settings.sparql_url.removesuffix("/query")
    httpx.delete(f"{there}/store").raise_for_status()
    httpx.put(f"{there}/store?graph=urn:x", content=b"<urn:a> <urn:b> <urn:c> .", headers={"Content-Type": "text/turtle"})
    with town.client() as client:
        assert _asked(client, QUERIES[0]).status_code == 503
    generation = generations.current(town.settings.data).id
    assert bring_up(replace(town.settings, **way)) == generation  # type: ignore[arg-type] # all are texts
    assert town.mark().generation == generation
    with town.client() as client:
        assert _asked(client, QUERIES[0]).status_code == 200


def test_a_late_request_of_an_earlier_publisher_changes_nothing(town: Town) -> None:
    """Its guard asks for a token that has gone."""
    stale = Guard(replace(town.mark(), token="0" * 32), BASE)
    before = town.looked()[1]
    update = " ;\n".join([stale.emptied(f"{BASE}graph/doc/A/85/40"), stale.whole("g000001-00000000", "1" * 32)])
    answer = httpx.post(town.settings.sparql_update_url, content=update, headers={"Content-Type": "application/sparql-update"})
    assert answer.is_success
    assert town.looked()[1] == before
    assert town.mark().generation == generations.current(town.settings.data).id


def test_a_store_that_is_down_is_said_within_five_seconds_and_answers_when_it_is_back(town: Town) -> None:
    """Without a word of this machine; nothing is published meanwhile, and nothing is lost."""
    with town.client() as client:
        assert _asked(client, NOTED).status_code == 200
        served = generations.current(town.settings.data).id
        town.server.stop()
        for path in ("/doc/A/85/40", "/sparql?query=ASK%7B%7D"):
            begun = time.monotonic()
            answer = client.get(path, headers={"Accept": "application/json"})
            assert time.monotonic() - begun < 5
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert answer.json()["detail"].startswith("A store behind this server does not answer now")
            assert "127.0.0.1" not in answer.text
        with pytest.raises(StoreAway):
            town.note("by night")
        assert generations.current(town.settings.data).id == served
        town.server.start()
        assert _asked(client, NOTED).status_code == 200
        assert town.note("by night")
        assert "by night" in _asked(client, NOTED).text


def test_a_password_is_in_no_message(town: Town) -> None:
    """Neither in one about writing."""
    secret = town.settings.sparql_update_url.replace("http://127.0.0.1", "http://publisher:secret@127.0.0.1") + "/nowhere"
    settings = replace(town.settings, sparql_update_url=secret)
    there = town.settings.sparql_url.removesuffix("/query")
    httpx.delete(f"{there}/store?graph={marker_graph(BASE)}").raise_for_status()
    with pytest.raises(Exception, match="did not take what was sent") as caught:
        bring_up(settings)
    assert "secret" not in str(caught.value)
    assert bring_up(town.settings)


@pytest.mark.parametrize("wrong", [{"sparql_url": ""}, {"sparql_update_url": "http://127.0.0.1:9/{generation}/update"}])
def test_addresses_that_do_not_fit_each_other_are_refused(town: Town, wrong: dict[str, str]) -> None:
    """Before anything is written anywhere."""
    with pytest.raises(SettingsError):
        bring_up(replace(town.settings, **wrong))  # type: ignore[arg-type] # all are texts
