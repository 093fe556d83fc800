"""Exporter of models. In: a SentenceTransformer folder. Out: the model as an ONNX graph, its words beside it. Must not see texts.

Torch is needed here and nowhere else, once for each model: what is exported answers through onnxruntime alone. The
exporter is torch's dynamo one: the legacy exporter gave wrong values without a word, so every export is compared with
its original before it is kept.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ontology.errors import StoreDamaged, StoreMissing
from stores.embedding.session import SENTENCE, TOKENS, WORDS, WORDS_FILE, OnnxSession
from stores.embedding.weights import is_current, refuse_spoilt, write_aside

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

EXPORT_RECIPE = "3"  # raised whenever the exported graph changes
GRAPH_FILE = "model.onnx"
TOLERANCE = 1e-4  # greatest absolute difference between original and export
PROBES = (
    "prevention",
    "query: Which duties follow from the responsibility to protect?",
    "passage: The Council asks the Special Adviser to report each year on early signs of mass violence, A/65/877.",
    "passage: Совет просит государства принять меры по предупреждению геноцида; 安理会请各国防止灭绝种族。 " * 6,
)


def exported(model_folder: Path, folder: Path, sources: dict[str, str]) -> Path:
    """The path of the ONNX graph of the model in `model_folder`, exported into `folder` once for those sources (name -> version).

    Raises StoreMissing when the packages for exporting are absent, StoreDamaged when export and original differ.
    """
    wanted = sources | {"export": EXPORT_RECIPE}
    if not is_current(folder, wanted):
        refuse_spoilt(model_folder)
        write_aside(folder, lambda aside: export(model_folder, aside), wanted)
    return folder / GRAPH_FILE


def export(model_folder: Path, folder: Path) -> None:
    """Write the ONNX graph of the model in `model_folder` into `folder`, and compare the two."""
    try:
        import onnxscript  # noqa: F401  (torch needs it and says so less clearly)
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        advice = "Install the project's dependencies with torch, sentence-transformers, onnx and onnxscript."
        raise StoreMissing(f"The model in {model_folder} cannot be exported: {error}.", advice=advice) from error
    with quiet():
        model = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True)
        write_graph(model, folder / GRAPH_FILE)
        write_words(model, folder / WORDS_FILE)
    compare(model, folder, model_folder / "tokenizer.json")


def write_graph(model: "SentenceTransformer", path: Path) -> None:
    """Export words (1, t, d) -> unit vector (1, d) and the states of the tokens (1, t, d), float32. One text at a time, so no
    padding and no mask.
    """
    import torch

    class OneText(torch.nn.Module):
        def __init__(self, encoder: torch.nn.Module) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            whole = torch.ones(words.shape[:2], dtype=torch.int64)
            states = self.encoder(inputs_embeds=words, attention_mask=whole).last_hidden_state
            return torch.nn.functional.normalize(states.mean(dim=1), p=2.0, dim=1), states

    tokens = torch.export.Dim("tokens", min=2, max=512)
    with torch.no_grad():
        torch.onnx.export(
            OneText(body(model)).eval(),
            (words_of(model)[[5, 6, 7, 8, 9, 10, 11]][None],),
            path,
            dynamo=True,
            verbose=False,
            external_data=True,
            input_names=[WORDS],
            # "embedding" would collide with a name inside the graph.
            output_names=[SENTENCE, TOKENS],
            dynamic_shapes={"words": {0: 1, 1: tokens}},
        )


def write_words(model: "SentenceTransformer", path: Path) -> None:
    """Write the vectors of all words of the vocabulary (v, d), float32, by their numbers."""
    np.save(path, words_of(model).numpy().astype("<f4"), allow_pickle=False)


def words_of(model: "SentenceTransformer") -> "torch.Tensor":
    """What the transformer looks up first for each token of a text."""
    words: torch.Tensor = body(model).get_input_embeddings().weight.detach()  # type: ignore[operator]  # a tensor or a module, to torch
    return words


def body(model: "SentenceTransformer") -> "torch.nn.Module":
    """The transformer inside `model`, without pooling."""
    inner: torch.nn.Module = model[0].auto_model  # type: ignore[assignment]  # declared as tensor or module by torch
    return inner


def compare(model: "SentenceTransformer", folder: Path, tokenizer: Path) -> None:
    """Raise StoreDamaged unless the export answers as `model` does, over texts of four lengths and four scripts."""
    session = OnnxSession.open(folder / GRAPH_FILE, tokenizer, max_tokens=256)
    ours = np.vstack([session.vector(text) for text in PROBES])
    theirs = model.encode(list(PROBES), batch_size=1, normalize_embeddings=True, show_progress_bar=False)
    difference = float(np.abs(ours - theirs).max())
    if not difference < TOLERANCE:
        message = f"The exported model differs from its original by {difference:.2g}; less than {TOLERANCE} was wanted."
        raise StoreDamaged(message, advice="Check the versions of torch, onnx and onnxscript against pyproject.toml.")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep loader and exporter from printing progress bars, notes on absent packages and a deprecation of their own."""
    import transformers.utils.logging

    voices: Any = transformers.utils.logging  # its functions are not typed
    notes = logging.getLogger("torch.onnx._internal.exporter._registration")
    level, verbosity = notes.level, voices.get_verbosity()
    bars = voices.is_progress_bar_enabled()
    notes.setLevel(logging.ERROR)
    voices.set_verbosity_error()
    voices.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r".*isinstance\(treespec, LeafSpec\).*", category=FutureWarning)
            yield
    finally:
        notes.setLevel(level)
        voices.set_verbosity(verbosity)
        if bars:
            voices.enable_progress_bar()
