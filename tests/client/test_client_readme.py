"""Tests of the client's README. In: its examples. Out: each runs against the tiny library as it stands there."""

import re
import tomllib
from pathlib import Path

import httpx
import pytest

import mandategraph_client
from tests.client.conftest import Answering
from tests.contract.test_shape import ROOT, imports

pytestmark = pytest.mark.slow

CLIENT = ROOT / "client"
TEXT = (CLIENT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs_as_it_stands(
    example: str, answering: Answering, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And prints something."""
    own = {kind: getattr(httpx, kind).__init__ for kind in ("Client", "AsyncClient")}

    def made(kind: str) -> object:
        return lambda self, **asked: own[kind](self, **{**asked, "transport": httpx.MockTransport(answering)})

    for kind in own:
        monkeypatch.setattr(getattr(httpx, kind), "__init__", made(kind))
    exec(compile(example, "README.md", "exec"), {"__name__": "example"})  # noqa: S102 # our own words, as a reader would run them
    assert capsys.readouterr().out.strip()


def test_the_readme_names_every_error() -> None:
    """A reader finds what can be raised."""
    errors = [name for name in mandategraph_client.__all__ if isinstance(getattr(mandategraph_client, name), type)]
    raised = [name for name in errors if issubclass(getattr(mandategraph_client, name), Exception)]
    assert [name for name in raised if name not in TEXT and name != "ProblemError"] == []


def test_the_client_is_a_distribution_of_its_own() -> None:
    """It knows httpx and Python's own library, nothing of ours, and says that it is typed."""
    project = tomllib.loads((CLIENT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == "mandategraph-client"
    assert [name.partition(">")[0] for name in project["project"]["dependencies"]] == ["httpx"]
    assert (CLIENT / "mandategraph_client" / "py.typed").is_file()
    ours = {"api", "ingest", "stores", "queries", "reading", "ontology", "command"}
    files = list((CLIENT / "mandategraph_client").glob("*.py"))
    assert all(not imports(file) & ours for file in files)
    assert {name for file in files for name in imports(file)} >= {"httpx", "mandategraph_client"}


def test_the_product_does_not_import_its_client() -> None:
    """They meet over HTTP alone."""
    rooms = ("ontology", "stores", "queries", "reading", "ingest", "api", "command")
    product = [ROOT / "mandategraph.py", *(file for room in rooms for file in (ROOT / room).rglob("*.py"))]
    assert [str(file) for file in product if "mandategraph_client" in imports(Path(file))] == []
