"""Tests of the front door: export --plain, rebuild. In: a small installation. Out: one that answers the same, or plain words."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mandategraph import app
from tests.command.conftest import Run, environment, refused


@pytest.mark.slow
def test_what_is_written_as_plain_files_is_rebuilt_elsewhere(run: Run, models: Path, tmp_path: Path) -> None:
    """The same question has the same answer there; a second rebuild into it is refused in plain words."""
    folder, elsewhere = tmp_path / "plain", environment(tmp_path / "data", models)
    written = run("export", "--plain", folder)
    assert written.exit_code == 0, written.output
    told = CliRunner().invoke(app, ["rebuild", str(folder), "--json"], env=elsewhere)
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["documents"] == 2
    answer = CliRunner().invoke(app, ["query", "documents-list", "--json"], env=elsewhere)
    assert json.loads(answer.stdout) == json.loads(run("query", "documents-list", "--json").stdout)
    refused(CliRunner().invoke(app, ["rebuild", str(folder)], env=elsewhere), "holds data already")


def test_a_folder_that_is_not_there_is_named(bare: Run, tmp_path: Path) -> None:
    """And nothing was published that could be exported."""
    refused(bare("rebuild", tmp_path / "nowhere"), "nowhere", "export --plain")
    refused(bare("export", "--plain", tmp_path / "plain"), "Nothing was published")
    refused(bare("export", "--plain", tmp_path / "plain", "--to", tmp_path / "file"), "--to FILE or --plain FOLDER")
