"""Answers, situations: observations. In: what serves. Out: every observation of a situation, with its place, its two dates
and what the sentence names. Must not score, weigh or conclude: that a place is here says only that a document speaks of it.

Two dates are told apart: the year that a situation is about (mg:inYear, in the situation's IRI), and the date of the document
that says so. "Since" always goes by the document, as in queries/situations-since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.corpus.dated import Dated, dated
from api.facts import MG
from api.library import Library, Serving
from api.once import once, warmed

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_OBSERVED = (
    _PREFIX
    + """SELECT DISTINCT ?observation ?situation ?passage ?document ?order ?pinpoint {
  ?observation a mg:Observation ; mg:ofSituation ?situation ; mg:statedIn ?passage .
  ?passage mg:inDocument ?document ; mg:order ?order ; mg:pinpoint ?pinpoint }"""
)
NOTHING_NAMED = ""
"""The key of observations whose sentence names no factor, indicator or crime."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A finding that a passage says something of a situation. `year` is the one that it is about; `names` are the IRIs of the
    risk factors, indicators and crimes that the same sentence names. `document` is None where no date or class is known of
    it.
    """

    iri: str
    place: str
    year: int
    passage: str
    pinpoint: str
    order: int
    document_iri: str
    document: Dated | None
    names: tuple[str, ...]

    @property
    def date(self) -> str:
        """The date of the document that says so; "" where it is not known."""
        return self.document.date if self.document else ""

    @property
    def keys(self) -> Sequence[str]:
        """What it counts under: each thing named, or NOTHING_NAMED."""
        return self.names or (NOTHING_NAMED,)


@dataclass(frozen=True, slots=True)
class Observed:
    """The observations of a generation, newest document first, and those of each place."""

    every: tuple[Observation, ...]
    by_place: Mapping[str, tuple[Observation, ...]]

    def of(self, among: Sequence[str]) -> list[Observation]:
        """The observations of these places, newest document first."""
        wanted = set(among)
        return [one for one in self.every if one.place in wanted]


@warmed
def observed(library: Library, serving: Serving) -> Observed:
    """Every observation of this generation; found once."""
    return once(serving, "observations", lambda: _observed(library, serving))


def _observed(library: Library, serving: Serving) -> Observed:
    documents = dated(library, serving)
    found = []
    for row in serving.graph.select(_OBSERVED):
        iri, document = str(row["observation"]), str(row["document"])
        place, year = library.iris.situation_of(str(row["situation"]))
        stated = serving.graph.facts(iri)
        names = [str(term) for name in ("underFactor", "underIndicator", "ofCrime") for term in stated.get(f"{MG}{name}", ())]
        found.append(
            Observation(
                iri=iri,
                place=place,
                year=int(year),
                passage=str(row["passage"]),
                pinpoint=str(row["pinpoint"]),
                order=int(str(row["order"])),
                document_iri=document,
                document=documents.get(document),
                names=tuple(sorted(names)),
            )
        )
    found.sort(key=lambda one: (one.document_iri, one.order, one.iri))
    found.sort(key=lambda one: one.date, reverse=True)
    by_place: dict[str, list[Observation]] = {}
    for one in found:
        by_place.setdefault(one.place, []).append(one)
    return Observed(tuple(found), {place: tuple(some) for place, some in by_place.items()})
