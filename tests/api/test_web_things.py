"""Tests of the pages of things over HTTP: what a reader finds there, and that texts stay texts."""

import re

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.things.counted import CLASSES
from api.things.passages import query_of

PAGE = {"Accept": "text/html,*/*;q=0.8"}
BASE = "https://w3id.org/mandategraph/"
KINDS = [
    "/crime/genocide",
    "/crime/war-crimes",
    "/risk-factor/8",
    "/indicator/8.1",
    "/actor/member-states",
    "/actor/special-adviser-prevention-of-genocide",
    "/network/visegrad-group",
    "/mechanism/early-warning-mechanisms",
    "/mandate/special-adviser-prevention-of-genocide",
    "/instrument/rome-statute",
    "/state/KEN",
    "/region/014",
    "/theme/early-warning",
    "/legal-basis/genocide-convention/iii",
    "/verb-class/encourages",
]


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_thing_has_a_whole_page(client: TestClient, address: str) -> None:
    """One first heading, ids once, own links that lead somewhere, data in each format."""
    response = client.get(address, headers=PAGE)
    page = response.text
    assert response.status_code == 200
    assert page.count("<h1") == page.count("<main") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)) <= set(ids)
    assert 'href="?format=turtle"' in page
    assert "All statements" in page
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert len(re.sub(r"<svg .*?</svg>", "", page, flags=re.DOTALL).encode()) < 120_000


def test_the_links_of_a_page_that_lead_to_things_and_passages_are_answered(client: TestClient) -> None:
    """None leads nowhere."""
    pages = [client.get(address, headers=PAGE).text for address in ("/crime/genocide", "/risk-factor/8", KINDS[8])]
    places = r'href="(/(?:doc|crime|actor|risk-factor|indicator|mandate|instrument|legal-basis|act|passages)[/?][^"#]*)"'
    found = sorted({link.replace("&amp;", "&") for page in pages for link in re.findall(places, page)})
    assert len(found) > 40
    for link in found:
        assert client.get(link, headers=PAGE).status_code in (200, 308), link


def test_each_bar_leads_to_the_passages_of_its_year(client: TestClient) -> None:
    """And the picture has its facts as a table."""
    page = client.get("/crime/genocide", headers=PAGE).text
    assert 'href="/passages?concept=crime/genocide&amp;year=2031"' in page
    assert "The same as a table" in page


def test_what_is_asked_of_an_actor_leads_to_the_tracker(client: TestClient) -> None:
    """As a list and as a matrix, and each recommendation to its life line."""
    page = client.get("/actor/member-states", headers=PAGE).text
    assert "What is asked of it" in page
    assert 'href="/recommendations/list?addressee=actor/member-states"' in page
    assert 'href="/recommendations?addressee=actor/member-states"' in page
    assert re.search(r'href="/recommendations/line\?iri=[^"]+duty', page)
    assert re.search(r'href="/corrections\?iri=[^"]+duty', page)


def test_neighbours_are_a_picture_and_a_list(client: TestClient) -> None:
    """Each name of the picture stands in the lists as a link as well."""
    page = client.get("/network/visegrad-group", headers=PAGE).text
    picture = re.search(r'<svg class="ring-picture".*?</svg>', page, flags=re.DOTALL)
    assert picture
    linked = set(re.findall(r'<a href="([^"]+)"', picture.group()))
    assert {"/state/CZE", "/state/HUN", "/state/POL", "/state/SVK", "/region/151"} == linked
    rest = page.replace(picture.group(), "")
    assert all(f'<a href="{link}">' in rest for link in linked)


def test_a_state_leads_to_its_situation(client: TestClient) -> None:
    """And has its codes."""
    page = client.get("/state/KEN", headers=PAGE).text
    assert 'href="/situations/state/KEN"' in page
    assert "<dd>KEN</dd>" in page


def test_fields_for_programs_are_as_before(client: TestClient) -> None:
    """Their names are those of the plain view."""
    told = client.get("/crime/genocide?format=json").json()
    assert set(told) >= {"iri", "label", "kinds", "properties", "pointed_from", "named_in"}


def test_hostile_texts_on_the_page_of_a_finding_stay_texts(client: TestClient) -> None:
    """The note of the first footnote has markup in it."""
    query = f"PREFIX mg: <{BASE}ontology#> SELECT ?one {{ ?one mg:inPassage <{BASE}doc/A/85/40/fn/1> }}"
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    assert rows
    for row in rows:
        page = client.get(row["one"]["value"].replace(BASE, "/"), headers=PAGE).text
        assert "<b>" not in page
        assert "Read by a program" in page


def test_the_list_of_passages_narrows_by_year_and_document(client: TestClient) -> None:
    """And says what it is of; the same for programs."""
    page = client.get("/passages?concept=crime/genocide&year=2031", headers=PAGE).text
    assert '<a href="/crime/genocide">genocide</a> in 2031' in page
    assert "<mark>genocide</mark>" in page
    told = client.get("/passages?concept=crime/genocide&document=core-functions&format=json").json()
    assert told["total"] == len(told["lines"])
    assert {line["document"] for line in told["lines"]} == {f"{BASE}doc/core-functions"}


@pytest.mark.parametrize("concept", ["crime", "risk-factor"])
def test_a_class_may_be_asked_for_as_a_whole(client: TestClient, concept: str) -> None:
    """Whatever speaks of any of its things, each passage once."""
    told = client.get(f"/passages?concept={concept}&format=json").json()
    passages = [line["passage"] for line in told["lines"]]
    assert len(passages) == len(set(passages)) == told["total"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [("", 400), ("concept=crime/none", 404), ("concept=crime/genocide&page=99", 400), ("concept=crime/genocide&yaer=1", 400),
     ("concept=%3Cscript%3E", 404), ("concept=crime/genocide&page=x", 400)],
)  # fmt: skip
def test_what_cannot_be_listed_is_told(client: TestClient, asked: str, status: int) -> None:
    """With what was wanted."""
    response = client.get(f"/passages?{asked}", headers=PAGE)
    assert response.status_code == status
    assert "<script>" not in response.text


@pytest.mark.parametrize("concept", ["crime/genocide", "risk-factor"])
def test_the_query_shown_finds_as_many_passages_as_are_counted(client: TestClient, library: Library, concept: str) -> None:
    """Of a thing and of a whole class; the address beside it gives the same list to a program."""
    told = client.get("/passages", params={"concept": concept, "format": "json"}).json()
    with library.serving() as serving:
        iri = CLASSES[1] if concept == "risk-factor" else library.iris.iri(concept)
        assert len(serving.graph.select(query_of(iri))) == told["total"] > 0
    page = client.get("/passages", params={"concept": concept}, headers={"accept": "text/html"}).text
    assert f"/passages?concept={concept.replace('/', '%2F')}&amp;format=json" in page
