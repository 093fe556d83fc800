"""Tests of the eyes: names. In: a few made concepts and sentences. Out: the names that stand in them. No network."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from ontology.concepts import Concept
from reading.mentions.lexicon import Lexicon, Named, descriptions

Find = Callable[[str], list[tuple[str, str]]]


def concept(path: str, preferred: str, alternative: Iterable[str] = (), negative: Iterable[str] = ()) -> Concept:
    """A made concept."""
    return Concept(path, ("Network",), preferred, tuple(alternative), tuple(negative), (), None, None, generic=False)


CONCEPTS = (
    concept("court", "Court of Lamps", ["Lamp Court", "COL"]),
    concept("lamps", "lamps", ["lamp", "hand-held lamp"], ["Lamp Street"]),
    concept("office", "Office on Lamps and the Responsibility to Light", ["Office on Lamps"]),
    concept("responsibility", "responsibility to light"),
    concept("harbour", "Harbour", [], ["Harbour Master"]),
    concept("master", "Harbour Master"),
    concept("who", "WHO"),
    concept("keepers", "keepers' network", ["keeper's log"]),
    concept("us", "us all"),
)


@pytest.fixture(scope="module")
def found() -> Find:
    """IRI and words of what is found in a text."""
    lexicon = Lexicon(CONCEPTS)
    return lambda text: [(named.concept.iri if named.concept else "", named.as_printed) for named in lexicon.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Court of Lamps met.", [("court", "Court of Lamps")]),
        ("The lamps burn; a lamp burns.", [("lamps", "lamps"), ("lamps", "lamp")]),
        ("Lamps burn.", [("lamps", "Lamps")]),
        ("The court of lamps met.", [("lamps", "lamps")]),
        (
            "the Office on Lamps and the Responsibility to Light met",
            [("office", "Office on Lamps and the Responsibility to Light")],
        ),
        ("the responsibility to light", [("responsibility", "responsibility to light")]),
        ("the Responsibility to Light", [("responsibility", "Responsibility to Light")]),
        ("in Lamp Street", []),
        ("the Lamp Court in Lamp Street", [("court", "Lamp Court")]),
        ("the Harbour Master", [("master", "Harbour Master")]),
        ("the Harbour's walls", [("harbour", "Harbour")]),
        ("the Harbour’s walls", [("harbour", "Harbour")]),
        ("the harbour", []),
        ("who said so", []),
        ("the WHO said so", [("who", "WHO")]),
        ("Who said so", []),
        ("a keepers’ network", [("keepers", "keepers’ network")]),
        ("a keepers' network", [("keepers", "keepers' network")]),
        ("responsibility.  To light a lamp", [("lamps", "lamp")]),
        ("responsibility, to light", []),
        ("responsibility\nto light", [("responsibility", "responsibility\nto light")]),
        ("a hand-held lamp and a hand held lamp", [("lamps", "hand-held lamp"), ("lamps", "hand held lamp")]),
        ("“responsibility to light”", [("responsibility", "responsibility to light")]),
        ("Court of Lamps Street", [("court", "Court of Lamps")]),
        ("lampshade", []),
        ("a lamp-post", [("lamps", "lamp")]),
        ("COL (Court of Lamps)", [("court", "COL"), ("court", "Court of Lamps")]),
        ("", []),
    ],
)
def test_the_longest_name_wins_and_nothing_is_found_inside_it(found: Find, text: str, names: list[tuple[str, str]]) -> None:
    """Whole words, capitals where the label has them, longest first; a negative label covers and yields nothing."""
    assert found(text) == names


def test_names_are_apart_and_quote_the_text() -> None:
    """Each character belongs to one name at most."""
    text = "The Court of Lamps and the Office on Lamps and the Responsibility to Light share lamps with the Harbour's master."
    names = Lexicon(CONCEPTS).find(text)
    assert all(named.span.of(text) == named.as_printed for named in names)
    assert all(not one.span.overlaps(other.span) for one, other in pairwise(names))


def test_the_kind_of_label_is_told() -> None:
    """The method of a mention says whether the preferred name was printed."""
    by: list[Named] = Lexicon(CONCEPTS).find("the Court of Lamps, or Lamp Court")
    assert [named.by for named in by] == ["preferred label", "alternative label"]


def test_a_lexicon_of_some_concepts_still_heeds_the_traps_of_all() -> None:
    """What is not wanted is not found, but covers what stands in it."""
    some = Lexicon(CONCEPTS, lambda each: each.iri == "lamps")
    assert [named.as_printed for named in some.find("the Lamp Street lamps")] == ["lamps"]


def in_languages(path: str, english: str, *labels: tuple[str, str], traps: Iterable[tuple[str, str]] = ()) -> Concept:
    """A made concept with labels in other languages."""
    return Concept(path, ("Network",), english, (), (), labels, None, None, generic=False, traps=tuple(traps))


MANY = (
    in_languages("pain", "pain", ("fr", "douleur"), ("es", "dolor"), ("zh", "疼痛"), ("ar", "الألم"), ("ru", "боль")),
    in_languages("bread", "bread", ("fr", "pain"), ("es", "pan"), ("zh", "面包"), ("ar", "خبز"), traps=[("fr", "pain de sucre")]),
    in_languages("loaf", "loaf", ("zh", "长面包")),
    in_languages("mali", "Mali", ("ar", "مالي")),
)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "bread is no pain", ["bread", "pain"]),
        ("fr", "le pain n’est pas douleur", ["bread", "pain"]),
        ("fr", "l’odeur d’un pain, d’une douleur; bread", ["bread", "pain"]),
        ("fr", "le pain de sucre", []),
        ("es", "pan y dolor, pain", ["bread", "pain"]),
        ("zh", "人们要面包而不是疼痛。", ["bread", "pain"]),
        ("zh", "人们要长面包", ["loaf"]),
        ("ru", "боль, pain", ["pain"]),
        ("ar", "والألم بخبز", ["pain", "bread"]),
        ("ar", "دعم مالي", []),
        ("de", "pain bread", []),
    ],
)
def test_a_lexicon_is_of_one_language(language: str, text: str, found: list[str]) -> None:
    """Labels of another are never looked for; Chinese is read sign by sign, and Arabic words shed what is joined to them."""
    names = Lexicon(MANY, language=language).find(text)
    assert [name.concept.iri for name in names if name.concept] == found
    assert all(name.span.of(text) == name.as_printed for name in names)


def test_descriptions_are_another_lexicon_than_names() -> None:
    """What describes a thing must not cover what names it."""
    described = replace(concept("lamp", "lamp"), descriptions=("thing that lights",))
    assert [named.by for named in Lexicon([described], labels=descriptions).find("a lamp, a thing that lights")] == [
        "description"
    ]
    assert [named.by for named in Lexicon([described]).find("a lamp, a thing that lights")] == ["preferred label"]
