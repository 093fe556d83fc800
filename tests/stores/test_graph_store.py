"""Tests of the keepers: the graph store. In: small graphs of our own. Out: what a real Oxigraph answers."""

import subprocess
import sys
from pathlib import Path

import pytest

from ontology.errors import QueryError, QuerySyntaxError, StoreBusy, StoreDamaged, StoreError, StoreMissing
from stores.graph.order import in_order
from stores.graph.store import GraphStore, Term

ONE = b'<urn:s> <urn:p> "one"@en .\n'
TWO = b'<urn:s> <urn:p> "two"@en .\n'
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o"


def test_replacing_a_graph_leaves_nothing_of_the_old_one_and_the_others_alone() -> None:
    """A document that was read again has no words of its former reading."""
    store = GraphStore.memory()
    store.replace("urn:g:1", ONE)
    store.replace("urn:g:2", ONE)
    store.replace("urn:g:1", TWO)
    assert b"".join(store.export()) == b'<urn:s> <urn:p> "one"@en <urn:g:2> .\n<urn:s> <urn:p> "two"@en <urn:g:1> .\n'
    assert (store.graphs(), store.count()) == (["urn:g:1", "urn:g:2"], 2)


def test_new_graphs_that_are_loaded_together_are_as_if_replaced_one_by_one(tmp_path: Path) -> None:
    """On disk and in memory, whatever stood there before."""
    for store in (GraphStore.memory(), GraphStore.open(tmp_path / "graph")):
        with store:
            store.replace("urn:g:0", ONE)
            store.load({"urn:g:1": ONE + TWO, "urn:g:2": TWO})
            assert b"".join(store.export()).splitlines() == [
                b'<urn:s> <urn:p> "one"@en <urn:g:0> .',
                b'<urn:s> <urn:p> "one"@en <urn:g:1> .',
                b'<urn:s> <urn:p> "two"@en <urn:g:1> .',
                b'<urn:s> <urn:p> "two"@en <urn:g:2> .',
            ]
            assert store.graphs() == ["urn:g:0", "urn:g:1", "urn:g:2"]


@pytest.mark.parametrize("wrong", [b"<urn:s> <urn:p> .\n", b"hello", b"<urn:s> <urn:p> <urn:o> . # more\n", b"\xff\xfe .\n"])
def test_lines_that_are_no_n_triples_are_not_loaded(wrong: bytes) -> None:
    """Neither they nor the graphs beside them."""
    store = GraphStore.memory()
    with pytest.raises(StoreError, match="urn:g:2"):
        store.load({"urn:g:1": ONE, "urn:g:2": wrong})
    assert store.count() == 0


def test_a_removed_graph_is_gone_and_an_absent_one_is_no_error() -> None:
    """Withdrawing a document twice is the same as once."""
    store = GraphStore.memory()
    store.replace("urn:g:1", ONE)
    store.remove("urn:g:1")
    store.remove("urn:g:1")
    assert (store.graphs(), store.count()) == ([], 0)


@pytest.mark.parametrize("wrong", [b"<urn:s> <urn:p> .\n", b"hello", b"\xff\xfe", b'<urn:s> <urn:p> "a" . } ; DROP ALL'])
def test_text_that_is_no_n_triples_changes_nothing(wrong: bytes) -> None:
    """The old graph stays whole."""
    store = GraphStore.memory()
    store.replace("urn:g:1", ONE)
    with pytest.raises(StoreError, match="urn:g:1"):
        store.replace("urn:g:1", wrong)
    assert b"".join(store.export()) == b'<urn:s> <urn:p> "one"@en <urn:g:1> .\n'


def test_a_graph_name_that_is_no_iri_is_refused() -> None:
    """Names are written into an update, so they must not end it."""
    store = GraphStore.memory()
    with pytest.raises(StoreError, match="DROP ALL"):
        store.replace("urn:g> ; DROP ALL", ONE)
    with pytest.raises(StoreError):
        store.remove("urn:g> ; nonsense")


def test_blank_nodes_keep_their_labels() -> None:
    """The ontology's lists stay the same nodes from one run to the next."""
    store = GraphStore.memory()
    store.replace("urn:g:1", b'_:a <urn:p> _:b .\n_:b <urn:p> "x" .\n<urn:s> <urn:p> _:a .\n')
    assert {(str(row["s"]), str(row["o"])) for row in store.select(ALL)} == {("a", "b"), ("b", "x"), ("urn:s", "a")}


def test_equal_content_is_exported_as_equal_bytes_whatever_the_labels_and_the_order() -> None:
    """Exports can be compared byte by byte."""
    first, second = GraphStore.memory(), GraphStore.memory()
    first.replace("urn:g:1", b"_:a <urn:p> _:b .\n_:b <urn:q> <urn:z> .\n" + ONE)
    second.replace("urn:g:1", ONE + b"_:y <urn:q> <urn:z> .\n_:x <urn:p> _:y .\n")
    assert list(first.export()) == list(second.export())
    assert len(list(first.export())) == 3


