"""Answers, precedents: text reuse. In: the words of a draft. Out: the passages that have the same words, or nearly, exactly and
cheaply, without vectors. Must not rank anything else.
"""

import numpy as np
from numpy.typing import NDArray

from api.library import Serving
from ontology.iris import without_language
from reading.reuse.fingerprints import Fingerprints
from reading.reuse.repeats import short_digest
from reading.reuse.words import words_of
from stores.repeats import open_repeats

_MOST_HOLDERS = 400  # a run of words that more passages have is a formula, and leads nowhere
_COMPARED = 60  # candidates that are compared word by word


def candidates(serving: Serving, text: str) -> list[str]:
    """Passages that may have words of a text in a row, those that share most of the rare ones first, by IRI; first of all those
    whose words are all the same. Nothing where the generation was published without fingerprints.
    """
    kept = open_repeats(serving.generation.folder / "reuse")
    if not kept.keys:
        return []
    words = words_of(text)
    same = _same(kept.arrays["digests"], kept.arrays["of_digest"], short_digest(words))
    weights = Fingerprints(kept.arrays["numbers"], kept.arrays["holders"]).sharing(words, _MOST_HOLDERS)
    near = sorted(weights, key=lambda holder: (-weights[holder], holder))[:_COMPARED]
    return list(dict.fromkeys(without_language(kept.keys[number])[0] for number in [*same, *near]))


def _same(digests: NDArray[np.uint64], places: NDArray[np.uint32], wanted: int) -> list[int]:
    number = np.uint64(wanted)
    low, high = np.searchsorted(digests, number, "left"), np.searchsorted(digests, number, "right")
    return [int(place) for place in places[low:high]]
