"""Tests of the eyes: nothing lost, nothing doubled. In: made documents, and the four real ones. Out: where each word went."""

import html
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from reading.assemble import Taken, take_apart
from reading.mapped import JOINED
from reading.parts.units import Head
from reading.readers.text import read_text

MADE = ("S_2031_7.md", "A_85_31.txt", "A_85_31-digest.md", "framework.md", "functions.md")
REAL = ("A_72_884-S_2018_525.md", "A_75_863-S_2021_424.md", "core-functions.md", "results-framework.md")
# What is markup and not text: tags, the address of a link, entities.
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|(?<=\])\([^()\s]*\)|&(?:#?\w{2,8});")


def places(taken: Taken) -> Counter[int]:
    """How many units, headings and asides hold each source character."""
    found: Counter[int] = Counter()
    texts = [item.text for item in taken.parts.items] + [aside.text for aside in taken.parts.asides]
    for text in texts:
        found.update({offset for offset in text.offsets if offset != JOINED})
    return found


def visible(taken: Taken) -> set[int]:
    """The offsets of all letters and figures of the source that are neither front matter nor markup."""
    source = taken.source.text
    hidden = {at for match in _MARKUP.finditer(source) for at in range(*match.span())} | set(range(taken.source.body))
    return {at for at, character in enumerate(source) if character.isalnum() and at not in hidden}


def hold(taken: Taken) -> None:
    """Each visible word character is in exactly one place."""
    found, wanted = places(taken), visible(taken)
    source = taken.source.text
    lost = sorted(wanted - set(found))
    doubled = sorted(at for at, count in found.items() if count > 1 and not source[at].isspace() and source[at] != "&")
    assert [source[max(0, at - 20) : at + 20] for at in lost] == []
    assert [source[max(0, at - 20) : at + 20] for at in doubled] == []


@pytest.mark.parametrize("name", MADE)
def test_every_word_of_a_made_document_is_in_exactly_one_place(name: str, take: Callable[[str], Taken]) -> None:
    """A unit, a heading, or what was set aside with its reason."""
    hold(take(name))


@pytest.mark.parametrize("name", REAL)
def test_every_word_of_a_real_document_is_in_exactly_one_place(name: str, shared: Path) -> None:
    """The four documents as they came out of a PDF reader."""
    hold(take_apart(read_text((shared / "corpus" / "office" / name).read_bytes(), name)))


@pytest.mark.parametrize("name", REAL)
def test_what_is_set_aside_of_a_real_document_is_masthead_furniture_or_label(name: str, shared: Path) -> None:
    """No sentence of the text hides among the asides: what stands there before the first unit or is short."""
    taken = take_apart(read_text((shared / "corpus" / "office" / name).read_bytes(), name))
    long = [aside for aside in taken.parts.asides if len(aside.text.text) > 60 and aside.kind != "masthead"]
    assert [(aside.kind, aside.text.text) for aside in long if aside.kind != "heading"] == []
    assert taken.parts.findings == []


@pytest.mark.parametrize("name", MADE)
def test_every_character_that_was_read_is_the_sources_at_its_offset(name: str, take: Callable[[str], Taken]) -> None:
    """Evidence can be shown in the source itself, wherever the cleaning joined or cut."""
    taken = take(name)
    source = taken.source.text
    for item in taken.parts.items:
        for character, offset in zip(item.text.text, item.text.offsets, strict=True):
            if offset != JOINED and source[offset] != "&":
                assert character in (source[offset], " ", "\n") or character in "⁰¹²³⁴⁵⁶⁷⁸⁹"


def test_reading_order_is_the_order_of_the_source(take: Callable[[str], Taken]) -> None:
    """Units and headings come in the order in which they begin."""
    items = take("S_2031_7.md").parts.items
    starts = [item.text.offsets[0] for item in items]
    assert starts == sorted(starts)
    assert any(isinstance(item, Head) for item in items)


def test_entities_are_read_as_their_letters() -> None:
    """An entity is one visible letter, not the figures it is written with."""
    source = "1. Caf&#233; &amp; bar met.\n"
    taken = take_apart(read_text(source.encode(), "made"))
    assert taken.parts.units[0].text.text == html.unescape("Caf&#233; &amp; bar met.")
    hold(taken)
