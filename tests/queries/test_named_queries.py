"""Tests of the questions: every named query, asked twice over a graph whose answers a person can read off."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ontology.iris import DEFAULT_BASE, MG
from queries.catalogue import NamedQuery, load_queries
from queries.runner import render
from stores.graph.store import GraphStore

FOLDER = Path(__file__).parents[2] / "queries"
QUERIES = load_queries(FOLDER)
CHECKS = load_queries(FOLDER / "checks")
NOBODY = "urn:sample:broken"

# query, a column, then for each of two arguments what that column must hold, in order
ASKED: list[tuple[str, str, dict[str, str], list[str], dict[str, str], list[str]]] = [
    (
        "recommendations-by-addressee",
        "pinpoint",
        {"addressee": "actor/member-states"},
        ["A/72/884, para. 1", "A/75/863, para. 1", "A/75/863, para. 2 (a)"],
        {"addressee": "actor/security-council", "since": "2019"},
        ["A/75/863, para. 2 (a)"],
    ),
    ("commitments", "verb", {}, ["pledge", "report"], {"actor": "actor/secretary-general"}, ["report"]),
    (
        "cited-by",
        "asPrinted",
        {"target": "S/RES/1366 (2001)"},
        ["1366 again", "1366"],
        {"target": "instrument/genocide-convention"},
        ["the Convention"],
    ),
    (
        "citations-of-document",
        "asPrinted",
        {"document": "A/75/863-S/2021/424"},
        ["1366", "the Convention", "a letter"],
        {"document": "A/72/884"},
        ["1366 again", "A source"],
    ),
    ("unresolved-citations", "reason", {}, ["no such name", "no symbol"], {"document": "A/75/863"}, ["no symbol"]),
    (
        "networks-named",
        "networkLabel",
        {},
        ["Network of focal points", "Network of parliamentarians"],
        {"network": "network/parliamentarians", "since": "2018"},
        ["Network of parliamentarians"],
    ),
    (
        "mandates-established",
        "symbols",
        {"mandate": "mandate/adviser-genocide"},
        ["S/RES/1366(2001)"],
        {"mandate": "mandate/adviser-protect"},
        ["A/75/863, S/2021/424"],
    ),
    (
        "activities-of-outcome",
        "number",
        {"outcome": "doc/results-framework/outcome/2"},
        ["2.1", "2.2"],
        {"outcome": DEFAULT_BASE + "doc/results-framework/outcome/1"},
        ["1.1"],
    ),
    (
        "core-functions",
        "text",
        {},
        ["Collect.", "Hold courses."],
        {"function": "doc/core-functions/function/2"},
        ["Hold courses."],
    ),
    (
        "mentions-of-concept",
        "asPrinted",
        {"concept": "crime/genocide"},
        ["genocide", "genocide"],
        {"concept": "crime/war-crimes"},
        ["short", "war crimes"],
    ),
    ("crimes-by-document", "passages", {}, ["1", "2", "1"], {"document": "A/75/863"}, ["2", "1"]),
    (
        "documents-list",
        "symbols",
        {"since": "2009", "kind": MG + "Report"},
        ["A/63/677", "A/72/884, S/2018/525", "A/75/863, S/2021/424"],
        {"kind": MG + "Resolution"},
        ["S/RES/1366(2001)"],
    ),
    (
        "footnotes-of-document",
        "text",
        {"document": "A/75/863"},
        ["See a letter that has no symbol."],
        {"document": "A/72/884"},
        [],
    ),
    ("risk-factors", "number", {}, ["7.2", "7.10", "9.1"], {"crime": "crime/genocide"}, ["9.1"]),
    (
        "risk-coverage",
        "state",
        {},
        ["end of the list not seen", "part of the list", "1 of 2 lists seen to their end, 0 of 2 without any indicator"],
        {"factor": "risk-factor/9"},
        ["part of the list", "1 of 1 lists seen to their end, 0 of 1 without any indicator"],
    ),
    (
        "crimes-and-their-law",
        "article",
        {},
        ["art. II", "arts. 6-8", "arts. 6-8"],
        {"crime": "crime/war-crimes"},
        ["arts. 6-8"],
    ),
    (
        "acts-of-crime",
        "article",
        {},
        ["art. II (a)", "art. 8 (2) (b) (v)", "art. 8 (2) (b) (ix)"],
        {"crime": "crime/genocide"},
        ["art. II (a)"],
    ),
    (
        "cited-by-both",
        "pinpoint",
        {"first": "A/75/863", "second": "A/72/884"},
        ["A/75/863, para. 1", "A/72/884, para. 1"],
        {"first": "A/75/863", "second": "results-framework"},
        [],
    ),
    (
        "recommendations-naming",
        "action",
        {"thing": "instrument/genocide-convention"},
        ["act on war crimes"],
        {"thing": "S/RES/1366 (2001)"},
        ["join"],
    ),
    (
        "resolutions-cited",
        "pinpoint",
        {"organ": "actor/security-council"},
        ["A/72/884, para. 1", "A/75/863, para. 1"],
        {"organ": "actor/security-council", "document": "A/75/863"},
        ["A/75/863, para. 1"],
    ),
    ("briefings", "placeName", {}, ["Chad", "Mali"], {"audience": "actor/member-states"}, []),
    (
        "footnotes-that-interrupt",
        "interruptedPinpoint",
        {},
        ["A/72/884, para. 1", "A/75/863, para. 2 (a)"],
        {"document": "A/72/884"},
        ["A/72/884, para. 1"],
    ),
    ("treaty-pinpoints", "citedPart", {}, ["art. II", "arts. 6-8"], {"document": "A/75/863"}, ["art. II"]),
    (
        "activities-involving",
        "number",
        {"kind": MG + "RegionalArrangement"},
        ["1.1"],
        {"kind": MG + "CivilSociety"},
        ["2.2"],
    ),
    ("taken-up", "relation", {}, ["repeats"], {"later": "A/72/884"}, []),
    (
        "not-taken-up",
        "verb",
        {"earlier": "A/72/884", "later": "A/75/863"},
        ["pledge", "wait"],
        {"earlier": "A/75/863", "later": "A/72/884"},
        ["join", "report", "act"],
    ),
    (
        "recommendations-concerning",
        "action",
        {"actor": "state/TCD", "since": "2019"},
        ["join", "act on war crimes", "act on war crimes"],
        {"actor": "actor/security-council"},
        ["act on war crimes", "act on war crimes"],
    ),
    (
        "situation-profile",
        "placeName",
        {},
        ["Chad", "Mali"],
        {"place": "state/MLI", "since": "2018"},
        ["Mali"],
    ),
    ("gap-recommendation-without-addressee", "verb", {}, ["wait"], {"document": "A/75/863"}, []),
    ("gap-risk-factor-never-named", "number", {}, ["7", "9"], {"document": "A/72/884"}, ["7", "9"]),
    ("gap-network-without-member", "name", {}, ["Lone network"], {"language": "fr"}, []),
    (
        "gap-mandate-without-founding-document",
        "name",
        {},
        ["Adviser on protection", "Adviser without a letter"],
        {"language": "fr"},
        [],
    ),
    (
        "findings-at-least",
        "asPrinted",
        {"precision": "0.95", "document": "A/75/863"},
        ["genocide", "war crimes"],
        {"precision": "0.4", "document": "A/75/863", "sample": "2"},
        ["1366", "genocide", "war crimes"],
    ),
    ("measured-methods", "correct", {}, ["1", "19"], {"kind": "citation"}, ["1"]),
    ("verdicts", "judgement", {}, ["wrong", "right"], {"reviewer": "Ann"}, ["right"]),
    (
        "members-of",
        "memberLabel",
        {"group": "actor/states"},
        ["Chad", "Member States"],
        {"group": "network/focal-points"},
        ["A focal point"],
    ),
    ("states-in-region", "stateLabel", {"region": "region/1"}, ["Chad", "Mali"], {"region": "region/2"}, ["Chad"]),
    ("office-holders", "personLabel", {"office": "actor/secretary-general"}, ["One", "Two"], {"since": "1953"}, ["Two"]),
    (
        "mandate-functions",
        "functionLabel",
        {"mandate": "mandate/adviser-genocide"},
        ["warning", "advising"],
        {"mandate": "mandate/adviser-protect"},
        ["thinking"],
    ),
    (
        "network-profile",
        "networkLabel",
        {},
        ["Lone network", "Network of focal points", "Network of parliamentarians"],
        {"document": "A/72/884"},
        ["Network of parliamentarians"],
    ),
    ("situations-since", "state", {"since": "2020"}, ["new", "silent since"], {"since": "2018"}, ["new", "new"]),
]


def _column(store: GraphStore, query: NamedQuery, arguments: Mapping[str, str], name: str) -> list[str]:
    rows = store.select(render(query, arguments, base=DEFAULT_BASE))
    return [row[name].value for row in rows if name in row]


@pytest.mark.parametrize(("name", "column", "first", "wanted", "second", "wanted_then"), ASKED, ids=[asked[0] for asked in ASKED])
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
    assert sorted(QUERIES) == sorted(asked[0] for asked in ASKED)


@pytest.mark.parametrize("name", QUERIES)
def test_every_example_in_a_header_can_be_asked(sample: GraphStore, name: str) -> None:
    """Headers are shown to people, so what they show must run."""
    assert QUERIES[name].examples
    for example in QUERIES[name].examples:
        assert isinstance(sample.select(render(QUERIES[name], example, base=DEFAULT_BASE)), list)


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
