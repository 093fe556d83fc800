"""Eyes, stage recommend. In: passages in reading order with the names found in each. Out: duties: who is asked, or promises,
to do what, by when, and to whom to report.

Reads what is said in the present tense by the one who asks ("I urge Member States to ...", "Calls upon all States to ..."),
passes verb and addressee of a chapeau on to its items to any depth, and takes items under an offer ("stands ready to ..., by:")
as commitments. What others asked in the past is narrative and no duty here. Rule: the verbs of United Nations drafting, in order
of strength.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ontology.iris import Iris
from ontology.nouns import Duty, Passage, Section
from ontology.span import Span
from reading.duties.addressees import Asked, asked
from reading.duties.clauses import Ask, itself, opening_to, read_asks, read_shoulds, subject_of
from reading.duties.particulars import particulars, reporting_line
from reading.evidence import Witness
from reading.mentions.lexicon import Lexicon, Named
from reading.sentences import sentences

_READY = re.compile(
    r"\b(?:remains?|stands?|is|are)\s+(?:also\s+)?ready\b[^.]{0,400}:\s*$|"
    r"\bcommits? (?:itself|themselves|himself)\b[^.]{0,400}:\s*$"
)
# A list of purposes, aims, subjects or conditions hands nobody's duty on to its items.
_NO_DUTIES = re.compile(
    r"(?:\b(?:in order|with a view|so as)(?: to)?|\b(?:objectives?|aims?|areas?|criteria|conditions?|purposes?|elements|issues|"
    r"topics|aspects|principles|information|individuals|entities|goods|items|documents|do(?:es)? not apply|determined|"
    r"not apply[^.:]{0,400}|comprising|containing|as follows|composed of|consisting of|with regard to|with respect to)"
    r"(?:\s+(?:below|following))?)\s*:\s*$",
    re.IGNORECASE,
)
# "a Representative whose duties shall involve:": what follows is for the holder of these duties, not for the one who is asked.
_TASKS = re.compile(
    r"\bwhose\b|\b(?:have|has|with|carry out|undertake|perform) (?:the |a |an |its )?(?:following )?(?:[\w-]+ )?(?:mandate|task|"
    r"function|responsibilit|dut)\w*|\b(?:mandate|tasks) [^.:;]{0,120}\b(?:include|be|is|are|following)\b",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"\b(?:that|which)\s+(?:\w+\s+)?(?:include|contain|cover|address)s?(?:,\s*inter alia,?)?\s*:\s*$"
    r"|\btaking into account[^:]{0,200}:\s*$|\b(?:on|of|for|in|regarding|concerning|about)\s*:\s*$"
)
"""What a report, a plan or a mandate is to contain: asked with it, and no duty of its own."""
_GIVES_A_MANDATE = re.compile(r"(?:extend|renew|establish|create|appoint|set up|re-establish|reconvene)\b")
_NOUN_OPENS = re.compile(r"(?:the|an?|all|any|each|no|its|their|this)\b|[A-Z][a-z]+\Z", re.IGNORECASE)
_WHOSE = re.compile(r"\b(?:whose|who|which)\b[^.:]{0,400}:\s*$")
_HELD_BY = re.compile(
    r"\bmandate of\s+|\b(?:establish|create|appoint|set up|deploy|designate)"
    r"(?:,[^,]{1,160},|\s+for [^,]{1,160},(?:[^,]{1,160},)?)?\s+(?=(?:the|an?|up)\b)"
    r"|\bthat\s+(?:the\s+(?:mandate|tasks) of\s+)?(?=[^.:;]{1,160}\bshall\b)",
    re.IGNORECASE,
)
# "against those who:" begins a list of persons; "The Commission is encouraged:" one for another than the chapeau above it.
_LISTS_PERSONS = re.compile(r"\b(?:who|whom|which)\s*:\s*$")
_ASKS_ANOTHER = re.compile(r"\b(?:is|are)\s+(?:\w+ly\s+)?(?:urged|requested|invited|encouraged|called\s+(?:up)?on)\b[^.]*:\s*$")
_FOLLOWS = re.compile(r"\bfollowing\b|\bas follows\b", re.IGNORECASE)
_RECOMMENDS = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_GERUND = re.compile(r"(?:[A-Z][^,]{0,120},\s+)?[A-Za-z]+ing\b")
_THAT = re.compile(r"\AThat\s+")
_OWN_MODAL = re.compile(r"\A(?=[A-Z])[^,.;:]{1,120}?\b(?:shall|should|must|will)\b")
_CONFIDENCE = {"verb in the sentence": 0.95, "chapeau": 0.95, "offer": 0.9}


@dataclass(frozen=True, slots=True)
class Unread:
    """A passage with what is needed to read its duties: its names, its witness, and its lettered items."""

    passage: Passage
    named: Sequence[Named]
    witness: Witness
    items: Sequence["Unread"] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a document as "I" or by an organ's bare verb, where known, and what its duties are compared with.

    `pillars` says of a theme under which pillars it belongs; `recommending` are the sections whose heading promises
    recommendations: there "Member States should" recommends. `under_review` is the one State that the title names.
    """

    author: str | None
    themes: Lexicon
    pillars: Mapping[str, tuple[str, ...]]
    iris: Iris
    recommending: frozenset[str] = frozenset()
    under_review: str | None = None


