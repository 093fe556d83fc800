"""Answers, dossier: the nouns. In: a dossier as JSON, from a browser or a file. Out: the same, checked and within bounds. Must
not look anything up, or keep anything.

The format, version 1: {"format": "mandategraph-dossier", "version": 1, "title": "...", "entries": [{"kind": "heading", "text":
"..."}, {"kind": "passage", "iri": "...", "language": "en", "note": "...", "quoted": true, "words": "...", "fidelity": "full",
"generation": "..."}]}. What is not said has its default; what is not known is refused, so that a later version is not half read.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ontology.errors import BadParameter, IriError
from ontology.iris import checked

FORMAT = "mandategraph-dossier"
VERSION = 1
MOST_PASSAGES = 200
MOST_ENTRIES = 300  # headings with them
LONGEST_NOTE = 2_000
LONGEST_TITLE = 200
LONGEST_WORDS = 20_000
LONGEST_IRI = 500
MOST_BYTES = 6_000_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 12

Fidelity = Literal["", "full", "digest"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading between the passages behind it and those before."""

    text: str


@dataclass(frozen=True, slots=True)
class Collected:
    """A passage with a note on it. `quoted` is whether its words stand in a paper, or its note and footnote alone. `words`,
    `fidelity` and `generation` are what it said when it was collected; empty where that is not known.
    """

    iri: str
    language: str = "en"
    note: str = ""
    quoted: bool = True
    words: str = ""
    fidelity: Fidelity = ""
    generation: str = ""


Entry: TypeAlias = Heading | Collected


@dataclass(frozen=True, slots=True)
class Dossier:
    """A title, and what was collected under it in its order."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def passages(self) -> tuple[Collected, ...]:
        """The passages in their order."""
        return tuple(one for one in self.entries if isinstance(one, Collected))


def dossier_of(body: bytes) -> Dossier:
    """The dossier in a JSON text. BadParameter says what is wrong and where: what is no JSON, of another format or version, of
    unknown names or wrong types, or too long.
    """
    told = _object(_read(body), "the dossier", ("format", "version", "title", "entries"))
    if told.get("format") != FORMAT or told.get("version") != VERSION:
        raise BadParameter(
            f"Wanted a dossier of the format {FORMAT!r}, version {VERSION}; got {str(told.get('format'))[:40]!r}, version "
            f"{str(told.get('version'))[:20]!r}.",
            advice="Take a file that this page has written.",
        )
    entries = told.get("entries", [])
    if not isinstance(entries, list):
        raise BadParameter(f"Wanted a list of entries; got {_kind(entries)}.", advice="Write entries: [...].")
    return bounded(_text(told, "title", LONGEST_TITLE, "the dossier"), [_entry(one, at) for at, one in enumerate(entries, 1)])


def bounded(title: str, entries: Sequence[Entry]) -> Dossier:
    """A dossier of these; BadParameter for more than 200 passages, or 300 entries."""
    passages = sum(isinstance(one, Collected) for one in entries)
    if passages > MOST_PASSAGES or len(entries) > MOST_ENTRIES:
        raise BadParameter(
            f"This dossier has {passages} passages and {len(entries)} entries in all.",
            advice=f"Part it into several: one has at most {MOST_PASSAGES} passages and {MOST_ENTRIES} entries.",
        )
    return Dossier(title, tuple(entries))


def collected(iri: str, language: str, note: str, where: str) -> Collected:
    """A passage that is named in an address; BadParameter for what is no IRI or language, or too long."""
    told = {"iri": iri, "language": language or "en", "note": note}
    return _passage(told, where)


def _read(body: bytes) -> object:
    """The value of a JSON text. Numbers are read as texts: none is wanted but the version, and a long one costs time."""
    if len(body) > MOST_BYTES:
        raise BadParameter(f"The dossier is longer than {MOST_BYTES:,} bytes.", advice="Part it into several.")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_int=_number, parse_float=str, parse_constant=str)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else "no JSON in UTF-8"
        raise BadParameter(f"The dossier is {what}.", advice="Take a file that this page has written.") from None


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) < _LONGEST_NUMBER else digits


def _entry(told: object, at: int) -> Entry:
    where = f"entry {at}"
    if isinstance(told, dict) and told.get("kind") == "heading":
        return Heading(_text(_object(told, where, ("kind", "text")), "text", LONGEST_TITLE, where))
    if isinstance(told, dict) and told.get("kind") == "passage":
        return _passage({name: value for name, value in told.items() if name != "kind"}, where)
    raise BadParameter(
        f"In {where} of the dossier: wanted the kind passage or heading.", advice='Write {"kind": "passage", ...}.'
    )


def _passage(told: Mapping[str, object], where: str) -> Collected:
    known = _object(told, where, ("iri", "language", "note", "quoted", "words", "fidelity", "generation"))
    iri, language = _text(known, "iri", LONGEST_IRI, where), _text(known, "language", 20, where) or "en"
    fidelity, quoted = _text(known, "fidelity", 10, where), known.get("quoted", True)
    _wanted(where, "iri", "the IRI of a passage", iri, _is_iri)
    _wanted(where, "language", "a language tag", language, lambda value: bool(_LANGUAGE.fullmatch(value)))
    _wanted(where, "fidelity", "full or digest", fidelity, lambda value: value in ("", "full", "digest"))
    if not isinstance(quoted, bool):
        raise BadParameter(f"In {where} of the dossier: quoted is true or false; got {_kind(quoted)}.")
    return Collected(
        iri=iri,
        language=language,
        note=_text(known, "note", LONGEST_NOTE, where),
        quoted=quoted,
        words=_text(known, "words", LONGEST_WORDS, where),
        fidelity="full" if fidelity == "full" else "digest" if fidelity == "digest" else "",
        generation=_text(known, "generation", 100, where),
    )


def _object(told: object, where: str, names: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(told, dict):
        raise BadParameter(
            f"Wanted {where} as an object of JSON; got {_kind(told)}.", advice="Take a file that this page has written."
        )
    if unknown := [str(name)[:40] for name in told if name not in names]:
        raise BadParameter(f"In {where}: there is no {unknown[0]!r}.", advice=f"There are: {', '.join(names)}.")
    return told


def _text(told: Mapping[str, object], name: str, most: int, where: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise BadParameter(f"In {where}: {name} is a text; got {_kind(value)}.")
    if len(value) > most:
        raise BadParameter(f"In {where}: {name} has {len(value):,} characters.", advice=f"It may have {most:,}.")
    if not value.isascii() and _SURROGATE.search(value):
        raise BadParameter(f"In {where}: {name} has half a sign, which no text has.", advice="Write it anew.")
    return value


def _wanted(where: str, name: str, what: str, value: str, is_right: Callable[[str], bool]) -> None:
    if not is_right(value):
        raise BadParameter(f"In {where}: {name} is {what}; got {value[:80]!r}.")


def _is_iri(value: str) -> bool:
    try:
        return bool(checked(value))
    except IriError:
        return False


def _kind(value: object) -> str:
    """What a value of JSON is called there."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
