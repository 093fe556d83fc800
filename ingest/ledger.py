"""River: the ledger. In: sources that were taken. Out: which renditions each document has, and what it was last described
from.

Bytes are kept by sha256 beside it. Everything here is durable before the graph is touched, so that a kill at any moment loses
nothing and the next run sees what is left to do. Must not read texts.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from ontology.errors import StoreStale
from reading.readers.anything import AKOMA, DOC, DOCX, HTML, PDF, REGISTRY

_SCHEMA = """
create table if not exists rendition (
  sha256 text not null, document text not null, language text not null, media_type text not null, fidelity text not null,
  name text not null, stem text not null, origin text not null, primary key (document, origin)
);
create index if not exists rendition_document on rendition (document);
create table if not exists described (document text primary key, signature text not null);
create table if not exists unpublished (mark integer primary key);
"""
_VERSION = 1  # raised whenever the tables change
_RANK = {
    media_type: rank for rank, media_type in enumerate((AKOMA, REGISTRY, DOCX, DOC, HTML, PDF, "text/markdown", "text/plain"))
}  # the better a format tells its parts, the earlier


@dataclass(frozen=True, slots=True)
class Held:
    """A rendition that the ledger holds. `origin` is where its bytes came from: new bytes from there take the old ones' place."""

    sha256: str
    document: str
    language: str
    media_type: str
    fidelity: str
    name: str
    stem: str
    origin: str

    @property
    def rank(self) -> tuple[int, int, str]:
        """Full text before digest, better formats first, ties by sha256: the order of ingest must not matter."""
        return (0 if self.fidelity == "full" else 1, _RANK[self.media_type], self.sha256)


class Ledger:
    """The renditions of every document, in a folder of the ingest alone."""

    def __init__(self, folder: Path) -> None:
        self._sources = folder / "sources"
        self._sources.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(folder / "ledger.sqlite", isolation_level=None)
        self._refuse_other_versions(folder)
        self._base.executescript(f"pragma journal_mode=wal; pragma synchronous=full; pragma user_version={_VERSION}; {_SCHEMA}")

    def _refuse_other_versions(self, folder: Path) -> None:
        found = self._base.execute("pragma user_version").fetchone()[0]
        tables = self._base.execute("select count(*) from sqlite_master").fetchone()[0]
        if tables and found != _VERSION:
            raise StoreStale(
                f"The ledger in {folder} has form {found}; this version writes form {_VERSION}.",
                advice=f"Move {folder} aside and ingest the sources again; their bytes stay in its folder sources.",
            )

    def close(self) -> None:
        """Gives the database back."""
        self._base.close()

    def keep(self, held: Held, data: bytes) -> None:
        """Keeps the bytes and notes the rendition; what the same origin gave before is superseded, whichever document it was."""
        target = self._sources / held.sha256
        if not target.exists():
            aside = target.with_suffix(".partial")
            with aside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        self._base.execute("begin immediate")
        self._base.execute("delete from rendition where origin = ?", (held.origin,))
        self._base.execute("insert into rendition values (?, ?, ?, ?, ?, ?, ?, ?)", astuple(held))
        self._base.execute("commit")

    def data(self, sha256: str) -> bytes:
        """The bytes of a rendition."""
        return (self._sources / sha256).read_bytes()

    def renditions(self, document: str) -> list[Held]:
        """The renditions of a document, the best first; equal bytes from several origins are one."""
        rows = self._base.execute("select * from rendition where document = ? order by origin desc", (document,))
        by_sha256 = {held.sha256: held for held in (Held(*row) for row in rows)}
        return sorted(by_sha256.values(), key=lambda held: held.rank)

    def documents(self) -> list[str]:
        """The keys of all documents that have a rendition."""
        return [row[0] for row in self._base.execute("select distinct document from rendition order by document")]

    def described_from(self, document: str) -> str | None:
        """The signature that the document's graph was last made from."""
        row = self._base.execute("select signature from described where document = ?", (document,)).fetchone()
        return str(row[0]) if row else None

    def note_described(self, document: str, signature: str) -> None:
        """Says that the document's graph now stands for this signature."""
        self._base.execute("insert or replace into described values (?, ?)", (document, signature))

    def note_unpublished(self) -> None:
        """Says, before a graph is touched, that the working graph is ahead of what serves; a killed run leaves this behind."""
        self._base.execute("insert or ignore into unpublished values (1)")

    def note_published(self) -> None:
        """Says that what serves is the working graph."""
        self._base.execute("delete from unpublished")

    @property
    def is_unpublished(self) -> bool:
        """Whether some graph changed since the last generation was published."""
        return self._base.execute("select 1 from unpublished").fetchone() is not None


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a working folder, closed at the end."""
    ledger = Ledger(folder)
    try:
        yield ledger
    finally:
        ledger.close()
