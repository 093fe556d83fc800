"""River, stage publish: from graph to index. In: the working graph. Out: one point a passage, with what it can be filtered by
and where it stands.

The graph is the one source of truth: nothing is indexed that the graph does not say, so the two can never disagree.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ontology.iris import key_in_language
from ontology.triples import PASSAGE_CLASSES
from stores.graph.store import GraphStore

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>"
_INDEXED = [kind for name, kind in PASSAGE_CLASSES.items() if name != "signature"]  # a name alone answers no question
_PASSAGES = (
    """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?document ?class ?words ?order ?pinpoint ?fidelity ?issued ?issuedYear WHERE {
  ?passage a mg:Passage ; a ?class ; mg:inDocument ?document ; mg:order ?order ; mg:pinpoint ?pinpoint .
  VALUES ?class { """
    + " ".join(f"<{kind}>" for kind in _INDEXED)
    + """ }
  { ?passage mg:text ?words BIND("full" AS ?fidelity) } UNION { ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }
  OPTIONAL { ?document mg:issued ?issued }
  OPTIONAL { ?document mg:issuedYear ?issuedYear }
}"""
)
_TAGS: Mapping[str, str] = {
    "crimes": "?passage mg:mentions ?tag . ?tag a mg:Crime .",
    "risk_factors": "?passage mg:mentions ?tag . ?tag a mg:RiskFactor .",
    "actors": "?passage mg:mentions ?tag . FILTER(CONTAINS(STR(?tag), '/actor/') || CONTAINS(STR(?tag), '/state/'))",
    "networks": "{ ?passage mg:mentions ?tag . ?tag a mg:Network } UNION { ?passage mg:mentions ?tag . ?tag a mg:Mechanism }",
    "addressees": "?duty mg:statedIn ?passage ; mg:addressee ?tag .",
    "cites": "?passage mg:cites ?tag .",
    "symbols": "?passage mg:cites ?cited . ?cited mg:symbol ?tag .",
    "own_symbols": "?passage mg:inDocument ?document . ?document mg:symbol ?tag .",
    "duties": "?duty mg:statedIn ?passage ; a ?tag . FILTER(?tag IN (mg:Recommendation, mg:Commitment))",
}


_HOLDERS = "?held mg:partOf ?holder"
_HEADINGS = "?thing mg:heading ?said"
_TITLES = "?thing mg:title ?said . FILTER EXISTS { ?passage mg:inDocument ?thing }"


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be indexed: its IRI, words, language, and the payload that filters and facets go by.

    `context` is where it stands, "title > heading": it goes into the meaning and not into the words that are shown and counted.
    A footnote has none: its few words, often an address alone, would mean little but the title.
    """

    iri: str
    words: str
    context: str
    payload: Mapping[str, str | int | float | bool | list[str]]

    @property
    def key(self) -> str:
        """What the index keeps it under: one point a language."""
        return key_in_language(self.iri, str(self.payload["language"]))

    @property
    def embedded(self) -> str:
        """What the model reads."""
        return f"{self.context}\n{self.words}".strip()


def entries(store: GraphStore) -> list[Entry]:
    """Every passage of the graph in every language, sorted by IRI and language."""
    tags = {name: _tags(store, pattern) for name, pattern in _TAGS.items()}
    places = Places.of(store)
    found = [_entry(row, tags, places) for row in _rows(store)]
    return sorted(found, key=lambda entry: (entry.iri, str(entry.payload["language"])))


@dataclass(frozen=True, slots=True)
class Places:
    """What holds each passage and section, and what documents and sections are called, by IRI and language."""

    holder: Mapping[str, str]
    heading: Mapping[str, Mapping[str, str]]
    title: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, store: GraphStore) -> "Places":
        """The places of a graph."""
        return cls(_pairs(store, _HOLDERS), _names(store, _HEADINGS), _names(store, _TITLES))

    def holders(self, passage: str) -> list[str]:
        """What holds a passage, the nearest first: passages, sections, the document."""
        found: list[str] = []
        while (passage := self.holder.get(passage, "")) and passage not in found:
            found.append(passage)
        return found

    def context(self, passage: str, document: str, language: str) -> str:
        """As "title > heading", in the language of the passage where known, else in the first; the unknown is left out."""
        nearest = next((self.heading[holder] for holder in self.holders(passage) if holder in self.heading), {})
        return " > ".join(filter(None, (_in(self.title.get(document, {}), language), _in(nearest, language))))


def _in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _pairs(store: GraphStore, pattern: str) -> dict[str, str]:
    rows = store.select(f"{_PREFIX} SELECT DISTINCT ?held ?holder WHERE {{ {pattern} }} ORDER BY ?held DESC(?holder)")
    return {str(row["held"]): str(row["holder"]) for row in rows}


def _names(store: GraphStore, pattern: str) -> Mapping[str, Mapping[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in store.select(f"{_PREFIX} SELECT DISTINCT ?thing ?said WHERE {{ {pattern} }} ORDER BY ?thing LANG(?said) ?said"):
        found[str(row["thing"])].setdefault(row["said"].language or "", str(row["said"]))
    return found


def _rows(store: GraphStore) -> Iterator[dict[str, str]]:
    for row in store.select(_PASSAGES):
        words = row["words"]
        yield {name: str(term) for name, term in row.items()} | {"language": words.language or ""}


def _tags(store: GraphStore, pattern: str) -> Mapping[str, list[str]]:
    query = f"{_PREFIX} SELECT DISTINCT ?passage ?tag WHERE {{ {pattern} }} ORDER BY ?passage ?tag"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in store.select(query):
        found[str(row["passage"])].append(str(row["tag"]))
    return found


def _entry(row: Mapping[str, str], tags: Mapping[str, Mapping[str, list[str]]], places: Places) -> Entry:
    iri = row["passage"]
    of = {name: values.get(iri, []) for name, values in tags.items()}
    kinds = [_local(row["class"]), *map(_local, of["duties"])]
    year = row.get("issued", row.get("issuedYear", ""))[:4]
    names = [iri, *places.holders(iri)[:1]]  # whoever asks for a paragraph by its number wants its items too
    payload: dict[str, str | int | float | bool | list[str]] = {
        "passage": iri,
        "document": row["document"],
        "kind": sorted(kinds),
        "language": row["language"],
        "fidelity": row["fidelity"],
        "order": int(row["order"]),
        "symbols": sorted({*of["symbols"], *of["own_symbols"], *names}),
        "crimes": of["crimes"],
        "risk_factors": of["risk_factors"],
        "actors": of["actors"],
        "networks": of["networks"],
        "addressees": of["addressees"],
        "cites": of["cites"],
    }
    if year.isdigit():
        payload["year"] = int(year)
    context = "" if "Footnote" in kinds else places.context(iri, row["document"], row["language"])
    return Entry(iri, row["words"], context, payload)


def _local(term: str) -> str:
    return term.rpartition("#")[2]
