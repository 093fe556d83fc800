"""River, stage publish: from graph to index. In: the working graph. Out: one point a passage, with what it can be filtered by
and where it stands.

The graph is the one source of truth: nothing is indexed that the graph does not say, so the two can never disagree. Names are
kept once (`intern`): each comes in many rows, and all passages are held until they are indexed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import cast

from ontology.iris import checked_graph, key_in_language
from ontology.triples import DOCUMENT_CLASSES, PASSAGE_CLASSES
from queries.dates import dated
from stores.graph.store import GraphStore
from stores.vectors.index import Value

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>"
_INDEXED = [kind for name, kind in PASSAGE_CLASSES.items() if name != "signature"]  # a name alone answers no question
_PASSAGES = (
    """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?document ?class ?words ?order ?pinpoint ?fidelity ?date WHERE {
  ?passage a mg:Passage ; a ?class ; mg:inDocument ?document ; mg:order ?order ; mg:pinpoint ?pinpoint .
  VALUES ?class { """
    + " ".join(f"<{kind}>" for kind in _INDEXED)
    + """ }
  { ?passage mg:text ?words BIND("full" AS ?fidelity) } UNION { ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }
  """
    + dated()
    + """
}"""
)
_WORDS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?words ?fidelity WHERE {{ GRAPH <{graph}> {{
  {{ ?passage mg:text ?words BIND("full" AS ?fidelity) }}
  UNION {{ ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }} }} }}"""
_STATED = "?statement mg:inPassage|mg:statedIn ?passage"
_OF_DOCUMENT = "?passage mg:inDocument ?document . ?document"
_TAGS: Mapping[str, str] = {
    "crimes": "?passage mg:mentions ?tag . ?tag a mg:Crime .",
    "risk_factors": "?passage mg:mentions ?tag . ?tag a mg:RiskFactor .",
    "actors": "?passage mg:mentions ?tag . FILTER(CONTAINS(STR(?tag), '/actor/') || CONTAINS(STR(?tag), '/state/'))",
    "countries": f"""{{ ?passage mg:mentions ?tag }} UNION {{ {_STATED} ; mg:onSituationIn ?tag }}
      UNION {{ {_STATED} ; mg:ofSituation/mg:situationIn ?tag }} ?tag a mg:State .""",
    "networks": "?passage mg:mentions ?tag . ?tag a mg:Network .",
    "mechanisms": "?passage mg:mentions ?tag . ?tag a mg:Mechanism .",
    "mandates": f"{{ ?passage mg:mentions ?tag }} UNION {{ {_STATED} ; mg:mandate ?tag }} ?tag a mg:Mandate .",
    "addressees": "?duty mg:statedIn ?passage ; mg:addressee ?tag .",
    "verbs": "?duty mg:statedIn ?passage ; mg:verbClass ?tag .",
    "themes": "?duty mg:statedIn ?passage ; mg:theme ?tag .",
    "pillars": "{ ?duty mg:statedIn ?passage ; mg:pillar ?tag } UNION { ?passage mg:mentions ?tag } ?tag a mg:Pillar .",
    "cites": "?passage mg:cites ?tag .",
    "organs": f"{_OF_DOCUMENT} mg:adoptedBy ?tag .",
    "sessions": f"{_OF_DOCUMENT} mg:session ?tag .",
}
"""Field -> pattern: all that a passage may be filtered by that is stated of it, of its document, or on its words."""
_NAMED_BY = (
    "?passage mg:cites|mg:mentions ?tag . FILTER NOT EXISTS { ?tag a mg:Document }",  # its IRI names its own passages
    "?passage mg:cites ?cited . ?cited mg:symbol ?tag .",
    f"{_OF_DOCUMENT} mg:symbol ?tag .",
)
_KINDS = f"""{_STATED} ; a ?tag .
  VALUES ?tag {{ mg:Recommendation mg:Commitment mg:Observation mg:Briefing mg:MandateBasis mg:Finding }}"""
