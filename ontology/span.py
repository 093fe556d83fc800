"""Language: spans. In: two character offsets. Out: a half-open stretch of a text. Must not touch texts beyond slicing them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters from `start` up to, not including, `end` of one text; sorted by start, then by end.

    Offsets count Unicode characters from 0. ValueError where start is negative or end lies before start. An empty span
    (start equals end) marks a place between two characters.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(
                f"Wanted a span with 0 <= start <= end, in characters of its text; got start {self.start}, end {self.end}."
            )

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether both share at least one character; neighbours that only touch do not, an empty span never does."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside, both ends included."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> "Span":
        """The same stretch in a text that has `by` more characters before it; ValueError where that would begin before 0."""
        return Span(self.start + by, self.end + by)

    def union(self, other: "Span") -> "Span":
        """The smallest span that contains both, with what lies between them."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        """The words it covers; ValueError where the text ends before the span does."""
        if self.end > len(text):
            raise ValueError(
                f"Wanted characters {self.start} to {self.end}; the text has only {len(text)}. Was it the text of that span?"
            )
        return text[self.start : self.end]
