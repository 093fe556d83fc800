"""Tests of the named queries over HTTP, and of what every response carries."""

import json

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.headers import ENVELOPE

PAGE = {"Accept": "text/html,*/*;q=0.8"}


def test_the_list_tells_parameters_and_examples(client: TestClient, library: Library) -> None:
    """As JSON for programs, as a page for people."""
    told = client.get("/queries").json()["queries"]
    assert [query["name"] for query in told] == list(library.queries)
    assert all(query["title"] and query["summary"] for query in told)
    page = client.get("/queries", headers=PAGE).text
    assert all(f'href="/queries/{name}"' in page for name in library.queries)


@pytest.mark.slow
def test_every_example_of_every_query_answers_in_every_format(client: TestClient, library: Library) -> None:
    """The examples are executed, so that a header cannot lie."""
    for name, query in library.queries.items():
        for example in query.examples:
            for form in ("json", "csv", "tsv", "xml", "html"):
                response = client.get(f"/queries/{name}", params={**example, "format": form})
                assert response.status_code == 200, (name, dict(example), form, response.text)


def test_two_arguments_give_two_answers(client: TestClient) -> None:
    """The parameter is used, and a parallel symbol means the same document."""
    rows = [
        [
            row["pinpoint"]["value"]
            for row in client.get("/queries/cited-by", params={"target": target}).json()["results"]["bindings"]
        ]
        for target in ("A/85/40", "S/2031/44", "A/RES/60/1")
    ]
    assert rows[0] == rows[1] == ["A/86/12, para. 1"]
    assert "A/85/40, para. 1" in rows[2]


def test_the_page_shows_the_answer_with_links_and_the_query_behind_it(client: TestClient) -> None:
    """The pinpoint leads to the passage; the query can be run as it is shown."""
    page = client.get("/queries/cited-by?target=S/2031/44", headers=PAGE).text
    assert '<a href="/doc/A/86/12/para/1">A/86/12, para. 1</a>' in page
    assert "SELECT DISTINCT" in page
    assert "&lt;https://w3id.org/mandategraph/doc/A/85/40&gt;" in page
    assert "target=S%2F2031%2F44&amp;format=csv" in page


def test_a_browser_without_a_required_argument_is_shown_what_to_fill_in(client: TestClient) -> None:
    """A program is told by a 400."""
    page = client.get("/queries/cited-by", headers=PAGE)
    assert page.status_code == 200
    assert 'name="target"' in page.text
    assert client.get("/queries/cited-by").status_code == 400


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/queries/none", 404),
        ("/queries/cited-by?target=hello+world", 400),
        ("/queries/cited-by?target=A/85/40&colour=red", 400),
        ("/queries/cited-by?target=A/85/40&target=A/86/12", 400),
        ("/queries/cited-by?target=A/85/40&since=soon", 400),
        ("/queries/cited-by?target=http://x/%3E%20%7D%20DROP%20ALL", 400),
        ("/queries/cited-by?target=A/85/40&format=turtle", 406),
        ("/queries?colour=red", 400),
    ],
)
def test_what_cannot_be_asked_is_told(client: TestClient, asked: str, status: int) -> None:
    """With the status of its error, for programs and for people."""
    assert client.get(asked).status_code == status
    assert client.get(asked, headers=PAGE).status_code == (status if "turtle" not in asked else 406)


def test_every_response_is_in_the_envelope(client: TestClient) -> None:
    """Pages, data, errors, redirects and style alike: a strict policy, no sniffing, no cookie."""
    for address in (
        "/",
        "/search?q=lamp",
        "/search",
        "/doc/A/85/40",
        "/doc/S/2031/44",
        "/doc/none",
        "/none",
        "/static/style.css",
        "/sparql",
        "/queries",
        "/health",
    ):
        response = client.get(address, headers=PAGE)
        assert all(response.headers[name] == value for name, value in ENVELOPE.items()), address
        assert "set-cookie" not in response.headers
        assert "unsafe" not in response.headers["content-security-policy"]


def test_health_names_the_generation_that_serves(client: TestClient) -> None:
    """The same that a search answers from."""
    told = client.get("/health").json()
    assert told == {"status": "ok", "generation": client.get("/search?q=lamp").json()["generation"]}
    assert json.dumps(told)


def test_static_files_are_served_and_nothing_beside_them(client: TestClient) -> None:
    """No path leads out of the folder."""
    assert client.get("/static/style.css").headers["content-type"].startswith("text/css")
    assert client.get("/static/..%2fapp.py").status_code == 404
    assert client.get("/static/../app.py").status_code == 404
