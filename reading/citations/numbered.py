"""Eyes, stage cite: texts cited by number. In: the text of one passage. Out: each resolution, decision and presidential
statement that its words number, with the organs that the words name.

Knows one passage alone: what other passages tell of a number that several organs give is `attribute`'s. Rule: UN Editorial
Manual on resolutions: organ, word, numbers as a list, each with its date; the organ is left out where it speaks itself.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from ontology.numbering import (
    COUNCIL,
    DECISION,
    MOST_OF_A_SESSION,
    RESOLUTION,
    STATEMENT,
    Adopted,
    adopters,
)
from ontology.span import Span
from reading.citations.organs import Organ, organs

_HEAD = re.compile(
    r"\b(?:(?P<unscr>(?:UN)?SCRs?(?=[ #]+\d))|(?P<res>[Rr]esolutions?|RESOLUTIONS?|Res\.?(?= \d))|(?P<dec>[Dd]ecisions?)"
    r"|(?P<prst>[Pp]residential\s+[Ss]tatements?|[Ss]tatements?\s+(?:by|of)\s+(?:its|the)\s+President|President[’']s\s+[Ss]tatements?))(?!\w)"
)
_LETTERS = r"(?:\s?\[?[A-HJ-Z]\b\]?(?:\s?(?:-|–|to|and)\s?[A-HJ-Z]\b(?!\.))?)?"
_NUMBER = re.compile(
    rf"(?<![\w/.\-–])(?:PRST[/ ])?(?:(?P<number>(?:E?S-)?\d{{1,4}}/\d{{1,4}}{_LETTERS}"
    r"|\d{1,4}(?:\s[A-Z](?:(?:-|\sand\s)[A-Z])?)?\s?\((?:\d{4}|(?:E?S-)?[IVXLC]+)\)(?:\s?[A-HJ-Z](?![A-Za-z0-9]))?)|(?P<bare>(?<!,)\d{3,4}(?![.,]\d)))(?:(?=and\s)|(?![A-Za-z0-9_/–]|-\w))"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_NUMBERS = {month: at for at, month in enumerate(_MONTHS.split("|"), 1)}
_DATE = re.compile(
    r",?\s+\(?(?:of|adopted(?:\s+by\s+[a-z ]{5,30})?\s+on|dated)\s+(?:\d{1,2}\s+)?"
    rf"(?P<month>{_MONTHS}),?\s+(?P<year>\d{{4}})"
)
_PLACE = r"(?:[IVXLC]+|\d{1,3}|[A-Z])\b(?!/)(?:\s?\([a-z]{1,4}\))*"
_PART = re.compile(
    r",?\s+\(?(?:annex(?:es)?|sections?|sects?\.|parts?|paragraphs?|paras?\.)"
    rf"(?:\s+{_PLACE}(?:(?:,|\s+and|,\s+and|\s+to|\s?[-–])\s*{_PLACE})*)?\)?(?=[,;.\s)]|$)"
)
_DIRECT = re.compile(r"\s*(?:[Nn]o(?:s|\(s\))?\.?|[Nn]umbers?|#)?\s*[“\"(]?")
_JOIN = re.compile(
    r"\)?\s*(?:[,;]\s?\d{0,2}|\d{1,2}(?=\s))?\s*(?:(?:and\s+also|as\s+well\s+as|and/or|and|or|to|&)(?:\s+(?:in|its|the))?)?"
    r"\s*[“\"(]?"
)
_ENTERS = re.compile(r"(?:[,;:]|\b(?:and|or|including|particular|by|in|with|as))\s+(?:also\s+|its\s+|the\s+|in\s+)?$")
_TOPIC = re.compile(r",?\s+(?:on|concerning|regarding|entitled)\s")
_THROUGH = re.compile(r"\((?:19|20)\d\d\)$")
_SHARE = re.compile(r"[1-9]/[2-9]\s+(?:of\s|majority)")  # "2/3 of the members"
_OWN = re.compile(
    r"\bits\s+(?:(?:own|previous|relevant|recent|earlier|landmark|subsequent|other|annual|most|all)\s+){0,3}$", re.IGNORECASE
)
_OWNED = re.compile(r"[’']?s?\s+(?:(?:thematic|relevant|annual|previous|recent|landmark|subsequent|special\s+session)\s+){0,2}$")
_LISTED = re.compile(r"[’']?s?\s*(?:,|/|and|or|,\s*and)\s*(?:the\s+)?")
_BEHIND = re.compile(r"\)?\s*,?\s+(?:of|adopted\s+by|taken\s+by)\s+the\s+(?:United\s+Nations\s+)?$")
_STRANGER = re.compile(r"(?<=[a-z,;’'&]\s)((?:[A-Z][\w’'-]*\s(?:(?:of|on|the|for|and|against)\s(?=[A-Z]))*)+)$")
_OF_ALL = re.compile(r"(?:UN|United\sNations)\s")
_STRANGER_BEHIND = re.compile(
    r"\)?,?\s+(?:(?:adopted|taken|passed)\s+)?(?:of|by)\s+the\s+((?:[A-Z][\w’'-]*\s(?:(?:of|on|the|for|and|against)\s)*)*"
    r"(?:(?:Sub-?)?[Cc]om(?:mission|mittee)|Council|Board|Assembly|Conference|Parliament|Union|Court|Organi[sz]ation|Forum|Agency)\b)"
)
_BODY = re.compile(
    r"(?:[A-Z][\w’'-]*\s(?:(?:of|on|the|for|and)\s)*)*\b(?:(?:Sub-?)?[Cc]ommission|Committee|Council|Board|Assembly|Conference|Parliament|Forum)\b"
)
_OF = re.compile(r"(?:\s(?:for|on|at)\s[^.;]{0,80})?\s+of\s+")
_ADOPTION = re.compile(r"\badoption\b[^.;]{0,60}\bby\s+the\s+$")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!No\.)(?<!para\.)(?<!paras\.)(?<!Res\.)\s+(?=[A-Z“\"])")
_NEW_CLAUSE = re.compile(r"(?:[,;]\s+|\band\s+)(?:also\s+|further\s+)?[a-z]+ing\b")
_FAR = 600  # characters before and behind a list within which its organ may be named
_NEAR = 90  # characters between the subject of a clause and its resolution
_INTRODUCED = re.compile(r"\b(?:[Ii]n|[Bb]y|[Tt]hrough|[Uu]nder|[Ww]ith|[Pp]ursuant\s+to|[Ff]ollowing)\s+[^,.;]{0,60}$")
_SUBJECT_NEXT = re.compile(r"(?:,[^,.;]{0,120})?,\s+(?:the\s+)?(?:United\s+Nations\s+)?$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text cited by number, and what its sentence says of the organ that adopted it.

    `named` are the organs beside the word, by code (several for a bare "Council", whose number must tell); `subject` the one
    whose act it seems to be; `near` all of the sentence, the nearest first. `is_own`: "its resolution"; `leads`: directly behind
    the word, not further on in its list; `bare` is the organ as printed, where that is no full name; `stranger` names a body
    that is no organ of ours.
    """

    span: Span
    number: str
    word: str
    named: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    adopted: Adopted | None = None
    is_own: bool = False
    leads: bool = True
    bare: str = ""
    stranger: str = ""

    def possible(self, latest: int | None = None) -> tuple[str, ...]:
        """The organs whose number it can be, by its form and the date that is printed with it."""
        return adopters(self.number, self.word, self.adopted, latest)

    @property
    def is_through(self) -> bool:
        """Whether it has the Security Council's form, number and year, which no other organ has."""
        return _THROUGH.search(self.number) is not None

    @property
    def tells(self) -> bool:
        """Whether number and date alone tell the organ, whatever body the sentence speaks of."""
        if self.is_through:
            return True
        digits = re.match(r"\d*", self.number.partition("/")[2])
        return self.adopted is not None or (digits is not None and int(digits[0] or 0) > MOST_OF_A_SESSION)


