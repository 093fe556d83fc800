"""Tests on real documents: duties. In: the open gold. Out: the units said to recommend, and whom they address. No network."""

import json
from pathlib import Path
from typing import Any

import pytest

from ontology.nouns import Duty
from reading.assemble import Reading
from reading.find import Found

Office = dict[str, tuple[Reading, Found]]
OPEN = {f"A/72/884#{number}" for number in (*range(1, 15), 45)}  # of the report of 2018 the gold covers these alone


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


def test_the_commitments_of_the_united_nations_are_promises(office: Office) -> None:
    """What the Office or the system stands ready to do is asked of nobody."""
    promised = [duty for duty in office["A/72/884"][1].duties if duty.kind == "commitment"]
    assert promised
    assert all("/para/49/" in duty.evidence.passage for duty in promised)
    assert all(duty.strength == "commits" for duty in promised)
