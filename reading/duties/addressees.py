"""Eyes, stage recommend: who is asked. In: the words between a verb and what it asks, with the names found in them. Out: the
actors, and of what kind they are, also where they have no name in the vocabulary ("all parties to the conflict").

The words are a list of noun phrases; each is judged by what opens it, a name or a noun that is the head of the phrase. What
stands behind a preposition or in a relative clause tells which, and is not asked. Must not look for verbs.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from ontology.concepts import Concept
from ontology.span import Span
from reading.mentions.lexicon import Named

_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "civil-society",
        (
            r"civil society(?: organi[sz]ations| actors)?|non-?governmental(?: organi[sz]ations)?|NGOs|human rights defenders",
            r"humanitarian (?:organi[sz]ations|actors)|(?:women|youth)[’']s organi[sz]ations",
        ),
    ),
    (
        "others",
        (
            r"political (?:parties|stakeholders|leaders|actors)|third parties|national human rights institutions|forces|others",
            r"international (?:community|forces)|donors?|stakeholders|actors|partners|participants|private sector|media|academia",
            r"(?:business )?enterprises|businesses|companies|corporations|institutions|individuals|persons|people|leaders|women",
            r"parliament(?:s|arians)?|teachers|Territories|Think Tank|communities|journalists",
        ),
    ),
    (
        "organizations",
        (
            r"(?:international )?financial institutions|inter-?governmental organi[sz]ations",
            r"(?:international|regional|intergovernmental) bodies",
        ),
    ),
    (
        "states",
        (
            r"States? part(?:y|ies)|(?:Contracting |States )?Parties(?= to the)",
            r"parties(?= to the (?:\w+ ){0,3}(?:Convention|Covenant|Treaty|Statute|Protocol))",
        ),
    ),
    (
        "parties",
        (r"parties|party|sides|belligerents|(?:armed|rebel) (?:groups?|elements|movements|actors)|militias?|combatants",),
    ),
    ("secretary-general", (r"Secretary-General",)),
    (
        "office-holder",
        (
            r"(?:Special |[Ii]ndependent )?(?:Rapporteurs?|Representatives?|Advisers?|Envoys?|[Ee]xperts?)|special procedures",
            r"(?:Deputy |United Nations )?High (?:Commissioner|Representative)|(?:Under|Assistant)-Secretary-General",
            r"Executive Director|Director-General|Administrator|Coordinator|President|Chair(?:person|s)?|mandate[- ]holders?",
            r"Prosecutor|Force Commander|Ombudsperson|co-?facilitators?|(?:executive )?heads",
        ),
    ),
    (
        "entity",
        (
            r"Offices?|offices|United Nations (?:system|entities|agencies)|organi[sz]ations(?= of the United Nations)",
            r"agencies|Agency|funds|Fund|programmes|Programme|Secretariat|secretariats?|system|entities|operations?",
            r"[Cc]ountry [Tt]eams?|[Mm]issions?|Departments?|departments|Division|[Tt]ask [Ff]orces?",
            r"Institute|University|[Mm]echanisms?|Monitoring Team|Unit",
            r"(?:Panel|Group|Team) of Experts|(?:panel|group|team) of (?:\w+ ){0,4}experts|Panel|Group|Team",
            r"Organization|peacekeepers",
        ),
    ),
    (
        "organ",
        (
            r"[Cc]ommittees?|[Cc]ommissions?(?: of [Ii]nquiry)?|Councils?|Assembly|Conference|[Ww]orking [Gg]roups?|Forum",
            r"Boards?|Bureau|treaty bodies|bodies|organs|tribunals?|Tribunals?|Court",
        ),
    ),
    ("organizations", (r"organi[sz]ations|arrangements|unions?|Union|[Bb]anks?|League",)),
    (
        "state",
        (
            r"(?:Federal |Transitional )?(?:Government|Authority)|government|authorities|Authorities|regime|[Mm]ilitary(?! )",
            r"[Oo]ccupying Power|federal member states",
        ),
    ),
    (
        "states",
        (
            r"(?:Member )?States?|states|member states|countries|Governments|governments|Members|members|nations|delegations",
            r"(?:administering )?Powers",
        ),
    ),
)
"""Kind of addressee -> the nouns that are the head of such a phrase; where two begin at one place, the earlier kind wins."""
_HEAD = re.compile(r"\b(?:" + "|".join(f"(?P<k{at}>{'|'.join(words)})" for at, (_, words) in enumerate(_HEADS)) + r")(?![\w-])")
_PART_OF = re.compile(r"\b(?:parts?|elements|components|sections|organs|members|representatives) of\s+")
_LACKS_ITS_NOUN = re.compile(
    r"(?:(?:the|all|relevant|other)\s+)*(?:inter-?governmental|international|regional|sub-?regional|interregional|multilateral)\s*\Z"
)
_BETWEEN = re.compile(
    r"\s*(?:[,;]\s*(?:and|or|as well as|including|in particular|especially|notably|together with)?|"
    r"\b(?:and|or|as well as|including|in particular|especially|notably|together with)\b),?\s*"
)
_MODIFIER = re.compile(
    r"the|an?|all|both|each|every|any|other|relevant|its|my|his|her|their|our|those|these|concerned|interested|such|key|further|"
    r"non-State|troop-|police-|[\w-]+-contributing|peace|country|human|rights|host|home|member|transit|donor|de|facto|new|main|own|\d+|"
    r"[A-Z][\w’'-]*|[\w-]+(?:ian|ese|ish|ous|ant|ent|al|ic|ary|ed|ing|ly|ive|ble)"
)
_ENDS_PHRASE = re.compile(
    r"\s(?:in|on|that|which|who|whose|whom|to|with|under|for|from|by|at|within|through|as|when|where|whenever|hosting|involved|"
    r"acting|during|via|having|not|of|participating|contributing|operating|affected|concerned)\b"
)
_TELLS_WHICH = re.compile(
    r"[’']s?\b|\s+(?!(?:to|and|or|as|in|on|at|with|through|that|which|who|concerned|once|also|by|for|from|under|within|of|not|"
    r"including|both|when|where|while|should|will|shall|may|must|can|are|is|have|has|having|acting|itself|themselves|together)\b)[a-z]"
)
_PARTICIPLE = re.compile(r"\s+[a-z]+(?:ed|ing)\b")
_WITH_WHOM = r"cooperation|coordination|consultations?|collaboration|partnership|conjunction|dialogue|accordance|line|compliance"
_WITH_WHAT = r"support|assistance|help|participation|involvement|authority|auspices|leadership|guidance|direction"
_AMONG = r"acting|bearing|taking|recalling|noting|recogni[sz]ing|drawing|working|building|on behalf|within|where|as appropriate"
_HELPED = re.compile(
    rf"\s*(?:in |on the basis of |through |based on )?(?:\w+\s+){{0,2}}?"
    rf"(?:{_WITH_WHOM}|conformity|keeping|consistent|agreement)\s+"
    rf"(?:\w+\s+)?(?:with|to)\b|\s*(?:with|through|under) (?:the |its |their )?(?:\w+ ){{0,3}}(?:{_WITH_WHAT})\b"
    rf"|\s*(?:{_AMONG}|upon|pursuant|without|subject|consistent|by|when|if|while|who|which|that)\b",
    re.IGNORECASE,
)
"""What opens a part of the sentence that names helpers, or rules, and nobody who is asked."""
_ASIDE = (
    r"(?:(?:in|to|with|for|on) (?:this|that|these) (?:\w+ )?(?:regard|respect|context|connection|end|purpose|spirit)|once again|"
    r"as appropriate|where (?:appropriate|relevant|applicable|necessary)|as applicable|as relevant|inter alia|also|further|"
    r"therefore|as a matter of (?:urgency|priority)|in a position to do so|immediately|urgently|in particular|accordingly)"
)
_SKIPPED = re.compile(rf"\s*{_ASIDE}\s*\Z")
_BEFORE_ALL = re.compile(rf"\s*,?\s*{_ASIDE},?\s+")
_HOLDS_A_STATE = re.compile(r"\s+(?:\w+\s+)?(?:authorities|Authorities|[Gg]overnment|regime|[Mm]ilitary|armed forces)\b")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_LIMITED = re.compile(r"\s+(?:of|in|belonging)\s+(?:the\s+)?(?!United Nations)[A-Z]")
_TAIL = re.compile(
    r"(?:\s+(?:to|of|in|on)\s+(?:the\s+|armed\s+)?(?:conflicts?|hostilities|[A-Z][\w’-]*(?:\s+[A-Z][\w’-]*)*)|\s+concerned)?\s*"
)
_LONGEST_LIST = 3_000  # characters; no list of addressees is longer
KINDS: Mapping[str, str] = {
    "State": "state",
    "StateGroup": "states",
    "UNOrgan": "organ",
    "TreatyBody": "organ",
    "UNEntity": "entity",
    "OfficeHolder": "office-holder",
    "RegionalArrangement": "organizations",
    "InternationalOrganization": "organizations",
    "CivilSociety": "civil-society",
}
"""Class of an actor in the ontology -> kind of addressee; actors of other classes are "others"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: the actors with a name in the vocabulary, and the kinds of all who are named or described."""

    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    end: int = 0

    def __bool__(self) -> bool:
        return bool(self.actors or self.kinds)


def asked(text: str, named: Sequence[Named], span: Span, *, subject: bool = False) -> Asked:
    """Who is asked within a span. `subject`: the span is a clause whose subject is asked, and whose verb is not known."""
    if aside := _BEFORE_ALL.match(text, span.start, span.end):
        span = Span(aside.end(), span.end)
    span = Span(span.start, min(span.end, span.start + _LONGEST_LIST))
    inside = [name for name in names_within(named, span) if name.concept and _is_actor(name.concept)]
    actors: list[str] = []
    kinds: list[str] = []
    end = span.start
    for phrase in _phrases(text, inside, span):
        if _SKIPPED.match(text[phrase.start : phrase.end]):
            continue
        if _HELPED.match(text, phrase.start, phrase.end):
            break
        one = _one(text, inside, phrase, subject=subject)
        if one is None and subject:
            break
        if one is None:
            continue
        actors += one.actors
        kinds += one.kinds
        end = one.end
        if subject and not _TAIL.fullmatch(text, one.end, phrase.end):
            break
    ordered = [iri for place in ("/actor/", "/state/", "/") for iri in actors if place in iri]
    return Asked(tuple(dict.fromkeys(ordered)), tuple(dict.fromkeys(kinds)), end)


def names_within(named: Sequence[Named], span: Span) -> list[Named]:
    """The names that lie wholly within a span; `named` is in reading order."""
    first = bisect_left(named, span.start, key=lambda name: name.span.start)
    return list(takewhile(lambda name: name.span.end <= span.end, islice(named, first, None)))


def kind_of(concept: Concept) -> str:
    """The kind of addressee that an actor of the vocabulary is."""
    if concept.iri.endswith("actor/secretary-general"):
        return "secretary-general"
    known = next((KINDS[kind] for kind in KINDS if kind in concept.kinds), None)
    head = None if known else _HEAD.search(concept.preferred)
    return known or (_kind(head) if head else "others")


def _is_actor(concept: Concept) -> bool:
    return "/actor/" in concept.iri or "/state/" in concept.iri or "Actor" in concept.kinds


def _phrases(text: str, inside: Sequence[Named], span: Span) -> Iterator[Span]:
    """The members of the list; a comma or an "and" inside a name parts nothing."""
    start = span.start
    for match in _BETWEEN.finditer(text, span.start, span.end):
        if any(name.span.start < match.end() and match.start() < name.span.end for name in inside):
            continue
        if match.start() > start:
            yield Span(_past_blanks(text, start), match.start())
        start = match.end()
    if _past_blanks(text, start) < span.end:
        yield Span(_past_blanks(text, start), span.end)


def _past_blanks(text: str, start: int) -> int:
    return next((at for at in range(start, len(text)) if not text[at].isspace()), len(text))


def _one(text: str, inside: Sequence[Named], phrase: Span, *, subject: bool) -> Asked | None:
    """Who one member of the list is; None where it opens with nobody."""
    words = phrase.of(text)
    if _LACKS_ITS_NOUN.match(words):
        return Asked((), ("organizations",), phrase.end)
    part = _PART_OF.search(words)
    if part and _opens(words[: part.start()]) and not _is_named(inside, phrase.start + part.start()):
        return _one(text, inside, Span(phrase.start + part.end(), phrase.end), subject=subject)
    cut = _ENDS_PHRASE.search(text, phrase.start, phrase.end)
    stop = cut.start() if cut else phrase.end
    first = next((name for name in inside if phrase.start <= name.span.start <= stop), None)
    head = _HEAD.search(text, phrase.start, phrase.end)
    head = head if head and head.start() < stop else None
    if first and (not head or first.span.start <= head.start()) and _opens(text[phrase.start : first.span.start]):
        return _by_name(text, first, phrase, subject=subject)
    if head and _opens(text[phrase.start : head.start()]):
        return _by_head(text, inside, head)
    return None


def _is_named(inside: Sequence[Named], at: int) -> bool:
    """Whether a place lies within a name: "permanent members of the Security Council" are an entry of their own."""
    return any(name.span.start <= at < name.span.end for name in inside)


def _by_name(text: str, first: Named, phrase: Span, *, subject: bool) -> Asked:
    """A name that is itself asked, or that only tells whose members or authorities are."""
    concept, end = first.concept, first.span.end
    if concept is None:
        return Asked((), (), end)
    kind = kind_of(concept)
    if kind == "state" and (holder := _HOLDS_A_STATE.match(text, end, phrase.end)):
        return Asked((concept.iri,), (kind,), holder.end())
    if _TELLS_WHICH.match(text, end, phrase.end) and not (kind == "states" and _PARTICIPLE.match(text, end, phrase.end)):
        head = _HEAD.search(text, end, phrase.end)
        if head and _opens(text[end : head.start()].removeprefix("’s").removeprefix("'s")):
            return Asked((), (_kind(head),), head.end())
        if not subject or text[end : end + 1] in "’'":
            return Asked((), (), end)
    wide = kind == "states" and _LIMITED.match(text, end, phrase.end)
    return Asked(() if wide else (concept.iri,), (kind,), end)


def _by_head(text: str, inside: Sequence[Named], head: "re.Match[str]") -> Asked:
    """A noun without a name of its own; "the Government of Nicaragua" is Nicaragua."""
    kind = _kind(head)
    own = next((name for name in inside if kind == "state" and _OF.fullmatch(text, head.end(), name.span.start)), None)
    return Asked((own.concept.iri,), (kind,), own.span.end) if own and own.concept else Asked((), (kind,), head.end())


def _kind(head: "re.Match[str]") -> str:
    return _HEADS[int((head.lastgroup or "k0")[1:])][0]


def _opens(before: str) -> bool:
    """Whether what stands before a head can open a noun phrase."""
    return all(_MODIFIER.fullmatch(word.strip(",")) for word in before.split())
