"""Answers, reader: what is named. In: the IRIs of things that passages name or cite. Out: each with its kind, name and
explanation, as the vocabulary has them. Must not explain what the graph does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.facts import MG, PREFERRED, SKOS, Facts, facts_of, in_order
from api.library import Library, Serving
from stores.graph.store import Term

GROUPS = {
    "crime": "Crimes",
    "risk": "Risk factors and signs",
    "actor": "Actors",
    "state": "States and regions",
    "network": "Networks",
    "mechanism": "Mechanisms",
    "mandate": "Mandates",
    "instrument": "Instruments",
    "document": "Documents cited",
    "other": "Other",
}
"""The kinds that can be shown or left out, as people call them, in the order in which they are offered."""
_BY_STEP = {
    "crime": "crime",
    "act": "crime",
    "risk-factor": "risk",
    "indicator": "risk",
    "warning-sign": "risk",
    "inhibitor": "risk",
    "resilience-source": "risk",
    "actor": "actor",
    "person": "actor",
    "state": "state",
    "region": "state",
    "network": "network",
    "mechanism": "mechanism",
    "mandate": "mandate",
    "instrument": "instrument",
    "doc": "document",
}
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is named or cited. `definition` is the vocabulary's, "" where it has none; `also` are other names; `source`
    says where definition and names are from; `symbols` and `issued` are those of a document.
    """

    iri: str
    group: str
    label: str
    kind: str
    definition: str
    also: tuple[str, ...]
    source: str
    symbols: tuple[str, ...]
    issued: str


def group_of(library: Library, iri: str) -> str:
    """The group that a thing belongs to, by the first step of its IRI."""
    base = library.iris.base
    return _BY_STEP.get(iri.removeprefix(base).partition("/")[0], "other") if iri.startswith(base) else "document"


def explained(library: Library, serving: Serving, iris: Iterable[str], language: str = "en") -> dict[str, Thing]:
    """Each thing, in a language where it has words in it, else in English."""
    return {iri: _explained(library, facts_of(serving.graph, iri), iri, language) for iri in dict.fromkeys(iris)}


def _explained(library: Library, facts: Facts, iri: str, language: str) -> Thing:
    labels = [*in_order(facts.get(PREFERRED, ()), language), *in_order(facts.get(f"{MG}title", ()), language)]
    symbols = _texts(facts, "symbol")
    others = [str(term) for term in facts.get(f"{SKOS}altLabel", ()) if term.language in (None, "en")]
    path = iri.removeprefix(library.iris.base) if iri.startswith(library.iris.base) else iri
    return Thing(
        iri=iri,
        group=group_of(library, iri),
        label=str(labels[0]) if labels else (symbols[0] if symbols else path.removeprefix("doc/")),
        kind=path.partition("/")[0] if iri.startswith(library.iris.base) else "address",
        definition=_first(in_order(facts.get(f"{SKOS}definition", ()), language)),
        also=tuple(sorted(set(others), key=lambda name: (len(name), name))[:_MOST_NAMES]),
        source=_first(in_order(facts.get("http://purl.org/dc/terms/source", ())))
        or _first(in_order(facts.get(f"{MG}sourceNote", ()))),
        symbols=symbols,
        issued=next((date for name in ("adopted", "issued", "issuedYear") for date in _texts(facts, name)), ""),
    )


def _texts(facts: Facts, name: str) -> tuple[str, ...]:
    return tuple(sorted(str(term) for term in facts.get(f"{MG}{name}", ())))


def _first(terms: Sequence[Term]) -> str:
    return str(terms[0]) if terms else ""
