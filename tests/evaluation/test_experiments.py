"""Tests of the experiments with the ranking. In: made lists. Out: passes. Must not publish anything."""

from benchmarks.experiments import FIRST, KEPT, Listed, finding, halves, table, tried, ways
from benchmarks.gold import Question
from stores.vectors.index import Hit

HITS = [Hit("a@en", 0.9, {"dense": 0.9}), Hit("b@en", 0.8, {"dense": 0.8}), Hit("c@en", 0.7, {"dense": 0.7})]


def question(number: int, language: str) -> Question:
    """One that "c" answers."""
    return Question(f"O{number:02d}", language, "what?", {"c": 2})


def test_an_experiment_differs_by_weights_alone_and_is_compared_with_the_first_stage() -> None:
    """Tokens that meet best lift the passage that answers; without weights for them the order is that of the index."""
    questions = [question(1, "en"), question(2, "zh")]
    lists = [Listed(HITS, {"a@en": 0.1, "b@en": 0.2, "c@en": 0.9})] * 2
    found = {name: tried(questions, lists, way) for name, way in ways().items()}
    gain = {name: answers[0].measures[0] for name, answers in found.items()}
    assert gain["tokens alone"] == 1
    assert gain["dense alone"] == gain[FIRST] == 0.5
    assert halves(questions, found["tokens alone"], found[FIRST]) == [0.5, 0.5]
    assert f"| {KEPT} |" in table(questions, found)
    assert finding(found).startswith("The weakest language by sentence vectors is en: 0.500.")
