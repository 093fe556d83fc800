"""Benchmarks, growth: opening. In: a published generation, an index or a graph. Out: seconds until it is open, and until it first
answers. Must not open it in a process that had it open before.

Each is opened in a new process, whose imports are done and, for searches, whose model is loaded: neither belongs to a generation.
Cold means that the system was told to drop the files from its memory; what the disk itself holds in a cache is not dropped.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import qdrant_edge  # noqa: F401 # the product imports it where it first uses it; an import is no part of opening

from api.asking.spelling import is_word
from api.library import Library
from api.search import search
from benchmarks.growth.course import Course, generation_of
from benchmarks.growth.timing import forgotten
from stores.embedding.encoder import load_encoder
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.edge import EdgeIndex

TRIES = 2
QUESTION = "Who is to warn of genocide early, and whom?"
LOOKUP = "SELECT ?p ?o { ?s ?p ?o } LIMIT 20"
Seconds = Mapping[str, float]


def library(settings: Settings) -> Seconds:
    """A generation with all that answers from it."""
    is_word("")
    encoder = load_encoder(settings.model, settings.models)
    encoder.encode_query(QUESTION)
    begun = time.perf_counter()
    opened = replace(Library.open(settings), _encoder=encoder)
    with opened.serving():
        ready = time.perf_counter()
        found = search(opened, QUESTION)
        answered = time.perf_counter()
    opened.close()
    return _told(begun, ready, answered, len(found.hits))


def index(folder: Path) -> Seconds:
    """An index by itself; its first answer is that to a keyword."""
    begun = time.perf_counter()
    opened = EdgeIndex.open(folder)
    ready = time.perf_counter()
    found = opened.search("state", None, mode="keyword")
    answered = time.perf_counter()
    opened.close()
    return _told(begun, ready, answered, len(found))


def graph(folder: Path, settings: Settings) -> Seconds:
    """A graph with the processes that query it; its first answer is a lookup by one of them."""
    begun = time.perf_counter()
    with GraphStore.read_only(folder):
        opened = time.perf_counter() - begun
    with graph_pool(folder, settings) as pool:
        ready = time.perf_counter()
        answer = pool.run(LOOKUP, base=settings.base)
        answered = time.perf_counter()
    return {**_told(begun, ready, answered, len(answer.body)), "store_s": round(opened, 3)}


def graph_pool(folder: Path, settings: Settings) -> QueryPool:
    """The processes that answer queries over a graph, as a server has them."""
    return QueryPool(
        folder,
        workers=settings.query_workers,
        wall_s=settings.query_wall_s,
        memory_mb=settings.query_memory_mb,
        max_rows=settings.query_rows,
        max_bytes=settings.answer_bytes,
    )


def _told(begun: float, ready: float, answered: float, found: int) -> Seconds:
    return {"open_s": round(ready - begun, 3), "to_first_answer_s": round(answered - begun, 3), "answered": found}


KINDS: Mapping[str, Callable[[Path, Settings], Seconds]] = {
    "library": lambda _, settings: library(settings),
    "index": lambda folder, _: index(folder),
    "graph": graph,
}


def reopened(course: Course, kind: str, folder: Path) -> dict[str, object]:
    """Cold and warm, each tried in new processes, and the quickest: what else the machine does makes it slower only."""
    files = generation_of(folder) if kind == "library" else folder
    found: dict[str, object] = {}
    for name, cold in (("cold", True), ("warm", False)):
        tries = []
        for _ in range(TRIES):
            if cold:
                forgotten(files)
            tries.append(_in_new_process(course, kind, folder))
        found[name] = min(tries, key=lambda told: told["to_first_answer_s"])
    return found


def _in_new_process(course: Course, kind: str, folder: Path) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.growth.opening",
        kind,
        str(folder),
        "--models",
        str(course.models),
        "--model",
        course.model,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{kind} of {folder} was not opened: {done.stderr[-2000:]}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Opens one thing and prints how long it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth.opening", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--model", required=True)
    chosen = parser.parse_args(arguments)
    settings = Course(chosen.folder, 1.0, None, chosen.models, model=chosen.model).settings(chosen.folder)
    print(json.dumps(KINDS[chosen.kind](chosen.folder, settings)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
