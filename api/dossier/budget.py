"""Answers, dossier: the budget. In: what a paper of it would say. Out: its words against the United Nations' limits, and which
quotations are long. Must not shorten anything.

The limits, and from how many words a quotation is long, are those of the drafting desk, so that both say the same of a text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.dossier.dossier import Dossier, Heading
from api.dossier.standing import Standing
from api.draft_desk.length import LIMITS, LONG_QUOTATION

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\s{_IDEOGRAPH}]+")


@dataclass(frozen=True, slots=True)
class Budget:
    """How many words a paper of the dossier has: `own` in title, headings and notes, `quoted` in passages, `footnotes` beside
    both. `long` are passages whose words are a long quotation, by pinpoint and words; `digests` those that must not be quoted.
    """

    own: int
    quoted: int
    footnotes: int
    long: tuple[tuple[str, int], ...]
    digests: tuple[str, ...]

    @property
    def words(self) -> int:
        """All words but those of footnotes."""
        return self.own + self.quoted

    @property
    def is_over(self) -> bool:
        """Whether it is longer than the shortest limit."""
        return self.words > min(words for _, words in LIMITS)


def budget_of(dossier: Dossier, found: Sequence[Standing]) -> Budget:
    """The budget of a dossier whose passages stand as found."""
    quoted = [(one, count_words(one.words)) for one in found if one.collected.quoted and one.words]
    own = [
        dossier.title,
        *(one.text for one in dossier.entries if isinstance(one, Heading)),
        *(one.note for one in dossier.passages),
    ]
    return Budget(
        own=sum(map(count_words, own)),
        quoted=sum(words for _, words in quoted),
        footnotes=sum(count_words(one.footnote) for one in found),
        long=tuple((one.pinpoint, words) for one, words in quoted if words >= LONG_QUOTATION and one.fidelity == "full"),
        digests=tuple(one.pinpoint for one, _ in quoted if one.fidelity == "digest"),
    )


def count_words(text: str) -> int:
    """Words as word processors count them: what stands between blanks, and each ideograph."""
    return len(_WORD.findall(text))
