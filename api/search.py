"""Answers: search. In: a question and filters. Out: passages, each saying why it matched, with counts over the whole result.
Must not know HTTP.

Hybrid: nearness of meaning and keywords, fused in the index, keywords weighing more in a question of few words; they are left
out where it speaks another language than the passages. The best are ranked again by how their tokens meet those of the question.
What a question names exactly, a symbol or one paragraph of a document, comes first. Filters apply before neighbours are taken.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.asked import Asked, Reading, understood
from api.filters import FACETS, fields_of, joined
from api.found.query import query_of
from api.found.related import Related, related
from api.library import Library, Serving
from api.nearest import nearest
from api.paging import MOST, Group, Page, by_document
from api.results import Result, results_of
from ontology.errors import BadParameter, StoreStale
from ontology.iris import without_language
from stores.embedding.session import Read
from stores.vectors.fusion import RERANKED, length_of, reranked
from stores.vectors.index import Filters, Hit, Mode
from stores.vectors.sparse import tokens

MAX_QUESTION = 2_000  # characters; a longer text is a draft, not a question
MAX_LIMIT = MOST
DEEPEST = 200  # how far the index ranks exactly
MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword")


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search answers. `filters` are those beside the question and those in it; `understood` says what was read as what.
    `total` counts the passages that fulfil filters and operators: all of them were ranked. `reached` is how many of the best can
    be paged through, `groups` is empty where none were asked for. `facets` has the most frequent values of each filter among
    these passages; of a filter that is on, the values that it could have instead, each with what it would give. `related` are
    concepts that stand in the best more often than elsewhere; `sparql` finds the same passages in the same order.
    """

    query: str
    filters: Mapping[str, Sequence[str]]
    understood: tuple[Reading, ...]
    mode: str
    rerank: str
    generation: str
    total: int
    reached: int
    page: Page
    groups: tuple[Group, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    related: tuple[Related, ...]
    sparql: str
    hits: tuple[Result, ...]


def search(
    library: Library,
    question: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    *,
    limit: int = 10,
    offset: int = 0,
    sort: str = "relevance",
    group: str = "",
    explain: str = "",
    mode: str = "hybrid",
) -> SearchAnswer:
    """The best passages for a question. BadParameter for an empty or endless question, an unknown filter or a bad value;
    StoreStale where the passages' vectors are another model's.
    """
    asked = checked_question(question)
    chosen = _mode(mode)
    page = Page(limit, offset, sort, group, explain)
    given = {name: list(values) for name, values in (filters or {}).items() if values}
    with library.serving() as serving:
        sought = understood(serving, asked, chosen)
        beside, inside = fields_of(library, serving, given), fields_of(library, serving, sought.filters)
        fields = joined(beside, inside)
        counted = serving.index.tally(tuple(FACETS.values()), fields, sought.rows)
        best = ranked(library, serving, sought, fields, limit=MAX_LIMIT, mode=chosen)
        shown = page.ordered(results_of(library, serving, sought.text, best[page.offset : page.end], best))
        if page.explain:
            shown = nearest(library, sought.meaning, shown)
        return SearchAnswer(
            query=asked,
            filters=_together(given, sought.filters),
            understood=sought.readings,
            mode=mode,
            rerank=rerank_of(library, serving, chosen),
            generation=serving.generation.id,
            total=counted.total,
            facets={
                name: instead(serving, field, fields, sought.rows) if field in fields else counted.facets[field]
                for name, field in FACETS.items()
            },
            related=related(serving, best, fields),
            sparql=query_of(asked, beside, page, total=counted.total, mode=chosen, inside=tuple(inside)),
            reached=len(best),
            page=page,
            groups=by_document(shown) if page.group else (),
            hits=tuple(shown),
        )


def instead(serving: Serving, field: str, fields: Filters, rows: NDArray[np.uint32] | None) -> Sequence[tuple[str, int]]:
    """The values of a field whose filter is on, each with the number of passages that it alone would leave there; those that are
    on are among them, however few passages they have.
    """
    others = {name: values for name, values in fields.items() if name != field}
    found = serving.index.facets(field, others, among=rows)
    chosen = fields[field]
    on = [] if isinstance(chosen, int) else [str(value) for value in chosen]
    lacking = [value for value in on if value not in dict(found)]
    return [*found, *((value, serving.index.count({**others, field: [value]}, rows)) for value in lacking)]


def ranked(
    library: Library,
    serving: Serving,
    asked: str | Asked,
    fields: Filters,
    *,
    limit: int,
    mode: Mode = "hybrid",
    among: Collection[str] | None = None,
) -> list[Hit]:
    """The best passages for a checked question, or for what was understood of it, each once, in the language that matched best.

    `among` are the IRIs of the only passages that may be found. Operators and filters in the question narrow further. Whoever
    searches, by HTTP, in SPARQL or on the command line, is ranked here.
    """
    sought = understood(serving, asked, mode) if isinstance(asked, str) else asked
    if isinstance(asked, str) and sought.filters:
        fields = joined(fields, fields_of(library, serving, sought.filters))
    rows = within(serving, sought.rows, among)
    read = None if sought.mode == "keyword" else _read(library, serving, sought.meaning)
    languages = len(serving.index.facets("language", fields, among=rows))
    deep = min(limit * max(1, languages), DEEPEST)  # one passage may be found in each of its languages
    hits = serving.index.search(
        sought.text,
        read.vector if read else None,
        filters=fields,
        among=rows,
        symbols=sought.names,
        limit=max(deep, RERANKED),
        mode=sought.mode,
    )
    if read and serving.tokens and mode == "hybrid":
        meets = serving.tokens.meet(read.tokens, [hit.iri for hit in hits[:RERANKED]])
        hits = reranked(hits, meets, words=length_of(tokens(sought.text), serving.index))
    return _best_language(hits)[:limit]


def rerank_of(library: Library, serving: Serving, mode: Mode) -> str:
    """Whether a search in that mode ranks its best hits again: "on", or "off" with the reason."""
    most = library.settings.rerank_passages
    if mode != "hybrid":
        return f"off: the mode is {mode}"
    if not most:
        return "off: the setting rerank_passages is 0"
    return "on" if serving.tokens else f"off: published without token vectors, as above {most:,} passages (rerank_passages)"


def within(serving: Serving, rows: NDArray[np.uint32] | None, among: Collection[str] | None) -> NDArray[np.uint32] | None:
    """The points that fulfil the operators of a question and lie among the passages given; None for all."""
    if among is None:
        return rows
    given = serving.index.rows(among)
    return given if rows is None else np.intersect1d(rows, given, assume_unique=True)


def _together(beside: Mapping[str, Sequence[str]], inside: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    return {name: [*dict.fromkeys([*beside.get(name, ()), *inside.get(name, ())])] for name in [*beside, *inside]}


def _mode(name: str) -> Mode:
    for mode in MODES:
        if mode == name:
            return mode
    raise BadParameter(f"Wanted a mode of {', '.join(MODES)}; got {name[:40]!r}.", advice="Leave it out for hybrid.")


def _read(library: Library, serving: Serving, meaning: str) -> Read:
    """The vectors of a meaning and of its tokens. Two models' vectors may be equally long, and be compared without a word."""
    wanted, built = library.settings.model, serving.generation.build.model
    if not built.startswith(wanted):
        raise StoreStale(
            f"The passages were embedded by {built}; the setting model is {wanted}.",
            advice="Set MANDATEGRAPH_MODEL to that model, or ingest again.",
        )
    return library.encoder.read_query(meaning)


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
