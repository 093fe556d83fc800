"""Tests of the drafts: pinpoints. In: our own citations, parts of a made document. Out: the places cited, and if they exist."""

import pytest

from api.drafts.known import Part
from api.drafts.places import check_place
from reading.citations.cite import cite
from reading.citations.places import Place

PARTS = [
    Part(f"iri/{path}", path, f"X, {path}", {"en": words})
    for path, words in [
        ("preamble/1", "Recalling lamps,"),
        ("preamble/2", "Noting storms,"),
        ("section/II", ""),
        ("section/II/A", ""),
        ("para/1", "Harbours."),
        ("para/2", "Lamps: (a) red; (b) green."),
        ("para/3", "States:"),
        ("para/3/a", "light;"),
        ("para/3/b", "watch."),
        ("fn/1", "A note."),
        ("annex/I/para/1", "Article 4. Keepers."),
        ("annex/I/para/7", "Lamps of the annex."),
    ]
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A/75/1, para. 3", ["para. 3"]),
        ("(A/75/1, paras. 5, 7 and 9–11)", ["para. 5", "para. 7", "para. 9", "para. 10", "para. 11"]),
        ("paragraph 3 (b) and (c) of A/75/1", ["para. 3 (b)", "para. 3 (c)"]),
        ("A/75/1, paras. 2 (a)–(c)", ["para. 2 (a)", "para. 2 (b)", "para. 2 (c)"]),
        ("A/75/1, sect. II.A, para. 4", ["para. 4"]),
        ("A/75/1, sect. II.A", ["sect. II.A"]),
        ("A/75/1, annex, para. 3", ["annex, para. 3"]),
        ("A/75/1, annex II, paras. 5 and 6", ["annex II, para. 5", "annex II, para. 6"]),
        ("para. 4 of annex II to A/75/1", ["annex II, para. 4"]),
        ("the annex to A/75/1", ["annex"]),
        ("the third preambular paragraph of A/75/1", ["preambular para. 3"]),
        ("A/75/1, preambular para. 2", ["preambular para. 2"]),
        ("operative paragraph 5 of A/75/1", ["para. 5"]),
        ("A/75/1, footnote 3", ["footnote 3"]),
        ("resolution 60/1 of 16 September 2005, paras. 138 and 139", ["para. 138", "para. 139"]),
        ("A/75/1 and paragraph 3 of that note", []),
        ("A/75/1, 12 States agreed", []),
    ],
)
def test_places_are_read_as_the_manual_prints_them(text: str, words: list[str]) -> None:
    """Before and behind the citation, ranges and letters spelled out; what belongs to another noun is left alone."""
    assert [place.words for place in cite(text, [])[0].places] == words


@pytest.mark.parametrize(
    ("place", "state", "own"),
    [
        (Place("para", ("1",)), "exists", "para/1"),
        (Place("para", ("3", "b")), "exists", "para/3/b"),
        (Place("para", ("2", "a")), "exists", "para/2"),
        (Place("para", ("3", "z")), "missing", None),
        (Place("para", ("9",)), "missing", None),
        (Place("para", ("7",)), "exists", "annex/I/para/7"),
        (Place("para", ("7",), "I"), "exists", "annex/I/para/7"),
        (Place("para", ("2",), "I"), "missing", None),
        (Place("preamble", ("2",)), "exists", "preamble/2"),
        (Place("preamble", ("3",)), "missing", None),
        (Place("section", ("II", "A")), "exists", "section/II/A"),
        (Place("section", ("A",)), "exists", "section/II/A"),
        (Place("section", ("IX",)), "unknown", None),
        (Place("annex", (), ""), "exists", "annex/I/para/1"),
        (Place("annex", ("IV",), "IV"), "unknown", None),
        (Place("article", ("4",)), "exists", "annex/I/para/1"),
        (Place("article", ("5",)), "unknown", None),
    ],
)
def test_a_place_exists_is_missing_or_cannot_be_told(place: Place, state: str, own: str | None) -> None:
    """Missing is said only of what the text at hand numbers; an annex or an article may have been left out of it."""
    checked = check_place(place, PARTS)
    assert (checked.state, checked.own.path if checked.own else None) == (state, own)


def test_a_text_without_numbers_tells_of_no_paragraph_that_it_is_missing() -> None:
    """Some sources do not carry the numbers that print has."""
    assert check_place(Place("para", ("1",)), [Part("iri/p/1", "p/1", "X", {"en": "Harbours."})]).state == "unknown"


def test_the_opening_words_belong_to_a_lettered_item() -> None:
    """They may be quoted with it."""
    assert [part.path for part in check_place(Place("para", ("3", "b")), PARTS).parts] == ["para/3", "para/3/b"]
    assert [part.path for part in check_place(Place("para", ("3",)), PARTS).parts] == ["para/3", "para/3/a", "para/3/b"]
