"""Answers, things: names. In: IRIs, the languages that are wanted, the base of our IRIs. Out: what each is called on a page. Must
not query: names are looked up one by one, which is several times as quick as a query for many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.facts import MG, SKOS, facts_of
from api.library import Serving
from api.linked.languages import preference
from stores.graph.store import Term

_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_NAMES = (f"{SKOS}prefLabel", f"{MG}title", f"{MG}pinpoint", f"{MG}heading", _RDFS_LABEL)
_STANDS_IN = (f"{MG}statedIn", f"{MG}inPassage")


@dataclass(frozen=True, slots=True)
class Names:
    """Calls things by their names, in the first of these languages that they have, else in English."""

    serving: Serving
    languages: Sequence[str]
    base: str

    def of(self, iri: str) -> str:
        """The name of a thing; that of its passage for a finding; what comes last in its IRI where it has none."""
        facts = self.facts(iri)
        found = self._own(facts)
        for place in () if found else (str(one) for name in _STANDS_IN for one in facts.get(name, ())):
            found = found or self._own(self.serving.graph.facts(place))
        return found or iri.partition("/doc/")[2] or iri.rstrip("/").rpartition("/")[2].rpartition("#")[2] or iri

    def best(self, values: Sequence[Term]) -> Term | None:
        """The value in the language that is wanted most."""
        return min(values, key=lambda term: (preference(term.language, self.languages), str(term)), default=None)

    def facts(self, iri: str) -> Mapping[str, Sequence[Term]]:
        """What the graph states of it. Passages and findings are many, and each is read anew."""
        is_many = "/doc/" in iri and any(
            f"/{part}/" in iri for part in ("para", "duty", "mention", "citation", "preamble", "fn", "p")
        )
        return self.serving.graph.facts(iri) if is_many else facts_of(self.serving.graph, iri)

    def _own(self, facts: Mapping[str, Sequence[Term]]) -> str:
        for name in _NAMES:
            if best := self.best(facts.get(name, ())):
                return str(best)
        return ""
