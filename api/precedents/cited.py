"""Answers, precedents: cited. In: answers with their passages. Out: the footnote of each, ready to stand in a draft. Must not
find or rank.
"""

from collections.abc import Iterable

from api.library import Library
from api.precedents.answer import Precedents
from api.verbatim import footnotes_of


def footnotes(library: Library, answers: Iterable[Precedents]) -> dict[str, str]:
    """The footnote in UN style of each passage found, by its IRI. Of the generation that serves now: a passage that it lacks has
    none.
    """
    found = [one.passage.iri for answer in answers for one in answer.found]
    with library.serving() as serving:
        return footnotes_of(library, serving, found)
