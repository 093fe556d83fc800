"""Conformance: SPARQL 1.1 Update over HTTP. In: the W3C's tests of updates. Out: verdicts, read back by the Graph Store Protocol.

Each test is one request: all is dropped, its data are put in, its update follows. Syntax tests are run as they are: what is well
written may still be refused, or find no graph, but is no syntax error.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat

from tests.conformance.comparing import graph, said
from tests.conformance.curated import writable
from tests.conformance.known import UPDATES
from tests.conformance.manifests import ADDRESS, Case, Node, cases, path_of, quads

pytestmark = pytest.mark.slow
DEFAULT = f"{ADDRESS}graphs/default"
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*\n|PREFIX\s*\S*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    """The folder of the tests."""
    return shared / "conformance" / "sparql" / "sparql11"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """A client of an endpoint that is written to, with a key."""
    assert request.config.cache is not None
    with writable(tmp_path_factory.mktemp("data"), request.config.cache.mkdir("models")) as client:
        yield client


def test_updates_come_as_the_suite_has_them(client: httpx.Client, folder: Path) -> None:
    """All but the known failures, each of which has its reason: one that is mended must leave the list."""
    asked = [case for case in cases(folder) if case.asked.endswith(".ru")]
    assert len(asked) == 94 + 63  # evaluation, syntax
    failed = {case.name for case in asked if not _passes(client, folder, case)}
    assert failed == set(UPDATES)


def _passes(client: httpx.Client, folder: Path, case: Case) -> bool:
    text = path_of(folder, case.asked).read_text(encoding="utf-8")
    if "Syntax" in case.kind:
        answer = client.post("/sparql", data={"update": text})
        error = "" if answer.is_success else answer.json()["error"]
        return error in ("QuerySyntaxError", "QueryRefused") if case.kind.startswith("Negative") else error != "QuerySyntaxError"
    data = " ; ".join(["DROP ALL", *(_inserted(folder, name, file) for name, file in case.data)])
    own = _PROLOGUE.match(text)
    assert own is not None
    # The engine takes a prologue in the middle of a request in front of INSERT, DELETE and CREATE only.
    answer = client.post("/sparql", data={"update": f"BASE <{case.asked}>\n{own[0]}\n{data} ;\n{text[own.end() :]}"})
    return answer.is_success and _kept(client, folder, case)


def _inserted(folder: Path, name: str, file: str) -> str:
    lines = pyoxigraph.serialize((_relabelled(quad) for quad in quads(folder, file)), format=RdfFormat.N_TRIPLES)
    statements = (lines or b"").decode()
    return (
        f"CREATE SILENT GRAPH <{name}> ; INSERT DATA {{ GRAPH <{name}> {{ {statements} }} }}"
        if name
        else f"INSERT DATA {{ {statements} }}"
    )


def _relabelled(quad: Quad) -> Quad:
    """Labels that no other operation of the request has, as the grammar wants it (SPARQL 1.1 Update, section 4.1)."""

    def other(term: Node) -> Node:
        return BlankNode(f"data{term.value}") if isinstance(term, BlankNode) else term

    return Quad(other(quad.subject), quad.predicate, other(quad.object))


def _kept(client: httpx.Client, folder: Path, case: Case) -> bool:
    """Whether the graphs hold what they should afterwards, and no other graph holds anything."""
    wanted = {name or DEFAULT: graph(quads(folder, file)) for name, file in case.after}
    rows = client.get("/sparql", params={"query": GRAPHS}).json()["results"]["bindings"]
    found = {row["g"]["value"]: _graph(client, row["g"]["value"]) for row in rows}
    return found == {name: statements for name, statements in wanted.items() if statements}


def _graph(client: httpx.Client, name: str) -> object:
    answer = client.get("/graphs", params={"graph": name}, headers={"Accept": "text/turtle"}).raise_for_status()
    return said(answer.content, "text/turtle", name)
