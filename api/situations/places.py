"""Answers, situations: places. In: what serves, and a place as a person names it. Out: the State or region, and how regions hold
States. Must not guess: a name that is none of a place here is refused with those that come near.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from api.facts import MG, PREFERRED, SKOS, facts_of, in_order
from api.library import Library, Serving
from api.once import once
from ontology.errors import BadParameter, NotFound

MOST_CHARACTERS = 200
_KINDS = ("State", "Region")
_OF_KIND = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?place {{ ?place a mg:{kind} }}"
_ADVICE = "/situations lists the places of which documents here speak; a State goes by its code (state/SSD) or its name."


@dataclass(frozen=True, slots=True)
class Place:
    """A State or region: its IRI, its path under the base, its name in English, its kind, and the regions that hold it."""

    iri: str
    path: str
    name: str
    kind: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Every State and region by IRI, and the IRIs by each name, code and path, in lower case."""

    by_iri: Mapping[str, Place]
    by_name: Mapping[str, str]

    def within(self, region: str) -> list[Place]:
        """The States and regions that a region holds, by name."""
        return sorted((one for one in self.by_iri.values() if region in one.regions), key=lambda one: one.name)


def places(library: Library, serving: Serving) -> Places:
    """The places of this generation; found once."""
    return once(serving, "places", lambda: _places(library, serving))


def place_of(library: Library, serving: Serving, given: str) -> Place:
    """The place that a path (state/SSD), a code (SSD, 014), an IRI or a name means; BadParameter where nothing came, NotFound
    with the nearest names where nothing here is called so.
    """
    if not given.strip():
        raise BadParameter("Wanted a State or region; none came.", advice=_ADVICE)
    if len(given) > MOST_CHARACTERS:
        raise BadParameter(f"Wanted a place in at most {MOST_CHARACTERS} characters; got {len(given):,}.", advice=_ADVICE)
    known, name = places(library, serving), " ".join(given.split()).lower()
    name = name.removeprefix(library.iris.base.lower())
    if name in known.by_name:
        return known.by_iri[known.by_name[name]]
    near = [known.by_iri[known.by_name[one]] for one in get_close_matches(name, known.by_name, n=3, cutoff=0.75)]
    told = "; ".join(dict.fromkeys(f"{place.name} ({place.path})" for place in near))
    raise NotFound(
        f"No State or region is called {given[:60]!r} here.", advice=f"Near it: {told}. {_ADVICE}" if told else _ADVICE
    )


def _places(library: Library, serving: Serving) -> Places:
    kinds = {str(row["place"]): kind for kind in _KINDS for row in serving.graph.select(_OF_KIND.format(kind=kind))}
    found: dict[str, Place] = {}
    names: dict[str, str] = {}
    for iri, kind in sorted(kinds.items()):
        stated, path = facts_of(serving.graph, iri), library.iris.path(iri)
        labels = in_order(stated.get(PREFERRED, ()))
        name = str(labels[0]) if labels else path
        found[iri] = Place(iri, path, name, kind, frozenset(_around(serving, iri)))
        called = [path, path.partition("/")[2], name, *(str(term) for term in (*labels, *stated.get(f"{SKOS}altLabel", ())))]
        for one in called:
            names.setdefault(one.lower(), iri)
    return Places(found, names)


def _around(serving: Serving, iri: str) -> set[str]:
    """The regions that hold a place, and those that hold them."""
    found: set[str] = set()
    left = [iri]
    while left:
        regions = {str(term) for term in facts_of(serving.graph, left.pop()).get(f"{MG}inRegion", ())} - found
        found |= regions
        left += regions
    return found - {iri}