def recommending(sections: Sequence[Section]) -> frozenset[str]:
    """The sections under a heading that promises recommendations, or that stand in one such."""
    found: set[str] = set()
    for section in sections:  # a section stands behind the one that holds it
        if section.part_of in found or _RECOMMENDS.search(section.heading):
            found.add(section.iri)
    return frozenset(found)


def duties(unread: Unread, speaker: Speaker, above: Ask | None = None) -> list[Duty]:
    """The duties in a passage and in its items. `above`: what the chapeau of the passage hands on to it."""
    passage, text = unread.passage, unread.passage.text
    if "/annex/" in passage.iri:
        speaker = replace(speaker, author=None)  # what is annexed often speaks with another's voice
    operative = passage.role == "operative"
    asks = read_asks(text, unread.named, speaker.author, operative=operative, has_items=bool(unread.items))
    if not asks and passage.part_of in speaker.recommending:
        asks = read_shoulds(text, unread.named, speaker.author)
    chapeau, handed = _chapeau(text, unread.named, asks) if unread.items else (None, None)
    found = []
    if _ASKS_ANOTHER.search(text):
        above = None
    if above is not None and not (asks and asks[0].words.start == 0):
        hands_on = bool(unread.items) and not asks and not _NO_DUTIES.search(text)
        chapeau = above if hands_on else chapeau
        if " " in text and not (hands_on and text.rstrip().endswith(":")):  # one word is a heading
            end = asks[0].words.start if asks else len(text)
            found += [_duty(unread, ask, "chapeau", speaker) for ask in _inherited(unread, above, end, speaker)]
    found += [_duty(unread, ask, "verb in the sentence", speaker) for ask in asks if ask is not handed]
    for item in unread.items:
        if chapeau is None and _READY.search(text) and _GERUND.match(item.passage.text):
            found.append(_offered(item, unread, speaker))
        found += duties(item, speaker, chapeau)
    return found


def _chapeau(text: str, named: Sequence[Named], asks: Sequence[Ask]) -> tuple[Ask | None, Ask | None]:
    """What a passage hands on to its items, and which of its own clauses that is; none where the list holds no duties."""
    if not asks or _NO_DUTIES.search(text) or _LISTS_PERSONS.search(text):
        return None, None
    said = [ask for ask in asks if _FOLLOWS.search(ask.words.of(text))]
    ask = asks[-1] if asks[-1].held_open else said[-1] if said else None
    action = ask.action.of(text).strip(" :") if ask else ""
    if ask is None or (action and (ask.strength == "commits" or _CONTENTS.search(text))):
        return None, None  # "We will act on the following:", "a report that includes:"
    if not _TASKS.search(ask.words.of(text)) and not (ask.strength == "decides" and _GIVES_A_MANDATE.match(action)):
        return ask, ask
    if holder := _HELD_BY.search(text, ask.words.start, ask.words.end):
        found = asked(text, named, Span(holder.end(), ask.words.end), subject=True)
        return (replace(ask, asked=found, names_nobody=False), ask) if found else (None, None)
    return (None, None) if _WHOSE.search(text) else (ask, ask)


