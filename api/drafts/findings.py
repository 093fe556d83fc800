"""Answers, drafts: findings. In: plain values. Out: what is said of each citation of a draft, and of the draft as a whole. Must
not find anything.

Nothing here says that a citation is right: "in order" says what was looked at and that nothing was found against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.drafts.known import Held
from api.drafts.places import State as PlaceState
from api.drafts.wording import Difference

State = Literal["in order", "needs a look", "cannot be checked here", "unresolved", "named only"]
STATES: tuple[State, ...] = ("needs a look", "unresolved", "cannot be checked here", "in order", "named only")
Compared = Literal["word for word", "in another place", "differs", "not found", "cannot be checked here"]
WORDS_OF_HELD: Mapping[Held, str] = {
    "none": "The document is not in this collection.",
    "digest": "Only a digest is at hand, in our own words.",
    "full": "",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a citation names: IRI, which is its permanent link, symbols, title, date, and whether its text is at hand."""

    iri: str
    symbols: tuple[str, ...]
    title: str
    date: str
    held: Held


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """One place that is cited: whether the document has it ("unknown": it cannot be told here), and its permanent link."""

    words: str
    state: PlaceState
    iri: str | None
    note: str


@dataclass(frozen=True, slots=True)
class QuotationFinding:
    """A quotation that belongs to a citation: where it stands in the draft, how it compares, with what part, what differs."""

    start: int
    end: int
    words: str
    state: Compared
    pinpoint: str
    iri: str | None
    differences: tuple[Difference, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing; `calls` is true where it calls for a look."""

    kind: str
    words: str
    iri: str | None = None
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One citation: its number in the draft, where it stands (in words, and the characters from `start` up to `end`), as printed,
    how it was read, what it names or why nothing is named, and what was checked of it. `footnote` is how the United Nations would
    print it, "" where that is not known.
    """

    number: int
    place: str
    start: int
    end: int
    as_printed: str
    method: str
    state: State
    target: Target | None
    unresolved: str | None
    places: tuple[PlaceFinding, ...]
    quotations: tuple[QuotationFinding, ...]
    notes: tuple[Note, ...]
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class Loose:
    """Words in quotation marks to which no citation belongs."""

    place: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """A draft checked: the generation that it was held against, its length in characters, counts by state, and the findings."""

    generation: str
    characters: int
    summary: Mapping[str, int]
    citations: tuple[Finding, ...]
    quotations_without_citation: tuple[Loose, ...]

    @property
    def is_in_order(self) -> bool:
        """Whether nothing calls for a look, and nothing had to be left unchecked."""
        return all(finding.state in ("in order", "named only") for finding in self.citations)


def state_of(
    target: Target | None, places: tuple[PlaceFinding, ...], quotations: tuple[QuotationFinding, ...], notes: tuple[Note, ...]
) -> State:
    """What is said of a citation in one word, the gravest first."""
    if target is None:
        return "unresolved"
    against = any(place.state == "missing" for place in places) or any(note.calls for note in notes)
    if against or any(quotation.state in ("in another place", "differs", "not found") for quotation in quotations):
        return "needs a look"
    if any(quotation.state == "cannot be checked here" for quotation in quotations) or any(
        place.state == "unknown" for place in places
    ):
        return "cannot be checked here"
    if target.held == "none":
        return "cannot be checked here" if target.symbols or not _is_thing(target) else "named only"
    return "in order"


def _is_thing(target: Target) -> bool:
    """Whether it is an entry of the vocabulary, a treaty or policy, which is known by its name."""
    return bool(target.title)
