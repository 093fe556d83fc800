"""Eyes, stage recommend. In: passages in reading order with the names found in each. Out: duties: who is asked, or promises,
to do what.

Reads what is said in the present tense by the one who asks ("I urge Member States to ...", "Calls upon all States to ..."),
passes the addressee of a chapeau on to its lettered items, and takes items under an offer ("stands ready to ..., by:") as
commitments. What others asked in the past is narrative and no duty here. Rule: the verbs of United Nations drafting, in order
of strength.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology.iris import Iris
from ontology.nouns import Duty, DutyKind, Passage
from ontology.span import Span
from reading.evidence import Witness
from reading.lexicon import Lexicon, Named
from reading.particulars import particulars
from reading.sentences import sentences

STRENGTHS: Mapping[str, str] = {
    "demand": "demands",
    "decide": "decides",
    "request": "requests",
    "ask": "requests",
    "call upon": "calls upon",
    "call on": "calls upon",
    "urge": "urges",
    "strongly urge": "strongly urges",
    "appeal to": "appeals",
    "encourage": "encourages",
    "strongly encourage": "encourages",
    "recommend": "recommends",
    "invite": "invites",
}
_FIRST = r"(?:strongly )?(?:demand|request|ask|call (?:up)?on|urge|appeal to|encourage|recommend|invite)"
_THIRD = r"(?:strongly )?(?:demands|requests|asks|calls (?:up)?on|urges|appeals to|encourages|recommends|invites)"
_ORGAN = r"(?i:demands|decides|requests|calls (?:up)?on|urges|appeals to|encourages|recommends|invites)"
_ADVERBS = r"(?:(?:also|further|therefore|hereby|again|once more|in particular|accordingly)\s+)*"
_ASKS = re.compile(
    rf"(?:\bI\s+{_ADVERBS}(?P<first>{_FIRST})"
    rf"|\b(?:Secretary-General|He|he)\s+{_ADVERBS}(?P<third>{_THIRD})"
    rf"|\A(?=[A-Z])(?i:(?:also|further|once again|therefore|strongly)\s+)*(?P<organ>{_ORGAN}))\b"
)
# "to" before a verb; "parties to the Convention" asks nobody to do anything.
_TO = re.compile(
    r"(?:\s+|\A)to\s+(?!(?:the|an?|its|their|his|this|that|these|those|all|any|each|which|whom)\b)(?=[a-z])|(?:\s+to)?\s*:\s*$"
)
_THAT = re.compile(r"\s+that\s+(?=\S)")
_SUBJECT = re.compile(r"(?:(?:the|all|both|each|every|any|its|my)\s+)*$", re.IGNORECASE)
_READY = re.compile(
    r"\b(?:remains?|stands?|is|are)\s+(?:also\s+)?ready\b[^.]*:\s*$|\bcommits? (?:itself|themselves|himself)\b[^.]*:\s*$"
)
# A list of purposes, aims, subjects or conditions hands nobody's duty on to its items.
_NO_DUTIES = re.compile(
    r"\b(?:in order|with a view to|objectives?|aims?|areas?|criteria|conditions?|purposes?|elements|issues|topics|aspects|"
    r"do(?:es)? not apply|determined|not apply[^.:]*)(?:\s+(?:below|following))?\s*:\s*$",
    re.IGNORECASE,
)
# "appoint a Representative whose duties shall involve:": what follows is somebody else's than the one who is asked.
_OTHERS_DUTIES = re.compile(r"\b(?:whose|who|which)\b[^.:]*:\s*$|\bdecides? that\b[^.:]*:\s*$")
# "United Nations entities", "the Council's members", "Security Council resolution 1325": the name tells which, and is not asked.
_ADJECTIVE = re.compile(
    r"[’']s\b|\s+(?!(?:to|and|or|as|in|on|at|with|through|that|which|who|concerned|once|also|by|for|from|under|within|of|not|"
    r"including|both|when|where|while|should|will|shall|may|must)\b)[a-z]"
)
# "with the support of X", "in cooperation with X": X helps, and is not the one who is asked.
_HELPS = re.compile(
    r"\b(?:with the (?:support|assistance|help) of|(?:in|on the basis of) (?:close |full )?"
    r"(?:cooperation|coordination|consultation|collaboration|partnership) with)\s+(?:(?:the|its|other|all)\s+)*$"
)
_GERUND = re.compile(r"(?:[A-Z][^,]{0,120},\s+)?[A-Za-z]+ing\b")
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

    `pillars` says of a theme under which pillars it belongs.
    """

    author: str | None
    themes: Lexicon
    pillars: Mapping[str, tuple[str, ...]]
    iris: Iris


