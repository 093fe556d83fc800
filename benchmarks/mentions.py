"""Benchmarks: mentions. In: paragraphs of the folder `shared`, and the labels that we gave them. Out: how well risk factors and
mandates are found in them, and how often the heaviest entry is a main one. Must not know how they are read.

python -m benchmarks.mentions
"""

import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.gold import HOME, write_figures
from benchmarks.task import Absent, Ground, Task, sets
from ingest.world import World, prepare
from ontology.concepts import Concept
from ontology.errors import SymbolError
from ontology.iris import DEFAULT_BASE, Iris
from ontology.nouns import Allusion, Mention, Passage, Rendition
from ontology.symbol import Symbol
from reading.assemble import assemble, take_apart
from reading.find import Found, find
from reading.readers.anything import read
from stores.settings import load_settings

COMMAND = "python -m benchmarks.mentions"
JUDGED = HOME / "benchmarks" / "judged" / "mentions.tsv"
SAMPLES = ("known", "unseen", "last")
_MARK = re.compile(r"^\W*(?:\d+|\(?[a-z]+\))[.)]?\s+")
_OPENING = 60  # letters and digits
_Label = Callable[[str, Mapping[str, Concept]], str | None]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One paragraph with its labels; those in `open_to` are neither wanted nor wrong."""

    task: str
    sample: str
    file: str
    opening: str
    labels: frozenset[str]
    open_to: frozenset[str]

    @property
    def where(self) -> str:
        """File and opening, as a case is named."""
        return f"{self.file} {self.opening}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was found in one paragraph: the entries in order, by the path of their IRI, each with its weight."""

    entries: tuple[tuple[str, float], ...]


