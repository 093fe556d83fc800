"""Tests of faults: damaged models. In: folders as the keeper of models writes them, and a flipped bit. Out: another one, or an
error; never a vector of other weights.
"""

from pathlib import Path

import pytest

from ontology.errors import StoreDamaged
from stores.embedding import weights
from stores.embedding.export import exported
from tests.faults.test_flipped import flip

SOURCES = {"package": "1"}


def written(folder: Path, names: tuple[str, ...]) -> None:
    """A folder of a model, as the keeper writes it."""

    def write(aside: Path) -> None:
        for name in names:
            (aside / name).write_bytes(bytes(range(250)))

    weights.write_aside(folder, write, SOURCES)


def test_a_flipped_bit_in_an_exported_model_has_it_exported_again(tmp_path: Path) -> None:
    """Sizes are the same: checksums are compared each time that a model is loaded. Without them, as of old, sizes are."""
    folder = tmp_path / "onnx"
    written(folder, ("model.onnx", "words.npy"))
    assert weights.is_current(folder, SOURCES)
    flip(folder / "words.npy")
    assert not weights.is_current(folder, SOURCES)
    written(folder, ("model.onnx", "words.npy"))
    assert weights.is_current(folder, SOURCES)


def test_damaged_weights_are_not_exported(tmp_path: Path) -> None:
    """They are read for an export alone, so they are looked at then: an export of them would agree with its damaged original."""
    folder = tmp_path / "model"
    written(folder, (weights.WEIGHTS_FILE, "tokenizer.json"))
    flip(folder / weights.WEIGHTS_FILE)
    with pytest.raises(StoreDamaged, match="not what was written") as told:
        exported(folder, tmp_path / "onnx", SOURCES)
    assert str(folder) in told.value.advice
    assert not (tmp_path / "onnx").exists()
