"""Eyes, readers. In: the bytes of an Akoma Ntoso file (AKN4UN). Out: its pieces and what its metadata state. Must not read files
or split.

Entities, document types and the network are off; nesting and size are bounded. A file that is not well-formed is read as far
as a parser recovers it, and says so with the line; one that holds nothing of a document then is refused with the line.
"""

import re
from types import MappingProxyType

from lxml import etree

from ontology.errors import ReadError
from reading.parts.pieces import Gathering
from reading.readers.akoma_front import front_of
from reading.readers.akoma_parts import Walk
from reading.readers.akoma_words import local
from reading.readers.source import Source

MEDIA_TYPE = "application/akn+xml"
MAX_DEPTH = 200  # elements; a resolution's deepest sub-item stands below 30
_TOLD = 3  # faults of the markup that are named one by one
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = "akomaNtoso"


def read_akoma(data: bytes, name: str) -> Source:
    """Reads a resolution, decision or statement in Akoma Ntoso.

    ReadError for what is no XML, declares entities, nests too deep, is another vocabulary, or holds no document.
    """
    if declared := _DOCTYPE.search(data):
        line = data.count(b"\n", 0, declared.start()) + 1
        raise ReadError(
            f"Wanted plain XML in {name}; line {line} declares a document type or an entity.",
            advice="Take the declaration out: no document of the United Nations needs one.",
        )
    root, faults = _parsed(data, name)
    if root.getroottree().docinfo.doctype:  # in an encoding that the bytes above do not show
        raise ReadError(f"Wanted plain XML in {name}; it declares a document type.", advice="Take the declaration out.")
    _refuse_foreign(root, name)
    gathering = Gathering()
    walk = Walk(gathering)
    walk.document(root)
    if not any(piece.kind in ("paragraph", "opening", "table") for piece in gathering.pieces):
        where = faults[0] if faults else "its body is empty"
        raise ReadError(f"Wanted paragraphs in {name}; found none: {where}.", advice="Get the file again from its source.")
    front, oddities = front_of(root)
    findings = (*faults, *oddities, *walk.findings())
    return Source(gathering.text, MEDIA_TYPE, MappingProxyType(front), pieces=tuple(gathering.pieces), findings=findings)


def _parsed(data: bytes, name: str) -> tuple[etree._Element, tuple[str, ...]]:
    """The root, and what is wrong with the markup; a strict parser first, so that a sound file is never mended."""
    try:
        return _bounded(etree.fromstring(data, _parser(recover=False)), name), ()
    except etree.XMLSyntaxError as error:
        first = error
    parser = _parser(recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise ReadError(
            f"Wanted XML in {name}; line {first.lineno}: {first.msg}.", advice="Get the file again from its source."
        ) from first
    told = [f"the XML is broken in line {entry.line}: {entry.message}" for entry in parser.error_log]
    more = [f"(+{len(told) - _TOLD} more faults of the XML)"] if len(told) > _TOLD else []
    return _bounded(root, name), (*(told[:_TOLD] or [f"the XML is broken in line {first.lineno}: {first.msg}"]), *more)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _bounded(root: etree._Element, name: str) -> etree._Element:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ReadError(
                f"Wanted elements nested at most {MAX_DEPTH} deep in {name}; line {element.sourceline} is deeper.",
                advice="No document of the United Nations nests so deep: look at how the file was made.",
            )
    return root


def _refuse_foreign(root: etree._Element, name: str) -> None:
    if local(root) != _ROOT:
        raise ReadError(
            f"Wanted Akoma Ntoso (<{_ROOT}>) in {name}; its root is <{local(root)}>.",
            advice="Give the document in Akoma Ntoso, PDF, Word, HTML or text.",
        )
