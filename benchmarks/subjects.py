"""Benchmarks: subjects. In: resolutions, and the headings under which librarians indexed them, in up to six languages. Out: how
well each system finds the resolutions by a heading. Must not ask the product anything but `api.search.search`.

python -m benchmarks.subjects [--documents N | --whole | --served] [--data FOLDER] [--models FOLDER] [--model NAME] [--languages]
    [--headings N]

The gold holds positives only, so that systems are compared with each other on the same pool of documents; their absolute figures
mean little. Each ranks its first 100 passages, and a document stands where its best passage does: recall@100 is over what these
hold. By default a sample of 400 resolutions with a fixed seed, and the headings with positives among them; a data folder that is
named keeps what was embedded, so that a run that was cut off goes on from there.
"""

import argparse
import random
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.library import Library
from benchmarks import peers
from benchmarks.evaluate import ground_of
from benchmarks.gold import LANGUAGES, write_figures
from benchmarks.measure import ESSENTIAL, Interval, mean, ndcg, paired, recall, reciprocal_rank
from benchmarks.peers import Rank
from benchmarks.published import published_from
from benchmarks.task import Ground, Task, read_json_lines, read_table
from ontology.errors import MandateGraphError, SymbolError
from ontology.symbol import Symbol
from stores.graph.store import GraphStore
from stores.settings import MODELS

SAMPLE = 400  # documents; all of them take hours to embed on two cores
SEED = 20_180_525
PASSAGES = 100  # how many each system ranks for a heading: the most that a search answers
MEASURES = ("nDCG@10", "recall@100", "MRR")
SYMBOLS = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?document ?symbol { ?document a mg:Document ; mg:symbol ?symbol }"""
Measured = dict[str, list[tuple[float, ...]]]
"""By system, the measures of each heading, in the order of the headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A subject heading in one language, with the symbols of the documents that librarians indexed under it."""

    id: str
    language: str
    text: str
    symbols: frozenset[str]

    def within(self, pool: Iterable[str]) -> "Heading":
        """The heading as it judges a part of the documents."""
        return Heading(self.id, self.language, self.text, self.symbols.intersection(pool))


def headings(ground: Ground, languages: Sequence[str] = ("en",)) -> list[Heading]:
    """All headings in these languages, those of one language together."""
    positives = defaultdict(set)
    for row in read_table(ground.gold_file("subjects/qrels.tsv"), ["query_id", "symbol"], delimiter="\t"):
        positives[row["query_id"]].add(_form(row["symbol"]))
    queries = read_json_lines(ground.gold_file("subjects/queries.jsonl"))
    return [
        Heading(query["query_id"], language, query["labels"][language], frozenset(positives[query["query_id"]]))
        for language in languages
        for query in queries
        if language in query["labels"]
    ]


def files(ground: Ground) -> dict[str, str]:
    """The path of each judged document inside the archive, by its symbol."""
    rows = read_table(ground.gold_file("subjects/files.tsv"), ["symbol", "file"], delimiter="\t")
    return {_form(row["symbol"]): row["file"] for row in rows}


def symbols_of(graph: GraphStore) -> dict[str, str]:
    """The symbol of each document of a graph, by its IRI, in the form that the gold's symbols have here."""
    return {str(row["document"]): _form(str(row["symbol"])) for row in graph.select(SYMBOLS)}


def _form(symbol: str) -> str:
    """A symbol in its normal form; as it is printed where it has none, like those of the archive that end in a language."""
    try:
        return str(Symbol.parse(symbol))
    except SymbolError:
        return symbol


def sample(symbols: Iterable[str], documents: int, seed: int = SEED) -> list[str]:
    """So many symbols, the same ones every time; all of them where there are no more."""
    ordered = sorted(symbols)
    return sorted(random.Random(seed).sample(ordered, min(documents, len(ordered))))  # noqa: S311 (a sample, not a secret)


def unpacked(archive: Path, paths: Iterable[str], folder: Path) -> Path:
    """Those files of the archive in the folder, and no others; files that are there already are not written again."""
    wanted = set(paths)
    for left in [path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() not in wanted]:
        left.unlink()
    missing = {path for path in wanted if not (folder / path).is_file()}
    if missing:
        with tarfile.open(archive) as held:
            held.extractall(folder, [member for member in held if member.name in missing], filter="data")
    return folder


