"""Tests of the river, stage take up. In: a generation, and ledgers that tell of it or not. Out: its graphs as working graph."""

import shutil
from pathlib import Path

import pytest

from ingest.curate import Curating
from ingest.ledger import open_ledger
from ingest.take_up import take_up
from ontology.iris import Iris
from stores.generations import current
from stores.graph.store import GraphStore
from stores.keys import add_key
from stores.settings import Settings
from stores.written import Payload
from tests.ingest.empty import publish_empty

FIRST = "g000001-00000000"
HERS = "http://example.org/hers"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A generation to which a curator wrote, and no working graph, as after a restore."""
    made = Settings(data=tmp_path / "data", write_wall_s=20.0)
    publish_empty(made)
    key, _ = add_key(made.data, "Curator", ["graphs"])
    Curating(made).replace_graph(HERS, [Payload(b"<a> <b> <c> .", "text/turtle")], key)
    shutil.rmtree(made.data / "work", ignore_errors=True)
    return made


@pytest.mark.parametrize(
    ("published", "ahead", "taken"),
    [
        ("g000001-00000000", False, True),
        ("g000003-00000000", False, False),
        ("g000001-00000000", True, False),
        ("", False, False),
    ],
    ids=["as-told", "older-than-the-ledger", "ledger-ahead", "never-told"],
)
def test_what_serves_is_taken_up_where_the_ledger_tells_of_it(
    settings: Settings, published: str, ahead: bool, taken: bool
) -> None:
    """Without what curators wrote; an archive whose ledger is newer than its generation is never taken for what it is not."""
    graph = settings.data / "work" / "graph"
    with open_ledger(graph.parent) as ledger:
        if published:
            ledger.note_published(published)
        if ahead:
            ledger.note_unpublished()
        assert take_up(ledger, settings.data, Iris()) is taken
    assert graph.is_dir() is taken
    if taken:
        with GraphStore.open(graph) as working, GraphStore.read_only(current(settings.data).graph) as serving:
            assert working.graphs() == [name for name in serving.graphs() if name != HERS]
            assert HERS in serving.graphs()
