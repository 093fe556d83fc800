"""Language: health. In: the files of ontology/ and queries/. Out: findings, a line each. Must not touch a store or mend anything.

What is checked: every term is labelled, defined, sourced and of one kind; classes and properties stand in no circle; inverse
pairs agree; no two terms share a label; constants and context know the same terms; no file uses a term that is not defined;
no two entries of the vocabulary share a code.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ontology import terms

ROOT = Path(__file__).resolve().parent
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
_NEEDS = (
    (RDFS.label, "label in English", "en"),
    (SKOS.definition, "definition in English", "en"),
    (DCTERMS.source, "source", None),
)
_USE = re.compile(r"(?<![\w:-])mg:([A-Za-z]\w*)")
_QUOTED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|(?m:(?:^|\s)#.*$)|<[^<>\s]*>')


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is not as it should be: in which file, at which term, and what was wanted."""

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


def read_language(modules: Path = ROOT / "modules") -> Language:
    """All Turtle files of a folder; a term belongs to the file that says rdfs:isDefinedBy of it."""
    together, terms_by_file = Graph(), {}
    for path in sorted(modules.glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        terms_by_file[path.name] = frozenset(local(term) for term in _ours(graph.subjects(RDFS.isDefinedBy)))
        together += graph
    return Language(together, terms_by_file)


def local(iri: object) -> str:
    """The name of a term without its namespace."""
    return str(iri).removeprefix(str(terms.MG))


def constant_name(name: str, classes: Iterable[str]) -> str:
    """The name of the constant of a term: upper snake case, and _PROPERTY where a class has the same."""
    snake = _snake(name)
    taken = {_snake(other) for other in classes if other != name}
    return f"{snake}_PROPERTY" if name[0].islower() and snake in taken else snake


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).upper()


def check_words(language: Language) -> Iterator[Finding]:
    """Terms without a label, definition or source, or with more than one of a kind, and terms that no module defines."""
    for kind in _KINDS:
        for term in _ours(language.graph.subjects(RDF.type, kind)):
            if local(term) not in language.terms:
                yield Finding("modules", f"mg:{local(term)}", "is declared, but no module says rdfs:isDefinedBy of it")
                continue
            for predicate, wanted, tongue in _NEEDS:
                given = [o for o in language.graph.objects(term, predicate) if isinstance(o, Literal) and o.language == tongue]
                if len(given) != 1:
                    yield _finding(language, term, f"needs exactly one {wanted}; it has {len(given)}")


def check_kinds(language: Language) -> Iterator[Finding]:
    """Terms of two kinds at once, or of none, and terms that two modules define."""
    for name in sorted(language.terms):
        kinds = [kind for kind in _KINDS if (terms.MG[name], RDF.type, kind) in language.graph]
        if len(kinds) != 1:
            yield _finding(language, terms.MG[name], f"must be of exactly one kind of OWL term; it is of {len(kinds)}")
        files = [file for file, names in language.terms_by_file.items() if name in names]
        if len(files) > 1:
            yield _finding(language, terms.MG[name], f"must be defined in one module; it is in {' and '.join(sorted(files))}")


