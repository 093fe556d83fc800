"""Tests of what the client does when something fails. In: answers made here. Out: waits, retries and errors."""

import asyncio
import time
from datetime import UTC, datetime

import httpx
import pytest

from mandategraph_client import (
    AsyncMandateGraph,
    ClientError,
    GenerationChanged,
    Gone,
    MandateGraph,
    NotReachable,
    RateLimited,
    Retrying,
    Unavailable,
    UnexpectedAnswer,
)
from mandategraph_client.errors import ProblemError, seconds_until_retry
from tests.client.conftest import ADDRESS


def good() -> httpx.Response:
    """An answer without anything in it: a response can be read by one client only."""
    return httpx.Response(200, json={"queries": []})


def busy(status: int = 503, **headers: str) -> httpx.Response:
    """An answer that asks to come again."""
    told = {"status": status, "detail": "Every worker is taken.", "advice": "Come again.", "error": "StoreBusy"}
    return httpx.Response(status, json=told, headers={name.replace("_", "-"): value for name, value in headers.items()})


def asking(*answers: httpx.Response | Exception, retrying: Retrying) -> MandateGraph:
    """A client whose server answers so, one after the other."""
    return MandateGraph(http=httpx.Client(base_url=ADDRESS, transport=transport(*answers)), retrying=retrying)


def transport(*answers: httpx.Response | Exception) -> httpx.MockTransport:
    """Answers so, one after the other."""
    left = iter(answers)

    def answer(_: httpx.Request) -> httpx.Response:
        found = next(left)
        if isinstance(found, Exception):
            raise found
        return found

    return httpx.MockTransport(answer)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def test_the_wait_is_the_one_that_the_server_names(waits: list[float]) -> None:
    """Retry-After before our own doubling."""
    graph = asking(busy(retry_after="7"), busy(429, retry_after="2"), busy(), good(), retrying=Retrying(first_s=0.5))
    assert graph.queries() == []
    assert waits == [7, 2, 2]


def test_a_broken_connection_is_asked_again(waits: list[float]) -> None:
    """With waits that double."""
    graph = asking(httpx.ConnectError("no"), httpx.ReadTimeout("late"), good(), retrying=Retrying(first_s=0.25))
    assert graph.queries() == []
    assert waits == [0.25, 0.5]


def test_what_stays_broken_is_raised_in_the_end(waits: list[float]) -> None:
    """With the last answer's words."""
    with pytest.raises(Unavailable, match=r"Every worker is taken\. Come again\."):
        asking(busy(), busy(), busy(), retrying=Retrying(times=2)).queries()
    with pytest.raises(NotReachable, match="ConnectError"):
        asking(httpx.ConnectError("no"), retrying=Retrying(times=0)).queries()
    assert len(waits) == 2


def test_longer_than_is_borne_is_never_waited(waits: list[float]) -> None:
    """The caller decides what then."""
    with pytest.raises(RateLimited) as told:
        asking(busy(429, retry_after="3600"), good(), retrying=Retrying(most_s=60)).queries()
    assert told.value.retry_after == 3600
    assert waits == []


@pytest.mark.parametrize(("status", "kind"), [(400, ProblemError), (404, ProblemError), (410, Gone), (500, ProblemError)])
def test_what_asking_again_does_not_mend_is_raised_at_once(waits: list[float], status: int, kind: type[ClientError]) -> None:
    """Each status as its own error."""
    with pytest.raises(kind):
        asking(busy(status), good(), retrying=Retrying()).queries()
    assert waits == []


def test_retry_after_is_a_number_or_a_date() -> None:
    """RFC 9110, section 10.2.3."""
    now = datetime(2031, 2, 9, 12, tzinfo=UTC)

    def seconds(text: str) -> float | None:
        return seconds_until_retry(httpx.Response(503, headers={"Retry-After": text}), now)

    assert seconds("120") == 120
    assert seconds("Sun, 09 Feb 2031 12:00:30 GMT") == 30
    assert seconds("Sun, 09 Feb 2031 11:00:00 GMT") == 0
    assert seconds("soon") is None
    assert seconds_until_retry(httpx.Response(503)) is None


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.Response(502, text="<html>bad gateway")])
def test_an_answer_of_something_else_is_told_as_such(answer: httpx.Response) -> None:
    """A proxy's page is no data."""
    with pytest.raises(ClientError):
        asking(answer, retrying=Retrying(times=0)).queries()


def page(generation: str, cursor: str | None, **others: object) -> httpx.Response:
    """A page of a list."""
    told = {"items": [{"iri": generation}], "generation": generation, "sparql": "", "notice": None, "next_cursor": cursor}
    return httpx.Response(200, json=told | others)


def test_a_new_generation_in_the_middle_is_borne_or_raised() -> None:
    """As the caller wants it."""
    answers = page("g1", "c"), page("g2", None)
    assert [item["iri"] for item in asking(*answers, retrying=Retrying()).crimes()] == ["g1", "g2"]
    answers = page("g1", "c"), page("g2", None)
    with pytest.raises(GenerationChanged, match="began in g1; g2 serves"):
        list(asking(*answers, retrying=Retrying()).crimes().pages(one_generation=True))


def test_a_page_without_its_members_is_no_page() -> None:
    """Such as the answer of another server."""
    with pytest.raises(UnexpectedAnswer):
        asking(good(), retrying=Retrying()).crimes().first()


def test_the_client_that_does_not_block_waits_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the same rules."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    async def ask() -> None:
        http = httpx.AsyncClient(base_url=ADDRESS, transport=transport(busy(retry_after="4"), httpx.ConnectError("no"), good()))
        async with http:
            assert await AsyncMandateGraph(http=http, retrying=Retrying(first_s=1)).queries() == []

    monkeypatch.setattr("mandategraph_client.asking.asyncio.sleep", sleep)
    asyncio.run(ask())
    assert found == [4, 2]


def test_a_client_of_its_own_is_closed_and_a_lent_one_is_not() -> None:
    """Who made it closes it."""
    lent = httpx.Client(base_url=ADDRESS)
    with MandateGraph(http=lent):
        pass
    assert not lent.is_closed
    lent.close()
    with MandateGraph(ADDRESS, retrying=Retrying(times=0)) as own:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        own.queries()
