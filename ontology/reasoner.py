"""Language: the reasoner. In: ontology/modules and ontology/vocabulary. Out: whether they contradict themselves, and where. Must
not fetch an import.

HermiT decides, the one that owlready2 brings, in a Java process of its own. The modules must be consistent and each of their
classes able to have a member; the modules and the vocabulary together must be consistent, so that a State that is also a network
is found. Each entry of the vocabulary is taken for a thing of its own, which OWL alone would not do: two offices for one tenure
are found too. What HermiT does not see: labels, notes and other annotations, which say nothing in logic, and values of datatypes
outside the OWL 2 datatype map (xsd:date, xsd:gYearMonth, xsd:gYear), which it refuses; the shapes hold those.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.files import read_modules, read_vocabulary
from ontology.iris import DEFAULT_BASE
from ontology.owl_api import NO_JAVA, has_java, hermit_jar
from ontology.profile import understood, violations
from ontology.terms import MG

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Judgement:
    """What HermiT said of a graph. `culprits` are the subjects of a smallest part that is inconsistent on its own."""

    classes: int
    seconds: float
    unsatisfiable: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """No contradiction, and no class that can have no member."""
        return not self.unsatisfiable and not self.culprits


def judge(axioms: Graph, facts: Graph | None = None) -> Judgement:
    """Whether axioms and facts hold together, and which classes can have no member; needs Java.

    Classes are judged without facts: those are many, and a class that has a member among them makes the whole inconsistent.
    """
    started = time.monotonic()
    unsatisfiable = classify(logical(axioms))
    culprits: tuple[str, ...] = ()
    if unsatisfiable is None:
        culprits = _culprits(logical(axioms), Graph())
    elif facts and not consistent(together := logical(axioms + facts) + _all_different(axioms, facts)):
        culprits = _culprits(together, logical(axioms))
    return Judgement(len(_classes(axioms)), time.monotonic() - started, unsatisfiable or (), culprits)


def classify(axioms: Graph) -> tuple[str, ...] | None:
    """The classes that can have no member; None where the axioms contradict each other."""
    import owlready2

    world = owlready2.World()
    try:
        lines = axioms.serialize(format="nt", encoding="utf-8")
        world.get_ontology(f"{DEFAULT_BASE}ontology/").load(fileobj=BytesIO(lines))
        owlready2.sync_reasoner_hermit(world, debug=0)
        return tuple(sorted(str(found.iri) for found in world.inconsistent_classes() if found is not owlready2.Nothing))
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    finally:
        world.close()


def consistent(graph: Graph) -> bool:
    """Whether a graph can be true, and nothing more: with many facts far quicker than to classify them."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        graph.serialize(file, format="nt", encoding="utf-8")
        command = ["java", "-cp", str(hermit_jar()), "org.semanticweb.HermiT.cli.CommandLine", "-k", file.as_uri()]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # our own file, no shell
    if answer.returncode and "InconsistentOntologyException" not in answer.stderr:
        raise RuntimeError(f"HermiT failed: {answer.stderr[:2000]}")
    return not answer.returncode


def logical(graph: Graph) -> Graph:
    """The triples that mean something in OWL 2 DL: no annotations, no imports, no values of unknown datatypes."""
    silent = {
        OWL.imports,
        OWL.versionInfo,
        OWL.versionIRI,
        OWL.deprecated,
        RDFS.label,
        RDFS.comment,
        RDFS.seeAlso,
        RDFS.isDefinedBy,
    }
    declared = {name for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for name in graph.subjects(RDF.type, kind)}
    kept = Graph()
    for s, p, o in graph:
        structural = p == RDF.type or str(p).startswith((str(OWL), str(RDFS), str(RDF)))
        if p not in silent and (structural or p in declared) and understood(o):
            kept.add((s, p, o))
    return kept


def main(arguments: Sequence[str] | None = None) -> int:
    """Judges the modules, then the modules with the vocabulary; the exit status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m ontology.reasoner", description="Reasons over ontology and vocabulary.")
    parser.add_argument("--require-java", action="store_true", help="fail where there is no Java, instead of a warning")
    required = parser.parse_args(arguments).require_java
    if not has_java():
        sys.stderr.write(f"ontology: NOT REASONED OVER: {NO_JAVA}")
        return 1 if required else 0
    modules, vocabulary = read_modules(), read_vocabulary()
    outside = [f"not in OWL 2 DL: {line}" for line in violations(sorted((ROOT / "modules").glob("*.ttl")))]
    alone, together = judge(modules), judge(modules, vocabulary)
    entries = len({s for s in vocabulary.subjects() if isinstance(s, URIRef)})
    wrong = [*outside, *_wrong(alone), *_wrong(together)]
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"ontology: {'not ' if wrong else ''}well for HermiT: {alone.classes} classes in {alone.seconds:.1f} s, "
        f"with {entries} entries of the vocabulary in {together.seconds:.1f} s\n"
    )
    return 1 if wrong else 0


def _wrong(judgement: Judgement) -> Iterable[str]:
    for name in judgement.unsatisfiable:
        yield f"unsatisfiable: {_short(name)} can have no member"
    if judgement.culprits:
        yield f"inconsistent: what is said of {', '.join(map(_short, judgement.culprits))} cannot be true together"


def _short(name: str) -> str:
    return f"mg:{name.removeprefix(str(MG))}" if name.startswith(str(MG)) else name.removeprefix(DEFAULT_BASE)


def _classes(graph: Graph) -> set[Node]:
    return {name for name in graph.subjects(RDF.type, OWL.Class) if str(name).startswith(str(MG))}


def _all_different(axioms: Graph, facts: Graph) -> Graph:
    """That no two of these names stand for one thing: those of which one belongs in a place. For others it changes nothing."""
    one = set(axioms.subjects(RDF.type, OWL.FunctionalProperty))
    one_from = set(axioms.subjects(RDF.type, OWL.InverseFunctionalProperty))
    names = {o for _, p, o in facts if p in one} | {s for s, p, _ in facts if p in one_from}
    graph, axiom, members = Graph(), BNode(), BNode()
    listed: list[Node] = [*sorted(name for name in names if isinstance(name, URIRef))]
    Collection(graph, members, listed)
    graph.add((axiom, RDF.type, OWL.AllDifferent))
    graph.add((axiom, OWL.distinctMembers, members))
    return graph if len(listed) > 1 else Graph()


def _culprits(graph: Graph, background: Graph) -> tuple[str, ...]:
    """A smallest set of subjects that contradicts the background (QuickXplain, Junker 2004)."""
    described: dict[str, Graph] = {}
    for subject in sorted({s for s in (graph - background).subjects() if isinstance(s, URIRef)}):
        described[str(subject)] = graph.cbd(subject)
    loose = Graph()
    for kind in (OWL.AllDisjointClasses, OWL.AllDifferent):
        for axiom in set(graph.subjects(RDF.type, kind)):
            loose += graph.cbd(axiom)
    return tuple(sorted(_smallest(background + loose, [], sorted(described), described)))


def _smallest(background: Graph, added: list[str], names: list[str], described: dict[str, Graph]) -> list[str]:
    if added and not consistent(background):
        return []
    if len(names) == 1:
        return names
    left, right = names[: len(names) // 2], names[len(names) // 2 :]
    second = _smallest(_with(background, left, described), left, right, described)
    first = _smallest(_with(background, second, described), second, left, described)
    return first + second


def _with(graph: Graph, names: list[str], described: dict[str, Graph]) -> Graph:
    joined = Graph() + graph
    for name in names:
        joined += described[name]
    return joined


if __name__ == "__main__":
    sys.exit(main())
