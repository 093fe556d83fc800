"""Tests of the evaluation: the rewrite over the W3C queries. In: the folder `shared`. Out: nothing differs, nothing is unread."""

from pathlib import Path

from benchmarks.rewrite import SUITE, figures


def test_every_w3c_query_keeps_its_answers_when_searches_take_the_place_of_predicates(shared: Path) -> None:
    """Each query is parsed; of its variants those that are not refused have the answer of the query, to the last row."""
    assert (shared / SUITE).is_file()
    told = figures(shared)
    assert told["differing"] == []
    assert told["parsed"] == told["queries"] == 288
    assert told["variants with the same answer"] == told["variants compared"]
    assert told["with a pattern"] == told["queries that keep their answers"]
    assert int(str(told["variants compared"])) > 250
