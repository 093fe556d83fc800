"""Language: the profile. In: files of modules. Out: what in them is outside OWL 2 DL, a line each. Must not fetch an import.

The OWL API decides. The datatypes that it lets through are held against the OWL 2 datatype map as well: xsd:date and xsd:gYear
are not in it, and HermiT refuses them; our properties with such values have no range, and the shapes hold their datatype.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal
from rdflib.term import Node

from ontology.owl_api import NO_JAVA, has_java, profile_violations

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
    found = list(_of_datatypes(together))
    with TemporaryDirectory() as folder:
        for name, graph in (*graphs, ("all together", together)):
            file = Path(folder) / f"{name}.rdf"
            graph.serialize(file, format="xml")
            found += [f"{name}: {line}" for line in profile_violations(file)]
    return found


def understood(node: Node) -> bool:
    """Whether a term is no literal, or a literal of a datatype of the map."""
    return not isinstance(node, Literal) or node.datatype is None or node.datatype in MAP


def main() -> int:
    """Prints what is outside OWL 2 DL in the files named, or in all modules."""
    if not has_java():
        sys.stderr.write(f"profile: NOT CHECKED: {NO_JAVA}")
        return 1
    named = [Path(name) for name in sys.argv[1:]] or sorted((Path(__file__).resolve().parent / "modules").glob("*.ttl"))
    found = violations(named)
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"profile: {len(found) or 'no'} finding{'' if len(found) == 1 else 's'} outside OWL 2 DL\n")
    return 1 if found else 0


def _of_datatypes(graph: Graph) -> Iterator[str]:
    for name, datatype in sorted(graph.subject_objects(RDFS.range)):
        of_values = (name, RDF.type, OWL.DatatypeProperty) in graph
        if of_values and str(datatype).startswith((str(XSD), str(RDF))) and datatype not in MAP:
            yield f"{name} has the range {datatype}, which is not in the OWL 2 datatype map"


if __name__ == "__main__":
    sys.exit(main())
