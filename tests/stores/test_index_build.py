"""Tests of building and opening indexes: what is missing, stale, damaged or taken. Must not use a network."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ontology.errors import BadParameter, StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreStale
from stores.vectors import shard
from stores.vectors.collection import build_server_index
from stores.vectors.edge import EdgeIndex
from stores.vectors.exchange import Patience, connect
from stores.vectors.frequencies import NO_WORDS
from stores.vectors.index import Point
from stores.vectors.server import ServerIndex
from stores.vectors.shard import build_edge_index

DIMS = 16
QUESTION = np.full(DIMS, 0.25, dtype=np.float32)


def test_a_search_is_the_same_each_time_and_in_each_build(points: list[Point], embedded: EdgeIndex, tmp_path: Path) -> None:
    """Neither repetition nor the order in which points were given changes an answer."""
    build_edge_index(tmp_path / "again", points, dims=DIMS, meta={})
    again = EdgeIndex.open(tmp_path / "again")
    try:
        for at in range(5):
            first = embedded.search("report duty", points[at].dense, limit=30)
            assert first == embedded.search("report duty", points[at].dense, limit=30)
            assert first == again.search("report duty", points[at].dense, limit=30)
    finally:
        again.close()


def test_a_published_folder_may_be_open_several_times(folder: Path, embedded: EdgeIndex) -> None:
    """Old and new readers overlap, in this process and in others, and leave the files as they were."""
    code = (
        "import sys; from pathlib import Path; from stores.vectors.edge import EdgeIndex;"
        "print(EdgeIndex.open(Path(sys.argv[1])).count({'year': [2006]}))"
    )
    root = str(Path(__file__).parents[2])
    other = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True, cwd=root, env=os.environ
    )
    second = EdgeIndex.open(folder)
    assert second.count({"year": [2006]}) == embedded.count({"year": [2006]}) == int(other.stdout)
    second.close()
    assert embedded.search("genocide", None) == embedded.search("genocide", None) != []
    EdgeIndex.open(folder).close()


def test_no_points_make_an_index_that_finds_nothing(tmp_path: Path) -> None:
    """An empty corpus can be published."""
    build_edge_index(tmp_path / "index", [], dims=DIMS, meta={})
    index = EdgeIndex.open(tmp_path / "index")
    assert index.search("genocide", QUESTION) == []
    assert (index.count(), index.facets("year")) == (0, [])
    index.close()


def test_an_index_that_was_never_built_is_missing(tmp_path: Path) -> None:
    """The message says what to run."""
    with pytest.raises(StoreMissing, match="mandategraph ingest"):
        EdgeIndex.open(tmp_path / "nothing")
    with pytest.raises(StoreMissing, match="no finished collection"):
        ServerIndex.open(connect(":memory:"), "nothing", NO_WORDS)


@pytest.mark.parametrize("name", ["mutable_id_tracker.mappings", "status.dat", "segment.json", shard.REWRITTEN])
def test_a_changed_file_is_noticed(folder: Path, tmp_path: Path, name: str) -> None:
    """The engine takes some cut files for empty ones and panics on others; checksums are compared before it sees them."""
    shutil.copytree(folder, tmp_path / "index", copy_function=os.link)
    cut = next((tmp_path / "index").rglob(name))
    half = cut.read_bytes()[: cut.stat().st_size // 2]
    cut.unlink()
    cut.write_bytes(half)
    with pytest.raises(StoreDamaged):
        EdgeIndex.open(tmp_path / "index")


def test_a_description_that_cannot_be_read_is_damage(folder: Path, tmp_path: Path) -> None:
    """Half a description is no description."""
    shutil.copytree(folder, tmp_path / "index", ignore=shutil.ignore_patterns(shard.SHARD))
    (tmp_path / "index" / shard.DESCRIPTION_FILE).write_text('{"format": 1', encoding="utf-8")
    with pytest.raises(StoreDamaged, match="cannot be read"):
        EdgeIndex.open(tmp_path / "index")


def test_an_index_of_another_engine_version_is_stale(folder: Path, tmp_path: Path) -> None:
    """A beta engine may change its files: an index is opened by the version that wrote it, and by no other."""
    shutil.copytree(folder, tmp_path / "index", ignore=shutil.ignore_patterns(shard.SHARD))
    path = tmp_path / "index" / shard.DESCRIPTION_FILE
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"engine": "qdrant-edge-py 0.1.0"}), encoding="utf-8"
    )
    with pytest.raises(StoreStale, match=r"0\.1\.0"):
        EdgeIndex.open(tmp_path / "index")


def test_points_that_do_not_fit_together_are_refused_and_leave_nothing(points: list[Point], tmp_path: Path) -> None:
    """A wrong vector, a repeated IRI, a field of two kinds: each is named, and no folder appears."""
    good = points[0]
    wrong = {
        "16 finite numbers": Point("x", "", good.dense[:3], {}),
        "Two points have the IRI": good,
        "is of kind keyword": Point("x", "", good.dense, {"year": "2005"}),
        "reserved": Point("x", "", good.dense, {"iri": "x"}),
    }
    for words, point in wrong.items():
        with pytest.raises(BadParameter, match=words):
            build_edge_index(tmp_path / "index", [good, point], dims=DIMS, meta={})
    assert list(tmp_path.iterdir()) == []


def test_a_published_index_is_never_written_over(points: list[Point], folder: Path) -> None:
    """Each generation has a folder, or a collection, of its own."""
    with pytest.raises(StoreBusy):
        build_edge_index(folder, [], dims=DIMS, meta={})
    client = connect(":memory:")
    build_server_index(client, "passages", points[:3], dims=DIMS, meta={})
    with pytest.raises(StoreBusy):
        build_server_index(client, "passages", points[:3], dims=DIMS, meta={})


def test_a_server_that_does_not_answer_is_named() -> None:
    """The address that was tried is in the message."""
    client = connect("http://127.0.0.1:9", Patience(0))
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:9"):
        ServerIndex.open(client, "passages", NO_WORDS)
    client.close()
