"""Answers, drafts: places. In: a place that is cited, and the parts that a document has. Out: whether the document has it. Must
not look anything up, nor read a pinpoint: the eyes do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from api.drafts.known import Part
from reading.citations.places import Place

State = Literal["none", "exists", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of one place: whether the document has it, the parts whose words it has, a word more where it has not,
    and the part that it is.
    """

    place: Place
    state: State
    parts: tuple[Part, ...] = ()
    note: str = ""
    own: Part | None = None


def check_place(place: Place, parts: Sequence[Part]) -> Checked:
    """Whether a document has the place among its parts. Where nothing of the kind is numbered in the text at hand, it is unknown:
    what is not numbered here may be numbered in print.
    """
    if place.kind == "article":
        return _article(place, parts)
    if place.kind == "annex":
        found = [part for part in parts if _is_in_annex(part.path, place.annex or "")]
        return Checked(
            place,
            "exists" if found else "unknown",
            tuple(found),
            "" if found else "The text at hand has no such annex.",
            next(iter(found), None),
        )
    of_kind = [part for part in parts if _steps_of(part.path, place.kind)]
    if not of_kind:
        return Checked(place, "unknown", (), f"Nothing is numbered so in the text at hand ({place.words}).")
    found = _found(place, of_kind)
    if found:
        return Checked(place, "exists", (*_chapeaux(found[0], parts), *found), own=found[0])
    return _absent(place, of_kind)


def _found(place: Place, of_kind: Sequence[Part]) -> list[Part]:
    """The parts at a place with what hangs on them: in the body, or in the annex or section that is named, else in any."""
    fitting = [part for part in of_kind if _begins(_steps_of(part.path, place.kind), place)]
    in_body = [part for part in fitting if part.path.startswith(place.kind + "/")]
    if place.annex is not None:
        return [part for part in fitting if _is_in_annex(part.path, place.annex)]
    within = "/".join(("section", *place.section))
    if place.section and (inside := [part for part in fitting if f"{within}/" in part.path]):
        return inside
    return in_body or fitting


def _begins(steps: Sequence[str], place: Place) -> bool:
    if place.kind == "section" and len(place.steps) == 1 and steps[-1:] == list(place.steps):
        return True  # "sect. B", which stands under another
    return tuple(steps[: len(place.steps)]) == place.steps


def _absent(place: Place, of_kind: Sequence[Part]) -> Checked:
    if place.kind == "section":
        return Checked(place, "unknown", (), "The text at hand has no section with that mark.")
    if len(place.steps) > 1:
        above = _found(Place(place.kind, place.steps[:1], place.annex, place.section), of_kind)
        if above and any(f"({place.steps[-1]})" in words for part in above for words in part.words.values()):
            return Checked(place, "exists", tuple(above), own=above[0])
        if above:
            own = [part.pinpoint.rpartition(", ")[2] for part in above if len(_steps_of(part.path, place.kind)) > 1]
            more = (
                f"It has {own[0]} to {own[-1]}." if len(own) > 1 else "That paragraph has no lettered items in the text at hand."
            )
            return Checked(place, "missing", (), more)
    figures = [int(step) for part in of_kind if (step := _steps_of(part.path, place.kind)[0]).isdigit()]
    note = f"Its {place.words.rpartition(' ')[0]} numbers go up to {max(figures)}." if figures else ""
    return Checked(place, "missing", (), note)


def _chapeaux(first: Part, parts: Sequence[Part]) -> list[Part]:
    """The opening words over a lettered item: they may be quoted with it."""
    return [part for part in parts if first.path.startswith(part.path + "/") and not part.path.startswith("section")]


def _article(place: Place, parts: Sequence[Part]) -> Checked:
    head = re.compile(rf"Art(?:icle|\.)\s+{re.escape(place.steps[0])}(?!\w)", re.IGNORECASE)
    found = [part for part in parts if any(head.match(words) for words in part.words.values())]
    note = "" if found else "Articles are not numbered in the text at hand."
    return Checked(place, "exists" if found else "unknown", tuple(found), note, next(iter(found), None))


def _steps_of(path: str, kind: str) -> list[str]:
    """The steps of a part's number behind the last word that names the kind; none where it is of another kind."""
    steps = path.split("/")
    at = max((at for at, step in enumerate(steps) if step == kind), default=None)
    return steps[at + 1 :] if at is not None else []


def _is_in_annex(path: str, mark: str) -> bool:
    steps = path.split("/")
    return "annex" in steps and (not mark or steps[steps.index("annex") + 1 :][:1] == [mark])
