"""Eyes, stage attribute: "the Convention". In: the passages of one document with the names found in them. Out: bare nouns that
take up a text named before, with that text where one alone can be meant. Must not guess among several.

A noun is taken up in the passage that names the text; where that names none, in the document, if all of it names one alone. A
text with the noun in its name that we do not know counts as one too. What the document defines is `defined`'s and goes before.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ontology.concepts import Concept
from ontology.span import Span
from reading.citations.defined import Read, ShortForms, name_over
from reading.mentions.lexicon import Named

_NOUN = re.compile(
    r"(?P<front>(?:\b[A-Z][\w’'-]{0,40}\s(?:(?:on|and|of|for|the)\s)?){0,6})"
    r"\b(?P<noun>Convention|Covenant|Statute|Declaration|Framework|Strategy|Agenda|Treaty|(?:Plan|Programme)\sof\sAction)\b"
    r"(?P<behind>\s(?:on|against|for|relating|relative|concerning|governing|of)\s(?:the\s)?[\w-]+|\s(?:to\s)?[A-Z][\w-]*)?"
)
_BARE = re.compile(r"\b[Tt]he\s$")
_OPENS = re.compile(r"(?:The|Under|In|Recalling|Reaffirming|States|And)\s", re.ASCII)
_QUOTED = ("”", '"', ")")  # the definition itself, or a title
_OWN = re.compile(r"\b(?:[Tt]his|[Pp]resent|[Aa]|[Aa]n|[Ee]ach|[Aa]ny)\s$")


@dataclass(frozen=True, slots=True)
class Taken:
    """A bare noun and the text that it takes up."""

    span: Span
    noun: str
    concept: Concept


@dataclass(frozen=True, slots=True)
class _Text:
    """A text named with the noun: `key` is its IRI where we know it, its words where we do not."""

    at: int
    noun: str
    key: str
    concept: Concept | None


def taken_up(read: Sequence[Read], forms: ShortForms) -> list[list[Taken]]:
    """For each passage the bare nouns in it, in order."""
    seen = [_seen(passage.text, named) for passage, named, _ in read]
    everywhere = _by_noun(text for texts, _ in seen for text in texts)
    found: list[list[Taken]] = []
    before: set[str] = set()
    for (passage, _, _), (texts, bare) in zip(read, seen, strict=True):
        free = [use for use in bare if forms.at(use[1], passage.order, use[0].start) is None]
        found.append(list(_taken(free, texts, before, everywhere)))
        before |= {text.noun for text in texts}
    return found


def _by_noun(texts: Iterable[_Text]) -> Mapping[str, dict[str, Concept | None]]:
    """The different texts that are named with each noun."""
    found: defaultdict[str, dict[str, Concept | None]] = defaultdict(dict)
    for text in texts:
        found[text.noun][text.key] = text.concept
    return found


def _taken(
    bare: Sequence[tuple[Span, str]],
    texts: Sequence[_Text],
    before: AbstractSet[str],
    everywhere: Mapping[str, dict[str, Concept | None]],
) -> Iterator[Taken]:
    """The nouns that one text alone can be meant by: named before in the passage, else in the whole document."""
    near: defaultdict[str, dict[str, Concept | None]] = defaultdict(dict)
    waiting = iter([*texts, None])
    following = next(waiting)
    for span, noun in bare:
        while following and following.at < span.start:
            near[following.noun][following.key] = following.concept
            following = next(waiting)
        among = near[noun] or (everywhere[noun] if noun in before else {})
        concepts = list(among.values())
        if len(concepts) == 1 and concepts[0]:
            yield Taken(span, noun, concepts[0])


def _seen(text: str, named: Sequence[Named]) -> tuple[list[_Text], list[tuple[Span, str]]]:
    """The texts that a passage names with one of the nouns, and the bare nouns."""
    texts: list[_Text] = []
    bare: list[tuple[Span, str]] = []
    for match in _NOUN.finditer(text):
        span, noun = Span(match.start("noun"), match.end("noun")), " ".join(match["noun"].split())
        holder = name_over(named, span)
        if holder:
            texts.append(_Text(holder.span.start, noun, holder.concept.iri if holder.concept else "", holder.concept))
        elif not match["behind"] and not _OPENS.sub("", match["front"]) and not match["front"].strip().endswith((" and", " of")):
            if _BARE.search(text, max(0, span.start - 5), span.start) and text[span.end : span.end + 1] not in _QUOTED:
                bare.append((span, noun))
        elif not _OWN.search(text, max(0, match.start() - 9), span.start):
            key = " ".join(f"{match['front']}{noun}{match['behind'] or ''}".casefold().split())
            texts.append(_Text(span.start, noun, key, None))
    return texts, bare