def test_rows_hold_plain_terms_over_the_union_of_all_graphs() -> None:
    """An unbound variable is absent from its row."""
    store = GraphStore.memory()
    store.replace("urn:g:1", b'<urn:s> <urn:p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
    store.replace("urn:g:2", TWO)
    assert store.select("SELECT ?o ?none { ?s ?p ?o } ORDER BY LANG(?o)") == [
        {"o": Term("7", "literal", "http://www.w3.org/2001/XMLSchema#integer")},
        {"o": Term("two", "literal", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en")},
    ]


def test_from_restricts_a_query_in_spite_of_the_union() -> None:
    """The engine lets the union win over FROM unless it is told."""
    store = GraphStore.memory()
    store.replace("urn:g:1", ONE)
    store.replace("urn:g:2", TWO)
    assert [str(row["o"]) for row in store.select("SELECT ?o FROM <urn:g:2> { ?s ?p ?o }")] == ["two"]
    assert [str(row["o"]) for row in store.select('SELECT ?o { ?s ?p ?o FILTER("from" != "") } ORDER BY ?o')] == ["one", "two"]


def test_ask_and_construct_answer_and_refuse_each_others_queries() -> None:
    """A query of the wrong form is a mistake of ours, not an empty answer."""
    store = GraphStore.memory()
    store.replace("urn:g:1", ONE)
    assert store.ask("ASK { ?s ?p ?o }") is True
    assert store.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }") == ONE
    for wrong in (store.select, store.construct):
        with pytest.raises(QueryError, match="another form"):
            wrong("ASK {}")
    with pytest.raises(QueryError, match="another form"):
        store.ask(ALL)


def test_a_malformed_query_tells_line_and_column() -> None:
    """They point at the place, not at the end."""
    with pytest.raises(QuerySyntaxError) as caught:
        GraphStore.memory().select("SELECT * {\n  ?s ?p }")
    assert caught.value.line == 2
    assert caught.value.column in (9, 10)  # the engine points at the brace or behind it


def test_a_second_writer_is_told_that_the_store_is_busy(tmp_path: Path) -> None:
    """In this process and in another one; after closing, the next may write."""
    with GraphStore.open(tmp_path / "graph"):
        with pytest.raises(StoreBusy, match="another writer"):
            GraphStore.open(tmp_path / "graph")
        code = (
            "import sys; from pathlib import Path; from stores.graph.store import GraphStore; GraphStore.open(Path(sys.argv[1]))"
        )
        ended = subprocess.run([sys.executable, "-c", code, str(tmp_path / "graph")], capture_output=True, text=True, check=False)
        assert "StoreBusy" in ended.stderr
    GraphStore.open(tmp_path / "graph").close()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    """Rather than failing somewhere inside the engine."""
    store = GraphStore.open(tmp_path / "graph")
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.count()


def test_an_absent_store_is_missing_and_is_not_made_by_reading(tmp_path: Path) -> None:
    """Looking must leave no trace."""
    for folder in (tmp_path / "nothing", tmp_path / "nothing/deeper"):
        with pytest.raises(StoreMissing, match="nothing"):
            GraphStore.read_only(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_lives_by_itself_and_cannot_be_written(tmp_path: Path) -> None:
    """What is written later is not in it."""
    with GraphStore.open(tmp_path / "graph") as store:
        store.replace("urn:g:1", ONE)
        store.backup(tmp_path / "copy")
        store.replace("urn:g:1", TWO)
        store.optimize()
        with pytest.raises(StoreError, match="exists"):
            store.backup(tmp_path / "copy")
    copy = GraphStore.read_only(tmp_path / "copy")
    assert [str(row["o"]) for row in copy.select(ALL)] == ["one"]
    with pytest.raises(StoreError):
        copy.replace("urn:g:1", TWO)


def test_damaged_files_are_told_from_absent_ones(tmp_path: Path) -> None:
    """Whoever sees it knows that the files are there and wrong."""
    with GraphStore.open(tmp_path / "graph") as store:
        store.replace("urn:g:1", ONE)
        store.backup(tmp_path / "copy")
    (tmp_path / "copy/CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="copy"):
        GraphStore.read_only(tmp_path / "copy")


def test_lines_that_are_too_many_for_memory_come_in_order_all_the_same() -> None:
    """Sorted in parts and merged: none is lost, none is doubled, equal ones stay."""
    lines = [f"{number * 7919 % 1000:04}\n".encode() for number in range(2003)]
    for at_once in (1, 100, 2002, 2003, 2004, 5000):
        assert list(in_order(iter(lines), at_once)) == sorted(lines)
    assert list(in_order([])) == []


def test_answers_piece_by_piece_are_those_of_the_moment_of_asking() -> None:
    """What is put in between two pieces is not asked again, and nothing is lost."""
    store = GraphStore.memory()
    store.load({"urn:g:1": b"".join(b"<urn:s:%d> <urn:p> <urn:o> .\n" % number for number in range(120_000))})
    pieces = 0
    for lines in store.constructed("CONSTRUCT { ?s <urn:p> <urn:other> } WHERE { ?s <urn:p> ?o }"):
        store.load({"urn:g:2": lines})
        pieces += 1
    assert pieces > 1
    assert store.count() == 240_000
    assert len(list(store.triples("urn:g:2"))) == 120_000
    assert list(store.triples("urn:g:1")) == sorted(store.triples("urn:g:1"))
