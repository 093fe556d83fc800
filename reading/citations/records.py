"""Eyes, stage cite: Official Records. In: a text. Out: supplements cited by session and number that print no symbol, and the
symbol which that place has. Must not read what prints its symbol: that is cited by it.

Rule: Supplement No. 53 of the General Assembly's seventy-second session is A/72/53, from the thirty-first session on; a letter
behind the number is an addendum. Of special sessions and of other organs the place does not tell the symbol.
"""

import re
from collections.abc import Iterator

from ontology.span import Span

_SUPPLEMENT = re.compile(
    r"Official\s+Records\s+of\s+the\s+General\s+Assembly,\s+(?P<session>[A-Z][a-z]+(?:-[a-z]+)?)\s+[Ss]ession,"
    r"\s+(?:Annexes,\s+)?Supplement\s+No\.\s+(?P<number>\d{1,3})(?P<letter>[A-Z])?\b"
)
_SYMBOL_BEHIND = re.compile(r"[^.;()]{0,80}\(A/")
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ONES = {
    name: at for at, name in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"], 1)
}  # fmt: skip


def records(text: str) -> Iterator[tuple[Span, str]]:
    """Each supplement cited without a symbol, with its symbol."""
    for match in _SUPPLEMENT.finditer(text):
        session = _session(match["session"].lower())
        if session and not _SYMBOL_BEHIND.match(text, match.end()):
            addendum = f"/Add.{ord(match['letter']) - ord('A') + 1}" if match["letter"] else ""
            yield Span(match.start(), match.end()), f"A/{session}/{match['number']}{addendum}"


def _session(words: str) -> int | None:
    """Seventy-second as 72, fiftieth as 50; None below the thirty-first."""
    tens, _, ones = words.partition("-")
    if not ones:
        round_number = next((value for name, value in _TENS.items() if words == f"{name[:-1]}ieth"), None)
        return round_number if round_number and round_number > 30 else None
    return _TENS[tens] + _ONES[ones] if tens in _TENS and ones in _ONES else None
