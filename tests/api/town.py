"""Made for tests: a town that publishes into a store by URL. In: the `oxigraph` server. Out: its documents, notes and askers. No
network but loopback.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from ingest.curate import Curating
from ingest.pipeline import ingest
from stores.graph.endpoint import Endpoint
from stores.graph.marker import Mark
from stores.graph.remote import RemoteStore
from stores.keys import Key
from stores.settings import Settings
from stores.written import Payload
from tests.api.remote_servers import Server

BASE = "https://w3id.org/mandategraph/"
NOTES = "http://example.org/notes"
THIRD = """---
symbol: A/87/3
fidelity: digest
kind: report
title: The harbour master's third report
issued: 2033-05-01
language: en
---

## I. Watch

1. {first}

2. The Security Council is asked to keep watch over the coast (A/86/12-S/2032/5, para. 1).
"""


@dataclass(slots=True)
class Town:
    """A folder of sources, a data folder, and the server that publishing fills."""

    server: Server
    sources: Path
    settings: Settings

    def write(self, first: str) -> None:
        """The third document, with this first paragraph."""
        (self.sources / "A_87_3.md").write_text(THIRD.format(first=first), encoding="utf-8")

    def ingest(self) -> str:
        """The generation that it published."""
        return ingest([self.sources], self.settings).generation or ""

    def note(self, words: str, **settings: str) -> str:
        """The generation that a curator's note published: as whole a one as by an ingest, and made much sooner."""
        curating = Curating(replace(self.settings, **settings))  # type: ignore[arg-type] # all are texts
        payload = Payload(f'<urn:note> <urn:says> "{words}" .'.encode(), "text/turtle")
        return curating.replace_graph(NOTES, [payload], Key("k", "Curator", (), "", "")).generation

    def looked(self) -> tuple[Mark, dict[str, int]]:
        """What the store says that it holds, and how much it does, past our own holding to one generation."""
        with closing(RemoteStore(Endpoint(self.settings.sparql_url, wall_s=10, max_bytes=1 << 28, at_once=2))) as there:
            return there.mark(BASE, notes=True), there.counts()

    def mark(self) -> Mark:
        """What the store says that it holds."""
        return self.looked()[0]

    @contextmanager
    def client(self, *, embedded: bool = False) -> Iterator[TestClient]:
        """Somebody who asks; with `embedded` the twin over the same generation."""
        settings = replace(self.settings, sparql_url="", sparql_update_url="") if embedded else self.settings
        with closing(Library.open(settings)) as library:
            yield TestClient(create_app(library), follow_redirects=False, raise_server_exceptions=False)
