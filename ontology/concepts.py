"""Language: the vocabulary. In: the Turtle files of ontology/vocabulary. Out: concepts. Must not touch texts or stores.

Labels are written with the straight apostrophe. A negative label is a longer name in which a label of the same concept must
not be counted: "Genocide Convention" names a treaty, not the crime.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.errors import SourceError, SourceMissing
from ontology.files import read_turtle
from ontology.iris import MG

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

NEVER_NAMED = frozenset(
    {
        *("LegalBasis", "UnderlyingAct", "RiskNature", "MandateFunction", "VerbClass", "Theme"),
        *("Tenure", "Person", "Measurement"),
    }
)
"""Classes whose entries have labels for people to read; no text is searched for them."""
_NAMED_TOGETHER = 2
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Concept:
    """One individual of the vocabulary; its labels are English unless a language stands with them.

    `kinds` are local names of our classes; `labels` holds (language, label) pairs of the other languages; `broader` the IRIs
    of wider concepts; `generic` is true for ways of speaking of many ("early warning mechanisms") in contrast to one thing;
    `traps` are (language, negative label) pairs of the other languages;
    `descriptions` are words that describe the thing without being a name of it ("human rights abuses" of risk factor 2).
    """

    iri: str
    kinds: tuple[str, ...]
    preferred: str
    alternative: tuple[str, ...]
    negative: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    symbol: str | None
    number: str | None
    generic: bool
    broader: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    traps: tuple[tuple[str, str], ...] = ()

    @property
    def positive(self) -> tuple[str, ...]:
        """Every English label that names the concept, the preferred one first."""
        return (self.preferred, *self.alternative)


@cache
def load_concepts(folder: Path, base: str) -> tuple[Concept, ...]:
    """All concepts of the folder's *.ttl, sorted by IRI; read once per process.

    SourceMissing for an empty folder; ReadError as in `read_turtle`; SourceError where a concept lacks an English preferred
    label, a label is its own negative, or two concepts share an English label and neither is broader than the other.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise SourceMissing(f"Wanted the vocabulary's Turtle files in {folder}; found none.", advice="Check the folder.")
    concepts = tuple(sorted((c for path in files for c in _concepts(path, base)), key=lambda concept: concept.iri))
    faults = [*_repeated(concepts), *_self_negated(concepts), *_clashes(concepts)]
    if faults:
        raise SourceError(f"The vocabulary in {folder} contradicts itself: {'; '.join(faults)}.", advice="Correct these labels.")
    return concepts


def themes_of(vocabulary: "Graph") -> tuple[Concept, ...]:
    """The themes of recommendations in a vocabulary, sorted by IRI; their hidden labels are alternative labels here.

    Texts at large are not searched for themes, only what duties say: see `reading.duties.particulars`.
    """
    from rdflib import URIRef

    found = vocabulary.subjects(URIRef(_RDF_TYPE), URIRef(f"{MG}Theme"))
    themes = sorted({theme for theme in found if isinstance(theme, URIRef)}, key=str)
    hidden = {theme: tuple(_words(vocabulary, theme, _SKOS + "hiddenLabel")["en"]) for theme in themes}
    return tuple(replace(_concept(vocabulary, theme, Path("the vocabulary")), alternative=hidden[theme]) for theme in themes)


def mandates_of(vocabulary: "Graph") -> dict[str, tuple[str, ...]]:
    """Holder -> its mandates, sorted; office-holders named together ("Special Advisers on ... and on ...") have all theirs."""
    from rdflib import URIRef

    found: defaultdict[str, set[str]] = defaultdict(set)
    for mandate, holder in vocabulary.subject_objects(URIRef(f"{MG}heldBy")):
        found[str(holder)].add(str(mandate))
    pairs = {
        str(group)
        for group in vocabulary.subjects(URIRef(_RDF_TYPE), URIRef(f"{MG}ActorGroup"))
        if (group, URIRef(_RDF_TYPE), URIRef(f"{MG}OfficeHolder")) in vocabulary
        and len(set(vocabulary.subjects(URIRef(f"{MG}memberOf"), group))) == _NAMED_TOGETHER
    }
    for member, group in vocabulary.subject_objects(URIRef(f"{MG}memberOf")):
        if str(group) in pairs and str(member) in found:
            found[str(group)] |= found[str(member)]
    return {holder: tuple(sorted(mandates)) for holder, mandates in found.items()}


