"""Tests of pasted passages. In: texts drawn from the documents in the folder `shared`. Out: none is refused, and what is pasted
word for word is found first. Must not write a word of them anywhere.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.library import Library
from api.search import MAX_QUESTION, search
from ingest.pipeline import ingest
from ingest.points import Entry, entries
from stores.settings import Settings
from stores.words.folding import is_mark, terms

SEED, COUNT = 20_251_126, 500
DOCUMENTS = 12  # of the Registry: enough to have passages that repeat each other
FOUND_FIRST = 0.97


@pytest.fixture(scope="module")
def read(shared: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library over the office's documents and some of the Registry's."""
    registry = sorted((shared / "corpus" / "registry").glob("*.json"), key=lambda file: file.stat().st_size)
    sources = [shared / "corpus" / "office", *random.Random(SEED).sample(registry[:100], DOCUMENTS)]  # noqa: S311  # not a secret
    own = replace(settings, data=tmp_path_factory.mktemp("pasted"), rerank_passages=0)
    ingest(sources, own)
    opened = Library.open(own)
    yield opened
    opened.close()


def words(text: str) -> str:
    """The words alone, so that a sentence is found in its passage whatever marks part them."""
    return " ".join(["", *(term for term in terms(text) if not is_mark(term)), ""])


def drawn(found: list[Entry]) -> Iterator[tuple[str, bool]]:
    """Passages, and sentences, clauses and items of them, by turns; whether it is the whole."""
    dice = random.Random(SEED)  # noqa: S311  # the same texts in every run
    whole = [entry.words for entry in found if len(entry.words) <= MAX_QUESTION and words(entry.words).strip()]
    for number in range(COUNT):
        text = dice.choice(whole)
        parts = [part for part in re.split(r"(?<=[.;:])\s+", text) if words(part).strip()]
        yield (text, True) if number % 2 else (dice.choice(parts), False)


@pytest.mark.slow
def test_pasted_passages_are_never_refused_and_are_found_first(read: Library) -> None:
    """Whatever marks, capitals, symbols and colons they have. What is too short to be told from a question is asked as one."""
    with read.serving() as serving:
        found = entries(serving.graph)
    right = []
    for text, is_whole in drawn(found):
        answer = search(read, text, limit=1)
        if any(reading.why == "passage" for reading in answer.understood):
            first = words(answer.hits[0].text) if answer.hits else ""
            right.append(words(text) == first if is_whole else words(text) in first)
    assert len(right) > COUNT / 2
    assert sum(right) >= FOUND_FIRST * len(right), sum(right) / len(right)
