"""Tests of the web: request ids, the log, limits, figures. In: requests of a client. Out: headers, lines and figures that tell
of them, and nothing of what was asked. Loopback only.
"""

import io
import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.library import Library
from api.web.app import create_app
from api.web.limits import COSTS
from api.web.log import Held, JsonLine
from stores.settings import Settings

pytestmark = pytest.mark.slow

ASKED = "what-nobody-may-read"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
STRANGER = ("198.51.100.7", 40_000)


class Log:
    """The lines that were logged since the last look."""

    def __init__(self, handler: Held, stream: io.StringIO) -> None:
        self._handler = handler
        self._stream = stream

    def lines(self) -> list[dict[str, Any]]:
        """The lines as they were written, read back."""
        self._handler.flush()
        text = self._stream.getvalue()
        self._stream.truncate(0)
        self._stream.seek(0)
        return [json.loads(line) for line in text.splitlines()]


def kept(queries: bool) -> Iterator[Log]:
    """Catches the log of our rooms in the form that the server writes."""
    stream, logger = io.StringIO(), logging.getLogger("mandategraph")
    handler = Held(stream)
    handler.setFormatter(JsonLine(queries=queries))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield Log(handler, stream)
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def log() -> Iterator[Log]:
    """The log as it is by default."""
    yield from kept(queries=False)


@pytest.fixture
def telling_log() -> Iterator[Log]:
    """The log of who set log_queries."""
    yield from kept(queries=True)


def test_each_answer_carries_the_id_that_its_line_in_the_log_has(client: TestClient, log: Log) -> None:
    """A partner who reports an id is found in the log, whether the answer was good, a problem or nothing at all."""
    for path in ("/health", "/doc/A/99/9", "/queries/none", "/static/style.css"):
        answer = client.get(path)
        (line,) = (one for one in log.lines() if one["logger"] == "mandategraph.request")
        assert line["request"] == answer.headers["x-request-id"]
        assert (line["status"], line["path"], line["method"]) == (str(answer.status_code), path, "GET")
        assert line["ms"] > 0
        assert line["bytes"] == len(answer.content)


def test_ids_differ_unless_the_caller_gives_one(client: TestClient) -> None:
    """A caller's own id is kept where it is a plain token; what could break a log or a header is not."""
    assert client.get("/live").headers["x-request-id"] != client.get("/live").headers["x-request-id"]
    assert client.get("/live", headers={"X-Request-ID": "partner-7:abc"}).headers["x-request-id"] == "partner-7:abc"
    for bad in ("a b", "x" * 65, '"}', "a;b"):
        assert client.get("/live", headers={"X-Request-ID": bad}).headers["x-request-id"] not in (bad, "")


def test_a_trace_goes_through_to_log_and_answer(client: TestClient, log: Log) -> None:
    """W3C Trace Context: a sound traceparent comes back and its trace is in the line; an unsound one is as none."""
    assert client.get("/live", headers={"traceparent": TRACE}).headers["traceparent"] == TRACE
    assert log.lines()[-1]["trace"] == TRACE.split("-")[1]
    for bad in (TRACE.replace("0af7", "0AF7"), "00-" + "0" * 32 + "-b7ad6b7169203331-01", "x", "ff" + TRACE[2:]):
        assert "traceparent" not in client.get("/live", headers={"traceparent": bad}).headers
        assert "trace" not in log.lines()[-1]


def test_no_line_holds_what_was_asked(client: TestClient, log: Log) -> None:
    """Queries, searches and drafts in address or body, sound or broken: the log tells the route and the error's class alone."""
    query = f'SELECT * {{ ?s ?p "{ASKED}" }}'
    client.get("/sparql", params={"query": query})
    client.get("/sparql", params={"query": query + "}"})
    client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    client.get("/search", params={"q": ASKED})
    client.post("/check", data={"text": ASKED})
    client.get("/precedents", params={"text": ASKED})
    lines = log.lines()
    assert len(lines) >= 6
    assert ASKED not in json.dumps(lines)


def test_what_was_asked_stands_in_the_log_of_who_wants_it(library: Library, settings: Settings, telling_log: Log) -> None:
    """The setting log_queries: the address's query and the beginning of the body."""
    library = Library.open(replace(settings, log_queries="yes"))
    with TestClient(create_app(library)) as client:
        client.post(
            "/sparql?format=json", content=f"ASK {{ ?s ?p '{ASKED}' }}", headers={"Content-Type": "application/sparql-query"}
        )
    assert any(ASKED in line.get("asked", "") and "format=json" in line["asked"] for line in telling_log.lines())


def test_an_error_that_nobody_foresaw_is_logged_without_its_words(library: Library, log: Log) -> None:
    """Its words may repeat a query; class and places are enough to find the fault. The answer carries the request's id."""
    app = create_app(library)

    def fails() -> None:
        raise RuntimeError(ASKED)

    app.add_api_route("/fails", fails)
    answer = TestClient(app, raise_server_exceptions=False).get("/fails")
    logging.getLogger("mandategraph").error("again", exc_info=RuntimeError(ASKED))
    lines = log.lines()
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in {line["request"] for line in lines if "request" in line}
    assert ASKED not in json.dumps(lines)
    assert lines[-1]["error"] == "RuntimeError"


def test_an_answer_that_breaks_off_is_counted_as_broken(library: Library, log: Log) -> None:
    """It is never told as the 200 that it began as."""
    app = create_app(library)

    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise OSError("gone")

    app.router.routes.insert(0, Mount("/breaks", breaks))
    client = TestClient(app, raise_server_exceptions=False)
    client.get("/breaks/")
    (line,) = (one for one in log.lines() if one["logger"] == "mandategraph.request")
    assert (line["status"], line["bytes"]) == ("broken", 4)
    assert 'mandategraph_requests_total{route="/breaks",status="broken"} 1.0' in client.get("/metrics").text


