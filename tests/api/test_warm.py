"""Tests of warming up: what the first search would wait for is there."""

from api.asking.spelling import dictionary
from api.library import Library
from api.warm import warm_up


def test_warming_up_loads_what_searches_need(library: Library) -> None:
    """Dictionaries are read, and the encoder is there."""
    dictionary.cache_clear()
    warm_up(library)
    assert dictionary.cache_info().currsize > 0
    assert library._encoder is not None
