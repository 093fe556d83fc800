"""Benchmarks: search. In: the office documents and the graded questions about them. Out: a table and a file of figures. Must
not ask anything but `api.search.search`, which is what everybody else asks.

python -m benchmarks.search [--data FOLDER] [--model NAME]
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from api.library import Library
from api.search import search
from benchmarks.gold import LANGUAGES, Gold, Question, open_gold, write_figures
from benchmarks.measure import Interval, hit, ndcg, paired
from benchmarks.published import published
from ontology.errors import MandateGraphError
from stores.settings import MODELS

DEPTH = 10
OTHERS = tuple(language for language in LANGUAGES if language != "en")
GROUPS: Mapping[str, tuple[str, ...]] = {"en": ("en",), "others": OTHERS}
MEASURES = ("nDCG@10", "hit@5", "hit@10")
Rank = Callable[[Question], Sequence[str]]
"""Answers a question with the IRIs of passages, the best first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one system did on one question."""

    language: str
    measures: tuple[float, float, float]


def answered(questions: Sequence[Question], rank: Rank) -> list[Answered]:
    """How a system does on each question, in the order of the questions."""
    found = []
    for question in questions:
        ranked = rank(question)
        grades = question.grades
        measures = ndcg(ranked, grades, DEPTH), hit(ranked, grades, 5), hit(ranked, grades, 10)
        found.append(Answered(question.language, measures))
    return found


def by_language(found: Sequence[Answered]) -> dict[str, tuple[float, float, float]]:
    """The means of nDCG@10, hit@5 and hit@10 of each language that was asked in."""
    means = {}
    for language in LANGUAGES:
        rows = [one.measures for one in found if one.language == language]
        if rows:
            first, five, ten = (fmean(column) for column in zip(*rows, strict=True))
            means[language] = (first, five, ten)
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


def product(library: Library, mode: str) -> Rank:
    """The product in one mode."""
    return lambda question: [result.iri for result in search(library, question.text, limit=DEPTH, mode=mode).hits]


def outside(library: Library) -> Rank:
    """BM25 as others make it (the package bm25s, with English stop words and the stemmer that we use too)."""
    import bm25s
    import snowballstemmer  # type: ignore[import-untyped]

    with library.serving() as serving:
        words = "SELECT ?passage (STR(?said) AS ?words) WHERE { ?passage a mg:Passage ; mg:text ?said } ORDER BY ?passage"
        rows = list(serving.graph.select(f"PREFIX mg: <https://w3id.org/mandategraph/ontology#> {words}"))
    iris, texts = [str(row["passage"]) for row in rows], [str(row["words"]) for row in rows]
    stem = snowballstemmer.stemmer("english").stemWords
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords="en", stemmer=stem, show_progress=False), show_progress=False)

    def rank(question: Question) -> list[str]:
        asked = bm25s.tokenize(question.text, stopwords="en", stemmer=stem, show_progress=False, return_ids=False)
        scores = retriever.get_scores(asked[0]) if asked[0] else []
        order = sorted((-float(score), iri) for score, iri in zip(scores, iris, strict=False) if score > 0)
        return [iri for _, iri in order[:DEPTH]]

    return rank


def compare(gold: Gold, library: Library) -> dict[str, list[Answered]]:
    """Every system on every question, the product first."""
    questions = gold.questions()
    systems: dict[str, Rank] = {mode: product(library, mode) for mode in ("hybrid", "dense", "keyword")}
    return {name: answered(questions, rank) for name, rank in {**systems, "bm25s": outside(library)}.items()}


def table(systems: Mapping[str, Sequence[Answered]]) -> str:
    """Markdown: one row a system, one column a language, then the differences to the product."""
    asked = {language: sum(one.language == language for one in systems["hybrid"]) for language in LANGUAGES}
    lines = ["| nDCG@10 / hit@5 / hit@10 | " + " | ".join(f"{language} ({asked[language]})" for language in LANGUAGES) + " |"]
    lines.append("| --- |" + " --- |" * len(LANGUAGES))
    for name, found in systems.items():
        means = by_language(found)
        cells = [" / ".join(f"{value:.2f}".lstrip("0") for value in means[language]) for language in LANGUAGES]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "| nDCG@10 of hybrid minus | en | others together |", "| --- | --- | --- |"]
    for name in list(systems)[1:]:
        found_by_group = differences(systems["hybrid"], systems[name])
        lines.append(f"| {name} | " + " | ".join(str(found_by_group[group]) for group in GROUPS) + " |")
    return "\n".join(lines)


def figures(model: str, systems: Mapping[str, Sequence[Answered]]) -> dict[str, object]:
    """All figures, rounded, as they are written."""

    def told(found: Sequence[Answered]) -> dict[str, dict[str, float]]:
        means = by_language(found)
        return {lang: dict(zip(MEASURES, (round(v, 3) for v in values), strict=True)) for lang, values in means.items()}

    return {
        "command": f"python -m benchmarks.search --model {model}",
        "model": model,
        "questions": len(systems["hybrid"]),
        "systems": {name: told(found) for name, found in systems.items()},
        "hybrid_minus": {
            name: {group: one.rounded() for group, one in differences(systems["hybrid"], systems[name]).items()}
            for name in list(systems)[1:]
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables and writes the figures; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How well search answers the annotated questions.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--model", choices=MODELS, default=MODELS[0])
    asked = parser.parse_args(arguments)
    try:
        gold = open_gold()
        with published(gold, asked.data, asked.model) as library:
            systems = compare(gold, library)
    except MandateGraphError as error:
        print(f"benchmarks.search: {error}", file=sys.stderr)
        return 1
    stem = "search" if asked.model == MODELS[0] else "search-light"
    path = write_figures(f"{stem}.json", figures(asked.model, systems))
    path.with_suffix(".md").write_text(f"{asked.model}, {path.name}\n\n{table(systems)}\n", encoding="utf-8")
    print(table(systems))
    return 0


if __name__ == "__main__":
    sys.exit(main())
