"""Answers, things: all statements. In: a thing. Out: every property of it, and the first of what leads to it by each property.
Must not read all that leads to a busy thing: the data has it, page by page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.facts import TYPE
from api.library import Serving
from api.once import once
from api.things.names import Names
from ontology.iris import MG, checked

MOST_LEADING = 10
"""Of what leads to a thing by one property."""
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
_SAID = 'FILTER(!STRENDS(STR(?g), "/graph/inferred"))'
_STATED = "SELECT DISTINCT ?p ?o {{ GRAPH ?g {{ <{iri}> ?p ?o }} " + _SAID + " }} ORDER BY ?p STR(?o) LIMIT 500"
_LEADING = "{{ SELECT DISTINCT ?s (<{property}> AS ?p) {{ GRAPH ?g {{ ?s <{property}> <{iri}> }} " + _SAID + " }} LIMIT {most} }}"
# By these findings lead to things, and follow from them: the page lists their passages, and what follows is there in SPARQL.
_ELSEWHERE = frozenset(
    f"{MG}{name}" for name in ("mentions", "cites", "of", "alludesTo", "target", "concerns", "within", "contains")
)
_PROPERTIES = _PREFIX + "SELECT ?p { ?p a owl:ObjectProperty }"
_LEADS = 'ASK {{ ?s <{property}> ?o FILTER(isIRI(?o) && !CONTAINS(STR(?o), "/doc/")) }}'
_OTHERS = (
    "http://www.w3.org/2004/02/skos/core#broader",
    "http://www.w3.org/2004/02/skos/core#related",
    "http://purl.org/dc/terms/isPartOf",
    "http://purl.org/dc/terms/isReplacedBy",
    "http://purl.org/dc/terms/references",
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a property leads to, or comes from: an IRI with a name, or a text with its language."""

    value: str
    label: str
    language: str | None
    is_iri: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A property with its values. `is_cut` where the data has more of them."""

    property: str
    values: tuple[Value, ...]
    is_cut: bool = False


def stated(serving: Serving, iri: str, names: Names) -> tuple[Stated, ...]:
    """Every property of a thing but its classes, as its graphs say it; what follows from that is left out."""
    grouped: dict[str, dict[tuple[str, str | None], Value]] = {}
    for row in serving.graph.select(_STATED.format(iri=checked(iri))):
        name, term = str(row["p"]), row["o"]
        if name != TYPE:
            label = names.of(str(term)) if term.kind == "iri" else str(term)
            value = Value(str(term), label, term.language, is_iri=term.kind == "iri")
            grouped.setdefault(name, {}).setdefault((value.value, value.language), value)
    return tuple(Stated(name, tuple(values.values())) for name, values in grouped.items())


def leading(serving: Serving, iri: str, names: Names) -> tuple[Stated, ...]:
    """What leads to a thing, the first ten by each property."""
    arms = [_LEADING.format(property=one, iri=checked(iri), most=MOST_LEADING + 1) for one in _properties(serving, iri)]
    found: dict[str, list[str]] = {}
    for row in serving.graph.select(f"SELECT ?p ?s {{ {' UNION '.join(arms)} }}"):
        found.setdefault(str(row["p"]), []).append(str(row["s"]))
    return tuple(
        Stated(
            name,
            tuple(Value(one, names.of(one), None, is_iri=True) for one in sorted(some)[:MOST_LEADING]),
            len(some) > MOST_LEADING,
        )
        for name, some in sorted(found.items())
    )


def _properties(serving: Serving, iri: str) -> Sequence[str]:
    """The properties that lead from a thing to a thing: the fewer are asked for, the sooner an answer comes."""
    known = once(serving, "properties between things", lambda: _listed(serving))
    if "/doc/" in iri:
        return known
    return once(serving, "properties to things", lambda: [one for one in known if serving.graph.ask(_LEADS.format(property=one))])


def _listed(serving: Serving) -> list[str]:
    return sorted({*(str(row["p"]) for row in serving.graph.select(_PROPERTIES)), *_OTHERS} - _ELSEWHERE)
