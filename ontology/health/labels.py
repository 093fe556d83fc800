"""Language: health of labels. In: the vocabulary as one. Out: findings about names that clash or do nothing. Must read no text.

A label is a rule for finding mentions: two entries that share one leave open which is named; a negative label that is also a
positive one of the same entry forbids what it allows; one in which no label of the entry stands forbids nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from rdflib import SKOS, Literal, URIRef

from ontology import terms
from ontology.concepts import NEVER_NAMED
from ontology.health.language import Finding, Language, local
from ontology.health.vocabulary import Vocabulary, short

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")
_UNSPACED = ("zh",)  # languages that write words without blanks between them


def check_clashes(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Positive labels that two entries share in a language where neither is broader than the other.

    Entries that no text is searched for may share one with an entry of another class: only people read theirs.
    """
    held: dict[tuple[str, str], set[URIRef]] = defaultdict(set)
    for entry in vocabulary.entries:
        for label in _labels(vocabulary, entry, SKOS.prefLabel, SKOS.altLabel):
            held[str(label.language), label.casefold()].add(entry)
    for (tongue, shared), entries in sorted(held.items()):
        for one, other in combinations(sorted(entries), 2):
            if _side_by_side(vocabulary, one, other):
                yield vocabulary.finding(one, f"shares the label {shared!r}@{tongue} with {short(other)}; neither is broader")


def check_negatives(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Negative labels that are positive labels of the same entry, or in which none of its labels stands."""
    for entry in vocabulary.entries:
        positive = _labels(vocabulary, entry, SKOS.prefLabel, SKOS.altLabel)
        for negative in _labels(vocabulary, entry, terms.NEGATIVE_LABEL):
            rivals = [label for label in positive if label.language == negative.language]
            if negative.casefold() in {label.casefold() for label in rivals}:
                yield vocabulary.finding(entry, f"has the negative label {str(negative)!r}, which is also a label of it")
            elif not any(_stands_in(label, negative) for label in rivals):
                yield vocabulary.finding(entry, f"has the negative label {str(negative)!r}, which contains no label of it")


def check_spelling(_: Language, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Labels without a language, with a curly apostrophe, or with blanks that do not belong."""
    for entry in vocabulary.entries:
        for label in _labels(vocabulary, entry, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, terms.NEGATIVE_LABEL):
            if not label.language:
                yield vocabulary.finding(entry, f"has the label {str(label)!r} without a language")
            if "’" in label:
                yield vocabulary.finding(entry, f"has the label {str(label)!r} with a curly apostrophe; write it straight")
            if " ".join(label.split()) != str(label):
                yield vocabulary.finding(entry, f"has the label {str(label)!r} with a blank too many")


def _labels(vocabulary: Vocabulary, entry: URIRef, *predicates: URIRef) -> list[Literal]:
    found = (value for predicate in predicates for value in vocabulary.graph.objects(entry, predicate))
    return sorted((value for value in found if isinstance(value, Literal)), key=str)


def _side_by_side(vocabulary: Vocabulary, one: URIRef, other: URIRef) -> bool:
    if (one, SKOS.broader, other) in vocabulary.graph or (other, SKOS.broader, one) in vocabulary.graph:
        return False
    kinds = [{local(kind) for kind in vocabulary.kinds(entry)} for entry in (one, other)]
    searched = not any(found & NEVER_NAMED for found in kinds)
    return searched or bool(kinds[0] & kinds[1])


def _stands_in(label: Literal, longer: Literal) -> bool:
    """Whether the words of a label stand together among those of a longer one."""
    if label.language in _UNSPACED:
        return str(label) in str(longer)
    few, many = list(_words(label)), list(_words(longer))
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def _words(label: str) -> Iterable[str]:
    return (_POSSESSIVE.sub("", word).casefold() for word in _WORD.findall(label))
