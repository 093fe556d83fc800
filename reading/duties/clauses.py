"""Eyes, stage recommend: what a clause asks. In: the text of a passage, its names, who speaks. Out: one Ask for each verb: whom
it addresses, what for, in which words.

Must not look beyond one passage; chapeaux and items are put together in `reading.duties.duty`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ontology.span import Span
from reading.duties.addressees import Asked, asked, names_within
from reading.duties.verbs import STRENGTHS, Asks, asks
from reading.mentions.lexicon import Named
from reading.sentences import sentence_end, sentences

# "to" before a verb; "parties to the Convention" and "access to justice" ask nobody to do anything.
_TO = re.compile(
    r"(?:(?<=\s)|\A)to\s+(?!(?:the|an?|its|their|his|her|this|that|these|those|all|any|each|which|whom|such|armed|conflicts?|"
    r"hostilities|relevant|international|human|justice|and|or)\b)(?=[a-z])"
)
_NOT_BEFORE_TO = re.compile(
    r"\b(?:order|as|view|pursuant|according|addition|due|relation|respect|regard|response|access|close|next|subject|prior|"
    r"relat(?:ed|ing)|committed|acceded|acced(?:e|ing)|conducive|contribut\w+|up|leading|position|able|unable|wish\w*|need\w*|yet|right|"
    r"fail\w*|seek\w*|willing|referred|belonging|respond\w*|returning|vulnerable|adjacent|opposed|entitled|linked|exposed)\s+\Z"
)
_NOT = re.compile(r"\b(?:not|never)\s+\Z")
_LOOKS_BACK = 30  # characters; longer than any word that stands before such a "to"
_THAT = re.compile(r"(?:,[^,]{1,160},|,?\s+(?:also|further|therefore),?)?\s+that\s*(?:,[^,]{1,200},\s*)?(?=\S)")
_TO_COMES = re.compile(r"(?:,[^,]{1,160},)?(?:\s+(?:also|further|therefore|again))?\s+to\s+")
_DENIES = re.compile(r"(?:not|never)\s+(?=to\s)")
_MODAL = re.compile(r"\b(?:shall|should|must|will|may|would|are to|is to|can)\b")
_SHOULD = re.compile(r"\b(?:should|must|need to)(?:\s+(?:also|therefore|further))?\b")
_FARTHEST_MODAL = 300  # characters behind "that"; what stands farther belongs to another clause
_NOT_ASKED = re.compile(r"\s*(?:also\s+|not\s+)*(?:be|benefit|remain|expire|enter|apply|consist|comprise|begin|receive|enjoy)\b")
_MANDATE_OF = re.compile(r"(?:the\s+)?(?:mandate|tasks|functions) of\s+")
_ITSELF = frozenset(("decides", "commits"))
_NEEDS_NOBODY = frozenset(("demands", "calls for"))
_LENIENT = frozenset(("requests", "encourages", "invites", "recommends"))
_NO_ACTOR = re.compile(
    r"(?:\w+ing\b|(?:(?:the|all|further|such|ongoing|continued|their|its|these|[\w-]+(?:al|ed|ive|ing))\s+)*(?:efforts?|practices?|support|"
    r"initiatives?|cooperation|measures|incorporation|consideration|steps|work|dialogue|actions?|development|use|exchange|promotion|"
    r"participation|contributions?|strengthening|implementation|establishment|integration|collaboration|research)\b)"
)
_SUBJECT_STARTS = re.compile(r"(?<=[.;:!?])\s+|\bthat\s+|,\s+(?:and\s+)?(?=(?:all|the|Member|States)\b)")
_QUALIFIED = re.compile(r"\s+(?:and|in|of|to|that|with|which|concerned|parties|hosting|including)\b")
_RELATIVE = re.compile(r"\b(?:that|which|who)\s+[a-z]+s\b[^,;]{0,120}\Z")
_PAUSE = re.compile(r"[,;.:]")
_PRONOUNS = ("them", "it", "him", "her")


@dataclass(frozen=True, slots=True)
class Ask:
    """What one verb asks: of whom, to do what (`action`), in which `words`.

    `names_nobody` is true where the clause leaves it to the items of its list to say who is asked; `asker` is who asks, where
    the sentence says so or the speaker is known; `held_open` where the clause ends in a colon.
    """

    verb: str
    strength: str
    asked: Asked
    action: Span
    words: Span
    names_nobody: bool = False
    asker: str | None = None
    held_open: bool = False


def read_asks(text: str, named: Sequence[Named], author: str | None, *, operative: bool, has_items: bool) -> list[Ask]:
    """All that a passage asks or promises, in order."""
    found = (_ask(text, named, author, one, has_items=has_items) for one in asks(text, operative=operative))
    return [ask for ask in found if ask is not None]


def read_shoulds(text: str, named: Sequence[Named], author: str | None) -> list[Ask]:
    """What a recommendation asks without a verb of asking: "Member States should ...", of a subject that opens the sentence."""
    found = []
    for sentence in sentences(text):
        should = _SHOULD.search(text, sentence.start, min(sentence.end, sentence.start + _FARTHEST_MODAL))
        if should and not _NOT_ASKED.match(text, should.end()):
            who = asked(text, named, Span(sentence.start, should.start()), subject=True)
            if who and (not text[who.end : should.start()].strip(" ,") or _QUALIFIED.match(text, who.end)):
                action = Span(should.end(), sentence.end)
                held = text[: sentence.end].rstrip().endswith(":")
                found.append(Ask("should", STRENGTHS["should"], who, action, sentence, asker=author, held_open=held))
    return found


def itself(author: str | None, voice: str) -> Asked:
    """The one who speaks, as the one who is bound: an organ by its decision, an author by his promise."""
    if author and author.endswith("/secretary-general"):
        return Asked((author,), ("secretary-general",))
    return Asked((author,) if author else (), ("organ",) if author or voice == "organ" else ())


def subject_of(text: str, named: Sequence[Named], clause: Span) -> tuple[Asked, int]:
    """Who is the subject of a clause behind "that", where somebody is to act, and where what he is to do begins."""
    if held := _MANDATE_OF.match(text, clause.start, clause.end):
        found = asked(text, named, Span(held.end(), clause.end), subject=True)
        return found, found.end if found else clause.start
    modal = _MODAL.search(text, clause.start, min(clause.end, clause.start + _FARTHEST_MODAL))
    found = asked(text, named, Span(clause.start, modal.start() if modal else clause.end), subject=True)
    after = modal.end() if modal else found.end
    if not found or _NOT_ASKED.match(text, after):
        return Asked(), clause.start
    return found, after


def opening_to(text: str, start: int, end: int) -> "re.Match[str] | None":
    """The "to" between an addressee and what is asked of it."""
    found = (
        to
        for to in _TO.finditer(text, start, end)
        if not _NOT_BEFORE_TO.search(text, max(0, to.start() - _LOOKS_BACK), to.start())
    )
    return next(found, None)


def with_not(text: str, to: "re.Match[str]") -> int:
    """Where what is asked begins behind a "to": at a "not" before it, for "not to fail" is no "fail"."""
    denied = _NOT.search(text, max(0, to.start() - _LOOKS_BACK), to.start())
    return denied.start() if denied else to.end()


def _ask(text: str, named: Sequence[Named], author: str | None, one: Asks, *, has_items: bool) -> Ask | None:
    end = sentence_end(text, one.start, one.end)
    open_end = has_items and not text[end:].strip() and text[:end].rstrip().endswith((":", "to", "and"))
    words = Span(one.start, end)
    asker = _asker(named, one, author)
    if one.voice == "passive":
        return _passive(text, named, one, Span(one.start, end), author)
    if that := _THAT.match(text, one.after, end):
        found, action = subject_of(text, named, Span(that.end(), end))
        return Ask(one.verb, one.strength, found, Span(action, end), words, not found, asker, open_end)
    if one.strength in _ITSELF:
        to = _TO_COMES.match(text, one.after, end)
        if to is None and one.verb not in _SPOKEN_VOWS and not open_end:
            return None  # "Decides on its own": nothing is to be done
        start = to.end() if to else one.after
        return Ask(one.verb, one.strength, itself(asker, one.voice), Span(start, end), words, to is None, asker, open_end)
    return _asked_of(text, named, one, words, asker, open_end=open_end)


_SPOKEN_VOWS = ("commit", "intend")


def _asked_of(text: str, named: Sequence[Named], one: Asks, words: Span, asker: str | None, *, open_end: bool) -> Ask | None:
    """What is asked with an object: "urges all States to ...", "calls for an end of ..."."""
    to = opening_to(text, one.after, words.end)
    stop = to.start() if to else words.end
    between = text[one.after : stop].strip(" :,").removesuffix(" to")
    if one.strength in _NEEDS_NOBODY:
        found = asked(text, named, Span(one.after, stop), subject=True) if to else Asked()
        found = found if to and not text[found.end : stop].strip(" ,") else Asked()
        return Ask(
            one.verb,
            one.strength,
            found,
            Span(to.end() if to and found else one.after, words.end),
            words,
            not found,
            asker,
            open_end,
        )
    if (to is None and not open_end) or (one.voice == "organ" and not between and not open_end):
        return None  # "I encourage dialogue": nobody is asked; "Requests to act were many": a noun
    found = asked(text, named, Span(one.after, stop)) or _pronoun(text, named, between, one.start)
    if one.strength in _LENIENT and not _is_meant(text, one, found, between):
        return None  # "a culture that heals and encourages people to meet": no clause of the organ's
    action = Span(with_not(text, to) if to else stop, words.end)
    return Ask(one.verb, one.strength, found, action, words, not between, asker, open_end)


def _is_meant(text: str, one: Asks, found: Asked, between: str) -> bool:
    """Whether a verb of the milder kind is the organ's, and asks somebody: "and encourages" may go on a relative clause."""
    if not found:
        return not one.bare and not _NO_ACTOR.match(between)
    relative = one.bare and _RELATIVE.search(text, max(0, one.start - _FARTHEST_MODAL), one.start)
    return not relative or set(found.kinds) != {"others"}


