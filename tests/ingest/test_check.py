"""Tests of the river: checks. In: graphs of made documents. Out: the same findings, however many came before. No network."""

from pathlib import Path

import pytest
from rdflib import Graph

from ingest import check
from ingest.check import Checker

BASE = "https://w3id.org/mandategraph/"
SHARED = {f"{BASE}graph/vocabulary": b'<urn:word> <urn:label> "forbidden" .\n'}
CHECK = """# title: Nothing forbidden
# summary: No text may be a label of the vocabulary.
SELECT ?thing { ?thing <urn:text> ?label . ?word <urn:label> ?label } ORDER BY ?thing
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one check, which needs document and vocabulary together, and no shapes."""
    (tmp_path / "ontology" / "shapes").mkdir(parents=True)
    (tmp_path / "queries" / "checks").mkdir(parents=True)
    (tmp_path / "queries" / "checks" / "nothing-forbidden.rq").write_text(CHECK, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("held", [1, 10_000])
def test_a_document_is_held_against_the_vocabulary_and_never_against_another_document(
    home: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """Also after the store of the checks was filled anew, which bounds its memory."""
    monkeypatch.setattr(check, "_MOST_HELD", held)
    checker = Checker(home, BASE, SHARED)
    for number in range(4):
        word = "forbidden" if number % 2 else "allowed"
        triples = f'<urn:thing:{number}> <urn:text> "{word}" .\n'.encode()
        found = checker.findings(f"urn:g:{number}", Graph().parse(data=triples, format="nt"), triples)
        assert found == ([f"Nothing forbidden: urn:thing:{number}"] if number % 2 else [])
