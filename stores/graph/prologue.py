"""Keepers, graph: the names of a query. In: its tokens. Out: what its prefixes, IRIs and strings stand for. Must not evaluate it.

Rule: SPARQL 1.1 sections 4.1 and 19.2; relative IRIs by RFC 3986, section 5, each against the base in force where it stands.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urljoin

from stores.graph.lexer import Token

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_IN_STRING = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf\\\"']))")
_IN_NAME = re.compile(r"\\(.)")
_SIGNS: Mapping[str, str] = MappingProxyType(
    {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", "\\": "\\", '"': '"', "'": "'"}
)
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)  # halves of characters, which no text holds


@dataclass(frozen=True, slots=True)
class Prologue:
    """What BASE and PREFIX declare, and at which token the query itself begins."""

    base: str
    prefixes: Mapping[str, str]
    length: int

    def iri(self, token: Token) -> str | None:
        """The absolute IRI that an `<...>` or a prefixed name stands for; None for other tokens and undeclared prefixes."""
        if token.kind == "iri":
            return _resolved(self.base, token)
        if token.kind != "name":
            return None
        prefix, _, local = token.text.partition(":")
        return self.prefixes[prefix] + _IN_NAME.sub(r"\1", local) if prefix in self.prefixes else None


def prologue(found: Sequence[Token], *, base: str, known: Mapping[str, str]) -> Prologue:
    """The prologue of a query. `known` are prefixes that need no declaration; one that is declared wins."""
    prefixes, at = dict(known), 0
    while at + 1 < len(found):
        token, then = found[at], found[at + 1]
        if token.is_word("BASE") and then.kind == "iri":
            base, at = _resolved(base, then), at + 2
        elif token.is_word("PREFIX") and at + 2 < len(found) and found[at + 2].kind == "iri":
            prefixes[then.text.removesuffix(":")], at = _resolved(base, found[at + 2]), at + 3
        else:
            break
    return Prologue(base, MappingProxyType(prefixes), at)


def string_of(token: Token) -> str:
    """The characters that a string token stands for; an escape that is none stays as it is, and the engine says so."""
    quotes = 3 if token.text[:3] in ('"""', "'''") and len(token.text) >= 6 else 1
    return _IN_STRING.sub(_sign, token.text[quotes:-quotes])


def _resolved(base: str, token: Token) -> str:
    reference = _CODE_POINT.sub(_sign, token.text[1:-1])
    if _ABSOLUTE.match(reference):
        return reference
    # urljoin drops an empty fragment, and with it the "#" at the end of a namespace.
    path, sign, fragment = reference.partition("#")
    return urljoin(base.partition("#")[0], path) + sign + fragment


def _sign(match: "re.Match[str]") -> str:
    digits = match[1] or match[2]
    if digits is None:
        return _SIGNS[match[3]]
    code = int(digits, 16)
    return chr(code) if code <= _LAST and code not in _SURROGATES else match[0]
