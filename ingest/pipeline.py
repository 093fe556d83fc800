"""River: the pipeline. In: paths and settings. Out: a receipt, and a new generation when anything changed. The only writer of
the working folder.

fetch -> read -> identify -> keep -> for each document: assemble, find, describe, check, replace -> publish. Reading and
describing is done by worker processes, keeping and replacing here. A document's failure is a line on the receipt, never the end
of the run. Unchanged documents are skipped; running twice changes nothing; a kill at any moment leaves the last generation
serving and the next run goes on.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast

from ingest.carried import STAYS, bring_back, described_from, require
from ingest.check import Checker
from ingest.desk import Answer, Describe, Described, Refused, Take, Task, best_by_language, bringing, sit_down
from ingest.fetch import Refusal, SourceFile, gather
from ingest.ledger import Held, Ledger, open_ledger
from ingest.mend import open_working, wants_anew
from ingest.place import HERE, Place
from ingest.publish import Progress, publish, share
from ingest.receipt import Line, Outcome, Receipt
from ingest.reviews import Verdict, read_verdicts
from ingest.take_up import take_up
from ingest.withdraw import Missing, missing, of_document
from ingest.workers import Stopped
from ingest.world import HOME, World, prepare
from stores import generations
from stores.graph.remote_publish import bring_up
from stores.graph.store import GraphStore
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.deployment import settle_collections

_TOGETHER_BYTES = 8 * 1024 * 1024  # about 45,000 triples


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of a document in this run: a line without its source, the source that was read, and all bytes that were."""

    line: Line
    name: str
    used: frozenset[str]


@dataclass(slots=True)
class _Run:
    settings: Settings
    world: World
    ledger: Ledger
    store: GraphStore
    progress: Progress
    place: Place
    verdicts: tuple[Verdict, ...] = ()
    present: set[str] = field(default_factory=set)  # the graphs of the working store
    lines: list[Line] = field(default_factory=list)
    touched: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # by document: name and sha256 of its sources
    tried: dict[str, str] = field(default_factory=dict)  # by document: what it was described from in this run
    told: dict[str, _Told] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)  # by document: graphs that wait to be put in together
    replaced: int = 0  # bytes of graphs that took the place of others since the store last wrote its files


def ingest(
    paths: Iterable[Path],
    settings: Settings,
    progress: Progress = silent,
    home: Path = HOME,
    *,
    publishing: bool = True,
    place: Place = HERE,
) -> Receipt:
    """Takes in the sources at the paths and publishes a generation if anything is new.

    What a given folder no longer holds is withdrawn. Where `publishing` is False, what was described waits for the next run that
    publishes. Documents are read and texts encoded at the `place`; all is written here. StoreBusy when another ingest runs on the
    same data folder; everything about a single source is a line of the receipt.
    """
    given = list(paths)
    with _open_run(settings, progress, home, place) as run:
        for path in filter(Path.is_dir, given):  # before all else: of a run that is stopped, `status` tells what is left to do
            run.ledger.note_folder(str(path.resolve()))
        _bring_up(run, given, home)
        return _publish(run, home) if publishing else Receipt.of(run.lines, None)


def withdraw(names: Iterable[str], settings: Settings, progress: Progress = silent, home: Path = HOME) -> Receipt:
    """Withdraws documents by symbol or slug from the next generation, which is published at once; their bytes stay.

    NotFound names what was never taken in: then nothing is withdrawn. A file that still lies in a folder comes back when that
    folder is ingested again.
    """
    with _open_run(settings, progress, home) as run:
        gone = [held for name in names for held in of_document(run.ledger, run.world.catalogue, name)]
        _withdraw(run, Missing(gone, []), "It was withdrawn by name.")
        _bring_up(run, [], home)
        return _publish(run, home)


def _bring_up(run: _Run, paths: list[Path], home: Path) -> None:
    """Brings ledger and working graph to where the sources are."""
    most = run.settings.source_max_mb * 1024 * 1024
    ready = sit_down(run.settings, home, run.ledger.sources)
    with run.place.crew(ready, run.settings, partial(bringing, run.ledger.sources)) as workers:
        settle = partial(_settle, run)
        workers.run(_to_take(run, gather(paths, max_bytes=most)), settle)
        _put_in(run)
        _withdraw(run, missing(run.ledger, paths), "Its file is no longer there.")
        workers.run(_to_describe(run), settle)
        _put_in(run)
    _remove_gone(run)
    run.lines += [line for key in sorted({*run.touched, *run.told}) for line in _lines(run, key)]


