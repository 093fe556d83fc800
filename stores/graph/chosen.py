"""Keepers, graph: which twin. In: a generation and the settings. Out: its graph and its query pool, embedded or by URL. Must not
query for anybody.

With the setting `sparql_url` both are the store at that address, and what the embedded one holds of the generation says what must
be found there. `{generation}` in it stands for the id, so that the pointer names a dataset with everything else; without it one
dataset serves one generation after the other, and a statement in it names the one that it holds.
"""

from collections.abc import Mapping

from stores.changes import read_states
from stores.generations import Generation
from stores.graph.endpoint import Endpoint
from stores.graph.pool import QueryPool
from stores.graph.remote import RemoteStore, address_of
from stores.graph.remote_pool import RemotePool
from stores.graph.store import GraphStore
from stores.settings import Settings

_OWN_WALL_S = 60.0  # for our own queries, which the embedded store answers without any limit
_OWN_BYTES = 1 << 40
_OWN_AT_ONCE = 40  # as many as the server has threads
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def open_graph(generation: Generation, settings: Settings) -> GraphStore:
    """The graph of a generation, for our own queries. StoreStale where the store by URL does not hold it, StoreMissing where that
    does not answer.
    """
    if not settings.sparql_url:
        return GraphStore.read_only(generation.graph)
    store = RemoteStore(_endpoint(generation, settings, _OWN_WALL_S, _OWN_BYTES, _OWN_AT_ONCE))
    try:
        is_named = address_of(settings.sparql_url, generation.id) != settings.sparql_url
        store.require(generation.id, _counts(generation), settings.base, named=is_named)
    except BaseException:
        store.close()
        raise
    return store


def open_pool(generation: Generation, settings: Settings) -> QueryPool | RemotePool:
    """The pool for strangers' queries over a generation."""
    workers, wall_s, max_rows, most = settings.query_workers, settings.query_wall_s, settings.query_rows, settings.answer_bytes
    if settings.sparql_url:
        endpoint = _endpoint(generation, settings, wall_s, most, workers)
        return RemotePool(endpoint, workers=workers, wall_s=wall_s, max_rows=max_rows)
    return QueryPool(
        generation.graph,
        workers=workers,
        wall_s=wall_s,
        memory_mb=settings.query_memory_mb,
        max_rows=max_rows,
        max_bytes=most,
        remembered_mb=settings.remembered_mb,
    )


def _endpoint(generation: Generation, settings: Settings, wall_s: float, most: int, at_once: int) -> Endpoint:
    return Endpoint(address_of(settings.sparql_url, generation.id), wall_s=wall_s, max_bytes=most, at_once=at_once)


def _counts(generation: Generation) -> Mapping[str, int]:
    """Statements by graph, as the generation was published; counted where that was before they were kept."""
    states = read_states(generation.folder)
    if states is not None:
        return {graph: state.statements for graph, state in states.items()}
    with GraphStore.read_only(generation.graph) as store:
        return {str(row["g"]): int(str(row["n"])) for row in store.select(_COUNTS) if "g" in row}
