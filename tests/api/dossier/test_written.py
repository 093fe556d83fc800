"""Tests of the paper of a dossier and of its budget of words."""

import pytest

from api.dossier.budget import budget_of, count_words
from api.dossier.dossier import Collected, Dossier, Heading
from api.dossier.standing import Standing, standings
from api.dossier.written import Grouping, paper
from api.library import Library
from api.papers.paper import Block, Paper

pytestmark = pytest.mark.slow

REPORT = "https://w3id.org/mandategraph/doc/A/85/40/para/1"
LETTER = "https://w3id.org/mandategraph/doc/A/86/12"
DIGEST = "https://w3id.org/mandategraph/doc/core-functions/function/1"
MADE = Dossier(
    "Of lamps",
    (Heading("First"), Collected(REPORT, note="Why it matters."), Collected(DIGEST), Collected(f"{REPORT[:-1]}4", quoted=False)),
)


def written(library: Library, dossier: Dossier, grouping: Grouping = "order") -> Paper:
    """The paper of a dossier in what serves."""
    with library.serving() as serving:
        return paper(library, serving, dossier, standings(library, serving, dossier), grouping, "here")


def told(made: Paper) -> list[tuple[str, str, str]]:
    """Each block as its kind, the beginning of its words, and its footnotes."""
    blocks = [block for block in made.blocks if isinstance(block, Block)]
    return [(one.kind, "".join(run.text for run in one.runs)[:24], "".join(run.note for run in one.runs)) for one in blocks]


def test_notes_are_paragraphs_and_words_are_quotations_with_a_footnote(library: Library) -> None:
    """A digest is no quotation; what is not quoted has its footnote behind the note, or behind where to look."""
    assert told(written(library, MADE))[:3] == [
        ("heading", "First", ""),
        ("paragraph", "Why it matters.", ""),
        ("quotation", "A storm was foretold in ", "A/85/40-S/2031/44, para. 1."),
    ]
    kinds = [(kind, bool(note)) for kind, _, note in told(written(library, MADE))[3:]]
    assert kinds == [("note", True), ("note", False), ("paragraph", True)]
    assert written(library, MADE).title == "Of lamps"


def test_what_changed_is_in_the_paper(library: Library) -> None:
    """With its places marked."""
    changed = Dossier("", (Collected(REPORT, words="A storm was told in time.", fidelity="full"),))
    made = written(library, changed)
    runs = [run for block in made.blocks if isinstance(block, Block) for run in block.runs]
    assert ("told ", "deleted") in [(run.text, run.kind) for run in runs]
    assert any("Its words changed" in run.text for run in runs)
    assert made.title == "Dossier"


def test_groups_have_their_footnotes_in_their_own_order(library: Library) -> None:
    """Ibid. stands for the footnote before, in whichever order the paper has."""
    mixed = Dossier("", (Collected(REPORT), Collected(DIGEST), Collected(f"{REPORT[:-1]}4")))
    in_order = [note for _, _, note in told(written(library, mixed)) if note]
    by_document = [note for _, _, note in told(written(library, mixed, "document")) if note]
    assert in_order[2] == "A/85/40-S/2031/44, para. 4."
    assert by_document[1] == "Ibid., para. 4."
    headings = [words for kind, words, _ in told(written(library, mixed, "document")) if kind == "heading"]
    assert len(headings) == 2


def test_by_concept_nothing_is_lost_and_nothing_comes_twice(library: Library) -> None:
    """What mentions no concept stands at the end."""
    notes = [note for _, _, note in told(written(library, MADE, "concept")) if note]
    assert len(notes) == 3


def test_a_passage_that_is_gone_says_so(library: Library) -> None:
    """Its note stays."""
    gone = written(library, Dossier("", (Collected(f"{LETTER}/para/99", note="Mine."),)))
    assert [kind for kind, _, _ in told(gone)] == ["paragraph", "note"]


def test_words_are_counted_as_word_processors_do() -> None:
    """What stands between blanks; an ideograph is a word."""
    assert count_words("The well-known A/RES/60/1 — para. 138 (a).") == 7
    assert count_words("联合国 lamps") == 4
    assert count_words("") == 0


def test_the_budget_tells_long_quotations_and_digests(library: Library) -> None:
    """From fifty words on, as on the drafting desk; digests are told apart."""
    dossier = Dossier("Two words", (Heading("One"), Collected(REPORT, note="a b c"), Collected(DIGEST)))
    with library.serving() as serving:
        found = standings(library, serving, dossier)
    budget = budget_of(dossier, found)
    assert (budget.own, budget.quoted) == (6, count_words(found[0].words) + count_words(found[1].words))
    assert budget.digests == (found[1].pinpoint,)
    assert not budget.is_over
    edge = [Standing(Collected(REPORT), "new", str(words), "word " * words, fidelity="full") for words in (49, 50, 8_500)]
    counted = budget_of(dossier, edge)
    assert counted.long == (("50", 50), ("8500", 8_500))
    assert counted.is_over
