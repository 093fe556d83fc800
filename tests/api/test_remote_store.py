"""Tests of the store by URL. In: the `oxigraph` server with the dump of the tiny generation. Out: the answers of the embedded
twin. No network but loopback.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.documents import document
from api.entities import entity
from api.library import Library
from api.meaning import Asking
from api.passages import passage
from api.search import search
from api.web.app import create_app
from ontology.errors import BadParameter, QuerySyntaxError, QueryTooLarge, StoreError
from queries import runner
from stores import generations
from stores.graph.marker import marker
from stores.graph.pool import QueryPool
from stores.graph.remote import RemoteStore
from stores.graph.remote_pool import RemotePool, RemoteStream
from stores.graph.store import GraphStore
from stores.graph.worker import Answer
from stores.settings import Settings
from tests.api.remote_servers import dumped, load, serve

pytestmark = pytest.mark.slow

BASE = "https://w3id.org/mandategraph/"
REPORT = f"{BASE}doc/A/85/40"
MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
PREFIXES = MG + "PREFIX search: <https://w3id.org/mandategraph/search#> "


@pytest.fixture(scope="module")
def dump(settings: Settings) -> list[bytes]:
    """All statements of the tiny generation, without the one that names it."""
    return dumped(settings)


@pytest.fixture(scope="module")
def url(settings: Settings, dump: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that holds the tiny generation, and says so."""
    folder = tmp_path_factory.mktemp("remote") / "store"
    named = marker(settings.base, generations.current(settings.data).id)
    load(folder, [*dump, named.encode() + b"\n"])
    yield from serve(folder, "--union-default-graph")


@pytest.fixture(scope="module")
def remote(settings: Settings, url: str) -> Iterator[Library]:
    """The library over that server."""
    opened = Library.open(replace(settings, sparql_url=url, query_rows=1_000))
    yield opened
    opened.close()


QUERIES = [
    "SELECT ?p ?words { ?p mg:text ?words } ORDER BY ?p ?words",
    f"SELECT ?p ?o {{ <{REPORT}> ?p ?o }} ORDER BY ?p STR(?o)",
    "SELECT ?o { <doc/A/85/40/para/1> ?p ?o } ORDER BY STR(?o)",
    "SELECT ?kind (COUNT(*) AS ?n) { ?s a ?kind . ?s mg:inDocument ?d } GROUP BY ?kind ORDER BY ?kind",
    f"SELECT ?g {{ GRAPH ?g {{ <{REPORT}> mg:title ?t }} }} ORDER BY ?g",
    "SELECT ?s ?o FROM <https://w3id.org/mandategraph/graph/doc/A/85/40> { ?s mg:text ?o } ORDER BY ?s",
    "SELECT ?s ?o FROM NAMED <graph/doc/A/85/40> { GRAPH ?g { ?s mg:text ?o } } ORDER BY ?s",
    "PREFIX g: <graph/> SELECT ?s ?o FROM g:vocabulary { ?s a ?o } ORDER BY ?s ?o LIMIT 50",
    f"ASK {{ <{REPORT}> ?p ?o }}",
    "ASK { <urn:nobody> ?p ?o }",
    'SELECT ("a\\n\\"},{\\"" AS ?tricky) ?t { ?s mg:title ?t } ORDER BY STR(?t)',
]
ODD = [(query, form) for query in (QUERIES[0], QUERIES[8], QUERIES[-1]) for form in ("xml", "csv", "tsv")]
SEARCHES = [
    'SELECT ?p ?s { ?p search:matches ("A storm was foretold" ?s 5) } ORDER BY DESC(?s) ?p',
    'SELECT ?p ?r { SERVICE search:index { ?p search:query "early warning" ; search:rank ?r . ?p a mg:Paragraph } } ORDER BY ?r',
    f"SELECT ?p ?s {{ ?p search:similarTo (<{REPORT}/para/1> ?s 3) }} ORDER BY DESC(?s) ?p",
]


