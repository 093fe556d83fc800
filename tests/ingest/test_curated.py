"""Tests of the river: curated graphs. In: a working graph, and what a curator published. Out: both in the next generation."""

from pathlib import Path

from ingest.curate import Curating
from ingest.curated import publish_graph
from ontology.iris import Iris
from stores import generations
from stores.graph.store import GraphStore
from stores.keys import SCOPES, add_key
from stores.settings import Settings
from stores.written import Payload
from tests.ingest.empty import publish_empty

OURS, HERS = Iris().graph("catalogue"), "http://example.org/hers"


def test_curated_graphs_are_published_with_the_next_ingest(tmp_path: Path) -> None:
    """The working graph never holds them: they are taken from what serves, blank nodes and all."""
    settings = Settings(data=tmp_path / "data", write_wall_s=20.0)
    publish_empty(settings)
    sent = Payload(b"<a> <b> [ <c> 'x'@en ] .", "text/turtle")
    Curating(settings).replace_graph(HERS, [sent], add_key(settings.data, "Curator", SCOPES)[0])
    before = generations.current(settings.data)
    with generations.writer_lock(settings.data), GraphStore.open(settings.data / "work" / "graph") as working:
        working.replace(OURS, b"<http://a> <http://b> <http://c> .\n")
        aside = generations.begin(settings.data)
        publish_graph(working, aside, before, Iris())
        assert working.graphs() == [OURS]
    with GraphStore.read_only(aside / "graph") as after, GraphStore.read_only(before.graph) as was:
        assert after.graphs() == sorted([HERS, OURS])
        assert list(after.triples(HERS)) == list(was.triples(HERS))
    assert [path.name for path in aside.iterdir()] == ["graph"]
