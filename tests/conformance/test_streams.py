"""Conformance: long answers over HTTP. In: a store with many statements. Out: whether a broken stream can be taken for whole."""

from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from tests.conformance import throwaway

LONG = "SELECT ?a ?b { ?a <http://w3c.example/p> ?x . ?b <http://w3c.example/p> ?y }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of an endpoint over 600 statements, which gives 200,000 rows and a minute to a query."""
    place = NamedNode("http://w3c.example/p")
    quads = [Quad(NamedNode(f"http://w3c.example/{one}"), place, Literal(one), place) for one in range(600)]
    served = throwaway.filled(tmp_path_factory.mktemp("long"), quads, query_rows=200_000, query_wall_s=60.0)
    with throwaway.listening(served) as client:
        yield client


def test_a_long_answer_comes_in_pieces_and_whole(client: httpx.Client) -> None:
    """Without a length, since nobody knows it yet; each row is there."""
    with client.stream("GET", "/sparql", params={"query": f"{LONG} LIMIT 50000"}, headers={"Accept": "text/csv"}) as answer:
        assert "content-length" not in answer.headers
        assert sum(piece.count(b"\n") for piece in answer.iter_bytes()) == 50_001


def test_an_answer_that_breaks_off_cannot_be_taken_for_whole(client: httpx.Client) -> None:
    """The rows are too many, which shows when the first have gone: the connection is cut before the body's end."""
    with client.stream("GET", "/sparql", params={"query": LONG}, headers={"Accept": "text/csv"}) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            answer.read()
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]


def test_head_of_a_long_answer_ends_at_once(client: httpx.Client) -> None:
    """Its query is stopped, and the worker is free for the next."""
    assert client.head("/sparql", params={"query": LONG}).content == b""
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"]


def test_the_query_of_one_who_left_is_stopped(client: httpx.Client) -> None:
    """With one worker, the next question would else wait for longer than it does here."""
    with pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": ENDLESS}, timeout=0.6)
    assert client.get("/sparql", params={"query": "ASK {}"}, timeout=30).json()["boolean"]
