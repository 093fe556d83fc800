"""Tests of the drafting desk: its report. In: a draft on the desk. Out: a paper of it."""

from api.draft_desk.desk import desk
from api.draft_desk.report import paper_of
from api.library import Library
from api.papers.markdown import markdown
from api.papers.paper import Block

DRAFT = "The keepers were warned of genocide (A/85/40, para. 1). Every lamp should be kept lit <b>through</b> the night."


def test_the_paper_has_the_draft_its_length_its_findings_and_footnotes(library: Library) -> None:
    """The footnote stands at the citation that it is of, and precedents of what was opened under their passage."""
    paper = paper_of(desk(library, DRAFT, [2]), lambda iri: f"https://here.org/{iri[-6:]}")
    blocks = [block for block in paper.blocks if isinstance(block, Block)]
    cited = next(run for block in blocks for run in block.runs if run.note)
    assert cited.text == "A/85/40"
    assert cited.note.startswith("A/85/40")
    words = " ".join(run.text for block in blocks for run in block.runs)
    assert "words: " in words
    assert "A/85/40: in order." in words
    assert "Precedents of sentence 2" in words
    assert {run.href[:17] for block in blocks for run in block.runs if run.href} == {"https://here.org/"}


def test_it_can_be_written(library: Library) -> None:
    """Markup in a draft is words in the paper."""
    written = markdown(paper_of(desk(library, DRAFT), lambda iri: iri))
    assert "Limits of the United Nations" in written
    assert "<b>" not in written


def test_numbers_and_blanks_of_the_draft_are_kept(library: Library) -> None:
    """A paragraph reads as it was drafted."""
    paper = paper_of(desk(library, "1. The lamps were lit that night. The keepers slept through all of it."), lambda iri: iri)
    paragraphs = ["".join(run.text for run in block.runs) for block in paper.blocks if isinstance(block, Block)]
    assert "1. The lamps were lit that night. The keepers slept through all of it." in paragraphs
