"""Tests of the evaluation: what the portal tells of it is what was measured."""

from benchmarks.told import TOLD, tasks, written


def test_the_portal_tells_the_figures_of_the_last_evaluation() -> None:
    """The file beside api/evaluated is what `python -m benchmarks.told --write` makes of the files of figures today."""
    assert TOLD.read_text(encoding="utf-8") == written(tasks())
