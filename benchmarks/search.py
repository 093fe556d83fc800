"""Benchmarks: search. In: the office documents and the graded questions about them. Out: tables and a file of figures. Must not
ask the product anything but `api.search.search`, which is what everybody else asks.

python -m benchmarks.search [--data FOLDER] [--models FOLDER] [--model NAME]
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from api.library import Library
from benchmarks import peers
from benchmarks.gold import LANGUAGES, Gold, Question, open_gold, write_figures
from benchmarks.measure import Interval, hit, mean, ndcg, paired, recall, reciprocal_rank
from benchmarks.published import published
from ontology.errors import MandateGraphError
from stores.settings import MODELS

DEPTH = 10
RECALLED = 100  # how deep recall looks, of the 218 passages
OTHERS = tuple(language for language in LANGUAGES if language != "en")
GROUPS: Mapping[str, tuple[str, ...]] = {"en": ("en",), "others": OTHERS}
MEASURES = ("nDCG@10", "hit@5", "hit@10", "hit@1", "MRR", "recall@100")
SHOWN = 3  # so many of them in the table by language
Rank = Callable[[Question], Sequence[str]]
"""Answers a question with the IRIs of passages, the best first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one system did on one question: its measures, in the order of MEASURES."""

    language: str
    measures: tuple[float, ...]
    type: str = ""


def answered(questions: Sequence[Question], rank: Rank) -> list[Answered]:
    """How a system does on each question, in the order of the questions."""
    return [Answered(question.language, measured(rank(question), question.grades), question.type) for question in questions]


def measured(ranked: Sequence[str], grades: Mapping[str, int]) -> tuple[float, ...]:
    """All measures of one ranking, which should be as deep as recall looks."""
    hits = (hit(ranked, grades, depth) for depth in (5, 10, 1))
    return ndcg(ranked, grades, DEPTH), *hits, reciprocal_rank(ranked, grades), recall(ranked, grades, RECALLED)


def by_language(found: Sequence[Answered]) -> dict[str, tuple[float, ...]]:
    """The means of all measures of each language that was asked in."""
    means = {}
    for language in LANGUAGES:
        rows = [one.measures for one in found if one.language == language]
        if rows:
            means[language] = tuple(fmean(column) for column in zip(*rows, strict=True))
    return means


def differences(ours: Sequence[Answered], theirs: Sequence[Answered]) -> dict[str, Interval]:
    """nDCG@10 of ours minus theirs, in English and over the other languages together."""
    found = {}
    for group, languages in GROUPS.items():
        pairs = [
            (mine.measures[0], other.measures[0]) for mine, other in zip(ours, theirs, strict=True) if mine.language in languages
        ]
        if pairs:
            found[group] = paired([mine for mine, _ in pairs], [other for _, other in pairs])
    return found


def kinds(questions: Sequence[Answered]) -> dict[str, list[int]]:
    """The places of the questions of each kind: those in English, those in other languages, and the English ones of each type."""
    found: dict[str, list[int]] = {"English": [], "other languages": []}
    for at, one in enumerate(questions):
        found["English" if one.language == "en" else "other languages"].append(at)
    for at in list(found["English"]):
        found.setdefault(questions[at].type or "of no type", []).append(at)
    return {kind: places for kind, places in found.items() if places}


def product(library: Library, mode: str) -> Rank:
    """The product in one mode."""
    rank = peers.product(library, mode)
    return lambda question: rank(question.text, RECALLED)


def compare(gold: Gold, library: Library, packages: Sequence[str] = tuple(peers.PACKAGES)) -> dict[str, list[Answered]]:
    """Every system on every question, the product first. Peers that are not installed are left out, as `peers.missing` says."""
    questions = gold.questions()
    found = {}
    for name, rank in peers.systems(library, peers.passages_of(library), packages).items():
        found[name] = answered(questions, lambda question, rank=rank: rank(question.text, RECALLED))  # type: ignore[misc]
    return found


def table(systems: Mapping[str, Sequence[Answered]]) -> str:
    """Markdown: means by language, the differences to the product, all measures with intervals, then by type of question."""
    return "\n\n".join((_languages(systems), _differences(systems), _measures(systems), _types(systems)))


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _rule(columns: int) -> str:
    return "|" + " --- |" * columns


def _languages(systems: Mapping[str, Sequence[Answered]]) -> str:
    asked = {language: sum(one.language == language for one in systems["hybrid"]) for language in LANGUAGES}
    present = [language for language in LANGUAGES if asked[language]]
    lines = [_row(" / ".join(MEASURES[:SHOWN]), *(f"{language} ({asked[language]})" for language in present))]
    lines.append(_rule(1 + len(present)))
    for name, found in systems.items():
        means = by_language(found)
        told = (" / ".join(f"{value:.2f}".lstrip("0") for value in means[language][:SHOWN]) for language in present)
        lines.append(_row(name, *told))
    return "\n".join(lines)


def _differences(systems: Mapping[str, Sequence[Answered]]) -> str:
    lines = [_row("nDCG@10 of hybrid minus", "en", "others together"), _rule(3)]
    for name in list(systems)[1:]:
        found = differences(systems["hybrid"], systems[name])
        lines.append(_row(name, *(found.get(group, "") for group in GROUPS)))
    return "\n".join(lines)


def _measures(systems: Mapping[str, Sequence[Answered]]) -> str:
    """Each measure with its interval, in English and over the other languages together."""
    lines = [_row("", "", *MEASURES), _rule(2 + len(MEASURES))]
    for group, places in list(kinds(systems["hybrid"]).items())[: len(GROUPS)]:
        for name, found in systems.items():
            lines.append(
                _row(group, name, *(mean([found[at].measures[which] for at in places]) for which in range(len(MEASURES))))
            )
    return "\n".join(lines)


def _types(systems: Mapping[str, Sequence[Answered]]) -> str:
    """nDCG@10 with its interval by type of question, in English."""
    lines = [_row("nDCG@10, English, by type", *systems), _rule(1 + len(systems))]
    for kind, places in kinds(systems["hybrid"]).items():
        if kind != "other languages":
            told = (mean([found[at].measures[0] for at in places]) for found in systems.values())
            lines.append(_row(f"{kind} ({len(places)})", *told))
    return "\n".join(lines)


def figures(model: str, systems: Mapping[str, Sequence[Answered]]) -> dict[str, object]:
    """All figures, rounded, as they are written."""

    def told(found: Sequence[Answered]) -> dict[str, dict[str, float]]:
        means = by_language(found)
        return {lang: dict(zip(MEASURES, (round(v, 3) for v in values), strict=True)) for lang, values in means.items()}

    def typed(found: Sequence[Answered]) -> dict[str, dict[str, float]]:
        places_by_kind = kinds(found)
        return {kind: mean([found[at].measures[0] for at in places]).rounded() for kind, places in places_by_kind.items()}

    return {
        "command": f"python -m benchmarks.search --model {model}",
        "model": model,
        "questions": len(systems["hybrid"]),
        "peers": peers.versions(),
        "missing": peers.missing(),
        "systems": {name: told(found) for name, found in systems.items()},
        "nDCG@10_by_kind": {name: typed(found) for name, found in systems.items()},
        "hybrid_minus": {
            name: {group: one.rounded() for group, one in differences(systems["hybrid"], systems[name]).items()}
            for name in list(systems)[1:]
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables and writes the figures; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How well search answers the annotated questions.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--models", type=Path, help="a folder that has the model's files already")
    parser.add_argument("--model", choices=MODELS, default=MODELS[0])
    asked = parser.parse_args(arguments)
    try:
        gold = open_gold()
        with published(gold, asked.data, asked.model, asked.models) as library:
            systems = compare(gold, library)
    except MandateGraphError as error:
        print(f"benchmarks.search: {error}", file=sys.stderr)
        return 1
    stem = "search" if asked.model == MODELS[0] else "search-light"
    path = write_figures(f"{stem}.json", figures(asked.model, systems))
    told = [f"{asked.model}, {path.name}", table(systems), *(f"Not compared: {why}." for why in peers.missing().values())]
    path.with_suffix(".md").write_text("\n\n".join(told) + "\n", encoding="utf-8")
    print("\n\n".join(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
