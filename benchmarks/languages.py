"""Benchmarks: aligned sentences. In: sentences of which each line says the same in six languages. Out: how often a sentence in
one language has its twin as its nearest in another. Must not ask anything but the encoder that search asks.

A query in one language, all English sentences as the pool, and the reverse: about ten minutes on 2 cores for 2,000 sentences.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.gold import LANGUAGES
from benchmarks.task import Ground, Task, malformed
from ontology.errors import ReadError
from stores.embedding.encoder import load_encoder
from stores.settings import load_settings

_NOTE = "cases are not listed: a share of thousands"


def tasks(ground: Ground) -> list[Task]:
    """A task each way between English and each other language."""
    texts = {language: _sentences(ground, language) for language in LANGUAGES}
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.models)
    pools = {language: encoder.encode_passages(lines) for language, lines in texts.items()}
    asked = {language: np.stack([encoder.encode_query(line) for line in lines]) for language, lines in texts.items()}
    ways = [way for other in LANGUAGES if other != "en" for way in ((other, "en"), ("en", other))]
    return [_task(f"sentences: {one} to {two}", asked[one], pools[two]) for one, two in ways]


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


def _task(name: str, asked: NDArray[np.float32], pool: NDArray[np.float32]) -> Task:
    """Whether the nearest of the pool is the twin, for each query."""
    met = int(sum(_nearest(asked, pool) == np.arange(len(pool))))
    return Task(name, len(asked), met, note=_NOTE)


def _nearest(asked: NDArray[np.float32], pool: NDArray[np.float32]) -> "NDArray[np.intp]":
    """The place in the pool of the nearest to each query. Vectors have length 1, so that nearness is their product."""
    nearest: Sequence[NDArray[np.intp]] = [np.argmax(rows @ pool.T, axis=1) for rows in np.array_split(asked, 20)]
    return np.concatenate(nearest)
