"""Benchmarks: the store by URL beside the embedded one. In: a data folder, which is linked aside. Out: how long the `oxigraph`
server takes to be filled by each way and to follow a small change, and the medians of searches, queries and pages from both. Must
not publish into the folder that was named.

The server runs on the same machine, so a network costs nothing here; both take turns question by question.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from api.documents import document
from api.library import Library
from api.search import search
from benchmarks.gold import write_figures
from benchmarks.scale import machine
from ingest.curate import Curating
from stores import generations
from stores.graph.remote_load import statements
from stores.graph.remote_publish import bring_up
from stores.keys import Key
from stores.settings import Settings, load_settings
from stores.written import Payload

COMMAND = "python -m benchmarks.remote --data FOLDER --write"
_SERVER = Path(sys.executable).with_name("oxigraph")
_STARTS_S = 60.0
_MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
WAYS: Mapping[str, Mapping[str, str]] = {
    "N-Quads, bulk (?no_transaction)": {"sparql_graphs_url": "{url}/store?no_transaction"},
    "N-Quads": {"sparql_graphs_url": "{url}/store"},
    "Graph Store Protocol": {"sparql_graphs_url": "{url}/store", "sparql_load": "graphs"},
    "updates": {},
}
QUERIES = (
    f"{_MG}SELECT ?p ?t {{ ?p mg:inDocument ?d ; mg:text ?t }} LIMIT 100",
    f"{_MG}SELECT ?d (COUNT(*) AS ?n) {{ ?c mg:target ?d }} GROUP BY ?d ORDER BY DESC(?n) LIMIT 10",
    f"{_MG}SELECT ?d ?t {{ ?d a mg:Resolution ; mg:title ?t }} ORDER BY ?t LIMIT 50",
)
QUESTIONS = ("early warning", "who protects civilians", "peacekeeping mandate renewed", "hate speech and incitement")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of an `oxigraph` server over that folder, once it answers."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    command = [str(_SERVER), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + _STARTS_S
            while time.monotonic() < until:
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def filled(settings: Settings, url: str, way: Mapping[str, str]) -> Settings:
    """The settings that publish into that server by one way."""
    addresses = {"sparql_url": f"{url}/query", "sparql_update_url": f"{url}/update"}
    return replace(settings, **addresses, **{name: value.format(url=url) for name, value in way.items()})  # type: ignore[arg-type] # all are texts


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def loading(there: Settings, way: str) -> float:
    """Seconds to fill an empty server."""
    taken = round(_seconds(lambda: bring_up(there)), 1)
    print(f"{way}: {taken} s", flush=True)
    return taken


def asking(settings: Settings, there: Settings, rounds: int) -> dict[str, object]:
    """Medians in milliseconds of each kind, embedded and by URL, in turns; and seconds to follow a change of one statement."""
    times: dict[str, dict[str, list[float]]] = {}
    with closing(Library.open(settings)) as near, closing(Library.open(there)) as far:
        with near.serving() as serving:
            rows = serving.graph.select(
                f"{_MG}SELECT DISTINCT ?s {{ ?d mg:symbol ?s . ?p mg:inDocument ?d }} ORDER BY ?s LIMIT 8"
            )
        symbols = [str(row["s"]) for row in rows]
        for number in range(rounds):
            for name, library in (("embedded", near), ("by URL", far)):
                for kind, act in _kinds(library, number, symbols):
                    taken = _seconds(act) * 1000
                    if number:  # the first round opens and warms
                        times.setdefault(kind, {}).setdefault(name, []).append(taken)
    curated = Curating(replace(there, sparql_update_url=""))
    payload = Payload(b"<urn:a> <urn:b> <urn:c> .", "text/turtle")
    curated.replace_graph("http://example.org/notes", [payload], Key("bench", "bench", (), "", ""))
    return {
        "milliseconds": {
            kind: {name: round(median(found), 1) for name, found in by.items()} for kind, by in sorted(times.items())
        },
        "seconds to follow one changed statement": round(_seconds(lambda: bring_up(there)), 2),
    }


def _kinds(library: Library, number: int, symbols: list[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    with library.serving() as serving:
        for place, query in enumerate(QUERIES):
            yield f"query {place + 1}", lambda query=query: serving.pool.run(f"{query} # {number}", base=library.settings.base)  # type: ignore[misc] # as the loop has it now
        yield "search", lambda: search(library, QUESTIONS[number % len(QUESTIONS)])
        yield "document", lambda: document(library, serving, symbols[number % len(symbols)])


def main() -> None:
    """Prints the figures; with --write keeps them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory(dir=given.data.parent) as scratch:
        data = Path(scratch) / "data"
        shutil.copytree(given.data, data, ignore=shutil.ignore_patterns("work"), copy_function=_linked)
        settings = replace(load_settings(), data=data, sparql_url="", sparql_update_url="", rerank_passages=0)
        held = sum(state.statements for state in statements(generations.current(data)).values())
        figures: dict[str, object] = {"command": COMMAND, "machine": machine(), "statements": held}
        told = figures["seconds to fill an empty server"] = dict[str, float]()
        for number, way in enumerate(given.ways):
            with served(Path(scratch) / f"way{number}") as url:
                there = filled(settings, url, WAYS[way])
                told[way] = loading(there, way)
                if not number:
                    figures |= asking(settings, there, given.rounds)
            shutil.rmtree(Path(scratch) / f"way{number}")
    print(figures)
    if given.write:
        print(write_figures("remote.json", figures))


def _linked(source: str, target: str) -> str:
    """The files of a generation are never written to again; what lies beside them is."""
    if "generations" in Path(source).parts:
        Path(target).hardlink_to(source)
    else:
        shutil.copyfile(source, target)
    return target


if __name__ == "__main__":
    main()
