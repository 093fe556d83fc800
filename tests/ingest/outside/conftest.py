"""Fixtures of outside documents. In: a server on the loopback, and a time of our own. Out: fetches, and what came of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.outside import documents_system
from ingest.outside.documents_system import Line, Request
from ingest.outside.download import Clock
from stores.settings import Settings
from tests.ingest.outside.documents_server import System, pdf, serving

ENGLISH, FRENCH = pdf("English."), pdf("French.")
NOON = 1_700_000_000.0


@dataclass
class Time:
    """Time that passes when somebody waits, and `tick` seconds each time that somebody looks."""

    passed: float = 0.0
    tick: float = 0.0
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Seconds since the test began."""
        self.passed += self.tick
        return self.passed

    def sleep(self, seconds: float) -> None:
        """Notes it, and lets the time pass at once."""
        self.waits.append(seconds)
        self.passed += seconds

    def clock(self) -> Clock:
        """As the downloads want it; chance is always the middle."""
        return Clock(self.now, self.sleep, lambda: NOON + self.passed, lambda: 0.5)


@pytest.fixture
def system() -> Iterator[System]:
    """A system that has one report in two languages."""
    with serving() as made:
        made.put("A/72/884", "en", "pdf", ENGLISH)
        made.put("A/72/884", "fr", "pdf", FRENCH)
        yield made


@pytest.fixture
def time() -> Time:
    """Our own time."""
    return Time()


@pytest.fixture
def settings(system: System, tmp_path: Path) -> Settings:
    """Our server instead of theirs; few tries."""
    return Settings(data=tmp_path / "data", fetch_url=system.address, fetch_retries=2, source_max_mb=1)


Fetch = Callable[..., list[Line]]


@pytest.fixture
def fetch(settings: Settings, time: Time) -> Fetch:
    """Fetches symbols, by default the English report."""

    def run(
        *symbols: str, languages: Sequence[str] = ("en",), formats: Sequence[str] = ("pdf",), force: bool = False
    ) -> list[Line]:
        request = Request(symbols or ("A/72/884",), languages, formats, force)
        return list(documents_system.fetch(request, settings, clock=time.clock()))

    return run


def one(lines: list[Line]) -> Line:
    """The only line."""
    assert len(lines) == 1
    return lines[0]


def refused(lines: list[Line], *words: str) -> Line:
    """One refusal that says so, and that leaves no file."""
    line = one(lines)
    assert (line.outcome, line.file) == ("refused", None)
    for word in words:
        assert word in (line.reason or "")
    return line
