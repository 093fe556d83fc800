"""Tests of the keepers: keys. In: a folder. Out: keys that open, and those that no longer do. Must not need a server."""

import json
import stat
import threading
from pathlib import Path

import pytest

from ontology.errors import BadParameter, KeyRefused, NotFound, StoreDamaged
from stores.keys import SCOPES, add_key, find_key, list_keys, revoke_key


def test_a_key_opens_until_it_is_revoked(tmp_path: Path) -> None:
    """And stays listed afterwards, since what it wrote is signed with it."""
    key, text = add_key(tmp_path, "  Ada ", ["verdicts", "graphs"])
    assert (key.name, key.scopes) == ("Ada", ("graphs", "verdicts"))
    assert find_key(tmp_path, text) == key
    ended = revoke_key(tmp_path, key.id)
    assert ended.revoked
    assert revoke_key(tmp_path, key.id) == ended
    with pytest.raises(KeyRefused):
        find_key(tmp_path, text)
    assert list_keys(tmp_path) == [ended]


def test_the_secret_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    """Only its digest is, for the owner's eyes."""
    _, text = add_key(tmp_path, "Ada", SCOPES)
    secret = text.split("_", 2)[2]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(secret.encode() in path.read_bytes() for path in files)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_what_is_no_key_is_refused_in_the_same_words(tmp_path: Path) -> None:
    """Whether the id is known, the secret wrong, or all of it nonsense."""
    key, text = add_key(tmp_path, "Ada", SCOPES)
    revoked, gone = add_key(tmp_path, "Bob", SCOPES)
    revoke_key(tmp_path, revoked.id)
    wrong = [f"mgk_{key.id}_{'A' * 43}", f"mgk_00000000_{text[-43:]}", gone, "", "mgk_", text + " ", text[:-1], "\0", "é" * 60]
    told = set()
    for one in wrong:
        with pytest.raises(KeyRefused) as refused:
            find_key(tmp_path, one)
        told.add(str(refused.value))
    assert len(told) == 1


def test_a_key_has_a_name_and_reaches_something_that_there_is(tmp_path: Path) -> None:
    """Else none is made."""
    for name, scopes in (("", SCOPES), ("a\nb", SCOPES), ("x" * 101, SCOPES), ("Ada", []), ("Ada", ["everything"])):
        with pytest.raises(BadParameter):
            add_key(tmp_path, name, scopes)
    with pytest.raises(NotFound):
        revoke_key(tmp_path, "12345678")
    assert list_keys(tmp_path) == []


def test_keys_made_at_once_are_all_kept(tmp_path: Path) -> None:
    """Two commands at the same moment do not lose each other's."""
    threads = [threading.Thread(target=add_key, args=(tmp_path, f"Ada {number}", SCOPES)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list_keys(tmp_path)) == 8


def test_a_file_that_holds_no_keys_lets_nobody_in(tmp_path: Path) -> None:
    """It is said what is wrong, and nothing is written over it."""
    _, text = add_key(tmp_path, "Ada", SCOPES)
    for content in ("{", json.dumps({"a": 1}), json.dumps([{"id": "x"}])):
        (tmp_path / "keys.json").write_text(content)
        with pytest.raises(StoreDamaged):
            find_key(tmp_path, text)
        with pytest.raises(StoreDamaged):
            add_key(tmp_path, "Bob", SCOPES)
        assert (tmp_path / "keys.json").read_text() == content
