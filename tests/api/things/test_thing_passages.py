"""Tests of the passages that speak of a thing: pages of them, newest first, each once."""

from itertools import pairwise

import pytest

from api.library import Library
from api.things import passages
from api.things.counted import counted
from api.things.passages import Wanted, asking, speaking
from ontology.errors import BadParameter

BASE = "https://w3id.org/mandategraph/"
GENOCIDE = f"{BASE}crime/genocide"
MEMBER_STATES = f"{BASE}actor/member-states"


@pytest.mark.parametrize("few", [0, 1_500])
def test_pages_together_hold_every_passage_once(library: Library, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """By either way of looking them up, whatever the size of a page."""
    monkeypatch.setattr(passages, "_FEW", few)
    with library.serving() as serving:
        for iri, found in counted(serving).spoken.items():
            total = sum(count for _, count in found)
            whole = speaking(serving, iri, Wanted(size=1_000))
            assert whole.total == total == len({line.passage for line in whole.lines}), iri
            pages = [speaking(serving, iri, Wanted(page=page, size=3)) for page in range(1, -(-total // 3) + 1)]
            assert [line for page in pages for line in page.lines] == list(whole.lines), iri
            assert all((one.date or "0") >= (other.date or "0") for one, other in pairwise(whole.lines)), iri


def test_the_words_that_speak_of_it_are_marked(library: Library) -> None:
    """Those, and no others."""
    with library.serving() as serving:
        line = speaking(serving, GENOCIDE, Wanted(size=1)).lines[0]
    assert (line.pinpoint, line.fidelity, line.language) == ("A/85/40, para. 1", "full", "en")
    assert [piece.text for piece in line.pieces if piece.is_marked] == ["genocide"]


def test_a_year_and_a_document_narrow_it(library: Library) -> None:
    """And the counts of all years stay beside it."""
    with library.serving() as serving:
        dated = speaking(serving, GENOCIDE, Wanted(year="2031"))
        undated = speaking(serving, GENOCIDE, Wanted(year="undated"))
        within = speaking(serving, GENOCIDE, Wanted(document=f"{BASE}doc/core-functions"))
    assert {line.document for line in dated.lines} == {f"{BASE}doc/A/85/40"}
    assert undated.lines == within.lines
    assert dated.years == undated.years == {"2031": dated.total, "undated": undated.total}


@pytest.mark.parametrize("few", [0, 1_500])
def test_recommendations_to_an_actor_say_what_is_asked(library: Library, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """With verb, strength and action, by either way of looking them up."""
    monkeypatch.setattr(passages, "_FEW", few)
    with library.serving() as serving:
        found = asking(serving, MEMBER_STATES, Wanted())
    assert [line.pinpoint for line in found.lines] == ["A/85/40, para. 3 (a)", "A/85/40, para. 3 (b)"]
    assert all(line.verb == "encourage" and line.strength and line.action and line.duty for line in found.lines)


def test_a_page_that_there_is_not_is_told(library: Library) -> None:
    """With how many there are; a thing that nothing speaks of has one empty page."""
    with library.serving() as serving:
        with pytest.raises(BadParameter, match="from 1 to 1"):
            asking(serving, MEMBER_STATES, Wanted(page=2))
        with pytest.raises(BadParameter):
            speaking(serving, GENOCIDE, Wanted(page=0))
        assert speaking(serving, f"{BASE}state/KEN", Wanted()).lines == ()
