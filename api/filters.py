"""Answers: filters. In: names and values as a person gives them. Out: fields and values as the index has them. Must not rank.

Each filter is a field that publishing took from the graph, so that it keeps exactly the passages of which the graph says so.
Several values of one filter are alternatives; several filters must all hold.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from weakref import WeakKeyDictionary

from rapidfuzz.process import extract

from api.asking.names import bare, names_of
from api.documents import resolve_iri
from api.library import Library, Serving
from ontology.errors import BadParameter, IriError, NotFound
from ontology.iris import checked, slug
from stores.vectors.index import Filters, VectorIndex

FILTERS: Mapping[str, str] = {
    "document": "document",
    "type": "type",
    "kind": "kind",
    "organ": "organs",
    "session": "sessions",
    "crime": "crimes",
    "risk_factor": "risk_factors",
    "actor": "actors",
    "addressee": "addressees",
    "network": "networks",
    "mechanism": "mechanisms",
    "mandate": "mandates",
    "verb": "verbs",
    "theme": "themes",
    "pillar": "pillars",
    "country": "countries",
    "cites": "cites",
    "language": "language",
    "fidelity": "fidelity",
}
"""Filter name -> field of the index."""
TIMES = ("year", "year_from", "year_to", "since", "until")
FILTER_NAMES = (*FILTERS, *TIMES)
OTHER_NAMES: Mapping[str, str] = {"symbol": "document", "doc": "document", "lang": "language", "state": "country", "date": "year"}
"""Names that a question may use for a filter, and its own name."""
_PLACES: Mapping[str, tuple[str, ...]] = {
    "organ": ("actor",),
    "crime": ("crime",),
    "risk_factor": ("risk-factor",),
    "actor": ("actor", "state"),
    "addressee": ("actor", "state"),
    "network": ("network",),
    "mechanism": ("mechanism",),
    "mandate": ("mandate",),
    "verb": ("verb-class",),
    "theme": ("theme",),
    "pillar": ("pillar",),
    "country": ("state",),
    "cites": ("doc", "instrument"),
}  # the paths under which a filter's values lie
FACETS: Mapping[str, str] = {"year": "year"} | {name: FILTERS[name] for name in FILTERS if name != "cites"}
_EVERY = 100_000  # values of a field that names kinds, languages or sessions: it has a few dozen
_NEAREST = 5
_RANGE = re.compile(r"([^.]*)\.\.([^.]*)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DAY = re.compile(r"((?:19|20)[0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def fields_of(library: Library, serving: Serving, given: Mapping[str, Sequence[str]]) -> Filters:
    """The filters as the index is asked. BadParameter for a name that is none, a value that nothing has, or dates that no day
    fulfils; it says what there is.
    """
    fields: dict[str, Sequence[str | int] | int] = {}
    for name, values in _renamed(given).items():
        if name in TIMES:
            _add_times(fields, name, values)
        elif name in FILTERS:
            fields[FILTERS[name]] = [_value(library, serving, name, value) for value in values]
        else:
            raise BadParameter(f"There is no filter {name[:40]!r}.", advice=_advice_on_names(name))
    _refuse_contradictions(fields)
    return fields


def _advice_on_names(name: str) -> str:
    return f'There are: {", ".join(FILTER_NAMES)}. In a question, write words with a colon in quotation marks: "{name[:40]}:...".'


def _renamed(given: Mapping[str, Sequence[str]]) -> Mapping[str, list[str]]:
    """The filters under their own names, years of a range parted: `year` with "2009..2021" is `year_from` and `year_to`."""
    found: dict[str, list[str]] = {}
    for name, values in given.items():
        own = OTHER_NAMES.get(name, name)
        for value in values:
            for bound, end in _ends(own, value.strip()):
                found.setdefault(bound, []).append(end)
    return found


def _ends(name: str, value: str) -> list[tuple[str, str]]:
    """A value with its filter; of a range of years or days its ends, and of a single day both."""
    ends = _RANGE.fullmatch(value) if name == "year" else None
    if ends:
        names = ("year_from", "year_to") if all(len(end) in (0, 4) for end in ends.groups()) else ("since", "until")
        return [(bound, end) for bound, end in zip(names, ends.groups(), strict=True) if end]
    if name == "year" and _DAY.fullmatch(value) and len(value) > 4:
        return [("since", value), ("until", value)]
    return [(name, value)]


def joined(first: Filters, second: Filters) -> Filters:
    """Two sets of filters as one. Values of one filter are alternatives wherever they stand; of two bounds the narrower counts.

    BadParameter where no day fulfils them all.
    """
    both: dict[str, Sequence[str | int] | int] = dict(first)
    for name, value in second.items():
        other = both.get(name, value)
        if isinstance(value, int) and isinstance(other, int):
            both[name] = max(value, other) if name in ("year_from", "since") else min(value, other)
        elif not isinstance(value, int) and not isinstance(other, int):
            both[name] = [*dict.fromkeys([*other, *value])]
    _refuse_contradictions(both)
    return both


def _add_times(fields: dict[str, Sequence[str | int] | int], name: str, values: Sequence[str]) -> None:
    if name == "year":
        fields["year"] = [_year(name, value) for value in values]
        return
    if len(values) > 1:
        raise BadParameter(f"The filter {name!r} came {len(values)} times.", advice="Give it once.")
    fields[name] = _year(name, values[0]) if name in ("year_from", "year_to") else _day(name, values[0])


def _year(name: str, value: str) -> int:
    if not _YEAR.fullmatch(value):
        raise BadParameter(f"Wanted a year such as 2018 for {name}; got {value[:40]!r}.", advice="A range is year:2009..2021.")
    return int(value)


def _day(name: str, value: str) -> int:
    """A day as YYYYMMDD. Of a year or a month, `since` takes the first day and `until` the last."""
    match = _DAY.fullmatch(value)
    if not match:
        raise BadParameter(f"Wanted a date for {name}; got {value[:40]!r}.", advice="Write 2018, 2018-06 or 2018-06-01.")
    first = name == "since"
    year, month = int(match[1]), int(match[2] or (1 if first else 12))
    try:
        day = date(year, month, int(match[3] or (1 if first else monthrange(year, month)[1])))
    except ValueError as error:  # IllegalMonthError is one
        raise BadParameter(f"There is no day {value!r}.", advice="Write year, month and day as in 2018-06-01.") from error
    return day.year * 10_000 + day.month * 100 + day.day


def _refuse_contradictions(fields: Filters) -> None:
    for low, high, what in (("year_from", "year_to", "year"), ("since", "until", "day")):
        first, last = fields.get(low), fields.get(high)
        if isinstance(first, int) and isinstance(last, int) and first > last:
            raise BadParameter(f"{low} is {first}, after {high}, {last}: no {what} lies between.", advice="Swap them.")
    earliest, latest = _bounds(fields)
    years = fields.get("year")
    outside = isinstance(years, list) and not any(earliest <= int(year) <= latest for year in years)
    if earliest > latest or outside:
        raise BadParameter("No year fulfils all the filters of time.", advice="Leave out some of: " + ", ".join(TIMES) + ".")


def _bounds(fields: Filters) -> tuple[int, int]:
    """The first and the last year that the filters of time leave."""
    ends = {name: value for name, value in fields.items() if isinstance(value, int)}
    low = max(ends.get("year_from", 0), ends.get("since", 0) // 10_000)
    return low, min(ends.get("year_to", 9999), ends.get("until", 99_991_231) // 10_000)


def _value(library: Library, serving: Serving, name: str, value: str) -> str:
    """A filter's value as the index has it: an IRI where the filter names a thing, given as IRI, path, symbol, slug or label."""
    if name == "document":
        return _document(library, serving, name, value)
    if name not in _PLACES:
        return _listed(serving, name, value)
    if value.startswith(("http://", "https://")):
        return _safe(value, value)
    for path in [value] if "/" in value else [f"{place}/{_step(place, value)}" for place in _PLACES[name]]:
        iri = library.iris.iri(path)
        if serving.graph.ask(f"ASK {{ <{_safe(iri, value)}> ?p ?o }}"):
            return iri
    for thing in _called(library, serving, name, value):
        return thing
    if name == "cites":
        return _document(library, serving, name, value)  # a symbol has slashes, as a path has
    raise _unknown(library, serving, name, value)