@contextmanager
def _open_run(settings: Settings, progress: Progress, home: Path, place: Place = HERE) -> Iterator[_Run]:
    work = settings.data / "work"
    with generations.writer_lock(settings.data), open_ledger(work) as ledger, ExitStack() as undo:
        world = prepare(settings, home)
        take_up(ledger, settings.data, world.iris)
        store = undo.enter_context(open_working(settings.data))
        bring_back(store, ledger, settings.data, world.iris)
        yield _Run(settings, world, ledger, store, progress, place, read_verdicts(settings.data), set(store.graphs()))


def _publish(run: _Run, home: Path) -> Receipt:
    require(run.ledger, run.present, run.world.iris)
    described = _described(run)
    if not run.ledger.is_unpublished and not (described and wants_anew(run.settings, run.world.version)):
        if described:
            bring_up(run.settings, run.progress)
        return Receipt.of(run.lines, None)
    shapes = Checker(home, run.settings.base, {}).shape_findings
    faults = share(run.store, run.world, described, run.verdicts, shapes)
    run.lines += [Line(f"graph/{name}", None, "stopped by checks", reason="; ".join(why)) for name, why in faults.items()]
    generation = publish(run.store, Receipt.of(run.lines, None), run.world, run.settings, run.progress, run.place)
    run.ledger.note_published(generation)
    generations.prune(run.settings.data)
    bring_up(run.settings, run.progress)
    settle_collections(run.settings.qdrant_url, Choices.of(run.settings))
    return Receipt.of(run.lines, generation)


def _to_take(run: _Run, sources: Iterator[SourceFile | Refusal]) -> Iterator[Take]:
    """The sources that are new, changed, or were taken in by other rules."""
    for done, source in enumerate(sources, 1):
        if isinstance(source, Refusal):
            run.lines.append(Line(source.name, None, "refused", reason=str(source.error)))
        elif key := run.ledger.taken(source.origin, source.sha256, _rules(run, source)):
            run.touched.setdefault(key, []).append((source.name, source.sha256))
        else:
            yield Take(source)
        run.progress("read", done, done)


def _rules(run: _Run, source: SourceFile) -> str:
    """What decides whose rendition a source is, beside its bytes: our rules, and the name that it goes by."""
    return f"{run.world.version} {source.stem}"


def _to_describe(run: _Run) -> Iterator[Describe]:
    """The documents whose renditions, or whose world, changed."""
    documents = run.ledger.documents()
    for done, key in enumerate(documents, 1):
        if task := _described_anew(run, key):
            yield task
        run.progress("describe", done, len(documents))


def _described_anew(run: _Run, key: str) -> Describe | None:
    """The task of describing a document, if its graph does not stand for what is known now and was not tried in this run."""
    document = run.world.iris.document(key)
    renditions = described_from(run.ledger.renditions(key))
    verdicts = tuple(given for given in run.verdicts if given.finding.startswith(f"{document}/"))
    parts = [run.world.version, *(f"{held.sha256} {held.stem}" for held in renditions), *map(repr, verdicts)]
    signature = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    stands = run.ledger.described_from(key) == signature and run.world.iris.document_graph(document) in run.present
    if not renditions or stands or run.tried.get(key) == signature:
        return None
    run.tried[key] = signature
    return Describe(key, renditions, verdicts)


def _settle(run: _Run, task: Task, answer: Answer | Stopped) -> Task | None:
    """Keeps what a worker found, and may have it go on with the same document."""
    if isinstance(task, Describe):
        _settle_described(run, task, answer)
        return None
    if isinstance(answer, Held):
        return _settle_taken(run, task.source, answer)
    reason = _why(task.source.name, answer)
    run.ledger.note_refused(task.source.origin, task.source.sha256, reason)
    run.lines.append(Line(task.source.name, None, "refused", reason=reason))
    return None


