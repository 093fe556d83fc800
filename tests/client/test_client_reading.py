"""Tests of what the client reads. In: the tiny library. Out: every list and item, as the server answers them."""

import asyncio
import inspect
from collections.abc import Callable

import pytest

from api.rest.table import RESOURCES
from api.rest.typed import PACKAGE, sources
from mandategraph_client import AsyncMandateGraph, BadRequest, Listing, MandateGraph, NotFound
from mandategraph_client.reading import AsyncReading, Reading

NAMES = [name.replace("-", "_") for name in RESOURCES]


@pytest.mark.parametrize("file", sources())
def test_what_the_client_knows_is_what_the_table_says(file: str) -> None:
    """Write it anew with `python -m api.rest.typed`."""
    assert (PACKAGE / file).read_text(encoding="utf-8") == sources()[file]


@pytest.mark.parametrize("name", NAMES)
def test_every_resource_is_listed_and_read(graph: MandateGraph, name: str) -> None:
    """Whole, over pages, and each item by the address that its list gives."""
    listing: Listing[dict[str, str]] = getattr(graph, name)(limit=100)
    found = list(listing)
    assert len({item["iri"] for item in found}) == len(found)
    assert bool(found) != (name == "situations")
    for item in found[:2]:
        path = item["href"].split("/", 4)[4]
        assert getattr(graph, name.removesuffix("s"))(path) == item


def test_both_clients_offer_the_same() -> None:
    """With the same filters under the same names."""
    for name in (*NAMES, *(name.removesuffix("s") for name in NAMES)):
        blocking, waiting = (inspect.signature(getattr(kind, name)) for kind in (Reading, AsyncReading))
        assert list(blocking.parameters) == list(waiting.parameters)


def test_pages_name_their_generation_and_carry_their_sparql(graph: MandateGraph) -> None:
    """Which gives the same items when it is run."""
    pages = list(graph.mentions(of="crime/genocide", limit=2).pages(one_generation=True))
    assert len(pages) > 1
    assert {page.generation for page in pages} == {pages[0].generation}
    short = next(graph.crimes(limit=1).pages())
    assert short.next_cursor
    assert next(graph.crimes(limit=1).pages(cursor=short.next_cursor)).items != short.items
    assert [item["iri"] for page in pages for item in page.items] == [item["iri"] for item in graph.mentions(of="crime/genocide")]


def test_filters_are_keyword_arguments(graph: MandateGraph) -> None:
    """Numbers, truth values and words as Python has them; `in` is written `in_`."""
    assert graph.documents(kind="Report", since=2030).first() is not None
    assert graph.documents(kind="Report", since=2035).first() is None
    assert all(item["target"] for item in graph.citations(in_="core-functions", resolved=True, min_precision=0.5))
    label = graph.crime("genocide", language="fr")["label"]
    assert label
    assert label["language"] == "fr"


def test_what_is_asked_wrongly_is_told_with_advice(graph: MandateGraph) -> None:
    """As the server's problem document says it."""
    with pytest.raises(BadRequest, match="four digits") as refused:
        graph.documents(since=99).first()
    assert refused.value.status == 400
    assert refused.value.error == "BadParameter"
    with pytest.raises(NotFound) as missing:
        graph.actor("nobody-of-that-name")
    assert missing.value.advice == "/api/v1/actors lists all."


def test_named_queries_and_sparql_are_answered(graph: MandateGraph) -> None:
    """With their typed arguments."""
    assert "cited-by" in {query["name"] for query in graph.queries()}
    answer = graph.query("cited-by", target="A/RES/60/1", since=2001)
    assert answer["rows"]
    assert graph.sparql(answer["sparql"])["results"]["bindings"] == answer["rows"]


def test_the_client_that_does_not_block_reads_the_same(graph: MandateGraph, waiting: Callable[[], AsyncMandateGraph]) -> None:
    """Lists, items, queries."""

    async def read() -> None:
        async with waiting() as other:
            assert [item async for item in other.crimes(limit=2)] == list(graph.crimes())
            assert await other.crime("genocide") == graph.crime("genocide")
            assert await other.networks().first() == graph.networks().first()
            assert await other.documents(since=2999).first() is None
            assert await other.queries() == graph.queries()
            assert await other.query("crimes-and-their-law") == graph.query("crimes-and-their-law")
            assert (await other.sparql("ASK { ?s ?p ?o }"))["boolean"] is True
            with pytest.raises(NotFound):
                await other.crime("nothing")

    asyncio.run(read())
