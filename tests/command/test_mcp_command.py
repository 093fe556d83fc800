"""Tests of `mandategraph mcp`. In: settings that do not fit. Out: one message that says why."""

import pytest

from tests.command.conftest import Run, refused

pytestmark = pytest.mark.slow


def test_it_says_so_where_nothing_was_published(bare: Run) -> None:
    """On standard error: standard output is the protocol's."""
    refused(bare("mcp"), "Nothing was published", "mandategraph ingest")


def test_it_is_not_served_to_others_under_names_that_nobody_gave(run: Run) -> None:
    """A page in anybody's browser could ask it otherwise."""
    result = run("mcp", "--http", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 # it is refused
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Wanted to serve /mcp on 0.0.0.0 without knowing under which names it is asked." in result.stderr
    assert "Set MANDATEGRAPH_MCP_HOSTS" in result.stderr
