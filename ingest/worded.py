"""River, across documents: lineage by text reuse. In: the operative paragraphs, and the passages with duties, of all described
documents. Out: which passage has taken an earlier one's words over, and how.

Words are compared by the eyes (reading/reuse), so a hundred thousand passages take seconds. A link leads to one earlier passage
of the same matter, the latest that is like enough, of the same organ where there is one; so links make a line. The matter is
the same where both documents have one title, or the later cites the earlier: formulas that all matters share are not linked
across them. Strength and parties are compared only where each passage has one duty with the verb in its own words, and strength
only between passages of one organ. Of two documents without dates the order is known where one organ took both, in different
sessions. Must not read a text anew.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ontology.errors import IriError, SymbolError
from ontology.iris import Iris, evidence_iri
from ontology.symbol import Symbol
from queries.dates import dated
from reading.relate import Relation, Side, relation
from reading.reuse.difference import longest_shared
from reading.reuse.fingerprints import SURE
from reading.reuse.repeats import nearly_repeated, repeated
from reading.reuse.words import words_of
from stores.graph.store import GraphStore

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_NO_MATTER = re.compile(
    r"|(?:resolutions?|decisions?)(?: adopted (?:by|on|without)\b.*)?|session"
    r"|(?:statement|note|letter|report)s? (?:by|of|from) the (?:president|secretary general)(?: of the (?:security council|"
    r"general assembly|human rights council))?|(?:identical )?(?:letters?|notes?(?: verbales?)?) dated .*"
    rf"|(?:\w+ ){{0,4}}{_MONTH}(?: {_MONTH})?"
)
"""Titles, as words without numbers, that say only of what kind, when or where."""
_IN_SENTENCE = "verb in the sentence"
_CONFIDENCE = {"word for word": 0.95, "near-verbatim": 0.8}
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_WORDS = (
    _PREFIX
    + """SELECT ?passage ?document ?words ?order WHERE {
  ?passage mg:text ?words ; mg:inDocument ?document ; mg:order ?order FILTER(LANG(?words) = "en") }"""
)
_OPERATIVE = _PREFIX + "SELECT ?passage { ?passage a mg:OperativeParagraph }"
_DOCUMENTS = (
    _PREFIX
    + """SELECT ?document ?date ?title ?rendition WHERE {
  ?document mg:hasRendition ?rendition . ?rendition mg:chosen true ; mg:language "en" .
  """
    + dated()
    + """
  OPTIONAL { ?document mg:title ?title FILTER(LANG(?title) IN ("en", "")) }
} ORDER BY ?document ?title"""
)
_DUTIES = (
    _PREFIX
    + "SELECT ?passage ?duty ?method ?rank ?party { ?duty a mg:Duty ; mg:method ?method ; mg:statedIn ?passage . \
OPTIONAL { ?duty mg:verbClass/mg:rank ?rank } OPTIONAL { ?duty mg:addressee|mg:actor ?party } }"
)
_CITED = _PREFIX + "SELECT DISTINCT ?citing ?cited { ?passage mg:cites ?cited ; mg:inDocument ?citing . ?cited a mg:Document }"


@dataclass(frozen=True, slots=True)
class Said:
    """A passage with what it is compared by. `when` is a day or year, "" where nobody knows it; `matter` its document's title."""

    iri: str
    document: str
    rendition: str
    order: int
    when: str
    organ: str
    session: int
    matter: str
    side: Side
    words: Sequence[str]
    duties: tuple[str, ...] = ()

    def is_before(self, other: "Said") -> bool:
        """Whether it is certainly earlier: by date, or by the session of the same organ."""
        if self.when and other.when:
            length = min(len(self.when), len(other.when))
            return self.when[:length] < other.when[:length]
        return bool(self.organ) and self.organ == other.organ and 0 < self.session < other.session

    @property
    def age(self) -> tuple[str, int, str, int]:
        """A key by which later passages stand behind."""
        return self.when, self.session, self.document, self.order


