"""Answers: results. In: hits of the index and what serves. Out: passages as they are shown, each saying why it matched. Must not
rank.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.library import Serving
from ontology.iris import key_in_language, without_language
from stores.vectors.index import Hit
from stores.vectors.sparse import tokens

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


def results_of(serving: Serving, question: str, hits: Sequence[Hit]) -> list[Result]:
    """The hits with their words and places, in their order."""
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
