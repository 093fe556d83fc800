"""Answers, papers: Word. In: a paper. Out: a DOCX with real footnotes, the same bytes for the same paper. Must not track changes:
what was inserted or deleted is shown, not proposed.

Rule: ECMA-376, part 1: 17.3 (paragraphs and runs), 17.4 (tables), 17.11 (footnotes), 17.16.22 (links).
No library writes footnotes: python-docx 1.2 has none. So the story is written here, and styles and numbering are forms of ours.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.builder import ElementMaker

from api.papers.paper import Block, Paper, Run, RunKind, Table
from api.papers.signs import address_of, is_right_to_left, language_of, one_line, refuse_too_much, sound
from api.papers.word_package import R, W, packed

_STYLES = {"paragraph": "Normal", "quotation": "Quote", "item": "ListBullet", "note": "Remark"}
_MARKS: dict[RunKind, str] = {
    "": "",
    "emphasis": "Emphasis",
    "strong": "Strong",
    "inserted": "Inserted",
    "deleted": "Deleted",
}
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIRST_NOTE = 1  # -1 and 0 are the rules above footnotes
_WIDTH = 8_960  # twentieths of a point between the margins of A4
_NARROW, _BROAD = 7, 48  # characters by which the narrowest and the broadest column of a table are measured
_NUMBER = re.compile(r"[-−]?[\d,.]+")
_PAGE = {"w": "11906", "h": "16838"}
_MARGINS = {"top": "1360", "right": "1473", "bottom": "1360", "left": "1473", "header": "720", "footer": "720", "gutter": "0"}
_w = ElementMaker(namespace=W, nsmap={"w": W, "r": R})

Element = etree._Element


@dataclass(slots=True)
class _Story:
    """A paper while it is written: its footnotes in their order, and the addresses it leads to with their relations."""

    language: str
    notes: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)

    def block(self, one: Block) -> Element:
        """A paragraph in the style of its kind."""
        style = f"Heading{min(max(one.level, 1), 4)}" if one.kind == "heading" else _STYLES[one.kind]
        return self.paragraph(one.runs, style, language_of(one.language, self.language))

    def paragraph(self, runs: Sequence[Run], style: str, language: str) -> Element:
        """A paragraph that runs the way its language does."""
        properties = _w.pPr(_valued("pStyle", style))
        if is_right_to_left(language):
            properties.append(_w.bidi())
        return _w.p(properties, *(part for run in runs for part in self.run(run, language)))

    def run(self, run: Run, language: str) -> list[Element]:
        """A run, in a link where it has one, with its footnote behind it."""
        spoken = language_of(run.language, language)
        words = _words(run.text, _MARKS[run.kind], spoken)
        address = address_of(run.href) if run.text.strip() else ""
        if address:
            words = _w.hyperlink(
                _words(run.text, _MARKS[run.kind] or "Hyperlink", spoken), {f"{{{R}}}id": self._relation(address)}
            )
        return [words, self._note(run.note)] if run.note else [words]

    def table(self, table: Table) -> list[Element]:
        """A caption, the table with its heads on every page, and the empty paragraph that keeps it from the next table."""
        widths = _widths(table)
        drawn = _w.tbl(
            _w.tblPr(_valued("tblStyle", "TableGrid"), _w.tblW(_told(w="0", type="auto"))),
            _w.tblGrid(*(_w.gridCol(_told(w=width)) for width in widths)),
            _w.tr(
                _w.trPr(_w.tblHeader()),
                *(self._cell(Run(head, "strong"), width) for head, width in zip(table.heads, widths, strict=False)),
            ),
            *(_w.tr(*(self._cell(cell, width) for cell, width in zip(row, widths, strict=False))) for row in table.rows),
        )
        caption = [self.paragraph([Run(table.caption)], "Caption", self.language)] if table.caption.strip() else []
        return [*caption, drawn, self.paragraph((), "TableText", self.language)]

    def _cell(self, run: Run, width: str) -> Element:
        words = self.paragraph([run], "TableText", language_of(run.language, self.language))
        if _NUMBER.fullmatch(run.text.strip()):
            words[0].append(_valued("jc", "right"))
        return _w.tc(_w.tcPr(_w.tcW(_told(w=width, type="dxa"))), words)

    def _note(self, words: str) -> Element:
        self.notes.append(words)
        number = str(len(self.notes) - 1 + _FIRST_NOTE)
        return _w.r(_w.rPr(_valued("rStyle", "FootnoteReference")), _w.footnoteReference(_told(id=number)))

    def _relation(self, address: str) -> str:
        return self.addresses.setdefault(address, f"address{len(self.addresses) + 1}")


def _widths(table: Table) -> list[str]:
    """The width of each column: by its longest cell, so that a column of names is wider than one of counts."""
    cells = [[len(head), *(len(row[at].text) for row in table.rows if at < len(row))] for at, head in enumerate(table.heads)]
    shares = [min(max(*column, _NARROW), _BROAD) for column in cells] or [_NARROW]
    return [str(_WIDTH * share // sum(shares)) for share in shares]


def word(paper: Paper) -> bytes:
    """The paper as a Word document. QueryTooLarge for one that is too long."""
    refuse_too_much(paper)
    language = language_of(paper.language)
    story = _Story(language)
    body = _w.body(story.paragraph([Run(one_line(paper.title))], "Title", language))
    for one in paper.blocks:
        body.extend(story.table(one) if isinstance(one, Table) else [story.block(one)])
    body.append(
        _w.sectPr(_w.footerReference({f"{{{W}}}type": "default", f"{{{R}}}id": "footer"}), _page("pgSz", _PAGE), _margins())
    )
    parts = {"document": _w.document(body), "footnotes": _footnotes(story), "footer": _footer(paper, story)}
    told = {"title": one_line(paper.title), "description": one_line(paper.origin), "language": language}
    return packed(parts, story.addresses, told)


def _footnotes(story: _Story) -> Element:
    rules = [
        _w.footnote(_told(type=kind, id=number), _w.p(_w.r(getattr(_w, mark)())))
        for kind, number, mark in (("separator", "-1", "separator"), ("continuationSeparator", "0", "continuationSeparator"))
    ]
    return _w.footnotes(*rules, *(_footnote(words, number) for number, words in enumerate(story.notes, _FIRST_NOTE)))


def _footnote(words: str, number: int) -> Element:
    mark = _w.r(_w.rPr(_valued("rStyle", "FootnoteReference")), _w.footnoteRef())
    return _w.footnote(
        _told(id=str(number)), _w.p(_w.pPr(_valued("pStyle", "FootnoteText")), mark, _words(f" {words}", "", "en"))
    )


def _footer(paper: Paper, story: _Story) -> Element:
    """The number of the page in a line of its own: behind a long origin a tab finds no room."""
    number = story.paragraph((), "Footer", story.language)
    number[0].append(_valued("jc", "right"))
    number.append(_w.fldSimple(_told(instr="PAGE"), _w.r(_w.t("1"))))
    return _w.ftr(story.paragraph([Run(one_line(paper.origin))], "Footer", story.language), number)


def _words(text: str, style: str, language: str) -> Element:
    """A run of words; its line ends and tabs are signs of Word's own."""
    properties = _w.rPr()
    if style:
        properties.append(_valued("rStyle", style))
    if is_right_to_left(language):
        properties.append(_w.rtl())
    properties.append(_w.lang(_told(**{_script(language): language})))
    run = _w.r(properties)
    for at, line in enumerate(sound(text).split("\n")):
        if at:
            run.append(_w.br())
        for place, piece in enumerate(line.split("\t")):
            if place:
                run.append(_w.tab())
            if piece:
                run.append(_w.t(piece, {_XML_SPACE: "preserve"}))
    return run


def _script(language: str) -> str:
    """Which of Word's three languages of a run a language is."""
    if is_right_to_left(language):
        return "bidi"
    return "eastAsia" if language.partition("-")[0].lower() in ("zh", "ja", "ko") else "val"


def _page(name: str, told: dict[str, str]) -> Element:
    return getattr(_w, name)(_told(**told))  # type: ignore[no-any-return]


def _margins() -> Element:
    return _page("pgMar", _MARGINS)


def _valued(name: str, value: str) -> Element:
    return getattr(_w, name)(_told(val=value))  # type: ignore[no-any-return]


def _told(**given: str) -> dict[str, str]:
    """Attributes in Word's namespace."""
    return {f"{{{W}}}{name}": value for name, value in given.items()}
