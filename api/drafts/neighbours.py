"""Answers, drafts: neighbours. In: citations whose documents are not here, and the quotations that belong to them. Out: questions
about documents that are here and whose symbols differ in one figure. Must not correct anything.
"""

from collections.abc import Iterator, Mapping, Sequence

from api.drafts.findings import Note
from api.drafts.known import Asked
from api.drafts.quotations import Cited, Quotation
from api.drafts.resolved import Sourced
from api.drafts.texts import Text

_MOST = 50  # symbols of one draft for which neighbours are looked for
_MOST_NAMED = 3


def neighbours(asked: Asked, sourced: Mapping[Cited, Sourced], quoted: Sequence[Quotation]) -> Mapping[Cited, Note]:
    """A question for each citation whose document is not here while one with a symbol like it is.

    Where the quoted words stand in that one, the question calls for a look.
    """
    symbols = {cited: source.printed.symbols[0] for cited, source in sourced.items() if _is_absent(source)}
    near = asked.near(list(dict.fromkeys(symbols.values()))[:_MOST])
    words = {cited: [each for each in quoted if cited in each.cited] for cited, symbol in symbols.items() if symbol in near}
    texts = _texts(asked, {other for cited in words if words[cited] for other in near[symbols[cited]]})
    return {cited: _question(near[symbols[cited]], own, texts) for cited, own in words.items()}


def _is_absent(source: Sourced) -> bool:
    return bool(source.printed.symbols) and source.known is not None and source.known.held == "none"


def _texts(asked: Asked, symbols: set[str]) -> Mapping[str, Text]:
    """The texts of the documents with some symbols, by symbol."""
    facts = asked.facts(asked.documents(symbols).values())
    held = [known for known in facts.values() if known.held == "full"]
    asked.read(held)
    return {symbol: text for known in held for text in [Text(known)] for symbol in known.symbols}


def _question(near: Sequence[str], quoted: Sequence[Quotation], texts: Mapping[str, Text]) -> Note:
    for pinpoint, iri in _standing(near, quoted, texts):
        return Note("did you mean", f"The quoted words stand in {pinpoint}. Did you mean that?", iri, calls=True)
    return Note("did you mean", f"Here there is {', '.join(near[:_MOST_NAMED])}, one figure off. Did you mean that?")


def _standing(near: Sequence[str], quoted: Sequence[Quotation], texts: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
    for text in (texts[symbol] for symbol in near if symbol in texts):
        for each in quoted:
            yield from ((part.pinpoint, part.iri) for part in text.places(each.quoted)[:1])
