"""Tests of links: IRIs of ours lead to this host, others stay, and what a page must not link to is none."""

import pytest

from api.web import links
from ontology.iris import Iris

OURS = Iris("https://example.org/mandates/")


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("https://example.org/mandates/doc/S/RES/1366(2001)", "/doc/S/RES/1366(2001)"),
        ("https://example.org/mandates//evil.example", "/evil.example"),
        ("https://w3id.org/mandategraph/ontology#cites", "/ontology#cites"),
        ("https://w3id.org/mandategraph/ontology/risk", "/ontology/risk"),
        ("https://w3id.org/mandategraph/doc/A/1", "https://w3id.org/mandategraph/doc/A/1"),
        ("http://www.w3.org/2004/02/skos/core#note", "http://www.w3.org/2004/02/skos/core#note"),
        ("javascript:alert(1)", ""),
        ("urn:isbn:1", ""),
    ],
)
def test_an_iri_leads_where_it_is_answered(iri: str, href: str) -> None:
    """Whatever the base of the deployment, terms keep their namespace and are served here."""
    assert links.local_href(OURS, iri) == href


def test_names_are_readable() -> None:
    """A path without its base, a term without its namespace, camel case as words."""
    assert links.readable(OURS, "https://example.org/mandates/doc/A/RES/60/1") == "A/RES/60/1"
    assert links.readable(OURS, "https://w3id.org/mandategraph/ontology#cites") == "cites"
    assert [links.words(name) for name in ("issuedYear", "UNOrgan", "RiskFactor", "prefLabel")] == [
        "issued year",
        "UN organ",
        "risk factor",
        "name",
    ]
    assert links.anchor("https://x/doc/A/1", "https://x/doc/A/1/para/49/b") == "para-49-b"
