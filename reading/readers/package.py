"""Eyes, readers: the package of an Office file. In: the bytes of a ZIP. Out: its parts and relations, as trees that nothing
outside can have touched.

Everything in it is hostile until checked: counts, sizes and names are bounded before a part is unpacked, entities, document
types and networks stay off. Must not know paragraphs. Rule: ECMA-376, part 2 (Open Packaging Conventions).
"""

import posixpath
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from ontology.errors import ReadError

MOST_ENTRIES = 5_000
MOST_OF_ALL = 2  # times the largest part, for all parts that are read together
LARGEST_PART = 40_000_000  # bytes unpacked; the longest programme budgets keep below a tenth
MOST_TAGS = 1_000_000  # opening and closing ones of one part; the longest seen keep below a tenth

WORD = "a Word document"

_AGAIN = "Fetch or copy it again, or save it again as DOCX."
_MAIN = ("/officeDocument", "/officeDocument/")
_KINDS = (
    ("word/", WORD),
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("visio/", "a Visio drawing"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("AndroidManifest.xml", "an Android application"),
)
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (odt)",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (ods)",
    "application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (odp)",
    "application/epub+zip": "an EPUB book",
}
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of one file by name. `name` is that of the file, for messages."""

    archive: ZipFile
    entries: dict[str, ZipInfo]
    name: str
    _spent: Counter[str] = field(default_factory=Counter)

    @property
    def kind(self) -> str:
        """What the parts say that the package is; "a ZIP archive" where they say nothing."""
        if "mimetype" in self.entries:
            said = self.bytes_of("mimetype")[:100].decode("ascii", "replace").strip()
            return _MIMETYPES.get(said, f"a file of type {said}")
        return next((what for start, what in _KINDS if any(entry.startswith(start) for entry in self.entries)), "a ZIP archive")

    def expect_word(self) -> None:
        """ReadError, which says what the package is, for all but a Word document."""
        if (kind := self.kind) != WORD:
            raise ReadError(
                f"Wanted a document in {self.name}; it is {kind}.",
                advice="Save it as DOCX or PDF; of an archive, give the documents in it.",
            )

    @property
    def main(self) -> str:
        """The name of the main part, as the relations of the package tell it."""
        for kind, target in self.relations("").values():
            if kind.endswith(_MAIN):
                return target
        raise ReadError(f"Wanted the main part of the document in {self.name}; its package names none.", advice=_AGAIN)

    def bytes_of(self, part: str) -> bytes:
        """The bytes of a part; ReadError where it is missing, damaged, too large or locked."""
        info = self.entries.get(part)
        if info is None:
            raise ReadError(f"Wanted the part {part} in {self.name}; the package lacks it.", advice=_AGAIN)
        if info.flag_bits & 1:
            raise ReadError(f"Wanted the words of {self.name}; it is locked with a password.", advice="Save it without one.")
        try:
            with self.archive.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
            raise ReadError(f"Wanted the part {part} in {self.name}; it cannot be unpacked ({error}).", advice=_AGAIN) from error
        self._spent["bytes"] += len(data)
        if len(data) > LARGEST_PART or self._spent["bytes"] > MOST_OF_ALL * LARGEST_PART:
            raise ReadError(
                f"Wanted parts of at most {LARGEST_PART:,} bytes, all together {MOST_OF_ALL} times that, in {self.name}; {part} "
                "unpacks to more.",
                advice="A document is never so large: look at where the file comes from.",
            )
        return data

    def tree(self, part: str) -> etree._Element:
        """The root of an XML part; ReadError where it is missing, malformed, or carries a document type."""
        data = self.bytes_of(part)
        self._spent["tags"] += data.count(b"<")
        _refuse_tags(self._spent["tags"], f"all parts of {self.name}", MOST_OF_ALL * MOST_TAGS)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return tree(data, f"{part} of {self.name}")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Of a part ("" is the package): relation id -> (type, name of the part it leads to). What leads outside is left out."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if name not in self.entries:
            return {}
        return {
            relation.get("Id", ""): (relation.get("Type", ""), _beside(folder, relation.get("Target", "")))
            for relation in self.tree(name)
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts that a part leads to by relations of one kind ("footnotes"), as far as the package has them."""
        for said, target in self.relations(part).values():
            if said.endswith(f"/{kind}") and target in self.entries:
                yield target


def open_package(data: bytes, name: str) -> Package:
    """The package that the bytes are; ReadError for a damaged ZIP, too many entries, and names that lead out of it."""
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, UnicodeDecodeError, OverflowError) as error:
        raise ReadError(f"Wanted a whole ZIP container in {name}; it is damaged or cut off ({error}).", advice=_AGAIN) from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise ReadError(
            f"Wanted at most {MOST_ENTRIES:,} parts in {name}; it has {len(entries):,}.",
            advice="A document never has so many: look at where the file comes from.",
        )
    found: dict[str, ZipInfo] = {}
    for info in entries:
        _refuse_name(info.filename, name, taken=info.filename in found)
        found[info.filename] = info
    return Package(archive, found, name)


def tree(data: bytes, where: str) -> etree._Element:
    """The root of an XML text; ReadError for what is malformed (with its line), too large, or carries a document type."""
    _refuse_tags(data.count(b"<"), where, MOST_TAGS)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"Wanted well-formed XML in {where}; {error}.", advice=_AGAIN) from error
    if root.getroottree().docinfo.doctype:
        raise ReadError(
            f"Wanted plain XML in {where}; it declares a document type, which may hide entities.",
            advice="Word writes none: look at where the file comes from.",
        )
    return root


def _refuse_tags(count: int, where: str, most: int) -> None:
    if count > most:
        raise ReadError(
            f"Wanted at most {most:,} tags in {where}; there are {count:,}.",
            advice="A document never has so many: look at where the file comes from.",
        )


def _refuse_name(part: str, name: str, *, taken: bool) -> None:
    if part.startswith("/") or "\\" in part or ":" in part or ".." in part.split("/"):
        raise ReadError(
            f"Wanted parts inside the package in {name}; one is named {part[:80]!r}.",
            advice="Such a name leads out of the package: look at where the file comes from.",
        )
    if taken:
        raise ReadError(f"Wanted parts with names of their own in {name}; two are named {part[:80]!r}.", advice=_AGAIN)


def _beside(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target) if not target.startswith("/") else target).lstrip("/")
