"""Benchmarks: names. In: a library that holds the Registry's documents. Out: 200 questions that name something exactly, drawn
with a fixed seed, and how often the first hit is right. Must not ask the product anything but `api.search.search`.

python -m benchmarks.names [--data FOLDER] [--models FOLDER] [--served] [--kept]

Symbols in their usual spellings, pinpoints, titles, names of actors, networks, mechanisms and instruments, phrases in quotes: all
drawn from what is published, so that no text stands here. Half of each kind is looked at while search is worked on; the other
half is kept: of it one figure is told, with `--kept`, and no case.
"""

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.library import Library, Serving
from api.search import search
from benchmarks.evaluate import ground_of
from benchmarks.gold import write_figures
from benchmarks.measure import Interval, mean
from benchmarks.published import published_from
from benchmarks.task import Ground, Task, read_table
from ingest.points import Entry, entries
from ontology.errors import MandateGraphError
from ontology.symbol import Symbol
from stores.settings import MODELS

SEED = 20_180_525
SHARES: Mapping[str, int] = {"symbol": 50, "pinpoint": 20, "title": 40, "name": 40, "phrase": 50}
PHRASE = (5, 9)  # words
_PREFIXES = """PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> """
_DOCUMENTS = (
    _PREFIXES + "SELECT ?document ?symbol ?title { ?document a mg:Document ; mg:symbol ?symbol ; mg:title ?title"
    " FILTER(LANG(?title) = 'en') } ORDER BY ?document ?symbol ?title"
)
_NAMED = (
    _PREFIXES + "SELECT DISTINCT ?thing ?name { ?passage mg:mentions ?thing . ?thing skos:prefLabel|skos:altLabel ?name"
    " FILTER(LANG(?name) IN ('', 'en')) FILTER NOT EXISTS { ?thing a mg:GenericName } } ORDER BY ?thing ?name"
)
_MENTIONED = _PREFIXES + "SELECT DISTINCT ?passage ?thing { ?passage mg:mentions ?thing }"
_THINGS = re.compile(r"/(?:actor|network|mechanism|instrument)/[^/]+$")
_ORGANS = {
    "S": ("Security Council", "SC", "UNSC"),
    "A": ("General Assembly", "GA", "UNGA"),
    "A/HRC": ("Human Rights Council", "HRC", "UNHRC"),
}
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"(?<![\w'’-])[A-Za-z]+(?: [A-Za-z]+)+(?![\w'’-])")  # words and spaces alone, none of them cut
_NUMBERED = re.compile(r"^(?:S-)?[0-9]+/[0-9]+\.? *|^Resolution [0-9]+ \([0-9]{4}\)$")


