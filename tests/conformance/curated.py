"""Conformance: an endpoint that is written to. In: an empty data folder. Out: our application over it with the curators' desk.

The generation is empty, so that updates such as DROP ALL touch nothing that ingest made; each write publishes another one. They
lie in memory, where the machine has room for it: a write waits for the disk some forty times.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from api.library import Library
from ingest.curate import Curating
from stores.keys import SCOPES, add_key
from stores.settings import MODELS, Settings
from tests.conformance.manifests import ADDRESS
from tests.conformance.throwaway import listening
from tests.ingest.empty import publish_empty

_MEMORY = Path("/dev/shm")  # noqa: S108 # the folders in it have names that nobody can guess
_ROOM = 1_000_000_000  # bytes


@contextmanager
def scratch(otherwise: Path) -> Iterator[Path]:
    """A folder that goes with the block: in memory, or the one that is given."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ROOM:
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        yield Path(folder)


@contextmanager
def writable(folder: Path, models: Path) -> Iterator[httpx.Client]:
    """A client with a key for everything."""
    with scratch(folder) as data:
        settings = Settings(
            data=data,
            base=ADDRESS,
            models=models,
            model=MODELS[1],
            query_workers=1,
            writes="on",
            writes_per_minute=100_000,
            requests_per_minute=0,
        )
        publish_empty(settings)
        _, secret = add_key(data, "tester", SCOPES)
        library = Library.open(settings)
        with listening(library, Curating(settings)) as client:
            client.headers["Authorization"] = f"Bearer {secret}"
            yield client
        library.close()
