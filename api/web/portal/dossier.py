"""Web: the dossier. In: passages that were collected, in the address or as JSON in a body. Out: how they stand now, as a page, as
JSON, or as a paper. Must not keep, log or store what was collected or noted.

The dossier itself is kept by the browser. What a POST brings is answered and forgotten, and no cache on the way keeps the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.dossier.budget import budget_of
from api.dossier.dossier import LONGEST_NOTE, LONGEST_TITLE, MOST_BYTES, Dossier, Heading, dossier_of
from api.dossier.standing import SAID, Standing, standings
from api.dossier.written import GROUPINGS, UNTITLED, Group, Grouping, grouped, paper
from api.draft_desk.length import LIMITS, LONG_QUOTATION
from api.library import Serving
from api.papers.paper import Paper
from api.portions import portions
from api.web import links, parameters
from api.web.own_address import own_address
from api.web.pages import direction, library_of, page
from api.web.parameters import UnsupportedMediaType
from api.web.portal import drafting
from api.web.portal.carried import acted, address_of, dossier_in, place_in, said_of
from api.web.portal.downloads import PAPERS, paper_as
from api.web.rdf import as_json
from ontology.errors import BadParameter

MOST_SHOWN = 40
"""Passages on one page; the papers and JSON have all."""
MOST_WEIGHT = 70_000
"""About how many characters a page takes for them; a passage that is longer alone has a page of its own."""
_ENTRY = 1_900  # characters of markup around a passage
_FORMATS = ("html", "json", *PAPERS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage in the list: how it stands, its number in the dossier from 1, the heading before it, and its group."""

    standing: Standing
    number: int
    heading: str
    group: str


async def body(request: Request) -> bytes:
    """The body of a request that brings a dossier; QueryTooLarge beyond what the greatest can take."""
    return await parameters.body_within(request, MOST_BYTES)


def get(request: Request) -> Response:
    """GET /dossier: the list that the address carries; the page that shows what the browser keeps where it carries none."""
    pairs = parameters.of_address(request)
    if any(name.startswith("note") for name, _ in pairs):
        return drafting.unkept(request, lambda: _carried(request, pairs))
    return _carried(request, pairs)


def _carried(request: Request, pairs: parameters.Pairs) -> Response:
    library = library_of(request)
    dossier, grouping, form = dossier_in(library, pairs), _grouping(pairs), _format(pairs, "html")
    if pressed := acted(dossier, pairs):
        changed, number = pressed
        return RedirectResponse(f"{address_of(changed, grouping, number)}#entry-{number}", HTTPStatus.SEE_OTHER)
    at = place_in(dossier, pairs)
    with library.serving() as serving:
        found = standings(library, serving, dossier)
        if form in PAPERS:
            return paper_as(_paper(request, serving, dossier, found, grouping), form, dossier.title or UNTITLED)
        if form == "json":
            return as_json(_told(request, serving, dossier, found))
        values = _values(dossier, grouped(library, serving, dossier, found, grouping), grouping, at)
        told = {"budget": budget_of(dossier, found), "generation": serving.generation.id}
        return page(request, "dossier.html", {**values, **told})


def post(request: Request, brought: Annotated[bytes, Depends(body)]) -> Response:
    """POST /dossier: how the passages of a dossier stand now, or a paper of them."""
    return drafting.unkept(request, lambda: _answer(request, brought))


def _answer(request: Request, brought: bytes) -> Response:
    pairs, library = parameters.of_address(request), library_of(request)
    parameters.refuse_unknown(pairs, ("format", "group"))
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType(f"The body is of type {media_type[:60] or 'unknown'}.", advice="Send application/json.")
    form, grouping = _format(pairs, "json"), _grouping(pairs)
    if form == "html":
        raise BadParameter(
            "A dossier that is sent is answered as JSON or as a paper.", advice=f"Ask for: {', '.join(_FORMATS[1:])}."
        )
    dossier = dossier_of(brought)
    with library.serving() as serving:
        found = standings(library, serving, dossier)
        if form == "json":
            return as_json(_told(request, serving, dossier, found))
        return paper_as(_paper(request, serving, dossier, found, grouping), form, dossier.title or UNTITLED, is_kept=False)


