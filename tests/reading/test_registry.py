"""Tests of the eyes: the Mandate Registry's JSON. In: documents that we wrote in its form, sound and wrong. Out: pieces, front
matter, findings, refusals. No files.
"""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.errors import ReadError
from reading.assemble import Taken, take_apart
from reading.readers.anything import REGISTRY, media_type_of
from reading.readers.registry import read_registry
from tests.reading.test_words_kept import hold

Item = dict[str, Any]


def item(kind: str, text: str, **fields: Any) -> Item:
    """An item of the Registry with its fields, those not named null."""
    empty = {"heading_level": None, "paragraph_type": None, "paragraph_level": None, "prefix": None, "action_verb": None}
    return {"text": text, "type": kind, **empty, "links": [], **fields}


def preambular(text: str, **fields: Any) -> Item:
    """A preambular paragraph."""
    return item("paragraph", text, paragraph_type="preambular", **fields)


def operative(prefix: str | None, text: str, level: int = 1) -> Item:
    """An operative paragraph or item."""
    return item("paragraph", text, paragraph_type="operative", paragraph_level=level, prefix=prefix)


RESOLUTION = [
    item("frontmatter", "Eighty-fifth session"),
    item("frontmatter", "Resolution adopted by the Assembly of Lamps at its 46th meeting, on 3\u00a0May 2031\uf02a"),
    item("title", "85/31.\tThe keeping of lamps"),
    preambular("The Assembly of Lamps,"),
    preambular("Recalling the Lamp Act,\nand its annex,"),
    preambular("Noting that:"),
    preambular("Oil burns,", prefix="(a)", paragraph_level=2),
    item("heading", "A.\tOil", heading_level=1),
    operative("1.", "Requests oil;"),
    operative("2.", "Decides that:"),
    operative("(a)", "Lamps be lit:", 2),
    operative("(i)", "By day;", 3),
    operative("•", "By night."),
    item("heading", "", heading_level=1, prefix="II"),
    item("heading", "Wicks", heading_level=2),
    operative("3.", "Thanks all."),
    item("backmatter", "46th meeting\n3 May 2031"),
    item("backmatter", "[Adopted by a recorded vote of 101 to 3, with 12 abstentions. The voting was as follows:"),
    item("backmatter", "In favour:"),
    item("backmatter", "Oilia, Wickland]"),
    item("footer", "<!-- Page 3 -->"),
]


def taken(items: object) -> Taken:
    """A document of the Registry taken apart."""
    return take_apart(read_registry(json.dumps(items).encode(), "made.json"))


def test_types_roles_and_prefixes_are_taken_as_they_are() -> None:
    """A path and a role for each paragraph; headings find their marks in prefix or words."""
    found = taken(RESOLUTION).parts
    assert [item.path for item in found.items] == [
        *("preamble/0", "preamble/1", "preamble/2", "preamble/2/a", "section/A", "para/1", "para/2", "para/2/a", "para/2/a/i"),
        *("p/1", "section/II", "para/3"),
    ]
    assert [unit.role for unit in found.units] == ["preambular"] * 4 + ["operative"] * 6
    assert found.findings == []


def test_words_are_tidy_and_none_is_lost() -> None:
    """Line ends and hard blanks are blanks."""
    found = taken(RESOLUTION)
    hold(found)
    assert found.parts.units[1].text.text == "Recalling the Lamp Act, and its annex,"
    assert "3 May 2031*" in found.source.text


def test_front_and_back_matter_tell_of_the_document() -> None:
    """Title, meeting, vote; they are set aside."""
    found = taken(RESOLUTION)
    assert found.source.front == {
        "title": "The keeping of lamps",
        "meeting": "46th meeting",
        "adopted": "2031-05-03",
        "vote": "101 in favour, 3 against, 12 abstaining",
    }
    kinds = [aside.kind for aside in found.parts.asides]
    assert (kinds.count("closing"), kinds.count("furniture"), kinds.count("masthead")) == (4, 1, 3)


def test_an_annex_in_the_back_matter_is_read() -> None:
    """The Registry's reader stops at the date; the text goes on."""
    more = [
        *(item("backmatter", "Annex"), item("backmatter", "Rules of lamps"), item("backmatter", "1.\tTrim daily.")),
        *(item("backmatter", "2.\tBurn:"), item("backmatter", "(a)\tOil;"), item("backmatter", "(b)\tWax.")),
    ]
    found = taken([*RESOLUTION, *more]).parts
    paths = [part.path for part in found.items if part.path.startswith("annex")]
    assert paths == [
        *("annex/1", "annex/1/section/1", "annex/1/para/1", "annex/1/para/2", "annex/1/para/2/a", "annex/1/para/2/b"),
    ]
    assert "5 paragraphs stand in what the file calls back matter" in found.findings


def test_a_document_that_is_all_front_matter_is_read_by_its_looks() -> None:
    """Opening words, commas, numbers, a signature; and it is said."""
    lines = [
        *("Assembly of Lamps", "S-5/1.\tThe keeping of lamps", "The Assembly of Lamps,", "Recalling the Lamp Act of 2029,"),
        *("1.\tRequests oil;", "2.\tDecides:", "(a)\tOne thing;", "2nd meeting", "3 May 2031"),
    ]
    found = taken([item("frontmatter", line) for line in lines]).parts
    assert [(unit.path, unit.role) for unit in found.units] == [
        *(("preamble/0", "preambular"), ("preamble/1", "preambular")),
        *(("para/1", "operative"), ("para/2", "operative"), ("para/2/a", "operative")),
    ]
    assert any("what the file calls front matter" in finding for finding in found.findings)


