"""Tests of the eyes: bases of mandates. In: made paragraphs on who appointed whom. Out: what established or reaffirmed one."""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from reading.assemble import Reading
from reading.find import Found

Read = Callable[[str], tuple[Reading, Found]]
ADVISER = "the Special Adviser on the Prevention of Genocide"
MANDATE = f"{DEFAULT_BASE}mandate/special-adviser-prevention-of-genocide"


def bases(read: Read, text: str) -> list[tuple[str, str]]:
    """Role and target of each basis, all of them for one mandate."""
    found = read(f"1. {text}\n")[1].bases
    assert {basis.mandate for basis in found} <= {MANDATE}
    return [(basis.role, basis.target.removeprefix(f"{DEFAULT_BASE}doc/")) for basis in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"The Secretary-General appointed {ADVISER} (S/2004/567).", [("establishes", "S/2004/567")]),
        (f"The post of {ADVISER} was created by an exchange of letters (see S/2004/567).", []),
        (
            f"The Human Rights Council, in its resolution 7/25, reaffirmed the role of {ADVISER}.",
            [("reaffirms", "A/HRC/RES/7/25")],
        ),
        (f"The Council wrote (S/2004/567). To that end, he appointed {ADVISER}.", [("establishes", "S/2004/567")]),
        (f"The Council wrote (S/2004/567). Later, he appointed {ADVISER}.", []),
        (f"The Council wrote S/2004/567. {ADVISER.capitalize()} spoke.", []),
        (
            f"It adopted resolution 1366 (2001). In furtherance of the resolution, he appointed {ADVISER} (S/2004/567).",
            [("establishes", "S/RES/1366(2001)"), ("establishes", "S/2004/567")],
        ),
        (
            f"It adopted resolution 1366 (2001). Pursuant to that resolution, he appointed {ADVISER}.",
            [("establishes", "S/RES/1366(2001)")],
        ),
        (f"It adopted resolution 1366 (2001). Later he appointed {ADVISER} (S/2004/567).", [("establishes", "S/2004/567")]),
        (f"The mandate of {ADVISER} is set out in S/2004/567.", [("defines", "S/2004/567")]),
        (f"On the basis of resolution 1366 (2001), the Secretary-General appointed {ADVISER}.", []),
        ("The Secretary-General appointed a keeper (S/2004/567).", []),
        (f"The Council reaffirmed the work of {ADVISER}.", []),
        (f"Reaffirming the general principles of the pay of {ADVISER}, as stated in resolution 1366 (2001).", []),
    ],
)
def test_only_a_sentence_that_names_holder_act_and_document_states_a_basis(
    read: Read, text: str, expected: list[tuple[str, str]]
) -> None:
    """Context is no source: what established a mandate stands in brackets behind the act."""
    assert bases(read, text) == expected


def test_a_basis_quotes_its_sentence_and_is_less_sure_across_a_stop(read: Read) -> None:
    """The words that state it can be read in the passage."""
    reading, found = read(f"1. The Council wrote (S/2004/567). To that end, he appointed {ADVISER}.\n")
    (leaning,) = found.bases
    (own,) = read(f"1. He appointed {ADVISER} (S/2004/567).\n")[1].bases
    assert leaning.evidence.confidence < own.evidence.confidence
    assert leaning.evidence.span.of(reading.passages[0].text) == leaning.evidence.as_printed
    assert leaning.evidence.as_printed.startswith("S/2004/567")


def test_one_sentence_that_names_a_holder_twice_states_one_basis(read: Read) -> None:
    """A name that stands twice is still one holder."""
    text = f"He appointed {ADVISER}, and {ADVISER} began (S/2004/567)."
    assert bases(read, text) == [("establishes", "S/2004/567")]


def test_the_mandate_of_the_office_of_x_is_that_of_x_as_well(read: Read) -> None:
    """An office that bears the name of its head has no other mandate than the head; a joint office has."""
    text = "The mandate of the Office of the Special Adviser on the Prevention of Genocide was reaffirmed in S/2007/721."
    assert bases(read, text) == [("reaffirms", "S/2007/721")]
