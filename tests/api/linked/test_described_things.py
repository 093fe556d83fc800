"""Tests of descriptions: all that is said of a thing, in pages where much leads to it, and as a tree of JSON-LD."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyld import jsonld

from api.library import Library
from api.linked import described
from api.linked.described import describe
from api.linked.framed import CONTEXT, flat, framed
from ontology.errors import BadParameter, NotFound

BASE = "https://w3id.org/mandategraph/"
PASSAGE = f"{BASE}doc/A/85/40/para/3/a"


def statements(text: bytes, kind: pyoxigraph.RdfFormat = pyoxigraph.RdfFormat.N_TRIPLES) -> set[str]:
    """What a text says of things with names, as Oxigraph reads it."""
    found = pyoxigraph.parse(text, format=kind)
    return {str(quad.triple) for quad in found if not isinstance(quad.subject, pyoxigraph.BlankNode)}


def test_a_part_carries_its_whole_and_the_whole_its_parts(library: Library) -> None:
    """And what was read from it: whatever leads to a thing is in its description."""
    with library.serving() as serving:
        part = describe(serving, PASSAGE).n_triples.decode()
        whole = describe(serving, f"{BASE}doc/A/85/40/para/3").n_triples.decode()
    assert f"<{PASSAGE}> <{BASE}ontology#partOf> <{BASE}doc/A/85/40/para/3> ." in part
    assert f"<{PASSAGE}> <{BASE}ontology#partOf> <{BASE}doc/A/85/40/para/3> ." in whole
    assert f"<{BASE}ontology#statedIn> <{PASSAGE}> ." in part


def test_pages_together_are_the_whole_description(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is on two pages, the last one says so, and there is none after it."""
    iri = f"{BASE}crime/genocide"
    with library.serving() as serving:
        whole = describe(serving, iri)
        assert not whole.more
        monkeypatch.setattr(described, "MOST_LEADING", 5)
        pages = [describe(serving, iri)]
        while pages[-1].more:
            pages.append(describe(serving, iri, pages[-1].page + 1))
        with pytest.raises(NotFound, match="no page"):
            describe(serving, iri, pages[-1].page + 1)
    lines = [line for page in pages for line in page.n_triples.splitlines()]
    assert len(pages) > 2
    assert sorted(lines) == sorted(set(lines)) == whole.n_triples.splitlines()


def test_what_is_not_there_has_no_description(library: Library) -> None:
    """And a page before the first is no page."""
    with library.serving() as serving:
        with pytest.raises(NotFound):
            describe(serving, f"{BASE}crime/none")
        with pytest.raises(BadParameter):
            describe(serving, PASSAGE, 0)


@pytest.mark.parametrize(
    "path", ["doc/A/85/40", "doc/A/85/40/para/3/a", "crime/genocide", "ontology#Finding", "ontology/documents"]
)
def test_the_tree_says_what_the_triples_say(library: Library, path: str) -> None:
    """To PyLD and to Oxigraph, which loads no context; the thing is at the root, and what leads to it under @reverse."""
    with library.serving() as serving:
        told = describe(serving, BASE + path).n_triples
    tree = framed(told, BASE + path)
    assert statements(tree, pyoxigraph.RdfFormat.JSON_LD) == statements(told)
    assert statements(jsonld.to_rdf(json.loads(tree), {"format": "application/n-quads"}).encode()) == statements(told)
    assert json.loads(tree)["id"] in (BASE + path, path.replace("ontology#", "mg:"))


def test_the_terms_of_a_tree_are_those_of_the_published_context(library: Library) -> None:
    """Read with that in the place of its own few terms, it says the same."""
    with library.serving() as serving:
        told = describe(serving, PASSAGE).n_triples
    tree: dict[str, Any] = json.loads(framed(told, PASSAGE))
    whole = json.loads(Path(CONTEXT).read_text(encoding="utf-8"))["@context"]
    assert {name: whole[name] for name in tree["@context"]} == tree["@context"]
    assert {"text", "partOf"} <= set(tree)
    assert tree["text"] == {"en": tree["text"]["en"]}
    again = jsonld.to_rdf(tree | {"@context": whole}, {"format": "application/n-quads"})
    assert statements(again.encode()) == statements(told)


def test_many_things_are_a_list_with_their_blank_nodes() -> None:
    """As a whole graph is told."""
    lines = b'_:a <http://example.org/p> "1" .\n<http://example.org/s> <http://example.org/q> _:a .\n'
    assert len(json.loads(flat(lines))["@graph"]) == 2
