"""Eyes, readers: the Registry's items. In: items as their file types them. Out: pieces in reading order. Must not parse JSON.

A paragraph, title or heading is what its type says. Front and back matter hold more than their names say where the Registry's
own reader failed: whole statements and annexes. There a label, a full stop and what came before tell what is a paragraph.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ontology.nouns import PassageRole
from reading.masthead_words import MONTHS
from reading.parts.labels import annex_of, heading_mark, label_in_text, readings
from reading.parts.pieces import ENDED, Gathering, Piece, ends_in_comma, tidy

ItemType = Literal["frontmatter", "title", "heading", "paragraph", "backmatter", "footer"]

_UNKNOWN_LEVEL = 5  # what the Registry gives where it knows only that there is a list
_OPENING_LONGEST = 100  # characters of "The General Assembly," and its like
# The words that name the body begin with an article, as no preambular paragraph does, and end in a comma.
_BODY = re.compile(r"[“\"]?(?:The|La|Le|L[’']|El|Los|Las|Les)\b.*,")
_LEADERS = re.compile(r"\.{5,}|(?:\s\.){5,}")  # of an entry of a table of contents
_MARKED = re.compile(r"([IVXLC]{1,7}|[A-Z]|\d{1,2})\.[\t ]\s*(?=\S)")
_NUMBERED = re.compile(r"^\W*+(?:PRST |OS/)?[\w-]++(?:/[\w.-]++)++\s?\.?\s+|^\d{1,4} ?\([\w-]++\)\.?\s+")
_NAMELESS = re.compile(r"(?:Resolution|Résolution|Decision|Statement|President)\b[^.]{0,40}$", re.IGNORECASE)
_MEETING = re.compile(r"(?:\d+(?:st|nd|rd|th)|[\w-]+)\s(?:\(\w+\)\s)?(?:plenary )?meeting\b", re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2})\s(\w+)\s(\d{4})\.?")
_VOTE = re.compile(r"\[?(?:Adopted (?:by|without)|In favour|Against|Abstain)", re.IGNORECASE)
_COUNTS = re.compile(r"vote of (\d+) to (\d+|none)(?:, with (\d+) abstention)?", re.IGNORECASE)
_SIGNED = re.compile(r"\W{0,2}\(?Signed\)?\b", re.IGNORECASE)
_PROSE = 120  # characters; what is so long and ends as a sentence does is a paragraph


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file, as the file types it. `level` is the depth of a paragraph or a heading; 0 where none is given."""

    kind: ItemType
    text: str
    prefix: str = ""
    role: PassageRole | None = None
    level: int = 0
    language: str = ""


