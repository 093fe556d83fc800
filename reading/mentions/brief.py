"""Eyes, stage brief. In: the names found in one passage. Out: Briefings: who briefed whom, and on the situation in which places.

A sentence counts when it has "briefing ... by/from X" or "X briefed Y" with an office or body that is known. The body that
invites or receives the briefing is briefed too, also as "the Council" where the passage named one before. The places are those of
"on the situation(s) in A, B and C" in the same sentence. Must not infer a place or a body that the passage does not name.
"""

import re
from collections.abc import Sequence

from ontology.nouns import Briefing
from ontology.span import Span
from reading.evidence import Witness
from reading.mentions.lexicon import Named
from reading.sentences import listed, sentences

_NOUN = re.compile(
    r"\bbriefings?\b(?!\s+(?:note|paper|book))[^.;:]{0,40}?\b(?:from|by)\s+(?:(?:my|the|his|her|their)\s+)?(?:joint\s+)?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:has|have|had)?\s*(?:also\s+)?(?:regularly\s+|jointly\s+|repeatedly\s+)?briefed\s+(?:the\s+)?", re.IGNORECASE
)
_TO = re.compile(r"\s+(?:to|before)\s+(?:a\s+(?:plenary\s+)?meeting\s+of\s+)?(?:the\s+)?")
_ON = re.compile(
    r"\b(?:on|(?:in|with) respect (?:to|of)|about|concerning|regarding)\s+(?:the\s+)?"
    r"(?:situations?\s+(?:in|of)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_INVITES = re.compile(r"\b(?:invit|receiv|held|hear|request)(?:e[ds]?|s|ed|ing)?\b", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:The|the|that|That) (?P<body>Council|Assembly|Commission|Committee)\b")
_CONFIDENCE = {"briefing by": 0.9, "briefed": 0.9}
_PLACES, _BODIES, _OFFICES = ("/state/", "/region/"), ("UNOrgan", "RegionalArrangement"), ("OfficeHolder", "UNEntity", "UNOrgan")


def briefings(named: Sequence[Named], witness: Witness) -> list[Briefing]:
    """The briefings that a passage tells of, in order, one a sentence."""
    text = witness.passage.text
    found = (_briefing(named, sentence, witness) for sentence in sentences(text) if "brief" in sentence.of(text).lower())
    return [briefing for briefing in found if briefing is not None]


def _briefing(named: Sequence[Named], sentence: Span, witness: Witness) -> Briefing | None:
    text = witness.passage.text
    inside = [name for name in named if sentence.contains(name.span)]
    if noun := _NOUN.search(text, sentence.start, sentence.end):
        briefers, method = _of_kind(listed(text, inside, noun.end()), _OFFICES), "briefing by"
        audience = _receivers(named, inside, sentence, noun, text) or _briefed_to(text, inside, briefers)
    elif verb := _VERB.search(text, sentence.start, sentence.end):
        before = [name for name in inside if name.span.end <= verb.start()]
        briefers, method = _of_kind(before, _OFFICES)[-1:], "briefed"
        audience = _iris(_of_kind(listed(text, inside, verb.end()), _BODIES))
    else:
        return None
    if not briefers or not audience:
        return None
    evidence = witness.evidence(sentence, method, _CONFIDENCE[method])
    places = _places(text, inside, sentence, briefers[-1].span.end)
    return Briefing(witness.iri("briefing", evidence.as_printed), evidence, _iris(briefers), audience, places)


def _receivers(
    named: Sequence[Named], inside: Sequence[Named], sentence: Span, noun: "re.Match[str]", text: str
) -> tuple[str, ...]:
    """Who invites or receives the briefing: the subject of the sentence, by its name or by its short form."""
    before = noun.start()
    if not _INVITES.search(text, sentence.start, noun.end()):
        return ()
    subjects = _of_kind([name for name in inside if name.span.end <= before], _BODIES)
    if subjects:
        return _iris(subjects[:1])
    short = _SHORT.search(text, sentence.start, before)
    earlier = [name for name in _of_kind(named, _BODIES) if name.span.end <= sentence.start]
    meant = [name for name in earlier if short and name.as_printed.endswith(short["body"])]
    return _iris(meant[-1:])


def _briefed_to(text: str, inside: Sequence[Named], briefers: Sequence[Named]) -> tuple[str, ...]:
    """The body in "briefing by X to Y"."""
    to = _TO.match(text, briefers[-1].span.end) if briefers else None
    return _iris(_of_kind(listed(text, inside, to.end()), _BODIES)) if to else ()


def _places(text: str, inside: Sequence[Named], sentence: Span, after: int) -> tuple[str, ...]:
    """The places of the first list of places behind "on" or "on the situations in"."""
    for match in _ON.finditer(text, after, sentence.end):
        places = [name for name in listed(text, inside, match.end()) if name.concept]
        iris = tuple(name.concept.iri for name in places if name.concept and any(place in name.concept.iri for place in _PLACES))
        if iris:
            return tuple(dict.fromkeys(iris))
    return ()


def _of_kind(named: Sequence[Named], kinds: Sequence[str]) -> list[Named]:
    return [name for name in named if name.concept and not name.concept.generic and set(kinds) & set(name.concept.kinds)]


def _iris(named: Sequence[Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.concept.iri for name in named if name.concept))
