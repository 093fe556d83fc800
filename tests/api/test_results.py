"""Tests of results: sentences, marks, places, and what is claimed of them; pages, orders and groups."""

import itertools

import pytest

from api.library import Library
from api.paging import Page
from api.results import sentences
from api.search import SearchAnswer, search
from ontology.errors import BadParameter
from stores.vectors.sparse import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See para. 5 and No. 3. Then go.", ["See para. 5 and No. 3.", "Then go."]),
        ("He said: “Stop.” “Why?” she asked.", ["He said: “Stop.”", "“Why?” she asked."]),
        ("Первое. Второе.", ["Первое.", "Второе."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        ("الجملة الأولى. الجملة الثانية؟ نعم", ["الجملة الأولى.", "الجملة الثانية؟", "نعم"]),
        ("no end", ["no end"]),
        ("", [""]),
    ],
)
def test_sentences_are_told_apart_in_all_six_languages(text: str, expected: list[str]) -> None:
    """A full stop before a figure or a small letter ends none."""
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_sentences_lose_no_word() -> None:
    """Whatever signs stand between them."""
    for signs in itertools.product(". ;”", "A5b。", " .؟\n", "xX"):
        text = "".join(signs)
        assert "".join("".join(text[slice(*span)].split()) for span in sentences(text)) == "".join(text.split())


def test_a_hit_says_where_it_stands_and_which_words_matched(library: Library) -> None:
    """Its section path from the document down, its marks in the text, and what it mentions."""
    first = search(library, "early warning lamps").hits[0]
    assert first.iri.endswith("doc/A/85/40/para/3/a")
    assert first.symbols == ("A/85/40", "S/2031/44")
    assert first.organs == ("General Assembly", "Security Council")
    assert first.issued == "2031-02-09"
    assert [step.heading for step in first.path] == ["What is asked"]
    assert first.section == "What is asked"
    assert first.footnote == "A/85/40-S/2031/44, para. 3 (a)."
    assert {(concept.kind, concept.label) for concept in first.concepts} >= {("crime", "war crimes")}
    assert first.found_by == "words"
    assert {token for start, end in first.marks for token in tokens(first.text[start:end])} == set(first.matched)
    assert first.text[slice(*first.span)] == first.sentence


def test_nothing_is_claimed_of_a_sentence_without_a_word_of_the_question(library: Library) -> None:
    """In another language it is only the meaning that matched."""
    hits = search(library, "¿Quién vigila la costa?", mode="dense").hits
    silent = [hit for hit in hits if not hit.marks]
    assert silent
    assert all(hit.found_by == "opening" and hit.matched == () and hit.span[0] == 0 for hit in silent)


def test_the_nearest_sentence_is_shown_where_it_is_asked_for(library: Library) -> None:
    """Of a passage without a word of the question, and it is said that only the meaning chose it."""
    asked = "Unwetterwarnung Küste Hafen geschlossen"
    plain = search(library, asked, mode="dense", limit=20).hits
    told = search(library, asked, mode="dense", limit=20, explain="meaning").hits
    assert [hit.iri for hit in told] == [hit.iri for hit in plain]
    assert {hit.found_by for hit in told if not hit.marks} == {"meaning"}
    assert all(hit.text[slice(*hit.span)] == hit.sentence for hit in told)
    vectors = library.encoder.encode_passages([told[0].text[slice(*span)] for span in sentences(told[0].text)])
    scores = vectors @ library.encoder.encode_query(asked)
    assert list(sentences(told[0].text))[int(scores.argmax())] == told[0].span


def test_others_count_the_document_among_all_that_were_ranked(library: Library) -> None:
    """Not on the page alone."""
    answer = search(library, "warning", limit=100)
    one = search(library, "warning", limit=1).hits[0]
    assert one.others == sum(hit.document == one.document for hit in answer.hits) - 1 > 0


def test_pages_follow_each_other_without_gap_or_overlap(library: Library) -> None:
    """Whatever their size, together they are the whole ranking."""
    whole = [hit.iri for hit in search(library, "early warning", limit=100).hits]
    for size in (1, 7, 10):
        pages = [_iris(search(library, "early warning", limit=size, offset=at)) for at in range(0, len(whole), size)]
        assert list(itertools.chain.from_iterable(pages)) == whole
    assert search(library, "early warning", offset=99).hits == ()


def test_an_order_by_date_keeps_the_passages_and_puts_the_undated_last(library: Library) -> None:
    """The same passages as by relevance: a date makes nothing relevant."""
    best = search(library, "early warning", limit=30)
    newest, oldest = (search(library, "early warning", limit=30, sort=sort).hits for sort in ("newest", "oldest"))
    assert {hit.iri for hit in newest} == {hit.iri for hit in oldest} == set(_iris(best))
    dated = [hit.issued for hit in newest if hit.issued]
    assert dated == sorted(dated, reverse=True)
    assert [hit.issued for hit in oldest if hit.issued] == sorted(dated)
    assert not any(hit.issued for hit in (*newest[len(dated) :], *oldest[len(dated) :]))
    same = [hit.score for hit in newest if hit.issued == dated[0]]
    assert same == sorted(same, reverse=True)


def test_groups_hold_each_hit_once_the_best_first(library: Library) -> None:
    """Documents stand in the order of their best hits."""
    answer = search(library, "early warning", limit=20, group="document")
    assert sorted(place for group in answer.groups for place in group.hits) == list(range(len(answer.hits)))
    assert [group.hits[0] for group in answer.groups] == sorted(group.hits[0] for group in answer.groups)
    for group in answer.groups:
        scores = [answer.hits[place].score for place in group.hits]
        assert scores == sorted(scores, reverse=True)
        assert {answer.hits[place].document for place in group.hits} == {group.document}
    assert search(library, "early warning").groups == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": 0},
        {"limit": 101},
        {"offset": -1},
        {"offset": 100},
        {"sort": "best"},
        {"group": "organ"},
        {"explain": "all"},
        {"offset": 1, "sort": "newest"},
    ],
)
def test_a_page_that_cannot_be_shown_is_refused(asked: dict[str, int | str]) -> None:
    """With words that say what may be asked."""
    with pytest.raises(BadParameter):
        Page(**asked)  # type: ignore[arg-type]


def _iris(answer: SearchAnswer) -> list[str]:
    return [hit.iri for hit in answer.hits]
