"""Eyes: evidence. In: a passage, its rendition and a span. Out: Evidence and the stable IRI of what stands on it. Must not
decide anything.
"""

from collections import Counter
from dataclasses import dataclass, field

from ontology.iris import evidence_iri
from ontology.nouns import Evidence, Passage, Rendition
from ontology.span import Span


@dataclass(slots=True)
class Witness:
    """Speaks for one passage of one rendition; counts how often the same words stood for the same kind of statement."""

    passage: Passage
    rendition: Rendition
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def evidence(self, span: Span, method: str, confidence: float) -> Evidence:
        """The words at a span, with how they were read and how sure that is (0 to 1)."""
        return Evidence(self.passage.iri, span, span.of(self.passage.text), self.rendition.iri, method, confidence)

    def iri(self, kind: str, words: str) -> str:
        """The IRI of the next statement of a kind that stands on these words."""
        self._seen[kind, words] += 1
        edition = f"{self.rendition.language} {self.rendition.fidelity}"
        return evidence_iri(self.passage.iri, kind, edition, words, self._seen[kind, words])
