"""Answers, citing: what is cited. In: the facts of a document or treaty as the graph has them. Out: its form, organ and number as
the United Nations prints them. Must not ask the graph or write a style.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from ontology.errors import SymbolError
from ontology.symbol import Symbol

Form = Literal["resolution", "decision", "record", "document", "treaty", "charter", "text"]
"""How a thing is cited: by organ and number, by symbol, by its place in the Treaty Series, or by its title."""
_BY_SERIES: dict[str, Form] = {"RES": "resolution", "DEC": "decision", "PV": "record", "SR": "record"}
_CHARTER = "Charter of the United Nations"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_BRACKETED = re.compile(r"(?P<number>[\d/]+)\((?P<session>[^()]+)\)(?P<letters>.*)")
_LETTERS = re.compile(r"(?P<first>[A-Z])(?:-(?P<last>[A-Z]))?")
_LETTERED = re.compile(r"(?P<number>.*\d)(?P<letters>[A-Z](?:-[A-Z])?)")


@dataclass(frozen=True, slots=True)
class Source:
    """A document, treaty or programme text that can be cited. `kind` is its class, as "Report"; `date` is YYYY, YYYY-MM or
    YYYY-MM-DD: of adoption where an organ adopted it, else of issue; `issued` the one that it is found and sorted by, as
    queries/dates has it: of issue, else of adoption; `series` is "Treaty Series, vol. 78, No. 1021";
    `fidelity` is "full", "digest" (our own words) or "none" where no text is here. What the graph does not say is None or empty.
    """

    iri: str
    kind: str
    symbols: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    issued: str | None = None
    adopted_by: str | None = None
    series: str | None = None
    fidelity: str = "none"

    @property
    def form(self) -> Form:
        """How it is cited. What only supplements a resolution, such as A/RES/60/1/Corr.1, goes by its symbol."""
        if self.kind == "Treaty" and (self.series or not self.symbols):
            return "charter" if self.title == _CHARTER else "treaty"
        first = self.first
        if first is None:
            return "document" if self.symbols else "text"
        return _BY_SERIES.get(first.series, "document") if self.organ and not first.supplements else "document"

    @property
    def first(self) -> Symbol | None:
        """Its first symbol; None where it has none, or one in a form that we cannot read."""
        try:
            return Symbol.parse(self.symbols[0]) if self.symbols else None
        except SymbolError:
            return None

    @property
    def joined(self) -> str:
        """All its symbols as mastheads print parallel ones: A/75/863-S/2021/424."""
        return "-".join(self.symbols)

    @property
    def organ(self) -> str | None:
        """The organ that adopted it or whose symbol it bears first; None where neither is known."""
        return self.adopted_by or (self.first.body_name if self.first else None)

    @property
    def author(self) -> str | None:
        """The organ whose act it is; None for what is only submitted to one: who wrote it is not known here."""
        return self.organ if self.form in ("resolution", "decision") else self.adopted_by

    @property
    def organs(self) -> tuple[str, ...]:
        """Every organ of its symbols, in their order, that has a name here."""
        named = (replace(self, symbols=(symbol,), adopted_by=None).organ for symbol in self.symbols)
        return tuple(dict.fromkeys(name for name in (self.adopted_by, *named) if name))

    @property
    def number(self) -> str:
        """The number of a resolution or decision as running text has it: 60/1, 1366 (2001), 217 A (III), 77/128 A and B."""
        first = self.first
        if first is None:
            return self.joined
        number = first.text.partition(f"/{first.series}/")[2]
        if old := _BRACKETED.fullmatch(number):
            return " ".join(filter(None, (old["number"], _spelled(old["letters"]), f"({old['session']})")))
        lettered = _LETTERED.fullmatch(number)
        return f"{lettered['number']} {_spelled(lettered['letters'])}" if lettered else number

    @property
    def is_several(self) -> bool:
        """Whether the number names several resolutions, as 77/128 A and B."""
        return " and " in self.number or " to " in self.number

    @property
    def short_title(self) -> str:
        """The title up to its first colon; whole where there is none, and for texts without a symbol: before the colon they name
        their office.
        """
        return (self.title or "").partition(":")[0] if self.symbols else self.title or ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source with the places in it that are meant, in the words of our pinpoints: "para. 49 (b)", "annex I, para. 2".

    `passages` are their IRIs; `unseen` names places that were asked for and are not among the passages here.
    """

    source: Source
    places: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def spoken_date(date: str) -> str:
    """As the United Nations writes dates: 16 September 2005; September 2005 or 2005 where no more is known."""
    year, *rest = date.split("-")
    if not rest:
        return year
    words = f"{_MONTHS[int(rest[0]) - 1]} {year}"
    return f"{int(rest[1])} {words}" if len(rest) > 1 else words


def _spelled(letters: str) -> str:
    """Letters of parts: "A", "A and B" for neighbours, "A to C" for more."""
    found = _LETTERS.fullmatch(letters)
    if not found or not found["last"]:
        return letters
    return f"{found['first']} {'and' if ord(found['last']) - ord(found['first']) == 1 else 'to'} {found['last']}"
