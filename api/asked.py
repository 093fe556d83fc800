"""Answers: what a question asks for. In: a question and what serves. Out: the words whose meaning is sought, those that are
looked for, the names that it gives exactly, the passages that may be found, and the lists that can answer it. Must not rank.

A symbol means nothing to a model: it is an exact name and is left out of the meaning. Where a question is nothing but a symbol,
its meaning is the title of the document; where it is a pinpoint, the words of the paragraph. api/asking/grammar has the grammar.
A pasted passage is no question: api/asking/pasted tells them apart, and all words of a passage are asked as they stand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from api.asking.capitals import as_sentence
from api.asking.grammar import PLACES, Request, has_operators, parsed, phrase
from api.asking.names import Names, bare, names_of
from api.asking.pasted import LONG, is_pasted
from api.asking.spelling import is_word, respelt
from api.asking.symbols import documents_of, is_found_by, of_every_organ, passages_of, spelt, without, words_of
from api.asking.tokens import tokens_of
from api.filters import FILTER_NAMES, OTHER_NAMES
from api.library import Serving
from ontology.iris import without_language
from reading.citations.cite import cite
from stores.vectors.index import Mode
from stores.vectors.sparse import tokens
from stores.words.condition import printed
from stores.words.folding import terms

KNOWN_FIELDS = frozenset([*PLACES, *FILTER_NAMES, *OTHER_NAMES])
MOST_SAME = 50  # passages that have a pasted one word for word, the shortest first: closing formulas stand in hundreds
_PINPOINT = re.compile(r"(?P<title>.*?\w),?\s+(?P<part>para(?:graph)?s?\b\.?\s*\d.*)", re.IGNORECASE)
_SHOWN = 60  # characters of a passage that are shown of it
KNOWN_SHARE = 1 / 3  # of a question's tokens; measured: .50 and more in the language of the passages, .29 and less in others


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of a question that were read as others, and why: "misspelt", "short form", "full name", "name", "operators" or
    "passage".
    """

    printed: str
    read_as: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the index is asked. `names` are values of the field `symbols`: passages that carry one come first.

    `text` are the words for the keyword list; `filters` stand in the question itself; `rows` are the only passages that may be
    found, by number, None for all; `readings` say what was read as something else.
    """

    meaning: str
    names: tuple[str, ...]
    mode: Mode
    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: NDArray[np.uint32] | None = None
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class _Exact:
    """What a question names exactly: values of the field `symbols`, and words that mean the same as the names."""

    names: tuple[str, ...]
    rest: str
    instead: str
    readings: tuple[Reading, ...] = ()


def understood(serving: Serving, question: str, mode: Mode) -> Asked:
    """What a question asks for, in the mode that was wanted, or `dense` where keywords could only mislead.

    BadParameter where it cannot be asked: api/asking/grammar says what can.
    """
    found = tokens_of(question)
    names = names_of(serving.graph)
    if is_pasted(question, found, KNOWN_FIELDS) and not names.named(question):
        same = _word_for_word(serving, question)
        if same or len(found) >= LONG or has_operators(found):
            return _passage(serving, question, mode, same)
    misspelt = respelt(found, serving.words, names)
    request = parsed(_replaced(question, misspelt), names.other_names)
    words = spelt(request.words)
    exact = _exact(serving, names, words)
    forms = tuple(_other_forms(names, exact.rest))
    meaning = " ".join([as_sentence(exact.rest, names), *(form.read_as for form in forms if form.why == "short form")])
    if not tokens(meaning):
        meaning = exact.instead or words
    if mode == "hybrid" and not _speaks(serving, tokens(meaning)):
        mode = "dense"
    return Asked(
        meaning,
        exact.names,
        mode,
        text=" ".join([words, *(form.read_as for form in forms)]),
        filters=_by_name(request.fields),
        rows=serving.words.matching(request.condition) if request.condition else None,
        readings=(
            *(Reading(wrong, right, "misspelt") for wrong, right in misspelt.items()),
            *(forms + exact.readings),
            *_operators(question, request),
        ),
    )


def _passage(serving: Serving, question: str, mode: Mode, same: tuple[str, ...]) -> Asked:
    """A pasted passage: all of its words as they stand, symbols too, for so the passages themselves were read.

    `same` are the passages that have it word for word: without them one that repeats it nearly could come first. A short one that
    stands nowhere and has no mark to be misread is asked like any question, so that the symbols in it are names.
    """
    if mode == "hybrid" and not _speaks(serving, tokens(question)):
        mode = "dense"
    start = shorten(question, _SHOWN, placeholder=" ...")
    return Asked(question, same, mode, text=question, readings=(Reading(start, "all of its words as they stand", "passage"),))


def _word_for_word(serving: Serving, words: str) -> tuple[str, ...]:
    """The passages that are these words and no more; where there is none, those in which they stand."""
    whole = phrase(words)
    rows = serving.words.matching(whole) if whole else ()
    if whole is None or not len(rows):
        return ()
    found = serving.index.search(words, None, among=rows, limit=MOST_SAME, mode="keyword")
    holding = list(dict.fromkeys(without_language(hit.iri)[0] for hit in found))
    same = [iri for iri, text in words_of(serving.graph, holding) if phrase(text) == whole]
    return tuple(dict.fromkeys(same or holding))


def _replaced(question: str, misspelt: Mapping[str, str]) -> str:
    """The question with the misspelt words of its prose replaced, from its end so that places hold."""
    for token in reversed(tokens_of(question) if misspelt else ()):
        if token.kind == "word":
            text = token.text
            for wrong, right in misspelt.items():
                text = text.replace(wrong, right)
            question = question[: token.start] + text + question[token.end :]
    return question


def _exact(serving: Serving, names: Names, words: str) -> _Exact:
    """The passages, documents and things that the words name. A document whose text is here comes before those that cite it."""
    graph = serving.graph
    cited = [found for found in of_every_organ(graph, cite(words, ())) if found.symbols]
    if not cited and (by_title := _by_title(names, words)):
        entitled = [found for found in cite(by_title, ()) if found.symbols]
        if passages_of(graph, entitled):
            cited, words = entitled, by_title
    if not cited:
        things = tuple(thing for thing in names.named(words) if is_found_by(graph, thing))
        return _Exact(things, words, words, tuple(Reading(words, thing, "name") for thing in things))
    symbols = tuple(symbol for found in cited for symbol in found.symbols)
    documents = documents_of(graph, symbols)
    passages = passages_of(graph, cited)
    here = tuple(dict.fromkeys(document for document, _, is_read in documents if is_read))
    titles = dict.fromkeys(title for _, title, _ in documents if title)
    return _Exact(tuple(passages) or here or symbols, without(words, cited), " ".join(passages.values() or titles))


def _by_title(names: Names, words: str) -> str:
    """A paragraph of a document by its symbol, where its title was given: "World Summit Outcome, para. 138"."""
    pinpoint = _PINPOINT.fullmatch(words)
    documents = names.titles.get(bare(pinpoint["title"]), ()) if pinpoint else ()
    return f"{unquote(documents[0].partition('/doc/')[2])}, {pinpoint['part']}" if pinpoint and len(documents) == 1 else ""


def _other_forms(names: Names, words: str) -> Iterator[Reading]:
    """The short forms in the words with their full names, and the full names with their short forms."""
    for word in dict.fromkeys(words.split()):
        short = word.strip(".,;:!?()\"'“”’")
        for full in names.full_names(short)[:1] or (names.full_names_of_small(short)[:1] if not is_word(short) else ()):
            yield Reading(short, full, "short form")
    for short, full in names.short_forms_in(tuple(terms(words))).items():
        yield Reading(full, short, "full name")


def _operators(question: str, request: Request) -> Iterable[Reading]:
    return (Reading(question, printed(request.condition), "operators"),) if request.condition else ()


def _by_name(fields: Sequence[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def _speaks(serving: Serving, words: Sequence[str]) -> bool:
    """Whether the passages speak the language of these words: enough of them stand in the index.

    A question in another language shares a few names and loan words with the passages; by these alone they would be ranked.
    """
    different = list(dict.fromkeys(words))
    return bool(different) and serving.index.knows(different) >= len(different) * KNOWN_SHARE
