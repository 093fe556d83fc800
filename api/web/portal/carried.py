"""Web: a dossier carried in an address. In: the parameters of /dossier. Out: the dossier, and the address of the same with a
passage moved or left out. Must not look anything up.

`p` is a passage, as often as there are some; `note1`, `heading1`, `lang1` are the note on the first, the heading before it and
its language; `cite1=1` has its footnote without its words; `up=2`, `down=2`, `remove=2` and `to=2` are buttons; `at=2` is the
passage whose part of the list is shown. So a list can be kept as a bookmark, and worked on without scripts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from api.dossier.dossier import LONGEST_TITLE, MOST_PASSAGES, Collected, Dossier, Entry, Heading, bounded, collected
from api.library import Library
from api.web.parameters import Pairs, single, values
from ontology.errors import BadParameter

_NAMED = re.compile(r"(note|heading|lang|cite)([1-9][0-9]{0,2})")
_ACTS = ("up", "down", "remove")
_TO = "to"
_PLAIN = ("p", "title", "group", "at", "format", *_ACTS, _TO)


def dossier_in(library: Library, pairs: Pairs) -> Dossier:
    """The dossier that an address carries; BadParameter for unknown names and for notes on passages that are not there."""
    told = _numbered(pairs)
    named = [value for value in values(pairs, "p") if value.strip()]
    for name, number in told:
        if number > len(named):
            raise BadParameter(f"There is {name}{number}, but no passage {number}.", advice="Give each note a passage: p=IRI.")
    if len(named) > MOST_PASSAGES:
        raise BadParameter(f"There are {len(named)} passages.", advice=f"A dossier has at most {MOST_PASSAGES}.")
    entries: list[Entry] = []
    for number, name in enumerate(named, 1):
        if heading := told.get(("heading", number), "").strip():
            entries.append(Heading(heading[:LONGEST_TITLE]))
        language, note = told.get(("lang", number), ""), told.get(("note", number), "")
        one = collected(_whole(library, name.strip()), language, note, f"passage {number}")
        entries.append(replace(one, quoted=told.get(("cite", number)) != "1"))
    return bounded((single(pairs, "title") or "")[:LONGEST_TITLE], entries)


def address_of(dossier: Dossier, group: str = "order", at: int = 1) -> str:
    """The address that carries a dossier, and shows a passage of it. A heading with no passage behind it is lost."""
    shown = {"group": group if group != "order" else "", "at": str(at) if at > 1 else ""}
    return f"/dossier?{urlencode([*said_of(dossier), *((name, value) for name, value in shown.items() if value)])}"


def place_in(dossier: Dossier, pairs: Pairs) -> int:
    """The number of the passage that is to be shown, 1 where none is named; BadParameter for one that is not there."""
    return _numbered_passage(dossier, "at", told) + 1 if (told := single(pairs, "at")) else 1


def acted(dossier: Dossier, pairs: Pairs) -> tuple[Dossier, int] | None:
    """The dossier after the button that was pressed, and the number of the passage to be shown first; None where none was.
    BadParameter for a passage that is not there.
    """
    for name in (*_ACTS, _TO):
        if (told := single(pairs, name)) is None:
            continue
        at = [index for index, one in enumerate(dossier.entries) if isinstance(one, Collected)]
        place = _numbered_passage(dossier, name, told)
        if name == _TO:
            return dossier, place + 1
        if name == "remove":
            return _without(dossier, at[place]), min(place + 1, max(len(at) - 1, 1))
        other = min(max(place + (-1 if name == "up" else 1), 0), len(at) - 1)
        return _exchanged(dossier, at[place], at[other]), other + 1
    return None


def _numbered_passage(dossier: Dossier, name: str, told: str) -> int:
    """Its place from 0."""
    there = len(dossier.passages)
    if not (told.isascii() and told.isdecimal() and len(told) < 5 and 1 <= int(told) <= there):
        raise BadParameter(f"There is no passage {told[:10]!r} for {name}.", advice=f"There are {there}, from 1.")
    return int(told) - 1


def _exchanged(dossier: Dossier, first: int, second: int) -> Dossier:
    """Headings stay where they are."""
    entries = list(dossier.entries)
    entries[first], entries[second] = entries[second], entries[first]
    return replace(dossier, entries=tuple(entries))


def _without(dossier: Dossier, place: int) -> Dossier:
    """A heading before it stays for the next."""
    return replace(dossier, entries=tuple(one for index, one in enumerate(dossier.entries) if index != place))


def said_of(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """What an address says of a dossier: names and values."""
    heading, number = "", 0
    for one in dossier.entries:
        if isinstance(one, Heading):
            heading = one.text
            continue
        number += 1
        yield "p", one.iri
        told = {"heading": heading, "note": one.note, "lang": one.language if one.language != "en" else ""}
        yield from ((f"{name}{number}", value) for name, value in told.items() if value)
        if not one.quoted:
            yield f"cite{number}", "1"
        heading = ""
    if dossier.title:
        yield "title", dossier.title


def _numbered(pairs: Pairs) -> Mapping[tuple[str, int], str]:
    """What is said of the passages, by name and number."""
    found: dict[tuple[str, int], str] = {}
    for name, value in pairs:
        named = _NAMED.fullmatch(name)
        if named is None:
            _refuse(name)
        elif (key := (named[1], int(named[2]))) in found:
            raise BadParameter(f"The parameter {name!r} came twice.", advice="Give it once.")
        else:
            found[key] = value
    return found


def _refuse(name: str, allowed: Sequence[str] = _PLAIN) -> None:
    if name not in allowed:
        raise BadParameter(
            f"There is no parameter {name[:60]!r} here.",
            advice=f"There are: {', '.join(allowed)}, note1, heading1, lang1, cite1.",
        )


def _whole(library: Library, name: str) -> str:
    """An IRI as it is; a path of this server, such as doc/A/75/863/para/49, as an IRI."""
    return name if name.startswith(("http://", "https://")) else library.iris.iri(name.lstrip("/"))
