"""Language, under test: what the vocabulary knows of the mandates, their functions, the pillars and the Office's programmes."""

import re

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import SKOS

from ontology.concepts import load_concepts
from ontology.iris import DEFAULT_BASE, MG
from tests.ontology.conftest import FOLDER, Ask, Find

TERM = Namespace(MG)
BASE = Namespace(DEFAULT_BASE)
GENOCIDE = BASE["mandate/special-adviser-prevention-of-genocide"]
PROTECT = BASE["mandate/special-adviser-responsibility-to-protect"]
OFFICE = BASE["mandate/office-genocide-prevention-responsibility-to-protect"]


def test_each_mandate_has_its_functions_numbered_without_a_gap(graph: Graph) -> None:
    """Four after the outline of 2004, three after the reports, five as the core functions count them."""
    for mandate, count in ((GENOCIDE, 4), (PROTECT, 3), (OFFICE, 5)):
        functions = {str(function) for function in graph.objects(mandate, TERM.hasFunction)}
        assert functions == {f"{mandate}/function/{number}" for number in range(1, count + 1)}


def test_a_function_belongs_to_one_mandate_and_is_told_in_words(graph: Graph) -> None:
    """A function without a definition, or with two mandates, would answer nobody's question."""
    functions = set(graph.subjects(RDF.type, TERM.MandateFunction))
    assert len(functions) == 12
    for function in functions:
        assert len(list(graph.subjects(TERM.hasFunction, function))) == 1
        assert len(str(graph.value(function, SKOS.definition)).split()) > 8
        assert re.search(r"S/2004/567|A/75/863|Core functions", str(graph.value(function, TERM.sourceNote)))


def test_the_office_supports_both_advisers_and_its_programmes_serve_its_mandate(graph: Graph) -> None:
    """One office for two mandates; the two programme documents are described elsewhere and only linked here."""
    office = graph.value(OFFICE, TERM.heldBy)
    assert {mandate for mandate in (GENOCIDE, PROTECT, OFFICE) if (mandate, TERM.supportedBy, office) in graph} == {
        GENOCIDE,
        PROTECT,
    }
    served = {str(document).removeprefix(DEFAULT_BASE): mandate for document, mandate in graph.subject_objects(TERM.serves)}
    assert served == {"doc/results-framework": OFFICE, "doc/core-functions": OFFICE}


def test_a_programme_document_is_no_entry_of_the_vocabulary() -> None:
    """It describes itself; as a concept it would be searched for in texts."""
    assert not [concept.iri for concept in load_concepts(FOLDER, DEFAULT_BASE) if "/doc/" in concept.iri]


def test_what_a_mandate_consists_of_can_be_asked(ask: Ask) -> None:
    """In order, with the holder and the office behind it; one mandate, or all."""
    rows = ask("mandate-functions", mandate="mandate/special-adviser-prevention-of-genocide")
    assert [row["functionLabel"] for row in rows] == [
        "gathering information",
        "early warning",
        "recommending action",
        "liaison and capacity",
    ]
    assert {row["holderLabel"] for row in rows} == {"Special Adviser on the Prevention of Genocide"}
    assert len(ask("mandate-functions")) == 12


def test_the_three_pillars_are_numbered_and_defined(graph: Graph) -> None:
    """Each has the number that ends its IRI and words of its own."""
    pillars = {str(pillar).removeprefix(DEFAULT_BASE): pillar for pillar in graph.subjects(RDF.type, TERM.Pillar)}
    assert sorted(pillars) == ["pillar/1", "pillar/2", "pillar/3"]
    assert all(path == f"pillar/{graph.value(pillar, TERM.number)}" for path, pillar in pillars.items())
    assert all((pillar, SKOS.definition, None) in graph for pillar in pillars.values())


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("This is the essence of pillar one.", ["pillar/1"]),
        ("The second pillar of the responsibility to protect is help.", ["pillar/2"]),
        ("Pillar III of the strategy against terrorism; the first pillar of the plan; pillar 2.", []),
        ("Early warning and gathering information are work for many.", []),
        (
            "The mandate on the prevention of genocide is renewed.",
            ["mandate/special-adviser-prevention-of-genocide"],
        ),
    ],
)
def test_pillars_are_read_narrowly_and_functions_not_at_all(find: Find, text: str, entries: list[str]) -> None:
    """Other strategies have pillars with numbers too, and a function's label is everyday language."""
    assert find(text) == entries
