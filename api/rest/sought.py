"""Answers, REST: which items stand on a page. In: what was asked of a list. Out: the items with their keys, in order, and what
was asked for them in the end. Must not know HTTP, or read an item's fields.

The engine keeps no index in the order of a key, and to compare two texts it fetches both, each time. So what is few enough is
fetched unsorted and put in order here; and of a list that stands in documents, the next few documents are read, by their rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.library import Library, Serving
from api.rest import compose, rows
from api.rest.compose import Wanted
from api.rest.fields import Sort

MOST_SORTED_HERE = 20_000
_MOST_NARROW = 1_000
_FIRST_WINDOW, _WIDEST = 2, 128


@dataclass(frozen=True, slots=True)
class Sought:
    """The items of a page and one more, where there is one, each as a row with its keys; and the question whose answer begins
    with them.
    """

    asking: Wanted
    items: Sequence[rows.Row]


def sought(library: Library, serving: Serving, wanted: Wanted) -> Sought:
    """The items of a page, whatever way is the cheapest. What the query pool raises."""
    more = replace(wanted, limit=wanted.limit + 1)
    if not wanted.resource.by_document or _is_narrow(serving, wanted):
        return Sought(wanted, _all_at_once(library, serving, more))
    return _in_documents(library, serving, more)


def in_order(found: Sequence[rows.Row], sort: Sort) -> list[rows.Row]:
    """Rows by the keys of an order, then by IRI: as the engine sorts plain literals, by code points."""
    ordered = sorted(found, key=lambda row: row["item"]["value"])
    for key in reversed(sort.keys):
        variable, is_number = key.variable, key.is_number
        ordered.sort(
            key=lambda row: int(row[variable]["value"]) if is_number else row[variable]["value"],
            reverse=key.descending,
        )
    return ordered


def _is_narrow(serving: Serving, wanted: Wanted) -> bool:
    """Whether a filter leaves so few items that the documents need not be gone through."""
    asked = (compose.narrow_query(one, _MOST_NARROW + 1) for one in wanted.filters if one.is_of_item)
    return any(int(str(serving.graph.select(query)[0]["count"])) <= _MOST_NARROW for query in asked)


def _all_at_once(library: Library, serving: Serving, wanted: Wanted) -> list[rows.Row]:
    found = _asked(library, serving, compose.unsorted_query(wanted, MOST_SORTED_HERE + 1))
    if len(found) > MOST_SORTED_HERE:
        return _asked(library, serving, compose.sorted_query(wanted))
    return in_order(found, wanted.sort)[: wanted.limit]


def _in_documents(library: Library, serving: Serving, wanted: Wanted) -> Sought:
    """What the next documents hold, twice as many each time; in all of them at once after the first hundred or so."""
    keys = tuple(key for key in wanted.sort.keys if key.per_document)
    held = _asked(library, serving, compose.documents_query(wanted))
    documents = [row["item"]["value"] for row in in_order(held, replace(wanted.sort, keys=keys))]
    found: list[rows.Row] = []
    start, stop = 0, min(_FIRST_WINDOW, len(documents))
    while start < len(documents):
        window = replace(wanted, window=tuple(documents[start:stop]), limit=wanted.limit - len(found))
        found += _asked(library, serving, compose.window_query(window))
        if len(found) == wanted.limit or stop == len(documents):
            break
        if stop >= _WIDEST:
            return Sought(_as_asked(wanted, ()), _asked(library, serving, compose.sorted_query(wanted)))
        start, stop = stop, min(2 * stop, len(documents))
    return Sought(_as_asked(wanted, documents[:stop] if stop <= _WIDEST else ()), found)


def _as_asked(wanted: Wanted, window: Sequence[str]) -> Wanted:
    return replace(wanted, window=tuple(window), limit=wanted.limit - 1)


def _asked(library: Library, serving: Serving, query: str) -> list[rows.Row]:
    return rows.rows(serving.pool.run(query, base=library.settings.base).body)
