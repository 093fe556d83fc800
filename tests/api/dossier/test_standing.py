"""Tests of how collected passages stand now, over the made documents and a digest."""

from dataclasses import replace

import pytest

from api.dossier.dossier import Collected, Dossier
from api.dossier.standing import SAID, Standing, standings
from api.library import Library
from ontology.errors import IriError

pytestmark = pytest.mark.slow

REPORT = "https://w3id.org/mandategraph/doc/A/85/40"
DIGEST = "https://w3id.org/mandategraph/doc/core-functions/function/1"
FIRST = "A storm was foretold in time. The warning named genocide and crimes against humanity, and no harbour closed"


def stand(library: Library, *found: Collected) -> list[Standing]:
    """How passages stand in what serves."""
    with library.serving() as serving:
        return standings(library, serving, Dossier("", found))


def test_a_passage_has_its_words_place_and_footnote(library: Library) -> None:
    """What is new was collected without words; repeats of a source are short."""
    first, second = stand(library, Collected(f"{REPORT}/para/1"), Collected(f"{REPORT}/para/3/a"))
    assert first.words.startswith(FIRST)
    assert (first.pinpoint, first.status, first.fidelity, first.language) == ("A/85/40, para. 1", "new", "full", "en")
    assert first.footnote == "A/85/40-S/2031/44, para. 1."
    assert second.footnote == "Ibid., para. 3 (a)."


def test_the_same_words_are_the_same(library: Library) -> None:
    """Blanks do not count."""
    words = stand(library, Collected(f"{REPORT}/para/1"))[0].words
    again = stand(library, Collected(f"{REPORT}/para/1", words=words.replace(" ", "\n"), fidelity="full"))[0]
    assert (again.status, again.pieces) == ("same", ())


def test_changed_words_are_told_word_by_word(library: Library) -> None:
    """What was dropped and what was added."""
    now = stand(library, Collected(f"{REPORT}/para/4"))[0].words
    then = now.replace("should hear", "may hear")
    one = stand(library, Collected(f"{REPORT}/para/4", words=then, fidelity="full"))[0]
    assert one.status == "changed"
    assert [(piece.kind, piece.text) for piece in one.pieces if piece.kind != "same"] == [("dropped", "may"), ("added", "should")]


def test_a_full_text_in_the_place_of_a_digest_is_told_as_such(library: Library) -> None:
    """And the other way about. They are not compared word by word: they are different texts."""
    full = stand(library, Collected(f"{REPORT}/para/4", words="Our own words.", fidelity="digest"))[0]
    digest = stand(library, Collected(DIGEST, words="The official words.", fidelity="full"))[0]
    assert (full.status, digest.status) == ("full", "digest")
    assert full.pieces == digest.pieces == ()
    assert digest.remarks[0].endswith("only a digest is here; check the place in the official text")


def test_what_is_not_here_is_kept_with_that_said(library: Library) -> None:
    """Its neighbours have their footnotes all the same."""
    gone, here = stand(library, Collected(f"{REPORT}/para/99", words="w"), Collected(f"{REPORT}/para/1"))
    assert (gone.status, gone.pinpoint, gone.footnote, gone.is_here) == ("unknown", "doc/A/85/40/para/99", "", False)
    assert here.footnote == "A/85/40-S/2031/44, para. 1."


def test_a_document_is_no_passage(library: Library) -> None:
    """Nothing is quoted of it as a whole."""
    assert stand(library, Collected(REPORT))[0].status == "unknown"


def test_a_language_that_is_not_here_gives_way_and_says_so(library: Library) -> None:
    """Words that were kept in it are compared with nothing."""
    one = stand(library, Collected(f"{REPORT}/para/1", language="ar", words="كلمات", fidelity="full"))[0]
    assert (one.status, one.language) == ("language", "en")


def test_passages_share_a_concept_where_they_can(library: Library) -> None:
    """Each is put under the one that most of the dossier have."""
    found = stand(library, Collected(f"{REPORT}/para/1"), Collected(f"{REPORT}/para/3/a"), Collected(f"{REPORT}/para/4"))
    assert found[1].concept == "War crimes"
    assert [bool(one.concept) for one in found] == [bool(one.concepts) for one in found]


def test_what_is_no_iri_never_reaches_a_query(library: Library) -> None:
    """A dossier is checked when it is read; this is the second door."""
    with pytest.raises(IriError):
        stand(library, replace(Collected(REPORT), iri="x> ?p ?o"))


def test_each_status_has_words(library: Library) -> None:
    """That a person reads."""
    assert {one.status for one in stand(library, Collected(f"{REPORT}/para/1"))} <= set(SAID)