@dataclass(frozen=True, slots=True)
class Case:
    """A question that names something, and every passage that may come first for it."""

    kind: str
    text: str
    right: frozenset[str]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the Registry: its symbol, its English title, its passages in English."""

    symbol: str
    title: str
    passages: tuple[Entry, ...]


def drawn(serving: Serving, symbols: Iterable[str], seed: int = SEED) -> list[Case]:
    """The cases over the documents with these symbols, the same ones for the same library; half of each kind is kept."""
    everything = entries(serving.graph)
    held = _held(serving, everything, {str(Symbol.parse(symbol)) for symbol in symbols})
    chance = random.Random(seed)  # noqa: S311 (a draw, not a secret)
    draws: Mapping[str, Callable[[], Iterator[Case]]] = {
        "symbol": lambda: _symbols(held, chance),
        "pinpoint": lambda: _pinpoints(held, chance),
        "title": lambda: _titles(held, everything, chance),
        "name": lambda: _names(serving, held, everything, chance),
        "phrase": lambda: _phrases(held, everything, chance),
    }
    found = []
    for kind, share in SHARES.items():
        unique = {case.text: case for case, _ in zip(_different(draws[kind]()), range(share), strict=False)}
        found += [Case(case.kind, case.text, case.right, kept=at % 2 == 1) for at, case in enumerate(unique.values())]
    return found


def _different(cases: Iterator[Case]) -> Iterator[Case]:
    seen: set[str] = set()
    for case in cases:
        if case.text not in seen:
            seen.add(case.text)
            yield case


def _held(serving: Serving, everything: Sequence[Entry], wanted: set[str]) -> list[Held]:
    passages = defaultdict(list)
    for entry in everything:
        if entry.payload["language"] == "en":
            passages[str(entry.payload["document"])].append(entry)
    found: dict[str, Held] = {}
    for row in serving.graph.select(_DOCUMENTS):
        document, symbol = str(row["document"]), str(row["symbol"])
        if symbol in wanted and passages[document]:
            found.setdefault(document, Held(symbol, str(row["title"]), tuple(passages[document])))
    return [found[document] for document in sorted(found)]


def _symbols(held: Sequence[Held], chance: random.Random) -> Iterator[Case]:
    """A document by its symbol, each time in another spelling."""
    for document in chance.sample(held, len(held)):
        yield Case("symbol", chance.choice(spellings(document.symbol)), _iris(document.passages))


def spellings(symbol: str) -> list[str]:
    """The ways in which people write the symbol of a document, its own first."""
    found = [symbol, symbol.lower(), re.sub(r"\(", " (", symbol), re.sub(r"\([0-9]{4}\)$", "", symbol)]
    match = re.fullmatch(r"(S|A|A/HRC)/RES/([0-9S/-]+)(?:\(([0-9]{4})\))?", symbol)
    if match:
        organ, number, year = match.groups()
        name, short, shorter = _ORGANS[organ]
        full = f"{number} ({year})" if year else number
        found += [f"{name} resolution {full}", f"{name} resolution {number}", f"{short} resolution {full}", f"{shorter} {number}"]
        found += [f"resolution {full} of the {name}"] + ([f"resolution {full}", f"UNSCR {number}"] if year else [])
    return list(dict.fromkeys(found))


def _pinpoints(held: Sequence[Held], chance: random.Random) -> Iterator[Case]:
    """A numbered paragraph of a document; its items are right, too."""
    for document in chance.sample(held, len(held)):
        numbered = sorted({m[0] for entry in document.passages if (m := re.match(r".*/para/([0-9]+)(?=/|$)", entry.iri))})
        if numbered:
            iri = chance.choice(numbered)
            own = re.sub(r"/annex/[^/]+(?=/para/)", "", iri)  # an annex numbers anew: the number alone is the document's own
            iri = own if own in numbered else iri
            number = iri.rpartition("/")[2]
            said = chance.choice([f", para. {number}", f" paragraph {number}", f", paragraph {number}", f" para {number}"])
            right = frozenset(entry.iri for entry in document.passages if entry.iri == iri or entry.iri.startswith(iri + "/"))
            yield Case("pinpoint", chance.choice(spellings(document.symbol)[:3]) + said, right)


def _titles(held: Sequence[Held], everything: Sequence[Entry], chance: random.Random) -> Iterator[Case]:
    """A title without its number; all documents of that title, one a year perhaps, are right, whoever else published them."""
    printed = {_numberless(document.title): _NUMBERED.sub("", document.title) for document in reversed(held)}
    for title in chance.sample(named := sorted(title for title in printed if len(title.split()) > 2), len(named)):
        yield Case("title", printed[title], _iris(one for one in everything if title in map(_numberless, one.titles)))


def _numberless(title: str) -> str:
    return folded(_NUMBERED.sub("", title))


def _names(serving: Serving, held: Sequence[Held], everything: Sequence[Entry], chance: random.Random) -> Iterator[Case]:
    """A name or an acronym of something that the documents name; right are passages that name it, by whichever of its names, that
    stand in a document whose title does, or of which the graph says that they mention it ("Advisers on A and on B").
    """
    said = {entry.iri: " ".join((folded(entry.context), folded(entry.words))) for entry in everything}
    places = _places(said)
    ours = _iris(entry for document in held for entry in document.passages)
    names, mentioning = defaultdict(list), defaultdict(set)
    for row in serving.graph.select(_MENTIONED):
        mentioning[str(row["thing"])].add(str(row["passage"]))
    for row in serving.graph.select(_NAMED):
        thing, name = str(row["thing"]), str(row["name"])
        if _THINGS.search(thing) and (" " in name or (name.isupper() and len(name) > 2)):
            names[thing].append(name)
    for thing in chance.sample(sorted(names), len(names)):
        right = frozenset(mentioning[thing] & said.keys()).union(*(_naming(folded(name), said, places) for name in names[thing]))
        if right & ours:
            yield Case("name", chance.choice(names[thing]), right)


def _places(said: Mapping[str, str]) -> Mapping[str, set[str]]:
    """The passages that have each word."""
    found = defaultdict(set)
    for iri, words in said.items():
        for word in set(_WORD.findall(words)):
            found[word].add(iri)
    return found


def _naming(name: str, said: Mapping[str, str], places: Mapping[str, set[str]]) -> set[str]:
    """The passages that have a name, in the plural too, not as a part of a longer word."""
    whole = re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)")
    *words, last = _WORD.findall(name)
    likely = set.intersection(
        places.get(last, set()) | places.get(last + "s", set()), *(places.get(word, set()) for word in words)
    )
    return {iri for iri in likely if whole.search(said[iri])}


def _phrases(held: Sequence[Held], everything: Sequence[Entry], chance: random.Random) -> Iterator[Case]:
    """Some words of a passage in their order, in quotes; every passage that has them is right."""
    said = {entry.iri: _spaced(entry.words) for entry in everything}
    while True:
        entry = chance.choice(chance.choice(held).passages)
        length = chance.randint(*PHRASE)
        runs = [words for run in _PLAIN.findall(entry.words) if len(words := run.split()) >= length]
        if runs:
            run = chance.choice(runs)
            begin = chance.randrange(len(run) - length + 1)
            phrase = " ".join(run[begin : begin + length])
            right = frozenset(iri for iri, words in said.items() if _spaced(phrase) in words)
            yield Case("phrase", chance.choice(['"{}"', "“{}”"]).format(phrase), right)


def _iris(passages: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.iri for entry in passages)


def folded(text: str) -> str:
    """In lower case, with one space between words and plain apostrophes."""
    return " ".join(text.replace("’", "'").split()).lower()


def _spaced(text: str) -> str:
    """The words of a text with a space on each side, so that a phrase is found at whole words only."""
    return " ".join(["", *_WORD.findall(text.lower()), ""])


def judged(library: Library, cases: Sequence[Case]) -> list[tuple[bool, str]]:
    """Whether the first hit of each case is right, and what came first; no hit is not right."""
    found = []
    for case in cases:
        hits = search(library, case.text, limit=1).hits
        found.append((bool(hits) and hits[0].iri in case.right, hits[0].pinpoint if hits else "nothing"))
    return found


def shares(cases: Sequence[Case], right: Sequence[bool]) -> dict[str, Interval]:
    """The share of right first hits, of all and of each kind."""
    by_kind: dict[str, list[float]] = {"all": [float(one) for one in right]}
    for case, one in zip(cases, right, strict=True):
        by_kind.setdefault(case.kind, []).append(float(one))
    return {kind: mean(values) for kind, values in by_kind.items() if values}


def registry(ground: Ground) -> list[str]:
    """The symbols of the Registry's documents."""
    return [row["symbol"] for row in read_table(ground.source("registry/manifest.tsv"), ["symbol"], delimiter="\t")]


