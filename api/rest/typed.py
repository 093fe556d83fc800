"""Answers, REST: the client's types. In: the table of resources. Out: the source of two modules of client/, which `python -m
api.rest.typed` writes. Must not know how the client asks.

The client shares no code with us, so what it knows of the resources is written from the same table; a test compares the two.
"""

import keyword
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from api.rest.arguments import allowed, allowed_of_item
from api.rest.fields import Resource
from api.rest.schemas import Schema, schemas
from api.rest.table import RESOURCES

PACKAGE = Path(__file__).resolve().parents[2] / "client" / "mandategraph_client"
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_MADE = "Written by `python -m api.rest.typed` from the table of resources: do not edit."


def sources() -> Mapping[str, str]:
    """The text of each module by its name."""
    return {"models.py": _models(), "reading.py": _reading()}


def _models() -> str:
    lines = [f'"""What the answers hold. {_MADE}"""', "", "from typing import Literal, NotRequired, TypedDict"]
    for name, schema in _ordered(schemas()):
        if name == "Term":  # its member xml:lang is no name of Python
            lines += ["", "", *_term(schema)]
        else:
            lines += ["", "", *_class(name, schema)]
    return "\n".join(lines) + "\n"


def _ordered(known: Mapping[str, Schema]) -> list[tuple[str, Schema]]:
    """Schemas so that each stands after those that it names."""
    done: dict[str, Schema] = {}

    def put(name: str) -> None:
        if name not in done:
            for other in _named_in(known[name]):
                put(other)
            done[name] = known[name]

    for name in known:
        put(name)
    return list(done.items())


def _named_in(schema: object) -> Iterable[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield str(schema["$ref"]).rpartition("/")[2]
        for value in schema.values():
            yield from _named_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _named_in(value)


def _class(name: str, schema: Schema) -> list[str]:
    required = set(schema["required"])
    lines = [f"class {name}(TypedDict):", f'    """{schema["description"].rstrip(".")}."""', ""]
    for member, inner in schema["properties"].items():
        shown = _type(inner)
        lines.append(f"    {member}: {shown if member in required else f'NotRequired[{shown}]'}")
    if not schema["properties"]:
        lines.pop()
    return lines


def _term(schema: Schema) -> list[str]:
    members = schema["properties"]
    told = [f'        "{name}": {"str" if name in schema["required"] else "NotRequired[str]"},' for name in members]
    return ["Term = TypedDict(", '    "Term",', "    {", *told, "    },", ")", f'"""{schema["description"]}."""']


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f'Literal["{schema["const"]}"]'
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " | ".join(_kind(kind, schema) for kind in kinds)


def _kind(kind: str, schema: Mapping[str, Any]) -> str:
    if kind == "array":
        return f"list[{_type(schema['items'])}]"
    if kind == "object":
        return f"dict[str, {_type(schema['additionalProperties'])}]"
    return _PLAIN[kind]


def _reading() -> str:
    names = sorted(name for one in RESOURCES.values() for name in (one.singular, f"{one.singular}Answer", f"{one.singular}Page"))
    lines = [f'"""What can be listed and read. {_MADE}"""', "", "from typing import Literal", ""]
    lines += ["from mandategraph_client.asking import AsyncAsking, SyncAsking"]
    lines += ["from mandategraph_client.listing import AsyncListing, Listing"]
    lines += [
        "from mandategraph_client.models import (",
        *(f"    {name}," for name in names if not name.endswith("Page")),
        ")",
        "",
    ]
    lines += [line for resource in RESOURCES.values() for line in _literals(resource)]
    lines += _reader("Reading", "SyncAsking", "", "")
    lines += _reader("AsyncReading", "AsyncAsking", "Async", "a")
    return "\n".join(lines) + "\n"


def _reader(name: str, base: str, prefix: str, word: str) -> list[str]:
    lines = ["", "", f"class {name}({base}):", f'    """Every resource, {"without" if word else "with"} blocking."""']
    for resource in RESOURCES.values():
        lines += _listing(resource, prefix) + _single(resource, word)
    return lines


def _listing(resource: Resource, prefix: str) -> list[str]:
    names = [name for name in allowed(resource) if name != "cursor"]
    typed = [f"        {_safe(name)}: {_argument(resource, name)} | None = None," for name in names]
    returned = f"{prefix}Listing[{resource.singular}]"
    return [
        "",
        f"    def {_attribute(resource)}(",
        "        self,",
        "        *,",
        *typed,
        f"    ) -> {returned}:",
        f'        """{resource.says}"""',
        "        asked = {",
        *(f'            "{name}": {_safe(name)},' for name in names),
        "        }",
        f'        return {prefix}Listing(self, "/api/v1/{resource.name}", asked)',
    ]


def _single(resource: Resource, word: str) -> list[str]:
    names = allowed_of_item(resource)
    asked = ", ".join(f'"{name}": {name}' for name in names)
    begin, wait = ("async def", "await ") if word else ("def", "")
    return [
        "",
        f"    {begin} {_attribute(resource).removesuffix('s')}(",
        "        self,",
        "        path: str,",
        "        *,",
        *(f"        {name}: {_argument(resource, name)} | None = None," for name in names),
        f"    ) -> {resource.singular}:",
        f'        """One of {resource.name} by its path, such as {resource.example}."""',
        f"        asked = {{{asked}}}",
        f'        answer: {resource.singular}Answer = {wait}self.get(f"/api/v1/{resource.name}/{{path}}", asked)',
        '        return answer["item"]',
    ]


def _argument(resource: Resource, name: str) -> str:
    if name == "limit":
        return "int"
    if name == "min_precision":
        return "float"
    one = resource.filter_by_name.get(name)
    if one and one.type in ("year", "boolean"):
        return "int" if one.type == "year" else "bool"
    return _alias(resource, name) if _words(resource, name) else "str"


def _words(resource: Resource, name: str) -> Sequence[str]:
    """The words that a parameter takes; empty where it takes any."""
    one = resource.filter_by_name.get(name)
    return list(resource.sort_by_name) if name == "sort" else list(one.words) if one else ()


def _alias(resource: Resource, name: str) -> str:
    return f"{resource.singular}{name.capitalize()}"


def _literals(resource: Resource) -> list[str]:
    """The words of each parameter that takes words, as a type."""
    lines = []
    for name in allowed(resource):
        if words := _words(resource, name):
            lines += [f"{_alias(resource, name)} = Literal[", *(f'    "{word}",' for word in words), "]"]
    return lines


def _safe(name: str) -> str:
    """A parameter's name where Python keeps that word to itself."""
    return f"{name}_" if keyword.iskeyword(name) else name


def _attribute(resource: Resource) -> str:
    return resource.name.replace("-", "_")


if __name__ == "__main__":
    for file, text in sources().items():
        (PACKAGE / file).write_text(text, encoding="utf-8")
