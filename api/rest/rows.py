"""Answers, REST: items of rows. In: the rows of a query of ours, as SPARQL results in JSON. Out: items as programs read them,
in order. Must not ask anything.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from api.rest.fields import Field, Nested, Resource

Binding: TypeAlias = Mapping[str, str]
Row: TypeAlias = Mapping[str, Binding]


@dataclass(slots=True)
class Found:
    """One item as its rows tell it: values by field, and by field and part."""

    iri: str
    values: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)


def rows(body: bytes) -> list[Row]:
    """The rows of an answer, in its order."""
    bindings: list[Row] = json.loads(body)["results"]["bindings"]
    return bindings


def found(body: bytes) -> list[Found]:
    """The items of an answer in their order, each with its rows."""
    items: dict[str, Found] = {}
    for row in rows(body):
        iri = row["item"]["value"]
        item = items.setdefault(iri, Found(iri))
        place = (row["field"]["value"], row["part"]["value"] if "part" in row else "")
        item.values.setdefault(place, {}).setdefault(row["value"]["value"], []).append(row)
    return list(items.values())


def told(resource: Resource, item: Found, language: str) -> dict[str, Any]:
    """An item with every field of its resource: null or an empty list where nothing is said."""
    parts: dict[str, list[str]] = {}
    for name, part in item.values:
        if part and part not in (known := parts.setdefault(name.partition(".")[0], [])):
            known.append(part)
    told: dict[str, Any] = {"iri": item.iri}
    for one in resource.fields:
        if isinstance(one, Field):
            _put(told, one.name, _value(one, item.values.get((one.name, ""), {}), language))
        else:
            told[one.name] = [_part(one, item, part, language) for part in sorted(parts.get(one.name, ()))]
    return told


def _part(nested: Nested, item: Found, part: str, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"iri": part}
    for one in nested.fields:
        _put(told, one.name, _value(one, item.values.get((f"{nested.name}.{one.name}", part), {}), language))
    return told


def _put(told: dict[str, Any], name: str, value: object) -> None:
    outer, _, inner = name.partition(".")
    if inner:
        told.setdefault(outer, {})[inner] = value
    else:
        told[name] = value


def _value(one: Field, values: Mapping[str, list[Row]], language: str) -> object:
    """The value of a field; of a single one that has several, that in the language asked for, else the first."""
    ordered = sorted(values.items(), key=lambda pair: (_rank(_tag(pair[1][0]["value"]), language), pair[0]))
    shown = [_shown(one, text, rows, language) for text, rows in ordered]
    if one.many:
        return shown
    return shown[0] if shown else None


def _shown(one: Field, text: str, rows: Sequence[Row], language: str) -> object:
    if one.kind == "link":
        return {"iri": text, "label": _label(rows, language)}
    if one.kind == "text":
        return {"text": text, "language": _tag(rows[0]["value"]) or None}
    if one.kind == "integer":
        return int(text)
    if one.kind == "number":
        return float(text)
    if one.kind == "boolean":
        return text in ("true", "1")
    return text


def _label(rows: Sequence[Row], language: str) -> str | None:
    labels = [(_rank(_tag(row["label"]), language), row["label"]["value"]) for row in rows if "label" in row]
    return min(labels)[1] if labels else None


def _tag(binding: Binding) -> str:
    return binding.get("xml:lang", "")


def _rank(tag: str, language: str) -> tuple[bool, bool, str]:
    return tag != language, tag != "en", tag
