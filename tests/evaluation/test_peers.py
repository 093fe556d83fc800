"""Tests of what others would assemble. In: four made passages with vectors by hand. Out: what each package finds. Must not need a
model. Those of a package that is not installed (the extra `bench`) are skipped.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks import peers
from benchmarks.peers import MAKERS, PACKAGES, Passages
from benchmarks.race import asked, ratios
from benchmarks.task import Absent
from ingest.points import Entry

KEYS = ("x:doc/1#en", "x:doc/2#en", "x:doc/2#fr", "x:doc/3#en")
WORDS = (
    "Lamps warn the harbour of a storm.",
    "The keepers count their oil.",
    "Les gardiens comptent leur huile.",
    "Nobody sails.",
)
WARNING, OIL, SAILING = np.eye(3, dtype=np.float32)


@pytest.fixture
def passages() -> Passages:
    """Three passages, one of them in two languages."""
    from ontology.iris import key_in_language

    told = [("x:doc/1", "en"), ("x:doc/2", "en"), ("x:doc/2", "fr"), ("x:doc/3", "en")]
    found = [Entry(iri, words, "", {"language": language}) for (iri, language), words in zip(told, WORDS, strict=True)]
    keys = [key_in_language(iri, language) for iri, language in told]
    return Passages(keys, [entry.embedded for entry in found], np.stack([WARNING, OIL, OIL, SAILING]), found)


def encode(text: str) -> NDArray[np.float32]:
    """The vector of a question: what it is about is plain."""
    vector: NDArray[np.float32] = WARNING if "alarm" in text else OIL
    return vector


def installed(name: str) -> str:
    """The name of a package that is installed; else the test is skipped."""
    if name in peers.missing():
        pytest.skip(peers.missing()[name])
    return name


@pytest.mark.parametrize("name", PACKAGES)
def test_a_peer_finds_a_passage_by_its_words(name: str, passages: Passages) -> None:
    """Whatever it does with meaning."""
    rank = MAKERS[installed(name)](passages, encode)
    assert rank("oil of the keepers", 2)[0] == "x:doc/2"


@pytest.mark.parametrize("name", [name for name in PACKAGES if name != "bm25s"])
def test_a_hybrid_peer_finds_a_passage_by_our_vectors(name: str, passages: Passages) -> None:
    """No word of the question stands in a passage: only the vector can tell."""
    assert MAKERS[installed(name)](passages, encode)("alarm", 1) == ["x:doc/1"]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_passage_in_two_languages_is_found_once(name: str, passages: Passages) -> None:
    """As the product answers: by passage."""
    found = MAKERS[installed(name)](passages, encode)("keepers gardiens storm", 3)
    assert len(found) == len(set(found)) >= 2


def test_who_lacks_a_peer_is_told_how_to_have_it(monkeypatch: pytest.MonkeyPatch, passages: Passages) -> None:
    """The suite says so, and compares with the others."""
    monkeypatch.setitem(peers.PACKAGES, "txtai", "a-package-that-nobody-has")
    assert "a-package-that-nobody-has is not installed" in peers.missing()["txtai"]
    with pytest.raises(Absent, match=r"\.\[bench\]"):
        MAKERS["txtai"](passages, encode)


def test_systems_are_asked_in_turn_and_warmed_up() -> None:
    """One question is not counted; then each asks each."""
    heard: list[tuple[str, str]] = []

    def system(name: str) -> peers.Rank:
        return lambda text, _: heard.append((name, text)) or []  # type: ignore[func-returns-value]

    seconds = asked({"ours": system("ours"), "theirs": system("theirs")}, ["a", "b"])
    assert heard == [(name, text) for text in ("a", "a", "b") for name in ("ours", "theirs")]
    assert {name: len(values) for name, values in seconds.items()} == {"ours": 2, "theirs": 2}


def test_a_ratio_below_one_is_quicker() -> None:
    """Ours over theirs."""
    assert ratios(1.0, {"slow": 4.0, "quick": 0.5}) == {"slow": 0.25, "quick": 2.0}
