"""Benchmarks: speed. In: a data folder, or the Registry's documents to make one of. Out: how long searches over HTTP take, and
the memory of the server. Must not reach into the server: it is a process of its own, started as users start it.

Each question is asked once: nothing kept from an earlier one helps. Wall time is that of this machine with all that it does
beside; the seconds that the server's processors worked for a request change less. Vectors of passages come from the cache of the
data folder; what it lacks is drawn around the vectors that it has, which takes a search as long as real ones would.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from unittest.mock import patch
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from api.web.listen import opened
from benchmarks.gold import HOME, open_gold, write_figures
from benchmarks.scale import SHARED, descendants, machine, resident_mb, unpacked, watched
from benchmarks.size import timed
from ingest.pipeline import ingest
from ontology.errors import MandateGraphError, StoreError
from stores.embedding.cache import VectorCache, content_key
from stores.embedding.encoder import Encoder, load_encoder
from stores.settings import Settings
from stores.vectors.chosen import build_index

COMMAND = "python -m benchmarks.speed --data FOLDER --models FOLDER"
ARCHIVE = SHARED / "corpus" / "scale" / "registry.tar.xz"
CLIENTS = 8
SPREAD = 0.3  # how far drawn vectors lie from the real one that they are drawn around
WAIT_S = 300.0
ROLLED_UP = {"pss": "Pss", "of_their_own": "Anonymous"}
FEWEST_WORDS = 4  # of a sentence that is asked: a heading or a number alone is no question
FILTERS: Mapping[str, Sequence[str]] = {"year_from": ["2005"], "year_to": ["2015"]}
Pairs = Sequence[tuple[str, str]]


class Drawn:
    """Stands in for an encoder while a corpus is published: the vectors that a cache has, others drawn around them."""

    def __init__(self, real: Encoder, cache: VectorCache) -> None:
        self.name, self.dims, self.languages = f"{real.name}, drawn where unknown", real.dims, real.languages
        self.drawn = 0
        self._real, self._cache = real, cache
        self._numbers = np.random.default_rng(5)
        self._known = real.encode_passages(["The Council decides.", "States protect civilians.", "Early warning needs action."])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors (n, d)."""
        keys = [content_key(self._real.name, "passage", text) for text in texts]
        known = self._cache.get(keys)
        if known:
            self._known = np.array([*known.values(), *self._known])[:2_000]
        self.drawn += sum(key not in known for key in keys)
        return np.array([known[key] if key in known else self._draw() for key in keys], dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The real vector of a question."""
        return self._real.encode_query(text)

    def _draw(self) -> NDArray[np.float32]:
        around = self._known[self._numbers.integers(len(self._known))]
        vector = around + SPREAD * self._numbers.normal(size=self.dims) / self.dims**0.5
        drawn: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
        return drawn


def publish(settings: Settings, archive: Path) -> dict[str, object]:
    """Publishes what an archive holds; the answer is how many vectors were drawn, and what making the index took."""
    sources, seconds = unpacked(archive, settings.data), Counter[str]()
    build = timed(seconds, "index", build_index)
    with VectorCache(settings.data / "work" / "vectors.sqlite") as cache, watched() as memory:
        encoder = Drawn(load_encoder(settings.model, settings.models), cache)
        with patch("ingest.publish.load_encoder", lambda *_: encoder), patch("ingest.publish.build_index", build):
            ingest([sources], settings)
    return {
        "vectors_drawn": encoder.drawn,
        "index_processor_seconds": round(float(seconds["index"]), 1),
        "memory_mb": memory.figures(),
    }


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its process and its address. It has one connection for each client that asks."""

    process: subprocess.Popen[str]
    host: str
    port: int
    passages: int
    ready_s: float

    def memory_mb(self) -> dict[str, int]:
        """What all its processes hold in RAM together: in all, pages that they share counted for each; with such pages counted
        once ("pss", as far as the system tells it: some say 0); and of their own, which leaves out pages of files, such as
        weights and vectors, that the system may drop and read again.
        """
        pids = self._processes()
        kinds = {name: sum(rolled_up_mb(pid, field) for pid in pids) for name, field in ROLLED_UP.items()}
        return {"resident": sum(map(resident_mb, pids)), **kinds, "processes": len(pids)}

    def processor_s(self) -> float:
        """The seconds that its processors worked so far."""
        ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in self._processes()]
        return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> list[int]:
        return [self.process.pid, *descendants(self.process.pid)]


def rolled_up_mb(pid: int, field: str) -> int:
    """One of the sums over all memory of a process; 0 where the process is over."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(kb) for kb in re.findall(rf"^{field}:\s*(\d+) kB", told, re.MULTILINE)) // 1024


@contextmanager
def served(data: Path, models: Path) -> Iterator[Server]:
    """A server over a data folder, stopped at the end of the block. StoreError where it does not begin to serve."""
    begun = time.monotonic()
    with opened("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]  # free a moment ago
    env = os.environ | {"MANDATEGRAPH_DATA": str(data), "MANDATEGRAPH_MODELS": str(models)}
    command = [sys.executable, "-m", "mandategraph", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, cwd=HOME, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            passages = said_ready(process)
            yield Server(process, "127.0.0.1", port, passages, round(time.monotonic() - begun, 1))
        finally:
            process.terminate()


def said_ready(process: "subprocess.Popen[str]") -> int:
    """Waits until a server says that it serves; the answer is how many passages. StoreError where it ends before."""
    said = ""
    for line in process.stdout or ():
        said += line
        if re.search(r"Open http://\S+/ and", line):
            passages = re.search(r"with ([\d,]+) passages", said)
            return int(passages[1].replace(",", "")) if passages else 0
    raise StoreError(f"The server ended before it served: {said.strip()}", advice="Publish again into that folder.")


@dataclass(slots=True)
class Phase:
    """What was measured of requests of one kind."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    processor_s: float = 0.0
    wall_s: float = 0.0

    def figures(self) -> dict[str, object]:
        """As written into figures: milliseconds."""
        cuts = [round(1000 * float(cut), 1) for cut in np.percentile(self.seconds, [50, 95, 100])]
        return {
            "requests": len(self.seconds),
            "errors": len(self.errors),
            "p50_ms": cuts[0],
            "p95_ms": cuts[1],
            "longest_ms": cuts[2],
            "processor_ms_a_request": round(1000 * self.processor_s / len(self.seconds), 1),
            "requests_a_second": round(len(self.seconds) / self.wall_s, 1),
        }


