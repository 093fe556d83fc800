"""Benchmarks: rolling generations. In: a data folder, which is copied. Out: what askers were answered while one generation after
the other was published: failed answers, mixed ones, how long the longest took. Must not publish into the folder that was named.

Each generation bears its number in places that different parts of an answer come from: two graphs of its own, and the title of
every document. An answer that shows two numbers is mixed; one that also names its generation must show the number of that one.
"""

import argparse
import re
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from benchmarks.askers import Ask, Load, Server, Told, by_kind, serving
from benchmarks.gold import write_figures
from benchmarks.scale import machine
from ontology.iris import DEFAULT_BASE
from stores import generations
from stores.graph.store import GraphStore

COMMAND = "python -m benchmarks.rolling --data FOLDER"
EVERY_S, SECONDS, ASKERS = 10.0, 300.0, 6
_MARK = re.compile(rb"generation no\. (\d+)")
_NAMED = re.compile(rb'"generation": "(g\d+-[0-9a-f]+)"')
_TITLE = re.compile(rb'^(<[^>]+> <https://w3id\.org/mandategraph/ontology#title> ".*?)("(?:@[\w-]+)? \.)$', re.MULTILINE)
_STAMPS = ("stamp/first", "stamp/second")
_DOCUMENTS = "graph/doc/"
_UNCHANGED = ("index", "words.sqlite", "tokens", "reuse", "receipt.json")
_PUBLISHED = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?d WHERE { ?d a mg:Document ; mg:title ?t . ?p mg:inDocument ?d }"""


@dataclass(slots=True)
class Publisher:
    """Publishes generations that differ in the number that they bear, from a folder that serves one already."""

    data: Path
    base: str = DEFAULT_BASE
    numbers: dict[str, int] = field(default_factory=dict)  # by generation
    _working: GraphStore | None = None
    _titled: Mapping[str, bytes] = field(default_factory=dict)

    def open(self) -> None:
        """Copies the graph that serves into one to be changed."""
        serving = generations.current(self.data)
        folder = self.data / "stamped"
        shutil.copytree(serving.graph, folder)
        self._working = GraphStore.open(folder)
        graphs = [graph for graph in self._working.graphs() if graph.startswith(self.base + _DOCUMENTS)]
        self._titled = {graph: b"".join(self._working.triples(graph)) for graph in graphs}

    def publish(self) -> str:
        """Publishes the next generation and answers its id."""
        store, number = self._working, len(self.numbers) + 1
        if store is None:
            self.open()
            return self.publish()
        mark = f"generation no. {number}"
        for graph, triples in self._titled.items():
            store.replace(graph, _TITLE.sub(rb"\g<1>, " + mark.encode() + rb"\g<2>", triples))
        for stamp in _STAMPS:
            line = f'<{self.base}{stamp}> <http://purl.org/dc/terms/description> "{mark}" .\n'
            store.replace(f"{self.base}graph/{stamp}", line.encode())
        before = generations.current(self.data)
        with generations.writer_lock(self.data):
            partial = generations.begin(self.data)
            for path in before.folder.iterdir():
                if path.name in _UNCHANGED:
                    _linked(path, partial / path.name)
            store.backup(partial / "graph")
            build = replace(before.build, corpus_digest=mark, files={})
            name = f"{partial.stem}-{build.digest}"
            self.numbers[name] = number  # known before anybody can be answered from it
            published = generations.publish(self.data, partial, build, before)
            if published != name:
                raise AssertionError(f"{published} was published; {name} was expected")
            generations.prune(self.data)
        return published

    def close(self) -> None:
        """Lets go of the graph."""
        if self._working is not None:
            self._working.close()

    def fault(self, body: bytes) -> str:
        """Why an answer is mixed, or nothing."""
        shown = {int(one) for one in _MARK.findall(body)}
        if len(shown) > 1:
            return f"shows generations no. {sorted(shown)}"
        named = _NAMED.search(body)
        if named and shown and {self.numbers.get(named[1].decode())} != shown:
            return f"names {named[1].decode()} and shows no. {sorted(shown)}"
        return ""


def _linked(path: Path, to: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, to, copy_function=_link)
    else:
        to.hardlink_to(path)


def _link(source: str, target: str) -> str:
    Path(target).hardlink_to(source)
    return target


def marked(documents: list[str], base: str = DEFAULT_BASE) -> list[Ask]:
    """What to ask of documents, by the paths of their IRIs: each answer has its parts from more places than one."""
    first, second = (f"<{base}{stamp}>" for stamp in _STAMPS)
    title = f"<{base}{documents[0]}> <https://w3id.org/mandategraph/ontology#title> ?t"
    stamps = f"SELECT * WHERE {{ {first} ?p ?a . {second} ?p ?b . {title} }}"
    asks = [Ask("two stamps and a title", "/sparql?" + urlencode({"query": stamps}), accept="application/sparql-results+json")]
    asks += [
        Ask("search", "/search?" + urlencode({"q": word, "mode": "keyword"}))
        for word in ("warning", "storm harbour", "prevention")
    ]
    asks += [Ask("page", f"/{path}", accept="text/html") for path in documents]
    asks += [Ask("turtle", f"/{path}", accept="text/turtle") for path in documents]
    return [*asks, Ask("health", "/health")]


def documents_of(data: Path, base: str = DEFAULT_BASE) -> list[str]:
    """The paths of some documents that are published in a folder."""
    with GraphStore.read_only(generations.current(data).graph) as graph:
        rows = graph.select(_PUBLISHED)
    return sorted(str(row["d"]).removeprefix(base) for row in rows)[:4]


def rolled(server: Server, publisher: Publisher, documents: list[str], every_s: float, seconds: float) -> list[Told]:
    """What was told while generations were published."""
    load = Load(server.host, server.port, marked(documents), lambda _, body: publisher.fault(body))
    load.start(ASKERS, pause_s=0.005)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.monotonic()
        publisher.publish()
        time.sleep(max(0.0, every_s - (time.monotonic() - begun)))
    load.stop()
    return load.told


def main() -> None:
    """Measures, prints, and writes benchmarks/figures/rolling.json."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="a published data folder; it is copied")
    parser.add_argument("--every", type=float, default=EVERY_S, help="seconds between two generations")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="mandategraph-rolling-") as aside:
        data = Path(aside) / "data"
        shutil.copytree(given.data, data, ignore=shutil.ignore_patterns("work", "models"))
        documents, publisher = documents_of(data), Publisher(data)
        publisher.publish()
        with serving(data, Path(aside) / "log") as server:
            before = server.memory_mb()
            told = rolled(server, publisher, documents, given.every, given.seconds)
            after = server.memory_mb()
        publisher.close()
    figures = {
        "command": COMMAND,
        "machine": machine(),
        "generations": len(publisher.numbers),
        "every_s": given.every,
        "askers": ASKERS,
        "answers": len(told),
        "failed": sum(not one.right for one in told),
        "mixed": sum(bool(one.found) for one in told),
        "memory_mb": {"before": before, "after": after},
        "by_kind": by_kind(told),
    }
    print(write_figures("rolling.json", figures).read_text(encoding="utf-8"))
    for one in [one for one in told if one.found or not one.right][:20]:
        print(f"{one.kind}: status {one.status}, {one.found}", file=sys.stderr)
    sys.exit(bool(figures["failed"] or figures["mixed"]))


if __name__ == "__main__":
    main()
