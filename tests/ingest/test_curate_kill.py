"""Tests of the river: curators' writes that are killed. In: real processes, killed at many moments. Out: what serves, and the
next write.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.curate import Curating
from stores import generations
from stores.graph.store import GraphStore
from stores.keys import SCOPES, add_key
from stores.settings import Settings
from stores.written import Payload, read_journal
from tests.ingest.empty import publish_empty

HERS = "http://example.org/hers"
WRITE = """
import sys
from pathlib import Path
from ingest.curate import Curating
from stores.keys import find_key
from stores.settings import Settings
from stores.written import Payload
if __name__ == "__main__":
    data = Path(sys.argv[1])
    desk, key = Curating(Settings(data=data)), find_key(data, sys.argv[2])
    for number in range(1_000):
        print(number, flush=True)
        desk.add_to_graph("http://example.org/hers", [Payload(f"<s> <p> {number} .".encode(), "text/turtle")], key)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_generation_and_a_whole_journal(tmp_path: Path) -> None:
    """What was answered is there; what was not is there wholly or not at all; each generation has its line."""
    settings = Settings(data=tmp_path)
    publish_empty(settings)
    key, text = add_key(tmp_path, "Curator", SCOPES)
    chance = random.Random(6)  # noqa: S311 # a draw, no secret
    held = 0
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path), text], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        answered = len(process.communicate()[0].splitlines())  # each number after the first says that the one before was kept
        serving = generations.current(tmp_path)
        assert not serving.warning
        with GraphStore.read_only(serving.graph) as store:
            found = len(list(store.triples(HERS)))
        assert max(held, answered) <= found <= max(held, answered + 1)
        held = found
    done = Curating(settings).replace_graph(HERS, [Payload(b"<s> <p> 'last' .", "text/turtle")], key)
    journal = read_journal(tmp_path)
    assert journal[-1] == done
    assert len({written.generation for written in journal}) == len(journal)
    assert sum((change.after or 0) - (change.before or 0) for written in journal for change in written.graphs.values()) == 1
    assert not list((tmp_path / "generations").glob("*.partial"))
