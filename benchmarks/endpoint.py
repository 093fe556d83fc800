"""Benchmarks: the endpoint beside its peers. In: 1 million made triples. Out: requests a second, and memory.

The same statements behind three servers on the same cores, asked by `wrk` from another: ours (pool, web and limits as they are),
the `oxigraph` server, and rdflib-endpoint. Rounds go in turn, so that what else the machine does meets all alike; ratios are
medians. Ours remembers nothing, as if each query were new; beside it runs the same as it is set up by default, which has answered
all but the first of these queries before. Beside the rates stands the processor time of an answer, which suffers less from what
else the machine does.

Of heavy queries a turn asks so many and lasts until the last is answered: a server that runs all eight side by side ends the
short ones first, so that in a turn of some seconds it would never be seen to answer the long ones. What is under way when a turn
ends is waited for before the next begins.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks.gold import FIGURES, HOME, write_figures
from benchmarks.made_graph import BASE, NS, PER_DOCUMENT, made_store
from benchmarks.rates import CONNECTIONS, rate, rate_of_all
from benchmarks.scale import descendants, machine, resident_mb

_RESTS_S = 30.0  # after a turn, at most, until what nobody waits for has ended
_TICKS = os.sysconf("SC_CLK_TCK")
_FILE = FIGURES / "endpoint.json"
_KINDS = 3
_STARTS_S = 900  # rdflib reads a million triples in one to several minutes
HEAVY = (
    f"SELECT ?o (COUNT(*) AS ?n) WHERE {{ ?s <{NS}mentions> ?o }} GROUP BY ?o ORDER BY DESC(?n) LIMIT 10",
    f"SELECT (COUNT(*) AS ?n) WHERE {{ ?a <{NS}cites> ?d . ?p <{NS}inDocument> ?d ; <{NS}mentions> <{BASE}entity/7> }}",
    f"SELECT ?p ?w WHERE {{ ?p <{NS}wordCount> ?w }} ORDER BY DESC(?w) ?p LIMIT 10",
)


@dataclass(frozen=True, slots=True)
class Server:
    """One of the three: its name, where it is asked, and the process whose children it may have."""

    name: str
    port: int
    prefix: str
    process: subprocess.Popen[bytes]

    @property
    def processes(self) -> tuple[int, ...]:
        """Its process, and all that it started."""
        return (self.process.pid, *descendants(self.process.pid))

    def memory_mb(self) -> int:
        """What it holds in RAM, with all that it started."""
        return sum(resident_mb(one) for one in self.processes)

    def cpu_s(self) -> float:
        """Seconds of a processor that it and all that it started have taken, with those that ended and were waited for."""
        return sum(map(_cpu_s, self.processes))

    def rest(self) -> None:
        """Waits until it does nothing any more."""
        until, before = time.monotonic() + _RESTS_S, -1.0
        while time.monotonic() < until and (now := self.cpu_s()) > before + 0.05:
            before = now
            time.sleep(0.5)

    def tell(self, told: signal.Signals) -> None:
        """Sends a signal to all of it: who is not asked rests, since some go on with queries that nobody waits for."""
        for one in self.processes:
            with suppress(ProcessLookupError):  # a worker that was replaced meanwhile
                os.kill(one, told)


def _cpu_s(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:  # a worker that was replaced meanwhile
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS  # proc(5): utime, stime, and those of children that ended


def lookups(documents: int) -> list[str]:
    """Every statement about one paragraph, of different ones."""
    places = ((number * 7919 % documents, number % PER_DOCUMENT) for number in range(5_000))
    return [f"SELECT ?p ?o WHERE {{ <{BASE}doc/{document}/para/{place}> ?p ?o }}" for document, place in places]


def lists(documents: int) -> list[str]:
    """The texts of a document's paragraphs, cut to some 10 kB of results, of different documents."""
    return [
        f"SELECT ?p ?t WHERE {{ ?p <{NS}inDocument> <{BASE}doc/{number * 131 % documents}> ; <{NS}text> ?t }} LIMIT 24"
        for number in range(1_000)
    ]


