"""Word documents made for tests. In: paragraphs, tables and lists as functions. Out: the bytes of a package."""

import io
import zipfile
from collections.abc import Mapping

from reading.readers.docx import read_docx
from reading.readers.source import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOM = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def part(tag: str, inner: str) -> str:
    """A part of a Word document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {ROOM}>{inner}</w:{tag}>'


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def entries(body: str, **parts: str) -> dict[str, str | bytes]:
    """The entries of a Word document with this body; `parts` are named by their relation and hold what stands in their root."""
    roots = {"header1": "hdr", "header2": "hdr", "footer1": "ftr"}
    kinds = {"header1": "header", "header2": "header", "footer1": "footer"}
    relations = "".join(f'<Relationship Id="{name}" Type="{R}/{kinds.get(name, name)}" Target="{name}.xml"/>' for name in parts)
    begin = "http://schemas.openxmlformats.org/package/2006/relationships"
    root = f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{begin}">{root}</Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{begin}">{relations}</Relationships>',
        **{f"word/{name}.xml": part(roots.get(name, name), inner) for name, inner in parts.items()},
    }


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body."""
    return zipped(entries(body, **parts))


def p(words: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph; `words` may hold runs of its own, in which case they begin with a mark."""
    inner = words if words.startswith("<") else f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def told(body: str, **parts: str) -> list[str]:
    """The blocks of a document as lines: headings with their marks, bullets, rows of tables one by one."""
    return shown(read_docx(word(body, **parts), "made.docx"))


def shown(source: Source) -> list[str]:
    """The blocks of a source as lines."""
    lines = []
    for block in source.blocks or ():
        mark = "#" * block.hashes + " " if block.hashes else "• " if block.bullet else ""
        mark = "~ " if block.kind == "furniture" else mark
        lines += [f"| {row.text}" for row in block.rows] if block.kind == "table" else [f"{mark}{block.text.text}"]
    return lines


def numbered(level: int, number: int = 1) -> str:
    """Properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def levels(*forms: tuple[str, str], key: int = 0) -> str:
    """An abstract list with these levels: form of the figures and text."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    return f'<w:abstractNum w:abstractNumId="{key}">{inner}</w:abstractNum>'


def instance(number: int, key: int = 0, inner: str = "") -> str:
    """A list that follows an abstract one."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{inner}</w:num>'


REPORT = levels(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))


def note(kind: str, key: int, words: str) -> str:
    """A note in its part."""
    return f'<w:{kind} w:id="{key}">{p(f"<w:r><w:{kind}Ref/></w:r>" + r(words))}</w:{kind}>'


def mark(kind: str, key: int, attributes: str = "") -> str:
    """The reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{key}" {attributes}/></w:r>'


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(inner: str, properties: str = "") -> str:
    """A cell; plain words become a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if inner.startswith('<') else p(inner)}</w:tc>"
