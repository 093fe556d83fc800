"""Tests of the keepers: new processes. In: a script that imports something. Out: how often that was imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
from counted import told

from stores.graph.forks import forks

if __name__ == "__main__":
    for _ in range(3):
        process = forks().Process(target=told)
        process.start()
        process.join()
"""
COUNTED = """
import os
from pathlib import Path

def told():
    print("begun")

with Path(os.environ["COUNTED"]).open("a") as file:
    file.write("imported\\n")
"""


@pytest.mark.parametrize("by_name", [False, True])
def test_what_the_script_imports_is_imported_once_for_all_processes(tmp_path: Path, by_name: bool) -> None:
    """Once by the script, once by the server of forks; each process finds it there, whether a file was started or a module."""
    (tmp_path / "counted.py").write_text(COUNTED, encoding="utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).resolve().parents[2])])
    run = subprocess.run(
        [sys.executable, *(("-m", "script") if by_name else (str(tmp_path / "script.py"),))],
        env=os.environ | {"PYTHONPATH": paths, "COUNTED": str(tmp_path / "count")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "begun\n" * 3
    assert (tmp_path / "count").read_text(encoding="utf-8") == "imported\n" * 2
