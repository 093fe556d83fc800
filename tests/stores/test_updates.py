"""Tests of the keepers: updates read, not run. In: texts. Out: the graphs that they may change, and the dataset put into them."""

import pyoxigraph
import pytest

from ontology.errors import BadParameter
from stores.graph.guard import check_update
from stores.graph.updates import targets, with_dataset

BASE, DEFAULT = "http://base/", "http://base/default"


def found(text: str) -> frozenset[str] | None:
    """The targets of an update, all of them IRIs of the base, without it."""
    graphs = targets(check_update(text, max_bytes=10_000), base=BASE, default=DEFAULT)
    return None if graphs is None else frozenset(graph.removeprefix(BASE) for graph in graphs)


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        ("", set()),
        ("INSERT DATA { <s> <p> <o> }", {"default"}),
        ("INSERT DATA { GRAPH <g> { <s> <p> 'GRAPH <h> {}' } }", {"default", "g"}),
        ("PREFIX x: <> DELETE DATA { GRAPH x:g { <s> <p> <o> } }", {"default", "g"}),
        ("PREFIX : <http://base/x> DROP GRAPH :y ; PREFIX : <http://base/z> CLEAR SILENT GRAPH :y", {"xy", "zy"}),
        ("BASE <http://base/deep/> CREATE GRAPH <g> ; CREATE GRAPH <../h>", {"deep/g", "h"}),
        ("CLEAR DEFAULT", {"default"}),
        ("ADD DEFAULT TO <g>", {"g"}),
        ("COPY GRAPH <a> TO GRAPH <b>", {"b"}),
        ("MOVE SILENT <a> TO DEFAULT", {"a", "default"}),
        ("DELETE WHERE { GRAPH <g> { ?s ?p ?o } }", {"default", "g"}),
        ("WITH <g> DELETE { ?s ?p ?o } INSERT { GRAPH <h> { ?s ?p ?o } } WHERE { GRAPH ?any { ?s ?p ?o } }", {"g", "h"}),
        ("INSERT { <s> <p> ?o } USING <a> WHERE { ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }", {"default"}),
        ("insert data { graph <g> { <s> <p> <o> } } ; # GRAPH <h>\n drop graph <i> ;", {"default", "g", "i"}),
    ],
)
def test_the_graphs_that_an_update_may_change(text: str, graphs: set[str]) -> None:
    """Those that its templates and its graph operations name; what it only reads is none of them."""
    assert found(text) == frozenset(graphs)


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR ALL",
        "DROP NAMED",
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { GRAPH unknown:g { <s> <p> <o> } }",
        "MOVE ALL TO <g>",
        "ADD <a> <b>",
        "SELECT * WHERE { ?s ?p ?o }",
        "WITH ?g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { <s> <p> ?o } WHERE { ?s ?p ?o FILTER(?o <'x'> ?s) }",
        "INSERT DATA { <s> <p> trueGRAPH <g> { <s> <p> <o> } }",
        "PREFIX : <http://base/> PREFIX GRAPH: <http://base/x> INSERT DATA { GRAPH:g { <s> <p> <o> } }",
        "PREFIX : <http://base/> PREFIX GRAPH: <http://base/x> MOVE GRAPH:g TO <h>",
        "PREFIX : <http://base/> PREFIX SILENT: <http://base/x> DROP GRAPH <a> ; COPY SILENT:g TO <h>",
    ],
)
def test_what_shows_only_when_it_runs_is_said_to_be_unknown(text: str) -> None:
    """Then all graphs are compared before and after."""
    assert found(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <s> <p> <o> GRAPH <g> { <s> <p> <o> } } ; CLEAR GRAPH <h>",
        "DELETE { ?s ?p ?o } INSERT { GRAPH <g> { ?s ?p ?o } } WHERE { GRAPH <h> { ?s ?p ?o } }",
        "WITH <h> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o > 1 && 'WHERE {' != '}') } ; MOVE <i> TO <j>",
        "DELETE WHERE { GRAPH <h> { ?s ?p ?o } . ?a ?b ?c } ; COPY <h> TO <k> ; INSERT DATA { GRAPH <h> { <s> <p> 7 } }",
        "CREATE GRAPH <new> ; DROP SILENT GRAPH <h> ; ADD <i> TO DEFAULT",
    ],
)
def test_no_other_graph_changes_than_was_foretold(text: str) -> None:
    """Against the engine: each graph holds three statements, and what the targets leave out holds them still."""
    store = pyoxigraph.Store()
    names = [pyoxigraph.NamedNode(f"{BASE}{name}") for name in "ghijk"]
    places: list[pyoxigraph.NamedNode | pyoxigraph.DefaultGraph] = [*names, pyoxigraph.DefaultGraph()]
    for graph in places:
        for number in range(3):
            s, p = pyoxigraph.NamedNode(f"{BASE}{number}"), pyoxigraph.NamedNode(f"{BASE}p")
            store.add(pyoxigraph.Quad(s, p, pyoxigraph.Literal(str(graph)), graph))
    before = {str(graph): sorted(map(str, store.quads_for_pattern(None, None, None, graph))) for graph in names}
    store.update(text, base_iri=BASE)
    after = {str(graph): sorted(map(str, store.quads_for_pattern(None, None, None, graph))) for graph in names}
    changed = {graph.strip("<>").removeprefix(BASE) for graph in before if before[graph] != after[graph]}
    assert changed
    assert changed <= (found(text) or set())


def test_a_dataset_is_put_before_each_place_that_looks_for_something() -> None:
    """In the operations outside strings, comments and braces alone (SPARQL 1.1 Protocol, section 2.2.3)."""
    text = "INSERT DATA { <s> <p> 'WHERE' } ; DELETE { ?s ?p ?o } # WHERE\n WHERE { ?s ?p ?o } ; INSERT { } WHERE { }"
    given = with_dataset(text, check_update(text, max_bytes=10_000), ["http://a"], ["http://b"])
    clauses = "USING <http://a> USING NAMED <http://b> "
    assert given == text.replace("\n WHERE", f"\n {clauses}WHERE").replace("{ } WHERE", f"{{ }} {clauses}WHERE")
    assert with_dataset(text, check_update(text, max_bytes=10_000), [], []) == text


@pytest.mark.parametrize("text", ["WITH <g> DELETE { } WHERE { }", "INSERT { } USING <g> WHERE { }", "DELETE WHERE { ?s ?p ?o }"])
def test_a_dataset_in_both_places_is_refused(text: str) -> None:
    """Which of them was meant, nobody could tell."""
    with pytest.raises(BadParameter):
        with_dataset(text, check_update(text, max_bytes=10_000), ["http://a"], [])
