"""Benchmarks: the Registry's hyperlinks. In: documents of the Mandate Registry, whose paragraphs carry links that the reader
never sees. Out: how many of the linked documents we cite in the same paragraph; how many of our citations a judge holds right.

A link that leads to another document than its paragraph cites is the Registry's error: judged by eye, listed with the reason in
judged/links.tsv, and counted apart. Links of mastheads and headings count too: the same stages read those words, though no
passage holds them and nothing of them is published. A draw of our citations, judged one by one, stands in judged/citations.tsv.
Must not be read by the eyes.

python -m benchmarks.links [--draw]
"""

import argparse
import csv
import hashlib
import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.gold import HOME, write_figures
from benchmarks.task import Case, Ground, Task, positives, read_table
from ingest.world import World, prepare
from ontology.errors import MandateGraphError
from ontology.iris import part
from ontology.nouns import Citation, Rendition
from reading.assemble import Reading, assemble, take_apart
from reading.citations.addresses import symbols_of
from reading.find import find
from reading.readers.anything import read
from stores.settings import Settings

COMMAND = "python -m benchmarks.links"
JUDGED = Path(__file__).resolve().parent / "judged"
DRAWN = 300  # citations that a judge reads
_LETTERS = re.compile(r"(?<=[\d)])[A-Za-z](?:-[A-Za-z])?$")
_ERRORS = ("document", "paragraph", "link", "reason")
_VERDICTS = ("document", "paragraph", "printed", "target", "verdict")


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: document, paragraph and number of the link in it (counted from 0), the words linked, the address."""

    symbol: str
    paragraph: int
    number: int
    words: str
    address: str

    @property
    def target(self) -> str:
        """The symbol that it leads to, or what stands in its address where that is no symbol of the present form."""
        symbols = symbols_of(self.address)
        return symbols[0] if symbols else re.sub(r"^https?://[^/]+/(?:en/)?", "", self.address)

    @property
    def case(self) -> Case:
        """How it is named in figures."""
        return f"{self.symbol} [{self.paragraph}.{self.number}]", f"{' '.join(self.words.split())} -> {self.target}"


@dataclass(frozen=True, slots=True)
class Cited:
    """A document: its links, with where each leads; our citations, with the paragraph that each stands in, by its place in the
    file, and the pairs of paragraph and target; the linked paragraphs that are no passages.
    """

    symbol: str
    links: tuple[tuple[Link, str], ...]
    targets: frozenset[tuple[int, str]]
    outside: frozenset[int]
    citations: tuple[tuple[int, Citation], ...]

    def meets(self, link: Link, target: str) -> bool:
        """Whether a citation of the same paragraph leads where the link leads, letters of a part aside: links often lack them."""
        return any(at == link.paragraph and _LETTERS.sub("", ours) == _LETTERS.sub("", target) for at, ours in self.targets)


def tasks(ground: Ground) -> list[Task]:
    """All links, those that are not the Registry's own errors, and of these those in passages."""
    documents = list(read_documents(ground.source("registry")))
    outside = {(document.symbol, at) for document in documents for at in document.outside}
    links = [(link, document.meets(link, target)) for document in documents for link, target in document.links]
    errors = {(row["document"], row["paragraph"], row["link"]) for row in _judged("links.tsv", _ERRORS)}
    right = [(link, met) for link, met in links if (link.symbol, str(link.paragraph), str(link.number)) not in errors]
    inside = [(link, met) for link, met in right if (link.symbol, link.paragraph) not in outside]
    return [
        _task("links: all", links),
        _task("links: without the Registry's errors", right),
        _task("links: without its errors, in passages", inside),
    ]


def _task(name: str, links: Iterable[tuple[Link, bool]]) -> Task:
    held = list(links)
    return positives(name, (link.case for link, _ in held), (link.case for link, met in held if met))


def read_documents(folder: Path) -> Iterator[Cited]:
    """The documents of a folder of the Registry, by its manifest."""
    world = prepare(Settings())
    for row in read_table(folder / "manifest.tsv", ("file", "symbol"), delimiter="\t"):
        yield _read(folder / row["file"], row["symbol"], world)


