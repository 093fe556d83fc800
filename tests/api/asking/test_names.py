"""Tests of names, short forms, symbols and misspelt words. In: made labels and texts. Out: how words are read."""

from collections.abc import Iterator

import pytest

from api.asking.names import Label, Names, is_short
from api.asking.spelling import respelt
from api.asking.symbols import spelt
from api.asking.tokens import tokens_of
from stores.words.folding import terms
from stores.words.index import Text, WordIndex, build_words

LABELS = [
    Label("keepers", "Office of the Keepers of Lamps", "en"),
    Label("keepers", "OKL", "en"),
    Label("keepers", "United Lamps Office", "en"),
    Label("keepers", "Bureau des gardiens", "fr"),
    Label("friends", "Group of Friends of the Watch to Warn", "en"),
    Label("friends", "Group of Friends of W2W", "en"),
    Label("friends", "Group of Friends of Lamps", "en"),
    Label("tower", "northern tower", "en"),
]
NAMES = Names.of(LABELS, [("doc/1", "The Lamps of Warning"), ("doc/2", "lamps of warning")])


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    """The words of a few passages."""
    file = tmp_path_factory.mktemp("spelling") / "words.sqlite"
    said = [
        "prevention of genocide",
        "the prevention of atrocities",
        "peacebuilding in Kivu",
        "геноцид",
        "warning warming",
        "génocides",
    ]
    build_words(file, [Text(str(number), text) for number, text in enumerate(said)])
    opened = WordIndex(file)
    yield opened
    opened.close()


def test_a_short_form_has_its_full_names_and_they_have_it() -> None:
    """The name that it spells comes first; of names in another language it is none."""
    assert NAMES.full_names("OKL") == ("Office of the Keepers of Lamps", "United Lamps Office")
    assert NAMES.full_names("okl") == ()
    assert NAMES.full_names_of_small("okl") == NAMES.full_names("OKL")
    assert NAMES.short_forms_in(tuple(terms("What did the office of the keepers of lamps say?"))) == {
        "OKL": "office of the keepers of lamps"
    }
    assert NAMES.short_forms_in(tuple(terms("the keepers of lamps"))) == {}


def test_a_short_form_inside_a_name_is_read_off_the_longer_one() -> None:
    """Only where its capitals are the first letters: "Lamps" stands in the same place and is no short form."""
    assert NAMES.full_names("W2W") == ("Watch to Warn",)
    assert NAMES.short_forms_in(tuple(terms("the watch to warn"))) == {"W2W": "watch to warn"}


def test_a_whole_name_names_documents_first_then_things() -> None:
    """With or without an article, whatever the capitals."""
    assert NAMES.named("the lamps of warning") == ("doc/1", "doc/2")
    assert NAMES.named("Northern Tower") == ("tower",)
    assert NAMES.named("okl") == ("keepers",)
    assert NAMES.named("tower") == ()


@pytest.mark.parametrize(("word", "short"), [("OHCHR", True), ("R2P", True), ("UN-Women", True), ("CoE", True), ("Lamps", False),
                                             ("A", False), ("the OKL", False), ("lamp", False), ("ООН", True)])  # fmt: skip
def test_a_short_form_has_two_capitals_and_no_blank(word: str, *, short: bool) -> None:
    """As the UN writes them."""
    assert is_short(word) is short


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("genocde prevension", {"genocde": "genocide", "prevension": "prevention"}),
        ("peacebulding", {"peacebulding": "peacebuilding"}),
        ("Atrocitiess", {"Atrocitiess": "atrocities"}),
        ("геноцыд", {"геноцыд": "геноцид"}),
        ("harbours wanting", {}),  # right words that no passage has, one near "warning"
        ("GENOCDE", {}),  # in capitals it may be a short form
        ('"genocde"', {}),
        ("genocde*", {}),
        ("OKL keepers", {}),  # names of the vocabulary
        ("A/RES/60/1 peacebulding/1", {}),
        ("les gardiens préviennent le génocide", {}),
        ("Kivo", {}),
        ("防止灭绝种族", {}),
    ],
)
def test_only_what_no_list_knows_is_misspelt(words: WordIndex, question: str, meant: dict[str, str]) -> None:
    """A right word is never turned into another, nor are phrases, patterns, names, symbols and short words."""
    assert respelt(tokens_of(question), words, NAMES) == meant


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a/75/863", "A/75/863"),
        ("see s/res/1366(2001), please", "see S/RES/1366(2001), please"),
        ("S/RES/1366 (2001)", "S/RES/1366(2001)"),
        ("A / 75 / 863 para. 4", "A/75/863 para. 4"),
        ("a/72/884-s/2018/525.", "A/72/884-S/2018/525."),
        ("res. 1674 (2006)", "resolution 1674 (2006)"),
        ("and/or 3/4 peace/security", "and/or 3/4 peace/security"),
        ("https://w3id.org/doc/a/75/863", "https://w3id.org/doc/a/75/863"),
    ],
)
def test_symbols_are_read_in_any_usual_spelling(written: str, read: str) -> None:
    """What is no symbol stays as it is."""
    assert spelt(written) == read
