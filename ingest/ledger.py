"""River: the ledger. In: sources that were taken. Out: which renditions each document has, and what it was last described
from.

Bytes are kept by sha256 beside it. Everything here is durable before the graph is touched, so that a kill at any moment loses
nothing and the next run sees what is left to do. Must not read texts.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from ontology.errors import StoreDamaged, StoreError, StoreStale
from reading.readers.anything import AKOMA, DOC, DOCX, HTML, PDF, REGISTRY
from stores.disk import to_be_read

_SCHEMA = """
create table if not exists rendition (
  sha256 text not null, document text not null, language text not null, media_type text not null, fidelity text not null,
  name text not null, stem text not null, origin text not null, primary key (document, origin)
);
create index if not exists rendition_document on rendition (document);
create table if not exists described (document text primary key, signature text not null);
create table if not exists unpublished (mark integer primary key);
create table if not exists taken (origin text primary key, sha256 text not null, rules text not null);
create table if not exists refused (origin text primary key, sha256 text not null, reason text not null);
create table if not exists folder (path text primary key);
create table if not exists published (generation text not null);
"""
_UNCARRY = "delete from rendition where document = ? and origin glob ?"
_VERSION = 3  # raised whenever the tables, or what their rows mean, change
_READ_ON = (
    1,
    2,
    3,
)  # forms that the tables above complete: 1 lacked those that tell what lies where, 2 knew no carried documents
CARRIED = "carried:"  # how an origin begins that never was a file: it is no path, so no folder that is looked through holds it
_RANK = {
    media_type: rank for rank, media_type in enumerate((AKOMA, REGISTRY, DOCX, DOC, HTML, PDF, "text/markdown", "text/plain"))
}  # the better a format tells its parts, the earlier


@dataclass(frozen=True, slots=True)
class Held:
    """A rendition that the ledger holds. `origin` is where its bytes came from: new bytes from there take the old ones' place.

    Of a carried one there are no bytes: its document's graph came from plain files (`mandategraph rebuild`).
    """

    sha256: str
    document: str
    language: str
    media_type: str
    fidelity: str
    name: str
    stem: str
    origin: str

    @property
    def is_carried(self) -> bool:
        """Whether its bytes never were here."""
        return self.origin.startswith(CARRIED)

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        """Full text before digest, those with bytes first, better formats first, ties by sha256: the order of ingest must not
        matter.
        """
        return (0 if self.fidelity == "full" else 1, self.is_carried, _RANK.get(self.media_type, len(_RANK)), self.sha256)


class Ledger:
    """The renditions of every document, in a folder of the ingest alone."""

    def __init__(self, folder: Path, base: sqlite3.Connection) -> None:
        self.sources = folder / "sources"
        self._base = base

    @classmethod
    def open(cls, folder: Path) -> "Ledger":
        """The ledger for writing, made if absent; StoreStale where another version wrote it. Close it."""
        (folder / "sources").mkdir(parents=True, exist_ok=True)
        ledger = cls(folder, sqlite3.connect(folder / "ledger.sqlite", isolation_level=None))
        ledger._refuse_other_versions(folder, (0, *_READ_ON))
        ledger._base.executescript("pragma journal_mode=wal; pragma synchronous=full")
        # the form and its tables at once: whoever reads meanwhile sees both or neither
        ledger._base.executescript(f"begin immediate; pragma user_version={_VERSION}; {_SCHEMA} commit")
        return ledger

    @classmethod
    def read_only(cls, folder: Path) -> "Ledger | None":
        """The ledger as it stands, also while an ingest writes to it; None before the first ingest. Close it."""
        file = folder / "ledger.sqlite"
        if not file.is_file():
            return None
        with _sound(folder):
            ledger = cls(folder, sqlite3.connect(to_be_read(file), uri=True, isolation_level=None))
            ledger._refuse_other_versions(folder, (0, 2, _VERSION))  # what is read there is the same in form 2
            if not ledger._tables():  # the first ingest is about to make them
                ledger.close()
                return None
            return ledger

    def _refuse_other_versions(self, folder: Path, known: tuple[int, ...]) -> None:
        found = self._base.execute("pragma user_version").fetchone()[0]
        if found not in known or (not found and self._tables()):
            self.close()
            raise StoreStale(
                f"The ledger in {folder} has form {found}; this version writes form {_VERSION}.",
                advice="Ingest once more if it is an older form; else move the folder aside and ingest the sources again; their"
                " bytes stay in its folder sources.",
            )

    def _tables(self) -> int:
        return int(self._base.execute("select count(*) from sqlite_master").fetchone()[0])

    def close(self) -> None:
        """Gives the database back."""
        self._base.close()

    def keep(self, held: Held, data: bytes, rules: str = "") -> None:
        """Keeps the bytes and notes the rendition; what the same origin gave before is superseded, whichever document it was.

        `rules` is the version of what decided whose rendition it is.
        """
        self._keep_bytes(source_file(self.sources, held.sha256), data)
        with self._at_once():
            self._forget(held.origin)
            self._base.execute("delete from rendition where document = ? and origin = ?", (held.document, CARRIED + held.sha256))
            self._base.execute("insert into rendition values (?, ?, ?, ?, ?, ?, ?, ?)", astuple(held))
            self._base.execute("insert into taken values (?, ?, ?)", (held.origin, held.sha256, rules))

    def carry(self, renditions: Iterable[Held]) -> None:
        """Notes renditions of which there are no bytes, all or none."""
        with self._at_once():
            self._base.executemany("insert into rendition values (?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, renditions))

    def carried(self) -> list[str]:
        """The keys of the documents whose graphs were carried here without bytes, and stand for that still."""
        rows = self._base.execute(
            "select distinct document from rendition where origin glob ? order by document", (f"{CARRIED}*",)
        )
        return [row[0] for row in rows]

    def taken(self, origin: str, sha256: str, rules: str) -> str | None:
        """The document that these bytes from there were taken in as, by the same rules; None where they must be looked at."""
        row = self._base.execute(
            "select document from rendition join taken using (origin) where origin = ? and taken.sha256 = ? and rules = ?",
            (origin, sha256, rules),
        ).fetchone()
        return str(row[0]) if row and source_file(self.sources, sha256).is_file() else None

    def note_refused(self, origin: str, sha256: str, reason: str) -> None:
        """Remembers why the bytes that lie there were refused; what the origin gave before stays."""
        self._base.execute("insert or replace into refused values (?, ?, ?)", (origin, sha256, reason))

    def refused(self) -> dict[str, tuple[str, str]]:
        """Sha256 and reason of what was refused, by origin."""
        return {origin: (sha256, reason) for origin, sha256, reason in self._base.execute("select * from refused")}

    def note_folder(self, path: str) -> None:
        """Remembers a folder that was given."""
        self._base.execute("insert or ignore into folder values (?)", (path,))

    def folders(self) -> list[str]:
        """All folders that were ever given."""
        return [row[0] for row in self._base.execute("select path from folder order by path")]

    def held(self) -> list[Held]:
        """All renditions, by document and origin."""
        return [Held(*row) for row in self._base.execute("select * from rendition order by document, origin")]

    def withdraw(self, origins: Iterable[str]) -> None:
        """Forgets the renditions from these origins, all or none; their bytes stay."""
        with self._at_once():
            for origin in origins:
                self._forget(origin)

    def _forget(self, origin: str) -> None:
        for table in ("rendition", "taken", "refused"):
            self._base.execute(f"delete from {table} where origin = ?", (origin,))  # noqa: S608 # three names of ours

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._base.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._base.execute("rollback")
            raise
        self._base.execute("commit")

    def _keep_bytes(self, target: Path, data: bytes) -> None:
        if target.exists():
            return
        aside = target.with_suffix(".partial")
        try:
            with aside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        except OSError as error:
            raise StoreError(
                f"Wanted to keep the bytes of a source in {target.parent}; the system says: {error.strerror}.",
                advice="Make room there and ingest again: it goes on where it was.",
            ) from error

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

    def note_described(self, signatures: Mapping[str, str]) -> None:
        """Says that the graphs of these documents now stand for these signatures, all or none: no longer for what was carried."""
        with self._at_once():
            self._base.executemany(_UNCARRY, ((document, f"{CARRIED}*") for document in signatures))
            self._base.executemany("insert or replace into described values (?, ?)", signatures.items())

    def note_unpublished(self, anew: Iterable[str] = ()) -> None:
        """Says, before a graph is touched, that the working graph is ahead of what serves; a killed run leaves this behind.

        `anew` are documents whose graphs are put in piece by piece: until `note_described` they stand for nothing, also where a
        graph that is no longer there once stood for the same signature.
        """
        with self._at_once():
            self._base.execute("insert or ignore into unpublished values (1)")
            self._base.executemany("delete from described where document = ?", ((document,) for document in anew))

    def note_published(self, generation: str) -> None:
        """Says that what serves is the working graph, and as which generation it was published."""
        with self._at_once():
            for table in ("unpublished", "published"):
                self._base.execute(f"delete from {table}")  # noqa: S608 # two names of ours
            self._base.execute("insert into published values (?)", (generation,))

    @property
    def published(self) -> str:
        """The generation as which the working graph was published last; empty where no run has noted it."""
        row = self._base.execute("select generation from published").fetchone()
        return str(row[0]) if row else ""

    @property
    def is_unpublished(self) -> bool:
        """Whether some graph changed since the last generation was published."""
        return self._base.execute("select 1 from unpublished").fetchone() is not None


def source_file(sources: Path, sha256: str) -> Path:
    """Where the bytes with this digest are kept."""
    return sources / sha256


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a working folder, closed at the end; StoreDamaged where its database cannot be read or written."""
    with _sound(folder):
        ledger = Ledger.open(folder)
        try:
            yield ledger
        finally:
            ledger.close()


@contextmanager
def _sound(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"The ledger in {folder} cannot be read or written: {error}.",
            advice="Make room there; if it is damaged, move the folder aside and ingest the sources again.",
        ) from error
