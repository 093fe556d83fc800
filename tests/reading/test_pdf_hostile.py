"""Tests of the eyes: PDFs that are none, or are built to do harm. In: files made here. Out: a refusal with its reason."""

import random
import zlib

import pytest

from ontology.errors import ReadError
from reading.readers import pdf, pdf_glyphs
from reading.readers.pdf import read_pdf
from tests.reading.typeset import Leaf, typeset

SOUND = Leaf().text(72, 700, "1.  Lamps burn at dusk.").text(72, 676, "2.  Boats lie on the shore.")


def refused(data: bytes) -> ReadError:
    """How the file is refused."""
    with pytest.raises(ReadError) as caught:
        read_pdf(data, "made.pdf")
    assert "made.pdf" in caught.value.message
    assert caught.value.advice
    return caught.value


def test_a_file_with_a_password_is_said_to_have_one() -> None:
    """And how to take it off."""
    locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ") /P -4 >> /ID [<00> <00>]"
    assert "encrypted" in refused(typeset(SOUND, trailer=locked)).message


@pytest.mark.parametrize("share", [0.02, 0.1])
def test_a_file_cut_short_is_damaged(share: float) -> None:
    """Nothing of it can be read."""
    whole = typeset(SOUND)
    assert "cannot be opened" in refused(whole[: int(len(whole) * share)]).message


def test_a_blank_document_is_said_to_be_blank() -> None:
    """Without pictures it is no scan."""
    assert "blank" in refused(typeset(Leaf(), Leaf())).message


@pytest.mark.parametrize("twice", [False, True])
def test_a_stream_that_grows_without_measure_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch, twice: bool) -> None:
    """A stream inside a stream as well."""
    monkeypatch.setattr(pdf, "MAX_INFLATED", 1_000_000)
    bomb = zlib.compress(b" " * 2_000_000)
    error = refused(typeset(SOUND, stream=zlib.compress(bomb) if twice else bomb))
    assert "1,000,000 bytes" in error.message


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how many there are."""
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert "it has 3" in refused(typeset(SOUND, SOUND, SOUND)).message


def test_a_page_with_too_many_letters_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page, not only the file."""
    monkeypatch.setattr(pdf_glyphs, "MAX_GLYPHS", 60)
    full = Leaf().text(72, 700, "Lamps burn at dusk, boats lie on the shore, and all keepers sleep until noon.")
    assert "page 2 of 2" in refused(typeset(SOUND, full)).message


def test_a_page_with_too_many_objects_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are objects as well."""
    monkeypatch.setattr(pdf_glyphs, "MAX_OBJECTS", 5)
    lines = Leaf()
    for at in range(6):
        lines.rule(72, 100 + 10 * at, 300)
    assert "page 1 of 1" in refused(typeset(lines)).message


def test_too_many_letters_in_all_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever each page has."""
    monkeypatch.setattr(pdf, "MAX_LETTERS", 50)
    assert "page 2 passes that" in refused(typeset(SOUND, SOUND)).message


def test_damaged_bytes_are_read_or_refused_and_nothing_else() -> None:
    """Whatever is flipped, cut or doubled."""
    chance, whole = random.Random(7), typeset(SOUND, SOUND)  # noqa: S311  not for secrets
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        if chance.random() < 0.3:  # a third is cut as well
            del data[chance.randrange(20, len(data)) :]
        assert outcome(bytes(data))


def outcome(data: bytes) -> str:
    """The text, or what to do about the refusal."""
    try:
        return read_pdf(data, "made.pdf").text
    except ReadError as error:
        return error.advice


def test_letters_anywhere_on_the_page_are_read_in_bounded_time() -> None:
    """Thousands of words at places without any order."""
    chance, leaf = random.Random(3), Leaf()  # noqa: S311  not for secrets
    for _ in range(3_000):
        leaf.text(chance.randrange(600), chance.randrange(780), "lamp", size=chance.choice((4, 8, 12)))
    assert read_pdf(typeset(leaf), "made.pdf").text.count("lamp") > 1_000
