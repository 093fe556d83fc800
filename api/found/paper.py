"""Answers: a search answer as a paper. In: the answer, and the address that repeats it. Out: what was asked, then each passage
with its place and its footnote. Must not search, or know a format.
"""

from collections.abc import Iterator

from api.formats import statement
from api.found.reasons import asked_words, reason
from api.papers.paper import Block, Paper, Run
from api.results import Result
from api.search import SearchAnswer

_DIGEST = "Digest: our own words, not the official text."


def paper_of(answer: SearchAnswer, address: str) -> Paper:
    """The passages in the order of the answer; by document where it is grouped so. Official words stand as quotations, with their
    footnote; our own do not, and say so.
    """
    return Paper(
        title=f"Passages found for “{answer.query}”",
        blocks=tuple(_blocks(answer)),
        origin=statement(answer, address),
    )


def _blocks(answer: SearchAnswer) -> Iterator[Block]:
    yield Block("paragraph", (Run("Question: ", "strong"), Run(answer.query)))
    for name, values in answer.filters.items():
        yield Block("paragraph", (Run(f"{name.replace('_', ' ').capitalize()}: ", "strong"), Run(", ".join(values))))
    if not answer.hits:
        yield Block("paragraph", (Run("No passage was found."),))
    for group in answer.groups:
        yield Block("heading", (Run(group.title or ", ".join(group.symbols) or group.document),), level=1)
        for place in group.hits:
            yield from _passage(answer, answer.hits[place], level=2)
    if not answer.groups:
        for hit in answer.hits:
            yield from _passage(answer, hit, level=1)


def _passage(answer: SearchAnswer, hit: Result, level: int) -> Iterator[Block]:
    yield Block("heading", (Run(hit.pinpoint, href=hit.iri),), level=level)
    place = " › ".join([hit.title, *(step.heading for step in hit.path)])
    yield Block("note", (Run(" · ".join(filter(None, (place, hit.issued)))),))
    if hit.fidelity == "digest":
        yield Block("note", (Run(_DIGEST),))
    yield Block("paragraph" if hit.fidelity == "digest" else "quotation", tuple(_runs(hit)), language=hit.language or "en")
    found = reason(asked_words(answer.query), hit)
    words = ", ".join(found.words)
    yield Block("note", (Run(f"Found by: {words}" if words else "Found by its meaning."),))


def _runs(hit: Result) -> Iterator[Run]:
    """The words, those of the question strong; the footnote is called behind the last."""
    place = 0
    for start, end in hit.marks:
        if hit.text[place:start]:
            yield Run(hit.text[place:start])
        yield Run(hit.text[start:end], "strong")
        place = end
    yield Run(hit.text[place:], note=hit.footnote)
