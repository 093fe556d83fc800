"""Tests of the questions that name something, and of how they are judged. In: the made documents of this room. Out: cases and
shares. Must not need a network.
"""

from dataclasses import replace

import pytest

from api.library import Library
from benchmarks.names import SHARES, Case, _task, drawn, folded, judged, shares, spellings

SYMBOLS = ("A/85/40", "A/86/12")


@pytest.fixture(scope="module")
def cases(library: Library) -> list[Case]:
    """All that can be drawn from the made documents."""
    with library.serving() as serving:
        return drawn(serving, SYMBOLS)


def test_cases_are_the_same_every_time(library: Library, cases: list[Case]) -> None:
    """A figure can be repeated; another seed draws others."""
    with library.serving() as serving:
        assert drawn(serving, SYMBOLS) == cases
        assert drawn(serving, SYMBOLS, seed=1) != cases


def test_every_kind_is_drawn_once_each_and_every_second_case_is_kept(cases: list[Case]) -> None:
    """As many as there are, up to the share of a kind."""
    assert len({case.text for case in cases}) == len(cases)
    for kind, share in SHARES.items():
        found = [case.kept for case in cases if case.kind == kind]
        assert 0 < len(found) <= share, kind
        assert found == [at % 2 == 1 for at in range(len(found))]


def test_every_case_has_a_right_answer_that_has_what_is_named(library: Library, cases: list[Case]) -> None:
    """A phrase stands word for word in each of its passages; a pinpoint is one paragraph with its items."""
    from ingest.points import entries

    with library.serving() as serving:
        words = {entry.iri: folded(entry.words) for entry in entries(serving.graph)}
    assert all(case.right <= words.keys() and case.right for case in cases)
    for case in cases:
        if case.kind == "phrase":
            assert all(folded(case.text).strip('"“”') in " ".join(words[iri].replace(",", " ,").split()) for iri in case.right)
        if case.kind == "pinpoint":
            number = case.text.rpartition(" ")[2]
            assert {iri.partition("/para/")[2].partition("/")[0] for iri in case.right} == {number}


def test_the_made_documents_are_found_by_their_symbols(library: Library, cases: list[Case]) -> None:
    """The product answers what is named exactly, here as in the figures."""
    asked = [case for case in cases if case.kind == "symbol"]
    assert all(right for right, _ in judged(library, asked))


def test_a_wrong_first_hit_is_not_right(library: Library, cases: list[Case]) -> None:
    """The benchmark can fail."""
    asked = [replace(case, right=frozenset({"elsewhere"})) for case in cases[:2]]
    told = judged(library, asked)
    assert [right for right, _ in told] == [False, False]
    assert shares(asked, [right for right, _ in told])["all"].value == 0


def test_the_kept_half_tells_a_figure_and_no_case() -> None:
    """Whoever works on search does not see what it fails at there."""
    asked = [Case("title", "Lamps", frozenset("a")), Case("title", "Oil", frozenset("a"), kept=True)]
    told = [(False, "b"), (False, "b")]
    assert _task(asked, told, kept=False).missed == (("title", "Lamps"),)
    kept = _task(asked, told, kept=True)
    assert (kept.wanted, kept.met, kept.missed) == (1, 0, ())


@pytest.mark.parametrize(
    ("symbol", "some"),
    [
        ("S/RES/2502(2019)", {"s/res/2502(2019)", "S/RES/2502 (2019)", "S/RES/2502", "UNSCR 2502", "resolution 2502 (2019)"}),
        (
            "A/RES/76/158",
            {"General Assembly resolution 76/158", "GA resolution 76/158", "resolution 76/158 of the General Assembly"},
        ),
        ("A/HRC/RES/43/26", {"a/hrc/res/43/26", "Human Rights Council resolution 43/26", "HRC resolution 43/26"}),
        ("A/79/744", {"A/79/744", "a/79/744"}),
    ],
)
def test_a_symbol_has_its_usual_spellings(symbol: str, some: set[str]) -> None:
    """Its own first; a number that two organs could have is never given without its organ."""
    found = spellings(symbol)
    assert found[0] == symbol
    assert some <= set(found)
    assert "resolution 76/158" not in found
