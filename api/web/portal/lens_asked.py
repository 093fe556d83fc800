"""Web: what the risk lens is asked. In: the parameters of an address. Out: the same, understood, and addresses that ask for
more or less. Must not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from api.corpus.dated import KINDS
from api.lens.counted import Wanted
from api.lens.findings import STANDS, Stand
from api.lens.framework import Framework
from api.library import Library, Serving
from api.situations.places import Place, place_of
from api.web import parameters
from api.web.parameters import Pairs
from ontology.errors import BadParameter

LENS, PASSAGES = "/lens", "/lens/passages"
BY = ("year", "document")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the lens shows: years or documents, one kind of finding, the factors that are opened to their indicators (by number),
    what counts, the State (None: any), and which page of columns or documents.
    """

    by: str
    opened: tuple[str, ...]
    wanted: Wanted
    place: Place | None
    page: int

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filters alone, for an address."""
        wanted = self.wanted
        told = (
            ("type", wanted.kind),
            ("state", self.place.path if self.place else ""),
            ("year_from", str(wanted.year_from or "")),
            ("year_to", str(wanted.year_to or "")),
        )
        return [(name, value) for name, value in told if value]

    def address(self, **other: object) -> str:
        """The lens with the same filters and `by`, `how`, `open` or `page` changed."""
        now: dict[str, object] = {"by": self.by, "how": self.wanted.stand, "open": self.opened, "page": ""} | other
        opened = now.pop("open")
        pairs = [(name, str(value)) for name, value in now.items() if value]
        numbers = [("open", str(one)) for one in opened] if isinstance(opened, tuple) else []
        return address(LENS, [*pairs, *self.pairs, *numbers])

    def passages(self, thing: str, column: tuple[str, str] | None = None, how: str | None = None) -> str:
        """The passages behind a cell: the path of a factor or indicator, and the column as a parameter with its value."""
        stand = self.wanted.stand if how is None else how
        pairs = [("thing", thing), *([("how", str(stand))] if stand else []), *([column] if column else []), *self.pairs]
        return address(PASSAGES, pairs)

    def without(self, name: str) -> str:
        """The lens without one of the filters."""
        now = self.wanted
        wanted = {
            "type": replace(now, kind=""),
            "state": replace(now, place=""),
            "year_from": replace(now, year_from=None),
            "year_to": replace(now, year_to=None),
        }[name]
        return replace(self, wanted=wanted, place=None if name == "state" else self.place).address()


def asked(library: Library, serving: Serving, pairs: Pairs, known: Framework) -> Asked:
    """The parameters of the lens; BadParameter for what is none, NotFound for a State that is none."""
    by = parameters.single(pairs, "by") or BY[0]
    if by not in BY:
        raise BadParameter(f"Wanted the lens by year or by document; got {by[:40]!r}.", advice="Give by=year or by=document.")
    opened = tuple(dict.fromkeys(parameters.values(pairs, "open")))
    numbers = {factor.number for factor in known.factors}
    for number in opened:
        if number not in numbers:
            raise BadParameter(f"There is no risk factor number {number[:20]!r} to open.", advice="Give open=7, or several.")
    wanted, place = filters(library, serving, pairs)
    return Asked(by, opened, replace(wanted, stand=stand_of(pairs) or "described"), place, parameters.page_number(pairs))


def filters(library: Library, serving: Serving, pairs: Pairs) -> tuple[Wanted, Place | None]:
    """What counts but for the kind of finding, and the State if one was given."""
    kind = parameters.single(pairs, "type") or ""
    if kind and kind not in KINDS:
        raise BadParameter(f"There is no type of document {kind[:40]!r}.", advice=f"There are: {', '.join(KINDS)}.")
    state = parameters.single(pairs, "state")
    place = place_of(library, serving, state) if state else None
    years = [_year(pairs, name) for name in ("year_from", "year_to")]
    if years[0] and years[1] and years[0] > years[1]:
        raise BadParameter(f"No year lies from {years[0]} to {years[1]}.", advice="Give the earlier year first.")
    return Wanted(None, kind, place.iri if place else "", years[0], years[1]), place


def stand_of(pairs: Pairs) -> Stand | None:
    """The kind of finding that is wanted; None where none was given."""
    given = parameters.single(pairs, "how")
    for stand in STANDS:
        if stand == given:
            return stand
    if given:
        raise BadParameter(f"There is no kind of finding {given[:40]!r}.", advice=f"There are: {', '.join(STANDS)}.")
    return None


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """An address of this site."""
    return f"{path}?{urlencode(pairs, safe='/.,:()')}" if pairs else path


def _year(pairs: Pairs, name: str) -> int | None:
    given = parameters.single(pairs, name)
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) == 4):
        raise BadParameter(f"Wanted a year such as 2018 for {name}; got {given[:20]!r}.", advice="Give four digits.")
    return int(given)
