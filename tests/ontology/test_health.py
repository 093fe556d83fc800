"""Language: health of the modules. As they stand they are well; each fault put into a copy is found and named."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import SKOS

from ontology import health
from ontology.health import modules, names

pytestmark = pytest.mark.slow

PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix module: <https://w3id.org/mandategraph/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
WORDS = (
    'rdfs:label "{label}"@en ; skos:definition "Something."@en ; skos:example "One."@en ; dcterms:source "ours" ; '
    "rdfs:isDefinedBy module:faults ."
)
THING = "mg:Thing a owl:Class ; " + WORDS.format(label="thing")
# (what is added to the modules, which check, at which term, a piece of the problem)
FAULTS: list[tuple[str, Callable[[health.Language], Iterator[health.Finding]], str, str]] = [
    ("mg:Thing a owl:Class .", modules.check_words, "mg:Thing", "no module says"),
    (THING.replace('rdfs:label "thing"@en ;', ""), modules.check_words, "mg:Thing", "label in English"),
    (THING.replace('"thing"@en', '"chose"@fr'), modules.check_words, "mg:Thing", "label in English"),
    (THING.replace('skos:definition "Something."@en ;', ""), modules.check_words, "mg:Thing", "definition in English"),
    (THING.replace('dcterms:source "ours" ;', ""), modules.check_words, "mg:Thing", "source"),
    (THING.replace('skos:example "One."@en ;', ""), modules.check_words, "mg:Thing", "an example"),
    (
        'mg:Paragraph skos:definition "Another."@en .',
        modules.check_words,
        "mg:Paragraph",
        "exactly one definition in English; it has 2",
    ),
    ('mg:Paragraph rdfs:label "second label"@en .', modules.check_words, "mg:Paragraph", "it has 2"),
    (THING.replace("owl:Class", "owl:Class , owl:ObjectProperty"), modules.check_kinds, "mg:Thing", "one kind"),
    (THING.replace("a owl:Class ;", ""), modules.check_kinds, "mg:Thing", "one kind"),
    ("mg:Paragraph rdfs:isDefinedBy module:faults .", modules.check_kinds, "mg:Paragraph", "one module"),
    ("mg:Passage rdfs:subClassOf mg:Footnote .", modules.check_circles, "mg:Footnote", "above itself"),
    ("mg:succeeds rdfs:subPropertyOf mg:narrows .", modules.check_circles, "mg:narrows", "above itself"),
    ("mg:heldBy owl:inverseOf mg:actor .", modules.check_inverses, "mg:heldBy", "does not say so"),
    ("mg:heldBy rdfs:domain mg:Document .", modules.check_inverses, "mg:heldBy", "domain the range"),
    ("mg:heldBy rdfs:domain mg:Nowhere .", modules.check_places, "mg:heldBy", "no module defines as a class"),
    ("mg:order rdfs:range <http://www.w3.org/2001/XMLSchema#long> .", modules.check_places, "mg:order", "none of those in use"),
    ("skos:closeMatch a owl:ObjectProperty .", modules.check_borrowed, str(SKOS.closeMatch), "declared in two ways"),
    (THING.replace('"thing"', '"Paragraph"'), modules.check_labels, "mg:Thing", "shares the label"),
    ('mg:Paragraph rdfs:label "Absatz"@de .', modules.check_labels, "mg:Paragraph", "none of the six"),
    ('mg:Paragraph rdfs:label "paragraphe"@fr .', modules.check_labels, "mg:Paragraph", "does not say where it was seen"),
    ('mg:State rdfs:label "pays"@fr .', modules.check_labels, "mg:State", "two labels in fr"),
    ("mg:Theme owl:deprecated true .", modules.check_successors, "mg:Theme", "must name by dcterms:isReplacedBy"),
    (
        "mg:Theme owl:deprecated true ; dcterms:isReplacedBy mg:Pillar . mg:Pillar owl:deprecated true .",
        modules.check_successors,
        "mg:Theme",
        "a term that is not",
    ),
    ("mg:Theme dcterms:isReplacedBy mg:Pillar .", modules.check_successors, "mg:Theme", "must be owl:deprecated true"),
    ('module:risk owl:versionInfo "9.9.9" .', modules.check_headers, "module:risk", "exactly one versionInfo"),
    ('module:risk dcterms:created "2026-01-01" .', modules.check_headers, "module:risk", "exactly one created"),
    (THING, modules.check_headers, "module:faults", "needs a header"),
    (
        'module:faults a owl:Ontology ; owl:versionInfo "1" ; owl:versionIRI <urn:x> .',
        modules.check_headers,
        "module:faults",
        "must have the version IRI",
    ),
    (THING, names.check_constants, "mg:Thing", "THING must stand for"),
    (THING, names.check_context, "mg:Thing", "missing from the context"),
]


@pytest.fixture
def with_fault(tmp_path: Path) -> Callable[[str], health.Language]:
    """The modules with one more file of faults."""

    def read(turtle: str) -> health.Language:
        modules = tmp_path / "modules"
        shutil.copytree(health.ROOT / "modules", modules)
        (modules / "faults.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
        return health.read_language(modules)

    return read


def test_the_ontology_is_well() -> None:
    """No finding in modules, shapes, constants, context, vocabulary and queries as they stand."""
    assert [str(finding) for finding in health.findings()] == []


@pytest.mark.parametrize(
    ("turtle", "check", "term", "problem"), FAULTS, ids=[f"{term} {problem}" for _, _, term, problem in FAULTS]
)
def test_each_fault_is_found_and_named(
    with_fault: Callable[[str], health.Language],
    turtle: str,
    check: Callable[[health.Language], Iterator[health.Finding]],
    term: str,
    problem: str,
) -> None:
    """The finding names the term and says what was wanted."""
    assert [found for found in check(with_fault(turtle)) if found.term == term and problem in found.problem]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        (
            "names.rq",
            "PREFIX mg: <https://w3id.org/mandategraph/ontology#>\nSELECT * { ?s mg:citesNobody ?o }",
            ["mg:citesNobody"],
        ),
        ("path.rq", "SELECT * { ?s mg:partOf*/mg:wholeOf|^mg:cites ?o }", ["mg:wholeOf"]),
        ("shape.ttl", "shape:X sh:path mg:colour ; sh:targetClass mg:Passage .", ["mg:colour"]),
        ("quoted.rq", 'SELECT * { ?s mg:verb "mg:nothing" } # mg:nothing', []),
        ("sound.ttl", "<a> a mg:Paragraph ; mg:order 1 .", []),
    ],
)
def test_a_term_that_no_module_defines_is_found_where_it_is_used(tmp_path: Path, name: str, text: str, wanted: list[str]) -> None:
    """Paths and prefixes are read; strings and comments are not."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert [(found.file, found.term) for found in names.check_uses(health.read_language(), [path])] == [
        (name, term) for term in wanted
    ]


