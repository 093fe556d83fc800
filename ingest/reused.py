"""River, stage publish: what repeats are found by. In: the words of all passages. Out: their fingerprints, as a folder of the
generation. Must not compare passages.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from reading.reuse.fingerprints import Fingerprints
from reading.reuse.repeats import short_digest
from reading.reuse.words import words_of
from stores.repeats import write_repeats


def keep_fingerprints(folder: Path, passages: Sequence[tuple[str, str]]) -> None:
    """Keeps the fingerprints of passages, given as key and words, and a short digest of the words of each, sorted."""
    worded = [words_of(words) for _, words in passages]
    found = Fingerprints.of(worded)
    whole = np.array([short_digest(words) for words in worded], np.uint64)
    order = np.argsort(whole, kind="stable")
    write_repeats(
        folder,
        [key for key, _ in passages],
        {"numbers": found.numbers, "holders": found.holders, "digests": whole[order], "of_digest": order.astype(np.uint32)},
    )
