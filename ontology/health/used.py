"""Language: health of classes in use. In: modules, vocabulary, shapes, code that writes graphs. Out: findings. Must write none.

A class is in use where something is of it: an entry of the vocabulary, an individual of a module, a noun that code turns into
triples, or anything of a class below it. That a shape or a query asks for it is no use: both can wait for what never comes.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pyshacl
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from ontology.files import read_shapes
from ontology.health.language import ROOT, Finding, Language, constant_name, local, ours
from ontology.health.vocabulary import Vocabulary

WRITERS = ("ontology/triples.py", "ontology/slots.py", "reading/**/*.py", "ingest/**/*.py")
"""The code that may put something of a class into a graph."""
_CONSTANT = re.compile(r"\bt(?:erms)?\.([A-Z][A-Z0-9_]+)\b")


def check_unused(language: Language, vocabulary: Vocabulary, home: Path = ROOT.parent) -> Iterator[Finding]:
    """Classes that nothing is of."""
    used = _instanced(language, vocabulary, home)
    for name in language.of_kind(OWL.Class):
        below = {other for other in language.graph.transitive_subjects(RDFS.subClassOf, name) if isinstance(other, URIRef)}
        if local(name) in language.terms and not below & used:
            yield language.finding(name, "is used nowhere: no entry, no individual and no code that writes graphs is of it")


def check_shaped(language: Language, vocabulary: Vocabulary, home: Path = ROOT.parent) -> Iterator[Finding]:
    """Classes in use that no shape looks at, so that whatever is of them passes unseen."""
    targets = set(read_shapes(home / "ontology" / "shapes").objects(None, SH.targetClass))
    for name in sorted(_instanced(language, vocabulary, home) - targets):
        if not _is_listed(language, name):
            yield language.finding(name, "needs a shape of its own: something is of it, and no shape has it as its target")


def check_shapes(_: Language, vocabulary: Vocabulary, home: Path = ROOT.parent) -> Iterator[Finding]:
    """What the shapes say against the vocabulary."""
    shapes = read_shapes(home / "ontology" / "shapes")
    conforms, report, _text = pyshacl.validate(vocabulary.graph, shacl_graph=shapes, inference="none", meta_shacl=False)
    if conforms or not isinstance(report, Graph):
        return
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus: Node = report.value(result, SH.focusNode) or result
        yield vocabulary.finding(focus, str(report.value(result, SH.resultMessage)))


def _instanced(language: Language, vocabulary: Vocabulary, home: Path) -> set[URIRef]:
    classes = language.of_kind(OWL.Class)
    of_entries = {kind for entry in vocabulary.entries for kind in vocabulary.kinds(entry)}
    of_individuals = set(
        ours(kind for one in language.of_kind(OWL.NamedIndividual) for kind in language.graph.objects(one, RDF.type))
    )
    names = [local(name) for name in classes]
    by_constant = {constant_name(local(name), names): name for name in classes}
    written = {by_constant[constant] for constant in _constants(home) if constant in by_constant}
    return (of_entries | of_individuals | written) & set(classes)


def _constants(home: Path) -> Iterator[str]:
    for places in WRITERS:
        for path in sorted(home.glob(places)):
            yield from _CONSTANT.findall(path.read_text(encoding="utf-8"))


def _is_listed(language: Language, name: URIRef) -> bool:
    """Whether a class is a short list of individuals, which a shape names one by one."""
    same = language.graph.objects(name, OWL.equivalentClass)
    return any(language.graph.value(other, OWL.oneOf) is not None for other in same)
