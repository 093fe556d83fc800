"""Fixtures of the evaluation. In: the four real documents and the hand-made gold. Out: what was read and found in them."""

from pathlib import Path

import pytest

from ingest.identify import identify
from ingest.world import World, prepare
from ontology.iris import part
from ontology.nouns import Rendition
from reading.assemble import Reading, assemble, take_apart
from reading.find import Found, find
from reading.readers.text import read_text
from stores.settings import Settings

Office = dict[str, tuple[Reading, Found]]


@pytest.fixture(scope="session")
def gold(shared: Path) -> Path:
    """The folder of the gold on the four documents."""
    return shared / "eval" / "office"


@pytest.fixture(scope="session")
def world() -> World:
    """Catalogue, vocabulary and names of this checkout."""
    return prepare(Settings())


@pytest.fixture(scope="session")
def office(shared: Path, world: World) -> Office:
    """What was read and found in each of the four documents, by the document's key."""
    found: Office = {}
    for file in sorted((shared / "corpus" / "office").glob("*.md")):
        taken = take_apart(read_text(file.read_bytes(), file.name))
        identity = identify(taken, file.name, file.stem, world.catalogue)
        document = world.iris.document(identity.key)
        rendition = Rendition(part(document, "rendition/0"), document, "en", "text/markdown", "0" * 64, "full", chosen=True)
        reading = assemble(taken, rendition, identity.label)
        found[identity.key] = reading, find(reading, world.knowledge)
    return found


@pytest.fixture(scope="session")
def unit_of(gold: Path, world: World) -> dict[str, str]:
    """The gold's name of a unit, by the IRI that its passage has."""
    lines = (gold / "units.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {world.iris.base + path: unit for unit, path in (line.split("\t") for line in lines)}
