"""Benchmarks: reasoning. In: modules, vocabulary, and a published graph. Out: how long HermiT and the rules take. Must not change
the published graph.

python -m benchmarks.reasoning [--data FOLDER]. The documents' graphs are copied under other IRIs until all graphs together hold
100,000 triples, and the rules run over the copy in a store on disk. Seconds differ between machines and hours; the ratio is to
the seconds in which the same store took the same triples in, so it stays.
"""

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gold import write_figures
from ingest.infer import infer
from ingest.pipeline import ingest
from ingest.world import HOME
from ontology.files import read_modules, read_vocabulary
from ontology.iris import Iris
from ontology.owl_api import NO_JAVA, has_java
from ontology.reasoner import judge
from stores import generations
from stores.graph.store import GraphStore
from stores.settings import MODELS, load_settings

COMMAND = "python -m benchmarks.reasoning"
TRIPLES = 100_000
RUNS = 5
_IRIS = Iris()
_DERIVED = frozenset(_IRIS.graph(name) for name in ("inferred", "lineage", "situations", "reviews", "quality"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures and writes figures/reasoning.json."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Times the reasoner and the rules.")
    parser.add_argument(
        "--data", type=Path, help="a folder with a published generation; by default the digests are published anew"
    )
    named = parser.parse_args(arguments).data
    if not has_java():
        sys.stderr.write(f"{COMMAND}: {NO_JAVA}")
        return 1
    with _published(named) as folder, GraphStore.read_only(generations.current(folder).graph) as published:
        graphs = _by_graph(published)
    figures = {"command": COMMAND, "hermit": _hermit(), "rules": _rules(graphs)}
    for name, values in figures.items():
        print(name, values)
    print(write_figures("reasoning.json", figures))
    return 0


@contextmanager
def _published(named: Path | None) -> Iterator[Path]:
    if named:
        yield named
        return
    with TemporaryDirectory(prefix="mandategraph-bench-") as folder:
        settings = {"MANDATEGRAPH_DATA": folder, "MANDATEGRAPH_MODELS": f"{folder}/models", "MANDATEGRAPH_MODEL": MODELS[-1]}
        ingest([HOME / "corpus" / "digests"], load_settings(settings))
        yield Path(folder)


def _by_graph(store: GraphStore) -> dict[str, list[bytes]]:
    """The triples of each graph that is not derived, as lines."""
    graphs: defaultdict[str, list[bytes]] = defaultdict(list)
    for line in store.export():
        triple, graph = line.rsplit(b" <", 1)
        graphs[graph.rpartition(b"> .")[0].decode()].append(triple + b" .\n")
    return {graph: lines for graph, lines in graphs.items() if graph not in _DERIVED}


def _hermit() -> dict[str, object]:
    """What the reasoner says, and in how many seconds."""
    modules, vocabulary = read_modules(), read_vocabulary()
    alone, together = judge(modules), judge(modules, vocabulary)
    return {
        "consistent": not alone.culprits and not together.culprits,
        "unsatisfiable": list(alone.unsatisfiable),
        "classes": alone.classes,
        "classification_s": round(alone.seconds, 1),
        "entries": len(set(vocabulary.subjects())),
        "with_entries_s": round(together.seconds, 1),
    }


def _rules(graphs: Mapping[str, list[bytes]]) -> dict[str, object]:
    """The median of some runs; each infers anew, since a run first removes what the one before inferred."""
    with TemporaryDirectory(prefix="mandategraph-bench-") as folder, GraphStore.open(Path(folder) / "graph") as store:
        taken_in = _fill(store, graphs)
        stored, seconds, inferred = store.count(), [], 0
        for _ in range(RUNS):
            started = time.monotonic()
            inferred = infer(store, _IRIS, HOME / "ontology" / "modules")
            seconds.append(time.monotonic() - started)
    per_100k = statistics.median(seconds) * 100_000 / stored
    return {
        "triples": stored,
        "inferred": inferred,
        "seconds_per_100k": round(per_100k, 2),
        "seconds_per_100k_of_runs": [round(each * 100_000 / stored, 2) for each in sorted(seconds)],
        "ratio_to_taking_in": round(statistics.median(seconds) / taken_in, 2),
    }


def _fill(store: GraphStore, graphs: Mapping[str, list[bytes]]) -> float:
    """Puts in every graph, then the documents' again under other IRIs; the seconds in which the store took them in."""
    documents = {graph: lines for graph, lines in graphs.items() if graph.startswith(_IRIS.graph("doc/"))}
    seconds, copy = 0.0, 0
    batch = graphs
    while copy == 0 or store.count() < TRIPLES:
        for graph, lines in batch.items():
            started = time.monotonic()
            store.replace(_elsewhere(graph.encode(), copy).decode(), _elsewhere(b"".join(lines), copy))
            seconds += time.monotonic() - started
        batch, copy = documents, copy + 1
    return seconds


def _elsewhere(text: bytes, copy: int) -> bytes:
    """IRIs of documents (mandategraph/doc/...) and of their graphs (graph/doc/...), each copy but one in its own folder."""
    return text.replace(b"graph/doc/", b"graph/doc/copy-%d/" % copy) if copy else text


if __name__ == "__main__":
    sys.exit(main())
