"""River, across documents: lineage by matter. In: the duties of all described documents. Out: which duty takes up which earlier
one, and how.

Two duties of reports by the same author are compared by what they share: themes, texts that both cite, networks and mechanisms
that both name; the rarer, the more it counts. Between the same parties one shared theme may be enough; where an ask passes from
one party to another, more is wanted. Must not compare words (near-verbatim reuse is another method), nor resolutions: what two
of them share, such as a call on the special procedures, says too little; nor what an author says in passing that he will do.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ontology.iris import Iris, evidence_iri
from queries.dates import dated
from reading.relate import Relation, Side, asked_again
from stores.graph.store import GraphStore, Term

_SAME_PARTY, _NAMED_IN_BOTH, _THEMES_ONLY = 0.1, 0.2, 0.4  # least overlap; set on the reports of 2018 and 2021, see benchmarks
_MOST = 3  # earlier duties of one document that one later duty takes up
_WIDEST = 1000  # duties of one author that share a feature, before it is so common that it says nothing
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_DUTIES = (
    _PREFIX
    + """SELECT ?duty ?document ?author ?date ?passage ?start ?end ?printed ?rendition ?rank WHERE {
  ?duty a mg:Duty ; mg:statedIn ?passage ; mg:start ?start ; mg:end ?end ; mg:asPrinted ?printed ; mg:inRendition ?rendition .
  ?passage mg:inDocument ?document . ?document a mg:Report .
  FILTER NOT EXISTS { ?duty a mg:Commitment ; mg:method "verb in the sentence" }
  { SELECT DISTINCT ?document ?author { ?asked mg:askedBy ?author ; mg:statedIn/mg:inDocument ?document } }
  """
    + dated()
    + """
  OPTIONAL { ?duty mg:verbClass/mg:rank ?rank }
} ORDER BY ?duty ?author"""
)
_FEATURES: Mapping[str, str] = {
    "theme": "?duty mg:theme ?feature",
    "party": "?duty mg:addressee|mg:actor ?feature",
    "cited": "?duty mg:statedIn/mg:cites ?feature . ?feature a ?any",
    "named": "?duty mg:statedIn/mg:mentions ?feature . ?feature a ?class . VALUES ?class { mg:Mechanism mg:Network } "
    "FILTER NOT EXISTS { ?feature a mg:GenericName }",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A duty with what it can be compared by, and the evidence that it stands on, as terms of the graph."""

    iri: str
    document: str
    author: str
    when: str
    rank: int
    themes: frozenset[str]
    named: frozenset[str]
    parties: frozenset[str]
    evidence: Mapping[str, Term]

    @property
    def side(self) -> Side:
        """As what its relation to another is told by."""
        return Side(str(self.evidence["printed"]), True, self.parties, self.rank)

    @property
    def features(self) -> frozenset[str]:
        """Themes and named things together."""
        return self.themes | self.named


@dataclass(frozen=True, slots=True)
class Link:
    """A later duty takes up an earlier one. `overlap` is the weight of what both share in that of what either has, 0 to 1."""

    later: Stated
    earlier: Stated
    relation: Relation
    overlap: float

    def iri(self, iris: Iris) -> str:
        """The IRI of the link, stable while the words of the later duty are."""
        return evidence_iri(self.later.iri, "lineage", self.relation, iris.path(self.earlier.iri), 1)

    @property
    def confidence(self) -> float:
        """How sure the method is: never above .9, for nobody has read the two beside each other."""
        return round(min(0.9, 0.5 + self.overlap / 2), 2)


def lineage(store: GraphStore) -> list[Link]:
    """Every link between the duties of the graph, sorted by the later, then by the earlier one."""
    duties = list(_stated(store))
    weights = _weights(duties)
    found = [link for earlier, later in _pairs(duties) if (link := _link(earlier, later, weights))]
    return sorted(_strongest(found), key=lambda link: (link.later.iri, link.earlier.iri))


def _stated(store: GraphStore) -> Iterator[Stated]:
    of = {name: _features(store, pattern) for name, pattern in _FEATURES.items()}
    seen: set[str] = set()
    for row in store.select(_DUTIES):
        iri = str(row["duty"])
        when = row.get("date")
        if when is not None and iri not in seen:
            seen.add(iri)
            named = of["cited"].get(iri, frozenset()) | of["named"].get(iri, frozenset())
            yield Stated(
                iri,
                str(row["document"]),
                str(row["author"]),
                str(when),
                int(str(row["rank"])) if "rank" in row else 0,
                of["theme"].get(iri, frozenset()),
                named,
                of["party"].get(iri, frozenset()),
                row,
            )


def _features(store: GraphStore, pattern: str) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in store.select(f"{_PREFIX} SELECT DISTINCT ?duty ?feature WHERE {{ ?duty a mg:Duty . {pattern} }}"):
        found[str(row["duty"])].add(str(row["feature"]))
    return {duty: frozenset(features) for duty, features in found.items()}


def _weights(duties: Sequence[Stated]) -> Mapping[str, float]:
    counted = Counter(feature for duty in duties for feature in duty.features)
    return {feature: math.log(1 + len(duties) / count) for feature, count in counted.items()}


def _pairs(duties: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Earlier and later duty of two documents of one author that share at least one feature, each pair once."""
    holders: defaultdict[tuple[str, str], list[Stated]] = defaultdict(list)
    for duty in sorted(duties, key=lambda duty: (duty.when, duty.iri)):
        for feature in duty.features:
            holders[duty.author, feature].append(duty)
    seen: set[tuple[str, str]] = set()
    for sharing in holders.values():
        for earlier, later in combinations(sharing, 2) if len(sharing) <= _WIDEST else ():
            fits = earlier.document != later.document and earlier.when[:4] < later.when[:4]
            if fits and (earlier.iri, later.iri) not in seen:
                seen.add((earlier.iri, later.iri))
                yield earlier, later


def _link(earlier: Stated, later: Stated, weights: Mapping[str, float]) -> Link | None:
    shared, either = earlier.features & later.features, earlier.features | later.features
    overlap = sum(weights[feature] for feature in shared) / sum(weights[feature] for feature in either)
    same = bool(earlier.parties & later.parties)
    least = _SAME_PARTY if same else _NAMED_IN_BOTH if earlier.named & later.named else _THEMES_ONLY
    return Link(later, earlier, asked_again(earlier.side, later.side), overlap) if overlap >= least else None


def _strongest(links: Sequence[Link]) -> Iterator[Link]:
    """Of the earlier duties of one document the few that share most."""
    by_later: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        by_later[link.later.iri, link.earlier.document].append(link)
    for found in by_later.values():
        yield from sorted(found, key=lambda link: (-link.overlap, link.earlier.iri))[:_MOST]
