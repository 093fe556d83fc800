"""Tests of the contract: importing does nothing. In: every module of the rooms. Out: what a fresh interpreter opened."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ontology", "stores", "queries", "reading", "ingest", "api", "command")
HEAVY = ("torch", "sentence_transformers", "transformers", "onnx", "onnxruntime", "onnxscript", "ray")
WATCH = """
import importlib, json, sys
opened = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.append([arguments[0], str(arguments[1])])
    elif event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename", "sqlite3.connect"):
        opened.append([event, "w"])
sys.addaudithook(watch)
for name in sys.argv[1].split():
    importlib.import_module(name)
print(json.dumps([opened, sorted(sys.modules)]))
"""


def modules() -> list[str]:
    """Every module of the rooms, and the front door."""
    files = [file.relative_to(ROOT) for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    names = [".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files]
    return ["mandategraph", *names]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[str]], list[str]]:
    """What was opened while everything was imported, and which modules were loaded."""
    result = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, " ".join(modules())],
        capture_output=True, text=True, check=True, cwd=tmp_path_factory.mktemp("elsewhere"),
    )  # fmt: skip
    opened, loaded = json.loads(result.stdout)
    return opened, loaded


def test_importing_every_module_opens_no_data_and_writes_nothing(imported: tuple[list[list[str]], list[str]]) -> None:
    """Files are read by the function that needs them, never by an import statement."""
    opened, _ = imported
    code = (".py", ".pyc", ".so", ".pth", ".zip", "")
    libraries = (sys.prefix, sys.base_prefix)  # the environment may lie inside the checkout
    ours = [path for path, _ in opened if path.startswith(str(ROOT)) and not path.startswith(libraries)]
    ours = [path for path in ours if not path.endswith(code[:-1]) and Path(path).is_file()]
    written = [entry for entry in opened if "w" in entry[1] or "a" in entry[1] or "+" in entry[1]]
    assert ours == []
    assert written == []


def test_importing_every_module_loads_no_model_engine(imported: tuple[list[list[str]], list[str]]) -> None:
    """So that help and completion answer at once."""
    _, loaded = imported
    assert len(modules()) > 50
    assert [name for name in loaded if name in HEAVY] == []


def test_the_front_door_loads_neither_store_nor_web(tmp_path: Path) -> None:
    """Each command imports the rooms that it needs itself."""
    code = "import mandategraph, sys, json; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    )
    heavy = {*HEAVY, "pyoxigraph", "qdrant_edge", "qdrant_client", "fastapi", "jinja2", "uvicorn", "numpy", "rdflib", "pyshacl"}
    assert heavy & set(loaded) == set()
