"""Tests of deployment: the locks. In: pyproject.toml and deploy/lock. Out: misfits, each found. Must not reach an index."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from deploy import locks

RELEASE = "one==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of deploy/lock that the check reads instead."""
    copy = tmp_path / "deploy" / "lock"
    copy.mkdir(parents=True)
    for file in locks.FOLDER.glob("*.txt"):
        (copy / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((locks.ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    monkeypatch.setattr(locks, "FOLDER", copy)
    return copy


def test_the_locks_of_the_tree_fit_what_it_asks_for() -> None:
    """Each requirement of the project and of each extra, for each supported Python, with hashes."""
    assert locks.findings() == []
    assert {"run", "dev", "bench", *locks.OWN} <= set(locks.names())


def test_no_lock_names_a_host_a_path_or_an_option() -> None:
    """They are the same wherever they are made, and tell pip nothing but what to take."""
    for name in locks.names():
        text = (locks.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        assert text.startswith(locks.HEADER)
        assert "".join(one.text() for one in locks.locked(name)) == text.removeprefix(locks.HEADER)


@pytest.mark.parametrize(
    "line", ["--index-url https://index.example.org/simple", "one @ file:///srv/one.whl", "-e .", "one>=1.0", "    --hash=md5:0"]
)
def test_a_line_that_is_neither_a_release_nor_its_hash_is_refused(line: str) -> None:
    """With its number."""
    with pytest.raises(ValueError, match=r"some\.txt, line 3"):
        locks.read(RELEASE + line + "\n", "some.txt")


def test_a_requirement_that_moved_on_is_found(folder: Path) -> None:
    """Whoever edits pyproject.toml is told to make the locks again."""
    project = folder.parents[1] / "pyproject.toml"
    text = project.read_text(encoding="utf-8").replace('"rdflib>=7.6,<8"', '"rdflib>=9"')
    project.write_text(text.replace('"rich>=14"', '"rich>=14", "never-locked"'), encoding="utf-8")
    found = locks.findings()
    assert any("rdflib>=9 is locked at" in line for line in found)
    assert any("never-locked is not locked on Python 3.13, darwin arm64" in line for line in found)


def test_a_release_without_a_hash_is_found(folder: Path) -> None:
    """Pip would refuse the whole file."""
    (folder / "move.txt").write_text("pyarrow==26.0.1\n", encoding="utf-8")
    assert "deploy/lock/move.txt: pyarrow==26.0.1 has no hash." in locks.findings()


def test_two_releases_for_one_python_are_found(folder: Path) -> None:
    """Markers must tell them apart."""
    with (folder / "run.txt").open("a", encoding="utf-8") as file:
        file.write(RELEASE.replace("one==1.0", "rich==14.0.0"))
    assert any("rich is locked twice" in line for line in locks.findings())


def test_a_cpu_build_of_another_version_is_found(folder: Path) -> None:
    """Torch moves in both files or in none."""
    (folder / "torch-cpu.txt").write_text(RELEASE.replace("one==1.0", "torch==1.0+cpu"), encoding="utf-8")
    assert any("another version than torch.txt" in line for line in locks.findings())


def test_no_library_for_gpus_is_in_what_runs() -> None:
    """The CPU build asks for none, and they are not free software."""
    assert [
        one.name for name in locks.names() if name != "cuda" for one in locks.locked(name) if locks.GPU.fullmatch(one.name)
    ] == []


def test_what_is_locked_here_is_what_the_cpu_build_itself_asks_for() -> None:
    """The index's build and the CPU build agree on all but the libraries for GPUs."""
    from importlib.metadata import requires

    run = {one.name for one in locks.locked("run")}
    asked = [Requirement(line) for line in requires("torch") or () if "extra ==" not in line]
    assert {one.name for one in asked if not locks.GPU.fullmatch(one.name)} <= run


def test_the_check_says_on_one_line_that_all_is_well() -> None:
    """As `make check` runs it."""
    done = subprocess.run([sys.executable, "-m", "deploy.locks"], cwd=locks.ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Locked: ")


def test_make_installs_from_the_locks_alone() -> None:
    """Each call of pip in the Makefile and in the container file holds files against hashes, or installs our own package."""
    for name in ("Makefile", "deploy/Containerfile"):
        calls = [
            line
            for line in (locks.ROOT / name).read_text(encoding="utf-8").splitlines()
            if "$(PIP) " in line or "pip install" in line
        ]
        calls = [line for line in calls if not line.startswith(("PIP :=", "#"))]
        assert len(calls) >= 2
        assert [line for line in calls if "--require-hashes" not in line and "--no-build-isolation -e ." not in line] == []
    built = tomllib.loads((locks.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert {Requirement(line).name for line in built} <= {one.name for one in locks.locked("run")}
