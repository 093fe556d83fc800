"""Tests of the assistants' protocol. In: the tiny library, and the SDK's own client. Out: what its tools answer. No network."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mcp import Client

from api.library import Library
from api.mcp.passages import DIGEST, LONGEST
from api.mcp.server import server_of
from stores.settings import Settings
from tests.api.asked_by_protocol import DIGESTED, REPORT, Asked, asking, refused, told


@pytest.fixture
def asks(library: Library) -> Callable[[Asked], None]:
    """Asks a server in this process."""
    return lambda asked: asking(server_of(library), asked)


def test_search_answers_passages_letter_for_letter_with_pinpoint_and_footnote(asks: Callable[[Asked], None]) -> None:
    """What is quoted from an answer is what the document says, and can be cited."""

    async def asked(client: Client) -> None:
        found = await told(client, "search", {"query": "A storm was foretold", "limit": 3})
        best = found["passages"][0]
        assert best["text"] == (
            "A storm was foretold in time. The warning named genocide and crimes against humanity, and no harbour closed "
            "(see A/RES/60/1, para. 138)."
        )
        assert (best["iri"], best["pinpoint"]) == (f"{REPORT}/para/1", "A/85/40, para. 1")
        assert (best["footnote"], best["fidelity"], best["note"]) == ("A/85/40-S/2031/44, para. 1.", "full", "")
        assert found["generation"]
        assert len(found["passages"]) == len(found["scores"]) == 3

    asks(asked)


def test_the_words_of_a_digest_say_that_they_are_our_own(asks: Callable[[Asked], None]) -> None:
    """An assistant must not quote them as the document's."""

    async def asked(client: Client) -> None:
        found = await told(client, "read_passage", {"place": "A/86/12, para. 2"})
        assert [(one["fidelity"], one["note"]) for one in found["passages"]] == [("digest", DIGEST)]

    asks(asked)


@pytest.mark.parametrize(
    ("place", "pinpoints"),
    [
        (f"{REPORT}/para/3/a", ["A/85/40, para. 3 (a)"]),
        ("A/85/40, para. 3", ["A/85/40, para. 3", "A/85/40, para. 3 (a)", "A/85/40, para. 3 (b)"]),
        ("S/2031/44, paras. 2 and 4", ["A/85/40, para. 2", "A/85/40, para. 4"]),
        (f"{REPORT}/section/II", ["A/85/40, para. 3", "A/85/40, para. 3 (a)", "A/85/40, para. 3 (b)", "A/85/40, para. 4"]),
    ],
)
def test_a_place_is_read_in_reading_order(asks: Callable[[Asked], None], place: str, pinpoints: list[str]) -> None:
    """By IRI, by symbol, by citation in words, by section: with the items that it holds."""

    async def asked(client: Client) -> None:
        found = await told(client, "read_passage", {"place": place})
        assert [one["pinpoint"] for one in found["passages"]] == pinpoints
        assert found["total"] == len(pinpoints)

    asks(asked)


def test_a_document_is_read_in_pages_that_neither_overlap_nor_gap(asks: Callable[[Asked], None]) -> None:
    """All of it together are the pages one after the other."""

    async def asked(client: Client) -> None:
        whole = await told(client, "read_passage", {"place": "A/85/40", "limit": 50})
        pages = [await told(client, "read_passage", {"place": "A/85/40", "first": at, "limit": 2}) for at in (1, 3)]
        assert [one for page in pages for one in page["passages"]] == whole["passages"][:4]

    asks(asked)


