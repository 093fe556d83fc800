"""Answers: facts. In: IRIs and an open graph. Out: what the graph states of each. Must not know what is asked for, or rank.

The few hundred documents, sections and concepts that answers show come again and again, and a published graph never changes:
what is stated of them is read once. Of passages nothing is kept, since there are many more of them.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from weakref import WeakKeyDictionary

from stores.graph.store import GraphStore, Term

MG = "https://w3id.org/mandategraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PREFERRED = f"{SKOS}prefLabel"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
MOST_KEPT = 10_000  # things; about 2 kB each

Facts: TypeAlias = Mapping[str, Sequence[Term]]
_KEPT: "WeakKeyDictionary[GraphStore, dict[str, Facts]]" = WeakKeyDictionary()


def facts_of(graph: GraphStore, iri: str) -> Facts:
    """What a published graph states of a document, a section or a concept: by property its values, in their order."""
    kept = _KEPT.setdefault(graph, {})
    found = kept.get(iri)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[iri] = {name: in_order(values) for name, values in graph.facts(iri).items()}
    return found


def in_order(values: Sequence[Term], language: str = "en") -> Sequence[Term]:
    """Values in a language first, then in English, then by the names of their languages and as text."""
    return sorted(values, key=lambda term: (term.language != language, term.language != "en", term.language or "", str(term)))
