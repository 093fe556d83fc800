"""Answers: the nearest sentence. In: what a question means, and results in which no word of it stands. Out: the same with the
sentence that is nearest in meaning. Must not rank passages.

A model reads each sentence anew, a few milliseconds each, so this is done where it is asked for, for a bounded number of them.
"""

from collections.abc import Sequence
from dataclasses import replace

from api.library import Library
from api.results import Result, sentences

MOST = 60  # sentences that one answer has read; the results behind them keep their opening sentences


def nearest(library: Library, meaning: str, results: Sequence[Result]) -> list[Result]:
    """The results in their order; those found by their opening sentence show the nearest one instead, and say so."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for place, one in enumerate(results):
        found = list(sentences(one.text)) if one.found_by == "opening" else []
        if found and sum(map(len, spans.values())) + len(found) <= MOST:
            spans[place] = found
    if not spans:
        return list(results)
    vectors = library.encoder.encode_passages([results[place].text[slice(*span)] for place in spans for span in spans[place]])
    scores = iter((vectors @ library.encoder.encode_query(meaning)).tolist())
    best = {place: max(zip((next(scores) for _ in found), found, strict=True)) for place, found in spans.items()}
    return [_shown(one, best[place][1]) if place in best else one for place, one in enumerate(results)]


def _shown(one: Result, span: tuple[int, int]) -> Result:
    return replace(one, sentence=one.text[slice(*span)], span=span, found_by="meaning")
