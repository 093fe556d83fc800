"""Tests of a correction's way, with the real desk. In: what a reader reports. Out: a verdict that outlasts the next ingest."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from ingest.curate import Curating
from stores.keys import add_key
from stores.settings import Settings
from tests.sparse import copy_folder

MENTIONS = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?s WHERE { ?s a mg:Mention } ORDER BY ?s LIMIT 1"
REPORT = {"kind": "statement", "words": "It is another body that is meant."}
DECISION = {"state": "accepted", "answer": "Thank you.", "judgement": "wrong"}


@pytest.mark.slow
def test_a_report_becomes_a_verdict_that_is_in_the_feed_and_outlasts_an_ingest(settings: Settings, tmp_path: Path) -> None:
    """Reported by anyone, settled by key, published at once; ingest runs again: the statement is gone then, the verdict not."""
    data = tmp_path / "data"
    copy_folder(settings.data, data)
    given = replace(settings, data=data, writes="on")
    library, desk = Library.open(given), Curating(given)
    client = TestClient(create_app(library, desk), raise_server_exceptions=False)
    finding = client.get("/sparql", params={"query": MENTIONS, "format": "json"}).json()["results"]["bindings"][0]["s"]["value"]

    report = client.post("/corrections", json=REPORT | {"iri": finding}).json()
    signed = {"Authorization": f"Bearer {add_key(data, 'Curator', ['corrections'])[1]}"}
    assert [one["id"] for one in client.get("/corrections/queue", headers=signed).json()["corrections"]] == [report["id"]]
    settled = client.post(f"/corrections/{report['id']}", json=DECISION, headers=signed).json()

    feed = client.get("/changes", headers={"Accept": "application/json"}).json()["entries"]
    judged = next(entry for entry in feed if entry["generation"] == settled["published"])
    assert [change["graph"] for change in judged["changes"]] == [f"{given.base}graph/reviews"]

    assert desk.applying.wait(300)
    path = finding.removeprefix(given.base.rstrip("/"))
    verdict = f"ASK {{ GRAPH <{given.base}graph/reviews> {{ ?verdict ?on <{finding}> }} }}"
    statement = f"ASK {{ <{finding}> ?p ?o }}"
    answers = [client.get("/sparql", params={"query": text, "format": "json"}).json()["boolean"] for text in (verdict, statement)]
    assert answers == [True, False]
    newest = client.get("/changes", headers={"Accept": "application/json"}).json()["entries"][0]
    assert newest["generation"] != settled["published"]
    assert client.get(f"/corrections/{report['id']}").json()["state"] == "accepted"
    assert client.get(path, params={"format": "ttl"}, follow_redirects=True).status_code == 200
    library.close()
