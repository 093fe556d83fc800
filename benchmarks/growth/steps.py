"""Benchmarks, growth: the steps. In: a course. Out: which steps there are, in their order, each with what it does. Must not run
them.

What is asked is published by a step of its own, which does not mind other work on the machine. Later steps use what the largest
of the asked ones left on the disk; where it is gone it is published again.
"""

from collections.abc import Callable, Mapping
from functools import partial

from benchmarks.growth.asked import asked, published
from benchmarks.growth.copied import copied
from benchmarks.growth.course import Course, Figures, removed
from benchmarks.growth.encoding import encoding
from benchmarks.growth.made import made
from benchmarks.growth.neighbours import neighbours
from benchmarks.growth.taken_in import taken_in

SHARES = (10, 30, 100)
REAL = (10_000, 30_000, 100_000)
MADE = (100_000, 300_000, 1_000_000)
WALKED = 300_000
STATEMENTS = (10_000_000,)
ENCODED = 1_000
_LARGEST = REAL[-1]

Step = Callable[[Course], Figures]


def _asked(passages: int, course: Course) -> Figures:
    found = asked(course, passages)
    if passages != _LARGEST:
        removed(course.scratch(f"asked-{passages}"))
    return found


def _after(make: Callable[[Course, int, int], Figures], whole: int, course: Course) -> Figures:
    if not (course.scratch(f"asked-{_LARGEST}") / "current").is_file():
        published(course, _LARGEST)
    return make(course, course.sized(whole), _LARGEST)


STEPS: Mapping[str, Step] = {
    **{f"taken-in-{percent}": partial(lambda percent, course: taken_in(course, percent), percent) for percent in SHARES},
    **{f"published-{passages}": partial(lambda passages, course: published(course, passages), passages) for passages in REAL},
    **{f"asked-{passages}": partial(_asked, passages) for passages in REAL},
    "encoding": partial(_after, encoding, ENCODED),
    **{f"made-{passages}": partial(_after, made, passages) for passages in MADE},
    f"neighbours-{WALKED}": partial(_after, neighbours, WALKED),
    **{f"copied-{statements}": partial(_after, copied, statements) for statements in STATEMENTS},
}
