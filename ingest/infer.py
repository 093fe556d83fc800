"""River, stage infer. In: the working graph and the ontology's modules. Out: `graph/inferred`, made anew.

It holds what follows from the axioms and what no other graph says, so that the union of all graphs shows each triple once. Must
not change any other graph. What follows, and what is left out on purpose, is told in ontology/rules.py.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from ontology.iris import Iris
from ontology.rules import Query, Rules, class_queries, end_queries, link_queries, read_rules
from stores.graph.store import GraphStore

_PROPERTY = re.compile(rb"^\S+ <([^>]*)>", re.MULTILINE)


def infer(store: GraphStore, iris: Iris, modules: Path) -> int:
    """How many triples were inferred.

    Links first, until a round adds nothing; then the classes above those given, and last the classes of what links join, most of
    which are there by then.
    """
    graph, rules = iris.graph("inferred"), read_rules(modules)
    store.remove(graph)
    before = store.count()
    _links(store, graph, rules)
    for queries in (class_queries(rules), end_queries(rules)):
        _answers(store, graph, queries)
    return store.count() - before


def _links(store: GraphStore, graph: str, rules: Rules) -> None:
    """After the first round only those queries are asked whose premises grew: the others have nothing new to say."""
    queries = list(link_queries(rules))
    waiting = queries
    while waiting:
        grown = _answers(store, graph, waiting)
        waiting = [query for query in queries if query.reads & grown]


def _answers(store: GraphStore, graph: str, queries: Iterable[Query]) -> set[str]:
    """Puts the answers of one round into the graph piece by piece, since those of one query may not fit in memory; whose
    properties they are.
    """
    grown: set[str] = set()
    for query in queries:
        for lines in store.constructed(query.text):
            store.load({graph: lines})
            grown |= {match[1].decode() for match in _PROPERTY.finditer(lines)}
    return grown