def numbered(text: str) -> list[Numbered]:
    """The texts that a passage cites by number, in order."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        return []
    known = organs(text)
    begins = [organ.start for organ in known]
    cuts = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text) + 1]
    found: list[Numbered] = []
    for at, head in enumerate(heads):
        place = bisect_right(cuts, head.start())
        end = min([cuts[place], *(following.start() for following in heads[at + 1 : at + 2])])
        start, stop = max(cuts[place - 1], head.start() - _FAR), min(cuts[place], end + _FAR)
        found += _Sentence(text, start, known[bisect_left(begins, start) : bisect_left(begins, stop)]).cited(head, end)
    return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What stands around one word "resolution", within a sentence and not too far off: where that begins, the organs named."""

    text: str
    start: int
    organs: list[Organ]

    def cited(self, head: "re.Match[str]", end: int) -> list[Numbered]:
        """The numbers of one list: behind its word, joined to one another, or further on with a date of their own."""
        opening = self._opening(head)
        runs: list[list[Numbered]] = [[]]
        at = head.end()
        for match in _NUMBER.finditer(self.text, head.end(), end):
            if match.start() < at:
                continue  # the year of the date behind the number before
            gap, joined = self.text[at : match.start()], bool(runs[-1])
            is_next = (_JOIN if joined else _DIRECT).fullmatch(gap) is not None
            if match["bare"] and joined and not _DATE.match(self.text, match.end()) and not runs[-1][-1].number.isdigit():
                continue  # a year: "resolutions 2282 (2016) and 2558 (2020), 2016 and 2020"
            switch = self._switch(at, match.start()) if match["number"] else None
            item = self._item(match, switch or opening, head if is_next and not joined else None, is_next or bool(switch))
            if item is None:
                continue
            if not (is_next or switch):
                runs.append([])
                item = replace(item, leads=False)
            opening = switch or opening
            runs[-1].append(item)
            at = _end_of(self.text, match.end())
        return [item for run in runs for item in self._closed(run)]

    def _opening(self, head: "re.Match[str]") -> Numbered:
        """What stands before the word: its organ, "its", or a body that is none of ours."""
        word = DECISION if head["dec"] else STATEMENT if head["prst"] else RESOLUTION
        before = self.text[self.start : head.start()]
        blank = Numbered(Span(head.start(), head.end()), "", word, is_own=_OWN.search(before) is not None)
        if head["unscr"]:
            return replace(blank, named=(COUNCIL,))
        if beside := self._beside(head.start()):
            span = Span(beside[0].start, head.end())
            bare = beside[-1].words if len(beside) == 1 and beside[-1].is_bare else ""
            codes = tuple(dict.fromkeys(code for organ in beside for code in organ.codes))
            return replace(blank, span=span, named=codes, bare=bare)
        if (stranger := _STRANGER.search(before)) and not _OF_ALL.fullmatch(stranger[1]):
            return replace(blank, stranger=stranger[1].strip())
        other = self._other_subject(head, is_own=blank.is_own)
        return replace(blank, subject=() if other else self._subject(head), near=self._near(head), stranger=other)

    def _beside(self, at: int) -> list[Organ]:
        """The organ directly before the word, with those that it is listed with: "Assembly and Security Council resolutions"."""
        found: list[Organ] = []
        for organ in reversed([organ for organ in self.organs if organ.end <= at]):
            between = self.text[organ.end : found[0].start if found else at]
            if not (_LISTED if found else _OWNED).fullmatch(between):
                break
            found.insert(0, organ)
        return found

    def _subject(self, head: "re.Match[str]") -> tuple[str, ...]:
        """The organ before the word in the same clause: "the Council, in its resolution"."""
        before = [organ for organ in self.organs if organ.end <= head.start()]
        if not before or head.start() - before[-1].end > _NEAR:
            return ()
        between = self.text[before[-1].end : head.start()]
        return () if _NEW_CLAUSE.search(between) or ";" in between else before[-1].codes

    def _other_subject(self, head: "re.Match[str]", *, is_own: bool) -> str:
        """A body that is none of ours, before the word in the same clause: "the Board, in its decision"."""
        bodies = [body for body in _BODY.finditer(self.text, self.start, head.start()) if body[0][0].isupper()]
        if not bodies or head.start() - bodies[-1].end() > _NEAR:
            return ""
        last = bodies[-1]
        is_known = any(organ.start < last.end() and last.start() < organ.end for organ in self.organs)
        between = self.text[last.end() : head.start()]
        adopts = _OF.fullmatch(between) and _ADOPTION.search(self.text, self.start, last.start())
        return "" if is_known or not (is_own or adopts) or _NEW_CLAUSE.search(between) else _plain(last[0])

    def _near(self, head: "re.Match[str]") -> tuple[str, ...]:
        def far(organ: Organ) -> int:
            return head.start() - organ.end if organ.end <= head.start() else organ.start - head.end()

        return tuple(dict.fromkeys(code for organ in sorted(self.organs, key=far) for code in organ.codes))

    def _switch(self, start: int, end: int) -> Numbered | None:
        """A new organ in the middle of a list: "resolutions 60/1 and Human Rights Council 5/1"."""
        last = next((organ for organ in reversed(self.organs) if start <= organ.start and organ.end <= end), None)
        if last is None or not re.fullmatch(r"[’']?s?\s+", self.text[last.end : end]):
            return None
        return Numbered(Span(last.start, end), "", RESOLUTION, named=last.codes, bare=last.words if last.is_bare else "")

    def _item(self, match: "re.Match[str]", opening: Numbered, head: "re.Match[str] | None", is_joined: bool) -> Numbered | None:
        date = _DATE.match(self.text, _behind(_PART, self.text, match.end()))
        adopted = Adopted(int(date["year"]), _MONTH_NUMBERS[date["month"]]) if date else None
        number = match["number"] or _with_year(match["bare"], adopted, opening, is_joined)
        is_listed = is_joined or self._enters(match, date is not None)
        if number is None or not is_listed or _SHARE.match(self.text, match.start()):
            return None
        if not adopters(number, opening.word) and not _THROUGH.search(number):
            return None
        start = opening.span.start if head or (opening.span.end == match.start()) else match.start()
        return replace(opening, span=Span(start, match.end()), number=number, adopted=adopted)

    def _enters(self, match: "re.Match[str]", is_dated: bool) -> bool:
        """Whether a number further on in the sentence goes on with the list."""
        if _THROUGH.search(match[0]):
            return True  # no other number in a sentence about resolutions has the Security Council's form
        enters = _ENTERS.search(self.text, max(self.start, match.start() - 30), match.start())
        return enters is not None and (is_dated or _TOPIC.match(self.text, match.end()) is not None)

    def _closed(self, run: list[Numbered]) -> list[Numbered]:
        """A run with what stands behind it: "of the Assembly", or the subject of "In its resolution 60/1, the Assembly"."""
        if not run or run[0].named:
            return _dated_together(run)
        end = _end_of(self.text, run[-1].span.end)
        after = next((organ for organ in self.organs if organ.start >= end), None)
        if after and _BEHIND.fullmatch(self.text[end : after.start]):
            return [replace(item, named=after.codes, stranger="") for item in _dated_together(run)]
        if stranger := _STRANGER_BEHIND.match(self.text, end):
            return [replace(item, stranger=_plain(stranger[1])) for item in _dated_together(run)]
        introduced = _INTRODUCED.search(self.text, max(self.start, run[0].span.start - 80), run[0].span.start)
        if after and introduced and not run[0].subject and _SUBJECT_NEXT.fullmatch(self.text[end : after.start]):
            return [replace(item, subject=after.codes) for item in _dated_together(run)]
        return _dated_together(run)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _with_year(bare: str, adopted: Adopted | None, opening: Numbered, is_joined: bool) -> str | None:
    """A number without more is the Security Council's, in a list behind "resolution", unless another organ is named there."""
    if not is_joined or opening.word != RESOLUTION or (opening.named and COUNCIL not in opening.named):
        return None
    return f"{bare} ({adopted.year})" if adopted and COUNCIL in (*opening.named, *opening.subject, *opening.near) else bare


def _dated_together(run: list[Numbered]) -> list[Numbered]:
    """What has no date of its own has the next one, unless only the next can: "60/5 and 60/7 of 21 November 2005"."""
    found: list[Numbered] = []
    for item in reversed(run):
        shared = found[-1].adopted if found and not item.adopted else None
        fits = shared and (adopters(item.number, item.word, shared) or not found[-1].possible())
        found.append(replace(item, adopted=shared) if fits else item)
    return found[::-1]


def _end_of(text: str, at: int) -> int:
    """Where a number's own date and the part that is cited of it end."""
    return _behind(_PART, text, _behind(_DATE, text, _behind(_PART, text, at)))


def _behind(pattern: "re.Pattern[str]", text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
