"""River: the receipt. In: what became of each source and document. Out: lines a person and a program can read. Must not decide
anything.

A receipt has no run times and no paths of the machine beyond the names that the user gave, so that equal runs give equal
receipts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

Outcome = Literal["read", "unchanged", "kept as rendition", "refused", "stopped by checks", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one source: what was found, what looked odd, and why it was refused or stopped."""

    source: str
    document: str | None
    outcome: Outcome
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The lines of one run, sorted by document and source, and the generation that it published (None when nothing changed)."""

    lines: tuple[Line, ...]
    generation: str | None

    @classmethod
    def of(cls, lines: Iterable[Line], generation: str | None) -> "Receipt":
        """The receipt of a run from its lines in any order."""
        return cls(tuple(sorted(lines, key=lambda line: (line.document or "", line.source))), generation)

    @property
    def refused(self) -> tuple[Line, ...]:
        """The sources that did not get in."""
        return tuple(line for line in self.lines if line.outcome in ("refused", "stopped by checks"))

    def totals(self) -> dict[str, int]:
        """Sources by outcome."""
        outcomes = [line.outcome for line in self.lines]
        return {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}

    def as_dict(self) -> dict[str, object]:
        """The receipt for JSON."""
        return {"generation": self.generation, "totals": self.totals(), "lines": [asdict(line) for line in self.lines]}
