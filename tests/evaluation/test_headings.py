"""Tests of the experiments with headings. In: made passages and lists. Out: passes. Must not publish anything."""

import numpy as np
import pytest

from benchmarks.headings import BEFORE, KEPT, fused, keyword_lists, table, ways
from benchmarks.peers import Passages
from ingest.points import Entry

ENTRIES = [
    Entry("a", "The keepers watch the sea by night.", "Lamps > Storms", {"language": "en"}),
    Entry("b", "A lamp stands beside the door.", "Doors", {"language": "en"}),
]
PASSAGES = Passages([one.key for one in ENTRIES], [one.embedded for one in ENTRIES], np.eye(2, dtype=np.float32), ENTRIES)


def test_a_title_is_a_keyword_as_often_as_it_is_said() -> None:
    """A passage that its title alone is about is found once titles count, and comes first where they count often."""
    pytest.importorskip("bm25s", reason="the extra `bench` is not installed")
    assert list(keyword_lists(PASSAGES, 0, ["LAMPS"])[0]) == ["1"]
    scores = keyword_lists(PASSAGES, 3, ["LAMPS"])[0]
    assert scores["0"] > scores["1"]
    assert keyword_lists(PASSAGES, 1, ["ZEPPELINS"]) == [{}]


def test_two_lists_are_one_by_weight() -> None:
    """The heavier list decides; a list without weight finds nothing."""
    near, said = {"0": 0.9, "1": 0.1}, {"1": 9.0, "0": 1.0, "2": 0.5}
    assert fused(near, said, 0.9)[0] == 0
    assert fused(near, said, 0.1)[0] == 1
    assert 2 not in fused(near, said, 1.0)


def test_every_way_is_named_once_and_told_against_the_one_before() -> None:
    """What is kept weighs as the product does."""
    found = ways()
    assert [found[KEPT].dense(words) for words in (1, 3, 6, 40)] == pytest.approx([0.1, 0.3, 0.6, 0.6])
    told = table({BEFORE: [0.0, 0.5, 0.0, 0.5], KEPT: [1.0, 1.0, 1.0, 1.0]})
    assert f"| {KEPT} | 1.000 | 1.000 | 1.000 | 0.750 [" in told
    assert f"| {BEFORE} | 0.250 | 0.500 | 0.000 | 0.000 [0.000, 0.000] |" in told
