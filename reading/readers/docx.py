"""Eyes, readers. In: the bytes of a Word document (DOCX, also DOCM and templates). Out: its text in blocks as printed, with
automatic numbers, notes where they are marked, tables by rows, heads and feet as furniture. Must not split or run anything.

Macros, pictures, comments and what was deleted under revision are not read. Rule: ECMA-376, part 1 (WordprocessingML).
"""

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from lxml import etree

from ontology.errors import ReadError
from reading.readers.docx_charts import chart_table
from reading.readers.docx_numbering import W, read_numbering, value, whole
from reading.readers.docx_story import Counting, Key, Story
from reading.readers.docx_styles import read_styles
from reading.readers.docx_words import CHART, RELATION
from reading.readers.package import Package, open_package
from reading.readers.source import Source
from reading.readers.transcript import Item, Line, Table, Transcript, plain

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_CHARTS = 500
_LANGUAGES = {"english": "en", "french": "fr", "spanish": "es", "arabic": "ar", "chinese": "zh", "russian": "ru"}
_SURE = 0.9  # share of the letters whose language the document says to be one


def read_docx(data: bytes, name: str) -> Source:
    """The text of a Word document; ReadError for a damaged or hostile package, and for one that is no Word document."""
    package = open_package(data, name)
    package.expect_word()
    main = package.main
    document = package.tree(main)
    body = document.find(f"{W}body")
    if body is None:
        raise ReadError(
            f"Wanted the body of a Word document in {name}; its main part is <{etree.QName(document).localname}>.",
            advice="Open it in Word and save it again as DOCX.",
        )
    story = _story(package, main, body)
    first, others = _heads(package, main, body)
    transcript = Transcript()
    transcript.write(_furniture(package, first, story))
    transcript.write([*story.items(body), *story.last()])
    written = {block.text.text for block in transcript.blocks if block.kind == "furniture"}
    transcript.write([line for line in _furniture(package, others, story) if line.words not in written])
    return Source(
        transcript.text,
        MEDIA_TYPE,
        MappingProxyType(_front(package, story)),
        blocks=tuple(transcript.blocks),
        findings=tuple(_findings(package, body, story)),
    )


def _story(package: Package, main: str, body: etree._Element) -> Story:
    notes = {**_notes(package, main, "footnote"), **_notes(package, main, "endnote")}
    numbering = read_numbering(_related(package, main, "numbering"))
    charts = _charts(package, main)
    return Story(read_styles(_related(package, main, "styles")), numbering, notes, _counting(package, main, body), charts)


def _charts(package: Package, main: str) -> dict[str, Table]:
    """The charts of the document by their relations."""
    related = package.relations(main).items()
    parts = [(key, part) for key, (kind, part) in related if kind.endswith("/chart") and part in package.entries]
    return {key: chart_table(package.tree(part)) for key, part in parts[:_MOST_CHARTS]}


def _related(package: Package, main: str, kind: str) -> etree._Element | None:
    part = next(package.related(main, kind), None)
    return None if part is None else package.tree(part)


def _notes(package: Package, main: str, kind: str) -> dict[Key, etree._Element]:
    """The notes of one kind by their ids; the lines between text and notes are none."""
    root = _related(package, main, f"{kind}s")
    found = [] if root is None else root.findall(f"{W}{kind}")
    return {(kind, note.get(f"{W}id", "")): note for note in found if note.get(f"{W}type") in (None, "normal")}


def _counting(package: Package, main: str, body: etree._Element) -> Counting:
    settings = _related(package, main, "settings")
    said = None if settings is None else settings.find(f"{W}footnotePr")
    first, restart = (None, None) if said is None else (value(said.find(f"{W}numStart")), value(said.find(f"{W}numRestart")))
    before = len(set(body.xpath("//w:footnoteReference/@w:id", namespaces={"w": W.strip("{}")})))
    return Counting(whole(first, 1), restart == "eachSect", before)


def _heads(package: Package, main: str, body: etree._Element) -> tuple[list[str], list[str]]:
    """The head of the first page, which is the masthead of a United Nations document, and all other heads and feet."""
    relations = package.relations(main)
    first: list[str] = []
    others: list[str] = []
    for at, section in enumerate(body.iter(f"{W}sectPr")):
        titled = section.find(f"{W}titlePg")
        shown = "first" if titled is not None and value(titled) not in ("0", "false") else "default"
        for reference in section:
            if reference.tag not in (f"{W}headerReference", f"{W}footerReference"):
                continue
            is_masthead = at == 0 and reference.tag == f"{W}headerReference" and reference.get(f"{W}type") == shown
            part = relations.get(reference.get(RELATION, ""), ("", ""))[1]
            (first if is_masthead else others).append(part)
    return first, [part for part in dict.fromkeys(others) if part not in first]


def _furniture(package: Package, parts: list[str], story: Story) -> list[Line]:
    """The lines of heads and feet, each once; numbers of pages are left out."""
    lines = (line for part in parts if part in package.entries for line in _flat(story.items(package.tree(part))))
    words = dict.fromkeys(plain(line.words) for line in lines)
    return [Line(line, kind="furniture") for line in words if not re.fullmatch(r"[\d/ ]*", line)]


def _flat(items: Iterable[Item]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Line):
            yield item
        elif isinstance(item, Table):
            yield from _flat(inner for row in item.rows for cell in row for inner in cell)


def _front(package: Package, story: Story) -> dict[str, str]:
    """The language, as the United Nations' template states it, or as nearly all words are marked."""
    part = next((part for kind, part in package.relations("").values() if kind.endswith("/custom-properties")), "")
    said = package.tree(part) if part in package.entries else ()
    stated = next(("".join(map(str, item.itertext())) for item in said if item.get("name") == "Language"), "")
    if known := _LANGUAGES.get(stated.strip().lower()):
        return {"language": known}
    marked = story.words.languages
    language, letters = next(iter(marked.most_common(1)), ("", 0))
    sure = language in _LANGUAGES.values() and letters >= _SURE * marked.total()
    return {"language": language} if sure else {}


def _findings(package: Package, body: etree._Element, story: Story) -> Iterator[str]:
    for what, count in sorted(story.words.left_out.items()):
        yield f"left out: {what}, {count} times"
    unread = sum(1 for chart in body.iter(CHART) if not getattr(story.charts.get(chart.get(RELATION, "")), "rows", ()))
    chunks = sum(1 for _ in body.iter(f"{W}altChunk"))
    if unread:
        yield f"left out: words of {unread} charts"
    if chunks:
        yield f"left out: {chunks} embedded files"
    if any(part.endswith("vbaProject.bin") for part in package.entries):
        yield "left out: macros, which are never run"
    kinds = {kind for kind, _ in story.numbers}
    if len(kinds) > 1:
        yield "endnotes are numbered on from the footnotes, so that no two notes have one number"
