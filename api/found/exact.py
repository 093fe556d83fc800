"""Answers: which named queries answer a question exactly. In: the queries of the catalogue and a question. Out: those whose title
it repeats, with the year that it begins at. Must not run a query, or guess one.

A title must stand in the question with most of its words, and with two at least: a question that only touches the subject has
no exact answer here, and a wrong one would be worse than none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.catalogue import NamedQuery
from stores.vectors.sparse import tokens

MOST = 3
_FEWEST, _SHARE = 2, 0.6  # words of a title that must stand in the question, and of all its words
_SINCE = re.compile(r"\bsince\s+(?:the\s+year\s+)?([12]\d{3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exact:
    """A named query that answers a question, with the arguments that the question gives it."""

    name: str
    title: str
    arguments: Mapping[str, str]


def exact(queries: Iterable[NamedQuery], question: str) -> tuple[Exact, ...]:
    """The named queries whose title the question repeats, the nearest first, three at most."""
    asked, since = frozenset(tokens(question)), _SINCE.search(question)
    found = []
    for query in queries:
        title = frozenset(tokens(query.title))
        shared = len(title & asked)
        if shared >= _FEWEST and shared >= _SHARE * len(title):
            told = {"since": since[1]} if since and "since" in query.parameter_by_name else {}
            found.append((-shared / len(title), -shared, query.name, Exact(query.name, query.title, told)))
    return tuple(one for *_, one in sorted(found, key=lambda ranked: ranked[:3])[:MOST])
