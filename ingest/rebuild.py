"""River, into it: rebuild from plain files. In: a folder that export wrote, an empty data folder. Out: a generation that serves
the same, and a working folder that goes on from it; all or nothing. Must not read a source, encode a passage, or trust a file.

What the files say is held against itself: checksums, the list of graphs, the words of each passage in its document's graph. It
says nothing about who wrote them: whoever rebuilds from a folder serves what stands in it.
"""

import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.changes import note_changes, record_graphs
from ingest.ledger import open_ledger
from ingest.moved import Moved, carried_renditions, take_passages, take_tokens
from ingest.publish import Progress, build_record, put_words
from ingest.reviews import read_verdicts
from ontology.errors import IriError, SettingsError, StoreError, StoreStale
from ontology.iris import Iris, checked_graph
from stores import generations
from stores.changes import LOG, Entry, State, lines, read_entry, read_line, write_entry
from stores.embedding.cache import VectorCache
from stores.embedding.encoder import name_here
from stores.embedding.tokens import TOKENS_RECIPE
from stores.generations import Build
from stores.graph.remote_publish import bring_up, make_ready, require_answer
from stores.graph.store import GraphStore
from stores.layout import write_layout
from stores.plain import folder as f
from stores.plain.folder import Record, damaged, read_json, read_record, verify
from stores.plain.graphs import Loader, read_graphs
from stores.plain.tables import require_parquet
from stores.restore import exchange, in_the_way
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.chosen import build_index
from stores.vectors.deployment import settle_collections
from stores.vectors.index import Point

