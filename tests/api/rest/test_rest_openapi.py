"""Tests of the OpenAPI document. In: the tiny library. Out: its examples run, answers fit its schemas, no address is left out."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route
from starlette.testclient import TestClient

from api.library import Library
from api.rest.openapi import openapi
from api.rest.table import RESOURCES
from queries.catalogue import load_queries
from tests.api.rest.walked import told
from tests.contract.test_shape import ROOT

pytestmark = pytest.mark.slow

DOCUMENT: dict[str, Any] = json.loads(json.dumps(openapi(load_queries(ROOT / "queries"))))
OPERATIONS = {path: methods["get"] for path, methods in DOCUMENT["paths"].items()}
EACH = pytest.mark.parametrize("path", OPERATIONS)


def fits(schema: dict[str, Any], value: object) -> list[str]:
    """What of a value does not fit a schema of the document."""
    validator = Draft202012Validator({**schema, "components": DOCUMENT["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def examples(path: str) -> list[tuple[str, dict[str, Any]]]:
    """Each address that the examples of an operation make: the required ones alone, and with each other one."""
    own = {one["name"]: one for one in OPERATIONS[path]["parameters"] if "example" in one}
    required = {name: one["example"] for name, one in own.items() if one["required"] and one["in"] == "query"}
    address = path.replace("{id}", str(own["id"]["example"])) if "id" in own else path
    others = [name for name, one in own.items() if one["in"] == "query" and not one["required"]]
    return [(address, required), *((address, {**required, name: own[name]["example"]}) for name in others)]


@EACH
def test_every_example_is_answered_and_fits_its_schema(client: TestClient, path: str) -> None:
    """What the tiny library does not hold may be a 404, as the document says; nothing else may."""
    schemas = {status: next(iter(one["content"].values()))["schema"] for status, one in OPERATIONS[path]["responses"].items()}
    for address, asked in examples(path):
        response = client.get(address, params=asked)
        is_foreign = path.endswith("{id}") and RESOURCES[path.split("/")[3]].example.startswith(("A/72/884", "COD"))
        assert response.status_code in ((404,) if is_foreign else (200,)), (address, asked, response.text)
        assert fits(schemas[str(response.status_code)], response.json()) == []


def test_the_schemas_refuse_what_is_no_answer(client: TestClient) -> None:
    """Or the test above would hold of schemas that take anything."""
    page = told(client, "/api/v1/citations", limit=1)
    schema = {"$ref": "#/components/schemas/CitationPage"}
    assert fits(schema, page) == []
    del page["items"][0]["evidence"]["passage"]
    assert fits(schema, page)


def test_the_document_is_openapi_in_its_parts(client: TestClient) -> None:
    """Names of operations are there once, references lead somewhere, schemas are schemas."""
    served = client.get("/api/v1/openapi.json")
    assert served.json() == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1.")
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))
    known = set(DOCUMENT["components"]["schemas"])
    assert set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT))) <= known
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert "not an official united nations product" in DOCUMENT["info"]["description"].lower()


def test_addresses_and_document_are_the_same(client: TestClient, library: Library) -> None:
    """Nothing is served that the document leaves out, and nothing is promised that is not served."""
    routes = {route.path for route in client.app.routes if isinstance(route, Route)}  # type: ignore[attr-defined]
    served = {path.replace("{path:path}", "{id}") for path in routes if path.startswith("/api/v1/")}
    served -= {"/api/v1/openapi.json", "/api/v1/queries/{name}"}
    promised = {path for path in OPERATIONS if not path.startswith("/api/v1/queries/")}
    assert served == promised
    assert {path.rpartition("/")[2] for path in OPERATIONS if path.startswith("/api/v1/queries/")} == set(library.queries)


def test_every_parameter_of_a_list_says_what_it_does_and_has_an_example() -> None:
    """But the cursor, which only a page can give."""
    bare = [
        f"{path} {one['name']}"
        for path, operation in OPERATIONS.items()
        for one in operation["parameters"]
        if not one["description"] or ("example" not in one and one["name"] != "cursor" and "/queries/" not in path)
    ]
    assert bare == []


def test_a_browser_is_shown_every_operation_without_anything_from_elsewhere(client: TestClient) -> None:
    """The page holds no script of its own and needs no other host; the portal's come from files of this one."""
    response = client.get("/api/v1", headers={"Accept": "text/html"})
    assert response.headers["Content-Type"].startswith("text/html")
    assert all(path in response.text for path in OPERATIONS)
    assert "<script>" not in response.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', response.text)


def test_the_links_of_the_page_lead_somewhere(client: TestClient) -> None:
    """Each example that can be followed is answered."""
    text = client.get("/api/v1?format=html").text
    found = [link.replace("&amp;", "&") for link in re.findall(r'href="(/api/v1/(?:crimes|risk-factors|citations)[^"]*)"', text)]
    assert len(found) > 20
    assert {client.get(link).status_code for link in found} == {200}
