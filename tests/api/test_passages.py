"""Tests of passages. In: the tiny library. Out: a passage as it stands in its document, read without the rest of it."""

import pytest

from api.documents import document, walk
from api.library import Library
from api.passages import passage
from ontology.errors import NotFound
from stores.graph.store import GraphStore, Term

NAMES = ("A/85/40", "core-functions")


@pytest.mark.parametrize("name", NAMES)
def test_each_passage_is_shown_as_it_stands_in_its_document(library: Library, name: str) -> None:
    """Words, holder, items and neighbours are those of the document read whole, footnotes and the first and last included."""
    with library.serving() as serving:
        whole = document(library, serving, name)
        parts = {part.iri: part for part in whole.parts}
        order = [part.iri for part, _ in walk(whole.iri, parts) if part.kind != "Section"]
        passages = [part for part in whole.parts if part.kind != "Section"]
        assert len(passages) > 5
        for part in passages:
            view = passage(library, serving, part.iri)
            assert view.passage == part
            assert view.holder == parts.get(part.part_of or part.marked_in or "")
            assert list(view.children) == [one for one in whole.parts if part.iri in (one.part_of, one.marked_in)]
            at = order.index(part.iri) if part.iri in order else None
            around = (None, None) if at is None else (([None, *order][at]), [*order, None][at + 1])
            assert tuple(one and one.iri for one in (view.before, view.after)) == around
            assert (view.document.title, view.document.fidelity) == (whole.title, whole.fidelity)


def test_the_words_of_other_passages_are_not_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """But of those that the page shows; whatever the length of the document."""
    with library.serving() as serving:
        whole = document(library, serving, "A/85/40")
        own = next(part for part in whole.parts if part.iri.endswith("/para/1"))
        asked: list[str] = []
        select = GraphStore.select

        def noted(store: GraphStore, query: str) -> list[dict[str, Term]]:
            asked.append(query)
            return select(store, query)

        monkeypatch.setattr(GraphStore, "select", noted)
        view = passage(library, serving, own.iri)
    shown = {one.iri for one in (view.passage, view.holder, view.before, view.after, *view.children) if one}
    assert 3 < len(shown) < len(whole.parts)
    (reading,) = [query for query in asked if "mg:digestText" in query]
    assert {iri for iri in (part.iri for part in whole.parts) if f"<{iri}>" in reading} == shown


@pytest.mark.parametrize("path", ["doc/A/85/40", "doc/A/85/40/para/999", "crime/genocide", "doc/A/RES/60/1/para/138"])
def test_what_is_no_passage_here_is_not_found(library: Library, path: str) -> None:
    """A document, a paragraph that is not there, a thing, and a passage that is only cited."""
    with library.serving() as serving, pytest.raises(NotFound, match="no passage"):
        passage(library, serving, library.iris.iri(path))
