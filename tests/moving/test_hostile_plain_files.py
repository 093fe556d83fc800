"""Tests of moving: folders of plain files that are damaged, or made to do harm. In: a sound folder and one fault. Out: a plain
refusal, and a data folder as empty as before.
"""

import gzip
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.pipeline import silent
from ingest.rebuild import rebuild
from ontology.errors import ChecksumError, MandateGraphError, SourceMissing, StoreStale
from stores.plain.folder import seal
from stores.settings import Settings

pytestmark = pytest.mark.slow
Fault = Callable[[Path], object]


def resealed(fault: Fault) -> Fault:
    """The fault, with checksums that fit it: what somebody does on purpose."""

    def done(folder: Path) -> None:
        fault(folder)
        (folder / "SHA256SUMS").unlink()
        seal(folder)

    return done


def record(**changes: object) -> Fault:
    """Another record."""

    def done(folder: Path) -> None:
        told = json.loads((folder / "generation.json").read_text(encoding="utf-8"))
        (folder / "generation.json").write_text(json.dumps({**told, **changes}), encoding="utf-8")

    return resealed(done)


def quads(change: Callable[[list[bytes]], list[bytes]]) -> Fault:
    """Other statements than the list of graphs tells of."""

    def done(folder: Path) -> None:
        lines = gzip.decompress((folder / "graph.nq.gz").read_bytes()).splitlines(keepends=True)
        (folder / "graph.nq.gz").write_bytes(gzip.compress(b"".join(change(lines))))

    return resealed(done)


def rows(change: Callable[[pa.Table], pa.Table]) -> Fault:
    """Other passages."""

    def done(folder: Path) -> None:
        pq.write_table(change(pq.read_table(folder / "passages.parquet")), folder / "passages.parquet")

    return resealed(done)


def column(name: str, change: Callable[[list[Any]], list[Any]]) -> Fault:
    """Other values in one column."""

    def changed(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index(name)
        return table.set_column(
            at, table.schema.field(at), pa.array(change(table[name].to_pylist()), table.schema.field(at).type)
        )

    return rows(changed)


def listed(line: str) -> Fault:
    """One line more among the checksums."""

    def done(folder: Path) -> None:
        with (folder / "SHA256SUMS").open("a", encoding="utf-8") as sums:
            sums.write(line)

    return done


def piped(folder: Path) -> None:
    """A pipe in the place of a file, from which nothing ever comes."""
    (folder / "receipt.json").unlink()
    os.mkfifo(folder / "receipt.json")


def linked(folder: Path) -> None:
    """A link out of the folder."""
    (folder / "receipt.json").unlink()
    (folder / "receipt.json").symlink_to("/etc/passwd")


def cut(folder: Path) -> None:
    """Half a file."""
    file = folder / "passages.parquet"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def other_dims(table: pa.Table) -> pa.Table:
    """Vectors of eight numbers."""
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(np.ones(8 * len(table), np.float32)), 8)
    return table.drop_columns(["vector"]).append_column("vector", vectors)


UNNAMED = b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n"
FAULTS: dict[str, tuple[Fault, type[MandateGraphError]]] = {
    "lost": (shutil.rmtree, SourceMissing),
    "cut": (cut, ChecksumError),
    "cut-and-signed": (resealed(cut), ChecksumError),
    "path": (listed(f"{'0' * 64}  ../../outside\n"), ChecksumError),
    "pipe": (piped, ChecksumError),
    "link": (linked, ChecksumError),
    "newer": (record(format=2), StoreStale),
    "other-model": (record(model="all-MiniLM-L6-v2/9 (another 9.9)"), StoreStale),
    "other-kind": (record(dims="384"), ChecksumError),
    "no-generation": (record(generation="../g000001-00000000"), ChecksumError),
    "fewer": (record(passages=1), ChecksumError),
    "graph-cut": (quads(lambda lines: lines[:-1]), ChecksumError),
    "graph-more": (quads(lambda lines: [*lines, UNNAMED]), ChecksumError),
    "graph-unnamed": (quads(lambda lines: [UNNAMED, *lines]), ChecksumError),
    "no-graph": (resealed(lambda folder: (folder / "graph.nq.gz").write_bytes(b"no gzip")), ChecksumError),
    "no-list": (resealed(lambda folder: (folder / "graphs.json").write_text('{"a b": 1}')), ChecksumError),
    "no-log": (resealed(lambda folder: (folder / "changes.jsonl").write_text("{}\n")), ChecksumError),
    "other-dims": (rows(other_dims), ChecksumError),
    "column-less": (rows(lambda table: table.drop_columns(["words"])), ChecksumError),
    "other-words": (column("words", lambda words: ["Nobody said that.", *words[1:]]), ChecksumError),
    "no-numbers": (column("vector", lambda vectors: [[float("nan")] * len(vectors[0]), *vectors[1:]]), ChecksumError),
    "smuggled": (column("document", lambda iris: [f"{iris[0]}> {{ }} }} #", *iris[1:]]), ChecksumError),
    "disordered": (rows(lambda table: table.take(list(range(len(table)))[::-1])), ChecksumError),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_damaged_or_hostile_folder_changes_nothing(plain: Path, office: Settings, tmp_path: Path, name: str) -> None:
    """Whatever is wrong with it is said in one error, and the data folder has nothing but its lock and its layout's number."""
    folder = shutil.copytree(plain, tmp_path / "plain")
    fault, error = FAULTS[name]
    fault(folder)
    with pytest.raises(error):
        rebuild(folder, replace(office, data=tmp_path / "data"), silent)
    assert {path.name for path in (tmp_path / "data").iterdir()} <= {"writer.lock", "layout"}
