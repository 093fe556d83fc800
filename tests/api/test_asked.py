"""Tests of what a question asks for: names, meaning, language. In: two made documents. Must not need a network."""

import pytest

from api.asked import understood
from api.library import Library
from api.search import ranked, search

DOC = "https://w3id.org/mandategraph/doc/"
PASSAGES = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?words { ?passage a mg:Passage ; mg:text ?words FILTER(STRLEN(?words) > 40) } ORDER BY ?passage"""


def test_a_symbol_is_a_name_and_no_part_of_the_meaning(library: Library) -> None:
    """The model never reads a symbol."""
    with library.serving() as serving:
        found = understood(serving, "early warning in A/85/40-S/2031/44", "hybrid")
    assert found.names == (DOC + "A/85/40",)
    assert found.meaning == "early warning in"
    assert found.mode == "hybrid"


def test_a_symbol_alone_means_the_title_of_its_document(library: Library) -> None:
    """Otherwise the model would be asked for the nearest to a row of numbers."""
    with library.serving() as serving:
        assert understood(serving, "S/2032/5", "hybrid").meaning == "Harbours after the storm"


def test_a_symbol_that_nobody_knows_is_asked_as_it_is(library: Library) -> None:
    """There is nothing better to ask."""
    with library.serving() as serving:
        assert understood(serving, "A/99/999", "dense").meaning == "A/99/999"


@pytest.mark.parametrize("question", ["A/85/40, para. 3 (a)", "S/2031/44, para. 3 (a)", "What does para. 3 (a) of A/85/40 ask?"])
def test_a_pinpoint_finds_its_passage_first(library: Library, question: str) -> None:
    """Under either symbol, and in a sentence."""
    hits = search(library, question).hits
    assert hits[0].iri == DOC + "A/85/40/para/3/a"
    assert ["symbol" in hit.parts for hit in hits[:2]] == [True, False]


@pytest.mark.parametrize("question", ["Harbours after the storm, para. 2", "the harbours after the storm paragraph 2"])
def test_a_title_with_a_number_is_a_pinpoint_too(library: Library, question: str) -> None:
    """As "the World Summit Outcome, para. 138" is."""
    assert search(library, question).hits[0].iri == DOC + "A/86/12/para/2"


def test_a_paragraph_comes_before_its_items_and_they_before_the_rest(library: Library) -> None:
    """Who asks for a paragraph by its number wants its lettered items as well."""
    hits = search(library, "A/85/40, para. 3").hits
    assert hits[0].iri == DOC + "A/85/40/para/3"
    assert {hit.iri for hit in hits[1:3]} == {DOC + "A/85/40/para/3/a", DOC + "A/85/40/para/3/b"}


def test_a_pinpoint_that_is_not_there_falls_back_on_the_document(library: Library) -> None:
    """The passages of the document come first."""
    with library.serving() as serving:
        assert understood(serving, "A/85/40, para. 99", "hybrid").names == (DOC + "A/85/40",)


@pytest.mark.parametrize(
    ("question", "mode"),
    [
        ("Who keeps the early warning lamps lit?", "hybrid"),
        ("Comment les gardiens gardent-ils les lampes, et quel génocide craignaient-ils alors?", "dense"),
        ("谁让预警灯一直亮着?", "dense"),
        ("Of the, and?", "dense"),
    ],
)
def test_keywords_are_left_out_where_the_passages_speak_another_language(library: Library, question: str, mode: str) -> None:
    """One cognate in a French question must not rank passages by itself, nor can a question without a word of its own."""
    with library.serving() as serving:
        assert understood(serving, question, "hybrid").mode == mode


@pytest.mark.parametrize("mode", ["keyword", "dense"])
def test_a_mode_that_was_chosen_stays(library: Library, mode: str) -> None:
    """Only hybrid leaves the choice to us."""
    with library.serving() as serving:
        assert understood(serving, "预警", mode).mode == mode  # type: ignore[arg-type]  # both are modes


@pytest.mark.parametrize("written", ["a/85/40", "A / 85 / 40", "s/2031/44", "S/2031/44"])
def test_a_symbol_is_read_in_any_usual_spelling(library: Library, written: str) -> None:
    """And the document whose text is here comes first, before those that cite it."""
    hits = search(library, written).hits
    assert {hit.document for hit in hits if "symbol" in hit.parts} == {DOC + "A/85/40"}


def test_a_document_that_is_only_cited_is_found_where_it_is_cited(library: Library) -> None:
    """Its text is not here."""
    hits = search(library, "A/RES/60/1").hits
    assert DOC + "A/85/40/para/1" in {hit.iri for hit in hits if "symbol" in hit.parts}


def test_a_title_and_a_thing_are_names_too(library: Library) -> None:
    """Whole questions, whatever their capitals: whose title it is, or who names the thing, comes first."""
    named = [hit.document for hit in search(library, "harbours after the STORM").hits if "symbol" in hit.parts]
    assert set(named) == {DOC + "A/86/12"}
    answer = search(library, "Ethnic cleansing")
    assert "symbol" in answer.hits[0].parts
    assert DOC + "A/86/12/para/2" in {hit.iri for hit in answer.hits if "symbol" in hit.parts}
    assert answer.understood[0].why == "name"


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ('"early warning"', {"A/85/40/para/3/a", "A/86/12/para/1"}),
        ("“EARLY  warning”", {"A/85/40/para/3/a", "A/86/12/para/1"}),
        ("warning AND harbour", {"A/85/40/para/1"}),
        ("harbour*", {"A/85/40/para/1", "A/86/12/para/1"}),
        ("harbour* -storm", {"A/86/12/para/1"}),
        ("title:harbours warning", {"A/86/12/para/1", "A/86/12/para/2"}),
        ("section:asked lamps", {"A/85/40/para/3", "A/85/40/para/3/a", "A/85/40/para/3/b", "A/85/40/para/4"}),
        ("crime:genocide lamps", {"A/85/40/para/1"}),
        ("lamps document:A/86/12 year:2032", {"A/86/12/para/1", "A/86/12/para/2"}),
        ("R2P AND focal", {"A/85/40/para/3/b"}),
    ],
)
def test_operators_and_filters_decide_what_may_be_found(library: Library, question: str, kept: set[str]) -> None:
    """All of it and nothing else, counted as well, in documents other than the programme."""
    answer = search(library, f"{question} fidelity:full fidelity:digest", limit=100)
    found = {hit.iri.removeprefix(DOC) for hit in answer.hits}
    assert {iri for iri in found if not iri.startswith("core-functions")} == kept
    assert answer.total == len(answer.hits)
    assert sum(count for _, count in answer.facets["fidelity"]) == answer.total


def test_what_was_read_as_something_else_is_said(library: Library) -> None:
    """A slip, a short form; and what is right is left alone."""
    answer = search(library, "harbuors keepers SCSL")
    assert [(reading.printed, reading.read_as, reading.why) for reading in answer.understood] == [
        ("harbuors", "harbours", "misspelt"),
        ("SCSL", "Special Court for Sierra Leone", "short form"),
    ]
    assert search(library, "harbours for the keepers").understood == ()


def test_whoever_ranks_passages_is_given_the_same_ones(library: Library) -> None:
    """A question with operators and filters means the same to SPARQL, which may give passages of its own."""
    question = '"early warning" document:A/86/12'
    with library.serving() as serving:
        assert [hit.iri.removeprefix(DOC) for hit in ranked(library, serving, question, {}, limit=9)] == ["A/86/12/para/1@en"]
        among = [DOC + "A/86/12/para/2", DOC + "A/85/40/para/3/a"]
        assert ranked(library, serving, question, {}, limit=9, among=among) == []
        assert len(ranked(library, serving, '"early warning"', {}, limit=9, among=among)) == 1


def test_a_pasted_passage_is_found_first_and_nothing_in_it_is_an_operator(library: Library) -> None:
    """Its quotation marks, dashes and colons are its own; what stands word for word comes first, and that is said."""
    with library.serving() as serving:
        words = {str(row["passage"]): str(row["words"]) for row in serving.graph.select(PASSAGES)}
    for iri, text in words.items():
        answer = search(library, f"-{text} (see:there).")
        assert answer.total == search(library, "lamps").total
        assert [reading.why for reading in answer.understood] == ["passage"]
        assert search(library, text).hits[0].text == text, iri


def test_a_sentence_that_stands_nowhere_is_asked_like_a_question(library: Library) -> None:
    """So the symbols in it are names."""
    with library.serving() as serving:
        assert understood(serving, "The keepers were asked in A/85/40 to watch the harbours.", "hybrid").names == (
            DOC + "A/85/40",
        )


def test_a_number_that_several_organs_gave_means_what_is_here(library: Library) -> None:
    """Nobody else's resolution of that number is known."""
    with library.serving() as serving:
        assert understood(serving, "resolution 60/1", "hybrid").names == ("A/RES/60/1",)
        assert understood(serving, "resolution 60/2", "hybrid").names == ()
