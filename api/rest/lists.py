"""Answers, REST: lists and items. In: a resource and what was asked. Out: a page of items, or one item, with the SPARQL that
gives the same. Must not know HTTP.

Which items stand on a page is asked first, and then what is told of them; the SPARQL that is shown gives both at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from api.changes import was_withdrawn
from api.library import Library, Serving
from api.rest import arguments, compose, cursor, rows
from api.rest.compose import Wanted
from api.rest.cursor import Cursor
from api.rest.fields import Resource
from api.rest.sought import sought
from api.rest.table import RESOURCES
from ontology.errors import NotFound, SymbolError, Withdrawn
from ontology.iris import checked
from ontology.symbol import Symbol

ROOT = "/api/v1"
ABOUT = "Not an official United Nations product. The originals are the authority."


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `next` is the address of the page after it, None at the end; `notice` what a caller should know."""

    resource: str
    generation: str
    items: tuple[Mapping[str, Any], ...]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str = ABOUT


@dataclass(frozen=True, slots=True)
class One:
    """One item, with the SPARQL that gives the same."""

    resource: str
    generation: str
    item: Mapping[str, Any]
    sparql: str
    about: str = ABOUT


def listed(library: Library, serving: Serving, resource: Resource, given: Mapping[str, str]) -> Page:
    """A page of a list. BadParameter for what was asked wrongly, and whatever the query pool raises."""
    wanted = arguments.wanted(library, serving, resource, given)
    found = sought(library, serving, wanted)
    shown, more = found.items[: wanted.limit], len(found.items) > wanted.limit
    word = None
    if more:
        keys = tuple(shown[-1][key.variable]["value"] for key in wanted.sort.keys)
        made = Cursor(keys, shown[-1]["item"]["value"], serving.generation.id)
        word = cursor.written(made, arguments.asked(resource, given))
    items = _filled(library, serving, wanted, [row["item"]["value"] for row in shown])
    told = tuple(_told(library, resource, item, wanted.language) for item in items)
    onward = urlencode({**{name: value for name, value in given.items() if name != "cursor" and value}, "cursor": word})
    return Page(
        resource.name,
        serving.generation.id,
        told,
        f"{ROOT}/{resource.name}?{onward}" if word else None,
        word,
        _notice(serving, resource, wanted, given),
        compose.list_query(found.asking),
    )


def single(library: Library, serving: Serving, resource: Resource, path: str, given: Mapping[str, str]) -> One:
    """One item by its path below the resource, its path below the base, or a symbol. NotFound where there is none,
    Withdrawn where there was one.
    """
    arguments.refuse_unknown(resource, given, arguments.allowed_of_item(resource))
    language = arguments.language(given)
    iris = _candidates(library, serving, resource, path)
    text = compose.item_query(resource, iris, language, arguments.least(resource, given))
    items = rows.found(serving.pool.run(text, base=library.settings.base).body)
    if not items:
        raise _missing(library, resource, path, iris)
    best = min(items, key=lambda item: iris.index(item.iri))
    shown = compose.item_query(resource, (best.iri,), language, arguments.least(resource, given))
    return One(resource.name, serving.generation.id, _told(library, resource, best, language), shown)


def href(library: Library, resource: Resource, iri: str) -> str:
    """The address of an item: its path below the resource's first home, or below the base."""
    path = library.iris.path(iri)
    return f"{ROOT}/{resource.name}/{path.removeprefix(resource.homes[0])}"


def _filled(library: Library, serving: Serving, wanted: Wanted, iris: Sequence[str]) -> list[rows.Found]:
    """The fields of the items of a page, in its order."""
    if not iris:
        return []
    body = serving.pool.run(compose.fields_query(wanted, iris), base=library.settings.base).body
    known = {item.iri: item for item in rows.found(body)}
    return [known.get(iri) or rows.Found(iri) for iri in iris]


def _candidates(library: Library, serving: Serving, resource: Resource, path: str) -> tuple[str, ...]:
    """The IRIs that a path may stand for, the likeliest first; a document's parallel symbol leads to it."""
    paths = [*(home + path for home in resource.homes), path]
    iris = [checked(library.iris.iri(one)) for one in paths]
    if resource.name == "documents":
        try:
            symbol = compose.quoted(str(Symbol.parse_all(path)[0]))
        except SymbolError:
            return tuple(iris)
        by_symbol = (
            f"SELECT ?item {{ ?item <https://w3id.org/mandategraph/ontology#symbol> {symbol} }} ORDER BY STR(?item) LIMIT 1"
        )
        iris += [str(row["item"]) for row in serving.graph.select(by_symbol)]
    return tuple(dict.fromkeys(iris))


def _missing(library: Library, resource: Resource, path: str, iris: tuple[str, ...]) -> NotFound:
    """What is not there: NotFound, or Withdrawn where it once was."""
    for iri in iris:
        if gone := was_withdrawn(library, iri):
            return Withdrawn(
                f"{iri} was published once and was withdrawn by the generation {gone.generation}.",
                advice="The change feed, /changes, says what took its place.",
            )
    return NotFound(
        f"There is no {resource.singular} {path[:120]!r} in this generation.", advice=f"{ROOT}/{resource.name} lists all."
    )


def _told(library: Library, resource: Resource, item: rows.Found, language: str) -> Mapping[str, Any]:
    """An item with its own address and the lists that it leads to."""
    told = rows.told(resource, item, language)
    links = {
        name: f"{ROOT}/{RESOURCES[other].name}?{urlencode({parameter: library.iris.path(item.iri)}, quote_via=quote, safe='/')}"
        for name, (other, parameter) in resource.links.items()
    }
    return {"iri": told.pop("iri"), "href": href(library, resource, item.iri), **told, "links": links}


def _notice(serving: Serving, resource: Resource, wanted: Wanted, given: Mapping[str, str]) -> str | None:
    if not given.get("cursor"):
        return serving.warning or None
    place = cursor.read(given["cursor"], arguments.asked(resource, given), [key.is_number for key in wanted.sort.keys])
    if place.generation == serving.generation.id:
        return serving.warning or None
    return (
        f"The cursor is of generation {place.generation}; {serving.generation.id} serves now. This page goes on after the same "
        "item, but what was added or withdrawn before it is not seen: begin anew for a list of one generation."
    )