def _document(library: Library, serving: Serving, name: str, value: str) -> str:
    try:
        return resolve_iri(library, serving, value)
    except (NotFound, IriError) as error:
        titled = names_of(serving.graph).titles.get(bare(value), ())
        if titled:
            return titled[0]
        raise _unknown(library, serving, name, value) from error


def _called(library: Library, serving: Serving, name: str, value: str) -> Iterable[str]:
    """The things under the filter's paths that have that label."""
    starts = tuple(library.iris.iri(f"{place}/") for place in _PLACES[name])
    return (thing for thing in names_of(serving.graph).things.get(bare(value), ()) if thing.startswith(starts))


def _listed(serving: Serving, name: str, value: str) -> str:
    """A value of a field that has few, whatever its capitals; BadParameter with those that there are."""
    there = values_of(serving.index, FILTERS[name])
    wanted = re.sub(r"[\s_-]", "", value).casefold() if name in ("kind", "type") else value.casefold()
    for known in there:
        if known.casefold() == wanted:
            return known
    near = _near(value, there)
    raise BadParameter(
        f"No passage has the {name} {value[:60]!r}.",
        advice=f"There are: {', '.join(near + [known for known in there if known not in near])}.",
    )


_VALUES: "WeakKeyDictionary[VectorIndex, dict[str, list[str]]]" = WeakKeyDictionary()


