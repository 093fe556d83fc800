"""Answers, tracker: what is wanted. In: filters by name as a person gives them. Out: the same, checked, and the duties that fit.
Must not count or show.

Several values of one filter are alternatives; several filters must all hold. The names are those of `/search` where it has them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from api.documents import resolve_iri
from api.library import Library, Serving
from api.tracker.register import LATER, NONE, Mask, Register
from ontology.errors import BadParameter, IriError, NotFound

FILTERS = ("addressee", "theme", "pillar", "verb", "kind", "document", "year", "later")
KINDS = ("recommendation", "commitment")
MOST_VALUES = 8
MOST_TEXT = 300
_HOMES: Mapping[str, tuple[str, ...]] = {
    "addressee": ("actor/", "state/", "network/", "mechanism/"),
    "theme": ("theme/",),
    "pillar": ("pillar/",),
    "verb": ("verb-class/",),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "later": LATER}
_PATH = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9][A-Za-z0-9-]*")
_YEARS = re.compile(r"(?P<only>0|[12][0-9]{3})|(?P<first>[12][0-9]{3})?\.\.(?P<last>[12][0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters, checked: by name the values as addresses have them ("actor/member-states", "A/72/884", "2001..2005"), in order."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return dict(self.values).get(name, ())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Name and value, as an address has them."""
        return [(name, value) for name, values in self.values for value in values]

    def having(self, name: str, *values: str) -> "Wanted":
        """The same with one filter in place of whatever it was; without values it is taken off."""
        held = dict(self.values) | {name: values}
        return replace(self, values=tuple((one, held[one]) for one in FILTERS if held.get(one)))


def wanted(library: Library, serving: Serving, given: Mapping[str, Sequence[str]]) -> Wanted:
    """The filters, checked. BadParameter for a name that is none or a malformed value, with what is allowed; NotFound for a
    document that is not there. A thing of which no duty speaks is no error: nothing fits it then.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for name in given:
        if name not in FILTERS:
            raise BadParameter(f"There is no filter {name[:40]!r}.", advice=f"There are: {', '.join(FILTERS)}.")
    for name in FILTERS:
        values = list(dict.fromkeys(value.strip() for value in given.get(name, ()) if value.strip()))
        if len(values) > MOST_VALUES:
            raise BadParameter(f"The filter {name} came {len(values)} times.", advice=f"It may come {MOST_VALUES} times.")
        if values:
            found.append((name, tuple(_checked(library, serving, name, value) for value in values)))
    return Wanted(tuple(found))


def fitting(library: Library, register: Register, asked: Wanted) -> Mask:
    """Which duties fit all filters."""
    total = len(register.duties)
    mask = np.ones(total, dtype=np.bool_)
    for name, values in asked.values:
        axis = register.axes[name]
        if name == "year":
            spans = [span for value in values if (span := years_of(value))]
            keys = [key for key in axis.values if any(first <= int(key) <= last for first, last in spans)]
        else:
            keys = [key_of(library, name, value) for value in values]
        mask &= axis.having(keys, total)
    return mask


def key_of(library: Library, name: str, value: str) -> str:
    """The value of an axis that a value of a filter names."""
    if name in _HOMES and value != NONE:
        return library.iris.iri(value)
    return library.iris.iri(f"doc/{value}") if name == "document" else value


def value_of(library: Library, name: str, key: str) -> str:
    """The value of a filter that names a value of an axis: the way back."""
    if name == "document":
        return library.iris.path(key).removeprefix("doc/")
    return library.iris.path(key) if name in _HOMES and key != NONE else key


def years_of(value: str) -> tuple[int, int] | None:
    """The first and the last year that a value of the filter `year` names, (0, 0) for documents without a date; None for a value
    that names none. An open range begins with 1, for 0 is no year.
    """
    told = _YEARS.fullmatch(value)
    if told is None or value == "..":
        return None
    if told["only"]:
        return int(told["only"]), int(told["only"])
    return int(told["first"] or 1), int(told["last"] or 9999)


def _checked(library: Library, serving: Serving, name: str, value: str) -> str:
    if len(value) > MOST_TEXT:
        raise BadParameter(f"The filter {name} has {len(value):,} characters.", advice=f"It may have {MOST_TEXT}.")
    if name in _CHOICES and value in _CHOICES[name]:
        return value
    if name in _HOMES and (value == NONE or _path(library, name, value)):
        return value.removeprefix(library.iris.base)
    if name == "year" and years_of(value):
        return value
    if name == "document":
        return _document(library, serving, value)
    raise BadParameter(f"The filter {name} is {value[:60]!r}.", advice=f"It must be {_allowed(name)}.")


def _path(library: Library, name: str, value: str) -> bool:
    path = value.removeprefix(library.iris.base)
    return bool(_PATH.fullmatch(path)) and path.startswith(_HOMES[name])


def _document(library: Library, serving: Serving, value: str) -> str:
    try:
        return library.iris.path(resolve_iri(library, serving, value)).removeprefix("doc/")
    except IriError as error:
        raise NotFound(f"No document {value[:60]!r} is in this generation.", advice="Give its symbol, as A/75/863.") from error


def _allowed(name: str) -> str:
    if name in _CHOICES:
        return f"one of {', '.join(_CHOICES[name])}"
    if name == "year":
        return "a year (2018), a range (2009..2021, ..2005, 2018..), or 0 for documents without a date"
    return f"a path that begins with {' or '.join(_HOMES[name])}, or {NONE}"
