"""River, stage record. In: the graph to be published and the generation before. Out: what each graph holds, what changed, and the
dumps, in the folder aside; after publishing, a line of the change log. Must not change a graph.

All graphs are walked once. Only what changed is packed; the rest is copied from the dumps before.
"""

import gzip
import hashlib
import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from ontology.errors import StoreDamaged
from stores.changes import (
    Entry,
    State,
    Statistics,
    append,
    changed,
    lines,
    read_entry,
    read_states,
    read_statistics,
    write_entry,
    write_states,
    write_statistics,
)
from stores.dumps import FOLDER, JSON_LD, N_QUADS, Dumps, Packer, Writer, open_dumps
from stores.generations import Generation
from stores.graph.store import GraphStore
from stores.graph.written import write_json_ld, write_n_quads

_LOG = logging.getLogger("mandategraph.ingest")
_IN_MEMORY = 32 * 1024 * 1024
_PLAIN = re.compile(r"graph/[A-Za-z0-9/()._~:+,-]+")  # what may stand in an address and in a file's name as it is
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the generation before held: nothing where there is none, or none that tells."""

    id: str | None
    published: str
    states: Mapping[str, State]
    dumps: Dumps | None
    statistics: Statistics | None = None


def record_graphs(
    store: GraphStore, aside: Path, before: Generation | None, base: str, only: Collection[str] | None = None
) -> Mapping[str, State]:
    """What each graph of the store holds, written with what changed since `before` and the dumps into the folder aside.

    IRIs under `base` that were described and are not any more are named in the entry. `only` are the graphs that may have changed
    since, where the caller knows: then the others are taken from `before` unseen.
    """
    known = _known(before)
    counted, unseen = _counted_before(known, only)
    states: dict[str, State] = {}
    gone: set[str] = set()
    with Packer(aside / FOLDER, known.dumps) as packer:
        for graph in store.graphs():
            name = _name(graph, base)
            if graph in unseen and packer.carry(graph, name):
                states[graph] = known.states[graph]
                continue
            with cast("IO[bytes]", SpooledTemporaryFile(_IN_MEMORY)) as kept:
                states[graph] = _measured(store.triples(graph), kept, Statistics({}, {}) if graph in unseen else counted)
                is_same = states[graph] == known.states.get(graph)
                if not (is_same and packer.carry(graph, name)):
                    packer.pack(graph, name, _writers(graph, kept))
                if not is_same:
                    gone |= _described_before(known.dumps, graph, base) - _subjects(_again(kept), base)
    for graph in known.states.keys() - states.keys():
        gone |= _described_before(known.dumps, graph, base)
    write_states(aside, states)
    write_statistics(aside, counted)
    write_entry(aside, _entry(known, states, base, sorted(iri for iri in gone if not store.facts(iri))))
    return states


def note_changes(data: Path, generation: str) -> None:
    """Adds the entry of a generation to the log, after those of earlier ones that a kill left out. Wants the writer's lock held.

    Noting it twice adds it once. A generation that was published before there was a log is left out.
    """
    noted = {line.generation for line in lines(data) if line is not None}
    missing: list[Entry] = []
    name: str | None = generation
    while name is not None and name not in noted and (entry := read_entry(data / "generations" / name)):
        missing.append(entry)
        name = entry.before
    for entry in reversed(missing):
        append(data, entry)


def _known(before: Generation | None) -> _Known:
    """What is unreadable is as good as absent: then all is new, and all is packed."""
    if before is not None:
        try:
            states, entry, dumps = read_states(before.folder), read_entry(before.folder), open_dumps(before.folder)
            statistics = read_statistics(before.folder)
        except StoreDamaged as error:
            _LOG.warning("What %s held cannot be told, so the next generation counts as the first: %s", before.id, error)
        else:
            if states is not None and entry is not None:
                return _Known(before.id, entry.published, states, dumps, statistics)
    return _Known(None, "", {}, None)


def _entry(known: _Known, states: Mapping[str, State], base: str, withdrawn: Iterable[str]) -> Entry:
    documents = {graph: iri for graph in {*known.states, *states} if (iri := _document(graph, base))}
    return Entry(
        generation="",
        before=known.id,
        published=_now(known.published),
        statements=sum(state.statements for state in states.values()),
        was_statements=sum(state.statements for state in known.states.values()),
        changes=changed(known.states, states, documents),
        withdrawn=tuple(withdrawn),
    )


def _now(before: str) -> str:
    """The present second, or the one after `before`: two generations never bear the same time, whatever the clock does."""
    now = datetime.now(UTC).replace(microsecond=0)
    if before:
        now = max(now, datetime.strptime(before, _TIME).replace(tzinfo=UTC) + timedelta(seconds=1))
    return now.strftime(_TIME)


def _measured(found: Iterable[bytes], kept: IO[bytes], counted: Statistics) -> State:
    digest = hashlib.sha256()

    def taken() -> Iterator[bytes]:
        for line in found:
            digest.update(line)
            kept.write(line)
            yield line

    statements = _count(taken(), counted)
    return State(digest.hexdigest(), statements)


def _count(found: Iterable[bytes], counted: Statistics, sign: int = 1) -> int:
    """Adds the lines, N-Triples or N-Quads, to the statistics, or takes them away; answers how many they are."""
    properties, classes = Counter[bytes](), Counter[bytes]()
    for line in found:
        _, name, rest = line.split(b" ", 2)
        properties[name] += 1
        if name == _TYPE:
            classes[rest.partition(b" ")[0]] += 1
    for counts, fresh in ((counted.properties, properties), (counted.classes, classes)):
        for name, times in fresh.items():
            iri = name.decode().strip("<>")
            counts[iri] = counts.get(iri, 0) + sign * times
            if not counts[iri]:
                del counts[iri]
    return properties.total()


def _counted_before(known: _Known, only: Collection[str] | None) -> tuple[Statistics, Collection[str]]:
    """The statistics of the graphs that need not be seen again, and these graphs: none where all are to be seen, or the
    generation before does not tell enough.
    """
    nothing = Statistics({}, {}), ()
    if only is None or known.statistics is None:
        return nothing
    counted = Statistics(dict(known.statistics.properties), dict(known.statistics.classes))
    for graph in known.states.keys() & set(only):
        found = _lines_before(known.dumps, graph)
        if found is None or _count(found, counted, -1) != known.states[graph].statements:
            return nothing
    return counted, known.states.keys() - set(only)


def _again(kept: IO[bytes]) -> Iterator[bytes]:
    kept.seek(0)
    yield from kept


def _writers(graph: str, kept: IO[bytes]) -> Mapping[str, Writer]:
    def n_quads(out: BinaryIO) -> None:
        write_n_quads(graph, _again(kept), out)

    def json_ld(out: BinaryIO) -> None:
        write_json_ld(graph, _again(kept), out)

    return {N_QUADS.ending: n_quads, JSON_LD.ending: json_ld}


def _described_before(dumps: Dumps | None, graph: str, base: str) -> set[str]:
    return _subjects(_lines_before(dumps, graph) or (), base)


def _lines_before(dumps: Dumps | None, graph: str) -> list[bytes] | None:
    """The graph as it was, as N-Quads lines; None where that cannot be told."""
    dump = dumps.of_graph(graph, N_QUADS) if dumps else None
    if dump is None:
        return None
    try:
        with dump.open() as file:
            file.seek(dump.start)
            return list(gzip.GzipFile(fileobj=io.BytesIO(file.read(dump.length))))
    except (StoreDamaged, OSError, EOFError, zlib.error) as error:
        _LOG.warning("What %s held before cannot be told: its dump is damaged (%s).", graph, error)
        return None


def _subjects(found: Iterable[bytes], base: str) -> set[str]:
    start = b"<" + base.encode()
    return {line[1 : line.index(b">")].decode() for line in found if line.startswith(start)}


def _name(graph: str, base: str) -> str:
    """What a graph's dump goes by: the graph's path, or a digest where that is foreign or cannot stand in an address as it is."""
    path = graph.removeprefix(base)
    if graph.startswith(base) and _PLAIN.fullmatch(path) and ".." not in path and "//" not in path:
        return path
    return f"graph/other/{hashlib.sha256(graph.encode()).hexdigest()[:16]}"


def _document(graph: str, base: str) -> str | None:
    path = graph.removeprefix(f"{base}graph/")
    return base + path if path != graph and path.startswith("doc/") else None
