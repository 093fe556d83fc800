"""Tests of the dossier over HTTP: carried in an address, or sent as JSON; as a page, as JSON, as papers."""

import html
import json
import logging
import re

import pytest
from starlette.testclient import TestClient

from reading.readers.docx import read_docx

REPORT = "https://w3id.org/mandategraph/doc/A/85/40/para/"
UNHEARD = "zebrafinch"


def sent(*entries: object, title: str = "Of lamps") -> dict[str, object]:
    """A dossier as the page sends it."""
    return {"format": "mandategraph-dossier", "version": 1, "title": title, "entries": list(entries)}


def passage(number: str, **more: object) -> dict[str, object]:
    """A passage of the made report."""
    return {"kind": "passage", "iri": f"{REPORT}{number}"} | more


def test_an_address_carries_a_list(client: TestClient) -> None:
    """With notes, headings and a title; paths of this server are names too."""
    page = client.get(
        "/dossier", params={"p": [f"{REPORT}1", "doc/A/85/40/para/4"], "note1": "Mine & <b>", "heading2": "Then", "title": "T"}
    )
    assert page.status_code == 200
    assert "A storm was foretold in time." in page.text
    assert "Mine &amp; &lt;b&gt;" in page.text
    assert "<h2>Then</h2>" in page.text
    assert "A/85/40-S/2031/44, para. 1." in page.text
    assert re.findall(r'name="p" value="([^"]+)"', page.text) == [f"{REPORT}1", f"{REPORT}4"]


def test_without_scripts_a_list_is_put_in_order_by_its_buttons(client: TestClient) -> None:
    """A note goes with its passage; a heading stays where it is. The address says all of it afterwards."""
    given = {"p": [f"{REPORT}1", f"{REPORT}4"], "note1": "On the first", "heading1": "Begin"}
    answer = client.get("/dossier", params=given | {"down": "1"})
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#entry-2")
    moved = client.get(answer.headers["location"])
    assert moved.text.index("The Security Council should hear") < moved.text.index("A storm was foretold")
    assert moved.text.index("<h2>Begin</h2>") < moved.text.index("The Security Council should hear")
    assert 'name="note2" form="carried" rows="2" maxlength="2000">On the first<' in moved.text
    left = client.get(client.get("/dossier", params=given | {"remove": "1"}).headers["location"])
    assert "A storm was foretold" not in left.text
    assert "<h2>Begin</h2>" in left.text
    assert client.get("/dossier", params=given | {"up": "1"}).headers["location"].endswith("#entry-1")


def test_a_long_list_is_shown_in_parts_and_the_form_carries_all_of_it(client: TestClient) -> None:
    """No page is large; a button that turns it takes notes and order along; the papers have all."""
    given = {"p": [f"{REPORT}4"] * 199 + [f"{REPORT}1"], "note1": "On the first", "heading200": "The last", "cite200": "1"}
    first = client.get("/dossier", params=given)
    assert len(first.content) < 120_000
    assert "Part 1 of " in first.text
    assert "A storm was foretold" not in first.text
    carried = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', first.text)
    assert [name for name, _ in carried].count("p") == 200
    assert ("heading200", "The last") in carried
    assert ("cite200", "1") in carried
    assert "note1" not in dict(carried)  # it stands in its field
    answer = client.get("/dossier", params=given | {"to": "200"})
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("&at=200#entry-200")
    last = client.get(answer.headers["location"])
    assert len(last.content) < 120_000
    assert "A storm was foretold" in last.text
    assert "<h2>The last</h2>" in last.text
    assert 'name="note1" value="On the first"' in last.text
    assert "A storm was foretold" in client.get("/dossier", params=given | {"format": "md", "cite200": "0"}).text


def test_long_passages_are_fewer_to_a_page(client: TestClient) -> None:
    """By their weight; a page is found by a passage of it."""
    given = {f"note{number}": "x" * 2_000 for number in range(1, 31)} | {"p": [f"{REPORT}4"] * 30}
    pages = [client.get("/dossier", params=given | {"at": str(at)}).text for at in (1, 30)]
    assert all("Part" in page and len(page) < 150_000 for page in pages)
    assert 'id="entry-30"' in pages[1]
    assert 'id="entry-1"' not in pages[1]


