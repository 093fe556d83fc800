"""Tests of faults: a flipped byte, a file cut short. In: copies of two published generations. Out: the earlier one serves and it
is said, or an error; never another answer.
"""

import json
import logging
import os
import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api.library import Library
from ingest.pipeline import ingest
from ontology.errors import StoreDamaged
from stores import generations, sound
from stores.graph.store import GraphStore
from stores.settings import Settings
from tests.faults.conftest import FIRST, SECOND, Place

MINILM = "all-MiniLM-L6-v2"


def flip(file: Path, at: int | None = None) -> None:
    """Turns one bit, in the middle unless told, as a disk may: times and size stay."""
    stat = file.stat()
    place = stat.st_size // 2 if at is None else at
    with file.open("r+b") as spoilt:
        spoilt.seek(place)
        byte = spoilt.read(1)[0]
        spoilt.seek(place)
        spoilt.write(bytes([byte ^ 1]))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def alone(file: Path) -> Path:
    """The file, no longer shared with other generations by hard links."""
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)
    return file


def published(place: Place) -> tuple[str, str]:
    """The names of both generations."""
    first, second = sorted(path.name for path in (place.data / "generations").iterdir())
    return first, second


def kinds(folder: Path) -> list[Path]:
    """One file of each kind that a generation has: by what its name ends with, and the folder that it lies in."""
    found = {(file.relative_to(folder).parts[0], file.suffix): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return [file for file in found.values() if file.stat().st_size]


@pytest.mark.slow
def test_damage_in_any_kind_of_file_has_the_generation_before_serve(place: Place) -> None:
    """A flipped bit and two bytes that are missing at the end, in graph, index, words, tokens, dumps, records and receipt."""
    first, second = published(place)
    files = kinds(place.data / "generations" / second)
    assert {file.relative_to(place.data / "generations" / second).parts[0] for file in files} >= {
        "graph", "index", "tokens", "dumps", "words.sqlite", "receipt.json", "build.json", "changes.json", "graphs.json",
    }  # fmt: skip
    for file in files:
        content = alone(file).read_bytes()
        for harm in ("flipped", "cut"):
            if harm == "flipped":
                flip(file)
            else:
                file.write_bytes(content[:-2])
            found = generations.current(place.data)
            assert (found.id, second in found.warning) == (first, True), (file, harm)
            file.write_bytes(content)
    assert generations.current(place.data).id == second


@pytest.mark.slow
def test_damage_in_a_big_file_is_found_right_after_opening(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What opening does not read, a thread of the server does: the earlier generation takes over; log and warning tell."""
    monkeypatch.setattr(sound, "SMALL", 0)
    first, second = published(place)
    spoilt = max((place.data / "generations" / second / "graph").glob("*.sst"), key=lambda file: file.stat().st_ino)
    flip(alone(spoilt), 10)  # in its first block of statements, which opening does not read
    library = Library.open(Settings(data=place.data, models=place.models, model=MINILM, query_workers=1))
    try:
        with library.serving() as serving:
            assert serving.generation.id == second
        with caplog.at_level(logging.ERROR):
            assert not library.verify()
        assert f"{second} is damaged" in caplog.text
        with library.serving() as serving:
            assert serving.generation.id == first
            assert second in serving.warning
        assert library.verify()
    finally:
        library.close()


@pytest.mark.slow
def test_damage_that_only_an_engine_finds_has_the_generation_before_serve(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a graph's file is read by its engine when it opens it, and by nothing of ours before."""
    monkeypatch.setattr(sound, "SMALL", 0)
    first, second = published(place)
    for file in (place.data / "generations" / second / "graph").glob("*.sst"):
        flip(alone(file), file.stat().st_size - 30)
    library = Library.open(Settings(data=place.data, models=place.models, model=MINILM, query_workers=1))
    with closing(library), library.serving() as serving:
        assert serving.generation.id == first
        assert second in serving.warning


@pytest.mark.slow
def test_the_engine_answers_nothing_from_a_damaged_block(place: Place) -> None:
    """Wherever a bit of a graph's file is turned: the answer is the same as before, or an error, and never another one."""
    graph = place.data / "generations" / published(place)[1] / "graph"
    chance, errors = random.Random(8), 0  # noqa: S311 # a draw, no secret
    for file in graph.glob("*.sst"):
        alone(file)

    def export() -> bytes:
        with GraphStore.read_only(graph) as store:
            return b"".join(store.export())

    whole = export()
    files = sorted(graph.glob("*.sst"))
    for file in chance.choices(files, [file.stat().st_size for file in files], k=30):
        at = chance.randrange(file.stat().st_size)
        flip(file, at)
        try:
            assert export() == whole, (file, at)
        except StoreDamaged:
            errors += 1
        flip(file, at)
    assert errors > 3
    assert export() == whole


@pytest.mark.slow
def test_damage_that_all_generations_share_is_mended_by_the_next_ingest(models: Path, small_home: Path, tmp_path: Path) -> None:
    """The working graph shares it too: it is described anew from the kept bytes, and the same statements are published."""
    settings = Settings(data=tmp_path, models=models, model=MINILM, workers=1)
    ingest([FIRST, SECOND], settings, home=small_home)
    served = generations.current(tmp_path)
    with GraphStore.read_only(served.graph) as store:
        whole = b"".join(store.export())
    flip(max(served.graph.glob("*.sst"), key=lambda file: (file.stat().st_nlink, file.stat().st_size)))
    with pytest.raises(StoreDamaged, match="No earlier generation is sound"):
        generations.current(tmp_path)
    receipt = ingest([], settings, home=small_home)
    assert receipt.generation
    mended = generations.current(tmp_path)
    assert (mended.id, mended.warning) == (receipt.generation, "")
    with GraphStore.read_only(mended.graph) as store:
        assert b"".join(store.export()) == whole


@pytest.mark.slow
def test_kept_bytes_that_were_damaged_are_never_read(models: Path, small_home: Path, tmp_path: Path) -> None:
    """The document is refused with the reason when it must be described anew; its file brings it back."""
    settings = Settings(data=tmp_path, models=models, model=MINILM, workers=1)
    ingest([FIRST], settings, home=small_home)
    kept = next((tmp_path / "work" / "sources").iterdir())
    flip(kept)
    other = replace(settings, base="http://example.org/other/")  # other rules: all is described anew
    told = ingest([], other, home=small_home)
    assert [(line.outcome, "damaged" in str(line.reason)) for line in told.lines] == [("refused", True)]
    again = ingest([FIRST], other, home=small_home)
    assert {line.outcome for line in again.lines} == {"read"}
    assert kept.read_bytes() == FIRST.read_bytes()


@pytest.mark.slow
def test_a_server_says_loudly_that_an_earlier_generation_serves_and_one_command_mends_it(place: Place) -> None:
    """On /health, in the log, by `status`, on standard error of `ask`; after an ingest the server serves the new one."""
    first, second = published(place)
    flip(next((place.data / "generations" / second / "index" / "shard" / "segments").rglob("chunk_0.mmap")), 100)
    log = place.data.parent / "log"
    with log.open("w") as stderr, place.served(stderr=stderr) as server:
        assert server.lives()
        told = server.ask("/health")[1]
        assert (told["generation"], "damaged" in told["warning"]) == (first, True)
        assert server.ask("/search?q=lighthouses")[1]["generation"] == first
        shown = json.loads(place.sound("status", "--json").stdout)["generation"]
        assert (shown["id"], second in shown["warning"]) == (first, True)
        verified = place.run("status", "--verify")
        assert verified.returncode == 1
        assert "chunk_0.mmap" in verified.stderr
        assert "warning" in place.sound("ask", "lighthouses").stderr
        place.sound("ingest", SECOND)
        server.wait_for("/health", lambda told: told["generation"] > second and "warning" not in told)
    assert second in log.read_text(encoding="utf-8")
