"""Tests of pasted passages. In: our own sentences in the form of paragraphs, and questions. Out: which are which. Must not look
anything up.
"""

import pytest

from api.asked import KNOWN_FIELDS
from api.asking.pasted import is_pasted
from api.asking.tokens import tokens_of

LONG = " and keeps the lamps lit in every harbour of the coast" * 3


def pasted(text: str) -> bool:
    """Whether it is read as a passage."""
    return is_pasted(text, tokens_of(text), KNOWN_FIELDS)


@pytest.mark.parametrize(
    "passage",
    [
        "Recalling:its earlier words on lamps, and “keeping watch”, as the keepers asked;",
        "-promote the watch and/or the keeping of lamps;",
        "- non-recurrence of storms, and follow-up (see A/85/40, para. 3) by the keepers; and",
        "(a) To keep the “lamps” lit, -day and night- in all harbours [as asked]:",
        f'The keepers said "never again"{LONG}',
        f"THE KEEPERS AND THE HARBOURS{LONG}",
        f"It is for the keepers OR their deputies, as the rules have it, to see that the watch{LONG}.",
        "关于灯塔的看守人应当继续照看港口的灯火，直到风暴过去；",
        "Les gardiens veillent à ce que les lampes « restent » allumées.",
    ],
)
def test_what_reads_as_prose_is_a_passage(passage: str) -> None:
    """Whatever marks it has: nobody who pastes it means them."""
    assert pasted(passage)


@pytest.mark.parametrize(
    "question",
    [
        "early warning",
        '"early warning" lamps',
        "genocide AND incitement",
        "genocide -Rwanda",
        "genocid* in the harbours of the northern coast.",
        "kind:recommendation the keepers of the lamps in all harbours.",
        'Which reports say that "the lamps were lit too late", and what did they ask of the keepers of the harbours there?',
        " OR ".join(f"harbour{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz") + ".",
        "A/RES/60/1, paras. 138 and 139.",
        "如何防止灭绝种族？",
    ],
)
def test_what_is_asked_is_no_passage(question: str) -> None:
    """Operators, phrases and filters keep their meaning there."""
    assert not pasted(question)
