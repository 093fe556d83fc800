"""Answers, reader: an opened document. In: a document, languages, and which portion of it is read. Out: what stands on that page:
the words, in one language or two, footnotes, marks, what they lead to, who cites what. Must not know addresses or HTTP.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.documents import PARTS, PREFIX, DocumentView, Part, as_part, in_one_language, outside
from api.library import Library, Serving
from api.linked.languages import preference
from api.reader.explained import Thing, explained
from api.reader.outline import Outline, outline_of
from api.reader.particulars import Particular, particulars
from api.reader.stated import Mark, citing, marks_on
from ontology.errors import NotFound
from ontology.iris import checked

MOST_CITED_BY = 50
_CITED_BY = (
    PREFIX
    + "SELECT DISTINCT ?passage ?pinpoint {{ ?passage mg:cites <{iri}> ; mg:pinpoint ?pinpoint }} ORDER BY ?passage LIMIT {most}"
)
_CITED_OFTEN = PREFIX + "SELECT (COUNT(DISTINCT ?passage) AS ?count) {{ ?passage mg:cites <{iri}> }}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read: the languages by preference, a second one to stand beside them ("" for none), the number of a portion
    or a part that it holds (the first portion where neither is given), or the whole. `with_marks` is False for a page to print.
    """

    languages: tuple[str, ...] = ("en",)
    beside: str = ""
    portion: int = 0
    holding: str = ""
    whole: bool = False
    with_marks: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """A document opened at a portion; `portion` is its number from 1, 0 for the whole. `parts` are what is read there in order,
    each once, and their footnotes; `beside` has the same in the second language where they have words in it. `marks` are by
    passage, `things` by IRI, `citing` tells by passage who cites it. `cited_by` has the first of `cited_often` passages elsewhere
    that cite the document.
    """

    document: DocumentView
    outline: Outline
    portion: int
    parts: tuple[Part, ...]
    notes: tuple[Part, ...]
    headings: tuple[Part, ...]
    beside: Mapping[str, Part]
    marks: Mapping[str, list[Mark]]
    things: Mapping[str, Thing]
    citing: Mapping[str, list[tuple[str, str]]]
    particulars: tuple[Particular, ...]
    cited_by: tuple[tuple[str, str], ...]
    cited_often: int
    language: str
    languages: tuple[str, ...]


def open_document(library: Library, serving: Serving, iri: str, wanted: Wanted) -> Opened:
    """The document at the portion that is wanted. NotFound for what is no document, or has no such portion."""
    view = outside(library, serving, iri, wanted.languages)
    outline = outline_of(serving.graph, iri)
    number = 0 if wanted.whole else _number(outline, wanted)
    shown = _shown(outline, number)
    notes = outline.notes_of(shown)
    editions = _editions(serving, [*shown, *notes])
    chosen = {part.iri: part for part in in_one_language(editions, wanted.languages)}
    passages = [one for one in (*shown, *notes) if chosen[one].kind != "Section"]
    marks = marks_on(serving, passages) if wanted.with_marks else {}
    languages = _languages(view)
    language = min(languages, key=lambda one: preference(one, wanted.languages), default="en")
    cited_by, often = _cited_by(serving, iri)
    return Opened(
        document=view,
        outline=outline,
        portion=number,
        parts=tuple(chosen[one] for one in shown),
        notes=tuple(chosen[one] for one in notes),
        headings=tuple(in_one_language(outline.headings, wanted.languages)),
        beside={part.iri: part for part in editions if wanted.beside and part.language == wanted.beside},
        marks=marks,
        things=explained(library, serving, sorted(_led_to(marks)), language),
        citing=citing(serving, passages) if wanted.with_marks else {},
        particulars=particulars(serving, iri, view.fidelity),
        cited_by=cited_by,
        cited_often=often,
        language=language,
        languages=languages,
    )


def _number(outline: Outline, wanted: Wanted) -> int:
    """The number of the portion that is wanted; 1 where the document has no text."""
    number = outline.portion_of.get(wanted.holding, 0) if wanted.holding else wanted.portion or 1
    if not 1 <= number <= max(1, len(outline.portions)):
        raise NotFound(
            f"That document is read in {max(1, len(outline.portions))} parts; there is no part {number}.",
            advice="Leave out ?part= to begin at its beginning.",
        )
    return number


def _shown(outline: Outline, number: int) -> tuple[str, ...]:
    if not outline.portions:
        return ()
    return tuple(outline.depths) if number == 0 else outline.portions[number - 1].parts


def _editions(serving: Serving, iris: Sequence[str]) -> list[Part]:
    """Parts in each of their languages, in the document's order."""
    if not iris:
        return []
    values = " ".join(f"<{checked(iri)}>" for iri in iris)
    return [as_part(row) for row in serving.graph.select(PARTS.format(which=f"VALUES ?part {{ {values} }} ?part"))]


def _led_to(marks: Mapping[str, Iterable[Mark]]) -> set[str]:
    return {value for found in marks.values() for mark in found for value in mark.values}


def _languages(view: DocumentView) -> tuple[str, ...]:
    """The languages of the files that were chosen to be read, English first."""
    found = {file.get("language", "en") for file in view.renditions if file.get("chosen") == "true"}
    return tuple(sorted(found, key=lambda language: (language != "en", language)))


def _cited_by(serving: Serving, iri: str) -> tuple[tuple[tuple[str, str], ...], int]:
    rows = serving.graph.select(_CITED_BY.format(iri=iri, most=MOST_CITED_BY))
    found = tuple((str(row["passage"]), str(row["pinpoint"])) for row in rows)
    if len(found) < MOST_CITED_BY:
        return found, len(found)
    return found, int(str(serving.graph.select(_CITED_OFTEN.format(iri=iri))[0]["count"]))
