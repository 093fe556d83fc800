"""Answers: documents. In: a symbol, slug or IRI. Out: a document with its passages. Must not know HTTP."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from api.library import Library, Serving
from api.linked.languages import ENGLISH, preference
from ontology.errors import NotFound, SymbolError
from ontology.iris import checked
from ontology.symbol import Symbol
from ontology.terms import SECTION
from ontology.triples import DOCUMENT_CLASSES, PASSAGE_CLASSES
from stores.graph.store import Term

PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_BY_SYMBOL = PREFIX + "SELECT ?document {{ ?document mg:symbol {symbol} }} ORDER BY STR(?document) LIMIT 1"
_OF_DOCUMENT = PREFIX + (
    "SELECT ?p ?o {{ VALUES ?p {{ <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> mg:symbol mg:hasRendition mg:title mg:issued "
    "mg:issuedYear mg:certaintyNote }} <{iri}> ?p ?o }} ORDER BY ?p STR(?o)"
)
_FACTS = PREFIX + "SELECT ?p ?o {{ <{iri}> ?p ?o }} ORDER BY ?p STR(?o)"
# A list of classes as VALUES would make the engine begin with all that are of them.
_CLASSES = ", ".join(f"<{kind}>" for kind in (SECTION, *PASSAGE_CLASSES.values()))
A_PART = f"a ?class ; mg:order ?order . FILTER(?class IN ({_CLASSES}))"
PARTS = (
    PREFIX
    + """SELECT ?part ?class ?order ?number ?pinpoint ?words ?heading ?level ?partOf ?markedIn ?markerOffset ?placed {{
  {which} """
    + A_PART
    + """
  OPTIONAL {{ ?part mg:number ?number }} OPTIONAL {{ ?part mg:pinpoint ?pinpoint }} OPTIONAL {{ ?part mg:partOf ?partOf }}
  OPTIONAL {{ ?part mg:heading ?heading }} OPTIONAL {{ ?part mg:level ?level }}
  OPTIONAL {{ ?part mg:text|mg:digestText ?words }}
  OPTIONAL {{ ?part mg:markedIn ?markedIn }} OPTIONAL {{ ?part mg:markerOffset ?markerOffset }}
  OPTIONAL {{ ?part mg:markerOffsetInLanguage ?placed FILTER(LANG(?placed) = LANG(?words)) }}
}} ORDER BY ?order"""
)
_CITED_BY = (
    PREFIX
    + "SELECT DISTINCT ?passage ?pinpoint {{ ?passage mg:cites <{iri}> ; mg:pinpoint ?pinpoint }} ORDER BY ?passage LIMIT 200"
)

_KINDS = frozenset(str(kind).rpartition("#")[2] for kind in DOCUMENT_CLASSES.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A section heading or a passage, in reading order. `words` is a passage's text or a section's heading. `marker_offset` is
    counted in the words that a footnote is marked in, as they stand in `marker_language`; None: in the language that leads.
    """

    iri: str
    kind: str
    number: str | None
    pinpoint: str | None
    words: str
    language: str
    part_of: str | None
    level: int | None = None
    marked_in: str | None = None
    marker_offset: int | None = None
    marker_language: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as shown. `fidelity` is "full", "digest" (our own words) or "none" where only its existence is known;
    `languages` are those in which it has words here, of which each part shows one.
    """

    iri: str
    kind: str
    symbols: tuple[str, ...]
    title: str
    issued: str | None
    fidelity: str
    note: str | None
    parts: tuple[Part, ...]
    renditions: tuple[Mapping[str, str], ...]
    cited_by: tuple[tuple[str, str], ...]
    languages: tuple[str, ...] = ()


def resolve_iri(library: Library, serving: Serving, name: str) -> str:
    """The IRI that a symbol (parallel ones too), slug, path or IRI names; NotFound says what would be understood."""
    if name.startswith(("http://", "https://")):
        return checked(name)
    for path in (name, f"doc/{name}"):  # before symbols: doc/A/75/863/fn/3 has the looks of one
        iri = library.iris.iri(path)
        if serving.graph.ask(f"ASK {{ <{checked(iri)}> ?p ?o }}"):
            return iri
    try:
        symbol = str(Symbol.parse_all(name)[0])
    except SymbolError as error:
        raise NotFound(
            f"Wanted a document symbol, a slug, a path or an IRI; {name!r} is none that is known here.",
            advice="Try A/75/863, core-functions or actor/security-council; `mandategraph query documents-list` lists the rest.",
        ) from error
    rows = serving.graph.select(_BY_SYMBOL.format(symbol=_quoted(symbol)))
    if not rows:
        raise NotFound(
            f"No document with the symbol {symbol} is in this generation.", advice="See `mandategraph query documents-list`."
        )
    return str(rows[0]["document"])


def document(library: Library, serving: Serving, name: str, languages: Sequence[str] = ENGLISH) -> DocumentView:
    """The document that a symbol, slug or IRI names, with all its parts in reading order.

    Texts are in the first of these languages that they have, else in English, else in whatever there is.
    """
    iri = resolve_iri(library, serving, name)
    editions = [as_part(row) for row in serving.graph.select(PARTS.format(which=f"?part mg:inDocument <{iri}> ;"))]
    return replace(
        outside(library, serving, iri, languages),
        parts=tuple(in_one_language(editions, languages)),
        cited_by=tuple((str(row["passage"]), str(row["pinpoint"])) for row in serving.graph.select(_CITED_BY.format(iri=iri))),
        languages=spoken(editions),
    )


def outside(library: Library, serving: Serving, iri: str, languages: Sequence[str]) -> DocumentView:
    """A document without its parts, its languages and what cites it. NotFound for what is no document of this generation."""
    facts = _facts(serving, iri, _OF_DOCUMENT)
    kinds = [local(str(term)) for term in facts.get("type", [])]
    if "Document" not in kinds:
        raise NotFound(f"{iri} is no document of this generation.", advice="Ask for doc/... with a symbol, such as doc/A/75/863.")
    symbols = tuple(sorted(map(str, facts.get("symbol", [])), key=lambda symbol: (not iri.endswith(symbol), symbol)))
    renditions = tuple(_rendition(serving, str(term)) for term in facts.get("hasRendition", []))
    chosen = [rendition["fidelity"] for rendition in renditions if rendition.get("chosen") == "true"]
    return DocumentView(
        iri=iri,
        kind=next((kind for kind in kinds if kind in _KINDS), "Document"),
        symbols=symbols,
        title=_title(facts, languages) or (symbols[0] if symbols else library.iris.path(iri)),
        issued=_first(facts, "issued") or _first(facts, "issuedYear"),
        fidelity={"FullText": "full", "Digest": "digest"}.get(chosen[0], "none") if chosen else "none",
        note=_first(facts, "certaintyNote"),
        parts=(),
        renditions=renditions,
        cited_by=(),
    )


def walk(document: str, parts: Mapping[str, Part]) -> Iterator[tuple[Part, int]]:
    """Parts depth first, each with the number of passages that it stands in; footnotes are no step of reading. A programme
    document is stored by column and read by branch, so the order of reading is not always that of `mg:order`.
    """
    held = defaultdict(list)
    for iri, part in parts.items():
        if part.kind != "Footnote":
            held[part.part_of if part.part_of in parts and part.part_of != iri else document].append(part)
    waiting = [(part, 0) for part in reversed(held[document])]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        deeper = depth if part.kind == "Section" else depth + 1
        waiting += [(inner, deeper) for inner in reversed(held[part.iri])]


def _facts(serving: Serving, iri: str, query: str = _FACTS) -> Mapping[str, list[Term]]:
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for row in serving.graph.select(query.format(iri=iri)):
        found[local(str(row["p"]))].append(row["o"])
    if not found:
        raise NotFound(f"{iri} is not in this generation.", advice="See `mandategraph query documents-list`.")
    return found


def _rendition(serving: Serving, iri: str) -> Mapping[str, str]:
    facts = _facts(serving, iri)
    return {"iri": iri} | {name: local(str(terms[0])) for name, terms in facts.items() if name not in ("type", "renditionOf")}


def in_one_language(parts: Iterable[Part], languages: Sequence[str]) -> Iterable[Part]:
    """Each part once: in the language that is wanted most of those it has, else in the first that came."""
    chosen: dict[str, Part] = {}
    for part in parts:
        if part.iri not in chosen or preference(part.language, languages) < preference(chosen[part.iri].language, languages):
            chosen[part.iri] = part
    return chosen.values()


def spoken(parts: Iterable[Part]) -> tuple[str, ...]:
    """The languages in which these have words, English first."""
    return tuple(sorted({part.language for part in parts if part.words}, key=lambda language: (language != "en", language)))


def as_part(row: Mapping[str, Term]) -> Part:
    """A part in one language, as a row tells it."""
    words = row.get("words") or row.get("heading")
    text, placed = {name: str(term) for name, term in row.items()}, row.get("placed")
    offset = text.get("placed", text.get("markerOffset"))
    return Part(
        iri=text["part"],
        kind=local(text["class"]),
        number=text.get("number"),
        pinpoint=text.get("pinpoint"),
        words=str(words or ""),
        language=(words.language if words else None) or "en",
        part_of=text.get("partOf"),
        level=int(text["level"]) if "level" in text else None,
        marked_in=text.get("markedIn"),
        marker_offset=int(offset) if offset is not None else None,
        marker_language=placed.language if placed else None,
    )


def _title(facts: Mapping[str, list[Term]], languages: Sequence[str]) -> str | None:
    """The title in the language that is wanted most."""
    titles = sorted(
        facts.get("title", ()), key=lambda term: (preference(term.language, languages), term.language or "", str(term))
    )
    return str(titles[0]) if titles else None


def _first(facts: Mapping[str, list[Term]], name: str) -> str | None:
    terms = facts.get(name)
    return str(terms[0]) if terms else None


def local(term: str) -> str:
    """The name of a term without its namespace."""
    return term.rpartition("#")[2] if "#" in term else term


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
