"""Answers, drafts: resolved. In: the citations of a draft as printed, and the graph. Out: each with what the graph has of its
target, its text where words are compared, and its places checked. Must not compare words, nor judge.

Each kind of thing is asked of the graph once for the whole draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.drafts.known import Asked, Known
from api.drafts.passages import Piece
from api.drafts.places import Checked, check_place
from api.drafts.quotations import Cited
from api.drafts.texts import Text
from ontology.iris import Iris
from ontology.nouns import Rendition
from reading.citations.cite import Printed
from reading.citations.places import Place
from reading.citations.resolve import Primary, resolve
from reading.evidence import Witness

_DRAFT = Rendition("urn:draft:rendition", "urn:draft", "en", "text/plain", "", "full", chosen=True)


@dataclass(slots=True)
class Sourced:
    """A citation with its target, or why it has none. `odd` is what resolving found odd; `known` is what the graph has of the
    target, None for an address of the web; `text` is set where the official words are at hand and were asked for.
    """

    printed: Printed
    target: str | None
    unresolved: str | None
    odd: str | None
    places: tuple[Place, ...]
    known: Known | None = None
    text: Text | None = None
    checked: tuple[Checked, ...] = field(default=())


def look_up(asked: Asked, iris: Iris, pieces: Sequence[Piece], quoted: frozenset[Cited]) -> Mapping[Cited, Sourced]:
    """The citations of a draft in reading order, by their places; `quoted` are those to which a quotation belongs."""
    keys = asked.keys(symbol for piece in pieces for printed in piece.citations for symbol in _symbols(printed))
    found = dict(_resolved(pieces, iris, keys.get))
    facts = asked.facts(sourced.target for sourced in found.values() if sourced.target and _is_ours(sourced, iris))
    for sourced in found.values():
        if sourced.target and _is_ours(sourced, iris):
            sourced.known = facts.get(sourced.target) or facts.setdefault(sourced.target, Known(sourced.target))
    wanted = {
        sourced.known.iri: sourced.known
        for cited, sourced in found.items()
        if sourced.known and sourced.known.held != "none" and (sourced.places or cited in quoted)
    }
    asked.read(list(wanted.values()))
    texts = {iri: Text(known) for iri, known in wanted.items() if known.held == "full"}
    for sourced in found.values():
        if sourced.known and sourced.known.iri in wanted:
            sourced.text = texts.get(sourced.known.iri)
            sourced.checked = tuple(check_place(place, sourced.known.parts) for place in sourced.places)
    return found


def _symbols(printed: Printed) -> tuple[str, ...]:
    named = printed.concept.symbol if printed.concept else None
    return (*printed.symbols, named) if named else printed.symbols


def _is_ours(sourced: Sourced, iris: Iris) -> bool:
    return sourced.target is not None and sourced.target.startswith(iris.base)


def _resolved(pieces: Sequence[Piece], iris: Iris, primary: Primary) -> Iterator[tuple[Cited, Sourced]]:
    for at, piece in enumerate(pieces):
        witness = Witness(piece.noun, _DRAFT)
        for number, printed in enumerate(piece.citations):
            citation, odd = resolve(printed, witness, iris, primary)
            places = printed.places if citation.target else ()
            yield (at, number), Sourced(printed, citation.target, citation.unresolved, odd, places)
