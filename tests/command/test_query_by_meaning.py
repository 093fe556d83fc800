"""Tests of the front door: searches inside SPARQL. In: a file, a named query. Out: rows, or an error with its place."""

import json
from pathlib import Path

import pytest

from tests.command.conftest import Run

pytestmark = pytest.mark.slow

SEARCH = 'SELECT ?p ?s {\n  ?p search:matches ("early warning" ?s 3 search:rank ?r)\n} ORDER BY ?r'


def test_a_file_and_a_named_query_find_what_a_search_finds(run: Run, tmp_path: Path) -> None:
    """The same passages with the same scores as `ask` gives."""
    file = tmp_path / "search.rq"
    file.write_text(SEARCH, encoding="utf-8")
    rows = json.loads(run("query", str(file), "--json").stdout)["results"]["bindings"]
    hits = json.loads(run("ask", "early warning", "--limit", "3", "--json").stdout)["hits"]
    assert [(row["p"]["value"], float(row["s"]["value"])) for row in rows] == [(hit["iri"], hit["score"]) for hit in hits]
    told = json.loads(run("query", "subject-by-document", "text=early warning", "--json").stdout)
    assert told["results"]["bindings"]


def test_a_search_that_cannot_be_read_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    """In the lines of the file."""
    file = tmp_path / "search.rq"
    file.write_text(SEARCH.replace('"early warning"', "?words"), encoding="utf-8")
    failed = run("query", str(file))
    assert failed.exit_code == 1
    assert "line 2, column 22" in " ".join(failed.stderr.split())
