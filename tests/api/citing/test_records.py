"""Tests of bibliographies: CSL-JSON, RIS and BibTeX, each read back by a parser of others, with fields that try to break out."""

import json
import re
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import DATES, NAMES, NUMBERS, VARIABLES
from citeproc import types as csl_types
from citeproc.source.json import CiteProcJSON

from api.citing.records import FORMATS, bibtex, csl_json, records, ris
from api.citing.source import Reference, Source

BASE = "https://w3id.org/mandategraph/"
SAID = "Mandate Graph, search for “lamps”"
REPORT = Source(f"{BASE}doc/A/85/40", "Report", ("A/85/40", "S/2031/44"), "Keeping lamps & 100 % of {warnings}", "2031-02-09")
RESOLUTION = Source(f"{BASE}doc/A/RES/85/1", "Resolution", ("A/RES/85/1",), "Lamps", "2031")
CONVENTION = Source(
    f"{BASE}instrument/lamps", "Treaty", (), "Convention on Lamps", "1948-12", series="Treaty Series, vol. 78, No. 1021"
)
FRAMEWORK = Source(f"{BASE}doc/lamps-framework", "Programme", (), "Framework of lamps", fidelity="digest")
HOSTILE = Source(
    f"{BASE}doc/A/85/66", "Report", ("A/85/66",), 'Lamp}\r\nER  - \r\nTY  - BOOK\n@book{x, title={"\\input{/etc/passwd}'
)
CITED = [
    *(Reference(REPORT, ("para. 1",)), Reference(RESOLUTION), Reference(REPORT, ("para. 2",)), Reference(REPORT, ("para. 1",))),
    *(Reference(CONVENTION, ("art. II",)), Reference(FRAMEWORK), Reference(HOSTILE)),
]
# The Citation Style Language's own schema (csl-data.json, 1.0.2): strings, names with a literal or parts, dates in parts.
KNOWN = {name.replace("_", "-") for name in (*VARIABLES, *NUMBERS)} | {"id", "type", "source", "URL", "authority", "genre"}
TYPES = {value for name, value in vars(csl_types).items() if name.isupper()}


def test_a_document_has_one_record_with_all_its_places() -> None:
    """A reference manager keeps documents; the order is that of the first citation."""
    found = records(CITED)
    assert [one.source for one in found] == [REPORT, RESOLUTION, CONVENTION, FRAMEWORK, HOSTILE]
    assert [one.note for one in found[:4]] == [
        *("Cited: paras. 1 and 2.", "", "Cited: art. II.", "Found by a digest; check the official text."),
    ]


def test_a_place_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    """An abbreviation ends the sentence as well."""
    (one,) = records([Reference(RESOLUTION, ("unnumbered para. 2",))])
    assert one.note == "Cited: second para."


def test_csl_json_has_the_published_form() -> None:
    """Known types and variables only, dates in parts, everything else text; and a processor takes it."""
    items: list[dict[str, Any]] = json.loads(csl_json(records(CITED), SAID))
    for item in items:
        assert item["type"] in TYPES
        assert set(item) <= KNOWN | set(NAMES) | set(DATES)
        dates = item.pop("issued", {"date-parts": [[2000]]})
        assert set(dates) == {"date-parts"}
        assert all(isinstance(part, int) for part in dates["date-parts"][0])
        assert all(isinstance(value, str) and value for value in item.values())
    assert [item["type"] for item in items] == ["report", "legislation", "treaty", "report", "report"]
    assert items[1]["authority"] == "General Assembly"
    assert "authority" not in items[0]
    assert [item.get("page") for item in items] == ["para. 1, para. 2", None, "art. II", None, None]
    assert items[0]["URL"] == "https://docs.un.org/en/A/85/40"
    assert "URL" not in items[2]
    assert set(CiteProcJSON(items)) == {item["id"].lower() for item in items}


def test_a_date_is_no_more_exact_than_it_is_known() -> None:
    """A year alone is a year, in each format; a day that is not known is not made up."""
    items = json.loads(csl_json(records(CITED)))
    assert [item.get("issued", {}).get("date-parts") for item in items] == [[[2031, 2, 9]], [[2031]], [[1948, 12]], None, None]
    assert [entry.get("date") for entry in rispy.loads(ris(records(CITED)))] == [
        "2031/02/09/",
        "2031///",
        "1948/12//",
        None,
        None,
    ]


def test_ris_is_read_back_as_it_was_meant() -> None:
    """No field breaks out of its line, so there are as many records as documents."""
    text = ris(records(CITED), SAID)
    entries = rispy.loads(text)
    assert [entry["type_of_reference"] for entry in entries] == ["RPRT", "STAT", "LEGAL", "GOVDOC", "RPRT"]
    assert [entry["title"] for entry in entries[:4]] == [one.source.title for one in records(CITED)][:4]
    assert entries[0]["issn"] == "A/85/40-S/2031/44"
    assert entries[1]["authors"] == ["General Assembly"]
    assert entries[0]["notes"] == ["Cited: paras. 1 and 2."]
    assert [entry.get("start_page") for entry in entries] == ["para. 1, para. 2", None, "art. II", None, None]
    assert {entry["name_of_database"] for entry in entries} == {SAID}
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n") if line)


def test_bibtex_is_read_back_as_it_was_meant() -> None:
    """Signs that TeX would read are escaped, braces balance, keys differ, and the comment is no entry."""
    text = bibtex([*records(CITED), *records(CITED[:1])], SAID + " @book{x}")
    found = parse_string(text)
    assert not found.failed_blocks
    entries = {entry.key: {field.key: field.value for field in entry.fields} for entry in found.entries}
    assert list(entries) == ["A-85-40", "A-RES-85-1", "lamps", "lamps-framework", "A-85-66", "A-85-40-2"]
    assert entries["A-85-40"]["title"] == r"{Keeping lamps \& 100 \% of \textbraceleft{}warnings\textbraceright{}}"
    assert entries["A-85-40"]["month"] == "feb"
    assert [entry.get("pages") for entry in entries.values()][:3] == ["para. 1, para. 2", None, "art. II"]
    assert entries["A-RES-85-1"]["author"] == "{General Assembly}"
    assert "author" not in entries["A-85-40"]
    assert r"\textbackslash{}input" in entries["A-85-66"]["title"]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_cited_is_an_empty_bibliography(name: str) -> None:
    """A search without a hit may be taken away as well."""
    assert FORMATS[name]([], "").strip() in ("", "[]")
