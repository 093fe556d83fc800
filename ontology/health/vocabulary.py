"""Language: health of the vocabulary. In: its Turtle files as one, and the modules. Out: findings about entries. Must not judge
labels.

No circle where none belongs, no pointer that leads nowhere, one code for one entry, a note on the source beside each, only the
six languages, and each entry under the same wider classes as its neighbours.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import terms
from ontology.health.language import ROOT, Finding, Language, circles, local, ours
from ontology.health.modules import TONGUES
from ontology.iris import DEFAULT_BASE

DOCUMENTS = f"{DEFAULT_BASE}doc/"
_LADDERS = (SKOS.broader, terms.IN_REGION, terms.SUBGROUP_OF, terms.MEMBER_OF, terms.PART_OF, DCTERMS.isPartOf)
_CODES = (terms.ISO3, terms.M49, terms.SYMBOL)
_OWNERS = (terms.FUNCTION_OF, terms.ACT_OF, terms.LEGAL_BASIS_OF)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entries together, and the files that describe each."""

    graph: Graph
    files_by_entry: dict[Node, list[str]]

    @property
    def entries(self) -> list[URIRef]:
        """What the vocabulary describes, sorted; documents, of which it says only what they are for, are left out."""
        return sorted(entry for entry in self.files_by_entry if isinstance(entry, URIRef) and not entry.startswith(DOCUMENTS))

    def kinds(self, entry: Node) -> set[URIRef]:
        """The classes of ours that an entry is said to be of."""
        return set(ours(self.graph.objects(entry, RDF.type)))

    def finding(self, entry: Node, problem: str) -> Finding:
        """A finding about an entry, in the first file that describes it."""
        return Finding(self.file_of(entry), short(entry), problem)

    def file_of(self, entry: Node) -> str:
        """The first file that describes an entry; `vocabulary` where none does."""
        return next(iter(self.files_by_entry.get(entry, ())), "vocabulary")


def read_vocabulary(folder: Path = ROOT / "vocabulary") -> Vocabulary:
    """All Turtle files of a folder."""
    together, files_by_entry = Graph(), defaultdict[Node, list[str]](list)
    for path in sorted(folder.glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        for entry in set(graph.subjects()):
            files_by_entry[entry].append(path.name)
        together += graph
    return Vocabulary(together, dict(files_by_entry))


def short(iri: Node) -> str:
    """An IRI of ours as it is written in the files: without the base, and a term with its prefix."""
    text = str(iri)
    return f"mg:{local(iri)}" if text.startswith(str(terms.MG)) else text.removeprefix(DEFAULT_BASE)


def check_ladders(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Entries that are, over some steps, broader than, in, a member of or part of themselves."""
    for predicate in _LADDERS:
        for entry in sorted(circles(vocabulary.graph, predicate)):
            yield vocabulary.finding(entry, f"comes back to itself by {_step(predicate)}")


def check_pointers(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Links to an IRI of ours that no file of the vocabulary describes; documents describe themselves."""
    graph = vocabulary.graph
    for entry, predicate, other in sorted(graph, key=str):
        if isinstance(other, URIRef) and _is_entry(other) and (other, RDF.type, None) not in graph:
            yield vocabulary.finding(entry, f"points by {_step(predicate)} to {short(other)}, which no file describes")


def check_codes(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Codes that two entries share; a number names one entry of its class, and one function or act of its whole."""
    for predicate in _CODES:
        holders: dict[str, set[str]] = defaultdict(set)
        for entry, code in vocabulary.graph.subject_objects(predicate):
            holders[str(code)].add(short(entry))
        yield from _shared(vocabulary, predicate, holders)
    numbered: dict[tuple[frozenset[URIRef], frozenset[Node]], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry, number in vocabulary.graph.subject_objects(terms.NUMBER):
        whole = frozenset(other for owner in _OWNERS for other in vocabulary.graph.objects(entry, owner))
        numbered[frozenset(vocabulary.kinds(entry)), whole][str(number)].add(short(entry))
    for held in numbered.values():
        yield from _shared(vocabulary, terms.NUMBER, held)


def check_notes(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Entries in two files, without a class of ours, a note on the source, or exactly one preferred label in English."""
    for entry in vocabulary.entries:
        if len(vocabulary.files_by_entry[entry]) > 1:
            yield vocabulary.finding(
                entry, f"must be described in one file; it is in {' and '.join(vocabulary.files_by_entry[entry])}"
            )
        if not vocabulary.kinds(entry):
            yield vocabulary.finding(entry, "needs a class of ours")
        if (entry, terms.SOURCE_NOTE, None) not in vocabulary.graph:
            yield vocabulary.finding(entry, "needs a note on its source")
        labels = [label for label in vocabulary.graph.objects(entry, SKOS.prefLabel) if getattr(label, "language", None) == "en"]
        if len(labels) != 1:
            yield vocabulary.finding(entry, f"needs exactly one preferred label in English; it has {len(labels)}")


def check_tongues(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Words in a language that is none of the six, and two preferred labels in one."""
    for entry, predicate, words in sorted(vocabulary.graph, key=str):
        if isinstance(words, Literal) and words.language and words.language not in TONGUES:
            yield vocabulary.finding(
                entry, f"has words in {words.language} by {_step(predicate)}, which is none of the six languages"
            )
    for entry in vocabulary.entries:
        given = [getattr(label, "language", None) for label in vocabulary.graph.objects(entry, SKOS.prefLabel)]
        for tongue in sorted({str(tongue) for tongue in given if given.count(tongue) > 1} - {"en"}):
            yield vocabulary.finding(entry, f"has two preferred labels in {tongue}")


def check_neighbours(language: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Entries that lack a wider class which others of their class are given: a question for the wider one would miss them."""
    given: dict[URIRef, set[URIRef]] = defaultdict(set)
    for entry in vocabulary.entries:
        for kind in vocabulary.kinds(entry):
            given[kind] |= vocabulary.kinds(entry) & (language.above([kind]) - {kind})
    for entry in vocabulary.entries:
        kinds = vocabulary.kinds(entry)
        for kind in sorted(kinds):
            for missing in sorted(given[kind] - kinds):
                yield vocabulary.finding(entry, f"must be called {short(missing)} too, as others that are {short(kind)}")


def _shared(vocabulary: Vocabulary, predicate: URIRef, holders: dict[str, set[str]]) -> Iterator[Finding]:
    for code, entries in sorted(holders.items()):
        if len(entries) > 1:
            first = URIRef(DEFAULT_BASE + min(entries))
            yield Finding(
                vocabulary.file_of(first), short(predicate), f"{code} must name one entry; it names {', '.join(sorted(entries))}"
            )


def _is_entry(iri: URIRef) -> bool:
    return str(iri).startswith(DEFAULT_BASE) and not str(iri).startswith((DOCUMENTS, str(terms.MG), f"{DEFAULT_BASE}graph/"))


def _step(predicate: Node) -> str:
    return short(predicate) if str(predicate).startswith(str(terms.MG)) else str(predicate).rpartition("#")[2].rpartition("/")[2]
