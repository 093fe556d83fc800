"""Tests of moving: plain files. In: an office's data folder. Out: the same answers from nothing but a folder of N-Quads and
Parquet, and an ingest that goes on from it.
"""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from ingest.carried import STAYS
from ingest.export import export_plain
from ingest.ledger import open_ledger
from ingest.pipeline import silent, withdraw
from ingest.points import entries
from ingest.rebuild import rebuild
from ontology.errors import SettingsError, StoreError
from stores.embedding.encoder import OnnxEncoder
from stores.generations import current
from stores.graph.store import GraphStore
from stores.plain.columns import FIELDS, PASSAGES
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.chosen import open_index
from stores.vectors.deployment import noted
from stores.vectors.drawn import drawn
from tests.moving.answers import answers, different
from tests.moving.conftest import FIXTURES, Ingest
from tests.stores.qdrant_stand_in import standing_in

pytestmark = pytest.mark.slow


def exported(settings: Settings) -> bytes:
    """What serves, as N-Quads."""
    with GraphStore.read_only(current(settings.data).graph) as graph:
        return b"".join(graph.export())


def test_a_product_moved_by_plain_files_answers_the_same(office: Settings, tmp_path: Path, moved: Settings) -> None:
    """The export, hits with scores, rows, pages, linked data, the log of changes: byte by byte, under the same generation. What
    the moved one exports in turn are the same files.
    """
    assert different(answers(office), answers(moved)) == []
    for name, settings in (("again", office), ("in-turn", moved)):
        export_plain(tmp_path / name, settings, silent)
    for file in sorted((tmp_path / "again").iterdir()):
        assert (tmp_path / "in-turn" / file.name).read_bytes() == file.read_bytes(), file.name


def test_others_read_the_passages_with_nothing_of_ours(office: Settings, plain: Path) -> None:
    """By the schema in the file: words, fields, and vectors of the length that it tells. Each field of a passage has a column."""
    table = pq.read_table(plain / "passages.parquet")
    assert table.column_names == list(PASSAGES)
    rows = {(row["passage"], row["language"]): row for row in table.to_pylist()}
    with GraphStore.read_only(current(office.data).graph) as graph:
        found = entries(graph)
    assert {name for entry in found for name in entry.payload} <= set(FIELDS)
    assert {(entry.iri, entry.payload["language"]) for entry in found} == set(rows)
    assert {entry.words for entry in found} == {row["words"] for row in rows.values()}
    for point in drawn(current(office.data).index, url=""):
        row = rows[str(point.payload["passage"]), str(point.payload["language"])]
        assert np.array_equal(np.array(row["vector"], np.float32), point.dense)
    told = (plain / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in told for name in PASSAGES)


def test_documents_without_bytes_stay_until_every_language_is_ingested(
    moved: Settings, sources: Path, tmp_path: Path, take_in: Ingest
) -> None:
    """English alone does not take away the French, nor a digest official words; then the sources stand for the document again,
    and all is as if nothing had been moved: nothing is doubled, nothing withdrawn.
    """
    before = exported(moved)
    partly = tmp_path / "partly"
    partly.mkdir()
    shutil.copy(sources / "A_85_31.txt", partly)
    shutil.copy(FIXTURES / "A_85_31-digest.md", partly)
    told = take_in(moved, partly)
    assert [(line.outcome, line.reason) for line in told.lines] == [("kept as rendition", STAYS)] * 2
    with open_ledger(moved.data / "work") as ledger:
        assert ledger.carried() == ["A/85/31", "S/2031/7", "functions"]
    assert exported(moved) == before
    (partly / "A_85_31-digest.md").unlink()
    told = take_in(moved, sources, partly)
    assert {line.outcome for line in told.lines} == {"read", "withdrawn"}
    assert exported(moved) == before
    with open_ledger(moved.data / "work") as ledger:
        assert ledger.carried() == []


def test_a_carried_document_goes_by_name_and_outlasts_a_working_graph(moved: Settings, home: Path) -> None:
    """What a lost working graph takes with it comes back from what serves; the document that was named is gone, no other."""
    shutil.rmtree(moved.data / "work" / "graph")
    told = withdraw(["S/2031/7"], moved, home=home)
    assert [(line.outcome, line.document) for line in told.lines] == [("withdrawn", "S/2031/7")]
    with GraphStore.read_only(current(moved.data).graph) as graph:
        assert [name.rpartition("/doc/")[2] for name in graph.graphs() if "/doc/" in name] == ["A/85/31", "functions"]


def test_a_moved_product_encodes_nothing_anew(moved: Settings, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cache knows every vector: the next generation is published without a passage being read by the model."""

    def never(*_: object) -> None:
        raise AssertionError("a passage was encoded")

    monkeypatch.setattr(OnnxEncoder, "encode_passages", never)
    monkeypatch.setattr(OnnxEncoder, "read_passages", never)
    assert withdraw(["S/2031/7"], moved, home=home).generation


def test_only_an_empty_folder_is_rebuilt_and_only_a_new_one_written(moved: Settings, office: Settings, plain: Path) -> None:
    """Neither touches what is there."""
    with pytest.raises(StoreError, match="holds data already"):
        rebuild(plain, moved, silent)
    with pytest.raises(StoreError, match="is there already"):
        export_plain(plain, office, silent)
    for other in (replace(moved, model="multilingual-e5-small"), replace(moved, base="https://example.org/")):
        with pytest.raises(SettingsError, match="Set MANDATEGRAPH_"):
            rebuild(plain, replace(other, data=moved.data.with_name("other")), silent)


def test_an_index_on_a_server_is_built_there_from_plain_files(plain: Path, office: Settings, tmp_path: Path) -> None:
    """The alias names the collection of what was rebuilt, and it finds what the folder's own index finds."""
    with standing_in() as stand_in:
        settings = replace(office, data=tmp_path / "there", qdrant_url=stand_in.url, qdrant_retries=1)
        rebuild(plain, settings, silent)
        serving = current(settings.data)
        (alias,) = stand_in.store.get_aliases().aliases
        assert alias.collection_name == noted(serving.index)
        with (
            closing(open_index(serving.index, url=stand_in.url, choices=Choices.of(settings))) as there,
            closing(open_index(current(office.data).index, url="")) as here,
        ):
            assert there.count() == here.count() > 0