def test_figures_count_by_template_and_never_by_what_was_asked(library: Library) -> None:
    """A thousand addresses make one line. Outcomes of queries are told by the class of their error."""
    client = TestClient(create_app(library), raise_server_exceptions=False, follow_redirects=False)
    for number in range(30):
        client.get(f"/doc/A/99/{number}")
        client.get(f"/made-up-{number}")
    client.get("/sparql", params={"query": "ASK {}"})
    client.get("/sparql", params={"query": "ASK {"})
    client.get("/sparql", params={"query": "ASK { SERVICE <http://example.org/> {} }"})
    text = client.get("/metrics").text
    assert 'mandategraph_requests_total{route="/doc/{path:path}",status="404"} 30.0' in text
    assert re.search(r'mandategraph_requests_total\{route="none",status="\d+"\} 30\.0', text)
    for outcome in ("answered", "QuerySyntaxError", "QueryRefused"):
        assert f'mandategraph_queries_total{{outcome="{outcome}"}} 1.0' in text
    assert "made-up" not in text
    assert re.search(r"^process_resident_memory_bytes [\d.e+]+$", text, re.MULTILINE)
    assert re.search(r"^mandategraph_generation 1\.0$", text, re.MULTILINE)
    assert re.search(r'mandategraph_request_seconds_bucket\{le="0\.1",route="/sparql"\}', text)


def test_figures_are_told_before_anything_serves(unpublished: TestClient) -> None:
    """A process that waits for its first generation lives, is not ready, and says both."""
    assert unpublished.get("/live").status_code == 200
    assert unpublished.get("/health").status_code == 503
    assert "mandategraph_ready 0.0" in unpublished.get("/metrics").text


def limited(settings: Settings, peer: tuple[str, int], **more: Any) -> TestClient:
    """A client from an address, of an application with an allowance of forty light requests."""
    opened = Library.open(replace(settings, requests_per_minute=40, **more))
    return TestClient(create_app(opened), client=peer, raise_server_exceptions=False)


def test_a_hasty_client_is_told_when_to_come_again(settings: Settings) -> None:
    """429 as a problem document with Retry-After and where the data lies whole; health and figures are always told."""
    client = limited(settings, STRANGER)
    found = [client.get("/doc/A/99/9").status_code for _ in range(80)]
    assert found[:40] == [404] * 40
    assert 429 in found
    told = client.get("/doc/A/99/9", headers={"Accept": "application/json"})
    assert int(told.headers["retry-after"]) >= 1
    assert told.headers["content-type"] == "application/problem+json"
    assert told.headers["access-control-allow-origin"] == "*"
    assert "/dumps" in told.json()["advice"]
    assert client.get("/health").status_code == 200
    assert client.get("/live").status_code == 200


def test_heavy_routes_take_more_of_the_allowance(settings: Settings) -> None:
    """Two checked drafts weigh as forty pages."""
    client = limited(settings, STRANGER)
    assert 40 // COSTS["check"] == 2
    assert [client.post("/check", data={"text": "A/60/1"}).status_code for _ in range(3)] == [200, 200, 429]


def test_callers_have_an_allowance_each(settings: Settings) -> None:
    """Behind a trusted proxy each address counts for itself; one who writes addresses himself counts once."""
    proxied = limited(settings, ("127.0.0.1", 1), trusted_proxies="127.0.0.1")
    assert {proxied.get("/doc/A/99/9", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(1, 60)} == {404}
    liar = limited(settings, STRANGER)
    assert liar.get("/search", params={"q": "genocide"}).status_code == 200
    found = [liar.get("/doc/A/99/9", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(1, 60)]
    assert 429 in found


def test_this_machine_is_not_limited(settings: Settings) -> None:
    """Whoever measures or crawls on the machine itself waits for nobody."""
    client = limited(settings, ("127.0.0.1", 1))
    assert {client.get("/doc/A/99/9").status_code for _ in range(50)} == {404}


def test_a_trusted_proxy_says_by_which_scheme_it_was_asked(settings: Settings) -> None:
    """Addresses in answers then begin with https; a stranger who says so changes nothing."""
    seen: list[str] = []
    for peer, more in ((("127.0.0.1", 1), {"trusted_proxies": "127.0.0.1"}), (STRANGER, {})):
        opened = Library.open(replace(settings, **more))  # type: ignore[arg-type]
        app = create_app(opened)

        async def tells(scope: Scope, receive: Receive, send: Send) -> None:
            del receive
            seen.append(scope["scheme"])
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        app.router.routes.insert(0, Mount("/tells", tells))
        TestClient(app, client=peer).get("/tells/", headers={"X-Forwarded-Proto": "https"})
    assert seen == ["https", "http"]


def test_figures_tell_who_answers_and_who_waits(settings: Settings) -> None:
    """One worker, one long query and one behind it: the figures say so while it is so."""
    opened = Library.open(replace(settings, query_workers=1, query_wall_s=2.0))
    client = TestClient(create_app(opened), raise_server_exceptions=False)
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    threads = [threading.Thread(target=client.get, args=("/sparql",), kwargs={"params": {"query": endless}}) for _ in range(2)]
    for thread in threads:
        thread.start()
    found = ""
    until = time.monotonic() + 15
    while time.monotonic() < until and not ("workers_busy 1.0" in found and re.search(r"queries_waiting\{[^}]*\} 1\.0", found)):
        found = client.get("/metrics").text
    for thread in threads:
        thread.join()
    opened.close()
    assert "mandategraph_workers_busy 1.0" in found
    assert re.search(r'mandategraph_queries_waiting\{lane="\w+"\} 1\.0', found)
