"""Answers, situations: a place's page. In: a State or region. Out: what documents observe of it over the years, what they
ask, which crimes they name, and where. Must not add up what is observed and what is only named in the same passage, and gives
no verdict.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from api.corpus.dated import dated
from api.lens.counted import Wanted, totals
from api.lens.findings import Stand
from api.library import Library, Serving
from api.situations.briefing import as_item, first_passages, newest_first
from api.situations.named import Item, named
from api.situations.observed import Observation, observed
from api.situations.places import Place, places


@dataclass(frozen=True, slots=True)
class Crime:
    """A crime by IRI: in how many observations of the place it is named, and how many passages name both, newest first."""

    iri: str
    observations: int
    passages: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A place as documents speak of it. `matrix` counts observations by what they name (NOTHING_NAMED: nothing) and by the
    year that they are about. `near` are passages that name the place and, apart from that, a risk factor: named, described or
    observed. `within` are the places of a region that are observed, with how often; `around` the regions that hold it.
    """

    place: Place
    observations: tuple[Observation, ...]
    matrix: Mapping[tuple[str, int], int]
    names: tuple[str, ...]
    years: tuple[int, ...]
    asked: tuple[Item, ...]
    crimes: tuple[Crime, ...]
    documents: tuple[Item, ...]
    counted: Mapping[str, int]
    briefed: tuple[Item, ...]
    near: Mapping[Stand, Mapping[str, int]]
    within: tuple[tuple[Place, int], ...]
    around: tuple[Place, ...]


def profile(library: Library, serving: Serving, place: Place) -> Profile:
    """The page of a place. Observations of a region are those of its own name; those of its States are counted in `within`."""
    known, where, all_places = dated(library, serving), named(library, serving), places(library, serving)
    by_place = observed(library, serving).by_place
    seen = by_place.get(place.iri, ())
    matrix = Counter((key, one.year) for one in seen for key in one.keys)
    naming = newest_first(where.passages.get(place.iri, ()), lambda item: known.get(item.document))
    every = [*naming, *map(as_item, seen)]
    within = [(one, len(by_place[one.iri])) for one in all_places.within(place.iri) if one.iri in by_place]
    return Profile(
        place=place,
        observations=seen,
        matrix=matrix,
        names=tuple(sorted({key for key, _ in matrix}, key=_place_in_framework)),
        years=tuple(sorted({year for _, year in matrix})),
        asked=tuple(newest_first(where.asked.get(place.iri, ()), lambda item: known.get(item.document))),
        crimes=_crimes(seen, naming, where.crimes),
        documents=tuple(newest_first(first_passages(every), lambda item: known.get(item.document))),
        counted=Counter(document for document, _ in {(item.document, item.passage) for item in every}),
        briefed=tuple(newest_first(where.briefed.get(place.iri, ()), lambda item: known.get(item.document))),
        near=totals(library, serving, Wanted(place=place.iri)),
        within=tuple(within),
        around=tuple(
            sorted((all_places.by_iri[one] for one in place.regions if one in all_places.by_iri), key=lambda one: one.name)
        ),
    )


def _crimes(seen: tuple[Observation, ...], naming: list[Item], crimes: Mapping[str, frozenset[str]]) -> tuple[Crime, ...]:
    observed_crimes = Counter(name for one in seen for name in one.names if "/crime/" in name)
    passages: dict[str, list[Item]] = {}
    for item in naming:
        for crime in crimes.get(item.passage, ()):
            passages.setdefault(crime, []).append(item)
    every = sorted({*observed_crimes, *passages}, key=lambda iri: (-observed_crimes[iri], -len(passages.get(iri, ())), iri))
    return tuple(Crime(iri, observed_crimes[iri], tuple(passages.get(iri, ()))) for iri in every)


def _place_in_framework(iri: str) -> tuple[int, tuple[int, ...], str]:
    """Factors and indicators by number, then crimes, and what names nothing last."""
    path, _, number = iri.rpartition("/")
    if path.endswith(("risk-factor", "indicator")):
        return 0, tuple(int(part) if part.isdecimal() else 0 for part in number.split(".")), iri
    return (1 if iri else 2), (), iri
