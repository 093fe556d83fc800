"""Answers: filters. In: names and values as a person gives them. Out: fields and values as the index has them. Must not rank."""

import re
from collections.abc import Mapping, Sequence

from api.documents import resolve_iri
from api.library import Library, Serving
from ontology.errors import BadParameter, IriError
from ontology.iris import checked, slug
from stores.vectors.index import Filters

FILTERS: Mapping[str, str] = {
    "document": "document",
    "kind": "kind",
    "crime": "crimes",
    "risk_factor": "risk_factors",
    "actor": "actors",
    "network": "networks",
    "addressee": "addressees",
    "cites": "cites",
    "language": "language",
    "fidelity": "fidelity",
}
"""Filter name -> field of the index."""
_PLACES = {"crime": ("crime",), "risk_factor": ("risk-factor",), "actor": ("actor", "state"), "network": ("network", "mechanism"),
           "addressee": ("actor", "state"), "cites": ("doc", "instrument")}  # fmt: skip
FACETS: Mapping[str, str] = {"year": "year"} | {
    name: FILTERS[name] for name in FILTERS if name not in ("cites", "fidelity", "risk_factor")
}


def fields_of(library: Library, serving: Serving, given: Mapping[str, Sequence[str]]) -> Filters:
    """The filters as the index is asked. BadParameter for a name that is none, or a value that nothing has."""
    fields: dict[str, Sequence[str | int] | int] = {}
    for name, values in given.items():
        if name in ("year", "year_from", "year_to"):
            years = [_year(name, value) for value in values]
            if name != "year" and len(years) > 1:
                raise BadParameter(f"The filter {name!r} came {len(years)} times.", advice="Give it once.")
            fields[name] = years if name == "year" else years[0]
        elif name in FILTERS:
            fields[FILTERS[name]] = [_value(library, serving, name, value) for value in values]
        else:
            allowed = ", ".join([*FILTERS, "year", "year_from", "year_to"])
            raise BadParameter(f"There is no filter {name!r}.", advice=f"There are: {allowed}.")
    low, high = fields.get("year_from"), fields.get("year_to")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        raise BadParameter(f"year_from is {low}, after year_to, {high}: no year lies between.", advice="Swap them.")
    return fields


def _year(name: str, value: str) -> int:
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", value):
        raise BadParameter(f"Wanted a year such as 2018 for {name}; got {value!r}.")
    return int(value)


def _value(library: Library, serving: Serving, name: str, value: str) -> str:
    """A filter's value as the index has it: an IRI where the filter names a thing, given as IRI, path, symbol or slug."""
    if name == "document":
        return resolve_iri(library, serving, value)
    if name == "kind":
        return value[:1].upper() + value[1:]
    if name not in _PLACES or value.startswith(("http://", "https://")):
        return value
    for path in [value] if "/" in value else [f"{place}/{_step(place, value)}" for place in _PLACES[name]]:
        iri = library.iris.iri(path)
        if serving.graph.ask(f"ASK {{ <{_safe(iri, value)}> ?p ?o }}"):
            return iri
    if name == "cites":
        return resolve_iri(library, serving, value)  # a symbol has slashes, as a path has
    places = " or ".join(f"{place}/..." for place in _PLACES[name])
    raise BadParameter(f"Nothing is known as {name} {value!r}.", advice=f"Give an IRI, a path ({places}) or its last part.")


def _step(place: str, value: str) -> str:
    return value.upper() if place == "state" and len(value) == 3 else slug(value)


def _safe(iri: str, value: str) -> str:
    try:
        return checked(iri)
    except IriError as error:
        raise BadParameter(f"{value[:100]!r} cannot be part of an IRI.", advice="Give the path that a result shows.") from error
