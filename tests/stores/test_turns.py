"""Tests of the keepers: whose turn it is. In: claims on workers that are mere names. Out: the order in which they are served."""

import pytest

from ontology.errors import EngineBusy, MandateGraphError, RateLimited, StoreError
from stores.graph.turns import MOST_OF_ONE, MOST_WAITING, Lane, Turn, Turns


class _Desk:
    """Turns over named workers, with a note of who got which."""

    def __init__(self, *, light: int = 1, heavy: int = 0, patience_s: float = 60) -> None:
        self.turns: Turns[str] = Turns(patience_s)
        self.served: list[str] = []
        self.errors: list[MandateGraphError] = []
        for lane, count in (("light", light), ("heavy", heavy)):
            for number in range(count):
                self.turns.offer(f"{lane}{number}", "light" if lane == "light" else "heavy")

    def ask(self, caller: str, lane: Lane = "light") -> Turn[str]:
        def deliver(found: str | MandateGraphError) -> None:
            if isinstance(found, str):
                self.served.append(caller)
            else:
                self.errors.append(found)

        turn: Turn[str] = Turn(caller, lane, deliver)
        self.turns.claim(turn)
        return turn

    def done(self, caller: str, worker: str = "light0") -> None:
        self.turns.finished(caller)
        self.turns.offer(worker, "light" if worker.startswith("light") else "heavy")


def test_who_asks_much_comes_no_sooner_than_who_asks_once() -> None:
    """One caller lines up five, another one: that one is second, not sixth."""
    desk = _Desk()
    for _ in range(5):
        desk.ask("much")
    desk.ask("once")
    for _ in range(5):
        desk.done(desk.served[-1])
    assert desk.served == ["much", "once", "much", "much", "much", "much"]


def test_the_callers_come_round_one_after_the_other() -> None:
    """Three callers with three each."""
    desk = _Desk()
    for caller in "aaabbbccc":
        desk.ask(caller)
    for _ in range(8):
        desk.done(desk.served[-1])
    assert "".join(desk.served) == "abcabcabc"


def test_whoever_runs_fewest_is_next() -> None:
    """With two workers, one caller does not hold both while another waits for a second."""
    desk = _Desk(light=2)
    for caller in "aaab":
        desk.ask(caller)
    assert desk.served == ["a", "a"]
    desk.done("a", "light0")
    assert desk.served == ["a", "a", "b"]
    desk.done("b", "light0")
    assert desk.served == ["a", "a", "b", "a"]


def test_heavy_queries_never_take_the_light_worker_and_light_ones_may_take_theirs() -> None:
    """While no heavy one waits."""
    desk = _Desk(light=1, heavy=1)
    desk.ask("h", "heavy")
    desk.ask("h", "heavy")
    assert desk.served == ["h"]
    desk.ask("l")
    assert desk.served == ["h", "l"]
    desk.ask("l")
    desk.done("h", "heavy0")
    assert desk.served == ["h", "l", "h"]  # the heavy one that waited is before the light one there
    desk.done("h", "heavy0")
    assert desk.served == ["h", "l", "h", "l"]


def test_so_many_wait_and_no_more_and_of_one_caller_fewer() -> None:
    """Who has no name has no share either; each lane has places of its own."""
    desk = _Desk(light=1, heavy=1)
    desk.ask("first")
    desk.ask("second")  # takes the heavy worker, which is idle
    for _ in range(MOST_OF_ONE):
        desk.ask("greedy")
    with pytest.raises(RateLimited, match=f"{MOST_OF_ONE} queries of yours"):
        desk.ask("greedy")
    for _ in range(MOST_WAITING - MOST_OF_ONE):
        desk.ask("")
    with pytest.raises(EngineBusy, match=f"{MOST_WAITING} queries already wait"):
        desk.ask("late")
    desk.ask("late", "heavy")


def test_who_loses_patience_hears_it_and_who_leaves_does_not() -> None:
    """Neither gets a worker afterwards; nobody loses patience with workers that are starting."""
    desk = _Desk(patience_s=-1)
    desk.ask("runs")
    left = desk.ask("leaves")
    desk.ask("waits")
    desk.turns.leave(left)
    desk.turns.leave(left)
    desk.turns.starting = 1
    desk.turns.expire()
    assert not desk.errors
    desk.turns.starting = 0
    desk.turns.expire()
    assert [type(error) for error in desk.errors] == [EngineBusy]
    desk.done("runs")
    assert desk.served == ["runs"]


def test_closing_tells_all_who_wait_and_hands_out_the_idle_workers() -> None:
    """A second time there is nobody left."""
    desk = _Desk(light=1, heavy=1)
    desk.ask("h", "heavy")
    desk.ask("h", "heavy")
    assert desk.turns.close() == ["light0"]
    assert [type(error) for error in desk.errors] == [StoreError]
    assert desk.turns.close() == []
    with pytest.raises(StoreError, match="closed"):
        desk.ask("l")