def documents_of(ranked: Sequence[str], document: Mapping[str, str], pool: Iterable[str]) -> list[str]:
    """The documents of ranked passages, by their best passage; those outside the pool are left out, for every system alike."""
    within = set(pool)
    return [found for found in dict.fromkeys(document.get(iri, "") for iri in ranked) if found in within]


def compare(
    library: Library, asked: Sequence[Heading], packages: Sequence[str] = tuple(peers.PACKAGES)
) -> tuple[list[Heading], Measured]:
    """The headings that have positives among the documents of the library, and how every system does on them."""
    passages = peers.passages_of(library)
    with library.serving() as serving:
        symbol_by_iri = symbols_of(serving.graph)
    document = {entry.iri: symbol_by_iri.get(str(entry.payload["document"]), "") for entry in passages.entries}
    return judged(asked, peers.systems(library, passages, packages), document)


def judged(asked: Sequence[Heading], systems: Mapping[str, Rank], document: Mapping[str, str]) -> tuple[list[Heading], Measured]:
    """The headings that have positives among the documents, and the measures of every system. `document` is each passage's."""
    pool = frozenset(document.values()) - {""}
    within = [heading for one in asked if (heading := one.within(pool)).symbols]
    found: Measured = {}
    for name, rank in systems.items():
        found[name] = [measured(documents_of(rank(one.text, PASSAGES), document, pool), one.symbols) for one in within]
    return within, found


def measured(ranked: Sequence[str], positives: Iterable[str]) -> tuple[float, ...]:
    """The measures of one ranking of documents, in the order of MEASURES."""
    grades = dict.fromkeys(positives, ESSENTIAL)
    return ndcg(ranked, grades, 10), recall(ranked, grades, 100), reciprocal_rank(ranked, grades)


def kinds(asked: Sequence[Heading]) -> dict[str, list[int]]:
    """The places of the headings of each language, and of the English ones by their number of words."""
    found: dict[str, list[int]] = {language: [] for language in LANGUAGES}
    for at, one in enumerate(asked):
        found[one.language].append(at)
        if one.language == "en":
            words = len(one.text.split())
            found.setdefault(
                f"en, {'1 word' if words == 1 else f'{words} words' if words <= 3 else '4 words and more'}", []
            ).append(at)
    return {kind: places for kind, places in sorted(found.items()) if places}


def differences(asked: Sequence[Heading], found: Measured, which: int = 0) -> dict[str, dict[str, Interval]]:
    """One measure of the product minus that of each other system, by kind of heading."""
    return {
        kind: {
            name: paired([found["hybrid"][at][which] for at in places], [theirs[at][which] for at in places])
            for name, theirs in list(found.items())[1:]
        }
        for kind, places in kinds(asked).items()
    }


def table(asked: Sequence[Heading], found: Measured) -> str:
    """Markdown: each measure by kind of heading and system, then the differences in nDCG@10."""
    lines = [f"| headings | measure | {' | '.join(found)} |", "|" + " --- |" * (2 + len(found))]
    for kind, places in kinds(asked).items():
        for which, measure in enumerate(MEASURES):
            cells = " | ".join(str(mean([values[at][which] for at in places])) for values in found.values())
            lines.append(f"| {kind} ({len(places)}) | {measure} | {cells} |")
    others = list(found)[1:]
    lines += ["", f"| nDCG@10 of hybrid minus | {' | '.join(others)} |", "|" + " --- |" * (1 + len(others))]
    for kind, told in differences(asked, found).items():
        lines.append(f"| {kind} | {' | '.join(str(told[name]) for name in others)} |")
    return "\n".join(lines)


def figures(asked: Sequence[Heading], found: Measured, model: str, documents: int) -> dict[str, object]:
    """All figures, rounded, as they are written."""
    by_kind = {
        kind: {
            name: {measure: mean([values[at][which] for at in places]).rounded() for which, measure in enumerate(MEASURES)}
            for name, values in found.items()
        }
        for kind, places in kinds(asked).items()
    }
    minus = {kind: {name: one.rounded() for name, one in told.items()} for kind, told in differences(asked, found).items()}
    told = {"model": model, "documents": documents, "headings": len(asked), "peers": peers.versions(), "missing": peers.missing()}
    return {"command": "python -m benchmarks.subjects", **told, "systems": by_kind, "hybrid_minus": minus}


