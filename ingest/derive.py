"""River, stage derive. In: the working graph with every document described. Out: the graphs that stand on several documents:
lineage, situations, reviews, quality, inferred.

They are made anew at every publishing from what the documents' graphs say, in this order, and each is checked by the same shapes.
Must not describe a document.
"""

from collections.abc import Sequence
from pathlib import Path

from ingest.describe import serialise
from ingest.infer import infer
from ingest.lineage import lineage, lineage_graph
from ingest.quality import quality_graph
from ingest.reviews import Verdict, holding, reviews_graph
from ingest.situations import situations_graph
from ontology.iris import Iris
from stores.graph.store import GraphStore

DERIVED = ("lineage", "situations", "reviews", "quality", "inferred")


def derive(store: GraphStore, iris: Iris, verdicts: Sequence[Verdict], home: Path) -> None:
    """Puts the derived graphs in the place of those of the run before."""
    for name in DERIVED:
        store.remove(iris.graph(name))
    given = holding(verdicts)
    links = [link for link in lineage(store) if link.iri(iris) not in given or given[link.iri(iris)].judgement == "right"]
    store.replace(iris.graph("lineage"), serialise(lineage_graph(links, iris)))
    store.replace(iris.graph("situations"), serialise(situations_graph(store, iris)))
    store.replace(iris.graph("reviews"), serialise(reviews_graph(verdicts, iris)))
    store.replace(iris.graph("quality"), serialise(quality_graph(store)))
    infer(store, iris, home / "ontology" / "modules")