@dataclass(slots=True)
class Registry:
    """Goes through the items once. `front` are the fields that the items tell of the document."""

    items: list[Item]
    front: dict[str, str] = field(default_factory=dict)
    gathering: Gathering = field(default_factory=Gathering)
    counts: Counter[str] = field(default_factory=Counter)
    untyped: bool = False  # the file calls nothing a paragraph
    begun: bool = False  # the text proper, in front matter that holds it
    annexed: bool = False
    voting: bool = False
    opened: bool = False
    operative: bool = False
    last: str = ""

    @property
    def text(self) -> str:
        """The text of the source."""
        return self.gathering.text

    def pieces(self) -> list[Piece]:
        """The pieces of all items."""
        self.untyped = not any(item.kind == "paragraph" for item in self.items)
        for item in self.items:
            getattr(self, f"_{item.kind}")(item)
        return self.gathering.pieces

    def findings(self) -> list[str]:
        """What the file contradicts itself in."""
        return [f"{count} {what}" for what, count in sorted(self.counts.items())]

    def _title(self, item: Item) -> None:
        words = tidy(f"{item.prefix} {item.text}")
        self.gathering.put("title", words)
        title = _NUMBERED.sub("", words)
        if "title" not in self.front and not _NAMELESS.match(title):
            self.front["title"] = title

    def _heading(self, item: Item) -> None:
        if _is_of_contents(item.text):
            self.gathering.put("furniture", f"{item.prefix} {item.text}")
            return
        if self._annex(item):
            return
        label, words = item.prefix.strip(), item.text
        if not label and (match := _MARKED.match(words)):
            label, words = match[1], words[match.end() :]
        if not heading_mark(label):
            words, label = f"{label} {words}", ""
        if not words.strip():
            words, label = label, ""
        self.gathering.put("heading", words, label=label, level=item.level)

    def _paragraph(self, item: Item) -> None:
        words, label, level = item.text, item.prefix.strip(), item.level if item.level != _UNKNOWN_LEVEL else 0
        quote = label[:1] if label[:1] in '“"«' else ""
        if label and not readings(label):
            words, label = f"{label} {words}", ""
        elif quote:
            words, label = f"{quote}{words}", label[1:]
        self._count_roles(item)
        if item.role == "preambular" and not self.opened and not label and self._is_opening(words):
            self.opened = True
            self.gathering.put("opening", words, role=item.role)
            return
        self.last = words
        self.gathering.put("paragraph", words, label=label, level=level, role=item.role)

    def _count_roles(self, item: Item) -> None:
        self.operative |= item.role == "operative"
        if item.role == "preambular" and self.operative:
            self.counts["paragraphs that the file calls preambular stand behind operative ones"] += 1

    def _footer(self, item: Item) -> None:
        self.gathering.put("furniture", f"{item.prefix} {item.text}")

    def _frontmatter(self, item: Item) -> None:
        words = tidy(f"{item.prefix} {item.text}")
        if not self.untyped:
            self._note_adopted(words)
            self.gathering.put("masthead", words)
        elif not self.begun and not self._begins(words):
            self._masthead(words)
        else:
            self._loose(item, words)

    def _masthead(self, words: str) -> None:
        self._note_adopted(words)
        titled = bool(_NUMBERED.match(words)) and not _DATE.match(words)
        self.gathering.put("title" if titled else "masthead", words)
        if titled and "title" not in self.front:
            self.front["title"] = _NUMBERED.sub("", words)

    def _begins(self, words: str) -> bool:
        """Whether the text proper begins: with the body's name, a label, or a sentence."""
        self.begun = self._is_opening(words) or (
            not _NUMBERED.match(words) and (bool(label_in_text(words)[0]) or (len(words) >= _PROSE and bool(ENDED.search(words))))
        )
        return self.begun

    def _loose(self, item: Item, words: str) -> None:
        """A part of the text that the file calls front matter."""
        if self._annex(item) or self._closes(words):
            return
        self.counts["paragraphs stand in what the file calls front matter"] += 1
        if self._is_opening(words) and not self.opened:
            self.opened = True
            self.gathering.put("opening", words, role="preambular")
            return
        labelled = bool(label_in_text(words)[0])
        self.operative |= (
            self.opened and not self.annexed and (labelled or not ends_in_comma(words)) and not self.last.endswith(":")
        )
        role: PassageRole | None = None if self.annexed or not self.opened else ("operative" if self.operative else "preambular")
        self._body_text(words, role)

    def _backmatter(self, item: Item) -> None:
        words = tidy(f"{item.prefix} {item.text}")
        if self._annex(item) or self._closes(words):
            return
        prose = bool(label_in_text(words)[0]) or (len(words) >= _PROSE and bool(ENDED.search(words)))
        if self.annexed or (self.untyped and self.begun) or prose:
            self.counts["paragraphs stand in what the file calls back matter"] += 1
            self.annexed |= prose
            self._body_text(words, None)
        else:
            self.gathering.put("closing", words)

    def _body_text(self, words: str, role: PassageRole | None) -> None:
        bare = not ENDED.search(words) and not label_in_text(words)[0] and not self.last.endswith(":")
        self.last = words
        if bare and len(words) < _PROSE:
            self.gathering.put("heading", words, level=1)
        else:
            self.gathering.put("paragraph", words, role=role)

    def _annex(self, item: Item) -> bool:
        found = annex_of(tidy(f"{item.prefix} {item.text}"))
        if found is None:
            return False
        self.annexed = self.begun = True
        self.last = ""
        self.gathering.put("annex", f"{item.prefix} {item.text}", label=found[1], level=found[0])
        return True

    def _closes(self, words: str) -> bool:
        """Meeting, date, vote and signature, which are no paragraphs."""
        if _SIGNED.match(words):
            self.gathering.put("signature", words)
            return True
        if not (self.voting or _VOTE.match(words) or (len(words) < _PROSE and (_MEETING.match(words) or _DATE.fullmatch(words)))):
            return False
        self._note_closing(words)
        self.voting = (self.voting or bool(_VOTE.match(words))) and not words.endswith("]")
        self.gathering.put("closing", words)
        return True

    def _note_closing(self, words: str) -> None:
        if meeting := _MEETING.match(words):
            self.front.setdefault("meeting", meeting[0])
        if meeting or _DATE.fullmatch(words):
            self._note_day(words)
        if counts := _COUNTS.search(words):
            numbers = [counts[1], counts[2].replace("none", "0"), counts[3] or "0"]
            self.front["vote"] = "{} in favour, {} against, {} abstaining".format(*numbers)

    def _note_adopted(self, words: str) -> None:
        if meeting := re.search(r"\bat its (\d+\w\w meeting)", words):
            self.front.setdefault("meeting", meeting[1])
        if re.match(r"(?:Resolutions? )?Adopted by\b", words, re.IGNORECASE):
            self._note_day(words)

    def _note_day(self, words: str) -> None:
        """The day of adoption; what is no day of the calendar is none."""
        if (match := _DATE.search(words)) and (month := MONTHS.get(match[2].casefold())):
            try:
                day = date(int(match[3]), month, int(match[1]))
            except ValueError:
                return
            self.front.setdefault("adopted", day.isoformat())

    def _is_opening(self, words: str) -> bool:
        return len(words) <= _OPENING_LONGEST and bool(_BODY.fullmatch(tidy(words)))


def _is_of_contents(words: str) -> bool:
    """Whether words are an entry of a table of contents: dots, or a tab and the number of a page."""
    before = words.rstrip().rstrip("0123456789")
    figures = len(words.rstrip()) - len(before)
    return bool(_LEADERS.search(words)) or (1 <= figures <= 4 and "\t" in before[len(before.rstrip()) :])
