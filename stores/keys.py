"""Keepers: the keys. In: who shall be let in, and what came in their name. Out: the key that it is. Must not keep a secret.

A key reads `mgk_ID_SECRET`. Only the SHA-256 of the secret is kept: with 256 random bits there is nothing to guess, so that a
slow hash would only slow the server down. Keys lie in `keys.json` of the data folder, for its owner's eyes only; a change counts
from the next request on, also in a server that runs.
"""

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ontology.errors import BadParameter, KeyRefused, NotFound, SettingsError, StoreDamaged
from stores.layout import check_layout
from stores.room import unwritable

SCOPES: Mapping[str, str] = {
    "update": "run SPARQL updates on curated graphs",
    "graphs": "put, extend and delete curated graphs",
    "verdicts": "hold findings right, wrong or corrected",
    "corrections": "read and settle reported errors",
}
"""What a key may reach, and what that means."""

_TEXT = re.compile(r"mgk_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Key:
    """Who holds a key, and what it reaches. `digest` is the SHA-256 of its secret; `revoked` is when, or empty."""

    id: str
    name: str
    scopes: tuple[str, ...]
    made: str
    digest: str
    revoked: str = ""


def add_key(data: Path, name: str, scopes: Iterable[str]) -> tuple[Key, str]:
    """A new key and its text, which is told once and kept nowhere. BadParameter for a name or scope that is none."""
    given = tuple(scope for scope in SCOPES if scope in set(scopes))
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not given:
        raise BadParameter(
            f"Wanted what the key reaches; got {', '.join(unknown) or 'nothing'}.", advice=f"There are: {', '.join(SCOPES)}."
        )
    if not 1 <= len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise BadParameter(f"Wanted a name of 1 to {_LONGEST_NAME} characters in one line.", advice="Name who will hold the key.")
    secret = secrets.token_urlsafe(32)
    with _changing(data) as keys:
        key = Key(_new_id(keys), name.strip(), given, _now(), _digest(secret))
        keys[key.id] = key
    return key, f"mgk_{key.id}_{secret}"


def revoke_key(data: Path, key_id: str) -> Key:
    """Ends a key for good; it stays listed, since what it wrote is signed with it. NotFound where there is none."""
    with _changing(data) as keys:
        if key_id not in keys:
            raise NotFound(f"There is no key {key_id[:60]!r}.", advice="`mandategraph key list` names them.")
        keys[key_id] = replace(keys[key_id], revoked=keys[key_id].revoked or _now())
        return keys[key_id]


def list_keys(data: Path) -> list[Key]:
    """All keys in the order in which they were made, the revoked too. StoreDamaged where the file cannot be read."""
    return list(_read(data).values())


def find_key(data: Path, text: str) -> Key:
    """The key that a text is; KeyRefused, in the same words, where it is none, of nobody's, or was revoked."""
    match = _TEXT.fullmatch(text)
    key = _read(data).get(match[1]) if match else None
    # Compared also where there is no such key, and in constant time: how long it takes tells nothing.
    same = hmac.compare_digest(_digest(match[2] if match else ""), key.digest if key else _digest("nobody"))
    if key is None or not same or key.revoked:
        raise KeyRefused("That key is unknown here, or was revoked.", advice="Ask the curators of this site for one.")
    return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _new_id(keys: Mapping[str, Key]) -> str:
    while (found := secrets.token_hex(4)) in keys:
        pass
    return found


@contextmanager
def _changing(data: Path) -> Iterator[dict[str, Key]]:
    """The keys, to be changed in the block and kept at its end; one process after the other."""
    file = data / "keys.json"
    try:
        data.mkdir(parents=True, exist_ok=True)
        with (data / "keys.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            keys = _read(data)
            yield keys
            _write(file, keys)
    except OSError as error:
        if told := unwritable(error, data):
            raise told from error
        raise SettingsError(
            f"Wanted to keep keys in the data folder {data}; the system says: {error.strerror}.",
            advice="Set MANDATEGRAPH_DATA to a folder that you may write to.",
        ) from error


def _read(data: Path) -> dict[str, Key]:
    check_layout(data)
    file = data / "keys.json"
    if not file.is_file():
        return {}
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        keys = [Key(**one | {"scopes": tuple(one["scopes"])}) for one in told]
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"{file} holds no keys: {error}.", advice="Restore it from a copy, or remove it and make new keys."
        ) from error
    return {key.id: key for key in keys}


def _write(file: Path, keys: Mapping[str, Key]) -> None:
    aside = file.with_suffix(".partial")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(json.dumps([asdict(key) for key in keys.values()], indent=1, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)
