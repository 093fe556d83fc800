"""Answers: how good it is. In: the figures of the last evaluation, as `python -m benchmarks.told --write` left them beside this
module. Out: the same by task. Must not measure, or read a benchmark.

Rule: a figure stands here with what it was measured on and the command that measured it, or not at all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("evaluation.json")


@dataclass(frozen=True, slots=True)
class Task:
    """One task that was measured. `value` is from 0 to 1; `low` and `high` are the ends of its 95 per cent interval, `right` and
    `of` the counts behind it, each None where the evaluation did not give it.
    """

    group: str
    name: str
    measure: str
    value: float
    sample: str
    command: str
    low: float | None = None
    high: float | None = None
    right: int | None = None
    of: int | None = None


@lru_cache(maxsize=1)
def evaluated() -> tuple[Task, ...]:
    """Every task of the last evaluation, in groups."""
    told: list[Mapping[str, Any]] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return tuple(Task(**one) for one in told)
