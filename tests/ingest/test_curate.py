"""Tests of the river: curators' writes. In: generations without a document. Out: what was published, and when nothing was."""

import gzip
import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.changes import record_graphs
from ingest.curate import Curating, carry_over
from ontology.errors import BadParameter, NotFound, QueryRefused, QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreBusy
from ontology.iris import Iris
from stores import generations
from stores.changes import read_states, read_statistics
from stores.graph.store import GraphStore
from stores.keys import SCOPES, Key, add_key
from stores.settings import Settings
from stores.written import GraphChange, Payload, Written, catch_up, read_journal
from tests.ingest.empty import publish_empty

pytestmark = pytest.mark.slow

BASE = Iris().base
OURS, DEFAULT = Iris().graph("catalogue"), Iris().default_graph
HERS = "http://example.org/hers"


def turtle(text: str) -> list[Payload]:
    """One document to send."""
    return [Payload(text.encode(), "text/turtle")]


def held(settings: Settings) -> dict[str, int]:
    """How many statements each graph holds in what serves."""
    with GraphStore.read_only(generations.current(settings.data).graph) as store:
        return {graph: len(list(store.triples(graph))) for graph in store.graphs()}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an empty generation."""
    made = Settings(data=tmp_path / "data", write_wall_s=20.0)
    publish_empty(made)
    return made


@pytest.fixture
def key(settings: Settings) -> Key:
    """A key that reaches everything."""
    return add_key(settings.data, "Curator", SCOPES)[0]


@pytest.fixture
def desk(settings: Settings) -> Curating:
    """The desk over it."""
    return Curating(settings)


@pytest.fixture
def with_ours(settings: Settings) -> Settings:
    """The same, with a graph that ingest made."""
    before = generations.current(settings.data)
    aside = generations.begin(settings.data)
    with GraphStore.open(aside / "working") as store:
        store.replace(OURS, f"<{BASE}doc/A/1> <{BASE}p> <{BASE}doc/A/2> .\n".encode())
        store.backup(aside / "graph")
    carry_over(before, aside)
    shutil.rmtree(aside / "working")
    generations.publish(settings.data, aside, before.build)
    return settings


def test_each_act_becomes_a_generation_of_its_own(settings: Settings, desk: Curating, key: Key) -> None:
    """Put, extend, update, delete: each is published, told with its counts, and counted in the states of the graphs."""
    put = desk.replace_graph(HERS, turtle("<a> <b> 1, 2 ."), key)
    assert put.graphs == {HERS: GraphChange(None, 2)}
    assert put.generation == generations.current(settings.data).id
    assert desk.add_to_graph(HERS, turtle("<a> <b> 2, 3 ."), key).graphs == {HERS: GraphChange(2, 3)}
    update = f"DELETE WHERE {{ GRAPH <{HERS}> {{ ?s ?p 1 }} }} ; INSERT DATA {{ <a> <b> <c> }}"
    assert desk.update(update, key).graphs == {HERS: GraphChange(3, 2), DEFAULT: GraphChange(None, 1)}
    assert held(settings) == {HERS: 2, DEFAULT: 1}
    states = read_states(generations.current(settings.data).folder)
    assert states is not None
    assert {graph: state.statements for graph, state in states.items()} == {HERS: 2, DEFAULT: 1}
    assert desk.remove_graph(HERS, key).graphs == {HERS: GraphChange(2, None)}
    assert held(settings) == {DEFAULT: 1}
    with pytest.raises(NotFound):
        desk.remove_graph(HERS, key)


def test_the_journal_tells_who_when_what_and_which_generation(settings: Settings, desk: Curating, key: Key) -> None:
    """One line a write, none for what was refused or changed nothing."""
    first = desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    same = desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    with pytest.raises(QuerySyntaxError):
        desk.update("INSERT DATA {", key)
    second = desk.update(f"CLEAR GRAPH <{HERS}>", key)
    assert (same.generation, same.graphs) == (first.generation, {})
    assert list(read_journal(settings.data)) == [first, second]
    assert (second.by, second.key, second.act, second.what) == ("Curator", key.id, "update", f"CLEAR GRAPH <{HERS}>")
    assert second.when.endswith("+00:00")


def test_a_kill_before_the_journal_loses_no_line(settings: Settings, desk: Curating, key: Key) -> None:
    """The generation carries its own record: the next write notes it."""
    done = desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    journal = settings.data / "curated" / "journal.jsonl"
    journal.unlink()
    catch_up(settings.data)
    catch_up(settings.data)
    assert list(read_journal(settings.data)) == [done]
    journal.write_text(journal.read_text()[:-30])  # a line that was cut short
    catch_up(settings.data)
    assert list(read_journal(settings.data)) == [done]


def test_no_write_changes_what_ingest_makes(with_ours: Settings, key: Key) -> None:
    """Named, found while running, or taken with all others: the graph is named in the refusal, and nothing is published."""
    desk = Curating(with_ours)
    desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    before = generations.current(with_ours.data).id
    acts = (
        f"INSERT DATA {{ GRAPH <{OURS}> {{ <a> <b> <c> }} }}",
        f"PREFIX g: <{Iris().graph('')}> INSERT DATA {{ GRAPH g:catalogue {{ <a> <b> <c> }} }}",
        f"BASE <{BASE}> DROP GRAPH <graph/catalogue>",
        f"MOVE <{OURS}> TO <{HERS}>",
        "CLEAR ALL",
        "DROP NAMED",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        f"INSERT {{ GRAPH ?g {{ <a> <b> <c> }} }} WHERE {{ BIND(IRI(CONCAT('{BASE}', 'graph/', 'catalogue')) AS ?g) }}",
        f"WITH <{OURS}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    )
    for act in acts:
        with pytest.raises(QueryRefused, match="graph/catalogue"):
            desk.update(act, key)
    for write in (desk.replace_graph, desk.add_to_graph):
        with pytest.raises(QueryRefused, match="graph/catalogue"):
            write(OURS, turtle("<a> <b> 1 ."), key)
    with pytest.raises(QueryRefused, match="graph/catalogue"):
        desk.remove_graph(OURS, key)
    assert generations.current(with_ours.data).id == before
    assert held(with_ours) == {HERS: 1, OURS: 1}


def test_what_looks_at_ours_may_write_elsewhere(with_ours: Settings, key: Key) -> None:
    """Reading is free: only templates count."""
    done = Curating(with_ours).update(
        f"INSERT {{ GRAPH <{HERS}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ; COPY <{OURS}> TO <{HERS}2>", key
    )
    assert done.graphs == {HERS: GraphChange(None, 1), f"{HERS}2": GraphChange(None, 1)}


def test_the_datasets_of_the_protocol_stand_for_using_clauses(desk: Curating, key: Key) -> None:
    """SPARQL 1.1 Protocol, section 2.2.3: and where the update names one itself, that is an error."""
    desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    copy = "INSERT { GRAPH <http://example.org/copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert desk.update(copy, key).graphs == {}
    assert list(desk.update(copy, key, using=[HERS]).graphs) == ["http://example.org/copy"]
    with pytest.raises(BadParameter, match="WITH"):
        desk.update(f"WITH <{HERS}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", key, using_named=[HERS])
    with pytest.raises(BadParameter, match="DELETE WHERE"):
        desk.update("DELETE WHERE { ?s ?p ?o }", key, using=[HERS])
    with pytest.raises(BadParameter, match="absolute"):
        desk.update(copy, key, using=["x> WHERE {} ; DROP ALL #"])


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/x> INTO GRAPH <http://example.org/x>",
        "INSERT { <a> <b> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { <a> <b> ?x } WHERE { VALUES ?x { 1 } FILTER(?x <'>' && ?x > 0) } ; LOAD <http://127.0.0.1:9/> #'",
    ],
)
def test_no_update_has_the_server_ask_another_one(desk: Curating, key: Key, text: str) -> None:
    """Not even hidden behind a comparison."""
    with pytest.raises((QueryRefused, QuerySyntaxError)):
        desk.update(text, key)


def test_a_graph_has_an_absolute_name_of_any_scheme(settings: Settings, desk: Curating, key: Key) -> None:
    """A URN as well; one write makes all of them."""
    named = ["urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66", "tag:example.org,2031:x", f"{BASE}graphs/b\u00e9"]
    done = desk.update(" ; ".join(f"INSERT DATA {{ GRAPH <{graph}> {{ <a> <b> 1 }} }}" for graph in named), key)
    assert held(settings) == dict.fromkeys(named, 1)
    assert set(done.graphs) == set(read_states(generations.current(settings.data).folder) or ()) == set(named)
    for none in ("a", "<urn:x>", "urn:x> { } } ; DROP ALL #"):
        with pytest.raises(BadParameter, match="absolute"):
            desk.replace_graph(none, turtle("<a> <b> 1 ."), key)


def test_blank_nodes_of_two_documents_are_two(settings: Settings, desk: Curating, key: Key) -> None:
    """Whatever their labels (RDF 1.1 Semantics, section 4.1)."""
    desk.replace_graph(HERS, turtle("_:x <b> 1 ."), key)
    desk.add_to_graph(HERS, turtle("_:x <b> 1 ."), key)
    assert held(settings) == {HERS: 2}


def test_what_is_not_of_its_media_type_changes_nothing(desk: Curating, key: Key) -> None:
    """The second of two documents is enough."""
    with pytest.raises(BadParameter, match="text/turtle"):
        desk.replace_graph(HERS, [*turtle("<a> <b> 1 ."), *turtle("<a> <b>")], key)
    document = {"@context": "http://127.0.0.1:9/context", "@id": "http://example.org/a"}
    with pytest.raises(BadParameter, match=r"ld\+json"):
        desk.add_to_graph(HERS, [Payload(json.dumps(document).encode(), "application/ld+json")], key)


@pytest.mark.slow
def test_a_runaway_ends_at_its_limit_and_the_desk_goes_on(settings: Settings, key: Key) -> None:
    """The writer's process is ended; nothing is left of it."""
    desk = Curating(replace(settings, write_wall_s=1.5))
    desk.replace_graph(HERS, turtle(" ".join(f"<s{number}> <p> {number} ." for number in range(400))), key)
    three = " ".join(f"GRAPH ?g{number} {{ ?s{number} ?p{number} ?o{number} }}" for number in range(4))
    before = generations.current(settings.data).id
    with pytest.raises(QueryTimeout, match=r"1\.5 s"):
        desk.update(f"INSERT {{ <a> <b> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) WHERE {{ {three} }} }}", key)
    assert generations.current(settings.data).id == before
    assert not list((settings.data / "generations").glob("*.partial"))
    assert desk.remove_graph(HERS, key).graphs == {HERS: GraphChange(400, None)}


