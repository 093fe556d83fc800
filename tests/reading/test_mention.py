"""Tests of the eyes: mentions. In: sentences with names of the real vocabulary. Out: mentions with evidence. No network."""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from ontology.nouns import Mention, Passage, Rendition
from reading.assemble import Reading
from reading.evidence import Witness
from reading.find import Found
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import mention

Mentions = Callable[[str], list[Mention]]


@pytest.fixture(scope="module")
def mentions(lexicon: Lexicon, rendition: Rendition, passage_of: Callable[..., Passage]) -> Mentions:
    """The mentions of a text."""
    return lambda text: mention(lexicon.find(text), Witness(passage_of(text), rendition))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Genocide is a crime; genocide was named.", ["crime/genocide", "crime/genocide"]),
        ("war crimes and crimes against humanity", ["crime/war-crimes", "crime/crimes-against-humanity"]),
        ("the Security Council and the General Assembly", ["actor/security-council", "actor/general-assembly"]),
        ("the Special Adviser on the Prevention of Genocide", ["actor/special-adviser-prevention-of-genocide"]),
        ("the Convention on the Prevention and Punishment of the Crime of Genocide", []),
        ("the Rome Statute", []),
        ("Rwanda and its neighbours", ["state/RWA"]),
        ("nothing of the kind", []),
        ("the Protocol on the Rights of Lamps in Africa", []),
        ("lamps in Africa", ["region/002"]),
        ("the Africa Lamp Month", []),
        ("the Africa-Europe Lamp Fund", []),
        ("the Regional Centre for Lamps and Oil for Western Asia", []),
        ("the Network of Keepers of Lamps in the Americas", []),
        ("the New Agenda for the Lighting of Africa", []),
        ("they light lamps under the Agenda in Africa", ["region/002"]),
        ("the Meeting of Heads of Lamp Offices, Africa", []),
        ("the Chamber of Lamps of Kenya", []),
        ("the Government of Kenya", ["state/KEN"]),
        ("the Antigua and Barbuda Agenda", []),
        ("Antigua and Barbuda lit lamps", ["state/ATG"]),
        ("discriminatory policies", ["warning-sign/entrenched-discriminatory-policies"]),
        ("non-discriminatory policies", []),
        ("the Cooperation Framework for the Niger", []),
        ("they keep the Lamp Convention in the Niger", ["state/NER"]),
        ("a Director for Good Governance of Lamps", []),
        ("good governance of lamps", ["inhibitor/good-governance"]),
        ("Weakness of State structures went on.", ["risk-factor/3"]),
        ("the weakness of State structures", ["risk-factor/3"]),
        ("a Fund against the Weakness of State Structures", []),
        ("the Working Group on the Universal Periodic Review", ["actor/working-group-on-the-universal-periodic-review"]),
    ],
)
def test_what_is_named_is_mentioned_and_treaties_are_cited_instead(mentions: Mentions, text: str, paths: list[str]) -> None:
    """The crime in the name of a treaty or an adviser is no mention of the crime."""
    assert [found.of.removeprefix(DEFAULT_BASE) for found in mentions(text)] == paths


def test_a_mention_quotes_its_words_and_says_how_it_was_found(mentions: Mentions) -> None:
    """The preferred name is surer than another one."""
    text = "The Security Council asked the UNSC's members about genocide."
    found = mentions(text)
    assert found
    for each in found:
        assert each.evidence.span.of(text) == each.evidence.as_printed
        assert each.evidence.method in ("preferred label", "alternative label")
        assert 0.9 <= each.evidence.confidence <= 1


def test_equal_words_are_told_apart_by_their_order(mentions: Mentions) -> None:
    """Each mention has an IRI of its own under the passage."""
    first, second = mentions("genocide and genocide")
    assert first.iri != second.iri
    assert first.iri.startswith(f"{first.evidence.passage}/mention/")


def test_a_mention_keeps_its_iri_when_other_words_change(mentions: Mentions) -> None:
    """The IRI depends on the words that name, not on where they stand."""
    assert mentions("genocide was named")[0].iri == mentions("On Monday, genocide was named again")[0].iri


def test_letters_of_a_symbol_or_an_address_name_nobody(read: Callable[[str], tuple[Reading, Found]]) -> None:
    """They belong to the citation."""
    _, found = read("1. See A/HRC/37/65 and https://example.org/genocide for what the HRC said.\n")
    assert [mention.evidence.as_printed for mention in found.mentions] == ["HRC"]
