"""Tests of the eyes: whose mandate it is. In: sentences with names of the real vocabulary. Out: the mandates. No network."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ontology.concepts import mandates_of
from ontology.files import read_vocabulary
from ontology.iris import DEFAULT_BASE
from reading.mentions.lexicon import Lexicon
from reading.mentions.mandated import mandated

ROOT = Path(__file__).resolve().parents[2]
Spoken = Callable[[str], list[tuple[str, bool]]]


@pytest.fixture(scope="module")
def held() -> Mapping[str, tuple[str, ...]]:
    """Who holds which mandates in the real vocabulary."""
    return mandates_of(read_vocabulary(ROOT / "ontology" / "vocabulary", DEFAULT_BASE))


@pytest.fixture(scope="module")
def spoken(lexicon: Lexicon, held: Mapping[str, tuple[str, ...]]) -> Spoken:
    """Mandates of a text, each with whether the word is there."""
    return lambda text: [
        (one.mandate.removeprefix(f"{DEFAULT_BASE}mandate/"), one.is_said) for one in mandated(text, lexicon.find(text), held)
    ]


@pytest.mark.parametrize(
    ("text", "mandates"),
    [
        ("Extends the mandate of UNMISS by a year.", [("united-nations-mission-in-south-sudan", True)]),
        ("before the end of UNMISS’s current mandate", [("united-nations-mission-in-south-sudan", True)]),
        ("UNMISS lights lamps within its mandate.", [("united-nations-mission-in-south-sudan", True)]),
        ("UNMISS lights lamps. The mandate is long.", []),
        ("the mandate of the Keeper of Lamps, whom UNMISS knows", []),
        ("UNMISS meets the mandate holders.", []),
        ("the Security Council and its mandate", []),
        (
            "UNMISS and MONUSCO, within their respective mandates, light lamps.",
            [("monusco", True), ("united-nations-mission-in-south-sudan", True)],
        ),
        ("The Special Rapporteur on minority issues lights lamps.", [("special-rapporteur-minority-issues", False)]),
        ("UNMISS lights lamps.", []),
        ("UNMISS gives the panel of keepers the oil for its mandate.", []),
        (
            "MONUSCO, in consultation with UNMISS, within their mandates, lights lamps.",
            [("united-nations-mission-in-south-sudan", True)],
        ),
        ("the Human Rights Committee", []),
        (
            "my Special Advisers on the Prevention of Genocide and on the Responsibility to Protect",
            [("special-adviser-prevention-of-genocide", False), ("special-adviser-responsibility-to-protect", False)],
        ),
    ],
)
def test_a_mandate_is_said_of_its_holder_or_held_by_a_name(spoken: Spoken, text: str, mandates: list[tuple[str, bool]]) -> None:
    """Said within one sentence; a special mandate also through its holder's name alone."""
    assert spoken(text) == mandates


def test_a_mandate_that_is_named_is_not_held_beside_it(spoken: Spoken) -> None:
    """Its name is a mention already."""
    text = "the mandate of the Special Adviser on the Prevention of Genocide; the Special Adviser on the Prevention of Genocide"
    assert spoken(text) == []
