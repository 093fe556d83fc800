"""Tests of documents and things over HTTP: pages, data, redirects, and texts that would be markup."""

import re

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # inside rdflib's JSON-LD

PAGE = {"Accept": "text/html,*/*;q=0.8"}
BASE = "https://w3id.org/mandategraph/"
OTHER_SCRIPT = r'<script(?! type="module" src="/static/js/[a-z-]+\.js"></script>)'
FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}
THINGS = [
    "/doc/A/85/40",
    "/doc/A/85/40/para/3/a",
    "/doc/A/85/40/section/I",
    "/crime/genocide",
    "/ontology",
    "/actor/member-states",
]


@pytest.mark.parametrize("address", THINGS)
def test_all_data_formats_say_the_same(client: TestClient, address: str) -> None:
    """Each is read by a reader of its own, and the graphs are equal."""
    graphs = []
    for media_type, name in FORMATS.items():
        response = client.get(address, headers={"Accept": media_type})
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == media_type
        graphs.append(Graph().parse(data=response.content, format=name))
    assert len(graphs[0])
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("address", THINGS)
def test_a_page_is_what_a_browser_gets(client: TestClient, address: str) -> None:
    """With a language, one main landmark, one first heading, a skip link and no script but our own files, and no inline style."""
    page = client.get(address, headers=PAGE)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert page.text.count("<main") == page.text.count("<h1") == 1
    assert 'href="#main"' in page.text
    assert not re.search(OTHER_SCRIPT + r"|<style|\sstyle=|\son\w+=", page.text)


def test_ids_on_a_page_are_unique_and_its_own_links_lead_to_them(client: TestClient) -> None:
    """Each paragraph, item and footnote has its anchor."""
    page = client.get("/doc/A/85/40", headers=PAGE).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"summary", "section-I", "para-1", "para-3", "para-3-a", "para-3-b", "fn-1"} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_footnote_mark_stands_where_it_was_taken_from(client: TestClient) -> None:
    """After the first sentence of paragraph 1, and shows the note there; the list at the end has it too."""
    page = client.get("/doc/A/85/40", headers=PAGE).text
    assert re.search(
        r'foretold in time\.<sup class="note"><button type="button" popovertarget="here-fn-1"[^>]*>1</button></sup>', page
    )
    assert re.search(r'popover id="here-fn-1"><strong>1</strong>[^\n]*Log of the northern tower', page)


def test_a_full_text_and_a_digest_are_told_apart(client: TestClient) -> None:
    """By a badge with words, and by the field of the JSON."""
    assert "our own words" not in client.get("/doc/A/85/40", headers=PAGE).text
    assert "digest: our own words, not the official text" in client.get("/doc/A/86/12", headers=PAGE).text
    assert client.get("/doc/A/86/12?format=json").json()["fidelity"] == "digest"
    assert client.get("/doc/A/85/40?format=json").json()["fidelity"] == "full"


def test_the_page_says_who_cites_the_document(client: TestClient) -> None:
    """With a link to the citing paragraph."""
    assert '<a href="/doc/A/86/12/para/1">A/86/12, para. 1</a>' in client.get("/doc/A/85/40", headers=PAGE).text


def test_a_passage_page_marks_what_was_read_and_says_how(client: TestClient) -> None:
    """Each mark leads to its evidence on the page: span, method, confidence, measured precision, and a way to say it is wrong."""
    page = client.get("/doc/A/85/40/para/1", headers=PAGE).text
    crime = re.search(r'<a class="m crime" href="#(mention-\w+)" title="mentions genocide"[^>]*>genocide</a>', page)
    assert crime
    evidence = page.partition(f'<li id="{crime[1]}">')[2].partition("</li>")[0]
    assert 'href="/crime/genocide"' in evidence
    assert re.search(
        r"characters \d+ to \d+.*method: .*confidence of the rule 0\.\d\d.*(measured precision|not measured)", evidence
    )
    assert "/corrections?iri=" in evidence
    assert re.search(r'<a class="m document" href="#citation-\w+" title="cites [^"]+"', page)
    assert "<code>A/85/40, para. 1</code>" in page
    assert 'rel="next" href="/doc/A/85/40/para/2"' in page
    assert 'rel="prev" href="/doc/A/85/40/summary"' in page


def test_a_passage_holds_its_items_and_its_fields_come_as_json(client: TestClient) -> None:
    """The view of the plain function, without the whole document in it."""
    told = client.get("/doc/A/85/40/para/3?format=json").json()
    assert [child["number"] for child in told["children"]] == ["3 (a)", "3 (b)"]
    assert told["document"]["symbols"] == ["A/85/40", "S/2031/44"]
    assert told["document"]["parts"] == []


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/doc/S/2031/44", "/doc/A/85/40"),
        ("/doc/S/2031/44/para/3/a?format=turtle", "/doc/A/85/40/para/3/a?format=turtle"),
        ("/doc/a/85/40", "/doc/A/85/40"),
        ("/doc/A/85/40-S/2031/44", "/doc/A/85/40"),
    ],
)
def test_a_parallel_symbol_leads_to_the_first(client: TestClient, asked: str, target: str) -> None:
    """For good, and with what was asked of it."""
    response = client.get(asked)
    assert (response.status_code, response.headers["location"]) == (308, target)


