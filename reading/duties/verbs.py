"""Eyes, stage recommend: the verbs of drafting. In: the text of a passage. Out: where it asks, decides or promises, by which
verb, and where what that verb governs ends.

An operative paragraph has one verb a clause, without a subject ("Welcomes ..., and requests ..."); a report says "I urge" or
"the Committee recommends". Only the present tense asks. Must not decide who is asked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reading.sentences import sentence_end

Voice = Literal["organ", "first", "third", "passive"]

STRENGTHS: Mapping[str, str] = {
    "decide": "decides",
    "resolve": "decides",
    "direct": "directs",
    "instruct": "directs",
    "entrust": "directs",
    "mandate": "directs",
    "authorize": "authorizes",
    "authorise": "authorizes",
    "demand": "demands",
    "insist": "demands",
    "request": "requests",
    "ask": "requests",
    "call upon": "calls upon",
    "call on": "calls upon",
    "call for": "calls for",
    "urge": "urges",
    "exhort": "urges",
    "strongly urge": "strongly urges",
    "appeal to": "appeals",
    "implore": "appeals",
    "encourage": "encourages",
    "recommend": "recommends",
    "advise": "recommends",
    "should": "recommends",
    "invite": "invites",
    "commit": "commits",
    "undertake": "commits",
    "pledge": "commits",
    "intend": "commits",
}
"""Verb, or the modal that recommends -> the class of equal strength that it belongs to.