def _paper(request: Request, serving: Serving, dossier: Dossier, found: list[Standing], grouping: Grouping) -> Paper:
    origin = f"MandateGraph, {own_address(request)}/dossier, generation {serving.generation.id}"
    return paper(library_of(request), serving, dossier, found, grouping, origin)


def _grouping(pairs: parameters.Pairs) -> Grouping:
    wanted = parameters.single(pairs, "group") or "order"
    for known in GROUPINGS:
        if wanted == known:
            return known
    raise BadParameter(f"There is no order {wanted[:40]!r}.", advice=f"Use one of: {', '.join(GROUPINGS)}.")


def _format(pairs: parameters.Pairs, otherwise: str) -> str:
    wanted = parameters.single(pairs, "format") or otherwise
    if wanted not in _FORMATS:
        raise BadParameter(f"There is no format {wanted[:40]!r}.", advice=f"Use one of: {', '.join(_FORMATS)}.")
    return wanted


def _told(request: Request, serving: Serving, dossier: Dossier, found: list[Standing]) -> Mapping[str, object]:
    """How the entries stand, in their order, for the script of the page."""
    iris, standing = library_of(request).iris, iter(found)

    def entry(one: object) -> Mapping[str, object]:
        if isinstance(one, Heading):
            return {"kind": "heading", "text": one.text}
        now = next(standing)
        told = {name: value for name, value in asdict(now).items() if name not in ("collected", "pieces", "concepts")}
        return told | {
            "kind": "passage",
            "iri": now.collected.iri,
            "href": links.local_href(iris, now.collected.iri) if now.is_here else "",
            "said": SAID[now.status],
            "dir": direction(now.language),
            "pieces": [[piece.kind, piece.text] for piece in now.pieces],
        }

    budget = budget_of(dossier, found)
    return {
        "generation": serving.generation.id,
        "title": dossier.title,
        "entries": [entry(one) for one in dossier.entries],
        "budget": asdict(budget) | {"words": budget.words, "is_over": budget.is_over},
    }


def _values(dossier: Dossier, groups: Sequence[Group], grouping: Grouping, at: int) -> Mapping[str, object]:
    """The part of the list that has the passage `at`, and what else the address says, for the form to carry on."""
    every = list(portions(_shown(dossier, groups), _weight, MOST_SHOWN, MOST_WEIGHT))
    place = next((place for place, some in enumerate(every) if any(one.number == at for one in some)), 0)
    shown = every[place] if every else ()
    edited = {
        f"{name}{one.number}" for one in shown for name in (("note", "heading", "cite") if grouping == "order" else ("note",))
    }
    return {
        "dossier": dossier,
        "groups": [(name, list(some)) for name, some in groupby(shown, key=lambda one: one.group)],
        "hidden": [(name, value) for name, value in said_of(dossier) if name not in edited and name != "title"],
        "at": shown[0].number if place else 0,
        "place": place + 1,
        "turns": {number: some[0].number for number, some in enumerate(every, 1)},
        "grouping": grouping,
        "groupings": GROUPINGS,
        "limits": LIMITS,
        "long": LONG_QUOTATION,
        "most": {"note": LONGEST_NOTE, "title": LONGEST_TITLE},
        "said": SAID,
        "papers": (("Word", "docx"), ("PDF", "pdf"), ("Markdown", "md")),
    }


def _shown(dossier: Dossier, groups: Sequence[Group]) -> Iterator[Shown]:
    """The passages in the order of their groups with their numbers; each heading of one's own goes with the passage behind it."""
    numbers = {id(one): number for number, one in enumerate(dossier.passages, 1)}
    for name, group in groups:
        heading = ""
        for one in group:
            if isinstance(one, Heading):
                heading = one.text
                continue
            yield Shown(one, numbers[id(one.collected)], heading, name)
            heading = ""


def _weight(one: Shown) -> int:
    now = one.standing
    return (
        _ENTRY + len(now.words) + 2 * len(now.footnote) + len(now.collected.note) + sum(len(piece.text) for piece in now.pieces)
    )
