"""Tests of the eyes: what short forms stand for. In: made passages of one document, in order. Out: the bodies that are meant."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from ontology.concepts import Concept
from ontology.iris import DEFAULT_BASE
from ontology.nouns import Passage
from reading.citations.defined import ShortForms, defined
from reading.mentions.lexicon import Lexicon
from reading.mentions.refer import SURE, Names, unless_referred

Meant = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def meant(lexicon: Lexicon, concepts: dict[str, Concept], passage_of: Callable[..., Passage]) -> Meant:
    """Short form, body and method, over the passages of one document."""

    def run(texts: Sequence[str], issuer: str = "", title: str = "", *, defines: bool = False) -> list[tuple[str, str, str]]:
        passages = [replace(passage_of(text, str(order)), order=order) for order, text in enumerate(texts, 1)]
        forms = defined((passage, lexicon.find(passage.text), []) for passage in passages) if defines else ShortForms()
        names = Names(forms, concepts[issuer] if issuer else None, lexicon.find(title))
        found = [one for passage in passages for one in names.read(passage, lexicon.find(passage.text))]
        return [
            (one.name.as_printed, one.name.concept.iri.removeprefix(DEFAULT_BASE), one.name.by)
            for one in found
            if one.name.concept
        ]

    return run


@pytest.mark.parametrize(
    ("texts", "bodies"),
    [
        (["The Security Council met. The Council left."], [("Council", "actor/security-council")]),
        (
            ["The Human Rights Council met, and the Security Council did; the Council left."],
            [("Council", "actor/security-council")],
        ),
        (["The Human Rights Council met.", "The Council left."], [("Council", "actor/human-rights-council")]),
        (["The Human Rights Council and the Security Council met.", "The Council left."], []),
        (["The Council left."], []),
        (["The Security Council met. The Council of Europe left."], []),
        (["The Security Council met. The Council on Lamps left."], []),
        (["UNMISS lit lamps. The Mission left."], [("Mission", "actor/united-nations-mission-in-south-sudan")]),
        (
            ["The Special Rapporteur on minority issues came. The Special Rapporteur left."],
            [("Special Rapporteur", "actor/special-rapporteur-minority-issues")],
        ),
        (["The Special Rapporteur left."], []),
        (
            ["The Commission on the Status of Women met.", "The Commission left."],
            [("Commission", "actor/commission-on-the-status-of-women")],
        ),
        (["The Commission on Lamps met with the Commission on the Status of Women.", "The Commission left."], []),
        (["The Commission on the Status of Women met; the Commission on Lamps did. The Commission left."], []),
        (["The High Commissioner for Human Rights came.", "The Office of the High Commissioner left."], []),
    ],
)
def test_a_short_form_stands_for_the_one_body_that_it_can_mean(
    meant: Meant, texts: list[str], bodies: list[tuple[str, str]]
) -> None:
    """The last of that name in the passage, or the only one so far; where several fit, none."""
    assert [(form, body) for form, body, _ in meant(texts)] == bodies


def test_what_prevails_is_meant_where_others_are_named_in_passing(meant: Meant) -> None:
    """Three times as often as all others together."""
    often = ["The Security Council met."] * 3
    assert meant([*often, "The Human Rights Council met.", "The Council left."])[-1][1:] == (
        "actor/security-council",
        "short form of the name that prevails",
    )
    assert meant([*often[:2], "The Human Rights Council met.", "The Council left."]) == []


def test_an_organ_has_its_own_short_name_in_its_own_resolutions(meant: Meant) -> None:
    """Whatever other council stands nearer; elsewhere the name in the title comes first."""
    texts = ["Recalling what the Security Council said, the Council acts."]
    assert meant(texts, issuer="actor/human-rights-council") == [("Council", "actor/human-rights-council", "own short name")]
    titled = meant(
        ["OHCHR came. The Office left."], title="Work of the Office on Genocide Prevention and the Responsibility to Protect"
    )
    assert [body for _, body, _ in titled] == ["actor/office-genocide-prevention-responsibility-to-protect"]


def test_what_the_document_defines_wins_and_what_it_defines_for_a_stranger_is_nobody(meant: Meant) -> None:
    """Scoped behind the definition."""
    known = ["The Council met.", "The Security Council (the “Council”) met.", "Here the Council left."]
    assert meant(known, issuer="actor/human-rights-council", defines=True)[-1][1:] == (
        "actor/security-council",
        "defined short form",
    )
    strange = ["The Council of Lamps and Wicks (hereinafter “the Council”) met.", "Here the Council left."]
    assert meant(strange, issuer="actor/human-rights-council", defines=True) == []


def test_a_name_that_is_taken_up_is_one_body_and_no_longer_many(lexicon: Lexicon, passage_of: Callable[..., Passage]) -> None:
    """Behind a full title, "the Special Rapporteur" is not all rapporteurs."""
    passage = passage_of("The Special Rapporteur on minority issues came; the Special Rapporteur left.")
    named = lexicon.find(passage.text)
    referred = Names(ShortForms(), None, ()).read(passage, named)
    assert len(unless_referred(named, referred)) == len(named) - 1
    assert all(one.confidence == SURE[one.name.by] for one in referred)