"Strongly" makes a class of its own with "urge" alone.
"""

_NOUNS: Mapping[str, Mapping[str, str]] = {
    "call": {"upon": "call upon", "on": "call upon", "to": "call upon", "for": "call for"},
    "request": {"to": "request", "that": "request", "for": ""},
    "demand": {"that": "demand", "for": "demand", "to": "demand"},
    "appeal": {"to": "appeal to"},
    "invitation": {"to": "invite"},
    "encouragement": {"to": "encourage"},
    "recommendation": {"that": "recommend", "to": "recommend"},
    **{noun: {"to": "intend"} for noun in ("intention", "readiness", "willingness", "determination", "commitment", "resolve")},
}
_ADVERBS = (
    r"(?:(?:also|further|furthermore|therefore|hereby|again|once again|once more|in particular|particularly|especially|"
    r"accordingly|strongly|urgently|likewise|equally|additionally|moreover|consequently|thus|firmly|solemnly|specifically|explicitly|finally|"
    r"respectfully|jointly|in addition),?\s+)*"
)
_IN_BETWEEN = r"(?:(?:also|further|once again|once more|again|therefore|strongly|in particular|urgently),?\s+)?"
_BASE = (
    r"decide|resolve|direct|instruct|entrust|authori[sz]e|demand|insist|request|ask|"
    rf"call,?\s+{_IN_BETWEEN}(?:upon|on|for)|urge|exhort|appeal,?\s+{_IN_BETWEEN}to|implore|encourage|recommend|advise|invite"
)
_THIRD = (
    r"decides|resolves|directs|instructs|entrusts|authori[sz]es|demands|insists|requests|asks|"
    rf"calls,?\s+{_IN_BETWEEN}(?:upon|on|for)|urges|exhorts|appeals,?\s+{_IN_BETWEEN}to|implores|encourages|recommends|advises|"
    r"invites|undertakes|pledges|commits"
)
_OTHERS = (
    r"welcomes|notes|takes?\s+(?:\w+\s+)?note|recogni[sz]es|reaffirms|stresses|emphasi[sz]es|underlines|underscores|recalls|"
    r"acknowledges|condemns|deplores|expresses|commends|highlights|reiterates|endorses|affirms|declares|regrets|looks forward|"
    r"appreciates|pays tribute|expects|rejects|observes|reminds|warns|congratulates|denounces|applauds|confirms|renews|considers|"
    r"determines|supports|approves|adopts|establishes|proclaims|remains|agrees|repeats|deeply|strongly|is\s+\w+"
)
_IN_THE_MIDDLE = _OTHERS.partition("|considers|")[0]  # what comes later is as often the verb of a subordinate clause
_ITS = (
    r"(?:express(?:es)?|reiterates?|renews?|repeats?|reaffirms?|stresses|highlights|underlines|emphasi[sz]es|restates|declares|confirms)\s+"
    r"(?!the\s+(?:[\w-]+\s+){0,3}?(?:determination|commitment|resolve)\b)"  # whose it is, is not said
    r"(?:its|the|our|my)\s+(?:[\w-]+\s+){0,3}?(?P<noun>call|request|demand|appeal|invitation|encouragement|recommendation|intention|"
    r"readiness|willingness|determination|commitment|resolve)s?,?\s+(?P<after>upon|on|for|to|that)"
)
_LEAD = (
    r"(?:in|with|to|for|on)\s+(?:this|that|these|those|the same|such)\s+(?:\w+\s+)?(?:regard|respect|context|connection|end|ends|"
    r"purpose|light|spirit|basis|matter|effect),?\s+"
)
_EDGE = r"(?P<edge>\A[“\"]?|[;,]\s+(?:and\s+|but\s+|while\s+)?|\s(?:and|but)\s+)"
_CLAUSES = re.compile(
    rf"{_EDGE}(?:{_LEAD})?(?P<words>{_ADVERBS}(?:(?P<its>{_ITS})|(?P<verb>{_THIRD})|continues\s+to\s+(?P<still>{_BASE})|(?P<none>{_IN_THE_MIDDLE})))\b",
    re.IGNORECASE,
)
_MANDATES = re.compile(r"\A(?P<words>(?P<verb>Mandates))\s+(?=the\b|[A-Z])")
_OPENS = re.compile(rf"\A(?=[A-Z])(?i:(?:{_LEAD})?{_ADVERBS}(?:{_ITS}|{_THIRD}|{_OTHERS}|continues\s+to\s+(?:{_BASE})))\b")
_HOLDERS = (
    "Secretary-General|Special Rapporteur|Independent Expert|Special Representative|Special Adviser|High Commissioner|Committee|"
    "Commission|Council|Assembly|Panel|Working Group|Group|Board|Conference|He|he|She|she"
)
_SPEAKS = re.compile(
    rf"(?P<words>\b(?:I|We|we)\s+(?:(?:would|should)\s+(?:also\s+)?like\s+to\s+|wish\s+to\s+|continue\s+to\s+)?{_ADVERBS}"
    rf"(?:(?P<mine>(?:reiterate|renew|repeat|stress)\s+(?:my|our)\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>call|appeal|request|invitation|"
    rf"recommendation|demand)s?\s+(?P<after>upon|on|for|to|that))|(?P<first>{_BASE})|(?P<vow>will(?!\s+be\b)|shall(?!\s+be\b)|intend\s+to|commit\s+ourselves\s+to|pledge\s+to|undertake\s+to)))\b"
    rf"|(?P<other>\b(?P<holder>{_HOLDERS})\s+{_ADVERBS}(?:(?P<third>{_THIRD})|(?P<states>{_IN_THE_MIDDLE})))\b"
)
_PASSIVE = re.compile(
    rf"\b(?:are|is)\s+(?P<words>{_ADVERBS}(?P<done>urged|requested|invited|encouraged|called\s+(?:up)?on))\s+(?=(?:not\s+|never\s+)?to\s+[a-z])"
)
_IMPERSONAL = re.compile(rf"\bIt is (?P<words>{_ADVERBS}recommended)(?=,?\s+that\b)")
_DONE = {"u": "urge", "r": "request", "i": "invite", "e": "encourage", "c": "call upon"}  # by the first letter of its participle
_NOT_A_VERB = re.compile(
    r"\s+(?:of|from|and|or|by|under|pursuant|made|submitted|are|is|was|were|received|addressed|concerning|relating|should|as|with|at)\b"
    r"|\s+(?:for|to)\b|\s*[;.)]"
)
_SAID = re.compile(r"\b(?:which|that|who|whom|in which (?:it|the \w+))\s+\Z", re.IGNORECASE)
_GOVERNS_TO = ("decide", "resolve", "undertake", "pledge", "appeal to", "call for", "commit", "intend")
_VERB_FOLLOWS = re.compile(
    r"\s+(?!(?:the|an?|its|their|our|this|that|these|those|all|any|each|international|global|regional|human|gender|full|good|"
    r"universal|effective|zero|peace|democracy|non)\b)(?:\w+ing\b|(?!\w+(?:ty|ism|tion|ance|ence|acy|ment|ship)\b)[a-z]+)"
)


@dataclass(frozen=True, slots=True)
class Asks:
    """One verb that asks, decides or promises: from where its words run, where they end, and where its clause ends.

    `verb` is a key of STRENGTHS, or "strongly" and one; `bare` is true where it is joined by "and" without a comma; `holder`
    who speaks in the third person.
    """

    start: int
    after: int
    end: int
    verb: str
    voice: Voice
    bare: bool = False
    holder: str = ""

    @property
    def strength(self) -> str:
        """The name of the class of equal strength."""
        return STRENGTHS.get(self.verb) or STRENGTHS[self.verb.removeprefix("strongly ")]


def asks(text: str, *, operative: bool) -> list[Asks]:
    """What a passage asks, in order. `operative`: each clause may open with an organ's verb that has no subject."""
    if not (operative or _OPENS.match(text)):
        return _all_spoken(text)
    found = list(_clauses(text, 0, len(text), "organ"))
    if not found:
        return _all_spoken(text) if not _OPENS.match(text) else list(_passives(text))
    return found


