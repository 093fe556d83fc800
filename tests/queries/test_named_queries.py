"""Tests of the questions: every named query, asked twice over a graph whose answers a person can read off."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ontology.iris import DEFAULT_BASE, MG
from queries.catalogue import NamedQuery, load_queries
from queries.runner import render
from stores.graph.store import GraphStore
from tests.queries.asked import ASKED
from tests.queries.asked_by_meaning import ASKED_BY_MEANING
from tests.queries.words import plain

FOLDER = Path(__file__).parents[2] / "queries"
QUERIES = load_queries(FOLDER)
CHECKS = load_queries(FOLDER / "checks")
NOBODY = "urn:sample:broken"
ALL_ASKED = [*ASKED, *ASKED_BY_MEANING]


def _column(store: GraphStore, query: NamedQuery, arguments: Mapping[str, str], name: str) -> list[str]:
    rows = store.select(plain(store, render(query, arguments, base=DEFAULT_BASE)))
    return [row[name].value for row in rows if name in row]


@pytest.mark.parametrize(
    ("name", "column", "first", "wanted", "second", "wanted_then"), ALL_ASKED, ids=[asked[0] for asked in ALL_ASKED]
)
def test_a_named_query_answers_two_different_arguments_rightly(
    sample: GraphStore,
    name: str,
    column: str,
    first: dict[str, str],
    wanted: list[str],
    second: dict[str, str],
    wanted_then: list[str],
) -> None:
    """The answers differ as the arguments do, and come in their order."""
    assert _column(sample, QUERIES[name], first, column) == wanted
    assert _column(sample, QUERIES[name], second, column) == wanted_then


def test_no_named_query_goes_unasked() -> None:
    """Whoever adds a query adds its two questions."""
    assert sorted(QUERIES) == sorted(asked[0] for asked in ALL_ASKED)


@pytest.mark.parametrize("name", QUERIES)
def test_every_example_in_a_header_can_be_asked(sample: GraphStore, name: str) -> None:
    """Headers are shown to people, so what they show must run."""
    assert QUERIES[name].examples
    for example in QUERIES[name].examples:
        assert isinstance(sample.select(plain(sample, render(QUERIES[name], example, base=DEFAULT_BASE))), list)


def test_a_label_comes_in_the_language_asked_and_else_in_english(sample: GraphStore) -> None:
    """French where the vocabulary has it, English where it has not."""
    labels = _column(sample, QUERIES["crimes-by-document"], {"document": "A/75/863", "language": "fr"}, "crimeLabel")
    assert labels == ["Génocide", "War crimes"]


def test_a_digest_never_stands_in_the_column_of_official_words(sample: GraphStore) -> None:
    """The report of 2018 is a digest in the sample."""
    rows = sample.select(render(QUERIES["footnotes-of-document"], {"document": "A/72/884"}, base=DEFAULT_BASE))
    assert [(row["digestText"].value, "text" in row) for row in rows] == [("A source.", False)]


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_nothing_in_a_sound_graph(sample: GraphStore, name: str) -> None:
    """The right answer to each check is no row."""
    assert sample.select(render(CHECKS[name], {}, base=DEFAULT_BASE)) == []


BROKEN = {
    "citation-without-passage": f"<{NOBODY}> a mg:Citation ; mg:inPassage <urn:nowhere>",
    "mention-of-unlabelled-concept": f"<{NOBODY}> a mg:Mention ; mg:of <urn:unnamed>",
    "passage-without-words": f"<{NOBODY}> a mg:Passage",
    "duty-without-evidence": f"<{NOBODY}> a mg:Duty ; mg:statedIn <urn:p> ; mg:start 4 ; mg:end 4 ; mg:inRendition <urn:r>",
    "passage-outside-document": f"<{NOBODY}> a mg:Passage ; mg:inDocument <urn:d>",
    "official-and-digest-words": f'<{NOBODY}> mg:text "a"@en ; mg:digestText "b"@en',
    "finding-without-evidence": f'<{NOBODY}> a mg:Mention ; mg:inPassage <urn:p> ; mg:start 0 ; mg:end 4 ; mg:asPrinted ""',
    "mandate-link-without-basis": f"<{NOBODY}> mg:definedBy <urn:d> . "
    f'<urn:b> mg:mandate <{NOBODY}> ; mg:target <urn:d> ; mg:role "reaffirms"',
    "duty-link-without-lineage": f"<{NOBODY}> mg:repeats <urn:d> . "
    f'<urn:l> mg:later <{NOBODY}> ; mg:earlier <urn:d> ; mg:relation "narrows"',
    "measurement-off-its-counts": f"<{NOBODY}> mg:correctCount 1 ; mg:sampleSize 3 ; mg:precision 0.34",
    "situation-without-observation": f"<{NOBODY}> mg:inYear 2021",
}


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_finds_what_it_is_for(name: str) -> None:
    """Each check names the broken thing in its first column."""
    store = GraphStore.memory()
    store.replace("urn:sample:graph", store.construct(f"PREFIX mg: <{MG}> CONSTRUCT {{ {BROKEN[name]} }} {{}}"))
    rows = store.select(render(CHECKS[name], {}, base=DEFAULT_BASE))
    assert [next(iter(row.values())).value for row in rows] == [NOBODY]
