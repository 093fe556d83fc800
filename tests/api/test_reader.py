"""Tests of the reader's answers: portions, marks with their evidence, what is explained, what is told of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.library import Library
from api.reader import near
from api.reader.explained import explained
from api.reader.opened import Wanted, open_document
from api.reader.outline import MOST_PASSAGES, MOST_SIGNS, divided, outline_of
from api.reader.particulars import particulars
from api.reader.stated import citing, marks_on, measured
from api.web.portal.opening import State, state_of
from ontology.errors import BadParameter, NotFound

PAGE = {"Accept": "text/html"}
REPORT = "https://w3id.org/mandategraph/doc/A/85/40"


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2 * MOST_SIGNS)), max_size=400))
def test_portions_are_short_and_hold_everything_once(made: list[tuple[bool, int]]) -> None:
    """In order; none has more passages than it may, nor more text unless a single passage does."""
    order = [str(number) for number in range(len(made))]
    sizes = {iri: 0 if is_heading else size for iri, (is_heading, size) in zip(order, made, strict=True)}
    headings = frozenset(iri for iri, (is_heading, _) in zip(order, made, strict=True) if is_heading)
    portions = divided(order, sizes, headings)
    assert [iri for portion in portions for iri in portion] == order
    for portion in portions:
        passages = [iri for iri in portion if iri not in headings]
        assert portion
        assert len(passages) <= MOST_PASSAGES
        assert len(passages) <= 1 or sum(sizes[iri] for iri in passages) <= MOST_SIGNS


def test_a_heading_goes_with_what_stands_under_it() -> None:
    """Where a portion is full, its last heading begins the next one."""
    order = [*(f"p{number}" for number in range(MOST_PASSAGES)), "h", "q"]
    assert [portion[0] for portion in divided(order, dict.fromkeys(order, 1), frozenset({"h"}))] == ["p0", "h"]


def test_the_outline_has_each_part_and_its_notes(library: Library) -> None:
    """Depths count the passages that one stands in; a footnote belongs where its mark is; a second reading is the same object."""
    with library.serving() as serving:
        outline = outline_of(serving.graph, REPORT)
        assert outline_of(serving.graph, REPORT) is outline
    assert outline.depths[f"{REPORT}/para/3"] == 0
    assert outline.depths[f"{REPORT}/para/3/a"] == 1
    assert outline.notes == {f"{REPORT}/para/1": (f"{REPORT}/fn/1",)}
    assert outline.portion_of[f"{REPORT}/fn/1"] == 1
    assert [one.words for one in outline.headings][-1] == "What is asked"


def test_a_document_is_opened_where_a_place_stands(library: Library) -> None:
    """With its words, notes, marks and the things they lead to; NotFound for a portion that it does not have."""
    with library.serving() as serving:
        opened = open_document(library, serving, REPORT, Wanted(holding=f"{REPORT}/fn/1"))
        assert opened.portion == 1
        assert [note.number for note in opened.notes] == ["1"]
        assert any(thing.label == "genocide" for thing in opened.things.values())
        assert opened.cited_by == ((f"{REPORT[:-5]}86/12/para/1", "A/86/12, para. 1"),)
        with pytest.raises(NotFound):
            open_document(library, serving, REPORT, Wanted(portion=9))
        plain = open_document(library, serving, REPORT, Wanted(whole=True, with_marks=False))
        assert (plain.portion, plain.marks, len(plain.parts)) == (0, {}, len(opened.parts))


def test_marks_have_words_values_and_a_measure(library: Library) -> None:
    """The words stand in the passage at the span; how good the method is was measured, or is said not to be."""
    with library.serving() as serving:
        marks = marks_on(serving, [f"{REPORT}/para/1"])[f"{REPORT}/para/1"]
        backed = measured(serving, [mark.iri for mark in marks])
        opened = open_document(library, serving, REPORT, Wanted())
    words = next(part.words for part in opened.parts if part.iri == f"{REPORT}/para/1")
    assert marks
    assert all(words[mark.start : mark.end] == mark.as_printed for mark in marks)
    genocide = next(mark for mark in marks if mark.as_printed == "genocide")
    assert genocide.values == ("https://w3id.org/mandategraph/crime/genocide",)
    found = backed[genocide.iri]
    assert found.precision is not None
    assert found.lower is not None
    assert found.lower <= found.precision <= 1
    assert found.judged > 0


def test_who_cites_a_paragraph_is_known(library: Library) -> None:
    """By the pinpoint of the citation, not for the document at large."""
    with library.serving() as serving:
        found = citing(serving, [f"{REPORT}/para/1", f"{REPORT}/para/3"])
    assert found == {f"{REPORT}/para/3": [(f"{REPORT[:-5]}86/12/para/1", "A/86/12, para. 1")]}


def test_things_are_explained_by_the_vocabulary_alone(library: Library) -> None:
    """Kind, definition, source and other names; what the graph does not know has no explanation."""
    base = "https://w3id.org/mandategraph/"
    with library.serving() as serving:
        found = explained(library, serving, [f"{base}crime/genocide", f"{base}state/KEN", REPORT, "https://elsewhere.example/x"])
    crime, state, document, foreign = found.values()
    assert (crime.group, crime.label, state.group, document.group, foreign.group) == (
        "crime",
        "genocide",
        "state",
        "document",
        "document",
    )
    assert "Genocide Convention" in crime.definition
    assert crime.source
    assert document.symbols[0] == "A/85/40"
    assert (foreign.definition, foreign.also, foreign.symbols) == ("", (), ())


def test_only_what_is_known_of_a_document_is_told(library: Library) -> None:
    """Each with its source; nothing was read from a document of which only a digest is here."""
    with library.serving() as serving:
        full = particulars(serving, REPORT, "full")
        digest = particulars(serving, f"{REPORT[:-5]}86/12", "digest")
    assert {one.name: (one.value, one.source) for one in full} == {
        "Session": ("85", "as its masthead or its symbol has it"),
        "Issued on": ("2031-02-09", "as the file or its catalogue entry has it"),
    }
    assert {one.source for one in digest} == {"as the catalogue of this corpus has it"}


def test_what_is_near_stands_in_another_document(library: Library) -> None:
    """The nearest first, a bounded number of them."""
    with library.serving() as serving:
        found = near.near(library, serving, f"{REPORT}/para/1", REPORT)
    assert 0 < len(found) <= near.MOST_NEAR
    assert all(one.document != REPORT for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_state_is_its_address() -> None:
    """What an address asks for is written again as the same address; other states are a step away."""
    state = state_of("/doc/x", [("lang", "ar"), ("part", "2"), ("show", "chosen"), ("show", "crime")])
    assert state.address == "/doc/x?lang=ar&part=2&show=chosen&show=crime"
    assert state.marks("crime")
    assert not state.marks("actor")
    assert state.turned_to(3) == "/doc/x?lang=ar&part=3&show=chosen&show=crime"
    assert state.spoken("en", "ar") == "/doc/x?lang=en&beside=ar&part=2&show=chosen&show=crime"
    assert state.spoken("fr", "fr") == "/doc/x?lang=fr&part=2&show=chosen&show=crime"
    assert state.printed() == "/doc/x?lang=ar&view=print"
    assert State("/doc/x").address == "/doc/x"


@pytest.mark.parametrize(
    "pair",
    [
        ("part", "-1"),
        ("part", "٢"),
        ("part", "1e9"),
        ("show", "<b>"),
        ("beside", "xx"),
        ("view", "raw"),
        ("near", "2"),
        ("at", "a" * 999),
    ],
)
def test_a_value_that_is_none_is_refused(client: TestClient, pair: tuple[str, str]) -> None:
    """In the plain function and over HTTP, with a message that says what would be taken."""
    with pytest.raises(BadParameter):
        state_of("/doc/x", [pair])
    assert client.get("/doc/A/85/40", params=dict([pair]), headers=PAGE).status_code == 400


def test_a_place_is_found_by_its_anchor_and_a_missing_one_is_told(client: TestClient) -> None:
    """?at= shows the portion that holds it; what is not there is 404, and so is a portion that there is not."""
    assert 'id="para-3-a"' in client.get("/doc/A/85/40?at=para-3-a", headers=PAGE).text
    assert client.get("/doc/A/85/40?at=para-99", headers=PAGE).status_code == 404
    assert client.get("/doc/A/85/40?part=7", headers=PAGE).status_code == 404


def test_kinds_that_are_not_wanted_are_not_marked(client: TestClient) -> None:
    """None where none was chosen; the words stay."""
    chosen = client.get("/doc/A/85/40?show=chosen&show=crime", headers=PAGE).text
    assert '<a class="m crime"' in chosen
    assert '<a class="m actor"' not in chosen
    none = client.get("/doc/A/85/40?show=chosen", headers=PAGE).text
    assert '<a class="m ' not in none
    assert "genocide" in none
    assert 'id="thing-' not in none


def test_the_view_to_print_has_notes_and_source_and_no_marks(client: TestClient) -> None:
    """The notes with their numbers, then where it is from."""
    page = client.get("/doc/A/85/40?view=print", headers=PAGE).text
    assert 'class="m ' not in page
    assert '<sup><a href="#fn-1">1</a></sup>' in page
    assert "https://docs.un.org/en/A/85/40" in page
    assert f'<span class="address">{REPORT}</span>' in page
