"""Tests of warming up: what the first search and the first pages would wait for is there."""

import logging

import pytest

from api import once
from api.asking.spelling import dictionary
from api.library import Library, Serving
from api.warm import count_up, warm_up


def test_warming_up_loads_what_searches_need(library: Library) -> None:
    """Dictionaries are read, and the encoder is there."""
    dictionary.cache_clear()
    warm_up(library)
    assert dictionary.cache_info().currsize > 0
    assert library._encoder is not None


def test_what_is_marked_is_found_ahead_as_long_as_it_goes_on(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is found in its turn; nothing more once the server stops."""
    found: list[str] = []
    monkeypatch.setattr(once, "_WARMED", [lambda _, serving: found.append(serving.generation.id)] * 3)
    count_up(library, lambda: len(found) < 2)
    assert len(found) == 2


def test_what_cannot_be_found_is_told_and_keeps_nothing_back(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One fault, in the log by its name; the next one is found."""
    found: list[str] = []

    def faulty(_: Library, serving: Serving) -> None:
        raise ValueError(serving.generation.id)

    monkeypatch.setattr(once, "_WARMED", [faulty, lambda _, __: found.append("next")])
    with caplog.at_level(logging.ERROR, logger="mandategraph.library"):
        count_up(library, lambda: True)
    assert found == ["next"]
    assert "faulty cannot be found" in caplog.text
