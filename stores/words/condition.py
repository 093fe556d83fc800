"""Nouns of the word room. In: nothing. Out: what a passage's words must fulfil. Must not know of any engine."""

from dataclasses import dataclass
from typing import Literal

from stores.words.folding import unmarked

Place = Literal["words", "title", "heading"]
"""Where words stand: in the passage, in the title of its document, in the heading above it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The place has these words in this order with nothing between; `open_end`: the last one may go on."""

    terms: tuple[str, ...]
    place: Place = "words"
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """The place has a word of that form: `*` stands for any signs, `?` for one."""

    form: str
    place: Place = "words"


@dataclass(frozen=True, slots=True)
class All:
    """Every part is fulfilled."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part is fulfilled."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not fulfilled."""

    part: "Condition"


Condition = Phrase | Pattern | All | Any | Not


def printed(condition: Condition) -> str:
    """A condition as a question that asks for the same."""
    match condition:
        case Phrase(found, place, open_end):
            text = " ".join(unmarked(term) for term in found) + ("*" if open_end else "")
            return _in_place(place) + (f'"{text}"' if len(found) > 1 else text)
        case Pattern(form, place):
            return _in_place(place) + form
        case Not(part):
            return f"NOT {printed(part)}"
        case All(parts):
            return f"({' AND '.join(map(printed, parts))})"
        case Any(parts):
            return f"({' OR '.join(map(printed, parts))})"


def _in_place(place: Place) -> str:
    return {"words": "", "title": "title:", "heading": "section:"}[place]
