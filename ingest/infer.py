"""River, stage infer. In: the working graph and the ontology's modules. Out: `graph/inferred`, made anew.

It holds what follows from the axioms and what no other graph says, so that the union of all graphs shows each triple once. Must
not change any other graph. What follows, and what is left out on purpose, is told in ontology/rules.py.
"""

from collections.abc import Iterable
from pathlib import Path

from ontology.iris import Iris
from ontology.rules import Query, Rules, class_queries, end_queries, link_queries, read_rules
from stores.graph.store import GraphStore


def infer(store: GraphStore, iris: Iris, modules: Path) -> int:
    """How many triples were inferred.

    Links first, until a round adds nothing; then the classes above those given, and last the classes of what links join, most of
    which are there by then.
    """
    graph, rules = iris.graph("inferred"), read_rules(modules)
    store.remove(graph)
    total = _links(store, graph, rules)
    for queries in (class_queries(rules), end_queries(rules)):
        total += _answers(store, graph, queries)[0]
    return total


def _links(store: GraphStore, graph: str, rules: Rules) -> int:
    """After the first round only those queries are asked whose premises grew: the others have nothing new to say."""
    queries = list(link_queries(rules))
    total, waiting = 0, queries
    while waiting:
        found, grown = _answers(store, graph, waiting)
        total += found
        waiting = [query for query in queries if query.reads & grown]
    return total


def _answers(store: GraphStore, graph: str, queries: Iterable[Query]) -> tuple[int, set[str]]:
    """Puts the answers of one round into the graph; how many they are, and whose properties they are."""
    lines = sorted({line for query in queries for line in store.construct(query.text).splitlines(keepends=True)})
    if lines:
        store.add(graph, b"".join(lines))
    return len(lines), {line.split(b" ", 2)[1].strip(b"<>").decode() for line in lines}
