"""Tests of the front door: reviewing. In: a small generation and verdicts. Out: what is published then, or a clear error."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mandategraph import app
from tests.command.conftest import Run, environment, refused
from tests.sparse import copy_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def own(installation: dict[str, str], tmp_path: Path, models: Path) -> Run:
    """Runs a command over a copy of the small generation, which may be changed."""
    copy_folder(installation["MANDATEGRAPH_DATA"], tmp_path / "data")
    environ = environment(tmp_path / "data", models)
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)), env=environ)


def first_mention(run: Run) -> str:
    """The IRI of some mention."""
    found = run("query", "mentions-of-concept", "concept=crime/genocide", "--json")
    return str(json.loads(found.stdout)["results"]["bindings"][0]["mention"]["value"])


@pytest.mark.slow
def test_a_verdict_is_kept_published_and_wins(own: Run) -> None:
    """What a reviewer holds wrong is gone from the next generation on, and the verdict can be asked for."""
    mention = first_mention(own)
    result = own("review", mention, "wrong", "--by", "Ann", "--reason", "It is a name.")
    assert result.exit_code == 0, result.output
    assert "published g000002-" in result.stderr
    assert mention not in own("query", "mentions-of-concept", "concept=crime/genocide", "--json").stdout
    assert "It is a name." in own("query", "verdicts", "reviewer=Ann", "--json").stdout
    changed_mind = own("review", mention, "right", "--by", "Ann")
    assert "published g000003-" in changed_mind.stderr, changed_mind.output
    assert mention in own("query", "mentions-of-concept", "concept=crime/genocide", "--json").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("https://w3id.org/mandategraph/doc/A/1/2/para/1/mention/0", "wrong", "--by", "Ann"),
            ("is no finding of this generation",),
        ),
        (("MENTION", "perhaps", "--by", "Ann"), ("right, wrong or corrected",)),
        (("MENTION", "corrected", "--by", "Ann"), ("what the finding should lead to",)),
        (("MENTION", "corrected", "--by", "Ann", "--to", "https://example.org/nowhere"), ("is not in this generation",)),
        (
            ("MENTION", "corrected", "--by", "Ann", "--to", "https://w3id.org/mandategraph/doc/A/85/31"),
            ("a mention leads to", "of the class Concept"),
        ),
        (("MENTION", "wrong", "--by", " "), ("a reviewer",)),
    ],
)
def test_a_verdict_that_cannot_be_kept_says_why(run: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Nothing is kept of it."""
    mention = first_mention(run)
    refused(run("review", *(mention if word == "MENTION" else word for word in arguments)), *words)
    assert json.loads(run("query", "verdicts", "--json").stdout)["results"]["bindings"] == []
