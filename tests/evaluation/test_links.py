"""Tests on real documents: the Registry's hyperlinks. In: 208 documents of the Mandate Registry. Out: how many links are met."""

from pathlib import Path

import pytest

from benchmarks.links import JUDGED, tasks
from benchmarks.task import Ground, read_table


@pytest.mark.slow
def test_the_documents_that_the_registry_links_are_cited_in_the_same_paragraph(shared: Path) -> None:
    """Of all links, wrong ones included, and of those that are right."""
    every, right, inside = tasks(Ground(shared / "eval", shared / "corpus"))
    assert every.wanted == 2172
    assert every.recall is not None
    assert every.recall >= 0.98, every.missed
    assert right.recall == inside.recall == 1.0, right.missed


def test_of_the_citations_that_a_judge_read_at_most_two_are_wrong() -> None:
    """The list names each with its paragraph, words, target and verdict."""
    verdicts = read_table(JUDGED / "citations.tsv", ("document", "paragraph", "printed", "target", "verdict"), delimiter="\t")
    assert len(verdicts) == 300
    assert {row["verdict"] for row in verdicts} == {"right", "wrong"}
    assert sum(row["verdict"] == "wrong" for row in verdicts) <= 2
