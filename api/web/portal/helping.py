"""Web: help. In: a topic. Out: what a reader should know of it, with the figures that were measured. Must not measure."""

from dataclasses import dataclass

from fastapi import Request, Response

from api.corpus.evaluated import evaluated
from api.corpus.missing import missing
from api.drafts.check import MAX_CHARACTERS
from api.library import Library, Serving
from api.paging import MOST
from api.precedents.drafted import MAX_DRAFT
from api.precision import measurements
from api.search import MAX_QUESTION
from api.web import parameters
from api.web.pages import library_of, page
from ontology.errors import NotFound


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of help: its name in the address, its title, and what it answers in a sentence."""

    name: str
    title: str
    summary: str


TOPICS = (
    Topic("search", "What the search box takes", "Questions, symbols, pasted paragraphs, operators and filters."),
    Topic("scores", "What the scores mean", "Why a passage was found, what its numbers say, and what they do not."),
    Topic("digest", "What a digest is", "Our own words in the place of an official text, and how to tell."),
    Topic(
        "labels",
        "How labels were made, and how good they are",
        "Mentions, duties, citations: the rules, and how often they are right.",
    ),
    Topic("cite", "How to cite", "Pinpoints, footnotes, reference managers, and how to cite this database."),
    Topic("data", "API and data access", "REST, SPARQL, dumps, feeds, formats, and tools for assistants."),
    Topic(
        "missing",
        "What is missing from the corpus",
        "What is cited and not here, and what was never found.",
    ),
    Topic("limits", "Limits", "How long a text, how many results, how often; and what this is not."),
    Topic("keys", "Keyboard keys", "Everything can be done from the keyboard."),
)
LIMITS = {"question": MAX_QUESTION, "hits": MOST, "draft": MAX_DRAFT, "check": MAX_CHARACTERS}
_BY_NAME = {topic.name: topic for topic in TOPICS}


def topics(request: Request) -> Response:
    """GET /help: the topics."""
    parameters.refuse_unknown(parameters.of_address(request), ())
    return page(request, "help.html", {"topics": TOPICS, "topic": None})


def told(request: Request, topic: str) -> Response:
    """GET /help/{topic}: one of them; NotFound says which there are."""
    parameters.refuse_unknown(parameters.of_address(request), ())
    if topic not in _BY_NAME:
        raise NotFound(f"There is no help on {topic[:40]!r}.", advice=f"There is help on: {', '.join(_BY_NAME)}.")
    library = library_of(request)
    with library.serving() as serving:
        values = _values(library, serving, topic)
    return page(request, f"help/{topic}.html", values | {"topics": TOPICS, "topic": _BY_NAME[topic]})


def _values(library: Library, serving: Serving, topic: str) -> dict[str, object]:
    """The figures that a topic tells."""
    if topic == "labels":
        return {"measured": measurements(serving), "tasks": evaluated()}
    if topic == "missing":
        return {"missing": missing(library, serving)}
    if topic == "scores":
        return {"tasks": [task for task in evaluated() if task.group == "Search"]}
    if topic == "limits":
        return {"settings": library.settings, "generation": serving.generation, "limits": LIMITS}
    return {}
