"""Answers, situations: since when. In: a date or a generation as a person writes it. Out: which documents are of then or later,
which are of before, and which cannot be placed. Must not place a document whose date does not tell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from api.changes import changes_since, was_published
from api.corpus.dated import Dated, dated
from api.library import Library, Serving
from ontology.errors import BadParameter

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_GENERATION = re.compile(r"g[0-9]{1,9}-[0-9a-f]{1,16}")
_EARLIEST = 1945
ADVICE = "Give a year (2021), a month (2021-05), a day (2021-05-03), or a generation as /changes lists them."


@dataclass(frozen=True, slots=True)
class Since:
    """A date, or a generation: `text` as it was given. Of a generation, `new` are the documents that it did not have,
    `reread` those that were read again since, of which the statements cannot be told apart into old and new.
    """

    text: str
    is_generation: bool = False
    new: frozenset[str] = frozenset()
    reread: frozenset[str] = frozenset()

    def takes(self, iri: str, document: Dated | None) -> bool | None:
        """Whether a document is of then or later; None where that cannot be told."""
        if self.is_generation:
            return iri in self.new
        return document.is_since(self.text) if document else None


def since_of(library: Library, serving: Serving, given: str) -> Since:
    """What was given, understood; BadParameter for what is no date, no day of the calendar, no known generation, or in the
    future.

    What is later than today and than every document here is the future.
    """
    text = given.strip()
    if _GENERATION.fullmatch(text):
        return _since_generation(library, serving, text)
    match = _DATE.fullmatch(text)
    if not match or not text.isascii() or int(match[1]) < _EARLIEST:
        raise BadParameter(f"Wanted a date since which something may be new; got {text[:40]!r}.", advice=ADVICE)
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise BadParameter(f"There is no day {text!r} in the calendar.", advice=ADVICE) from error
    latest = max((one.date for one in dated(library, serving).values()), default="")
    if text > max(datetime.now(UTC).date().isoformat(), latest):
        raise BadParameter(
            f"{text} lies in the future: no document can be of then or later. The latest here is of {latest or 'no known date'}.",
            advice="Give a date that has passed.",
        )
    return Since(text)


def _since_generation(library: Library, serving: Serving, text: str) -> Since:
    if text != serving.generation.id and not was_published(library, text):
        raise BadParameter(f"No generation {text!r} is on record here.", advice=ADVICE)
    kinds: dict[str, set[str]] = {"added": set(), "changed": set(), "withdrawn": set()}
    for entry in changes_since(library, serving, text):
        for change in entry.changes:
            if change.document:
                kinds[change.change].add(change.document)
    return Since(text, True, frozenset(kinds["added"]), frozenset(kinds["changed"] - kinds["added"]))


def told_apart(since: Since, documents: Mapping[str, Dated], iri: str) -> str:
    """Where a document stands: "since", "before" or "unknown"."""
    found = since.takes(iri, documents.get(iri))
    return "unknown" if found is None else "since" if found else "before"
