"""River, rebuild: what plain files say of passages and documents. In: their folder, the graph that was made of it. Out: entries
with their vectors, token vectors, what the vector cache is to know, and what documents were made from. Must not encode.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from ingest.ledger import CARRIED, Held
from ingest.points import Entry, words_in
from ontology.errors import IriError
from ontology.iris import Iris, checked
from stores.embedding.cache import VectorCache, content_key, token_key
from stores.embedding.tokens import write_tokens
from stores.graph.store import GraphStore
from stores.plain.folder import PASSAGES, TOKENS, Record, Told, damaged
from stores.plain.tables import Passage, read_passages, read_token_rows

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*|")
_AT_ONCE = 500  # vectors that the cache takes in one transaction
_NOT_ONE = 1e-3  # how far the length of a unit vector may be from one
_RENDITIONS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?document ?sha256 ?language ?type ?fidelity WHERE {
  ?rendition mg:renditionOf ?document ; mg:chosen true ; mg:sha256 ?sha256 ; mg:language ?language ; mg:mediaType ?type ;
    mg:fidelity ?fidelity }"""
_SYMBOLS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?document ?symbol WHERE { ?rendition mg:renditionOf ?document . ?document mg:symbol ?symbol }"""


@dataclass(frozen=True, slots=True)
class Moved:
    """The passages in the order of their keys, and their vectors (n, d), mapped from a file."""

    entries: Sequence[Entry]
    vectors: NDArray[np.float32]


def take_passages(
    folder: Path, record: Record, store: GraphStore, iris: Iris, cache: VectorCache, scratch: Path, tell: Told
) -> Moved:
    """The passages of the folder; the cache knows their vectors from then on. ChecksumError where one is not in the graph, stands
    in another order, or has no unit vector.
    """
    shape = (record.passages, record.dims)
    vectors = np.memmap(scratch, np.float32, "w+", shape=shape) if record.passages else np.zeros(shape, np.float32)
    found: list[Entry] = []
    words = _InGraph(store, iris)
    for passage in read_passages(folder / PASSAGES, record.dims, record.passages):
        iri = str(passage.payload["passage"])
        entry = Entry(iri, passage.words, passage.context, passage.payload, passage.titles, passage.headings)
        _refuse_unsound(entry, passage, found[-1].key if found else "", words)
        vectors[len(found)] = passage.vector
        found.append(entry)
        if len(found) % _AT_ONCE == 0 or len(found) == record.passages:
            start = (len(found) - 1) // _AT_ONCE * _AT_ONCE
            some = zip(found[start:], vectors[start : len(found)], strict=True)
            cache.put({content_key(record.model, "passage", one.embedded): vector for one, vector in some})
            tell("passages", len(found), record.passages)
    return Moved(found, vectors)


def take_tokens(folder: Path, record: Record, entries: Sequence[Entry], cache: VectorCache, target: Path) -> None:
    """Writes the token vectors of the folder as those of a generation; the cache knows them from then on."""
    write_tokens(target, _token_rows(folder, record, entries, cache), record.dims)


def carried_renditions(store: GraphStore, iris: Iris) -> list[Held]:
    """The renditions that the documents of the working graph were made from; ChecksumError for a document without any."""
    symbols: dict[str, list[str]] = {}
    for row in store.select(_SYMBOLS):
        symbols.setdefault(str(row["document"]), []).append(str(row["symbol"]))
    found: list[Held] = []
    for row in store.select(_RENDITIONS):
        document, sha256, language = str(row["document"]), str(row["sha256"]), str(row["language"])
        key = _key(document, symbols.get(document, []), iris)
        fidelity = "digest" if str(row["fidelity"]).endswith("#Digest") else "full"
        name = f"{key} ({language}, from plain files)"
        found.append(Held(sha256, key, language, str(row["type"]), fidelity, name, "", CARRIED + sha256))
    graphs = {iris.document_graph(iris.document(held.document)) for held in found}
    lacking = [graph for graph in store.graphs() if graph.startswith(iris.graph("doc/")) and graph not in graphs]
    if lacking:
        raise damaged("graph.nq.gz", f"nothing says what {lacking[0]} was made from")
    return sorted(found, key=lambda held: (held.document, held.origin))


class _InGraph:
    """The words that the graph has, of one document at a time: passages of one follow each other."""

    def __init__(self, store: GraphStore, iris: Iris) -> None:
        self._store, self._iris, self._document = store, iris, ""
        self._words = words_in(store, iris.graph("none"))

    def says(self, entry: Entry) -> bool:
        """Whether the passage has these words in its document's graph. IriError for IRIs that are none of ours."""
        document = checked(str(entry.payload["document"]))
        if document != self._document:
            self._document, self._words = document, words_in(self._store, self._iris.document_graph(document))
        key = (entry.iri, str(entry.payload["language"]), str(entry.payload["fidelity"]))
        return self._words.get(key) == entry.words


def _refuse_unsound(entry: Entry, passage: Passage, before: str, words: _InGraph) -> None:
    try:
        is_said = _LANGUAGE.fullmatch(str(entry.payload["language"])) is not None and words.says(entry)
        checked(entry.iri)
    except IriError as error:
        raise damaged(PASSAGES, str(error)) from error
    if not is_said:
        raise damaged(PASSAGES, f"the graph has no such words of {entry.key[:200]}")
    if entry.key <= before:
        raise damaged(PASSAGES, f"{entry.key[:200]} comes twice, or not in the order of the rows")
    if not abs(float(np.linalg.norm(passage.vector.astype(np.float64))) - 1) < _NOT_ONE:
        raise damaged(PASSAGES, f"the vector of {entry.key[:200]} is not of length one")


def _token_rows(
    folder: Path, record: Record, entries: Sequence[Entry], cache: VectorCache
) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    width, waiting = record.dims // 2, dict[bytes, NDArray[np.uint8]]()
    for entry, (passage, language, tokens) in zip(entries, read_token_rows(folder / TOKENS, len(entries)), strict=True):
        if (passage, language) != (entry.iri, entry.payload["language"]) or record.dims % 2 or len(tokens) % width:
            raise damaged(TOKENS, f"it has no whole rows of {entry.key[:200]} where they are wanted")
        rows = np.frombuffer(tokens, np.uint8).reshape(-1, width)
        waiting[token_key(record.model, entry.embedded, entry.start)] = rows
        if len(waiting) >= _AT_ONCE:
            cache.put_rows(waiting)
            waiting.clear()
        yield entry.key, rows
    cache.put_rows(waiting)


def _key(document: str, symbols: Sequence[str], iris: Iris) -> str:
    """The key that ingest knows a document by: the symbol that its IRI is of, or the slug of a programme document."""
    for key in (*sorted(symbols), unquote(document.removeprefix(iris.document("")))):
        if iris.document(key) == document:
            return key
    raise damaged("graph.nq.gz", f"{document[:200]} is no IRI of a document")
