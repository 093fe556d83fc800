"""Tests of the web: what several processes share. In: the files of two, which two objects of one process stand for. Out: figures
of both, whole lines, what each serves. No server.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from api.library import Library
from api.web.figures import SharedFigures
from api.web.metrics import Metrics
from api.web.together import Standing
from command.together import share_of
from ontology.errors import SettingsError
from stores.settings import Settings, load_settings


def figure(text: bytes, name: str) -> float:
    """One figure of a text."""
    found = re.search(rf"^{re.escape(name)} (\S+)$".encode(), text, re.MULTILINE)
    assert found, (name, text)
    return float(found[1])


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library over nothing: its figures say that nothing serves."""
    return Library.open(Settings(data=tmp_path / "none"))


def test_figures_of_two_are_added_up_and_survive_one_of_them(library: Library, tmp_path: Path) -> None:
    """Counters and histograms of one that has ended still count, once, also when another takes its place; its gauges do not."""
    one, other = (Metrics(library, tmp_path) for _ in range(2))
    for metrics, seconds in ((one, 0.002), (other, 0.2), (other, 40.0)):
        metrics.observe("/doc", "200", seconds, 10, "answered")
    other.keep()
    one.in_flight = 3
    text = one.text()
    assert figure(text, 'mandategraph_requests_total{route="/doc",status="200"}') == 3
    assert figure(text, 'mandategraph_answer_bytes_total{route="/doc"}') == 30
    buckets = [(0.001, 0), (0.0025, 1), (0.25, 2), (30.0, 2)]
    assert [figure(text, f'mandategraph_request_seconds_bucket{{le="{le}",route="/doc"}}') for le, _ in buckets] == [
        count for _, count in buckets
    ]
    assert figure(text, 'mandategraph_request_seconds_bucket{le="+Inf",route="/doc"}') == 3
    assert figure(text, 'mandategraph_request_seconds_count{route="/doc"}') == 3
    assert figure(text, 'mandategraph_request_seconds_sum{route="/doc"}') == pytest.approx(40.202)
    assert (figure(text, "mandategraph_processes"), figure(text, "mandategraph_requests_in_flight")) == (2, 3)
    one.close()
    text = other.text()
    assert figure(text, 'mandategraph_requests_total{route="/doc",status="200"}') == 3
    assert (figure(text, "mandategraph_processes"), figure(text, "mandategraph_requests_in_flight")) == (1, 0)
    third = Metrics(library, tmp_path)
    third.observe("/doc", "200", 0.1, 10, "answered")
    assert figure(third.text(), 'mandategraph_requests_total{route="/doc",status="200"}') == 4
    assert len(list(tmp_path.glob("counter_*.db"))) == 2  # it has the place of the first
    third.close()
    other.close()


def test_what_is_told_no_more_is_gone(library: Library, tmp_path: Path) -> None:
    """The name of an earlier generation is a label: it must not stand beside that of the present one."""
    figures = SharedFigures(tmp_path)
    metrics = Metrics(library)
    figures.put(metrics.registry.collect())
    before = generate_latest(figures)
    assert b"mandategraph_ready 0.0" in before
    figures.put(family for family in metrics.registry.collect() if family.name != "mandategraph_ready")
    assert b"mandategraph_ready" not in generate_latest(figures)
    figures.close()


@pytest.mark.slow
def test_lines_of_several_processes_stay_whole(tmp_path: Path) -> None:
    """Through one pipe, with lines longer than a pipe takes at once."""
    code = (
        "import sys, logging, pathlib; from api.web.log import write_log; from api.web.together import Turn\n"
        "write_log(queries=True, turn=Turn(pathlib.Path(sys.argv[1])))\n"
        "for at in range(300): logging.getLogger('mandategraph').warning('%s', sys.argv[2] * 1900, extra={'told': "
        "{name: sys.argv[2] * 1900 for name in 'uvwxyz'}})"
    )
    reading, writing = os.pipe()
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "lock"), letter], stderr=writing) for letter in "abc"]
    os.close(writing)
    with os.fdopen(reading) as lines:
        told = lines.read().splitlines()
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(told) == 900
    assert all(re.fullmatch(r'\{"time".*"z": "(a+|b+|c+)"\}', line) for line in told)


def test_who_writes_waits_for_the_others_that_live(tmp_path: Path) -> None:
    """Another that serves an earlier generation is waited for, so long; one that was killed is not."""
    own = Standing(tmp_path)
    assert own.is_served(5, 0)
    code = (
        "import sys, pathlib, os, time; from api.web.together import Standing; other = Standing(pathlib.Path(sys.argv[1]));"
        "os.pwrite(other._handle, b'%08d' % 4, 0); print('told', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "told\n"
        assert own.is_served(4, 0)
        assert not own.is_served(5, 0.1)
        other.kill()
        other.wait()
        assert own.is_served(5, 0)
    own.close()


def test_what_is_set_for_the_machine_is_divided() -> None:
    """Two workers each where nobody chose; a chosen number is not exceeded, and must do for all."""
    default = load_settings({})
    assert share_of(default, 3).query_workers == 2
    chosen = load_settings({"MANDATEGRAPH_QUERY_WORKERS": "5", "MANDATEGRAPH_REMEMBERED_MB": "9"})
    assert (share_of(chosen, 2).query_workers, share_of(chosen, 2).remembered_mb) == (2, 4)
    with pytest.raises(SettingsError, match="5 query workers cannot be shared by 6"):
        share_of(chosen, 6)
