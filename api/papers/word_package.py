"""Answers, papers: the package of a Word document. In: its parts as trees, the addresses it leads to, its properties. Out: one
ZIP, the same bytes for the same parts. Must not know what a paper says.

Rule: ECMA-376, part 2 (packages: content types, relations, core properties).
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMS = Path(__file__).resolve().parent / "forms"
_FIXED = ("styles", "numbering", "settings")
_PARTS = ("document", "footnotes", "footer", *_FIXED)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TYPES = ElementMaker(
    namespace="http://schemas.openxmlformats.org/package/2006/content-types",
    nsmap={None: "http://schemas.openxmlformats.org/package/2006/content-types"},
)
_RELATIONS = ElementMaker(
    namespace="http://schemas.openxmlformats.org/package/2006/relationships",
    nsmap={None: "http://schemas.openxmlformats.org/package/2006/relationships"},
)
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, for ZIP: the day on which it is written says nothing about a paper


def packed(parts: Mapping[str, etree._Element], addresses: Mapping[str, str], told: Mapping[str, str]) -> bytes:
    """The package of the parts "document", "footnotes" and "footer"; `addresses` are relations by address, `told` the title,
    description and language.
    """
    files = {
        "[Content_Types].xml": _written(_content_types()),
        "_rels/.rels": _written(_package_relations()),
        "docProps/core.xml": _written(_properties(told)),
        "word/_rels/document.xml.rels": _written(_document_relations(addresses)),
        **{f"word/{name}.xml": _written(part) for name, part in parts.items()},
        **{f"word/{name}.xml": (_FORMS / f"{name}.xml").read_bytes() for name in _FIXED},
    }
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            package.writestr(entry, body)
    return kept.getvalue()


def _written(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _content_types() -> etree._Element:
    named = {"document": f"{_MAIN}.document.main+xml"}
    return _TYPES.Types(
        _TYPES.Default(Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml"),
        _TYPES.Default(Extension="xml", ContentType="application/xml"),
        *(_TYPES.Override(PartName=f"/word/{name}.xml", ContentType=named.get(name, f"{_MAIN}.{name}+xml")) for name in _PARTS),
        _TYPES.Override(PartName="/docProps/core.xml", ContentType=_CORE_TYPE),
    )


def _package_relations() -> etree._Element:
    return _RELATIONS.Relationships(
        _RELATIONS.Relationship(Id="document", Type=f"{R}/officeDocument", Target="word/document.xml"),
        _RELATIONS.Relationship(Id="core", Type=_CORE_RELATION, Target="docProps/core.xml"),
    )


def _document_relations(addresses: Mapping[str, str]) -> etree._Element:
    return _RELATIONS.Relationships(
        *(_RELATIONS.Relationship(Id=name, Type=f"{R}/{name}", Target=f"{name}.xml") for name in _PARTS[1:]),
        *(
            _RELATIONS.Relationship(Id=relation, Type=f"{R}/hyperlink", Target=address, TargetMode="External")
            for address, relation in addresses.items()
        ),
    )


def _properties(told: Mapping[str, str]) -> etree._Element:
    core, dc = ElementMaker(namespace=_CORE, nsmap={"cp": _CORE, "dc": _DC}), ElementMaker(namespace=_DC)
    said = [getattr(dc, name)(value) for name, value in (*told.items(), ("creator", "MandateGraph"))]
    properties: etree._Element = core.coreProperties(*said)
    return properties
