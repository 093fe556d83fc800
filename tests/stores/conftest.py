"""Fixtures of stores. In: installed packages. Out: encoders with real weights, once a session. Must not use a network."""

from pathlib import Path

import pytest

from stores.embedding.encoder import Encoder, load_encoder
from stores.embedding.weights import E5_NAME, MINILM_NAME


@pytest.fixture(scope="session")
def model_cache(request: pytest.FixtureRequest) -> Path:
    """A folder for model files that outlives the session: the first run writes them, later runs find them."""
    assert request.config.cache is not None
    return request.config.cache.mkdir("models")


@pytest.fixture(scope="session")
def e5(model_cache: Path) -> Encoder:
    """The default encoder, with its real weights."""
    return load_encoder(E5_NAME, model_cache)


@pytest.fixture(scope="session")
def minilm(model_cache: Path) -> Encoder:
    """The encoder of the light profile, with its real weights."""
    return load_encoder(MINILM_NAME, model_cache)
