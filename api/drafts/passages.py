"""Answers, drafts: reading. In: the text of a draft, or a source that a reader made of a file. Out: its passages with the
citations in each as printed, and where in the draft they stand. Must not look anything up, keep anything, or write.

The eyes that read a report read a draft, with one difference: what they set aside as masthead, heading or furniture is looked
through too, because a draft is often a few loose paragraphs.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ontology.concepts import load_concepts
from ontology.nouns import Passage, PassageKind
from ontology.span import Span
from reading.assemble import Taken, take_apart
from reading.citations.attribute import Whose, attribute
from reading.citations.cite import Printed, cite
from reading.citations.defined import Read, defined
from reading.mapped import JOINED, Mapped
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import is_cited
from reading.parts.places import place_of
from reading.parts.units import Head, Unit
from reading.readers.source import Source

_WITHOUT_WORDS = frozenset({"number", "label", "marker", "rule"})  # set aside, and no place for a citation
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]{1,3}")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARKDOWN_NOTE = re.compile(r"\[\^(\d{1,3})\]:?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of a draft: its noun, the place in words ("para. 2", "footnote 1", "line 12"), and the footnote markers in it.

    `offsets` are those of its characters in the draft; `citations` stand in reading order.
    """

    noun: Passage
    place: str
    markers: tuple[tuple[str, int], ...]
    offsets: "array[int]"
    citations: tuple[Printed, ...] = ()

    def in_draft(self, span: Span) -> Span:
        """Where the words at a span stand in the draft, from the first to the last of them."""
        placed = [offset for offset in self.offsets[span.start : span.end] if offset != JOINED]
        return Span(placed[0], placed[-1] + 1) if placed else Span(0, 0)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a draft before they are a passage."""

    text: Mapped
    kind: PassageKind
    number: str | None = None
    place: str = ""
    markers: tuple[tuple[str, int], ...] = ()

    @property
    def start(self) -> int:
        """Where its first character stands in the draft."""
        return next((offset for offset in self.text.offsets if offset != JOINED), 0)


def source_of(text: str) -> Source:
    """A draft that was pasted, as a source: plain text or Markdown."""
    return Source(text, "text/plain", MappingProxyType({}))


def read_draft(source: Source, names: Lexicon) -> list[Piece]:
    """The passages of a draft, in the order in which they stand, each with its citations."""
    is_plain = source.pieces is None and source.blocks is None
    taken = take_apart(replace(source, text=_with_print_notes(source.text)) if is_plain else source)
    found = sorted(_words(taken), key=lambda words: words.start)
    lines = _Lines(source.text)
    pieces = [_piece(words, order, lines) for order, words in enumerate(found, 1)]
    printed = _cited([piece.noun for piece in pieces], names, taken.masthead.issuer or "")
    return [replace(piece, citations=tuple(own)) for piece, own in zip(pieces, printed, strict=True)]


def _with_print_notes(text: str) -> str:
    """The text with the footnote marks of Markdown made such as print has, each of the same length."""
    return _MARKDOWN_NOTE.sub(lambda note: note[1].translate(_RAISED).ljust(len(note[0])), text)


@cache
def names_of(home: Path, base: str) -> Lexicon:
    """The English names of the vocabulary, by which texts without a symbol are cited; read once a process."""
    return Lexicon(load_concepts(home / "ontology" / "vocabulary", base))


def _cited(passages: Iterable[Passage], names: Lexicon, issuer: str) -> list[list[Printed]]:
    """The citations of each passage, as `reading.find` has them of a report's."""
    read: list[Read] = []
    for passage in passages:
        named = names.find(passage.text)
        read.append((passage, named, cite(passage.text, [name for name in named if name.concept and is_cited(name.concept)])))
    return attribute(read, defined(read), Whose(issuer))


def _words(taken: Taken) -> Iterator[_Words]:
    """Every word of the draft once, whatever part the eyes take it for."""
    for item in taken.parts.items:
        if isinstance(item, Head):
            yield _Words(item.text, "paragraph")
        else:
            yield _of_unit(item)
    for aside in taken.parts.asides:
        if aside.kind not in _WITHOUT_WORDS and aside.text.text.strip():
            yield _Words(aside.text, "paragraph", markers=_raised(aside.text.text))


def _of_unit(unit: Unit) -> _Words:
    number = unit.number if unit.kind == "footnote" else None
    is_placed = unit.kind == "footnote" or unit.path.startswith(("para/", "preamble/", "annex/"))
    markers = (*unit.markers, *_raised(unit.text.text))
    return _Words(unit.text, unit.kind, number, place_of(unit) if is_placed else "", markers)


def _raised(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((match[0].translate(_PLAIN), match.start()) for match in _SUPERSCRIPT.finditer(text))


def _piece(words: _Words, order: int, lines: "_Lines") -> Piece:
    place = words.place or f"line {lines.at(words.start)}"
    noun = Passage(f"urn:draft:{order}", "urn:draft", words.kind, words.number, order, place, "", words.text.text, "en", "full")
    return Piece(noun, place, words.markers, words.text.offsets)


class _Lines:
    """The number of the line on which a character stands, from 1."""

    def __init__(self, text: str) -> None:
        self._ends = [at for at, sign in enumerate(text) if sign == "\n"]

    def at(self, offset: int) -> int:
        return bisect_left(self._ends, offset) + 1
