"""Tests of the benchmarks' measures: small cases by hand, and the tool that others score with. Must not need a model."""

import math
import runpy
from pathlib import Path

import pytest

from benchmarks.matching import Found, Wanted, compared, folded, merged, names_of, within_surface
from benchmarks.measure import Score, Tally, hit, mean, ndcg, paired, recall, reciprocal_rank
from benchmarks.search import MEASURES, Answered, by_language, kinds, measured, table

GRADES = {"a": 2, "b": 1, "c": 2}


def test_the_best_order_has_all_the_gain_and_an_empty_answer_none() -> None:
    """Normalised gain runs from 0 to 1."""
    assert ndcg(["c", "a", "b"], GRADES) == pytest.approx(1)
    assert ndcg([], GRADES) == ndcg(["x"], GRADES) == ndcg(["a"], {}) == 0


def test_gain_falls_with_rank() -> None:
    """A case by hand: one passage of grade 1 at rank 3, where one of grade 2 would be best."""
    assert ndcg(["x", "y", "b"], {"a": 2, "b": 1}) == pytest.approx((1 / math.log2(4)) / (3 + 1 / math.log2(3)))


def test_a_hit_is_a_passage_that_answers() -> None:
    """Related context does not count."""
    assert hit(["b", "x", "a"], GRADES, 3) == 1
    assert hit(["b", "x", "a"], GRADES, 2) == 0