def measure(server: Server, requests: Sequence[Pairs], clients: int) -> tuple[Phase, list[dict[str, object]]]:
    """Asks every request once, so many at a time, each client on a connection of its own; and the answers."""
    phase, answers = Phase(), list[dict[str, object]]()
    worked, begun = server.processor_s(), time.monotonic()

    def client(own: Sequence[Pairs]) -> None:
        connection = HTTPConnection(server.host, server.port, timeout=WAIT_S)
        for request in own:
            asked = time.perf_counter()
            connection.request("GET", "/search?" + urlencode(request), headers={"Accept": "application/json"})
            response = connection.getresponse()
            body = response.read()
            phase.seconds.append(time.perf_counter() - asked)
            if response.status == 200:
                answers.append(json.loads(body))
            else:
                phase.errors.append(f"{response.status} {body[:300]!r}")
        connection.close()

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, [requests[at::clients] for at in range(clients)]))
    phase.wall_s, phase.processor_s = time.monotonic() - begun, server.processor_s() - worked
    return phase, answers


def sentences(answers: Sequence[Mapping[str, object]]) -> list[str]:
    """The best sentences of answers: more questions of real words."""
    hits = [hit for answer in answers for hit in answer["hits"] if isinstance(hit, dict)]  # type: ignore[attr-defined]
    found = sorted({str(hit["sentence"])[:300] for hit in hits})
    return [sentence for sentence in found if len(re.findall(r"[^\W\d_]{3,}", sentence)) >= FEWEST_WORDS]


def narrowings(answers: Sequence[Mapping[str, object]]) -> list[Pairs]:
    """The most frequent value of every facet as a filter, and a span of years."""
    facets: Mapping[str, Sequence[Sequence[str]]] = answers[0]["facets"]  # type: ignore[assignment]
    one_each = [[(name, str(values[0][0]))] for name, values in facets.items() if values]
    return [[(name, value) for name, values in FILTERS.items() for value in values], *one_each]


def phases(server: Server, questions: Sequence[str], each: int) -> dict[str, Phase]:
    """Plain questions, narrowed ones, phrases, and many clients at once; none asks what another asked."""
    warm, answers = measure(server, [[("q", question)] for question in questions], 1)
    pool = sentences(answers)
    Random(5).shuffle(pool)  # noqa: S311 (no secrets)
    filters = narrowings(answers)
    each = min(each, len(pool) // 4)
    parts = [pool[at * each : (at + 1) * each] for at in range(4)]
    plain: list[Pairs] = [[("q", question)] for question in parts[0]]
    narrow: list[Pairs] = [[("q", question), *filters[at % len(filters)]] for at, question in enumerate(parts[1])]
    phrases: list[Pairs] = [[("q", phrased(question))] for question in parts[2]]
    crowd = [[("q", question), *(filters[at % len(filters)] if at % 2 else ())] for at, question in enumerate(parts[3])]
    found = {"questions": warm}
    for name, requests, clients in (
        ("sentences", plain, 1),
        ("filtered", narrow, 1),
        ("phrases", phrases, 1),
        (f"{CLIENTS}_clients", crowd, CLIENTS),
    ):
        found[name], _ = measure(server, requests, clients)
    return found


def phrased(sentence: str) -> str:
    """Two words that stand together in a sentence as a phrase, and a few words beside it."""
    words = re.findall(r"[^\W_]{4,}(?: [^\W_]{4,})?", sentence)
    pair = next((word for word in words if " " in word), words[0] if words else "peace")
    return " ".join([f'"{pair}"', *words[-3:]])


def report(
    server: Server, found: Mapping[str, Phase], memory_mb: Mapping[str, int], built: Mapping[str, object] | None
) -> dict[str, object]:
    """The figures of one run."""
    return {
        "command": COMMAND,
        "machine": machine(),
        "passages": server.passages,
        "built": built or "before this run",
        "seconds_until_it_serves": server.ready_s,
        "memory_mb_of_all_processes": {"at_start": memory_mb, "afterwards": server.memory_mb()},
        **{name: phase.figures() for name, phase in found.items()},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 where something is missing or a request failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder; one that serves nothing yet is filled first")
    parser.add_argument("--models", type=Path, help="where model files are kept; by default inside the data folder")
    parser.add_argument("--archive", type=Path, default=ARCHIVE, help="an archive of documents")
    parser.add_argument("--each", type=int, default=200, help="requests of one kind")
    chosen = parser.parse_args(arguments)
    models = chosen.models or chosen.data / "models"
    try:
        questions = [question.text for question in open_gold().questions()]
        there = (chosen.data / "current").is_file()
        built = None if there else publish(Settings(data=chosen.data, models=models), chosen.archive)
        with served(chosen.data, models) as server:
            memory_mb = server.memory_mb()
            found = phases(server, questions, chosen.each)
            figures = report(server, found, memory_mb, built)
    except MandateGraphError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(figures, indent=1))
    print(write_figures("speed.json", figures))
    failed = [error for phase in found.values() for error in phase.errors]
    print(*failed[:20], sep="\n", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
