"""Language: the constants of terms.py against the modules."""

import pytest
from rdflib import OWL, RDF, URIRef

from ontology import health, iris, terms


def test_constants_and_terms_agree_both_ways() -> None:
    """Each term has one constant under its mechanical name, and no constant is without a term."""
    language = health.read_language()
    classes = [health.local(term) for term in language.graph.subjects(RDF.type, OWL.Class) if str(term).startswith(iris.MG)]
    wanted = {health.constant_name(name, classes): URIRef(iris.MG + name) for name in language.terms}
    given = {name: value for name, value in vars(terms).items() if type(value) is URIRef}
    assert len(wanted) == len(language.terms)
    assert given == wanted


@pytest.mark.parametrize(
    ("term", "constant"),
    [
        ("Paragraph", "PARAGRAPH"),
        ("inDocument", "IN_DOCUMENT"),
        ("UNOrgan", "UN_ORGAN"),
        ("sha256", "SHA256"),
        ("iso3", "ISO3"),
        ("issuedYear", "ISSUED_YEAR"),
        ("Mandate", "MANDATE"),
        ("mandate", "MANDATE_PROPERTY"),
        ("mandates", "MANDATES"),
    ],
)
def test_the_name_of_a_constant_is_mechanical(term: str, constant: str) -> None:
    """Words are split at capitals; a property that would clash with a class says what it is."""
    assert health.constant_name(term, ["Mandate", "Paragraph"]) == constant
