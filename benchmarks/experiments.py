"""Benchmarks: experiments with the ranking. In: the office documents and the graded questions. Out: how each way to weigh the
lists does, against the ranking without re-ranking. Must not change what the product does.

python -m benchmarks.experiments [--data FOLDER] [--models FOLDER]

The lists themselves are the product's own: the first hits of the index with their parts, and how their tokens meet those of the
question. Only weights and depth differ from one experiment to the next; where keywords found nothing, as in most other languages,
their weight goes to the tokens in each. The interval is that of a paired bootstrap; `halves` are the differences on the questions
with odd and with even numbers, so that a weight that was fitted to some of them shows.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from api.asked import understood
from api.library import Library
from benchmarks.gold import Gold, Question, open_gold, write_figures
from benchmarks.measure import Interval
from benchmarks.published import published
from benchmarks.search import GROUPS, Answered, by_language, differences, measured
from ontology.errors import MandateGraphError, StoreMissing
from ontology.iris import without_language
from stores.vectors.fusion import DEPTH, RERANK_WEIGHTS, RERANKED, Part, reranked
from stores.vectors.index import Hit

READ_CHINESE = (
    "The ten Chinese questions were read one by one, on 26 November 2026. The judgments are sound: what they name answers the "
    "question. The characters are read as they should be: by tokens alone a passage that answers stands among the first two for "
    "nine of the ten (O05: sixth). By sentence vectors it does so for five; for O20 the first stands seventh, for O37 ninth and "
    "for O22 (the mandate of the Special Adviser) 51st. So it is the sentence vector, and was the weight that it had where no "
    "keyword can help: since then the weight of the silent keywords goes to the tokens. What remains: O05 and O08 have several "
    "answers, most of which both lists put low, and footnotes that are little but an address stand too high (first for O20)."
)
"""Nothing that code could find out: which list put what where, and whether what is judged an answer is one."""
FIRST = "first stage: dense .6, keyword .4"
KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to rank again: the weights of the lists, and how many of the first hits."""

    weights: Mapping[Part, float]
    depth: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What the index found for a question, and how the tokens of each meet those of the question."""

    hits: Sequence[Hit]
    meets: Mapping[str, float]


def ways() -> dict[str, Way | None]:
    """Every experiment by its name; None is the ranking without re-ranking."""
    found: dict[str, Way | None] = {FIRST: None, KEPT: Way(RERANK_WEIGHTS, RERANKED)}
    for tokens in (0.2, 0.4, 0.6, 0.8):  # .5 is kept
        found[f"tokens {tokens:.1f}, rest halved"] = _way((1 - tokens) / 2, (1 - tokens) / 2, tokens)
    found["tokens .6, dense .3, keyword .1"] = _way(0.3, 0.1, 0.6)
    found["tokens .6, dense .1, keyword .3"] = _way(0.1, 0.3, 0.6)
    found["tokens alone"] = _way(0.0, 0.0, 1.0)
    found["dense alone"] = _way(1.0, 0.0, 0.0)
    return found | {f"kept weights, first {depth}": Way(RERANK_WEIGHTS, depth) for depth in (20, 30, 50, DEPTH)}


def _way(dense: float, keyword: float, tokens: float) -> Way:
    return Way({"dense": dense, "keyword": keyword, "rerank": tokens}, RERANKED)


def listed(library: Library, questions: Sequence[Question]) -> list[Listed]:
    """The lists of each question. StoreMissing where nothing can be ranked again."""
    found = []
    with library.serving() as serving:
        if serving.tokens is None:
            raise StoreMissing("There are no token vectors.", advice="Raise MANDATEGRAPH_RERANK_PASSAGES and ingest again.")
        for question in questions:
            asked = understood(serving, question.text, "hybrid")
            read = library.encoder.read_query(asked.meaning)
            hits = serving.index.search(asked.text, read.vector, symbols=asked.names, limit=DEPTH, mode=asked.mode)
            found.append(Listed(hits, serving.tokens.meet(read.tokens, [hit.iri for hit in hits])))
    return found


def tried(questions: Sequence[Question], lists: Sequence[Listed], way: Way | None) -> list[Answered]:
    """How one way does on each question."""
    found = []
    for question, one in zip(questions, lists, strict=True):
        hits = reranked(one.hits, one.meets, weights=way.weights, depth=way.depth) if way else one.hits
        ranked = dict.fromkeys(without_language(hit.iri)[0] for hit in hits)
        found.append(Answered(question.language, measured(list(ranked), question.grades)))
    return found


def halves(questions: Sequence[Question], ours: Sequence[Answered], theirs: Sequence[Answered]) -> list[float]:
    """The mean difference in nDCG@10 on the questions with odd and with even numbers, all languages together."""
    found = []
    for odd in (1, 0):
        chosen = [at for at, question in enumerate(questions) if int(question.id[1:]) % 2 == odd]
        found.append(round(fmean(ours[at].measures[0] - theirs[at].measures[0] for at in chosen), 3))
    return found


def table(questions: Sequence[Question], found: Mapping[str, Sequence[Answered]]) -> str:
    """Markdown: one row an experiment."""
    means = {name: by_language(answers) for name, answers in found.items()}
    languages = list(means[FIRST])
    lines = [
        _row("nDCG@10", *languages, "hit@5 en", "hit@10 en", "en minus first stage", "others minus first stage", "odd, even")
    ]
    lines.append("|" + " --- |" * (len(languages) + 6))
    for name, answers in found.items():
        gained: Mapping[str, Interval] = differences(answers, found[FIRST])
        cells = [f"{means[name][language][0]:.3f}" for language in languages]
        english = [f"{value:.2f}" for value in means[name]["en"][1:3]]
        lines.append(_row(name, *cells, *english, *gained.values(), halves(questions, answers, found[FIRST])))
    return "\n".join(lines)


def finding(found: Mapping[str, Sequence[Answered]]) -> str:
    """Why the weakest language is weak: what its sentence vectors and what its token vectors find, of the same model."""
    dense, tokens = by_language(found["dense alone"]), by_language(found["tokens alone"])
    weakest = min(dense, key=lambda language: dense[language][0])
    one, other = dense[weakest][0], tokens[weakest][0]
    return (
        f"The weakest language by sentence vectors is {weakest}: {one:.3f}. Over the same passages and judgments the tokens "
        f"of the same model find {other:.3f}; {other - one:+.3f} lies between one averaged vector a text and one a token."
    )


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def figures(questions: Sequence[Question], found: Mapping[str, Sequence[Answered]]) -> dict[str, object]:
    """All figures, rounded, as they are written."""

    def told(answers: Sequence[Answered]) -> dict[str, object]:
        means = {language: round(values[0], 3) for language, values in by_language(answers).items()}
        gained = {group: one.rounded() for group, one in differences(answers, found[FIRST]).items()}
        return {"nDCG@10": means, "minus_first_stage": gained, "halves": halves(questions, answers, found[FIRST])}

    return {
        "command": "python -m benchmarks.experiments",
        "questions": len(questions),
        "groups": {group: list(languages) for group, languages in GROUPS.items()},
        "experiments": {name: told(answers) for name, answers in found.items()},
    }


def run(gold: Gold, library: Library) -> tuple[list[Question], dict[str, list[Answered]]]:
    """The questions, and how every way does on them."""
    questions = gold.questions()
    lists = listed(library, questions)
    return questions, {name: tried(questions, lists, way) for name, way in ways().items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and writes the figures; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How the ways to weigh the lists do on the annotated questions.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--models", type=Path, help="where model files are kept; by default inside the data folder")
    asked = parser.parse_args(arguments)
    try:
        gold = open_gold()
        with published(gold, asked.data, models=asked.models) as library:
            questions, found = run(gold, library)
    except MandateGraphError as error:
        print(f"benchmarks.experiments: {error}", file=sys.stderr)
        return 1
    path = write_figures("experiments.json", figures(questions, found))
    told = f"{table(questions, found)}\n\n{finding(found)}\n\n{READ_CHINESE}"
    path.with_suffix(".md").write_text(f"Ways to weigh the lists, {path.name}\n\n{told}\n", encoding="utf-8")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
