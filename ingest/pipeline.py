"""River: the pipeline. In: paths and settings. Out: a receipt, and a new generation when anything changed. The only writer of
the working folder.

fetch -> read -> identify -> keep -> for each document: assemble, find, describe, check, replace -> publish. A document's
failure is a line on the receipt, never the end of the run. Unchanged documents are skipped; running twice changes nothing; a
kill at any moment leaves the last generation serving and the next run goes on.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.check import Checker
from ingest.describe import describe, document_of, serialise
from ingest.fetch import Refusal, SourceFile, gather
from ingest.identify import Identity, identify
from ingest.ledger import Held, Ledger, open_ledger
from ingest.publish import Progress, publish, share
from ingest.receipt import Line, Receipt
from ingest.reviews import Verdict, holding, read_verdicts, reviewed
from ingest.world import HOME, World, prepare
from ontology.errors import MandateGraphError, ReadError, StoreError, StoreMissing
from ontology.iris import part
from ontology.nouns import Rendition
from reading.assemble import Reading, Taken, assemble, take_apart
from reading.find import Found, find
from reading.readers.anything import read
from stores import generations
from stores.graph.store import GraphStore
from stores.settings import Settings


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True)
class _Run:
    settings: Settings
    world: World
    ledger: Ledger
    store: GraphStore
    checker: Checker
    progress: Progress
    verdicts: tuple[Verdict, ...] = ()
    lines: list[Line] = field(default_factory=list)
    touched: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def ingest(paths: Iterable[Path], settings: Settings, progress: Progress = silent, home: Path = HOME) -> Receipt:
    """Takes in the sources at the paths and publishes a generation if anything is new.

    StoreBusy when another ingest runs on the same data folder; everything about a single source is a line of the receipt.
    """
    with _open_run(settings, progress, home) as run:
        _take_all(run, gather(paths, max_bytes=settings.source_max_mb * 1024 * 1024))
        _describe_all(run)
        described = _described(run)
        if run.ledger.is_unpublished or (described and _is_stale(settings, run.world)):
            faults = share(run.store, run.world, described, run.verdicts, run.checker.shape_findings)
            run.lines += [Line(f"graph/{name}", None, "stopped by checks", reason="; ".join(why)) for name, why in faults.items()]
            receipt = Receipt.of(run.lines, None)
            generation = publish(run.store, receipt, run.world, settings, progress)
            run.ledger.note_published()
            generations.prune(settings.data)
            return Receipt.of(run.lines, generation)
        return Receipt.of(run.lines, None)


@contextmanager
def _open_run(settings: Settings, progress: Progress, home: Path) -> Iterator[_Run]:
    work = settings.data / "work"
    with generations.writer_lock(settings.data), open_ledger(work) as ledger, GraphStore.open(work / "graph") as store:
        world = prepare(settings, home)
        checker = Checker(home, settings.base, world.shared)
        yield _Run(settings, world, ledger, store, checker, progress, read_verdicts(settings.data))


def _take_all(run: _Run, sources: Iterator[SourceFile | Refusal]) -> None:
    for done, source in enumerate(sources, 1):
        if isinstance(source, Refusal):
            run.lines.append(Line(source.name, None, "refused", reason=str(source.error)))
        else:
            with _survived(run, source.name, None):
                _take(run, source)
        run.progress("read", done, done)


@contextmanager
def _survived(run: _Run, name: str, key: str | None) -> Iterator[None]:
    """One document's failure is a line on the receipt, never the end of the run; a broken store ends it."""
    try:
        yield
    except StoreError:
        raise
    except MandateGraphError as error:
        run.lines.append(Line(name, key, "refused", reason=str(error)))
    except Exception as error:  # inputs are hostile: what no rule foresaw must not take the other documents down
        logging.getLogger(__name__).exception("A fault of ours while reading %s", name)
        run.lines.append(Line(name, key, "refused", reason=f"A fault of ours, please report it: {type(error).__name__}: {error}"))


def _take(run: _Run, source: SourceFile) -> None:
    """Keeps a source as a rendition of its document, once it is known which that is and that something stands in it."""
    taken = take_apart(read(source.data, source.name))
    if not taken.parts.units:
        raise ReadError(
            f"Wanted paragraphs in {source.name}; none was found.", advice="Give the text of a document, not a list or a form."
        )
    identity = identify(taken, source.name, source.stem, run.world.catalogue)
    held = Held(
        source.sha256,
        identity.key,
        identity.language,
        taken.source.media_type,
        identity.fidelity,
        source.name,
        source.stem,
        source.origin,
    )
    run.ledger.keep(held, source.data)
    run.touched.setdefault(identity.key, []).append((source.name, source.sha256))


def _describe_all(run: _Run) -> None:
    """Describes every document whose renditions, or whose world, changed."""
    present = set(run.store.graphs())
    documents = run.ledger.documents()
    for done, key in enumerate(documents, 1):
        renditions = run.ledger.renditions(key)
        graph = run.world.iris.document_graph(run.world.iris.document(key))
        parts = [run.world.version, *(held.sha256 for held in renditions), *_verdicts_on(run, run.world.iris.document(key))]
        signature = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        if run.ledger.described_from(key) == signature and graph in present:
            run.lines += [Line(name, key, "unchanged") for name, _ in run.touched.get(key, [])]
        else:
            with _survived(run, renditions[0].name, key):
                _describe(run, key, graph, renditions, signature)
        run.progress("describe", done, len(documents))
    _withdraw(run, present)


