"""Tests of faults: a disk that may only be read, and one that is full while it is served from. In: mounted disks. Out: answers,
and errors that name what is wrong. As root, since disks must be mounted. Loopback only.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.faults.conftest import SECOND, Place, Server, fill

REPORT = {"iri": "https://w3id.org/mandategraph/doc/S/2031/7/para/1", "kind": "other", "words": "The number is wrong."}
KEPT = (200, 201, 202)


def report(server: Server, words: str) -> tuple[int, Mapping[str, object]]:
    """Reports an error on a passage."""
    return server.ask("/corrections", {**REPORT, "words": words})


@pytest.mark.slow
def test_a_read_only_disk_is_served_from_and_refuses_to_be_written(place: Place, mount: Callable[..., None]) -> None:
    """Questions, status and a backup elsewhere are answered; reports, keys and ingest say why not; nothing is changed."""
    mount(place.data, "--bind", str(place.data))
    subprocess.run(["mount", "-o", "remount,bind,ro", str(place.data)], check=True)
    with place.served() as server:
        assert server.lives()
        assert server.ask("/health")[0] == 200
        assert server.ask("/search?q=lighthouses")[1]["hits"]
        status, told = report(server, "On a disk that may only be read.")
        assert (status, told["error"]) == (507, "StoreUnwritable")
        assert server.ask("/search?q=lighthouses")[1]["hits"]
    assert place.serving()
    for command in (("ingest", SECOND), ("key", "add", "Curator", "--scope", "graphs")):
        ended = place.run(*command)
        assert ended.returncode == 1
        assert "read-only" in ended.stderr, ended.stderr
    place.sound("backup", place.data.parent / "kept.tar")


@pytest.mark.slow
def test_a_disk_that_fills_up_while_it_is_served_from_costs_reports_and_lines_of_the_log_alone(
    place: Place, small_disk: Callable[[int], Path]
) -> None:
    """Answers go on; what cannot be kept is refused in so many words, and is kept as soon as there is room again."""
    disk = small_disk(360)
    shutil.rmtree(min((place.data / "generations").iterdir()))
    # without holes: where a disk lies in memory, reading one takes room, and would end the process there
    subprocess.run(["cp", "-a", "--sparse=never", str(place.data), str(disk / "data")], check=True)
    there, log = Place(disk / "data", place.models), disk / "log"
    with log.open("w") as stderr, there.served(stderr=stderr) as server:
        assert report(server, "The first.")[0] in KEPT
        ballast = fill(disk)
        status, told = report(server, "The second.")
        assert (status, told["error"]) == (507, "StoreUnwritable")
        assert server.ask("/search?q=lighthouses")[1]["hits"]
        for _ in range(60):  # the last page of the log has room for some lines
            assert server.lives()
        for command in (
            ("backup", disk / "kept.tar"),
            ("export", "--to", disk / "all.nq"),
            ("key", "add", "C", "--scope", "graphs"),
        ):
            ended = there.run(*command)
            assert ended.returncode == 1, command
            assert any(words in ended.stderr for words in ("No space left", "is full")), ended.stderr
        assert not (disk / "kept.tar").exists()
        assert not (disk / "all.nq").exists()
        ballast.unlink()
        assert report(server, "The second.")[0] in KEPT
        there.sound("backup", place.data.parent / "kept.tar")
    written = [line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    cut = [line for line in written if not line.endswith("}")]
    lines = [json.loads(line) for line in written if line not in cut]
    assert len(cut) <= 1
    assert any("lost" in str(line.get("message", "")) for line in lines)
    assert len(list((there.data / "corrections").glob("*.json"))) == 2