def test_what_the_registry_found_in_the_words_is_never_used() -> None:
    """Links and verbs are what readers are judged by."""
    told = [
        {**each, "links": [{"text": "x", "href": "y"}], "action_verb": "Decides", "action_verb_type": "operative"}
        for each in RESOLUTION
    ]
    assert [unit.path for unit in taken(told).parts.units] == [unit.path for unit in taken(RESOLUTION).parts.units]


def test_roles_that_contradict_the_order_are_told() -> None:
    """They stay as the file has them."""
    found = taken([*RESOLUTION[:16], preambular("Recalling what was forgotten,")]).parts
    assert found.units[-1].role == "preambular"
    assert "1 paragraphs that the file calls preambular stand behind operative ones" in found.findings


def test_the_language_is_the_one_that_most_paragraphs_are_said_to_be_in() -> None:
    """A file that says none is left to whoever names the document."""
    assert taken([{**each, "language": "french"} for each in RESOLUTION]).source.front["language"] == "fr"
    assert "language" not in taken(RESOLUTION).source.front


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"[{]", "line 1, column 3"),
        (b'[\n{"type": }]', "line 2"),
        (b"{}", "a list of paragraphs at $"),
        (b"[]", "a list of paragraphs at $"),
        (b"[3]", "an object at $[0]"),
        (b'[{"type": "poem", "text": "x"}]', "$[0].type"),
        (b'[{"type": "paragraph", "text": 3}]', "a text at $[0].text"),
        (b'[{"type": "paragraph"}]', "a text at $[0].text"),
        (b'[{"type": "paragraph", "text": "x", "paragraph_type": "odd"}]', "$[0].paragraph_type"),
        (b'[{"type": "paragraph", "text": "x", "paragraph_level": "1"}]', "a level from 0 to 9, or null at $[0].paragraph_level"),
        (b'[{"type": "paragraph", "text": "x", "paragraph_level": true}]', "$[0].paragraph_level"),
        (b'[{"type": "paragraph", "text": "x", "paragraph_level": 1e999}]', "$[0].paragraph_level"),
        (b'[{"type": "paragraph", "text": "x", "paragraph_level": NaN}]', "holds NaN"),
        (b'[{"type": "paragraph", "text": "x", "text": "y"}]', "the key 'text' twice"),
        (b"[" * 100_000, "nests too deep"),
        (b'[{"a": ' + b"9" * 5000 + b"}]", "plain JSON"),
        (b'[{"type": "title", "text": "On lamps"}]', "none of them is one"),
        (b'[\n"\xff"]', "line 2"),
    ],
)
def test_what_is_no_document_is_refused_with_its_place(data: bytes, told: str) -> None:
    """Line and column, or the path; nothing is guessed."""
    with pytest.raises(ReadError) as caught:
        read_registry(data, "made.json")
    assert told in caught.value.message
    assert "made.json" in caught.value.message
    assert caught.value.advice


def test_a_lone_half_of_a_character_is_replaced() -> None:
    """JSON can hold what no text can."""
    assert taken([operative("1.", "Lamps \ud800 burn.")]).parts.units[0].text.text == "Lamps \ufffd burn."


def test_it_is_known_by_content() -> None:
    """Whatever the file is called."""
    assert media_type_of(json.dumps(RESOLUTION).encode(), "made.txt") == REGISTRY


items = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["frontmatter", "title", "heading", "paragraph", "backmatter", "footer"]),
        "text": st.sampled_from(
            ["Annex", "Oil burns,", "Decides this.", "(Signed) A. Keeper", "1. One.", "Wicks", "", "The Lamps,"]
        ),
        "prefix": st.sampled_from([None, "1.", "(a)", "•", "Chair:", "II", "\t", "“(b)"]),
        "paragraph_type": st.sampled_from([None, "preambular", "operative"]),
        "paragraph_level": st.sampled_from([None, 1, 2, 3, 5]),
    }
)


@settings(max_examples=100, deadline=None)
@given(st.lists(items, min_size=1, max_size=25))
def test_whatever_the_items_no_two_parts_share_a_path(found: list[Item]) -> None:
    """Or the document is refused for having no paragraph."""
    try:
        parts = taken(found).parts
    except ReadError:
        return
    paths = [part.path for part in parts.items]
    assert len(set(paths)) == len(paths)
    assert all(part.within in {"", *paths} for part in parts.items)


@pytest.mark.parametrize("sign", ["-", "\t", ":", "1", "A.", "“"])
@pytest.mark.parametrize("kind", ["title", "heading", "frontmatter", "paragraph", "backmatter"])
def test_a_hundred_thousand_signs_in_one_item_take_no_time(kind: str, sign: str) -> None:
    """A row of hyphens in a title once took minutes."""
    start = time.perf_counter()
    taken([item(kind, f"a{sign * 100_000}b"), item("title", sign * 100_000), operative("1.", "Requests oil;")])
    assert time.perf_counter() - start < 5


def test_thousands_of_labels_in_the_words_are_counted_once_each() -> None:
    """Each once cost as much as all before it together."""
    start = time.perf_counter()
    found = taken([item("paragraph", "(a) Oil:") for _ in range(8_000)])
    assert len(found.parts.units) == 8_000
    assert time.perf_counter() - start < 5


def test_the_number_of_a_page_behind_a_tab_tells_an_entry_of_the_contents() -> None:
    """Dots do so too; a year behind a blank does not."""
    entries = ["Oil\t12", "Oil \t 7 ", "Oil ..... 7"]
    found = taken(
        [*(item("heading", words) for words in entries), item("heading", "Oil in 2031"), operative("1.", "Requests oil;")]
    )
    assert [aside.text.text for aside in found.parts.asides if aside.kind == "furniture"] == ["Oil 12", "Oil 7", "Oil ..... 7"]
