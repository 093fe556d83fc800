"""Tests of allowances. In: callers and a clock of ours. Out: verdicts. Must not wait."""

import pytest

from api.allowance import Allowance
from ontology.errors import RateLimited


class Clock:
    """A clock that goes where it is put."""

    now_s = 0.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now_s


def test_a_caller_may_ask_so_often_and_again_when_the_error_says() -> None:
    """Whoever waits as long as they are told is let in."""
    clock = Clock()
    allowance = Allowance(per_minute=30, burst=2, clock=clock)
    allowance.take("one")
    allowance.take("one")
    with pytest.raises(RateLimited) as told:
        allowance.take("one")
    assert told.value.retry_s == 2
    clock.now_s += told.value.retry_s
    allowance.take("one")


def test_one_caller_does_not_use_up_what_another_has() -> None:
    """Each has a bucket of its own."""
    allowance = Allowance(per_minute=1, burst=1, clock=Clock())
    allowance.take("one")
    allowance.take("other")
    with pytest.raises(RateLimited):
        allowance.take("other")


def test_what_costs_more_than_a_bucket_holds_is_let_in_by_a_full_one() -> None:
    """Nothing can be asked for that is never let in."""
    clock = Clock()
    allowance = Allowance(per_minute=60, burst=3, clock=clock)
    allowance.take("one", cost=10)
    with pytest.raises(RateLimited) as told:
        allowance.take("one", cost=10)
    assert told.value.retry_s == 3
