"""Tests of the front door: the citation check. In: drafts as files and on standard input. Out: a report, JSON, exit statuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mandategraph import app
from tests.command.conftest import Run

pytestmark = pytest.mark.slow

SOUND = "The harbours were closed when “the keepers wrote that a storm was near” (A/85/31, para. 1).\n"
FAULTY = "The harbours were closed when “the keepers wrote that a fleet was near” (A/85/31, para. 1).\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A place for a draft."""
    return tmp_path / "draft.txt"


def test_a_sound_draft_ends_with_status_0(run: Run, draft: Path) -> None:
    """Every citation was checked, and nothing was found against it."""
    draft.write_text(SOUND, encoding="utf-8")
    result = run("check-citations", draft)
    assert result.exit_code == 0, result.output
    assert "stands word for word in A/85/31, para. 1" in result.stdout


def test_what_needs_a_look_ends_with_status_1(run: Run, draft: Path) -> None:
    """With the word that differs."""
    draft.write_text(FAULTY, encoding="utf-8")
    result = run("check-citations", draft)
    assert result.exit_code == 1
    assert "[-storm-] {+fleet+}" in result.stdout


def test_html_is_read_by_its_content(run: Run, draft: Path) -> None:
    """Whatever the name of the file says."""
    draft.write_text(f"<html><body><p>{SOUND}</p></body></html>", encoding="utf-8")
    assert run("check-citations", draft).exit_code == 0


def test_standard_input_is_read_as_json(installation: dict[str, str]) -> None:
    """For programs: the same fields as POST /check answers."""
    result = CliRunner().invoke(app, ["check-citations", "-", "--json"], env=installation, input=FAULTY)
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["in_order"] is False
    assert told["citations"][0]["quotations"][0]["state"] == "differs"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n", "PNG picture"), (b"%PDF-1.7\nnothing of the kind", "PDF")],
    ids=["empty", "picture", "broken"],
)
def test_what_is_no_draft_ends_with_status_2(run: Run, draft: Path, content: bytes, words: str) -> None:
    """One message on standard error; 1 would say that something needs a look."""
    draft.write_bytes(content)
    result = run("check-citations", draft)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_absent_file_and_an_empty_library_end_with_status_2(run: Run, bare: Run, draft: Path) -> None:
    """The message says what to do."""
    assert "Name a file" in run("check-citations", draft).stderr
    draft.write_text(SOUND, encoding="utf-8")
    result = bare("check-citations", draft)
    assert result.exit_code == 2
    assert "mandategraph ingest" in result.stderr


def test_a_draft_that_hangs_its_reader_is_given_up(installation: dict[str, str], draft: Path) -> None:
    """It is read by a process that can be killed, within the limits of an ingest."""
    draft.write_text(SOUND * 20_000, encoding="utf-8")
    result = CliRunner().invoke(app, ["check-citations", str(draft)], env={**installation, "MANDATEGRAPH_FILE_WALL_S": "0.2"})
    assert result.exit_code == 2
    assert "took longer than 0.2 s" in result.stderr
