"""Runner of one exported model. In: one text. Out: its unit vector, and those of its tokens. Must not know of prefixes, caches
or torch.

The vectors that a model has for the words of its vocabulary lie in a file beside the graph, of which only the rows that texts
need are read: of multilingual-e5-small they are four fifths of the weights, and inside the graph all would be held in memory.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ontology.errors import SettingsError, StoreDamaged
from stores.settings import keep_to_ourselves

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

SENTENCE = "sentence_vector"  # what the outputs of an exported model are called
TOKENS = "token_states"
WORDS = "words"  # what its input is called: the vectors of a text's words
WORDS_FILE = "words.npy"
_CUDA = "CUDAExecutionProvider"
_NO_GPU = "Install onnxruntime-gpu[cuda,cudnn] in the place of onnxruntime there, or set MANDATEGRAPH_ENCODE_ON=cpu."
Device = Literal["cpu", "gpu", "found"]
"""What runs the model: the processor, a CUDA card, or that where onnxruntime sees one and the processor elsewhere."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a model makes of one text: the unit vector of the whole (d,), and unit vectors of some of its tokens (t, d)."""

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OnnxSession:
    """An exported model with its tokenizer. Safe to be asked by several threads at once.

    Each run takes one text. So a vector depends on its text alone: never on the texts beside it, on padding or on the number of
    cores. On two cores, two runs of one thread each are as fast as torch with batches of eight; a single question is read a
    quarter sooner by two threads, to the same bytes (they part the rows of a product, never a sum).
    """

    runtime: "onnxruntime.InferenceSession"
    tokenizer: "Tokenizer"
    words: NDArray[np.float32]

    @classmethod
    def open(cls, graph: Path, tokenizer: Path, *, max_tokens: int, threads: int = 1, device: Device = "cpu") -> "OnnxSession":
        """Load graph, words and tokenizer; longer texts are cut at `max_tokens`, and a run has so many threads. StoreDamaged when
        one cannot be read, SettingsError for a GPU that is not there.
        """
        keep_to_ourselves()
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A thread that waits for its part of a product may spin: alone on a machine a question is read a quarter sooner so; where
        # another process works beside it, both take twice as long.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        providers = _providers(device, onnxruntime.get_available_providers())
        if len(providers) > 1:
            onnxruntime.preload_dlls()  # CUDA that came as Python packages lies where the system does not look for it
            options.use_deterministic_compute = True  # the mean of a text is else added up in any order
        try:
            runtime = onnxruntime.InferenceSession(str(graph), options, providers=providers)
            splitter = Tokenizer.from_file(str(tokenizer))
            words = np.asarray(np.load(graph.parent / WORDS_FILE, mmap_mode="r", allow_pickle=False))
        # Neither library has an exception class of its own that can be imported by a public name.
        except Exception as error:
            advice = f"Delete {graph.parent}; it is written anew from the installed packages."
            raise StoreDamaged(f"The model {graph} or its tokenizer cannot be loaded: {error}", advice=advice) from error
        # onnxruntime offers what it was built with, and where CUDA or the card is missing takes the processor without an error
        if device == "gpu" and _CUDA not in runtime.get_providers():
            raise SettingsError("Wanted to encode on a GPU; onnxruntime found no CUDA or no card.", advice=_NO_GPU)
        splitter.no_padding()
        splitter.enable_truncation(max_tokens)
        return cls(runtime, splitter, words)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector (d,) of one text."""
        answer: NDArray[np.float32] = self._run(self.tokenizer.encode(text), [SENTENCE])[0]
        return answer

    def read(self, text: str, start: int) -> Read:
        """One text in one pass: its vector, and those of the tokens from the character `start` on.

        The marks that a tokenizer puts around a text are left out. Where a long text was cut before `start`, or nothing stands
        behind it, there are no tokens.
        """
        words = self.tokenizer.encode(text)
        vector, states = self._run(words, [SENTENCE, TOKENS])
        kept = [
            at
            for at, ((first, end), mark) in enumerate(zip(words.offsets, words.special_tokens_mask, strict=True))
            if not mark and end > max(start, first)
        ]
        chosen = states[kept]
        return Read(vector, chosen / np.linalg.norm(chosen, axis=1, keepdims=True))

    def _run(self, words: "Encoding", wanted: list[str]) -> list[NDArray[np.float32]]:
        answers = self.runtime.run(wanted, {WORDS: self.words[words.ids][None]})
        return [answer[0] for answer in answers]

    @property
    def dims(self) -> int:
        """The length of a vector."""
        return int(self.runtime.get_outputs()[0].shape[1])


def _providers(device: Device, there: list[str]) -> list[Any]:
    if device == "cpu" or (device == "found" and _CUDA not in there):
        return ["CPUExecutionProvider"]
    if _CUDA not in there:
        raise SettingsError(f"Wanted to encode on a GPU; onnxruntime offers {', '.join(there)}.", advice=_NO_GPU)
    # TF32 would round the factors of each product to ten bits: vectors would differ from those of a processor
    return [(_CUDA, {"use_tf32": "0"}), "CPUExecutionProvider"]
