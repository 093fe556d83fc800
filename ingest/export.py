"""River, out of it: export to plain files. In: the generation that serves. Out: a folder of N-Quads and Parquet that it can be
made from again, whole or not at all. Must not change what serves, nor take anything from the working folder.

What is written is what is served: vectors and fields are those of the index, words and titles those of the graph. The same
generation gives the same bytes.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ingest.points import Places, placed, words_in
from ingest.publish import Progress
from ontology.errors import StoreDamaged, StoreError, StoreMissing, StoreStale
from ontology.iris import Iris, key_in_language
from stores import generations
from stores.aside import folder_aside
from stores.changes import LOG, entry_line, lines, read_entry, read_states, write_states
from stores.disk import to_disk
from stores.dumps import open_dumps
from stores.embedding.tokens import TOKENS_RECIPE, TokenStore
from stores.generations import Generation
from stores.graph.store import GraphStore
from stores.plain import folder as f
from stores.plain.explained import explained
from stores.plain.folder import Record, seal, write_record
from stores.plain.graphs import write_graphs
from stores.plain.tables import Passage, require_parquet, write_passages, write_token_rows
from stores.readers import Hold
from stores.settings import Settings
from stores.vectors.drawn import Drawn, drawn

_AGAIN = "It was published by another version, or is damaged; publish again with: mandategraph ingest PATH"
_NONE: Mapping[tuple[str, str, str], str] = {}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: of which generation, how much it holds, and the size of each file in bytes."""

    record: Record
    sizes: Mapping[str, int]

    @property
    def bytes(self) -> int:
        """Of all files together."""
        return sum(self.sizes.values())


def export_plain(to: Path, settings: Settings, progress: Progress) -> Exported:
    """Writes the generation that serves into the new folder `to`; it appears whole or not at all.

    StoreError where `to` holds something or cannot be written, StoreMissing and StoreDamaged where nothing serves or nothing is
    to be found in it, StoreStale where index and graph do not tell of the same passages, SettingsError without the library for
    Parquet.
    """
    require_parquet()
    if to.exists() and not (to.is_dir() and not any(to.iterdir())):
        raise StoreError(f"Wanted a new folder to write plain files into; {to} is there already.", advice="Name a new one.")
    try:
        to.absolute().parent.mkdir(parents=True, exist_ok=True)
        with folder_aside(to.absolute().parent) as home:
            aside = home / "plain"
            aside.mkdir()
            generation, hold = _held(settings.data)
            with closing(hold):
                record = _written(aside, generation, settings, progress)
            sizes = seal(aside)
            to_disk(aside)
            aside.rename(to)
            to_disk(to.absolute().parent)
    except OSError as error:
        raise StoreError(
            f"Wanted to write plain files to {to}; the system says: {error.strerror or error}.",
            advice="Name a folder with enough room that you may write to.",
        ) from error
    return Exported(record, sizes)


def _held(data: Path) -> tuple[Generation, Hold]:
    """What serves, held: one that was replaced and pruned meanwhile is asked for again."""
    while True:
        generation = generations.current(data)
        try:
            return generation, Hold(generation.folder)
        except FileNotFoundError:
            continue


def _written(aside: Path, generation: Generation, settings: Settings, progress: Progress) -> Record:
    with GraphStore.read_only(generation.graph) as store:
        progress("graph", 0, 1)
        states = write_graphs(aside / f.GRAPH, store, open_dumps(generation.folder), read_states(generation.folder))
        write_states(aside, states)
        progress("graph", 1, 1)
        count, dims = _write_passages(aside / f.PASSAGES, store, generation, settings, progress)
    tokens = _write_tokens(aside, generation, settings)
    shutil.copyfile(generation.receipt, aside / f.RECEIPT)
    _write_changes(aside / f.CHANGES, settings.data, generation)
    _copy_lines(settings.data / "reviews" / "verdicts.jsonl", aside / f.VERDICTS)
    statements, build = sum(state.statements for state in states.values()), generation.build
    record = Record(
        *(generation.id, settings.base, build.model, dims, count, statements),
        *(build.corpus_digest, build.ontology_version, dict(build.engines), TOKENS_RECIPE),
    )
    write_record(aside, record)
    (aside / f.README).write_text(explained(record, tokens=tokens), encoding="utf-8")
    return record


def _write_passages(
    file: Path, store: GraphStore, generation: Generation, settings: Settings, progress: Progress
) -> tuple[int, int]:
    """How many passages there are, and how long their vectors."""
    points = drawn(generation.index, url=settings.qdrant_url)
    first = next(points, None)
    if first is None:
        raise StoreMissing(f"The generation {generation.id} holds no passages.", advice="Ingest documents first.")
    passages = _passages(chain([first], points), store, Iris(settings.base))
    count = write_passages(file, _telling(passages, progress), len(first.dense))
    return count, len(first.dense)


def _telling(passages: Iterator[Passage], progress: Progress) -> Iterator[Passage]:
    for done, passage in enumerate(passages, 1):
        if done % 1_000 == 0:
            progress("passages", done, done)
        yield passage


def _passages(points: Iterator[Drawn], store: GraphStore, iris: Iris) -> Iterator[Passage]:
    """The points of the index with their words and places; what curators wrote plays no role in either, as at publishing."""
    own = iris.graph("")
    is_curated = any(not iris.is_pipelines(graph) for graph in store.graphs())
    places, words, document = Places.of(store, own if is_curated else ""), _NONE, ""
    for point in points:
        passage, language, fidelity, of = (str(point.payload[name]) for name in ("passage", "language", "fidelity", "document"))
        if of != document:  # points stand in the order of their IRIs, so those of a document follow each other
            document, words = of, words_in(store, iris.document_graph(of))
        if (passage, language, fidelity) not in words or point.iri != key_in_language(passage, language):
            raise StoreStale(
                f"The index finds {point.iri}, of which the graph has no such words.",
                advice=_AGAIN,
            )
        entry = placed(words[passage, language, fidelity], point.payload, places)
        yield Passage(point.payload, entry.words, entry.context, entry.titles, entry.headings, point.dense)


def _write_tokens(aside: Path, generation: Generation, settings: Settings) -> bool:
    """Whether the generation has token vectors."""
    store = TokenStore.open(generation.tokens)
    if store is None:
        return False
    with closing(store):
        write_token_rows(aside / f.TOKENS, _token_rows(store, drawn(generation.index, url=settings.qdrant_url)))
    return True


def _token_rows(store: TokenStore, points: Iterator[Drawn]) -> Iterator[tuple[str, str, bytes]]:
    for point in points:
        rows = store.rows(point.iri)
        if rows is None:
            raise StoreDamaged(
                f"There are no token vectors of {point.iri}.", advice="Publish again with: mandategraph ingest PATH"
            )
        yield str(point.payload["passage"]), str(point.payload["language"]), rows.tobytes()


def _write_changes(file: Path, data: Path, generation: Generation) -> None:
    """The log up to this generation, whose own entry a kill may have left out of it."""
    noted = [line for line in lines(data) if line is not None and line.generation == generation.id]
    end = noted[0].start + noted[0].length if noted else None
    _copy_lines(data / LOG, file, end)
    own = None if noted else read_entry(generation.folder)
    if own is not None:
        with file.open("ab") as out:
            out.write(entry_line(own))


def _copy_lines(source: Path, target: Path, end: int | None = None) -> None:
    """The complete lines of a journal; an empty file where there is none."""
    found = source.read_bytes()[:end] if source.is_file() else b""
    target.write_bytes(found[: found.rfind(b"\n") + 1])
