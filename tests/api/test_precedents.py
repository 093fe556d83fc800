"""Tests of precedents: what is read in a draft, what is found for it, and its endpoint. In: two made documents. No network."""

import logging

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.precedents.answer import precedents
from api.precedents.drafted import MAX_DRAFT, drafted
from api.precedents.weigh import scaled
from ontology.errors import BadParameter
from ontology.iris import DEFAULT_BASE
from stores.repeats import open_repeats

SAME = "To keep early warning lamps lit through the night and to act when they show a risk of war crimes;"
NEAR = "Urges Member States to keep early warning lamps lit through the long night, and to act when they show a risk of genocide"
ITEM = DEFAULT_BASE + "doc/A/85/40/para/3/a"
PAGE = {"Accept": "text/html,*/*;q=0.8"}


def test_a_draft_is_read_by_the_eyes_that_read_a_report() -> None:
    """An operative paragraph without a subject, a report's sentence, and one that asks nothing."""
    operative = drafted("Urges all Member States to appoint focal points for the prevention of genocide", DEFAULT_BASE)
    assert (operative.verb, operative.verb_classes) == ("urge", (DEFAULT_BASE + "verb-class/urges",))
    assert DEFAULT_BASE + "actor/member-states" in operative.parties
    assert DEFAULT_BASE + "crime/genocide" in operative.things
    assert drafted("I encourage Member States to light lamps.", DEFAULT_BASE).verb == "encourage"
    assert not drafted("Lamps were lit along the coast.", DEFAULT_BASE).asks


def test_the_longer_sentences_of_a_paragraph_are_asked_singly() -> None:
    """A single sentence is asked once, as the whole; a few words are no question."""
    assert drafted("Lamps were lit along the whole coast.", DEFAULT_BASE).sentences == []
    two = drafted("Lamps were lit along the whole coast. Some. Boats saw them from far out at sea.", DEFAULT_BASE)
    assert two.sentences == ["Lamps were lit along the whole coast.", "Boats saw them from far out at sea."]


def test_a_sentence_that_comes_again_is_asked_once() -> None:
    """A draft that says the same a hundred times asks the model as often as one that says it twice."""
    assert drafted("Lamps were lit along the whole coast. " * 100, DEFAULT_BASE).sentences == [
        "Lamps were lit along the whole coast."
    ]


@pytest.mark.parametrize("text", ["", " \n\t", "12 () …", "lamp " * MAX_DRAFT])
def test_what_is_no_draft_is_refused(library: Library, text: str) -> None:
    """Nothing, marks without words, and a whole report."""
    with pytest.raises(BadParameter, match="draft"):
        precedents(library, text)


def test_the_same_words_come_first_and_say_so(library: Library) -> None:
    """Exactly, whatever numbers and capitals stand around them."""
    best = precedents(library, f"12. {SAME.upper()}").found[0]
    assert best.passage.iri == ITEM
    assert (best.relation, best.parts["reuse"]) == ("repeats", 1.0)


def test_nearly_the_same_words_come_with_the_difference(library: Library) -> None:
    """The draft beside the passage, word by word, and whether it is stronger than the chapeau's verb."""
    answer = precedents(library, NEAR, limit=3)
    best = answer.found[0]
    assert best.passage.iri == ITEM
    assert best.passage.when == "2031-02-09"
    assert best.passage.verb is not None
    assert answer.strength is not None
    assert answer.strength.rank > best.passage.verb.rank
    assert best.relation == "strengthens"
    assert ("added", "long") in [(piece.kind, piece.text) for piece in best.changed]
    assert len(answer.found) == 3
    assert sorted(step.passage.iri for line in answer.lines for step in line.steps) == sorted(
        one.passage.iri for one in answer.found
    )


def test_filters_hold_for_repeats_as_well(library: Library) -> None:
    """What another document says word for word is not found under a filter that it does not fulfil."""
    found = precedents(library, SAME, {"document": ["A/86/12"]}).found
    assert found
    assert {one.passage.document for one in found} == {DEFAULT_BASE + "doc/A/86/12"}


def test_a_generation_without_fingerprints_is_served_without_them(library: Library) -> None:
    """Published by an earlier version: search alone then finds what there is."""
    with library.serving() as serving:
        assert open_repeats(serving.generation.folder / "nowhere").keys == ()
        assert len(open_repeats(serving.generation.folder / "reuse").keys) > 5


def test_scores_are_scaled_from_worst_to_best() -> None:
    """All alike are all best."""
    assert scaled({"a": 3.0, "b": 1.0, "c": 2.0}) == {"a": 1.0, "b": 0.0, "c": 0.5}
    assert scaled({"a": 3.0}) == {"a": 1.0}
    assert scaled({}) == {}


def test_the_endpoint_answers_by_get_and_post(client: TestClient) -> None:
    """The same answer, whether the draft stands in the address, in a form, or is the body itself."""
    by_get = client.get("/precedents", params={"text": SAME, "limit": 2}).json()
    by_form = client.post("/precedents", data={"text": SAME, "limit": "2"}).json()
    by_text = client.post("/precedents?limit=2", content=SAME, headers={"Content-Type": "text/plain; charset=utf-8"}).json()
    assert by_get == by_form == by_text
    assert by_get["found"][0]["passage"]["iri"] == ITEM
    assert {"read", "strength", "filters", "generation", "found", "lines"} == by_get.keys()


def test_the_page_marks_the_differences_and_escapes_the_draft(client: TestClient) -> None:
    """Without JavaScript: insertions and deletions are elements."""
    shown = client.post("/precedents", data={"text": NEAR + " <script>alert(1)</script>"}, headers=PAGE)
    assert "<ins>" in shown.text
    assert "<del>" in shown.text
    assert "<script>alert(1)" not in shown.text
    form = client.get("/precedents", headers=PAGE)
    assert form.status_code == 200
    assert "<textarea" in form.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"text": " "}, 400),
        ({"text": SAME, "limit": "x"}, 400),
        ({"text": SAME, "limit": "51"}, 400),
        ({"text": SAME, "nothing": "1"}, 400),
        ({"text": SAME, "year": "soon"}, 400),
        ({"text": 'NOT "lamps AND ( OR *'}, 200),
        ({"text": "lamps\x00\x1b[31m coast"}, 200),
    ],
)
def test_bad_input_is_refused_and_signs_of_a_query_language_are_words(
    client: TestClient, query: dict[str, str], status: int
) -> None:
    """A draft is no query: its quotation marks and brackets ask for nothing."""
    assert client.get("/precedents", params=query).status_code == status


def test_a_body_of_another_type_is_refused(client: TestClient) -> None:
    """And one that is not UTF-8."""
    assert client.post("/precedents", content=b"{}", headers={"Content-Type": "application/json"}).status_code == 415
    assert client.post("/precedents", content=b"\xff", headers={"Content-Type": "text/plain"}).status_code == 400


def test_a_draft_is_never_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever becomes of the request."""
    with caplog.at_level(logging.DEBUG):
        client.post("/precedents", data={"text": "Zanzibarlamp is secret", "limit": "1"})
        client.post("/precedents", data={"text": "Zanzibarlamp is secret", "limit": "0"})
    assert "zanzibarlamp" not in caplog.text.casefold()
