"""Benchmarks, growth: arithmetic. In: the figures. Out: bytes of a passage and a statement, and what larger corpora would take.
Must not measure; what it answers is no measurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DIMS = 384
TOKEN_BYTES = DIMS // 2  # four bits a number: stores/embedding/tokens
QDRANT_FACTOR = 1.5  # Qdrant's own rule for vectors in memory: documentation, capacity planning
LAYERS, LAYER_PARAMETERS = 12, 21_300_000  # of multilingual-e5-small, without its table of words, which is only looked up
KEPT = 2  # generations that are kept, and
MAKING = 1  # one that is being made
GB = 1e9
Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """Bytes on the disk by part, of one passage; statements of a passage, bytes of a statement; words for the model."""

    dense: float
    keyword: float
    payload: float
    columns: float
    words: float
    reuse: float
    cache: float
    statements: float
    a_statement: float
    tokens: float
    own_tokens: float

    @property
    def index(self) -> float:
        """The whole index of one passage."""
        return self.dense + self.keyword + self.payload + self.columns

    @property
    def graph(self) -> float:
        """The graph of one passage."""
        return self.statements * self.a_statement

    @property
    def generation(self) -> float:
        """Everything that is published of one passage, without token vectors."""
        return self.index + self.graph + self.words + self.reuse

    @property
    def token_vectors(self) -> float:
        """What re-ranking keeps of one passage."""
        return self.own_tokens * TOKEN_BYTES

    @property
    def operations(self) -> float:
        """Floating point operations of encoding one passage: two a parameter and token, and attention."""
        return 2 * LAYER_PARAMETERS * self.tokens + LAYERS * 4 * DIMS * self.tokens * self.tokens


def unit(steps: Figures) -> Unit:
    """The unit of the largest corpus that was asked; a statement's bytes are those of the largest graph."""
    asked, encoding = last(steps, "asked"), steps["encoding"]
    passages, index, disk = asked["passages"], asked["index_mb"], asked["disk_mb"]

    def each(megabytes: float) -> float:
        return 1e6 * megabytes / float(passages)

    return Unit(
        dense=each(index["dense"]),
        keyword=each(index["keyword"]),
        payload=each(index["payload"] + index["payload_lists"]),
        columns=each(index["columns"] + index["rest"]),
        words=each(disk["words.sqlite"]),
        reuse=each(disk["reuse"]),
        cache=4.0 * DIMS + 32,
        statements=asked["triples"] / passages,
        a_statement=last(steps, "copied")["bytes_a_statement"],
        tokens=encoding["mean_tokens"],
        own_tokens=encoding["mean_tokens_of_its_own"],
    )


def last(steps: Figures, kind: str) -> Figures:
    """The last, which is the largest, step of a kind."""
    found: Figures = [told for step, told in steps.items() if step.startswith(kind)][-1]
    return found


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus of so many passages: what it would take, by arithmetic."""

    passages: float
    of: Unit
    cpu_rate: float  # passages a second
    gpu_rate: float
    core_ms: float  # of a processor, a paragraph, all but the encoding

    @property
    def statements(self) -> float:
        """How many statements its graph has."""
        return self.passages * self.of.statements

    @property
    def generation_gb(self) -> float:
        """One generation on the disk."""
        return self.passages * self.of.generation / GB

    @property
    def disk_gb(self) -> float:
        """The generations that are kept, one that is being made, the working graph, and the cache of vectors."""
        working = self.passages * (self.of.graph + self.of.cache)
        return (self.passages * self.of.generation * (KEPT + MAKING) + working) / GB

    @property
    def scan_gb(self) -> float:
        """The dense vectors, which a scan reads whole for each question: they have to stay in memory."""
        return self.passages * self.of.dense / GB

    @property
    def qdrant_gb(self) -> float:
        """Dense vectors with their graph in memory, by Qdrant's own rule."""
        return self.passages * DIMS * 4 * QDRANT_FACTOR / GB

    @property
    def qdrant_int8_gb(self) -> float:
        """The same rule with a byte a number in memory, the vectors themselves on the disk."""
        return self.passages * DIMS * QDRANT_FACTOR / GB

    @property
    def cpu_hours(self) -> float:
        """Encoding, at the rate of the machine that was measured."""
        return self.passages / self.cpu_rate / 3600

    @property
    def gpu_hours(self) -> float:
        """Encoding at the rate of the GPU that was measured."""
        return self.passages / self.gpu_rate / 3600

    @property
    def core_hours(self) -> float:
        """Everything else of taking in, hours of one processor."""
        return self.passages * self.core_ms / 3.6e6
