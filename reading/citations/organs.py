"""Eyes, stage cite: organs that adopt. In: a text. Out: where it names an organ whose resolutions have numbers, by its code. Must
not decide what the organ did.
"""

import re
from dataclasses import dataclass

from ontology.numbering import ASSEMBLY, COMMISSION, COUNCIL, ECONOMIC, ENVIRONMENT, HABITAT, PACIFIC, RIGHTS

NAMES = {
    "general assembly": (ASSEMBLY,),
    "security council": (COUNCIL,),
    "human rights council": (RIGHTS,),
    "commission on human rights": (COMMISSION,),
    "human rights commission": (COMMISSION,),
    "economic and social council": (ECONOMIC,),
    "economic and social commission for asia and the pacific": (PACIFIC,),
    "united nations environment assembly": (ENVIRONMENT,),
    "environment assembly": (ENVIRONMENT,),
    "united nations habitat assembly": (HABITAT,),
    "un-habitat assembly": (HABITAT,),
    "unga": (ASSEMBLY,),
    "ga": (ASSEMBLY,),
    "unsc": (COUNCIL,),
    "unhrc": (RIGHTS,),
    "hrc": (RIGHTS,),
    "ecosoc": (ECONOMIC,),
    "assembly": (ASSEMBLY,),
    "council": (RIGHTS, ECONOMIC, COUNCIL),
    "commission": (COMMISSION,),
}
"""Organ in small letters -> its code; several for a bare name, where the number must tell which is meant."""

_ORGAN = re.compile(
    r"(?<![\w-])(?:(?P<full>General\s+Assembly(?!\s+of\s+the\s+(?:Org|Inter|World))|(?<!Peace\sand\s)(?<!National\s)Security\s+Council"
    r"|(?:United\s+Nations\s+)?Environment\s+Assembly|United\s+Nations\s+Habitat\s+Assembly|UN-Habitat\s+Assembly"
    r"|Human\s+Rights\s+Co(?:uncil|mmission)|Commission\s+on\s+Human\s+Rights|UNGA|GA|UNSC|UNHRC|HRC|ECOSOC"
    r"|Economic\s+and\s+Social\s+Co(?:uncil|mmission\s+for\s+Asia\s+and\s+the\s+Pacific))"
    r"|(?P<bare>Assembly|Council|Commission)(?!\s+(?:on|for)\s|\s+of\s+[A-Z]|\s+of\s+the\s+(?!United\s+Nations)[A-Z]))(?![\w-])"
)
_CAPITAL = re.compile(r"(?<!\w)(?!The\b|This\b|That\b|Its\b|Nations\b)[A-Z][\w’'-]*\s(?:and\s)?$")


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ in a text: from where to where, its codes, the words; `is_bare` for "Assembly", "Council", "Commission" alone."""

    start: int
    end: int
    codes: tuple[str, ...]
    words: str
    is_bare: bool


def organs(text: str) -> list[Organ]:
    """The organs that a text names, in order."""
    found = []
    for match in _ORGAN.finditer(text):
        if not (match["bare"] and _is_part_of_a_name(text, match.start())):
            words = " ".join(match[0].split())
            found.append(Organ(match.start(), match.end(), NAMES[words.casefold()], words, match["bare"] is not None))
    return found


def _is_part_of_a_name(text: str, at: int) -> bool:
    """A capital in front, as in "World Health Assembly", makes another body of it, but for a word that opens a sentence."""
    capital = _CAPITAL.search(text, max(0, at - 40), at)
    before = text[: capital.start()].rstrip() if capital else ""
    return bool(before) and before[-1] not in ".!?;:"
