"""Tests of the river: one document at the desk. In: kept bytes, sound and broken. Out: its graph, or why there is none."""

import hashlib
from pathlib import Path

import pytest

from ingest.desk import Describe, Described, Desk, Refused
from ingest.ledger import Held
from stores.settings import Settings

SOUND = b"A/85/31\n\n1. The harbours opened again in the spring.\n\n2. The lamps were lit again in the autumn.\n"


@pytest.fixture
def desk(tmp_path: Path, small_home: Path) -> Desk:
    """A desk over an empty folder of kept bytes."""
    return Desk(Settings(data=tmp_path / "data"), small_home, tmp_path)


def kept(folder: Path, data: bytes, name: str, fidelity: str = "full") -> Held:
    """A rendition whose bytes lie in the folder."""
    sha256 = hashlib.sha256(data).hexdigest()
    (folder / sha256).write_bytes(data)
    return Held(sha256, "A/85/31", "en", "text/plain", fidelity, name, "A_85_31", name)


def test_the_next_best_stands_in_the_place_of_what_cannot_be_read(desk: Desk, tmp_path: Path) -> None:
    """What an older version took in may be refused by a newer one: the document stays, and the receipt says so."""
    broken, sound = kept(tmp_path, b"\x00broken", "broken.txt"), kept(tmp_path, SOUND, "sound.txt")
    answer = desk.answer(Describe("A/85/31", (broken, sound), ()))
    assert isinstance(answer, Described)
    assert (answer.used, answer.stops, answer.counts["passages"]) == (frozenset((sound.sha256,)), (), 2)
    assert any("cannot be read" in note and "broken.txt" in note for note in answer.findings)


def test_a_digest_takes_no_full_texts_place(desk: Desk, tmp_path: Path) -> None:
    """Our words never stand where a full text should; a document without another one is refused with the reason."""
    broken, digest = kept(tmp_path, b"\x00broken", "broken.txt"), kept(tmp_path, SOUND, "digest.md", "digest")
    answer = desk.answer(Describe("A/85/31", (broken, digest), ()))
    assert isinstance(answer, Refused)
    assert "broken.txt" in answer.reason
