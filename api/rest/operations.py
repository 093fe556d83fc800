"""Answers, REST: named queries as operations. In: a name and arguments. Out: rows, with the SPARQL that gives the same. Must
not hold a query: those stand in queries/.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.documents import resolve_iri
from api.library import Library, Serving
from api.meaning import Asking
from api.rest.arguments import refuse_precision
from api.rest.lists import ABOUT, ROOT
from ontology.errors import BadParameter, IriError, NotFound
from queries import runner
from queries.catalogue import NamedQuery


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a named query. A row holds terms by column as SPARQL's JSON results write them; unbound ones are absent."""

    query: str
    title: str
    generation: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    sparql: str
    about: str = ABOUT


@dataclass(frozen=True, slots=True)
class Known:
    """A named query as it can be asked: its parameters, and an example of each address."""

    name: str
    title: str
    summary: str
    href: str
    parameters: tuple[Mapping[str, Any], ...]


def known(library: Library) -> tuple[Known, ...]:
    """Every named query."""
    return tuple(
        Known(
            query.name,
            query.title,
            query.summary,
            f"{ROOT}/queries/{query.name}",
            tuple(
                {
                    "name": one.name,
                    "type": one.type,
                    "required": one.required,
                    "description": one.description,
                    "default": one.default,
                }
                for one in query.parameters
            ),
        )
        for query in library.queries.values()
    )


def answered(library: Library, serving: Serving, name: str, given: Mapping[str, str]) -> Rows:
    """The rows of a named query. UnknownQuery, BadParameter, and what the query pool raises."""
    query = runner.find(library.queries, name)
    refuse_precision(given, "A named query")
    resolved = {key: identified(library, serving, query, key, value) for key, value in given.items() if value}
    for key, value in given.items():
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise BadParameter(f"The parameter {key!r} holds characters that no text has.")
    base = library.settings.base
    answer = json.loads(runner.run(Asking(library, serving), query, resolved, base=base).body)
    return Rows(
        query.name,
        query.title,
        serving.generation.id,
        tuple(answer["head"]["vars"]),
        tuple(answer["results"]["bindings"]),
        runner.render(query, resolved, base=base),
    )


def identified(library: Library, serving: Serving, query: NamedQuery, name: str, value: str) -> str:
    """An argument, a document by any of its symbols as its IRI, so that the query shown is the query run; what is unknown
    stays as it came.
    """
    parameter = query.parameter_by_name.get(name)
    if parameter is None or parameter.type != "document":
        return value
    try:
        return resolve_iri(library, serving, value)
    except (NotFound, IriError):  # the query then answers that nothing is there, or the runner says what a document is
        return value
