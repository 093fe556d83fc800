"""Answers, drafting desk: sheets. In: the passages of a draft. Out: the same in order, on sheets that a page can carry. Must not
know HTTP, nor drop a passage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.draft_desk.desk import Part
from api.portions import portions

MOST_PARTS = 40
"""Passages of one sheet."""
MOST_WEIGHT = 36_000
"""About how many characters a page takes for one sheet; a passage that is heavier alone has a sheet of its own."""
_SENTENCE = 260  # characters of markup around a sentence, with its button
_FINDING = 900  # and for what is told of a citation


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some passages: the sheet's number, the number of its first passage in the draft, both from 1, and how many of its citations
    need a look.
    """

    number: int
    first: int
    parts: tuple[Part, ...]
    looks: int

    @property
    def last(self) -> int:
        """The number of its last passage in the draft."""
        return self.first + len(self.parts) - 1


def sheets(parts: Sequence[Part]) -> tuple[Sheet, ...]:
    """The sheets of a draft: none where it has no passages, and each passage on one of them."""
    found: list[Sheet] = []
    for group in portions(parts, _weight, MOST_PARTS, MOST_WEIGHT):
        first = found[-1].last + 1 if found else 1
        looks = sum(finding.state in ("needs a look", "unresolved") for part in group for finding in part.findings)
        found.append(Sheet(len(found) + 1, first, group, looks))
    return tuple(found)


def sheet_of(every: Sequence[Sheet], wanted: int, opened: Sequence[int] = ()) -> Sheet | None:
    """The sheet to show: the one with the first sentence that was opened, or else the one that is wanted; the last one where the
    draft has become shorter than that, None where it has no passage.
    """
    for sheet in every:
        if opened and any(sentence.number == opened[0] for part in sheet.parts for sentence in part.sentences):
            return sheet
    return every[max(1, min(wanted, len(every))) - 1] if every else None


def _weight(part: Part) -> int:
    words = sum(len(stretch.text) for sentence in part.sentences for stretch in sentence.stretches)
    return words + _SENTENCE * len(part.sentences) + _FINDING * len(part.findings)