@pytest.mark.parametrize(("query", "form"), [*((query, "json") for query in [*QUERIES, *SEARCHES]), *ODD])
def test_a_query_gets_the_bytes_of_the_embedded_twin(library: Library, remote: Library, query: str, form: str) -> None:
    """Relative IRIs, datasets by FROM, search patterns, and each format."""
    answers = []
    for one in (library, remote):
        with one.serving() as serving:
            answers.append(Asking(one, serving).run(PREFIXES + query, results_format=form, base=BASE))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("form", ["turtle", "n-triples", "rdf-xml", "json-ld"])
def test_triples_are_those_of_the_embedded_twin(library: Library, remote: Library, form: str) -> None:
    """In the same media type; their order is the engine's affair."""
    query = MG + f"CONSTRUCT {{ ?s mg:text ?o }} WHERE {{ ?s mg:text ?o ; mg:inDocument <{REPORT}> }}"
    answers = []
    for one in (library, remote):
        with one.serving() as serving:
            answers.append(one_answer := serving.pool.run(query, graph_format=form, base=BASE))
            assert one_answer.rows is None
    assert answers[0].media_type == answers[1].media_type
    assert sorted(answers[0].body.splitlines()) == sorted(answers[1].body.splitlines())


@pytest.mark.parametrize(
    "datasets", [{"default_graphs": [f"{BASE}graph/doc/A/85/40"]}, {"named_graphs": [f"{BASE}graph/vocabulary"]}]
)
def test_a_dataset_of_the_protocol_wins(library: Library, remote: Library, datasets: dict[str, list[str]]) -> None:
    """Over the union, and over FROM in the query."""
    query = "SELECT (COUNT(*) AS ?n) FROM <graph/ontology> { ?s ?p ?o }"
    told = []
    for one in (library, remote):
        with one.serving() as serving:
            told.append(serving.pool.run(query, base=BASE, **datasets).body)  # type: ignore[arg-type]
    assert told[0] == told[1]


def test_the_engines_are_the_remote_ones(remote: Library, library: Library) -> None:
    """Else the tests above would compare a thing with itself."""
    with remote.serving() as far, library.serving() as near:
        assert (type(far.graph), type(far.pool)) == (RemoteStore, RemotePool)
        assert (type(near.graph), type(near.pool)) == (GraphStore, QueryPool)


def test_our_own_lookups_answer_alike(library: Library, remote: Library) -> None:
    """Documents, passages, things, search and named queries read the store by URL."""
    told = []
    for one in (library, remote):
        with one.serving() as serving:
            named = runner.find(one.queries, "documents-list")
            told.append(
                (
                    document(one, serving, "A/85/40"),
                    passage(one, serving, f"{REPORT}/para/3"),
                    entity(serving, f"{BASE}crime/genocide"),
                    json.loads(runner.run(Asking(one, serving), named, {}, base=BASE).body),
                    [(hit.iri, hit.text, hit.score) for hit in search(one, "who keeps watch over the coast").hits],
                )
            )
    assert told[0] == told[1]


def test_each_way_to_read_the_graph_answers_alike(library: Library, remote: Library, dump: list[bytes]) -> None:
    """Rows, yes or no, triples, facts, graphs, and the whole as it is exported."""
    named = f"{BASE}graph/generation"
    with library.serving() as near, remote.serving() as far:
        for graph in near.graph.graphs():
            if graph != f"{BASE}graph/ontology":  # it has blank nodes, whose labels are the store's
                assert list(near.graph.triples(graph)) == list(far.graph.triples(graph)), graph
        held = [graph for graph in near.graph.graphs() if any(near.graph.triples(graph))]  # a dump has no empty graphs
        assert held == [graph for graph in far.graph.graphs() if graph != named]
        assert near.graph.count() == far.graph.count() - 1 == len(dump)
        assert [line for line in far.graph.export() if named.encode() not in line] == dump
        facts = [{name: set(values) for name, values in one.graph.facts(REPORT).items()} for one in (near, far)]
        assert facts[0] == facts[1]
        query = MG + f"CONSTRUCT {{ <{REPORT}> mg:title ?o }} WHERE {{ <{REPORT}> mg:title ?o }}"
        assert near.graph.construct(query) == far.graph.construct(query)
        rows = [one.graph.select(MG + "SELECT ?s ?w ?none { ?s mg:text ?w } ORDER BY ?s ?w") for one in (near, far)]
        assert rows[0] == rows[1]


