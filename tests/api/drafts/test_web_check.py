"""Tests of the web: the citation check. In: requests. Out: pages, JSON, text and limits, and nothing left behind."""

import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import api.web.portal.checking as checking
from api.drafts.check import MAX_CHARACTERS
from api.waiting import Places

UNHEARD = "zebrafinch"
DRAFT = f"The {UNHEARD} is cited in A/85/40, para. 1, and “a {UNHEARD} of no document” (A/85/40, para. 17).\r\n"
PAGE = {"accept": "text/html"}


def test_the_form_is_a_page_that_needs_no_script(client: TestClient) -> None:
    """A field, a button, and what becomes of the draft."""
    shown = client.get("/check", headers=PAGE)
    assert shown.status_code == 200
    assert '<form class="asking" action="/check" method="post"' in shown.text
    assert "neither kept nor logged" in shown.text
    assert "<script>" not in shown.text


def test_a_draft_in_the_address_is_refused(client: TestClient) -> None:
    """Addresses are logged by whatever stands between."""
    assert client.get("/check", params={"text": DRAFT}).status_code == 400


def test_a_form_is_answered_with_a_page(client: TestClient) -> None:
    """Every citation with its state, its place in the draft, and the draft itself; markup in it is text."""
    shown = client.post("/check", data={"text": DRAFT + "<script>alert(1)</script>"}, headers=PAGE)
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert '<strong>1</strong> <span class="state needs-a-look">needs a look</span>' in shown.text
    assert "<script>" not in shown.text
    assert "&lt;script&gt;" in shown.text
    assert 'href="#c1"' in shown.text
    assert 'id="c1"' in shown.text
    assert "/doc/A/85/40/para/1" in shown.text


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown; charset=utf-8"])
def test_a_text_as_the_body_is_answered_as_json(client: TestClient, media_type: str) -> None:
    """Spans count the characters of the draft with line ends of one character."""
    told = client.post("/check", content=DRAFT.encode(), headers={"content-type": media_type}).json()
    assert [finding["state"] for finding in told["citations"]] == ["in order", "needs a look"]
    assert told["in_order"] is False
    first = told["citations"][0]
    assert DRAFT.replace("\r\n", "\n")[first["start"] : first["end"]] == "A/85/40"


@pytest.mark.parametrize(("name", "media_type"), [("text", "text/plain"), ("markdown", "text/markdown")])
def test_a_readable_report_is_had_by_format(client: TestClient, name: str, media_type: str) -> None:
    """By a parameter or by the header."""
    by_name = client.post("/check", data={"text": DRAFT, "format": name})
    by_header = client.post("/check", data={"text": DRAFT}, headers={"accept": media_type})
    assert by_name.text == by_header.text
    assert by_name.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert "needs a look" in by_name.text


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"", "text/plain", 400),
        (b"text=", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "text/plain", 400),
        (b"text=a&file=b", "application/x-www-form-urlencoded", 400),
        (b"%PDF-1.7", "application/pdf", 415),
        (b"x", "multipart/form-data; boundary=x", 415),
        (b"x", "text/plain; charset=latin-1", 415),
        (b"x", "", 415),
        (b"a" * (MAX_CHARACTERS + 1), "text/plain", 413),
        (b"a" * (12 * MAX_CHARACTERS + 1), "text/plain", 413),
    ],
    ids=["empty", "no words", "not utf-8", "unknown field", "pdf", "upload", "charset", "untyped", "long", "endless"],
)
def test_what_is_no_draft_is_refused_with_its_status(client: TestClient, content: bytes, content_type: str, status: int) -> None:
    """Never a fault of the server; a file is sent to the command line."""
    assert client.post("/check", content=content, headers={"content-type": content_type}).status_code == status


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """What was opened for writing while a request was answered, by whatever way of opening Python has."""
    written: list[str] = []
    armed = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if armed[0] and event == "open":
            path, mode, flags = (*arguments, None, 0)[:3]
            is_written = (isinstance(mode, str) and set(mode) & set("wax+")) or (
                isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            )
            if is_written:
                written.append(str(path))

    sys.addaudithook(watch)
    yield written
    armed[0] = False


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and the time of its last change."""
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_nothing_of_a_draft_is_written_or_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], opened: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """No file is opened for writing, none changes under data and temporary folders, and no record or stream has its words."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    data = client.app.state.library.settings.data  # type: ignore[attr-defined] # an ASGI application has no such type
    client.post("/check", data={"text": "See A/85/40."}, headers=PAGE)  # templates and names are read by now
    before, opened[:] = files_of(data), []
    with caplog.at_level(logging.DEBUG):
        for accept in ("text/html", "application/json", "text/plain", "image/png"):
            client.post("/check", data={"text": DRAFT}, headers={"accept": accept})
        client.post("/check", content=(UNHEARD + "\x00").encode(), headers={"content-type": "text/plain"})
    assert opened == []
    assert files_of(data) == before
    assert files_of(tmp_path) == {}
    assert UNHEARD not in caplog.text
    assert UNHEARD not in "".join(capfd.readouterr())


def test_the_watch_sees_what_is_written(opened: list[str], tmp_path: Path) -> None:
    """Else the test above could not fail."""
    (tmp_path / "kept.txt").write_text(UNHEARD, encoding="utf-8")
    assert any(path.endswith("kept.txt") for path in opened)


def test_a_fault_of_ours_tells_no_word_of_the_draft(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message of an unforeseen error may hold some; only its kind and its place are logged."""

    def broken(_: object, text: str) -> None:
        raise AssertionError(f"no place for {text}")

    monkeypatch.setattr(checking, "check_text", broken)
    answered = client.post("/check", data={"text": DRAFT})
    assert answered.status_code == 500
    assert UNHEARD not in answered.text
    assert "AssertionError in test_web_check.py" in caplog.text
    assert UNHEARD not in caplog.text
    assert answered.headers["cache-control"] == "no-store"


def test_checks_wait_for_a_place(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long draft keeps a core busy: where every place is taken, the next is told to come again."""
    monkeypatch.setattr(checking, "_places", Places("drafts are being checked", patience_s=0.01))
    with checking.place(), checking.place():  # the two places there are
        assert client.post("/check", data={"text": DRAFT}).status_code == 503
    assert client.post("/check", data={"text": DRAFT}).status_code == 200


def test_every_link_of_a_report_leads_into_this_server(client: TestClient) -> None:
    """The paragraphs that are named can be read."""
    shown = client.post("/check", data={"text": "See A/85/40, para. 1."}, headers=PAGE).text
    links = re.findall(r'href="(/doc/[^"]+)"', shown)
    assert links
    assert all(client.get(link, headers=PAGE).status_code == 200 for link in links)