@pytest.mark.slow
def test_a_memory_eater_ends_at_its_limit(settings: Settings, key: Key) -> None:
    """What is looked for may not outgrow what a query may take."""
    desk = Curating(replace(settings, query_memory_mb=120))
    desk.replace_graph(HERS, turtle(" ".join(f"<s{number}> <p> {number} ." for number in range(2_000))), key)
    product = "INSERT { GRAPH <http://example.org/x> { ?a ?b ?f } } WHERE { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } }"
    with pytest.raises(QueryTooLarge, match="120 MB"):
        desk.update(product, key)
    assert held(settings) == {HERS: 2_000}


def test_of_two_writers_one_is_told_to_come_again(settings: Settings, desk: Curating, key: Key) -> None:
    """At once, and nothing of either is lost."""
    with generations.writer_lock(settings.data), pytest.raises(StoreBusy):
        desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    done: list[Written] = []
    busy: list[StoreBusy] = []

    def write(number: int) -> None:
        try:
            done.append(desk.replace_graph(f"{HERS}{number}", turtle("<a> <b> 1 ."), key))
        except StoreBusy as error:
            busy.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) + len(busy) == 4
    assert set(held(settings)) == {graph for written in done for graph in written.graphs}
    assert len(read_journal(settings.data)) == len(done) > 0


