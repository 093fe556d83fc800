"""Eyes, readers: Akoma Ntoso metadata. In: the root of a file. Out: fields of the document, and where the file contradicts
itself.

The markup is made by machine and at times wrong: a date of the year 1 stands for none, and what is printed on the cover counts
before what an address in the metadata says. Must not read the body.
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from ontology.errors import SymbolError
from ontology.symbol import Symbol
from reading.parts.pieces import tidy
from reading.readers.akoma_words import local, words_of

_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ara": "ar", "rus": "ru", "zho": "zh", "chi": "zh"}
_KINDS = {"resolution": "resolution", "presidentialStatement": "statement", "decision": "resolution"}
_FIRST_YEAR = 1945
_NUMBERED = re.compile(r"^\s*[\w/-]+(?: [A-Z](?:-[A-Z])?)?\.\s*|^\s*[-–—]\s+")
_TITLES = ("#resolutionTitle", "#title1", "#title")
_VOTES = {"inFavour": "in favour", "against": "against", "abstaining": "abstaining"}
_URI_NUMBER = re.compile(r"/(?:unga|unsc)/[\d-]+/([\w-]+?)/?(?:!main.*)?$")


def front_of(root: etree._Element) -> tuple[dict[str, str], tuple[str, ...]]:
    """The fields that a file states of its document, as front matter has them, and its contradictions."""
    first = next(_all(root, "statement", "documentCollection", "doc"), root)
    meta = next(_all(first, "meta"), first)
    findings: list[str] = []
    fields = {
        "symbol": _symbol(root, findings),
        "title": _title(root),
        "language": _LANGUAGES.get(_attribute(meta, "FRBRlanguage", "language"), ""),
        "kind": _KINDS.get(_attribute(root, "statement", "name"), ""),
        "issued": _dated(root, findings),
        "adopted": _adopted(root, meta, findings),
        "session": _attribute(root, "session", "value"),
        "agenda_items": "; ".join(_agenda(root)),
        "distribution": _words(root, "docStatus").removeprefix("Distr.:").strip(),
        "meeting": _meeting(root, meta),
        "vote": _vote(meta),
    }
    findings += _number_findings(meta, fields["symbol"])
    return {name: value for name, value in fields.items() if value}, tuple(findings)


def _all(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    for element in root.iter():
        if local(element) in names:
            yield element


def _words(root: etree._Element, name: str) -> str:
    return next((words_of(element) for element in _all(root, name)), "")


def _attribute(root: etree._Element, name: str, attribute: str) -> str:
    return next((element.get(attribute, "") for element in _all(root, name)), "")


def _symbol(root: etree._Element, findings: list[str]) -> str:
    for element in _all(root, "docNumber"):
        if element.get("refersTo") != "#symbol" or not (printed := words_of(element).rstrip("*")):
            continue
        try:
            Symbol.parse_all(printed)
        except SymbolError:
            findings.append(f"what the cover prints as symbol is none: {printed[:60]}")
            continue
        return printed
    return ""


def _title(root: etree._Element) -> str:
    found = {element.get("refersTo"): element for element in reversed(list(_all(root, "docTitle"))) if words_of(element)}
    element = next((found[name] for name in _TITLES if name in found), None)
    return _NUMBERED.sub("", words_of(element)) if element is not None else ""


def _dated(root: etree._Element, findings: list[str]) -> str:
    """The date of distribution as the cover prints it; the metadata's where it prints none."""
    for element in _all(root, "docDate"):
        if element.get("refersTo") == "#dateOfIssuance" and (found := _day(element.get("date", ""))):
            stated = next((_day(one.get("date", "")) for one in _all(root, "FRBRdate") if one.get("name") == "publication"), "")
            if stated and stated != found:
                findings.append(f"the cover is dated {found}, the metadata say published on {stated}")
            return found
    return next((_day(one.get("date", "")) for one in _all(root, "FRBRdate") if one.get("name") == "publication"), "")


def _adopted(root: etree._Element, meta: etree._Element, findings: list[str]) -> str:
    printed = {
        _day(element.get("date", "")) for element in _all(root, "docDate") if "adoption" in element.get("refersTo", "").casefold()
    }
    stated = {_day(one.get("date", "")) for one in _all(meta, "FRBRdate") if one.get("name") == "adoption"}
    stated |= {_day(step.get("date", "")) for step in _all(meta, "step") if step.get("outcome") == "adopted"}
    days = sorted(filter(None, printed)) or sorted(filter(None, stated))
    if len(set(filter(None, printed | stated))) > 1:
        findings.append(f"dates of adoption differ: {', '.join(sorted(filter(None, printed | stated)))}")
    return days[0] if days else ""


def _day(text: str) -> str:
    """A date in ISO form; "" for none, and for the year 1 that stands for none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return ""
    return found.isoformat() if found.year >= _FIRST_YEAR else ""


def _agenda(root: etree._Element) -> Iterator[str]:
    for element in _all(root, "inline"):
        if element.get("name") == "agenda item":
            words = words_of(element)
            yield re.sub(r"^[^\W\d]+(?: [^\W\d]+){0,6} (?=\d)", "", words) or words


def _meeting(root: etree._Element, meta: etree._Element) -> str:
    for element in _all(root, "inline", "location"):
        if element.get("name") == "adoptionMeeting" or element.get("refersTo") == "#adoptionMeeting":
            return words_of(element)
    return next((step.get("as", "") for step in _all(meta, "step") if step.get("outcome") == "adopted"), "")


def _vote(meta: etree._Element) -> str:
    counts = {count.get("refersTo", ""): count.get("value", "") for count in _all(meta, "count")}
    told = [f"{int(counts[key])} {words}" for key, words in _VOTES.items() if counts.get(key, "").isdigit()]
    return ", ".join(told) if any(not words.startswith("0 ") for words in told) else ""


def _number_findings(meta: etree._Element, symbol: str) -> Iterator[str]:
    """The number in the work's address should be the symbol's: 75-193 of A/RES/75/193."""
    work = next(_all(meta, "FRBRuri"), None)
    match = _URI_NUMBER.search(work.get("value", "")) if work is not None else None
    if not match or not symbol:
        return
    if _figures(match[1]) != _figures(tidy(symbol).partition("/RES/")[2] or symbol.partition("/PRST/")[2] or match[1]):
        yield f"the metadata call the document {match[1]}, the cover {symbol}"


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", text)
