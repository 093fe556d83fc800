"""Tests of the eyes: what only the document tells of a citation. In: its passages. Out: organs, repetitions, nouns."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ontology.nouns import Passage, PassageKind
from reading.citations.attribute import Whose, attribute
from reading.citations.cite import Printed, cite
from reading.citations.defined import Read, defined
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import is_cited

Attributed = Callable[..., list[list[Printed]]]
ASSEMBLY = Whose("General Assembly", "A/RES/75/1")
RIGHTS = Whose("Human Rights Council", "A/HRC/RES/50/1")
COUNCIL = Whose("Security Council", "S/RES/2700(2023)")
REPORT = Whose("Secretary-General", "A/72/884", 2018)
POPULATION = Whose("", "E/CN.9/2009/1")


@pytest.fixture(scope="module")
def attributed(lexicon: Lexicon, passage_of: Callable[..., Passage]) -> Attributed:
    """The citations of each of some passages of one document; a text that begins with "fn:" is a footnote."""

    def read(whose: Whose, *texts: str) -> list[list[Printed]]:
        found: list[Read] = []
        for order, text in enumerate(texts, 1):
            kind: PassageKind = "footnote" if text.startswith("fn:") else "paragraph"
            words = text.removeprefix("fn:")
            named = lexicon.find(words)
            instruments = [name for name in named if name.concept and is_cited(name.concept)]
            found.append((replace(passage_of(words, str(order)), order=order, kind=kind), named, cite(words, instruments)))
        return attribute(found, defined(found), whose)

    return read


def told(printed: Printed) -> str | None:
    """What a citation leads to: symbol or name; None where it is unresolved."""
    return printed.symbols[0] if printed.symbols else printed.concept.preferred if printed.concept else None


ORGANS: list[tuple[Whose, str, str | None]] = [
    (ASSEMBLY, "Recalling its resolution 53/19,", "A/RES/53/19"),
    (RIGHTS, "Recalling its resolution 33/19,", "A/HRC/RES/33/19"),
    (RIGHTS, "Recalling its resolution 53/144 of 9 December 1998,", "A/RES/53/144"),
    (ASSEMBLY, "Noting the Human Rights Council, and recalling its resolution 53/19,", "A/RES/53/19"),
    (ASSEMBLY, "as asked by the Human Rights Council in its resolution 33/19,", "A/HRC/RES/33/19"),
    (COUNCIL, "the pillars of resolution 2250, which are five", "S/RES/2250(2015)"),
    (ASSEMBLY, "Recalling its resolution S-26/2,", "A/RES/S-26/2"),
    (RIGHTS, "Recalling its resolution S-26/1,", "A/HRC/RES/S-26/1"),
    (REPORT, "fn:See resolution 60/1.", "A/RES/60/1"),
    (REPORT, "fn:See resolution 33/19 of 30 September 2016 of the Human Rights Council.", "A/HRC/RES/33/19"),
    (REPORT, "In Council resolution 33/19 it stands.", None),
    (REPORT, "The Commission, in its resolution 2005/80, asked.", None),
    (POPULATION, "In its resolution 2006/1, the Commission asked.", None),
    (POPULATION, "Resolution 42/1 stands.", None),
    (ASSEMBLY, "the Commission on the Status of Women in its resolution 61/1", None),
    (Whose("", "results-framework"), "as resolution 75/277 says", "A/RES/75/277"),
]


@pytest.mark.parametrize(("whose", "text", "symbol"), ORGANS)
def test_whose_resolution_it_is_when_the_sentence_does_not_say(
    attributed: Attributed, whose: Whose, text: str, symbol: str | None
) -> None:
    """The organ that speaks, unless number, date or sentence speak for another; none for a body that the document never names."""
    ((printed,),) = attributed(whose, text)
    assert told(printed) == symbol
    assert (printed.missing is None) == (symbol is not None)


def test_a_number_named_with_its_organ_elsewhere_in_the_document_is_that_organs(attributed: Attributed) -> None:
    """Before or behind."""
    texts = ("pursuant to resolution 43/1;", "Recalling Human Rights Council resolution 43/1,", "as resolution 43/1 says")
    assert [told(printed) for cited in attributed(ASSEMBLY, *texts) for printed in cited] == ["A/HRC/RES/43/1"] * 3


def test_a_council_that_the_document_defines_is_that_council(attributed: Attributed) -> None:
    """One that is not known here gives no numbers that we could read."""
    known = attributed(REPORT, "the Human Rights Council (the Council) met", "In Council resolution 33/19 it stands.")
    assert [told(printed) for printed in known[1]] == ["A/HRC/RES/33/19"]
    other = attributed(
        REPORT, "The Human Rights Council met. The National Council (the Council) met", "In Council resolution 33/19"
    )
    assert [told(printed) for printed in other[1]] == [None]
    assert "defines" in f"{other[1][0].missing}"


def test_ibid_repeats_the_text_of_the_note_before_with_its_own_part(attributed: Attributed) -> None:
    """Where it prints none, with the part of the note before."""
    notes = attributed(
        REPORT, "fn:See A/59/2005, para. 3.", "A text between (A/1/1).", "fn:Ibid., para. 4.", "fn:Ibid.", "fn:Ibid., fig. 2."
    )
    assert [(told(printed), printed.part) for note in notes[2:] for printed in note] == [
        ("A/59/2005", "para. 4"),
        ("A/59/2005", "para. 4"),
        ("A/59/2005", None),
    ]


def test_ibid_in_running_text_repeats_what_stands_just_before(attributed: Attributed) -> None:
    """In the same passage, or at the end of the one before."""
    ((_, second, ibid),) = attributed(REPORT, "First A/59/1, then A/59/2 and again (ibid., annex II).")
    assert (told(second), told(ibid), ibid.part) == ("A/59/2", "A/59/2", "annex II")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("fn:See A/59/1 and A/60/2.", "several"),
        ("fn:A book of 1999.", "none"),
        ("fn:See World Health Assembly resolution 3/4.", "names no"),
    ],
)
def test_ibid_behind_a_doubtful_note_is_unresolved_with_the_reason(attributed: Attributed, before: str, why: str) -> None:
    """One unread text must not send the next ibid. to another."""
    _, (ibid,) = attributed(REPORT, before, "fn:Ibid., para. 4.")
    assert told(ibid) is None
    assert why in f"{ibid.missing}"


GENOCIDE = "Convention on the Prevention and Punishment of the Crime of Genocide"
CHILD = "Convention on the Rights of the Child"


def test_a_defined_short_form_is_a_citation_with_its_part(attributed: Attributed) -> None:
    """Behind its definition, in any passage."""
    cited = attributed(
        REPORT, f"the {GENOCIDE} (hereinafter “the Convention”) and the {CHILD}", "under article II of the Convention"
    )
    assert [(told(printed), printed.by, printed.part) for printed in cited[1]] == [(GENOCIDE, "short form", "art. II")]


def test_a_bare_noun_takes_up_the_only_text_that_it_can(attributed: Attributed) -> None:
    """In its passage, else in the document; of two none is chosen, known or not."""
    one = attributed(REPORT, f"Noting the {GENOCIDE},", "the Convention binds")
    assert [(told(printed), printed.by) for printed in one[1]] == [(GENOCIDE, "anaphora")]
    same = attributed(REPORT, f"Noting the {CHILD},", f"the {GENOCIDE}, and article II of the Convention")
    assert [told(printed) for printed in same[1]] == [GENOCIDE, GENOCIDE]
    for other in (CHILD, "Convention on Lamps"):
        assert attributed(REPORT, f"Noting the {GENOCIDE},", f"Noting the {other},", "the Convention binds")[2] == []


@pytest.mark.parametrize("text", ["The Convention binds.", "a Convention", "the Convention on Lamps", "the Lamp Convention"])
def test_a_noun_that_takes_up_nothing_is_no_citation(attributed: Attributed, text: str) -> None:
    """Nothing named before, no article, or a name of its own."""
    assert [printed for printed in attributed(REPORT, text)[0] if printed.by == "anaphora"] == []
