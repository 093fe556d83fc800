"""Eyes, readers: words in Akoma Ntoso elements. In: an element. Out: its words, its rows, its name. Must not know what the
elements mean in a document.
"""

from lxml import etree

from reading.lines import SUPERSCRIPTS
from reading.parts.pieces import tidy


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of(element: etree._Element) -> str:
    """All words in an element, footnotes left out."""
    return tidy("".join(inner_words(element, {})))


def inner_words(element: etree._Element, notes: dict[etree._Element, str]) -> list[str]:
    """The words of an element in order, each footnote's marker as a superscript."""
    found = [element.text or ""]
    for child in element:
        name = local(child)
        if name == "authorialNote":
            found.append(notes.get(child, ""))
        elif name == "eol":
            found.append("\n")
        elif name == "sup":
            found.append("".join(inner_words(child, notes)).translate(SUPERSCRIPTS))
        elif name != "num" or local(element) == "p":
            found += inner_words(child, notes)
        if name in ("p", "td", "th"):
            found.append("\n")
        found.append(child.tail or "")
    return found


def cut_out(element: etree._Element) -> None:
    """Takes an element out of its parent; the words behind it stay."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def rows_of(table: etree._Element) -> list[list[str]]:
    """The words of a table, cell by cell."""
    return [[words_of(cell) for cell in row if local(cell) in ("td", "th")] for row in table.iter() if local(row) == "tr"]
