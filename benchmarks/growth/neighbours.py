"""Benchmarks, growth: neighbours. In: made passages. Out: what a graph of neighbours (HNSW) costs and gives. Must not be
taken for a server: the graph is built and walked by the same engine in this process.

The product scans all vectors, which is exact. A Qdrant server walks such a graph; the embedded engine can, too, so what it
changes is measured here: seconds to build, bytes, milliseconds, and how many of the ten nearest the walk finds.
"""

import time
from typing import Any
from unittest.mock import patch

import qdrant_edge as engine

from benchmarks.growth.asked import questions
from benchmarks.growth.course import Course, Figures, disk_mb, removed
from benchmarks.growth.made import stock_of
from benchmarks.growth.timing import latency
from stores.embedding.encoder import load_encoder
from stores.vectors import shard

M, EF_BUILT, EF_ASKED, NEAREST = 16, 100, 128, 10
_SMALL_KB = 10  # below which the engine scans all the same


def neighbours(course: Course, passages: int, real: int) -> Figures:
    """An index of so many made passages with a graph of neighbours, built and asked both ways."""
    home = course.scratch(f"neighbours-{passages}")
    removed(home)
    settings = course.settings(course.scratch(f"asked-{real}"))
    encoder = load_encoder(settings.model, settings.models)
    stock = stock_of(settings, encoder)
    begun, worked = time.monotonic(), time.process_time()
    with patch.object(shard, "engine_config", _with_neighbours):
        shard.build_edge_index(home / "index", stock.points(passages), dims=encoder.dims, meta={})
    told: dict[str, Any] = {"passages": passages, "m": M, "ef_construct": EF_BUILT, "ef": EF_ASKED}
    told |= {"seconds": round(time.monotonic() - begun, 1), "processor_seconds": round(time.process_time() - worked, 1)}
    told["disk_mb"] = disk_mb(home / "index")
    vectors = [encoder.encode_query(words).tolist() for _, words in questions()]
    opened = shard.load_shard(home / "index" / shard.SHARD, passages)
    try:
        told |= _both_ways(opened, vectors)
    finally:
        opened.close()
    removed(home)
    return told


def _with_neighbours(dims: int) -> engine.EdgeConfig:
    """The product's configuration, but for the graph."""
    return engine.EdgeConfig(
        vectors={"dense": engine.EdgeVectorParams(size=dims, distance=engine.Distance.Cosine)},
        sparse_vectors={"keyword": engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf)},
        hnsw_config=engine.HnswIndexConfig(m=M, ef_construct=EF_BUILT, full_scan_threshold=_SMALL_KB),
        optimizers=engine.EdgeOptimizersConfig(indexing_threshold=1, default_segment_number=1),
        wal_enabled=False,
    )


def _both_ways(opened: engine.EdgeShard, vectors: list[list[float]]) -> dict[str, object]:
    def nearest(vector: list[float], exact: bool) -> list[int]:
        request = engine.QueryRequest(
            query=engine.Query.Nearest(vector, using="dense"),
            limit=NEAREST,
            params=engine.SearchParams(exact=exact, hnsw_ef=EF_ASKED),
            with_payload=False,
        )
        return [int(point.id) for point in opened.query(request)]

    nearest(vectors[0], exact=True)
    met = sum(len({*nearest(vector, exact=True)} & {*nearest(vector, exact=False)}) for vector in vectors)
    return {
        "recall_at_10": round(met / (NEAREST * len(vectors)), 4),
        "scan": latency(lambda vector: nearest(vector, exact=True), vectors),
        "walk": latency(lambda vector: nearest(vector, exact=False), vectors),
    }
