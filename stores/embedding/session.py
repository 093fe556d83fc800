"""Runner of one exported model. In: one text. Out: its unit vector. Must not know of prefixes, caches or torch."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ontology.errors import StoreDamaged

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class OnnxSession:
    """An exported model with its tokenizer. Safe to be asked by several threads at once.

    Each run takes one text on one thread. So a vector depends on its text alone: never on the texts beside it, on padding
    or on the number of cores. On two cores, two threads with one text each are as fast as torch with batches of eight.
    """

    runtime: "onnxruntime.InferenceSession"
    tokenizer: "Tokenizer"

    @classmethod
    def open(cls, graph: Path, tokenizer: Path, *, max_tokens: int) -> "OnnxSession":
        """Load graph and tokenizer; longer texts are cut at `max_tokens`. Raises StoreDamaged when either cannot be read."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            runtime = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
            words = Tokenizer.from_file(str(tokenizer))
        # Neither library has an exception class of its own that can be imported by a public name.
        except Exception as error:
            advice = f"Delete {graph.parent}; it is written anew from the installed packages."
            raise StoreDamaged(f"The model {graph} or its tokenizer cannot be loaded: {error}", advice=advice) from error
        words.no_padding()
        words.enable_truncation(max_tokens)
        return cls(runtime, words)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector (d,) of one text."""
        tokens = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
        answer: NDArray[np.float32] = self.runtime.run(None, {"input_ids": tokens})[0][0]
        return answer

    @property
    def dims(self) -> int:
        """The length of a vector."""
        return int(self.runtime.get_outputs()[0].shape[1])
