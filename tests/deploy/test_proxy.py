"""Tests of deployment: the reverse proxy. In: nginx with deploy/nginx.conf before a server that does as told, and before the API.
Out: TLS, limits, answers as they come. Must not ask another host.
"""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.library import Library
from api.web.app import create_app
from api.web.heads import BoundedHeads
from tests.api.conftest import CORE_FUNCTIONS, HERE
from tests.conftest import Publish
from tests.deploy.proxied import Proxy, free_port, proxy_before


class Told(BaseHTTPRequestHandler):
    """Answers `/halves` in two halves, the second once the test has the first; `/broken` by half; else with the head it got."""

    protocol_version = "HTTP/1.1"
    had_first = threading.Event()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 # the parent's name
        """Says nothing."""

    def do_GET(self) -> None:
        """As told by the path."""
        if self.path == "/halves":
            self._head("Transfer-Encoding", "chunked")
            self.wfile.write(b"5\r\nfirst\r\n")
            self.had_first.wait(20)
            self.wfile.write(b"6\r\nsecond\r\n0\r\n\r\n")
        elif self.path == "/broken":
            self._head("Transfer-Encoding", "chunked")
            self.wfile.write(b"5\r\nfirst\r\n")
            self.close_connection = True
        else:
            body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
            self._head("Content-Length", str(len(body)))
            self.wfile.write(body)

    def _head(self, name: str, value: str) -> None:
        self.send_response(200)
        self.send_header(name, value)
        self.end_headers()


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    """The port of a server that does as it is told."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def proxy(upstream: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The proxy before it, as deploy/nginx.conf says."""
    with proxy_before(upstream, tmp_path_factory.mktemp("proxy")) as running:
        yield running


def test_an_answer_reaches_the_reader_while_it_is_still_being_written(proxy: Proxy) -> None:
    """A dump of hours is not gathered by the proxy first."""
    Told.had_first.clear()
    with proxy.client() as client, client.stream("GET", "/halves") as answer:
        parts = answer.iter_raw()
        assert next(parts) == b"first"
        Told.had_first.set()
        assert b"".join(parts) == b"second"


def test_an_answer_that_breaks_off_breaks_off_for_the_reader_too(proxy: Proxy) -> None:
    """Half a table must not be taken for the whole."""
    with proxy.client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/broken")


def test_the_proxy_says_who_asks_and_believes_nobody(proxy: Proxy) -> None:
    """What a client writes about itself does not reach the API."""
    with proxy.client("127.0.0.5") as client:
        told = client.get("/", headers={"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "gopher"}).json()
    assert (told["x-forwarded-for"], told["x-forwarded-proto"], told["host"]) == ("127.0.0.5", "https", f"localhost:{proxy.tls}")


def test_a_body_that_is_too_long_is_refused_before_it_is_read(proxy: Proxy) -> None:
    """Nor does the API see it."""
    asking = HTTPSConnection("localhost", proxy.tls, timeout=30, context=proxy.trust)
    asking.request("POST", "/", headers={"Content-Length": str(18 * 1024 * 1024)})
    answer = asking.getresponse()
    assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")
    assert json.loads(answer.read())["status"] == 413
    asking.close()


def test_plain_http_is_sent_to_tls_and_old_tls_is_refused(proxy: Proxy) -> None:
    """And browsers are told to stay there."""
    moved = httpx.get(f"http://127.0.0.1:{proxy.plain}/search?q=a", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (301, "https://127.0.0.1/search?q=a")
    with proxy.client() as client:
        assert "max-age" in client.get("/").headers["strict-transport-security"]
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    old.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(httpx.ConnectError, match=r"(?i)protocol|alert|version"):
        httpx.get(f"https://127.0.0.1:{proxy.tls}/", verify=old)


def test_figures_are_not_for_the_world(proxy: Proxy) -> None:
    """They are gathered from the API itself."""
    with proxy.client() as client:
        assert client.get("/metrics").status_code == 404


def test_a_flood_is_answered_by_the_proxy_with_the_time_to_come_again(upstream: int, tmp_path: Path) -> None:
    """The same rules with smaller numbers: a machine under load does not reach a hundred requests a second."""
    slower = {"rate=100r/s": "rate=1r/m", "burst=200": "burst=3"}
    with proxy_before(upstream, tmp_path, slower) as running, running.client("127.0.0.2") as client, running.client() as other:
        answers = [client.get("/") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
        assert (answers[-1].headers["retry-after"], answers[-1].json()["status"]) == ("1", 429)
        assert other.get("/").status_code == 200


def test_where_the_api_is_away_the_proxy_says_so(tmp_path: Path) -> None:
    """While it restarts, a client is told when to come again."""
    with proxy_before(free_port(), tmp_path) as running, running.client() as client:
        answer = client.get("/search")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"


@contextmanager
def served(library: Library) -> Iterator[int]:
    """The API on a port of the loopback, answered by a thread."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(create_app(library), port=port, log_level="error", proxy_headers=False, http=BoundedHeads)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.mark.slow
def test_behind_the_proxy_the_api_knows_its_clients_apart_and_its_own_scheme(publish: Publish, tmp_path: Path) -> None:
    """One that asks too much is stopped, whatever it writes about itself; the next one is served. Links are https."""
    settings = publish("tiny", [HERE / "sources", CORE_FUNCTIONS])
    library = Library.open(replace(settings, trusted_proxies="127.0.0.1", requests_per_minute=60))
    with (
        served(library) as port, proxy_before(port, tmp_path) as running,
        running.client("127.0.0.2") as greedy, running.client("127.0.0.3") as polite,
    ):  # fmt: skip
        statuses = [
            greedy.get("/search?q=warning", headers={"X-Forwarded-For": f"192.0.2.{turn}"}).status_code for turn in range(40)
        ]
        assert statuses[0] == 200
        assert statuses[-1] == 429
        assert polite.get("/health").json()["generation"]
        answer = polite.get("/search?q=warning", headers={"Accept": "text/html"})
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"]
        void = polite.get("/.well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert f"https://localhost:{running.tls}/" in void.text
        many = polite.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p ?o } LIMIT 20000"}, headers={"Accept": "text/csv"})
        assert many.text.count("\n") > 5_000
        asking = HTTPSConnection("localhost", running.tls, timeout=30, context=running.trust)
        asking.request("GET", "/sparql?query=ASK%7B%7D" + "%20" * 99_000)  # as long as the API takes, each byte encoded
        assert asking.getresponse().status == 200
        asking.close()
    library.close()
