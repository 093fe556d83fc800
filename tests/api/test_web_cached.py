"""Tests of caching: tags and times by generation, 304, and what is never kept."""

from email.utils import parsedate_to_datetime

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from api.library import Library
from api.web.cached import Cached

READ = (
    "/",
    "/doc/A/85/40",
    "/crime/genocide",
    "/ontology",
    "/search?q=warning",
    "/queries/documents-list",
    "/changes",
    "/llms.txt",
)


@pytest.mark.parametrize("path", READ)
def test_whatever_is_read_is_known_by_its_generation(client: TestClient, path: str) -> None:
    """A weak tag that names the generation, a time, and that a cache must ask again."""
    response = client.get(path)
    generation = client.get("/changes", headers={"Accept": "application/json"}).json()["generation"]
    assert response.headers["etag"].startswith(f'W/"{generation}-')
    assert parsedate_to_datetime(response.headers["last-modified"]).year > 2025
    assert response.headers["cache-control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("path", READ)
def test_a_reader_that_has_it_is_told_so(client: TestClient, path: str) -> None:
    """By the tag, also among others, and by the time where no tag is sent; to HEAD as well."""
    first = client.get(path)
    for method in ("GET", "HEAD"):
        for asked in (
            {"If-None-Match": first.headers["etag"]},
            {"If-None-Match": f'"other", {first.headers["etag"].removeprefix("W/")}'},
            {"If-Modified-Since": first.headers["last-modified"]},
        ):
            response = client.request(method, path, headers=asked)
            assert (response.status_code, response.content) == (304, b""), asked
            assert response.headers["etag"] == first.headers["etag"]
            assert "vary" in response.headers


@pytest.mark.parametrize(
    "asked",
    [
        {"If-None-Match": '"other"'},
        {"If-None-Match": "nonsense"},
        {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Sun, 06 Nov 1994 99999999999999999999:49:37 GMT"},
        {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ],
)
def test_a_reader_that_has_another_one_gets_the_answer(client: TestClient, asked: dict[str, str]) -> None:
    """The tag goes before the time; what is no tag or date is none."""
    response = client.get("/doc/A/85/40", headers=asked)
    assert response.status_code == 200
    assert response.content


def test_each_representation_has_a_tag_of_its_own(client: TestClient) -> None:
    """By format, by language and by what is asked."""
    tags = {
        client.get(path, headers=headers).headers["etag"]
        for path in ("/doc/A/85/40", "/doc/A/85/40?format=turtle", "/doc/A/85/40/para/1")
        for headers in (
            {"Accept": "text/turtle"},
            {"Accept": "application/ld+json"},
            {"Accept": "text/turtle", "Accept-Language": "fr"},
        )
    }
    assert len(tags) == 9


@pytest.mark.parametrize("name", ["Accept", "Accept-Language"])
def test_what_decides_may_come_in_several_lines(client: TestClient, name: str) -> None:
    """RFC 9110, section 5.3: each line counts, so that a page and its data never share a tag."""
    asked: list[tuple[str, str]] = [(name, "text/html" if name == "Accept" else "fr")]
    asked.append((name, "application/json" if name == "Accept" else "en"))
    both = client.get("/doc/A/85/40", headers=asked)
    last = client.get("/doc/A/85/40", headers=asked[1:])
    assert both.headers["etag"] != last.headers["etag"]
    known = client.get("/doc/A/85/40", headers=[*asked, ("If-None-Match", last.headers["etag"])])
    assert known.status_code == 200


def test_what_is_not_there_is_neither_marked_nor_spared(client: TestClient) -> None:
    """A time alone does not make a page out of none."""
    for headers in ({}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
        response = client.get("/doc/A/1/none", headers=headers)
        assert (response.status_code, "etag" in response.headers) == (404, False)


def test_what_does_not_depend_on_the_generation_alone_is_not_kept(client: TestClient, unpublished: TestClient) -> None:
    """Health, what a key may see, and the error of an empty server."""
    assert "etag" not in client.get("/health").headers
    assert "etag" not in client.get("/", headers={"Authorization": "Bearer x"}).headers
    assert "etag" not in unpublished.get("/changes").headers
    assert unpublished.get("/robots.txt").status_code == 200


@pytest.fixture
def marked(library: Library) -> tuple[TestClient, list[str]]:
    """A small application behind the middleware, and what it was asked."""
    asked: list[str] = []

    def own(_: Request) -> Response:
        return Response("own", headers={"ETag": '"own"'})

    def private(_: Request) -> Response:
        return Response("private", headers={"Cache-Control": "no-store"})

    def pieces(request: Request) -> Response:
        asked.append(request.url.path)
        return StreamingResponse(iter(["one ", "two"]))

    app = Starlette(routes=[Route("/own", own), Route("/private", private), Route("/pieces", pieces, methods=["GET", "POST"])])
    app.add_middleware(Cached, library=library)
    return TestClient(app), asked


def test_what_marks_itself_is_left_alone(marked: tuple[TestClient, list[str]]) -> None:
    """A file has a better tag, and what must not be stored says so; what is written has none."""
    client, _ = marked
    assert client.get("/own").headers["etag"] == '"own"'
    assert "etag" not in client.get("/private").headers
    assert "etag" not in client.post("/pieces").headers
    assert client.get("/pieces").text == "one two"


def test_a_reader_that_has_it_by_its_tag_costs_nothing(marked: tuple[TestClient, list[str]]) -> None:
    """Nothing is looked up for the 304."""
    client, asked = marked
    tag = client.get("/pieces").headers["etag"]
    assert client.get("/pieces", headers={"If-None-Match": tag}).status_code == 304
    assert asked == ["/pieces"]


def test_no_mark_is_given_where_another_generation_came_meanwhile(
    marked: tuple[TestClient, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer may be of either, and a wrong tag would keep the old one for ever."""
    client, _ = marked
    monkeypatch.setattr(Cached, "_serves", lambda _: "g999999-00000000")
    assert "etag" not in client.get("/pieces").headers


@pytest.mark.parametrize("form", ["json", "html"])
def test_what_differs_each_time_is_never_kept(client: TestClient, form: str) -> None:
    """Whoever asks for the hour again is not told that it is the same."""
    hour = {"query": "SELECT (NOW() AS ?hour) {}", "format": form}
    assert client.get("/sparql", params=hour).headers["cache-control"] == "no-store"
    assert "etag" not in client.get("/sparql", params=hour).headers
    assert "etag" in client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 1", "format": form}).headers