def test_the_reciprocal_rank_is_of_the_first_passage_that_answers() -> None:
    """Related context does not count, and what is not ranked counts as nothing."""
    assert reciprocal_rank(["b", "x", "a", "c"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["b", "x"], GRADES) == 0


def test_recall_counts_all_that_matters_once() -> None:
    """Context too; deeper than the depth is not looked."""
    assert recall(["b", "x", "a"], GRADES) == pytest.approx(2 / 3)
    assert recall(["b", "x", "a"], GRADES, 2) == pytest.approx(1 / 3)
    assert recall(["a"], {"x": 0}) == 0


def test_a_mean_has_its_interval() -> None:
    """Sure where all questions agree."""
    assert str(mean([0.25] * 9)) == "0.250 [0.250, 0.250]"
    mixed = mean([0.0, 1.0] * 10)
    assert (mixed.value, mixed.low < 0.5 < mixed.high) == (0.5, True)


def answers(*gains: float) -> list[Answered]:
    """Two English questions of two types and one in French, with these gains."""
    asked = zip(("en", "en", "fr"), gains, ("fact", "network", "fact"), strict=True)
    return [Answered(language, (gain, *[1.0] * (len(MEASURES) - 1)), kind) for language, gain, kind in asked]


def test_a_ranking_is_measured_in_every_way() -> None:
    """In the order of the names of the measures."""
    told = dict(zip(MEASURES, measured(["x", "a", *map(str, range(9)), "c"], GRADES), strict=True))
    assert (told["hit@1"], told["hit@5"], told["hit@10"], told["MRR"]) == (0, 1, 1, 0.5)
    assert told["recall@100"] == pytest.approx(2 / 3)


def test_questions_are_told_by_language_and_by_type() -> None:
    """Types in English only: translations ask the same again."""
    found = answers(0.2, 0.6, 0.9)
    assert kinds(found) == {"English": [0, 1], "other languages": [2], "fact": [0], "network": [1]}
    assert by_language(found)["en"][0] == pytest.approx(0.4)


def test_the_table_tells_every_system_by_language_kind_and_measure() -> None:
    """With intervals, and the differences to what is served."""
    told = table({"hybrid": answers(0.2, 0.6, 0.9), "bm25s": answers(0.1, 0.5, 0.4)})
    assert "| hybrid | .40 / 1.00 / 1.00 | .90 / 1.00 / 1.00 |" in told
    assert "| bm25s | 0.100 [0.100, 0.100] | 0.500 [0.500, 0.500] |" in told
    assert "| network (1) | 0.600 [0.600, 0.600] | 0.500 [0.500, 0.500] |" in told


def test_our_measures_are_those_of_the_shared_tool(shared: Path) -> None:
    """So that figures compare."""
    one = runpy.run_path(str(shared / "tools" / "search_score.py"))["one"]
    ranked = ["x", "b", "y", "z", "v", "a", "w", "u", "t", "s", "c"]
    assert one(ranked, GRADES) == pytest.approx((ndcg(ranked, GRADES), hit(ranked, GRADES, 5), hit(ranked, GRADES, 10)))


def test_precision_and_recall_are_over_all_units_together() -> None:
    """Micro averages: 3 of 4 found are right, 3 of 6 wanted are met."""
    score = Score.of([Tally(found=3, right=2, wanted=2, met=2), Tally(found=1, right=1, wanted=4, met=1)])
    assert (score.precision, score.recall) == (0.75, 0.5)
    assert score.f1.value == pytest.approx(0.6)
    assert score.f1.low < 0.6 < score.f1.high


def test_nothing_found_of_nothing_wanted_is_no_error() -> None:
    """An empty part of the gold has a score."""
    assert Score.of([]).f1.value == 0


def test_a_constant_gain_is_sure_and_a_mixed_one_is_not() -> None:
    """The paired interval says what may be noise."""
    sure = paired([0.6] * 20, [0.5] * 20)
    assert (sure.value, sure.low, sure.high) == pytest.approx((0.1, 0.1, 0.1))
    mixed = paired([0.6, 0.4] * 10, [0.5, 0.5] * 10)
    assert mixed.low < 0 < mixed.high


def test_names_are_one_but_for_case_apostrophes_and_a_suffix_in_brackets() -> None:
    """The ways in which an annotator's name may differ from a label."""
    assert folded("Women’s Platform (2006)") == folded("women's platform")
    assert names_of("young people / youth (generic)") >= {"young people", "youth"}
    assert folded("https://www.un.org/x.") == "www.un.org/x"


def wanted(unit: str, label: str, group: str = "g", standing: str = "wanted") -> Wanted:
    """A thing wanted, by its label alone."""
    return Wanted(unit, label, names_of(label), (label,), group, standing)  # type: ignore[arg-type]  # one of the three words


def found(unit: str, label: str, group: str = "g") -> Found:
    """A thing found, by its label alone."""
    return Found(unit, label, names_of(label), label, group)


def test_things_are_matched_within_their_unit_only() -> None:
    """The same name in another unit is missed there and wrong here."""
    result = compared([found("1", "x"), found("2", "x")], [wanted("1", "x"), wanted("3", "x")], "g")
    assert result.missed == (("3", "x"),)
    assert result.wrong == (("2", "x"),)
    assert (result.score.precision, result.score.recall) == (0.5, 0.5)


def test_what_is_also_right_helps_precision_only_and_the_rest_counts_in_no_way() -> None:
    """The three standings of the gold."""
    gold = [wanted("1", "a"), wanted("1", "b", standing="also right"), wanted("1", "c", standing="neither")]
    tally = compared([found("1", "b"), found("1", "c")], gold, "g").score.tally
    assert tally == Tally(found=1, right=1, wanted=1, met=0)


def test_a_match_in_another_group_is_not_wrong_in_ours() -> None:
    """A generic name that the annotators hold for a named one is judged there."""
    result = compared([found("1", "a", group="g")], [wanted("1", "a", group="h")], "g")
    assert result.wrong == ()
    assert compared([found("1", "a", group="g")], [wanted("1", "a", group="h")], "h").score.recall == 1


def test_a_thing_listed_twice_in_a_unit_is_wanted_once() -> None:
    """With all its names and its best standing."""
    (one,) = merged([wanted("1", "a", standing="neither"), wanted("1", "a")])
    assert one.standing == "wanted"


def test_our_words_may_lie_inside_the_words_of_the_annotator() -> None:
    """A citation is one, however much of the sentence the annotator took with it."""
    gold = Wanted("1", "A/RES/60/1", names_of("A/RES/60/1"), ("the Outcome (General Assembly resolution 60/1)",), "g")
    assert within_surface(Found("1", "", frozenset(), "General Assembly resolution 60/1", "g"), gold)
    assert not within_surface(Found("1", "", frozenset(), "resolution 60/2", "g"), gold)
