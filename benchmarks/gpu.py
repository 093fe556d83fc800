"""Benchmarks: encoding on a GPU. In: real passages, a machine with a card and onnxruntime-gpu. Out: passages a second, and how
far the vectors are from a processor's. Must not keep a vector.

The encoder of the product, as a worker of a Ray cluster has it: one text at a time, and several side by side.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import write_figures
from benchmarks.scale import machine
from ingest.points import Entry, entries
from ontology.errors import MandateGraphError
from stores import generations
from stores.embedding.cache import COMMIT_EVERY
from stores.embedding.encoder import OnnxEncoder, load_encoder
from stores.embedding.session import Device
from stores.graph.store import GraphStore
from stores.settings import MODELS

COMMAND = "python -m benchmarks.gpu --data FOLDER --models FOLDER --write"
TEXTS, SIDE_BY_SIDE, NEAREST = 2_000, (1, 8), 10
Vectors = NDArray[np.float32]


def some(data: Path, count: int) -> list[Entry]:
    """Each n-th of the passages that are published in a folder, so many."""
    with GraphStore.read_only(generations.current(data).graph) as graph:
        found = entries(graph)
    return found[:: max(1, len(found) // count)][:count]


def encoder_on(device: Device, models: Path) -> OnnxEncoder:
    """The default model there. SettingsError where there is no such device."""
    encoder = load_encoder(MODELS[0], models, at_once=os.cpu_count(), device=device)
    if not isinstance(encoder, OnnxEncoder):
        raise TypeError(f"{MODELS[0]} is not run by onnxruntime")
    return encoder


def rates(encoder: OnnxEncoder, read: Sequence[Entry], at_once: int) -> tuple[dict[str, float], Vectors]:
    """Passages a second, for meaning alone, in chunks as a worker gets them, and with their tokens' vectors; and the vectors."""
    own, texts = replace(encoder, at_once=at_once), [entry.embedded for entry in read]
    own.encode_passages(texts[:200])
    begun = time.monotonic()
    vectors = own.encode_passages(texts)
    alone = time.monotonic()
    for at in range(0, len(texts), COMMIT_EVERY):
        own.encode_passages(texts[at : at + COMMIT_EVERY])
    chunked = time.monotonic()
    own.read_passages(texts, [entry.start for entry in read])
    took = {"meaning": alone - begun, "in_chunks": chunked - alone, "with_tokens": time.monotonic() - chunked}
    told = {name: len(texts) / seconds for name, seconds in took.items()}
    return {name: round(rate, 1) for name, rate in told.items()}, vectors


def distance(vectors: Vectors, ours: Vectors) -> dict[str, float]:
    """How far vectors are from the processor's, and of how many passages the ten nearest to each are other ones, or in another
    order.
    """
    near, nearest = (np.argsort(-(some @ some.T), axis=1, kind="stable")[:, :NEAREST] for some in (vectors, ours))
    return {
        "furthest": float(np.abs(vectors - ours).max()),
        "least_cosine_below_one": float(1 - (_unit(vectors) * _unit(ours)).sum(axis=1).min()),
        "rows_of_the_same_bytes": int((vectors == ours).all(axis=1).sum()),
        "nearest_in_another_order": int((near != nearest).any(axis=1).sum()),
        "other_nearest": int((np.sort(near, axis=1) != np.sort(nearest, axis=1)).any(axis=1).sum()),
    }


def _unit(vectors: Vectors) -> NDArray[np.float64]:
    """The same in double precision: what rounding leaves of a length would hide how near they are."""
    exact = vectors.astype(np.float64)
    return np.asarray(exact / np.linalg.norm(exact, axis=1, keepdims=True))


def card() -> str:
    """What the driver calls the card."""
    asked = shutil.which("nvidia-smi")
    if asked is None:
        return "not known"
    command = [asked, "--query-gpu=name,driver_version", "--format=csv,noheader"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures, and writes them where asked to; 1 where there is no GPU."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a published data folder")
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--write", action="store_true", help="write the figures")
    chosen = parser.parse_args(arguments)
    try:
        read = some(chosen.data, chosen.texts)
        on_card = encoder_on("gpu", chosen.models)
        processor, ours = rates(encoder_on("cpu", chosen.models), read, os.cpu_count() or 1)
    except MandateGraphError as error:
        print(error, file=sys.stderr)
        return 1
    found = {at_once: rates(on_card, read, at_once) for at_once in SIDE_BY_SIDE}
    figures = {
        "command": COMMAND,
        "machine": machine() | {"card": card(), "onnxruntime-gpu": _version("onnxruntime-gpu")},
        "passages": len(read),
        "processor": processor,
        "gpu": {str(at_once): told for at_once, (told, _) in found.items()},
        "from_the_processor": distance(found[SIDE_BY_SIDE[-1]][1], ours),
        "rows_that_depend_on_how_many_side_by_side": int((found[1][1] != found[SIDE_BY_SIDE[-1]][1]).any(axis=1).sum()),
    }
    print(json.dumps(figures, indent=1))
    if chosen.write:
        print(write_figures("gpu.json", figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
