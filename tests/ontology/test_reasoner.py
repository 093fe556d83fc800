"""Language: the reasoner, the profile, and the files as three libraries load them. Faults are put into copies and named."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import owlready2
import pyoxigraph
import pytest
from rdflib import OWL, RDF, Graph, Literal

from ontology import reasoner
from ontology.files import read_modules, read_vocabulary
from ontology.owl_api import NO_JAVA, has_java
from ontology.reasoner import ROOT, Judgement, classify, consistent, judge, logical
from ontology.terms import MG

pytestmark = pytest.mark.slow  # each starts a reasoner
MODULES = sorted((ROOT / "modules").glob("*.ttl"))
PREFIXES = """
@base <https://w3id.org/mandategraph/> .
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix module: <https://w3id.org/mandategraph/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BLAMELESS = """
<state/KEN> a mg:State ; mg:iso3 "KEN" ; mg:memberOf <actor/member-states> .
<state/UGA> a mg:State ; mg:iso3 "UGA" .
<actor/member-states> a mg:StateGroup .
<tenure/x> a mg:Tenure ; mg:tenureOf <actor/adviser> .
<network/n> a mg:Network ; mg:founded "2013"^^xsd:gYear .
"""
# (what is said besides, the entry that cannot be as it is said)
FAULTS = {
    "a network that is a crime": ("<network/n> a mg:Crime .", "network/n"),
    "a State with two codes": ('<state/KEN> mg:iso3 "UGA" .', "state/KEN"),
    "a tenure of two offices": ("<tenure/x> mg:tenureOf <actor/other> .", "tenure/x"),
    "a code that is a number": ("<state/UGA> mg:m49 800 .", "state/UGA"),
}
# (what the finding says, what is said)
OUTSIDE = {
    "years has the range http://www.w3.org/2001/XMLSchema#gYear": "mg:years a owl:DatatypeProperty ; rdfs:range xsd:gYear .",
    "tagged has the range http://www.w3.org/1999/02/22-rdf-syntax-ns#langString": (
        "mg:tagged a owl:DatatypeProperty ; rdfs:range rdf:langString ."
    ),
    "Cannot pun between properties": "mg:two a owl:ObjectProperty , owl:DatatypeProperty .",
    "Use of undeclared class": "mg:A a owl:Class ; rdfs:subClassOf mg:B .",
    "Use of non-simple property in ": "mg:t a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
    "Use of property in chain causes cycle": (
        "mg:q a owl:ObjectProperty . mg:p a owl:ObjectProperty ; owl:propertyChainAxiom ( mg:q mg:p mg:q ) ."
    ),
}
needs_java = pytest.mark.skipif(not has_java(), reason="HermiT needs Java; see .ci/packages")


@pytest.fixture(scope="module")
def modules() -> Graph:
    """All modules together."""
    return read_modules()


def facts(turtle: str = "") -> Graph:
    """Entries without a fault, and what is said besides."""
    return Graph().parse(data=PREFIXES + BLAMELESS + turtle, format="turtle")


@needs_java
def test_the_modules_are_consistent_and_every_class_can_have_a_member(modules: Graph) -> None:
    """In well under the minute that is allowed."""
    judgement = judge(modules)
    assert judgement.well
    assert judgement.classes > 70
    assert judgement.seconds < 60


@needs_java
def test_modules_and_vocabulary_are_consistent_together(modules: Graph) -> None:
    """No entry has two classes that exclude each other, and where one value belongs no entry has two."""
    judgement = judge(modules, read_vocabulary())
    assert judgement == Judgement(judgement.classes, judgement.seconds)


@needs_java
def test_a_class_that_can_have_no_member_is_named(modules: Graph) -> None:
    """By its IRI, and only that one."""
    fault = Graph().parse(data=PREFIXES + "mg:Thing a owl:Class ; rdfs:subClassOf mg:State , mg:Network .", format="turtle")
    judgement = judge(modules + fault)
    assert (judgement.well, judgement.unsatisfiable) == (False, (str(MG["Thing"]),))


@needs_java
def test_blameless_entries_are_judged_well(modules: Graph) -> None:
    """A year is outside what HermiT knows; it is left out, not refused."""
    assert judge(modules, facts()).well


@needs_java
@pytest.mark.parametrize(("said", "entry"), FAULTS.values(), ids=FAULTS.keys())
def test_an_entry_that_contradicts_itself_is_named(modules: Graph, said: str, entry: str) -> None:
    """By the smallest set of entries that is to blame."""
    judgement = judge(modules, facts(said))
    assert not judgement.well
    assert judgement.culprits == (f"https://w3id.org/mandategraph/{entry}",)


@needs_java
def test_two_entries_that_contradict_each_other_are_named_together(modules: Graph) -> None:
    """Neither alone is wrong: that one strengthens the other, and the other way round as well."""
    said = "<d/1> mg:repeats <d/2> . <d/2> mg:repeats <d/1> ."
    assert judge(modules, facts(said)).culprits == ("https://w3id.org/mandategraph/d/1", "https://w3id.org/mandategraph/d/2")


@needs_java
def test_modules_that_contradict_themselves_are_told_from_entries_that_do(modules: Graph) -> None:
    """An individual of a module counts as an axiom: nothing can be judged until it is mended."""
    fault = Graph().parse(data=PREFIXES + "mg:Digest a mg:Paragraph .", format="turtle")
    assert classify(logical(modules + fault)) is None
    assert not consistent(logical(modules + fault))


def test_what_means_nothing_in_logic_is_left_out_before_reasoning() -> None:
    """Labels, undeclared properties, and values of datatypes that OWL 2 does not know; numbers and classes stay."""
    said = 'mg:n a owl:DatatypeProperty . <x> a mg:State ; mg:n 1 , "2004"^^xsd:gYear ; rdfs:label "x"@en ; <p> <y> .'
    kept = logical(Graph().parse(data=PREFIXES + said, format="turtle"))
    assert len(kept) == 3
    assert {o for o in kept.objects() if isinstance(o, Literal)} == {Literal(1)}


@needs_java
def test_the_command_says_how_long_it_took_and_answers_by_its_status() -> None:
    """On the real modules and vocabulary: well, and in OWL 2 DL."""
    done = _run("ontology.reasoner", "--require-java")
    assert done.returncode == 0, done.stdout
    assert "well for HermiT" in done.stdout
    assert "classes in" in done.stdout


@pytest.mark.parametrize(("arguments", "status"), [((), 0), (("--require-java",), 1)], ids=["warned", "refused"])
def test_without_java_the_command_says_what_is_missing(
    arguments: tuple[str, ...], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A loud warning at home, a failure in CI; both say how to get it."""
    monkeypatch.setattr(reasoner, "has_java", lambda: False)
    assert reasoner.main(arguments) == status
    said = capsys.readouterr().err
    assert "NOT REASONED OVER" in said
    assert NO_JAVA in said
    assert "apt-get install" in said


