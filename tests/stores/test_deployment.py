"""Tests of the keepers: the collections of a deployment. In: data folders with generations, one stand-in for all. Out: what is on
the server after each act, and whom the alias names. No network but loopback.
"""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ontology.errors import StoreAway, StoreDamaged, StoreError, StoreMissing
from stores.vectors.choices import Choices
from stores.vectors.chosen import build_index, lies_as_set, open_index
from stores.vectors.deployment import LIST, NOTE, noted, ours, settle_collections, sweep
from stores.vectors.frequencies import FILE, NO_WORDS
from stores.vectors.index import Point
from tests.stores.qdrant_stand_in import StandIn, standing_in

ROOT = Path(__file__).parents[2]
POINTS = [Point("https://example.org/a", "early warning", np.array([1, 0], dtype=np.float32), {"year": 2018})]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server of its own."""
    with standing_in("key") as made:
        yield made


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    """A deployment's, which gives up soon."""
    return Choices(tmp_path / "data", retries=1)


def publish(stand_in: StandIn, choices: Choices, generation: str) -> str:
    """A generation with an index there, the pointer on it; its collection."""
    aside = choices.data / "generations" / f"{generation}.partial"
    build_index(aside / "index", POINTS, dims=2, meta={}, url=stand_in.url, choices=choices)
    aside.rename(aside.with_suffix(""))
    (choices.data / "current").write_text(generation, encoding="utf-8")
    return noted(choices.data / "generations" / generation / "index")


def there(stand_in: StandIn) -> set[str]:
    """The collections on the server."""
    return {found.name for found in stand_in.store.get_collections().collections}


def aliases(stand_in: StandIn) -> dict[str, str]:
    """The aliases on the server."""
    return {found.alias_name: found.collection_name for found in stand_in.store.get_aliases().aliases}


def test_a_generation_is_built_aside_and_named_by_deployment_and_number(stand_in: StandIn, choices: Choices) -> None:
    """Until it is published nothing names it; then the alias does."""
    first = publish(stand_in, choices, "g000001-aa")
    assert first.startswith("mandategraph-g000001-aa-")
    assert there(stand_in) == {first} == set(ours(choices.data))
    assert aliases(stand_in) == {}
    assert settle_collections(stand_in.url, choices) == []
    assert aliases(stand_in) == {"mandategraph-current": first}


def test_the_alias_is_switched_in_one_request_and_the_old_collection_goes_with_its_generation(
    stand_in: StandIn, choices: Choices
) -> None:
    """As long as the folder is there, kept or held by a reader, the collection is."""
    first = publish(stand_in, choices, "g000001-aa")
    settle_collections(stand_in.url, choices)
    second = publish(stand_in, choices, "g000002-bb")
    before = len(stand_in.bodies)
    assert settle_collections(stand_in.url, choices) == []
    switches = [body["actions"] for body in stand_in.bodies[before:] if "actions" in body]
    assert [[next(iter(action)) for action in actions] for actions in switches] == [["delete_alias", "create_alias"]]
    assert aliases(stand_in) == {"mandategraph-current": second}
    assert there(stand_in) == {first, second}
    shutil.rmtree(choices.data / "generations" / "g000001-aa")
    assert settle_collections(stand_in.url, choices) == [first]
    assert there(stand_in) == {second} == set(ours(choices.data))


def test_a_killed_build_leaves_nothing_for_good(stand_in: StandIn, choices: Choices) -> None:
    """It was written down before it was begun, and goes before the next one is."""
    stand_in.troubles.extend([""] * 4 + ["503"] * 9)
    with pytest.raises(StoreError):
        publish(stand_in, choices, "g000001-aa")
    stand_in.troubles.clear()
    (half,) = there(stand_in)
    assert ours(choices.data) == [half]
    shutil.rmtree(choices.data / "generations", ignore_errors=True)  # as generations.begin does
    whole = publish(stand_in, choices, "g000001-aa")
    assert there(stand_in) == {whole} == set(ours(choices.data))
    assert whole != half


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_builds_leaves_nothing_for_good(stand_in: StandIn, choices: Choices) -> None:
    """By `kill -9`, with half of its points on their way."""
    code = (
        "import sys, pathlib, tests.stores.test_deployment as made, stores.vectors.chosen as chosen;"
        "data = pathlib.Path(sys.argv[2]); choices = made.Choices(data);"
        "folder = data / 'generations' / 'g000001-aa.partial' / 'index';"
        "chosen.build_index(folder, made.POINTS, dims=2, meta={}, url=sys.argv[1], choices=choices)"
    )
    stand_in.troubles.extend([""] * 5 + ["hang"])
    builder = subprocess.Popen([sys.executable, "-c", code, stand_in.url, str(choices.data)], cwd=ROOT)
    try:
        until = time.monotonic() + 60
        while "PUT points" not in stand_in.exchanges:
            assert builder.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        builder.kill()
        builder.wait()
    (half,) = there(stand_in)
    assert ours(choices.data) == [half]
    whole = publish(stand_in, choices, "g000001-aa")
    assert there(stand_in) == {whole} != {half}


