"""Tests of papers in PDF: read back by PDFium. Must not depend on which fonts a machine has."""

import re
from pathlib import Path

import pypdfium2
import pytest

from api.papers import fonts, pdf, setting
from api.papers.paper import Block, Paper, Run
from ontology.errors import QueryTooLarge
from tests.api.papers.papers_made import EVERYTHING

NOBODYS = "\U0001f9ff\u1b05"  # an emoji and a letter of Bali: signs that the fonts of a server seldom have


def words(data: bytes) -> str:
    """The text of a PDF, its blanks made one."""
    document = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s+", " ", text)


def test_notes_stand_at_the_foot_and_words_are_words() -> None:
    """Nothing that looks like code of Typst is run."""
    found = words(pdf.pdf(EVERYTHING))
    assert "The storm2 came early" in found
    assert "A/RES/60/1, para. 138." in found
    assert found.count("#strong[x] <script>alert(1)</script> *y* _z_ `w` $v$") == 2
    assert "generation g1" in found


def test_the_pdf_says_its_title_and_language_and_is_tagged() -> None:
    """For those who hear it: PDF/UA."""
    data = pdf.pdf(EVERYTHING)
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == "Lamps & <keepers>"
    assert document.is_tagged()
    document.close()
    assert b"/Lang(en)" in data.replace(b"/Lang (", b"/Lang(")


def test_the_same_paper_is_the_same_file() -> None:
    """No clock stands in it."""
    assert pdf.pdf(EVERYTHING) == pdf.pdf(EVERYTHING)


def test_signs_without_a_font_are_told_of_instead_of_boxes() -> None:
    """The paper says which script it is, and where the words can be read."""
    paper = Paper("Lamps", [Block("quotation", [Run("联合国 大会 lamps", note="联合国")], language="zh")])
    told = fonts.printable(paper, "联合国大会")
    assert [run.text for block in told.blocks if isinstance(block, Block) for run in block.runs][1:] == [
        "[not printed: CJK] lamps"
    ]
    assert "No font on this server has signs of CJK" in words(pdf.pdf(told))
    assert fonts.unusual(paper) == "会合国大联"


def test_what_a_font_has_is_found_out() -> None:
    """Latin, Greek and Cyrillic come with Typst; a sign that is assigned to nobody is in no font."""
    assert setting.Fonts().missing("ąβж\u0301") == ""
    assert setting.Fonts().missing("ж\U000e1000") == "\U000e1000"


class Few(setting.Fonts):
    """Fonts that have every sign but one."""

    def _has(self, signs: str) -> bool:
        self._left -= 1
        return "ж" not in signs


@pytest.mark.parametrize(("most", "missing"), [(300, "ж"), (1, "вжзи"), (2, "вж")])
def test_signs_are_not_tried_without_end(monkeypatch: pytest.MonkeyPatch, most: int, missing: str) -> None:
    """What was not told apart when the trials are used up is told as missing; a script that has all its signs is tried once."""
    monkeypatch.setattr(setting, "MOST_PROBES", most)
    assert "".join(sorted(Few().missing("вжзи"))) == missing


def test_a_paper_without_a_font_is_printed_with_that_said() -> None:
    """A sign of the private use planes, which no font of a server has."""
    found = words(pdf.pdf(Paper("Lamps", [Block("paragraph", [Run("before \U000e1000 after")])])))
    assert "before [not printed: Unnamed] after" in found


@pytest.mark.parametrize("end", ["raise SystemExit(101)", "import os; os.abort()"])
def test_what_ends_typst_ends_no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str) -> None:
    """A panic and a crash alike: the paper is refused."""
    (tmp_path / "ends.py").write_text(end)
    monkeypatch.setattr(pdf, "_SETTING", str(tmp_path / "ends.py"))
    with pytest.raises(QueryTooLarge, match="cannot be set as PDF"):
        pdf.pdf(Paper("T", []))


def test_a_paper_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process is ended."""
    monkeypatch.setattr(pdf, "_WALL_S", 0.001)
    with pytest.raises(QueryTooLarge, match="longer than 0 seconds"):
        pdf.pdf(EVERYTHING)


def test_a_paper_in_any_script_is_a_paper() -> None:
    """With the fonts that there are."""
    assert pdf.pdf(Paper(f"Lamps {NOBODYS}", [Block("paragraph", [Run(f"联合国 {NOBODYS}")], language="zh")])).startswith(b"%PDF")


def test_levels_of_headings_leave_none_out() -> None:
    """PDF/UA wants them so; a paper may begin with any."""
    blocks = [Block("heading", [Run("deep")], level=4), Block("heading", [Run("shallow")], level=1)]
    assert pdf.pdf(Paper("T", blocks)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "blocks",
    [
        [Block("paragraph", [Run("a" + "\u0301" * 60_000)])],  # ends Typst where it is not bounded
        [Block("paragraph", [Run("x" * 100_000)])],
        [Block("paragraph", [Run("\u202b" * 5_000 + "word")])],
        [Block("paragraph", [])],
        [Block("paragraph", [Run("w", language="../../x", href="http://exa mple")], language="x1")],
    ],
    ids=["marks", "one word", "embeddings", "nothing", "no language"],
)
def test_hostile_papers_are_set(blocks: list[Block]) -> None:
    """None of them ends the server."""
    assert pdf.pdf(Paper("", blocks)).startswith(b"%PDF")


def test_what_would_take_long_is_refused_before_it_is_set() -> None:
    """By length, and by the number of notes."""
    with pytest.raises(QueryTooLarge, match="characters"):
        pdf.pdf(Paper("T", [Block("paragraph", [Run("x" * 500_001)])]))
    with pytest.raises(QueryTooLarge, match="footnotes"):
        pdf.pdf(Paper("T", [Block("paragraph", [Run("x", note="y")] * 3_001)]))
