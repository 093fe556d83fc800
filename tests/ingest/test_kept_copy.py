"""Tests of the change feed: a partner's copy. In: five generations, over HTTP alone. Out: a copy that is the original."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from api.changes import was_withdrawn
from api.library import Library
from api.web.app import create_app
from ingest.curate import Curating
from ingest.reviews import keep_verdict, verdict
from stores.keys import Key
from stores.settings import Settings
from stores.written import Payload

if TYPE_CHECKING:
    from tests.ingest.conftest import River

CURATED = "https://example.org/graphs?of=curators&like=these"


class Copy:
    """What a partner does: it knows addresses, the feed's JSON and N-Quads, and nothing else."""

    def __init__(self) -> None:
        self.generation = "empty"
        self.graphs: dict[str, list[str]] = {}

    def follow(self, client: TestClient) -> int:
        """Brings the copy up to date; how many graphs were fetched."""
        last: dict[str, dict[str, Any]] = {}
        address: str | None = f"/changes?since={self.generation}"
        while address:
            page = client.get(address, headers={"Accept": "application/json"}).json()
            for entry in page["entries"]:
                last |= {change["graph"]: change for change in entry["changes"]}
            address = page["next"]
        fetched = 0
        for graph, change in last.items():
            self.graphs.pop(graph, None)
            if change["change"] != "withdrawn":
                self.graphs[graph] = self._fetched(client, change)
                fetched += 1
        self.generation = page["generation"]
        assert sum(map(len, self.graphs.values())) == page["statements"]
        return fetched

    @staticmethod
    def _fetched(client: TestClient, change: dict[str, Any]) -> list[str]:
        assert change["is_last"]
        quads = gzip.decompress(client.get(change["dumps"]["nq.gz"]).content).decode()
        ending = f" <{change['graph']}> .\n"
        triples = [quad.removesuffix(ending) + " .\n" for quad in quads.splitlines(keepends=True)]
        assert hashlib.sha256("".join(triples).encode()).hexdigest() == change["sha256"]
        assert len(triples) == change["statements"]
        return triples

    @property
    def n_quads(self) -> list[str]:
        """All of the copy."""
        lines = (f"{line.removesuffix(' .' + chr(10))} <{graph}> .\n" for graph, held in self.graphs.items() for line in held)
        return sorted(lines)


@pytest.fixture
def library(river: "River") -> Iterator[Library]:
    """The library over the river's data folder."""
    opened = Library.open(river.settings)
    yield opened
    opened.close()


@pytest.fixture
def asked(library: Library) -> TestClient:
    """A client of an application over the river's data folder, which turns to each new generation."""
    return TestClient(create_app(library), base_url="https://partner.example")


def whole(client: TestClient) -> list[str]:
    """What the whole dump holds."""
    listed = client.get("/changes", headers={"Accept": "application/json"}).json()
    data = client.get(listed["whole"]["nq.gz"]).content
    sums = client.get(listed["checksums"]).text
    assert f"{hashlib.sha256(data).hexdigest()}  mandategraph.nq.gz\n" in sums
    return sorted(gzip.decompress(data).decode().splitlines(keepends=True))


def curate(settings: Settings, words: str) -> None:
    """A curator's graph beside those of ingest, published as a generation of its own."""
    key = Key("k1", "A. Curator", ("write",), "2031-01-01T00:00:00+00:00", "0")
    triple = f'<{settings.base}doc/A/85/31> <{settings.base}note> "{words}" .\n'
    Curating(settings).replace_graph(CURATED, [Payload(triple.encode(), "application/n-triples")], key)


@pytest.mark.slow
def test_a_copy_is_kept_identical_from_empty_over_five_generations(
    river: "River", sources: Path, library: Library, asked: TestClient
) -> None:
    """Added, changed, curated, judged and withdrawn: by each step, by leaps, and from empty at the end; unchanged graphs are not
    fetched again.
    """
    steady, leaping = Copy(), Copy()
    river.run(sources)
    steady.follow(asked)
    leaping.follow(asked)
    assert steady.n_quads == whole(asked)

    (sources / "S_2031_7.md").write_text(
        (sources / "S_2031_7.md").read_text(encoding="utf-8").replace("Three keepers", "Four keepers", 1), encoding="utf-8"
    )
    river.run(sources)
    steady.follow(asked)
    assert steady.n_quads == whole(asked)

    curate(river.settings, "ours")
    assert steady.follow(asked) == 1
    assert steady.n_quads == whole(asked)
    assert CURATED in steady.graphs

    mention = next(line.split()[0].strip("<>") for line in steady.n_quads if "ontology#Mention> " in line)
    keep_verdict(river.settings.data, verdict(mention, "wrong", "A. Curator"))
    river.run(sources)
    (sources / "A_85_31.txt").touch()
    steady.follow(asked)
    assert steady.n_quads == whole(asked)
    assert any("graph/reviews" in graph for graph in steady.graphs)

    (sources / "S_2031_7.md").unlink()
    river.run(sources)
    assert steady.follow(asked) < len(steady.graphs)
    leaping.follow(asked)
    late = Copy()
    late.follow(asked)
    assert steady.n_quads == leaping.n_quads == late.n_quads == whole(asked)
    entries = asked.get("/changes", headers={"Accept": "application/json"}).json()["entries"]
    (gone,) = [change["document"] for change in entries[0]["changes"] if change["change"] == "withdrawn"]
    assert len(entries) == 5
    assert not any(graph.endswith(gone.removeprefix(river.settings.base)) for graph in steady.graphs)
    assert any(iri.startswith(f"{gone}/") for iri in entries[0]["withdrawn"])
    told = was_withdrawn(library, f"{gone}/para/1")
    assert told
    assert told.generation == entries[0]["generation"]
