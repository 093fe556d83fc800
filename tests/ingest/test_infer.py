"""River, stage infer: a small graph, the rules of the real modules, and owlrl as a second opinion."""

import re
from collections.abc import Iterator
from pathlib import Path

import owlrl
import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from ingest.infer import infer
from ontology.errors import StoreError
from ontology.files import read_modules
from ontology.iris import MG, Iris
from stores.graph.store import GraphStore

HOME = Path(__file__).resolve().parents[2]
MODULES = HOME / "ontology" / "modules"
README = (HOME / "ontology" / "README.md").read_text(encoding="utf-8")
FACT = re.compile(r"^### (?P<fact>.+)\n(?:(?!^#).*\n)*?```sparql\n(?P<query>(?:(?!```).*\n)+)```", re.MULTILINE)
FACTS = {match["fact"]: match["query"] for match in FACT.finditer(README)}
IRIS = Iris()
INFERRED = IRIS.graph("inferred")
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
ANSWERS = {
    "What is asked of Member States concerns Kenya": {"duty/states"},
    "What is asked of a network concerns its members": {"state/UGA"},
    "What is asked of a group concerns its subgroups": {"actor/womens-organizations"},
    "Members of a subgroup are members of the group": {"state/KEN"},
    "Whoever cites a paragraph cites its document": {"doc/A/75/863/para/49"},
    "An item is within its paragraph, its section and its report": {
        "doc/A/75/863/para/49",
        "doc/A/75/863/section/V",
        "doc/A/75/863",
    },
    "A report contains whatever is within it": {
        "doc/A/75/863/section/V",
        "doc/A/75/863/para/49",
        "doc/A/75/863/para/49/b",
    },
    "A State in a subregion is in the region": {"region/014", "region/202", "region/002"},
    "An item of the results framework serves the Office's mandate": {"doc/results-framework/output/1"},
    "A duty comes after all that its forerunners came after": {"duty/older", "duty/oldest"},
    "Links can be asked for from either end": {"act/killing"},
    "Whatever is of a class is of the classes above it": {"ontology#Actor", "ontology#Concept"},
}


def sample() -> Graph:
    """What is said."""
    return Graph().parse(Path(__file__).with_name("sample.ttl"), format="turtle")


def lines(graph: Graph) -> bytes:
    """A graph as the store takes it."""
    return graph.serialize(format="nt", encoding="utf-8")


@pytest.fixture
def store() -> Iterator[GraphStore]:
    """The sample in one graph, nothing inferred yet."""
    with GraphStore.memory() as made:
        made.replace(IRIS.graph("doc/A/75/863"), lines(sample()))
        yield made


def everything(store: GraphStore) -> set[bytes]:
    """Every triple of all graphs together."""
    return set(store.construct(EVERYTHING).splitlines())


@pytest.mark.parametrize("fact", ANSWERS)
def test_a_fact_of_the_readme_is_answered_by_its_query(store: GraphStore, fact: str) -> None:
    """Nothing of it is said in the sample; it follows."""
    before = {str(value) for row in store.select(FACTS[fact]) for value in row.values()}
    infer(store, IRIS, MODULES)
    after = {str(value).removeprefix(IRIS.base) for row in store.select(FACTS[fact]) for value in row.values()}
    assert after == ANSWERS[fact]
    assert len(before) < len(after)


def test_every_fact_of_the_readme_is_under_test() -> None:
    """A new one needs its answer here."""
    assert set(FACTS) == set(ANSWERS)


@pytest.mark.slow
def test_what_is_inferred_is_what_owlrl_infers(store: GraphStore) -> None:
    """Of all conclusions, those that are links of ours or memberships in our classes, between things that the sample names.

    Left aside are conclusions about the terms themselves, and what owlrl says of everything, such as that it equals itself.
    """
    said = sample()
    closure = said + read_modules(MODULES)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    things = {node for node in said.all_nodes() if isinstance(node, URIRef) and not node.startswith(MG)}
    wanted = {(s, p, o) for s, p, o in closure if s in things and (_linked(p, o, things) or _classed(p, o))} - set(said)
    infer(store, IRIS, MODULES)
    found = set(Graph().parse(data=store.construct(_of(INFERRED)), format="nt"))
    assert found == wanted
    assert len(found) > 80


