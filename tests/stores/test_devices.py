"""Tests of stores/embedding: what a model runs on. In: an onnxruntime that offers what it was built with, without a card. Out:
the processor's vectors, or an error; never the one for the other. What a card gives is measured by benchmarks.gpu.
"""

from pathlib import Path

import onnxruntime
import pytest

from ontology.errors import SettingsError
from stores.embedding.encoder import Encoder
from stores.embedding.session import Device, OnnxSession

TEXT = "passage: States should act on early signs of atrocity crimes."


def opened(model_cache: Path, device: Device) -> OnnxSession:
    """The default model, on a device."""
    graph = model_cache / "multilingual-e5-small-onnx" / "model.onnx"
    return OnnxSession.open(graph, model_cache / "multilingual-e5-small" / "tokenizer.json", max_tokens=512, device=device)


def test_a_gpu_that_onnxruntime_was_not_built_for_is_refused(e5: Encoder, model_cache: Path) -> None:
    """With what it offers, and what to install."""
    assert e5.dims
    with pytest.raises(SettingsError, match="onnxruntime offers") as caught:
        opened(model_cache, "gpu")
    assert "onnxruntime-gpu" in caught.value.advice


@pytest.mark.filterwarnings("ignore:Specified provider")
def test_a_card_that_is_not_there_is_never_taken_for_one(e5: Encoder, model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build for cards takes the processor without a word where there is no card: refused if a card was asked for, and the
    processor's own bytes if not.
    """
    assert e5.dims
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])
    with pytest.raises(SettingsError, match="no CUDA or no card"):
        opened(model_cache, "gpu")
    assert opened(model_cache, "found").vector(TEXT).tobytes() == opened(model_cache, "cpu").vector(TEXT).tobytes()


def test_threads_that_wait_do_not_spin(e5: Encoder, model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes beside each other would take the processors from each other."""
    assert e5.dims
    given: list[onnxruntime.SessionOptions] = []
    real = onnxruntime.InferenceSession

    def kept(graph: str, options: onnxruntime.SessionOptions, **others: object) -> onnxruntime.InferenceSession:
        given.append(options)
        return real(graph, options, **others)

    monkeypatch.setattr(onnxruntime, "InferenceSession", kept)
    opened(model_cache, "cpu")
    assert [options.get_session_config_entry("session.intra_op.allow_spinning") for options in given] == ["0"]
