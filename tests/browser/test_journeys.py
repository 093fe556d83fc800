"""Tests in a browser: the two journeys of the README, walked to their end. In: the first page. Out: what is taken away."""

import csv
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opened
from tests.browser.journeys import drafter, researcher

pytestmark = pytest.mark.slow


def test_a_researcher_goes_from_a_question_to_a_table_with_citations(opened: Opened, shot: Callable[[Page, str], None]) -> None:
    """Each row of the table leads back to a paragraph."""
    table = researcher(opened("/"), shot)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > 1
    assert all("A/7" in str(row) for row in rows)


def test_a_drafter_goes_from_a_sentence_to_a_dossier_with_footnotes(opened: Opened, shot: Callable[[Page, str], None]) -> None:
    """The file has footnotes, and they name the document."""
    paper = drafter(opened("/"), shot)
    with zipfile.ZipFile(paper) as parts:
        assert b"A/75/863" in parts.read("word/footnotes.xml") or b"A/72/884" in parts.read("word/footnotes.xml")