def _concepts(path: Path, base: str) -> Iterator[Concept]:
    from rdflib import URIRef

    graph = read_turtle(path, base)
    for subject in sorted(set(graph.subjects()), key=str):
        if not isinstance(subject, URIRef):
            raise SourceError(f"{path.name} holds a blank node; every concept needs an IRI.", advice="Give it a relative IRI.")
        if not NEVER_NAMED & set(_kinds(graph, subject)) and not _is_document(subject, base):
            yield _concept(graph, subject, path)


def _kinds(graph: "Graph", subject: "URIRef") -> tuple[str, ...]:
    return tuple(sorted(kind.removeprefix(MG) for kind in _values(graph, subject, _RDF_TYPE) if kind.startswith(MG)))


def _is_document(subject: "URIRef", base: str) -> bool:
    """A document is described by itself or the catalogue; the vocabulary may only say what it is for."""
    return subject.startswith(f"{base}doc/")


def _concept(graph: "Graph", subject: "URIRef", path: Path) -> Concept:
    preferred = _words(graph, subject, _SKOS + "prefLabel")
    alternative = _words(graph, subject, _SKOS + "altLabel")
    if len(preferred["en"]) != 1:
        raise SourceError(
            f"Wanted one English skos:prefLabel for <{subject}> in {path.name}; found {len(preferred['en'])}.",
            advice="Give it exactly one.",
        )
    kinds = _kinds(graph, subject)
    others = {
        (language, label)
        for found in (preferred, alternative)
        for language in found
        if language != "en"
        for label in found[language]
    }
    negative = _words(graph, subject, MG + "negativeLabel")
    return Concept(
        iri=str(subject),
        kinds=kinds,
        preferred=preferred["en"][0],
        alternative=tuple(alternative["en"]),
        negative=tuple(negative["en"]),
        labels=tuple(sorted(others)),
        symbol=next(iter(_values(graph, subject, MG + "symbol")), None),
        number=next(iter(_values(graph, subject, MG + "number")), None),
        generic="GenericName" in kinds,
        broader=tuple(_values(graph, subject, _SKOS + "broader")),
        traps=tuple((language, label) for language in sorted(negative) if language != "en" for label in negative[language]),
        descriptions=tuple(_words(graph, subject, _SKOS + "hiddenLabel")["en"]),
    )


def _values(graph: "Graph", subject: "URIRef", predicate: str) -> list[str]:
    from rdflib import URIRef

    return sorted(str(value) for value in graph.objects(subject, URIRef(predicate)))


def _words(graph: "Graph", subject: "URIRef", predicate: str) -> defaultdict[str, list[str]]:
    from rdflib import Literal, URIRef

    found: defaultdict[str, list[str]] = defaultdict(list)
    for value in sorted(graph.objects(subject, URIRef(predicate)), key=str):
        if isinstance(value, Literal):
            found[value.language or ""].append(str(value))
    return found


def _repeated(concepts: Iterable[Concept]) -> Iterator[str]:
    seen: set[str] = set()
    for concept in concepts:
        if concept.iri in seen:
            yield f"<{concept.iri}> is described in two files"
        seen.add(concept.iri)


def _self_negated(concepts: Iterable[Concept]) -> Iterator[str]:
    for concept in concepts:
        negative = {label.casefold() for label in concept.negative}
        for label in concept.positive:
            if label.casefold() in negative:
                yield f"{label!r} both names <{concept.iri}> and is a negative label of it"


def _clashes(concepts: Iterable[Concept]) -> Iterator[str]:
    by_label: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        for label in {label.casefold() for label in concept.positive}:
            by_label[label].append(concept)
    for label, found in sorted(by_label.items()):
        for first, second in combinations(found, 2):
            if first.iri not in second.broader and second.iri not in first.broader:
                yield f"{label!r} names both <{first.iri}> and <{second.iri}>"
