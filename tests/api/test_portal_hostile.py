"""Tests of hostile visitors of the portal: whatever stands in an address or a body is a text, costs what it is worth, is kept by
nobody, and leads nowhere else.
"""

import io
import json
import logging
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree
from starlette.testclient import TestClient

from api import once
from api.library import Library
from api.waiting import Places
from api.web.app import create_app
from api.web.limits import PAPER, cost_of
from api.web.log import JsonLine
from ontology.errors import EngineBusy
from stores.settings import Settings

pytestmark = pytest.mark.slow

PAGE = {"Accept": "text/html"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 191 }}<!--"
HOSTILE = (
    MARKUP,
    "a\x00b\u202egpj.exe\u2066\ufffe\uffff",
    "javascript:alert(1)",
    "e" + "\u0301" * 900,
    "w" * 5_000,
    "word " * 500,
    "x\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "//evil.example/\\evil.example",
    "00010000",
)
REPORT = "https://w3id.org/mandategraph/doc/A/85/40/para/1"
ASKED = (
    ("/", ("asked",)),
    ("/documents", ("year", "kind", "fidelity", "page", "format", "asked")),
    ("/passages?concept=crime/genocide", ("year", "document", "page", "lang", "format")),
    ("/passages", ("concept",)),
    ("/search?q=storm", ("limit", "offset", "sort", "group", "explain", "mode", "year", "document", "kind", "concept", "format")),
    ("/search", ("q",)),
    ("/compare", ("a", "p", "lang", "format")),
    ("/cite", ("iri", "style", "format")),
    ("/precedents?text=Lamps", ("limit", "year")),
    ("/dossier", ("p", "title", "group", "format")),
    (f"/dossier?p={REPORT}", ("note1", "heading1", "lang1", "cite1", "up", "down", "remove")),
    ("/framework", ("lang",)),
    ("/recommendations", ("addressee", "theme", "verb", "year", "document", "later", "by", "start", "column_start", "format")),
    ("/recommendations/list", ("addressee", "theme", "verb", "year_from", "sort", "start", "limit", "format")),
    ("/recommendations/line", ("iri", "format")),
    ("/lens", ("by", "open", "type", "state", "year_from", "how", "page", "format")),
    ("/lens/passages?thing=risk-factor/7", ("how", "year", "document", "type", "state", "page")),
    ("/situations", ("since", "format")),
    ("/situations/state/COD", ("year", "named", "page")),
    ("/situations/briefing?place=state/COD", ("since", "show", "page")),
    ("/queries/cited-by", ("document", "format")),
    ("/corrections", ("iri",)),
    ("/sparql", ("example", "format")),
    ("/doc/A/85/40", ("lang", "beside", "part", "at", "show", "view", "near", "page", "asked")),
)


def harmless(answer: object) -> str:
    """What is wrong with an answer, "" where nothing is: a fault of ours, a text as markup, a cookie, a way elsewhere."""
    status, text, headers = answer.status_code, answer.text, answer.headers  # type: ignore[attr-defined]
    if status >= 500:
        return f"status {status}"
    if "set-cookie" in headers:
        return "a cookie"
    if not headers.get("location", "/").startswith("/") or headers.get("location", "/")[1:2] in ("/", "\\"):
        return f"leads to {headers['location'][:60]}"
    if "html" not in headers.get("content-type", ""):
        return ""
    if "<script>alert" in text or "<img src=x" in text or "1337" in text:
        return "markup"
    return "a link that runs" if 'href="javascript:' in text.lower() else ""


@pytest.mark.parametrize(("address", "names"), ASKED)
def test_no_parameter_becomes_more_than_a_text(client: TestClient, address: str, names: tuple[str, ...]) -> None:
    """Markup, controls, piles of marks, endless words, line ends, strange numbers: refused or shown, never run or failed at."""
    for name in names:
        for text in HOSTILE:
            answer = client.get(client.build_request("GET", address, headers=PAGE).url.copy_add_param(name, text), headers=PAGE)
            assert harmless(answer) == "", (name, text[:30])


