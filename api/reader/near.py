"""Answers, reader: what is near. In: a passage. Out: the passages elsewhere that are nearest to its words. Must not be asked for
every paragraph of a page: a model reads the words anew, some 30 ms each.
"""

from collections.abc import Sequence

from api.library import Library, Serving
from api.meaning import similar
from api.results import Result, results_of
from ontology.iris import without_language

MOST_NEAR = 8


def near(library: Library, serving: Serving, passage: str, document: str) -> Sequence[Result]:
    """The nearest passages of other documents, the nearest first. NotFound for what is no passage with words."""
    hits = [hit for hit in similar(library, serving, passage, {}) if not _is_within(without_language(hit.iri)[0], document)]
    return results_of(library, serving, "", hits[:MOST_NEAR])


def _is_within(passage: str, document: str) -> bool:
    return passage.startswith(f"{document}/")
