"""Eyes, text reuse: repeats. In: texts of a corpus, numbered by their place. Out: groups that repeat each other word for word,
and pairs that nearly do.

Exact repeats by the digest of their words, so that none is missed; near ones by shared fingerprints, then word by word. Each
text counts once in its group: near pairs are of groups, not of their members. Must not know what the texts are.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reading.reuse.difference import Likeness, likeness
from reading.reuse.fingerprints import Fingerprints

NEARLY = 0.8
"""A text nearly repeats another where both share this part of the words of the longer one, in the same order."""
LEAST_WORDS = 5
"""A shorter text, such as a mark or a name, repeats nothing that anybody would call a reuse."""
_MOST_HOLDERS = 60
_LEAST_SHARE = 0.25  # of the fingerprints of the shorter text, to be worth comparing word by word


@dataclass(frozen=True, slots=True)
class NearRepeat:
    """Two groups of which the texts share most of their words, the first by its place first."""

    one: int
    other: int
    likeness: Likeness


def digest(words: Sequence[str]) -> bytes:
    """Sixteen bytes that are the same for texts with the same words in the same order."""
    return hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def short_digest(words: Sequence[str]) -> int:
    """The first eight bytes of the digest as a number: good for looking up, not for telling that two texts are the same."""
    return int.from_bytes(digest(words)[:8], "big")


def repeated(texts: Sequence[Sequence[str]]) -> list[list[int]]:
    """Every text in its group, given as words: those of a group have the same words; groups and members by place.

    Texts of fewer than LEAST_WORDS words stand in no group.
    """
    groups: defaultdict[bytes, list[int]] = defaultdict(list)
    for place, words in enumerate(texts):
        if len(words) >= LEAST_WORDS:
            groups[digest(words)].append(place)
    return list(groups.values())


def nearly_repeated(texts: Sequence[Sequence[str]], least: float = NEARLY) -> Iterator[NearRepeat]:
    """The pairs among texts, given as words and each different from the others, that share this part of the longer one.

    Two texts that share only runs of words which more than some dozens of others have as well, mere formulas, are not compared.
    """
    ones, others = Fingerprints.of(texts).pairs(_MOST_HOLDERS, _LEAST_SHARE)
    lengths = [len(words) for words in texts]
    known: dict[str, int] = {}
    coded = [[known.setdefault(word, len(known)) for word in words] for words in texts]
    for one, other in zip(ones.tolist(), others.tolist(), strict=True):
        shorter, longer = sorted((lengths[one], lengths[other]))
        if shorter >= least * longer:
            found = likeness(coded[one], coded[other])
            if found.of_longer >= least:
                yield NearRepeat(one, other, found)
