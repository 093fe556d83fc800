"""Tests of linked data over HTTP: links, languages, long descriptions, records for reference managers, and what was withdrawn."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.changes import Gone
from api.linked import described
from api.web import documents

BASE = "https://w3id.org/mandategraph/"
PAGE = {"Accept": "text/html,*/*;q=0.8"}
LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


def links(client: TestClient, address: str, accept: str = "text/html") -> dict[str, list[str]]:
    """The targets of the Link header by relation."""
    found: dict[str, list[str]] = {}
    for target, relation, _ in LINK.findall(client.get(address, headers={"Accept": accept}).headers["link"]):
        found.setdefault(relation, []).append(target)
    return found


def test_a_document_has_its_signposts(client: TestClient) -> None:
    """What to cite it by, what it is, its items in the order of reading, its other formats, its records."""
    told = links(client, "/doc/A/85/40")
    assert told["cite-as"] == [f"{BASE}doc/A/85/40"]
    assert "https://schema.org/Report" in told["type"]
    assert f"{BASE}ontology#Report" in told["type"]
    assert told["item"][:2] == ["/doc/A/85/40/summary", "/doc/A/85/40/section/I"]
    assert {"/doc/A/85/40?format=turtle", "/doc/A/85/40?format=json&lang=en"} <= set(told["alternate"])
    assert told["linkset"] == ["/doc/A/85/40?format=linkset"]
    assert any(target.startswith("/cite?iri=") and target.endswith("format=ris") for target in told["describedby"])


def test_a_passage_has_what_it_is_part_of_for_its_collection(client: TestClient) -> None:
    """And the finding the passage that it was read from."""
    told = links(client, "/doc/A/85/40/para/3/a", "text/turtle")
    assert "/doc/A/85/40/para/3" in told["collection"]
    assert "/doc/A/85/40/para/3/a?format=turtle" not in told["alternate"]
    assert "/doc/A/85/40/para/3/a?format=html" in told["alternate"]


def test_a_licence_is_said_of_what_is_ours_alone(client: TestClient) -> None:
    """The words of the United Nations have none but the public domain."""
    assert "license" not in links(client, "/doc/A/85/40/para/1")
    assert links(client, "/doc/A/86/12/para/1")["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert links(client, "/crime/genocide")["license"] == ["https://creativecommons.org/licenses/by/4.0/"]


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json", "application/json"])
def test_an_answer_says_which_representation_it_is(client: TestClient, accept: str) -> None:
    """In Content-Location, which gives the same without negotiation; a cache is told what it depends on."""
    response = client.get("/crime/genocide", headers={"Accept": accept, "Accept-Language": "fr"})
    assert {name.strip() for name in response.headers["vary"].split(",")} >= {"Accept", "Accept-Language"}
    same = client.get(response.headers["content-location"], headers={"Accept": "*/*"})
    assert (same.status_code, same.content) == (200, response.content)


@pytest.mark.parametrize("kind", ["application/n-triples", "text/plain"])
def test_old_readers_get_lines_as_plain_text(client: TestClient, kind: str) -> None:
    """As rdflib asks for N-Triples to this day; anybody who takes pages as well gets a page."""
    response = client.get("/crime/genocide", headers={"Accept": f"{kind}, */*;q=0.1"})
    assert response.headers["content-type"].partition(";")[0] == kind
    assert response.text.startswith(f"<{BASE}")
    assert client.get("/crime/genocide", headers={"Accept": "text/html, text/plain"}).text.startswith("<!doctype html>")


def test_a_link_set_has_all_links(client: TestClient) -> None:
    """By RFC 9264: the items that no header has room for are in it."""
    response = client.get("/doc/A/85/40", headers={"Accept": "application/linkset+json"})
    assert response.headers["content-type"] == "application/linkset+json"
    (told,) = response.json()["linkset"]
    assert told["anchor"] == f"{BASE}doc/A/85/40"
    assert {item["href"] for item in told["item"]} > {"/doc/A/85/40/section/II"}
    assert told["cite-as"] == [{"href": f"{BASE}doc/A/85/40"}]


@pytest.mark.parametrize(
    ("asked", "label"), [("", "genocide"), ("fr", "génocide"), ("es", "genocidio"), ("xx, ru;q=0.5", "геноцид")]
)
def test_labels_come_in_the_language_that_is_wanted(client: TestClient, asked: str, label: str) -> None:
    """By the header or by the address, of the thing and of what it leads to; else in English."""
    by_header = client.get("/crime/genocide?format=json", headers={"Accept-Language": asked} if asked else {})
    assert by_header.json()["label"] == label
    if asked and "," not in asked:
        assert client.get(f"/crime/genocide?format=json&lang={asked}").json()["label"] == label
        page = client.get(f"/crime/genocide?lang={asked}", headers=PAGE).text
        assert re.search(rf"<h1>(?:<span lang=[^>]*>)?{label}(?:</span>)?</h1>", page)


def test_a_text_that_is_not_there_in_a_language_comes_in_another(client: TestClient) -> None:
    """And the answer says in which; words that are no language tag are told."""
    response = client.get("/doc/A/85/40/para/1", headers={**PAGE, "Accept-Language": "zh"})
    assert response.headers["content-language"] == "en"
    assert client.get("/doc/A/85/40?lang=%7B%7D").status_code == 400


def test_a_long_description_comes_in_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each names the next and the one before; only data has pages."""
    monkeypatch.setattr(described, "MOST_LEADING", 5)
    first = links(client, "/crime/genocide", "text/turtle")
    assert first["next"] == ["/crime/genocide?format=turtle&page=2"]
    assert "prev" not in first
    assert links(client, first["next"][0])["prev"] == ["/crime/genocide?format=turtle"]
    assert client.get("/crime/genocide?format=html&page=2").status_code == 400
    assert client.get("/crime/genocide?format=turtle&page=9999999").status_code == 400
    assert client.get("/crime/genocide?format=turtle&page=99999").status_code == 404
    assert client.get("/crime/genocide?format=turtle&page=²").status_code == 400