@pytest.mark.parametrize("path", ["/go", "/check", "/desk", "/desk/precedents", "/precedents"])
def test_no_draft_becomes_more_than_a_text(client: TestClient, path: str) -> None:
    """Drafts of the same kinds are answered, kept by no cache, and stand on the page as they came."""
    for text in (*HOSTILE, f"{MARKUP}\n\nMember States should act. {MARKUP}"):
        answer = client.post(path, data={"q" if path == "/go" else "text": text}, headers=FORM)
        assert harmless(answer) == "", text[:30]
        assert "etag" not in answer.headers
        assert answer.headers.get("cache-control") == "no-store" or answer.status_code != 200


@pytest.mark.parametrize("ending", ["json", "docx", "md", "pdf"])
def test_no_note_becomes_more_than_a_text(client: TestClient, ending: str) -> None:
    """A dossier's texts go into Word, Markdown and PDF as signs; what XML may not hold is shown as unknown."""
    text = "\x00\x0b\u202e\ufffe" + MARKUP + "\n# head\n|a|b|\n#eval(1) $x$ @y ${1} " + "e" + "\u0301" * 100
    told = {
        "format": "mandategraph-dossier",
        "version": 1,
        "title": text[:200],
        "entries": [{"kind": "heading", "text": text[:200]}, {"kind": "passage", "iri": REPORT, "note": text, "words": text}],
    }
    answer = client.post("/dossier", params={"format": ending}, json=told)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["cache-control"] == "no-store"
    if ending == "docx":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
            story = etree.fromstring(package.read("word/document.xml"))
        assert "<script>alert(1)</script>" in "".join(story.itertext())
    if ending == "md":
        assert "<script" not in answer.text.replace("\\<script", "")
        assert "\n# head" not in answer.text
    if ending == "pdf":
        assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["up", "down", "remove"])
