"""Tests of the keepers: one write's process. In: an update that takes long. Out: which walls it stood behind while it ran."""

import multiprocessing
import sys
import threading
import time
from pathlib import Path

import pytest

from ontology.errors import QueryTimeout
from stores.graph.store import GraphStore
from stores.graph.writing import Write, write

RUNAWAY = "INSERT { <a> <b> ?n } WHERE { SELECT (COUNT(*) AS ?n) WHERE { " + "GRAPH ?g { ?s%d ?p ?o%d } " * 4 + "} }"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_what_a_curator_sends_runs_behind_the_walls(tmp_path: Path) -> None:
    """The kernel says so of the process while the update runs: system calls are filtered, and no privilege can be won."""
    with GraphStore.open(tmp_path / "working") as store:
        store.replace("urn:g", b"".join(b"<urn:%d> <urn:p> <urn:o%d> .\n" % (one, one) for one in range(300)))
        store.backup(tmp_path / "graph")
    (tmp_path / "aside").mkdir()
    seen = set[str]()

    def look() -> None:
        until = time.monotonic() + 10
        while "Seccomp:\t2" not in seen and time.monotonic() < until:
            for child in multiprocessing.active_children():
                status = Path(f"/proc/{child.pid}/status")
                seen.update(status.read_text().splitlines() if status.exists() else ())
            time.sleep(0.02)

    looking = threading.Thread(target=look)
    looking.start()
    asked = Write("update", "urn:base", ("urn:own",), "urn:default", text=RUNAWAY % tuple(range(8)))
    with pytest.raises(QueryTimeout):
        write(tmp_path / "graph", tmp_path / "aside" / "graph", asked, wall_s=1.5, memory_mb=256)
    looking.join()
    if Path("/proc/sys/kernel/seccomp").exists():
        assert {"Seccomp:\t2", "NoNewPrivs:\t1"} <= seen
    assert not (tmp_path / "aside" / "graph").exists()
