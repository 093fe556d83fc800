"""Tests of papers in Markdown: what is markup is ours, and nothing else is."""

import re

import pytest

from api.papers.markdown import markdown
from api.papers.paper import Block, Paper, Run
from tests.api.papers.papers_made import EVERYTHING, HOSTILE


def lines(*runs: Run) -> list[str]:
    """The lines of a paper of one paragraph, its title left out."""
    return markdown(Paper("T", [Block("paragraph", runs)])).splitlines()[2:]


def test_footnotes_are_called_in_order_and_stand_at_the_end() -> None:
    """As [^1], each once."""
    text = markdown(EVERYTHING)
    assert "The *storm*[^2] came **early**" in text
    assert "\n[^2]: A/RES/60/1, para. 138.\n" in text
    assert re.findall(r"^\[\^(\d)\]:", text, re.MULTILINE) == ["1", "2", "3", "4", "5"]


def test_blocks_are_told_apart() -> None:
    """Headings, quotations, items, tables."""
    text = markdown(EVERYTHING)
    assert text.startswith("# Lamps \\& \\<keepers\\>\n\n## What was seen[^1]\n")
    assert "\n> إن الجمعية العامة[^3]\n" in text
    assert "\n- lit\n" in text
    assert "<ins>now</ins> and <del>then</del>" in text
    assert "| Year | Word\\|s |\n| --- | --- |\n| 2031[^5] | a b |" in text
    assert "[here](<https://example.org/?a=1&b=2>)" in text


def test_hostile_words_are_words() -> None:
    """Before each sign that could be markup stands a backslash; taken away, the words are those that came."""
    written = lines(Run(HOSTILE))[0]
    assert not re.search(r"(?<!\\)[<>*_`\[\]$|#{}~]", written)
    assert re.sub(r"\\([^A-Za-z0-9\s])", r"\1", written) == HOSTILE


def test_a_script_is_no_link() -> None:
    """Its words stand alone."""
    assert lines(Run("click", href="javascript:alert(1)")) == ["click"]


@pytest.mark.parametrize(
    ("words", "written"), [("1. one", "1\\. one"), ("- dash", "\\- dash"), ("+ plus", "\\+ plus"), ("2) two", "2\\) two")]
)
def test_a_paragraph_that_looks_like_a_list_is_none(words: str, written: str) -> None:
    """Its first sign is told to be one."""
    assert lines(Run(words)) == [written]


def test_spaces_stay_outside_of_marks() -> None:
    """Inside they would keep them from being marks."""
    assert lines(Run("a"), Run(" b ", "emphasis"), Run("c")) == ["a *b* c"]