def test_what_another_built_is_never_removed(
    stand_in: StandIn, choices: Choices, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not by another prefix, not by the same one, and not where a copy of our own folder went elsewhere."""
    other = replace(choices, data=tmp_path / "other", prefix="mandategraph-test")
    same = replace(choices, data=tmp_path / "same")
    theirs, also = publish(stand_in, other, "g000001-aa"), publish(stand_in, same, "g000001-aa")
    for each in (other, same):
        settle_collections(stand_in.url, each)
    first = publish(stand_in, choices, "g000001-aa")
    assert settle_collections(stand_in.url, choices) == []
    assert "does another deployment use this prefix" in caplog.text
    shutil.copytree(choices.data, tmp_path / "copy")
    (tmp_path / "copy" / LIST).unlink()  # backups leave it out
    shutil.rmtree(tmp_path / "copy" / "generations" / "g000001-aa")
    moved = publish(stand_in, replace(choices, data=tmp_path / "copy"), "g000002-cc")
    settle_collections(stand_in.url, replace(choices, data=tmp_path / "copy"))
    assert there(stand_in) == {theirs, also, first, moved}
    assert aliases(stand_in) == {"mandategraph-test-current": theirs, "mandategraph-current": moved}


def test_a_server_that_is_gone_after_publishing_is_no_failure(
    stand_in: StandIn, choices: Choices, caplog: pytest.LogCaptureFixture
) -> None:
    """The generation serves; what is left to do is said, and done by the next run."""
    first = publish(stand_in, choices, "g000001-aa")
    stand_in.troubles.extend(["503"] * 2)
    assert settle_collections(stand_in.url, choices) == []
    assert "stay as they are until the next run" in caplog.text
    assert ours(choices.data) == [first]
    settle_collections(stand_in.url, choices)
    assert aliases(stand_in) == {"mandategraph-current": first}


def test_nothing_is_asked_where_nothing_was_built(stand_in: StandIn, choices: Choices) -> None:
    """A deployment with an embedded index never looks for a server."""
    assert settle_collections("", choices) == settle_collections(stand_in.url, choices) == []
    assert stand_in.exchanges == []


def test_a_note_that_cannot_be_read_keeps_everything(
    stand_in: StandIn, choices: Choices, caplog: pytest.LogCaptureFixture
) -> None:
    """What it named is not known, so nothing may go; the next build goes on."""
    first, second = publish(stand_in, choices, "g000001-aa"), publish(stand_in, choices, "g000002-bb")
    shutil.rmtree(choices.data / "generations" / "g000001-aa")
    note = choices.data / "generations" / "g000002-bb" / "index" / NOTE
    note.write_text("{", encoding="utf-8")
    assert sweep(stand_in.url, choices) == []
    assert "No collection is removed" in caplog.text
    third = publish(stand_in, choices, "g000003-cc")
    assert there(stand_in) == {first, second, third}
    (choices.data / LIST).write_text("3", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="no list of collections"):
        publish(stand_in, choices, "g000004-dd")


def test_an_index_that_is_not_where_it_is_wanted_is_built_anew(stand_in: StandIn, choices: Choices) -> None:
    """Gone from the server, half there, of another layout, embedded where a server is set, or the other way round."""
    name = publish(stand_in, choices, "g000001-aa")
    index = choices.data / "generations" / "g000001-aa" / "index"
    assert lies_as_set(index, url=stand_in.url, choices=choices)
    assert lies_as_set(index, url=stand_in.url, choices=replace(choices, wall_s=9.0, prefix="other"))
    assert not lies_as_set(index, url=stand_in.url, choices=replace(choices, graph=16))
    assert not lies_as_set(index, url="", choices=choices)
    stand_in.store.delete_collection(name)
    assert not lies_as_set(index, url=stand_in.url, choices=choices)
    with pytest.raises(StoreMissing, match="no finished collection") as caught:
        open_index(index, url=stand_in.url, choices=choices)
    assert "mandategraph ingest" in caught.value.advice
    whole = (index / FILE).read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"x" * 99):
        (index / FILE).write_bytes(damaged)
        with pytest.raises(StoreDamaged, match="cannot be read"):
            open_index(index, url=stand_in.url, choices=choices)
    assert not lies_as_set(index, url=stand_in.url, choices=choices)
    (index / NOTE).write_text(json.dumps([]), encoding="utf-8")
    assert not lies_as_set(index, url=stand_in.url, choices=choices)
    build_index(choices.data / "embedded", POINTS, dims=2, meta={}, url="")
    assert lies_as_set(choices.data / "embedded", url="", choices=choices)
    assert not lies_as_set(choices.data / "embedded", url=stand_in.url, choices=choices)
    stand_in.stop()
    NO_WORDS.write(index)
    (index / NOTE).write_text(json.dumps({"collection": name}), encoding="utf-8")
    with pytest.raises(StoreAway, match="did not answer"):
        lies_as_set(index, url=stand_in.url, choices=choices)
