"""Tests of the eyes: lists of the universal periodic review. In: made reports. Out: recommendations, their States. No network."""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from ontology.nouns import Duty
from reading.assemble import Reading
from reading.find import Found

Read = Callable[[str], tuple[Reading, Found]]
EXAMINED = "1. The following recommendations will be examined by Kenya, which will provide responses in due time:"
SUPPORTED = "1. The recommendations formulated during the dialogue and listed below enjoy the support of Kenya:"
REFUSED = "2. The recommendations below did not enjoy the support of Kenya:"
END = "2. All conclusions of this report, and what it recommends, are those of the States that made them."


def told(duty: Duty) -> tuple[str, tuple[str, ...], str | None]:
    """Action, codes of the recommending States, response."""
    return duty.action, tuple(state.rpartition("/")[2] for state in duty.recommended_by), duty.response


@pytest.fixture(scope="module")
def listed(read: Read) -> Callable[..., list[tuple[str, tuple[str, ...], str | None]]]:
    """The recommendations of a report made of paragraphs, told shortly."""
    return lambda *paragraphs: [told(duty) for duty in read("\n\n".join(paragraphs) + "\n")[1].duties if duty.recommended_by]


def test_each_item_is_recommended_by_the_state_in_its_bracket(listed: Callable[..., object]) -> None:
    """Numbers of items are not among its words."""
    assert listed(EXAMINED, "1.1 Light the lamps (Norway);", "1.2 Buy oil (Argentina; Brazil).", END) == [
        ("Light the lamps", ("NOR",), "under examination"),
        ("Buy oil", ("ARG", "BRA"), "under examination"),
    ]


def test_items_may_stand_together_in_one_passage(listed: Callable[..., object]) -> None:
    """As where the lines of a list were joined."""
    assert listed(EXAMINED + " 1.1 Light the lamps (Norway); 1.2 Buy oil (Mexico).", END) == [
        ("Light the lamps", ("NOR",), "under examination"),
        ("Buy oil", ("MEX",), "under examination"),
    ]


def test_the_chapeau_tells_the_response(listed: Callable[..., list[tuple[str, tuple[str, ...], str | None]]]) -> None:
    """Until the next chapeau."""
    found = listed(
        SUPPORTED,
        "1.1 Light the lamps (Norway).",
        REFUSED,
        "2.1 Sell the oil (Chad).",
        EXAMINED.replace("1.", "3."),
        "1.1 Wait (Peru).",
    )
    assert [response for *_, response in found] == ["supported", "not supported", "under examination"]


def test_the_state_under_review_is_asked_and_no_author(read: Read) -> None:
    """It is each State that recommends, not the Working Group."""
    (duty,) = read(f"{EXAMINED}\n\n1.1 Submit a plan by 2031 (Norway).\n\n{END}\n")[1].duties
    assert (duty.addressees, duty.addressee_kinds) == ((f"{DEFAULT_BASE}state/KEN",), ("state",))
    assert (duty.asked_by, duty.strength) == (None, "recommends")
    assert (duty.deliverable, duty.deadline) == ("a plan", "2031")


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ("Light lamps (Norway); buy oil (Chad);", [("Light lamps", ("NOR",)), ("buy oil", ("TCD",))]),
        (
            "Sign (Norway) / Ratify (Chad) the Lamp Treaty;",
            [("Sign the Lamp Treaty", ("NOR",)), ("Ratify the Lamp Treaty", ("TCD",))],
        ),
        (
            "Sign (Norway) / Ratify (Chad) the Lamp Treaty; and keep it (Peru);",
            [("Sign the Lamp Treaty", ("NOR",)), ("Ratify the Lamp Treaty", ("TCD",)), ("keep it", ("PER",))],
        ),
        ("(a) Light lamps (Norway); (b) buy oil (Chad);", [("Light lamps", ("NOR",)), ("buy oil", ("TCD",))]),
        ("Light the lamps of the towns (LT) (Norway);", [("Light the lamps of the towns (LT)", ("NOR",))]),
        ("Light lamps (Venezuela (Bolivarian Republic of));", [("Light lamps", ("VEN",))]),
        ("Light lamps (Côte d’Ivoire);", [("Light lamps", ("CIV",))]),
        ("Light lamps (as Norway did before);", []),
        ("Light lamps;", []),
    ],
)
def test_an_item_may_hold_several_recommendations(
    listed: Callable[..., list[tuple[str, tuple[str, ...], str | None]]], item: str, wanted: list[tuple[str, tuple[str, ...]]]
) -> None:
    """Each before its own bracket of States; an abbreviation in brackets is none."""
    assert [(action, states) for action, states, _ in listed(EXAMINED, f"1.1 {item}", END)] == wanted


def test_what_the_dialogue_says_is_no_list(listed: Callable[..., object]) -> None:
    """A narrative of what was recommended, and what follows the list."""
    assert listed("1. Norway recommended that Kenya light the lamps (Norway).", "2. Chad thanked Kenya (Chad).") == []
    assert listed(EXAMINED, "1.1 Light lamps (Norway).", END, "3. The delegation was headed by the Minister (Kenya).") == [
        ("Light lamps", ("NOR",), "under examination")
    ]


def test_a_table_tells_the_position_beside_each_recommendation(listed: Callable[..., object]) -> None:
    """As in the lists by theme that the Office of the High Commissioner makes."""
    rows = "| 5.1 Light lamps (Norway, Chad); Source: A/84/1 | Supported |\n| 5.2 Sell oil (Peru) | Noted |"
    table = f"| Recommendation | Position |\n|---|---|\n{rows}"
    assert listed("1. Kenya was reviewed.", table) == [
        ("Light lamps", ("NOR", "TCD"), "supported"),
        ("Sell oil", ("PER",), "not supported"),
    ]