def values_of(index: VectorIndex, field: str) -> list[str]:
    """All values that a field has in an opened index, the most frequent first; read once."""
    known = _VALUES.setdefault(index, {})
    if field not in known:
        known[field] = [value for value, _ in index.facets(field, limit=_EVERY)]
    return known[field]


def _unknown(library: Library, serving: Serving, name: str, value: str) -> BadParameter:
    """What is said of a value that names nothing, with what is spelt most like it."""
    if name in ("document", "cites"):
        there = [iri.removeprefix(library.iris.base).removeprefix("doc/") for iri in values_of(serving.index, FILTERS[name])]
        what = "a symbol such as A/75/863, a title, a path or an IRI"
    else:
        starts = tuple(library.iris.iri(f"{place}/") for place in _PLACES[name])
        there = [
            label.text for label in names_of(serving.graph).labels if label.thing.startswith(starts) and label.language == "en"
        ]
        what = f"a name, an IRI, a path ({' or '.join(f'{place}/...' for place in _PLACES[name])}) or its last part"
    near = _near(value, there)
    return BadParameter(
        f"Nothing is known as {name} {value[:60]!r}.",
        advice=f"Give {what}. Nearest: {'; '.join(near)}." if near else f"Give {what}.",
    )


def _near(value: str, there: Sequence[str]) -> list[str]:
    found = extract(value[:200].casefold(), {known: known.casefold() for known in there}, limit=_NEAREST, score_cutoff=50)
    return [str(known) for _, _, known in found]


def _step(place: str, value: str) -> str:
    return value.upper() if place == "state" and len(value) == 3 else slug(value)


def _safe(iri: str, value: str) -> str:
    try:
        return checked(iri)
    except IriError as error:
        raise BadParameter(f"{value[:100]!r} cannot be part of an IRI.", advice="Give the path that a result shows.") from error
