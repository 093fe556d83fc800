"""River: one document. In: the bytes of its renditions. Out: whose renditions they are, and its graph as N-Triples, checked. Must
not write anything.

This is what worker processes do: all that touches the bytes of a source. A source that cannot be read is a value, with its
reason, never the end of the worker.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ingest.check import Checker
from ingest.describe import describe, document_of, serialise
from ingest.fetch import SourceFile
from ingest.identify import Identity, identify
from ingest.languages import disagreements
from ingest.ledger import Held, source_file
from ingest.reviews import Verdict, holding, reviewed
from ingest.workers import Ready
from ingest.world import HOME, prepare
from ontology.errors import MandateGraphError, ReadError
from ontology.iris import part
from ontology.nouns import Rendition
from reading.assemble import Reading, Taken, assemble, take_apart
from reading.find import Found, find
from reading.readers.anything import read
from stores.settings import Settings


@dataclass(frozen=True, slots=True)
class Take:
    """A file of which is wanted whose rendition it is."""

    source: SourceFile


@dataclass(frozen=True, slots=True)
class Describe:
    """A document of which the graph is wanted, with all its renditions, the best first, and the verdicts on its findings.

    `brought` are bytes of renditions by their sha256, for a desk that does not stand beside the folder of kept bytes.
    """

    key: str
    renditions: tuple[Held, ...]
    verdicts: tuple[Verdict, ...]
    brought: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that messages use."""
        return self.renditions[0].name


@dataclass(frozen=True, slots=True)
class Described:
    """The graph of a document as sorted N-Triples, what was counted and looked odd, and what the checks hold against it.

    `used` are the renditions that were read, by sha256: of each language the best that can be.
    """

    triples: bytes
    counts: Mapping[str, int]
    findings: tuple[str, ...]
    stops: tuple[str, ...]
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing could be read, and why."""

    reason: str


_Read = tuple[Identity, tuple[Reading, Found]]  # one rendition: whose it is, what stands in it and was found

Task = Take | Describe
Answer = Held | Described | Refused


def sit_down(settings: Settings, home: Path, sources: Path) -> Ready[Task, Answer]:
    """What makes a worker ready: a desk over the folder of kept bytes. On another machine the rooms stand elsewhere: only a home
    that is not their own is told by its path.
    """
    where = None if home == HOME else home
    return partial(_at_desk, replace(settings, sources={}), where, sources)  # where they came from is of no use there


def bringing(sources: Path, task: Task) -> Task:
    """The task with the bytes of all renditions that a desk may have to open."""
    if isinstance(task, Take):
        return task
    best = {(held.language, held.fidelity) for held in best_by_language(task.renditions)}
    opened = {held.sha256 for held in task.renditions if (held.language, held.fidelity) in best}
    return replace(task, brought={sha256: source_file(sources, sha256).read_bytes() for sha256 in sorted(opened)})


def best_by_language(renditions: tuple[Held, ...]) -> list[Held]:
    """One rendition a language, the best: a digest never stands beside a full text in the same language."""
    best: dict[str, Held] = {}
    for held in renditions:
        best.setdefault(held.language, held)
    return [best[language] for language in sorted(best, key=lambda language: (language != "en", language))]


class Desk:
    """All that one worker has at hand. It remembers the source that it took last: mostly it is asked to describe it next."""

    def __init__(self, settings: Settings, home: Path, sources: Path) -> None:
        self._world = prepare(settings, home)
        self._checker = Checker(home, settings.base, self._world.shared)
        self._sources = sources
        self._last: tuple[str, str, Taken] | None = None

    def answer(self, task: Task) -> Answer:
        """The answer to a task; Refused for whatever is wrong with its source. MemoryError is the worker's affair."""
        try:
            return self._take(task.source) if isinstance(task, Take) else self._describe(task)
        except MandateGraphError as error:
            return Refused(str(error))
        except MemoryError:
            raise
        except Exception as error:  # inputs are hostile: what no rule foresaw must not take the other documents down
            name = task.source.name if isinstance(task, Take) else task.name
            logging.getLogger(__name__).exception("A fault of ours while reading %s", name)
            return Refused(f"A fault of ours in {name}, please report it: {type(error).__name__}: {error}"[:1000])

    def _take(self, source: SourceFile) -> Held:
        taken = self._apart(source.data, source.sha256, source.name)
        if not taken.parts.units:
            raise ReadError(
                f"Wanted paragraphs in {source.name}; none was found.",
                advice="Give the text of a document, not a list or a form.",
            )
        identity = identify(taken, source.name, source.stem, self._world.catalogue)
        media_type = taken.source.media_type
        return Held(
            source.sha256,
            identity.key,
            identity.language,
            media_type,
            identity.fidelity,
            source.name,
            source.stem,
            source.origin,
        )

    def _describe(self, task: Describe) -> Described:
        passed: dict[str, str] = {}  # by sha256: renditions that cannot be read, and why
        chosen, read_in = self._read_best(task, passed)
        identity, pairs = read_in[0][0], [pair for _, pair in read_in]
        document = document_of(identity, self._world.iris)
        titles = {identity.language: identity.title for identity, _ in reversed(read_in) if identity.title}
        graph = describe(document, [_rendition(held, document.iri, chosen) for held in task.renditions], pairs, titles)
        triples = serialise(graph)
        stops = self._checker.findings(self._world.iris.document_graph(document.iri), graph, triples)
        odd = [
            note if len(read_in) == 1 else f"{identity.language}: {note}"
            for identity, (_, found) in read_in
            for note in (*identity.findings, *found.findings)
        ]
        odd += disagreements([reading for reading, _ in pairs])
        odd += [f"the next best rendition stands in the place of one that cannot be read: {why}" for why in passed.values()]
        used = frozenset(held.sha256 for held in chosen)
        return Described(triples, _counts(pairs), tuple(odd), tuple(stops), used)

    def _read_best(self, task: Describe, passed: dict[str, str]) -> tuple[list[Held], list[_Read]]:
        """The best renditions, one a language, and what they hold. What cannot be read is noted in `passed`, and gives its place
        to the next of the same fidelity: a digest takes no full text's.
        """
        chosen, found = best_by_language(task.renditions), []
        for at, best in enumerate(chosen):
            peers = [held for held in task.renditions if (held.language, held.fidelity) == (best.language, best.fidelity)]
            for held in peers:
                try:
                    chosen[at] = held
                    found.append(self._read(held, chosen, task))
                    break
                except ReadError as error:
                    if held is peers[-1]:
                        raise
                    passed[held.sha256] = str(error)
        return chosen, found

    def _read(self, held: Held, chosen: list[Held], task: Describe) -> _Read:
        data = task.brought.get(held.sha256) or source_file(self._sources, held.sha256)
        taken = self._apart(data, held.sha256, held.name)
        identity = identify(taken, held.name, held.stem, self._world.catalogue)
        if identity.key != held.document:
            raise ReadError(
                f"{held.name} was taken in as {held.document}; it now names {identity.key}.", advice="Ingest the file again."
            )
        rendition = _rendition(held, self._world.iris.document(identity.key), chosen)
        reading = assemble(taken, rendition, identity.label)
        found = find(reading, self._world.knowledge, _as_of(identity))
        return identity, (reading, reviewed(found, holding(task.verdicts)))

    def _apart(self, data: bytes | Path, sha256: str, name: str) -> Taken:
        if self._last is None or self._last[:2] != (sha256, name):
            bytes_of = _kept(data, sha256, name) if isinstance(data, Path) else data
            self._last = sha256, name, take_apart(read(bytes_of, name))
        return self._last[2]


