"""Answers: search. In: a question and filters. Out: passages, each saying why it matched, with counts over the whole result.
Must not know HTTP.

Hybrid: nearness of meaning and keywords, fused in the index; keywords are left out where the question speaks another language
than the passages. What a question names exactly, a symbol or one paragraph of a document, comes first.
Filters apply before neighbours are taken.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.asked import understood
from api.filters import FACETS, fields_of
from api.library import Library, Serving
from api.results import Result, results_of
from ontology.errors import BadParameter, StoreStale
from ontology.iris import without_language
from stores.vectors.index import Filters, Hit, Mode

MAX_QUESTION = 2_000  # characters; a longer text is a draft, not a question
MAX_LIMIT = 100
DEEPEST = 200  # how far the index ranks exactly
MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword")


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search answers. `total` counts the passages that fulfil the filters: all of them were ranked."""

    query: str
    filters: Mapping[str, Sequence[str]]
    mode: str
    generation: str
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    hits: tuple[Result, ...]


def search(
    library: Library,
    question: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    *,
    limit: int = 10,
    mode: str = "hybrid",
) -> SearchAnswer:
    """The best passages for a question. BadParameter for an empty or endless question, an unknown filter or a bad value;
    StoreStale where the passages' vectors are another model's.
    """
    asked = checked_question(question)
    chosen = _mode(mode)
    if not 1 <= limit <= MAX_LIMIT:
        raise BadParameter(f"Wanted a limit from 1 to {MAX_LIMIT}; got {limit}.")
    given = {name: list(values) for name, values in (filters or {}).items() if values}
    with library.serving() as serving:
        fields = fields_of(library, serving, given)
        return SearchAnswer(
            query=asked,
            filters=given,
            mode=mode,
            generation=serving.generation.id,
            total=serving.index.count(fields),
            facets={name: serving.index.facets(field, fields) for name, field in FACETS.items()},
            hits=tuple(results_of(serving, asked, ranked(library, serving, asked, fields, limit=limit, mode=chosen))),
        )


def ranked(
    library: Library,
    serving: Serving,
    asked: str,
    fields: Filters,
    *,
    limit: int,
    mode: Mode = "hybrid",
    among: Collection[str] | None = None,
) -> list[Hit]:
    """The best passages for a checked question, each once, in the language that matched best. `among` are the IRIs of the only
    passages that may be found. Whoever searches, by HTTP, in SPARQL or on the command line, is ranked here.
    """
    sought = understood(serving, asked, mode)
    dense = None if mode == "keyword" else _vector(library, serving, sought.meaning)
    languages = len(serving.index.facets("language", fields))
    deep = min(limit * max(1, languages), DEEPEST)  # one passage may be found in each of its languages
    hits = serving.index.search(asked, dense, filters=fields, among=among, symbols=sought.names, limit=deep, mode=sought.mode)
    return _best_language(hits)[:limit]


def _mode(name: str) -> Mode:
    for mode in MODES:
        if mode == name:
            return mode
    raise BadParameter(f"Wanted a mode of {', '.join(MODES)}; got {name[:40]!r}.")


def _vector(library: Library, serving: Serving, meaning: str) -> NDArray[np.float32]:
    """The vector of a meaning. Two models' vectors may be equally long, and would then be compared without a word."""
    wanted, built = library.settings.model, serving.generation.build.model
    if not built.startswith(wanted):
        raise StoreStale(
            f"The passages were embedded by {built}; the setting model is {wanted}.",
            advice="Set MANDATEGRAPH_MODEL to that model, or ingest again.",
        )
    return library.encoder.encode_query(meaning)


def checked_question(question: str) -> str:
    """The question in one line, without control characters. BadParameter where nothing is left, or too much."""
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in question).split())
    if not asked:
        raise BadParameter("Wanted a question; it is empty.", advice="Write words, a symbol such as A/75/863, or a sentence.")
    if len(asked) > MAX_QUESTION:
        raise BadParameter(
            f"Wanted a question of at most {MAX_QUESTION:,} characters; got {len(asked):,}.",
            advice="Ask for one paragraph at a time.",
        )
    return asked


def _best_language(hits: Sequence[Hit]) -> list[Hit]:
    """Each passage once, in the language that matched best."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(without_language(hit.iri)[0], hit)
    return list(best.values())
