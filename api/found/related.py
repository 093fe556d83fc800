"""Answers: what else a result speaks of. In: the best passages of a search, and what serves. Out: the concepts that stand in them
more often than elsewhere. Must not rank passages, or know HTTP.

How much more often: the share of the best passages that have a concept, by its share of all passages. Ordered by the part that a
concept has in the log-likelihood of the result (Dunning 1993): what is in many of the best and in few others comes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from api.library import Serving
from api.once import once
from api.said import label_of
from stores.vectors.index import Filters, Hit

FIELDS: Mapping[str, str] = {
    "crime": "crimes",
    "risk_factor": "risk_factors",
    "actor": "actors",
    "network": "networks",
    "mechanism": "mechanisms",
    "mandate": "mandates",
    "theme": "themes",
    "country": "countries",
}
"""Filter -> field: what counts as a concept here."""
MOST = 12
FEWEST = 2  # of the best passages that must have it: one alone shows nothing
MORE_OFTEN = 2.0  # times as often as among all passages
_EVERY = 100_000  # values of a field


@dataclass(frozen=True, slots=True)
class Related:
    """A concept that stands in `found` of the best passages. `times` says how many times as often that is as among all passages;
    `filter` and `iri` narrow a search to it.
    """

    iri: str
    label: str
    filter: str
    found: int
    times: float


def related(serving: Serving, best: Sequence[Hit], filters: Filters) -> tuple[Related, ...]:
    """The concepts that the best passages share, but for those that are asked for by a filter. Nothing for fewer than two."""
    if len(best) < FEWEST:
        return ()
    every, total = once(serving, "related:all", lambda: _all(serving))
    counted = serving.index.tally(tuple(FIELDS.values()), among=[hit.iri for hit in best], limit=_EVERY)
    found = []
    for name, field in FIELDS.items():
        asked = filters.get(field, ())
        for iri, count in counted.facets[field]:
            times = (count / len(best)) / (every[field][iri] / total)
            if count >= FEWEST and times >= MORE_OFTEN and not (isinstance(asked, Sequence) and iri in asked):
                found.append((count * log(times), Related(iri, "", name, count, round(times, 1))))
    ordered = [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].iri))]
    return tuple(_named(serving, ordered))


def _named(serving: Serving, ordered: Sequence[Related]) -> list[Related]:
    """The first that have a name, each thing once: a State is an actor and a country."""
    named: dict[str, Related] = {}
    for one in ordered:
        if len(named) == MOST:
            break
        if one.iri not in named and (label := label_of(serving.graph, one.iri)):
            named[one.iri] = Related(one.iri, label, one.filter, one.found, one.times)
    return list(named.values())


def _all(serving: Serving) -> tuple[Mapping[str, Mapping[str, int]], int]:
    """How often each value stands among all passages, by field, and how many passages there are."""
    counted = serving.index.tally(tuple(FIELDS.values()), limit=_EVERY)
    return {field: dict(values) for field, values in counted.facets.items()}, counted.total