@contextmanager
def served(name: str, command: Sequence[str], port: int, prefix: str, cores: str) -> Iterator[Server]:
    """A server on these cores, once it answers; ended afterwards, with all that it started."""
    with subprocess.Popen(["taskset", "-c", cores, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        server = Server(name, port, prefix, process)
        try:
            _wait_for(server)
            yield server
        finally:
            server.tell(signal.SIGKILL)
            process.wait(timeout=60)


def _wait_for(server: Server) -> None:
    until = time.monotonic() + _STARTS_S
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if answer(server, "ASK { ?s ?p ?o }"):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError(f"{server.name} did not answer within {_STARTS_S} s")


def answer(server: Server, query: str, wait_s: float = 60) -> bytes:
    """The answer to one query."""
    address = f"http://127.0.0.1:{server.port}{server.prefix}{quote(query)}"
    accept = {"Accept": "application/sparql-results+json"}
    with urlopen(Request(address, headers=accept), timeout=wait_s) as response:
        return bytes(response.read())


def turn(server: Server, queries: Sequence[str], seconds: int, count: int, cores: str) -> tuple[float, float]:
    """Requests a second, and microseconds of a processor for each, 0 where none was answered. The server rests afterwards."""
    server.tell(signal.SIGCONT)
    before = server.cpu_s()
    if count:
        found, answered = rate_of_all(server, queries, count, seconds, cores)
    else:
        found = rate(server, queries, seconds, cores)
        answered = round(found * seconds)
    taken = server.cpu_s() - before
    server.rest()
    server.tell(signal.SIGSTOP)
    return round(found, 2), round(taken / answered * 1e6, 1) if answered else 0.0


def race(
    servers: Sequence[Server], kinds: Mapping[str, tuple[Sequence[str], int, int]], rounds: int, cores: str
) -> dict[str, object]:
    """By kind, which has queries, the seconds of a turn, and how many are asked at most or 0: what `compared` tells."""
    told: dict[str, object] = {}
    for server in servers:
        server.rest()
        server.tell(signal.SIGSTOP)
    for kind, (queries, seconds, count) in kinds.items():
        turns: dict[str, list[tuple[float, float]]] = {server.name: [] for server in servers}
        for _ in range(rounds):
            for server in servers:
                turns[server.name].append(turn(server, queries, seconds, count, cores))
                print(kind, server.name, *turns[server.name][-1], flush=True)
        told[kind] = {"seconds": seconds, "most_asked": count, **compared(turns)}
    return told


def compared(turns: Mapping[str, Sequence[tuple[float, float]]]) -> dict[str, object]:
    """Each server's rates by turn, their medians, ours over each peer's by pairs, and the processor time of an answer."""
    rates = {name: [found for found, _ in of_server] for name, of_server in turns.items()}
    ratios = {
        name: round(median(ours / theirs for ours, theirs in zip(rates["ours"], found, strict=True) if theirs), 3)
        for name, found in rates.items()
        if name != "ours" and any(found)
    }
    return {
        "rates": rates,
        "median": {name: median(found) for name, found in rates.items()},
        "ours_over": ratios,
        "cpu_us": {name: median(taken for _, taken in of_server) for name, of_server in turns.items()},
    }


def _commands(folder: Path, triples: Path, rdflib: str | None) -> Iterator[tuple[str, list[str], int, str]]:
    ours = [sys.executable, "-m", "benchmarks.served", str(folder)]
    yield "ours", [*ours, "8131", "0"], 8131, "/sparql?query="
    yield "ours, asked again", [*ours, "8134", "16"], 8134, "/sparql?query="
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    yield (
        "oxigraph",
        [oxigraph, "serve-read-only", "-l", str(folder / "graph"), "-b", "127.0.0.1:8132"],
        8132,
        ("/query?union-default-graph&query="),
    )
    if rdflib:
        command = [rdflib, "serve", "--host", "127.0.0.1", "--port", "8133", str(triples)]
        yield "rdflib-endpoint", command, 8133, "/?query="


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures."""
    parser = argparse.ArgumentParser(description="Requests a second of our endpoint beside other servers.")
    parser.add_argument("--folder", type=Path, help="where the made store is kept and used again; else it is gone afterwards")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rdflib-endpoint", help="the program of that name, where it is to race too")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6, help="so long each turn lasts")
    parser.add_argument("--heavy", type=int, default=24, help="so many heavy queries are asked in each turn")
    parser.add_argument("--heavy-seconds", type=int, default=60, help="so long such a turn lasts at most")
    parser.add_argument("--kinds", default="lookup,list,heavy", help="what is asked; figures of what is not stay as they were")
    parser.add_argument("--server-cores", default="0", help="as taskset has it")
    parser.add_argument("--client-cores", default="1")
    given = parser.parse_args(arguments)
    with ExitStack() as opened:
        folder = given.folder or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        store = made_store(folder, given.triples)
        commands = _commands(folder, store.file, given.rdflib_endpoint)
        servers = [opened.enter_context(served(*command, given.server_cores)) for command in commands]
        kinds: dict[str, tuple[Sequence[str], int, int]] = {
            "lookup": (lookups(store.documents), given.seconds, 0),
            "list": (lists(store.documents), given.seconds, 0),
            "heavy": (HEAVY, given.heavy_seconds, given.heavy),
        }
        kinds = {kind: kinds[kind] for kind in given.kinds.split(",")}
        sizes = {kind: len(answer(servers[0], queries[0])) for kind, (queries, *_) in kinds.items()}
        found = race(servers, kinds, given.rounds, given.client_cores)
        memory = {server.name: server.memory_mb() for server in servers}
    told = {
        "command": "python -m benchmarks.endpoint",
        "machine": machine(),
        "triples": store.triples,
        "connections": CONNECTIONS,
    }
    cores = {"server_cores": given.server_cores, "client_cores": given.client_cores}
    before = json.loads(_FILE.read_text(encoding="utf-8")) if len(kinds) < _KINDS and _FILE.is_file() else {}
    sizes = before.get("answer_bytes", {}) | sizes
    print(write_figures(_FILE.name, before | told | cores | {"answer_bytes": sizes, "memory_mb": memory} | found))
    return 0


if __name__ == "__main__":
    os.chdir(HOME)
    sys.exit(main())
