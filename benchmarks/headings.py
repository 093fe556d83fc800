"""Benchmarks: experiments with short questions. In: a library of resolutions, and the headings that librarians gave them. Out:
how each way to read a heading and to weigh the two lists finds the resolutions. Must not change what the product does.

python -m benchmarks.headings --data FOLDER [--models FOLDER]

The folder serves resolutions already (`benchmarks.subjects --data FOLDER`). Lists and sums are made here, by the product's
tokens, vectors and ranking, since an index has one keyword text only. What is kept was chosen on the headings in odd places of
the gold; those in even places were looked at once, afterwards.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.asking.capitals import as_sentence
from api.asking.names import names_of
from api.library import Library
from benchmarks import subjects
from benchmarks.evaluate import ground_of
from benchmarks.gold import write_figures
from benchmarks.measure import Interval, mean, paired
from benchmarks.peers import Passages, passages_of
from benchmarks.published import published_from
from benchmarks.subjects import Heading
from ontology.errors import MandateGraphError
from stores.settings import MODELS
from stores.vectors.fusion import DEPTH, Part, Scores, Spread, combined, length_of, ordered, weights_of
from stores.vectors.sparse import K1, B, tokens

TIMES = (0, 1, 2, 3)  # how often title and heading stand in the keyword text
BEFORE = "before: the words alone, capitals as printed, dense .6"
KEPT = "kept: capitals as a sentence, title and heading twice, dense .1 a word up to .6"
Lists = Sequence[Scores]
"""The scores of the best passages of each heading, by the passage's place."""


@dataclass(frozen=True, slots=True)
class Way:
    """Whether capitals are read as a sentence, how often the context counts, and the dense list's weight by number of words."""

    sentence: bool
    times: int
    dense: Callable[[int], float]


def ways() -> dict[str, Way]:
    """Every experiment by its name."""

    def kept(words: int) -> float:
        return weights_of(words)["dense"]

    def always(weight: float) -> Callable[[int], float]:
        return lambda _: weight

    found = {BEFORE: Way(False, 0, always(0.6)), "capitals as a sentence": Way(True, 0, always(0.6))}
    found |= {f"and title and heading {times} times": Way(True, times, always(0.6)) for times in TIMES[1:]}
    found |= {f"and twice, dense {weight}": Way(True, 2, always(weight)) for weight in (0.5, 0.4, 0.3, 0.2, 0.1)}
    found["by words, title and heading once"] = Way(True, 1, kept)
    found["by words, not in the keywords"] = Way(True, 0, kept)
    found |= {"keywords alone, not there": Way(True, 0, always(0.0)), "keywords alone, twice": Way(True, 2, always(0.0))}
    return found | {"dense alone": Way(True, 2, always(1.0)), KEPT: Way(True, 2, kept)}


def dense_lists(library: Library, passages: Passages, texts: Sequence[str]) -> Lists:
    """The nearest passages of each text."""
    return [_best(passages.vectors @ library.encoder.encode_query(text)) for text in texts]


def keyword_lists(passages: Passages, times: int, texts: Sequence[str]) -> Lists:
    """The best passages of each text by BM25, with the context so often in theirs."""
    retriever = import_module("bm25s").BM25(k1=K1, b=B)
    retriever.index([tokens(f"{entry.context}\n" * times + entry.words) for entry in passages.entries], show_progress=False)
    known = retriever.vocab_dict
    asked = ([word for word in dict.fromkeys(tokens(text)) if word in known] for text in texts)
    return [_best(retriever.get_scores(words)) if words else {} for words in asked]


def _best(scores: NDArray[np.float32]) -> Scores:
    chosen = np.argpartition(-scores, DEPTH)[:DEPTH] if len(scores) > DEPTH else np.arange(len(scores))
    return {str(at): float(scores[at]) for at in chosen if scores[at] > 0}


