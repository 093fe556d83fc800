"""Tests of publishing into datasets of their own. In: a stand-in for a store that makes datasets, with `oxigraph` servers behind
it. Out: one dataset a generation, the newest served, old ones gone. No network but loopback.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api.library import Library
from ingest.curate import Curating
from ontology.errors import StoreError
from stores import generations
from stores.graph.remote import RemoteStore
from stores.graph.remote_publish import bring_up
from stores.graph.remote_writing import Writing
from stores.keys import Key
from stores.settings import Settings
from stores.written import Payload
from tests.api.remote_servers import Datasets
from tests.ingest.empty import publish_empty

pytestmark = pytest.mark.slow
NOTED = "SELECT ?said { <urn:note> <urn:says> ?said }"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Datasets]:
    """The stand-in."""
    (tmp_path / "datasets").mkdir()
    made = Datasets(tmp_path / "datasets")
    yield made
    made.stop()


@pytest.fixture
def settings(store: Datasets, tmp_path: Path) -> Settings:
    """Settings over a data folder of one generation without documents, which no store holds yet."""
    description = tmp_path / "dataset.ttl"
    description.write_text('[] fuseki:name "{generation}" .', encoding="utf-8")
    data = tmp_path / "data"
    publish_empty(Settings(data=data))
    (data / "work").mkdir(exist_ok=True)
    at = f"{store.url}/{{generation}}"
    return Settings(
        data=data,
        sparql_url=f"{at}/query",
        sparql_update_url=f"{at}/update",
        sparql_graphs_url=f"{at}/store",
        sparql_datasets_url=f"{store.url}/$/datasets",
        sparql_dataset_file=description,
    )


def _note(settings: Settings, words: str) -> str:
    payload = Payload(f'<urn:note> <urn:says> "{words}" .'.encode(), "text/turtle")
    key = Key("k", "Curator", (), "", "")
    return Curating(settings).replace_graph("http://example.org/notes", [payload], key).generation


def _said(library: Library) -> list[str]:
    with library.serving() as serving:
        assert isinstance(serving.graph, RemoteStore)
        return [str(row["said"]) for row in serving.graph.select(NOTED)]


def test_each_generation_has_a_dataset_that_goes_with_it(settings: Settings, store: Datasets) -> None:
    """A reader of the old one keeps it to the end; what is older than the generations that are kept is dropped."""
    first = bring_up(settings)
    assert set(store.servers) == {first}
    with closing(Library.open(settings)) as library:
        second = _note(settings, "two")
        assert _said(library) == ["two"]
        with library.serving() as serving:
            third = _note(settings, "three")
            assert [str(row["said"]) for row in serving.graph.select(NOTED)] == ["two"]
        assert _said(library) == ["three"]
        assert set(store.servers) == {second, third}
    lost = store.servers.pop(third)
    lost.stop()
    shutil.rmtree(lost.folder)
    assert bring_up(settings) == third
    with closing(Library.open(settings)) as library:
        assert _said(library) == ["three"]


def test_a_dataset_that_cannot_be_filled_leaves_the_old_one_serving(
    settings: Settings, store: Datasets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer moves only once the store holds what it names; what was half filled goes as old generations do."""
    first = bring_up(settings)
    with monkeypatch.context() as patched:
        patched.setattr(Writing, "add_quads", _cut_off)
        with pytest.raises(StoreError, match="broke off"):
            _note(settings, "lost")
    half = set(store.servers) - {first}
    assert generations.current(settings.data).id == first
    with closing(Library.open(settings)) as library:
        assert _said(library) == []
    third = _note(settings, "found")
    assert third not in half
    with closing(Library.open(settings)) as library:
        assert _said(library) == ["found"]
    _note(settings, "more")
    assert not half & set(store.servers)


def _cut_off(*_: object) -> None:
    raise StoreError("The connection broke off.")


def test_without_an_address_that_makes_datasets_they_have_to_be_there(settings: Settings) -> None:
    """The message has the status, and the address without a name."""
    with pytest.raises(StoreError, match=r"Nothing at .* takes queries \(404\)"):
        bring_up(replace(settings, sparql_datasets_url=""))
