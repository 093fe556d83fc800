"""Answers, situations: a briefing. In: a place and since when. Out: what is new about it, in four lists, each with what was
there before. Must not write a sentence: headings and counts are all that is ours, and words are those of the documents.

What is new: observations of a situation there; recommendations addressed to it, or in a passage that names it; documents with
such a passage; citations in such a passage. For a region, observations of the States in it count too; the rest is of the
region by its own name, for a passage that names a State asks nothing of its region.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.corpus.dated import Dated, dated
from api.library import Library, Serving
from api.situations.named import Item, named
from api.situations.observed import Observation, observed
from api.situations.places import Place, places
from api.situations.since import Since, told_apart


@dataclass(frozen=True, slots=True)
class Section:
    """One list, newest first: what is of then or later, what was there before, and what cannot be placed because its document
    has no date that tells (of a generation: because the document was read again since).
    """

    new: tuple[Item, ...]
    before: tuple[Item, ...]
    unknown: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is new about a place. An item of `documents` is the first passage of a document that names or observes the place."""

    place: Place
    since: Since
    among: tuple[Place, ...]
    observations: Section
    asked: Section
    documents: Section
    cited: Section

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not any(section.new for section in (self.observations, self.asked, self.documents, self.cited))


def briefing(library: Library, serving: Serving, place: Place, since: Since) -> Briefing:
    """What is new about a place since a date or generation."""
    known, where = dated(library, serving), named(library, serving)
    among = places(library, serving).within(place.iri)
    seen = observed(library, serving).of([place.iri, *(one.iri for one in among)])
    observations = [as_item(one) for one in seen]
    naming = where.passages.get(place.iri, ())

    def parted(items: Sequence[Item]) -> Section:
        sides: dict[str, list[Item]] = {"since": [], "before": [], "unknown": []}
        for one in newest_first(items, lambda item: known.get(item.document)):
            sides[told_apart(since, known, one.document)].append(one)
        if since.is_generation:
            sides["unknown"] = [one for one in sides["before"] if one.document in since.reread]
            sides["before"] = [one for one in sides["before"] if one.document not in since.reread]
        return Section(tuple(sides["since"]), tuple(sides["before"]), tuple(sides["unknown"]))

    return Briefing(
        place=place,
        since=since,
        among=tuple(among),
        observations=parted(observations),
        asked=parted(where.asked.get(place.iri, ())),
        documents=parted(first_passages([*naming, *observations])),
        cited=parted(where.cited.get(place.iri, ())),
    )


def as_item(one: Observation) -> Item:
    """An observation as an item of a list."""
    return Item(one.iri, one.passage, one.document_iri, one.order)


def first_passages(items: Sequence[Item]) -> list[Item]:
    """The first passage of each document among items."""
    found: dict[str, Item] = {}
    for one in sorted(items, key=lambda item: (item.document, item.order, item.passage)):
        found.setdefault(one.document, Item("", one.passage, one.document, one.order))
    return list(found.values())


def newest_first(items: Sequence[Item], document: Callable[[Item], Dated | None]) -> list[Item]:
    """Items by the date of their document, newest first, within it as it is read; what has no date comes last."""

    def date(item: Item) -> str:
        known = document(item)
        return known.date if known else ""

    ordered = sorted(items, key=lambda item: (item.document, item.order, item.passage, item.finding))
    return sorted(ordered, key=date, reverse=True)
