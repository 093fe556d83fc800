"""Tests of token vectors. In: made vectors, and the real model for one question. Out: passes. Must not use a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ontology.errors import StoreDamaged
from stores.embedding.cache import VectorCache, encode_cached, read_cached, token_rows
from stores.embedding.encoder import Languages, TokenEncoder
from stores.embedding.session import Read
from stores.embedding.tokens import LIST_FILE, ROWS_FILE, TokenStore, packed, turn, unpacked, write_tokens
from stores.vectors.fusion import RERANK_WEIGHTS, RERANKED, SENTENCE, WEIGHTS, Part, length_of, reranked, weights_of
from stores.vectors.index import Hit

DIMS = 384


def made(count: int, seed: int = 3) -> NDArray[np.float32]:
    """Unit vectors with two numbers far larger than the rest, as the model's are."""
    rows = np.random.default_rng(seed).normal(size=(count, DIMS))
    rows[:, :2] *= 20
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def store(folder: Path, tokens_by_name: dict[str, NDArray[np.float32]]) -> TokenStore:
    """A store of those, opened."""
    write_tokens(folder, ((name, packed(tokens)) for name, tokens in tokens_by_name.items()), DIMS)
    opened = TokenStore.open(folder)
    assert opened is not None
    return opened


def test_four_bits_keep_the_direction_of_a_vector() -> None:
    """Though two numbers of it are twenty times as large as the rest: cosine .98 and more."""
    tokens = made(50)
    again = unpacked(packed(tokens))
    assert packed(tokens).shape == (50, DIMS // 2)
    assert ((tokens @ turn(DIMS)) * again).sum(axis=1).min() > 0.98


@pytest.mark.parametrize("dims", [2, 6, 384])
def test_the_turn_keeps_every_product(dims: int) -> None:
    """It is orthogonal."""
    assert np.allclose(turn(dims) @ turn(dims).T, np.eye(dims), atol=1e-5)


def test_each_token_of_the_question_takes_the_nearest_of_the_passage(tmp_path: Path) -> None:
    """The score is what the definition says, within what four bits lose, for passages of any length and in any order."""
    passages = {"one": made(7, 1), "empty": made(0), "two": made(3, 2)}
    question = made(4, 9)
    found = store(tmp_path / "tokens", passages).meet(question, ["two", "unknown", "empty", "one"])
    assert sorted(found) == ["one", "two"]
    for name, score in found.items():
        assert score == pytest.approx(float((question @ passages[name].T).max(axis=1).mean()), abs=0.02)


def test_a_question_without_tokens_meets_nothing(tmp_path: Path) -> None:
    """There is no mean of nothing."""
    assert store(tmp_path / "tokens", {"one": made(2)}).meet(made(0), ["one"]) == {}


def test_an_absent_store_is_none_and_a_cut_one_is_damaged(tmp_path: Path) -> None:
    """A file of another length is not read as if it were whole."""
    assert TokenStore.open(tmp_path / "nowhere") is None
    store(tmp_path / "tokens", {"one": made(2)}).close()
    rows = tmp_path / "tokens" / ROWS_FILE
    rows.write_bytes(rows.read_bytes()[:-1])
    with pytest.raises(StoreDamaged, match=r"tokens\.bin"):
        TokenStore.open(tmp_path / "tokens")
    (tmp_path / "tokens" / LIST_FILE).write_text("[]")
    with pytest.raises(StoreDamaged, match=r"tokens\.json"):
        TokenStore.open(tmp_path / "tokens")


@dataclass
class LetterReader:
    """A twin whose tokens are letters, and which remembers what it was asked."""

    name: str = "letters"
    dims: int = 2
    languages: Languages = "en"
    asked: list[str] = field(default_factory=list)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        self.asked.extend(texts)
        return np.array([[text.count("a"), 1] for text in texts], dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """One row."""
        return self.encode_passages([text]).reshape(self.dims)

    def read_passages(self, texts: Sequence[str], starts: Sequence[int]) -> list[Read]:
        """A row for each letter from the start on."""
        tokens = [np.array([[1, 0]] * len(text[at:]), dtype=np.float32) for text, at in zip(texts, starts, strict=True)]
        return [Read(vector, some) for vector, some in zip(self.encode_passages(texts), tokens, strict=True)]

    def read_query(self, text: str) -> Read:
        """The same of a question."""
        return self.read_passages([text], [0])[0]


def test_vectors_and_tokens_come_from_one_pass_and_are_read_once(tmp_path: Path) -> None:
    """What was read with its tokens needs no second pass for its vector, and none in a second run."""
    encoder, texts, starts = LetterReader(), ["ab", "bab", "ab"], [0, 2, 0]
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        for _ in range(2):
            read_cached(encoder, texts, starts, cache)
            assert encode_cached(encoder, texts, cache)[:, 0].tolist() == [1, 1, 1]
        assert [len(rows) for rows in token_rows(encoder, texts, starts, cache)] == [2, 1, 2]
    assert sorted(encoder.asked) == ["ab", "bab"]


def test_a_text_whose_tokens_are_wanted_from_elsewhere_is_read_again(tmp_path: Path) -> None:
    """Where the words begin is a part of what is kept."""
    encoder = LetterReader()
    with VectorCache(tmp_path / "vectors.sqlite") as cache:
        for start in (0, 1):
            read_cached(encoder, ["abc"], [start], cache)
            assert [len(rows) for rows in token_rows(encoder, ["abc"], [start], cache)] == [3 - start]


def test_the_vector_of_a_text_is_the_same_with_and_without_its_tokens(e5: TokenEncoder) -> None:
    """One graph, one pass: the same bytes; and the tokens of the context are left out."""
    text = "Report > Findings\nStates act early."
    whole, own = e5.read_passages([text, text], [0, len("Report > Findings\n")])
    assert whole.vector.tobytes() == own.vector.tobytes() == e5.encode_passages([text])[0].tobytes()
    assert 0 < len(own.tokens) < len(whole.tokens)
    assert np.allclose(own.tokens, whole.tokens[-len(own.tokens) :])
    assert np.allclose(np.linalg.norm(own.tokens, axis=1), 1, atol=1e-5)
    assert e5.read_query("early action").vector.tobytes() == e5.encode_query("early action").tobytes()


def found(iri: str, score: float, **parts: float) -> Hit:
    """A hit."""
    return Hit(iri, score, parts)


def test_the_best_are_ranked_again_and_say_how_well_their_tokens_met() -> None:
    """A passage that both lists put second comes first where its tokens meet those of the question best."""
    hits = [found("a", 0.9, dense=0.9, keyword=8.0), found("b", 0.8, dense=0.89, keyword=7.9), found("c", 0.1, dense=0.2)]
    again = reranked(hits, {"a": 0.5, "b": 0.9, "c": 0.4})
    assert [hit.iri for hit in again] == ["b", "a", "c"]
    assert again[0].parts == {"rerank": 0.9, "dense": 0.89, "keyword": 7.9}


def test_named_passages_stay_first_and_the_rest_keeps_its_order_behind() -> None:
    """Scores fall along the answer, and a longer answer begins with the shorter one."""
    hits = [found("named", 3.0, dense=0.1, symbol=1.0)]
    hits += [found(f"n{at:03d}", 1 - at / 1000, dense=1 - at / 1000) for at in range(2 * RERANKED)]
    meets = {hit.iri: -hit.score for hit in hits}
    again = reranked(hits, meets)
    assert again[0].iri == "named"
    assert [hit.iri for hit in again[RERANKED:]] == [hit.iri for hit in hits[RERANKED:]]
    assert [hit.score for hit in again] == sorted((hit.score for hit in again), reverse=True)
    assert [hit.iri for hit in reranked(hits[: RERANKED + 20], meets)] == [hit.iri for hit in again[: RERANKED + 20]]


def test_nothing_found_is_nothing_ranked_and_equals_go_by_iri() -> None:
    """The same hits in the same order on every machine."""
    assert reranked([], {}) == []
    assert [hit.iri for hit in reranked([found("b", 1.0, dense=0.5), found("a", 1.0, dense=0.5)], {})] == ["a", "b"]


def test_few_words_are_looked_for_and_a_sentence_is_meant() -> None:
    """A question of one word goes by keywords, whatever its tokens meet; where keywords found nothing, tokens decide."""
    hits = [found("said", 0.9, dense=0.8, keyword=9.0), found("meant", 0.8, dense=0.9, keyword=1.0)]
    meets = {"said": 0.1, "meant": 0.9}
    assert [hit.iri for hit in reranked(hits, meets, words=1)] == ["said", "meant"]
    assert [hit.iri for hit in reranked(hits, meets, words=SENTENCE)] == ["meant", "said"]
    silent = [found("said", 0.9, dense=0.9), found("meant", 0.8, dense=0.8)]
    assert [hit.iri for hit in reranked(silent, meets, words=1)] == ["meant", "said"]


@pytest.mark.parametrize("words", range(9))
@pytest.mark.parametrize("whole", [WEIGHTS, RERANK_WEIGHTS])
def test_the_weights_of_all_lists_are_one_whole(words: int, whole: Mapping[Part, float]) -> None:
    """From six words on they are those of a sentence; the fewer, the more goes to keywords, and something always to meaning."""
    found = weights_of(words, whole)
    assert sum(found.values()) == pytest.approx(1)
    assert found["keyword"] >= whole["keyword"] - 1e-9
    assert found["dense"] > 0
    assert (found == pytest.approx(dict(whole))) == (words >= SENTENCE)


@pytest.mark.parametrize(
    ("words", "length"), [((), 0), (("lamp",), 1), (("lamp", "oil", "lamp"), 2), (("lamp", "abajur"), SENTENCE)]
)
def test_what_no_passage_says_is_not_looked_for(words: tuple[str, ...], length: int) -> None:
    """A question with a word that stands nowhere counts as a sentence; a long one is one anyway."""

    class Known:
        def knows(self, tokens: Sequence[str]) -> int:
            """So many of them."""
            return len({"lamp", "oil"}.intersection(tokens))

    assert length_of(words, Known()) == length
    assert length_of(list("abcdefgh"), Known()) == 8
