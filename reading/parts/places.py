"""Eyes: where a unit stands. In: its path and number. Out: the words of a pinpoint, such as "annex I, para. 2 (a)". Must not read
text.

Rule: how United Nations documents cite: "para. 49 (b)", "sect. III.A", "footnote 3"; preambular paragraphs by order.
"""

from collections.abc import Callable, Mapping

from reading.parts.units import Unit

_SCOPES = ("resolution", "annex", "appendix")
_ENDS = frozenset({"para", "p", "preamble", "fn", "table", "signature"})


def scope_of(path: str) -> str:
    """The part of a document that numbers for itself: `annex/I` of `annex/I/para/2`; "" for the body."""
    steps = path.split("/")
    at = 0
    while at + 1 < len(steps) and steps[at] in _SCOPES:
        at += 2
    return "/".join(steps[:at])


def place_of(unit: Unit) -> str:
    """Where a unit stands, in words: "para. 49 (b)", "footnote 3", "annex I, preambular para. 2", "function 2, activity 1"."""
    steps, words = unit.path.split("/"), []
    while steps and steps[0] in (*_SCOPES, "section", "series"):
        end = next((at for at, step in enumerate(steps) if at and step in (*_ENDS, *_SCOPES)), len(steps))
        if steps[0] == "section":
            words.append(f"sect. {'.'.join(steps[1:end])}")
        else:
            end = 2
            words.append(" ".join(steps[:2]).replace("series", "paragraphs, series"))
        steps = steps[end:]
    if steps and steps[0] in _WORDS:
        return ", ".join([*words, _WORDS[steps[0]](unit.number or "", steps[1:])])
    pairs = [steps[at : at + 2] for at in range(0, len(steps), 2)]
    return ", ".join([*words, *(" ".join(pair) for pair in pairs)])


def _items(steps: list[str]) -> str:
    return "".join(f" ({step})" for step in steps)


def _opening(steps: list[str]) -> str:
    return "opening words" if steps == ["0"] else f"preambular para. {steps[0]}{_items(steps[1:])}"


_WORDS: Mapping[str, Callable[[str, list[str]], str]] = {
    "para": lambda number, _: f"para. {number}",
    "p": lambda _, steps: f"unnumbered para. {steps[0]}{_items(steps[1:])}",
    "preamble": lambda _, steps: _opening(steps),
    "fn": lambda number, steps: f"footnote {number}" + (f", number {steps[1]} of the kind" if len(steps) > 1 else ""),
    "table": lambda _, steps: f"table {steps[0]}",
    "signature": lambda _, steps: "signature" if steps == ["1"] else f"signature {steps[0]}",
}
