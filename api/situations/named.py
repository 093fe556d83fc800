"""Answers, situations: where a place is named. In: what serves. Out: by State and region the passages that name it, what is
asked and cited there, the crimes that stand in the same passage, and briefings on it. Must not take a place that is named for
one that is observed: that a State is named says nothing of how matters stand there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from api.facts import MG, facts_of
from api.library import Library, Serving
from api.once import once, warmed
from api.situations.places import places

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_NAMING = (
    _PREFIX
    + "SELECT DISTINCT ?place ?passage ?document ?order {{ ?place a mg:{kind} . "
    + "?passage mg:mentions ?place ; mg:inDocument ?document ; mg:order ?order }}"
)
_ASKED = _PREFIX + "SELECT DISTINCT ?finding ?passage { ?finding a mg:Recommendation ; mg:statedIn ?passage }"
_ADDRESSED = (
    _PREFIX
    + "SELECT DISTINCT ?place ?finding ?passage ?document ?order {{ ?place a mg:{kind} . ?finding mg:addressee ?place ; "
    + "mg:statedIn ?passage . ?passage mg:inDocument ?document ; mg:order ?order }}"
)
_CITED = _PREFIX + "SELECT DISTINCT ?finding ?passage ?target { ?finding mg:target ?target ; mg:inPassage ?passage }"
_CRIMES = _PREFIX + "SELECT DISTINCT ?crime ?passage { ?crime a mg:Crime . ?passage mg:mentions ?crime }"
_BRIEFED = (
    _PREFIX
    + """SELECT DISTINCT ?place ?finding ?passage ?document ?order {
  ?finding mg:onSituationIn ?place ; mg:statedIn ?passage . ?passage mg:inDocument ?document ; mg:order ?order }"""
)
_KINDS = ("State", "Region")


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a passage: a derived statement by its IRI, "" for the passage itself; `target` is what it cites, else ""."""

    finding: str
    passage: str
    document: str
    order: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """By place: the passages that name it, the recommendations in them or addressed to it, the citations in them, and
    briefings on it. `crimes` are those that a passage names.
    """

    passages: Mapping[str, tuple[Item, ...]]
    asked: Mapping[str, tuple[Item, ...]]
    cited: Mapping[str, tuple[Item, ...]]
    briefed: Mapping[str, tuple[Item, ...]]
    crimes: Mapping[str, frozenset[str]]


@warmed
def named(library: Library, serving: Serving) -> Named:
    """Where each State and region is named in this generation; found once."""
    return once(serving, "places named", lambda: _named(library, serving))


def _named(library: Library, serving: Serving) -> Named:
    graph, known = serving.graph, places(library, serving).by_iri
    passages: dict[str, list[Item]] = {}
    at: dict[str, list[tuple[str, Item]]] = {}
    for kind in _KINDS:
        for row in graph.select(_NAMING.format(kind=kind)):
            place, item = str(row["place"]), _item(row, "")
            passages.setdefault(place, []).append(item)
            at.setdefault(item.passage, []).append((place, item))
    asked = _asked(serving, at)
    cited: dict[str, list[Item]] = {}
    for row in graph.select(_CITED):
        for place, item in at.get(str(row["passage"]), ()):
            one = Item(str(row["finding"]), item.passage, item.document, item.order, str(row["target"]))
            cited.setdefault(place, []).append(one)
    briefed: dict[str, list[Item]] = {}
    for row in graph.select(_BRIEFED):
        if str(row["place"]) in known:
            briefed.setdefault(str(row["place"]), []).append(_item(row, str(row["finding"])))
    once_cited = {place: _once_a_language(serving, items) for place, items in cited.items()}
    return Named(_in_order(passages), _in_order(asked), _in_order(once_cited), _in_order(briefed), _crimes(serving, at))


def _asked(serving: Serving, at: Mapping[str, Iterable[tuple[str, Item]]]) -> dict[str, list[Item]]:
    """The recommendations in passages that name a place, and those that are addressed to one."""
    asked: dict[str, list[Item]] = {}
    for row in serving.graph.select(_ASKED):
        for place, item in at.get(str(row["passage"]), ()):
            asked.setdefault(place, []).append(Item(str(row["finding"]), item.passage, item.document, item.order))
    for kind in _KINDS:
        for row in serving.graph.select(_ADDRESSED.format(kind=kind)):
            asked.setdefault(str(row["place"]), []).append(_item(row, str(row["finding"])))
    return asked


def _crimes(serving: Serving, at: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The crimes that passages name which name a place."""
    crimes: dict[str, set[str]] = {}
    for row in serving.graph.select(_CRIMES):
        if str(row["passage"]) in at:
            crimes.setdefault(str(row["passage"]), set()).add(str(row["crime"]))
    return {passage: frozenset(some) for passage, some in crimes.items()}


def _once_a_language(serving: Serving, items: Iterable[Item]) -> list[Item]:
    """A citation read in several languages of one passage, once: the one in English where there is one."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for one in items:
        groups.setdefault((one.passage, one.target), []).append(one)
    return [min(group, key=lambda one: _rank(serving, one)) if len(group) > 1 else group[0] for group in groups.values()]


def _rank(serving: Serving, one: Item) -> tuple[bool, str]:
    files = serving.graph.facts(one.finding).get(f"{MG}inRendition", ())
    languages = [str(term) for file in files for term in facts_of(serving.graph, str(file)).get(f"{MG}language", ())]
    return "en" not in languages, one.finding


def _item(row: Mapping[str, object], finding: str) -> Item:
    return Item(finding, str(row["passage"]), str(row["document"]), int(str(row["order"])))


def _in_order(found: Mapping[str, Iterable[Item]]) -> Mapping[str, tuple[Item, ...]]:
    """Each once, in the order of documents and passages."""

    def place(one: Item) -> tuple[str, int, str, str, str]:
        return one.document, one.order, one.passage, one.finding, one.target

    return {key: tuple(sorted(set(items), key=place)) for key, items in found.items()}