def tasks(ground: Ground) -> list[Task]:
    """The sample in the light profile, as tasks of the evaluation: one for each system, with the nDCG@10 of each heading."""
    with (
        TemporaryDirectory(prefix="mandategraph-bench-") as aside,
        _library(ground, SAMPLE, Path(aside), None, MODELS[1]) as library,
    ):
        asked, found = compare(library, headings(ground))
    return [_task(name, asked, values) for name, values in found.items()]


def _task(name: str, asked: Sequence[Heading], values: Sequence[tuple[float, ...]]) -> Task:
    """How many headings have a document of theirs among the first ten."""
    missed = tuple((one.text, "none among the first ten") for one, told in zip(asked, values, strict=True) if not told[0])
    means = {measure: mean([told[which] for told in values]).value for which, measure in enumerate(MEASURES)}
    scores = {one.text: told[0] for one, told in zip(asked, values, strict=True)}
    return Task(f"subjects: {name}", len(asked), len(asked) - len(missed), missed=missed, figures=means, scores=scores)


def _library(
    ground: Ground, documents: int | None, data: Path, models: Path | None, model: str
) -> AbstractContextManager[Library]:
    held = files(ground)
    chosen = held if documents is None else sample(held, documents)
    sources = unpacked(ground.source("scale/akoma-ntoso.tar.xz"), (held[symbol] for symbol in chosen), data / "subjects")
    return published_from([sources], data, model, models)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables and writes the figures of the sample or of the whole; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How well resolutions are found by the headings that librarians gave them.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--models", type=Path, help="a folder that has the model's files already")
    parser.add_argument("--model", choices=MODELS, default=MODELS[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--documents", type=int, default=SAMPLE, help="so many resolutions of the archive")
    size.add_argument("--whole", action="store_true", help="all 2,438 of them")
    size.add_argument("--served", action="store_true", help="none are read: what the data folder serves is asked")
    parser.add_argument("--headings", type=int, help="so many headings of each language only")
    parser.add_argument("--languages", action="store_true", help="the headings in all six languages, not only in English")
    given = parser.parse_args(arguments)
    try:
        asked, found, documents = _run(given)
    except MandateGraphError as error:
        print(f"benchmarks.subjects: {error}", file=sys.stderr)
        return 1
    told = [f"{given.model}, {documents} documents, {len(asked)} headings", table(asked, found)]
    told += [f"Not compared: {why}." for why in peers.missing().values()]
    stem = f"subjects{'' if given.model == MODELS[0] else '-light'}{'-whole' if given.whole else ''}"
    if not given.served and not given.headings and (given.whole or given.documents == SAMPLE):
        path = write_figures(f"{stem}.json", figures(asked, found, given.model, documents))
        path.with_suffix(".md").write_text("\n\n".join(told) + "\n", encoding="utf-8")
    print("\n\n".join(told))
    return 0


def _run(given: argparse.Namespace) -> tuple[list[Heading], Measured, int]:
    ground = ground_of(None, None)
    languages = LANGUAGES if given.languages else ("en",)
    asked = [one for language in languages for one in _some(headings(ground, [language]), given.headings)]
    with TemporaryDirectory(prefix="mandategraph-bench-") as aside:
        data = given.data or Path(aside)
        served = published_from([], data, given.model, given.models)
        documents = None if given.whole else given.documents
        with served if given.served else _library(ground, documents, data, given.models, given.model) as library:
            judged, found = compare(library, asked)
    return judged, found, len({symbol for one in judged for symbol in one.symbols})


def _some(found: list[Heading], most: int | None) -> list[Heading]:
    """So many of them, the same ones every time."""
    chosen = set(sample([one.id for one in found], most or len(found)))
    return [one for one in found if one.id in chosen]


if __name__ == "__main__":
    sys.exit(main())
