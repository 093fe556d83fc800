"""Web: languages. In: an Accept-Language header, a ?lang=. Out: the languages that are wanted, in order. Must not know which
there are.

Rule: RFC 9110, section 12.5.4, and RFC 4647, section 3.4: what is not there in a language that is wanted comes in another one.
"""

import re

from fastapi import Request

from api.web import parameters
from ontology.errors import BadParameter

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}")
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_MOST_TAGS = 20  # browsers send five
NAMES = {"en": "English", "fr": "français", "es": "español", "ru": "русский", "ar": "العربية", "zh": "中文"}
"""The official languages by their own names."""


def wanted(request: Request) -> tuple[str, ...]:
    """The languages that a request wants, the dearest first: ?lang= before the header. BadParameter for what is no tag."""
    named = parameters.single(parameters.of_address(request), "lang")
    if named is None:
        return of_header(request.headers.get("accept-language", ""))
    if not _TAG.fullmatch(named.lower()):
        raise BadParameter(f"Wanted a language in ?lang=; got {named[:40]!r}.", advice="Give a tag such as fr, es, ru, ar or zh.")
    return (named.lower(), *of_header(request.headers.get("accept-language", "")))


def of_header(header: str) -> tuple[str, ...]:
    """The tags of an Accept-Language header by quality, equal ones in their order; what is not readable or has quality 0 is left
    out.
    """
    found: dict[str, float] = {}
    for part in header.lower().split(",")[:_MOST_TAGS]:
        tag, *rest = (piece.strip() for piece in part.split(";"))
        quality = _QUALITY.fullmatch(rest[0]) if rest else None
        if _TAG.fullmatch(tag) and (not rest or quality):
            found.setdefault(tag, float(quality[1]) if quality else 1.0)
    return tuple(sorted((tag for tag in found if found[tag] > 0), key=lambda tag: -found[tag]))
