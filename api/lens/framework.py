"""Answers, risk lens: the Framework of Analysis. In: what serves. Out: the risk factors with their indicators, as the
ontology has them, and how much of the Framework that is. Must not count passages.

Rule: queries/risk-coverage: how complete a list of indicators is can be said only where a source shows its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.facts import MG, PREFERRED, SKOS, facts_of, in_order
from api.library import Library, Serving
from api.once import once

_FACTORS = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?factor { ?factor a mg:RiskFactor } ORDER BY ?factor"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a factor: its IRI, its path under the base, its number in the Framework, and its name in our words."""

    iri: str
    path: str
    number: str
    label: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A risk factor. `counted` is how many indicators a source shows that the Framework has under it, None where none shows the
    end of the list; `certainty` and `note` say how sure name and number are; `crimes` are those that it is specific to.
    """

    iri: str
    path: str
    number: str
    label: str
    definition: str
    scope: str
    crimes: tuple[str, ...]
    counted: int | None
    certainty: str
    note: str
    indicators: tuple[Indicator, ...]

    @property
    def members(self) -> "tuple[Factor | Indicator, ...]":
        """The factor, then its indicators."""
        return (self, *self.indicators)

    @property
    def missing(self) -> int | None:
        """How many counted indicators are not described here; None where nobody counted."""
        return None if self.counted is None else self.counted - len(self.indicators)

    @property
    def state(self) -> str:
        """How complete our list is, in the words of queries/risk-coverage."""
        if self.counted is not None:
            return "whole list" if len(self.indicators) >= self.counted else "part of the list"
        return "end of the list not seen" if self.indicators else "no indicator seen"


@dataclass(frozen=True, slots=True)
class Framework:
    """The factors in the order of their numbers; `owners` leads from each factor's and indicator's IRI to its factor."""

    factors: tuple[Factor, ...]
    owners: Mapping[str, Factor]

    def of_path(self, path: str) -> Factor | Indicator | None:
        """The factor or indicator at a path such as risk-factor/7 or indicator/7.5; None where there is none."""
        for factor in self.factors:
            for one in factor.members:
                if one.path == path:
                    return one
        return None


def framework(library: Library, serving: Serving) -> Framework:
    """The Framework as it stands in this generation; found once."""
    return once(serving, "framework of analysis", lambda: _framework(library, serving))


def _framework(library: Library, serving: Serving) -> Framework:
    found = [_factor(library, serving, str(row["factor"])) for row in serving.graph.select(_FACTORS)]
    factors = tuple(sorted(found, key=lambda factor: _place(factor.number)))
    owners = {one.iri: factor for factor in factors for one in factor.members}
    return Framework(factors, owners)


def _factor(library: Library, serving: Serving, iri: str) -> Factor:
    graph = serving.graph
    stated = facts_of(graph, iri)

    def values(name: str) -> list[str]:
        return [str(term) for term in in_order(stated.get(name, ()))]

    counted = values(f"{MG}indicatorCount")
    indicators = [_indicator(library, serving, one) for one in values(f"{MG}hasIndicator")]
    crimes = [str(in_order(facts_of(graph, crime)[PREFERRED])[0]) for crime in values(f"{MG}pointsTo")]
    return Factor(
        iri=iri,
        path=library.iris.path(iri),
        number="".join(values(f"{MG}number")[:1]),
        label="".join(values(PREFERRED)[:1]),
        definition="".join(values(f"{SKOS}definition")[:1]),
        scope="".join(values(f"{MG}scope")[:1]),
        crimes=tuple(crimes),
        counted=int(counted[0]) if counted else None,
        certainty="".join(values(f"{MG}certainty")[:1]),
        note="".join(values(f"{MG}certaintyNote")[:1]),
        indicators=tuple(sorted(indicators, key=lambda one: _place(one.number))),
    )


def _indicator(library: Library, serving: Serving, iri: str) -> Indicator:
    stated = facts_of(serving.graph, iri)
    number, label, certainty = (
        "".join(str(term) for term in in_order(stated.get(name, ()))[:1]) for name in (f"{MG}number", PREFERRED, f"{MG}certainty")
    )
    return Indicator(iri, library.iris.path(iri), number, label, certainty)


def _place(number: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in number.split("."))