@needs_java
def test_what_is_outside_owl_2_dl_is_named(tmp_path: Path) -> None:
    """A property of two kinds, a class nobody declared, a chain in a circle, datatypes that OWL 2 does not know."""
    file = tmp_path / "faults.ttl"
    file.write_text(PREFIXES + "module:faults a owl:Ontology .\n" + "\n".join(OUTSIDE.values()), encoding="utf-8")
    done = _run("ontology.profile", str(file))
    assert done.returncode == 1
    assert [phrase for phrase in OUTSIDE if phrase not in done.stdout] == []


@needs_java
def test_the_modules_are_in_owl_2_dl_alone_and_together() -> None:
    """The OWL API has no objection, and each datatype is in the map."""
    done = _run("ontology.profile")
    assert (done.returncode, done.stdout) == (0, "profile: no findings outside OWL 2 DL\n")


@pytest.fixture
def world() -> Iterator[owlready2.World]:
    """An empty store of owlready2."""
    made = owlready2.World()
    yield made
    made.close()


@pytest.mark.parametrize("paths", [*([path] for path in MODULES), MODULES], ids=[*(path.stem for path in MODULES), "together"])
def test_three_readers_load_each_module_alone_and_all_together(world: owlready2.World, paths: list[Path]) -> None:
    """Equally many triples and classes for rdflib, Oxigraph and owlready2; no import, so nothing is fetched."""
    graph, store = Graph(), pyoxigraph.Store()
    for path in paths:
        graph.parse(path, format="turtle")
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    lines = graph.serialize(format="nt", encoding="utf-8")
    world.get_ontology("https://w3id.org/mandategraph/ontology/").load(fileobj=BytesIO(lines))
    assert len(graph) == len(store) == len(world.graph) - 1  # owlready2 names what it loads into
    named = {str(name) for name in graph.subjects(RDF.type, OWL.Class) if str(name).startswith(str(MG))}
    assert {str(found.iri) for found in world.classes() if str(found.iri).startswith(str(MG))} == named
    assert not list(graph.objects(None, OWL.imports))


def _run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT.parent)