_TYPES = f"{_OF_DOCUMENT} a ?tag . VALUES ?tag {{ {' '.join(f'<{kind}>' for kind in DOCUMENT_CLASSES.values())} }}"


_HOLDERS = "?held mg:partOf ?holder"
_HEADINGS = "?thing mg:heading ?said"
_TITLES = "?thing mg:title ?said . FILTER EXISTS { ?passage mg:inDocument ?thing }"


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be indexed: its IRI, words, language, and the payload that filters and facets go by.

    `context` is where it stands, "title > heading": it goes into meaning and keywords, not into the words shown and counted.
    A footnote has none: its few words, often an address alone, would mean little but the title. `titles` and `headings` are
    those of its document and of all that holds it, in every language: words are looked for there on demand.
    """

    iri: str
    words: str
    context: str
    payload: Mapping[str, Value]
    titles: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the index keeps it under: one point a language."""
        return key_in_language(self.iri, str(self.payload["language"]))

    @property
    def embedded(self) -> str:
        """What the model reads."""
        return f"{self.context}\n{self.words}".strip()

    @property
    def looked_up(self) -> str:
        """What keywords are taken from: where it stands counts twice, for titles and headings say what a passage is about."""
        return f"{self.context}\n{self.embedded}".strip()

    @property
    def start(self) -> int:
        """Where in `embedded` the passage's own words begin."""
        return len(self.context) + 1 if self.context else 0


def entries(store: GraphStore) -> list[Entry]:
    """Every passage of the graph in every language, sorted by IRI and language."""
    tags = Tags.of(store)
    places = Places.of(store)
    found = [_entry(row, tags, places) for row in _rows(store)]
    return sorted(found, key=lambda entry: (entry.iri, str(entry.payload["language"])))


def words_in(store: GraphStore, graph: str) -> Mapping[tuple[str, str, str], str]:
    """The words of the passages of a document's graph, by passage, language and fidelity."""
    rows = store.select(_WORDS.format(graph=checked_graph(graph)))
    return {(str(row["passage"]), row["words"].language or "", str(row["fidelity"])): str(row["words"]) for row in rows}


def placed(words: str, payload: Mapping[str, Value], places: "Places") -> Entry:
    """A passage with its words and fields, in its place."""
    iri, document, language = (str(payload[name]) for name in ("passage", "document", "language"))
    is_footnote = "Footnote" in cast("list[str]", payload["kind"])
    context = "" if is_footnote else places.context(iri, document, language)
    return Entry(iri, words, context, payload, places.titles(document), places.headings(iri))


@dataclass(frozen=True, slots=True)
class Tags:
    """What is stated of passages, by IRI: values by field, names that ask for them exactly, kinds, and types of document."""

    fields: Mapping[str, Mapping[str, list[str]]]
    names: Sequence[Mapping[str, list[str]]]
    kinds: Mapping[str, list[str]]
    types: Mapping[str, list[str]]

    @classmethod
    def of(cls, store: GraphStore) -> "Tags":
        """The tags of a graph."""
        fields = {name: _tags(store, pattern) for name, pattern in _TAGS.items()}
        return cls(fields, [_tags(store, pattern) for pattern in _NAMED_BY], _tags(store, _KINDS), _tags(store, _TYPES))


@dataclass(frozen=True, slots=True)
class Places:
    """What holds each passage and section, and what documents and sections are called, by IRI and language."""

    holder: Mapping[str, str]
    heading: Mapping[str, Mapping[str, str]]
    title: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, store: GraphStore, graphs: str = "") -> "Places":
        """The places of a graph; of the named graphs alone whose IRIs begin so, where that is given."""
        holders, headings, titles = (_within(pattern, graphs) for pattern in (_HOLDERS, _HEADINGS, _TITLES))
        return cls(_pairs(store, holders), _names(store, headings), _names(store, titles))

    def holders(self, passage: str) -> list[str]:
        """What holds a passage, the nearest first: passages, sections, the document."""
        found: list[str] = []
        while (passage := self.holder.get(passage, "")) and passage not in found:
            found.append(passage)
        return found

    def titles(self, document: str) -> tuple[str, ...]:
        """What a document is called, in every language."""
        return tuple(self.title.get(document, {}).values())

    def headings(self, passage: str) -> tuple[str, ...]:
        """What stands above a passage, the nearest first, in every language."""
        return tuple(said for holder in self.holders(passage) for said in self.heading.get(holder, {}).values())

    def context(self, passage: str, document: str, language: str) -> str:
        """As "title > heading", in the language of the passage where known, else in the first; the unknown is left out."""
        nearest = next((self.heading[holder] for holder in self.holders(passage) if holder in self.heading), {})
        return " > ".join(filter(None, (_in(self.title.get(document, {}), language), _in(nearest, language))))


