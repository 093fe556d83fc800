"""Tests of the benchmark of precision: whose verdict counts, and that figures, vocabulary and lists agree. Must not ingest."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.elsewhere import JUDGED, UNSEEN, Drawn, wanted_rounds
from benchmarks.precision import (
    VOCABULARY,
    Measured,
    Verdict,
    by_drawing,
    by_linking,
    read_judged,
    read_links,
    turtle,
    verdict_on,
)
from ingest.quality import KINDS

ROOT = Path(__file__).resolve().parents[2]
FOUND = Drawn("doc/X/1/mention/a", "mention of a region", "preferred label", "para. 1", "Africa", "region/002", "Lamps in Africa")


def documents() -> list[list[str]]:
    """Round, archive and symbol of the documents that are drawn from the archives."""
    lines = (JUDGED / "documents.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_a_verdict_counts_for_what_the_finding_leads_to() -> None:
    """Once the words lead elsewhere, or count as another kind, nobody has read that; the first draws noted neither."""
    read = {
        FOUND.finding: [Verdict("wrong", FOUND.kind, "region/019", "fourth"), Verdict("right", FOUND.kind, "region/002", "fifth")]
    }
    assert verdict_on(FOUND, read) == "right"
    assert verdict_on(replace(FOUND, leads_to="region/150"), read) is None
    assert verdict_on(replace(FOUND, kind="mention of a State"), read) is None
    assert verdict_on(replace(FOUND, leads_to="region/150"), {FOUND.finding: [Verdict("wrong")]}) == "wrong"
    assert verdict_on(replace(FOUND, finding="doc/X/1/mention/b"), read) is None


def test_few_verdicts_measure_nothing() -> None:
    """Five are the least."""
    found = [replace(FOUND, finding=f"doc/X/1/mention/{number}") for number in range(5)]
    read = {one.finding: [Verdict("right")] for one in found}
    (measured,) = by_drawing(found, read)
    assert (measured.right, measured.judged) == (5, 5)
    assert not list(by_drawing(found[:4], read))


def test_links_count_where_they_were_drawn_after_the_last_mend() -> None:
    """And at random: relations that are rare were drawn apart."""
    link = {"round": "third", "relation": "repeats", "method": "near-verbatim", "verdict": "right"}
    links = [*[link] * 4, link | {"verdict": "wrong"}, link | {"round": "first"}, link | {"relation": "narrows"}]
    (measured,) = by_linking(links)
    assert (measured.kind, measured.method, measured.right, measured.judged) == ("lineage", "near-verbatim", 4, 5)


def test_links_are_judged_with_a_reason() -> None:
    """Every relation is right in nine of ten links that were drawn after its rule was mended."""
    links = read_links()
    assert {link["verdict"] for link in links} == {"right", "relation", "wrong"}
    assert all(link["reason"] for link in links)
    last = [link for link in links if link["round"] == "third"]
    for relation in ("repeats", "strengthens", "narrows", "followsUp"):
        verdicts = [link["verdict"] for link in last if link["relation"] == relation]
        assert verdicts.count("right") >= 0.9 * len(verdicts), relation


def test_the_vocabulary_says_what_the_figures_say() -> None:
    """Unseen documents before those that the rules were written on."""
    rows = json.loads((ROOT / "benchmarks" / "figures" / "precision.json").read_text(encoding="utf-8"))["measured"]
    told = [Measured(**{name: row[name] for name in ("kind", "method", "right", "judged", "sample")}) for row in rows]
    chosen = {(one.kind, one.method): one for one in told}
    assert VOCABULARY.read_text(encoding="utf-8") == turtle([chosen[key] for key in sorted(chosen)])
    assert {row["precision"] for row in rows} == {round(one.precision, 3) for one in told}


def test_every_verdict_is_one_of_two_on_a_kind_that_is_measured() -> None:
    """And names a round that a draw of its kind knows."""
    for verdicts in read_judged("elsewhere.tsv").values():
        for one in verdicts:
            assert one.verdict in ("right", "wrong")
            assert one.kind in {"", *KINDS}
            assert one.round in {"", "second", "third", *UNSEEN}


def test_a_round_from_the_archives_has_its_documents_once() -> None:
    """Sixty of the Registry and ten of Akoma Ntoso."""
    rows = documents()
    assert Counter((name, archive) for name, archive, _ in rows) == {
        (name, archive): size for name in UNSEEN for archive, size in (("registry", 60), ("akoma-ntoso", 10))
    }
    assert len({symbol for _, _, symbol in rows}) == len(rows)
    assert wanted_rounds("mention of a crime", "preferred label") == ("second",)


@pytest.mark.parametrize("name", ["citations.tsv", "duties.tsv", "mentions.tsv"])
def test_what_is_labelled_for_mending_is_not_drawn_as_unseen(name: str) -> None:
    """Its rules would have been written on it."""
    cells = {cell for line in (JUDGED / name).read_text(encoding="utf-8").splitlines() for cell in line.split("\t")}
    files = {f"registry/{symbol.replace('/', '_')}.json" for _, _, symbol in documents()}
    assert not {symbol for _, _, symbol in documents()} & cells
    assert not files & cells


def test_what_lies_in_the_folders_is_not_drawn_as_unseen(shared: Path) -> None:
    """The rules were written on it."""
    listed = (shared / "corpus" / "registry" / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert not {symbol for _, _, symbol in documents()} & {line.split("\t")[1] for line in listed}