def check_circles(language: Language) -> Iterator[Finding]:
    """Classes or properties that are, over some steps, below themselves."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in _ours(set(language.graph.subjects(predicate))):
            above = {
                higher
                for parent in language.graph.objects(term, predicate)
                for higher in language.graph.transitive_objects(parent, predicate)
            }
            if term in above:
                yield _finding(language, term, f"stands above itself by rdfs:{predicate.fragment}")


def check_inverses(language: Language) -> Iterator[Finding]:
    """Inverse pairs that one side does not know, or whose domains and ranges do not mirror each other."""
    graph = language.graph
    for one, other in graph.subject_objects(OWL.inverseOf):
        if not isinstance(one, URIRef) or not isinstance(other, URIRef):
            continue
        if (other, OWL.inverseOf, one) not in graph:
            yield _finding(language, one, f"has the inverse mg:{local(other)}, which does not say so in turn")
        if set(graph.objects(one, RDFS.domain)) != set(graph.objects(other, RDFS.range)):
            yield _finding(language, one, f"must have as its domain the range of its inverse mg:{local(other)}")


def check_labels(language: Language) -> Iterator[Finding]:
    """Labels that two terms share."""
    terms_by_label: dict[str, set[URIRef]] = defaultdict(set)
    for term, label in language.graph.subject_objects(RDFS.label):
        if isinstance(term, URIRef) and isinstance(label, Literal):
            terms_by_label[f"{label.casefold()}@{label.language}"].add(term)
    for shared, sharing in terms_by_label.items():
        for term in sorted(sharing) if len(sharing) > 1 else ():
            others = ", ".join(f"mg:{local(other)}" for other in sorted(sharing - {term}))
            yield _finding(language, term, f"shares the label {shared} with {others}")


def check_constants(language: Language) -> Iterator[Finding]:
    """Terms without their constant in terms.py, and constants without a term."""
    classes = [local(term) for term in _ours(language.graph.subjects(RDF.type, OWL.Class))]
    wanted = {constant_name(name, classes): terms.MG[name] for name in language.terms}
    given = {name: value for name, value in vars(terms).items() if type(value) is URIRef}
    for name in sorted(wanted.keys() | given.keys()):
        if wanted.get(name) != given.get(name):
            term = f"mg:{local(wanted.get(name) or given[name])}"
            yield Finding("terms.py", term, f"{name} must stand for {wanted.get(name)}; it stands for {given.get(name)}")


def check_context(language: Language, path: Path = ROOT / "context.jsonld") -> Iterator[Finding]:
    """Terms that the JSON-LD context does not know under their own name, and entries of our namespace without a term."""
    context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    given = {key: value["@id"] if isinstance(value, dict) else value for key, value in context.items()}
    ours = {key: value.removeprefix("mg:") for key, value in given.items() if str(value).startswith("mg:")}
    for name in sorted(language.terms):
        if ours.get(name) != name:
            yield Finding(path.name, f"mg:{name}", "is missing from the context under its own name")
    for key, name in sorted(ours.items()):
        if name not in language.terms or key != name:
            why = "another name than its own" if name in language.terms else "though no module defines it"
            yield Finding(path.name, f"mg:{name}", f"stands in the context as {key}, {why}")


def check_uses(language: Language, paths: Iterable[Path] | None = None) -> Iterator[Finding]:
    """Names with our prefix in modules, shapes, vocabulary and queries that no module defines."""
    for path in sorted(_files_that_use_terms() if paths is None else paths):
        words = _QUOTED.sub(" ", path.read_text(encoding="utf-8"))
        for name in sorted(set(_USE.findall(words)) - language.terms):
            yield Finding(path.name, f"mg:{name}", "is used here, but no module defines it")


def check_codes(_: Language, vocabulary: Path = ROOT / "vocabulary") -> Iterator[Finding]:
    """Codes of the vocabulary that two entries share: one ISO or M49 code names one State, one number one factor or indicator."""
    for path in sorted(vocabulary.glob("*.ttl")):
        graph = Graph().parse(path, format="turtle")
        for predicate in (terms.ISO3, terms.M49, terms.NUMBER):
            holders: dict[str, set[str]] = defaultdict(set)
            for entry, code in graph.subject_objects(predicate):
                holders[str(code)].add(str(entry))
            for shared, entries in sorted(holders.items()):
                if len(entries) > 1:
                    yield Finding(
                        path.name,
                        f"mg:{local(predicate)}",
                        f"{shared} must name one entry; it names {', '.join(sorted(entries))}",
                    )


def findings(language: Language | None = None) -> list[Finding]:
    """Everything that is wrong with the language, sorted by file and term; an empty list where it is well."""
    language = language or read_language()
    checks: tuple[Callable[[Language], Iterator[Finding]], ...] = (
        check_words,
        check_kinds,
        check_circles,
        check_inverses,
        check_labels,
        check_constants,
        check_context,
        check_uses,
        check_codes,
    )
    return sorted({finding for check in checks for finding in check(language)})


def main() -> int:
    """Prints every finding; the exit status is 1 if there is any."""
    found = findings()
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"ontology: {len(found) or 'no'} finding{'' if len(found) == 1 else 's'}\n")
    return 1 if found else 0


def _files_that_use_terms() -> Iterator[Path]:
    for folder in ("modules", "shapes", "vocabulary"):
        yield from (ROOT / folder).glob("*.ttl")
    yield from (ROOT.parent / "queries").rglob("*.rq")


def _ours(found: Iterable[object]) -> Iterator[URIRef]:
    for term in found:
        if isinstance(term, URIRef) and term.startswith(str(terms.MG)):
            yield term


def _finding(language: Language, term: URIRef, problem: str) -> Finding:
    return Finding(language.file_of(local(term)), f"mg:{local(term)}", problem)


if __name__ == "__main__":
    sys.exit(main())