@pytest.mark.parametrize("ending", ["docx", "md", "pdf"])
def test_each_paper_comes_with_its_type_and_a_safe_name(client: TestClient, ending: str) -> None:
    """From the address and from a body; what came in a body is kept by no cache."""
    types = {"docx": "application/vnd.openxml", "md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}
    carried = client.get("/dossier", params={"p": f"{REPORT}1", "title": 'a/b"; x=\r\n\u00e9', "format": ending})
    brought = client.post(f"/dossier?format={ending}", json=sent(passage("1")))
    for answer in (carried, brought):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(types[ending])
    assert carried.headers["content-disposition"] == (
        f"attachment; filename=\"a-b-x-e.{ending}\"; filename*=UTF-8''a-b-x-%C3%A9.{ending}"
    )
    assert brought.headers["content-disposition"] == f'attachment; filename="Of-lamps.{ending}"'
    assert brought.headers["cache-control"] == "no-store"
    assert "etag" in carried.headers


def test_the_word_paper_has_note_quotation_footnote_and_origin(client: TestClient) -> None:
    """As a drafter takes it on."""
    body = client.post(
        "/dossier?format=docx", json=sent({"kind": "heading", "text": "First"}, passage("4", note="Mind this."))
    ).content
    text = read_docx(body, "dossier.docx").text
    assert "Of lamps\nFirst\nMind this.\nThe Security Council should hear the keepers before the next winter.¹\n" in text
    assert "\n¹ A/85/40-S/2031/44, para. 4.\n" in text
    assert "MandateGraph, http://testserver/dossier, generation " in text


def test_what_is_sent_is_answered_as_it_stands_now(client: TestClient) -> None:
    """Entry by entry, in the order that came; what is gone has no link."""
    told = client.post(
        "/dossier",
        json=sent({"kind": "heading", "text": "First"}, passage("4", words="The Security Council may hear."), passage("99")),
    )
    assert told.headers["cache-control"] == "no-store"
    heading, changed, gone = told.json()["entries"]
    assert heading == {"kind": "heading", "text": "First"}
    assert (changed["status"], changed["href"], changed["dir"]) == ("changed", "/doc/A/85/40/para/4", "ltr")
    assert ["dropped", "may"] in changed["pieces"]
    assert (gone["status"], gone["href"]) == ("unknown", "")
    assert told.json()["budget"]["words"] > 0
    assert "words_kept" not in changed


@pytest.mark.parametrize(
    ("given", "status", "why"),
    [
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "no JSON"),
        ({"content": b"{}", "headers": {"content-type": "text/plain"}}, 415, "text/plain"),
        ({"json": sent({"kind": "passage", "iri": "x"})}, 400, "entry 1: iri is the IRI of a passage"),
        ({"json": sent(), "params": {"format": "html"}}, 400, "answered as JSON"),
        ({"json": sent(), "params": {"format": "odt"}}, 400, "no format 'odt'"),
        ({"json": sent(), "params": {"group": "size"}}, 400, "no order 'size'"),
        ({"json": sent(), "params": {"p": "x"}}, 400, "no parameter 'p'"),
    ],
)
def test_what_is_wrong_with_a_body_is_said(client: TestClient, given: dict[str, object], status: int, why: str) -> None:
    """And the answer is not kept."""
    answer = client.post("/dossier", **given)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    assert why in html.unescape(answer.text).replace('\\"', '"')


def test_a_body_is_read_no_further_than_the_greatest_dossier(client: TestClient) -> None:
    """Six million bytes."""
    answer = client.post("/dossier", content=b" " * 6_000_001, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert "longer than 6,000,000 bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("p=x%20y&note2=n", "note2, but no passage 2"),
        ("note1=a&note1=b", "came twice"),
        ("q=x", "no parameter 'q'"),
        ("note0=x", "no parameter 'note0'"),
        ("p=doc/A/85/40/para/1&up=2", "no passage '2' for up"),
        ("p=doc/A/85/40/para/1&remove=0", "no passage '0' for remove"),
        ("p=doc/A/85/40/para/1&at=2", "no passage '2' for at"),
        ("p=doc/A/85/40/para/1&to=x", "no passage 'x' for to"),
        ("p=http%3A%2F%2Fx%2F%3E%20%3Fp", "passage 1: iri is the IRI"),
        ("p=doc/A/85/40/para/1&note1=" + "x" * 2_001, "passage 1: note has 2,001"),
        ("&".join(["p=doc/A/85/40/para/1"] * 201), "201 passages"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(client: TestClient, address: str, why: str) -> None:
    """By its name and number."""
    answer = client.get(f"/dossier?{address}")
    assert answer.status_code == 400
    assert why in answer.json()["detail"]


def test_groups_are_headings(client: TestClient) -> None:
    """By document and by concept; then nothing is moved up or down."""
    page = client.get("/dossier", params={"p": [f"{REPORT}1", f"{REPORT}3/a"], "group": "concept"})
    assert "<h2>Crimes against humanity</h2>" in page.text
    assert "<h2>War crimes</h2>" in page.text
    assert 'name="up"' not in page.text
    assert 'name="remove"' in page.text


def test_nothing_that_was_sent_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Neither of a good dossier nor of a bad one."""
    with caplog.at_level(logging.DEBUG):
        client.post("/dossier", json=sent(passage("1", note=UNHEARD)))
        client.post("/dossier", json=sent(passage("1", note=UNHEARD, quoted=UNHEARD)))
    assert UNHEARD not in caplog.text


def test_the_empty_page_is_for_the_script_and_says_so(client: TestClient) -> None:
    """What the browser keeps is shown by it alone."""
    page = client.get("/dossier").text
    assert 'id="kept" hidden' in page
    assert "Nothing is collected in this address" in page


def test_two_hundred_passages_are_answered(client: TestClient) -> None:
    """As many as there may be, as JSON and as a page."""
    many = [passage("1", note="x" * 2_000)] * 200
    assert (
        len(
            client.post("/dossier", content=json.dumps(sent(*many)), headers={"content-type": "application/json"}).json()[
                "entries"
            ]
        )
        == 200
    )
    assert client.post("/dossier?format=pdf", json=sent(*many)).content.startswith(b"%PDF")