@dataclass(frozen=True, slots=True)
class _Ask:
    verb: str
    addressees: tuple[str, ...]
    action: Span
    words: Span
    opens_list: bool = False
    names_nobody: bool = False
    asker: str | None = None


def duties(unread: Unread, speaker: Speaker) -> list[Duty]:
    """The duties in a passage and in its lettered items."""
    asks = _asks(unread)
    found = [_duty(unread, ask, "recommendation", "verb in the sentence", speaker) for ask in asks if not ask.opens_list]
    hands_on = not any(other.search(unread.passage.text) for other in (_NO_DUTIES, _OTHERS_DUTIES))
    chapeau = asks[-1] if asks and asks[-1].opens_list and hands_on else None
    offers = not chapeau and bool(_READY.search(unread.passage.text))
    for item in unread.items:
        if chapeau is not None:
            found.append(_inherited(item, chapeau, speaker))
        elif offers and _GERUND.match(item.passage.text):
            found.append(_offered(item, unread, speaker))
        found += duties(item, speaker)
    return found


def _asks(unread: Unread) -> list[_Ask]:
    text = unread.passage.text
    asks = (_ask(unread, match, part.end) for part in sentences(text) for match in _ASKS.finditer(text, part.start, part.end))
    return [ask for ask in asks if ask is not None]


def _ask(unread: Unread, match: "re.Match[str]", end: int) -> _Ask | None:
    text = unread.passage.text
    if match["organ"] is not None and match.start() > 0:
        return None  # an organ's verb without its subject opens an operative paragraph, and nothing else
    opens_list = bool(unread.items) and text[:end].rstrip().endswith(":") and not text[end:].strip()
    if that := _THAT.match(text, match.end(), end):
        return _that(unread, match, Span(that.end(), end), opens_list)
    to = _TO.search(text, match.end(), end)
    if to is None and not opens_list:
        return None  # "I encourage dialogue": nobody is asked to do anything
    stop = to.start() if to else end
    if match["organ"] and match["organ"].lower() != "decides" and not opens_list and not text[match.end() : stop].strip():
        return None  # "Requests to act were many": a noun, for it has no object
    addressees = _asked_in(unread, Span(match.end(), stop)) or _pronoun(unread, text[match.end() : stop], match.start())
    action = Span(to.end() if to else stop, end)
    names_nobody = not text[match.end() : stop].strip(" :")
    return _Ask(_lemma(match), addressees, action, Span(match.start(), end), opens_list, names_nobody, _asker(unread, match))


def _that(unread: Unread, match: "re.Match[str]", clause: Span, opens_list: bool) -> _Ask:
    """What is asked by "recommends that the Council extend ...": of the subject of the clause, if it is a known actor."""
    text = unread.passage.text
    first = next((name.span for name in unread.named if name.span.start >= clause.start), None)
    is_subject = first is not None and _SUBJECT.fullmatch(text[clause.start : first.start])
    addressees = _named_in(unread, first) if first and is_subject else ()
    action = Span(first.end if first and addressees else clause.start, clause.end)
    words = Span(match.start(), clause.end)
    return _Ask(_lemma(match), addressees, action, words, opens_list, not addressees, _asker(unread, match))


def _asker(unread: Unread, match: "re.Match[str]") -> str | None:
    """Who asks, where the sentence names him as its subject; else the document's author does."""
    return next(iter(_named_in(unread, Span(*match.span()))), None) if match["third"] else None


def _lemma(match: "re.Match[str]") -> str:
    verb = (match["first"] or match["third"] or match["organ"]).lower()
    strongly = "strongly " if verb.startswith("strongly ") or "strongly " in match[0].lower() else ""
    first, _, rest = verb.removeprefix("strongly ").partition(" ")
    return f"{strongly}{first.removesuffix('s')}{' ' if rest else ''}{rest}"


