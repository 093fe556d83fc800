"""Answers, REST: the SPARQL of a response. In: a resource and what was asked, as terms. Out: a query in standard SPARQL. Must
not run it, and must not be given anything that is not a term.

The query that is shown answers a list at once: an inner one that chooses the items of the page, and one line a field around it.
Paging is by key: the next page holds what comes after the last item, wherever that stands by then. What the server itself asks
comes to the same in steps that cost less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from api.precision import at_least
from api.rest.fields import Field, Filter, Key, Resource, Sort
from api.rest.shared import LABEL

_PREFIXES = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#>\n"
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter with the term of its argument, which may be a passage where the filter takes documents too."""

    filter: Filter
    term: str
    is_passage: bool = False

    @property
    def is_of_item(self) -> bool:
        """Whether it leads from the term to items without going through documents."""
        return self.pattern.startswith("?item ") and self.filter.type in ("thing", "unit", "string")

    @property
    def pattern(self) -> str:
        """The pattern with the term in it."""
        pattern = self.filter.passage_pattern if self.is_passage else self.filter.pattern
        return pattern.replace("{value}", self.term)

    def precise(self, least: Decimal) -> str:
        """The pattern that wants a finding of at least that precision behind it; "" where it rests on none."""
        if not self.filter.finding_pattern:
            return ""
        variable = f"?{self.filter.name}Finding".replace("_", "")
        pattern = self.filter.finding_pattern.replace("{value}", self.term).replace("?finding", variable)
        return f"{pattern} {at_least(variable, least)}"


