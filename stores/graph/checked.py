"""Keepers, graph: a query read before it runs. In: its text. Out: its form and what it may cost, or the guard's refusal. Must not
evaluate.

Reading a query to its tokens takes as long as a lookup in the store. Most queries of a portal differ in an address or a word
only, so what was read is kept by the query's shape: its text without whole addresses and plain strings, where nothing can hide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

from stores.graph.cost import Cost, cost_of
from stores.graph.guard import check_query
from stores.graph.lexer import Token

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_MOST_KEPT, _LONGEST_KEPT = 1024, 2_000
_STRING, _IRI = "\x01", "\x02"
_HIDING = re.compile(rf"""[\\'{_STRING}{_IRI}]|\"{{3}}""")
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"  # tells more than other addresses: it stays in the shape
# A string without escapes and an address with `://`: whoever reads SPARQL, by the letter or not, reads these in one way.
_CONSTANTS = re.compile(rf'"[^"\r\n]*"|(?!{_TYPE})<[A-Za-z][A-Za-z0-9+.\-]*://[^<>"{{}}|^`\x00-\x20]*>')


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a query that may be evaluated. `searches`: it may hold search patterns, to be rewritten first."""

    form: Form | None
    cost: Cost
    searches: bool


def checked(text: str, *, max_bytes: int, search_base: str | None = None) -> Checked:
    """Reads a query. Raises what `check_query` raises."""
    shape = _shape(text) if len(text) * 4 <= max_bytes else None
    if shape is None:
        return _read(text, check_query(text, max_bytes=max_bytes, search_base=search_base))
    known = _KEPT.get(shape)
    if known is None:
        tokens = check_query(text, max_bytes=max_bytes, search_base=search_base)
        known = _read(text, tokens)
        if not any(token.is_word("SERVICE") for token in tokens):  # whether that is ours depends on an address
            _KEPT.put(shape, known)
    searches = "search" in text
    return known if known.searches == searches else replace(known, searches=searches)


@lru_cache(maxsize=256)
def cost_of_text(text: str) -> Cost:
    """What a query may cost that the guard has let through."""
    return checked(text, max_bytes=max(4 * len(text), 1)).cost


def shape_of(text: str) -> str:
    """What a query has in common with those that differ in a constant only; the whole text where that cannot be told."""
    return _shape(text) or text


def _read(text: str, found: Sequence[Token]) -> Checked:
    form = next((token.text.upper() for token in found if token.is_word(*_FORMS)), None)
    return Checked(cast("Form | None", form), cost_of(found), "search" in text or "\\" in text)


def _shape(text: str) -> str | None:
    """The text without its constants; None where a quotation mark, an escape or a comment is left, which may hide anything."""
    if len(text) > _LONGEST_KEPT or _HIDING.search(text):
        return None
    shape = _CONSTANTS.sub(_sign, text)
    return None if '"' in shape or "#" in shape.replace(_TYPE, "") else shape


def _sign(match: re.Match[str]) -> str:
    return _STRING if match[0][0] == '"' else _IRI


class _Kept(dict[str, Checked]):
    """So many shapes; when they are too many, all are forgotten: reading again is cheap, and a list of uses is not."""

    def put(self, shape: str, known: Checked) -> None:
        """Keeps what was read."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[shape] = known


_KEPT = _Kept()
