"""Deploy: licences. In: the locks, the metadata of what is installed, licences.toml. Out: LICENCES.md, and what must not be
shipped. Must not import a room.

    python -m deploy.licences                 fails on a licence that is unknown or not allowed, and on an old report (make check)
    python -m deploy.licences --write         writes deploy/LICENCES.md
    python -m deploy.licences --read FOLDER   reads the metadata of that site-packages as well

A package that is not installed here, for it belongs to another Python or an extra, keeps its line of the report: `make lock`
installs all of them aside and reads them.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, Licensing, get_spdx_licensing
from packaging.utils import canonicalize_name

from deploy.locks import ROOT, Locked, locked, names

REPORT = ROOT / "deploy" / "LICENCES.md"
BESIDE = ("bench", "dev")  # tools: all other extras are for those who run the product
SILENT = "not named"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: the SPDX expression, and who says so."""

    name: str
    version: str
    licence: str
    said_by: str

    def text(self) -> str:
        """As a row of a table."""
        return f"| {self.name} | {self.version} | {self.licence} | {self.said_by} |"


@cache
def rules() -> Mapping[str, Any]:
    """What licences.toml says."""
    return tomllib.loads((ROOT / "deploy" / "licences.toml").read_text(encoding="utf-8"))


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def licence_of(metadata: Mapping[str, Iterable[str]], name: str, table: Mapping[str, Any]) -> tuple[str, str]:
    """The SPDX expression of a package and who says so: what was reviewed, else its License-Expression, its License field, its
    only classifier. `metadata` gives all values of a header; SILENT where none names a licence, or the package now names another
    than was reviewed.
    """
    named = next(iter(metadata.get("License-Expression", ())), "")
    for pattern, reviewed in table["reviewed"].items():
        if fnmatchcase(name, pattern):
            agree = named in ("", reviewed["licence"])
            return str(reviewed["licence"]) if agree else SILENT, f"reviewed: {reviewed['read']}"
    if named:
        return named, "License-Expression"
    for value in metadata.get("License", ()):
        spelled = str(table["spelled"].get(value.strip(), value.strip()))
        if _is_spdx(spelled):
            return spelled, "License"
    classifiers = [
        value.removeprefix("License :: ") for value in metadata.get("Classifier", ()) if value.startswith("License ::")
    ]
    if len(classifiers) == 1 and classifiers[0] in table["spelled"]:
        return str(table["spelled"][classifiers[0]]), "classifier"
    return SILENT, "nobody"


def _is_spdx(text: str) -> bool:
    if not text or len(text) > _LONGEST or "\n" in text:  # a whole licence in the header names none
        return False
    try:
        _spdx().parse(text, validate=True)
    except ExpressionError:
        return False
    return True


def may_be_given(expression: str, allowed: Iterable[str]) -> bool:
    """Whether a licence is among the allowed ones: of those that "or" joins one, of those that "and" joins all."""
    if not _is_spdx(expression):
        return False
    return _holds(_spdx().parse(expression), frozenset(allowed))


def _holds(node: Any, allowed: frozenset[str]) -> bool:  # noqa: ANN401 # license-expression has no types
    if not hasattr(node, "args") or not node.args:
        return node.render() in allowed
    branches = [_holds(branch, allowed) for branch in node.args]
    return any(branches) if node.operator.strip() == "OR" else all(branches)


def installed(folders: Iterable[Path]) -> dict[str, Distribution]:
    """What is installed in those folders, by its canonical name; the first folder wins."""
    found: dict[str, Distribution] = {}
    for one in distributions(path=[str(folder) for folder in folders]):
        found.setdefault(canonicalize_name(one.metadata["Name"]), one)
    return found


def _headers(one: Distribution) -> dict[str, list[str]]:
    return {
        name: [str(value) for value in one.metadata.get_all(name) or ()]
        for name in ("License-Expression", "License", "Classifier")
    }