def test_a_number_with_noughts_before_it_is_no_place_in_a_dossier(client: TestClient, name: str) -> None:
    """It was read by its first four digits, and failed at by the whole."""
    answer = client.get("/dossier", params={"p": REPORT, name: "00010000"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "BadParameter"


def test_made_up_languages_fill_no_memory(client: TestClient) -> None:
    """What is found once a generation is kept by nothing that a visitor writes; or he would drive out what is dear to find."""
    client.get("/framework")
    before = sum(map(len, once._KEPT.values()))
    for number in range(30):
        assert client.get("/framework", headers={"Accept-Language": f"aa-{number:05},ab-{number:05},fr"}).status_code == 200
    assert sum(map(len, once._KEPT.values())) <= before + 1


@pytest.mark.parametrize("path", ["/search?q=storm", "/compare?a=doc/A/85/40/para/1&b=doc/A/85/40/para/4", "/sparql"])
def test_a_host_that_is_none_is_not_repeated(client: TestClient, path: str) -> None:
    """The address that repeats an answer is our own."""
    for accept in ("text/html", "application/json", "text/turtle"):
        answer = client.get(path, headers={"Host": 'evil.example"><script>', "Accept": accept})
        assert "evil.example" not in answer.text


def test_an_answer_is_kept_by_what_decides_it(client: TestClient) -> None:
    """A page, a file and data of one address have tags of their own; so have a fragment and its page."""
    address = "/lens"
    tags = [client.get(address, headers={"Accept": kind}).headers["etag"] for kind in ("text/html", "text/csv", "*/*")]
    tags += [client.get(address, params={"format": one}).headers["etag"] for one in ("json", "csv")]
    assert len(set(tags)) == len(tags)
    for path in ("/precedents?text=A+storm+was+foretold", f"/dossier?p={REPORT}&note1=mine"):
        answer = client.get(path, headers=PAGE)
        assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


@pytest.mark.parametrize("path", ["/static/ace/../../pages.py", "/static/ace/..%2f..%2fpages.py", "/static/..%2fpages.py"])
def test_no_file_beside_the_styles_is_given(client: TestClient, path: str) -> None:
    """Whichever way the folder above is written."""
    assert client.get(path).status_code == 404


def test_what_works_more_costs_more() -> None:
    """Drafts, comparisons and papers; the empty forms cost as any page."""

    def cost(method: str, address: str, accept: bytes = b"*/*") -> int:
        path, _, query = address.partition("?")
        return cost_of({"method": method, "path": path, "query_string": query.encode(), "headers": [(b"accept", accept)]})

    assert cost("GET", "/desk") == cost("GET", "/check") == cost("GET", "/help") == 1
    assert cost("POST", "/desk") == cost("POST", "/desk/precedents") == cost("POST", "/check") == 20
    assert cost("POST", "/go") > cost("GET", "/compare") > cost("GET", "/help")
    dossier = cost("POST", "/dossier")
    for query in ("format=pdf", "format=%70df", "group=order&format=docx"):
        assert cost("POST", f"/dossier?{query}") == dossier + PAPER
    assert cost("GET", "/situations/briefing", b"application/pdf") == 1 + PAPER
    assert cost("GET", "/static/style.css?format=pdf") == 0


def test_those_who_wait_are_few() -> None:
    """Each holds a thread of the server: who comes when enough wait is told so at once, and a place is free again afterwards."""
    places = Places("lamps are lit", at_once=1, most_waiting=1, patience_s=5)
    lit, out = threading.Event(), threading.Event()

    def keep() -> None:
        with places.place():
            lit.set()
            out.wait(5)

    def wait() -> None:
        with places.place():
            pass

    first, second = threading.Thread(target=keep), threading.Thread(target=wait)
    first.start()
    assert lit.wait(5)
    second.start()
    while places._here < 2:
        pass
    with pytest.raises(EngineBusy, match="lamps are lit"), places.place():
        pass
    out.set()
    first.join(5)
    second.join(5)
    with places.place():
        assert places._here == 1


@pytest.fixture
def told(settings: Settings) -> Iterator[tuple[TestClient, list[str]]]:
    """A client of an application that logs what is asked, and the lines."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLine(queries=True).format(record))

    handler, logger = Keeping(), logging.getLogger("mandategraph")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    opened = Library.open(replace(settings, log_queries="yes"))
    yield TestClient(create_app(opened), follow_redirects=False, raise_server_exceptions=False), lines
    logger.removeHandler(handler)
    logger.setLevel(before)
    opened.close()


def test_no_log_holds_a_draft(told: tuple[TestClient, list[str]]) -> None:
    """Not even that of who wants to know what is asked: drafts and notes are their authors'. A search is told."""
    client, lines = told
    draft = "zebrafinch"
    for path, name in (
        ("/go", "q"),
        ("/check", "text"),
        ("/desk", "text"),
        ("/desk/precedents", "text"),
        ("/precedents", "text"),
    ):
        client.post(path, data={name: f"Member States should keep every {draft} of the world. " * 60})
    client.get("/precedents", params={"text": draft})
    client.get("/dossier", params={"p": REPORT, "note1": draft, "up": draft})
    client.post("/dossier", json={"format": draft, "note": draft})
    client.post("/corrections", data={"iri": REPORT, "words": draft, "kind": draft})
    client.get("/search", params={"q": "storm"})
    assert len(lines) >= 10
    assert draft not in "".join(lines)
    assert any("storm" in json.loads(line).get("asked", "") for line in lines)


@pytest.mark.parametrize(
    "draft",
    [
        f"Recalling {',' * 20_000}\nx",
        f"1. {':' * 60_000}x\n2. b",
        "1. a\n" * 12_000,
        f"Noting {', ' * 10_000}\nx",
        "a\t" * 20_000,
    ],
    ids=["commas", "colons", "ones", "blanks", "tabs"],
)
def test_no_draft_takes_a_processor_for_itself(client: TestClient, draft: str) -> None:
    """Signs that end a line are looked for at its end alone: a page of commas took minutes, and its cost grew as the cube."""
    began = time.process_time()
    assert client.post("/check", data={"text": draft}, headers=FORM).status_code == 200
    assert time.process_time() - began < 4


def test_a_paper_of_tabs_is_refused(client: TestClient) -> None:
    """Each would be an element of its own, whose writing nobody could stop."""
    passages = [{"kind": "passage", "iri": f"{REPORT[:-1]}{number}", "note": "x\t" * 990} for number in range(1, 60)]
    told = {"format": "mandategraph-dossier", "version": 1, "title": "T", "entries": passages}
    assert client.post("/dossier", params={"format": "docx"}, json=told).status_code == 413
