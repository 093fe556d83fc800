"""Eyes, stage about. In: the mentions and allusions of one passage, and where it stands. Out: the same, each with its weight:
how much the passage is about the entry, 0 to 1. Must not know another document, nor learn from a corpus.

An entry gathers points: 1 a mention, 0.7 an allusion; half of it in a list of four names or more; a quarter more in the opening
of the passage; 0.4 of it for an organ, the Secretary-General or the United Nations, 0.5 for many of a kind, 0.25 for people at
large (victims, minorities), because a paragraph that asks them for a report on a crime, or names those who suffer it, is about
the crime; and 1 + 2 n / N times that if n of the document's N passages name it: what a document comes back to is what it is
about. Its weight is 0.5 of its share of all points in the passage, 0.3 of p / (p + 1) for p points, 0.2 where the heading above
names it, or 0.1 where only the title does; all of it 0.6 where the passage only recalls or is a note.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ontology.concepts import Concept
from ontology.nouns import Allusion, Mention, Passage
from ontology.span import Span
from reading.mentions.lexicon import Lexicon, Named

_ALLUDED, _LISTED, _OPENS, _PRINCIPAL, _MANY, _PEOPLE, _RECALLS, _RETURNS = 0.7, 0.5, 1.25, 0.4, 0.5, 0.25, 0.6, 2.0
_AT_LARGE = frozenset({"ActorGroup", "Actor"})  # a group that is neither of States nor of organizations
_PRINCIPALS = ("/actor/secretary-general", "/actor/secretariat", "/actor/united-nations")  # beside the organs
_SHARE, _POINTS, _HEADED, _TITLED = 0.5, 0.3, 0.2, 0.1
_OPENING = 100  # characters that count as the opening of a passage
_LONG_LIST = 4
_BETWEEN = re.compile(r"[\s,;]*(?:(?:and|or|as well as|the|of|in)\s+)*", re.IGNORECASE)
_RECALLING = re.compile(
    r"(?:Also |Further )?(?:Recalling|Reaffirming|Guided by|Bearing in mind|Reiterating|Having (?:considered|regard)|Mindful)\b"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the passages of a document stand: the names in its title, and those in the heading over each section."""

    title: tuple[Named, ...]
    headings: Mapping[str, frozenset[str]]
    named_in: Mapping[str, int]
    passages: int

    @classmethod
    def of(cls, title: str, headings: Mapping[str, str], read: Sequence[Sequence[Named]], names: Lexicon) -> "Setting":
        """The setting of a document with a title, the words over each of its sections, by IRI, and the names in each passage."""
        over = {iri: frozenset(_iris(names.find(words))) for iri, words in headings.items()}
        named_in = Counter(iri for named in read for iri in set(_iris(named)))
        return cls(tuple(names.find(title)), over, named_in, len(read))

    def prominence(self, entry: str) -> float:
        """What an entry counts for by how many of the document's passages name it: 1 for none, 3 for all."""
        return 1 + _RETURNS * self.named_in.get(entry, 0) / self.passages if self.passages else 1.0

    def bonus(self, entry: str, passage: Passage) -> float:
        """What heading and title add to the weight of an entry."""
        if entry in self.headings.get(passage.part_of, ()):
            return _HEADED
        return _TITLED if entry in _iris(self.title) else 0.0


def weighed(
    mentions: Sequence[Mention],
    allusions: Sequence[Allusion],
    passage: Passage,
    setting: Setting,
    concepts: Mapping[str, Concept],
) -> tuple[list[Mention], list[Allusion]]:
    """The findings of one passage with their weights, rounded to two places."""
    points = _points(mentions, allusions, passage, concepts, setting)
    total = sum(points.values())
    recalls = _RECALLS if passage.kind == "footnote" or _RECALLING.match(passage.text) else 1.0

    def weight(entry: str) -> float:
        own = points[entry]
        return round(recalls * (_SHARE * own / total + _POINTS * own / (own + 1) + setting.bonus(entry, passage)), 2)

    return (
        [replace(mention, weight=weight(mention.of)) for mention in mentions],
        [replace(allusion, weight=weight(allusion.to)) for allusion in allusions],
    )


def _points(
    mentions: Sequence[Mention],
    allusions: Sequence[Allusion],
    passage: Passage,
    concepts: Mapping[str, Concept],
    setting: Setting,
) -> Mapping[str, float]:
    found = [
        *((each.evidence.span, each.of, 1.0) for each in mentions),
        *((each.evidence.span, each.to, _ALLUDED) for each in allusions),
    ]
    found.sort(key=lambda each: (each[0].start, each[1]))
    lists = _in_lists([span for span, _, _ in found], passage.text)
    points: defaultdict[str, float] = defaultdict(float)
    for at, (span, entry, worth) in enumerate(found):
        place = (_LISTED if at in lists else 1.0) * (_OPENS if span.start < _OPENING else 1.0)
        points[entry] += worth * place * _standing(concepts.get(entry)) * setting.prominence(entry)
    return points


def _standing(concept: Concept | None) -> float:
    """What an entry counts for by what it is: an organ, and many of a kind, count less than what is spoken of."""
    if concept is None:
        return 1.0
    if concept.iri.endswith(_PRINCIPALS) or "UNOrgan" in concept.kinds:
        return _PRINCIPAL
    if _AT_LARGE.issuperset(concept.kinds):
        return _PEOPLE
    return _MANY if concept.generic or "ActorGroup" in concept.kinds else 1.0


def _in_lists(spans: Sequence[Span], text: str) -> frozenset[int]:
    """Which findings stand in a list of several: nothing between them but commas and small words."""
    runs: list[list[int]] = []
    for at, span in enumerate(spans):
        if runs and spans[runs[-1][-1]].end <= span.start and _BETWEEN.fullmatch(text, spans[runs[-1][-1]].end, span.start):
            runs[-1].append(at)
        else:
            runs.append([at])
    return frozenset(at for run in runs if len(run) >= _LONG_LIST for at in run)


def _iris(named: Sequence[Named]) -> tuple[str, ...]:
    return tuple(name.concept.iri for name in named if name.concept)
