"""Language, pages: one page. In: a module within all modules. Out: its HTML. Must not fetch, and nothing in it may either.

Each term stands under its own name, so that the hash of its IRI leads to it. pyLODE was tried first: its release 3.4.1 cannot be
imported from its wheel, and 3.3.4 shows neither individuals nor inverses, characteristics, chains or deprecation, names its
anchors after labels, and reads every text as Markdown.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.pages.diagram import class_diagram, link_diagram, local, ours
from ontology.pages.formats import ALL, ENDINGS
from ontology.terms import MG

KINDS: Final = {
    OWL.Class: ("Classes", "class"),
    OWL.ObjectProperty: ("Links", "link"),
    OWL.DatatypeProperty: ("Values", "value"),
    OWL.NamedIndividual: ("Individuals", "individual"),
}
_CHARACTERS: Final = {
    OWL.TransitiveProperty: "over several steps as over one (transitive)",
    OWL.SymmetricProperty: "both ways (symmetric)",
    OWL.AsymmetricProperty: "never both ways (asymmetric)",
    OWL.IrreflexiveProperty: "never to itself (irreflexive)",
    OWL.FunctionalProperty: "one at most (functional)",
    OWL.InverseFunctionalProperty: "from one at most (inverse functional)",
}
_ALIGNING: Final = {
    RDFS.subClassOf: "is below",
    RDFS.subPropertyOf: "is below",
    RDFS.seeAlso: "is near",
    SKOS.closeMatch: "is near",
    SKOS.exactMatch: "is the same as",
}
_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5b6577;--line:#c9d1de;--back:#fff;--box:#eaf1fb;--edge:#2f6db5}
@media(prefers-color-scheme:dark){:root{--ink:#e7ebf2;--soft:#a3adbd;--line:#3d4757;--back:#151a22;--box:#1f2d42;--edge:#7fb2ee}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back);max-width:64rem;margin:0 auto;padding:1rem}
a{color:var(--edge)}h1{margin:.2rem 0}h2{border-bottom:1px solid var(--line);margin-top:2.5rem}code{font-size:.92em}
h3{margin:0}section.term{border:1px solid var(--line);border-radius:.4rem;padding:.7rem 1rem;margin:1rem 0}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.25rem 1rem;margin:.5rem 0 0}dt{color:var(--soft)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
nav a{margin-right:.8rem;white-space:nowrap}.soft{color:var(--soft)}.gone h3,.gone code{text-decoration:line-through}
mark{background:#b3261e;color:#fff;border-radius:.2rem;padding:0 .4rem}ul.terms{columns:14rem;padding-left:1.1rem}
figure{overflow-x:auto;margin:1rem 0}svg text{font:12px ui-monospace,monospace;fill:var(--ink)}svg text.name{text-anchor:middle}
table{border-collapse:collapse}td,th{border-bottom:1px solid var(--line);padding:.2rem 1rem .2rem 0;text-align:left}
svg .own{fill:var(--box);stroke:var(--edge)}svg .other{fill:none;stroke:var(--soft);stroke-dasharray:4 3}
svg .line,svg .link{fill:none;stroke:var(--soft)}svg .tip{fill:var(--soft)}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
"""


