"""Tests: a small home. In: lines of a catalogue. Out: rules and a part of the vocabulary, in a folder. Must not hold sources."""

import shutil
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PARTS = ("modules/documents", "modules/evidence", "vocabulary/crimes", "vocabulary/mandates")


def made_home(home: Path, catalogue: str = "") -> Path:
    """The folder, filled with shapes, checks, a part of the ontology, and the catalogue: a run over it takes a second."""
    for folder in ("ontology/shapes", "queries/checks"):
        shutil.copytree(HOME / folder, home / folder)
    for name in PARTS:
        (home / "ontology" / name).parent.mkdir(exist_ok=True)
        shutil.copy(HOME / "ontology" / f"{name}.ttl", home / "ontology" / f"{name}.ttl")
    (home / "corpus" / "catalogue").mkdir(parents=True)
    if catalogue:
        (home / "corpus" / "catalogue" / "made.toml").write_text(catalogue, encoding="utf-8")
    return home
