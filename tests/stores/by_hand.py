"""Tests of the keepers: searches answered by hand. In: query texts. Out: standard SPARQL, or what was asked. Must not search."""

from collections.abc import Sequence

from stores.graph.lexer import tokens
from stores.graph.rewrite import Found, rewritten
from stores.graph.searches import Search, searched
from stores.graph.splice import Spliced

BASE = "http://base.example/"
P = "PREFIX : <http://x/> "
A, B, C = "http://x/a", "http://x/b", "http://x/c"
FOUND = [Found(A, {"score": "0.9e0", "rank": "1", "dense": "0.5e0"}), Found(B, {"score": "0.8e0", "rank": "2"})]


def plain(text: str, found: Sequence[Found] = FOUND) -> str:
    """The query in standard SPARQL, each of its searches answered by the same passages."""

    def answering(_: Search, restriction: Spliced | None) -> Sequence[Found]:
        assert restriction is None or "search:" not in restriction.text
        return found

    return rewritten(searched(text, list(tokens(text)), base=BASE), answering).text


def asked(text: str) -> tuple[list[Search], list[str | None]]:
    """The searches of a query in the order in which they are answered, with the query that restricts each."""
    searches: list[Search] = []
    restrictions: list[str | None] = []

    def answering(search: Search, restriction: Spliced | None) -> list[Found]:
        searches.append(search)
        restrictions.append(restriction.text if restriction else None)
        return FOUND

    rewritten(searched(text, list(tokens(text)), base=BASE), answering)
    return searches, restrictions
