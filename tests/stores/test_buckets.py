"""Tests of the buckets that processes share. In: two openers of one file, as two processes are. Out: one bucket a caller."""

import sqlite3
import threading
from pathlib import Path

import pytest

from api.allowance import Allowances
from ontology.errors import EngineBusy, RateLimited
from stores import buckets
from stores.buckets import Bucket, SharedBuckets


def test_what_one_process_took_another_cannot_take(tmp_path: Path) -> None:
    """Two servers over one file give a caller one allowance, and another caller and another kind their own."""
    one, other = (Allowances(tmp_path / "shared") for _ in range(2))
    first, second = one.made("requests", 1, 3), other.made("requests", 1, 3)
    first.take("a", 2)
    second.take("a")
    for allowance in (first, second):
        with pytest.raises(RateLimited):
            allowance.take("a")
    second.take("b", 3)
    other.made("writes", 1, 3).take("a", 3)
    one.close()
    other.close()


def test_all_that_is_taken_at_once_is_counted(tmp_path: Path) -> None:
    """Nobody reads a bucket between another's reading and writing of it."""
    opened = [SharedBuckets(tmp_path / "shared", "requests", most=10, full_after_s=60) for _ in range(2)]

    def count(mine: SharedBuckets) -> None:
        for _ in range(300):
            mine.change("a", lambda bucket: ((bucket or (0.0, 0.0))[0] + 1, 0.0))

    threads = [threading.Thread(target=count, args=(mine,)) for mine in opened for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found: list[Bucket | None] = []

    def look(bucket: Bucket | None) -> Bucket:
        found.append(bucket)
        return (0.0, 0.0)

    opened[0].change("a", look)
    assert found == [(1_200.0, 0.0)]
    for mine in opened:
        mine.close()


def test_full_buckets_and_those_beyond_the_most_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million callers do not fill the file: those of whom nothing was heard for the longest time go."""
    monkeypatch.setattr(buckets, "_SWEEP_EVERY", 1)
    shared = SharedBuckets(tmp_path / "shared", "requests", most=3, full_after_s=5)
    for at in range(10):
        shared.change(f"caller {at}", lambda _, at=at: (1.0, float(at)))  # type: ignore[misc] # a default binds it
    shared.close()
    with sqlite3.connect(tmp_path / "shared") as base:
        assert [row[0] for row in base.execute("SELECT caller FROM bucket ORDER BY since")] == [
            "caller 7",
            "caller 8",
            "caller 9",
        ]
    base.close()


def test_a_file_that_another_holds_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks is told to come again; what failed half-way leaves no trace."""
    monkeypatch.setattr(buckets, "_PATIENCE_S", 0.05)
    shared = SharedBuckets(tmp_path / "shared", "requests", most=3, full_after_s=5)
    other = sqlite3.connect(tmp_path / "shared", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EngineBusy, match="another process"):
        shared.change("a", lambda _: (1.0, 0.0))
    other.execute("ROLLBACK")
    other.close()

    def fails(_: object) -> tuple[float, float]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shared.change("a", fails)
    shared.change("a", lambda bucket: bucket or (2.0, 0.0))
    shared.close()