def _asked_in(unread: Unread, span: Span) -> tuple[str, ...]:
    """The actors between the verb and "to": those of `_named_in`, less the names that only tell which."""
    text = unread.passage.text
    inside = (name for name in unread.named if span.contains(name.span) and not _ADJECTIVE.match(text, name.span.end))
    return _actors(name for name in inside if not _HELPS.search(text, span.start, name.span.start))


def _named_in(unread: Unread, span: Span) -> tuple[str, ...]:
    """The actors named within a span, each once, in order, States last."""
    return _actors(name for name in unread.named if span.contains(name.span))


def _actors(named: Iterable[Named]) -> tuple[str, ...]:
    iris = [name.concept.iri for name in named if name.concept]
    return tuple(dict.fromkeys(iri for place in ("/actor/", "/state/") for iri in iris if place in iri))


def _pronoun(unread: Unread, words: str, before: int) -> tuple[str, ...]:
    """Whom "them" means: the subject, that is the first actor named in the passage before the verb."""
    if words.strip() not in ("them", "it", "him", "her"):
        return ()
    return _named_in(unread, Span(0, before))[:1]


def _inherited(item: Unread, chapeau: _Ask, speaker: Speaker) -> Duty:
    """An item under a chapeau: its own subject ("The General Assembly to ...") where the chapeau names nobody."""
    text = item.passage.text
    end = next(sentences(text)).end
    to = _own_subject(item, end) if chapeau.names_nobody else None
    addressees = _asked_in(item, Span(0, to.start())) if to else chapeau.addressees
    start = to.end() if to else len(text) - len(re.sub(r"\ATo\s+", "", text))
    ask = _Ask(chapeau.verb, addressees, Span(start, len(text)), Span(0, len(text)), asker=chapeau.asker)
    return _duty(item, ask, "recommendation", "chapeau", speaker)


def _own_subject(item: Unread, end: int) -> "re.Match[str] | None":
    """The "to" behind an item's own subject, which opens it: in "To engage with X to ..." X is nobody who is asked."""
    text = item.passage.text
    to = _TO.search(text, 0, end)
    named = [name.span for name in item.named if to and name.span.end <= to.start()]
    opens = bool(named) and bool(_SUBJECT.fullmatch(text[: named[0].start]))
    return to if opens else None


def _offered(item: Unread, offer: Unread, speaker: Speaker) -> Duty:
    """An item under an offer is a promise of the one who offers: the last actor named before "stands ready"."""
    ready = _READY.search(offer.passage.text)
    before = _named_in(offer, Span(0, ready.start() + 1 if ready else 0))
    whole = Span(0, len(item.passage.text))
    return _duty(item, _Ask("commit", before[-1:], whole, whole), "commitment", "offer", speaker)


def _duty(unread: Unread, ask: _Ask, kind: DutyKind, method: str, speaker: Speaker) -> Duty:
    evidence = unread.witness.evidence(ask.words, method, _CONFIDENCE[method])
    action = ask.action.of(unread.passage.text).strip(" ;.:,")
    strength = "commits" if kind == "commitment" else STRENGTHS.get(ask.verb, STRENGTHS[ask.verb.removeprefix("strongly ")])
    told = particulars(evidence.as_printed, action, speaker.themes, promised=kind == "commitment")
    return Duty(
        unread.witness.iri("duty", evidence.as_printed),
        kind,
        evidence,
        ask.addressees,
        ask.verb,
        strength,
        action,
        unread.passage.language,
        asked_by=(ask.asker or speaker.author) if kind == "recommendation" else None,
        verb_class=speaker.iris.verb_class(strength),
        deliverable=told.deliverable,
        deadline=told.deadline,
        themes=told.themes,
        pillars=_pillars(told.themes, speaker),
    )


def _pillars(themes: Sequence[str], speaker: Speaker) -> tuple[str, ...]:
    """The pillar of a duty is that of its themes, where they agree; a duty whose themes belong to several has none."""
    found = {pillar for theme in themes for pillar in speaker.pillars.get(theme, ())}
    return tuple(found) if len(found) == 1 else ()
