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
from stores.keys import Key
from stores.written import Payload

if TYPE_CHECKING:
    from tests.ingest.conftest import River

KEY = Key("k1", "A. Curator", ("graphs", "verdicts"), "2031-01-01T00:00:00+00:00", "0")
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


def curate(desk: Curating, base: str) -> None:
    """A curator's graph beside those of ingest, published as a generation of its own."""
    triple = f'<{base}doc/A/85/31> <{base}note> "ours" .\n'
    desk.replace_graph(CURATED, [Payload(triple.encode(), "application/n-triples")], KEY)


@pytest.mark.slow
def test_a_copy_is_kept_identical_from_empty_over_five_generations(
    river: "River", sources: Path, library: Library, asked: TestClient, monkeypatch: pytest.MonkeyPatch
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

    desk = Curating(river.settings)
    monkeypatch.setattr(desk.applying, "ask", lambda: None)  # the run below does it
    curate(desk, river.settings.base)
    assert steady.follow(asked) == 1
    assert steady.n_quads == whole(asked)
    assert CURATED in steady.graphs

    mention = next(line for line in steady.n_quads if "ontology#Mention> " in line and "A/85/31" in line).split()[0].strip("<>")
    desk.judge(mention, "wrong", KEY)
    assert steady.follow(asked) == 1
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
    assert not any(line.startswith(f"<{mention}> ") for line in steady.n_quads)
    assert any(iri.startswith(f"{gone}/") for iri in entries[0]["withdrawn"])
    told = was_withdrawn(library, f"{gone}/para/1")
    assert told
    assert told.generation == entries[0]["generation"]

    path = gone.removeprefix(f"{river.settings.base}doc/")
    for address in (f"documents/{path}", f"paragraphs/{path}/para/1"):
        refused = asked.get(f"/api/v1/{address}")
        assert (refused.status_code, refused.json()["error"]) == (410, "Withdrawn")
        assert told.generation in refused.json()["detail"]
    # POLICY.md: dumps are kept while their generation serves, and until the second one after it
    kept = [asked.get(f"/dumps/{entry['generation']}").status_code for entry in entries]
    assert kept == [200, 200, 410, 410, 410]
