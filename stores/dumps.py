"""Keepers: the dumps. In: a generation's graphs, in order of their IRIs. Out: one file a format that holds them all; each graph's
own file is a part of it. Must not open a graph.

Rule: RFC 1952, section 2.2: gzip members set one behind the other are one gzip file. So each graph is one member, and what
has not changed since the generation before is copied, not packed again. Equal statements give equal bytes: no time is in them.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from ontology.errors import StoreDamaged

FOLDER = "dumps"
SUMS = "SHA256SUMS"
_MEMBERS = "members.json"
_CHUNK = 1024 * 1024
_LEVEL = 6

Writer = Callable[[BinaryIO], None]
"""Writes one graph in one format."""


def packed(data: bytes) -> bytes:
    """One gzip member, the same for the same bytes; none for no bytes."""
    return gzip.compress(data, _LEVEL, mtime=0) if data else b""


def pack_into(out: BinaryIO, writer: Writer) -> None:
    """The same of what a writer writes, put into a file."""
    member = gzip.GzipFile("", "wb", _LEVEL, out, mtime=0)
    with member, io.BufferedWriter(member, _CHUNK) as buffered:  # a line at a time, packing takes three times as long
        writer(cast("BinaryIO", buffered))


@dataclass(frozen=True, slots=True)
class Format:
    """A format of dumps: its ending, its media type, and the members around and between the graphs."""

    ending: str
    media_type: str
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""

    @property
    def file(self) -> str:
        """The name of the file that holds all graphs."""
        return f"mandategraph.{self.ending}"


N_QUADS = Format("nq.gz", "application/n-quads")
JSON_LD = Format("jsonld.gz", "application/ld+json", packed(b"[\n"), packed(b",\n"), packed(b"\n]\n"))
FORMATS = (N_QUADS, JSON_LD)


@dataclass(frozen=True, slots=True)
class Member:
    """Where a graph stands in the file of a format, and the sha256 of its own file: head, member and tail."""

    start: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A file as it is given out: a stretch of a file on disk between two given pieces."""

    name: str
    media_type: str
    sha256: str
    path: Path
    start: int
    length: int
    head: bytes = b""
    tail: bytes = b""

    @property
    def size(self) -> int:
        """All its bytes."""
        return len(self.head) + self.length + len(self.tail)

    def open(self) -> BinaryIO:
        """The file on disk; held open, it can be read to its end whatever is removed meanwhile. StoreDamaged if it is gone."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise StoreDamaged(
                f"The dump {self.name} is not there any more.", advice="Take that of the generation that serves."
            ) from error

    def read(self, file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, piece by piece, from the file that `open` gave."""
        yield self.head[start:stop]
        yield from self._stored(file, start - len(self.head), stop - len(self.head))
        behind = len(self.head) + self.length
        yield self.tail[max(0, start - behind) : max(0, stop - behind)]

    def _stored(self, file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
        first, last = max(0, start), min(self.length, stop)
        file.seek(self.start + first)
        while first < last:
            piece = file.read(min(_CHUNK, last - first))
            if not piece:
                raise StoreDamaged(f"The dump {self.name} ends too early.", advice="Publish again with: mandategraph ingest PATH")
            first += len(piece)
            yield piece


@dataclass(frozen=True, slots=True)
class Dumps:
    """The dumps of one generation: of all graphs, and of each by its IRI and ending."""

    folder: Path
    sha256: Mapping[str, tuple[int, str]]
    names: Mapping[str, str]
    by_name: Mapping[str, str]
    members: Mapping[str, Mapping[str, Member]]

    def whole(self, form: Format) -> Dump:
        """All graphs in one file."""
        size, sha256 = self.sha256[form.ending]
        return Dump(form.file, form.media_type, sha256, self.folder / form.file, 0, size)

    def of_graph(self, graph: str, form: Format) -> Dump | None:
        """One graph; None where there is none of that name."""
        member = self.members.get(graph, {}).get(form.ending)
        if member is None:
            return None
        name = f"{self.names[graph]}.{form.ending}"
        path = self.folder / form.file
        return Dump(name, form.media_type, member.sha256, path, member.start, member.length, form.head, form.tail)

    def sums(self) -> Dump:
        """The checksums of all files, in the form of sha256sum."""
        path = self.folder / SUMS
        data = path.read_bytes()
        return Dump(SUMS, "text/plain", hashlib.sha256(data).hexdigest(), path, 0, len(data))

    def graph_of(self, name: str) -> str | None:
        """The graph that goes by that name; None where none does."""
        return self.by_name.get(name)


def open_dumps(folder: Path) -> Dumps | None:
    """The dumps of a generation; None where it was published before there were any. StoreDamaged if unreadable."""
    folder = folder / FOLDER
    if not (folder / _MEMBERS).is_file():
        return None
    try:
        told = json.loads((folder / _MEMBERS).read_bytes())
        wholes = {ending: (int(size), str(sha256)) for ending, (size, sha256) in told["files"].items()}
        graphs = cast("Mapping[str, dict[str, list[str]]]", told["graphs"])
        names = {graph: str(one["name"]) for graph, one in graphs.items()}
        members = {graph: {form.ending: _member(one[form.ending]) for form in FORMATS} for graph, one in graphs.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamaged("The list of dumps is not what was written.", advice="Ingest again.") from error
    return Dumps(folder, wholes, names, {name: graph for graph, name in names.items()}, members)


class Packer:
    """Packs the graphs of a generation into `folder`, each once, in order of their IRIs. Use it in a `with` statement."""

    def __init__(self, folder: Path, before: Dumps | None) -> None:
        self._folder = folder
        self._before = before
        self._names: dict[str, str] = {}
        self._parts: dict[str, _Part] = {}

    def __enter__(self) -> "Packer":
        self._folder.mkdir()
        self._parts = {form.ending: _Part(form, self._folder) for form in FORMATS}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for part in self._parts.values():
            part.close()
        if kind is None:
            self._list()

    def carry(self, graph: str, name: str) -> bool:
        """Copies a graph that did not change; False where the generation before has no sound dump of it."""
        found = {form.ending: self._before.of_graph(graph, form) for form in FORMATS} if self._before else {}
        dumps = {ending: dump for ending, dump in found.items() if dump is not None}
        if len(dumps) < len(FORMATS) or not all(map(is_sound, dumps.values())):
            return False
        for ending, dump in dumps.items():
            with dump.open() as file:
                self._parts[ending].put(graph, dump.read(file, len(dump.head), len(dump.head) + dump.length))
        self._names[graph] = name
        return True

    def pack(self, graph: str, name: str, writers: Mapping[str, Writer]) -> None:
        """Packs a graph that is new or changed, by one writer for each ending."""
        for ending, part in self._parts.items():
            part.pack(graph, writers[ending])
        self._names[graph] = name

    def _list(self) -> None:
        files = {ending: (part.size, part.whole.hexdigest()) for ending, part in self._parts.items()}
        graphs = {
            graph: {"name": name}
            | {
                ending: [one.start, one.length, one.sha256]
                for ending, part in self._parts.items()
                for one in [part.members[graph]]
            }
            for graph, name in self._names.items()
        }
        told = {"files": files, "graphs": graphs}
        (self._folder / _MEMBERS).write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        sums = [f"{part.whole.hexdigest()}  {part.form.file}\n" for part in self._parts.values()]
        for graph, name in self._names.items():
            sums += [f"{part.members[graph].sha256}  {name}.{ending}\n" for ending, part in self._parts.items()]
        (self._folder / SUMS).write_text("".join(sums), encoding="utf-8")


class _Part:
    """The file of one format while it is written."""

    def __init__(self, form: Format, folder: Path) -> None:
        self.form = form
        self.members: dict[str, Member] = {}
        self.whole = hashlib.sha256()
        self.size = 0
        self._file = (folder / form.file).open("wb")
        self._write(form.head)

    def put(self, graph: str, pieces: Iterable[bytes]) -> None:
        """Adds a member that is packed already."""
        if self.members:
            self._write(self.form.between)
        start, own = self.size, hashlib.sha256(self.form.head)
        for piece in pieces:
            own.update(piece)
            self._write(piece)
        own.update(self.form.tail)
        self.members[graph] = Member(start, self.size - start, own.hexdigest())

    def pack(self, graph: str, writer: Writer) -> None:
        """Packs and adds a member."""
        with io.BytesIO() as aside:
            pack_into(aside, writer)
            self.put(graph, [aside.getvalue()])

    def close(self) -> None:
        """Ends the file."""
        self._write(self.form.tail)
        self._file.close()

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self.whole.update(data)
        self.size += len(data)


def _member(told: list[str]) -> Member:
    start, length, sha256 = told
    return Member(int(start), int(length), str(sha256))


def is_sound(dump: Dump) -> bool:
    """Whether its bytes are still those that were listed."""
    digest = hashlib.sha256()
    try:
        with dump.open() as file:
            for piece in dump.read(file, 0, dump.size):
                digest.update(piece)
    except StoreDamaged:
        return False
    return digest.hexdigest() == dump.sha256