def _passive(text: str, named: Sequence[Named], one: Asks, words: Span, author: str | None) -> Ask | None:
    """What is asked of the subject of "are encouraged to"; none where the subject is not somebody who can be asked."""
    before = [match.end() for match in _SUBJECT_STARTS.finditer(text, max(0, one.start - _FARTHEST_MODAL), one.start)]
    start = before[-1] if before else max(0, one.start - _FARTHEST_MODAL)
    found = asked(text, named, Span(start, one.start), subject=True)
    denied = _DENIES.match(text, one.after, words.end)
    to = _TO_COMES.match(text, denied.end() - 1 if denied else one.after - 1, words.end)
    if not found or not to or (text[found.end : one.start].strip(" ,") and not _QUALIFIED.match(text, found.end, one.start)):
        return None
    action = Span(denied.start() if denied else to.end(), words.end)
    return Ask(one.verb, one.strength, found, action, Span(start, words.end), asker=author)


def _asker(named: Sequence[Named], one: Asks, author: str | None) -> str | None:
    """Who asks: the one whom the sentence names as its subject, else the author; nobody known where another body is named."""
    if one.voice != "third":
        return author
    inside = [name.concept.iri for name in names_within(named, Span(one.start, one.after)) if name.concept]
    return next(iter(inside), author if one.holder.lower() in ("he", "she") else None)


def _pronoun(text: str, named: Sequence[Named], words: str, before: int) -> Asked:
    """Whom "them" means: the subject, that is the first actor named in the passage before the verb."""
    if words not in _PRONOUNS:
        return Asked()
    for name in named:
        if name.concept and name.span.end <= before:
            stop = _PAUSE.search(text, name.span.end, before)
            first = asked(text, named, Span(name.span.start, stop.start() if stop else before))
            if first.actors:
                return first
    return Asked()
