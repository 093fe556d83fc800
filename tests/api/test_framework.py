"""Tests of the framework: programmes as their documents have them, as fields and as a page."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.framework import Item, framework
from api.library import Library
from api.web.app import create_app
from stores.settings import Settings
from tests.conftest import Publish

pytestmark = pytest.mark.slow

PAGE = {"Accept": "text/html"}
DIGEST = Path(__file__).parents[2] / "corpus" / "digests" / "results-framework.md"


@pytest.fixture(scope="session")
def results(publish: Publish) -> Settings:
    """The settings over a data folder that holds the digest of the results framework alone."""
    return publish("results", [DIGEST])


def walked(items: tuple[Item, ...]) -> list[Item]:
    """Items with all that are under them."""
    return [one for item in items for one in (item, *walked(item.parts))]


def test_a_list_of_core_functions_has_its_functions_with_their_activities(library: Library) -> None:
    """Five functions, eighteen activities, with the mandate that they carry out and what that rests on."""
    with library.serving() as serving:
        (programme,) = framework(library, serving)
    assert [item.kind for item in programme.items] == ["CoreFunction"] * 5
    assert [len(item.parts) for item in programme.items] == [3, 3, 4, 5, 3]
    assert all(item.words and item.pinpoint and item.fidelity == "digest" for item in walked(programme.items))
    assert [carried.mandate.iri.rpartition("/")[2] for carried in programme.mandates] == [
        "office-genocide-prevention-responsibility-to-protect"
    ]


def test_a_results_framework_leads_from_its_objective_to_its_activities(results: Settings) -> None:
    """Each item under the one that it is part of, in order; each box of the picture leads to its place in the list."""
    library = Library.open(results)
    with library.serving() as serving:
        (programme,) = framework(library, serving)
    objective = next(item for item in programme.items if item.kind == "Objective")
    assert [item.number for item in objective.parts] == ["1", "2"]
    assert [[outcome.number for outcome in priority.parts] for priority in objective.parts] == [["1", "2"], ["3", "4"]]
    assert [item.number for item in walked((objective,)) if item.kind == "Activity"][:7] == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "1.5",
        "1.6",
        "2.1",
    ]
    with TestClient(create_app(library)) as client:
        page = client.get("/framework", headers=PAGE).text
    leading, ids = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r'\sid="([^"]+)"', page)
    assert leading <= set(ids)
    assert len(ids) == len(set(ids))
    assert "results-framework-activity-4.6" in leading


def test_the_page_shows_each_item_with_what_stands_behind_it(client: TestClient) -> None:
    """A picture and a list that say the same; the mandate with what it rests on; a way to say that something is wrong."""
    page = client.get("/framework", headers=PAGE).text
    assert "<svg" in page
    assert 'id="core-functions-function-2"' in page
    assert 'href="/doc/core-functions/function/2/activity/1"' in page
    assert 'href="/mandate/office-genocide-prevention-responsibility-to-protect"' in page
    assert "Report an error" in page
    assert len(page.encode()) < 120_000


def test_without_such_a_document_the_page_says_so(publish: Publish) -> None:
    """And draws nothing."""
    made = publish("river", [Path(__file__).parent / "situations" / "sources"])
    with TestClient(create_app(Library.open(made))) as client:
        page = client.get("/framework", headers=PAGE)
    assert page.status_code == 200
    assert "holds no results framework" in page.text
    assert "<svg" not in page.text


def test_the_address_takes_no_parameter_but_the_language(client: TestClient) -> None:
    """A misspelt one is told."""
    assert client.get("/framework?lang=fr", headers=PAGE).status_code == 200
    assert client.get("/framework?language=fr", headers=PAGE).status_code == 400
