"""Benchmarks: the endpoint beside its peers. In: 1 million made triples. Out: requests a second, and memory.

The same statements behind three servers on the same cores, asked by `wrk` from another: ours (pool, web and limits as they are),
the `oxigraph` server, and rdflib-endpoint. Rounds go in turn, so that what else the machine does meets all alike; ratios are
medians.
"""

import argparse
import os
import re
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

from benchmarks.gold import HOME, write_figures
from benchmarks.made_graph import BASE, NS, PER_DOCUMENT, made_store
from benchmarks.scale import descendants, machine, resident_mb

CONNECTIONS = 8
_STARTS_S = 900  # rdflib reads a million triples in one to several minutes
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: \d+")
_SCRIPT = """
local paths, n = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function()
  n = n %% #paths + 1
  return wrk.format("GET", "%s" .. paths[n], {["Accept"] = "application/sparql-results+json"})
end
"""
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

    def tell(self, told: signal.Signals) -> None:
        """Sends a signal to all of it: who is not asked rests, since some go on with queries that nobody waits for."""
        for one in self.processes:
            with suppress(ProcessLookupError):  # a worker that was replaced meanwhile
                os.kill(one, told)


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


def rate(server: Server, queries: Sequence[str], seconds: int, cores: str) -> float:
    """Requests a second over 8 connections, 0 where none was answered in time; RuntimeError where one was answered badly."""
    with tempfile.TemporaryDirectory() as folder:
        asked, script = Path(folder) / "asked.txt", Path(folder) / "ask.lua"
        asked.write_text("\n".join(map(quote, queries)) + "\n", encoding="utf-8")
        script.write_text(_SCRIPT % (asked, server.prefix), encoding="utf-8")
        address = f"http://127.0.0.1:{server.port}"
        wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "120s", "-s", str(script), address]
        command = ["taskset", "-c", cores, *wrk]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _RATE.search(told)
    if found is None or _BAD.search(told):
        raise RuntimeError(f"{server.name}: {told}")
    return float(found[1])


def race(
    servers: Sequence[Server], kinds: Mapping[str, Sequence[str]], rounds: int, seconds: int, cores: str
) -> dict[str, object]:
    """By kind: each server's rates by round, their medians, and ours over each peer's by pairs."""
    told: dict[str, object] = {}
    for server in servers:
        server.tell(signal.SIGSTOP)
    for kind, queries in kinds.items():
        rates: dict[str, list[float]] = {server.name: [] for server in servers}
        for _ in range(rounds):
            for server in servers:
                server.tell(signal.SIGCONT)
                rates[server.name].append(round(rate(server, queries, seconds, cores), 2))
                server.tell(signal.SIGSTOP)
                print(kind, server.name, rates[server.name][-1], flush=True)
        ratios = {
            name: round(median(ours / theirs for ours, theirs in zip(rates["ours"], found, strict=True) if theirs), 3)
            for name, found in rates.items()
            if name != "ours" and any(found)
        }
        told[kind] = {"rates": rates, "median": {name: median(found) for name, found in rates.items()}, "ours_over": ratios}
    return told


def _commands(folder: Path, triples: Path, rdflib: str | None) -> Iterator[tuple[str, list[str], int, str]]:
    ours = [sys.executable, "-m", "benchmarks.served", str(folder), "8131"]
    yield "ours", ours, 8131, "/sparql?query="
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
    parser.add_argument("--server-cores", default="0", help="as taskset has it")
    parser.add_argument("--client-cores", default="1")
    given = parser.parse_args(arguments)
    with ExitStack() as opened:
        folder = given.folder or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        store = made_store(folder, given.triples)
        commands = _commands(folder, store.file, given.rdflib_endpoint)
        servers = [opened.enter_context(served(*command, given.server_cores)) for command in commands]
        kinds = {"lookup": lookups(store.documents), "list": lists(store.documents), "heavy": list(HEAVY)}
        sizes = {kind: len(answer(servers[0], queries[0])) for kind, queries in kinds.items()}
        found = race(servers, kinds, given.rounds, given.seconds, given.client_cores)
        memory = {server.name: server.memory_mb() for server in servers}
    told = {
        "command": "python -m benchmarks.endpoint",
        "machine": machine(),
        "triples": store.triples,
        "connections": CONNECTIONS,
    }
    cores = {"server_cores": given.server_cores, "client_cores": given.client_cores}
    print(write_figures("endpoint.json", told | cores | {"answer_bytes": sizes, "memory_mb": memory} | found))
    return 0


if __name__ == "__main__":
    os.chdir(HOME)
    sys.exit(main())
