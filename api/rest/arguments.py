"""Answers, REST: arguments. In: names and values as a caller gave them. Out: what a list is asked for, as terms. Must not run
a list.

Every argument becomes one term of SPARQL here, whatever it holds; a thing is sought under its IRI, its path, its short name or,
where it is a document, any of its symbols.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from api.documents import resolve_iri
from api.library import Library, Serving
from api.precision import least_precision
from api.rest import compose, cursor
from api.rest.compose import Narrowed, Place, Wanted
from api.rest.fields import Filter, Resource
from api.rest.table import RESOURCES
from ontology.errors import BadParameter, IriError, NotFound
from ontology.iris import checked

DEFAULT_LIMIT, MOST = 20, 100
PAGING = ("sort", "limit", "cursor")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MOST_VALUE = 500
_IS_PASSAGE = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> ASK {{ <{iri}> a mg:Passage }}"


def allowed(resource: Resource) -> tuple[str, ...]:
    """The parameters of a list."""
    return (*resource.filter_by_name, *allowed_of_item(resource), *PAGING)


def allowed_of_item(resource: Resource) -> tuple[str, ...]:
    """The parameters of one item."""
    return ("language", *(("min_precision",) if resource.takes_precision else ()))


def wanted(library: Library, serving: Serving, resource: Resource, given: Mapping[str, str]) -> Wanted:
    """What a list was asked for; BadParameter for what is unknown or malformed, with what is allowed."""
    refuse_unknown(resource, given, allowed(resource))
    sort = resource.sort_by_name.get(given.get("sort") or resource.sorts[0].name)
    if sort is None:
        raise BadParameter(f"There is no order {given['sort'][:40]!r}.", advice=f"There are: {', '.join(resource.sort_by_name)}.")
    filters = tuple(_narrowed(library, serving, one, given[one.name]) for one in resource.filters if given.get(one.name))
    after = None
    if given.get("cursor"):
        place = cursor.read(given["cursor"], asked(resource, given), [key.is_number for key in sort.keys])
        after = Place(compose.term_of_keys(sort, place.keys), place.iri)
    return Wanted(resource, sort, limit(given), language(given), filters, least(resource, given), after)


def asked(resource: Resource, given: Mapping[str, str]) -> Sequence[str]:
    """What a cursor holds for: everything that was asked but the cursor itself."""
    named = sorted((name, value) for name, value in given.items() if name != "cursor" and value)
    return (resource.name, *(f"{name}={value}" for name, value in named))


def refuse_unknown(resource: Resource, given: Mapping[str, str], known: Sequence[str]) -> None:
    """BadParameter for a parameter that is not there, or whose value is endless."""
    for name, value in given.items():
        if name not in known:
            raise BadParameter(f"/{resource.name} has no parameter {name[:60]!r}.", advice=f"There are: {', '.join(known)}.")
        if len(value) > (_MOST_VALUE if name != "cursor" else 8 * _MOST_VALUE):
            raise BadParameter(f"The parameter {name!r} has {len(value):,} characters.", advice=f"It may have {_MOST_VALUE}.")
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise BadParameter(f"The parameter {name!r} holds characters that no text has.")


def refuse_precision(names: Collection[str], what: str) -> None:
    """BadParameter where a least precision is asked of what is no list of findings, with the lists that take one."""
    if "min_precision" in names:
        lists = ", ".join(f"/api/v1/{one.name}" for one in RESOURCES.values() if one.takes_precision)
        raise BadParameter(f"{what} cannot be narrowed by min_precision.", advice=f"These take it: {lists}.")


def language(given: Mapping[str, str]) -> str:
    """The language of labels and texts, English unless another is asked for."""
    tag = given.get("language") or "en"
    if not _LANGUAGE.fullmatch(tag) or len(tag) > 35:
        raise BadParameter(f"Wanted a language; got {tag[:40]!r}.", advice="Give a language tag such as en or zh.")
    return tag.lower()


def least(resource: Resource, given: Mapping[str, str]) -> Decimal | None:
    """The least precision of findings; None where none was asked for."""
    return least_precision(given["min_precision"]) if resource.takes_precision and given.get("min_precision") else None


def limit(given: Mapping[str, str]) -> int:
    """How many items a page has at most."""
    text = given.get("limit") or str(DEFAULT_LIMIT)
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= MOST):
        raise BadParameter(f"Wanted a limit from 1 to {MOST}; got {text[:40]!r}.")
    return int(text)


def _narrowed(library: Library, serving: Serving, one: Filter, value: str) -> Narrowed:
    if one.type == "word":
        if value not in one.words:
            raise BadParameter(
                f"Wanted {one.name} as one word; got {value[:60]!r}.", advice=f"There are: {', '.join(one.words)}."
            )
        return Narrowed(one, one.words[value])
    if one.type == "boolean":
        if value not in ("true", "false"):
            raise BadParameter(f"Wanted {one.name} as true or false; got {value[:60]!r}.")
        return Narrowed(one, value)
    if one.type == "year":
        if not re.fullmatch(r"[12][0-9]{3}", value, re.ASCII):
            raise BadParameter(f"Wanted {one.name} as a year of four digits; got {value[:60]!r}.")
        return Narrowed(one, compose.quoted(value))
    if one.type == "string":
        return Narrowed(one, compose.quoted(value))
    iri = _thing(library, serving, one, value)
    is_passage = one.type == "unit" and serving.graph.ask(_IS_PASSAGE.format(iri=iri))
    return Narrowed(one, f"<{iri}>", is_passage)


def _thing(library: Library, serving: Serving, one: Filter, value: str) -> str:
    """The IRI of a thing by its own IRI, its path, a short name under one of the filter's homes, or a symbol."""
    try:
        for home in one.homes:
            iri = checked(library.iris.iri(home + value))
            if "/" not in value and serving.graph.ask(f"ASK {{ <{iri}> ?p ?o }}"):
                return iri
        return checked(resolve_iri(library, serving, value))
    except (NotFound, IriError) as error:
        raise BadParameter(
            f"Nothing here is known as {value[:80]!r}, which {one.name} asks for.",
            advice=f"Give an IRI, a path such as {one.example}, or the symbol of a document.",
        ) from error
