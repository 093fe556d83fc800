"""Eyes, stage recommend: lists of the universal periodic review. In: the passages of a report in reading order with the names
found in each. Out: one duty for each recommendation: the State under review is asked, the States in brackets recommend it.

A chapeau says to whom, and what the State answers ("enjoy the support of", "will be examined by", "did not enjoy the support
of"); items follow ("107.3 ... (Norway);", "3. ... (Argentina; France)"), each in a passage of its own or many in one. An item may
hold several recommendations, each before its own bracket, and verbs that share an object: "Sign (A) / Ratify (B) the Convention".
Must not decide where passages begin.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology.nouns import Duty, Passage, ReviewResponse
from ontology.span import Span
from reading.duties.duty import Speaker, Unread
from reading.duties.particulars import particulars

_ABOUT = re.compile(r"\brecommendations?\b[^.:]{0,200}?\b(?:listed below|below|following)\b|\bfollowing recommendations?\b")
_TELLS = re.compile(
    r"examined by|enjoy(?:s|ed)? (?:the|its) support|(?:made|addressed|presented|put) to|not (?:be )?support|accept|reject|noted"
)
_REACH = 400  # characters of a chapeau that tell of its list; what stands behind is its first items
_RESPONSES: tuple[tuple["re.Pattern[str]", ReviewResponse], ...] = (
    (
        re.compile(r"\b(?:not|n[’']t)\s+(?:be\s+|have\s+)?(?:enjoy|support|accept)|\breject|\bnoted by\b|\bcould not\b"),
        "not supported",
    ),
    (re.compile(r"\benjoy(?:s|ed)?\s+(?:the|its)\s+support|\b(?:are|were|been) (?:accepted|supported) by\b"), "supported"),
    (re.compile(r"\bwill be examined\b|\bwill provide\b|\bdeferred\b|\bpending\b"), "under examination"),
)
_ENDS = re.compile(r"\A(?:\d+\.\s+)?(?:All (?:the )?conclusions|The response|Voluntary|The recommendations? noted)\b")
_BRACKET = re.compile(r"\((?P<names>(?:[^()]|\([^()]*\))*)\)")
_ITEM = re.compile(r"(?<=[;.,):])\s+(?P<number>\d{1,3}(?:\.\d{1,3})?)(?P<dot>\.?)\s+(?=[A-Z“\"‘(])")
_FIRST = re.compile(r"\s*(?P<number>\d{1,3}(?:\.\d{1,3})?)\.?\s+(?=[A-Z“\"‘(])")
_TABLE = re.compile(r"[^\n]*\brecommendations?\b[^\n]*\t[^\n]*\b(?:position|response)\b", re.IGNORECASE)
_ROW = re.compile(r"^(?P<said>[^\t\n]+)\t(?P<position>Supported|Accepted|Noted|Not supported|Rejected|Pending)\b", re.MULTILINE)
_POSITIONS: Mapping[str, ReviewResponse] = {
    "Supported": "supported",
    "Accepted": "supported",
    "Noted": "not supported",
    "Not supported": "not supported",
    "Rejected": "not supported",
    "Pending": "under examination",
}
_BETWEEN_NAMES = re.compile(r"[;,/&\s.–-]|\b(?:and|the|The|on behalf of|by|group|States?)\b|\)")
_LEADS = re.compile(r"\A(?:[\s;,./:]|and\b|also\b|\(?[a-z]\)\s|\(?[ivx]+\)\s)+")
_SLASH = re.compile(r"\s*/\s*")
_CONFIDENCE = 0.95
_METHOD = "review list"


@dataclass(frozen=True, slots=True)
class _List:
    """The chapeau in force: who is under review, where it says so, and what he answers."""

    state: str | None
    response: ReviewResponse | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """One recommendation within an item: its words, what it asks, who makes it."""

    words: Span
    action: str
    states: tuple[str, ...]


def review_duties(passages: Sequence[Unread], speaker: Speaker) -> tuple[list[Duty], frozenset[str]]:
    """The recommendations of all review lists in a document, and the IRIs of the passages that are such lists."""
    found: list[Duty] = []
    taken: set[str] = set()
    in_force: _List | None = None
    for unread in passages:
        text, start = unread.passage.text, 0
        if unread.passage.kind == "table" and _TABLE.match(text):
            found += _in_table(unread, speaker)
        if unread.passage.kind != "paragraph":
            continue
        if chapeau := _chapeau(unread):
            in_force, start = chapeau
            taken.add(unread.passage.iri)
        elif in_force and (_ENDS.match(text) or "/annex/" in unread.passage.iri):
            in_force = None
        if in_force is None:
            continue
        duties = [
            _duty(unread, piece, in_force, speaker) for item in _items(unread.passage, start) for piece in _pieces(unread, item)
        ]
        found += duties
        taken |= {unread.passage.iri} if duties else set()
    return found, frozenset(taken)


def _in_table(unread: Unread, speaker: Speaker) -> Iterator[Duty]:
    """The recommendations of a table with one a row and the position of the State beside it, which the title names."""
    text = unread.passage.text
    for row in _ROW.finditer(text):
        number = _FIRST.match(text, row.start(), row.end("said"))
        said = Span(number.end() if number else row.start(), row.end("said"))
        in_force = _List(speaker.under_review, _POSITIONS[row["position"]])
        yield from (_duty(unread, piece, in_force, speaker) for piece in _pieces(unread, said))


def _chapeau(unread: Unread) -> tuple[_List, int] | None:
    """The list that a passage opens, and where its first item may stand; None where it opens none."""
    text = unread.passage.text
    first = next((item for item in _ITEM.finditer(text) if item["dot"] or "." in item["number"]), None)
    colon = text.find(":")
    end = min(at for at in (first.start() if first else len(text), len(text)) if at >= 0)
    if 0 <= colon < end:
        end = colon + 1
    head = text[:end]
    about = _ABOUT.search(head[:_REACH])
    if not about or not _TELLS.search(head) or _FIRST.match(text):
        return None
    states = [
        name.concept.iri for name in unread.named if name.concept and "/state/" in name.concept.iri and name.span.end <= end
    ]
    if not states:
        return None
    response = next((answer for pattern, answer in _RESPONSES if pattern.search(head)), None)
    return _List(states[0], response), end


def _items(passage: Passage, start: int) -> Iterator[Span]:
    """The items in a passage from an offset on, without their numbers; a passage without numbers is one item."""
    text, own = passage.text, passage.iri.rpartition("/")[2]
    first = _FIRST.match(text, start)
    at, last = (
        (first.end(), first["number"].partition(".")[0]) if first else (start, own if own.isdecimal() and len(own) < 5 else "")
    )
    for number in _ITEM.finditer(text, start):
        if not (number["dot"] or "." in number["number"] or number["number"] == str(int(last or -1) + 1)):
            continue  # a number without a dot counts where it is the next one
        if text[at : number.start()].strip():
            yield Span(at, number.start())
        at, last = number.end(), number["number"] if "." not in number["number"] else ""
    if text[at:].strip():
        yield Span(at, len(text))


def _pieces(unread: Unread, item: Span) -> Iterator[_Piece]:
    """The recommendations of one item: each runs from the bracket before to its own."""
    text = unread.passage.text
    brackets = [(match, states) for match in _BRACKET.finditer(text, item.start, item.end) if (states := _states(unread, match))]
    at, waiting = item.start, list[tuple[Span, str, tuple[str, ...]]]()
    for number, (match, states) in enumerate(brackets):
        start = at + len(_lead(text[at : match.start()]))
        words = Span(start, match.end())
        at = match.end()
        if _SLASH.match(text, at):
            waiting.append((words, text[start : match.start()].strip(), states))
            continue
        opening = text[start : match.start()].strip(" ;,.")
        rest = text[at : brackets[number + 1][0].start() if number + 1 < len(brackets) else item.end]
        if waiting:
            shared, at = _shared(rest, at)
            for earlier, verb, who in [*waiting, (words, opening, states)]:
                yield _Piece(Span(earlier.start, max(at, earlier.end)), f"{verb} {shared}".strip(), who)
            waiting = []
        elif opening:
            yield _Piece(words, opening, states)


def _shared(rest: str, at: int) -> tuple[str, int]:
    """The object that verbs before it share: up to the next semicolon, or all that is left."""
    end = rest.find(";")
    shared = rest if end < 0 else rest[:end]
    return shared.strip(" ;,."), at + len(shared)


def _lead(words: str) -> str:
    lead = _LEADS.match(words)
    return lead[0] if lead else ""


def _states(unread: Unread, match: "re.Match[str]") -> tuple[str, ...]:
    """The States that a bracket names; none where anything else stands in it."""
    start, end = match.span("names")
    first, behind = (bisect_left(unread.named, place, key=lambda name: name.span.start) for place in (start, end))
    names = [name for name in unread.named[first:behind] if name.span.end <= end]  # they stand in reading order
    states = [name for name in names if name.concept and "/state/" in name.concept.iri]
    if not states:
        return ()
    left, at = "", start
    for name in states:
        left += unread.passage.text[at : name.span.start] + " "
        at = name.span.end
    left = _BETWEEN_NAMES.sub("", left + unread.passage.text[at:end])
    return () if left.strip() else tuple(dict.fromkeys(name.concept.iri for name in states if name.concept))


def _duty(unread: Unread, piece: _Piece, in_force: _List, speaker: Speaker) -> Duty:
    evidence = unread.witness.evidence(piece.words, _METHOD, _CONFIDENCE)
    told = particulars(evidence.as_printed, piece.action, speaker.themes, promised=False)
    return Duty(
        unread.witness.iri("duty", evidence.as_printed),
        "recommendation",
        evidence,
        (in_force.state,) if in_force.state else (),
        "recommend",
        "recommends",
        piece.action,
        unread.passage.language,
        verb_class=speaker.iris.verb_class("recommends"),
        deliverable=told.deliverable,
        deadline=told.deadline,
        themes=told.themes,
        addressee_kinds=("state",),
        due=told.due,
        recommended_by=piece.states,
        response=in_force.response,
    )
