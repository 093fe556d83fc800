"""Deploy: the locked releases. In: pyproject.toml and deploy/lock. Out: what does not fit, or the files anew. Must not import a
room.

    python -m deploy.locks                    each requirement is locked, with hashes, for all Pythons (offline; make check)
    python -m deploy.locks --renew            resolves anew with uv and keeps each release that still fits (make lock)
    python -m deploy.locks --renew --upgrade  takes the newest releases that fit

One resolution serves all supported Pythons and platforms; markers tell them apart. torch stands alone: `torch-cpu` is its CPU
build, where pip has that in reach, and `torch` the index's, which asks for what is in `cuda`. (Both in one file would not do: pip
prefers a file whose hash the index tells.) An extra's file holds what `run` does not have.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "deploy" / "lock"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (("linux", "Linux", "x86_64"), ("linux", "Linux", "aarch64"), ("darwin", "Darwin", "arm64"))
HEADER = "# Made by `make lock` from pyproject.toml: not edited by hand.\n"
# Only the index's build of torch asks for these, and they are not free software: see deploy/LICENCES.md.
GPU = re.compile(r"(nvidia|cuda)-.+|triton")
# sha256 of the files of torch's CPU build by version, computed from the files themselves (x86_64 Linux, Python 3.11).
CPU_BUILDS = {"2.13.0": ("6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",)}
OWN = ("torch", "torch-cpu", "cuda")  # files that belong to no extra
_RELEASE = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?")
_HASH = re.compile(r"    --hash=sha256:(?P<hash>[0-9a-f]{64})(?: \\)?")


@dataclass(frozen=True, slots=True)
class Locked:
    """One release as a lock names it: `marker` says where it holds (empty: everywhere), `hashes` are sha256 of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def holds(self, environment: Mapping[str, str]) -> bool:
        """Whether it is installed there."""
        return not self.marker or Marker(self.marker).evaluate(dict(environment))

    def text(self) -> str:
        """As pip reads it."""
        marker = f" ; {self.marker}" if self.marker else ""
        lines = [f"{self.name}=={self.version}{marker}", *(f"    --hash=sha256:{one}" for one in self.hashes)]
        return " \\\n".join(lines) + "\n"


def environments() -> Iterator[Mapping[str, str]]:
    """What a marker may ask, of each supported Python on each platform that is looked at."""
    for python in PYTHONS:
        for sys_platform, system, machine in PLATFORMS:
            yield {
                "python_version": python, "python_full_version": f"{python}.9", "implementation_version": f"{python}.9",
                "implementation_name": "cpython", "platform_python_implementation": "CPython", "os_name": "posix",
                "sys_platform": sys_platform, "platform_system": system, "platform_machine": machine,
                "platform_release": "", "platform_version": "", "extra": "",
            }  # fmt: skip


def names() -> list[str]:
    """The locks that are there."""
    return sorted(file.stem for file in FOLDER.glob("*.txt"))


def locked(name: str) -> list[Locked]:
    """The releases of the lock `name` (run, torch, cuda, or an extra). ValueError names a line that is none."""
    file = FOLDER / f"{name}.txt"
    return read(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT)))


def read(text: str, source: str) -> list[Locked]:
    """The releases of one lock file: nothing else may stand in it, no option and no address."""
    found: list[Locked] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or not line:
            continue
        if (release := _RELEASE.fullmatch(line)) is not None:
            found.append(Locked(release["name"], release["version"], release["marker"] or "", ()))
        elif (digest := _HASH.fullmatch(line)) is not None and found:
            last = found[-1]
            found[-1] = Locked(last.name, last.version, last.marker, (*last.hashes, digest["hash"]))
        else:
            raise ValueError(f"{source}, line {number}: neither a release nor its sha256: {line[:80]!r}. Run `make lock`.")
    return found


def wanted() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by the lock that must hold it: `run`, and each extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = [*project["build-system"]["requires"], *project["project"]["dependencies"], *project["dependency-groups"]["files"]]
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"]
    return {name: [Requirement(line) for line in lines] for name, lines in {"run": run, **extras}.items()}