def test_a_long_passage_is_read_in_parts_that_join_to_the_whole(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out between them."""
    monkeypatch.setattr("api.mcp.passages.LONGEST", 20)

    async def asked(client: Client) -> None:
        text, start = "", 0
        while start is not None:
            part = (await told(client, "read_passage", {"place": f"{REPORT}/para/4", "start": start}))["passages"][0]
            assert part["start"] == start
            text, start = text + part["text"], part["continues_at"]
        assert text == "The Security Council should hear the keepers before the next winter."

    asking(server_of(library), asked)
    assert LONGEST == 4_000


def test_precedents_and_their_lines_are_passages_too(asks: Callable[[Asked], None]) -> None:
    """The nearest language comes with its words and how the draft takes it up."""

    async def asked(client: Client) -> None:
        text = "To keep early warning lamps lit through the night"
        found = await told(client, "precedents", {"text": text, "limit": 2})
        assert found["precedents"][0]["passage"]["iri"] == f"{REPORT}/para/3/a"
        assert text in found["precedents"][0]["passage"]["text"]
        assert found["precedents"][0]["shared_words"] >= 6

    asks(asked)


def test_the_citations_of_a_draft_are_checked(asks: Callable[[Asked], None]) -> None:
    """A place that is there and one that is not."""

    async def asked(client: Client) -> None:
        found = await told(client, "check_citations", {"text": "See A/85/40, para. 4, and A/85/40, para. 99."})
        assert [one["state"] for one in found["citations"]] == ["in order", "needs a look"]
        assert found["left_out"] == 0
        assert not found["is_in_order"]

    asks(asked)


def test_a_named_query_answers_rows_and_the_words_that_they_name(asks: Callable[[Asked], None], library: Library) -> None:
    """And each query that is listed has what it takes to be asked."""

    async def asked(client: Client) -> None:
        listed = (await told(client, "list_named_queries", {}))["result"]
        assert [one["name"] for one in listed] == list(library.queries)
        found = await told(client, "named_query", {"name": "cited-by", "arguments": {"target": "A/85/40"}})
        assert f"{DIGESTED}/para/1" in {value for row in found["rows"] for value in row.values()}
        assert f"{DIGESTED}/para/1" in [one["iri"] for one in found["passages"]]

    asks(asked)


def test_sparql_answers_rows_yes_or_no_and_triples(asks: Callable[[Asked], None]) -> None:
    """Each form of query; search patterns are understood, and what was left out is counted."""

    async def asked(client: Client) -> None:
        found = await told(
            client, "sparql", {"query": "SELECT ?p { ?p a ?passage . FILTER(CONTAINS(STR(?p), '/doc/')) }", "limit": 3}
        )
        assert (len(found["rows"]), found["cut"]) == (3, True)
        assert found["total"] > 3
        yes = await told(client, "sparql", {"query": f"ASK {{ <{REPORT}> ?p ?o }}"})
        assert yes["boolean"] is True
        triples = await told(client, "sparql", {"query": f"CONSTRUCT {{ <{REPORT}> a ?k }} WHERE {{ <{REPORT}> a ?k }}"})
        assert REPORT in triples["turtle"]
        pattern = '{ ?p search:matches ("A storm was foretold in time" ?score 1) }'
        searched = f"PREFIX search: <https://w3id.org/mandategraph/search#> SELECT ?p {pattern}"
        assert [row["p"] for row in (await told(client, "sparql", {"query": searched}))["rows"]] == [f"{REPORT}/para/1"]

    asks(asked)


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("search", {"query": " "}, "BadParameter: Wanted a question; it is empty. Write words"),
        ("search", {"query": "x", "limit": 21}, "BadParameter: Wanted limit from 1 to 20; got 21."),
        ("search", {"query": "x", "filters": {"colour": ["red"]}}, "BadParameter: There is no filter 'colour'."),
        ("search", {"query": "x" * 2_001}, "BadParameter: Wanted a question of at most 2,000 characters"),
        ("read_passage", {"place": "A/85/40, para. 99"}, "NotFound: There is no para. 99 in A/85/40-S/2031/44."),
        ("read_passage", {"place": "A/86/12, para. 99"}, "NotFound: No text of 'A/86/12, para. 99' is in this collection."),
        ("read_passage", {"place": "A/85/40, para. 4", "start": 9_999}, "BadParameter: Wanted the text from character 9,999 on"),
        ("read_passage", {"place": "A/85/40", "start": 3}, "BadParameter: Wanted one passage to read from a character on"),
        ("read_passage", {"place": "A/85/40", "first": 0}, "BadParameter: Wanted start from 0 and first from 1 on."),
        ("named_query", {"name": "no-such"}, "UnknownQuery: No query is named 'no-such'. There are: "),
        ("named_query", {"name": "cited-by"}, "BadParameter: The query cited-by wants the parameter 'target'"),
        ("sparql", {"query": "DROP ALL"}, "QueryRefused: Refused at line 1, column 1: DROP belongs to an update"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}, "QueryRefused: Refused at line 1, column 12"),
        ("sparql", {"query": "SELECT nothing"}, "QuerySyntaxError: The query is malformed at line 1, column 15"),
        ("sparql", {"query": "ASK {}", "limit": 201}, "BadParameter: Wanted limit from 1 to 200; got 201."),
        ("sparql", {"query": "#" * 5_000}, "QueryTooLarge: The query has 5,000 bytes; at most 4,000 are taken."),
        ("check_citations", {"text": ""}, "BadParameter: Wanted a draft to check; it is empty."),
        ("precedents", {"text": ""}, "BadParameter: "),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    asks: Callable[[Asked], None], tool: str, arguments: dict[str, object], says: str
) -> None:
    """Our own words and advice, as on the web."""

    async def asked(client: Client) -> None:
        assert (await refused(client, tool, arguments)).startswith(f"Error executing tool {tool}: {says}")

    asks(asked)


def test_too_long_an_answer_is_refused_and_not_cut_within_a_row(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row is given whole or not at all."""
    monkeypatch.setattr("api.mcp.answers.MOST_CHARACTERS", 300)
    query = "SELECT ?t { ?s <https://w3id.org/mandategraph/ontology#text> ?t } ORDER BY ?t"

    async def asked(client: Client) -> None:
        found = await told(client, "sparql", {"query": query})
        assert found["cut"]
        assert 0 < len(found["rows"]) < found["total"]
        assert all(len(row["t"]) == len(row["t"].strip()) for row in found["rows"])
        construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        assert "QueryTooLarge: The answer has " in await refused(client, "sparql", {"query": construct})

    asking(server_of(library), asked)


def test_nothing_of_this_machine_is_told_where_nothing_is_published(settings: Settings, tmp_path: Path) -> None:
    """The path of the folder stands in the log alone."""

    async def asked(client: Client) -> None:
        words = await refused(client, "search", {"query": "warning"})
        assert "Nothing is published here yet" in words
        assert str(tmp_path) not in words

    asking(server_of(Library.open(replace(settings, data=tmp_path))), asked)


def test_making_a_server_leaves_the_log_of_the_process_alone(library: Library) -> None:
    """The SDK would set it up, and write what callers sent."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    server_of(library)
    assert (root.handlers, root.level) == (before, level)
    assert not logging.getLogger("mcp.server.mcpserver.server").isEnabledFor(logging.INFO)
