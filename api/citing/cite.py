"""Answers, citing: cite. In: names in the order in which they are cited, and a style. Out: footnotes, or a bibliography for a
reference manager. Must not know HTTP.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.citing.footnotes import STYLES, Footnote, footnotes
from api.citing.gather import references
from api.citing.records import FORMATS, records
from api.library import Library, Serving
from ontology.errors import BadParameter

NAMES = (*STYLES, *FORMATS)


@dataclass(frozen=True, slots=True)
class Cited:
    """What was cited, and in which style. `footnotes` is empty for a bibliography; `text` is all of it, a footnote a line."""

    style: str
    generation: str
    footnotes: tuple[Footnote, ...]
    text: str


def cite(library: Library, serving: Serving, names: Sequence[str], style: str = "un") -> Cited:
    """The names cited: "un", "un-in-text" and "oscola" are footnotes, short where they repeat; "csl-json", "ris" and "bibtex"
    have one record a document. BadParameter for another style, no name or too many; NotFound for what is not known here.
    """
    if style not in NAMES:
        raise BadParameter(f"There is no style {style[:40]!r}.", advice=f"Use one of: {', '.join(NAMES)}.")
    cited = references(library, serving, names)
    if style in FORMATS:
        found = records(one for group in cited for one in group)
        return Cited(style, serving.generation.id, (), FORMATS[style](found, ""))
    written = footnotes(cited, STYLES[style])
    return Cited(style, serving.generation.id, tuple(written), "".join(f"{one.text}\n" for one in written))
