"""Answers: a search answer in other formats. In: the answer, and the address that repeats it. Out: CSV, JSON-LD, and
bibliographies for reference managers. Must not search or know HTTP.

Every format says what was asked, of which generation, and how to ask it again: CSV in columns of each row, for RFC 4180 knows no
comment and many readers take a first line for the header; BibTeX in a comment; RIS in "name of database"; CSL in `source`.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from api.citing.gather import place_of, sources
from api.citing.records import FORMATS, records
from api.citing.source import Reference
from api.csv_table import Cell, as_csv
from api.facts import MG, facts_of
from api.library import Serving
from api.results import Result
from api.search import SearchAnswer
from ontology.iris import DEFAULT_BASE

_CONTEXT = Path(__file__).resolve().parents[1] / "ontology" / "context.jsonld"
_DATES = ("issued", "adopted")  # each says what it is: the date that a hit is found by may be either
_TERMS = ("mg", "skos", "id", "type", "Passage", "Document", "pinpoint", "text", "digestText", "inDocument", "mentions",
          "symbol", "title", *_DATES, "prefLabel")  # fmt: skip
_ADDED = {"schema": "https://schema.org/", "search": f"{DEFAULT_BASE}search#"}


def statement(answer: SearchAnswer, address: str) -> str:
    """What was searched, in one line that can be cited and repeated."""
    chosen = [f"{name}: {', '.join(values)}" for name, values in answer.filters.items()]
    chosen += [f"mode: {answer.mode}", *([f"sort: {answer.page.sort}"] if answer.page.sort != "relevance" else [])]
    first = answer.page.offset + 1
    shown = f"passages {first} to {first + len(answer.hits) - 1}" if answer.hits else "no passage"
    return (
        f"Mandate Graph, search for “{answer.query}” ({'; '.join(chosen)}), generation {answer.generation}: "
        f"{shown} of {answer.total}. {address}"
    )


def csv_of(answer: SearchAnswer, address: str) -> str:
    """A table, one row a passage, with what was searched in columns of its own."""
    parts = sorted({name for hit in answer.hits for name in hit.parts} | {"dense", "keyword"})
    about: dict[str, Cell] = {
        "query": answer.query,
        "filters": "; ".join(f"{name}={value}" for name, values in answer.filters.items() for value in values),
        "mode": answer.mode,
        "sort": answer.page.sort,
        "total": answer.total,
        "generation": answer.generation,
        "search": address,
    }
    rows = (_row(place, hit, parts) for place, hit in enumerate(answer.hits, answer.page.offset + 1))
    heads = (*_COLUMNS, *(f"score_{name}" for name in parts))
    return as_csv([heads, *rows], about).decode()


def json_ld(serving: Serving, answer: SearchAnswer, address: str) -> str:
    """The passages as a list of schema.org, in the terms of our ontology and of search inside SPARQL; ours alone have IRIs."""
    listed = [_listed(serving, place, hit, address) for place, hit in enumerate(answer.hits, 1)]
    told = {
        "@context": _context(),
        "id": address,
        "type": "schema:SearchAction",
        "schema:query": answer.query,
        "schema:description": statement(answer, address),
        "schema:version": answer.generation,
        "schema:result": {
            "id": f"{address}#result",
            "type": "schema:ItemList",
            "schema:numberOfItems": answer.total,
            "schema:itemListElement": {"@list": listed},
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def bibliography(serving: Serving, answer: SearchAnswer, name: str, address: str) -> str:
    """The documents of the hits as "csl-json", "ris" or "bibtex", one record each, with the places that were found."""
    known = sources(serving, {hit.document for hit in answer.hits})
    found = [Reference(known[hit.document], tuple(filter(None, (place_of(hit.pinpoint),)))) for hit in answer.hits]
    return FORMATS[name](records(found), statement(answer, address))


_COLUMNS = ("place", "iri", "pinpoint", "symbols", "title", "date", "organs", "section", "sentence", "text", "language",
            "fidelity", "concepts", "others", "footnote", "score")  # fmt: skip


def _row(place: int, hit: Result, parts: Sequence[str]) -> Sequence[Cell]:
    return (
        *(place, hit.iri, hit.pinpoint, "; ".join(hit.symbols), hit.title, hit.issued or "", "; ".join(hit.organs)),
        *(" > ".join(step.heading for step in hit.path), hit.sentence, hit.text, hit.language, hit.fidelity),
        *("; ".join(concept.label for concept in hit.concepts), hit.others, hit.footnote, hit.score),
        *(hit.parts.get(name, "") for name in parts),
    )


def _listed(serving: Serving, place: int, hit: Result, address: str) -> Mapping[str, Any]:
    document = {"id": hit.document, "type": "Document", "symbol": list(hit.symbols), "title": {"@none": hit.title}}
    facts = facts_of(serving.graph, hit.document)
    document |= {name: str(dates[0]) for name in _DATES if (dates := facts.get(f"{MG}{name}", ()))}
    return {
        "id": f"{address}#{place}",
        "type": "schema:ListItem",
        "schema:position": place,
        "search:score": hit.score,
        "schema:item": {
            "id": hit.iri,
            "type": "Passage",
            "pinpoint": hit.pinpoint,
            "text" if hit.fidelity == "full" else "digestText": {hit.language or "@none": hit.text},
            "inDocument": document,
            "mentions": [{"id": one.iri, "prefLabel": {"en": one.label}} for one in hit.concepts],
        },
    }


@lru_cache(maxsize=1)
def _context() -> Mapping[str, Any]:
    """Those terms of our context that a search answer uses, and two vocabularies beside it."""
    whole = json.loads(_CONTEXT.read_text(encoding="utf-8"))["@context"]
    return {"@version": 1.1, "xsd": whole["xsd"]} | {term: whole[term] for term in _TERMS} | _ADDED
