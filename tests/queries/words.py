"""Tests of the questions: a search of its own. In: a query with search patterns, and the sample. Out: it in standard SPARQL, the
searches answered by shared words. Must not need a model.
"""

import re
from collections.abc import Sequence

from ontology.iris import DEFAULT_BASE, MG
from stores.graph.lexer import tokens
from stores.graph.rewrite import Found, rewritten
from stores.graph.searches import Search, searched
from stores.graph.splice import Spliced
from stores.graph.store import GraphStore


def plain(store: GraphStore, text: str) -> str:
    """The query with each search answered: a passage scores the share of the words sought that it has, ties go by IRI."""

    def answering(search: Search, restriction: Spliced | None) -> Sequence[Found]:
        among = None
        if restriction is not None:
            among = {row[search.subject[1:]].value for row in store.select(restriction.text, base=DEFAULT_BASE)}
        limit = int(search.options.get("limit", ["10"])[0])
        return [
            Found(iri, {"score": f"{score:.3f}", "rank": str(rank)})
            for rank, (score, iri) in enumerate(_ranked(store, search, among)[:limit], start=1)
        ]

    return rewritten(searched(text, list(tokens(text)), base=DEFAULT_BASE), answering).text


def _ranked(store: GraphStore, search: Search, among: set[str] | None) -> list[tuple[float, str]]:
    rows = store.select(f"SELECT ?p ?words {{ ?p <{MG}text>|<{MG}digestText> ?words }}")
    words_by_iri = {row["p"].value: _words(row["words"].value) for row in rows}
    sought = words_by_iri.pop(search.sought or "", {""}) if search.by_passage else _words(search.sought or "")
    scored = [(len(sought & words) / len(sought), iri) for iri, words in words_by_iri.items() if among is None or iri in among]
    return sorted(((score, iri) for score, iri in scored if score), key=lambda pair: (-pair[0], pair[1]))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
