"""Tests on real documents: structure. In: the four documents and the hand-made gold. Out: the same tree, texts and numbers."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ontology.nouns import Passage, Section
from reading.assemble import Reading
from reading.find import Found

Office = dict[str, tuple[Reading, Found]]
WITHOUT_STOP = ("A/72/884, para. 15",)  # printed so
REPORTS = ("A/72/884", "A/75/863")


@pytest.fixture(scope="module")
def structure(gold: Path) -> dict[str, Any]:
    """The gold by document."""
    return {
        document["id"]: document for document in json.loads((gold / "structure.json").read_text(encoding="utf-8"))["documents"]
    }


def passages(office: Office, key: str) -> dict[str, Passage]:
    """The passages of a document by their path under it."""
    return {passage.iri.partition(f"/doc/{key}/")[2]: passage for passage in office[key][0].passages}


def own(office: Office, section: str) -> list[int]:
    """The paragraphs directly under a section."""
    return [
        int(passage.number or 0)
        for passage in office["A/75/863"][0].passages
        if passage.part_of == section and passage.kind == "paragraph"
    ]


def flat(sections: list[dict[str, Any]], holder: str | None = None) -> list[tuple[str | None, str, int, str | None, list[int]]]:
    """Number, heading, level, holding heading and own paragraphs of every section of the gold, in reading order."""
    rows = []
    for section in sections:
        rows.append((section["number"], section["heading"], section["level"], holder, section["own_paragraphs"]))
        rows += flat(section["children"], section["heading"])
    return rows


def test_every_passage_has_the_address_that_the_gold_gives_it(office: Office, unit_of: dict[str, str]) -> None:
    """Not one unit too few, and not one too many, in all four documents."""
    found = [passage.iri for reading, _ in office.values() for passage in reading.passages]
    assert len(found) == len(set(found))
    assert set(found) == set(unit_of)


def test_the_sections_are_the_tree_of_the_gold(office: Office, structure: dict[str, Any]) -> None:
    """Number, heading, level, parent and own paragraphs of each."""
    sections: tuple[Section, ...] = office["A/75/863"][0].sections
    headings = {section.iri: section.heading for section in sections}
    found = [(each.number, each.heading, each.level, headings.get(each.part_of), own(office, each.iri)) for each in sections]
    assert found == flat(structure["A/75/863"]["sections"])


def test_paragraphs_and_items_have_the_numbers_of_the_gold(office: Office, structure: dict[str, Any]) -> None:
    """All forty-nine paragraphs, and the seven items of the last one."""
    wanted = structure["A/75/863"]
    found = [passage.number for passage in office["A/75/863"][0].passages if passage.kind == "paragraph"]
    whole = [int(number) for number in found if number and number.isdigit()]
    items = [number for number in found if number and not number.isdigit()]
    assert whole == wanted["paragraph_numbers"]
    assert items == [f"{number} ({letter})" for number, letters in wanted["sub_paragraphs"].items() for letter in letters]


def test_every_footnote_has_its_text_and_the_paragraph_of_its_marker(office: Office, structure: dict[str, Any]) -> None:
    """Wherever the page break put it."""
    found = passages(office, "A/75/863")
    for footnote in structure["A/75/863"]["footnotes"]:
        passage = found[f"fn/{footnote['number']}"]
        assert passage.text == footnote["text"]
        marked = found[footnote["marker_in"].replace("A/75/863#", "para/").replace("(", "/").replace(")", "")]
        assert passage.marked_in == marked.iri
        before = marked.text[: passage.marker_offset]
        context = re.sub(r"[⁰¹²³⁴-⁹]+", "", footnote["marker_context"])
        assert context.split()[-1].strip(".,;") in before.split()[-1] or before.endswith(context)
    assert len(structure["A/75/863"]["footnotes"]) == 13


def test_sentences_that_a_page_break_cut_are_whole(office: Office, structure: dict[str, Any]) -> None:
    """Joined with a blank, or at a hyphen without one."""
    found = passages(office, "A/75/863")
    for split in structure["A/75/863"]["split_paragraphs"]:
        joiner = " " if split["join"] == "space" else ""
        paragraph = found[split["para"].replace("A/75/863#", "para/")]
        assert split["text_before"] + joiner + split["text_after"] in paragraph.text, split["para"]


def test_the_results_framework_has_the_texts_of_the_gold(office: Office, structure: dict[str, Any]) -> None:
    """Objective, principles, priorities, outcomes, outputs and activities, each in the one that holds it."""
    found, wanted = passages(office, "results-framework"), structure["framework-of-results"]
    held = {path: passage.part_of.partition("/doc/results-framework/")[2] for path, passage in found.items()}
    assert found["objective"].text == wanted["objective"]["text"]
    assert found["principles"].text == wanted["operating_principles"]["text"]
    for priority in wanted["priorities"]:
        assert found[f"priority/{priority['number']}"].text == priority["text"]
        for outcome in priority["outcomes"]:
            path, output = f"outcome/{outcome['number']}", f"output/{outcome['output']['number']}"
            assert (found[path].text, held[path]) == (outcome["text"], f"priority/{priority['number']}")
            assert (found[output].text, held[output]) == (outcome["output"]["text"], path)
            activities = [(found[key].text, key) for key in found if key.startswith("activity/") and held[key] == output]
            assert activities == [(each["text"], f"activity/{each['column']}.{each['order']}") for each in outcome["activities"]]


def test_nothing_that_was_to_be_counted_is_missing(office: Office) -> None:
    """The counts that the four documents are known to have."""
    kinds = {key: Counter(passage.kind for passage in reading.passages) for key, (reading, _) in office.items()}
    lettered = {key: sum("(" in (passage.number or "") for passage in office[key][0].passages) for key in REPORTS}
    assert lettered == {"A/72/884": 31, "A/75/863": 7}
    assert {key: kinds[key]["paragraph"] - lettered[key] for key in REPORTS} == {"A/72/884": 49, "A/75/863": 49}
    assert (kinds["A/72/884"]["footnote"], kinds["A/75/863"]["footnote"]) == (3, 13)
    assert (kinds["A/72/884"]["summary"], kinds["A/75/863"]["summary"]) == (1, 0)
    assert (kinds["core-functions"]["core-function"], kinds["core-functions"]["activity"]) == (5, 18)
    framework = kinds["results-framework"]
    assert [framework[kind] for kind in ("priority", "outcome", "output", "activity")] == [2, 4, 4, 23]


def test_no_markup_and_no_half_sentence_is_left(office: Office) -> None:
    """No bracket of a link, no tag, no double blank, no paragraph that stops in mid-sentence."""
    for reading, _ in office.values():
        for passage in reading.passages:
            assert not re.search(r"\*\*|\]\(|</?[a-z]+>|\\|  |&[a-z]+;", passage.text), passage.iri
            if passage.kind in ("paragraph", "footnote") and passage.pinpoint not in WITHOUT_STOP:
                assert re.search(r"[.:;!?”\")]\s*(?:and|or)?$", passage.text), passage.iri
