"""Tests of pasted drafts over HTTP: nobody on the way keeps them, and a fault of ours tells none of their words."""

import logging

import pytest
from starlette.testclient import TestClient

import api.web.portal.checking
import api.web.portal.precedents

UNHEARD = "zebrafinch"


@pytest.mark.parametrize("path", ["/check", "/precedents"])
@pytest.mark.parametrize("text", [f"The {UNHEARD} urges Member States to act.", ""])
def test_neither_an_answer_nor_an_error_is_kept_on_the_way(client: TestClient, path: str, text: str) -> None:
    """Whatever stands between is told so."""
    assert client.post(path, data={"text": text}).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "room", "name"),
    [("/check", api.web.portal.checking, "check_text"), ("/precedents", api.web.portal.precedents, "precedents")],
)
def test_a_fault_of_ours_says_where_and_no_word_of_the_draft(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str, room: object, name: str
) -> None:
    """Messages of errors that nobody foresaw quote what they choked on."""

    def choke(*given: object, **_: object) -> None:
        raise ValueError(f"cannot read {given}")

    monkeypatch.setattr(room, name, choke)
    with caplog.at_level(logging.DEBUG):
        answer = client.post(path, data={"text": f"The {UNHEARD} sings."})
    assert answer.status_code == 500
    assert answer.headers["cache-control"] == "no-store"
    assert UNHEARD not in answer.text + caplog.text
    assert "ValueError in test_web_drafting.py" in caplog.text


def test_every_page_leads_to_what_drafters_need(client: TestClient) -> None:
    """Precedents, the citation check and footnotes, from the head of each page and from the first."""
    for path in ("/", "/check"):
        shown = client.get(path, headers={"accept": "text/html"}).text
        assert all(f'href="{wanted}"' in shown for wanted in ("/precedents", "/check", "/cite"))
