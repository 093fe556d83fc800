"""Tests of the web: the SPARQL page. In: requests of a browser and of the editor. Out: pages, terms and faults."""

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.web.portal import editor
from api.web.portal.console import COUNTED, LINKED

PAGE = {"accept": "text/html"}
MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "


def ask(client: TestClient, query: str) -> str:
    """The page with the answer."""
    response = client.get("/sparql", params={"query": query}, headers=PAGE)
    assert response.status_code == 200, response.text
    return response.text


def test_a_named_question_is_opened_by_its_name_and_its_text_answers(client: TestClient) -> None:
    """Without a script: the form of the page sends the name."""
    page = client.get("/sparql", params={"example": "cited-by"}, headers=PAGE).text
    field = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert field is not None
    assert client.get("/sparql", params={"query": html.unescape(field[1])}).status_code == 200


def test_a_name_that_no_question_has_is_404(client: TestClient) -> None:
    """It is told which there are."""
    assert client.get("/sparql", params={"example": "<script>"}, headers=PAGE).status_code == 404


def test_every_named_question_opens_as_a_query_that_reads_well(client: TestClient) -> None:
    """With the arguments of its first example, each is what the endpoint takes."""
    texts = client.get("/sparql/terms").json()["examples"]
    assert len(texts) > 40
    for name, text in texts.items():
        found = client.post("/sparql/check", content=text.encode(), headers={"content-type": "application/sparql-query"}).json()
        assert found["fits"], (name, found)


def test_numbers_are_shown_as_a_chart_and_as_a_table(client: TestClient) -> None:
    """Both have them, and the address of each view is in the page."""
    page = ask(client, "SELECT ?what ?n { VALUES (?what ?n) { ('lamps' 10) ('harbours' 5) } }")
    assert 'href="#as-chart"' in page
    assert re.search(r'<rect class="series-0" x="0.0%" width="50.0%"', page)
    assert "n by what: bars of 2 rows." in page


def test_things_in_rows_are_shown_as_a_graph_with_a_table_of_its_links(client: TestClient) -> None:
    """A document and what it cites."""
    page = ask(client, f"{MG} SELECT ?document ?cited {{ ?p mg:inDocument ?document ; mg:cites ?cited }} LIMIT 20")
    assert 'href="#as-graph"' in page
    assert "network-picture" in page
    assert "cited</td>" in page


def test_a_constructed_graph_is_turtle_with_prefixes_and_a_picture(client: TestClient) -> None:
    """And it is fetched in the four formats of RDF."""
    page = ask(client, LINKED)
    assert "@prefix mg:" in page
    assert "network-picture" in page
    assert all(f"format={name}" in page for name in ("turtle", "jsonld", "ntriples", "rdfxml"))


def test_what_is_shown_is_bounded_and_what_is_fetched_is_whole(client: TestClient) -> None:
    """A hundred rows on the page, all of them in the file that it links to."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 300"
    page = ask(client, query)
    assert "300 rows; the first 100 are shown" in page
    link = re.search(r'href="(/sparql\?query=[^"]+format=csv)"', page)
    assert link is not None
    assert len(client.get(html.unescape(link[1])).text.splitlines()) == 301


def test_the_cost_is_told_on_the_page(client: TestClient) -> None:
    """As the header has it, with what would make it less."""
    page = ask(client, "SELECT * { ?s a ?t . ?x a ?y } LIMIT 1")
    assert "Cost: heavy; cross product" in page
    assert "share a variable" in html.unescape(page)


def test_a_query_with_a_fault_stays_on_the_page_beside_its_fault(client: TestClient) -> None:
    """With the line, the sign in it, and the status that programs are told."""
    query = "SELECT * WHERE {\n  ?s </script><b> ?p }"
    response = client.get("/sparql", params={"query": query}, headers=PAGE)
    assert response.status_code == 400
    assert "Line 2, column" in response.text
    assert 'data-line="2"' in response.text
    assert "?s &lt;/script&gt;&lt;b&gt;" in response.text
    assert "<b> ?p" not in response.text


def test_a_refused_query_stays_on_the_page_too(client: TestClient) -> None:
    """Without a line, where none is to blame."""
    response = client.get("/sparql", params={"query": "SELECT * { SERVICE <https://x.org/> { ?s ?p ?o } }"}, headers=PAGE)
    assert response.status_code == 403
    assert "SERVICE &lt;https://x.org/&gt;" in response.text


def test_the_check_tells_a_fault_as_an_answer_and_no_cache_keeps_it(client: TestClient) -> None:
    """A fault in a draft of a query is no error of the request."""
    typed = {"content-type": "application/sparql-query"}
    response = client.post("/sparql/check", content=b"SELECT * { ?s ?p", headers=typed)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert (response.json()["fits"], response.json()["fault"]["line"], response.json()["fault"]["column"]) == (False, 1, 17)
    assert client.post("/sparql/check", content=COUNTED.encode(), headers=typed).json()["fits"] is True


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"\xff", "application/sparql-query", 400),
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "application/sparql-query; charset=latin-1", 415),
        (b"x" * 9_000, "application/sparql-query", 413),
    ],
)
def test_what_is_no_query_in_utf_8_is_refused(client: TestClient, content: bytes, content_type: str, status: int) -> None:
    """As at the endpoint; the limit of a body is twice the longest query."""
    assert client.post("/sparql/check", content=content, headers={"content-type": content_type}).status_code == status


def test_without_the_package_of_the_editor_the_page_is_a_plain_form(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the editor is asked for, and the query is sent as ever."""
    monkeypatch.setattr(editor, "files", lambda: None)
    page = client.get("/sparql", headers=PAGE).text
    assert "/static/ace/" not in page
    assert '<form class="asking console" id="console" action="/sparql" method="get"' in page


def test_the_editor_is_found_in_its_package_and_nothing_of_it_is_imported(client: TestClient) -> None:
    """The make of this house installs it; its scripts and colours are served."""
    folder = editor.files()
    assert isinstance(folder, Path)
    for name in ("ace.js", "mode-sparql.js", "ext-language_tools.js", "css/ace.css"):
        assert client.get(f"/static/ace/{name}").status_code == 200
    assert client.get("/static/ace/../../__init__.py").status_code == 404


def test_the_terms_name_the_queries_that_there_are(client: TestClient) -> None:
    """The list of the page and that of the editor are one."""
    page = client.get("/sparql", headers=PAGE).text
    names = set(re.findall(r'<option value="([a-z-]+)">', page.partition("</select>")[0]))
    assert names == set(client.get("/sparql/terms").json()["examples"])
