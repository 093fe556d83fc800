"""Tests of `mandategraph cite`: footnotes on standard output, what was left out on standard error, and errors that help."""

import json

import pytest

from tests.command.conftest import Run, refused

pytestmark = pytest.mark.slow


def test_footnotes_are_printed_in_order_and_nothing_else(run: Run) -> None:
    """So that they can be piped; what could not be checked is said beside them."""
    result = run("cite", "A/85/31, para. 1", "A/85/31", "A/RES/60/1, para. 138")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["A/85/31, para. 1.", "A/85/31.", "General Assembly resolution 60/1, para. 138."]
    assert "para. 138 as given" in result.stderr


def test_a_bibliography_and_json_are_printed_whole(run: Run) -> None:
    """For reference managers and programs."""
    assert run("cite", "A/85/31", "--style", "bibtex").stdout.startswith("@techreport{A-85-31,")
    told = json.loads(run("cite", "A/85/31", "--style", "oscola", "--json").stdout)
    assert told["style"] == "oscola"
    assert told["footnotes"][0]["number"] == 1


def test_what_cannot_be_cited_is_refused(run: Run) -> None:
    """A paragraph that the text does not have, a document that nobody knows, a style that there is not."""
    refused(run("cite", "A/85/31, para. 999"), "no para. 999")
    refused(run("cite", "A/99/999"), "A/99/999")
    refused(run("cite", "A/85/31", "--style", "chicago"), "un-in-text")