def labelled(path: Path = JUDGED) -> list[Labelled]:
    """The paragraphs and their labels."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    found = []
    for task, sample, file, opening, words in rows:
        labels = [] if words == "-" else words.split()
        wanted, open_to = (
            frozenset(each.lstrip("?") for each in labels if each.startswith("?") is is_open) for is_open in (False, True)
        )
        found.append(Labelled(task, sample, file, opening, wanted, open_to))
    return found


def opening_of(text: str) -> str:
    """What tells a paragraph from the others of its file, without quoting it."""
    letters = "".join(letter for letter in _MARK.sub("", text).casefold() if letter.isalnum())[:_OPENING]
    return hashlib.sha256(letters.encode()).hexdigest()[:10]


def tasks(ground: Ground) -> list[Task]:
    """Risk factors, mandates and main entries, on the paragraphs that the rules were mended on and on those they were not."""
    given = labelled()
    spoken = _spoken(ground, {one.file for one in given})
    found = []
    for name in dict.fromkeys(one.task for one in given):
        for sample in SAMPLES:
            cases = [one for one in given if (one.task, one.sample) == (name, sample)]
            if not cases:
                continue
            heard = {one.where: spoken[one.file].get(one.opening) for one in cases}
            note = f"{sum(each is None for each in heard.values())} of {len(cases)} paragraphs were not found in their files"
            title = f"judged mentions: {name} ({sample})"
            found.append(_main_entries(title, cases, heard, note) if name == "about" else _named(title, cases, heard, note))
    return found


def _named(name: str, cases: Sequence[Labelled], heard: Mapping[str, Spoken | None], note: str) -> Task:
    concepts = _world().knowledge.concepts
    of = _factor if "risk factors" in name else _mandate
    ours = [(one.where, label) for one in cases if (said := heard[one.where]) for label in _labels(said, concepts, of)]
    wanted = [(one.where, label) for one in cases for label in one.labels]
    return sets(name, wanted, ours, [(one.where, label) for one in cases for label in one.open_to], note)


def _main_entries(name: str, cases: Sequence[Labelled], heard: Mapping[str, Spoken | None], note: str) -> Task:
    """Whether the heaviest entry of a paragraph is a main one; beside it, the most frequent entry, which knows no weights."""
    heaviest, frequent = {}, {}
    for one in cases:
        entries = [each for each in _entries(heard[one.where]) if not each[0].startswith("mandate/") or each[0] in one.labels]
        weights, counts = dict(entries), Counter(entry for entry, _ in entries)
        heaviest[one.where] = _is_first(sorted(weights, key=lambda entry: (-weights[entry], entry)), one.labels)
        frequent[one.where] = _is_first([entry for entry, _ in counts.most_common()], one.labels)
    missed = tuple(sorted((where, "heaviest") for where, is_right in heaviest.items() if not is_right))
    right = sum(heaviest.values())
    figures = {"heaviest is main": right / len(cases), "most frequent is main": sum(frequent.values()) / len(cases)}
    return Task(name, len(cases), right, missed=missed, figures=figures, note=note)


def _is_first(order: Sequence[str], main: frozenset[str]) -> bool:
    return bool(order) and order[0] in main


def _entries(spoken: Spoken | None) -> tuple[tuple[str, float], ...]:
    return spoken.entries if spoken else ()


def _labels(spoken: Spoken, concepts: Mapping[str, Concept], of: _Label) -> Iterator[str]:
    for entry, _ in spoken.entries:
        if label := of(entry, concepts):
            yield label


def _factor(entry: str, concepts: Mapping[str, Concept]) -> str | None:
    """The factor that an entry is, or falls under; a warning sign that falls under none stands for itself."""
    kind, _, number = entry.partition("/")
    if kind in ("risk-factor", "indicator"):
        return f"risk-factor/{number.partition('.')[0]}"
    if kind != "warning-sign":
        return None
    wider = [each.removeprefix(DEFAULT_BASE) for each in concepts[DEFAULT_BASE + entry].broader]
    return next((label for each in wider if (label := _factor(each, concepts))), entry)


def _mandate(entry: str, _: Mapping[str, Concept]) -> str | None:
    return entry if entry.startswith("mandate/") else None


def _spoken(ground: Ground, files: Iterable[str]) -> Mapping[str, Mapping[str, Spoken]]:
    """What is found in each file, by the opening of its paragraphs."""
    return {file: _in_file(ground.source(file), file) for file in sorted(files)}


def _in_file(path: Path, file: str) -> Mapping[str, Spoken]:
    document = Iris().document("judged")
    rendition = Rendition(f"{document}/rendition/0", document, "en", "text/plain", "0" * 64, "full", chosen=True)
    reading = assemble(take_apart(read(path.read_bytes(), path.name)), rendition, _label(path, file))
    said = _by_passage(find(reading, _world().knowledge))
    return {opening_of(passage.text): Spoken(said.get(passage.iri, ())) for passage in _first_last(reading.passages)}


def _first_last(passages: Sequence[Passage]) -> Sequence[Passage]:
    """The passages from the last to the first: where two open alike, the first counts."""
    return passages[::-1]


def _by_passage(found: Found) -> Mapping[str, tuple[tuple[str, float], ...]]:
    said: defaultdict[str, list[tuple[int, str, float]]] = defaultdict(list)
    both: Sequence[Mention | Allusion] = (*found.mentions, *found.allusions)
    for each in both:
        entry = (each.of if isinstance(each, Mention) else each.to).removeprefix(DEFAULT_BASE)
        said[each.evidence.passage].append((each.evidence.span.start, entry, each.weight or 0.0))
    return {passage: tuple((entry, weight) for _, entry, weight in sorted(entries)) for passage, entries in said.items()}


def _label(path: Path, file: str) -> str:
    """The document's symbol, by the name of its file; the name itself for what has none."""
    for words in (path.stem.replace("_", "/"), re.sub(r"^([AS])_RES_(\d+).*", r"\1/RES/\2", path.stem)):
        try:
            return str(Symbol.parse(words))
        except SymbolError:
            continue
    return file


@cache
def _world() -> World:
    return prepare(load_settings({}))


def main(_: Sequence[str] | None = None) -> int:
    """Prints the figures and writes them; 1 and a message where there are no documents."""
    shared = HOME.parent / "shared"
    try:
        found = tasks(Ground(shared / "eval", shared / "corpus"))
    except Absent as error:
        print(f"benchmarks.mentions: {error}; benchmarks need the folder `shared` beside the checkout", file=sys.stderr)
        return 1
    figures = {
        task.name: {
            "wanted": task.wanted,
            "met": task.met,
            **({} if task.found is None else {"found": task.found, "right": task.right, "f1": round(task.f1 or 0, 3)}),
            **{name: round(value, 3) for name, value in task.figures.items()},
            "missed": [" ".join(case) for case in task.missed],
            "wrong": [" ".join(case) for case in task.wrong],
            "note": task.note,
        }
        for task in found
    }
    write_figures("mentions.json", {"command": COMMAND, "tasks": figures})
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
