"""Answers: two passages beside each other. In: their names, and the language to read them in. Out: both with what only one of
them says marked, word by word. Must not know HTTP, or say which is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.citing.footnotes import footnote
from api.citing.gather import place_of, references, sources
from api.citing.source import Reference
from api.facts import MG
from api.library import Library, Serving
from api.said import Words, headings_of, words_of
from ontology.errors import BadParameter, NotFound
from reading.reuse.difference import Piece, beside

LONGEST_NAME = 500  # characters
LONGEST_TEXT = 40_000  # characters of a passage: the longest that are known have a tenth of it


@dataclass(frozen=True, slots=True)
class Side:
    """One of the passages, in one of its `languages`; its `pieces` joined are its text, as `shared` with the other or its own."""

    iri: str
    pinpoint: str
    document: str
    title: str
    issued: str | None
    fidelity: str
    language: str
    languages: tuple[str, ...]
    headings: tuple[str, ...]
    footnote: str
    pieces: tuple[Piece, ...]

    @property
    def own(self) -> int:
        """How many of its words the other lacks at that place."""
        return _counted(self.pieces, "dropped") + _counted(self.pieces, "added")

    @property
    def shared(self) -> int:
        """How many of its words the other has in the same order."""
        return _counted(self.pieces, "same")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two passages. `languages` are those that both have; `language` is the one asked for, and each side says which it is in."""

    first: Side
    second: Side
    language: str
    languages: tuple[str, ...]
    generation: str

    @property
    def is_same(self) -> bool:
        """Whether the texts are the same, but for blanks and signs between words."""
        return not (self.first.own or self.second.own)


def compared(library: Library, first: str, second: str, language: str = "en") -> Comparison:
    """Two passages, each named by IRI, path or pinpoint such as "A/RES/60/1, para. 138". BadParameter for a name that is no
    single passage, NotFound for one that is not here. A passage that lacks the language is read in English, or in what it has.
    """
    with library.serving() as serving:
        found = [_passage(library, serving, name) for name in (first, second)]
        spoken = [_languages(serving, iri) for iri in found]
        words = [words_of(serving.graph, iri, _chosen(has, language)) for iri, has in zip(found, spoken, strict=True)]
        texts = [_bounded(each) for each in words]
        pieces = beside(*texts)
        sides = [_side(serving, each, has, side) for each, has, side in zip(words, spoken, pieces, strict=True)]
        both = tuple(one for one in spoken[0] if one in spoken[1])
        return Comparison(sides[0], sides[1], language, both, serving.generation.id)


def _passage(library: Library, serving: Serving, name: str) -> str:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadParameter(
            f"Wanted a passage's name of 1 to {LONGEST_NAME} characters; got {len(name)}.",
            advice="Give A/RES/60/1, para. 138, or an IRI.",
        )
    passages = [iri for reference in references(library, serving, [name])[0] for iri in reference.passages]
    if len(passages) != 1:
        raise BadParameter(
            f"Wanted one passage; {name[:80]!r} names {len(passages) or 'a whole document'}.",
            advice="Name one paragraph, such as A/RES/60/1, para. 138, or doc/A/RES/60/1/para/138.",
        )
    return passages[0]


def _languages(serving: Serving, passage: str) -> tuple[str, ...]:
    """The languages that a passage has words in, English first."""
    stated = serving.graph.facts(passage)
    texts = [term for name in ("text", "digestText") for term in stated.get(f"{MG}{name}", ())]
    if not texts:
        raise NotFound(f"The passage {passage} has no words here.", advice="Its document is known, and its text is not here.")
    return tuple(sorted({term.language or "" for term in texts}, key=lambda one: (one != "en", one)))


def _chosen(languages: Sequence[str], language: str) -> str:
    return language if language in languages else languages[0]


def _bounded(words: Words) -> str:
    if len(words.text) > LONGEST_TEXT:
        raise BadParameter(
            f"{words.pinpoint} has {len(words.text):,} characters; at most {LONGEST_TEXT:,} are compared.",
            advice="Read it on its page.",
        )
    return words.text


def _side(serving: Serving, words: Words, languages: tuple[str, ...], pieces: Sequence[Piece]) -> Side:
    source, place = sources(serving, [words.document])[words.document], place_of(words.pinpoint)
    return Side(
        iri=words.passage,
        pinpoint=words.pinpoint,
        document=words.document,
        title=words.title,
        issued=source.issued,
        fidelity=words.fidelity,
        language=words.language,
        languages=languages,
        headings=tuple(heading for _, heading in headings_of(serving.graph, words)),
        footnote=footnote(Reference(source, (place,) if place else (), (words.passage,))),
        pieces=tuple(pieces),
    )


def _counted(pieces: Sequence[Piece], kind: str) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)
