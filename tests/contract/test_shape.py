"""Tests of the contract: the shape of the code. In: the source of every module. Out: sizes, names, docstrings, imports."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ontology", "stores", "queries", "reading", "ingest", "api", "command", "deploy")
FORBIDDEN_NAMES = ("util", "helper", "manager", "service", "common", "misc", "base")
# Which room alone may import a library: nothing else may know that it is there.
PASSPORTS: dict[str, str | tuple[str, ...]] = {
    "pyoxigraph": "stores/graph/",
    "pyld": "api/linked/",
    "qdrant_client": "stores/vectors/",
    "qdrant_edge": "stores/vectors/",
    "torch": "stores/embedding/",
    "sentence_transformers": "stores/embedding/",
    "transformers": "stores/embedding/",
    "tokenizers": "stores/embedding/",
    "onnx": "stores/embedding/",
    "onnxscript": "stores/embedding/",
    "onnxruntime": "stores/embedding/",
    "fastapi": "api/web/",
    "starlette": "api/web/",
    "jinja2": "api/web/",
    "prometheus_client": "api/web/",
    "ray": "ingest/swarm/",
    "owlready2": "ontology/reasoner.py",
    "jpype": "ontology/owl_api.py",
    "mcp": "api/mcp/",
    "mcp_types": "api/mcp/",
    "typst": "api/papers/",
    "typer": ("mandategraph.py", "command/"),
    "httpx": ("ingest/outside/", "stores/graph/"),
    "pyarrow": "stores/plain/",
}
BELOW = {
    "mandategraph": {"command", "api", "ingest", "queries", "stores", "reading", "ontology"},
    "command": {"command", "api", "ingest", "queries", "stores", "reading", "ontology"},
    "api": {"api", "queries", "stores", "reading", "ontology"},
    "ingest": {"ingest", "queries", "stores", "reading", "ontology"},
    "queries": {"queries", "stores", "reading", "ontology"},
    "stores": {"stores", "ontology"},
    "reading": {"reading", "ontology"},
    "ontology": {"ontology"},
    "deploy": {"deploy"},  # what is done with the tree: no room knows of it, and it knows none
}

FILES = [ROOT / "mandategraph.py", *(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

Fault = TypeVar("Fault")


@cache
def tree(file: Path) -> ast.Module:
    """The parsed source of a module."""
    return ast.parse(file.read_text(encoding="utf-8"))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a module."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function from its name to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def imports(file: Path) -> set[str]:
    """The top packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def broken(found: Callable[[Path], Fault], files: Sequence[Path] = FILES) -> dict[str, Fault]:
    """What breaks a rule, by module. One test a rule looks at all modules: one for each module took minutes to administer."""
    return {file.relative_to(ROOT).as_posix(): fault for file in files if (fault := found(file))}


def test_a_module_has_at_most_three_hundred_lines() -> None:
    """A longer one has more than one purpose."""
    assert broken(lambda file: len(file.read_text(encoding="utf-8").splitlines()) > 300, [*FILES, *TESTS]) == {}


def test_a_function_has_at_most_eighty_lines() -> None:
    """Nobody reads a longer one whole."""
    assert broken(lambda file: {node.name: length(node) for node in functions(file) if length(node) > 80}) == {}


def test_the_median_function_has_at_most_ten_lines() -> None:
    """Over all rooms together."""
    assert median(length(node) for file in FILES for node in functions(file)) <= 10


def test_a_module_says_first_what_comes_in_what_goes_out_and_what_it_leaves_alone() -> None:
    """The first paragraph of its docstring; empty packages need no words."""

    def found(file: Path) -> str:
        source = file.read_text(encoding="utf-8")
        if not source.strip() and file.name == "__init__.py":
            return ""
        first = (ast.get_docstring(tree(file)) or "no docstring").partition("\n\n")[0]
        return "" if re.search(r"\bIn: ", first) and re.search(r"\bOut: ", first) and first.endswith(".") else first

    assert broken(found) == {}


def test_whatever_is_public_has_a_docstring() -> None:
    """One sentence that says what is answered."""

    def found(file: Path) -> list[str]:
        nodes = [node for node in tree(file).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        return [node.name for node in nodes if not node.name.startswith("_") and not ast.get_docstring(node)]

    assert broken(found) == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    """Such names gather whatever has no place."""

    def found(file: Path) -> list[str]:
        steps = file.stem.removeprefix("test_").split("_")
        return [step for step in steps for name in FORBIDDEN_NAMES if re.fullmatch(rf"{name}s?", step)]

    assert broken(found, [*FILES, *TESTS]) == {}


def test_a_library_is_imported_in_its_room_alone() -> None:
    """So that it can be exchanged there."""

    def found(file: Path) -> list[str]:
        place = file.relative_to(ROOT).as_posix()
        return [name for name, home in PASSPORTS.items() if name in imports(file) and not place.startswith(home)]

    assert broken(found) == {}


def test_imports_run_down_the_house_only() -> None:
    """A room knows the rooms below it."""

    def found(file: Path) -> set[str]:
        room = file.relative_to(ROOT).parts[0].removesuffix(".py")
        return imports(file) & set(BELOW) - BELOW[room]

    assert broken(found) == {}


def test_the_environment_is_read_in_the_settings_alone() -> None:
    """One place knows every choice of a deployment."""

    def found(file: Path) -> set[str]:
        names = {node.attr for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute)}
        return names & {"environ", "getenv", "putenv"}

    assert set(broken(found)) == {"stores/settings.py"}


def test_no_error_is_swallowed() -> None:
    """No bare except, and no handler that only passes."""

    def found(file: Path) -> list[int]:
        handlers = [node for node in ast.walk(tree(file)) if isinstance(node, ast.ExceptHandler)]
        return [node.lineno for node in handlers if node.type is None or all(isinstance(step, ast.Pass) for step in node.body)]

    assert broken(found) == {}


def test_every_test_says_in_a_sentence_what_it_holds() -> None:
    """Its name is a sentence, its docstring says why."""

    def found(file: Path) -> list[str]:
        tests = [node for node in functions(file) if node.name.startswith("test_")]
        return [node.name for node in tests if not ast.get_docstring(node) or node.name.count("_") < 3]

    assert broken(found, TESTS) == {}
