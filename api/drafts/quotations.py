"""Answers, drafts: quotations. In: the passages of a draft with their citations. Out: what stands in quotation marks, and
to which citations it belongs. Must not look anything up.

Rule: UN Editorial Manual: the source of a quotation stands behind it, in brackets or in the footnote whose marker follows, or is
named in the sentence that introduces it. What is a title, a term or one or two words is set off by the same marks without being
a quotation: it is compared, but not missed where it is not found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.drafts.passages import Piece
from api.drafts.wording import Quoted
from ontology.span import Span
from reading.citations.cite import Printed

Cited = tuple[int, int]
"""A citation by its place: which piece, and which of the citations in it."""

_CLOSES = {"“": "”", "„": "“", "«": "»"}
_MARK = re.compile('[“”„«»"]')
_LEAD_IN = re.compile(
    r"(?:\b(?:entitled|titled|called|named|term(?:ed|s)?|known as|so-called|concepts?(?: of)?|notions?(?: of)?|referred to as|"
    r"hereinafter|theme|themed|motto|slogan|heading|title|phrases?|described as|labell?ed|defin(?:ed|ition of)|item|items)"
    r"|\(the)\s*[,:]?\s*$"
)
_SHORT = 3  # letters of a word that is small in a title, too
_FEWEST = 3  # words; fewer are a term more often than a quotation
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\bNo\.)(?<!paras\.)(?<!para\.)[”\"’»)⁰¹²³⁴-⁹]*\s+(?=[A-Z“\"«])")
_DIRECTLY = re.compile(
    r"[\s.,;:…⁰¹²³⁴-⁹]*[(\[]?\s*(?:[Ss]ee(?: also)?|in|at|from|of|as (?:stated|noted|quoted) in)?[,\s]*"
    r"(?:(?:the|its|his|her|their)\s+)?(?:(?:preambular |operative )?(?:para(?:graph)?s?\.?|art(?:icle)?s?\.?|sect(?:ion)?s?\.?)"
    r"\s[\d\w(),. –-]{1,40}\sof\s+(?:the\s+)?)?"
)
_NEXT_SENTENCE = re.compile(r"[\s”\"]*[.!?][”\"⁰¹²³⁴-⁹]*\s+(?![(\[])|\s+(?=[A-Z])")
_ALONE = re.compile(r"[\s.!?”\"⁰¹²³⁴-⁹]*(?:[Ss]ee\s|[Ii]bid)")  # a sentence that is nothing but a source
_FAR = 600  # characters between a quotation and a citation behind it in the same sentence
_LONGEST = 10_000  # characters of a quotation; marks that lie further apart do not belong together


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: which piece of the draft, where in it, the words, and the citations that they may belong to.

    `is_term` is true for what may be a title or a term instead of a quotation.
    """

    piece: int
    span: Span
    words: str
    quoted: Quoted
    is_term: bool
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place in a passage that leads to citations: a citation itself, or the marker of the footnote that has them."""

    span: Span
    cited: tuple[Cited, ...]


def quotations(pieces: Sequence[Piece]) -> list[Quotation]:
    """What stands in quotation marks in a draft, in order."""
    notes = _notes(pieces)
    found: list[Quotation] = []
    waiting: tuple[Cited, ...] = ()  # the citations of a passage that ends in a colon, before the block that it announces
    for at, piece in enumerate(pieces):
        text = piece.noun.text
        anchors = _anchors(at, piece, notes)
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        spans = list(quoted_spans(text))
        for span in spans:
            belongs = _belonging(text, span, anchors, ends, spans) or (waiting if not text[: span.start].strip('“"« ') else ())
            words = text[span.start + 1 : span.end - 1]
            quoted = Quoted.of(words)
            if quoted.length:
                found.append(Quotation(at, span, words, quoted, _is_term(text, span, quoted), belongs))
        waiting = anchors[-1].cited if anchors and text.rstrip().endswith(":") else ()
    return found


def quoted_spans(text: str) -> Iterator[Span]:
    """The outermost quotation marks that belong together, with what stands between them; a mark without its fellow is none."""
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if open_marks and mark == open_marks[-1][0]:
            start = open_marks.pop()[1]
            if not open_marks and at - start <= _LONGEST:
                yield Span(start, at + 1)
        elif mark in _CLOSES:
            open_marks.append((_CLOSES[mark], at))
        elif mark == '"' and not open_marks and not text[at + 1 : at + 2].isspace():
            open_marks.append(('"', at))


def _notes(pieces: Sequence[Piece]) -> Mapping[str, tuple[Cited, ...]]:
    """The citations of each footnote, by its number; numbers that come twice lead nowhere."""
    found: dict[str, tuple[Cited, ...]] = {}
    twice: set[str] = set()
    for at, piece in enumerate(pieces):
        if piece.noun.kind == "footnote" and piece.noun.number:
            twice |= {piece.noun.number} & set(found)
            found[piece.noun.number] = tuple((at, number) for number in range(len(piece.citations)))
    return {number: cited for number, cited in found.items() if number not in twice}


def _anchors(at: int, piece: Piece, notes: Mapping[str, tuple[Cited, ...]]) -> list[_Anchor]:
    own = [_Anchor(printed.span, ((at, number),)) for number, printed in enumerate(piece.citations) if _is_source(printed)]
    marked = [_Anchor(Span(offset, offset), notes[number]) for number, offset in piece.markers if notes.get(number)]
    return sorted([*own, *marked], key=lambda anchor: anchor.span)


def _is_source(printed: Printed) -> bool:
    """Whether words may be quoted from it: a treaty named in passing, "the Convention", is none without a part of it."""
    is_document = bool(printed.symbols) or (printed.concept is not None and printed.concept.symbol is not None)
    return printed.by not in ("anaphora", "short form", "name") or printed.part is not None or is_document


def _belonging(
    text: str, span: Span, anchors: Sequence[_Anchor], ends: Sequence[int], others: Sequence[Span]
) -> tuple[Cited, ...]:
    """The citations of a quotation: those directly behind it, but not those of the next sentence where a source and a colon
    announce it; else those of its sentence, the nearest before it first; else, where it opens its sentence, the last of the
    sentence before.
    """
    behind = [anchor for anchor in anchors if anchor.span.start >= span.end]
    place = bisect_right(ends, span.start)
    start = ends[place - 1] if place else 0
    within = [anchor for anchor in anchors if start <= anchor.span.start and anchor.span.end <= span.start]
    is_announced = bool(within) and text[: span.start].rstrip().endswith(":")
    direct = list(_directly(text, span.end, behind))
    if direct and not (is_announced and _NEXT_SENTENCE.match(text, span.end)):
        return tuple(cited for anchor in direct for cited in anchor.cited)
    stop = next((end for end in ends if end > span.end), len(text) + 1)
    following = min((other.start for other in others if other.start >= span.end), default=stop)
    after = [anchor for anchor in behind if anchor.span.start < min(stop, span.end + _FAR)]
    if not within:
        after = [anchor for anchor in after if anchor.span.start < following] or after
    if chosen := [*reversed(within), *after]:
        return tuple(cited for anchor in chosen for cited in anchor.cited)
    earlier = ends[place - 2] if place > 1 else 0
    if place and not text[start : span.start].strip('“"«( '):
        before = [anchor for anchor in anchors if earlier <= anchor.span.start and anchor.span.end <= start]
        return before[-1].cited if before else ()
    return ()


def _directly(text: str, end: int, behind: Sequence[_Anchor]) -> Iterator[_Anchor]:
    """The citation directly behind, with those that stand in the same bracket."""
    opened = ""
    for anchor in behind:
        between = text[end : anchor.span.start]
        if len(between) > _FAR or not (_DIRECTLY.fullmatch(between) or (opened and ")" not in between)):
            return
        if _NEXT_SENTENCE.match(between) and not _ALONE.match(text, end):
            return
        opened = opened or ("(" if "(" in between else "")
        yield anchor
        if not opened:
            return
        end = anchor.span.end


def _is_term(text: str, span: Span, quoted: Quoted) -> bool:
    before = text[max(0, span.start - 40) : span.start]
    telling = [word for word in quoted.shown if len(word) > _SHORT]
    is_title = quoted.shown[0][0].isupper() and len(telling) > 1 and all(word[0].isupper() for word in telling)
    return quoted.length < _FEWEST or is_title or _LEAD_IN.search(before) is not None
