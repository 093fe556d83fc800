"""Web: what was found, as a page shows it. In: a search answer. Out: shelves of hits with marked words, facets, and fields that
repeat the state of the screen. Must not search, or write markup.

A page stays small however much is asked for: many hits are shown briefly, long sentences as excerpts, and whole passages only as
long as they are few and short. Facets are buttons of one form, so that a long question is not in the address of each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.filters import FILTER_NAMES, TIMES
from api.found.reasons import Reason, asked_words, reason
from api.library import Library
from api.results import Result
from api.said import called
from api.search import SearchAnswer
from api.web import languages, links
from api.web.parameters import Pairs
from api.web.portal import marking

MOST_IN_FULL = 20  # hits; more of them are shown briefly
_MOST_FACETS, _MOST_FACETS_IN_BRIEF = 12, 6
_EXCERPT, _EXCERPT_IN_BRIEF = 700, 220  # characters of a sentence
_BEFORE = 80  # characters of an excerpt before its first marked word
_MOST_WHOLE = 24_000  # bytes of whole passages on one page, their marks among them
_A_MARK = len("<mark></mark>")
MOST_CONCEPTS = 8
LONGEST_LINK = 2_000  # characters of an address that a page repeats in its links; a longer one is in its forms only
_OPEN_FACETS = ("year", "kind", "organ", "crime")
_NOT_TOLD = ("Finding",)  # a kind that nearly all passages are of: the narrower ones say what was read in them
_CONTROLS = ("sort", "group", "limit", "offset", "year_from", "year_to")  # are in the form as what can be chosen


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: what it is sent as, and how many passages it gives. `href` takes it off where it is on."""

    label: str
    sent: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values, those that are on first. `is_open` says whether it is shown unfolded."""

    name: str
    on: Sequence[Value]
    off: Sequence[Value]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A result with its best sentence, the words of the question marked, and why it was found. `text` is the whole passage, None
    where it is not worth the room; `starts` and `ends` say whether the excerpt begins and ends where the sentence does.
    """

    result: Result
    sentence: Sequence[marking.Piece]
    starts: bool
    ends: bool
    text: Sequence[marking.Piece] | None
    why: Reason
    path: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Hits that stand together on the page: those of one document, or all of them. `rest` is folded away."""

    title: str
    href: str
    first: Sequence[Hit]
    rest: Sequence[Hit]


def is_brief(found: SearchAnswer) -> bool:
    """Whether there are so many hits that each is shown briefly."""
    return len(found.hits) > MOST_IN_FULL


def counts_passages(found: SearchAnswer) -> bool:
    """Whether the total counts passages: where texts of several languages could be found, each of a passage counts by itself."""
    return len(found.filters.get("language", ())) == 1 or len(found.facets["language"]) <= 1


def shelves(library: Library, found: SearchAnswer) -> Sequence[Shelf]:
    """The hits as they stand on the page."""
    hits = list(_hits(library, found))
    if not found.groups:
        return [Shelf("", "", hits, ())]
    return [
        Shelf(
            group.title or links.readable(library.iris, group.document),
            links.local_href(library.iris, group.document),
            [hits[group.hits[0]]],
            [hits[place] for place in group.hits[1:]],
        )
        for group in found.groups
    ]


def _hits(library: Library, found: SearchAnswer) -> Iterator[Hit]:
    asked, room, brief = asked_words(found.query), _MOST_WHOLE, is_brief(found)
    for result in found.hits:
        start, end = excerpt(result.span, result.marks, _EXCERPT_IN_BRIEF if brief else _EXCERPT, result.text)
        weight = len(result.text.encode()) + _A_MARK * len(result.marks)
        shows_whole = not brief and weight <= room and len(result.text) > end - start + 1
        room -= weight if shows_whole else 0
        yield Hit(
            result,
            marking.marked(result.text, result.marks, (start, end)),
            start == result.span[0],
            end == result.span[1],
            marking.marked(result.text, result.marks) if shows_whole else None,
            reason(asked, result),
            links.local_href(library.iris, result.iri)[1:],
        )


def excerpt(span: tuple[int, int], marks: Sequence[tuple[int, int]], most: int, text: str) -> tuple[int, int]:
    """The part of a sentence that is shown: all of it, or `most` characters around its first marked word, cut between words where
    there are blanks.
    """
    start, end = span
    if end - start <= most:
        return span
    first = next((mark for mark, _ in marks if start <= mark < end), start)
    begin = start if first - start <= most // 2 else first - _BEFORE
    begin = begin if begin == start else (text.find(" ", begin, first) + 1 or begin)
    stop = min(begin + most, end)
    blank = text.rfind(" ", begin + most // 2, stop) if stop < end else -1
    return begin, stop if blank < 0 else blank


def facets(library: Library, kept: Pairs, found: SearchAnswer) -> Sequence[Facet]:
    """The filters that can narrow the search further, or be lifted."""
    most = _MOST_FACETS_IN_BRIEF if is_brief(found) else _MOST_FACETS
    shown = {name: _shortened(library, counts, name, kept, most) for name, counts in found.facets.items() if counts}
    things = {value for counts in shown.values() for value, _ in counts if value.startswith(library.iris.base)}
    with library.serving() as serving:
        labels = {thing: called(serving.graph, thing) for thing in things}
    return [_facet(library, kept, name, counts, labels) for name, counts in shown.items()]


def _shortened(
    library: Library, counts: Sequence[tuple[str, int]], name: str, kept: Pairs, most: int
) -> Sequence[tuple[str, int]]:
    """The most frequent values and all that are on; years in their order."""
    told = [pair for pair in counts if pair[0] not in _NOT_TOLD or _asked(library, kept, name, pair[0])]
    chosen = [pair for place, pair in enumerate(told) if place < most or _asked(library, kept, name, pair[0])]
    return sorted(chosen, reverse=True) if name == "year" else chosen


def _facet(library: Library, kept: Pairs, name: str, counts: Sequence[tuple[str, int]], labels: Mapping[str, str]) -> Facet:
    on, off = [], []
    for value, count in counts:
        sent = links.readable(library.iris, value) if value.startswith(library.iris.base) else value
        label = labels.get(value) or _said(name, sent)
        if pairs := _asked(library, kept, name, value):
            on.append(Value(label, sent, count, without(kept, pairs)))
        else:
            off.append(Value(label, sent, count))
    return Facet(name, on, off, is_open=bool(on) or name in _OPEN_FACETS)


def _language(tag: str) -> str:
    return languages.NAMES.get(tag, tag)


def _fidelity(sent: str) -> str:
    return {"full": "full text"}.get(sent, sent)


def _said(name: str, sent: str) -> str:
    """A value of a filter in words, where it is no thing with a name."""
    return {"kind": links.words, "type": links.words, "language": _language, "fidelity": _fidelity}.get(name, str)(sent)


def _asked(library: Library, kept: Pairs, name: str, value: str) -> Pairs:
    """The parameters that ask for a value."""
    short = links.readable(library.iris, value) if value.startswith(library.iris.base) else value
    return [
        pair
        for pair in kept
        if pair[0] == name
        and (pair[1] in (value, short) or value.endswith(f"/{pair[1]}") or pair[1].casefold() == value.casefold())
    ]


def without(kept: Pairs, pairs: Pairs) -> str:
    """The address of the same search without these parameters, from its beginning: another filter is another ranking."""
    return "?" + urlencode([pair for pair in kept if pair not in pairs and pair[0] != "offset"])


def lifted(library: Library, kept: Pairs, offered: Sequence[Facet]) -> Sequence[Value]:
    """The filters that are on, each under its name with the address that takes it off."""
    labels = {(facet.name, value.href): value.label for facet in offered for value in facet.on}
    found = []
    for pair in kept:
        if pair[0] in FILTER_NAMES:
            href = without(kept, [pair])
            label = labels.get((pair[0], href)) or _said(pair[0], links.readable(library.iris, pair[1]))
            found.append(Value(f"{links.words(pair[0].replace('_', ' '))}: {label}", pair[1], 0, href))
    return found


def is_long(kept: Pairs) -> bool:
    """Whether the question is too long to be repeated in links."""
    return len(urlencode(kept)) > LONGEST_LINK


def carried(kept: Pairs) -> Pairs:
    """What the form of the screen sends unseen: the question and the filters, but for what can be chosen in it. Filters of a long
    question can be chosen: each is a box that is ticked.
    """
    unseen = [pair for pair in kept if pair[0] not in _CONTROLS]
    return [pair for pair in unseen if pair[0] not in FILTER_NAMES] if is_long(kept) else unseen


def ticked(kept: Pairs, on: Sequence[Value]) -> Sequence[tuple[str, Value]]:
    """The filters that are on by name, as boxes of the form of the screen: of a long question only."""
    filters = zip((pair for pair in kept if pair[0] in FILTER_NAMES), on, strict=True)
    return [(pair[0], value) for pair, value in filters if pair[0] not in _CONTROLS] if is_long(kept) else ()


def years(kept: Pairs) -> Mapping[str, str]:
    """The bounds of years that are on."""
    return {name: next((value for given, value in kept if given == name), "") for name in TIMES if name in _CONTROLS}
