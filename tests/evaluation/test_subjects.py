"""Tests of the subjects benchmark. In: made headings, a made archive, rankings by hand. Out: measures. Must not need a model."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from benchmarks.subjects import (
    Heading,
    Measured,
    differences,
    documents_of,
    files,
    headings,
    judged,
    kinds,
    sample,
    table,
    unpacked,
)
from benchmarks.task import Absent, Ground

DOCUMENT = {"a1": "A/RES/80/1", "a2": "A/RES/80/1", "b1": "A/RES/80/2", "c1": "S/RES/2001(2020)", "x1": ""}
LAMPS = Heading("1", "en", "LAMPS", frozenset({"A/RES/80/2", "A/RES/80/9"}))
OIL = Heading("2", "en", "OIL LAMPS", frozenset({"S/RES/2001(2020)"}))


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    """Two headings, one of them in French too, and an archive of two files."""
    gold, corpus = tmp_path / "eval" / "subjects", tmp_path / "corpus" / "scale"
    gold.mkdir(parents=True)
    corpus.mkdir(parents=True)
    queries = [{"query_id": "1", "labels": {"en": "LAMPS", "fr": "LAMPES"}}, {"query_id": "2", "labels": {"en": "OIL"}}]
    (gold / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    rows = "1\tS/RES/2001 (2020)\t1\n1\tA/RES/80/1\t1\n2\tA/RES/80/9-E\t1\n"
    (gold / "qrels.tsv").write_text(f"query_id\tsymbol\trel\n{rows}", encoding="utf-8")
    (gold / "files.tsv").write_text("symbol\tfile\nS/RES/2001 (2020)\tsc/1.xml\nA/RES/80/1\tga/2.xml\n", encoding="utf-8")
    with tarfile.open(corpus / "made.tar.xz", "w:xz") as archive:
        for name in ("sc/1.xml", "ga/2.xml"):
            member = tarfile.TarInfo(name)
            member.size = 4
            archive.addfile(member, io.BytesIO(b"<a/>"))
    return Ground(tmp_path / "eval", tmp_path / "corpus")


def test_headings_have_their_symbols_in_one_form(ground: Ground) -> None:
    """As our documents have them; a symbol without a form stays as it is printed."""
    found = headings(ground, ("en", "fr"))
    assert [(one.id, one.language, one.text) for one in found] == [
        ("1", "en", "LAMPS"),
        ("2", "en", "OIL"),
        ("1", "fr", "LAMPES"),
    ]
    assert found[0].symbols == {"S/RES/2001(2020)", "A/RES/80/1"}
    assert found[1].symbols == {"A/RES/80/9-E"}
    assert files(ground) == {"S/RES/2001(2020)": "sc/1.xml", "A/RES/80/1": "ga/2.xml"}


def test_gold_that_is_not_there_is_absent(tmp_path: Path) -> None:
    """The evaluation says so and goes on."""
    with pytest.raises(Absent):
        headings(Ground(tmp_path, tmp_path))


def test_a_sample_is_the_same_every_time_and_never_more_than_all() -> None:
    """Whatever order the symbols come in."""
    symbols = [f"A/RES/80/{number}" for number in range(1, 50)]
    assert sample(symbols, 5) == sample(reversed(symbols), 5) != sample(symbols, 5, seed=1)
    assert sample(symbols, 99) == sorted(symbols)


def test_only_the_files_of_the_sample_lie_in_the_folder(ground: Ground, tmp_path: Path) -> None:
    """Those of an earlier sample go; those that are there already are not written again."""
    archive, folder = ground.source("scale/made.tar.xz"), tmp_path / "files"
    unpacked(archive, ["sc/1.xml"], folder)
    (folder / "sc" / "1.xml").write_text("kept", encoding="utf-8")
    unpacked(archive, ["sc/1.xml", "ga/2.xml"], folder)
    assert (folder / "sc" / "1.xml").read_text(encoding="utf-8") == "kept"
    unpacked(archive, ["ga/2.xml"], folder)
    assert [path.name for path in folder.rglob("*.xml")] == ["2.xml"]


def test_a_document_stands_where_its_best_passage_does() -> None:
    """Each once; what is outside the pool takes no place."""
    ranked = documents_of(["x1", "unknown", "b1", "a2", "a1", "c1"], DOCUMENT, ["A/RES/80/1", "A/RES/80/2"])
    assert ranked == ["A/RES/80/2", "A/RES/80/1"]


def test_systems_are_judged_on_what_is_in_the_pool() -> None:
    """A heading without a positive there is left out; one with some is judged on these alone."""
    nothing = Heading("3", "en", "WICKS", frozenset({"A/RES/80/9"}))
    systems = {"hybrid": lambda text, _: ["b1", "c1"] if text == "LAMPS" else ["c1"], "other": lambda *_: ["a1", "b1"]}
    asked, found = judged([LAMPS, nothing, OIL], systems, DOCUMENT)
    assert [one.text for one in asked] == ["LAMPS", "OIL LAMPS"]
    assert asked[0].symbols == {"A/RES/80/2"}
    assert found["hybrid"] == [(1.0, 1.0, 1.0), (1.0, 1.0, 1.0)]
    assert found["other"][0] == pytest.approx((0.63, 1.0, 0.5), abs=0.01)
    assert found["other"][1] == (0.0, 0.0, 0.0)


def test_headings_are_told_by_language_and_by_their_words() -> None:
    """With the difference of each other system, and its interval."""
    asked = [LAMPS, OIL, Heading("1", "fr", "LAMPES", LAMPS.symbols)]
    assert kinds(asked) == {"en": [0, 1], "en, 1 word": [0], "en, 2 words": [1], "fr": [2]}
    found: Measured = {"hybrid": [(1.0, 1.0, 1.0)] * 3, "bm25s": [(0.5, 1.0, 1.0), (0.5, 0.0, 0.0), (1.0, 1.0, 1.0)]}
    assert differences(asked, found)["en"]["bm25s"].value == 0.5
    assert "| en | 0.500 [0.500, 0.500] |" in table(asked, found)
