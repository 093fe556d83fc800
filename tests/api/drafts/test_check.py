"""Tests of the drafts: the check. In: our own drafts, a generation of two made documents. Out: what is said of them."""

import re
from collections.abc import Sequence

import pytest

from api.drafts.check import MAX_CHARACTERS, MAX_CITATIONS, MAX_LINES, MAX_PLACES, MAX_QUOTATIONS, check_text
from api.drafts.findings import Finding, Note, PlaceFinding, QuotationFinding, Report, Target, state_of
from api.drafts.known import Change, Known, one_off
from api.drafts.notes import of_changes
from api.drafts.report import in_words, marked
from api.library import Library
from ontology.errors import BadParameter, QueryTooLarge

SAID = "A storm was foretold in time. The warning named genocide and crimes against humanity, and no harbour closed"
DOC = "https://w3id.org/mandategraph/doc/"


def only(report: Report) -> Finding:
    """The one citation of a draft."""
    (found,) = report.citations
    return found


def kinds(notes: Sequence[Note]) -> list[str]:
    """What kinds of notes there are."""
    return [note.kind for note in notes]


def test_a_sound_citation_is_in_order(library: Library) -> None:
    """Document, paragraph and words; the permanent links are those of the graph, by whichever of its symbols it is cited."""
    for symbol in ("A/85/40", "S/2031/44", "A/85/40-S/2031/44"):
        text = f"The keepers wrote that “{SAID}” ({symbol}, para. 1)."
        found = only(check_text(library, text))
        assert found.state == "in order"
        assert text[found.start : found.end] == found.as_printed == symbol
        assert found.target
        assert (found.target.iri, found.target.held) == (f"{DOC}A/85/40", "full")
        assert [(place.words, place.state, place.iri) for place in found.places] == [
            ("para. 1", "exists", f"{DOC}A/85/40/para/1")
        ]
        assert [(each.state, each.iri) for each in found.quotations] == [("word for word", f"{DOC}A/85/40/para/1")]


def test_a_paragraph_that_is_not_there_is_said_to_be_missing(library: Library) -> None:
    """With what there is in its place."""
    found = only(check_text(library, "See A/85/40, para. 17."))
    assert (found.state, found.places[0].state, found.places[0].iri) == ("needs a look", "missing", None)
    assert "go up to 4" in found.places[0].note
    lettered = only(check_text(library, "See A/85/40, para. 3 (d)."))
    assert lettered.places[0].state == "missing"
    assert "3 (a) to para. 3 (b)" in lettered.places[0].note


def test_a_changed_word_is_shown_beside_the_documents(library: Library) -> None:
    """The word of each, in the order of the document."""
    found = only(check_text(library, f"They wrote that “{SAID.replace('harbour', 'city')}” (A/85/40, para. 1)."))
    assert (found.state, found.quotations[0].state) == ("needs a look", "differs")
    assert "[-harbour-] {+city+} closed" in marked(found.quotations[0].differences)


def test_words_of_another_paragraph_are_named_with_it(library: Library) -> None:
    """The quotation is sound, the pinpoint is not."""
    found = only(check_text(library, f"They wrote that “{SAID}” (A/85/40, para. 2)."))
    assert (found.state, found.quotations[0].state) == ("needs a look", "in another place")
    assert found.quotations[0].pinpoint.endswith("para. 1")


def test_a_number_too_long_for_a_paragraph_is_not_cut_short(library: Library) -> None:
    """Paragraph 1001 is not paragraph 100, nor the whole document."""
    found = only(check_text(library, f"They wrote that “{SAID}” (A/85/40, para. 1001)."))
    assert (found.state, found.places[0].words, found.places[0].state) == ("needs a look", "para. 1001", "missing")


def test_words_that_stand_nowhere_are_not_found(library: Library) -> None:
    """Nothing like them is in the document that is cited."""
    found = only(check_text(library, "They wrote that “no boat ever sank near this quay in summer” (A/85/40)."))
    assert (found.state, found.quotations[0].state) == ("needs a look", "not found")


def test_a_document_that_is_not_here_cannot_be_checked(library: Library) -> None:
    """Neither its paragraphs nor its words are called wrong."""
    found = only(check_text(library, "They wrote that “the sea was calm all night” (A/70/999, para. 3)."))
    assert found.state == "cannot be checked here"
    assert found.places[0].state == "unknown"
    assert found.quotations[0].state == "cannot be checked here"
    assert "not in this collection" in found.quotations[0].note


