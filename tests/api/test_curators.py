"""Tests of the answers: curators. In: texts of keys. Out: who is let in to what. Must not need a server."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.curators import Curators
from ontology.errors import KeyMissing, KeyRefused, RateLimited
from stores.keys import add_key, revoke_key
from stores.settings import Settings


def test_a_key_reaches_its_scopes_and_no_further(tmp_path: Path) -> None:
    """Without one, or with one for something else, nobody is let in."""
    curators = Curators(Settings(data=tmp_path))
    key, text = add_key(tmp_path, "Ada", ["graphs"])
    assert curators.admit(text, "graphs") == key
    with pytest.raises(KeyRefused, match="right, wrong"):
        curators.admit(text, "verdicts")
    for none in (None, ""):
        with pytest.raises(KeyMissing, match="takes a key"):
            curators.admit(none, "graphs")


def test_a_revoked_key_ends_at_once(tmp_path: Path) -> None:
    """In a server that runs, too: keys are looked up at each request."""
    curators = Curators(Settings(data=tmp_path))
    key, text = add_key(tmp_path, "Ada", ["graphs"])
    curators.admit(text, "graphs")
    revoke_key(tmp_path, key.id)
    with pytest.raises(KeyRefused):
        curators.admit(text, "graphs")


def test_each_key_has_an_allowance_of_its_own(tmp_path: Path) -> None:
    """Who writes too often is told when to come again; others go on."""
    curators = Curators(replace(Settings(data=tmp_path), writes_per_minute=1))
    (_, ada), (_, bob) = (add_key(tmp_path, name, ["graphs"]) for name in ("Ada", "Bob"))

    def write_on() -> None:
        for _ in range(1_000):
            curators.admit(ada, "graphs")

    with pytest.raises(RateLimited) as limited:
        write_on()
    assert limited.value.retry_s > 0
    assert curators.admit(bob, "graphs").name == "Bob"
