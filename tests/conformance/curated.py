"""Conformance: an endpoint that is written to. In: an empty data folder. Out: our application over it with the curators' desk.

The generation is empty, so that updates such as DROP ALL touch nothing that ingest made; each write publishes another one.
"""

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


@contextmanager
def writable(folder: Path, models: Path) -> Iterator[httpx.Client]:
    """A client with a key for everything."""
    settings = Settings(
        data=folder,
        base=ADDRESS,
        models=models,
        model=MODELS[1],
        query_workers=1,
        writes="on",
        writes_per_minute=100_000,
        requests_per_minute=0,
    )
    publish_empty(settings)
    _, secret = add_key(folder, "tester", SCOPES)
    with listening(Library.open(settings), Curating(settings)) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        yield client
