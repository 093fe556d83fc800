"""Tests of the keepers: which twin of the index. In: a server's address or none. Out: what is built, opened and refused. No
network.
"""

from pathlib import Path

import numpy as np
import pytest

from ontology.errors import StoreDamaged, StoreError, StoreMissing
from stores.vectors.choices import Choices
from stores.vectors.chosen import build_index, open_index
from stores.vectors.deployment import NOTE, ours
from stores.vectors.edge import EdgeIndex
from stores.vectors.index import Point

NOBODY = "http://127.0.0.1:9"
POINTS = [Point("https://example.org/a", "early warning", np.array([1, 0], dtype=np.float32), {"year": 2018})]


def test_without_an_address_the_index_lies_in_the_folder(tmp_path: Path) -> None:
    """The embedded twin is the default and needs nothing beside the generation."""
    build_index(tmp_path / "index", POINTS, dims=2, meta={}, url="")
    index = open_index(tmp_path / "index", url="")
    assert isinstance(index, EdgeIndex)
    assert index.count() == 1
    index.close()


def test_an_embedded_index_opens_though_an_address_is_set(tmp_path: Path) -> None:
    """The generation says where its index lies, so that a changed setting breaks nothing that serves."""
    build_index(tmp_path / "index", POINTS, dims=2, meta={}, url="")
    index = open_index(tmp_path / "index", url=NOBODY)
    assert index.count() == 1
    index.close()


def test_a_server_that_does_not_answer_leaves_no_index_behind(tmp_path: Path) -> None:
    """Nothing is published without its index."""
    with pytest.raises(StoreError):
        build_index(tmp_path / "index", POINTS, dims=2, meta={}, url=NOBODY, choices=Choices(tmp_path, retries=0))
    assert not (tmp_path / "index").exists()
    assert len(ours(tmp_path)) == 1  # what may have been begun there is known


def test_an_index_on_a_server_wants_its_address(tmp_path: Path) -> None:
    """The message names the setting."""
    (tmp_path / NOTE).write_text('{"collection": "mandategraph-1"}', encoding="utf-8")
    with pytest.raises(StoreMissing, match="MANDATEGRAPH_QDRANT_URL"):
        open_index(tmp_path, url="")


def test_a_note_that_names_no_collection_is_damage(tmp_path: Path) -> None:
    """It is never taken for an embedded index."""
    (tmp_path / NOTE).write_text("[]", encoding="utf-8")
    with pytest.raises(StoreDamaged):
        open_index(tmp_path, url=NOBODY)
