"""Tests: what all rooms share. In: the folder `shared` beside a checkout. Out: fixtures. Must not write."""

import os
from pathlib import Path

import pytest


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
