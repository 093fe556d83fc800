"""Benchmarks: pace beside others. In: the annotated documents and their questions, or what a data folder serves. Out: how long
the product takes for a question and for an index, as ratios to other packages in the same run. Must not be a test.

python -m benchmarks.race [--data FOLDER --served] [--models FOLDER] [--passages N] [--questions N]

A question is asked in process: the product's takes its whole front (understanding, filters, counts, words and places), the peers'
only what ranks. Systems are asked in turn, question by question, so that what else the machine does falls on all alike. Indexing
is from passages with their vectors to an index that answers; with the time of the vectors, too, which one encoder makes for all.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

from api.library import Library
from benchmarks import peers
from benchmarks.gold import Question, open_gold, write_figures
from benchmarks.measure import ndcg
from benchmarks.peers import Passages, Rank
from benchmarks.published import published_from
from benchmarks.scale import machine
from ontology.errors import MandateGraphError
from stores.settings import MODELS
from stores.vectors.chosen import build_index, open_index
from stores.vectors.index import Point

LIMIT = 10
ENCODED = 64  # passages whose encoding is timed; the rest is taken to be like them
SYSTEMS = ("hybrid", *peers.PACKAGES)


def asked(systems: Mapping[str, Rank], questions: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each question by system, after one question that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    for rank in systems.values():
        rank(questions[0], LIMIT)
    for question in questions:
        for name, rank in systems.items():
            seconds[name].append(timed(lambda rank=rank, question=question: rank(question, LIMIT)))  # type: ignore[misc]
    return seconds


def timed(act: Callable[[], object]) -> float:
    """Seconds that an act takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def indexed(library: Library, passages: Passages) -> dict[str, float]:
    """Seconds until each system answers from these passages, their vectors given."""
    encode = library.encoder.encode_query
    found = {"hybrid": timed(lambda: _our_index(passages, library))}
    present = [name for name in peers.PACKAGES if name not in peers.missing()]
    return found | {name: timed(lambda name=name: peers.MAKERS[name](passages, encode)) for name in present}  # type: ignore[misc]


def _our_index(passages: Passages, library: Library) -> None:
    """Built, closed, checked and opened, as at every publishing."""
    points = (
        Point(one.key, one.words, vector, one.payload) for one, vector in zip(passages.entries, passages.vectors, strict=True)
    )
    with tempfile.TemporaryDirectory(prefix="mandategraph-bench-") as aside:
        folder = Path(aside) / "index"
        build_index(folder, points, dims=passages.vectors.shape[1], meta={"model": library.encoder.name}, url="")
        open_index(folder, url="").close()


def encoding(library: Library, passages: Passages) -> float:
    """Seconds to encode all passages, from a part of them taken at even distances."""
    part = passages.texts[:: max(1, len(passages.texts) // ENCODED)]
    return timed(lambda: library.encoder.encode_passages(part)) / len(part) * len(passages.texts)


def ratios(ours: float, theirs: Mapping[str, float]) -> dict[str, float]:
    """Our seconds over theirs: 1 is the same, below 1 is quicker."""
    return {name: ours / seconds for name, seconds in theirs.items()}


def race(library: Library, questions: Sequence[Question], texts: Sequence[str], most: int | None) -> dict[str, object]:
    """The figures: seconds, and ratios to the fastest peer and to the median of all."""
    whole = peers.passages_of(library)
    systems = {name: rank for name, rank in peers.systems(library, whole).items() if name in SYSTEMS}
    seconds = {name: median(values) for name, values in asked(systems, texts).items()}
    passages = whole.first(most or len(whole.keys))
    build, encode = indexed(library, passages), encoding(library, passages)
    hybrids = {name: value for name, value in seconds.items() if name in ("haystack", "txtai")}
    others = {name: value for name, value in build.items() if name in hybrids}
    gains = {
        name: fmean(ndcg(rank(one.text, LIMIT), one.grades) for one in questions) for name, rank in systems.items() if questions
    }
    return {
        "passages": len(whole.keys),
        "questions": len(texts),
        "query_p50_ms": {name: round(value * 1000, 2) for name, value in seconds.items()},
        "query_ratio": _rounded(ratios(seconds["hybrid"], {name: value for name, value in seconds.items() if name != "hybrid"})),
        "query_ratio_to_fastest_hybrid": round(seconds["hybrid"] / min(hybrids.values()), 2) if hybrids else None,
        "nDCG@10": _rounded(gains),
        "passages_indexed": len(passages.keys),
        "index_s": _rounded(build),
        "index_ratio_to_median": round(build["hybrid"] / median(others.values()), 2) if others else None,
        "encode_s": round(encode, 1),
        "index_ratio_to_median_with_encoding": (
            round((build["hybrid"] + encode) / (median(others.values()) + encode), 2) if others else None
        ),
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How long a question and an index take, beside other packages.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--served", action="store_true", help="nothing is read: what the data folder serves is asked")
    parser.add_argument("--models", type=Path, help="a folder that has the model's files already")
    parser.add_argument("--passages", type=int, help="so many passages are indexed; all are searched")
    parser.add_argument("--questions", type=int, default=40, help="so many of the English questions")
    given = parser.parse_args(arguments)
    try:
        gold = open_gold()
        english = [one for one in gold.questions() if one.language == "en"]
        sources = [] if given.served else [gold.sources]
        with published_from(sources, given.data, MODELS[0], given.models) as library:
            graded = [] if given.served else english
            found = race(library, graded, [one.text for one in english[: given.questions]], given.passages)
    except MandateGraphError as error:
        print(f"benchmarks.race: {error}", file=sys.stderr)
        return 1
    told = {"command": "python -m benchmarks.race", "machine": machine(), "peers": peers.versions(), "missing": peers.missing()}
    print(write_figures("race.json", told | found))
    for name, value in found.items():
        print(f"{name}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
