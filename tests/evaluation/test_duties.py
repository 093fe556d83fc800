"""Tests on real documents: duties. In: the open gold and our own labels. Out: the units said to recommend, whom they address, and
the lists of the universal periodic review. No network.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.duties import duties as duties_of_paragraphs
from benchmarks.duties import reviews
from benchmarks.task import Ground
from ontology.nouns import Duty
from reading.assemble import Reading
from reading.find import Found

Office = dict[str, tuple[Reading, Found]]
OPEN = {f"A/72/884#{number}" for number in (*range(1, 15), 45)}  # of the report of 2018 the gold covers these alone


@pytest.fixture(scope="module")
def ground(shared: Path) -> Ground:
    """The folders of gold and of sources."""
    return Ground(shared / "eval", shared / "corpus")


@pytest.fixture(scope="module")
def recommended(gold: Path) -> dict[str, Any]:
    """The gold."""
    found: dict[str, Any] = json.loads((gold / "recommendations.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def duties(office: Office, unit_of: dict[str, str]) -> list[tuple[str, Duty]]:
    """The recommendations that were found, with the units that state them."""
    found = [duty for _, found in office.values() for duty in found.duties if duty.kind == "recommendation"]
    told = [(unit_of[duty.evidence.passage], duty) for duty in found]
    return [(unit, duty) for unit, duty in told if unit.startswith("A/75/863#") or unit.partition("(")[0] in OPEN]


def test_the_units_that_recommend_are_exactly_those_of_the_gold(
    recommended: dict[str, Any], duties: list[tuple[str, Duty]]
) -> None:
    """Chapeaux, and what the body says in passing, count neither way."""
    wanted = {item["para"] for item in recommended["recommendations"] if item["kind"] == "recommendation"}
    neither = {item["para"] for item in recommended["recommendations"]} - wanted
    neither |= {item["para"] for name in ("body_recommendations", "commitments_in_body") for item in recommended[name]}
    assert {unit for unit, _ in duties} - neither == wanted - neither
    assert wanted


def test_those_recommendations_address_member_states(recommended: dict[str, Any], duties: list[tuple[str, Duty]]) -> None:
    """Inherited from the chapeau, also through "them"."""
    wanted = {item["para"] for item in recommended["recommendations"] if item["kind"] == "recommendation"}
    for unit, duty in duties:
        if unit in wanted:
            assert [actor.rpartition("/")[2] for actor in duty.addressees] == ["member-states"], unit


def test_the_commitments_of_the_united_nations_are_promises(
    recommended: dict[str, Any], office: Office, unit_of: dict[str, str]
) -> None:
    """What the Office or the system stands ready to do is asked of nobody; what the Secretary-General will do, he says as "I"."""
    promised = [duty for duty in office["A/72/884"][1].duties if duty.kind == "commitment"]
    listed = [duty for duty in promised if "/para/49/" in duty.evidence.passage]
    said = [duty for duty in promised if duty not in listed]
    assert len(listed) == 7
    assert all(duty.strength == "commits" for duty in promised)
    assert {actor.rpartition("/")[2] for duty in said for actor in duty.addressees} == {"secretary-general"}
    own = {item["para"] for item in recommended["commitments_in_body"] if item["quote"].startswith("I will")}
    assert own <= {unit_of[duty.evidence.passage] for duty in said}


@pytest.mark.slow
def test_labelled_paragraphs_of_resolutions_are_read_as_labelled(ground: Ground) -> None:
    """Verb class, addressee and strength of 95 in 100, on each sample apart."""
    for task in duties_of_paragraphs(ground):
        assert task.met >= 0.95 * task.wanted, (task.name, task.missed)


@pytest.mark.slow
def test_review_lists_are_read_with_their_recommending_states(ground: Ground) -> None:
    """1,134 recommendations of eight reports, and those that were judged by eye."""
    listed, judged = reviews(ground)
    assert listed.wanted == 1134
    assert listed.met >= 0.95 * listed.wanted, listed.missed
    assert judged.found is not None
    assert judged.found >= 90, "too few of those judged are found any more: judge others"
    assert judged.right >= 0.95 * judged.found, judged.wrong
