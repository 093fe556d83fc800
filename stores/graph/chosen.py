"""Keepers, graph: which twin. In: a generation and the settings. Out: its graph and its query pool, embedded or by URL. Must not
query for anybody.

With the setting `sparql_url` both are the store at that address, and what the embedded one holds of the generation says what must
be found there. `{generation}` in it stands for the id, so that the pointer names a dataset with everything else; without it one
dataset serves one generation after the other, a statement in it names the one that it holds, and whatever is answered is held to
that.
"""

from stores.generations import Generation
from stores.graph.held import HeldEndpoint
from stores.graph.marker import address_of, is_named
from stores.graph.pool import QueryPool
from stores.graph.remote import RemoteStore
from stores.graph.remote_load import statements
from stores.graph.remote_pool import RemotePool
from stores.graph.store import GraphStore
from stores.settings import Settings

_OWN_WALL_S = 60.0  # for our own queries, which the embedded store answers without any limit
_OWN_BYTES = 1 << 40
_OWN_AT_ONCE = 40  # as many as the server has threads


def open_graph(generation: Generation, settings: Settings) -> GraphStore:
    """The graph of a generation, for our own queries. StoreStale where the store by URL does not hold it, StoreMissing where that
    does not answer.
    """
    if not settings.sparql_url:
        return GraphStore.read_only(generation.graph)
    endpoint = _endpoint(generation, settings, _OWN_WALL_S, _OWN_BYTES, _OWN_AT_ONCE)
    store = RemoteStore(endpoint)
    named = is_named(settings.sparql_url)
    try:
        counts = {graph: state.statements for graph, state in statements(generation).items()}
        store.require(generation.id, counts, settings.base, named=named)
        if not named:
            endpoint.hold(generation.id, settings.base)
    except BaseException:
        store.close()
        raise
    return store


def open_pool(generation: Generation, settings: Settings) -> QueryPool | RemotePool:
    """The pool for strangers' queries over a generation."""
    workers, wall_s, max_rows, most = settings.query_workers, settings.query_wall_s, settings.query_rows, settings.answer_bytes
    if settings.sparql_url:
        endpoint = _endpoint(generation, settings, wall_s, most, workers)
        if not is_named(settings.sparql_url):
            endpoint.hold(generation.id, settings.base)
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


def _endpoint(generation: Generation, settings: Settings, wall_s: float, most: int, at_once: int) -> HeldEndpoint:
    return HeldEndpoint(address_of(settings.sparql_url, generation.id), wall_s=wall_s, max_bytes=most, at_once=at_once)
