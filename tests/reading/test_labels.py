"""Tests of the eyes: printed labels. In: labels of six languages. Out: what each can mean. No files."""

import pytest

from reading.parts.labels import annex_of, heading_mark, label_in_text, readings, roman


@pytest.mark.parametrize(
    ("printed", "style", "mark"),
    [
        *(("12.", "number", "12"), ("1 -", "number", "1"), ("54-", "number", "54"), ("1.\u200e", "number", "1")),
        *(
            ("(b)", "letter", "b"),
            ("b)", "letter", "b"),
            ("b.", "letter", "b"),
            ("“(b)", "letter", "b"),
            ("（b）", "letter", "b"),
        ),
        *(("(ب)", "letter", "b"), ("(ج)", "letter", "c"), ("(هـ)", "letter", "e"), ("(ا)", "letter", "a")),
        *(("а)", "letter", "a"), ("с)", "letter", "c"), ("б)", "letter", "b"), ("д)", "letter", "e")),
        *(
            ("(ii)", "roman", "ii"),
            ("viii)", "roman", "viii"),
            ("’5‘", "roman", "v"),
            ("㈤", "roman", "v"),
            ("（一）", "roman", "i"),
        ),
        *(("II.", "great roman", "II"), ("A.", "capital", "A"), ("C.", "capital", "C"), ("(1)", "figure", "1")),
        *(("29.1.", "decimal", "29.1"), ("a.2.", "decimal", "a.2"), ("–", "bullet", ""), ("•", "bullet", "")),
    ],
)
def test_a_label_has_one_form_in_all_languages(printed: str, style: str, mark: str) -> None:
    """The likeliest reading comes first, whatever the script, save that a letter may be its alphabet's own."""
    found = [(label.style, label.mark) for label in readings(printed)]
    assert (style, mark) in found


def test_one_letter_can_be_a_letter_or_a_roman_figure() -> None:
    """Only the label before tells which."""
    assert [(label.style, label.value) for label in readings("(i)")] == [("letter", 9), ("roman", 1)]
    assert [(label.style, label.value) for label in readings("H.")] == [("capital", 8)]


@pytest.mark.parametrize("words", ["Chair:", "", "Article 3", "1366 (2001)", "and", "(abcd", "2020."])
def test_what_is_no_label_has_no_reading(words: str) -> None:
    """A year with a stop and a word are words."""
    assert readings(words) == ()


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("12. Requests the Office", "12.", "Requests the Office"),
        ("(a) To plant trees;", "(a)", "To plant trees;"),
        ("1 - تحث الدول", "1 -", "تحث الدول"),
        ("’2‘ الغابات", "’2‘", "الغابات"),
        ("㈢ 森林", "㈢", "森林"),
        ("26 Condemns this", "26", "Condemns this"),
        ("2020 - a year", "", "2020 - a year"),
        ("1.5 million trees", "", "1.5 million trees"),
        ("Trees, (a) old", "", "Trees, (a) old"),
    ],
)
def test_a_label_at_the_head_of_words_is_parted_from_them(text: str, label: str, words: str) -> None:
    """A figure that belongs to the sentence stays in it."""
    found, at = label_in_text(text)
    assert (found, text[at:]) == (label, words)


@pytest.mark.parametrize(
    ("printed", "mark"),
    [("III", "III"), ("ثالثا", "III"), ("أولاً", "I"), ("الثاني عشر", "XII"), ("二、", "II"), ("A.", "A"), ("why", "")],
)
def test_marks_of_headings_are_one_form_too(printed: str, mark: str) -> None:
    """Arabic counts sections in words, Chinese in its own figures."""
    assert heading_mark(printed) == mark


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Annex", (1, "")),
        ("ANNEX II", (1, "II")),
        ("Anexo I", (1, "I")),
        ("Приложение", (1, "")),
        ("附件一", (1, "一")),
        ("المرفق الأول", (1, "الأول")),
        ("Enclosure", (2, "")),
        ("Annexes", None),
        ("Annex on oil and its uses", None),
        ("The annex", None),
    ],
)
def test_an_annex_is_known_by_its_word_alone(words: str, found: tuple[int, str] | None) -> None:
    """A heading that only speaks of annexes opens none."""
    assert annex_of(words) == found


def test_roman_figures_are_written_as_clerks_do() -> None:
    """Up to the 99 that lists need."""
    assert [roman(number) for number in (4, 9, 14, 39, 48, 90)] == ["iv", "ix", "xiv", "xxxix", "xlviii", "xc"]
