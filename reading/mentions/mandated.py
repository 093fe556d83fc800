"""Eyes, stage mandated. In: one passage with its names, those meant by short forms among them. Out: whose mandate the word
"mandate" is in it, and which mandates it speaks of through their holders alone. Must not infer a holder from another passage.

Said: "the mandate of X", "X's mandate", and "its mandate" behind X in one sentence; "their mandates" are those of all the holders
before it. Only held: a special mandate, given for one subject or place, is what its holder's name stands for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology.concepts import Concept
from ontology.span import Span
from reading.mentions.lexicon import Named
from reading.sentences import listed, sentences

Held = Mapping[str, tuple[str, ...]]
"""A holder's IRI -> the IRIs of its mandates; a few holders named together have several."""
_WORD = re.compile(r"\b(?:mandates?|[Tt]erms of reference)\b(?![ -]holders?\b)")
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,2}?")
_OWN = re.compile(r"\s*(?:[’']s?)?\s*(?:(?:the|its|their|his|her|entire|whole|full|current|present|existing|new)\s+){0,2}")
_POSSESSIVE = re.compile(
    r"\b(?:(?P<many>[Tt]heir|[Tt]hose)|[Ii]ts|[Hh]is|[Hh]er|[Hh]is or her|[Ss]uch a|[Tt]hat|[Tt]his|[Tt]he)\s+"
    r"(?:(?:[a-z]+|present)\s+){0,2}$"
)
# "its mandate" behind one of these is its, and whose it is we do not know.
_ANOTHER = re.compile(
    r"\b(?:working group|panel|committee|commission|rapporteur|expert|mission|team|mechanism|representative|envoy|adviser|forum|"
    r"fund)\b",
    re.IGNORECASE,
)
_NOT_OF_THE_LIST = re.compile(
    r"\b(?:in (?:\w+ )?(?:consultation|cooperation|collaboration|coordination|partnership) with|"
    r"encourages|requests|invites|urges|calls upon|calls on|decides|welcomes)\b"
)
_SPECIAL = re.compile(
    r"special|independent expert|envoy|inquiry|fact-finding|investigative|(?:working|experts?) group|group of|experts on|"
    r"office on|human rights in",
    re.IGNORECASE,
)
_NOT_SPECIAL = frozenset({"TreatyBody", "GenericName"})


@dataclass(frozen=True, slots=True)
class Mandated:
    """A mandate that a passage speaks of, and the words: those that say "mandate", or the name of its holder."""

    span: Span
    mandate: str
    is_said: bool


def mandated(text: str, named: Sequence[Named], held: Held) -> list[Mandated]:
    """The mandates that a passage speaks of, in order, each once a kind; one that is said is not held beside it."""
    said = list(_said(text, named, held)) if "mandate" in text or "reference" in text else []
    mentioned = {name.concept.iri for name in named if name.concept and "Mandate" in name.concept.kinds}
    known = mentioned | {one.mandate for one in said}
    only_held = [
        Mandated(name.span, mandate, is_said=False)
        for name in named
        if name.concept and _is_special(name.concept)
        for mandate in held.get(name.concept.iri, ())
        if mandate not in known
    ]
    return [*_once(said), *_once(only_held)]


def _once(found: Sequence[Mandated]) -> Iterator[Mandated]:
    seen: set[str] = set()
    for one in sorted(found, key=lambda one: (one.span.start, one.mandate)):
        if one.mandate not in seen:
            seen.add(one.mandate)
            yield one


def _said(text: str, named: Sequence[Named], held: Held) -> Iterator[Mandated]:
    holders = [name for name in named if name.concept and name.concept.iri in held]
    for sentence in sentences(text):
        inside = [name for name in holders if sentence.contains(name.span)]
        for match in _WORD.finditer(text, sentence.start, sentence.end) if inside else ():
            if any(
                name.concept and "Mandate" in name.concept.kinds and name.span.start <= match.start() < name.span.end
                for name in named
            ):
                continue
            for holder in _whose(text, match, inside, named):
                for mandate in held[holder.concept.iri] if holder.concept else ():
                    yield Mandated(Span(match.start(), match.end()), mandate, is_said=True)


def _whose(text: str, word: "re.Match[str]", inside: Sequence[Named], named: Sequence[Named]) -> Sequence[Named]:
    """The holders whose mandate the word is: behind "of", right before it, or those that a possessive leads back to."""
    if of := _OF.match(text, word.end()):
        behind = [name for name in inside if name.span.start >= of.start()]
        run = [name for name in listed(text, named, behind[0].span.start) if name in inside] if behind else []
        if behind and _OF.fullmatch(text, word.end(), behind[0].span.start):
            return run
        return ()  # the mandate of somebody whom we do not know
    before = [name for name in inside if name.span.end <= word.start()]
    if not before:
        return ()
    if _OWN.fullmatch(text, before[-1].span.end, word.start()):
        return before[-1:]
    possessive = _POSSESSIVE.search(text, before[-1].span.end, word.start())
    if possessive is None:
        return ()
    if not possessive["many"]:
        return () if _ANOTHER.search(text, before[-1].span.end, word.start()) else before[-1:]
    begins = max((cut.end() for cut in _NOT_OF_THE_LIST.finditer(text, 0, word.start())), default=0)
    return [name for name in before if name.span.start >= begins]


def _is_special(concept: Concept) -> bool:
    return not _NOT_SPECIAL & set(concept.kinds) and bool(_SPECIAL.search(concept.preferred))
