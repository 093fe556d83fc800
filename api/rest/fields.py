"""Answers, REST: what a resource is made of. In: nothing. Out: the words in which the table of resources is written. Must not
hold a resource, nor ask anything.

Every pattern is SPARQL over `?item`; a field's gives `?value`, a filter's has `{value}` where the term of its argument goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ValueKind = Literal["string", "text", "integer", "number", "boolean", "link"]
"""What a field's value is in JSON: `text` is {"text", "language"}, `link` is {"iri", "label"}."""
FilterType = Literal["thing", "unit", "word", "year", "string", "boolean"]
"""What a filter takes: `thing` anything by IRI, path or symbol; `unit` a document or a passage; `word` one of a few words."""


@dataclass(frozen=True, slots=True)
class Field:
    """One member of an item. `pattern` is a property path, or a whole pattern that binds ?value. A dot in the name nests it."""

    name: str
    pattern: str
    says: str
    kind: ValueKind = "string"
    many: bool = False

    def triples(self, subject: str) -> str:
        """The pattern from a subject to ?value."""
        if "?value" in self.pattern:
            return self.pattern.replace("?item", subject)
        return f"{subject} {self.pattern} ?value"


@dataclass(frozen=True, slots=True)
class Nested:
    """A list of objects in an item. `pattern` leads from ?item to ?part; a least precision narrows parts that are findings."""

    name: str
    pattern: str
    says: str
    fields: tuple[Field, ...]
    is_finding: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One parameter that narrows a list. `homes` are paths under which a short name is sought.
    `passage_pattern` is used where a unit is a passage; `finding_pattern` binds ?finding, where a least precision is asked for.
    """

    name: str
    type: FilterType
    pattern: str
    says: str
    example: str
    homes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    passage_pattern: str = ""
    finding_pattern: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A variable that a list is sorted by; `per_document` keys come first and hold for a whole document."""

    variable: str
    descending: bool = False
    is_number: bool = False
    per_document: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of a list: patterns that bind its keys, and the keys. Ties are broken by the item's IRI."""

    name: str
    keys: tuple[Key, ...]
    binds: str = ""
    document_binds: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of thing that can be listed and read. Where `by_document` is set, ?document is the item's document, and a page is
    sought in a few documents at a time. `finding` is the variable that a least precision speaks of, `finding_pattern` binds it.
    `links` lead to lists that the item narrows: name -> resource and filter.
    """

    name: str
    title: str
    says: str
    pattern: str
    fields: tuple[Field | Nested, ...]
    filters: tuple[Filter, ...]
    sorts: tuple[Sort, ...]
    homes: tuple[str, ...]
    example: str
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    by_document: bool = False
    finding: str = ""
    finding_pattern: str = ""

    @property
    def takes_precision(self) -> bool:
        """Whether a least precision narrows anything: the items, what stands in them, or what a filter rests on."""
        parts = any(isinstance(one, Nested) and one.is_finding for one in self.fields)
        return bool(self.finding) or parts or any(one.finding_pattern for one in self.filters)

    @property
    def filter_by_name(self) -> Mapping[str, Filter]:
        """The filters, keyed by name, in the order of the table."""
        return {one.name: one for one in self.filters}

    @property
    def sort_by_name(self) -> Mapping[str, Sort]:
        """The orders, keyed by name; the first is the one in force where none is asked for."""
        return {one.name: one for one in self.sorts}

    @property
    def singular(self) -> str:
        """The name of one item, as a schema: Document, RiskFactor."""
        return "".join(word.capitalize() for word in self.name.removesuffix("s").split("-"))