def _settle_taken(run: _Run, source: SourceFile, held: Held) -> Task | None:
    """The worker still has the source taken apart: where it is all that there is of its document, it describes it at once."""
    run.ledger.keep(held, source.data, _rules(run, source))
    run.touched.setdefault(held.document, []).append((source.name, source.sha256))
    return _described_anew(run, held.document) if len(run.ledger.renditions(held.document)) == 1 else None


def _settle_described(run: _Run, task: Describe, answer: Answer | Stopped) -> None:
    outcome: Outcome = "refused"
    if not isinstance(answer, Described):
        line = Line("", task.key, outcome, reason=_why(task.name, answer))
    elif answer.stops:
        line = Line("", task.key, "stopped by checks", answer.counts, answer.findings, "; ".join(answer.stops))
    else:
        line = Line("", task.key, "read", answer.counts, answer.findings)
        _keep_described(run, task.key, answer.triples)
    best = frozenset(held.sha256 for held in best_by_language(task.renditions))
    used = answer.used if isinstance(answer, Described) else best
    run.told[task.key] = _Told(line, task.name, used)


def _keep_described(run: _Run, key: str, triples: bytes) -> None:
    """A graph that takes the place of another is put in at once; new ones wait for each other, which is several times as fast."""
    graph = run.world.iris.document_graph(run.world.iris.document(key))
    if graph in run.present:
        run.ledger.note_unpublished()
        run.store.replace(graph, triples)
        run.ledger.note_described({key: run.tried[key]})
        run.replaced += len(triples)
        if run.replaced > _TOGETHER_BYTES:  # else the store holds up to 2 GB that it has not written to its files yet
            run.store.flush()
            run.replaced = 0
        return
    run.new[key] = triples
    if sum(map(len, run.new.values())) > _TOGETHER_BYTES:
        _put_in(run)


def _put_in(run: _Run) -> None:
    """Puts the new graphs into the working store. A kill before the ledger knows has them described and put in again."""
    if not run.new:
        return
    graphs = {run.world.iris.document_graph(run.world.iris.document(key)): triples for key, triples in run.new.items()}
    run.ledger.note_unpublished(anew=run.new)
    run.store.load(graphs)
    run.present |= set(graphs)
    run.ledger.note_described({key: run.tried[key] for key in run.new})
    run.new.clear()


def _why(name: str, answer: Answer | Stopped) -> str:
    if isinstance(answer, Stopped):
        return f"Reading {name} {answer.reason}. The other documents went on without it."
    return cast("Refused", answer).reason


def _lines(run: _Run, key: str) -> Iterator[Line]:
    """A line for each source of the run that renders the document; one for what was read anew when only the rules changed."""
    told, sources = run.told.get(key), run.touched.get(key, [])
    if told is None:
        is_carried = sources and any(held.is_carried for held in run.ledger.renditions(key))
        line = Line("", key, "kept as rendition", reason=STAYS) if is_carried else Line("", key, "unchanged")
        yield from (replace(line, source=name) for name, _ in sources)
        return
    for name, sha256 in sources or [(told.name, min(told.used))]:
        if told.line.outcome == "read" and sha256 not in told.used:
            yield Line(name, key, "kept as rendition")
        else:
            yield replace(told.line, source=name)


def _withdraw(run: _Run, gone: Missing, why: str) -> None:
    run.lines += gone.stays
    run.lines += [Line(held.name, held.document, "withdrawn", reason=why) for held in gone.renditions]
    run.ledger.withdraw(held.origin for held in gone.renditions)


def _remove_gone(run: _Run) -> None:
    """Removes the graphs of documents that no source renders any more."""
    iris = run.world.iris
    wanted = {iris.document_graph(iris.document(key)) for key in run.ledger.documents()}
    for graph in sorted(graph for graph in run.present - wanted if graph.startswith(iris.graph("doc/"))):
        run.ledger.note_unpublished()
        run.store.remove(graph)
        run.present.discard(graph)


def _described(run: _Run) -> frozenset[str]:
    """The documents that have a graph of their own."""
    iris = run.world.iris
    return frozenset(key for key in run.ledger.documents() if iris.document_graph(iris.document(key)) in run.present)
