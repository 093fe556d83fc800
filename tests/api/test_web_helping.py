"""Tests of help: every topic is told, and every figure in it was measured."""

import re

import pytest
from starlette.testclient import TestClient

from api.corpus.evaluated import evaluated
from api.corpus.missing import missing
from api.library import Library
from api.precision import measurements
from api.web.portal.helping import TOPICS

PAGE = {"Accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
def test_each_topic_is_told_and_leads_to_the_others(client: TestClient, topic: str) -> None:
    """With its title, and with links of which none is broken on this host."""
    told = client.get(f"/help/{topic}", headers=PAGE)
    assert told.status_code == 200
    for other in TOPICS:
        assert f'href="/help/{other.name}"' in told.text


def test_links_of_help_lead_to_pages_that_are_there(client: TestClient) -> None:
    """What help points at answers."""
    found = {
        address.replace("&amp;", "&")
        for topic in TOPICS
        for address in re.findall(r'href="(/[^"#]*)"', client.get(f"/help/{topic.name}", headers=PAGE).text)
    }
    answers = {address: client.get(address, headers=PAGE).status_code for address in found if not address.startswith("/doc/")}
    assert {address: status for address, status in answers.items() if status >= 400} == {}


def test_unknown_topics_say_which_there_are(client: TestClient) -> None:
    """As problem details, with the list."""
    told = client.get("/help/nothing")
    assert told.status_code == 404
    assert "digest" in told.text


def test_help_on_labels_has_every_measurement_of_the_graph(client: TestClient, library: Library) -> None:
    """Each with its counts as they were judged."""
    told = client.get("/help/labels", headers=PAGE).text
    with library.serving() as serving:
        found = measurements(serving)
    assert len(found) > 20
    for one in found:
        assert re.search(rf">{re.escape(one.kind)}</th><td>{re.escape(one.method)}</td><td class=\"number\">{one.right} of", told)


def test_help_on_labels_has_every_task_of_the_last_evaluation(client: TestClient) -> None:
    """With its value and the command that measured it."""
    told = client.get("/help/labels", headers=PAGE).text
    for task in evaluated():
        assert f"{task.value:.3f}" in told
        assert task.command in told


def test_what_is_missing_is_counted_from_the_graph(client: TestClient, library: Library) -> None:
    """A document that the made reports cite and that is not here is named, with how many passages cite it."""
    with library.serving() as serving:
        told = missing(library, serving)
        assert told.most_cited
        one = told.most_cited[0]
        assert not serving.graph.ask(f"ASK {{ <{one.iri}> <https://w3id.org/mandategraph/ontology#hasRendition> ?file }}")
        counted = serving.graph.select(
            "SELECT (COUNT(DISTINCT ?one) AS ?n) { ?one a <https://w3id.org/mandategraph/ontology#Citation> }"
        )
    assert told.citations == int(str(counted[0]["n"])) > 0
    assert f'href="/{library.iris.path(one.iri)}"' in client.get("/help/missing", headers=PAGE).text


def test_help_stands_in_place(client: TestClient) -> None:
    """Beside the counts of the first page."""
    told = client.get("/", headers=PAGE).text
    for topic in ("search", "digest", "labels"):
        assert f'<a class="help" href="/help/{topic}"' in told
