"""Benchmarks, growth: encoding. In: real passages. Out: how many a second this machine encodes, and how long they are in tokens.
Must not keep a vector.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.growth.course import Course, Figures, generation_of
from ingest.points import entries
from stores.embedding.encoder import TokenEncoder, load_encoder
from stores.graph.store import GraphStore


def encoding(course: Course, passages: int, real: int) -> Figures:
    """Each n-th of the passages that were asked before, so many, encoded for meaning alone and with their tokens' vectors."""
    settings = course.settings(course.scratch(f"asked-{real}"))
    with GraphStore.read_only(generation_of(settings.data) / "graph") as store:
        found = entries(store)
    some = sorted(found[:: max(1, len(found) // passages)][:passages], key=lambda entry: -len(entry.embedded))
    texts, starts = [entry.embedded for entry in some], [entry.start for entry in some]
    encoder = load_encoder(settings.model, settings.models)
    encoder.encode_passages(texts[-8:])
    told: dict[str, Any] = {"passages": len(texts), "mean_characters": round(sum(map(len, texts)) / len(texts))}
    whole = encoder.read_passages(texts, [0] * len(texts))
    told["mean_tokens"] = round(sum(len(read.tokens) for read in whole) / len(whole), 1)
    own = encoder.read_passages(texts[::8], starts[::8])
    told["mean_tokens_of_its_own"] = round(sum(len(read.tokens) for read in own) / len(own), 1)
    return told | {"meaning": _rate(encoder.encode_passages, texts), "with_tokens": _rate(_both(encoder, starts), texts)}


def _both(encoder: TokenEncoder, starts: Sequence[int]) -> Callable[[Sequence[str]], object]:
    return lambda texts: encoder.read_passages(texts, starts)


def _rate(encode: Callable[[Sequence[str]], object], texts: Sequence[str]) -> dict[str, float]:
    begun, worked = time.monotonic(), time.process_time()
    encode(texts)
    seconds, processor = time.monotonic() - begun, time.process_time() - worked
    return {
        "passages_a_second": round(len(texts) / seconds, 1),
        "passages_a_processor_second": round(len(texts) / processor, 1),
        "processor_ms_a_passage": round(1000 * processor / len(texts), 2),
    }
