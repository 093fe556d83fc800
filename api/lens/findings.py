"""Answers, risk lens: findings. In: what serves. Out: every place where a document names, describes or observes a risk factor
or an indicator. Must not count, and must not take one of the three for another.

Three things may stand in a passage, and each is what a different derived statement says (ontology/modules/evidence, risk):
"named" (mg:Mention: the words are the name itself), "described" (mg:Allusion: other words, read by rule as the same thing),
and "observed" (mg:Observation: a situation in a State or region, with the factor or indicator that the same sentence names).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.lens.framework import framework
from api.library import Library, Serving
from api.once import once, warmed

Stand = Literal["named", "described", "observed"]
STANDS: tuple[Stand, ...] = ("named", "described", "observed")
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
# The thing stands in each query by its IRI: with the class alone the engine would walk through all findings of all things.
_FOUND: Mapping[Stand, str] = {
    "named": "?finding mg:of <{thing}> ; mg:inPassage ?passage .",
    "described": "?finding mg:alludesTo <{thing}> ; mg:inPassage ?passage .",
    "observed": "?finding mg:underFactor|mg:underIndicator <{thing}> ; mg:statedIn ?passage ; mg:ofSituation ?situation .",
}
_SELECT = (
    _PREFIX
    + "SELECT DISTINCT ?finding ?passage ?document ?order ?situation "
    + "{{ {found} ?passage mg:inDocument ?document ; mg:order ?order }}"
)
_PLACES = _PREFIX + "SELECT ?passage ?place { ?place a mg:State . ?passage mg:mentions ?place }"


@dataclass(frozen=True, slots=True)
class Found:
    """One derived statement: its IRI, its passage, document and place there, the factor or indicator it is of, what stands
    there.
    """

    finding: str
    passage: str
    document: str
    order: int
    thing: str
    stand: Stand


@dataclass(frozen=True, slots=True)
class Findings:
    """All of them, in the order of documents and passages. `places` are the States that a passage names, or that it observes."""

    found: tuple[Found, ...]
    places: Mapping[str, frozenset[str]]


@warmed
def findings(library: Library, serving: Serving) -> Findings:
    """Every finding of a factor or an indicator in this generation; found once."""
    return once(serving, "findings of risk", lambda: _findings(library, serving))


def _findings(library: Library, serving: Serving) -> Findings:
    found: list[Found] = []
    places: dict[str, set[str]] = {}
    for thing in framework(library, serving).owners:
        for stand in STANDS:
            for row in serving.graph.select(_SELECT.format(found=_FOUND[stand].format(thing=thing))):
                passage = str(row["passage"])
                order = int(str(row["order"]))
                found.append(Found(str(row["finding"]), passage, str(row["document"]), order, thing, stand))
                if "situation" in row:
                    places.setdefault(passage, set()).add(library.iris.situation_of(str(row["situation"]))[0])
    passages = {one.passage for one in found}
    for row in serving.graph.select(_PLACES):
        if str(row["passage"]) in passages:
            places.setdefault(str(row["passage"]), set()).add(str(row["place"]))
    found.sort(key=lambda one: (one.document, one.order, one.passage, one.thing, one.finding))
    return Findings(tuple(found), {passage: frozenset(named) for passage, named in places.items()})
