"""Benchmarks: matching. In: what was found and what an annotator wants. Out: one tally a unit, with what was missed and what
is wrong. Must not read a file or know the product.

An annotator's name and our label are one when they are equal but for letter case, apostrophes and a suffix in brackets.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from benchmarks.measure import Score, Tally

Standing = Literal["wanted", "also right", "neither"]
"""wanted: counts for recall, and finding it is right. also right: finding it is right. neither: counts in no way."""
_SUFFIX = re.compile(r"\s*\([^()]*\)$")
_SCHEME = re.compile(r"^https?://")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that an annotator sees in a unit, by its names and by the words that stand there."""

    unit: str
    label: str
    names: frozenset[str]
    surfaces: tuple[str, ...]
    group: str
    standing: Standing = "wanted"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that we see in a unit, by the names that we know for it and by the words that stand there."""

    unit: str
    label: str
    names: frozenset[str]
    printed: str
    group: str


Same = Callable[[Found, Wanted], bool]


@dataclass(frozen=True, slots=True)
class Compared:
    """A score with the things behind it, as (unit, label)."""

    score: Score
    missed: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]


def folded(name: str) -> str:
    """A name in lower case, with straight apostrophes, without what differs between spellings of one name."""
    return _SCHEME.sub("", _SUFFIX.sub("", plain(name)))


def plain(words: str) -> str:
    """Words in lower case, with straight apostrophes, single blanks and no final stop."""
    return " ".join(words.replace("’", "'").split()).lower().rstrip(".")


def names_of(*names: str) -> frozenset[str]:
    """The folded names, and the parts of those that list several ("youth organizations / young people")."""
    return frozenset(folded(part) for name in names for part in (name, *_SUFFIX.sub("", name).split(" / ")))


def same_name(found: Found, wanted: Wanted) -> bool:
    """One name, or the same words."""
    return bool(found.names & wanted.names) or folded(found.printed) in map(folded, wanted.surfaces)


def within_surface(found: Found, wanted: Wanted) -> bool:
    """One name, or our words inside the annotator's ("General Assembly resolution 60/1" in the words around it)."""
    return bool(found.names & wanted.names) or any(plain(found.printed) in plain(surface) for surface in wanted.surfaces)


def merged(wanted: Iterable[Wanted]) -> list[Wanted]:
    """One thing a unit and label, with all its names and surfaces; it has the highest standing of those that it is made of."""
    order: tuple[Standing, ...] = ("wanted", "also right", "neither")
    by_key: dict[tuple[str, str], Wanted] = {}
    for one in wanted:
        before = by_key.get((one.unit, one.label), one)
        by_key[one.unit, one.label] = replace(
            one,
            names=before.names | one.names,
            surfaces=(*dict.fromkeys((*before.surfaces, *one.surfaces)),),
            standing=min(before.standing, one.standing, key=order.index),
        )
    return list(by_key.values())


def compared(found: Sequence[Found], wanted: Sequence[Wanted], group: str, same: Same = same_name) -> Compared:
    """How the things found fulfil those wanted of one group. A thing that is found belongs to the group of what it matches."""
    by_unit: defaultdict[str, tuple[list[Found], list[Wanted]]] = defaultdict(lambda: ([], []))
    for thing in found:
        by_unit[thing.unit][0].append(thing)
    for one in wanted:
        by_unit[one.unit][1].append(one)
    units = [_unit(things, ones, group, same) for _, (things, ones) in sorted(by_unit.items())]
    missed = tuple((one.unit, one.label) for _, ones, _ in units for one in ones)
    wrong = tuple((thing.unit, thing.label) for _, _, things in units for thing in things)
    return Compared(Score.of([tally for tally, _, _ in units]), missed, wrong)


def _unit(found: Iterable[Found], wanted: Sequence[Wanted], group: str, same: Same) -> tuple[Tally, list[Wanted], list[Found]]:
    right, wrong = 0, []
    for thing in found:
        matches = [one for one in wanted if same(thing, one)]
        counted = [one for one in matches if one.standing != "neither"]
        if any(one.group == group for one in counted):
            right += 1
        elif not matches and thing.group == group:
            wrong.append(thing)
    ours = [one for one in wanted if one.group == group and one.standing == "wanted"]
    missed = [one for one in ours if not any(same(thing, one) for thing in found)]
    return Tally(right + len(wrong), right, len(ours), len(ours) - len(missed)), missed, wrong
