"""Keepers, plain files: the explanation. In: a record. Out: the README of the folder, for whoever has nothing but it. Must not
say what another module does not do.
"""

from collections.abc import Mapping
from dataclasses import asdict

from stores.plain import folder as f
from stores.plain.columns import PASSAGES, TOKENS, Column
from stores.plain.folder import Record

_TYPES = {
    "text": "string",
    "texts": "list of string",
    "number": "int64",
    "vector": "fixed-size list of float32",
    "bytes": "binary",
}
_FILES: Mapping[str, str] = {
    f.GRAPH: "all statements as N-Quads, UTF-8, a gzip member for each named graph, graphs and lines sorted",
    f.STATES: "of each named graph the sha256 of its N-Triples lines in order, and how many they are",
    f.PASSAGES: "a row for each passage in each language, sorted by passage and language: what search finds",
    f.TOKENS: "the vectors of their tokens, for re-ranking",
    f.RECORD: "of which generation all this is, and by which versions it was made",
    f.RECEIPT: "what became of each source when it was taken in",
    f.CHANGES: "the log of changes, a line a generation",
    f.VERDICTS: "what reviewers held of findings, a line a verdict",
    f.SUMS: "sha256 of every file: sha256sum -c SHA256SUMS",
}

_TOLD = """# Plain files of Mandate Graph, generation {generation}

{passages:,} passages and {statements:,} statements under {base}, in form {format} of these files.
`mandategraph export --plain FOLDER` wrote them; `mandategraph rebuild FOLDER` makes a data folder of them, without sources."""
_READ_BY = "Parquet is read by pyarrow, pandas, DuckDB, R and others; N-Quads by every RDF store."
_VECTORS = """The vectors have {dims} numbers each and a length of one: the nearer, the greater their product. Model:
{model}. Keywords are not kept: they are counted in context, context and words."""
_WORDS = """## Whose words these are

Where `fidelity` is "full", `words` are the United Nations' own, from its official documents, which it publishes for all; quote
them by symbol and paragraph. Where it is "digest" they are our summary, never evidence that something was said. Digests, and all
that was found in the texts, are licensed CC BY 4.0.

No source, key, report of an error or journal of what curators wrote is in this folder: `mandategraph backup` keeps those. The
names of reviewers are in it, since the graph has them."""


def explained(record: Record, *, tokens: bool) -> str:
    """The text: the same for the same record."""
    files = {name: told for name, told in _FILES.items() if tokens or name != f.TOKENS}
    told = _TOLD.format(**asdict(record))
    table = "| file | what it is |\n|---|---|\n" + "\n".join(f"| `{name}` | {told} |" for name, told in files.items())
    columns = [f"## Columns of {f.PASSAGES}\n\n{_table(PASSAGES)}", _VECTORS.format(**asdict(record))]
    if tokens:
        columns.append(f"## Columns of {f.TOKENS}\n\n{_table(TOKENS)}")
    return "\n\n".join([told, table, _READ_BY, *columns, _WORDS]) + "\n"


def _table(columns: Mapping[str, Column]) -> str:
    rows = [
        f"| `{name}` | {_TYPES[column.type]}{', may be null' if column.optional else ''} | {column.meaning} |"
        for name, column in columns.items()
    ]
    return "| column | type | meaning |\n|---|---|---|\n" + "\n".join(rows)
