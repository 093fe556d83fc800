"""River: six languages of one document. In: what was read in each. Out: where they disagree, in plain words. Must not decide who
is right.

Numbering and order are the same in all official languages of the United Nations, so a paragraph that one of them lacks, or in
another role, is a fault of a text, of its markup, or of our reading: worth a line, never a reason to stop.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ontology.nouns import Passage
from reading.assemble import Reading

_NAMED = 5  # passages of one kind that are named


def disagreements(readings: Sequence[Reading]) -> list[str]:
    """Passages that some languages have and others lack, other numbers of items, other roles; nothing for one language."""
    full = [reading for reading in readings if reading.rendition.fidelity == "full"]
    if len(full) < 2:
        return []
    passages = {reading.rendition.language: {one.iri: one for one in reading.passages} for reading in full}
    return [*_missing(passages), *_items(passages), *_roles(passages)]


def _missing(passages: Mapping[str, Mapping[str, Passage]]) -> Iterator[str]:
    """By the languages that lack them: what stands under something missing is missing with it and not named."""
    lacking: defaultdict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for iri, passage in _all(passages).items():
        if without := tuple(language for language, held in passages.items() if iri not in held):
            lacking[without].append(passage)
    for languages, gone in lacking.items():
        names = {passage.iri for passage in gone}
        told = [passage for passage in gone if passage.part_of not in names]
        yield f"{_listed(told)}: not in {', '.join(languages)}"


def _items(passages: Mapping[str, Mapping[str, Passage]]) -> Iterator[str]:
    """Paragraphs whose items are not as many in every language that has the paragraph."""
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for language, held in passages.items():
        for passage in held.values():
            if passage.part_of in held:
                counts[passage.part_of][language] = counts[passage.part_of].get(language, 0) + 1
    shown, differing = _all(passages), []
    for iri, by_language in counts.items():
        numbers = {language: by_language.get(language, 0) for language, held in passages.items() if iri in held}
        if len(set(numbers.values())) > 1:
            told = ", ".join(f"{language} {number}" for language, number in numbers.items())
            differing.append(f"{shown[iri].pinpoint} has items in different number: {told}")
    yield from differing[:_NAMED]
    if len(differing) > _NAMED:
        yield f"(+{len(differing) - _NAMED} more paragraphs with items in different number)"


def _roles(passages: Mapping[str, Mapping[str, Passage]]) -> Iterator[str]:
    differing = []
    for iri, passage in _all(passages).items():
        roles = {held[iri].role for held in passages.values() if iri in held}
        if len(roles) > 1:
            differing.append(passage)
    if differing:
        yield f"{_listed(differing)}: preambular in one language, operative in another, or neither"


def _all(passages: Mapping[str, Mapping[str, Passage]]) -> Mapping[str, Passage]:
    """Every passage, in the first language that has it, in the order of reading."""
    found: dict[str, Passage] = {}
    for held in passages.values():
        for iri, passage in held.items():
            found.setdefault(iri, passage)
    return found


def _listed(passages: Sequence[Passage]) -> str:
    named = "; ".join(passage.pinpoint for passage in passages[:_NAMED])
    more = len(passages) - _NAMED
    return f"{named} (+{more} more)" if more > 0 else named
