"""Tests of the eyes: how much a passage is about an entry. In: made passages. Out: weights, compared. No network."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from ontology.concepts import Concept
from ontology.iris import DEFAULT_BASE
from ontology.nouns import Passage, Rendition
from reading.evidence import Witness
from reading.mentions.about import Setting, weighed
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import mention

Weigh = Callable[..., Mapping[str, float]]


@pytest.fixture(scope="module")
def weigh(lexicon: Lexicon, concepts: dict[str, Concept], rendition: Rendition, passage_of: Callable[..., Passage]) -> Weigh:
    """The weights of the entries that a text names, by path."""
    known = {concept.iri: concept for concept in concepts.values()}

    def run(text: str, title: str = "", heading: str = "", others: tuple[str, ...] = (), **changes: str) -> Mapping[str, float]:
        passage = replace(passage_of(text), **changes)  # type: ignore[arg-type] # the tests change words only
        named = [lexicon.find(each) for each in (text, *others)]
        setting = Setting.of(title, {passage.part_of: heading}, named, lexicon)
        found, _ = weighed(mention(named[0], Witness(passage, rendition)), [], passage, setting, known)
        return {each.of.removeprefix(DEFAULT_BASE): each.weight or 0.0 for each in found}

    return run


def test_who_is_asked_weighs_less_than_what_is_asked_about(weigh: Weigh) -> None:
    """Organs, the Secretary-General and many of a kind."""
    weights = weigh("Requests the Secretary-General to report to the Security Council and all States on genocide;")
    assert max(weights, key=lambda entry: weights[entry]) == "crime/genocide"


def test_those_who_suffer_a_crime_weigh_less_than_the_crime_and_than_those_who_act(weigh: Weigh) -> None:
    """Victims are named in almost every passage on a crime, States where they are asked."""
    weights = weigh("Lamps for victims, and for victims of genocide; Governments light them, where victims and others gather.")
    assert weights["crime/genocide"] > weights["actor/survivors-and-victims"]
    few = weigh(
        "where lamps burn by the harbour, and burn all night long, for all that anybody saw of it, Governments met victims"
    )
    assert few["actor/governments"] > few["actor/survivors-and-victims"]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (("genocide, and genocide again, in Kenya",), ("genocide in Kenya",)),
        (("genocide in Kenya", "Prevention of genocide"), ("genocide in Kenya",)),
        (("genocide in Kenya", "", "Genocide"), ("genocide in Kenya", "Prevention of genocide")),
        (("genocide in Kenya", "", "", ("genocide", "genocide")), ("genocide in Kenya", "", "", ("lamps", "lamps"))),
        (("genocide in Kenya",), ("Recalling genocide in Kenya",)),
        (("genocide in Kenya",), ("Kenya, " + "where lamps burn by the harbour, " * 4 + "saw genocide",)),
    ],
)
def test_each_sign_adds_to_the_weight(weigh: Weigh, more: tuple[str, ...], less: tuple[str, ...]) -> None:
    """Often, in title, in heading, all over the document, not in recalling, early."""
    assert weigh(*more)["crime/genocide"] > weigh(*less)["crime/genocide"]


def test_names_in_a_long_list_weigh_less_than_one_that_stands_alone(weigh: Weigh) -> None:
    """Four and more."""
    weights = weigh(
        "Kenya, Uganda, Rwanda and Burundi spoke, and so did, after a long day of lamps and much else besides, Ghana."
    )
    assert weights["state/GHA"] > weights["state/KEN"] == weights["state/UGA"]


def test_a_note_weighs_less_and_no_weight_leaves_its_bounds(weigh: Weigh) -> None:
    """Whatever comes together."""
    text = "genocide " * 50
    most = weigh(text, heading="genocide", title="genocide")["crime/genocide"]
    assert 0.9 < most <= 1
    assert weigh(text, kind="footnote")["crime/genocide"] < most
    assert weigh("nothing") == {}
