"""Contract: the policy. In: POLICY.md and the list of what was released. Out: each promise that a program can hold is held."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from api.described.kit import Kit, digest, kit, versions
from api.library import Library
from api.rest.openapi import openapi
from api.web.app import create_app
from ontology.errors import NotFound
from ontology.files import read_modules, read_vocabulary
from ontology.iris import DEFAULT_BASE, Iris, part
from ontology.symbol import Symbol
from queries.catalogue import load_queries
from stores.settings import Settings

HOME = Path(__file__).resolve().parents[2]
POLICY = (HOME / "POLICY.md").read_text(encoding="utf-8")
RELEASED_REST = (Path(__file__).parent / "released_rest.txt").read_text(encoding="utf-8").splitlines()
RELEASED = (Path(__file__).parent / "released.txt").read_text(encoding="utf-8").splitlines()
IRIS = Iris()


def block(name: str) -> list[str]:
    """The lines of a fenced block of the policy."""
    found = re.search(rf"```{name}\n(.*?)```", POLICY, re.DOTALL)
    assert found, name
    return found[1].splitlines()


@pytest.fixture(scope="module")
def known() -> Graph:
    """Every term and entry of today."""
    return read_modules() + read_vocabulary()


def test_no_term_or_entry_that_was_released_is_gone(known: Graph) -> None:
    """It may be deprecated; it may not go, nor be renamed."""
    assert len(RELEASED) > 1_500
    assert sorted(set(RELEASED)) == RELEASED
    assert [name for name in RELEASED if (URIRef(DEFAULT_BASE + name), RDF.type, None) not in known] == []


def test_whatever_is_deprecated_names_what_takes_its_place(known: Graph) -> None:
    """Or says in a note that nothing does."""
    replaced, note = URIRef("http://purl.org/dc/terms/isReplacedBy"), URIRef("http://www.w3.org/2004/02/skos/core#historyNote")
    gone = list(known.subjects(OWL.deprecated))
    assert [iri for iri in gone if not (known.value(iri, replaced) or known.value(iri, note))] == []


def test_the_forms_of_iris_are_those_that_are_promised() -> None:
    """Built by the rules of today."""
    document = IRIS.document
    built = [
        document(str(Symbol.parse("A/72/884"))),
        part(document("A/72/884"), "para/45/a"),
        part(document(str(Symbol.parse("A/RES/60/1"))), "para/138"),
        document(str(Symbol.parse("S/RES/1366 (2001)"))),
        part(document("results-framework"), "outcome/2"),
        IRIS.iri("crime/genocide"),
        IRIS.iri("state/KEN"),
        IRIS.situation(IRIS.iri("state/KEN"), "2013"),
        IRIS.document_graph(document("A/72/884")),
    ]
    assert [iri.removeprefix(DEFAULT_BASE) for iri in built] == block("iris")


def test_what_a_version_gives_out_has_the_bytes_that_are_promised() -> None:
    """Whoever changes shapes or context gives them a new version, and keeps the files of the one before."""
    promised = [line.split() for line in block("digests")]
    assert {version for version, _, _ in promised} == set(versions())
    for version, name, sha256 in promised:
        assert digest(kit(version).file(name)) == sha256, f"{name} changed: raise owl:versionInfo, and see POLICY.md"


def test_an_earlier_version_is_given_out_from_where_it_is_kept(tmp_path: Path) -> None:
    """Beside the current one; of a version that never was there is nothing."""
    for folder, version in ((tmp_path, "1.10.0"), (tmp_path / "earlier/1.9.0", "1.9.0")):
        for name in ("modules", "shapes"):
            (folder / name).mkdir(parents=True)
            (folder / name / "a.ttl").write_text(f'<> owl:versionInfo "{version}" .', encoding="utf-8")
        (folder / "context.jsonld").write_text(f'{{"{version}": 1}}', encoding="utf-8")
    assert versions(tmp_path) == ("1.10.0", "1.9.0")
    given: list[Kit] = [kit(version, tmp_path) for version in (None, "1.10.0", "1.9.0")]
    assert [one.file("context.jsonld") for one in given] == [b'{"1.10.0": 1}', b'{"1.10.0": 1}', b'{"1.9.0": 1}']
    for version, name in (("1.8.0", "a.ttl"), ("..", "a.ttl"), ("1.9.0", "../a.ttl"), ("1.9.0", "none")):
        with pytest.raises(NotFound):
            kit(version, tmp_path).file(name)


def rest_of_today() -> Iterator[str]:
    """Each operation, each parameter and each member of an answer, a line each."""
    document: dict[str, Any] = json.loads(json.dumps(openapi(load_queries(HOME / "queries"))))
    for path, operations in document["paths"].items():
        yield f"GET {path}"
        yield from (f"GET {path} ?{one['name']} {_type(one['schema'])}" for one in operations["get"].get("parameters", ()))
    for name, schema in document["components"]["schemas"].items():
        yield from (f"{name}.{member} {_type(one)}" for member, one in schema.get("properties", {}).items())


def _type(schema: dict[str, Any]) -> str:
    """What a schema holds, in a word: the words that a filter takes may become more."""
    told = schema.get("type") or schema.get("$ref", "any").rpartition("/")[2]
    either = schema.get("anyOf", schema.get("oneOf", ()))
    return "|".join(map(_type, either)) if either else "|".join([told] if isinstance(told, str) else told)


def test_no_operation_parameter_or_field_of_rest_that_was_released_is_gone() -> None:
    """Nor is its type another one; more may come."""
    today = set(rest_of_today())
    assert len(RELEASED_REST) > 500
    assert sorted(set(RELEASED_REST)) == RELEASED_REST
    assert [line for line in RELEASED_REST if line not in today] == []


def test_rest_has_its_version_in_the_path(tmp_path: Path) -> None:
    """All of it, and nothing else than what the policy names."""
    app = create_app(Library.open(Settings(data=tmp_path)))
    paths = [str(getattr(route, "path", "")) for route in app.routes]
    assert [path for path in paths if path.startswith("/api") and not re.match(r"/api/v1(/|$)", path)] == []
    assert {
        "/dumps/{generation}",
        "/changes",
        "/shapes/{version}/{name}",
        "/context/{version}/{name}",
        "/dataset/{generation}",
    } <= set(paths)


def test_the_policy_names_the_tests_that_hold_it() -> None:
    """A promise without a test is a hope."""
    assert "tests/contract/test_policy.py" in POLICY
    assert "Not an official United Nations product" in POLICY