def test_no_triple_stands_in_two_graphs(store: GraphStore) -> None:
    """What another graph says already is not inferred, so the union shows each triple once."""
    infer(store, IRIS, MODULES)
    twice = "SELECT ?s WHERE { GRAPH ?one { ?s ?p ?o } GRAPH ?other { ?s ?p ?o } FILTER(?one != ?other) }"
    assert store.select(twice) == []
    assert len(everything(store)) == store.count()


def test_the_answer_is_how_many_triples_were_inferred(store: GraphStore) -> None:
    """Counted where they stand."""
    said = store.count()
    assert infer(store, IRIS, MODULES) == store.count() - said > 80


def test_a_second_run_changes_nothing(store: GraphStore) -> None:
    """What was inferred before is no premise of what is inferred now."""
    first = infer(store, IRIS, MODULES)
    before = everything(store)
    assert infer(store, IRIS, MODULES) == first
    assert everything(store) == before


def test_what_no_longer_follows_is_gone(store: GraphStore) -> None:
    """A withdrawn membership takes its conclusions along, over several steps."""
    infer(store, IRIS, MODULES)
    kenya = URIRef(f"{IRIS.base}state/KEN")
    less = sample()
    less.remove((kenya, URIRef(f"{MG}memberOf"), None))
    store.replace(IRIS.graph("doc/A/75/863"), lines(less))
    infer(store, IRIS, MODULES)
    assert store.select(FACTS["What is asked of Member States concerns Kenya"]) == []


def test_no_other_graph_is_touched(store: GraphStore) -> None:
    """Not one triple more or less."""
    infer(store, IRIS, MODULES)
    assert set(Graph().parse(data=store.construct(_of(IRIS.graph("doc/A/75/863"))), format="nt")) == set(sample())
    assert store.graphs() == [IRIS.graph("doc/A/75/863"), INFERRED]


def test_an_empty_store_infers_nothing() -> None:
    """And gets no empty graph."""
    with GraphStore.memory() as store:
        assert infer(store, IRIS, MODULES) == 0
        assert store.graphs() == []


def test_another_base_has_its_own_graph_and_the_same_rules() -> None:
    """Terms have one namespace whatever the base of a deployment."""
    iris = Iris("https://example.org/mandates/")
    with GraphStore.memory() as store:
        moved = lines(sample()).replace(b"w3id.org/mandategraph/actor", b"example.org/mandates/actor")
        store.replace(iris.graph("vocabulary"), moved)
        assert infer(store, iris, MODULES) > 80
        assert iris.graph("inferred") in store.graphs()


def test_a_graph_takes_more_triples_and_refuses_blank_nodes(store: GraphStore) -> None:
    """What `infer` adds round by round; a blank node would get another label each time."""
    store.add(INFERRED, b"<https://a.example/1> <https://a.example/p> <https://a.example/2> .\n")
    store.add(INFERRED, b"<https://a.example/1> <https://a.example/p> <https://a.example/3> .\n")
    assert len(store.select(f"SELECT ?o WHERE {{ GRAPH <{INFERRED}> {{ ?s ?p ?o }} }}")) == 2
    with pytest.raises(StoreError, match="no blank nodes"):
        store.add(INFERRED, b"_:b <https://a.example/p> <https://a.example/2> .\n")


def _linked(predicate: Node, value: Node, things: set[URIRef]) -> bool:
    return str(predicate).startswith(MG) and value in things


def _classed(predicate: Node, value: Node) -> bool:
    return predicate == RDF.type and str(value).startswith(MG)


def _of(graph: str) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