def test_a_digest_speaks_for_numbers_but_never_for_words(library: Library) -> None:
    """Its words are ours: not even its own sentence, quoted, is found in the document."""
    own = "Harbours reopened once early warning was heard"
    found = only(check_text(library, f"They wrote that “{own}” (A/86/12, para. 1)."))
    assert (found.state, found.target and found.target.held) == ("cannot be checked here", "digest")
    assert (found.places[0].state, found.places[0].note) == ("exists", "The digest at hand has it.")
    assert found.quotations[0].state == "cannot be checked here"
    assert "Only a digest" in found.quotations[0].note
    lacking = only(check_text(library, "See A/86/12, para. 40."))
    assert (lacking.state, lacking.places[0].state) == ("cannot be checked here", "unknown")


def test_a_symbol_one_figure_off_is_only_asked_about(library: Library) -> None:
    """As a question; where the quoted words stand in the other one, it calls for a look."""
    plain = only(check_text(library, "See A/85/41, para. 3."))
    assert plain.state == "cannot be checked here"
    assert [note.words for note in plain.notes] == ["Here there is A/85/40, one figure off. Did you mean that?"]
    quoted = only(check_text(library, f"They wrote that “{SAID}” (A/85/04, para. 1)."))
    assert quoted.state == "needs a look"
    assert quoted.notes[0].words.startswith("The quoted words stand in A/85/40, para. 1.")


def test_a_number_without_its_organ_is_unresolved_with_the_reason(library: Library) -> None:
    """Several organs number so."""
    found = only(check_text(library, "As resolution 9/9 asked, they met."))
    assert (found.state, found.target) == ("unresolved", None)
    assert found.unresolved
    assert "ambiguous" in found.unresolved


def test_a_treaty_in_passing_is_named_and_its_article_cannot_be_checked(library: Library) -> None:
    """The name is known, the text is not here."""
    first = check_text(library, "They invoked the Charter of the United Nations.")
    assert only(first).state == "named only"
    assert first.is_in_order
    assert only(check_text(library, "Article 99 of the Charter of the United Nations.")).state == "cannot be checked here"


def test_ibid_takes_up_what_was_cited_before(library: Library) -> None:
    """With a paragraph of its own."""
    found = check_text(library, f"See A/85/40, para. 3. They wrote that “{SAID}” (ibid., para. 1).").citations
    assert [(each.state, each.places[0].words) for each in found] == [("in order", "para. 3"), ("in order", "para. 1")]


def test_forms_and_repetitions_are_noted_without_calling_for_a_look(library: Library) -> None:
    """The usual form beside an unusual one; where the same place was cited before."""
    found = check_text(
        library, "See A/Res/60/1 and UNSCR 1366 (2001).\n\nSee A/85/40, para. 1.\n\nAnd A/85/40, para. 1."
    ).citations
    assert "Security Council resolution 1366 (2001)" in str(found[1].notes)
    assert kinds(found[2].notes) == ["parallel symbol"]
    assert kinds(found[3].notes) == ["repeated"]
    assert found[3].state == "in order"


def test_a_correction_is_named_where_the_graph_states_it() -> None:
    """One that the draft cites as well is not; an addendum is only worth knowing."""
    known = Known("iri/A/1/2", changes=[
        Change("corrects", "It is corrected by", "iri/A/1/2/Corr.1", "A/1/2/Corr.1"),
        Change("addendumTo", "It has the addendum", "iri/A/1/2/Add.1", "A/1/2/Add.1"),
    ])  # fmt: skip
    told = list(of_changes(known, frozenset()))
    assert [(note.words, note.calls) for note in told] == [
        ("It is corrected by A/1/2/Corr.1.", True),
        ("It has the addendum A/1/2/Add.1.", False),
    ]
    assert kinds(list(of_changes(known, frozenset({"iri/A/1/2/Corr.1"})))) == ["addendumTo"]


