"""Fixtures of the eyes. In: texts that we wrote in the form of United Nations documents. Out: them, taken apart. No network."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.concepts import Concept, load_concepts, themes_of
from ontology.files import read_turtle
from ontology.iris import DEFAULT_BASE, Iris
from ontology.nouns import Duty, Passage, Rendition
from reading.assemble import Reading, Taken, assemble, take_apart
from reading.clean import blocks
from reading.find import Found, Knowledge, find
from reading.mentions.lexicon import Lexicon
from reading.parts.split import split
from reading.parts.units import Head, Parts
from reading.readers.text import read_text

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = f"{DEFAULT_BASE}doc/S/2031/7"


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of made documents."""
    return ROOT / "tests" / "fixtures"


@pytest.fixture(scope="session")
def take(fixtures: Path) -> Callable[[str], Taken]:
    """Takes a made document apart."""
    return lambda name: take_apart(read_text((fixtures / name).read_bytes(), name))


@pytest.fixture(scope="session")
def parts() -> Callable[[str], Parts]:
    """Splits a source as a report."""
    return lambda source: split(blocks(source))


@pytest.fixture(scope="session")
def outline() -> Callable[[Parts], list[tuple[str, str]]]:
    """Path and words of every unit and heading, in order."""
    return lambda parts: [
        (item.path, item.text.text if not isinstance(item, Head) else f"# {item.text.text}") for item in parts.items
    ]


@pytest.fixture(scope="session")
def rendition() -> Rendition:
    """A rendition of the made report."""
    return Rendition(f"{DOCUMENT}/rendition/0", DOCUMENT, "en", "text/markdown", "0" * 64, "full", chosen=True)


@pytest.fixture(scope="session")
def passage_of() -> Callable[..., Passage]:
    """Makes a paragraph of the made report from its words."""

    def make(text: str, number: str = "1", part_of: str = DOCUMENT, *, language: str = "en") -> Passage:
        iri = f"{DOCUMENT}/para/{number}"
        return Passage(iri, DOCUMENT, "paragraph", number, 1, f"S/2031/7, para. {number}", part_of, text, language, "full")

    return make


@pytest.fixture(scope="session")
def concepts() -> dict[str, Concept]:
    """The whole vocabulary by path, such as `actor/security-council`."""
    found = load_concepts(ROOT / "ontology" / "vocabulary", DEFAULT_BASE)
    return {concept.iri.removeprefix(DEFAULT_BASE): concept for concept in found}


@pytest.fixture(scope="session")
def lexicon(concepts: dict[str, Concept]) -> Lexicon:
    """All names of the vocabulary."""
    return Lexicon(concepts.values())


@pytest.fixture(scope="session")
def knowledge(lexicon: Lexicon) -> Knowledge:
    """What the eyes know: all names, a catalogue of one document with two symbols, the holder of one mandate."""
    known = {"A/84/15": "A/84/15", "S/2030/9": "A/84/15"}
    adviser = f"{DEFAULT_BASE}actor/special-adviser-prevention-of-genocide"
    mandate = f"{DEFAULT_BASE}mandate/special-adviser-prevention-of-genocide"
    themes = Lexicon(themes_of(read_turtle(ROOT / "ontology" / "vocabulary" / "themes.ttl", DEFAULT_BASE)))
    pillars = {f"{DEFAULT_BASE}theme/national-focal-points": (f"{DEFAULT_BASE}pillar/1",)}
    return Knowledge(lexicon, Iris(), known.get, {adviser: mandate, mandate: mandate}, themes, pillars)


@pytest.fixture(scope="session")
def read(rendition: Rendition, knowledge: Knowledge) -> Callable[[str], tuple[Reading, Found]]:
    """Reads a source as the made report and finds everything in it."""

    def run(source: str) -> tuple[Reading, Found]:
        reading = assemble(take_apart(read_text(source.encode(), "made")), rendition, "S/2031/7")
        return reading, find(reading, knowledge)

    return run


@pytest.fixture(scope="session")
def duties(read: Callable[[str], tuple[Reading, Found]]) -> Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]]:
    """The duties of a source, told shortly: paragraph, kind, verb, addressees, action."""

    def told(duty: Duty) -> tuple[str, str, str, tuple[str, ...], str]:
        place = duty.evidence.passage.rpartition("/para/")[2]
        return place, duty.kind, duty.verb, tuple(actor.removeprefix(DEFAULT_BASE) for actor in duty.addressees), duty.action

    return lambda source: [told(duty) for duty in read(source)[1].duties]