def _all_spoken(text: str) -> list[Asks]:
    found = [*_spoken(text), *_passives(text), *_impersonal(text)]
    return sorted(found, key=lambda one: one.start)


def _passives(text: str) -> Iterator[Asks]:
    """What "are encouraged to" asks of the one who stands before it."""
    for match in _PASSIVE.finditer(text):
        end = sentence_end(text, match.end(), len(text))
        yield Asks(match.start(), match.end(), end, _strongly(match["words"], _DONE[match["done"][0]]), "passive")


def _impersonal(text: str) -> Iterator[Asks]:
    """What "It is recommended that" asks of the subject of its clause, by the author."""
    for match in _IMPERSONAL.finditer(text):
        end = sentence_end(text, match.end(), len(text))
        yield Asks(match.start(), match.end(), end, _strongly(match["words"], "recommend"), "first")


def _clauses(text: str, start: int, end: int, voice: Voice) -> Iterator[Asks]:
    """The clauses between two offsets; each ends where the next one begins."""
    found = list(_CLAUSES.finditer(text, start, end))
    if start == 0 and (mandates := _MANDATES.match(text)):
        yield Asks(0, mandates.end(), found[0].start() if found else end, "mandate", voice)
    for at, match in enumerate(found):
        verb = _verb(text, match)
        stop = found[at + 1].start() if at + 1 < len(found) else end
        if verb:
            after = match.start("after") - 1 if match["its"] and (match["after"] == "that" or verb == "intend") else match.end()
            yield Asks(match.start("words"), after, stop, verb, voice, match["edge"].strip() in ("and", "but"))


def _verb(text: str, match: "re.Match[str]") -> str:
    """The verb of a clause; "" where the clause asks nothing, or the word is a noun or somebody else's verb."""
    if match["its"]:
        return _of_noun(text, match)
    printed = match["verb"] or match["still"]
    if not printed or _SAID.search(text, max(0, match.start() - 40), match.start() + 1):
        return ""
    lemma = _lemma(printed)
    if lemma not in _GOVERNS_TO and _NOT_A_VERB.match(text, match.end()):
        return ""  # "Requests for help were many"
    return _strongly(match["words"], lemma)


def _of_noun(text: str, match: "re.Match[str]") -> str:
    """The verb that "reiterates its call upon" and "expresses its intention to" stand for."""
    verb = _NOUNS[match["noun"].lower()].get(match["after"].lower(), "")
    return "" if verb == "intend" and not _VERB_FOLLOWS.match(text, match.end()) else verb


def _spoken(text: str) -> Iterator[Asks]:
    """What somebody says as "I" or in the third person, each within its sentence."""
    found = list(_SPEAKS.finditer(text))
    for at, match in enumerate(found):
        stop = sentence_end(text, match.start(), found[at + 1].start() if at + 1 < len(found) else len(text))
        if match["holder"]:
            yield from _told(text, match, stop)
        elif verb := _of_noun(text, match) if match["mine"] else "commit" if match["vow"] else _lemma(match["first"]):
            verb = verb if match["mine"] or match["vow"] else _strongly(match["words"], verb)
            yield Asks(match.start(), match.end(), stop, verb, "first")


def _told(text: str, match: "re.Match[str]", stop: int) -> Iterator[Asks]:
    """What a holder of an office or a body asks, with the further verbs of its sentence: "The Council notes ..., and urges"."""
    if match["states"]:
        yield from (replace(one, holder=match["holder"]) for one in _clauses(text, match.end(), stop, "third") if not one.bare)
        return
    lemma = _lemma(match["third"])
    if lemma not in _GOVERNS_TO and _NOT_A_VERB.match(text, match.end()):
        return
    more = list(_clauses(text, match.end(), stop, "third"))
    first = Asks(match.start(), match.end(), more[0].start if more else stop, _strongly(match[0], lemma), "third")
    yield from (replace(one, holder=match["holder"]) for one in (first, *more))


def _lemma(verb: str) -> str:
    """The dictionary form: "calls, once again, upon" is "call upon"."""
    words = re.sub(r",", "", verb.lower()).split()
    first = words[0].removesuffix("s")
    return f"{first} {words[-1]}" if len(words) > 1 else first


def _strongly(words: str, lemma: str) -> str:
    return f"strongly {lemma}" if re.search(r"\bstrongly\b", words, re.IGNORECASE) else lemma
