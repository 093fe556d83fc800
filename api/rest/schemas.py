"""Answers, REST: the schemas of what is answered. In: the table of resources. Out: JSON Schema 2020-12 by name, as OpenAPI
3.1 wants it. Must not know a path.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from api.rest.fields import Field, Nested, Resource
from api.rest.table import RESOURCES

Schema = dict[str, Any]
_SIMPLE: Mapping[str, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "text": {"$ref": "#/components/schemas/Text"},
    "link": {"$ref": "#/components/schemas/Link"},
}
_TEXT = {"type": "string"}
_NULLABLE = {"type": ["string", "null"]}
_GENERATION = {"type": "string", "description": "The generation that all of the answer comes from"}
_SPARQL = {"type": "string", "description": "The query that gives the same items at /sparql while this generation serves"}
_ABOUT = {"type": "string", "description": "What this is not"}


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    found: dict[str, Schema] = {
        "Link": _object({"iri": _TEXT | {"format": "uri"}, "label": _NULLABLE}, "Something by its IRI, with a name"),
        "Text": _object({"text": _TEXT, "language": _NULLABLE}, "A text with its language"),
        "Problem": {
            "type": "object",
            "description": "What is wrong, as RFC 9457 writes it",
            "properties": {
                "type": _TEXT,
                "title": _TEXT,
                "status": {"type": "integer"},
                "detail": _TEXT,
                "error": _TEXT,
                "advice": _TEXT,
                "line": {"type": "integer"},
                "column": {"type": "integer"},
            },
            "required": ["type", "title", "status", "detail", "error"],
        },
        **_of_queries(),
    }
    for resource in RESOURCES.values():
        found |= _of_resource(resource)
    return found


def reference(name: str) -> Schema:
    """The reference to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _of_resource(resource: Resource) -> dict[str, Schema]:
    name = resource.singular
    properties, groups, found = _members(resource), dict[str, dict[str, Schema]](), dict[str, Schema]()
    for one in resource.fields:
        if isinstance(one, Nested):
            part = f"{name}{_camel(one.name)}Item"
            found |= _with_groups(part, _grouped({"iri": _TEXT | {"format": "uri"}}, one.fields), one.says)
            properties[one.name] = {"type": "array", "items": reference(part), "description": one.says}
    fields = [one for one in resource.fields if isinstance(one, Field)]
    own, groups = _grouped({}, fields)
    links = _object(dict.fromkeys(resource.links, _TEXT), "Lists that it leads to") | {"additionalProperties": _TEXT}
    item = {**properties, **own, "links": links}
    found |= _with_groups(name, (item, groups), resource.says)
    return found | _answers(resource)


def _members(resource: Resource) -> dict[str, Schema]:
    return {
        "iri": _TEXT | {"format": "uri", "description": f"The IRI of the {resource.singular}"},
        "href": _TEXT | {"description": "Where it is read here"},
    }


def _grouped(members: Mapping[str, Schema], fields: Sequence[Field]) -> tuple[dict[str, Schema], dict[str, dict[str, Schema]]]:
    """Members of an object; those with a dot in their names are gathered in objects of their own, by schema name."""
    properties, groups = dict(members), dict[str, dict[str, Schema]]()
    for one in fields:
        outer, _, inner = one.name.partition(".")
        if inner:
            groups.setdefault(_camel(outer), {})[inner] = _schema(one)
            properties[outer] = reference(_camel(outer))
        else:
            properties[outer] = _schema(one)
    return properties, groups


def _with_groups(name: str, made: tuple[dict[str, Schema], dict[str, dict[str, Schema]]], says: str) -> dict[str, Schema]:
    properties, groups = made
    gathered = {group: _object(inner, f"{group} of a statement") for group, inner in groups.items()}
    return {name: _object(properties, says), **gathered}


def _schema(one: Field) -> Schema:
    simple = _SIMPLE[one.kind]
    if one.many:
        return {"type": "array", "items": simple, "description": one.says}
    if "$ref" in simple:
        return {"anyOf": [simple, {"type": "null"}], "description": one.says}
    return {"type": [simple["type"], "null"], "description": one.says}


def _answers(resource: Resource) -> dict[str, Schema]:
    item = reference(resource.singular)
    page: dict[str, Schema] = {
        "resource": {"const": resource.name},
        "generation": _GENERATION,
        "items": {"type": "array", "items": item},
        "next": _NULLABLE | {"description": "The address of the next page; null at the end"},
        "next_cursor": _NULLABLE | {"description": "The cursor in that address"},
        "notice": _NULLABLE | {"description": "What a caller should know, such as that the cursor is of an older generation"},
        "sparql": _SPARQL,
        "about": _ABOUT,
    }
    one: dict[str, Schema] = {
        "resource": {"const": resource.name},
        "generation": _GENERATION,
        "item": item,
        "sparql": _SPARQL,
        "about": _ABOUT,
    }
    return {
        f"{resource.singular}Page": _object(page, f"One page of {resource.name}"),
        f"{resource.singular}Answer": _object(one, f"One of {resource.name}"),
    }


def _of_queries() -> dict[str, Schema]:
    term = {
        "type": "object",
        "properties": {"type": _TEXT, "value": _TEXT, "xml:lang": _TEXT, "datatype": _TEXT},
        "required": ["type", "value"],
        "description": "A term, as SPARQL 1.1 Query Results JSON Format writes it",
    }
    parameter = _object(
        {"name": _TEXT, "type": _TEXT, "required": {"type": "boolean"}, "description": _TEXT, "default": _NULLABLE},
        "A parameter of a named query",
    )
    known = _object(
        {"name": _TEXT, "title": _TEXT, "summary": _TEXT, "href": _TEXT, "parameters": _list(reference("QueryParameter"))},
        "A named query",
    )
    rows = {
        "query": _TEXT,
        "title": _TEXT,
        "generation": _GENERATION,
        "columns": _list(_TEXT),
        "rows": _list({"type": "object", "additionalProperties": reference("Term")}),
        "sparql": _SPARQL,
        "about": _ABOUT,
    }
    return {
        "Term": term,
        "QueryParameter": parameter,
        "Query": known,
        "QueryList": _object({"queries": _list(reference("Query")), "about": _ABOUT}, "All named queries"),
        "QueryAnswer": _object(rows, "The answer to a named query"),
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(properties: Mapping[str, Schema], says: str) -> Schema:
    return {"type": "object", "description": says, "properties": dict(properties), "required": list(properties)}


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