def rows(lock: str, found: Mapping[str, Distribution], before: Mapping[tuple[str, str], Row]) -> Iterator[Row]:
    """The lines of one lock: from metadata where that release is installed, else as reviewed, else from the report before."""
    for one in locked(lock):
        here = found.get(one.name)
        if here is not None and here.version == one.version:
            yield Row(one.name, one.version, *licence_of(_headers(here), one.name, rules()))
        elif (said := licence_of({}, one.name, rules()))[0] != SILENT:
            yield Row(one.name, one.version, *said)
        else:
            yield before.get((one.name, one.version)) or _as_of_another(one, found)


def _as_of_another(one: Locked, found: Mapping[str, Distribution]) -> Row:
    """A release for another Python or machine is taken to have the licence of the one that is here."""
    if one.name in found:
        return Row(one.name, one.version, *licence_of(_headers(found[one.name]), one.name, rules()))
    return Row(one.name, one.version, SILENT, "nobody")


def previous(text: str) -> dict[tuple[str, str], Row]:
    """The lines of a report by name and version."""
    cells = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| "))
    return {(cell[0], cell[1]): Row(*cell) for cell in cells if len(cell) == 4}


def refused(lock: str, lines: Iterable[Row]) -> Iterator[str]:
    """What of a lock must not be there: a sentence each. `cuda` is given to nobody, and is only told of."""
    allowed = [*rules()["allowed"], *(rules()["beside"] if lock in BESIDE else [])]
    for row in lines:
        if row.licence == SILENT:
            yield f"{row.name} {row.version} ({lock}) names no licence, or another than licences.toml: read its files."
        elif lock != "cuda" and row.name not in rules()["excepted"] and not may_be_given(row.licence, allowed):
            yield f"{row.name} {row.version} ({lock}) is under {row.licence}, which is not allowed there: take another package."


def refused_components() -> Iterator[str]:
    """The same of what is no Python package. A program of its own may be under any free licence but the AGPL."""
    for one in rules()["component"]:
        licence = str(one["licence"])
        free = (
            _is_spdx(licence) and "AGPL" not in licence if one["kind"] == "program" else may_be_given(licence, rules()["allowed"])
        )
        if not free:
            yield f"{one['name']} is under {licence}, which is not allowed."


def report(tables: Mapping[str, list[Row]]) -> str:
    """The whole report."""
    head = "| package | version | licence | said by |\n|---|---|---|---|"
    parts = [(ROOT / "deploy" / "licences_head.md").read_text(encoding="utf-8").rstrip()]
    for lock, lines in tables.items():
        kind = {"cuda": ": not shipped, not free"}.get(lock, ": tools, not shipped" if lock in BESIDE else "")
        parts.append("\n".join([f"## `{lock}`{kind}\n", head, *(row.text() for row in lines)]))
    other = [f"| {one['name']} | {one['kind']} | {one['licence']} | {one['comes']} |" for one in rules()["component"]]
    parts.append("\n".join(["## No Python packages\n", "| what | kind | licence | how it comes |\n|---|---|---|---|", *other]))
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """The command line: 0 where all may be shipped and the report is up to date, else 1 with a line for each fault."""
    parser = argparse.ArgumentParser(prog="python -m deploy.licences")
    parser.add_argument("--write", action="store_true", help="write deploy/LICENCES.md")
    parser.add_argument("--read", type=Path, action="append", default=[], help="a folder of installed packages to read as well")
    asked = parser.parse_args(arguments)
    before = REPORT.read_text(encoding="utf-8") if REPORT.is_file() else ""
    found = installed([*asked.read, *map(Path, sys.path)])
    order = [
        "run",
        "torch-cpu",
        "torch",
        *(name for name in names() if name not in ("run", "torch", "torch-cpu", "cuda")),
        "cuda",
    ]
    tables = {lock: list(rows(lock, found, previous(before))) for lock in order}
    faults = [fault for lock, lines in tables.items() for fault in refused(lock, lines)] + list(refused_components())
    if asked.write:
        REPORT.write_text(report(tables), encoding="utf-8")
    elif before != report(tables):
        faults.append("deploy/LICENCES.md does not say what the locks and the installed packages say: run `make lock`.")
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"Licences: {sum(map(len, tables.values()))} packages and {len(rules()['component'])} others may be there.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
