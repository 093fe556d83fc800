"""Answers: the tokens of a question. In: a question in one line. Out: words, phrases, fields, operators, brackets, each with its
place. Must not know what they ask for.

A sign is an operator only where it cannot be prose: "Secretary-General" excludes nothing, "para. 3 (a)" groups nothing, a lone
quotation mark opens nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "phrase", "field", "and", "or", "not", "+", "-", "(", ")"]
OPENING, CLOSING = '"“„«‟＂', '"”“»‟＂'
_OPERATORS: dict[str, Kind] = {"AND": "and", "OR": "or", "NOT": "not"}
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z_]{1,30}):(?!/)(?=\S)")
_PHRASE = re.compile(f"[{OPENING}](?P<inside>[^{OPENING}{CLOSING}]*)[{CLOSING}]")
_SIGN = re.compile(rf"[-+](?=[\w({OPENING}*])")
_WORD = re.compile(rf"[^\s{OPENING}{CLOSING}]+|\S")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a question: what it is, where it stands, its text; for a field its name, and whether its value is quoted."""

    kind: Kind
    start: int
    end: int
    text: str
    name: str = ""
    quoted: bool = False


def tokens_of(question: str) -> list[Token]:
    """The tokens of a question in its order. What opens and is never closed is read as a mark in prose, and left out."""
    return _balanced(list(_tokens(question)))


def _tokens(question: str) -> Iterator[Token]:
    at, depth = 0, 0
    while at < len(question):
        if question[at].isspace():
            at += 1
            continue
        token = _token(question, at, depth)
        depth += (token.kind == "(") - (token.kind == ")")
        yield token
        at = token.end


def _token(question: str, at: int, depth: int) -> Token:
    before = question[at - 1 : at]
    begins = not before or before.isspace() or before in "(+-"
    if begins and (sign := _SIGN.match(question, at)) and before not in ("+", "-"):
        return Token("+" if sign[0] == "+" else "-", at, at + 1, sign[0])
    if begins and question[at] == "(":
        return Token("(", at, at + 1, "(")
    if question[at] == ")" and depth:
        return Token(")", at, at + 1, ")")
    if phrase := _PHRASE.match(question, at):
        return Token("phrase", at, phrase.end(), phrase["inside"])
    field = _FIELD.match(question, at)
    return _field(question, field, depth) if begins and field else _word(question, at, depth)


def _field(question: str, field: "re.Match[str]", depth: int) -> Token:
    phrase = _PHRASE.match(question, field.end())
    value = Token("phrase", 0, phrase.end(), phrase["inside"]) if phrase else _word(question, field.end(), depth)
    return Token("field", field.start(), value.end, value.text, field["name"].lower(), quoted=phrase is not None)


def _word(question: str, at: int, depth: int) -> Token:
    """A run without blanks. Brackets inside belong to it, "S/RES/1366(2001)"; one that closes a group does not."""
    match = _WORD.match(question, at)
    text = match[0] if match else question[at]
    while depth and len(text) > 1 and text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1]
    return Token(_OPERATORS.get(text, "word"), at, at + len(text), text)


def _balanced(found: list[Token]) -> list[Token]:
    """The tokens without opening brackets that nothing closes."""
    open_at: list[int] = []
    for place, token in enumerate(found):
        if token.kind == "(":
            open_at.append(place)
        elif token.kind == ")":
            open_at.pop()
    return [token for place, token in enumerate(found) if place not in open_at]
