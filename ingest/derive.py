"""River, stage derive. In: the working graph with every document described. Out: the graphs that stand on several documents:
lineage, situations, reviews, quality, inferred.

They are made anew at every publishing from what the documents' graphs say. Those that state something of their own are held to
the same shapes as documents: one that fails is left out, and said. Must not describe a document.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from rdflib import Graph

from ingest.descent import descent
from ingest.describe import serialise
from ingest.infer import infer
from ingest.quality import quality_triples
from ingest.reviews import Verdict, holding, reviews_graph
from ingest.situations import situations_graph
from ontology.iris import Iris
from stores.graph.store import GraphStore

DERIVED = ("lineage", "situations", "reviews", "quality", "inferred")
Shapes = Callable[[Graph], list[str]]
"""What the shapes say of a graph, in plain words; nothing where it conforms."""


def derive(store: GraphStore, iris: Iris, verdicts: Sequence[Verdict], home: Path, shapes: Shapes) -> dict[str, list[str]]:
    """Puts the derived graphs in the place of those of the run before; what is wrong with a graph that was left out, by name."""
    for name in DERIVED:
        store.remove(iris.graph(name))
    faults: dict[str, list[str]] = {}
    for name, made in _stated(store, iris, verdicts).items():
        if found := shapes(made):
            faults[name] = found
        else:
            store.replace(iris.graph(name), serialise(made))
    store.replace(iris.graph("quality"), quality_triples(store))
    infer(store, iris, home / "ontology" / "modules")
    return faults


def _stated(store: GraphStore, iris: Iris, verdicts: Sequence[Verdict]) -> dict[str, Graph]:
    given = holding(verdicts)
    refused = {finding for finding, verdict in given.items() if verdict.judgement != "right"}
    return {
        "lineage": descent(store, iris, refused),
        "situations": situations_graph(store, iris),
        "reviews": reviews_graph(verdicts, iris),
    }