_GENERATION = re.compile(r"g(\d{6,})-([0-9a-f]{8})")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What serves now, of which generation it was written, and how much it holds."""

    generation: str
    written_of: str
    passages: int
    statements: int
    documents: int


def rebuild(folder: Path, settings: Settings, progress: Progress) -> Rebuilt:
    """Fills the data folder from plain files and has their generation serve, under its own name where the engines are the same.

    Nothing is there before all was read and held against itself. StoreError where the data folder holds something, StoreBusy
    while another run writes to it; SourceMissing and ChecksumError for a folder that is none or unsound, StoreStale and
    SettingsError for one of another version, another base or another model.
    """
    require_parquet()
    with generations.writer_lock(settings.data):
        there = in_the_way(settings.data)
        if there:
            raise StoreError(
                f"{settings.data} holds data already: {', '.join(there[:5])}.",
                advice="Set MANDATEGRAPH_DATA to a new folder to rebuild into.",
            )
        aside = settings.data / "rebuilt.partial"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            names = verify(folder, progress)
            record = read_record(folder)
            require_answer(settings)
            _refuse_other(record, settings, has_tokens=f.TOKENS in names)
            aside.mkdir()
            rebuilt = _Making(folder, names, record, aside, settings, progress).made()
            exchange(settings.data, aside, [])
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        bring_up(settings, progress)
        settle_collections(settings.qdrant_url, Choices.of(settings))
    return rebuilt


def _refuse_other(record: Record, settings: Settings, *, has_tokens: bool) -> None:
    if record.base != settings.base:
        raise SettingsError(
            f"The plain files are of IRIs under {record.base}; here they are under {settings.base}.",
            advice=f"Set MANDATEGRAPH_BASE={record.base}",
        )
    profile = record.model.partition("/")[0]
    if profile != settings.model:
        raise SettingsError(
            f"The vectors of the plain files are of the model {profile[:100]!r}; here it is {settings.model}.",
            advice="Set MANDATEGRAPH_MODEL to theirs, or ingest the sources.",
        )
    here = name_here(settings.model)
    if record.model != here or (has_tokens and record.tokens_recipe != TOKENS_RECIPE):
        raise StoreStale(
            f"The vectors of the plain files were made by {record.model[:200]}; questions would be asked by {here}.",
            advice="Install these versions of its packages, or ingest the sources.",
        )
    if not _GENERATION.fullmatch(record.generation):
        raise damaged(f.RECORD, f"{record.generation[:100]!r} is no generation")


@dataclass(frozen=True, slots=True)
class _Making:
    """The folder aside, filled as a data folder is."""

    folder: Path
    names: frozenset[str]
    record: Record
    aside: Path
    settings: Settings
    progress: Progress

    def made(self) -> Rebuilt:
        write_layout(self.aside)
        work, iris = self.aside / "work", Iris(self.settings.base)
        self._put_journals()
        partial = generations.begin(self.aside)
        states = _states(self.folder, iris)
        with GraphStore.open(work / "graph") as store:
            self._put_graphs(store, partial, states, iris)
            with open_ledger(work) as ledger:
                renditions = carried_renditions(store, iris)
                ledger.carry(renditions)
            self._put_passages(store, partial, iris)
        with GraphStore.read_only(partial / "graph") as published:
            if record_graphs(published, partial, None, self.settings.base) != states:
                raise damaged(f.GRAPH, "what the store made of it is not what the list of graphs says")
        shutil.copyfile(self.folder / f.RECEIPT, partial / "receipt.json")
        generation = self._publish(partial, build_record(states, self.record.ontology_version, self.record.model))
        with open_ledger(work) as ledger:
            ledger.note_published(generation)
        statements = sum(state.statements for state in states.values())
        documents = len({held.document for held in renditions})
        return Rebuilt(generation, self.record.generation, self.record.passages, statements, documents)

    def _put_graphs(self, store: GraphStore, partial: Path, states: Mapping[str, State], iris: Iris) -> None:
        """What ingest makes goes into the working graph; the generation has what curators wrote beside it."""
        file, curated, loader = self.folder / f.GRAPH, False, Loader(store)
        for done, found in enumerate(read_graphs(file, states), 1):
            if not iris.is_pipelines(found.graph):
                curated = True
            elif found.has_blank and found.graph != iris.graph("ontology"):
                raise damaged(f.GRAPH, f"{found.graph} has blank nodes; only the ontology may")
            else:
                loader.put(found)
            self.progress("graph", done, len(states))
        loader.finish()
        if not curated:
            store.backup(partial / "graph")
            return
        both = self.aside / "graph.aside"
        store.backup(both)
        with GraphStore.open(both) as together:
            loader = Loader(together)
            for found in read_graphs(file, states):
                if not iris.is_pipelines(found.graph):
                    loader.put(found)
            loader.finish()
            together.backup(partial / "graph")
        shutil.rmtree(both)

    def _put_passages(self, store: GraphStore, partial: Path, iris: Iris) -> None:
        scratch = self.aside / "vectors.aside"
        with VectorCache(self.aside / "work" / "vectors.sqlite") as cache:
            moved = take_passages(self.folder, self.record, store, iris, cache, scratch, self.progress)
            if f.TOKENS in self.names:
                take_tokens(self.folder, self.record, moved.entries, cache, partial / "tokens")
        put_words(partial, moved.entries)
        self._put_index(partial, moved)
        scratch.unlink(missing_ok=True)

    def _put_index(self, partial: Path, moved: Moved) -> None:
        pairs = zip(moved.entries, moved.vectors, strict=True)
        points = (Point(entry.key, entry.looked_up, vector, entry.payload) for entry, vector in pairs)
        meta, url, choices = {"model": self.record.model}, self.settings.qdrant_url, Choices.of(self.settings)
        build_index(partial / "index", points, dims=self.record.dims, meta=meta, url=url, choices=choices)

    def _put_journals(self) -> None:
        """The log of changes, of which each line must be one, and the verdicts."""
        shutil.copyfile(self.folder / f.CHANGES, self.aside / LOG)
        if any(line is None for line in lines(self.aside)):
            raise damaged(f.CHANGES, "a line is no entry of the log")
        if (self.folder / f.VERDICTS).stat().st_size:
            (self.aside / "reviews").mkdir()
            shutil.copyfile(self.folder / f.VERDICTS, self.aside / "reviews" / "verdicts.jsonl")
            read_verdicts(self.aside)

    def _publish(self, partial: Path, build: Build) -> str:
        """Under the name that it had, with the entry that it had, if it is the same; else as the one after it, where nothing
        changed.
        """
        match = _GENERATION.fullmatch(self.record.generation)
        number, digest = (int(match[1]), match[2]) if match else (1, "")
        noted = [line for line in lines(self.aside) if line is not None and line.generation == self.record.generation]
        fresh = read_entry(partial)
        if noted and fresh is not None:
            before = read_line(self.aside, noted[-1])
            write_entry(partial, before if digest == build.digest else _unchanged(fresh, before))
        number = number if digest == build.digest else number + 1
        generation = generations.publish(
            self.aside, partial, build, ready=lambda made: make_ready(made, self.settings, self.progress), number=number
        )
        note_changes(self.aside, generation)
        return generation


def _unchanged(fresh: Entry, before: Entry) -> Entry:
    return Entry("", before.generation, max(fresh.published, before.published), fresh.statements, before.statements, (), ())


def _states(folder: Path, iris: Iris) -> Mapping[str, State]:
    """The list of graphs; ChecksumError where it is none, or names what can be no graph."""
    told = read_json(folder / f.STATES)
    found: dict[str, State] = {}
    for graph, one in told.items() if isinstance(told, dict) else ():
        with suppress(IriError):
            if (
                isinstance(one, dict)
                and one.keys() == {"sha256", "statements"}
                and isinstance(one["sha256"], str)
                and _SHA256.fullmatch(one["sha256"])
                and type(one["statements"]) is int
                and one["statements"] >= 0
            ):
                found[checked_graph(graph)] = State(one["sha256"], one["statements"])
    if not isinstance(told, dict) or len(found) < len(told) or iris.graph("ontology") not in found:
        raise damaged(f.STATES, "it is no list of graphs with sha256 and statements")
    return found
