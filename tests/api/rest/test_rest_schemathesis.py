"""Tests of the OpenAPI document by what it lets one ask. In: schemathesis, which makes requests of it. Out: no server error, no
answer that the document does not describe. Must not need a network.
"""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from starlette.testclient import TestClient

from api.rest.openapi import openapi
from api.rest.table import RESOURCES
from queries.catalogue import load_queries
from tests.contract.test_shape import ROOT

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(openapi(load_queries(ROOT / "queries")))))
OPERATIONS: dict[str, APIOperation[Any, Any, Any, Any]] = {
    one.ok().path: one.ok() for one in SCHEMA.get_all_operations() if isinstance(one, Ok)
}
ASKED = [path for path in OPERATIONS if "/queries/" not in path] + ["/api/v1/queries/cited-by", "/api/v1/queries/risk-factors"]
WRONG = [
    (path, GenerationMode.NEGATIVE) for path in ASKED if path != "/api/v1/queries"
]  # which takes nothing that could be wrong
MODES = [(path, GenerationMode.POSITIVE) for path in ASKED] + WRONG


def test_schemathesis_sees_every_operation() -> None:
    """Two for each resource, one for each named query, and their list."""
    assert len(OPERATIONS) == 2 * len(RESOURCES) + len(load_queries(ROOT / "queries")) + 1


@pytest.mark.parametrize(("status", "body"), [(200, b"{}"), (200, b"<html>"), (418, b"{}"), (500, b"{}")])
def test_schemathesis_refuses_what_is_not_described(status: int, body: bytes) -> None:
    """Or the test below would hold of any answer."""
    case = OPERATIONS["/api/v1/crimes"].Case()
    answer = httpx.Response(status, headers={"Content-Type": "application/json"}, content=body)
    with httpx.Client(transport=httpx.MockTransport(lambda _: answer)) as other:
        response = other.get("http://testserver/api/v1/crimes")
    response.elapsed = timedelta()
    with pytest.raises(FailureGroup):
        case.validate_response(response, checks=CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "mode"), MODES, ids=[f"{path}-{mode.value}" for path, mode in MODES])
def test_whatever_may_be_asked_is_answered_as_described(client: TestClient, path: str, mode: GenerationMode) -> None:
    """Parameters that fit the document, and parameters that do not."""
    operation = OPERATIONS[path]

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case[Any]) -> None:
        response = client.get(case.formatted_path, params=dict(case.query or {}))
        case.validate_response(response, checks=CHECKS)
        assert str(ROOT) not in response.text
        assert "Traceback" not in response.text

    asked()
