"""Eyes: what splitting yields. In: nothing. Out: the dataclasses between splitting and the nouns; no IRIs yet. Must not read
text.

Every character of a source ends in exactly one unit, or in what was set aside with its reason, or is markup.
"""

from dataclasses import dataclass, field
from typing import Literal

from ontology.nouns import PassageKind, PassageRole
from reading.mapped import Mapped

AsideKind = Literal["masthead", "heading", "number", "label", "marker", "rule", "furniture", "front", "closing"]


@dataclass(slots=True)
class Unit:
    """A passage while it grows. `path` is its place under the document ("para/49/b"); `within` the path that holds it.

    `interrupts` is the path of the unit that goes on after a footnote, as if it were not there.
    """

    path: str
    kind: PassageKind
    number: str | None
    text: Mapped
    within: str = ""
    markers: list[tuple[str, int]] = field(default_factory=list)
    interrupts: str = ""
    role: PassageRole | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A section heading: its path ("section/III/B"), printed mark, words, depth and parent path ("" for the document)."""

    path: str
    mark: str | None
    text: Mapped
    level: int
    within: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Source text that is no unit, and why."""

    kind: AsideKind
    text: Mapped


@dataclass(slots=True)
class Parts:
    """A document taken apart: units and headings in reading order, what was set aside, what looked odd."""

    items: list[Unit | Head] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        """The units alone, in reading order."""
        return [item for item in self.items if isinstance(item, Unit)]

    def set_aside(self, kind: AsideKind, text: Mapped) -> None:
        """Keeps what is no unit."""
        self.asides.append(Aside(kind, text))
