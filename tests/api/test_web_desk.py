"""Tests of the web: the drafting desk. In: drafts. Out: pages, papers and JSON, and nothing left behind."""

import pytest
from starlette.testclient import TestClient

from api.drafts.check import MAX_CHARACTERS

PAGE = {"accept": "text/html"}
UNHEARD = "zebrafinch"
DRAFT = (
    f"1. The {UNHEARD} was warned of genocide (A/85/40, para. 1).\r\n\r\n"
    "2. Every lamp should be kept lit through the night. <script>alert(1)</script>\r\n"
)


def test_the_empty_desk_is_a_form_that_needs_no_script(client: TestClient) -> None:
    """A draft goes in the body."""
    shown = client.get("/desk", headers=PAGE)
    assert shown.status_code == 200
    assert '<form class="asking" id="desk" action="/desk" method="post"' in shown.text
    assert client.get("/desk", params={"text": DRAFT}, headers=PAGE).status_code == 400


def test_a_draft_is_answered_with_what_was_found_beside_each_passage(client: TestClient) -> None:
    """Markup in it is text; the answer is kept nowhere."""
    shown = client.post("/desk", data={"text": DRAFT}, headers=PAGE)
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert "<script>" not in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text
    assert 'href="#c1"' in shown.text
    assert 'id="c1"' in shown.text
    assert '<strong>1</strong> <span class="state in-order">in order</span>' in shown.text
    assert 'aria-label="Precedents of sentence 2"' in shown.text


def test_a_sentence_is_opened_without_a_script(client: TestClient) -> None:
    """The button behind it sends the draft again with its number; its precedents can be collected."""
    shown = client.post("/desk", data={"text": DRAFT, "open": "2"}, headers=PAGE)
    assert 'id="p2"' in shown.text
    assert "A/85/40, para. 3 (a)" in shown.text
    assert "/dossier?p=" in shown.text


def test_the_precedents_of_one_sentence_are_a_page_of_their_own(client: TestClient) -> None:
    """What the script of the desk takes from."""
    shown = client.post("/desk/precedents", data={"text": "Keep early warning lamps lit <b>through</b> the night."}, headers=PAGE)
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert 'id="beside"' in shown.text
    assert "A/85/40, para. 3 (a)" in shown.text
    assert "<b>" not in shown.text
    assert client.post("/desk/precedents", data={"text": ""}, headers=PAGE).status_code == 400


@pytest.mark.parametrize(("name", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("md", b""), ("json", b"{")])
def test_the_report_is_taken_away_as_a_file(client: TestClient, name: str, begins: bytes) -> None:
    """Word, PDF, Markdown and JSON; none is kept on the way."""
    taken = client.post("/desk", data={"text": DRAFT, "format": name})
    assert taken.status_code == 200
    assert taken.content.startswith(begins)
    assert taken.headers["cache-control"] == "no-store"
    assert name == "json" or f'filename="drafting-desk.{name}"' in taken.headers["content-disposition"]


def test_programs_are_told_the_same(client: TestClient) -> None:
    """Places count the characters of the draft with line ends of one character."""
    told = client.post("/desk", data={"text": DRAFT}).json()
    plain = DRAFT.replace("\r\n", "\n")
    assert told["words"]["total"] == told["words"]["text"] + told["words"]["footnotes"] + told["words"]["tables"]
    assert [one["left"] for one in told["words"]["limits"]] == [8_500 - told["words"]["total"], 10_700 - told["words"]["total"]]
    assert plain[told["citations"][0]["start"] : told["citations"][0]["end"]] == "A/85/40"
    assert plain[told["sentences"][1]["start"] :].startswith("Every lamp")
    assert told["footnotes"][0].startswith("A/85/40")


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"text=", "application/x-www-form-urlencoded", 400),
        (b"text=a+b+c&open=1", "application/x-www-form-urlencoded", 400),
        (b"text=a&open=x", "application/x-www-form-urlencoded", 400),
        (b"text=a&file=b", "application/x-www-form-urlencoded", 400),
        (b"text=a&format=exe", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "text/plain", 400),
        (b"%PDF-1.7", "application/pdf", 415),
        (b"a" * (MAX_CHARACTERS + 1), "text/plain", 413),
        (b"a" * (12 * MAX_CHARACTERS + 1), "text/plain", 413),
    ],
)
def test_what_is_no_draft_is_refused(client: TestClient, content: bytes, content_type: str, status: int) -> None:
    """A word of a megabyte as well."""
    assert client.post("/desk", content=content, headers={"content-type": content_type}).status_code == status


def test_a_word_of_the_greatest_length_is_shown_as_text(client: TestClient) -> None:
    """And no sentence is made of it that could be opened."""
    shown = client.post("/desk", data={"text": "x" * MAX_CHARACTERS}, headers=PAGE)
    assert shown.status_code == 200
    assert 'class="open"' not in shown.text


def test_many_passages_are_shown_in_sheets_and_are_whole_in_what_is_taken_away(client: TestClient) -> None:
    """Buttons of the form that holds the draft lead to the others; a sentence that is opened is shown wherever it stands."""
    draft = "\n\n".join(f"A lamp is lit in harbour number {number}." for number in range(1, 101))
    first = client.post("/desk", data={"text": draft}, headers=PAGE).text
    assert "Passages 1 to 40 of 100: sheet 1 of 3" in first
    assert 'name="sheet" value="2"' in first
    assert 'id="s40"' in first
    assert 'id="s41"' not in first
    for asked in ({"sheet": "3"}, {"sheet": "99"}, {"open": "90"}, {"open": "90", "sheet": "1"}):
        assert "Passages 81 to 100 of 100" in client.post("/desk", data={"text": draft} | asked, headers=PAGE).text
    assert client.post("/desk", data={"text": draft, "sheet": "-1"}, headers=PAGE).status_code == 400
    assert len(client.post("/desk", data={"text": draft}).json()["sentences"]) == 100


def test_a_draft_of_the_greatest_report_is_a_page_under_120_kilobytes(client: TestClient) -> None:
    """8,500 words, a citation in each passage."""
    passage = f"It was noted that “no lamp was kept lit” (A/85/40, para. 99). {'Every lamp should be kept lit through it. ' * 10}"
    draft = "\n\n".join(f"{number}. {passage}" for number in range(1, 9_000 // len(passage.split())))
    shown = client.post("/desk", data={"text": draft}, headers=PAGE)
    assert len(draft.split()) > 8_500
    assert "sheet 1 of" in shown.text
    assert "What needs a look on other sheets" in shown.text
    assert len(shown.content) < 120_000


def test_the_pages_for_one_sentence_and_for_citations_lead_to_the_desk(client: TestClient) -> None:
    """And the desk to them."""
    for path in ("/precedents", "/check"):
        assert 'href="/desk"' in client.get(path, headers=PAGE).text.partition("<main")[2]
    desk = client.get("/desk", headers=PAGE).text.partition("<main")[2]
    assert all(f'href="{path}"' in desk for path in ("/precedents", "/check"))