def findings() -> list[str]:
    """What of the locks does not fit pyproject.toml: a sentence each."""
    found: list[str] = []
    for name, requirements in wanted().items():
        if not (FOLDER / f"{name}.txt").is_file():
            found.append(f"deploy/lock/{name}.txt is not there.")
            continue
        releases = [*locked("torch"), *locked("run"), *(locked(name) if name != "run" else [])]
        found += [f"deploy/lock/{name}.txt: {one.name}=={one.version} has no hash." for one in releases if not one.hashes]
        for environment in environments():
            found += [f"deploy/lock/{name}.txt: {text}" for text in _misfits(requirements, releases, environment)]
    found += [f"deploy/lock/{name}.txt belongs to no extra." for name in sorted({*names()} - {*wanted(), *OWN})]
    if [one.version.partition("+")[0] for one in locked("torch-cpu")] != [one.version for one in locked("torch")]:
        found.append(
            "deploy/lock/torch-cpu.txt is of another version than torch.txt: add its sha256 to CPU_BUILDS in deploy/locks.py."
        )
    return list(dict.fromkeys(found))


def _misfits(requirements: list[Requirement], releases: list[Locked], environment: Mapping[str, str]) -> Iterator[str]:
    where = f"on Python {environment['python_version']}, {environment['sys_platform']} {environment['platform_machine']}"
    versions: dict[str, set[str]] = {}
    for one in releases:
        if one.holds(environment):
            versions.setdefault(one.name, set()).add(one.version)
    yield from (f"{name} is locked twice {where}: {sorted(two)}." for name, two in versions.items() if len(two) > 1)
    for requirement in requirements:
        if requirement.marker is None or requirement.marker.evaluate(dict(environment)):
            have = versions.get(canonicalize_name(requirement.name), set())
            if not have:
                yield f"{requirement} is not locked {where}."
            elif not all(requirement.specifier.contains(version, prereleases=True) for version in have):
                yield f"{requirement} is locked at {', '.join(have)} {where}."


def renew(upgrade: bool) -> None:
    """Writes all files of deploy/lock. uv reaches the index; releases that still fit stay unless `upgrade`."""
    FOLDER.mkdir(exist_ok=True)
    extras = [name for name in wanted() if name != "run"]
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch) / "everything.txt"
        if not upgrade:
            kept = {one.text() for name in names() if name != "torch-cpu" for one in locked(name)}
            everything.write_text("".join(sorted(kept)), encoding="utf-8")
        _resolve(Path(scratch), extras, ["-o", str(everything)])
        bound = ["-c", str(everything)]
        run = read(_resolve(Path(scratch), [], bound), "uv")
        torch = [one for one in run if one.name == "torch"]
        _write("torch", torch)
        _write(
            "torch-cpu",
            [Locked(one.name, f"{one.version}+cpu", "", CPU_BUILDS[one.version]) for one in torch if one.version in CPU_BUILDS],
        )
        _write("cuda", [one for one in run if GPU.fullmatch(one.name)])
        _write("run", [one for one in run if one.name != "torch" and not GPU.fullmatch(one.name)])
        for extra in extras:
            _write(extra, [one for one in read(_resolve(Path(scratch), [extra], bound), "uv") if one not in run])


def _resolve(scratch: Path, extras: Iterable[str], further: list[str]) -> str:
    """What uv answers. What the editor's package depends on is not wanted: it is a package for Django, and we take its files."""
    (scratch / "build.in").write_text("\n".join(str(one) for one in wanted()["run"]), encoding="utf-8")
    editors = [(one.name, str(one.specifier).removeprefix("==")) for one in wanted()["run"] if one.name == "django-ace"]
    (scratch / "uv.toml").write_text(
        "".join(
            f'[[dependency-metadata]]\nname = "{name}"\nversion = "{version}"\nrequires-dist = []\n' for name, version in editors
        ),
        encoding="utf-8",
    )
    command = [
        str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--universal", "--python-version", PYTHONS[0],
        "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--config-file", str(scratch / "uv.toml"),
        *(word for extra in extras for word in ("--extra", extra)), *further,
        str(ROOT / "pyproject.toml"), str(scratch / "build.in"),
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=scratch).stdout


def _write(name: str, releases: list[Locked]) -> None:
    text = HEADER + "".join(one.text() for one in releases)
    (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """The command line: 0 where the locks fit, 1 with a line for each misfit."""
    parser = argparse.ArgumentParser(prog="python -m deploy.locks")
    parser.add_argument("--renew", action="store_true", help="resolve anew with uv")
    parser.add_argument("--upgrade", action="store_true", help="with --renew: the newest releases that fit")
    asked = parser.parse_args(arguments)
    if asked.renew:
        renew(asked.upgrade)
    found = findings()
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print("The locks do not fit pyproject.toml. Run `make lock` where the package index is reached.", file=sys.stderr)
        return 1
    print(f"Locked: {sum(len(locked(name)) for name in names())} releases in {len(names())} files fit pyproject.toml.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
