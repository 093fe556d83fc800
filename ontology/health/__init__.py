"""Language: health. In: the files of ontology/ and queries/. Out: findings, a line each. Must not touch a store or mend anything.

language    the modules as one, and what a finding is
modules     words, kinds, circles, inverses, places, labels, successors, headers
names       constants, JSON-LD context, names used
vocabulary  ladders, pointers, codes, notes, languages, wider classes
labels      clashes, negative labels, spelling
axioms      the vocabulary against disjointness, domain, range, and single values
used        classes that nothing is of; classes and entries against the shapes
"""

import sys
from collections.abc import Callable, Iterator

from ontology.health import axioms, labels, modules, names, used, vocabulary
from ontology.health.language import ROOT, Finding, Language, constant_name, local, read_language
from ontology.health.vocabulary import Vocabulary, read_vocabulary

__all__ = [
    "CHECKS",
    "CHECKS_OF_ENTRIES",
    "ROOT",
    "Finding",
    "Language",
    "Vocabulary",
    "constant_name",
    "findings",
    "local",
    "main",
    "read_language",
    "read_vocabulary",
]

CHECKS: tuple[Callable[[Language], Iterator[Finding]], ...] = (
    modules.check_words,
    modules.check_kinds,
    modules.check_borrowed,
    modules.check_circles,
    modules.check_inverses,
    modules.check_places,
    modules.check_labels,
    modules.check_successors,
    modules.check_headers,
    names.check_constants,
    names.check_context,
    names.check_uses,
)
"""What is asked of the modules."""

CHECKS_OF_ENTRIES: tuple[Callable[[Language, Vocabulary], Iterator[Finding]], ...] = (
    vocabulary.check_ladders,
    vocabulary.check_pointers,
    vocabulary.check_codes,
    vocabulary.check_notes,
    vocabulary.check_tongues,
    vocabulary.check_neighbours,
    labels.check_clashes,
    labels.check_negatives,
    labels.check_spelling,
    axioms.check_excluded,
    axioms.check_links,
    axioms.check_single,
    used.check_unused,
    used.check_shaped,
    used.check_shapes,
)
"""What is asked of the vocabulary, and of both together."""


def findings(language: Language | None = None, entries: Vocabulary | None = None) -> list[Finding]:
    """Everything that is wrong with the language, sorted by file and term; an empty list where it is well."""
    language, entries = language or read_language(), entries or read_vocabulary()
    found = {finding for check in CHECKS for finding in check(language)}
    found |= {finding for check in CHECKS_OF_ENTRIES for finding in check(language, entries)}
    return sorted(found)


def main() -> int:
    """Prints every finding; the exit status is 1 if there is any."""
    found = findings()
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"ontology: {len(found) or 'no'} finding{'' if len(found) == 1 else 's'}\n")
    return 1 if found else 0