def test_an_entry_of_the_context_without_a_term_is_found(tmp_path: Path) -> None:
    """A context may not promise what the ontology does not define, nor rename a term."""
    context = json.loads((health.ROOT / "context.jsonld").read_text(encoding="utf-8"))
    context["@context"] |= {"colour": {"@id": "mg:colour"}, "heading": "mg:title"}
    path = tmp_path / "context.jsonld"
    path.write_text(json.dumps(context), encoding="utf-8")
    assert {found.term for found in names.check_context(health.read_language(), path)} == {"mg:colour", "mg:title", "mg:heading"}


@pytest.mark.parametrize(
    ("name", "entry", "problem"),
    [
        ("heldBy", "mg:heldBy", "must have the @type @id in the context; it has None"),
        ("fidelity", {"@id": "mg:fidelity", "@type": "@id"}, "must have the @type @vocab"),
        ("order", {"@id": "mg:order", "@type": "xsd:date"}, "must have the @type xsd:integer in the context; it has xsd:date"),
        ("text", "mg:text", "must be a map of languages"),
        ("symbol", {"@id": "mg:symbol", "@type": "@id"}, "must have the @type None"),
        ("State", {"@id": "mg:State", "@type": "@id"}, "must have the @type None"),
    ],
)
def test_an_entry_of_the_context_of_another_type_than_its_range_is_found(
    tmp_path: Path, name: str, entry: object, problem: str
) -> None:
    """A link that comes out as a string, or a date as a number, is no statement of ours any more."""
    context = json.loads((health.ROOT / "context.jsonld").read_text(encoding="utf-8"))
    context["@context"][name] = entry
    path = tmp_path / "context.jsonld"
    path.write_text(json.dumps(context), encoding="utf-8")
    (found,) = names.check_context(health.read_language(), path)
    assert (found.term, problem in found.problem) == (f"mg:{name}", True)


def test_it_runs_as_a_command_and_says_so() -> None:
    """`python -m ontology.health` ends well and prints one line where nothing is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "ontology.health"], cwd=health.ROOT.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "ontology: no findings\n")


def test_a_finding_ends_the_command_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each finding is a line of file, term and problem."""
    monkeypatch.setattr(health, "findings", lambda: [health.Finding("risk.ttl", "mg:scope", "needs a label")])
    assert health.main() == 1
    assert capsys.readouterr().out == "risk.ttl: mg:scope: needs a label\nontology: 1 finding\n"
