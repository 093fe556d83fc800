"""Answers, citing: records for reference managers. In: references. Out: CSL-JSON, RIS and BibTeX, one record a document. Must not
ask the graph.

A reference manager keeps documents, and the place is typed when one is cited: so the places stand in the record's pages, as in
the tags of our own pages, and in words in its note. Forms:
csl-data.json of the Citation Style Language 1.0.2; RIS as Research Information Systems published it (two letters, two blanks, a
hyphen, a blank; CRLF); BibTeX of Patashnik, with what TeX would read as commands escaped. A field that is not known is absent.
The address is that of the United Nations' own document service, docs.un.org, which takes any symbol.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.citing import places
from api.citing.source import Form, Reference, Source

_CSL_TYPES: Mapping[Form, str] = {"resolution": "legislation", "decision": "legislation", "treaty": "treaty", "charter": "treaty"}
_RIS_TYPES: Mapping[Form, str] = {"resolution": "STAT", "decision": "STAT", "treaty": "LEGAL", "charter": "LEGAL"}
_GENRES: Mapping[Form, str] = {"resolution": "Resolution", "decision": "Decision", "record": "Meeting record"}
_OFFICIAL = "https://docs.un.org/en/"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
          "^": r"\textasciicircum{}"} | {sign: f"\\{sign}" for sign in "#$%&_"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a bibliography: its source, where in it, and the IRI that the record bears."""

    source: Source
    places: tuple[str, ...]

    @property
    def number(self) -> str:
        """What it is found by: its symbols, or its place in the Treaty Series."""
        return self.source.joined or self.source.series or ""

    @property
    def genre(self) -> str:
        """What sort of document it is, in a word; empty where that is not known."""
        named = _GENRES.get(self.source.form) or {"Letter": "Letter", "Statement": "Statement"}.get(self.source.kind)
        return named or (self.source.kind if self.source.kind in ("Report", "Treaty", "Programme") else "")

    @property
    def address(self) -> str:
        """Where the official document is; empty for what has no symbol."""
        return _OFFICIAL + re.sub(r"[^\w/.()-]", "", self.source.symbols[0]) if self.source.symbols else ""

    @property
    def note(self) -> str:
        """Where in the document, and a warning where only a digest was read."""
        told = [f"Cited: {places.un(self.places).rstrip('.')}." if self.places else ""]
        told += ["Found by a digest; check the official text." if self.source.fidelity == "digest" else ""]
        return " ".join(filter(None, told))

    @property
    def pages(self) -> str:
        """Where in the document, as the field for pages has it: no form has one for paragraphs."""
        return ", ".join(self.places)

    @property
    def title(self) -> str:
        """Its title, or what else it is known by."""
        return self.source.title or self.number or self.source.iri


def records(references: Iterable[Reference]) -> list[Record]:
    """One record a document, in the order in which they come first, with all its places in theirs."""
    found: dict[str, Record] = {}
    for one in references:
        known = found.setdefault(one.source.iri, Record(one.source, ()))
        found[one.source.iri] = replace(known, places=tuple(dict.fromkeys((*known.places, *one.places))))
    return list(found.values())


def csl_json(found: Sequence[Record], said: str = "") -> str:
    """A JSON array of CSL items. `said`, where these come from, is each item's `source`, for the array has no head."""
    return json.dumps([_csl(record, said) for record in found], ensure_ascii=False, indent=1) + "\n"


def ris(found: Sequence[Record], said: str = "") -> str:
    """RIS records. The format knows no comment: `said` stands in each record's field DB, "name of database"."""
    return "".join(
        f"{tag}  - {_line(value)}\r\n" for record in found for tag, value in _ris(record, said) if value or tag == "ER"
    )


def bibtex(found: Sequence[Record], said: str = "") -> str:
    """BibTeX entries under keys made of their symbols. `said` stands before them: what is outside an entry is a comment."""
    head = f"% {_line(said).replace('@', '(at)')}\n\n" if said else ""
    keys: dict[str, int] = {}
    return head + "\n".join(_bibtex(record, _key(record, keys)) for record in found)


FORMATS = {"csl-json": csl_json, "ris": ris, "bibtex": bibtex}
"""Formats of a bibliography by name."""


def _csl(record: Record, said: str) -> Mapping[str, object]:
    source = record.source
    told = {
        "id": source.iri,
        "type": _CSL_TYPES.get(source.form, "report"),
        "title": record.title,
        "authority": source.author or "",
        "publisher": "United Nations" if source.symbols else "",
        "number": record.number,
        "genre": record.genre,
        "issued": {"date-parts": [[int(part) for part in source.date.split("-")]]} if source.date else "",
        "page": record.pages,
        "note": record.note,
        "URL": record.address,
        "source": said,
    }
    return {name: value for name, value in told.items() if value}


def _ris(record: Record, said: str) -> list[tuple[str, str]]:
    source = record.source
    year, *rest = (source.date or "").split("-")
    kind = _RIS_TYPES.get(source.form, "RPRT" if source.kind == "Report" else "GOVDOC")
    return [
        ("TY", kind),
        ("TI", record.title),
        ("AU", source.author or ""),
        ("PB", "United Nations" if source.symbols else ""),
        ("PY", year),
        ("DA", "/".join([year, *rest, *[""] * (2 - len(rest)), ""]) if year else ""),
        ("SN" if kind in ("RPRT", "GOVDOC") else "M1", record.number),  # SN holds a report's number
        ("M3", record.genre),
        ("SP", record.pages),
        ("UR", record.address),
        ("N1", record.note),
        ("DB", said),
        ("ID", source.iri),
        ("ER", ""),
    ]


def _bibtex(record: Record, key: str) -> str:
    source = record.source
    year, *rest = (source.date or "").split("-")
    fields = {
        "title": f"{{{_latex(record.title)}}}",
        "author": f"{{{_latex(source.author)}}}" if source.author else "",
        "institution": "United Nations" if source.symbols else "",
        "type": record.genre,
        "number": _latex(record.number),
        "year": year,
        "day": str(int(rest[1])) if len(rest) > 1 else "",
        "pages": _latex(record.pages),
        "url": record.address,
        "note": _latex(record.note),
    }
    month = [f"  month = {_MONTHS[int(rest[0]) - 1]}"] if rest else []
    lines = [*(f"  {name} = {{{value}}}" for name, value in fields.items() if value), *month]
    return f"@{'techreport' if source.symbols else 'misc'}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _key(record: Record, taken: dict[str, int]) -> str:
    """A key of letters, digits and hyphens; one that came before gets a number."""
    name = record.source.symbols[0] if record.source.symbols else record.source.iri.rstrip("/").rpartition("/")[2]
    key = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") or "source"
    taken[key] = taken.get(key, 0) + 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    """In one line, so that a text can begin no field of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
