"""Tests of the river: hostile files. In: bombs, and mutations of real files. Out: a line for each, in time and in memory. No
network. benchmarks/fuzz.py has the large run.
"""

from pathlib import Path

import pytest

from benchmarks.fuzz import became, figures, judged, written
from benchmarks.mutate import bombs, mutated

WALL_S = 5.0
FILES = 100


@pytest.mark.slow
def test_whatever_the_file_it_is_a_line_on_the_receipt(shared: Path, tmp_path: Path) -> None:
    """Within its time and memory, and none that we had not foreseen."""
    what = written(tmp_path / "hostile", shared, FILES)
    told = judged(tmp_path / "data", tmp_path / "hostile", 2, WALL_S)
    assert len(what) == FILES
    assert {name: len(lines) for name, lines in told.lines.items()} == dict.fromkeys(what, 1)
    assert [f"{what[name]}: {line.reason}" for name, (line,) in told.lines.items() if became(line) == "fault of ours"] == []
    assert max(told.seconds.values()) < WALL_S + 5
    assert 0 < told.memory_mb["worker"] < 2048
    assert figures(what, told)["without_a_line"] == []


def test_the_same_seed_makes_the_same_files() -> None:
    """A figure is of the same files on every machine."""
    originals = [("txt", b"1. Requests the Office to report 3 times.\n" * 9), ("json", b'[{"text": "1. One"}]')]
    first, again, other = (list(mutated(originals, 40, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert {suffix for suffix, _, _ in first} == {"txt", "json"}


@pytest.mark.slow
def test_bombs_are_small_and_of_every_kind() -> None:
    """What they ask for they do not carry."""
    made = [(suffix, how, len(data)) for suffix, how, data in bombs()]
    assert {suffix for suffix, _, _ in made} == {"docx", "xml", "json", "pdf", "html", "txt", "doc"}
    assert max(size for _, _, size in made) < 64 * 1024 * 1024
    assert len({(suffix, how) for suffix, how, _ in made}) == len(made)