@pytest.mark.parametrize(
    "address",
    ["/doc/A/99/1", "/doc/A/85/40/para/99", "/doc/S/2031/44/para/99", "/doc/nothing", "/doc/", "/doc/%00",
     "/doc/http://example.org/x", "/doc/%3Cscript%3E", "/crime/none", "/state/XYZ", "/ontology/none",
     "/graph/none", "/doc/../../etc/passwd", "/doc/" + "a/" * 500],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["application/json", "text/turtle", "text/html", "*/*"])
def test_what_is_not_there_is_404_in_every_format(client: TestClient, address: str, accept: str) -> None:
    """A problem document for programs, a page for people; never a redirect to elsewhere."""
    response = client.get(address, headers={"Accept": accept})
    assert response.status_code in (404, 406 if address == "/graph/none" else 404)
    expected = "text/html; charset=utf-8" if accept == "text/html" else "application/problem+json"
    assert response.headers["content-type"] == expected


def test_an_address_takes_no_parameter_but_format(client: TestClient) -> None:
    """A misspelt one is told."""
    assert client.get("/doc/A/85/40?fromat=json").status_code == 400
    assert client.get("/doc/A/85/40?format=odt").status_code == 400
    assert client.get("/doc/A/85/40?format=csv").status_code == 406


def test_hostile_texts_are_shown_as_text(client: TestClient) -> None:
    """Title, heading, paragraph and footnote hold markup; no page of them does."""
    for address in (
        "/",
        "/doc/A/85/40",
        "/doc/A/85/40/para/2",
        "/doc/A/85/40/section/I",
        "/doc/A/85/40/fn/1",
        "/search?q=painted+wall",
        "/queries/documents-list",
    ):
        page = client.get(address, headers=PAGE).text
        assert not re.search(OTHER_SCRIPT, page), address
        assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", page), address
        assert "<img" not in page, address
        assert "<b>" not in page, address
    assert "&lt;script&gt;alert(&#34;title&#34;)&lt;/script&gt;" in client.get("/doc/A/85/40", headers=PAGE).text


def test_a_thing_has_its_definition_and_the_passages_that_name_it(client: TestClient) -> None:
    """A crime, as a page and as fields."""
    page = client.get("/crime/genocide", headers=PAGE).text
    assert "<h1>genocide</h1>" in page
    assert '<a href="/doc/A/85/40/para/1">A/85/40, para. 1</a>' in page
    assert 'dir="rtl"' in page
    assert client.get("/crime/genocide?format=json").json()["label"] == "genocide"


def test_statements_have_addresses_of_their_own(client: TestClient) -> None:
    """The evidence of a citation can be pointed at."""
    statements = client.get("/doc/A/85/40/para/1?format=json").json()["statements"]
    citation = next(one for one in statements if one["kind"] == "Citation")
    page = client.get(citation["iri"].replace(BASE, "/"), headers=PAGE)
    assert page.status_code == 200
    assert "as printed" in page.text


def test_the_ontology_lists_its_terms_under_their_anchors(client: TestClient) -> None:
    """The fragment of a term's IRI is an id on this page."""
    page = client.get("/ontology", headers=PAGE).text
    assert all(f'id="{name}"' in page for name in ("Passage", "cites", "RiskFactor"))


def test_a_named_graph_is_served_whole(client: TestClient) -> None:
    """All that one document's graph holds, and nothing of another."""
    graph = Graph().parse(data=client.get("/graph/doc/A/85/40").content, format="turtle")
    assert any("A/85/40/para/3/a" in str(subject) for subject in graph.subjects())
    assert not any("A/86/12" in str(subject) for subject in graph.subjects())


def test_home_lists_what_is_there_and_whose_it_is_not(client: TestClient) -> None:
    """Documents with symbol, date and kind of text; one search box; the disclaimer."""
    page = client.get("/", headers=PAGE).text
    assert all(
        words in page
        for words in ("A/85/40", "2031-02-09", "A/86/12", "Not an official United Nations product", "/queries", "/sparql")
    )
    assert page.count('role="search"') == 1


def test_every_thing_of_the_vocabulary_has_an_address(client: TestClient) -> None:
    """Whatever kind of entry a later file brings, its IRI must lead somewhere: one of each kind is asked for."""
    found = client.get(
        "/sparql",
        params={"query": f"SELECT DISTINCT ?thing {{ GRAPH <{BASE}graph/vocabulary> {{ ?thing a ?class }} }}", "format": "json"},
    ).json()["results"]["bindings"]
    by_place = {row["thing"]["value"].removeprefix(BASE).split("/")[0]: row["thing"]["value"] for row in found}
    assert len(by_place) > 15
    for thing in by_place.values():
        assert client.get(thing.replace(BASE, "/"), headers=PAGE).status_code == 200, thing
