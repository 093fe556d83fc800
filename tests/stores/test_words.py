"""Tests of the word index. In: made texts in six languages. Out: which fulfil a condition. Must not need a network."""

import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology.errors import BadParameter, StoreDamaged, StoreMissing, StoreStale
from stores.words.condition import All, Any, Condition, Not, Pattern, Phrase, printed
from stores.words.folding import folded, is_mark, terms, unmarked
from stores.words.index import Text, WordIndex, build_words

TEXTS = {
    "a@en": "The keepers’ “early warning” lamps, lit by night; early-warning drills.",
    "b@fr": "Les gardiens de la Côte d’Ivoire préviennent le génocide.",
    "c@ru": "Смотрители предупреждают о геноциде ещё ночью.",
    "d@zh": "守灯人必须防止灭绝种族。",
    "e@ar": "يحرس الحُرّاس المصابيح لمنع الإبادة الجماعيـــة.",
    "f@en": "Early  warning\tcame late, and A/85/40 says so: genocidal acts.",
    "g@es": "Los guardianes avisan pronto.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    """The index of the texts; every second document is called the same, and has a heading in two languages."""
    file = tmp_path_factory.mktemp("words") / "words.sqlite"
    made = [
        Text(
            key,
            words,
            ["Lamps and storms", "Lampes"] if number % 2 else ["Night"],
            ["Duties of keepers", "Devoirs"] if number == 1 else [],
        )
        for number, (key, words) in enumerate(TEXTS.items())
    ]
    build_words(file, reversed(made))
    opened = WordIndex(file)
    yield opened
    opened.close()


def found(index: WordIndex, condition: Condition) -> str:
    """The first letters of the keys that fulfil a condition."""
    return "".join(sorted(TEXTS)[row][0] for row in index.matching(condition))


def words(text: str, *, open_end: bool = False) -> Phrase:
    """The condition that a passage holds the words in a row."""
    return Phrase(tuple(terms(text)), open_end=open_end)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("early warning", "af"),  # marks of quotation do not count, a hyphen does
        ("early-warning", "a"),
        ("EARLY WARNING lamps", "a"),
        ("keepers' early", "a"),
        ("lamps lit", ""),  # a comma stands between
        ("lamps, lit", "a"),
        ("cote d'ivoire", "b"),
        ("génocide", "b"),
        ("ГЕНОЦИДЕ ЕЩЕ", "c"),
        ("防止灭绝", "d"),
        ("止防", ""),
        ("الابادة الجماعية", "e"),
        ("A/85/40", "f"),
        ("A/85", "f"),
        ("warn", ""),
    ],
)
def test_a_phrase_is_held_as_it_stands_whatever_the_capitals_accents_and_quotes(index: WordIndex, text: str, keys: str) -> None:
    """In six languages, word for word."""
    assert found(index, words(text)) == keys


def test_operators_are_those_of_sets(index: WordIndex) -> None:
    """What is only excluded is excluded from all."""
    early, late, genocide = words("early"), words("late"), words("genocid", open_end=True)
    assert found(index, All((early, late))) == "f"
    assert found(index, Any((early, genocide))) == "abf"
    assert found(index, Not(early)) == "bcdeg"
    assert found(index, All((genocide, Not(Any((late, words("防止"))))))) == "b"
    assert found(index, Not(Not(early))) == "af"


def test_a_word_may_be_given_by_its_form(index: WordIndex) -> None:
    """Anywhere in the word; a mark is in no word, and a form that none has finds nothing."""
    assert found(index, Pattern("*cid*")) == "bf"
    assert found(index, Pattern("g*de")) == "b"
    assert found(index, Pattern("[a-z]*")) == ""
    assert found(index, Pattern("x*y")) == ""


def test_a_form_of_too_many_words_is_refused(tmp_path: Path) -> None:
    """Nobody means them all."""
    build_words(tmp_path / "many", [Text("a", " ".join(f"x{number}y" for number in range(501)))])
    opened = WordIndex(tmp_path / "many")
    with pytest.raises(BadParameter, match="more than 500"):
        opened.matching(Pattern("*y"))
    opened.close()


def test_titles_and_headings_are_places_of_their_own(index: WordIndex) -> None:
    """And no phrase runs from one title into the next."""
    assert found(index, Phrase(("lamps", "and"), "title")) == "bdf"
    assert found(index, Phrase(("storms", "lampes"), "title")) == ""
    assert found(index, Phrase(("devoirs",), "heading")) == "b"
    assert found(index, Phrase(("night",), "title")) == "aceg"
    assert found(index, Phrase(("night",))) == "a"


def test_phrases_agree_with_reading_every_text(tmp_path: Path) -> None:
    """Against brute force: random rows of few words, every row of two and three of them."""
    dice = random.Random(5)  # noqa: S311  # a test's dice
    letters = ["ba", "Ba", "bá", "ce", "ce,", "“ce”", "d-e", "防", "'f"]
    texts = {f"{number:03}": " ".join(dice.choices(letters, k=dice.randint(1, 9))) for number in range(200)}
    build_words(tmp_path / "words", [Text(key, text) for key, text in texts.items()])
    opened = WordIndex(tmp_path / "words")
    rows = {key: " ".join(["", *terms(text), ""]) for key, text in texts.items()}
    for _ in range(200):
        sought = tuple(terms(" ".join(dice.choices(letters, k=dice.randint(1, 3)))))
        held = [number for number, key in enumerate(sorted(texts)) if f" {' '.join(sought)} " in rows[key]]
        assert opened.matching(Phrase(sought)).tolist() == held
    opened.close()


def test_the_vocabulary_tells_how_many_passages_have_a_word(index: WordIndex) -> None:
    """Folded; marks are no words."""
    assert index.frequencies(["early", "genocide", "nothing"]) == {"early": 2, "genocide": 1}
    assert index.vocabulary["warning"] == 2
    assert not [word for word in index.vocabulary if is_mark(word)]


def test_threads_ask_at_once(index: WordIndex) -> None:
    """Each takes a connection of its own, and gives it back."""
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(found(index, words("early warning")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["af"] * 8


def test_what_is_no_index_is_said_to_be_none(tmp_path: Path) -> None:
    """Missing, damaged, of another version, or there already."""
    with pytest.raises(StoreMissing):
        WordIndex(tmp_path / "none")
    (tmp_path / "damaged").write_bytes(b"no database at all, though long enough to be one" * 20)
    with pytest.raises(StoreDamaged):
        WordIndex(tmp_path / "damaged")
    build_words(tmp_path / "old", [])
    with pytest.raises(BadParameter, match="exists"):
        build_words(tmp_path / "old", [])
    connection = sqlite3.connect(tmp_path / "old")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreStale, match="99"):
        WordIndex(tmp_path / "old")


def test_folding_keeps_what_tells_words_apart() -> None:
    """Letters and marks; not capitals, accents, width, kinds of quotes and dashes, and signs that nobody sees."""
    assert folded("ÉCOLE\u00ad “ｆｕｌｌ”—wide") == "ecole full-wide"
    assert terms("d’Ivoire") == terms("d'ivoire") == terms("D`Ivoire")
    assert [unmarked(term) for term in terms("3 (a), 50%")] == ["3", "(", "a", ")", ",", "50", "%"]
    assert terms("灭绝2018") == ["灭", "绝", "2018"]


def test_a_condition_is_printed_as_a_question() -> None:
    """So that an answer can say how it was read."""
    condition = All(
        (words("early warning"), Not(Any((Phrase(("night",), "title"), Pattern("g*de")))), words("genocid", open_end=True))
    )
    assert printed(condition) == '("early warning" AND NOT (title:night OR g*de) AND genocid*)'
