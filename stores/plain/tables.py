"""Keepers, plain files: the tables. In: passages, some at a time. Out: Parquet files, and what stands in them. Must not hold more
than a group of rows.

Rule: Apache Parquet, format 2.6, through pyarrow. The same rows give the same bytes in the same version of it: no time and no
name is written. Whoever reads takes nothing on trust: names, types and lengths of the columns are compared with ours, and a group
has at most so many rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import ChecksumError, SettingsError
from stores.plain.columns import FIELDS, PASSAGES, TOKEN_ROWS, TOKENS, VECTOR, Column
from stores.vectors.index import Value

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 4_000  # rows of one group: some 20 MB with vectors of 384 numbers
MOST_IN_GROUP = 100_000
MOST_BYTES = 2 * 1024**3  # of a group once it is unpacked
_DAMAGED = "Take another copy of the folder, or write it again with: mandategraph export --plain FOLDER"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in one language as a row: the fields that it is filtered by, words, place, unit vector (d,)."""

    payload: Mapping[str, Value]
    words: str
    context: str
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    vector: NDArray[np.float32] = field(compare=False)


def require_parquet() -> None:
    """SettingsError where the library for Parquet is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            "Plain files hold Parquet, for which pyarrow is wanted; it is not installed.",
            advice="Install it with: pip install 'mandategraph[move]'",
        ) from error


def write_passages(file: Path, passages: Iterable[Passage], dims: int) -> int:
    """Writes the passages, in their order, and answers how many they are."""
    return _write(file, (_row(passage) for passage in passages), PASSAGES, dims)


def write_token_rows(file: Path, rows: Iterable[tuple[str, str, bytes]]) -> int:
    """Writes passage, language and packed token vectors, in their order, and answers how many they are."""
    return _write(file, (dict(zip(TOKENS, row, strict=True)) for row in rows), TOKENS, 0)


def read_passages(file: Path, dims: int, count: int) -> Iterator[Passage]:
    """The passages in their order; ChecksumError where the file is not one of ours with so many, and vectors of that length."""
    for batch in _read(file, PASSAGES, dims, count):
        vectors = batch.column(VECTOR).flatten().to_numpy(zero_copy_only=False).reshape(-1, dims)
        rows = batch.drop_columns([VECTOR]).to_pylist()
        for row, vector in zip(rows, vectors, strict=True):
            yield _passage(row, vector)


def read_token_rows(file: Path, count: int) -> Iterator[tuple[str, str, bytes]]:
    """Passage, language and packed token vectors, in their order; ChecksumError as above."""
    for batch in _read(file, TOKENS, 0, count):
        yield from ((row["passage"], row["language"], row[TOKEN_ROWS]) for row in batch.to_pylist())


def _row(passage: Passage) -> dict[str, object]:
    unknown = sorted(passage.payload.keys() - FIELDS.keys())
    if unknown:
        raise SettingsError(
            f"The index has fields that plain files have no column for: {', '.join(unknown)}.",
            advice="It was published by another version; publish again with: mandategraph ingest PATH",
        )
    places = {"words": passage.words, "context": passage.context, "titles": passage.titles, "headings": passage.headings}
    return {**dict.fromkeys(FIELDS), **passage.payload, **places, VECTOR: passage.vector}


def _passage(row: Mapping[str, Any], vector: NDArray[np.float32]) -> Passage:
    payload = {name: row[name] for name in FIELDS if row[name] is not None}
    return Passage(payload, row["words"], row["context"], tuple(row["titles"]), tuple(row["headings"]), vector)


def _schema(columns: Mapping[str, Column], dims: int) -> "pa.Schema":
    import pyarrow as pa

    texts = pa.list_(pa.field("element", pa.string(), nullable=False))
    types = {
        "text": pa.string(),
        "texts": texts,
        "number": pa.int64(),
        "vector": pa.list_(pa.field("element", pa.float32(), nullable=False), dims),
        "bytes": pa.binary(),
    }
    return pa.schema([pa.field(name, types[column.type], nullable=column.optional) for name, column in columns.items()])


def _write(file: Path, rows: Iterable[Mapping[str, object]], columns: Mapping[str, Column], dims: int) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, waiting, count = _schema(columns, dims), iter(rows), 0
    plain = {f"{VECTOR}.list.element", TOKEN_ROWS}  # numbers without repeats: packing them takes time and saves nothing
    leaves = [path for path in _leaves(schema) if path not in plain]
    with pq.ParquetWriter(
        file,
        schema,
        compression={path: "NONE" if path in plain else "ZSTD" for path in _leaves(schema)},
        use_dictionary=leaves,
        write_statistics=[path for path in leaves if path in columns],
        store_schema=True,
    ) as writer:
        while some := list(islice(waiting, GROUP)):
            arrays = [_array([row[name] for row in some], schema.field(name).type) for name in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)
            count += len(some)
    return count


def _leaves(schema: "pa.Schema") -> list[str]:
    """The columns by the paths that Parquet has for them."""
    import pyarrow as pa

    return [f"{one.name}.list.element" if pa.types.is_nested(one.type) else one.name for one in schema]


def _array(values: list[Any], kind: "pa.DataType") -> "pa.Array":
    import pyarrow as pa

    if pa.types.is_fixed_size_list(kind):
        return pa.FixedSizeListArray.from_arrays(pa.array(np.concatenate(values), pa.float32()), type=kind)
    return pa.array(values, kind)


def _read(file: Path, columns: Mapping[str, Column], dims: int, count: int) -> "Iterator[pa.RecordBatch]":
    import pyarrow.parquet as pq

    with _sound(file), pq.ParquetFile(file) as table:
        wanted = _schema(columns, dims)
        if not table.schema_arrow.equals(wanted):
            differs = [str(one) for one in table.schema_arrow if one not in list(wanted)]
            raise _damaged(file, f"its columns are not those of form 1: {', '.join(differs)[:300] or 'some are missing'}")
        if table.metadata.num_rows != count:
            raise _damaged(file, f"it has {table.metadata.num_rows:,} rows; {count:,} are wanted")
        for number in range(table.metadata.num_row_groups):
            group = table.metadata.row_group(number)
            if group.num_rows > MOST_IN_GROUP or group.total_byte_size > MOST_BYTES:
                raise _damaged(file, f"a group has {group.num_rows:,} rows of {group.total_byte_size:,} bytes")
        for batch in table.iter_batches(batch_size=GROUP, use_threads=False):
            batch.validate(full=True)
            lacking = [one.name for one in batch.schema if not one.nullable and batch.column(one.name).null_count]
            if lacking:
                raise _damaged(file, f"rows lack {', '.join(lacking)}")
            yield batch


@contextmanager
def _sound(file: Path) -> Iterator[None]:
    """What the library says of a file that is none of its own is one error of ours."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _damaged(file, str(error)[:300]) from error


def _damaged(file: Path, why: str) -> ChecksumError:
    return ChecksumError(f"{file.name} cannot be read: {why}.", advice=_DAMAGED)
