"""Tests of the eyes: scans. In: pages that are pictures, made here, and a real one. Out: a refusal, or words with confidence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from ontology.errors import ReadError
from reading.assemble import take_apart
from reading.readers import ocr
from reading.readers.pdf import read_pdf
from tests.reading.typeset import Leaf, typeset

NEEDED = pytest.mark.skipif(shutil.which(ocr.PROGRAM) is None, reason="the program tesseract is not installed (.ci/packages)")

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def told(*lines: str, sure: float = 90) -> str:
    """What Tesseract writes of lines in large letters, one under the other."""
    rows = [HEAD, "1\t1\t0\t0\t0\t0\t0\t0\t2550\t3300\t-1\t"]
    for at, line in enumerate(lines, 1):
        left = 300
        for number, word in enumerate(line.split(), 1):
            rows.append(f"5\t1\t1\t1\t{at}\t{number}\t{left}\t{300 + 50 * at}\t{25 * len(word)}\t30\t{sure}\t{word}")
            left += 25 * len(word) + 25
    return "\n".join(rows)


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts words in Tesseract's mouth, page by page."""

    def say(*pages: str) -> None:
        left = list(pages)
        monkeypatch.setattr(shutil, "which", lambda _: "/bin/tesseract")
        monkeypatch.setattr(ocr, "_run", lambda *_: left.pop(0))

    return say


def test_a_scan_is_said_to_be_one_where_nothing_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to install what can."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ReadError, match=r"made\.pdf; it is a scan: its 2 pages are pictures") as caught:
        read_pdf(typeset(Leaf().picture(), Leaf().picture()), "made.pdf")
    assert "apt-get install tesseract-ocr" in caught.value.advice


def test_a_document_with_some_pages_of_pictures_is_read_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The receipt says how many were not read."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    source = read_pdf(typeset(Leaf().text(72, 700, "1.  Lamps burn at dusk."), Leaf().picture()), "made.pdf")
    assert source.findings == ("1 of 2 pages are pictures without text; without Tesseract they were not read",)
    assert source.ocr is None


def test_recognised_words_become_paragraphs_with_a_confidence(says: Callable[..., None]) -> None:
    """The mean of the words', and the receipt begins with OCR."""
    says(told("1. Lamps burn at dusk and", "boats lie on the shore."))
    source = read_pdf(typeset(Leaf().picture()), "made.pdf")
    assert [unit.text.text for unit in take_apart(source).parts.units] == ["Lamps burn at dusk and boats lie on the shore."]
    assert source.ocr == pytest.approx(0.9)
    assert source.findings[0].startswith("OCR: 1 of 1 pages")


def test_an_illegible_page_is_left_out_and_said(says: Callable[..., None]) -> None:
    """A map is full of letters that are none."""
    says(told("1. Lamps burn at dusk."), told("wooSee rae N", sure=40))
    source = read_pdf(typeset(Leaf().picture(), Leaf().picture()), "made.pdf")
    assert "wooSee" not in source.text
    assert source.findings[1] == "page 2 is a drawing or illegible; what stands on it was left out"


def test_only_the_pages_without_text_are_recognised(says: Callable[..., None]) -> None:
    """The others keep the text that they have."""
    says(told("2. Boats lie on the shore."))
    found = read_pdf(typeset(Leaf().text(72, 700, "1.  Lamps burn at dusk."), Leaf().picture()), "made.pdf")
    assert [unit.path for unit in take_apart(found).parts.units] == ["para/1", "para/2"]


def test_the_first_letter_of_a_symbol_is_put_right(says: Callable[..., None]) -> None:
    """It is misread more often than any other, and the running head is known by it."""
    says(told("$/2031/7", "1. Lamps burn at dusk."))
    assert "S/2031/7" in read_pdf(typeset(Leaf().picture()), "made.pdf").text


def test_a_scan_in_which_nothing_is_legible_is_refused(says: Callable[..., None]) -> None:
    """No word is better than wrong ones."""
    says(told("wooSee rae N", sure=30))
    with pytest.raises(ReadError, match="with any certainty"):
        read_pdf(typeset(Leaf().picture()), "made.pdf")


@NEEDED
def test_tesseract_reads_a_picture_of_our_own() -> None:
    """A set page, drawn and put into a file as a picture."""
    drawn = pypdfium2.PdfDocument(typeset(Leaf().text(72, 700, "1.  Lamps burn at dusk along the coast.", size=14)))
    page = drawn[0]
    words, _ = ocr._words(page, 1, "made.pdf")
    page.close()
    drawn.close()
    assert " ".join(word.text for word in words) == "1. Lamps burn at dusk along the coast."


@NEEDED
@pytest.mark.slow
def test_the_real_scan_is_read_to_its_last_paragraph(shared: Path) -> None:
    """A report of 1999 whose pages are pictures; the last page is a map."""
    file = shared / "corpus" / "files" / "scans" / "UNIKOM_S_1999_330.pdf"
    source = read_pdf(file.read_bytes(), file.name)
    numbers = [unit.number for unit in take_apart(source).parts.units if (unit.number or "").isdigit()]
    assert numbers == [str(number) for number in range(1, 18)]
    assert source.ocr is not None
    assert source.ocr > 0.9
    assert source.findings[0].startswith("OCR")
