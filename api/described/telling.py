"""Answers, descriptions: telling. In: what serves, and the address that this server is asked under. Out: a description in the
making, and its N-Triples. Must not know HTTP, nor what is described.

No blank nodes: each part of a description has an IRI of its own, so that two copies of it are one.
"""

from rdflib import DCTERMS, FOAF, OWL, PROV, RDFS, SKOS, VOID, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from api.described.rights import CC_BY, DISCLAIMER, STATEMENTS
from api.library import Library, Serving
from ontology.iris import MG

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own knows the second edition, without versions
SPDX = Namespace("http://spdx.org/rdf/terms#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = Namespace("https://schema.org/")
VOCABULARIES = (MG, str(SKOS), str(DCTERMS), str(PROV), str(OWL))
PREFIXES = {
    "mg": MG,
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "void": str(VOID),
    "prov": str(PROV),
    "rdfs": str(RDFS),
    "sh": str(SH),
    "spdx": str(SPDX),
    "schema": str(SCHEMA),
    "xsd": str(XSD),
}
TITLE = "Mandate Graph"
ABOUT = (
    "United Nations documents on the prevention of atrocity crimes, to the paragraph: what they cite, whom they ask to do what, "
    "and which crimes, risk factors, actors, mandates and networks they speak of, each statement with the words it stands on."
)


class Telling:
    """A description while it is written. `host` is the address of this server, without a slash at its end."""

    def __init__(self, library: Library, serving: Serving, host: str) -> None:
        self.library, self.serving, self.host = library, serving, host
        self.dataset = URIRef(f"{library.settings.base}dataset")
        self.version = self.version_of(serving.generation.id)
        self._graph = Graph(bind_namespaces="none")

    def version_of(self, generation: str) -> URIRef:
        """The IRI of the dataset as of a generation."""
        return URIRef(f"{self.dataset}/{generation}")

    def part(self, name: str) -> URIRef:
        """The IRI of a part of the description."""
        return URIRef(f"{self.dataset}#{name}")

    def address(self, path: str) -> URIRef:
        """An address on this server."""
        return URIRef(self.host + path)

    def put(self, subject: URIRef, *facts: tuple[URIRef, Node | str | int]) -> None:
        """States facts; a text is English."""
        for name, value in facts:
            self._graph.add((subject, name, value if isinstance(value, Node) else _literal(value)))

    def put_rights(self, subject: URIRef) -> None:
        """States the licence of what is ours, the rights in what is not, and that none of it is official."""
        self.put(subject, (DCTERMS.license, URIRef(CC_BY)), (DCTERMS.rights, STATEMENTS), (RDFS.comment, DISCLAIMER))

    @property
    def n_triples(self) -> bytes:
        """What was told, sorted."""
        lines = self._graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
        return b"".join(sorted(line for line in lines if line.strip()))


def _literal(value: str | int) -> Literal:
    return Literal(value) if isinstance(value, int) else Literal(value, lang="en")