@dataclass(frozen=True, slots=True)
class Place:
    """The last item of a page: the terms of its keys, and its IRI."""

    keys: tuple[str, ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked for. `window` are the documents that a page is sought in; empty for all."""

    resource: Resource
    sort: Sort
    limit: int
    language: str = "en"
    filters: tuple[Narrowed, ...] = ()
    least: Decimal | None = None
    after: Place | None = None
    window: Sequence[str] = field(default=())


def list_query(wanted: Wanted) -> str:
    """The items of one page, field by field: ?item, its keys, ?field, ?part where the field stands in a nested object, ?value
    and ?label.
    """
    keys = [f"?{key.variable}" for key in wanted.sort.keys]
    return _around(wanted.resource, f"  {{ {_choosing(wanted)} }}", keys, _order(wanted.sort), wanted.language, wanted.least)


def sorted_query(wanted: Wanted) -> str:
    """The items of one page with their keys, in order."""
    return _PREFIXES + _choosing(wanted)


def unsorted_query(wanted: Wanted, most: int) -> str:
    """All items of a list with their keys, in no order."""
    return f"{_PREFIXES}SELECT DISTINCT {_columns(wanted)} {{ {' '.join(_chosen(wanted))} }} LIMIT {most}"


def window_query(wanted: Wanted) -> str:
    """The items that stand in a few documents with their keys, in order: by the document's rank, so that its keys need not be
    compared for each item.
    """
    ranked = " ".join(f"(<{iri}> {rank})" for rank, iri in enumerate(wanted.window))
    lines = [f"VALUES (?document ?rank) {{ {ranked} }}", *_chosen(replace(wanted, window=()))]
    order = " ".join(["?rank", *(_direction(key) for key in wanted.sort.keys if not key.per_document), "?item"])
    return f"{_PREFIXES}SELECT DISTINCT {_columns(wanted)} ?rank {{ {' '.join(lines)} }} ORDER BY {order} LIMIT {wanted.limit}"


def narrow_query(narrowed: Narrowed, most: int) -> str:
    """How many items a filter leaves, counted up to `most`, as ?count."""
    return f"{_PREFIXES}SELECT (COUNT(*) AS ?count) {{ SELECT ?item {{ {narrowed.pattern} }} LIMIT {most} }}"


def fields_query(wanted: Wanted, iris: Sequence[str]) -> str:
    """The fields of given items, in no order."""
    fields = "\n  UNION ".join(_lines(wanted.resource, wanted.language, wanted.least))
    values = " ".join(f"<{iri}>" for iri in iris)
    return f"{_PREFIXES}SELECT ?item ?field ?part ?value ?label {{\n  VALUES ?item {{ {values} }}\n  {fields}\n}}"


def item_query(resource: Resource, iris: Sequence[str], language: str, least: Decimal | None) -> str:
    """One item by the IRIs that it may have, field by field."""
    values = " ".join(f"<{iri}>" for iri in iris)
    choosing = f"  {{ SELECT DISTINCT ?item {{ VALUES ?item {{ {values} }} {resource.pattern} }} }}"
    return _around(resource, choosing, [], "?item", language, least)


def documents_query(wanted: Wanted) -> str:
    """The documents that a page may stand in, each as ?item with the keys of a document, from that of the last item on; in no
    order.
    """
    keys = [key for key in wanted.sort.keys if key.per_document]
    lines = ["?rendition mg:renditionOf ?document .", wanted.sort.document_binds]
    lines += [one.pattern for one in wanted.filters if _of_document(one)]
    if wanted.after:
        lines.append(_after(keys, wanted.after, or_at=True))
    columns = " ".join(["(?document AS ?item)", *(f"?{key.variable}" for key in keys)])
    return f"{_PREFIXES}SELECT DISTINCT {columns} {{ {' '.join(lines)} }}"


def _of_document(narrowed: Narrowed) -> bool:
    return "?document" in narrowed.pattern and "?item" not in narrowed.pattern


def _choosing(wanted: Wanted) -> str:
    """The query that chooses the items of a page."""
    inner = "\n      ".join(_chosen(wanted))
    return f"SELECT DISTINCT {_columns(wanted)} {{\n      {inner}\n    }} ORDER BY {_order(wanted.sort)} LIMIT {wanted.limit}"


def _columns(wanted: Wanted) -> str:
    return " ".join(["?item", *(f"?{key.variable}" for key in wanted.sort.keys)])


def _chosen(wanted: Wanted) -> list[str]:
    """The lines of the inner query."""
    resource, lines = wanted.resource, []
    if wanted.window:
        lines.append(f"VALUES ?document {{ {' '.join(f'<{iri}>' for iri in wanted.window)} }}")
    lines += [resource.pattern, *(one.pattern for one in wanted.filters)]
    if wanted.least is not None:
        lines += [one.precise(wanted.least) for one in wanted.filters]
        if resource.finding:
            lines.append(f"{resource.finding_pattern} {at_least(resource.finding, wanted.least)}".strip())
    lines += [wanted.sort.document_binds, wanted.sort.binds]
    if wanted.after:
        lines.append(_after(wanted.sort.keys, wanted.after))
    return [line for line in lines if line]


def _after(keys: Sequence[Key], place: Place, *, or_at: bool = False) -> str:
    """What comes after a place in the order of the keys, ties by IRI; with `or_at`, what is equal in all keys too."""
    steps: list[str] = []
    equal: list[str] = []
    for key, term in zip(keys, place.keys, strict=False):
        sign = "<" if key.descending else ">"
        steps.append(" && ".join([*equal, f"?{key.variable} {sign} {term}"]))
        equal.append(f"?{key.variable} = {term}")
    last = [] if or_at else [f'STR(?item) > "{place.iri}"']
    steps.append(" && ".join([*equal, *last]))
    return f"FILTER({' || '.join(f'({step})' for step in steps)})"


def _direction(key: Key) -> str:
    return f"DESC(?{key.variable})" if key.descending else f"?{key.variable}"


def _order(sort: Sort) -> str:
    return " ".join([*(_direction(key) for key in sort.keys), "?item"])


def _around(resource: Resource, choosing: str, keys: Sequence[str], order: str, language: str, least: Decimal | None) -> str:
    """The query around the one that chooses: one line a field."""
    fields = "\n  UNION ".join(_lines(resource, language, least))
    columns = " ".join(["?item", *keys, "?field", "?part", "?value", "?label"])
    return f"{_PREFIXES}SELECT {columns} {{\n{choosing}\n  {fields}\n}}\nORDER BY {order} ?field ?part ?value ?label"


def _lines(resource: Resource, language: str, least: Decimal | None) -> list[str]:
    lines = []
    for one in resource.fields:
        if isinstance(one, Field):
            lines.append(f'{{ {_valued(one, "?item", language)} BIND("{one.name}" AS ?field) }}')
            continue
        narrowed = f" {at_least('?part', least)}" if one.is_finding and least is not None else ""
        lines += [
            f'{{ {one.pattern} .{narrowed} {_valued(inner, "?part", language)} BIND("{one.name}.{inner.name}" AS ?field) }}'
            for inner in one.fields
        ]
    return lines


def _valued(one: Field, subject: str, language: str) -> str:
    """The triples of a field; a link with its label, a text in one language where it has that."""
    triples = one.triples(subject)
    if one.kind == "link":
        languages = ", ".join(f'"{tag}"' for tag in dict.fromkeys(("", "en", language)))
        return f"{triples} . OPTIONAL {{ ?value {LABEL} ?label FILTER(LANG(?label) IN ({languages})) }}"
    if one.kind == "text" and "?value" not in one.pattern:
        languages = ", ".join(f'"{tag}"' for tag in dict.fromkeys(("", language)))
        own = f"{subject} {one.pattern} ?own FILTER(LANG(?own) IN ({languages}))"
        return f"{triples} . FILTER(LANG(?value) IN ({languages}) || NOT EXISTS {{ {own} }})"
    return triples


def term_of_keys(sort: Sort, values: Sequence[str]) -> tuple[str, ...]:
    """The keys of a place as terms."""
    return tuple(value if key.is_number else quoted(value) for key, value in zip(sort.keys, values, strict=True))


def quoted(text: str) -> str:
    """A text as a literal of SPARQL, whatever characters it holds."""
    return '"' + "".join(_ESCAPED.get(character, character) for character in text) + '"'


_ESCAPED: Mapping[str, str] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