def fused(dense: Scores, keyword: Scores, weight: float) -> list[int]:
    """The places of the passages in the order of the sum."""
    lists: dict[Part, Scores] = {"dense": dense if weight else {}, "keyword": keyword if weight < 1 else {}}
    spreads = {part: Spread.of(list(scores.values())) for part, scores in lists.items() if scores}
    hits = ordered(combined(lists, spreads, {"dense": weight, "keyword": 1 - weight}), lists, frozenset())
    return [int(hit.iri) for hit in hits]


def run(library: Library, headings: Sequence[Heading]) -> tuple[list[Heading], dict[str, list[float]]]:
    """The headings that have positives among the documents, and the nDCG@10 of each in every way."""
    passages = passages_of(library)
    with library.serving() as serving:
        symbol_by_iri = subjects.symbols_of(serving.graph)
        names = names_of(serving.graph)
        lengths = [length_of(tokens(heading.text), serving.index) for heading in headings]
    document = {entry.iri: symbol_by_iri.get(str(entry.payload["document"]), "") for entry in passages.entries}
    pool = frozenset(document.values()) - {""}
    length = {(heading.id, heading.language): count for heading, count in zip(headings, lengths, strict=True)}
    asked = [within for heading in headings if (within := heading.within(pool)).symbols]
    texts = [heading.text for heading in asked]
    dense = {False: dense_lists(library, passages, texts)}
    dense[True] = dense_lists(library, passages, [as_sentence(text, names) for text in texts])
    keyword = {times: keyword_lists(passages, times, texts) for times in TIMES}

    def tried(way: Way) -> Iterator[float]:
        for heading, near, said in zip(asked, dense[way.sentence], keyword[way.times], strict=True):
            weight = way.dense(length[heading.id, heading.language])
            ranked = [passages.keys[at] for at in fused(near, said, weight)]
            found = subjects.documents_of(passages.best(ranked, subjects.PASSAGES), document, pool)
            yield subjects.measured(found, heading.symbols)[0]

    return asked, {name: list(tried(way)) for name, way in ways().items()}


def table(found: Mapping[str, Sequence[float]]) -> str:
    """Markdown: one row an experiment, the difference to the one before."""
    lines = ["| nDCG@10 | all | odd places | even places | minus before |", "|" + " --- |" * 5]
    for name, values in found.items():
        odd, even = mean(values[1::2]).value, mean(values[::2]).value
        lines.append(f"| {name} | {mean(values).value:.3f} | {odd:.3f} | {even:.3f} | {paired(values, found[BEFORE])} |")
    return "\n".join(lines)


def figures(found: Mapping[str, Sequence[float]]) -> dict[str, object]:
    """All figures, rounded, as they are written."""

    def told(values: Sequence[float]) -> dict[str, object]:
        minus: Interval = paired(values, found[BEFORE])
        return {"nDCG@10": mean(values).rounded(), "minus_before": minus.rounded()}

    return {
        "command": "python -m benchmarks.headings --data FOLDER",
        "headings": len(found[BEFORE]),
        "experiments": {name: told(values) for name, values in found.items()},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and writes the figures; 1 and a message where there is no gold or nothing is served."""
    parser = argparse.ArgumentParser(description="How the ways to read headings and to weigh their lists do on resolutions.")
    parser.add_argument("--data", type=Path, required=True, help="a data folder that serves resolutions")
    parser.add_argument("--models", type=Path, help="where model files are kept; by default inside the data folder")
    given = parser.parse_args(arguments)
    try:
        with published_from([], given.data, MODELS[0], given.models) as library:
            asked, found = run(library, subjects.headings(ground_of(None, None)))
    except MandateGraphError as error:
        print(f"benchmarks.headings: {error}", file=sys.stderr)
        return 1
    told = f"{len(asked)} headings, {len({symbol for one in asked for symbol in one.symbols})} documents\n\n{table(found)}"
    path = write_figures("headings.json", figures(found))
    path.with_suffix(".md").write_text(f"Ways to read headings, {path.name}\n\n{told}\n", encoding="utf-8")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
