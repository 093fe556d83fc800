"""Tests of REST: what all of them need. In: a client and an address. Out: pages walked to their end, and answers of SPARQL.
Must not assert anything.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.testclient import TestClient

PREFIXES = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> "
)


def told(client: TestClient, address: str, **asked: str | int) -> dict[str, Any]:
    """The answer in JSON; what is no 200 is raised with its text."""
    response = client.get(address, params=asked or None)
    if response.status_code != 200:
        raise LookupError(f"{response.status_code} {address} {asked}: {response.text}")
    found: dict[str, Any] = response.json()
    return found


def pages(client: TestClient, resource: str, **asked: str | int) -> Iterator[dict[str, Any]]:
    """Every page of a list, each by the address that the one before it names."""
    page = told(client, f"/api/v1/{resource}", **asked)
    yield page
    while page["next"]:
        page = told(client, page["next"])
        yield page


def all_iris(client: TestClient, resource: str, **asked: str | int) -> list[str]:
    """The IRIs of a list, page after page."""
    return [item["iri"] for page in pages(client, resource, **asked) for item in page["items"]]


def rows(client: TestClient, query: str) -> list[Mapping[str, Mapping[str, str]]]:
    """The rows that /sparql answers."""
    found: list[Mapping[str, Mapping[str, str]]] = told(client, "/sparql", query=query)["results"]["bindings"]
    return found


def iris_of_rows(client: TestClient, query: str) -> list[str]:
    """The items that a query gives, in its order."""
    return list(dict.fromkeys(row["item"]["value"] for row in rows(client, query)))