def test_a_reference_manager_finds_the_passage_on_its_page(client: TestClient) -> None:
    """Tags, a COinS span and properties, all escaped: the title holds markup."""
    page = client.get("/doc/A/85/40/para/3/a", headers=PAGE).text
    tags = {name: unescape(value) for name, value in re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', page)}
    assert tags["citation_title"] == 'Lamps <script>alert("title")</script> & the "keepers" of warning'
    assert tags["citation_firstpage"] == "para. 3 (a)"
    assert tags["citation_technical_report_number"] == "A/85/40-S/2031/44"
    assert 'class="Z3988" title="ctx_ver=Z39.88-2004&amp;' in page
    assert 'itemtype="https://schema.org/CreativeWork" itemid="https://w3id.org/mandategraph/doc/A/85/40/para/3/a"' in page


def test_each_derived_statement_has_a_way_to_say_that_it_is_wrong(client: TestClient) -> None:
    """On the passage's page and on its own; what is not derived has none."""
    page = client.get("/doc/A/85/40/para/1", headers=PAGE).text
    about = re.findall(r'href="/corrections\?iri=([^"]*)"', page)
    assert any("citation" in one for one in about)
    assert any("mention" in one for one in about)
    finding = next(one for one in about if "citation" in one).replace("%3A", ":").replace("%2F", "/")
    assert "/corrections?iri=" in client.get(finding.replace(BASE, "/"), headers=PAGE).text
    assert "/corrections?iri=" not in client.get("/crime/genocide", headers=PAGE).text


def test_a_paragraph_that_is_only_cited_has_a_page(client: TestClient) -> None:
    """It is named by whoever cites it, though its document is not here."""
    page = client.get("/doc/A/RES/60/1/para/138", headers=PAGE)
    assert page.status_code == 200
    assert "A/RES/60/1/para/138" in page.text
    assert '<a href="/doc/A/85/40/para/1">' in page.text


def test_a_graph_has_a_page_and_its_data(client: TestClient) -> None:
    """For people how much it holds and of what; for programs all of it, in Turtle unless another format is wanted."""
    page = client.get("/graph/doc/A/85/40", headers=PAGE)
    assert re.search(r"[\d,]+ statements about [\d,]+ things, read from <a href=\"/doc/A/85/40\">", page.text)
    assert client.get("/graph/doc/A/85/40").headers["content-type"] == "text/turtle; charset=utf-8"
    lines = client.get("/graph/doc/A/85/40?format=ntriples").content.splitlines()
    assert len(lines) == int(re.findall(r"([\d,]+) statements", page.text)[0].replace(",", ""))


def test_a_browser_sees_a_graph_of_the_graph_store_as_a_page(client: TestClient) -> None:
    """By its own IRI, and where it is asked for by parameter; programs get its statements, and what is not there stays a 404."""
    asked = {"graph": "https://w3id.org/mandategraph/graph/doc/A/85/40"}
    page = client.get("/graphs", params=asked, headers=PAGE)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert re.search(r"[\d,]+ statements about [\d,]+ things", page.text)
    assert client.get("/graphs", params=asked).headers["content-type"] == "text/turtle; charset=utf-8"
    assert client.get("/graphs/none", headers=PAGE).status_code == 404


def test_every_page_leads_to_what_programs_read(client: TestClient) -> None:
    """The feed in the head, the rest at the foot; each is there."""
    page = client.get("/", headers=PAGE).text
    assert '<link rel="alternate" href="/changes?format=atom" type="application/atom+xml"' in page
    foot = re.findall(r'href="([^"]+)"', page[page.index("<footer") :])
    assert {"/api/v1", "/dumps", "/changes", "/dataset", "/.well-known/void"} <= set(foot)
    assert [href for href in foot if client.get(href, headers=PAGE, follow_redirects=True).status_code != 200] == []
    assert client.get("/changes?format=atom").headers["content-type"].startswith("application/atom+xml")


def test_a_large_graph_is_refused_in_formats_that_need_it_whole(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With those that do not; they are sent in pieces."""
    monkeypatch.setattr("api.web.whole.MOST_AT_ONCE", 10)
    assert client.get("/graph/doc/A/85/40?format=jsonld").status_code == 413
    assert "Turtle" in client.get("/graph/doc/A/85/40?format=rdfxml").json()["advice"]
    assert client.get("/graph/doc/A/85/40?format=turtle").status_code == 200


def test_what_was_withdrawn_is_gone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the generation that took it back; what never was is only not found."""
    gone = f"{BASE}doc/A/85/40/para/1/mention/0123456789"
    monkeypatch.setattr(
        documents, "was_withdrawn", lambda _, iri: Gone(iri, "g7", "2031-01-01T00:00:00Z") if iri == gone else None
    )
    response = client.get(gone.replace(BASE, "/"))
    assert (response.status_code, response.json()["error"]) == (410, "Withdrawn")
    assert "g7" in response.json()["detail"]
    assert client.get("/doc/A/85/40/para/1/mention/none").status_code == 404