def _read(file: Path, symbol: str, world: World) -> Cited:
    data = file.read_bytes()
    taken = take_apart(read(data, file.name))
    document = world.iris.document(symbol)
    rendition = Rendition(part(document, "rendition/0"), document, "en", "application/json", "0" * 64, "full", chosen=True)
    reading = assemble(taken, rendition, symbol)
    entries = json.loads(data)
    starts = list(_starts(taken.source.text, [entry["text"] for entry in entries]))
    offsets = {passage.iri: unit.text.offsets for unit, passage in zip(taken.parts.units, reading.passages, strict=True)}
    found = [
        (bisect_right(starts, offsets[each.evidence.passage][each.evidence.span.start]) - 1, each)
        for each in find(reading, world.knowledge).citations
    ]
    whole = {bisect_right(starts, max(where[0], 0)) - 1 for where in offsets.values() if where}
    links = [
        Link(symbol, place, number, words, address)
        for place, entry in enumerate(entries)
        for number, (words, address) in enumerate(entry.get("links") or ())
    ]
    outside = {link.paragraph for link in links} - whole
    beside = [(at, target) for at in outside for target in _beside(entries[at]["text"], reading, world)]
    targets = {(at, each.target.partition("/doc/")[2]) for at, each in found if each.target} | set(beside)
    leads = tuple((link, world.knowledge.primary(link.target) or link.target) for link in links)
    return Cited(symbol, leads, frozenset(targets), frozenset(outside), tuple(found))


def _beside(text: str, reading: Reading, world: World) -> Iterator[str]:
    """The documents that the words of a masthead or heading cite, read as a passage of the document alone."""
    passage = replace(reading.passages[0], text=" ".join(text.split()))
    for citation in find(replace(reading, passages=(passage,)), world.knowledge).citations:
        yield (citation.target or "").partition("/doc/")[2]


def _starts(text: str, paragraphs: Iterable[str]) -> Iterator[int]:
    """Where each paragraph of the file begins in the reader's text, in which they stand one behind the other; blanks aside, for
    the reader tidies them.
    """
    places = [place for place, character in enumerate(text) if not character.isspace()]
    dense, at = "".join(text.split()), 0
    for words in ("".join(words.split()) for words in paragraphs):
        found = dense.find(words, at)
        begin = found if words and found >= 0 else at
        yield places[begin] if begin < len(places) else len(text)
        at = begin + len(words) if found >= 0 else at


def draw(documents: Iterable[Cited], most: int = DRAWN) -> list[tuple[str, int, Citation]]:
    """The citations that a judge reads: resolved ones, in an order that has nothing to do with what they say."""
    found = [
        (each.symbol, paragraph, citation) for each in documents for paragraph, citation in each.citations if citation.target
    ]
    return sorted(found, key=lambda one: hashlib.sha256(one[2].iri.encode()).hexdigest())[:most]


def _judged(name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    return read_table(JUDGED / name, columns, delimiter="\t")


def _print_draw(folder: Path) -> None:
    """The draw, to be judged, each with the words around it: on the screen alone, for sentences do not go into the tree."""
    writer = csv.writer(sys.stdout, delimiter="\t")
    entries = {
        row["symbol"]: folder / row["file"] for row in read_table(folder / "manifest.tsv", ("file", "symbol"), delimiter="\t")
    }
    for symbol, paragraph, citation in draw(read_documents(folder)):
        text = json.loads(entries[symbol].read_bytes())[paragraph]["text"]
        writer.writerow([symbol, paragraph, citation.evidence.as_printed, citation.target, " ".join(text.split())])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints recall with and without the Registry's errors, and the verdicts on the draw; 1 where there is no gold."""
    parser = argparse.ArgumentParser(description="How well the Registry's hyperlinks are met.")
    parser.add_argument("--draw", action="store_true", help=f"print {DRAWN} of our citations for a judge instead")
    asked = parser.parse_args(arguments)
    ground = Ground(HOME.parent / "shared" / "eval", HOME.parent / "shared" / "corpus")
    try:
        if asked.draw:
            _print_draw(ground.source("registry"))
            return 0
        measured, verdicts = tasks(ground), _judged("citations.tsv", _VERDICTS)
    except MandateGraphError as error:
        print(f"benchmarks.links: {error}", file=sys.stderr)
        return 1
    wrong = sum(row["verdict"] != "right" for row in verdicts)
    figures = {task.name: {"links": task.wanted, "met": task.met, "recall": round(task.recall or 0.0, 4)} for task in measured}
    write_figures("links.json", {"command": COMMAND, **figures, "citations judged": {"read": len(verdicts), "wrong": wrong}})
    for task in measured:
        print(f"{task.name}: {task.met} of {task.wanted} ({task.recall:.4f})")
    for where, what in measured[1].missed:
        print(f"  missed: {where} {what}")
    print(f"citations judged: {len(verdicts)}, wrong: {wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
