"""Benchmarks: askers. In: a data folder, questions to ask. Out: a server, what each asker was answered, how long it took.
Must not know what the figures are for.

The server is the installed command, in a process of its own; askers are threads with one kept connection each, as partners have.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.scale import descendants, resident_mb
from ontology.errors import StoreError

_START_S = 120.0
_SELECT = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT {} WHERE {{ {} }} {}"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask: its kind, method, path with its query, and body. `allowed` are the statuses that are right."""

    kind: str
    path: str
    method: str = "GET"
    body: bytes = b""
    accept: str = "application/json"
    content_type: str = "application/x-www-form-urlencoded"
    allowed: frozenset[int] = frozenset({200})


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one: when it was sent, seconds, status (0 where the connection broke), bytes, and what a look at it found."""

    kind: str
    began: float
    seconds: float
    status: int
    right: bool
    size: int
    found: str = ""


@dataclass(slots=True)
class Server:
    """A server of ours: its address, its process."""

    host: str
    port: int
    process: "subprocess.Popen[str]"

    def memory_mb(self) -> tuple[int, int]:
        """What the server holds in RAM, and it with all that it started."""
        own = resident_mb(self.process.pid)
        return own, own + sum(map(resident_mb, descendants(self.process.pid)))


@contextmanager
def serving(data: Path, log: Path, **settings: str) -> Iterator[Server]:
    """A server over a data folder, on a free port of the loopback; it is stopped as an operator stops it."""
    told = {f"MANDATEGRAPH_{name.upper()}": value for name, value in settings.items()}
    environ = dict(os.environ) | told | {"MANDATEGRAPH_DATA": str(data)}
    command = [sys.executable, "-m", "mandategraph", "serve", "--port", "0"]
    with log.open("w") as lines:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=lines, text=True, env=environ)
    try:
        found = re.search(r"http://([\d.]+):(\d+)/", process.stdout.readline() if process.stdout else "")
        if found is None:
            raise StoreError(f"The server did not start: {log.read_text()[-2000:]}")
        yield Server(found[1], int(found[2]), process)
    finally:
        process.terminate()
        process.wait(_START_S)


def mixed(server: Server) -> list[Ask]:
    """A round of what people, partners and strangers ask: light and heavy, right and wrong."""
    symbols = _names(server, "?s", "?d a mg:Document ; mg:symbol ?s ; mg:title ?t", "LIMIT 20")
    passages = _names(server, "?p", "?p a mg:Paragraph", "LIMIT 40")
    lookups = [f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}" for iri in passages]
    cross = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    words = ("hate speech", "early warning", "responsibility to protect", "prévention du génocide", "A/72/884", "risk factors")
    asks = [Ask("lookup", _sparql(query)) for query in lookups]
    asks += [Ask("500 rows", _sparql("SELECT * WHERE { ?s ?p ?o } LIMIT 500"))] * 3
    asks += [Ask("page", f"/doc/{symbol}", accept="text/html") for symbol in symbols]
    asks += [Ask("turtle", f"/doc/{symbol}", accept="text/turtle") for symbol in symbols[:6]]
    asks += [Ask("search", "/search?" + urlencode({"q": word})) for word in words]
    asks += [Ask("precedents", "/precedents?" + urlencode({"text": "Encourages States to appoint focal points"}))]
    asks += [Ask("check", "/check", "POST", urlencode({"text": "as in A/72/884, para. 45, and A/RES/60/1"}).encode())]
    asks += [Ask("refused", _sparql("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"), allowed=frozenset({403}))]
    asks += [Ask("malformed", _sparql("SELECT * WHERE {"), allowed=frozenset({400}))]
    asks += [Ask("unknown", "/doc/A/1/999999", allowed=frozenset({404}))]
    asks += [Ask("health", "/health"), Ask("home", "/", accept="text/html")]
    return [*asks, Ask("cross join", _sparql(cross), allowed=frozenset({503, 413, 408}))]


def _sparql(query: str) -> str:
    return "/sparql?" + urlencode({"query": query})


def _names(server: Server, what: str, where: str, rest: str) -> list[str]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    query = _SELECT.format(f"DISTINCT {what}", where, f"ORDER BY {what} {rest}")
    connection.request("GET", _sparql(query), headers={"Accept": "application/sparql-results+json"})
    rows = json.loads(connection.getresponse().read())["results"]["bindings"]
    connection.close()
    return [row[what.removeprefix("?")]["value"] for row in rows]


Look = Callable[[Ask, bytes], str]
"""What is of note in an answer, or nothing."""


@dataclass(slots=True)
class Load:
    """So many askers over one list, each beginning elsewhere in it, until they are stopped."""

    host: str
    port: int
    asks: Sequence[Ask]
    look: Look
    told: list[Told] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, askers: int, pause_s: float = 0.0) -> None:
        """Begins to ask; each asker rests `pause_s` after each answer."""
        self._threads = [threading.Thread(target=self._ask_on, args=(at * 7, pause_s), daemon=True) for at in range(askers)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Lets each asker end what it asks."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask_on(self, at: int, pause_s: float) -> None:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=120)
        while not self._over.wait(pause_s):
            self.told.append(self._ask(connection, self.asks[at % len(self.asks)]))
            at += 1
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, ask: Ask) -> Told:
        began, now = time.time(), time.perf_counter()
        headers = {"Accept": ask.accept} | ({"Content-Type": ask.content_type} if ask.body else {})
        try:
            connection.request(ask.method, ask.path, ask.body or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return Told(ask.kind, began, time.perf_counter() - now, 0, False, 0, f"{type(error).__name__}: {error}")
        seconds = time.perf_counter() - now
        return Told(ask.kind, began, seconds, answer.status, answer.status in ask.allowed, len(body), self.look(ask, body))


def by_kind(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Answers, wrong ones, and the milliseconds of the median, the 95th of a hundred and the slowest, by kind."""
    figures: dict[str, dict[str, float]] = {}
    for kind in sorted({one.kind for one in told}):
        times = sorted(one.seconds * 1000 for one in told if one.kind == kind)
        wrong = sum(not one.right for one in told if one.kind == kind)
        at = {"median": 0.5, "p95": 0.95, "slowest": 1.0}
        figures[kind] = {"answers": len(times), "wrong": wrong} | {
            f"{name}_ms": round(times[min(len(times) - 1, int(len(times) * share))], 1) for name, share in at.items()
        }
    return figures
