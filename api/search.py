"""Answers: search. In: a question and filters. Out: passages, each saying why it matched, with counts over the whole result.
Must not know HTTP.

Hybrid: nearness of meaning and keywords, fused in the index; keywords are left out where the question speaks another language
than the passages. What a question names exactly, a symbol or one paragraph of a document, comes first.
Filters apply before neighbours are taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.asked import understood
from api.documents import resolve_iri
from api.library import Library, Serving
from ontology.errors import BadParameter, IriError, StoreStale
from ontology.iris import checked, key_in_language, slug, without_language
from stores.vectors.index import Filters, Hit, Mode
from stores.vectors.sparse import tokens

FILTERS: Mapping[str, str] = {
    "document": "document",
    "kind": "kind",
    "crime": "crimes",
    "risk_factor": "risk_factors",
    "actor": "actors",
    "network": "networks",
    "addressee": "addressees",
    "cites": "cites",
    "language": "language",
    "fidelity": "fidelity",
}
"""Filter name -> field of the index."""
_PLACES = {"crime": ("crime",), "risk_factor": ("risk-factor",), "actor": ("actor", "state"), "network": ("network", "mechanism"),
           "addressee": ("actor", "state"), "cites": ("doc", "instrument")}  # fmt: skip
FACETS: Mapping[str, str] = {"year": "year"} | {
    name: FILTERS[name] for name in FILTERS if name not in ("cites", "fidelity", "risk_factor")
}
MAX_QUESTION = 2_000  # characters; a longer text is a draft, not a question
MAX_LIMIT = 100
DEEPEST = 200  # how far the index ranks exactly
MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword")
_DETAILS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?passage ?words ?pinpoint ?document ?title ?issued ?fidelity ?heading WHERE {{
  VALUES ?passage {{ {iris} }}
  ?passage mg:pinpoint ?pinpoint ; mg:inDocument ?document ; mg:partOf ?holder .
  {{ ?passage mg:text ?words BIND("full" AS ?fidelity) }} UNION {{ ?passage mg:digestText ?words BIND("digest" AS ?fidelity) }}
  OPTIONAL {{ ?document mg:title ?title }} OPTIONAL {{ ?document mg:issued ?issued }}
  OPTIONAL {{ ?holder mg:heading ?heading }}
}} ORDER BY ?passage LANG(?words) (LANG(?title) != LANG(?words)) (LANG(?title) != "en") LANG(?title)
  (LANG(?heading) != LANG(?words)) (LANG(?heading) != "en") LANG(?heading)"""  # the first row has the words' own language
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"(])")


@dataclass(frozen=True, slots=True)
class Result:
    """One passage found: where it stands, whose words it has, its score in parts, and which words of the question it has."""

    iri: str
    pinpoint: str
    score: float
    parts: Mapping[str, float]
    text: str
    language: str
    fidelity: str
    document: str
    title: str
    issued: str | None
    section: str | None
    matched: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search answers. `total` counts the passages that fulfil the filters: all of them were ranked."""

    query: str
    filters: Mapping[str, Sequence[str]]
    mode: str
    generation: str
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    hits: tuple[Result, ...]


def search(
    library: Library,
    question: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    *,
    limit: int = 10,
    mode: str = "hybrid",
) -> SearchAnswer:
    """The best passages for a question. BadParameter for an empty or endless question, an unknown filter or a bad value;
    StoreStale where the passages' vectors are another model's.
    """
    asked = _checked_question(question)
    if mode not in MODES:
        raise BadParameter(f"Wanted a mode of {', '.join(MODES)}; got {mode!r}.")
    if not 1 <= limit <= MAX_LIMIT:
        raise BadParameter(f"Wanted a limit from 1 to {MAX_LIMIT}; got {limit}.")
    given = {name: list(values) for name, values in (filters or {}).items() if values}
    with library.serving() as serving:
        fields = _fields(library, serving, given)
        sought = understood(serving, asked, mode)
        dense = None if mode == "keyword" else _vector(library, serving, sought.meaning)
        facets = {name: serving.index.facets(field, fields) for name, field in FACETS.items()}
        deep = min(limit * max(1, len(facets["language"])), DEEPEST)  # one passage may be found in each of its languages
        hits = serving.index.search(asked, dense, filters=fields, symbols=sought.names, limit=deep, mode=sought.mode)
        return SearchAnswer(
            query=asked,
            filters=given,
            mode=mode,
            generation=serving.generation.id,
            total=serving.index.count(fields),
            facets=facets,
            hits=tuple(_results(serving, asked, _best_language(hits)[:limit])),
        )


def _vector(library: Library, serving: Serving, meaning: str) -> NDArray[np.float32]:
    """The vector of a meaning. Two models' vectors may be equally long, and would then be compared without a word."""
    wanted, built = library.settings.model, serving.generation.build.model
    if not built.startswith(wanted):
        raise StoreStale(
            f"The passages were embedded by {built}; the setting model is {wanted}.",
            advice="Set MANDATEGRAPH_MODEL to that model, or ingest again.",
        )
    return library.encoder.encode_query(meaning)


