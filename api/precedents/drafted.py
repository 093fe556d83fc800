"""Answers, precedents: the draft. In: a pasted sentence or paragraph. Out: what it asks, of whom, how strongly, and what it
names, read by the eyes that read a report. Must not look for anything, keep anything, or write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ontology.concepts import load_concepts, themes_of
from ontology.errors import BadParameter
from ontology.files import read_vocabulary
from ontology.iris import Iris
from ontology.nouns import Duty, Passage, PassageRole, Rendition
from reading.duties.duty import Speaker, Unread, duties
from reading.evidence import Witness
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import mention
from reading.sentences import sentences

MAX_DRAFT = 10_000  # characters
_MOST_SENTENCES = 8  # asked singly
_FEWEST_WORDS = 6  # of a sentence that is asked singly
_VOCABULARY = Path(__file__).resolve().parents[2] / "ontology" / "vocabulary"
_ROLES: Sequence[PassageRole | None] = (None, "operative")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as read. `verb` and `verb_class` are those of the strongest duty in it, "" where it asks nothing; `things` are the
    IRIs of what it names, of whom it asks and of its themes.
    """

    text: str
    verb: str
    verb_classes: tuple[str, ...]
    parties: tuple[str, ...]
    things: tuple[str, ...]

    @property
    def features(self) -> frozenset[str]:
        """All that another passage can have in common with it."""
        return frozenset(self.things) | frozenset(self.verb_classes)

    @property
    def asks(self) -> bool:
        """Whether it asks or promises something."""
        return bool(self.verb)

    @property
    def sentences(self) -> list[str]:
        """The sentences that are worth asking singly, each once, in order; none where the draft is one sentence."""
        found = [self.text[span.start : span.end] for span in sentences(self.text)]
        worth = dict.fromkeys(sentence for sentence in found if len(sentence.split()) >= _FEWEST_WORDS)
        longest = sorted(worth, key=len, reverse=True)[:_MOST_SENTENCES]
        return [sentence for sentence in worth if sentence in longest] if len(found) > 1 else []


def drafted(text: str, base: str) -> Drafted:
    """What a draft says. BadParameter where it is empty, or longer than MAX_DRAFT characters."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not any(sign.isalpha() for sign in words):
        raise BadParameter("Wanted the words of a draft; there are none.", advice="Paste a sentence or a paragraph.")
    if len(words) > MAX_DRAFT:
        raise BadParameter(
            f"Wanted a draft of at most {MAX_DRAFT:,} characters; got {len(words):,}.", advice="Paste one paragraph at a time."
        )
    lexicon, themes, iris = _eyes(base)
    named = lexicon.find(words)
    asked = next((found for role in _ROLES if (found := _duties(words, role, lexicon, themes, iris))), [])
    parties = {party for duty in asked for party in duty.addressees}
    things = {one.of for one in mention(named, _witness(words, None, iris))} | {thing for duty in asked for thing in duty.themes}
    return Drafted(
        words,
        asked[0].verb if asked else "",
        tuple(sorted({duty.verb_class for duty in asked if duty.verb_class})),
        tuple(sorted(parties)),
        tuple(sorted(things | parties)),
    )


@cache
def _eyes(base: str) -> tuple[Lexicon, Lexicon, Iris]:
    """Names and themes of the vocabulary, read once."""
    return Lexicon(load_concepts(_VOCABULARY, base)), Lexicon(themes_of(read_vocabulary(_VOCABULARY, base))), Iris(base)


def _duties(text: str, role: PassageRole | None, lexicon: Lexicon, themes: Lexicon, iris: Iris) -> list[Duty]:
    """What a text asks, read as a paragraph of a report or as an operative one, whose verb has no subject."""
    witness = _witness(text, role, iris)
    return duties(Unread(witness.passage, lexicon.find(text), witness), Speaker(None, themes, {}, iris))


def _witness(text: str, role: PassageRole | None, iris: Iris) -> Witness:
    document = iris.document("draft")
    passage = Passage(f"{document}/p/1", document, "paragraph", None, 1, "the draft", document, text, "en", "full", role=role)
    return Witness(passage, Rendition(f"{document}/rendition/0", document, "en", "text/plain", "0" * 64, "full", chosen=True))
