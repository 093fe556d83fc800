"""River, outside documents: what was fetched. In: a document in one language, with its bytes. Out: the bytes by their sha256, a
file named by the symbol, and what a server said of them. Must not connect, nor read what the bytes say.

In the folder `fetched` of the data: `bytes/` by sha256, `files/` named as the identification of sources reads names,
`unfinished/` for what broke off, and the index. The index is written last: a kill leaves bytes that nobody names, never a name
without bytes.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.outside.unfinished import Came, Unfinished, Validators
from ontology.errors import StoreDamaged, StoreError, StoreStale
from ontology.symbol import Symbol
from stores.generations import writer_lock

_SCHEMA = """
create table if not exists held (
  symbol text not null, language text not null, format text not null, sha256 text not null, size integer not null,
  name text not null, url text not null, etag text not null, last_modified text not null, fetched text not null,
  primary key (symbol, language, format)
);
"""
_VERSION = 1  # raised whenever the table changes
_ADVICE = "Move that folder aside and fetch the documents again."


@dataclass(frozen=True, slots=True)
class Asked:
    """One document in one language, in the format that the system is asked for."""

    symbol: Symbol
    language: str
    format: str

    @property
    def stem(self) -> str:
        """A file name by the symbol and the language, as in A_72_884-fr."""
        return f"{self.symbol.text.replace('/', '_')}-{self.language}"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was fetched: where it is, sha256 and number of its bytes, where they came from and what was said of them."""

    file: Path
    sha256: str
    size: int
    url: str
    validators: Validators


class Holdings:
    """What was fetched, in the folder `fetched` of a data folder."""

    def __init__(self, folder: Path) -> None:
        self._bytes, self.files, self._aside = (folder / name for name in ("bytes", "files", "unfinished"))
        for place in (self._bytes, self.files, self._aside):
            place.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(folder / "index.sqlite", isolation_level=None, timeout=30)
        try:
            known = self._base.execute("pragma user_version").fetchone()[0]
            if known not in (0, _VERSION):
                raise StoreStale(f"The index in {folder} has form {known}, not {_VERSION}.", advice=_ADVICE)
            self._base.executescript(f"pragma user_version={_VERSION}; {_SCHEMA}")
        except BaseException:
            self.close()
            raise

    @classmethod
    @contextmanager
    def opened(cls, data: Path) -> Iterator["Holdings"]:
        """The holdings of a data folder, given back at the end; StoreBusy where another run fetches, else StoreError."""
        folder = data / "fetched"
        with writer_lock(folder):
            try:
                holdings = cls(folder)
            except sqlite3.DatabaseError as error:
                raise StoreDamaged(f"The index in {folder} cannot be read: {error}.", advice=_ADVICE) from error
            except OSError as error:
                raise StoreError(f"Wanted to keep documents in {folder}; the system says: {error}.") from error
            try:
                yield holdings
            finally:
                holdings.close()

    def close(self) -> None:
        """Gives the index back."""
        self._base.close()

    def unfinished(self, asked: Asked) -> Unfinished:
        """The file into which it comes."""
        return Unfinished(self._aside / f"{asked.stem}.{asked.format}")

    def held(self, asked: Asked) -> Held | None:
        """What is held of it; None where nothing is, or where its bytes are no longer those that came."""
        row = self._base.execute(
            "select name, sha256, size, url, etag, last_modified from held where symbol = ? and language = ? and format = ?",
            (asked.symbol.text, asked.language, asked.format),
        ).fetchone()
        if row is None:
            return None
        name, sha256, size, url, etag, last_modified = row
        kept = self._bytes / sha256
        if not kept.is_file() or _digest(kept) != sha256:
            return None
        self._name(kept, self.files / name)
        return Held(self.files / name, sha256, size, url, Validators(etag, last_modified))

    def other_language(self, asked: Asked, file: Path) -> str | None:
        """The other language in which the same symbol has the very same bytes, if there is one."""
        row = self._base.execute(
            "select language from held where symbol = ? and language <> ? and sha256 = ?",
            (asked.symbol.text, asked.language, _digest(file)),
        ).fetchone()
        return None if row is None else str(row[0])

    def keep(self, asked: Asked, came: Came, suffix: str) -> Held:
        """Takes what came out of its unfinished file, names it, and notes where it is from."""
        unfinished = self.unfinished(asked)
        sha256, size = _digest(unfinished.file), unfinished.size
        kept, name = self._bytes / sha256, f"{asked.stem}.{suffix}"
        with unfinished.file.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.file.chmod(0o444)  # two names, one file: an editor would change the bytes behind their digest
        unfinished.file.replace(kept)
        self._name(kept, self.files / name)
        said = came.validators
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (asked.symbol.text, asked.language, asked.format, sha256, size, name, came.url, said.etag, said.last_modified, now)
        self._base.execute(f"insert or replace into held values ({', '.join('?' * len(row))})", row)  # noqa: S608 (only marks)
        unfinished.forget()
        return Held(self.files / name, sha256, size, came.url, said)

    def _name(self, kept: Path, named: Path) -> None:
        """Lets a name lead to kept bytes, by a link where the file system has such, else by a copy; at once in either case."""
        if named.is_file() and (named.samefile(kept) or _digest(named) == kept.name):
            return
        aside = self._aside / f"{named.name}.named"
        aside.unlink(missing_ok=True)
        try:
            aside.hardlink_to(kept)
        except OSError:
            shutil.copyfile(kept, aside)
        aside.replace(named)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
