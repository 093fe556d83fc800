"""Answers, pictures: bars. In: counts of things or of years. Out: where each bar and each part of one stands. Must not draw: the
macros of templates/pictures/bars.html do.

Widths and places across are per cent of the picture's width, so that its words keep their size on a narrow screen; heights
are pixels. A bar begins at nought and its length is proportional to the count (E. R. Tufte, "The Visual Display of
Quantitative Information", 1983, chapter 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 140
"""Pixels from the line of nought to the top of the scale."""
_MOST_YEARS = 200
_NARROW, _WIDE = (7, 0.72), (14, 0.86)  # labels at most, and where those of years end if a word stands behind them
_MOST_CENTRED = 7  # bars: of fewer, the word beneath the last stands in its middle
_FILLED = 0.78  # of the width that a year has: the rest is the gap to the next
_WIDEST = 7.0  # of the width of the picture
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """What a bar stands for: a year or a thing, how many of each kind, and what lies behind it.

    `counts` and `links` go with the kinds of the picture, in their order; `href` is the whole bar's, "" where it leads nowhere.
    """

    label: str
    counts: tuple[int, ...]
    href: str = ""
    links: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a bar that one kind has. `kind` is the number of the kind."""

    kind: int
    count: int
    href: str
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with the facts in it. `is_labelled` says whether there is room for its label beneath it on a narrow screen,
    `is_labelled_where_wide` on another.
    """

    label: str
    counts: tuple[int, ...]
    total: int
    href: str
    x: float
    width: float
    segments: tuple[Segment, ...]
    is_labelled: bool
    is_labelled_where_wide: bool = True


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the picture, and the count that it marks."""

    count: int
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars ready to be drawn. `summary` tells in a sentence what the eye sees; `left_out` is how many facts are not drawn."""

    title: str
    unit: str
    summary: str
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    left_out: int = 0

    @property
    def facts(self) -> tuple[Bar, ...]:
        """The bars that stand for something: a year with nothing is drawn, and not told."""
        return tuple(bar for bar in self.bars if bar.total)


def by_year(title: str, facts: Sequence[Fact], kinds: Sequence[str] = (), *, unit: str = "passages") -> Picture:
    """Upright bars, one a year, gaps between years kept; what is no year, such as "undated", stands last.

    `unit` names in the plural what is counted; `kinds` names the parts of a bar, where it has parts. Two facts of one year are
    the caller's to join. At most 200 years are drawn, the latest ones; every few years one is labelled, counted from the last,
    and the last bar if it is no year.
    """
    every = _with_gaps(facts)
    drawn, most = every[-_MOST_YEARS:], max((fact.total for fact in facts), default=0)
    top, step = _scale(most)
    last_year = sum(_is_year(fact.label) for fact in drawn) - 1
    bars = tuple(_upright(place, len(drawn), last_year, fact, top) for place, fact in enumerate(drawn))
    ticks = tuple(Tick(count, _rounded(HEIGHT - HEIGHT * count / top)) for count in range(0, top + 1, step)) if facts else ()
    return Picture(title, unit, _summary(facts, unit), tuple(kinds), bars, ticks, len(every) - len(drawn))


def by_thing(title: str, facts: Sequence[Fact], kinds: Sequence[str] = (), *, unit: str = "passages", most: int = 12) -> Picture:
    """Bars that lie, one a thing, the longest first: at most `most`, and how many more there are is told in `left_out`."""
    ranked = sorted(facts, key=lambda fact: -fact.total)
    longest = max((fact.total for fact in ranked), default=0)
    bars = tuple(_lying(fact, longest) for fact in ranked[:most])
    return Picture(title, unit, _summary(facts, unit), tuple(kinds), bars, (), max(0, len(ranked) - most))


def _with_gaps(facts: Sequence[Fact]) -> list[Fact]:
    """The years in order with the empty ones between them, then whatever is no year."""
    years = {int(fact.label): fact for fact in facts if _is_year(fact.label)}
    between = range(min(years), max(years) + 1) if years else range(0)
    return [years.get(year, Fact(str(year), ())) for year in between] + [fact for fact in facts if not _is_year(fact.label)]


def _is_year(label: str) -> bool:
    return len(label) == 4 and label.isascii() and label.isdecimal()


def _scale(most: int) -> tuple[int, int]:
    """The top of the scale and the step of its lines: 1, 2 or 5 times a power of ten, at most four steps (J. Lewart,
    "Algorithms SCALE1, SCALE2 and SCALE3", CACM 16, 1973).
    """
    wanted = max(1, -(-most // _TICKS))
    power = 10 ** (len(str(wanted)) - 1)
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= wanted)
    return max(step, -(-most // step) * step), step


def _upright(place: int, places: int, last_year: int, fact: Fact, top: int) -> Bar:
    room = 100 / places
    width = min(room * _FILLED, _WIDEST)
    x, width = _rounded(place * room + (room - width) / 2), _rounded(width)
    segments, end, below = [], float(HEIGHT), float(HEIGHT)
    for kind, count in enumerate(fact.counts):
        end -= HEIGHT * count / top
        y = _rounded(end)  # the height is told from rounded ends, so that parts meet and none stands out
        if count:
            segments.append(Segment(kind, count, _link(fact, kind), x, width, y, _rounded(below - y)))
        below = y
    labelled = (_is_labelled(place, places, last_year, *room) for room in (_NARROW, _WIDE))
    return Bar(fact.label, fact.counts, fact.total, fact.href, x, width, tuple(segments), *labelled)


def _is_labelled(place: int, places: int, last_year: int, most: int, end: float) -> bool:
    """The last year and every few before it; what is no year only at the end, where the years then leave it room."""
    if place > last_year:
        return place == places - 1
    every = -(-places // most)
    has_room = last_year == places - 1 or places < _MOST_CENTRED
    first = last_year if has_room else max(0, min(last_year, int(places * end - 0.5)))
    return place <= first and (first - place) % every == 0


def _lying(fact: Fact, longest: int) -> Bar:
    segments, x = [], 0.0
    for kind, count in enumerate(fact.counts):
        width = 100 * count / longest if longest else 0.0
        if count:
            segments.append(Segment(kind, count, _link(fact, kind), _rounded(x), _rounded(width), 0, 0))
        x += width
    return Bar(fact.label, fact.counts, fact.total, fact.href, 0, _rounded(x), tuple(segments), True)


def _link(fact: Fact, kind: int) -> str:
    return (fact.links[kind] if kind < len(fact.links) else "") or fact.href


def _summary(facts: Sequence[Fact], unit: str) -> str:
    """What the bars tell together, and which is the longest."""
    if not any(fact.total for fact in facts):
        return f"No {unit} to show."
    longest = max(facts, key=lambda fact: fact.total)
    told = f"{sum(fact.total for fact in facts):,} {unit}; most at {longest.label}: {longest.total:,}."
    years = sorted(fact.label for fact in facts if _is_year(fact.label))
    return f"From {years[0]} to {years[-1]}: {told}" if len(years) > 1 else told


def _rounded(number: float) -> float:
    return round(number, 2)
