"""Benchmarks: aligned sentences. In: sentences of which each line says the same in six languages. Out: how often a sentence in
one language has its twin as its nearest in another. Must not ask anything but the encoder that search asks.

python -m benchmarks.languages [--queries N] [--data FOLDER] [--models FOLDER] [--model NAME]

A query in one language, all 2,000 English sentences as the pool, and the reverse: about ten minutes on 2 cores that do nothing
else. With --queries so many of the sentences are asked, the same ones every time, among the same 2,000. A data folder that is
named keeps the vectors of the pools.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluate import ground_of
from benchmarks.gold import LANGUAGES, write_figures
from benchmarks.measure import Interval, mean
from benchmarks.task import Ground, Task, malformed
from ontology.errors import MandateGraphError, ReadError
from stores.embedding.cache import VectorCache, encode_cached
from stores.embedding.encoder import Encoder, load_encoder
from stores.settings import MODELS, load_settings

Way = tuple[str, str]
"""The language of the query and that of the pool."""
WAYS: tuple[Way, ...] = tuple(way for other in LANGUAGES if other != "en" for way in ((other, "en"), ("en", other)))
_NOTE = "cases are not listed: a share of thousands"


def tasks(ground: Ground) -> list[Task]:
    """A task each way between English and each other language."""
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.models)
    with tempfile.TemporaryDirectory(prefix="mandategraph-bench-") as aside, VectorCache(Path(aside) / "vectors.sqlite") as cache:
        found = twins(encoder, cache, {language: _sentences(ground, language) for language in LANGUAGES})
    return [Task(f"sentences: {one} to {two}", len(met), sum(met), note=_NOTE) for (one, two), met in found.items()]


def twins(
    encoder: Encoder, cache: VectorCache, texts: Mapping[str, Sequence[str]], queries: int | None = None
) -> dict[Way, list[bool]]:
    """Each way, whether the nearest of the pool is the twin, for each query or for so many, taken at even distances."""
    whole = len(texts["en"])
    chosen = np.linspace(0, whole - 1, min(queries or whole, whole)).round().astype(int)
    asked = {language: np.stack([encoder.encode_query(lines[at]) for at in chosen]) for language, lines in texts.items()}
    found = {}
    for one, two in sorted(WAYS, key=lambda way: way[1]):  # one pool in memory at a time
        pool = encode_cached(encoder, texts[two], cache)
        found[one, two] = [bool(right) for right in nearest(asked[one], pool) == chosen]
    return {way: found[way] for way in WAYS}


def nearest(asked: NDArray[np.float32], pool: NDArray[np.float32]) -> "NDArray[np.intp]":
    """The place in the pool of the nearest to each query. Vectors have length 1, so that nearness is their product."""
    some: Sequence[NDArray[np.intp]] = [np.argmax(rows @ pool.T, axis=1) for rows in np.array_split(asked, 20) if len(rows)]
    return np.concatenate(some)


def averages(found: Mapping[Way, Sequence[bool]]) -> dict[str, float]:
    """The means over the pairs: into English, out of English, both."""
    shares = {way: fmean(met) for way, met in found.items()}
    into = fmean(share for (_, two), share in shares.items() if two == "en")
    out = fmean(share for (one, _), share in shares.items() if one == "en")
    return {"into English": into, "out of English": out, "both": (into + out) / 2}


def _sentences(ground: Ground, language: str) -> list[str]:
    file = ground.gold_file(f"six-languages/sentences.{language}")
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise malformed(file, 1, "bytes that are not UTF-8") from error
    english = ground.gold_file("six-languages/sentences.en").read_bytes().count(b"\n")
    if len(lines) - 1 != english:
        raise ReadError(f"Wanted {english} lines in {file}, as the English sentences have; it has {len(lines) - 1}.")
    return lines[:-1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the share of each way and the averages; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How often the twin of a sentence in another language is its nearest.")
    parser.add_argument("--queries", type=int, help="so many sentences of each language are asked")
    parser.add_argument("--data", type=Path, help="a folder for vectors, to keep and use again; else one that is gone afterwards")
    parser.add_argument("--models", type=Path, help="a folder that has the model's files already")
    parser.add_argument("--model", choices=MODELS, default=MODELS[0])
    given = parser.parse_args(arguments)
    try:
        ground = ground_of(None, None)
        texts = {language: _sentences(ground, language) for language in LANGUAGES}
        with tempfile.TemporaryDirectory(prefix="mandategraph-bench-") as aside:
            data = given.data or Path(aside)
            encoder = load_encoder(given.model, given.models or data / "models")
            with VectorCache(data / "work" / "vectors.sqlite") as cache:
                found = twins(encoder, cache, texts, given.queries)
    except MandateGraphError as error:
        print(f"benchmarks.languages: {error}", file=sys.stderr)
        return 1
    shares: dict[Way, Interval] = {way: mean([float(right) for right in met]) for way, met in found.items()}
    for (one, two), share in shares.items():
        print(f"{one} to {two}: {share}")
    print(averages(found))
    told = {"command": "python -m benchmarks.languages", "model": given.model, "pool": len(texts["en"])}
    asked = {"queries": len(next(iter(found.values())))}
    rounded = {f"{one} to {two}": share.rounded() for (one, two), share in shares.items()}
    means = {name: round(value, 3) for name, value in averages(found).items()}
    write_figures("languages.json", {**told, **asked, "first": rounded, "average": means})
    return 0


if __name__ == "__main__":
    sys.exit(main())
