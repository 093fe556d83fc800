"""Tests: what all rooms share. In: the folder `shared` beside a checkout; sources. Out: fixtures. Must not read one twice."""

import fcntl
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from stores.settings import MODELS, Settings
from tests.sparse import copy_folder

MadeOnce = Callable[[str, Callable[[Path], None]], Path]
Publish = Callable[[str, Sequence[Path]], Settings]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material beside the checkout. Absent, its tests are skipped; in continuous integration they fail."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        reason = "the folder `shared` with the real lists does not stand beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> MadeOnce:
    """Makes a data folder under a name: `made_once("reports", make)` has `make` fill it and gives a copy of it.

    It is made by whichever process of pytest-xdist asks first, in the folder that all have, and the others wait; each process has
    a copy of its own, since tests write reports and keys into it.
    """
    mine = tmp_path_factory.getbasetemp()
    ours = mine.parent if hasattr(request.config, "workerinput") else mine

    def copied(name: str, make: Callable[[Path], None]) -> Path:
        own, done, begun = mine / f"copy-{name}", ours / f"made-{name}", ours / f"begun-{name}"
        if own.is_dir():
            return own
        with (ours / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.is_dir():
                shutil.rmtree(begun, ignore_errors=True)  # what another process had begun when it failed
                make(begun)
                begun.rename(done)
        copy_folder(done, own)
        return own

    return copied


@pytest.fixture(scope="session")
def publish(made_once: MadeOnce, request: pytest.FixtureRequest) -> Publish:
    """Publishes sources with the light model under a name: `publish("reports", files)` gives the settings over a data folder.

    Model files are kept from session to session.
    """
    cache = request.config.cache
    assert cache is not None
    models = cache.mkdir("models")

    def published(name: str, sources: Sequence[Path]) -> Settings:
        def make(data: Path) -> None:
            receipt = ingest(sources, Settings(data=data, models=models, model=MODELS[1]))
            assert {line.outcome for line in receipt.lines} == {"read"}, receipt

        return Settings(data=made_once(name, make), models=models, model=MODELS[1])

    return published
