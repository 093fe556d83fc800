"""Tests of the date of a document. In: documents with one, two or none of the three dates. Out: which of them counts."""

from pathlib import Path

import pytest

from queries.dates import DATED_BY, dated
from stores.graph.store import GraphStore

HOME = Path(__file__).resolve().parents[2]
MG = "https://w3id.org/mandategraph/ontology#"
DAY, YEAR = (f"<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("date", "gYear"))
STATED = f"""<x:day> <{MG}issued> "2031-01-09"^^{DAY} .
<x:day> <{MG}adopted> "2030-12-20"^^{DAY} .
<x:year> <{MG}issuedYear> "2030"^^{YEAR} .
<x:year> <{MG}adopted> "2029-12-20"^^{DAY} .
<x:adopted> <{MG}adopted> "2028-12-20"^^{DAY} .
<x:none> <{MG}symbol> "A/99/1" .
"""


def test_the_day_of_issue_goes_before_its_year_and_that_before_the_day_of_adoption() -> None:
    """And a document without any is not lost."""
    store = GraphStore.memory()
    store.replace("x:graph", STATED.encode())
    rows = store.select(
        f"PREFIX mg: <{MG}> SELECT ?document ?date {{ {{ SELECT DISTINCT ?document {{ ?document ?p ?o }} }} {dated()} }}"
    )
    found = {str(row["document"]): str(row.get("date", "")) for row in rows}
    assert found == {"x:day": "2031-01-09", "x:year": "2030", "x:adopted": "2028-12-20", "x:none": ""}


@pytest.mark.parametrize("path", sorted((HOME / "queries").glob("*.rq")), ids=lambda path: path.stem)
def test_every_named_query_dates_documents_by_the_same_rule(path: Path) -> None:
    """Whoever reads one of the three dates reads the other two as well."""
    text = path.read_text(encoding="utf-8")
    assert {name for name in DATED_BY if f"mg:{name} " in text} in (set(), set(DATED_BY))
