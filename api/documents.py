"""Answers: documents. In: a symbol, slug or IRI. Out: a document with its passages, or one passage with what stands on it.
Must not know HTTP.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.library import Library, Serving
from api.linked.languages import ENGLISH, preference
from api.linked.names import names_of
from ontology.errors import NotFound, SymbolError
from ontology.iris import checked
from ontology.symbol import Symbol
from ontology.terms import SECTION
from ontology.triples import DOCUMENT_CLASSES, PASSAGE_CLASSES
from stores.graph.store import Term

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_BY_SYMBOL = _PREFIX + "SELECT ?document {{ ?document mg:symbol {symbol} }} ORDER BY STR(?document) LIMIT 1"
_FACTS = _PREFIX + "SELECT ?p ?o {{ <{iri}> ?p ?o }} ORDER BY ?p STR(?o)"
_PARTS = (
    _PREFIX
    + """SELECT ?part ?class ?order ?number ?pinpoint ?words ?heading ?level ?partOf ?markedIn ?markerOffset {{
  ?part mg:inDocument <{iri}> ; a ?class ; mg:order ?order . VALUES ?class {{ """
    + " ".join(f"<{kind}>" for kind in (SECTION, *PASSAGE_CLASSES.values()))
    + """ }}
  OPTIONAL {{ ?part mg:number ?number }} OPTIONAL {{ ?part mg:pinpoint ?pinpoint }} OPTIONAL {{ ?part mg:partOf ?partOf }}
  OPTIONAL {{ ?part mg:heading ?heading }} OPTIONAL {{ ?part mg:level ?level }}
  OPTIONAL {{ ?part mg:text|mg:digestText ?words }}
  OPTIONAL {{ ?part mg:markedIn ?markedIn ; mg:markerOffset ?markerOffset }}
}} ORDER BY ?order"""
)
# Titles come in as many languages as texts: English where there is one, else the first.
_TITLED = """OPTIONAL {{ ?document mg:title ?title FILTER(LANG(?title) = "en" || NOT EXISTS {{
    ?document mg:title ?other FILTER(LANG(?other) = "en" || LANG(?other) < LANG(?title)) }}) }}"""
_LIST = (
    _PREFIX
    + """SELECT ?document ?title ?issued ?year (COUNT(DISTINCT ?passage) AS ?passages) (SAMPLE(?f) AS ?fidelity) {
  ?document mg:hasRendition ?rendition . ?rendition mg:chosen true ; mg:fidelity ?f .
  """
    + _TITLED.format()
    + """
  OPTIONAL { ?document mg:issued ?issued } OPTIONAL { ?document mg:issuedYear ?year }
  ?passage a mg:Passage ; mg:inDocument ?document
} GROUP BY ?document ?title ?issued ?year ORDER BY ?document"""
)
_STATEMENTS = (
    _PREFIX
    + """SELECT ?statement ?class ?start ?end ?printed ?method ?confidence ?value ?reason ?part {{
  ?statement mg:inPassage|mg:statedIn <{iri}> ; a ?class ; mg:start ?start ; mg:end ?end ;
    mg:asPrinted ?printed ; mg:method ?method ; mg:confidence ?confidence .
  VALUES ?class {{
    mg:Citation mg:Mention mg:Allusion mg:Recommendation mg:Commitment mg:MandateBasis mg:Briefing mg:Observation mg:Lineage }}
  OPTIONAL {{ ?statement mg:target|mg:of|mg:alludesTo|mg:addressee|mg:actor|mg:audience|mg:ofSituation|mg:earlier ?value }}
  OPTIONAL {{ ?statement mg:inRendition/mg:language ?language }} FILTER(!BOUND(?language) || ?language = "{language}")
  OPTIONAL {{ ?statement mg:unresolved ?reason }} OPTIONAL {{ ?statement mg:citedPart ?part }}
}} ORDER BY ?start ?end ?statement ?value"""
)
_CITED_BY = (
    _PREFIX
    + "SELECT DISTINCT ?passage ?pinpoint {{ ?passage mg:cites <{iri}> ; mg:pinpoint ?pinpoint }} ORDER BY ?passage LIMIT 200"
)

_KINDS = frozenset(str(kind).rpartition("#")[2] for kind in DOCUMENT_CLASSES.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A section heading or a passage, in reading order. `words` is a passage's text or a section's heading."""

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
    """A passage as shown, with its document and every statement that stands on it; `languages` as those of a document."""

    passage: Part
    document: DocumentView
    statements: tuple[Statement, ...]
    children: tuple[Part, ...]
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
    return _document(library, serving, iri, [_part(row) for row in serving.graph.select(_PARTS.format(iri=iri))], languages)


