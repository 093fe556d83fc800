"""Conformance: SPARQL 1.1 Query over HTTP. In: the W3C's tests of evaluation, syntax and result formats. Out: their verdicts.

All data files stand in one store, each as a named graph under its address, and each test names its dataset by the protocol.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conformance import throwaway
from tests.conformance.comparing import said
from tests.conformance.known import QUERIES
from tests.conformance.manifests import ADDRESS, Case, cases, in_graph, path_of, quads

pytestmark = pytest.mark.slow
EMPTY = f"{ADDRESS}nothing"
FORMATS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    """The folder of the tests."""
    return shared / "conformance" / "sparql" / "sparql11"


@pytest.fixture(scope="module")
def asked(folder: Path) -> list[Case]:
    """The tests of queries."""
    return [case for case in cases(folder) if not case.asked.endswith(".ru")]


@pytest.fixture(scope="module")
def client(folder: Path, asked: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of an endpoint over the data of all tests."""
    files = sorted({address for case in asked for _, address in case.data})
    served = throwaway.filled(
        tmp_path_factory.mktemp("queries"), (quad for file in files for quad in in_graph(quads(folder, file), file))
    )
    with throwaway.listening(served) as client:
        yield client


def test_evaluation_syntax_and_formats_of_queries_come_as_the_suite_has_them(
    client: httpx.Client, folder: Path, asked: list[Case]
) -> None:
    """All but the known failures, each of which has its reason: one that is mended must leave the list."""
    assert len(asked) == 225 + 10 + 103  # evaluation, result formats, syntax
    failed = {case.name for case in asked if not _passes(client, folder, case)}
    assert failed == set(QUERIES)


def _passes(client: httpx.Client, folder: Path, case: Case) -> bool:
    text = path_of(folder, case.asked).read_text(encoding="utf-8")
    if "Syntax" in case.kind:
        answer = client.post("/sparql", data={"query": text, "default-graph-uri": EMPTY})
        malformed = answer.status_code == 400 and answer.json()["error"] == "QuerySyntaxError"
        # A function that nobody has is well written: only its evaluation fails.
        return malformed if case.kind.startswith("Negative") else answer.is_success or answer.json()["error"] == "QueryError"
    kind = _kind(case, text)
    answer = client.post("/sparql", data=_form(case, text), headers={"Accept": kind})
    if answer.status_code != 200 or answer.headers["content-type"].partition(";")[0] != kind:
        return False
    ordered = "ORDER BY" in text.upper()
    wanted = path_of(folder, case.expected).read_bytes()
    return said(answer.content, kind, case.asked, ordered=ordered) == said(
        wanted, case.expected.rpartition(".")[2], case.expected, ordered=ordered
    )


def _kind(case: Case, text: str) -> str:
    """The media type in which the expected answer is written, as far as it is one of results."""
    ending = case.expected.rpartition(".")[2]
    if ending == "ttl":
        return "text/turtle" if "CONSTRUCT" in text.upper() else FORMATS["srj"]
    return FORMATS[ending]


def _form(case: Case, text: str) -> dict[str, object]:
    """The query with the base that its file has, and its dataset."""
    form: dict[str, object] = {"query": f"BASE <{case.asked}> {text}"}
    if re.search(r"\bFROM\s*<", text):
        return form
    named = [graph for graph, _ in case.data if graph]
    form["default-graph-uri"] = [address for graph, address in case.data if not graph] or ([] if named else [EMPTY])
    return form | {"named-graph-uri": named}
