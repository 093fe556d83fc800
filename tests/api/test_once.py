"""Tests of answers once a generation: found once, by whoever comes first, and never kept where finding fails."""

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.library import Library
from api.once import _LOCKS as LOCKS
from api.once import once


@dataclass(frozen=True)
class Made:
    """A generation, as far as its answers are kept by it."""

    folder: Path


@dataclass(frozen=True)
class Served:
    """What serves such a generation."""

    generation: Made


def test_what_was_found_is_not_found_again(library: Library) -> None:
    """The second asker gets what the first one found."""
    with library.serving() as serving:
        assert once(serving, "test:again", lambda: ["first"]) == ["first"]
        assert once(serving, "test:again", lambda: ["second"]) == ["first"]


def test_what_fails_is_tried_again(library: Library) -> None:
    """An error is raised to whoever asked, and the next one asks anew."""
    with library.serving() as serving:
        with pytest.raises(ZeroDivisionError):
            once(serving, "test:fails", lambda: 1 // 0)
        assert once(serving, "test:fails", lambda: 1) == 1


def test_only_the_latest_generations_are_remembered(library: Library) -> None:
    """Of generations that come one after the other three are kept, so that memory does not grow; no lock is left of failures."""
    with library.serving() as serving:
        come = [Served(Made(serving.generation.folder / str(number))) for number in range(5)]
        for one in come:
            assert once(one, "test:kept", lambda: "first") == "first"  # type: ignore[arg-type]
            with pytest.raises(ZeroDivisionError):
                once(one, "test:failed", lambda: 1 // 0)  # type: ignore[arg-type]
        assert [once(one, "test:kept", lambda: "anew") for one in reversed(come)] == ["first"] * 3 + ["anew"] * 2  # type: ignore[arg-type]
    assert not [name for _, name in LOCKS if name == "test:failed"]


def test_one_slow_answer_does_not_hold_up_another(library: Library) -> None:
    """While one is being found, another is found in the same generation; and whoever waits for the first gets the same."""
    begun, go_on, found = threading.Event(), threading.Event(), []

    def slowly() -> str:
        begun.set()
        assert go_on.wait(10)
        return "slow"

    with library.serving() as serving:
        askers = [threading.Thread(target=lambda: found.append(once(serving, "test:slow", slowly))) for _ in range(2)]
        for asker in askers:
            asker.start()
        assert begun.wait(10)
        assert once(serving, "test:quick", lambda: "quick") == "quick"
        go_on.set()
        for asker in askers:
            asker.join()
    assert found == ["slow", "slow"]
