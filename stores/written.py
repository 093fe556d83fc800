"""Keepers: what curators wrote. In: one write after the other. Out: the journal of them, line by line. Must not write a graph.

A write's record lies in the folder of the generation that it became, so both appear in one step; the journal beside the
generations is made from these records and outlasts them: a kill between the two loses no line.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ontology.errors import StoreDamaged

RECORD = "written.json"
_STEP = 65_536


@dataclass(frozen=True, slots=True)
class Payload:
    """RDF that somebody sent: its bytes, and the media type that they are said to be of."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class GraphChange:
    """How many statements a graph held before a write and holds after it; None where there is no such graph."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """One write: which generation it became, when (UTC, ISO 8601), by whose key, what was done, and to which graphs.

    `graphs` is empty where nothing changed: then `generation` is the one that served already. `verdict` is the IRI of what a
    curator judged, "" for other acts.
    """

    generation: str
    when: str
    key: str
    by: str
    act: str
    what: str
    graphs: Mapping[str, GraphChange] = field(default_factory=dict)
    verdict: str = ""

    def as_dict(self) -> Mapping[str, object]:
        """Plain values, for a line of the journal or an answer."""
        return asdict(self)


def put_record(partial: Path, written: Written) -> None:
    """Puts the record into the folder aside, before it is published; its generation is known only then and stays empty."""
    (partial / RECORD).write_text(_line(written.as_dict()), encoding="utf-8")


def catch_up(data: Path) -> None:
    """Brings the journal to where the generations are, in their order. Wants the writer's lock held.

    Whatever was published after the journal's last whole line is missing; a line that a kill cut short never was one.
    """
    noted, end = _last(_file(data))
    records = ((_number(record.parent.name), record) for record in (data / "generations").glob(f"g*-*/{RECORD}"))
    missing = [
        json.loads(record.read_text(encoding="utf-8")) | {"generation": record.parent.name}
        for number, record in sorted(records)
        if number > noted
    ]
    if not missing:
        return
    _file(data).parent.mkdir(parents=True, exist_ok=True)
    with _file(data).open("ab") as journal:
        journal.truncate(end)
        journal.write("".join(map(_line, missing)).encode())
        journal.flush()
        os.fsync(journal.fileno())


def read_journal(data: Path) -> Sequence[Written]:
    """All writes, in their order; StoreDamaged names a line that is none."""
    file = _file(data)
    if not file.is_file():
        return ()
    found = []
    whole = file.read_text(encoding="utf-8").rpartition("\n")[0]  # what follows the last line's end was cut short
    for number, line in enumerate(whole.split("\n") if whole else (), 1):
        try:
            told = json.loads(line)
            graphs = {graph: GraphChange(**change) for graph, change in told.pop("graphs").items()}
            found.append(Written(**told, graphs=graphs))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreDamaged(
                f"Wanted a write in line {number} of {file}; got {line[:80]!r}: {error}.",
                advice="Restore the file from a copy, or correct that line.",
            ) from error
    return tuple(found)


def _last(file: Path) -> tuple[int, int]:
    """The number of the last generation that is noted, 0 for none, and where its line ends."""
    if not file.is_file():
        return 0, 0
    with file.open("rb") as journal:
        start = end = journal.seek(0, os.SEEK_END)
        text = b""
        while start and text.count(b"\n") < 2:  # the last whole line stands between two
            step = min(start, _STEP)
            start -= step
            journal.seek(start)
            text = journal.read(step) + text
    whole, _, rest = text.rpartition(b"\n")
    line = whole.rpartition(b"\n")[2]
    return (_number(str(json.loads(line)["generation"])) if line else 0), end - len(rest)


def _number(generation: str) -> int:
    return int(generation[1:].partition("-")[0])


def _line(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"


def _file(data: Path) -> Path:
    return data / "curated" / "journal.jsonl"
