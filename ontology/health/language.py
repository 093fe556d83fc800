"""Language: health, the modules as one. In: a folder of Turtle modules. Out: their triples, and which file defines which term.
Must not judge them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology import terms

ROOT = Path(__file__).resolve().parent.parent
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
TEXTS = (RDF.langString, RDF.PlainLiteral)
"""Ranges of words with a language; OWL 2 calls them rdf:PlainLiteral."""
_SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is not as it should be: in which file, at which term or entry, and what was wanted."""

    file: str
    term: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.term}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Language:
    """The modules read together, and which terms each file defines; a file may declare terms that another one defines."""

    graph: Graph
    terms_by_file: dict[str, frozenset[str]]

    @property
    def terms(self) -> frozenset[str]:
        """The local names of all terms that a module defines."""
        return frozenset().union(*self.terms_by_file.values())

    def file_of(self, name: str) -> str:
        """The first file that defines a term; `modules` where none does."""
        return next((file for file, names in sorted(self.terms_by_file.items()) if name in names), "modules")

    def finding(self, term: URIRef, problem: str) -> Finding:
        """A finding about a term, in the file that defines it."""
        return Finding(self.file_of(local(term)), f"mg:{local(term)}", problem)

    def of_kind(self, kind: URIRef) -> list[URIRef]:
        """Our terms of a kind of OWL, sorted, defined or only declared."""
        return sorted(ours(self.graph.subjects(RDF.type, kind)))

    def above(self, classes: Iterable[URIRef]) -> set[URIRef]:
        """Classes with all classes above them, themselves among them."""
        higher = {other for one in classes for other in self.graph.transitive_objects(one, RDFS.subClassOf)}
        return {other for other in higher if isinstance(other, URIRef)}


def read_language(modules: Path = ROOT / "modules") -> Language:
    """All Turtle files of a folder; a term belongs to the file that says rdfs:isDefinedBy of it."""
    together, terms_by_file = Graph(), {}
    for path in sorted(modules.glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        terms_by_file[path.name] = frozenset(local(term) for term in ours(graph.subjects(RDFS.isDefinedBy)))
        together += graph
    return Language(together, terms_by_file)


def local(iri: object) -> str:
    """The name of a term without its namespace."""
    return str(iri).removeprefix(str(terms.MG))


def ours(found: Iterable[object]) -> Iterator[URIRef]:
    """Those that are terms of ours."""
    for term in found:
        if isinstance(term, URIRef) and term.startswith(str(terms.MG)):
            yield term


def constant_name(name: str, classes: Iterable[str]) -> str:
    """The name of the constant of a term: upper snake case, and _PROPERTY where a class has the same."""
    snake = _snake(name)
    taken = {_snake(other) for other in classes if other != name}
    return f"{snake}_PROPERTY" if name[0].islower() and snake in taken else snake


def circles(graph: Graph, predicate: URIRef) -> Iterator[URIRef]:
    """What comes back to itself over one or more steps of a property."""
    for node in set(graph.subjects(predicate)):
        further = {end for step in graph.objects(node, predicate) for end in graph.transitive_objects(step, predicate)}
        if node in further and isinstance(node, URIRef):
            yield node


def _snake(name: str) -> str:
    return _SNAKE.sub("_", name).upper()