def _kept(file: Path, sha256: str, name: str) -> bytes:
    """The kept bytes of a source; ReadError, and they are put aside, where they are not those that were kept."""
    try:
        found = file.read_bytes()
    except FileNotFoundError:
        found = b""
    if hashlib.sha256(found).hexdigest() != sha256:
        if found:
            file.replace(file.with_suffix(".damaged"))
        raise ReadError(
            f"The kept bytes of {name} ({file}) are damaged or gone.", advice="Ingest the file itself again, or restore a backup."
        )
    return found


def _at_desk(settings: Settings, home: Path | None, sources: Path) -> Callable[[Task], Answer]:
    return Desk(settings, home or HOME, sources).answer


def _as_of(identity: Identity) -> str | None:
    """The day or the year as of which a document speaks, in ISO form."""
    if identity.issued is not None:
        return identity.issued.isoformat()
    return f"{identity.issued_year:04}" if identity.issued_year else None


def _rendition(held: Held, document: str, chosen: list[Held]) -> Rendition:
    iri = part(document, f"rendition/{held.sha256[:12]}")
    fidelity = "digest" if held.fidelity == "digest" else "full"
    return Rendition(iri, document, held.language, held.media_type, held.sha256, fidelity, held in chosen)  # type: ignore[arg-type]


def _counts(readings: list[tuple[Reading, Found]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for reading, found in readings:
        total["sections"] += len(reading.sections)
        total["passages"] += len(reading.passages)
        total["citations"] += len(found.citations)
        total["unresolved"] += sum(citation.target is None for citation in found.citations)
        total["mentions"] += len(found.mentions)
        total["allusions"] += len(found.allusions)
        total["duties"] += len(found.duties)
        total["mandate bases"] += len(found.bases)
        total["briefings"] += len(found.briefings)
        total["observations"] += len(found.observations)
    return dict(total)