def _verdicts_on(run: _Run, document: str) -> list[str]:
    return [repr(given) for given in run.verdicts if given.finding.startswith(f"{document}/")]


def _withdraw(run: _Run, present: set[str]) -> None:
    """Removes the graphs of documents that no source renders any more."""
    iris = run.world.iris
    wanted = {iris.document_graph(iris.document(key)) for key in run.ledger.documents()}
    gone = sorted(graph for graph in present - wanted if graph.startswith(iris.graph("doc/")))
    for graph in gone:
        run.ledger.note_unpublished()
        run.store.remove(graph)


def _described(run: _Run) -> frozenset[str]:
    """The documents that have a graph of their own."""
    present, iris = set(run.store.graphs()), run.world.iris
    return frozenset(key for key in run.ledger.documents() if iris.document_graph(iris.document(key)) in present)


def _describe(run: _Run, key: str, graph: str, renditions: list[Held], signature: str) -> None:
    chosen = _best_by_language(renditions)
    readings = [_read(run, held, chosen) for held in chosen]
    identity = readings[0][0]
    document = document_of(identity, run.world.iris)
    described = describe(
        document, [_rendition(held, document.iri, chosen) for held in renditions], [pair for _, pair in readings]
    )
    counts, findings = (
        _counts([pair for _, pair in readings]),
        tuple(note for _, (_, found) in readings for note in found.findings),
    )
    stops = run.checker.findings(graph, described)
    if not stops:
        run.ledger.note_unpublished()
        run.store.replace(graph, serialise(described))
        run.ledger.note_described(key, signature)
    run.lines += _told(run, key, chosen, Line("", key, "read", counts, findings), "; ".join(stops))


def _told(run: _Run, key: str, chosen: list[Held], line: Line, stops: str) -> Iterator[Line]:
    """A line for each source of the run that renders the document; one for what was read anew when only the rules changed."""
    sources = run.touched.get(key) or [(chosen[0].name, chosen[0].sha256)]
    used = {held.sha256 for held in chosen}
    for name, sha256 in sources:
        if stops:
            yield replace(line, source=name, outcome="stopped by checks", reason=stops)
        elif sha256 in used:
            yield replace(line, source=name)
        else:
            yield Line(name, key, "kept as rendition")


def _read(run: _Run, held: Held, chosen: list[Held]) -> tuple[Identity, tuple[Reading, Found]]:
    taken = _taken(run, held)
    identity = identify(taken, held.name, held.stem, run.world.catalogue)
    if identity.key != held.document:
        raise ReadError(
            f"{held.name} was taken in as {held.document}; it now names {identity.key}.", advice="Ingest the file again."
        )
    rendition = _rendition(held, run.world.iris.document(identity.key), chosen)
    reading = assemble(taken, rendition, identity.label)
    found = find(reading, run.world.knowledge, _as_of(identity))
    return identity, (reading, reviewed(found, holding(run.verdicts)))


def _as_of(identity: Identity) -> str | None:
    """The day or the year as of which a document speaks, in ISO form."""
    if identity.issued is not None:
        return identity.issued.isoformat()
    return f"{identity.issued_year:04}" if identity.issued_year else None


def _taken(run: _Run, held: Held) -> Taken:
    return take_apart(read(run.ledger.data(held.sha256), held.name))


def _rendition(held: Held, document: str, chosen: list[Held]) -> Rendition:
    iri = part(document, f"rendition/{held.sha256[:12]}")
    fidelity = "digest" if held.fidelity == "digest" else "full"
    return Rendition(iri, document, held.language, held.media_type, held.sha256, fidelity, held in chosen)  # type: ignore[arg-type]


def _best_by_language(renditions: list[Held]) -> list[Held]:
    """One rendition a language, the best: a digest never stands beside a full text in the same language."""
    best: dict[str, Held] = {}
    for held in renditions:
        best.setdefault(held.language, held)
    return [best[language] for language in sorted(best, key=lambda language: (language != "en", language))]


def _counts(readings: list[tuple[Reading, Found]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for reading, found in readings:
        total["sections"] += len(reading.sections)
        total["passages"] += len(reading.passages)
        total["citations"] += len(found.citations)
        total["unresolved"] += sum(citation.target is None for citation in found.citations)
        total["mentions"] += len(found.mentions)
        total["duties"] += len(found.duties)
        total["mandate bases"] += len(found.bases)
        total["briefings"] += len(found.briefings)
        total["observations"] += len(found.observations)
    return dict(total)


def _is_stale(settings: Settings, world: World) -> bool:
    """Whether nothing serves yet, or what serves was made by other rules or another model."""
    try:
        build = generations.current(settings.data).build
    except StoreMissing:
        return True
    return build.ontology_version != world.version or not build.model.startswith(settings.model)
