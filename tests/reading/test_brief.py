"""Tests of the eyes: briefings. In: made paragraphs on who briefed whom. Out: briefer, audience and places. No network."""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from reading.assemble import Reading
from reading.find import Found

Read = Callable[[str], tuple[Reading, Found]]
ADVISER = "the Special Adviser on the Prevention of Genocide"
WHO, COUNCIL = "actor/special-adviser-prevention-of-genocide", "actor/security-council"


Parts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def briefings(read: Read, text: str) -> list[Parts]:
    """Briefers, audience and places of each briefing, as paths."""
    return [(_paths(b.briefers), _paths(b.audience), _paths(b.places)) for b in read(f"1. {text}\n")[1].briefings]


def _paths(iris: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(iri.removeprefix(DEFAULT_BASE) for iri in iris)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"The Security Council received a briefing by {ADVISER} on the situations in Chad, Mali and the Niger.",
            ((WHO,), (COUNCIL,), ("state/TCD", "state/MLI", "state/NER")),
        ),
        (
            f"The Security Council met twice. The Council invited briefings from {ADVISER} in respect to the situation in Chad.",
            ((WHO,), (COUNCIL,), ("state/TCD",)),
        ),
        (
            f"The Security Council met. The Council spoke of briefings that it received from {ADVISER} on Chad.",
            ((WHO,), (COUNCIL,), ("state/TCD",)),
        ),
        (f"{ADVISER.capitalize()} briefed nobody.", None),
        (f"T{ADVISER[1:]} has regularly briefed the Human Rights Council.", ((WHO,), ("actor/human-rights-council",), ())),
        (f"T{ADVISER[1:]} briefed the Security Council on Chad and Mali.", ((WHO,), (COUNCIL,), ("state/TCD", "state/MLI"))),
        (f"The Council received a briefing by {ADVISER}.", None),
        ("The Security Council received a briefing by a guest on the situation in Chad.", None),
        (f"A briefing note by {ADVISER} reached the Security Council.", None),
        (f"There was a briefing by {ADVISER} to the Security Council.", ((WHO,), (COUNCIL,), ())),
        (f"The Security Council thanked {ADVISER} for work in Chad.", None),
    ],
)
def test_a_briefing_names_who_spoke_to_which_body_and_on_which_places(read: Read, text: str, expected: Parts | None) -> None:
    """Without a known speaker or a known body there is none; "the Council" means the one that was named before."""
    assert briefings(read, text) == ([expected] if expected else [])


def test_a_briefing_quotes_its_sentence(read: Read) -> None:
    """So that a reader can see whether it was read right."""
    reading, found = read(f"1. It rained. The Security Council received a briefing by {ADVISER}. It rained.\n")
    (briefing,) = found.briefings
    assert briefing.evidence.as_printed == f"The Security Council received a briefing by {ADVISER}."
    assert briefing.evidence.span.of(reading.passages[0].text) == briefing.evidence.as_printed