def _checked_question(question: str) -> str:
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in question).split())
    if not asked:
        raise BadParameter("Wanted a question; it is empty.", advice="Write words, a symbol such as A/75/863, or a sentence.")
    if len(asked) > MAX_QUESTION:
        raise BadParameter(
            f"Wanted a question of at most {MAX_QUESTION:,} characters; got {len(asked):,}.",
            advice="Ask for one paragraph at a time.",
        )
    return asked


def _fields(library: Library, serving: Serving, given: Mapping[str, Sequence[str]]) -> Filters:
    fields: dict[str, Sequence[str | int] | int] = {}
    for name, values in given.items():
        if name in ("year", "year_from", "year_to"):
            years = [_year(name, value) for value in values]
            if name != "year" and len(years) > 1:
                raise BadParameter(f"The filter {name!r} came {len(years)} times.", advice="Give it once.")
            fields[name] = years if name == "year" else years[0]
        elif name in FILTERS:
            fields[FILTERS[name]] = [_value(library, serving, name, value) for value in values]
        else:
            allowed = ", ".join([*FILTERS, "year", "year_from", "year_to"])
            raise BadParameter(f"There is no filter {name!r}.", advice=f"There are: {allowed}.")
    low, high = fields.get("year_from"), fields.get("year_to")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        raise BadParameter(f"year_from is {low}, after year_to, {high}: no year lies between.", advice="Swap them.")
    return fields


def _year(name: str, value: str) -> int:
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", value):
        raise BadParameter(f"Wanted a year such as 2018 for {name}; got {value!r}.")
    return int(value)


def _value(library: Library, serving: Serving, name: str, value: str) -> str:
    """A filter's value as the index has it: an IRI where the filter names a thing, given as IRI, path, symbol or slug."""
    if name == "document":
        return resolve_iri(library, serving, value)
    if name == "kind":
        return value[:1].upper() + value[1:]
    if name not in _PLACES or value.startswith(("http://", "https://")):
        return value
    for path in [value] if "/" in value else [f"{place}/{_step(place, value)}" for place in _PLACES[name]]:
        iri = library.iris.iri(path)
        if serving.graph.ask(f"ASK {{ <{_safe(iri, value)}> ?p ?o }}"):
            return iri
    if name == "cites":
        return resolve_iri(library, serving, value)  # a symbol has slashes, as a path has
    places = " or ".join(f"{place}/..." for place in _PLACES[name])
    raise BadParameter(f"Nothing is known as {name} {value!r}.", advice=f"Give an IRI, a path ({places}) or its last part.")


def _step(place: str, value: str) -> str:
    return value.upper() if place == "state" and len(value) == 3 else slug(value)


def _safe(iri: str, value: str) -> str:
    try:
        return checked(iri)
    except IriError as error:
        raise BadParameter(f"{value[:100]!r} cannot be part of an IRI.", advice="Give the path that a result shows.") from error


def _best_language(hits: Sequence[Hit]) -> list[Hit]:
    """Each passage once, in the language that matched best."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(without_language(hit.iri)[0], hit)
    return list(best.values())


def _results(serving: Serving, question: str, hits: Sequence[Hit]) -> list[Result]:
    if not hits:
        return []
    iris = " ".join(f"<{without_language(hit.iri)[0]}>" for hit in hits)
    told_by_key: dict[str, Mapping[str, str]] = {}
    for row in serving.graph.select(_DETAILS.format(iris=iris)):
        language = row["words"].language or ""
        told = {name: str(term) for name, term in row.items()} | {"language": language}
        told_by_key.setdefault(key_in_language(told["passage"], language), told)
    wanted = set(tokens(question))
    return [_result(hit, told_by_key[hit.iri], wanted) for hit in hits]


def _result(hit: Hit, told: Mapping[str, str], wanted: set[str]) -> Result:
    sentences = _SENTENCE.split(told["words"])
    best = max(sentences, key=lambda sentence: len(wanted & set(tokens(sentence))))
    return Result(
        iri=told["passage"],
        pinpoint=told["pinpoint"],
        score=hit.score,
        parts=hit.parts,
        text=told["words"],
        language=told["language"],
        fidelity=told["fidelity"],
        document=told["document"],
        title=told.get("title", ""),
        issued=told.get("issued"),
        section=told.get("heading"),
        matched=tuple(sorted(wanted & set(tokens(told["words"])))),
        sentence=best,
    )