class Page:
    """One module, or all of them, ready to be written: `homes` leads from a term's name to the module that defines it."""

    def __init__(self, name: str, graph: Graph, homes: Mapping[str, str], endings: Iterable[str]) -> None:
        self._name, self._graph, self._homes, self._endings = name, graph, homes, tuple(endings)
        self._own = frozenset(term for term, home in homes.items() if name in (home, ALL))
        self._header = URIRef(f"{str(MG).rstrip('#')}{'' if name == ALL else '/' + name}")

    def html(self) -> str:
        """The whole page."""
        title = self._text(self._header, DCTERMS.title)
        body = [self._head(title), *self._diagrams(), *(part for kind in KINDS for part in self._section(kind)), *self._aligned()]
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<style>{_STYLE}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
        )

    def _head(self, title: str) -> str:
        modules = sorted({*self._homes.values(), "alignments"})
        pages = " ".join(f'<a href="{name}.html">{name}</a>' for name in modules)
        files = " ".join(f'<a href="{self._name}.{ending}">{ENDINGS[ending]}</a>' for ending in self._endings)
        facts = [
            ("IRI", f"<code>{escape(self._header)}</code>"),
            ("Version", escape(self._text(self._header, OWL.versionInfo))),
            ("Modified", escape(self._text(self._header, DCTERMS.modified))),
            ("Licence", self._link(self._graph.value(self._header, DCTERMS.license) or Literal(""))),
            ("Files", f"<nav>{files}</nav>"),
            ("Modules", f'<nav><a href="index.html">all</a> {pages}</nav>'),
        ]
        told = escape(self._text(self._header, DCTERMS.description))
        return f"<header><h1>{escape(title)}</h1><p>{told}</p>{_listed(facts)}</header>"

    def _diagrams(self) -> Iterator[str]:
        for draw in (class_diagram, link_diagram) if self._name != ALL else (class_diagram,):
            drawn = draw(self._graph, self._own, self._address)
            if drawn:
                yield f"<figure>{drawn}</figure>"

    def _section(self, kind: URIRef) -> Iterator[str]:
        found = [name for name in self._graph.subjects(RDF.type, kind) if ours(name) and local(name) in self._own]
        names = sorted(found, key=lambda name: self._label(name).casefold())
        if names:
            heading, word = KINDS[kind]
            listed = "".join(f"<li>{self._link(name)}</li>" for name in names)
            yield f'<h2 id="all-{heading.lower()}">{heading}</h2><ul class="terms">{listed}</ul>'
            yield from (self._term(name, word) for name in names)

    def _aligned(self) -> Iterator[str]:
        """On the page of the alignments: what of ours stands how to what of others."""
        found = [(s, p, o) for p in _ALIGNING for s, o in self._graph.subject_objects(p) if ours(s) and not ours(o)]
        rows = sorted({(self._link(s), _ALIGNING[p], self._link(o)) for s, p, o in found})
        if self._name == "alignments":
            cells = "".join(f"<tr><td>{one}</td><td>{word}</td><td>{other}</td></tr>" for one, word, other in rows)
            yield f"<h2>Terms of ours and of others</h2><table><tr><th>ours</th><th></th><th>other</th></tr>{cells}</table>"

    def _term(self, name: Node, word: str) -> str:
        gone = (name, OWL.deprecated, Literal(True)) in self._graph
        mark = " <mark>deprecated</mark>" if gone else ""
        heading = f'<h3>{escape(self._label(name))}{mark}</h3><code>mg:{local(name)}</code> <span class="soft">{word}</span>'
        shown = [(title, "; ".join(values)) for title, values in self._facts(name) if values]
        return f'<section class="term{" gone" if gone else ""}" id="{local(name)}">{heading}{_listed(shown)}</section>'

    def _facts(self, name: Node) -> Iterator[tuple[str, list[str]]]:
        graph = self._graph
        yield "Use instead", self._links(graph.objects(name, DCTERMS.isReplacedBy))
        for title, predicate in (("Definition", SKOS.definition), ("Note", SKOS.scopeNote), ("Example", SKOS.example)):
            yield title, self._texts(name, predicate)
        yield "Source", self._texts(name, DCTERMS.source)
        yield "Of class", self._links(o for o in graph.objects(name, RDF.type) if ours(o))
        for title, predicate in (("Below", RDFS.subClassOf), ("Below", RDFS.subPropertyOf), ("Same as", OWL.equivalentClass)):
            yield title, self._links(graph.objects(name, predicate))
        for title, predicate in (("Above", RDFS.subClassOf), ("Above", RDFS.subPropertyOf), ("Members", RDF.type)):
            yield title, self._links(graph.subjects(predicate, name))
        yield "Excludes", self._links(self._excluded(name))
        yield "From", self._links(graph.objects(name, RDFS.domain))
        yield "To", self._links(graph.objects(name, RDFS.range))
        yield "Inverse", self._links(graph.objects(name, OWL.inverseOf))
        yield "Leads", [_CHARACTERS[kind] for kind in _CHARACTERS if (name, RDF.type, kind) in graph]
        yield "Follows from", [self._chain(chain) for chain in graph.objects(name, OWL.propertyChainAxiom)]
        yield "Links from it", self._links(graph.subjects(RDFS.domain, name))
        yield "Links to it", self._links(graph.subjects(RDFS.range, name))
        near = (RDFS.seeAlso, SKOS.closeMatch, SKOS.exactMatch)
        yield "Near", self._links(value for predicate in near for value in graph.objects(name, predicate))
        yield "Other languages", [f'<span lang="{tag}">{escape(text)}</span> ({tag})' for tag, text in self._foreign(name)]
        yield "Module", self._links(graph.objects(name, RDFS.isDefinedBy)) if self._name == ALL else []

    def _excluded(self, name: Node) -> set[Node]:
        found = {*self._graph.objects(name, OWL.disjointWith), *self._graph.subjects(OWL.disjointWith, name)}
        for group in self._graph.subjects(RDF.type, OWL.AllDisjointClasses):
            for members in self._graph.objects(group, OWL.members):
                listed = set(self._graph.items(members))
                found |= listed if name in listed else set()
        return found - {name}

    def _links(self, nodes: Iterable[Node]) -> list[str]:
        return [self._link(node) for node in sorted(set(nodes), key=lambda node: (not ours(node), str(node)))]

    def _link(self, node: Node) -> str:
        """A term of ours by its label, a foreign one by its prefixed name, a list of either, or a restriction."""
        if ours(node):
            return f'<a href="{escape(self._address(local(node)))}">{escape(self._label(node))}</a>'
        if isinstance(node, URIRef):
            return f'<a href="{escape(self._page(node))}">{escape(self._short(node))}</a>'
        graph = self._graph
        for predicate, word in ((OWL.oneOf, " or "), (OWL.unionOf, " or "), (OWL.intersectionOf, " and ")):
            for members in graph.objects(node, predicate):
                return word.join(self._link(member) for member in graph.items(members))
        return " ".join(self._links(o for p in (OWL.onProperty, OWL.hasValue) for o in graph.objects(node, p))) or escape(
            str(node)
        )

    def _chain(self, chain: Node) -> str:
        return ", then ".join(self._link(step) for step in self._graph.items(chain))

    def _address(self, name: str) -> str:
        return f"#{name}" if name in self._own else f"{self._homes[name]}.html#{name}" if name in self._homes else str(MG[name])

    def _page(self, iri: URIRef) -> str:
        module = str(iri).removeprefix(str(MG).rstrip("#") + "/")
        return f"{module}.html" if module in {*self._homes.values(), "alignments"} else str(iri)

    def _short(self, iri: URIRef) -> str:
        known = [(str(space), prefix) for prefix, space in self._graph.namespaces() if str(iri).startswith(str(space))]
        space, prefix = max(known, key=lambda pair: len(pair[0]), default=("", ""))
        return f"{prefix}:{iri.removeprefix(space)}" if prefix else str(iri)

    def _label(self, name: Node) -> str:
        return next(
            (str(o) for o in self._graph.objects(name, RDFS.label) if isinstance(o, Literal) and o.language == "en"), local(name)
        )

    def _foreign(self, name: Node) -> list[tuple[str, str]]:
        labels = [o for o in self._graph.objects(name, RDFS.label) if isinstance(o, Literal)]
        return sorted((o.language, str(o)) for o in labels if o.language and o.language != "en")

    def _text(self, name: Node, predicate: URIRef) -> str:
        return "; ".join(sorted(map(str, self._graph.objects(name, predicate))))

    def _texts(self, name: Node, predicate: URIRef) -> list[str]:
        return [escape(text) for text in sorted(map(str, self._graph.objects(name, predicate)))]


def _listed(facts: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{title}</dt><dd>{shown}</dd>" for title, shown in facts if shown) + "</dl>"
