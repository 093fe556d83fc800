"""Tests of paging. In: the tiny library. Out: cursors are opaque, bound to what was asked, and outlive a generation."""

import base64
import json

import pytest
from starlette.testclient import TestClient

from api.rest import cursor
from api.rest.cursor import Cursor
from ontology.errors import BadParameter
from tests.api.rest.walked import told


def repacked(word: str, change: dict[int, object]) -> str:
    """A cursor with some of its parts exchanged, as somebody could who looked inside."""
    value = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    for place, other in change.items():
        value[place] = other
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_cursor_of_an_older_generation_goes_on_and_says_so(client: TestClient) -> None:
    """It holds the last item, not a place; the notice names both generations."""
    first = told(client, "/api/v1/mentions", limit=3)
    plain = told(client, "/api/v1/mentions", limit=3, cursor=first["next_cursor"])
    older = told(client, "/api/v1/mentions", limit=3, cursor=repacked(first["next_cursor"], {1: "g000000-older"}))
    assert plain["notice"] is None
    assert older["items"] == plain["items"]
    assert "g000000-older" in older["notice"]
    assert first["generation"] in older["notice"]


def test_a_cursor_whose_item_is_gone_goes_on_behind_its_place(client: TestClient) -> None:
    """What comes after it in the order is answered, though nothing has that IRI."""
    first = told(client, "/api/v1/crimes", sort="iri", limit=2)
    last = first["items"][-1]["iri"]
    moved = repacked(first["next_cursor"], {2: last + "-withdrawn"})
    found = [item["iri"] for item in told(client, "/api/v1/crimes", sort="iri", limit=2, cursor=moved)["items"]]
    rest = [item["iri"] for item in told(client, "/api/v1/crimes", sort="iri", limit=100)["items"]]
    assert found == [iri for iri in rest if iri > last + "-withdrawn"][:2]


@pytest.mark.parametrize("asked", [{"kind": "State"}, {"sort": "-label"}, {"limit": "6"}, {"language": "fr"}])
def test_a_cursor_of_another_question_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    """It would lead somewhere that means nothing."""
    word = told(client, "/api/v1/actors", limit=5)["next_cursor"]
    response = client.get("/api/v1/actors", params={"limit": "5", "cursor": word} | asked)
    assert response.status_code == 400
    assert response.json()["error"] == "BadParameter"


@pytest.mark.parametrize(
    "change",
    [
        {2: 'x"} ; DROP'},
        {2: "https://example.org/a b"},
        {3: 5},
        {4: "1 } UNION { ?s ?p ?o"},
        {4: "x"},
        {4: "٣"},
        {5: None},
        {3: "\ud800"},
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(client: TestClient, change: dict[int, object]) -> None:
    """Nothing of it reaches a query but terms."""
    word = repacked(told(client, "/api/v1/mentions", limit=3)["next_cursor"], change)
    assert client.get("/api/v1/mentions", params={"limit": "3", "cursor": word}).status_code == 400


def test_words_in_a_tampered_key_stay_words(client: TestClient) -> None:
    """A quote in a key is part of the literal: the list goes on behind it, and holds nothing else."""
    word = told(client, "/api/v1/actors", limit=3)["next_cursor"]
    response = client.get("/api/v1/actors", params={"limit": "3", "cursor": repacked(word, {3: 'zzz" } \\ \n'})})
    assert response.status_code == 200
    assert response.json()["items"] == []


@pytest.mark.parametrize("word", ["abc", "====", "W10", "é", "e30", "A" * 3_900, "bnVsbA"])
def test_a_word_that_is_no_cursor_is_refused(client: TestClient, word: str) -> None:
    """With what to do instead."""
    response = client.get("/api/v1/actors", params={"cursor": word})
    assert response.status_code == 400
    assert "next" in response.json()["advice"]


def test_a_cursor_reads_back_as_it_was_written() -> None:
    """Whatever its keys hold."""
    made = Cursor(('"quoted" \\ 文', "12"), "https://example.org/a", "g1")
    word = cursor.written(made, ["a", "b=c"])
    assert word.replace("-", "").replace("_", "").isalnum()
    assert cursor.read(word, ["a", "b=c"], [False, True]) == made
    with pytest.raises(BadParameter, match="other filters"):
        cursor.read(word, ["a", "b=d"], [False, True])


def test_the_next_page_stands_in_the_link_header_too(client: TestClient) -> None:
    """For programs that follow links (RFC 8288)."""
    response = client.get("/api/v1/actors", params={"limit": "2"})
    assert response.headers["Link"] == f'<{response.json()["next"]}>; rel="next"'
    assert "Link" not in client.get("/api/v1/crimes", params={"limit": "100"}).headers