@dataclass(frozen=True, slots=True)
class Reused:
    """A later passage has an earlier one's words. `shared` is the part of the longer one's words, 0 to 1."""

    later: Said
    earlier: Said
    relation: Relation
    method: str
    shared: float

    def iri(self, iris: Iris) -> str:
        """The IRI of the link, stable while both passages stand where they do."""
        return evidence_iri(self.later.iri, "lineage", self.relation, iris.path(self.earlier.iri), 1)

    @property
    def confidence(self) -> float:
        """How sure the method is."""
        return _CONFIDENCE[self.method] if self.method == "word for word" else round(_CONFIDENCE[self.method] * self.shared, 2)

    def spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the longest words that both have in a row stand, in the earlier and in the later."""
        return longest_shared(self.earlier.side.text, self.later.side.text)


def reused(store: GraphStore, iris: Iris) -> list[Reused]:
    """Every link, sorted by the later passage."""
    passages = [said for said in _said(store, iris) if len(said.words) >= SURE]
    cited = _cited(store)
    groups = [_origins([passages[place] for place in group]) for group in repeated([said.words for said in passages])]
    groups = [group for group in groups if group]
    near = _near(groups)
    found = []
    for number, group in enumerate(groups):
        alike = _by_document([(1.0, group), *((share, groups[other]) for other, share in near[number])])
        matters = _by_matter(alike)
        for later in group:
            of_matter = {*matters[later.matter], *(cited.get(later.document, frozenset()) & alike.keys())}
            if link := _latest(later, [one for document in of_matter for one in alike[document]]):
                found.append(link)
    return sorted(found, key=lambda link: link.later.iri)


Alike = tuple[float, Said]


def _origins(group: Sequence[Said]) -> list[Said]:
    """The passages of a group without those of documents that have the same words several times: nobody knows which of these
    was taken up, and mostly they are a formula, "Takes note of the report".
    """
    times = Counter(one.document for one in group)
    return [one for one in group if times[one.document] == 1]


def _near(groups: Sequence[Sequence[Said]]) -> Mapping[int, list[tuple[int, float]]]:
    """The groups whose words are nearly those of each group."""
    found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for pair in nearly_repeated([group[0].words for group in groups]):
        if pair.likeness.shared < SURE:
            continue  # a name, or a mark
        found[pair.one].append((pair.other, pair.likeness.of_longer))
        found[pair.other].append((pair.one, pair.likeness.of_longer))
    return found


def _by_document(groups: Iterable[tuple[float, Sequence[Said]]]) -> Mapping[str, list[Alike]]:
    found: defaultdict[str, list[Alike]] = defaultdict(list)
    for share, group in groups:
        for one in group:
            found[one.document].append((share, one))
    return dict(found)


def _by_matter(alike: Mapping[str, Sequence[Alike]]) -> Mapping[str, list[str]]:
    """Documents by their title; those without one that says their matter are left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for document, (first, *_) in alike.items():
        if first[1].matter:
            found[first[1].matter].append(document)
    return found


def _latest(later: Said, alike: Sequence[Alike]) -> Reused | None:
    """The link to the latest earlier passage among those that are like a later one, of the same organ where there is one."""
    before = [(share, one) for share, one in alike if one.document != later.document and one.is_before(later)]
    if not before:
        return None
    share, earlier = max(before, key=lambda each: (each[1].organ == later.organ, each[1].age, each[0]))
    if earlier.words == later.words:
        return Reused(later, earlier, "repeats", "word for word", 1.0)
    return Reused(later, earlier, relation(_of_one_organ(earlier, later), later.side), "near-verbatim", share)


def _of_one_organ(earlier: Said, later: Said) -> Side:
    """The earlier side; without its rank where another organ spoke: whose words are stronger is then no change of the text."""
    return earlier.side if earlier.organ == later.organ else replace(earlier.side, rank=0)


def _said(store: GraphStore, iris: Iris) -> Iterator[Said]:
    asked = _asked(store)
    wanted = {str(row["passage"]) for row in store.select(_OPERATIVE)} | asked.keys()
    documents = {str(row["document"]): row for row in reversed(store.select(_DOCUMENTS))}
    taken = {document: _taken_by(document, iris) for document in documents}
    for row in sorted(store.select(_WORDS), key=lambda row: str(row["passage"])):
        iri, document = str(row["passage"]), str(row["document"])
        if iri in wanted and (told := documents.get(document)):
            when = str(told.get("date", ""))
            title = " ".join(words_of(str(told.get("title", ""))))
            matter = "" if _NO_MATTER.fullmatch(title) else title
            text = str(row["words"])
            side = _side(text, asked.get(iri), int(when[:4]) if when[:4].isdigit() else 0)
            place = iri, document, str(told["rendition"]), int(str(row["order"])), when
            yield Said(*place, *taken[document], matter, side, words_of(text), tuple(sorted(asked[iri])) if iri in asked else ())


Asked = Mapping[str, tuple[int, frozenset[str]]]
"""Duty -> the rank of its verb, and its parties."""


def _side(text: str, asked: Asked | None, year: int) -> Side:
    """What a passage is compared by; verb and parties only where it has one duty, for of several nobody knows which is which."""
    if asked is None or len(asked) > 1:
        return Side(text, asks=bool(asked), year=year)
    ((rank, parties),) = asked.values()
    return Side(text, True, parties, rank, year)


def _asked(store: GraphStore) -> Mapping[str, Asked]:
    """The duties of each passage."""
    found: defaultdict[str, dict[str, tuple[int, frozenset[str]]]] = defaultdict(dict)
    for row in store.select(_DUTIES):
        duties, duty = found[str(row["passage"])], str(row["duty"])
        rank, parties = duties.setdefault(duty, (0, frozenset()))
        if str(row["method"]) != _IN_SENTENCE:
            continue  # a chapeau's verb and parties are no words of the item
        party = frozenset({str(row["party"])}) if "party" in row else frozenset()
        duties[duty] = max(rank, int(str(row.get("rank", 0)))), parties | party
    return dict(found)


def _cited(store: GraphStore) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in store.select(_CITED):
        found[str(row["citing"])].add(str(row["cited"]))
    return {citing: frozenset(cited) for citing, cited in found.items()}


def _taken_by(document: str, iris: Iris) -> tuple[str, int]:
    """The organ and the session that a symbol tells; "" and 0 where it tells none."""
    try:
        symbol = Symbol.parse(iris.path(document).removeprefix("doc/"))
    except (SymbolError, IriError):
        return "", 0
    session = str(symbol.session or "")
    return symbol.body_name or "", int(session) if session.isdigit() else 0
