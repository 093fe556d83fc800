"""Tests of the contract: the table of faults. In: deploy/FAULTS.md. Out: each row has its test, each test of a fault its row."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "deploy" / "FAULTS.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| fault ")
]
_OWN = ("test_the_number_is_written_once",)  # of a module of faults, and of no fault


@cache
def named_in(file: str) -> frozenset[str]:
    """The names of a module's tests."""
    path = ROOT / file
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_each_row_tells_all_and_its_test_is_there(row: list[str]) -> None:
    """Fault, outcome, way back, test: none is left empty, and the test is one that runs."""
    assert len(row) == 4
    assert all(row)
    test = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
    assert test, row[3]
    assert test[2] in named_in(test[1]), row[3]


def test_each_test_of_a_fault_has_a_row() -> None:
    """What is tested and not told helps nobody at night."""
    told = {row[3].strip("`").partition("::")[2] for row in ROWS}
    files = [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "tests" / "faults").glob("test_*.py"))]
    tested = {test for file in files for test in named_in(file)}
    assert sorted(tested - told - set(_OWN)) == []
    assert len(ROWS) > 30
