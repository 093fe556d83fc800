"""Conformance: SPARQL 1.1 Service Description over HTTP. In: the W3C's three tests, told in words. Out: their verdicts.

The third says "conforms to schema": each term is one of the vocabulary, between what that wants (section 3).
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat

from tests.conformance import throwaway
from tests.conformance.manifests import RDF, Node, manifest

SD = "http://www.w3.org/ns/sparql-service-description#"
TYPE = RDF + "type"
# Property -> the classes of its subject and, where it has one, its object.
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "resultFormat": ("Service", None),
    "supportedLanguage": ("Service", "Language"),
    "defaultGraph": ("Dataset", "Graph"),
}
INDIVIDUALS = {
    "Language": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "Feature": {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of an endpoint over one statement."""
    node = NamedNode("http://w3c.example/a")
    with throwaway.listening(throwaway.filled(tmp_path_factory.mktemp("described"), [Quad(node, node, node, node)])) as client:
        yield client


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> list[tuple[str, str, str]]:
    """What the endpoint says of itself: subject, property and value."""
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    return [_plain(quad) for quad in pyoxigraph.parse(answer.content, format=RdfFormat.TURTLE)]


def _plain(statement: Node) -> tuple[str, str, str]:
    return statement.subject.value, statement.predicate.value, statement.object.value


def test_the_suite_has_three_tests(shared: Path) -> None:
    """Those below."""
    name = "service-description/manifest.ttl"
    read = manifest(shared / "conformance" / "sparql" / "sparql11" / name, name)
    assert [test for test, _, _ in read.entries()] == ["has-endpoint-triple", "returns-rdf", "conforms-to-schema"]


@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"])
def test_the_endpoint_without_a_query_returns_rdf(client: httpx.Client, media_type: str) -> None:
    """In each format; without an Accept too."""
    answer = client.get("/sparql", headers={"Accept": media_type})
    kind = RdfFormat.from_media_type(media_type)
    assert kind is not None
    assert list(pyoxigraph.parse(answer.raise_for_status().content, format=kind))
    assert client.get("/sparql").headers["content-type"].startswith("text/turtle")


def test_the_description_has_a_matching_endpoint(client: httpx.Client, described: list[tuple[str, str, str]]) -> None:
    """The address that was asked."""
    found = [value for _, name, value in described if name == f"{SD}endpoint"]
    assert found == [str(client.base_url.join("/sparql"))]


def test_the_description_conforms_to_the_schema(described: list[tuple[str, str, str]]) -> None:
    """Each property and class is of the vocabulary, where it may be; updates are promised only where there are some."""
    classes = {(subject, value) for subject, name, value in described if name == TYPE}
    used = [(subject, name.removeprefix(SD), value) for subject, name, value in described if name.startswith(SD)]
    assert {name for _, name, _ in used} == set(SCHEMA)
    for subject, name, value in used:
        owner, kind = SCHEMA[name]
        assert (subject, SD + owner) in classes
        if kind in INDIVIDUALS:
            assert value.removeprefix(SD) in INDIVIDUALS[kind]
        elif kind:
            assert (value, SD + kind) in classes
    assert SD + "SPARQL11Update" not in {value for _, _, value in used}
