"""Answers, REST: cursors. In: the last item of a page. Out: an opaque word, and back. Must not ask anything.

A cursor holds the keys and the IRI of the last item, the generation that it was made of, and a digest of what was asked, so that
it cannot be used with other filters. It holds no place in a list: it works on a later generation as well, and answers what comes
after that item there.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from ontology.errors import BadParameter, IriError
from ontology.iris import checked

_MOST = 4_000
_ADVICE = "Take `next` from the page before it, or leave out cursor to begin anew."


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the values of its last item's keys, its IRI, and the generation."""

    keys: tuple[str, ...]
    iri: str
    generation: str


def written(cursor: Cursor, asked: Sequence[str]) -> str:
    """The cursor as a word of letters, digits, hyphens and underscores."""
    value = [_digest(asked), cursor.generation, cursor.iri, *cursor.keys]
    packed = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(word: str, asked: Sequence[str], kinds: Sequence[bool]) -> Cursor:
    """The cursor back; `kinds` says for each key whether it is a number. BadParameter where it is damaged or of another list."""
    try:
        value = json.loads(base64.b64decode(word[:_MOST] + "=" * (-len(word) % 4), altchars=b"-_", validate=True).decode())
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadParameter(f"The cursor {word[:40]!r} cannot be read.", advice=_ADVICE) from error
    if not isinstance(value, list) or len(value) != 3 + len(kinds) or not all(isinstance(one, str) for one in value):
        raise BadParameter(f"The cursor {word[:40]!r} is of another list, or damaged.", advice=_ADVICE)
    digest, generation, iri, *keys = value
    if digest != _digest(asked):
        raise BadParameter("The cursor was made for other filters, another order or another limit.", advice=_ADVICE)
    if not all(_is_whole(key) for key, is_number in zip(keys, kinds, strict=True) if is_number):
        raise BadParameter(f"The cursor {word[:40]!r} is damaged.", advice=_ADVICE)
    try:
        "".join(value).encode()
        return Cursor(tuple(keys), checked(iri), generation)
    except (IriError, UnicodeEncodeError) as error:
        raise BadParameter(f"The cursor {word[:40]!r} is damaged.", advice=_ADVICE) from error


def _is_whole(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit() and len(text) < 18


def _digest(asked: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(asked).encode()).hexdigest()[:12]
