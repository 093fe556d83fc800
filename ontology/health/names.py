"""Language: health of names. In: the modules as one, terms.py, the JSON-LD context, and files that use our prefix. Out: findings.
Must not judge what a term means.

Constants and context know the same terms as the modules, the context types each value as its range says, and no file uses a term
that is not defined.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import OWL, RDF, RDFS, XSD, URIRef

from ontology import terms
from ontology.health.language import ROOT, TEXTS, Finding, Language, constant_name, local

_DATES = ("xsd:date", "xsd:gYear", "xsd:gYearMonth")
_USE = re.compile(r"(?<![\w:-])mg:([A-Za-z]\w*)")
_QUOTED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|(?m:(?:^|\s)#.*$)|<[^<>\s]*>')


def check_constants(language: Language) -> Iterator[Finding]:
    """Terms without their constant in terms.py, and constants without a term."""
    classes = [local(term) for term in language.of_kind(OWL.Class)]
    wanted = {constant_name(name, classes): terms.MG[name] for name in language.terms}
    given = {name: value for name, value in vars(terms).items() if type(value) is URIRef}
    for name in sorted(wanted.keys() | given.keys()):
        if wanted.get(name) != given.get(name):
            term = f"mg:{local(wanted.get(name) or given[name])}"
            yield Finding("terms.py", term, f"{name} must stand for {wanted.get(name)}; it stands for {given.get(name)}")


def check_context(language: Language, path: Path = ROOT / "context.jsonld") -> Iterator[Finding]:
    """Terms that the context lacks, renames or types otherwise than their range, and entries of our namespace without a term."""
    context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    entries = {key: value if isinstance(value, dict) else {"@id": value} for key, value in context.items()}
    ours = {key: entry for key, entry in entries.items() if str(entry.get("@id")).startswith("mg:")}
    for name in sorted(language.terms):
        if ours.get(name, {}).get("@id") != f"mg:{name}":
            yield Finding(path.name, f"mg:{name}", "is missing from the context under its own name")
        elif problem := _typed_otherwise(language, terms.MG[name], ours[name]):
            yield Finding(path.name, f"mg:{name}", problem)
    for key, entry in sorted(ours.items()):
        name = entry["@id"].removeprefix("mg:")
        if name not in language.terms or key != name:
            why = "another name than its own" if name in language.terms else "though no module defines it"
            yield Finding(path.name, f"mg:{name}", f"stands in the context as {key}, {why}")


def check_uses(language: Language, paths: Iterable[Path] | None = None) -> Iterator[Finding]:
    """Names with our prefix in modules, shapes, vocabulary and queries that no module defines."""
    for path in sorted(_files_that_use_terms() if paths is None else paths):
        words = _QUOTED.sub(" ", path.read_text(encoding="utf-8"))
        for name in sorted(set(_USE.findall(words)) - language.terms):
            yield Finding(path.name, f"mg:{name}", "is used here, but no module defines it")


def _typed_otherwise(language: Language, term: URIRef, entry: Mapping[str, object]) -> str | None:
    allowed = _types(language, term)
    given = entry.get("@type")
    if given not in allowed:
        return f"must have the @type {' or '.join(str(one) for one in allowed)} in the context; it has {given}"
    if _range(language, term) in TEXTS and "@language" not in str(entry.get("@container")):
        return "must be a map of languages in the context, as its range is words with a language"
    return None


def _types(language: Language, term: URIRef) -> tuple[str | None, ...]:
    """What the context may say of the type of a term's values; a date has no range, as OWL 2 knows no dates of this kind."""
    wanted = _range(language, term)
    if (term, RDF.type, OWL.ObjectProperty) in language.graph:
        return ("@vocab",) if _is_listed(language, wanted) else ("@id",)
    if (term, RDF.type, OWL.DatatypeProperty) not in language.graph or wanted in (XSD.string, *TEXTS):
        return (None,)
    return (None, *_DATES) if wanted is None else (f"xsd:{str(wanted).removeprefix(str(XSD))}",)


def _range(language: Language, term: URIRef) -> URIRef | None:
    found = language.graph.value(term, RDFS.range)
    return found if isinstance(found, URIRef) else None


def _is_listed(language: Language, place: URIRef | None) -> bool:
    """Whether a class is closed: one of a few named individuals, which may be written by their names."""
    same = language.graph.objects(place, OWL.equivalentClass) if place else ()
    return any(language.graph.value(other, OWL.oneOf) is not None for other in same)


def _files_that_use_terms() -> Iterator[Path]:
    for folder in ("modules", "shapes", "vocabulary"):
        yield from (ROOT / folder).glob("*.ttl")
    yield from (ROOT.parent / "queries").rglob("*.rq")
