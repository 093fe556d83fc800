"""Evaluation: formats that name their parts. In: real documents in Registry JSON and Akoma Ntoso. Out: figures that must hold."""

from pathlib import Path

import pytest

from benchmarks.structured import akoma, languages, malformed, registry
from benchmarks.task import Ground
from reading.assemble import take_apart
from reading.readers.anything import read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ground(shared: Path) -> Ground:
    """Gold and sources."""
    return Ground(shared / "eval", shared / "corpus")


def test_every_paragraph_of_the_registry_is_read_in_its_role(ground: Ground) -> None:
    """All 12,529, and types and roles as the Registry has them."""
    every, kinds = registry(ground)
    assert (every.met, every.wanted) == (every.wanted, 12_529)
    assert kinds.f1 is not None
    assert kinds.f1 >= 0.995


def test_every_paragraph_of_akoma_ntoso_is_read_in_its_role(ground: Ground) -> None:
    """Preamble, body and footnotes; nothing of the text is missing."""
    every, roles = akoma(ground)
    assert every.missed == ()
    assert (roles.missed, roles.wrong) == ((), ())
    assert every.wanted > 9_000


def test_broken_files_are_read_or_refused_with_the_line(ground: Ground) -> None:
    """None crashes, none is mended in silence."""
    assert malformed(ground).missed == ()


def test_six_languages_share_their_paths(ground: Ground) -> None:
    """What they do not share is in the files: paragraphs doubled, numbers left out."""
    task = languages(ground)
    assert task.recall is not None
    assert task.recall >= 0.985


def test_no_two_parts_of_a_real_document_share_a_path(shared: Path) -> None:
    """What holds a part is there, too."""
    for file in sorted([*shared.glob("corpus/registry/*.json"), *shared.glob("corpus/*/*/*.xml")]):
        parts = take_apart(read(file.read_bytes(), file.name)).parts
        paths = [item.path for item in parts.items]
        assert len(set(paths)) == len(paths), file.name
        assert {item.within for item in parts.items} <= {"", *paths}, file.name
