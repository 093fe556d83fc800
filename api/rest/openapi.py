"""Answers, REST: the OpenAPI document. In: the table of resources and the named queries. Out: OpenAPI 3.1, with an example of
every operation and parameter. Must not describe anything that the table does not hold.

Rule: OpenAPI Specification 3.1.1. Its path parameters cannot say that they may hold slashes; a slash may come as it is or as
%2F.
"""

from collections.abc import Mapping
from typing import Any

from api.rest.arguments import DEFAULT_LIMIT, MOST, allowed
from api.rest.fields import Filter, Resource
from api.rest.lists import ABOUT, ROOT
from api.rest.schemas import reference, schemas
from api.rest.table import RESOURCES
from queries.catalogue import NamedQuery, Parameter

VERSION = "1.0.0"
_PROBLEMS = {
    "400": "A parameter is unknown or malformed; the answer says what is allowed",
    "404": "Nothing of that name is in this generation",
    "406": "The answer comes in JSON only",
    "410": "It was published once, and was taken back",
    "413": "The answer outgrew a limit",
    "429": "Too many requests; Retry-After says when to come again",
    "503": "Busy, or the question ran past its limit; Retry-After says when to come again",
}
_DESCRIPTION = (
    "Documents, paragraphs, recommendations, citations, actors, networks, mandates, crimes, risk factors, situations, as JSON. "
    "Every answer names the generation that it comes from and carries the SPARQL that gives the same. Every finding has its "
    "evidence: the passage, the words, the method, its confidence, and its precision where that was measured. "
)
_YEAR = {"type": "string", "pattern": "^[12][0-9]{3}$"}
_SCHEMA_OF: Mapping[str, Mapping[str, Any]] = {
    "iri": {"type": "string"},
    "document": {"type": "string"},
    "symbol": {"type": "string"},
    "string": {"type": "string"},
    "integer": {"type": "string", "pattern": "^[+-]?[0-9]{1,18}$"},
    "decimal": {"type": "string", "pattern": r"^[+-]?[0-9]{1,9}(\.[0-9]{1,9})?$"},
    "year": _YEAR,
    "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
}


def openapi(queries: Mapping[str, NamedQuery]) -> Mapping[str, Any]:
    """The whole document."""
    paths: dict[str, Any] = {}
    for resource in RESOURCES.values():
        paths[f"{ROOT}/{resource.name}"] = {"get": _list(resource)}
        paths[f"{ROOT}/{resource.name}/{{id}}"] = {"get": _item(resource)}
    paths[f"{ROOT}/queries"] = {"get": _catalogue()}
    for query in queries.values():
        paths[f"{ROOT}/queries/{query.name}"] = {"get": _query(query)}
    return {
        "openapi": "3.1.1",
        "info": {"title": "Mandate Graph", "version": VERSION, "description": _DESCRIPTION + ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": one.name, "description": one.says} for one in RESOURCES.values()]
        + [{"name": "queries", "description": "Questions with a name and typed parameters"}],
        "paths": paths,
        "components": {"schemas": dict(schemas())},
    }


def _list(resource: Resource) -> Mapping[str, Any]:
    known = {one.name: _filter(one) for one in resource.filters} | _paging(resource) | _common(resource)
    return _operation(
        f"list_{_snake(resource.name)}",
        resource.name,
        resource.title,
        resource.says,
        [known[name] for name in allowed(resource)],
        f"{resource.singular}Page",
    )


def _item(resource: Resource) -> Mapping[str, Any]:
    path = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": f"Its path below {resource.homes[0]} or below the base, or a document's symbol. It may hold slashes.",
        "schema": {"type": "string", "minLength": 1},
        "example": resource.example,
    }
    summary = f"One {_snake(resource.singular).replace('_', ' ')}"
    parameters = [path, *_common(resource).values()]
    return _operation(
        f"get_{_snake(resource.singular)}", resource.name, summary, resource.says, parameters, f"{resource.singular}Answer"
    )


def _filter(one: Filter) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = {"type": "string", "maxLength": 500}
    if one.words:
        schema = {"type": "string", "enum": list(one.words)}
    elif one.type == "boolean":
        schema = {"type": "string", "enum": ["true", "false"]}
    elif one.type == "year":
        schema = _YEAR
    return _parameter(one.name, one.says, schema, one.example)


def _common(resource: Resource) -> dict[str, Mapping[str, Any]]:
    language = _parameter(
        "language", "Language of labels and texts, where they have it", {**_SCHEMA_OF["language"], "maxLength": 35}, "fr"
    )
    if not resource.takes_precision:
        return {"language": language}
    says = "Leave out findings whose method was right less often than that on a judged sample, 0 to 1, or was never measured"
    pattern = {"type": "string", "pattern": r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$"}
    return {"language": language, "min_precision": _parameter("min_precision", says, pattern, "0.5")}


def _paging(resource: Resource) -> dict[str, Mapping[str, Any]]:
    orders = {"type": "string", "enum": list(resource.sort_by_name), "default": resource.sorts[0].name}
    sizes = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT}
    return {
        "sort": _parameter("sort", "The order; ties are broken by IRI", orders, resource.sorts[-1].name),
        "limit": _parameter("limit", "Items on a page, at most", sizes, 5),
        "cursor": _parameter("cursor", "Where to go on: next_cursor of the page before", {"type": "string"}, None),
    }


def _catalogue() -> Mapping[str, Any]:
    return _operation("list_queries", "queries", "Named queries", "Every named query with its parameters.", [], "QueryList")


def _query(query: NamedQuery) -> Mapping[str, Any]:
    example = query.examples[0] if query.examples else {}
    parameters = [_of_query(one, example.get(one.name)) for one in query.parameters]
    return _operation(f"ask_{_snake(query.name)}", "queries", query.title, query.summary, parameters, "QueryAnswer")


def _of_query(one: Parameter, example: str | None) -> Mapping[str, Any]:
    schema = dict(_SCHEMA_OF[one.type]) | ({"default": one.default} if one.default is not None else {})
    return {**_parameter(one.name, one.description, schema, example), "required": one.required}


def _parameter(name: str, says: str, schema: Mapping[str, Any], example: object) -> Mapping[str, Any]:
    told = {"name": name, "in": "query", "required": False, "description": says, "schema": dict(schema)}
    return told if example is None else {**told, "example": example}


def _operation(
    name: str, tag: str, summary: str, says: str, parameters: list[Mapping[str, Any]], schema: str
) -> Mapping[str, Any]:
    problem = {"application/problem+json": {"schema": reference("Problem")}}
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "description": says,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer", "content": {"application/json": {"schema": reference(schema)}}},
            **{status: {"description": why, "content": problem} for status, why in _PROBLEMS.items()},
        },
    }


def _snake(name: str) -> str:
    spaced = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.strip("_").replace("-", "_")