def tasks(ground: Ground) -> list[Task]:
    """The open half as a task, with its wrong cases, and the kept half as a figure alone."""
    symbols = registry(ground)
    with published_from([ground.source("registry")], None) as library:
        with library.serving() as serving:
            cases = drawn(serving, symbols)
        told = judged(library, cases)
    return [_task(cases, told, kept=False), _task(cases, told, kept=True)]


def _task(cases: Sequence[Case], told: Sequence[tuple[bool, str]], *, kept: bool) -> Task:
    asked = [(case, right) for case, (right, _) in zip(cases, told, strict=True) if case.kept == kept]
    missed = tuple((case.kind, case.text) for case, right in asked if not right and not kept)
    met = sum(right for _, right in asked)
    figures = {kind: one.value for kind, one in shares([case for case, _ in asked], [right for _, right in asked]).items()}
    return Task("names: kept" if kept else "names: open", len(asked), met, missed=missed, figures=figures, note="first hit right")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the shares of the open half with every wrong case; with --kept those of the other half, without cases."""
    parser = argparse.ArgumentParser(description="How often the first hit is what a question names.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--models", type=Path, help="a folder that has the model's files already")
    parser.add_argument("--served", action="store_true", help="the data folder has the Registry already: it is asked as it is")
    parser.add_argument("--kept", action="store_true", help="tell the figure of the half that is kept, and write both")
    given = parser.parse_args(arguments)
    try:
        ground = ground_of(None, None)
        sources = [] if given.served else [ground.source("registry")]
        with published_from(sources, given.data, MODELS[0], given.models) as library:
            with library.serving() as serving:
                cases = [case for case in drawn(serving, registry(ground)) if given.kept or not case.kept]
            told = judged(library, cases)
    except MandateGraphError as error:
        print(f"benchmarks.names: {error}", file=sys.stderr)
        return 1
    halves = {}
    for half in ("open", "kept") if given.kept else ("open",):
        asked = [(case, right, first) for case, (right, first) in zip(cases, told, strict=True) if case.kept == (half == "kept")]
        halves[half] = shares([case for case, _, _ in asked], [right for _, right, _ in asked])
        print(f"{half} ({len(asked)}): " + ", ".join(f"{kind} {one}" for kind, one in halves[half].items()))
        for case, right, first in asked if half == "open" else ():
            if not right:
                print(f"  {case.kind}: {case.text} -> {first}")
    if given.kept:
        rounded = {half: {kind: one.rounded() for kind, one in told.items()} for half, told in halves.items()}
        write_figures("names.json", {"command": "python -m benchmarks.names --kept", "first_hit_right": rounded})
    return 0


if __name__ == "__main__":
    sys.exit(main())
