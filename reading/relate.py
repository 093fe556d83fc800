"""Eyes, stage relate. In: an earlier and a later passage or duty, as read. Out: how the later takes the earlier one up:
repeats, strengthens, narrows, follows up.

Says how, not whether: that two belong together is for others to find. Rules: what is asked again of the same party is repeated,
put with a stronger verb strengthened, asked of fewer or under a new condition narrowed; what is asked of others, and what tells
of something planned or asked, follows up. Words that hardly change decide before anything else. Accounts that ask nothing
repeat each other unless the later tells of something that came after the earlier. Must not touch triples or stores.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reading.reuse.difference import Likeness, difference, likeness
from reading.reuse.fingerprints import SURE
from reading.reuse.repeats import NEARLY
from reading.reuse.words import words_of

Relation = Literal["repeats", "strengthens", "narrows", "followsUp"]
_CONDITION = re.compile(
    r"\b(?:(?:as|where|when|if|wherever|whenever) "
    r"(?:appropriate|applicable|necessary|needed|feasible|possible|requested|required)|"
    r"subject to|provided that|on condition that|unless|upon (?:\w+ )?request|at (?:the|their|its) request|"
    r"within (?:the )?(?:existing|available) resources|on a voluntary basis|in accordance with (?:their )?national)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_CONDITION = 8  # words that come in, all together; with more of them something new is asked
_TAKEN_OVER = 0.6  # of the shorter one, in the same order: its wording was taken over, whatever stands around it


@dataclass(frozen=True, slots=True)
class Side:
    """One of two passages that are compared: its words, of whom it asks or who promises, how strongly, and of which year it is.

    `asks` where it asks, promises or plans something; `rank` is that of its verb, 0 where the verb has none; `year` is 0 where
    nobody knows it.
    """

    text: str
    asks: bool
    parties: frozenset[str] = frozenset()
    rank: int = 0
    year: int = 0


def relation(earlier: Side, later: Side) -> Relation:
    """How the later takes the earlier one up."""
    alike = likeness(words_of(earlier.text), words_of(later.text))
    if is_taken_over(alike):
        return _of_wording(earlier, later, alike)
    if earlier.asks and later.asks:
        return asked_again(earlier, later)
    if earlier.asks or later.asks:
        return "followsUp"
    return "followsUp" if _tells_of_later(earlier, later) else "repeats"


def asked_again(earlier: Side, later: Side) -> Relation:
    """How a duty takes an earlier one up that shares its matter and hardly its words."""
    if not earlier.parties & later.parties:
        return "followsUp"
    if later.rank > earlier.rank > 0:
        return "strengthens"
    return "narrows" if later.parties < earlier.parties else "repeats"


def is_taken_over(alike: Likeness) -> bool:
    """Whether one text has most of the other's words in their order, and not only a few of them."""
    return alike.shared >= SURE and alike.of_shorter >= _TAKEN_OVER


def _of_wording(earlier: Side, later: Side, alike: Likeness) -> Relation:
    """How a passage takes an earlier one up whose words it has."""
    of_others = bool(earlier.parties and later.parties) and not earlier.parties & later.parties
    if later.rank > earlier.rank > 0 and not of_others:
        return "strengthens"
    if _is_narrowed(earlier, later):
        return "narrows"
    if earlier.rank > later.rank > 0 or (alike.of_longer < NEARLY and earlier.asks != later.asks):
        return "followsUp"
    return "repeats"


def _is_narrowed(earlier: Side, later: Side) -> bool:
    """Whether the later asks fewer, and words went for it, or makes what both ask depend on a condition and asks no more.

    A condition in another one's place is none that comes in.
    """
    pieces = difference(earlier.text, later.text)
    added = [piece.text.strip(" ,;") for piece in pieces if piece.kind == "added"]
    dropped = [piece.text for piece in pieces if piece.kind == "dropped"]
    come, gone = (sum(len(text.split()) for text in texts) for texts in (added, dropped))
    if later.parties and later.parties < earlier.parties:
        return gone > come and any(_is_named(party, dropped) for party in earlier.parties - later.parties)
    conditions = [found[0].casefold() for text in added if (found := _CONDITION.match(text))]
    before = earlier.text.casefold()
    is_new = any(condition not in before for condition in conditions) and not any(map(_CONDITION.search, dropped))
    return later.asks and come <= _LONGEST_CONDITION and is_new


def _is_named(party: str, texts: Sequence[str]) -> bool:
    """Whether a party's name, as its IRI has it, stands whole in one of some texts: else it may be called by other words now."""
    name = f" {' '.join(words_of(party.rpartition('/')[2]))} "
    return any(name in f" {' '.join(words_of(text))} " for text in texts)


def _tells_of_later(earlier: Side, later: Side) -> bool:
    """Whether the later names a year in or after that of the earlier passage, which the earlier one does not name."""
    told = {int(year) for year in _YEAR.findall(later.text)} - {int(year) for year in _YEAR.findall(earlier.text)}
    return 0 < earlier.year < later.year and any(earlier.year <= year <= later.year for year in told)