def test_nothing_is_in_order_while_anything_was_left_unchecked() -> None:
    """The gravest state wins, whatever else agrees."""
    target = Target("iri", ("A/1/2",), "", "", "full")
    place = PlaceFinding("para. 1", "unknown", None, "")
    quoted = QuotationFinding(0, 1, "x", "word for word", "", None, (), "")
    assert state_of(target, (), (quoted,), ()) == "in order"
    assert state_of(target, (place,), (quoted,), ()) == "cannot be checked here"
    assert state_of(target, (place,), (quoted,), (Note("date", "x", calls=True),)) == "needs a look"
    assert state_of(None, (place,), (quoted,), ()) == "unresolved"


def test_the_report_never_calls_anything_verified_or_wrong(library: Library) -> None:
    """Neutral words; its limits stand at its end; every citation and every permanent link is in it."""
    text = f"“{SAID}” (A/85/40, para. 1). See A/85/40, para. 99, A/70/1 and resolution 9/9."
    text += " A keeper said “words of no document at all”."
    report = check_text(library, text)
    words = in_words(report)
    assert not re.search(r"\b(?:verified|correct|wrong|error|false|hallucinat\w+)\b", words)
    assert all(finding.as_printed in words for finding in report.citations)
    assert f"{DOC}A/85/40/para/1" in words
    assert "Quotations without a citation" in words
    assert sum(report.summary.values()) == len(report.citations) == 4


def test_a_footnote_is_suggested_with_the_places_that_are_there(library: Library) -> None:
    """None for a place that the document lacks, none for what the graph does not know."""
    report = check_text(library, "See A/85/40, para. 3 (b); A/85/40, para. 17; and A/71/9123, para. 1.")
    assert [finding.footnote for finding in report.citations] == ["A/85/40-S/2031/44, para. 3 (b).", "", ""]
    assert "As a footnote: A/85/40-S/2031/44, para. 3 (b)." in in_words(report)


def test_another_title_beside_a_symbol_calls_for_a_look(library: Library) -> None:
    """In words that call neither wrong; the same title, or a part of it, does not."""
    found = only(check_text(library, "See the report entitled “Boats of the north” (A/85/40)."))
    assert (found.state, kinds(found.notes)) == ("needs a look", ["parallel symbol", "title"])
    assert "The draft calls it “Boats of the north”; here it is called “Lamps" in found.notes[1].words
    assert only(check_text(library, "A/85/40, entitled “Lamps”, was read.")).state == "in order"
    assert only(check_text(library, "Under the item entitled “Boats of the north” (A/85/40).")).state == "in order"


def test_slips_of_one_figure_are_made_of_each_number() -> None:
    """Another figure, one more, one less, two exchanged; nothing that no document can have."""
    made = set(one_off("A/75/863"))
    assert {"A/75/836", "A/75/63", "A/75/8633", "A/57/863", "A/76/863"} <= made
    assert "A/75/963" in made
    assert "A/72/884" not in made


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", BadParameter),
        (" \n", BadParameter),
        ("A/85/40\x00", BadParameter),
        ("a" * (MAX_CHARACTERS + 1), QueryTooLarge),
        ("a\n" * (MAX_LINES + 1), QueryTooLarge),
        ("A/85/40; " * (MAX_CITATIONS + 1), QueryTooLarge),
        ("“a b c” " * (MAX_QUOTATIONS + 1), QueryTooLarge),
        ("A/85/40, paras. " + "1, " * (MAX_PLACES + 1), QueryTooLarge),
    ],
    ids=["empty", "blank", "binary", "long", "lines", "citations", "quotations", "places"],
)
def test_what_cannot_be_checked_at_once_is_refused(library: Library, text: str, error: type[Exception]) -> None:
    """With a message that says what was wanted; its own words are not among it."""
    with pytest.raises(error, match="Wanted a"):
        check_text(library, text)


@pytest.mark.parametrize(
    "text",
    ["“" * 500, '"' * 501, "(A/85/40" * 20, "A/85/40, paras. " * 20, "\ufeff\u200b\u00ad",
     "ibid. " * 50, "[^1]" * 99, "“[…]” (A/85/40)",
     "See A/85/40, paras. 1–9999999.", "A/85/40, para. " + "(a)" * 200, "𝔄/85/40 ¹²³ \ud7ff", "<script>A/85/40</script>"],
)  # fmt: skip
def test_odd_drafts_are_answered(library: Library, text: str) -> None:
    """Whatever somebody pastes, the answer is a report."""
    assert check_text(library, text).characters == len(text)