def _in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _within(pattern: str, graphs: str) -> str:
    return f'GRAPH ?graph {{ {pattern} }} FILTER(STRSTARTS(STR(?graph), "{graphs}"))' if graphs else pattern


def _pairs(store: GraphStore, pattern: str) -> dict[str, str]:
    """What is held, and the first by name of what holds it."""
    found: dict[str, str] = {}
    for row in store.select(f"{_PREFIX} SELECT DISTINCT ?held ?holder WHERE {{ {pattern} }}"):
        held, holder = intern(str(row["held"])), intern(str(row["holder"]))
        found[held] = min(holder, found.get(held, holder))
    return found


def _names(store: GraphStore, pattern: str) -> Mapping[str, Mapping[str, str]]:
    """What each thing is called, by language in their order; of several names in one, the first."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows = store.select(f"{_PREFIX} SELECT DISTINCT ?thing ?said WHERE {{ {pattern} }}")
    for thing, language, said in sorted((str(row["thing"]), row["said"].language or "", str(row["said"])) for row in rows):
        found[intern(thing)].setdefault(language, said)
    return found


def _rows(store: GraphStore) -> Iterator[dict[str, str]]:
    for row in store.select(_PASSAGES):
        words = row["words"]
        named = {name: intern(str(term)) for name, term in row.items() if name != "words"}
        yield named | {"words": str(words), "language": words.language or ""}


def _tags(store: GraphStore, pattern: str) -> Mapping[str, list[str]]:
    """Values by passage, in their order. Sorted here: an ORDER BY takes the engine twice as long as all the rest of a query."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in store.select(f"{_PREFIX} SELECT DISTINCT ?passage ?tag WHERE {{ {pattern} }}"):
        found[intern(str(row["passage"]))].append(intern(str(row["tag"])))
    for values in found.values():
        values.sort()
    return found


def _entry(row: Mapping[str, str], tags: Tags, places: Places) -> Entry:
    iri, document, language = row["passage"], row["document"], row["language"]
    kinds = [_local(row["class"]), *map(_local, tags.kinds.get(iri, []))]
    # Whoever asks for a paragraph by its number wants its items too; whoever asks for a document, all that it holds.
    names = {iri, *places.holders(iri)[:1], document, *(name for of in tags.names for name in of.get(iri, []))}
    payload: dict[str, Value] = {
        "passage": iri,
        "document": document,
        "kind": sorted(kinds),
        "type": sorted(map(_local, tags.types.get(iri, []))),
        "language": language,
        "fidelity": row["fidelity"],
        "order": int(row["order"]),
        "symbols": sorted(names),
        **{field: of.get(iri, []) for field, of in tags.fields.items()},
        **_dates(row.get("date", "")),
    }
    return placed(row["words"], payload, places)


def _dates(date: str) -> dict[str, int]:
    """The year of a date or a year, and the first and the last day that it may be, as YYYYMMDD; nothing where there is none."""
    year, month, day = (date[:4], date[5:7], date[8:10])
    if not year.isdigit():
        return {}
    whole = month.isdigit() and day.isdigit()
    first, last = (f"{year}{month}{day}",) * 2 if whole else (f"{year}0101", f"{year}1231")
    return {"year": int(year), "first_day": int(first), "last_day": int(last)}


def _local(term: str) -> str:
    return intern(term.rpartition("#")[2])
