"""Keepers: the generations. In: a folder aside with graph and index. Out: the published one. Must not open either of them.

Rule: DESIGN section 5. A generation is written aside, renamed into place, and only then named by `data/current`, each step
atomic and on disk before the next: a kill at any moment leaves the last generation serving. How damage is found: stores.sound.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TextIO

from ontology.errors import SettingsError, StoreBusy, StoreDamaged, StoreMissing
from stores import readers, sound
from stores.checksums import measured
from stores.disk import files_in, folders_in, to_disk
from stores.layout import check_layout, write_layout
from stores.room import writing

_BUILD = "build.json"
_PARTIAL = ".partial"
_ID = re.compile(r"g(\d{6,})-[0-9a-f]{8}")
_ADVICE = "Build one with: mandategraph ingest PATH"


@dataclass(frozen=True, slots=True)
class Build:
    """The build record: what went in, and by which versions. `files` holds size and sha256 by path; `publish` fills it."""

    corpus_digest: str
    ontology_version: str
    model: str
    engines: Mapping[str, str]
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits of what went in: the same input and versions give the same ones."""
        told = json.dumps([self.corpus_digest, self.ontology_version, self.model, dict(self.engines)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation. `warning` is empty, or says that the one that the pointer names is damaged and this one serves."""

    id: str
    folder: Path
    build: Build
    warning: str = ""

    @property
    def number(self) -> int:
        """Which one it is, from 1."""
        return _number(self.id)

    @property
    def graph(self) -> Path:
        """The folder of the graph store, to be opened read-only."""
        return self.folder / "graph"

    @property
    def index(self) -> Path:
        """The folder of the vector index, to be opened read-only."""
        return self.folder / "index"

    @property
    def tokens(self) -> Path:
        """The folder of the token vectors, which is absent where there are none."""
        return self.folder / "tokens"

    @property
    def words(self) -> Path:
        """The file of the word index, to be opened read-only."""
        return self.folder / "words.sqlite"

    @property
    def receipt(self) -> Path:
        """The receipt of the run that built it."""
        return self.folder / "receipt.json"


@contextmanager
def writer_lock(data: Path, *, any_layout: bool = False) -> Iterator[None]:
    """Holds the data folder for one writer; StoreBusy at once if another run has it. A lock ends with its process.

    SettingsError where the folder cannot be made or written, StoreStale where a newer version wrote it, unless `any_layout`.
    StoreUnwritable for whatever within the block says that the disk is full.
    """
    with writing(data), _lock_file(data) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise StoreBusy(
                f"Another run writes to {data} (process {holder}).", advice="Let it finish, or stop it, and try again."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        if not any_layout:
            check_layout(data)
            write_layout(data)
        yield


def _lock_file(data: Path) -> TextIO:
    try:
        data.mkdir(parents=True, exist_ok=True)
        return (data / "writer.lock").open("a+")
    except OSError as error:
        raise SettingsError(
            f"Wanted to write to the data folder {data}; the system says: {error.strerror}.",
            advice="Set MANDATEGRAPH_DATA to a folder that you may write to.",
        ) from error


def begin(data: Path) -> Path:
    """A new empty folder aside, for graph, index and receipt. Leftovers of killed runs go. Wants the writer's lock held."""
    home = _home(data)
    home.mkdir(parents=True, exist_ok=True)
    for leftover in home.glob(f"*{_PARTIAL}"):
        shutil.rmtree(leftover)
    partial = home / f"g{_next_number(data):06d}{_PARTIAL}"
    partial.mkdir()
    return partial


def publish(
    data: Path,
    partial: Path,
    build: Build,
    before: Generation | None = None,
    ready: Callable[[Generation], object] = lambda _: None,
    number: int = 0,
) -> str:
    """Makes the folder aside the generation that serves, and answers its id: the next, or of that number. Wants the lock held.

    Hard links to files of `before` are not read again: they are on the disk, and measured. `ready` is called before the pointer
    moves, and stops it by raising. StoreMissing if there is no graph in it. Then nothing was published.
    """
    if not (partial / "graph").is_dir():
        raise StoreMissing(f"Wanted a graph in {partial}; there is none, so nothing was published.", advice=_ADVICE)
    carried = _carried(partial, before) if before else {}
    new = [path for path in files_in(partial) if str(path.relative_to(partial)) not in carried]
    files = {str(path.relative_to(partial)): measured(path) for path in new}
    sound.refuse_spoilt(partial, files, records(data))
    record = replace(build, files=carried | files)
    (partial / _BUILD).write_text(json.dumps(asdict(record), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for path in [*new, partial / _BUILD, *folders_in(partial)]:
        to_disk(path)
    generation = f"g{number or _next_number(data):06d}-{record.digest}"
    partial.rename(_home(data) / generation)
    to_disk(_home(data))
    ready(Generation(generation, _home(data) / generation, record))
    _point(data, generation)
    return generation


def current(data: Path) -> Generation:
    """The generation that serves, its files checked as far as opening may take (see stores.sound), then by `verify`.

    Where the one that the pointer names is missing or damaged, the newest sound one before it serves, with a `warning`.
    StoreMissing if none was ever published, StoreDamaged if none is sound, StoreStale where a newer version wrote the folder.
    """
    check_layout(data)
    named = pointed(data)
    try:
        return _checked(data, named)
    except StoreDamaged as error:
        return _fallback(data, named, error)


def pointed(data: Path) -> str:
    """What the pointer says, unchecked: cheap enough to ask before each request whether the generation changed."""
    pointer = data / "current"
    if not pointer.is_file():
        raise StoreMissing(f"Nothing was published in {data} yet.", advice=_ADVICE)
    return pointer.read_text(encoding="utf-8", errors="replace").strip()


def kept(data: Path, name: str) -> Generation | None:
    """A generation that is still there, serving or not, its files unchecked; None where there is none of that name."""
    folder = _home(data) / name
    return Generation(name, folder, _read_build(folder)) if _ID.fullmatch(name) and folder.is_dir() else None


def verify(generation: Generation, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Reads what `current` left unread, as long as `goes_on`; StoreDamaged for damage, of which `current` knows from then on."""
    sound.check_rest(generation.folder, generation.build.files, goes_on)


def damaged(data: Path) -> Mapping[str, list[str]]:
    """All files of the generations that are not what was published, by generation, the newest first; every file is read."""
    files = {folder.name: sound.damaged(folder, told) for folder, told in records(data)}
    return {name: found for name in _published(data) if (found := files.get(name, [_BUILD]))}


def newest(data: Path) -> Generation | None:
    """The generation that the pointer names, its files unchecked; None where it or its record is gone."""
    with suppress(StoreMissing, StoreDamaged):
        return kept(data, pointed(data))
    return None


def prune(data: Path, keep: int = 2, serving: str = "") -> list[str]:
    """Removes all but the generation that serves, the `keep` - 1 before it and what is being read; answers what went. Wants the
    lock held. `serving` is its id, where the caller published it just now: else all its files are looked at first.
    """
    serving = serving or current(data).id
    before = [name for name in _published(data) if _number(name) < _number(serving)]
    kept = {serving, *before[: max(keep, 1) - 1]}
    gone = [name for name in _published(data) if name not in kept and not readers.is_held(_home(data) / name)]
    for name in gone:
        shutil.rmtree(_home(data) / name)
    return gone


def _home(data: Path) -> Path:
    return data / "generations"


def _number(generation: str) -> int:
    match = _ID.fullmatch(generation)
    return int(match[1]) if match else 0


def _published(data: Path) -> list[str]:
    """The generations in place, newest first."""
    names = [path.name for path in _home(data).glob("g*-*") if _ID.fullmatch(path.name)]
    return sorted(names, key=_number, reverse=True)


def _next_number(data: Path) -> int:
    return 1 + max((_number(name) for name in _published(data)), default=0)


def _point(data: Path, generation: str) -> None:
    aside = data / "current.partial"
    try:
        aside.write_text(generation + "\n", encoding="utf-8")
        to_disk(aside)
    except OSError:  # the disk is full: what will never serve goes
        shutil.rmtree(_home(data) / generation)
        raise
    aside.replace(data / "current")
    to_disk(data)


def _fallback(data: Path, named: str, reason: StoreDamaged) -> Generation:
    """A generation newer than the pointer was never published, so only those before it may serve."""
    for name in _published(data):
        if not _ID.fullmatch(named) or _number(name) < _number(named):
            try:
                sound = _checked(data, name)
            except StoreDamaged:  # one more damaged one: `reason` already names the one that matters
                continue
            return replace(sound, warning=f"{reason.message} The earlier generation {name} serves in its place: ingest again.")
    raise StoreDamaged(f"{reason.message} No earlier generation is sound.", advice=_ADVICE)


def _checked(data: Path, name: str) -> Generation:
    folder = _home(data) / name
    if not _ID.fullmatch(name) or not folder.is_dir():
        raise StoreDamaged(f"{data / 'current'} names the generation {name!r}, which is not there.", advice=_ADVICE)
    build = _read_build(folder)
    sound.check_at_opening(folder, build.files)
    return Generation(name, folder, build)


def _read_build(folder: Path) -> Build:
    try:
        told = json.loads((folder / _BUILD).read_text(encoding="utf-8"))
        files = {str(path): (int(size), str(sha256)) for path, (size, sha256) in told.pop("files").items()}
        build = Build(**told, files=files)
        if not folder.name.endswith(build.digest):
            raise ValueError("it is of other content than the name says")
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreDamaged(f"The generation {folder.name} has no readable {_BUILD}: {error}.", advice=_ADVICE) from error
    return build


def records(data: Path) -> Iterator[tuple[Path, sound.Files]]:
    """Folder and files of each generation that has a readable record."""
    for name in _published(data):
        with suppress(StoreDamaged):
            yield _home(data) / name, _read_build(_home(data) / name).files


def _carried(partial: Path, before: Generation) -> dict[str, tuple[int, str]]:
    """What is known of the files that both folders share."""
    pairs = ((path, before.folder / path, partial / path) for path in before.build.files)
    return {path: before.build.files[path] for path, old, new in pairs if new.is_file() and old.is_file() and new.samefile(old)}
