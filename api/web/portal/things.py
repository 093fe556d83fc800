"""Web: things. In: the IRI of a thing. Out: its page with its pictures, and the list of the passages that speak of it. Must not
look anything up that the plain views do not tell.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import Request, Response

from api.documents import resolve_iri
from api.library import Library, Serving
from api.pictures.bars import Fact, Picture, by_year
from api.pictures.ring import Around, Ring, ring
from api.things.counted import CLASSES
from api.things.names import Names
from api.things.passages import Lines, Wanted, query_of, speaking
from api.things.thing import ThingView, thing
from api.web import languages, links, parameters
from api.web.negotiate import HTML, JSON, choose
from api.web.pages import library_of, page
from api.web.portal.listed import steps
from api.web.rdf import as_json, told_of
from ontology.errors import BadParameter, NotFound
from ontology.iris import MG, Iris, checked

_BY_NAME, _BY_ALLUSION = "by name", "without its name"
_IN_SECTIONS = {"Acts", "Law", "Functions", "Tenures", "Indicators"}
_OF_PASSAGES = ("concept", "year", "document", "page", "lang", "format")
_CLASSES = dict(zip(("crime", "risk-factor"), CLASSES, strict=True))
_PAGE = 50
_FEW_LINKS = 24  # in a list before the rest is folded away


def shown(request: Request, serving: Serving, iri: str, spoken: Sequence[str]) -> Response:
    """The page of anything but a document or a passage. NotFound where the graph says nothing of it."""
    library = library_of(request)
    view = thing(library, serving, iri, spoken)
    values = {
        "view": view,
        "bars": _bars(library.iris, view),
        "asked_bars": _asked_bars(library.iris, view),
        "ring": _ring(library.iris, view),
        "related": [one for one in view.relations if one.heading not in _IN_SECTIONS],
        "few": _FEW_LINKS,
        "all_passages": _address("/passages", concept=_path(library.iris, iri)),
        "all_asked": _tracker(library.iris, view),
        "situation": _situation(library, view),
        "sparql": query_of(iri) if view.speaking.total else "",
        "api": f"{request.url.path}?format=json",
        "generation": serving.generation.id,
    }
    return page(request, "thing.html", values)


def is_known_as_thing(serving: Serving, iri: str, kinds: Sequence[str]) -> bool:
    """Whether an instrument, such as a treaty, is known by the vocabulary only, and no text of it is here."""
    return "Instrument" in kinds and "/doc/" not in iri and f"{MG}hasRendition" not in serving.graph.facts(iri)


def passages(request: Request) -> Response:
    """GET /passages: the passages that speak of a thing, newest first; of a year or in a document where that is asked."""
    pairs = parameters.of_address(request)
    parameters.refuse_unknown(pairs, _OF_PASSAGES)
    chosen = choose(request.headers.get("accept"), (JSON, HTML), parameters.single(pairs, "format"))
    concept, year, document = (parameters.single(pairs, name) or "" for name in ("concept", "year", "document"))
    if not concept:
        raise BadParameter(
            "Wanted a thing in ?concept=; none came.", advice="Write concept=crime/genocide, or concept=risk-factor."
        )
    library, number = library_of(request), parameters.page_number(pairs)
    with library.serving() as serving:
        iri = _CLASSES.get(concept) or library.iris.iri(concept)
        within = resolve_iri(library, serving, document) if document else ""
        spoken = languages.wanted(request) or ("en",)
        found = speaking(serving, iri, Wanted(year, within, number, _PAGE), spoken)
        label = links.words(concept) if concept in _CLASSES else Names(serving, spoken, library.iris.base).of(iri)
        if not found.years and concept not in _CLASSES and not serving.graph.facts(checked(iri)):
            raise NotFound(f"{concept[:200]} is not in this generation.", advice="See /crime/genocide for how things are named.")
    if not chosen.is_html:
        return as_json({"concept": concept, "label": label, **told_of(found)})
    values = {
        "found": found,
        "concept": concept,
        "label": label,
        "thing": "" if concept in _CLASSES else iri,
        "year": year,
        "document": document,
        "steps": steps(pairs, number, found.last),
        "bars": _years(concept, found),
        "sparql": query_of(iri),
        "api": f"/passages?{urlencode([*pairs, ('format', 'json')])}",
    }
    return page(request, "passages.html", values)


def _years(concept: str, found: Lines) -> Picture:
    facts = [
        Fact(year, (count,), _address("/passages", concept=concept, year=year)) for year, count in sorted(found.years.items())
    ]
    return by_year("All years", facts)


def _bars(iris: Iris, view: ThingView) -> Picture | None:
    """The passages that speak of it by year, each bar a link to them; None where there are none."""
    if not view.speaking.total:
        return None
    alluded, path = view.by_allusion, _path(iris, view.iri)
    facts = []
    for year, count in sorted(view.speaking.years.items()):
        counts = (count - alluded.get(year, 0), alluded.get(year, 0)) if alluded else (count,)
        facts.append(Fact(year, counts, _address("/passages", concept=path, year=year)))
    return by_year("Passages that speak of it, by year", facts, (_BY_NAME, _BY_ALLUSION) if alluded else ())


def _asked_bars(iris: Iris, view: ThingView) -> Picture | None:
    """The recommendations to it or under it by year, each bar a link to them."""
    if not view.asking.total:
        return None
    name, path = _filter(view), _path(iris, view.iri)
    facts = [Fact(year, (count,), _asked_in(name, path, year)) for year, count in sorted(view.asking.years.items())]
    return by_year("Recommendations by year", facts, unit="recommendations")


def _asked_in(name: str, path: str, year: str) -> str:
    years = {"year_from": year, "year_to": year} if year.isdecimal() else {}
    return _address("/recommendations/list", **{name: path}, **years)


def _ring(iris: Iris, view: ThingView) -> Ring | None:
    """The thing among what it is related to, and what is named in the same passages; None where there is nothing."""
    groups = [(relation.heading, relation.others) for relation in view.relations]
    groups += [("Most often named beside it", tuple(other for other, _ in view.together))] if view.together else []
    kinds = [Around(heading, tuple((one.label, links.local_href(iris, one.iri)) for one in some)) for heading, some in groups]
    return ring(view.label, kinds) if kinds else None


def _tracker(iris: Iris, view: ThingView) -> Mapping[str, str]:
    """The tracker's matrix and list for it; empty where nothing is asked of it."""
    if not view.asking.total:
        return {}
    told = {_filter(view): _path(iris, view.iri)}
    return {"matrix": _address("/recommendations", **told), "list": _address("/recommendations/list", **told)}


def _filter(view: ThingView) -> str:
    """The name under which the tracker knows it."""
    return "theme" if view.sort == "theme" else "addressee"


def _situation(library: Library, view: ThingView) -> str:
    """The profile of a State or region."""
    return f"/situations/{library.iris.path(view.iri)}" if view.sort in ("state", "region") else ""


def _path(iris: Iris, iri: str) -> str:
    return iri.removeprefix(iris.base)


def _address(path: str, **parameters: str) -> str:
    return f"{path}?{urlencode(parameters, safe='/')}"
