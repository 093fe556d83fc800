"""Eyes, stage split: resolutions and letters. In: blocks. Out: preambular and unnumbered operative paragraphs, signatures,
closing lines. Must not know numbers.
"""

import re

from reading.clean import Block, is_complete
from reading.mapped import Mapped
from reading.parts.items import LETTERED
from reading.parts.labels import heading_mark
from reading.parts.resolutions import closes, ends_preambular, goes_on_in_arabic, is_date, is_preambular, names_organ, signs
from reading.parts.split_numbers import NUMBERED
from reading.parts.splitting import Splitting
from reading.parts.units import Unit

_MOST_LINES_OF_VOTES = 12  # in favour, against, abstaining, and the States after each; page breaks between
_LONGEST_SIGNATURE = 90  # characters of a line under a name


def organ(now: Splitting, text: Mapped, _: Block) -> bool:
    """The organ's name opens a resolution; a second one in a document opens another."""
    if not names_organ(text.text) or (now.scope.open is not None and not _resolved(now)):
        return False
    if now.scope.resolving and not now.scope.path.startswith("annex"):
        mark = heading_mark(now.part.text) if now.part is not None else ""
        now.scope = now.annexes.resolution(mark or str(len(now.annexes.taken) + 2))
        now.outer = now.scope.path
    now.begun, now.in_summary, now.closing, now.scope.resolving = True, False, False, True
    now.add(Unit(now.scope.at("preamble/0"), "paragraph", None, text, now.scope.section(), role="preambular"))
    return True


def _resolved(now: Splitting) -> bool:
    """Whether a resolution that is open has come to its end."""
    return now.scope.resolving and (now.scope.operative or now.closing)


def close(now: Splitting, text: Mapped, block: Block) -> bool:
    """The meeting and its date, and how a resolution was adopted."""
    follows = now.closing and (is_date(text.text) or _votes(now, block))
    if not now.scope.resolving or not (now.scope.counts or now.scope.last_number) or not (follows or closes(text.text)):
        return False
    now.closing, now.scope.operative = True, True
    now.parts.set_aside("closing", text)
    return True


def _votes(now: Splitting, block: Block) -> bool:
    """Whether the bracket that tells how a resolution was adopted is still open: the States that voted stand in it."""
    said: list[str] = []
    for aside in reversed(now.parts.asides):
        if aside.kind not in ("closing", "furniture") or len(said) > _MOST_LINES_OF_VOTES:
            break
        said.insert(0, aside.text.text)
    is_open = sum(line.count("[") - line.count("]") for line in said) > 0
    return is_open and len(said) <= _MOST_LINES_OF_VOTES and not (block.hashes or NUMBERED.match(block.text.text))


def signature(now: Splitting, text: Mapped, block: Block) -> bool:
    """A signature, with the lines under the name."""
    last = now.parts.items[-1] if now.parts.items else None
    if now.signing and isinstance(last, Unit) and last.kind == "signature" and _signs_on(text, block):
        last.text = last.text.plus(text, "\n")
        return True
    now.signing = now.begun and signs(text.text)
    if now.signing:
        now.add(Unit(now.scope.next("signature"), "signature", None, text, now.scope.path))
    return now.signing


def _signs_on(text: Mapped, block: Block) -> bool:
    short = len(text) <= _LONGEST_SIGNATURE and not re.search(r"[.;:]\s*$", text.text)
    return short and not (block.hashes or NUMBERED.match(text.text) or LETTERED.match(text.text))


def preambular(now: Splitting, text: Mapped, block: Block) -> bool:
    """An unnumbered paragraph of a resolution, before the first numbered one; the first that is not preambular is operative."""
    scope, held = now.scope, now.scope.open
    numbered = scope.last_number and not (scope.headed and scope.marked)  # a section may begin with a preamble of its own
    if not scope.resolving or numbered or now.closing or block.hashes or now.unnamed or (held is None and not scope.headed):
        return False
    whole = held is None or block.continues is False or _is_whole(held)
    broken = text.text[:1].islower() and text.text[:1].isascii()  # Russian preambular paragraphs begin with a small letter
    broken |= now.interrupted and goes_on_in_arabic(text.text)
    if held is not None and (not whole or broken):
        now.go_on(held, text)
        return True
    begun = scope.operative and not (scope.headed and scope.marked)
    cut = not is_complete(text.text) and held is not None and held.role == "preambular" and not is_preambular(text.text)
    if cut and (begun or scope.outline.recognise(text.text, 0)):
        return False  # a heading; what is longer was cut off by the end of a page
    if begun or not (cut or is_preambular(text.text)):
        if not is_complete(text.text):
            return False
        scope.operative = True
        now.add(Unit(scope.next("p"), "paragraph", None, text, scope.section(), role="operative"))
        return True
    now.add(Unit(scope.next("preamble"), "paragraph", None, text, scope.section(), role="preambular"))
    return True


def _is_whole(held: Unit) -> bool:
    if held.role == "preambular":
        return ends_preambular(held.text.text) or names_organ(held.text.text)
    return is_complete(held.text.text)
