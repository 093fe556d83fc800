"""River: carried documents. In: the ledger and the working graph. Out: which documents stand though none of their bytes are here,
and their graphs back where the working graph was begun anew. Must not let one go unsaid.

Such documents came from plain files (`ingest.rebuild`). Nothing can describe them again, so their graphs stay as they came until
sources give, in every language that a graph holds, words of no less fidelity; then the document is described from these alone.
"""

from collections.abc import Sequence
from pathlib import Path

from ingest.desk import best_by_language
from ingest.ledger import Held, Ledger
from ontology.errors import StoreDamaged, StoreMissing
from ontology.iris import Iris
from stores import generations
from stores.graph.store import GraphStore

STAYS = (
    "What is known of the document came from plain files and stays, until every language that it has there is ingested from a"
    " source, official words by official words."
)


def described_from(renditions: Sequence[Held]) -> tuple[Held, ...]:
    """What a document can be described from, the best first; nothing where the graph that was carried here tells more."""
    if any(held.is_carried for held in best_by_language(tuple(renditions))):
        return ()
    return tuple(held for held in renditions if not held.is_carried)


def bring_back(store: GraphStore, ledger: Ledger, data: Path, iris: Iris) -> None:
    """Puts the graphs of carried documents that the working graph lacks into it, from the generation that serves."""
    lacking = _lacking(ledger, set(store.graphs()), iris)
    if not lacking:
        return
    try:
        serving = generations.current(data)
    except (StoreMissing, StoreDamaged):  # `require` says so before anything is published
        return
    with GraphStore.read_only(serving.graph) as published:
        for graph in sorted(lacking.keys() & set(published.graphs())):
            store.replace(graph, b"".join(published.triples(graph)))


def require(ledger: Ledger, present: set[str], iris: Iris) -> None:
    """StoreDamaged where a carried document has no graph any more: a generation without it would withdraw it unsaid."""
    lacking = _lacking(ledger, present, iris)
    if lacking:
        documents = sorted(lacking.values())
        raise StoreDamaged(
            f"The graphs of {len(documents):,} documents that came from plain files are lost, such as that of {documents[0]}.",
            advice="Restore a backup, or rebuild from the plain files and ingest again; or withdraw them by name.",
        )


def _lacking(ledger: Ledger, present: set[str], iris: Iris) -> dict[str, str]:
    graphs = {iris.document_graph(iris.document(key)): key for key in ledger.carried()}
    return {graph: key for graph, key in graphs.items() if graph not in present}
