"""Tests of the tracker: its pages. In: addresses. Out: pages and files that hold together, and clear refusals."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from api.tracker.register import Register

pytestmark = pytest.mark.slow

_PAGE = {"Accept": "text/html"}
_MOST_BYTES = 120_000


def _links(text: str, start: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', text) if unescape(found).startswith(start)]


def test_each_cell_leads_to_as_many_entries_as_it_says(asking: TestClient) -> None:
    """The number in the cell is that of the page behind it."""
    text = asking.get("/recommendations", headers=_PAGE).text
    cells = re.findall(r'<td class="level-[1-5]"><a href="([^"]*)">(\d+)</a>', text)
    assert cells
    for href, count in cells:
        behind = asking.get(unescape(href), headers=_PAGE)
        heading = re.search(r"<h1>([\d,]+) ", behind.text)
        assert heading, href
        assert heading[1] == count


def test_every_tab_order_and_step_answers(asking: TestClient) -> None:
    """No link of matrix and list leads astray, whatever it was narrowed to."""
    for start in (
        "/recommendations?addressee=actor/member-states&year_from=2018&year_to=2021",
        "/recommendations/list?later=taken-up",
    ):
        text = asking.get(start, headers=_PAGE).text
        links = _links(text, "/recommendations")
        assert links
        for link in set(links):
            assert asking.get(link, headers=_PAGE).status_code == 200, link


def test_each_entry_has_evidence_line_and_report(asking: TestClient, held: Register) -> None:
    """A derived statement is never shown without the way to doubt it."""
    text = asking.get("/recommendations/list?document=A/75/863", headers=_PAGE).text
    shown = text.count('<li class="duty">')
    assert shown == sum(one.document.endswith("A/75/863") for one in held.duties)
    assert len(_links(text, "/corrections?")) == shown
    assert len(_links(text, "/recommendations/line?")) == shown
    assert text.count(">Evidence: ") == shown


def test_a_line_shows_what_changed_and_how_sure_it_is(asking: TestClient, held: Register) -> None:
    """Marked words, the relation, its method and confidence, and the way to report the link."""
    link = held.links[0]
    text = asking.get("/recommendations/line", params={"iri": link.later}, headers=_PAGE).text
    assert "<ins>" in text
    assert "<del>" in text
    assert f"{link.method}, confidence {link.confidence:.2f}" in text
    assert any(link.iri.rsplit("/", 1)[1] in unescape(href) for href in _links(text, "/corrections?"))


@pytest.mark.parametrize(
    "path", ["/recommendations", "/recommendations?by=addressee-theme", "/recommendations?by=theme-year", "/recommendations/list"]
)
def test_pages_are_small_and_ask_no_other_host(asking: TestClient, path: str) -> None:
    """Nor do they set a cookie."""
    answer = asking.get(path, headers=_PAGE)
    assert len(answer.content) < _MOST_BYTES
    assert "set-cookie" not in answer.headers
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)', answer.text)


def test_files_hold_what_the_page_shows(asking: TestClient) -> None:
    """CSV, JSON, JSON-LD and Word, each of its type, the same number of entries."""
    shown = "/recommendations/list?document=A/72/884&kind=recommendation"
    told = asking.get(shown, params={"format": "json"}).json()
    assert told["total"] == len(told["items"]) > 1
    listed = asking.get(shown, params={"format": "csv"})
    assert listed.headers["content-type"] == "text/csv; charset=utf-8"
    assert listed.headers["content-disposition"].endswith('recommendations.csv"')
    linked = asking.get(shown, params={"format": "jsonld"})
    assert linked.headers["content-type"] == "application/ld+json"
    assert all(one["iri"].rsplit("/", 1)[1] in linked.text for one in told["items"])
    paper = ZipFile(BytesIO(asking.get(shown, params={"format": "docx"}).content))
    assert told["items"][0]["words"].split(".")[0][:40] in paper.read("word/document.xml").decode()


def test_matrix_and_line_come_as_files(asking: TestClient, held: Register) -> None:
    """The call that the page shows answers JSON, with the counts; Word and CSV open."""
    matrix = asking.get("/recommendations", params={"by": "theme-year", "format": "json"}).json()
    assert all(sum(row["counts"]) == row["total"] for row in matrix["rows"])
    line = asking.get("/recommendations/line", params={"iri": held.links[0].later, "format": "json"}).json()
    assert len(line["steps"]) > 1
    for path in ("/recommendations?", f"/recommendations/line?iri={held.links[0].later}&"):
        assert ZipFile(BytesIO(asking.get(f"{path}format=docx").content)).namelist()
        assert asking.get(f"{path}format=csv").text.count("\n") > 2


def test_a_form_by_years_is_a_range(asking: TestClient) -> None:
    """The two fields of the form are one filter, and the form shows it again."""
    text = asking.get("/recommendations/list?year_from=2018&year_to=2020", headers=_PAGE).text
    assert "year: 2018–2020" in text
    assert 'name="year_from"' in text
    assert 'value="2018"' in text


@pytest.mark.parametrize(
    "asked",
    [
        "/recommendations?by=<script>alert(1)</script>",
        "/recommendations?addressee=<img src=x onerror=alert(1)>",
        "/recommendations/list?theme=theme/\u202eevil",
        "/recommendations/list?sort=x&start=0",
        "/recommendations/list?start=-1",
        "/recommendations/list?start=99999999999",
        "/recommendations/list?limit=999999",
        "/recommendations/list?year_from=abc",
        "/recommendations/list?unknown=1",
        "/recommendations/line",
        "/recommendations/line?iri=http://x.org/<script>",
        "/recommendations/list?pillar=" + "x" * 5_000,
    ],
)
def test_what_cannot_be_asked_is_refused_as_text(asking: TestClient, asked: str) -> None:
    """With status 400, a page that says what is allowed, and nothing of the question as markup."""
    answer = asking.get(asked, headers=_PAGE)
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
    assert len(answer.content) < 20_000


@pytest.mark.parametrize(
    "asked",
    ["/recommendations/list?document=A/1/1", "/recommendations/line?iri=doc/A/1/1", "/recommendations/line?iri=actor/nobody"],
)
def test_what_is_not_there_is_not_found(asking: TestClient, asked: str) -> None:
    """With status 404."""
    assert asking.get(asked, headers=_PAGE).status_code == 404


def test_an_empty_matrix_says_so(asking: TestClient) -> None:
    """Nobody asked Atlantis; the page stands, and the filter can be taken off."""
    answer = asking.get("/recommendations?addressee=state/ATL", headers=_PAGE)
    assert answer.status_code == 200
    assert "No recommendation fits" in answer.text
    assert "/recommendations" in _links(answer.text, "/recommendations")
