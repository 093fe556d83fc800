"""Tests of the keepers: plain files. In: made passages and graphs. Out: the same of the files, equal bytes for equal content."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from ontology.errors import ChecksumError, SettingsError
from stores.changes import State
from stores.graph.store import GraphStore
from stores.plain.columns import FIELDS
from stores.plain.graphs import Loader, read_graphs, write_graphs
from stores.plain.tables import GROUP, Passage, read_passages, write_passages
from stores.vectors.index import Value

DIMS = 4
BLANK, PLAIN, EMPTY = "http://example.org/blank", "http://example.org/plain", "http://example.org/empty"


def passage(number: int) -> Passage:
    """A made passage; every third lacks what a passage may lack."""
    values: dict[str, Value] = {"text": f"text {number}", "texts": [f"{number}"] * (number % 2), "number": number}
    payload = {name: values[column.type] for name, column in FIELDS.items() if number % 3 or not column.optional}
    return Passage(payload, f"words {number}", "here", ("title",), (), np.full(DIMS, number, np.float32))


def test_passages_come_back_as_they_were_and_equal_ones_give_equal_bytes(tmp_path: Path) -> None:
    """Over more than one group of rows, so that no more than a group is held."""
    made = [passage(number) for number in range(GROUP + 5)]
    for name in ("one", "other"):
        assert write_passages(tmp_path / name, iter(made), DIMS) == len(made)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    found = list(read_passages(tmp_path / "one", DIMS, len(made)))
    assert found == made
    assert np.array_equal([one.vector for one in found], [one.vector for one in made])
    assert pq.ParquetFile(tmp_path / "one").metadata.num_row_groups == 2
    with pytest.raises(ChecksumError, match=r"4,005 rows; 3 are wanted"):
        list(read_passages(tmp_path / "one", DIMS, 3))


def test_a_field_without_a_column_is_not_left_out_unsaid(tmp_path: Path) -> None:
    """What another version indexed is refused, not lost."""
    one = passage(1)
    other = Passage({**one.payload, "colour": "red"}, one.words, one.context, one.titles, one.headings, one.vector)
    with pytest.raises(SettingsError, match="colour"):
        write_passages(tmp_path / "passages", [other], DIMS)


def test_graphs_come_back_with_the_labels_of_their_blank_nodes(tmp_path: Path) -> None:
    """And an empty graph is there again; both ways of writing are told by the same states."""
    with GraphStore.memory() as store, GraphStore.memory() as again:
        store.replace(BLANK, b'_:one <http://example.org/p> "_:two" .\n_:one <http://example.org/p> _:one .\n')
        store.replace(PLAIN, b'<http://example.org/s> <http://example.org/p> "a > b . <c> ." .\n')
        store.replace(EMPTY, b"")
        states = write_graphs(tmp_path / "graph", store, None, None)
        assert states[EMPTY] == State(hashlib.sha256(b"").hexdigest(), 0)
        loader = Loader(again)
        for lines in read_graphs(tmp_path / "graph", states):
            assert lines.has_blank is (lines.graph == BLANK)
            loader.put(lines)
        loader.finish()
        assert again.graphs() == store.graphs()
        assert all(list(again.triples(graph)) == list(store.triples(graph)) for graph in store.graphs())
