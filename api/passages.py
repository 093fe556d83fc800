"""Answers: passages. In: a passage's IRI. Out: the passage with what stands on it and what stands around it. Must not know HTTP,
or read more of the document than that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.documents import PARTS, PREFIX, DocumentView, Part, as_part, in_one_language, local, outside, spoken
from api.library import Library, Serving
from api.linked.languages import ENGLISH
from api.linked.names import names_of
from api.reader.outline import Outline, outline_of
from ontology.errors import NotFound
from ontology.iris import checked

_STATEMENTS = (
    PREFIX
    + """SELECT ?statement ?class ?start ?end ?printed ?method ?confidence ?value ?reason ?part {{
  ?statement mg:inPassage|mg:statedIn <{iri}> ; a ?class ; mg:start ?start ; mg:end ?end ;
    mg:asPrinted ?printed ; mg:method ?method ; mg:confidence ?confidence .
  FILTER(?class IN (mg:Citation, mg:Mention, mg:Allusion, mg:Recommendation, mg:Commitment, mg:MandateBasis, mg:Briefing,
    mg:Observation, mg:Lineage))
  OPTIONAL {{ ?statement mg:target|mg:of|mg:alludesTo|mg:addressee|mg:actor|mg:audience|mg:ofSituation|mg:earlier ?value }}
  OPTIONAL {{ ?statement mg:inRendition/mg:language ?language }} FILTER(!BOUND(?language) || ?language = "{language}")
  OPTIONAL {{ ?statement mg:unresolved ?reason }} OPTIONAL {{ ?statement mg:citedPart ?part }}
}} ORDER BY ?start ?end ?statement ?value"""
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A derived statement about words of a passage: its class, span, words, method, confidence, and what it points to."""

    iri: str
    kind: str
    start: int
    end: int
    as_printed: str
    method: str
    confidence: float
    values: tuple[tuple[str, str], ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as shown, with every statement that stands on it. `document` is without its parts and what cites it, `languages`
    are those of the passage; `holder` is the part that holds it, `before` and `after` are what is read there.
    """

    passage: Part
    document: DocumentView
    statements: tuple[Statement, ...]
    children: tuple[Part, ...]
    languages: tuple[str, ...] = ()
    holder: Part | None = None
    before: Part | None = None
    after: Part | None = None


def passage(library: Library, serving: Serving, iri: str, languages: Sequence[str] = ENGLISH) -> PassageView:
    """One passage with the statements that stand on its words as they are shown, and the items it holds; NotFound for what is no
    passage. Languages as for a document.
    """
    owner = serving.graph.select(PREFIX + f"SELECT ?document {{ <{checked(iri)}> a mg:Passage ; mg:inDocument ?document }}")
    document = str(owner[0]["document"]) if owner else ""
    order = outline_of(serving.graph, document) if owner else None
    outline = order.parts if order else {}
    if order is None or iri not in outline:
        raise NotFound(
            f"{iri} is no passage of this generation.",
            advice="Paragraphs are doc/SYMBOL/para/NUMBER, such as doc/A/75/863/para/49/b.",
        )
    holder = outline[iri].part_of or outline[iri].marked_in or ""
    children = [part.iri for part in outline.values() if iri in (part.part_of, part.marked_in)]
    before, after = _neighbours(order, iri)
    editions = _editions(serving, {iri, holder, before, after, *children} & set(outline))
    shown = {part.iri: part for part in in_one_language(editions, languages)}
    return PassageView(
        passage=shown[iri],
        document=outside(library, serving, document, languages),
        statements=tuple(_statements(serving, shown[iri], languages)),
        children=tuple(shown[child] for child in children),
        languages=spoken(part for part in editions if part.iri == iri),
        holder=shown.get(holder),
        before=shown.get(before),
        after=shown.get(after),
    )


def _editions(serving: Serving, iris: set[str]) -> list[Part]:
    """Parts in each of their languages, in the document's order."""
    values = " ".join(f"<{checked(iri)}>" for iri in sorted(iris))
    return [as_part(row) for row in serving.graph.select(PARTS.format(which=f"VALUES ?part {{ {values} }} ?part"))]


def _neighbours(outline: Outline, iri: str) -> tuple[str, str]:
    """The passages read before and after one; empty where there is none."""
    order = [one for one in outline.depths if outline.parts[one].kind != "Section"]
    place = order.index(iri) if iri in order else None
    if place is None:
        return "", ""
    return (order[place - 1] if place else ""), (order[place + 1] if place + 1 < len(order) else "")


def _statements(serving: Serving, part: Part, languages: Sequence[str]) -> Iterator[Statement]:
    """What stands on the words that are shown: spans count in the language in which a statement was read."""
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in serving.graph.select(_STATEMENTS.format(iri=part.iri, language=part.language)):
        grouped.setdefault(str(row["statement"]), []).append({name: str(term) for name, term in row.items()})
    names = names_of(serving, (row["value"] for rows in grouped.values() for row in rows if "value" in row), languages)
    for statement, rows in grouped.items():
        first = rows[0]
        values = {row["value"]: names.get(row["value"], row["value"]) for row in rows if "value" in row}
        yield Statement(
            iri=statement,
            kind=local(first["class"]),
            start=int(first["start"]),
            end=int(first["end"]),
            as_printed=first["printed"],
            method=first["method"],
            confidence=float(first["confidence"]),
            values=tuple(sorted(values.items())),
            note=first.get("reason") or first.get("part"),
        )
