"""Tests of the store by URL: what is not opened. In: servers that hold something else. Out: what is wrong, and what to do. No
network but loopback.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.export import status
from api.library import Library
from ontology.errors import StoreAway, StoreError, StoreStale
from stores import generations
from stores.graph.marker import marker
from stores.settings import Settings
from tests.api.remote_servers import dumped, load, serve

BASE = "https://w3id.org/mandategraph/"
REPORT = f"{BASE}doc/A/85/40"


@pytest.fixture(scope="module")
def dump(settings: Settings) -> list[bytes]:
    """All statements of the tiny generation, without the one that names it."""
    return dumped(settings)


@pytest.fixture(scope="module")
def other(dump: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with all statements but one, and without a name."""
    folder = tmp_path_factory.mktemp("other") / "store"
    load(folder, [line for line in dump if not (f"<{REPORT}/para/4> ".encode() in line and b"/graph/doc/" in line)])
    yield from serve(folder, "--union-default-graph")


@pytest.fixture(scope="module")
def parted(dump: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose default graph is empty, and that names no generation."""
    folder = tmp_path_factory.mktemp("parted") / "store"
    load(folder, dump)
    yield from serve(folder)


def _refused(settings: Settings, url: str) -> StoreError:
    opened = Library.open(replace(settings, sparql_url=url))
    with pytest.raises(StoreError) as caught, opened.serving():
        pass
    return caught.value


def test_a_store_that_holds_something_else_is_not_opened(settings: Settings, other: str) -> None:
    """It says which graph differs, and what to do."""
    error = _refused(settings, other)
    assert isinstance(error, StoreStale)
    assert f"1 graphs differ in their statements ({BASE}graph/doc/A/85/40:" in error.message
    assert error.advice.startswith("Run `mandategraph load`, or load the dump of g")


def test_a_store_that_names_no_generation_or_another_is_not_opened(settings: Settings, parted: str) -> None:
    """The advice has the line to load."""
    error = _refused(settings, parted)
    assert "does not say that it holds" in error.message
    assert marker(settings.base, generations.current(settings.data).id) in error.advice


def test_a_default_graph_that_is_not_the_union_is_told(settings: Settings, parted: str) -> None:
    """Where the address names the generation no statement has to."""
    error = _refused(settings, f"{parted}?unused={{generation}}")
    assert "default graph" in error.message
    assert "--union-default-graph" in error.advice


def test_a_store_that_nobody_serves_is_told_without_its_password(settings: Settings) -> None:
    """Nor is the password in the message."""
    error = _refused(settings, "http://reader:secret@127.0.0.1:9/query")
    assert isinstance(error, StoreAway)
    assert "http://127.0.0.1:9/query does not answer" in error.message
    assert "secret" not in str(error)


def test_status_shows_an_address_without_its_password(settings: Settings) -> None:
    """It is printed, and sent to whoever helps."""
    update = "https://graph.example/?access-token=secret&more=1"
    opened = Library.open(replace(settings, qdrant_url="http://:secret@graph.example:6333", sparql_datasets_url=update))
    told = json.dumps(status(opened))
    opened.close()
    assert "http://***@graph.example:6333" in told
    assert "?access-token=***&more=1" in told
    assert "secret" not in told