def _document(library: Library, serving: Serving, iri: str, editions: Sequence[Part], languages: Sequence[str]) -> DocumentView:
    facts = _facts(serving, iri)
    kinds = [_local(str(term)) for term in facts.get("type", [])]
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
        parts=tuple(_in_one_language(editions, languages)),
        renditions=renditions,
        cited_by=tuple((str(row["passage"]), str(row["pinpoint"])) for row in serving.graph.select(_CITED_BY.format(iri=iri))),
        languages=_languages(editions),
    )


def passage(library: Library, serving: Serving, iri: str, languages: Sequence[str] = ENGLISH) -> PassageView:
    """One passage with the statements that stand on its words as they are shown, and the items it holds; NotFound for what is no
    passage. Languages as for `document`.
    """
    owner = serving.graph.select(_PREFIX + f"SELECT ?document {{ <{checked(iri)}> a mg:Passage ; mg:inDocument ?document }}")
    if not owner:
        raise NotFound(
            f"{iri} is no passage of this generation.",
            advice="Paragraphs are doc/SYMBOL/para/NUMBER, such as doc/A/75/863/para/49/b.",
        )
    holder = str(owner[0]["document"])
    editions = [_part(row) for row in serving.graph.select(_PARTS.format(iri=holder))]
    whole = _document(library, serving, holder, editions, languages)
    own = next(part for part in whole.parts if part.iri == iri)
    children = tuple(part for part in whole.parts if part.part_of == iri or part.marked_in == iri)
    spoken = _languages(part for part in editions if part.iri == iri)
    return PassageView(own, whole, tuple(_statements(serving, own, languages)), children, spoken)


def documents(serving: Serving) -> list[Mapping[str, str]]:
    """All documents that have a text here, with title, date, number of passages and fidelity."""
    return [{name: str(term) for name, term in row.items()} for row in serving.graph.select(_LIST) if "document" in row]


def _facts(serving: Serving, iri: str) -> Mapping[str, list[Term]]:
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for row in serving.graph.select(_FACTS.format(iri=iri)):
        found[_local(str(row["p"]))].append(row["o"])
    if not found:
        raise NotFound(f"{iri} is not in this generation.", advice="See `mandategraph query documents-list`.")
    return found


def _rendition(serving: Serving, iri: str) -> Mapping[str, str]:
    facts = _facts(serving, iri)
    return {"iri": iri} | {name: _local(str(terms[0])) for name, terms in facts.items() if name not in ("type", "renditionOf")}


def _in_one_language(parts: Iterable[Part], languages: Sequence[str]) -> Iterable[Part]:
    """Each part once: in the language that is wanted most of those it has, else in the first that came."""
    chosen: dict[str, Part] = {}
    for part in parts:
        if part.iri not in chosen or preference(part.language, languages) < preference(chosen[part.iri].language, languages):
            chosen[part.iri] = part
    return chosen.values()


def _languages(parts: Iterable[Part]) -> tuple[str, ...]:
    """The languages in which these have words, English first."""
    return tuple(sorted({part.language for part in parts if part.words}, key=lambda language: (language != "en", language)))


def _part(row: Mapping[str, Term]) -> Part:
    words = row.get("words") or row.get("heading")
    text = {name: str(term) for name, term in row.items()}
    return Part(
        iri=text["part"],
        kind=_local(text["class"]),
        number=text.get("number"),
        pinpoint=text.get("pinpoint"),
        words=str(words or ""),
        language=(words.language if words else None) or "en",
        part_of=text.get("partOf"),
        level=int(text["level"]) if "level" in text else None,
        marked_in=text.get("markedIn"),
        marker_offset=int(text["markerOffset"]) if "markerOffset" in text else None,
    )


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
            kind=_local(first["class"]),
            start=int(first["start"]),
            end=int(first["end"]),
            as_printed=first["printed"],
            method=first["method"],
            confidence=float(first["confidence"]),
            values=tuple(sorted(values.items())),
            note=first.get("reason") or first.get("part"),
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


def _local(term: str) -> str:
    return term.rpartition("#")[2] if "#" in term else term


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
