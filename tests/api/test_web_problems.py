"""Tests of problems: the table of statuses is complete, and nothing of this machine reaches the public."""

import inspect
import re
from pathlib import Path
from typing import cast

import pytest
from starlette.testclient import TestClient

from api.desk import Desk
from api.library import Library
from api.web import problems
from api.web.app import create_app
from api.web.headers import ENVELOPE
from ontology import errors

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
TREE = [value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, errors.MandateGraphError)]


@pytest.mark.parametrize("error", TREE, ids=lambda error: str(error.__name__))
def test_every_class_of_the_error_tree_has_a_status(error: type[errors.MandateGraphError]) -> None:
    """A new error must be given its status here, not by its parent's."""
    assert error in problems.STATUSES


def test_the_statuses_are_those_that_clients_rely_on() -> None:
    """The ones that tell a client what to do next."""
    statuses = {error.__name__: int(rule.status) for error, rule in problems.STATUSES.items()}
    assert statuses["SymbolError"] == statuses["IriError"] == statuses["BadParameter"] == statuses["QuerySyntaxError"] == 400
    assert statuses["QueryRefused"] == 403
    assert statuses["UnknownQuery"] == statuses["NotFound"] == 404
    assert statuses["QueryTooLarge"] == 413
    assert statuses["QueryTimeout"] == statuses["StoreBusy"] == statuses["StoreMissing"] == statuses["StoreDamaged"] == 503


@pytest.mark.parametrize(
    "error", [errors.StoreMissing, errors.StoreDamaged, errors.StoreBusy, errors.SettingsError, errors.ReadError]
)
def test_words_that_may_name_files_are_replaced(error: type[errors.MandateGraphError]) -> None:
    """A path in an error's message goes to the log, not to the public."""
    told = problems.problem_of(error("The file /srv/secret/place is bad.", advice="Remove /srv/secret/place."))
    assert "secret" not in str(told.document)
    assert told.detail


def test_busy_says_when_to_come_back() -> None:
    """StoreBusy passes by itself, so the response has Retry-After."""
    assert problems.problem_of(errors.StoreBusy("held")).retry_s == 2


def test_before_the_first_ingest_everything_that_needs_a_store_is_503(unpublished: TestClient, tmp_path: Path) -> None:
    """The address works, the data is not there yet; no path is told."""
    for address in (
        "/",
        "/health",
        "/search?q=lamp",
        "/doc/A/85/40",
        "/crime/genocide",
        "/sparql?query=ASK{}",
        "/queries/documents-list",
    ):
        response = unpublished.get(address)
        assert response.status_code == 503, address
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["error"] == "StoreMissing"
        assert str(tmp_path) not in response.text
    assert unpublished.get("/", headers=BROWSER).headers["content-type"].startswith("text/html")


def test_an_unforeseen_error_is_a_plain_500_in_the_envelope(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, no message of the exception, and still every header of the envelope."""
    app = create_app(library)

    def broken() -> None:
        raise ZeroDivisionError("secret words")

    app.add_api_route("/broken", broken)
    response = TestClient(app, raise_server_exceptions=False).get("/broken")
    assert response.status_code == 500
    assert response.json()["title"] == "Internal Server Error"
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert all(response.headers[name] == value for name, value in ENVELOPE.items())
    assert "secret" not in capsys.readouterr().out


def test_unknown_addresses_and_methods_are_problem_documents(client: TestClient) -> None:
    """The framework's own errors have the same shape."""
    missing = client.get("/nothing/here")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    refused = client.delete("/search")
    assert (refused.status_code, refused.json()["error"]) == (405, "MethodNotAllowed")
    assert refused.headers["allow"] == "GET, HEAD"
    assert "GET, HEAD" in refused.json()["detail"]


def test_a_wrong_method_is_told_which_addresses_take_it(client: TestClient) -> None:
    """From the table of routes: those that only a curator's desk answers are named where there is one. All of them are tried."""
    refused = client.post("/search")
    named = refused.json()["advice"].removeprefix("POST is taken by ").removesuffix(".").split(", ")
    assert refused.headers["allow"] == "GET, HEAD"
    assert {"/sparql", "/check", "/precedents", "/corrections"} <= set(named)
    assert not {"/verdicts", "/graphs"} & set(named)
    assert [name for name in named if client.post(name).status_code in (404, 405)] == []
    assert client.post("/check").headers.get("allow") is None
    assert client.delete("/check").headers["allow"] == "GET, HEAD, POST"
    assert "advice" not in client.request("BREW", "/search").json()


def test_where_there_is_a_desk_its_addresses_are_named_and_the_console_says_so(library: Library, client: TestClient) -> None:
    """It is the same table of routes."""
    curated = TestClient(create_app(library, cast(Desk, object())), raise_server_exceptions=False)
    assert {"/verdicts", "/graphs"} <= set(re.findall(r"/[a-z]+", curated.post("/search").json()["advice"]))
    assert "with a curator's key" in curated.get("/sparql", headers=BROWSER).text
    assert "it is read-only" in client.get("/sparql", headers=BROWSER).text


def test_a_browser_sees_an_error_as_a_page_with_the_hostile_part_escaped(client: TestClient) -> None:
    """What the visitor wrote comes back as text."""
    response = client.get("/queries/<script>alert(1)</script>", headers=BROWSER)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "<script>" not in response.text
