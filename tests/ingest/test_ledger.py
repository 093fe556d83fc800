"""Tests of the river: the ledger. In: renditions. Out: what a later run finds, in the same order whatever came first."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from ingest.ledger import Held, Ledger, open_ledger, source_file
from ontology.errors import StoreDamaged, StoreError, StoreStale


def held(
    data: bytes,
    *,
    document: str = "A/85/31",
    origin: str = "",
    language: str = "en",
    fidelity: str = "full",
    media_type: str = "text/markdown",
) -> Held:
    """A rendition of these bytes."""
    return Held(
        hashlib.sha256(data).hexdigest(), document, language, media_type, fidelity, "made.md", "made", origin or data.decode()
    )


def test_bytes_come_back_by_their_sha256(tmp_path: Path) -> None:
    """Also in a later run."""
    with open_ledger(tmp_path) as ledger:
        ledger.keep(held(b"one"), b"one")
    with open_ledger(tmp_path) as ledger:
        (found,) = ledger.renditions("A/85/31")
        assert source_file(ledger.sources, found.sha256).read_bytes() == b"one"
        assert ledger.documents() == ["A/85/31"]


def test_the_best_rendition_comes_first_whatever_the_order(tmp_path: Path) -> None:
    """Full text before digest, Markdown before plain text, ties by sha256."""
    kept = [
        (held(b"a", fidelity="digest"), b"a"),
        (held(b"b", media_type="text/plain"), b"b"),
        (held(b"c"), b"c"),
        (held(b"d"), b"d"),
    ]
    orders = []
    for name, order in (("forward", kept), ("backward", kept[::-1])):
        with open_ledger(tmp_path / name) as ledger:
            for rendition, data in order:
                ledger.keep(rendition, data)
            orders.append([found.sha256 for found in ledger.renditions("A/85/31")])
    assert orders[0] == orders[1]
    assert orders[0][2:] == [kept[1][0].sha256, kept[0][0].sha256]
    assert sorted(orders[0][:2]) == orders[0][:2]


def test_new_bytes_of_a_file_take_the_place_of_the_old_ones(tmp_path: Path) -> None:
    """Also when the file now renders another document."""
    with open_ledger(tmp_path) as ledger:
        ledger.keep(held(b"old", origin="file"), b"old")
        ledger.keep(held(b"new", origin="file"), b"new")
        assert [found.sha256 for found in ledger.renditions("A/85/31")] == [held(b"new").sha256]
        ledger.keep(held(b"other", document="A/1/2", origin="file"), b"other")
        assert ledger.documents() == ["A/1/2"]


def test_equal_bytes_of_two_files_are_one_rendition(tmp_path: Path) -> None:
    """A copy changes nothing."""
    with open_ledger(tmp_path) as ledger:
        for origin in ("one", "two"):
            ledger.keep(held(b"same", origin=origin), b"same")
        assert len(ledger.renditions("A/85/31")) == 1


def test_what_a_document_was_described_from_is_remembered(tmp_path: Path) -> None:
    """The last signature alone counts."""
    with open_ledger(tmp_path) as ledger:
        assert ledger.described_from("A/85/31") is None
        ledger.note_described({"A/85/31": "one"})
        ledger.note_described({"A/85/31": "two"})
    with open_ledger(tmp_path) as ledger:
        assert ledger.described_from("A/85/31") == "two"


def test_a_graph_that_is_ahead_of_what_serves_is_remembered(tmp_path: Path) -> None:
    """So that the run after a kill publishes what the killed one had described."""
    ledger = Ledger.open(tmp_path)
    assert not ledger.is_unpublished
    ledger.note_unpublished()
    ledger.note_unpublished()
    ledger.close()
    with open_ledger(tmp_path) as again:
        assert again.is_unpublished
        again.note_published("g000001-00000000")
        assert not again.is_unpublished


def test_a_half_written_source_is_written_again(tmp_path: Path) -> None:
    """A kill between two bytes leaves no bytes under the final name."""
    (tmp_path / "sources").mkdir()
    rendition = held(b"whole")
    (tmp_path / "sources" / f"{rendition.sha256}.partial").write_bytes(b"who")
    with open_ledger(tmp_path) as ledger:
        ledger.keep(rendition, b"whole")
        assert source_file(ledger.sources, rendition.sha256).read_bytes() == b"whole"


def test_a_ledger_of_another_form_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """Nothing is guessed about tables of another version."""
    with sqlite3.connect(tmp_path / "ledger.sqlite") as base:
        base.execute("create table rendition (other text)")
        base.execute("pragma user_version=99")
    base.close()
    with pytest.raises(StoreStale) as caught, open_ledger(tmp_path):
        pass
    assert "ingest" in caught.value.advice


def test_a_graph_that_is_put_in_anew_stands_for_nothing_until_it_is_whole(tmp_path: Path) -> None:
    """A kill halfway must not leave a part of it that passes for the whole, though it once stood for the same signature."""
    with open_ledger(tmp_path) as ledger:
        ledger.note_described({"A/1": "made of this", "A/2": "made of that"})
        ledger.note_unpublished(anew=["A/1"])
        assert (ledger.described_from("A/1"), ledger.described_from("A/2")) == (None, "made of that")


def test_a_damaged_ledger_is_said_in_plain_words(tmp_path: Path) -> None:
    """To read as well as to write."""
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StoreDamaged, match="not a database"), open_ledger(tmp_path):
        pass
    with pytest.raises(StoreDamaged, match="not a database"):
        Ledger.read_only(tmp_path)


def test_a_ledger_that_is_just_being_made_is_none_yet(tmp_path: Path) -> None:
    """Whoever asks for the state meanwhile is told that nothing was ingested."""
    sqlite3.connect(tmp_path / "ledger.sqlite").close()
    assert Ledger.read_only(tmp_path) is None


def test_bytes_that_cannot_be_kept_are_said_in_plain_words(tmp_path: Path) -> None:
    """As on a full disk."""
    with open_ledger(tmp_path) as ledger:
        ledger.sources.rmdir()
        with pytest.raises(StoreError, match="Wanted to keep the bytes"):
            ledger.keep(held(b"whole"), b"whole")
