"""Language: the profile. In: files of modules. Out: what in them is outside OWL 2 DL, a line each. Must not fetch an import.

The OWL API decides, the one inside owlready2's HermiT.jar, called through JPype in this process: so ask it from a process of its
own where Java must not stay loaded. Datatypes it lets through are checked against the OWL 2 datatype map as well.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal
from rdflib.term import Node

MAP = frozenset(
    {
        *(XSD[n] for n in ("decimal", "integer", "nonNegativeInteger", "positiveInteger", "int", "long", "double", "float")),
        *(XSD[n] for n in ("string", "boolean", "anyURI", "dateTime", "dateTimeStamp", "language")),
        *(RDF.PlainLiteral, RDFS.Literal),
    }
)
"""The part of the OWL 2 datatype map (OWL 2 Structural Specification, section 4) that we use or might."""


def violations(paths: Sequence[Path]) -> list[str]:
    """What is outside OWL 2 DL in each file alone and in all together; needs Java."""
    graphs = [(path.stem, Graph().parse(path, format="turtle")) for path in paths]
    together = Graph()
    for _, graph in graphs:
        together += graph
    with TemporaryDirectory() as folder:
        files = []
        for name, graph in (*graphs, ("all together", together)):
            files.append(Path(folder) / f"{name}.rdf")
            graph.serialize(files[-1], format="xml")
        return [*_of_datatypes(together), *(line for file in files for line in _of_api(file))]


def understood(node: Node) -> bool:
    """Whether a term is no literal, or a literal of a datatype of the map."""
    return not isinstance(node, Literal) or node.datatype is None or node.datatype in MAP


def hermit_jar() -> Path:
    """The jar inside owlready2 that holds HermiT and its OWL API; ImportError where the package is not installed."""
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ImportError('owlready2 is not installed: pip install -e ".[dev]"', name="owlready2")
    return Path(spec.origin).parent / "hermit" / "HermiT.jar"


def main() -> int:
    """Prints what is outside OWL 2 DL in the files named, or in all modules."""
    named = [Path(name) for name in sys.argv[1:]] or sorted((Path(__file__).resolve().parent / "modules").glob("*.ttl"))
    found = violations(named)
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"profile: {len(found) or 'no'} finding{'' if len(found) == 1 else 's'} outside OWL 2 DL\n")
    return 1 if found else 0


def _of_datatypes(graph: Graph) -> Iterator[str]:
    for name, datatype in sorted(graph.subject_objects(RDFS.range)):
        if (
            (name, RDF.type, OWL.DatatypeProperty) in graph
            and str(datatype).startswith((str(XSD), str(RDF)))
            and datatype not in MAP
        ):
            yield f"{name} has the range {datatype}, which is not in the OWL 2 datatype map"


def _of_api(file: Path) -> Iterator[str]:
    manager = _java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(_java("java.io.File")(str(file)))
    report = _java("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
    yield from sorted(f"{file.stem}: {violation}" for violation in report.getViolations())


def _java(name: str) -> Any:  # noqa: ANN401 # whatever class of Java it is
    import jpype

    if not jpype.isJVMStarted():
        jpype.startJVM(classpath=[str(hermit_jar())], convertStrings=True)
    return jpype.JClass(name)


if __name__ == "__main__":
    sys.exit(main())
