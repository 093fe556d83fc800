"""Keepers, graph: one statement of a pattern. In: its tokens. Out: its variables, and how it may be entered. Must not raise.

A statement is a subject with its properties and their objects, up to the full stop (SPARQL 1.1, productions 75 and 76).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from stores.graph.lexer import Token

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CONSTANT = ("iri", "name")


@dataclass(frozen=True, slots=True)
class Statement:
    """`anchored`: it begins or ends at an IRI that is not a mere class; `open`: it has a triple of three variables;
    `unbounded`: it has a path with * or +, through named properties or through "anything".
    """

    variables: frozenset[str]
    anchored: bool
    open: bool
    unbounded: Literal["", "named", "anything"]


def statement(found: Sequence[Token]) -> Statement:
    """Reads one statement."""
    names = frozenset(token.text[1:] if token.kind == "variable" else token.text for token in found if _binds(token))
    subject = found[0].kind in _CONSTANT
    anchored, free, unbounded = subject, False, ""
    for verb, objects in _verbs(found):
        simple = len(verb) == 1
        typed = simple and (verb[0].text == "a" or _TYPE in verb[0].text or verb[0].text.endswith("rdf:type"))
        anchored = anchored or (not typed and any(token.kind in _CONSTANT for token in objects))
        free = free or (not subject and simple and verb[0].kind == "variable" and all(map(_binds, objects)))
        if any(_repeats(verb, place) for place in range(1, len(verb))):
            anything = any(token.text == "!" for token in verb)
            unbounded = "anything" if anything or unbounded == "anything" else "named"
    return Statement(names, anchored, free, unbounded)  # type: ignore[arg-type] # one of the three


def _binds(token: Token) -> bool:
    return token.kind in ("variable", "blank")


def _repeats(verb: Sequence[Token], place: int) -> bool:
    return verb[place].text in ("*", "+")


def _verbs(found: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """Each property or path with the first tokens of its objects. Brackets within a subject or object belong to it."""
    at = _term(found, 0)
    while at < len(found):
        ends = max(_path(found, at), at + 1)
        objects, place = [], ends
        while place < len(found):
            objects.append(found[place])
            place = _term(found, place)
            if place >= len(found) or found[place].text != ",":
                break
            place += 1
        yield found[at:ends], objects
        while place < len(found) and found[place].text in ";,)]":
            place += 1
        at = max(place, ends)


def _term(found: Sequence[Token], at: int) -> int:
    """The place behind a term; only the opening sign of a list or a node with properties is stepped over."""
    at += 1
    while at < len(found) and (found[at].kind == "language" or (found[at].text == "^^" and at + 1 < len(found))):
        at += 1 if found[at].kind == "language" else 2
    return at


def _path(found: Sequence[Token], at: int) -> int:
    """The place behind a property or path."""
    depth = 0
    while at < len(found):
        while at < len(found) and found[at].text in ("^", "!", "("):
            depth += found[at].text == "("
            at += 1
        at += 1
        while at < len(found) and _suffix(found, at, depth):
            depth -= found[at].text == ")"
            at += 1
        if at >= len(found) or found[at].text not in ("/", "|"):
            return at
        at += 1
    return at


def _suffix(found: Sequence[Token], at: int, depth: int) -> bool:
    """Whether a sign ends a step of a path. A plus before a number is the number's."""
    text = found[at].text
    if text == "+" and at + 1 < len(found) and found[at + 1].kind == "number" and found[at + 1].start == found[at].end:
        return False
    return text in ("*", "+", "?") or (text == ")" and depth > 0)
