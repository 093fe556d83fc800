"""Tests of `mandategraph key`. In: an empty data folder. Out: what is printed, and what opens."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mandategraph import app
from ontology.errors import KeyRefused
from stores.keys import find_key


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("MANDATEGRAPH_DATA", str(tmp_path))
    return tmp_path


def test_a_key_is_made_listed_and_revoked(data: Path) -> None:
    """Its text is printed once, alone on standard output, so that a script can take it."""
    runner = CliRunner()
    made = runner.invoke(app, ["key", "add", "Ada", "-s", "graphs", "-s", "update"])
    assert made.exit_code == 0, made.output
    text = made.stdout.strip()
    key = find_key(data, text)
    assert (key.name, key.scopes) == ("Ada", ("update", "graphs"))
    assert "MANDATEGRAPH_WRITES" in made.stderr
    listed = runner.invoke(app, ["key", "list"])
    assert key.id in listed.stdout
    assert text[-43:] not in listed.stdout
    assert runner.invoke(app, ["key", "revoke", key.id]).exit_code == 0
    with pytest.raises(KeyRefused):
        find_key(data, text)
    told = json.loads(runner.invoke(app, ["key", "list", "--json"]).stdout)
    assert [(one["name"], bool(one["revoked"]), "digest" in one) for one in told] == [("Ada", True, False)]


def test_what_cannot_be_is_one_message(data: Path) -> None:
    """With what there is."""
    runner = CliRunner()
    unknown = runner.invoke(app, ["key", "add", "Ada", "-s", "everything"])
    assert (unknown.exit_code, "verdicts" in unknown.stderr) == (1, True)
    assert runner.invoke(app, ["key", "revoke", "nobody"]).exit_code == 1
    assert not (data / "keys.json").exists() or json.loads((data / "keys.json").read_text()) == []


def test_a_key_for_programs_is_json(data: Path) -> None:
    """With the text beside what is known of it."""
    told = json.loads(CliRunner().invoke(app, ["key", "add", "Ada", "-s", "verdicts", "--json"]).stdout)
    assert find_key(data, told["key"]).id == told["id"]
