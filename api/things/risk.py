"""Answers, things: risk. In: a risk factor. Out: its indicators in the order of their numbers. Must not count observations."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.facts import MG
from api.things.counted import counted
from api.things.names import Names
from api.things.relations import Other, other


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the Framework of Analysis in our words: its number, how sure that is and why, and how
    many passages speak of it.
    """

    number: str
    indicator: Other
    certainty: str
    note: str
    spoken: int


def indicators_of(iris: Iterable[str], names: Names) -> tuple[Indicator, ...]:
    """The indicators of a risk factor."""
    return tuple(sorted((_indicator(iri, names) for iri in iris), key=lambda one: (_place(one.number), one.indicator.iri)))


def _indicator(iri: str, names: Names) -> Indicator:
    facts = names.facts(iri)

    def first(name: str) -> str:
        return str(names.best(facts.get(f"{MG}{name}", ())) or "")

    return Indicator(
        first("number"),
        other(iri, names),
        first("certainty"),
        first("certaintyNote"),
        sum(count for _, count in counted(names.serving).spoken.get(iri, ())),
    )


def _place(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdecimal())
