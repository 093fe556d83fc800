"""Tests of the questions: headers. In: query files with good and bad headers. Out: values or errors that name the line."""

from pathlib import Path

import pytest

from ontology.errors import QueryError
from queries.catalogue import Parameter, load_queries, load_query

GOOD = """# title: A title
# summary: One sentence.
# param: actor iri required "Who, as IRI"
# param: since year optional "From when" default=1945
# example: actor=actor/member-states since=2009
SELECT * { ?s ?p $actor FILTER(?s > $since) } # a comment with $nothing
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "sample.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_becomes_values(tmp_path: Path) -> None:
    """Name from the file, everything else from the comment lines."""
    query = load_query(_write(tmp_path, GOOD))
    assert (query.name, query.title, query.summary) == ("sample", "A title", "One sentence.")
    assert query.parameters == (
        Parameter("actor", "iri", required=True, description="Who, as IRI", default=None),
        Parameter("since", "year", required=False, description="From when", default="1945"),
    )
    assert [dict(example) for example in query.examples] == [{"actor": "actor/member-states", "since": "2009"}]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("# title: A title", "# titel: A title", "line 1"),
        ("# title: A title\n", "", "0 header lines 'title'"),
        ("actor iri required", "actor thing required", "line 3"),
        ("actor iri required", "actor iri needed", "line 3"),
        ('"Who, as IRI"', '"Who, as IRI', "line 3"),
        ("actor iri required", "Actor iri required", "line 3"),
        ('"Who, as IRI"', '"Who, as IRI" default=x', "line 3"),
        ("default=1945", "1945", "line 4"),
        ("actor=actor/member-states since=2009", "actor", "line 5"),
        ("actor=actor/member-states since=2009", "since=2009", "example"),
        ("?s > $since", "?s > $until", "uses \\['actor', 'until'\\]"),
    ],
)
def test_a_wrong_header_names_file_and_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A writer of queries finds the mistake at once."""
    assert old in GOOD
    with pytest.raises(QueryError, match=f"sample.rq.*{told}"):
        load_query(_write(tmp_path, GOOD.replace(old, new, 1)))


def test_a_folder_without_queries_is_an_error(tmp_path: Path) -> None:
    """An empty answer would hide a wrong path."""
    with pytest.raises(QueryError, match="there are none"):
        load_queries(tmp_path)
