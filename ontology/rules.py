"""Language: rules. In: the axioms of ontology/modules. Out: CONSTRUCT queries that draw the conclusions. Must not touch a store.

Source: OWL 2 RL/RDF rules, W3C (OWL 2 Profiles, section 4.3). Kept are the rules that conclude a link of ours or membership in a
named class of ours: subclass, subproperty, equivalence, inverse, symmetry, transitivity, domain, range, property chains. Left out
are, and why: what equates two names (functional properties, keys, sameAs), because two values where one belongs are a fault that
shapes report, not one thing; what only contradicts (disjointness, asymmetry), because the reasoner and the shapes see to it;
anonymous classes, because nobody asks for them; and everything in foreign namespaces, because alignments are read, not copied.

`python -m ontology.rules` prints the queries, for whoever keeps the graph in another store.
"""

import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ontology.files import read_modules
from ontology.iris import MG

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_Thing = TypeVar("_Thing", bound=Hashable)
_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CONCLUDING = frozenset(
    {
        *(_RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(_OWL + name for name in ("equivalentClass", "equivalentProperty", "inverseOf", "propertyChainAxiom")),
        *(_OWL + name for name in ("TransitiveProperty", "SymmetricProperty")),
    }
)
"""The words of OWL from which rules are made."""
SILENT = frozenset(
    _OWL + name
    for name in (
        *("disjointWith", "AllDisjointClasses", "AllDifferent", "members", "distinctMembers", "oneOf", "unionOf"),
        *("FunctionalProperty", "InverseFunctionalProperty", "AsymmetricProperty", "IrreflexiveProperty"),
        *("Restriction", "onProperty", "hasValue"),  # in alignments only, about a foreign property
    )
)
"""The words of OWL that the modules use and that conclude nothing here; see the module's docstring for why."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The axioms, closed under each other: no rule of one kind adds a premise to another rule of its kind but chains do.

    `along` leads from a property to those that hold of the same pair, `against` to those that hold of the pair turned round,
    `chains` from a property to the sequences that imply it, `subjects` and `objects` from a property to the classes of what it
    joins, `above` from a class to the classes above it.
    """

    along: Mapping[str, frozenset[str]]
    against: Mapping[str, frozenset[str]]
    transitive: frozenset[str]
    chains: tuple[tuple[tuple[str, ...], str], ...]
    subjects: Mapping[str, frozenset[str]]
    objects: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """One CONSTRUCT that yields only triples that are not there yet, and the properties whose triples it reads."""

    reads: frozenset[str]
    text: str


def read_rules(modules: Path) -> Rules:
    """The rules of all modules of a folder together."""
    return rules_of(read_modules(modules))


def rules_of(graph: "Graph") -> Rules:
    """The rules of one graph of axioms."""
    above = _closed(_pairs(graph, _RDFS + "subClassOf") | _both_ways(_pairs(graph, _OWL + "equivalentClass")))
    along, against = _implications(graph)
    return Rules(
        along,
        against,
        frozenset(_typed(graph, _OWL + "TransitiveProperty")),
        tuple(sorted(_chains(graph))),
        _classes(_pairs(graph, _RDFS + "domain"), above),
        _classes(_pairs(graph, _RDFS + "range"), above),
        above,
    )


def link_queries(rules: Rules) -> Iterator[Query]:
    """The queries that conclude links. They feed each other: ask until none answers anything new."""
    for premise in sorted(rules.along.keys() | rules.against.keys()):
        yield from _implied(premise, rules)
    for name in sorted(rules.transitive):
        yield _query({name}, f"?x <{name}> ?z", f"?x <{name}> ?y . ?y <{name}>+ ?z")
    for steps, conclusion in rules.chains:
        places = [f"?v{number}" for number in range(len(steps) + 1)]
        pattern = " . ".join(f"{places[i]} <{step}> {places[i + 1]}" for i, step in enumerate(steps))
        yield _query(set(steps), f"{places[0]} <{conclusion}> {places[-1]}", pattern)


def class_queries(rules: Rules) -> Iterator[Query]:
    """The queries that conclude classes from classes. Once, after the links, is enough: no link follows from a class."""
    for name, classes in sorted(rules.above.items()):
        yield _types({TYPE}, f"?x a <{name}>", classes)


def end_queries(rules: Rules) -> Iterator[Query]:
    """The queries that conclude classes from links. Once, after the classes, is enough: these are closed upwards already."""
    for name, classes in sorted(rules.subjects.items()):
        yield _types({name}, f"?x <{name}> ?other", classes)
    for name, classes in sorted(rules.objects.items()):
        yield _types({name}, f"?other <{name}> ?x FILTER(isIRI(?x))", classes)


def uncovered(graph: "Graph") -> list[str]:
    """The words of OWL and RDFS in a graph that are neither made into rules nor known to conclude nothing here."""
    declaring = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual", "Ontology", "deprecated"}
    known = CONCLUDING | SILENT | {_OWL + name for name in (*declaring, "versionIRI", "versionInfo", "priorVersion")}
    known |= {_RDFS + name for name in ("label", "comment", "isDefinedBy", "seeAlso")}
    used = {str(node) for _, p, o in graph for node in (p, *((o,) if str(p) == TYPE else ()))}
    return sorted(word for word in used if word.startswith((_OWL, _RDFS)) and word not in known)


def main() -> int:
    """Prints every query, those for links before those for classes."""
    rules = read_rules(Path(__file__).resolve().parent / "modules")
    for query in (*link_queries(rules), *class_queries(rules), *end_queries(rules)):
        sys.stdout.write(query.text + "\n\n")
    return 0


def _implied(premise: str, rules: Rules) -> Iterator[Query]:
    for conclusion in sorted(rules.along.get(premise, ())):
        yield _query({premise}, f"?x <{conclusion}> ?y", f"?x <{premise}> ?y")
    for conclusion in sorted(rules.against.get(premise, ())):
        yield _query({premise}, f"?y <{conclusion}> ?x", f"?x <{premise}> ?y")


def _query(reads: set[str], conclusion: str, pattern: str) -> Query:
    text = f"CONSTRUCT {{ {conclusion} }} WHERE {{ {pattern} FILTER NOT EXISTS {{ {conclusion} }} }}"
    return Query(frozenset(reads), text)


def _types(reads: set[str], pattern: str, classes: Iterable[str]) -> Query:
    wanted = " ".join(f"<{name}>" for name in sorted(classes))
    return Query(
        frozenset(reads),
        f"CONSTRUCT {{ ?x a ?class }} WHERE {{ {{ SELECT DISTINCT ?x WHERE {{ {pattern} }} }} "
        f"VALUES ?class {{ {wanted} }} FILTER NOT EXISTS {{ ?x a ?class }} }}",
    )


def _implications(graph: "Graph") -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """From each property, over any number of steps, to those it implies of the same pair and of the pair turned round."""
    inverse = _both_ways(_pairs(graph, _OWL + "inverseOf"))
    straight = _pairs(graph, _RDFS + "subPropertyOf") | _both_ways(_pairs(graph, _OWL + "equivalentProperty"))
    turning = inverse | {(name, name) for name in _typed(graph, _OWL + "SymmetricProperty")}
    # A property is one node for its pairs as they stand and one for its pairs turned round.
    steps = {((low, turned), (high, turned)) for low, high in straight for turned in (False, True)}
    steps |= {((low, turned), (high, not turned)) for low, high in turning for turned in (False, True)}
    reached = _closed(steps)
    along, against = {}, {}
    for (name, turned), ends in reached.items():
        if not turned:
            along[name] = frozenset(end for end, round_ in ends if not round_ and end != name)
            against[name] = frozenset(end for end, round_ in ends if round_)
    return {k: v for k, v in along.items() if v}, {k: v for k, v in against.items() if v}


def _classes(pairs: Iterable[tuple[str, str]], above: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, class_ in pairs:
        found[name] |= {class_, *above.get(class_, ())}
    return {name: frozenset(classes) for name, classes in found.items()}


def _closed(pairs: Iterable[tuple[_Thing, _Thing]]) -> dict[_Thing, frozenset[_Thing]]:
    """From each thing to whatever can be reached from it in one step or more, itself left out."""
    steps: defaultdict[_Thing, set[_Thing]] = defaultdict(set)
    for low, high in pairs:
        steps[low].add(high)
    return {start: frozenset(_reached(start, steps) - {start}) for start in list(steps)}


def _reached(start: _Thing, steps: Mapping[_Thing, set[_Thing]]) -> set[_Thing]:
    found: set[_Thing] = set()
    waiting = [start]
    while waiting:
        for end in steps.get(waiting.pop(), set()) - found:
            found.add(end)
            waiting.append(end)
    return found


def _pairs(graph: "Graph", predicate: str) -> set[tuple[str, str]]:
    from rdflib import URIRef

    return {(str(s), str(o)) for s, o in graph.subject_objects(URIRef(predicate)) if _ours(s) and _ours(o)}


def _both_ways(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return pairs | {(other, one) for one, other in pairs}


def _typed(graph: "Graph", kind: str) -> set[str]:
    from rdflib import URIRef

    return {str(s) for s in graph.subjects(URIRef(TYPE), URIRef(kind)) if _ours(s)}


def _chains(graph: "Graph") -> Iterator[tuple[tuple[str, ...], str]]:
    from rdflib import URIRef

    for conclusion, chain in graph.subject_objects(URIRef(_OWL + "propertyChainAxiom")):
        steps = list(graph.items(chain))
        if _ours(conclusion) and all(_ours(step) for step in steps):
            yield tuple(str(step) for step in steps), str(conclusion)


def _ours(node: "Node") -> bool:
    from rdflib import URIRef

    return isinstance(node, URIRef) and node.startswith(MG)


if __name__ == "__main__":
    sys.exit(main())
