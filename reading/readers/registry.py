"""Eyes, readers. In: the bytes of a document in the Mandate Registry's paragraph JSON. Out: its pieces. Must not read files or
split, nor use what the Registry found in the words (links, verbs).

Types, levels, roles and prefixes are taken as they are given. Where a whole document, or its annexes, went into front or back
matter, the paragraphs in it are known by their looks, and that is said. Rule: the files of the UN Mandate Registry.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, NoReturn

from ontology.errors import ReadError
from reading.readers.registry_parts import Item, Registry
from reading.readers.source import Source

MEDIA_TYPE = "application/json"
MAX_ITEMS = 100_000  # paragraphs; the longest document of the Registry has below 5,000
MAX_TEXT = 1_000_000  # characters of one paragraph
_TYPES = ("frontmatter", "title", "heading", "paragraph", "backmatter", "footer")
_ROLES = ("preambular", "operative")
_LANGUAGES = {"english": "en", "french": "fr", "spanish": "es", "arabic": "ar", "russian": "ru", "chinese": "zh"}
_LONE = re.compile("[\ud800-\udfff]")


def read_registry(data: bytes, name: str) -> Source:
    """Reads a document of the Registry: a list of paragraphs with text, type, level, role and prefix.

    ReadError for what is no JSON, or another shape, with line or path; the symbol stands beside it, in a manifest.
    """
    items = list(_items(_parsed(data, name), name))
    registry = Registry(items)
    pieces = registry.pieces()
    if not any(piece.kind in ("paragraph", "opening") for piece in pieces):
        raise ReadError(
            f"Wanted paragraphs in {name}; it has {len(items)} items and none of them is one.", advice="Get it again."
        )
    front = {name: value for name, value in registry.front.items() if value} | _language(items)
    return Source(registry.text, MEDIA_TYPE, MappingProxyType(front), pieces=tuple(pieces), findings=tuple(registry.findings()))


def _parsed(data: bytes, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds; its shape is checked below
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"Wanted UTF-8 in {name}; byte {error.start:,} (line {line:,}) is none.", advice="Save the file as UTF-8."
        ) from error
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"Wanted JSON in {name}; line {error.lineno}, column {error.colno}: {error.msg}.", advice="Get the file again."
        ) from error
    except RecursionError as error:
        raise ReadError(
            f"Wanted a list of paragraphs in {name}; it nests too deep.", advice="No document of the Registry nests at all."
        ) from error
    except ValueError as error:  # NaN, a number of thousands of figures, a key twice
        raise ReadError(f"Wanted plain JSON in {name}; {error}.", advice="Correct the file, or get it again.") from error


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(f"it holds {constant}, which JSON does not know")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"an object has the key {twice[:40]!r} twice")
    return found


def _items(content: Any, name: str) -> Iterator[Item]:  # noqa: ANN401 - see above
    if not isinstance(content, list) or not content:
        _refuse(name, "$", "a list of paragraphs", content)
    if len(content) > MAX_ITEMS:
        raise ReadError(
            f"Wanted at most {MAX_ITEMS:,} paragraphs in {name}; it has {len(content):,}.", advice="Split the document."
        )
    for at, entry in enumerate(content):
        if not isinstance(entry, dict):
            _refuse(name, f"$[{at}]", "an object", entry)
        yield _item(entry, f"$[{at}]", name)


def _item(entry: dict[str, Any], path: str, name: str) -> Item:
    kind, role = entry.get("type"), entry.get("paragraph_type")
    if kind not in _TYPES:
        _refuse(name, f"{path}.type", f"one of {', '.join(_TYPES)}", kind)
    if role is not None and role not in _ROLES:
        _refuse(name, f"{path}.paragraph_type", f"one of {', '.join(_ROLES)}, or null", role)
    return Item(
        kind=kind,
        text=_text(entry, "text", path, name),
        prefix=_text(entry, "prefix", path, name),
        role=role,
        level=_level(entry, "paragraph_level", path, name) or _level(entry, "heading_level", path, name),
        language=_text(entry, "language", path, name),
    )


def _text(entry: dict[str, Any], key: str, path: str, name: str) -> str:
    value = entry.get(key)
    if value is None and key != "text":
        return ""
    if not isinstance(value, str):
        _refuse(name, f"{path}.{key}", "a text", value)
    if len(value) > MAX_TEXT:
        raise ReadError(
            f"Wanted at most {MAX_TEXT:,} characters at {path}.{key} of {name}; got {len(value):,}.", advice="Split the text."
        )
    return _LONE.sub("\ufffd", value)


def _level(entry: dict[str, Any], key: str, path: str, name: str) -> int:
    value = entry.get(key)
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value <= 9:
        _refuse(name, f"{path}.{key}", "a level from 0 to 9, or null", value)
    return value


def _language(items: list[Item]) -> dict[str, str]:
    """The language that most paragraphs are said to be in; nothing where the file says none."""
    named = Counter(_LANGUAGES[item.language.casefold()] for item in items if item.language.casefold() in _LANGUAGES)
    return {"language": named.most_common(1)[0][0]} if named else {}


def _refuse(name: str, path: str, wanted: str, got: object) -> NoReturn:
    raise ReadError(
        f"Wanted {wanted} at {path} of {name}; got {str(got)[:60]!r}.",
        advice="Give a document in the Mandate Registry's paragraph JSON.",
    )
