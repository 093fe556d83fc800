"""Eyes, stage mandate. In: one passage with its names and resolved citations. Out: what it says established, defined or
reaffirmed a mandate.

A sentence counts when it names the holder of a mandate, has a verb of establishing, defining or reaffirming, and cites a text.
What the sentence before cites counts when the sentence leans on it: a letter in brackets ("To that end, ..."), a resolution ("In
furtherance of the resolution, ..."). The mandate of the office of X is also that of X, where the office bears the name of X. Must
not infer beyond that.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ontology.nouns import Citation, Evidence, MandateBasis, Role
from ontology.span import Span
from reading.evidence import Witness
from reading.mentions.lexicon import Lexicon, Named
from reading.sentences import sentences

_ESTABLISHES = re.compile(r"\b(?:appoint|designat|establish|creat|set up)(?:e[ds]?|s|ed|ing|ion|ment)?\b", re.IGNORECASE)
_TASKS = r"(?:mandates?|roles?|functions?|tasks?|responsibilit(?:y|ies)|work|authority)"
_REAFFIRMS = re.compile(  # the mandate, not principles, purposes or a need, which other sentences reaffirm
    rf"\breaffirm(?:s|ed|ing)?\s+(?:[\w’'-]+\s+){{0,5}}?{_TASKS}\b|\breaffirmation of\s+(?:[\w’'-]+\s+){{0,5}}?{_TASKS}\b|"
    rf"\b{_TASKS}\b[^.;]{{0,120}}\b(?:is|are|was|were|been)\s+(?:\w+\s+)?reaffirmed\b|\brenew(?:s|ed)?\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"\bmandate\b[^.]*\b(?:defined|set out|outlined|described|contained|specified)\s+in\b", re.IGNORECASE)
_FURTHERS = re.compile(
    r"(?:In furtherance of|Pursuant to|In accordance with|Further to) (?:the|that|this|its) (?:resolution|decision)\b"
)
_OFFICE_OF = re.compile(r"\A(?:[Mm]andates? of the )?(?:United Nations |UN )?Office of (?:the )?(?=[A-Z])")
_LEANS = re.compile(r"(?:To that end|In that letter|By that letter|In the same letter|To this end)\b")
_SAME_SENTENCE, _SENTENCE_BEFORE = 0.9, 0.75


def bases(
    named: Sequence[Named], citations: Sequence[Citation], witness: Witness, held: Mapping[str, str], lexicon: Lexicon
) -> list[MandateBasis]:
    """The bases of mandates that a passage states. `held` maps a holder's IRI, and a mandate's own, to the mandate's."""
    found: list[MandateBasis] = []
    text = witness.passage.text
    for before, sentence in pairwise([Span(0, 0), *sentences(text)]):
        mandates = _mandates([name for name in named if sentence.contains(name.span)], held, lexicon)
        role = _role(sentence.of(text))
        if not mandates or role is None:
            continue
        for cited, confidence in _sources(text, citations, before, sentence, role):
            if cited.target is not None:
                evidence = witness.evidence(
                    Span(min(cited.evidence.span.start, sentence.start), sentence.end), f"sentence that {role}", confidence
                )
                found += [_basis(mandate, cited.target, role, evidence, witness) for mandate in mandates]
    return found


def _basis(mandate: str, target: str, role: Role, evidence: Evidence, witness: Witness) -> MandateBasis:
    return MandateBasis(witness.iri("basis", f"{mandate} {target}"), evidence, mandate, target, role)


def _mandates(inside: Sequence[Named], held: Mapping[str, str], lexicon: Lexicon) -> tuple[str, ...]:
    """The mandate of the first holder named; and where that is "Office of X", the mandate of X as well."""
    for name in inside:
        own = [held[name.concept.iri]] if name.concept and name.concept.iri in held else []
        bearer = _OFFICE_OF.sub("", name.as_printed)
        named = lexicon.find(bearer) if bearer != name.as_printed else []
        found = [*own, *(held[other.concept.iri] for other in named if other.concept and other.concept.iri in held)]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _role(sentence: str) -> Role | None:
    if _REAFFIRMS.search(sentence):
        return "reaffirms"
    if _DEFINES.search(sentence):
        return "defines"
    return "establishes" if _ESTABLISHES.search(sentence) else None


def _sources(text: str, citations: Sequence[Citation], before: Span, sentence: Span, role: Role) -> list[tuple[Citation, float]]:
    """The documents that a sentence gives as source: all that it cites when it reaffirms or defines; when it establishes, those
    in brackets, because what stands outside them is context ("on the basis of ..."), and the resolution that it says it furthers.
    """
    inside = [cited for cited in citations if sentence.contains(cited.evidence.span)]
    if role != "establishes":
        return [(cited, _SAME_SENTENCE) for cited in inside]
    earlier = [cited for cited in citations if before.contains(cited.evidence.span)]
    furthered = [cited for cited in earlier if cited.evidence.method == "resolution in words" or "/RES/" in (cited.target or "")]
    leaning = [(cited, _SENTENCE_BEFORE) for cited in furthered[-1:] if _FURTHERS.match(sentence.of(text))]
    if bracketed := [cited for cited in inside if _in_brackets(text, cited.evidence.span)]:
        return [*leaning, *((cited, _SAME_SENTENCE) for cited in bracketed)]
    if not _LEANS.match(sentence.of(text)):
        return leaning
    letters = [cited for cited in earlier if _in_brackets(text, cited.evidence.span)]
    return [(cited, _SENTENCE_BEFORE) for cited in letters[-1:]]


def _in_brackets(text: str, span: Span) -> bool:
    return text[: span.start].rstrip().endswith("(") and text[span.end :].lstrip().startswith(")")
