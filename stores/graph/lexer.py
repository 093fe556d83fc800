"""Keepers, graph: the words of SPARQL. In: query text. Out: its tokens with their places. Must not evaluate or rewrite it.

Rule: the terminals of SPARQL 1.1 (W3C Recommendation, section 19.8), longest match first. White space and comments are
left out; every token knows where it stands, so that a rewrite can splice the text and leave each other byte alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from ontology.errors import QuerySyntaxError

Kind = Literal["iri", "string", "blank", "name", "variable", "language", "number", "word", "sign"]

_HEX = "0-9A-Fa-f"
_ESCAPED = rf"%[{_HEX}]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Looked for from each letter on, so with a bound: else a long row of letters and dots is read again and again.
_PREFIX = r"(?:[^\W\d_](?:[\w.\-·]{0,250}[\w\-·])?)?:"
_LOCAL = rf"(?:(?:[\w:]|{_ESCAPED})(?:(?:[\w\-:.·]|{_ESCAPED})*(?:[\w\-:·]|{_ESCAPED}))?)?"
# Possessive repeats (Python 3.11): a hostile query cannot make the match go back over what it has eaten.
_TERMINALS = re.compile(
    rf"""
      (?P<skip>      [ \t\r\n]++ | \#[^\r\n]*+ )
    | (?P<iri>       < (?: [^<>"{{}}|^`\\\x00-\x20] | \\u[{_HEX}]{{4}} | \\U[{_HEX}]{{8}} )*+ > )
    | (?P<string>    \"\"\" (?: [^"\\] | \\. | "(?!"") )*+ \"\"\"
                   | '''    (?: [^'\\] | \\. | '(?!'') )*+ '''
                   | "      (?: [^"\\\r\n] | \\. )*+ "
                   | '      (?: [^'\\\r\n] | \\. )*+ ' )
    | (?P<blank>     _: \w (?: [\w.\-·]* [\w\-·] )? )
    | (?P<name>      {_PREFIX} {_LOCAL} )
    | (?P<variable>  [?$] \w++ )
    | (?P<language>  @ [A-Za-z]++ (?: - (?!-) [A-Za-z0-9]++ )*+ (?: -- [A-Za-z]++ )? )
    | (?P<number>    (?: \d++ (?: \.\d*+ )? | \.\d++ ) [eE][+-]?\d++ | \d*+\.\d++ | \d++ )
    | (?P<word>      [A-Za-z_] \w*+ (?!:) )
    | (?P<sign>      \^\^ | && | \|\| | != | <= | >= | <<\( | \)>> | << | >> | \{{\| | \|\}} | [{{}}()\[\];,.=<>!+\-*/|^?~] )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal: `text` is exactly what stands in the query from `start` up to `end` (offsets in characters)."""

    kind: Kind
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of the keywords, which SPARQL writes in either case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in order; QuerySyntaxError with line and column where no terminal of SPARQL fits."""
    place = 0
    while place < len(text):
        match = _TERMINALS.match(text, place)
        if match is None:
            raise _unknown(text, place)
        if match.lastgroup != "skip":
            yield Token(cast("Kind", match.lastgroup), match.group(), place, match.end())
        place = match.end()


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1, the column in characters."""
    before = text[:place]
    return before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1


def misread(text: str, place: int, what: str, advice: str) -> QuerySyntaxError:
    """The error that says what is wrong at an offset of a query, with its line and column."""
    line, column = line_and_column(text, place)
    message = f"The query cannot be read at line {line}, column {column}: {what}."
    return QuerySyntaxError(message, line=line, column=column, advice=advice)


def _unknown(text: str, place: int) -> QuerySyntaxError:
    found = text[place : place + 20].splitlines()[0]
    return misread(
        text, place, f"{found!r} begins no SPARQL token", "Look for an unclosed quotation mark or a stray character there."
    )
