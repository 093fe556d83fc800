"""Tests of downloads: under which name a file is kept, and as what."""

import pytest

from api.papers.paper import Paper
from api.web.portal.downloads import PAPERS, disposition, download, paper_as
from ontology.errors import BadParameter


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("results", 'attachment; filename="results.csv"'),
        ("A/75/863, para. 1", 'attachment; filename="A-75-863-para.-1.csv"'),
        ('x"; filename="evil.exe', 'attachment; filename="x-filename-evil.exe.csv"'),
        ("../../etc/passwd", 'attachment; filename="etc-passwd.csv"'),
        ("a\r\nSet-Cookie: x", 'attachment; filename="a-Set-Cookie-x.csv"'),
        ("", 'attachment; filename="mandategraph.csv"'),
        ("قرار", "attachment; filename=\"mandategraph.csv\"; filename*=UTF-8''%D9%82%D8%B1%D8%A7%D8%B1.csv"),
        ("x" * 500, f'attachment; filename="{"x" * 80}.csv"'),
    ],
)
def test_a_name_ends_no_field_and_names_no_folder(name: str, field: str) -> None:
    """In ASCII for every browser, whole for those that can read it."""
    assert disposition(name, "csv") == field


def test_a_file_has_its_type_and_may_be_kept_from_caches() -> None:
    """Where what it is made of came in a body."""
    assert download(b"x", "csv", "n").headers["content-type"] == "text/csv; charset=utf-8"
    assert "cache-control" not in download(b"x", "csv", "n").headers
    assert download(b"x", "csv", "n", is_kept=False).headers["cache-control"] == "no-store"


def test_papers_are_written_as_what_is_asked_for() -> None:
    """Nothing else is made up."""
    assert [paper_as(Paper("T", ()), ending, "n").body[:4] for ending in PAPERS] == [b"PK\x03\x04", b"%PDF", b"# T\n"]
    with pytest.raises(BadParameter, match="no paper as 'odt'"):
        paper_as(Paper("T", ()), "odt", "n")
