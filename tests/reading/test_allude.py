"""Tests of the eyes: allusions. In: made reports and sentences. Out: what is spoken of without being named. No network."""

from collections.abc import Callable

import pytest

from ontology.concepts import Concept
from ontology.iris import DEFAULT_BASE
from ontology.nouns import Allusion, Passage, Rendition
from reading.evidence import Witness
from reading.mentions.allude import allude
from reading.mentions.lexicon import Lexicon, descriptions

Allusions = Callable[[str], list[Allusion]]


@pytest.fixture(scope="module")
def allusions(
    lexicon: Lexicon, concepts: dict[str, Concept], rendition: Rendition, passage_of: Callable[..., Passage]
) -> Allusions:
    """The allusions of a text by description."""
    described = Lexicon(concepts.values(), labels=descriptions)

    def run(text: str) -> list[Allusion]:
        return allude(lexicon.find(text), [], described.find(text), {}, Witness(passage_of(text), rendition))[1]

    return run


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("attacks against civilians went on", ["risk-factor/13"]),
        ("human rights abuses in the harbour", ["risk-factor/2"]),
        ("the forced displacement of keepers", ["indicator/7.10"]),
        ("advocacy of hatred", ["indicator/8.7"]),
        ("lamps in conflict situations", ["risk-factor/1"]),
        ("lamps in post-conflict situations", []),
        ("a meeting entitled “Lamps against racial discrimination”", []),
        ("the risk factors of genocide", ["warning-sign/risks-of-atrocity-crimes"]),
        ("the risk factors of smoking lamps", []),
        ("Rwandan keepers met South Sudanese ones", ["state/RWA", "state/SSD"]),
        ("the Syrian Arab Republic", []),
        ("the Committee on Human Rights Violations", []),
        ("Saudi Arabia", []),
        ("the keepers of lamps", []),
    ],
)
def test_what_is_described_is_alluded_to_and_names_are_not(allusions: Allusions, text: str, paths: list[str]) -> None:
    """A description within a name says nothing, and a title is no description."""
    assert [each.to.removeprefix(DEFAULT_BASE) for each in allusions(text)] == paths


def test_an_allusion_quotes_its_words_and_is_less_sure_than_a_name(allusions: Allusions) -> None:
    """The method says which inference it was."""
    text = "Rwandan keepers saw human rights abuses."
    found = allusions(text)
    assert [each.evidence.method for each in found] == ["adjective", "description"]
    assert [each.evidence.span.of(text) for each in found] == ["Rwandan", "human rights abuses"]
    assert all(each.evidence.confidence < 0.9 and "/allusion/" in each.iri for each in found)
