"""Answers: where a text leads. In: what somebody typed or pasted into the one box. Out: whether it names a passage or a document,
asks a question, or is a draft. Must not search, or know HTTP.

A symbol in any spelling leads to its document, with a paragraph to that paragraph, but only where it names exactly one: whatever
is open is a question, and a search shows what there is. A long text that reads as prose is a draft, as api/asking/pasted tells
prose from questions.
"""

import re
from dataclasses import dataclass
from typing import Literal

from api.asked import KNOWN_FIELDS
from api.asking.pasted import LONG, is_pasted
from api.asking.symbols import documents_of, of_every_organ, passages_of, spelt, without
from api.asking.tokens import tokens_of
from api.library import Serving
from api.search import MAX_QUESTION
from reading.citations.cite import cite

_MARKS = " \t.,;:!?\"'“”’()[]"
_STEP = re.compile(r"\d+|(?<=\()[a-z]{1,4}(?=\))")  # a number, or the letter of an item
_PLACE = re.compile(rf"\b(?:paragraph|para)s?\b\.?|¶|{_STEP.pattern}", re.IGNORECASE)  # words that only say where


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a text leads: to a thing by its IRI, to the answer to a question, or to what is told of a draft."""

    kind: Literal["thing", "question", "draft"]
    iri: str = ""


def destination(serving: Serving, text: str) -> Destination:
    """Where a text leads. It is not empty; a text longer than a question may be is a draft."""
    question = " ".join(text.split())
    if len(question) > MAX_QUESTION or (len(question.split()) >= LONG and is_pasted(question, tokens_of(question), KNOWN_FIELDS)):
        return Destination("draft")
    iri = _named(serving, question)
    return Destination("thing", iri) if iri else Destination("question")


def _named(serving: Serving, question: str) -> str:
    """The one passage or document that a text names and says nothing beside; "" where there is none, or more than one."""
    words = spelt(question)
    cited = [found for found in of_every_organ(serving.graph, cite(words, ())) if found.symbols]
    places = [place for found in cited for place in found.places]
    beside = without(words, cited)
    if not cited or _PLACE.sub("", beside).strip(_MARKS) or (places and _STEP.findall(beside) not in ([], [*places[0].steps])):
        return ""
    if places:
        named = [*passages_of(serving.graph, cited)]
    else:
        named = [iri for found in cited for iri, _, _ in documents_of(serving.graph, found.symbols)]
    return named[0] if len(set(named)) == 1 and (places or not _STEP.search(beside)) else ""
