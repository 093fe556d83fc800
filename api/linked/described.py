"""Answers, linked data: descriptions. In: an IRI. Out: the triples that say something of it, as N-Triples. Must not know HTTP.

What is said of a thing is every triple of which it is the subject or the object, over all graphs: so a part names its whole and
the whole its parts. A thing that thousands of statements lead to is told in pages: all that it says itself is on the first.
"""

from dataclasses import dataclass

from api.library import Serving
from ontology.errors import BadParameter, NotFound
from ontology.iris import checked

MOST_LEADING = 1_000  # triples that lead to a thing, a page; framing a full one takes 20 to 45 ms
MOST_PAGES = 100_000
_OWN = "CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}"
_LEADING = "CONSTRUCT {{ ?s ?p <{iri}> }} WHERE {{ SELECT DISTINCT ?s ?p {{ ?s ?p <{iri}> }} OFFSET {offset} LIMIT {limit} }}"
_MORE = "ASK {{ SELECT ?s ?p {{ SELECT DISTINCT ?s ?p {{ ?s ?p <{iri}> }} OFFSET {offset} LIMIT 1 }} }}"


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a thing: N-Triples, sorted. `page` counts from 1; `more` says whether another one follows."""

    iri: str
    n_triples: bytes
    page: int
    more: bool


def describe(serving: Serving, iri: str, page: int = 1) -> Description:
    """The description of a thing; NotFound where the graph says nothing of it, or has no such page of it.

    The order of pages is the store's own, which does not change within a generation.
    """
    if not 1 <= page <= MOST_PAGES:
        raise BadParameter(f"Wanted a page from 1 to {MOST_PAGES:,}; got {page}.", advice="Begin with page 1.")
    offset = (page - 1) * MOST_LEADING
    own = serving.graph.construct(_OWN.format(iri=checked(iri))) if page == 1 else b""
    leading = serving.graph.construct(_LEADING.format(iri=iri, offset=offset, limit=MOST_LEADING))
    if not own and not leading:
        what = f"{iri} is not in this generation." if page == 1 else f"The description of {iri} has no page {page}."
        raise NotFound(what, advice="Search for its name, or see /queries for what can be listed.")
    full = leading.count(b"\n") >= MOST_LEADING
    more = full and serving.graph.ask(_MORE.format(iri=iri, offset=offset + MOST_LEADING))
    lines = {*own.splitlines(keepends=True), *leading.splitlines(keepends=True)}
    return Description(iri, b"".join(sorted(lines)), page, more)
