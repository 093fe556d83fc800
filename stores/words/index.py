"""The word index. In: passages with titles and headings, then conditions. Out: a file, then the passages that fulfil them.
Must not rank.

SQLite's own full text engine (FTS5), in a file that is built whole, once, and then only read: phrases, boolean operators and
beginnings of words are exact there, whichever twin keeps the vectors. Words are folded and parted here, not by the engine.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadParameter, StoreDamaged, StoreMissing, StoreStale
from stores.words import condition as c
from stores.words.condition import Condition, Place
from stores.words.folding import is_mark, terms

FORMAT = 1  # raised whenever the same text gives other rows
MOST_FORMS = 500  # words that one pattern may stand for
_APART = "\ue0ff"  # between two titles, so that no phrase runs from one into the next
_NOWHERE = "\ue0fe"  # a word that no text has
_TABLES = f"""
PRAGMA user_version = {FORMAT};
CREATE VIRTUAL TABLE found USING fts5(words, title, heading, content='', columnsize=0, prefix='3 4', tokenize='ascii');
CREATE VIRTUAL TABLE known USING fts5vocab(found, 'col');
CREATE TABLE size(passages INTEGER NOT NULL);
CREATE TABLE vocabulary(term TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
"""
_FILL = "INSERT INTO vocabulary SELECT term, sum(doc) FROM known WHERE col = 'words' GROUP BY term"
_AGAIN = "Publish again: `mandategraph ingest` builds it anew."


@dataclass(frozen=True, slots=True)
class Text:
    """What is found under a key: the words of a passage in one language, the titles of its document, the headings above it."""

    key: str
    words: str
    titles: Sequence[str] = ()
    headings: Sequence[str] = ()


def build_words(file: Path, texts: Iterable[Text]) -> None:
    """Writes the word index of these texts; the file must not exist."""
    if file.exists():
        raise BadParameter(f"The word index {file} exists already.", advice="Build each generation into a folder of its own.")
    with closing(sqlite3.connect(file)) as made:
        made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        ordered = sorted(texts, key=lambda text: text.key)
        for number, text in enumerate(ordered):
            row = (number, _joined([text.words]), _joined(text.titles), _joined(text.headings))
            made.execute("INSERT INTO found(rowid, words, title, heading) VALUES(?, ?, ?, ?)", row)
        made.execute("INSERT INTO found(found) VALUES('optimize')")
        made.execute(_FILL)
        made.execute("INSERT INTO size VALUES(?)", (len(ordered),))
        made.commit()


def _joined(texts: Sequence[str]) -> str:
    return f" {_APART} ".join(" ".join(terms(text)) for text in texts)


def _excludes(condition: Condition) -> bool:
    match condition:
        case c.Not():
            return True
        case c.All(parts) | c.Any(parts):
            return any(map(_excludes, parts))
        case c.Phrase() | c.Pattern():
            return False


class WordIndex:
    """An opened word index. Safe to be asked by several threads at once: each takes a connection, and puts it back."""

    def __init__(self, file: Path) -> None:
        """StoreMissing where there is none, StoreStale where another version wrote it, StoreDamaged where it cannot be read."""
        if not file.is_file():
            raise StoreMissing(f"There is no word index {file}.", advice=_AGAIN)
        self._address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        try:
            version = self._rows("PRAGMA user_version")[0][0]
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(f"The word index {file} cannot be read: {error}.", advice=_AGAIN) from error
        if version != FORMAT:
            raise StoreStale(f"The word index {file} has format {version}; {FORMAT} is running.", advice=_AGAIN)

    def matching(self, condition: Condition) -> NDArray[np.uint32]:
        """The passages that fulfil a condition, as numbers in the order of all keys, rising: the vector index numbers alike.

        What is excluded is taken away here: the engine would list all the rest one by one. BadParameter for a pattern that
        stands for too many words.
        """
        match condition:
            case c.Not(part):
                return np.setdiff1d(np.arange(self._count, dtype=np.uint32), self.matching(part), assume_unique=True)
            case c.All(parts) if _excludes(condition):
                return reduce(partial(np.intersect1d, assume_unique=True), map(self.matching, parts))
            case c.Any(parts) if _excludes(condition):
                return reduce(np.union1d, map(self.matching, parts))
        rows = self._rows("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", self._expression(condition))
        return np.fromiter((row for (row,) in rows), dtype=np.uint32, count=len(rows))

    @cached_property
    def _count(self) -> int:
        return int(self._rows("SELECT passages FROM size")[0][0])

    def frequencies(self, words: Iterable[str]) -> Mapping[str, int]:
        """In how many passages each of these folded words stands; those that stand in none are left out."""
        different = sorted(set(words))
        marks = ", ".join("?" * len(different))
        asked = f"SELECT term, passages FROM vocabulary WHERE term IN ({marks})"  # noqa: S608  # question marks, nothing else
        return dict(self._rows(asked, *different))

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """All words that stand in passages, without marks and numbers, with the number of passages."""
        return {term: count for term, count in self._rows("SELECT term, passages FROM vocabulary") if term.isalpha()}

    def close(self) -> None:
        """Lets go of the file, once nobody asks any more."""
        while (held := self._taken()) is not None:
            held.close()

    def _expression(self, condition: Condition) -> str:
        """A condition that excludes nothing in the engine's words. Each term is quoted; none has a quotation mark."""
        match condition:
            case c.Phrase(found, place, open_end):
                return f'{place} : "{" ".join(found)}"' + (" *" if open_end else "")
            case c.Pattern(form, place):
                return " OR ".join(f'{place} : "{word}"' for word in self._forms(form, place)) or f'{place} : "{_NOWHERE}"'
            case c.All(parts):
                return " AND ".join(f"({self._expression(part)})" for part in parts)
            case c.Any(parts):
                return " OR ".join(f"({self._expression(part)})" for part in parts)
            case c.Not(part):
                raise AssertionError(f"what is excluded is taken away by `matching`: {part}")

    def _forms(self, form: str, place: Place) -> list[str]:
        """The words of that form that stand in a place."""
        if any(is_mark(sign) and sign not in "*?" for sign in form):
            return []
        asked = "SELECT term FROM vocabulary WHERE ? = 'words' AND term GLOB ? LIMIT ?"
        if place != "words":
            asked = "SELECT term FROM known WHERE col = ? AND term GLOB ? LIMIT ?"
        rows = self._rows(asked, place, form, MOST_FORMS + 1)
        if len(rows) > MOST_FORMS:
            raise BadParameter(
                f"The word {form!r} stands for more than {MOST_FORMS} words.",
                advice="Write more of its letters, such as genocid*.",
            )
        return [term for (term,) in rows]

    def _rows(self, asked: str, *values: str | int) -> list[tuple[Any, ...]]:
        held = self._taken() or sqlite3.connect(self._address, uri=True, check_same_thread=False)  # one thread at a time has it
        try:
            return held.execute(asked, values).fetchall()
        finally:
            self._idle.put(held)

    def _taken(self) -> sqlite3.Connection | None:
        """A connection that nobody uses; threads come and go, and none keeps one."""
        try:
            return self._idle.get_nowait()
        except Empty:
            return None
