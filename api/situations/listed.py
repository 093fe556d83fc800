"""Answers, situations: the list. In: what serves, and perhaps a date. Out: the States and regions of whose situation documents
speak, with counts by year, and which are new, spoken of again or silent since. Must not order them by anything but their names.

Rule: queries/situations-since, by the date of the document. What cannot be placed before or since is counted apart.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from api.corpus.dated import dated
from api.library import Library, Serving
from api.situations.observed import observed
from api.situations.places import Place, places
from api.situations.since import Since, told_apart


@dataclass(frozen=True, slots=True)
class Listed:
    """A place with its observations counted by the year of the document that makes them (None: not known). `before` and
    `since` are counts, `unknown` those of documents that cannot be placed; `state` is "new", "again", "silent since", or ""
    without a date.
    """

    place: Place
    by_year: Mapping[int | None, int]
    total: int
    documents: int
    latest: str
    before: int = 0
    since: int = 0
    unknown: int = 0
    state: str = ""

    @property
    def years(self) -> list[tuple[int, int]]:
        """The counts of known years, the newest first."""
        return sorted(((year, count) for year, count in self.by_year.items() if year), reverse=True)


def listed(library: Library, serving: Serving, since: Since | None = None) -> list[Listed]:
    """The places by name, regions after States."""
    known, documents = places(library, serving), dated(library, serving)
    found = []
    for iri, some in observed(library, serving).by_place.items():
        place = known.by_iri.get(iri)
        if place is None:
            continue
        years = Counter(one.document.year if one.document else None for one in some)
        sides = Counter(told_apart(since, documents, one.document_iri) for one in some) if since else Counter[str]()
        found.append(
            Listed(
                place=place,
                by_year=years,
                total=len(some),
                documents=len({one.document_iri for one in some}),
                latest=max(one.date for one in some),
                before=sides["before"],
                since=sides["since"],
                unknown=sides["unknown"],
                state=_state(sides) if since else "",
            )
        )
    return sorted(found, key=lambda one: (one.place.kind != "State", one.place.name))


def _state(sides: Mapping[str, int]) -> str:
    if sides["since"]:
        return "again" if sides["before"] else "new"
    return "silent since" if sides["before"] else "not dated"
