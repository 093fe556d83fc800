"""Answers: which part of a ranking is shown, and in which order. In: limit, offset, order and grouping as a person gives them.
Out: the same, checked; results in that order; results by document. Must not rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.results import Result
from ontology.errors import BadParameter

MOST = 100  # passages that one question leads to, over all its pages
ORDERS = ("relevance", "newest", "oldest")
GROUPINGS = ("document",)
EXPLANATIONS = ("meaning",)


@dataclass(frozen=True, slots=True)
class Page:
    """`limit` passages from the place `offset` of the ranking on. `sort` is their order: by relevance, or by the date of their
    documents; `group` is "document" or empty; `explain` is "meaning" where passages without a word of the question show
    their nearest sentence.
    """

    limit: int = 10
    offset: int = 0
    sort: str = ORDERS[0]
    group: str = ""
    explain: str = ""

    def __post_init__(self) -> None:
        """BadParameter for what cannot be shown. The ranking is the same for every page, so pages neither overlap nor gap."""
        if not 1 <= self.limit <= MOST:
            raise BadParameter(f"Wanted a limit from 1 to {MOST}; got {self.limit}.")
        if not 0 <= self.offset < MOST:
            raise BadParameter(f"Wanted an offset from 0 to {MOST - 1}; got {self.offset}.", advice="Narrow by a filter instead.")
        if self.sort not in ORDERS:
            raise BadParameter(f"Wanted sort as {', '.join(ORDERS)}; got {self.sort[:40]!r}.")
        if self.group not in ("", *GROUPINGS):
            raise BadParameter(f"Wanted group as {', '.join(GROUPINGS)}; got {self.group[:40]!r}.")
        if self.explain not in ("", *EXPLANATIONS):
            raise BadParameter(f"Wanted explain as {', '.join(EXPLANATIONS)}; got {self.explain[:40]!r}.")
        if self.offset and self.sort != ORDERS[0]:
            raise BadParameter(
                f"Pages go by relevance; sort={self.sort} orders the best passages of one page by date.",
                advice=f"Leave out offset and raise limit, to {MOST} at most.",
            )

    @property
    def end(self) -> int:
        """Where the page ends in the ranking."""
        return min(self.offset + self.limit, MOST)

    def ordered(self, results: Sequence[Result]) -> list[Result]:
        """The results of this page in its order. Of one date the more relevant comes first; those without a date come last."""
        if self.sort == ORDERS[0]:
            return list(results)
        dated = sorted((one for one in results if one.issued), key=lambda one: one.issued or "", reverse=self.sort == "newest")
        return [*dated, *(one for one in results if not one.issued)]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one document, the best first: their places in the answer, counted from 0."""

    document: str
    symbols: tuple[str, ...]
    title: str
    issued: str | None
    hits: tuple[int, ...]


def by_document(results: Sequence[Result]) -> tuple[Group, ...]:
    """The documents in the order in which their first hits stand."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(results):
        places.setdefault(one.document, []).append(place)
    return tuple(_group(results, sorted(found, key=lambda at: (-results[at].score, at))) for found in places.values())


def _group(results: Sequence[Result], places: Sequence[int]) -> Group:
    best = results[places[0]]
    return Group(best.document, best.symbols, best.title, best.issued, tuple(places))
