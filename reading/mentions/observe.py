"""Eyes, stage observe. In: the names found in one passage. Out: Observations: what is said of the situation of a State or region.

Two forms count. "The situation(s) in A, B and C" says that the document speaks of these as situations. A crime, a risk factor or
an indicator that is said to be "in A", right behind its name, is said of A. Must not weigh, score or conclude: what a State does
for prevention, or that it is named beside a crime, is no observation.
"""

import re
from collections.abc import Iterator, Sequence

from ontology.iris import Iris
from ontology.nouns import Observation
from ontology.span import Span
from reading.evidence import Witness
from reading.mentions.lexicon import Named
from reading.sentences import listed, sentences

_SITUATION = re.compile(
    r"\b(?:(?:human rights|humanitarian|security|political)\s+)*(?:situations?|crisis|crises)\s+(?:in|of)\s+(?:the\s+)?",
    re.IGNORECASE,
)
# Whoever is thanked for, seized of or attentive to a situation says nothing of it.
_ASIDE = re.compile(
    r"(?:seized (?:of|with)|attention (?:paid )?to|understanding of|interest in|referr?(?:ed|al of|ing)|raised about)\s+"
    r"(?:(?:the|this|current|overall)\s+)*$|\b(?:thank\w*|gratitude|appreciat\w+)\b.*$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s*(?:(?:which|that|have|has|had|were|was|are|is|being|been)\s+)*"
    r"(?:(?:committed|perpetrated|occurring|ongoing|taking place|continuing)\s+)?(?:in|across|throughout)\s+(?:the\s+)?"
)
_IN_YEAR = re.compile(r"\s*In\s+(?:early\s+|late\s+|mid-)?((?:19|20)\d\d)\b(?!/)")
_PLACES = ("/state/", "/region/")
_KINDS = {"Crime": "crime in a place", "RiskFactor": "risk factor in a place", "Indicator": "indicator in a place"}
_CONFIDENCE = {"situation in a place": 0.95, "crime in a place": 0.8, "risk factor in a place": 0.8, "indicator in a place": 0.8}


def observations(named: Sequence[Named], witness: Witness, iris: Iris, as_of: str | None) -> list[Observation]:
    """The observations of a passage, in order, one a place and form of words; none where neither text nor document has a date."""
    text = witness.passage.text
    if not any(_is_place(name) for name in named):
        return []
    found: list[Observation] = []
    for sentence in sentences(text):
        inside = [name for name in named if sentence.contains(name.span)]
        when = _when(text, sentence) or as_of
        for method, subject, place in _said(text, inside, sentence):
            if when is not None and place.concept:
                found.append(_observation(method, subject, place, Span(sentence.start, sentence.end), witness, iris, when))
    return found


def _said(text: str, inside: Sequence[Named], sentence: Span) -> Iterator[tuple[str, Named | None, Named]]:
    """Method, what is said (None: only that it is a situation), and of which place."""
    for match in _SITUATION.finditer(text, sentence.start, sentence.end):
        if _ASIDE.search(text, sentence.start, match.start()):
            continue
        for place in _places(text, inside, match.end()):
            yield "situation in a place", None, place
    for name in inside:
        kind = next((kind for kind in _KINDS if name.concept and kind in name.concept.kinds), None)
        where = _WHERE.match(text, name.span.end) if kind else None
        if kind and where:
            for place in _places(text, inside, where.end()):
                yield _KINDS[kind], name, place


def _places(text: str, inside: Sequence[Named], start: int) -> list[Named]:
    run = listed(text, inside, start)
    stop = next((at for at, name in enumerate(run) if not _is_place(name)), len(run))
    return run[:stop]


def _is_place(name: Named) -> bool:
    return name.concept is not None and any(place in name.concept.iri for place in _PLACES)


def _when(text: str, sentence: Span) -> str | None:
    """The year with which a sentence opens, "In 2013, ..."; any other year in it may be that of something told."""
    match = _IN_YEAR.match(text, sentence.start, sentence.end)
    return match[1] if match else None


def _observation(
    method: str, subject: Named | None, place: Named, sentence: Span, witness: Witness, iris: Iris, when: str
) -> Observation:
    evidence = witness.evidence(sentence, method, _CONFIDENCE[method])
    where = place.concept.iri if place.concept else ""
    said = {kind: (subject.concept.iri,) for kind in _KINDS if subject and subject.concept and kind in subject.concept.kinds}
    return Observation(
        witness.iri("observation", f"{place.as_printed} {subject.as_printed if subject else ''}"),
        evidence,
        iris.situation(where, when[:4]),
        when,
        factors=said.get("RiskFactor", ()),
        indicators=said.get("Indicator", ()),
        crimes=said.get("Crime", ()),
    )
