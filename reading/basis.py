"""Eyes, stage mandate. In: one passage with its names and resolved citations. Out: what it says established or reaffirmed a
mandate.

A sentence counts when it names the holder of a mandate, has a verb of establishing or reaffirming, and cites a document; a
letter in brackets at the end of the sentence before counts when the sentence leans on it ("To that end, ..."). Must not infer
beyond that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ontology.nouns import Citation, MandateBasis, Role
from ontology.span import Span
from reading.evidence import Witness
from reading.lexicon import Named

_ESTABLISHES = re.compile(r"\b(?:appoint|designat|establish|creat|set up)(?:e[ds]?|s|ed|ing|ion|ment)?\b", re.IGNORECASE)
_REAFFIRMS = re.compile(r"\breaffirm(?:s|ed|ing|ation)?\b|\brenew(?:s|ed)?\b", re.IGNORECASE)
_LEANS = re.compile(r"(?:To that end|In that letter|By that letter|In the same letter|To this end)\b")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_SAME_SENTENCE, _SENTENCE_BEFORE = 0.9, 0.75


def bases(named: Sequence[Named], citations: Sequence[Citation], witness: Witness, held: Mapping[str, str]) -> list[MandateBasis]:
    """The bases of mandates that a passage states. `held` maps a holder's IRI, and a mandate's own, to the mandate's."""
    found: list[MandateBasis] = []
    sentences = list(_sentences(witness.passage.text))
    for before, sentence in pairwise([Span(0, 0), *sentences]):
        mandates = [
            held[name.concept.iri] for name in named if name.concept and name.concept.iri in held and sentence.contains(name.span)
        ]
        role = _role(sentence.of(witness.passage.text))
        if not mandates or role is None:
            continue
        for cited, confidence in _sources(witness.passage.text, citations, before, sentence, role):
            if cited.target is not None:
                evidence = witness.evidence(
                    Span(min(cited.evidence.span.start, sentence.start), sentence.end), f"sentence that {role}", confidence
                )
                iri = witness.iri("basis", f"{mandates[0]} {cited.target}")
                found.append(MandateBasis(iri, evidence, mandates[0], cited.target, role))
    return found


def _role(sentence: str) -> Role | None:
    if _REAFFIRMS.search(sentence):
        return "reaffirms"
    return "establishes" if _ESTABLISHES.search(sentence) else None


def _sources(text: str, citations: Sequence[Citation], before: Span, sentence: Span, role: Role) -> list[tuple[Citation, float]]:
    """The documents that a sentence gives as source: all that it cites when it reaffirms; when it establishes, those in brackets,
    because what stands outside them is context ("on the basis of ...").
    """
    inside = [cited for cited in citations if sentence.contains(cited.evidence.span)]
    if role == "reaffirms":
        return [(cited, _SAME_SENTENCE) for cited in inside]
    if bracketed := [cited for cited in inside if _in_brackets(text, cited.evidence.span)]:
        return [(cited, _SAME_SENTENCE) for cited in bracketed]
    if not _LEANS.match(sentence.of(text)):
        return []
    letters = [cited for cited in citations if before.contains(cited.evidence.span) and _in_brackets(text, cited.evidence.span)]
    return [(cited, _SENTENCE_BEFORE) for cited in letters[-1:]]


def _in_brackets(text: str, span: Span) -> bool:
    return text[: span.start].rstrip().endswith("(") and text[span.end :].lstrip().startswith(")")


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in _SENTENCES.finditer(text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))
