"""Answers, drafts: suggested footnotes. In: the citations of a draft with what they name. Out: for each the footnote that the
United Nations would print. Must not suggest a place that the document lacks, nor change the draft.
"""

from collections.abc import Mapping

from api.citing.footnotes import footnote
from api.citing.gather import sources
from api.citing.source import Reference, Source
from api.drafts.quotations import Cited
from api.drafts.resolved import Sourced
from api.library import Serving

_MOST = 200  # documents of one draft: each is asked of the graph by itself


def suggested(serving: Serving, sourced: Mapping[Cited, Sourced]) -> Mapping[Cited, str]:
    """The footnote of each citation whose document the graph knows; none where a place that it cites is not there, and none for
    documents beyond the first 200.
    """
    named = dict.fromkeys(source.known.iri for source in sourced.values() if source.known)
    known = sources(serving, list(named)[:_MOST])
    return {
        cited: _footnote(source, known[source.known.iri])
        for cited, source in sourced.items()
        if source.known and source.known.iri in known and not _lacks(source)
    }


def _lacks(source: Sourced) -> bool:
    return any(check.state == "missing" for check in source.checked)


def _footnote(source: Sourced, known: Source) -> str:
    places = tuple(place.words for place in source.places)
    return footnote(Reference(known, places, ()))
