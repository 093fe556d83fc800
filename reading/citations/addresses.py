"""Eyes, stage cite: addresses of the web. In: a text, or an address. Out: the addresses in a text, and the symbol of the document
that an address of the United Nations document services leads to. Must not fetch anything.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from ontology.errors import SymbolError
from ontology.span import Span
from ontology.symbol import Symbol

_ADDRESS = re.compile(r"(?:https?://|www\.|(?<![\w./@-])(?:undocs|docs\.un)\.org/)[^\s<>“”\"]+")
_SERVICES = re.compile(r"(?:www\.)?(?:undocs\.org|docs\.un\.org|documents\.un\.org)")
_VIEWERS = re.compile(r"(?:www\.)?(?:un\.org|daccess-ods\.un\.org|documents\.un\.org)")
_LANGUAGE = re.compile(r"^/(?:(?:en|fr|es|ru|ar|zh|de)/)?", re.IGNORECASE)


def addresses(text: str) -> Iterator[tuple[Span, str]]:
    """Each address in a text, with its scheme."""
    if "://" not in text and "www." not in text and ".org/" not in text:
        return
    for match in _ADDRESS.finditer(text):
        words = _without_stops(match[0])
        yield Span(match.start(), match.start() + len(words)), words if words.startswith("http") else f"https://{words}"


def symbols_of(address: str) -> tuple[str, ...]:
    """The symbols of the document behind an address, as undocs.org/A/72/884; nothing for any other page."""
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
    except ValueError:  # brackets that are no address of the sixth version
        return ()
    host = (parts.hostname or "").lower()
    if _SERVICES.fullmatch(host) and (found := _parsed(_LANGUAGE.sub("", unquote(parts.path)))):
        return found
    symbol = next(iter(asked.get("symbol", asked.get("Symbol", []))), "")
    return _parsed(symbol) if _VIEWERS.fullmatch(host) or _SERVICES.fullmatch(host) else ()


def _parsed(symbol: str) -> tuple[str, ...]:
    try:
        return tuple(map(str, Symbol.parse_all(symbol.strip("/")))) if symbol else ()
    except SymbolError:
        return ()  # a page of the service that is no document


def _without_stops(address: str) -> str:
    """The address without what ends the sentence around it; a bracket that the address opened is its own."""
    while (last := address[-1:]) and (last in ".,;:]’'" or (last == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address