def test_linked_data_is_served_alike(library: Library, remote: Library, client: TestClient) -> None:
    """A page and its triples, over HTTP."""
    assert library
    far = TestClient(create_app(remote), follow_redirects=False)
    for path in ("doc/A/85/40", "doc/A/85/40/para/1", "crime/genocide"):
        pages = [one.get(f"/{path}", headers={"Accept": "text/html"}) for one in (client, far)]
        assert [page.status_code for page in pages] == [200, 200]
        triples = [sorted(one.get(f"/{path}?format=ntriples").content.splitlines()) for one in (client, far)]
        assert triples[0] == triples[1]
        assert triples[0]


@pytest.mark.parametrize("query", ["SELECT nothing", "SELECT *\n{ ?s ?p }", "BASE <urn:x> SELECT * { ?s ?p }", "ASK { <a> <b> }"])
def test_a_malformed_query_is_placed_where_the_caller_wrote_it(library: Library, remote: Library, query: str) -> None:
    """As by the embedded twin: what we put before the query does not count."""
    told = []
    for one in (library, remote):
        with one.serving() as serving, pytest.raises(QuerySyntaxError) as caught:
            serving.pool.run(query, base=BASE)
        told.append((caught.value.line, caught.value.column, caught.value.message))
    assert told[0] == told[1]


def test_limits_and_formats_are_those_of_the_pool(remote: Library) -> None:
    """Rows, unknown formats, graphs that are no IRIs, and writing."""
    with remote.serving() as serving:
        with pytest.raises(QueryTooLarge, match="more than 1,000 rows"):
            serving.pool.run("SELECT * { ?s ?p ?o }", base=BASE)
        with pytest.raises(BadParameter, match="format 'yaml' is unknown"):
            serving.pool.run("ASK {}", results_format="yaml", base=BASE)
        with pytest.raises(BadParameter, match="absolute IRI"):
            serving.pool.run("ASK {}", default_graphs=["relative"], base=BASE)
        with pytest.raises(StoreError, match="it is only read"):
            serving.graph.replace(f"{BASE}graph/x", b"")


def test_a_long_answer_is_streamed_and_a_short_one_whole(remote: Library) -> None:
    """In pieces that join to the whole; one that is given up frees its place."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

    async def run() -> None:
        with remote.serving() as serving:
            pool = serving.pool
            assert isinstance(await pool.answer("ASK {}", base=BASE), Answer)
            stream = await pool.answer(query, graph_format="n-triples", base=BASE)
            assert isinstance(stream, RemoteStream)
            pieces = [piece async for piece in stream]
            assert len(pieces) > 1
            whole = pool.run(query, graph_format="n-triples", base=BASE)
            assert sorted(b"".join(pieces).splitlines()) == sorted(whole.body.splitlines())
            for _ in range(6):  # three times as many as there are places
                given_up = await pool.answer(query, graph_format="n-triples", base=BASE)
                assert isinstance(given_up, RemoteStream)
                await given_up.aclose()
            asked = [asyncio.create_task(pool.answer("ASK {}", base=BASE)) for _ in range(6)]
            for task in asked[:3]:
                task.cancel()
            told = await asyncio.gather(*asked, return_exceptions=True)
            assert sum(isinstance(one, Answer) for one in told) == 3

    asyncio.run(run())
