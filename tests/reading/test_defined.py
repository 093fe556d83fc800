"""Tests of the eyes: short forms. In: passages that define and use them. Out: what each stands for, and from where on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from ontology.nouns import Passage
from reading.citations.cite import cite
from reading.citations.defined import Read, ShortForms, defined
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import is_cited

Reads = Callable[..., list[Read]]
OFFICE = "the Office of the United Nations High Commissioner for Human Rights"
TREATY = "the Convention on the Prevention and Punishment of the Crime of Genocide"


@pytest.fixture(scope="module")
def reads(lexicon: Lexicon, passage_of: Callable[..., Passage]) -> Reads:
    """Passages of one document, with names and citations."""

    def read(*texts: str) -> list[Read]:
        found = []
        for order, text in enumerate(texts, 1):
            named = lexicon.find(text)
            instruments = [name for name in named if name.concept and is_cited(name.concept)]
            found.append((replace(passage_of(text, str(order)), order=order), named, cite(text, instruments)))
        return found

    return read


def meanings(forms: ShortForms) -> Sequence[tuple[str, str | None]]:
    """Each short form with the name or the words that it stands for."""
    return [
        (form.words, form.concept.preferred if form.concept else form.cited.as_printed if form.cited else None) for form in forms
    ]


DEFINITIONS: list[tuple[str, list[tuple[str, str | None]]]] = [
    (f"{OFFICE} (OHCHR) met", [("OHCHR", "Office of the United Nations High Commissioner for Human Rights")]),
    (f"{OFFICE} (“the Office”) met", [("Office", "Office of the United Nations High Commissioner for Human Rights")]),
    (
        f"{OFFICE} (the Office, or OHCHR) met",
        [
            ("Office", "Office of the United Nations High Commissioner for Human Rights"),
            ("OHCHR", "Office of the United Nations High Commissioner for Human Rights"),
        ],
    ),
    (
        f"{TREATY} (hereinafter referred to as “the Convention”)",
        [("Convention", "Convention on the Prevention and Punishment of the Crime of Genocide")],
    ),
    (
        f"{TREATY}, adopted in Paris, hereinafter “the Convention”, was",
        [("Convention", "Convention on the Prevention and Punishment of the Crime of Genocide")],
    ),
    ("the report of the Secretary-General (A/72/884) (“the 2018 Report”)", [("2018 Report", "A/72/884")]),
    ("the Committee set up by resolution 1970 (2011) (“the Committee”)", [("Committee", None)]),
    ("the National Transitional Council (the Council)", [("Council", None)]),
    ("the Lamp Committee of the Human Rights Council (the Committee)", [("Committee", None)]),
    ("the Panel of Lamps in Kenya (PLK)", []),
    ("in Kenya (2013), in Uganda (IV) and in Mali (see below)", []),
]


@pytest.mark.parametrize(("text", "expected"), DEFINITIONS)
def test_a_short_form_stands_for_the_name_in_front_that_it_is_taken_from(
    reads: Reads, text: str, expected: list[tuple[str, str | None]]
) -> None:
    """Its words, or its initials; where the name is not known, for nothing, so that it is taken for no other."""
    assert meanings(defined(reads(text))) == expected


def test_a_short_form_holds_from_its_definition_on(reads: Reads) -> None:
    """Not before it, and until it is defined anew."""
    read = reads("The Office met.", f"{OFFICE} (the Office) met; the Office spoke.", "So did the Office.")
    used = [[use.span.of(passage.text) for use in defined(read).used(passage, named)] for passage, named, _ in read]
    assert used == [[], ["Office"], ["Office"]]


@pytest.mark.parametrize(
    "text",
    ["the Office of Legal Affairs", "an Office", "the Office for Outer Space", "the Executive Office", "the Office Manager"],
)
def test_a_longer_name_is_not_the_short_form(reads: Reads, text: str) -> None:
    """What goes on behind it, or stands before it, makes another name."""
    read = reads(f"{OFFICE} (the Office) met.", text)
    passage, named, _ = read[1]
    assert defined(read).used(passage, named) == []


def test_a_form_defined_twice_means_the_later_one_behind_it(reads: Reads) -> None:
    """Each document part may define anew."""
    forms = defined(reads(f"{OFFICE} (the Office) met.", "the Office of Legal Affairs (the Office) met."))
    first, second = forms.at("Office", 1, 999), forms.at("Office", 2, 999)
    assert first is not None
    assert second is not None
    assert first.concept != second.concept
    assert forms.at("Office", 1) is None
    assert len(forms) == 2
