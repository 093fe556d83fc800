"""Tests of faults: a clock that is set back. In: writes before and after. Out: generations, feed and waits in right order."""

import ast
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from ingest import changes
from ingest.curate import Curating
from ingest.world import HOME
from stores import generations
from stores.changes import lines
from stores.keys import SCOPES, add_key
from stores.settings import Settings
from stores.written import Payload
from tests.ingest.empty import publish_empty

HERS = "http://example.org/hers"


class Yesteryear(datetime):
    """A clock that somebody has set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Yesteryear":
        """Always the same moment."""
        return cls(2001, 1, 1, tzinfo=tz)


@pytest.mark.slow
def test_generations_and_feed_keep_their_order_when_the_clock_is_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers count on, and what was published later never bears an earlier time: harvesters miss nothing."""
    settings = Settings(data=tmp_path, write_wall_s=20.0)
    publish_empty(settings)
    desk, key = Curating(settings), add_key(tmp_path, "Curator", SCOPES)[0]
    desk.replace_graph(HERS, [Payload(b"<s> <p> 1 .", "text/turtle")], key)
    monkeypatch.setattr(changes, "datetime", Yesteryear)
    desk.replace_graph(HERS, [Payload(b"<s> <p> 2 .", "text/turtle")], key)
    told = [line for line in lines(tmp_path) if line]
    assert [line.generation[:7] for line in told] == ["g000002", "g000003"]
    assert told[0].published < told[1].published
    assert told[1].published[:4] == str(datetime.now(UTC).year)
    assert generations.current(tmp_path).number == 3


def test_nobody_waits_by_a_clock_that_can_be_set() -> None:
    """Limits, retries and time-outs go by a clock that only goes on; the date alone is told from a server's `Retry-After`."""
    rooms = ("api", "ingest", "stores", "queries", "command")
    files = [file for room in rooms for file in sorted((HOME / room).rglob("*.py"))]
    found = [
        file.relative_to(HOME).as_posix()
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "time.time"
    ]
    assert found == ["ingest/outside/download.py"]