def test_what_a_killed_writer_leaves_is_cleared_by_the_next(settings: Settings, desk: Curating, key: Key) -> None:
    """What serves is what was published last."""
    with generations.writer_lock(settings.data):
        aside = generations.begin(settings.data)
        (aside / "graph.123").mkdir()
        (aside / "graph").mkdir()
    assert held(settings) == {}
    desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    assert held(settings) == {HERS: 1}
    assert not list((settings.data / "generations").glob("*.partial"))


def test_what_did_not_change_is_carried_over_by_links(settings: Settings, desk: Curating, key: Key) -> None:
    """Index and words are the same files; no file of an earlier generation was written to."""
    before = generations.current(settings.data)
    desk.replace_graph(HERS, turtle("<a> <b> 1 ."), key)
    after = generations.current(settings.data)
    assert after.words.samefile(before.words)
    assert {path for path in after.build.files if path.startswith("index/")} == {
        path for path in before.build.files if path.startswith("index/")
    }
    assert not generations.current(settings.data).warning


def test_what_is_recorded_of_a_few_graphs_equals_what_is_recorded_of_all(with_ours: Settings, key: Key, tmp_path: Path) -> None:
    """A write looks at the graphs that it changed alone: states, statistics and dumps come out as if it had walked them all."""
    desk = Curating(with_ours)
    desk.replace_graph(HERS, turtle("<a> a <C>, <D> ; <b> 1, 2 . <e> a <C> ."), key)
    desk.update(f"DELETE DATA {{ GRAPH <{HERS}> {{ <{HERS}> <p> 1 }} }} ; INSERT DATA {{ <a> a <C> }}", key)
    desk.add_to_graph(HERS, turtle("<f> a <C> ; <new> 1 ."), key)
    desk.replace_graph(HERS, turtle("<a> a <D> ; <b> 1 ."), key)
    serving = generations.current(with_ours.data)
    with GraphStore.read_only(serving.graph) as store:
        states = record_graphs(store, tmp_path, None, BASE)
    assert read_states(serving.folder) == states
    assert len(states) == 3
    assert read_statistics(serving.folder) == read_statistics(tmp_path)
    for ending in ("nq.gz", "jsonld.gz"):
        ours, theirs = (sorted((folder / "dumps").glob(f"*.{ending}")) for folder in (serving.folder, tmp_path))
        assert (
            [gzip.decompress(file.read_bytes()) for file in ours] == [gzip.decompress(file.read_bytes()) for file in theirs] != []
        )