def _inherited(item: Unread, chapeau: Ask, end: int, speaker: Speaker) -> Iterator[Ask]:
    """What an item asks under a chapeau: of its own subject ("That all States ...") where it has one.

    An item that only names a thing ("The Chairs of the round tables;") is no duty under a decision.
    """
    text = item.passage.text
    who, start = _own_subject(item, chapeau)
    if who is None:
        if chapeau.strength == "decides" and _NOUN_OPENS.match(text):
            return
        who, start = chapeau.asked, len(text) - len(re.sub(r"\A(?:To|to)\s+", "", text))
        if chapeau.names_nobody and not who and chapeau.strength == "decides":
            who = itself(speaker.author, "organ")
    yield replace(chapeau, asked=who, action=Span(min(start, end), end), words=Span(0, len(text)))


def _own_subject(item: Unread, chapeau: Ask) -> tuple[Asked | None, int]:
    """The subject that opens an item, and where its action begins: in "To engage with X to ..." X is nobody who is asked."""
    text = item.passage.text
    end = next(sentences(text)).end
    if that := _THAT.match(text):
        return subject_of(text, item.named, Span(that.end(), end))
    if _OWN_MODAL.match(text) and (chapeau.names_nobody or chapeau.strength == "decides"):
        return subject_of(text, item.named, Span(0, end))
    if not chapeau.names_nobody:
        return None, 0
    to = opening_to(text, 0, end)
    if to is None or to.start() == 0:
        return None, 0
    who = asked(text, item.named, Span(0, to.start()), subject=True)
    return (who, to.end()) if who else (None, 0)


def _offered(item: Unread, offer: Unread, speaker: Speaker) -> Duty:
    """An item under an offer is a promise of the one who offers: the last actor named before "stands ready"."""
    ready = _READY.search(offer.passage.text)
    before = [name for name in offer.named if name.concept and ready and name.span.end <= ready.start() + 1]
    actors = [name.concept.iri for name in before if name.concept and "/actor/" in name.concept.iri]
    whole = Span(0, len(item.passage.text))
    return _duty(item, Ask("commit", "commits", Asked(tuple(actors[-1:])), whole, whole), "offer", speaker)


def _duty(unread: Unread, ask: Ask, method: str, speaker: Speaker) -> Duty:
    text = unread.passage.text
    evidence = unread.witness.evidence(ask.words, method, _CONFIDENCE[method])
    promised = ask.strength == "commits"
    action = ask.action.of(text).strip(" ;.:,")
    told = particulars(evidence.as_printed, action, speaker.themes, promised=promised)
    return Duty(
        unread.witness.iri("duty", evidence.as_printed),
        "commitment" if promised else "recommendation",
        evidence,
        ask.asked.actors,
        ask.verb,
        ask.strength,
        action,
        unread.passage.language,
        asked_by=None if promised else ask.asker,
        verb_class=speaker.iris.verb_class(ask.strength),
        deliverable=told.deliverable,
        deadline=told.deadline,
        due=told.due,
        themes=told.themes,
        pillars=_pillars(told.themes, speaker),
        addressee_kinds=ask.asked.kinds,
        reports_to=reporting_line(text, unread.named, ask.words, speaker.author),
    )


def _pillars(themes: Sequence[str], speaker: Speaker) -> tuple[str, ...]:
    """The pillar of a duty is that of its themes, where they agree; a duty whose themes belong to several has none."""
    found = {pillar for theme in themes for pillar in speaker.pillars.get(theme, ())}
    return tuple(found) if len(found) == 1 else ()
