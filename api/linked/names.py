"""Answers, linked data: names. In: IRIs, and the languages that are wanted. Out: what the graph calls them. Must not know
HTTP.
"""

import re
from collections.abc import Iterable, Sequence

from api.library import Serving
from api.linked.languages import ENGLISH, preference
from ontology.errors import IriError
from ontology.iris import checked

# A finding is called by the passage that it was read from.
_CALLED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?label {{ VALUES ?thing {{ {iris} }}
  ?thing skos:prefLabel|mg:title|mg:pinpoint|mg:heading|rdfs:label|((mg:statedIn|mg:inPassage)/mg:pinpoint) ?label {among}
}} ORDER BY ?thing ?label"""
_TAG = re.compile(r"[a-z0-9]{1,8}(?:-[a-z0-9]{1,8})*")  # RFC 5646; nothing else may stand in a query
_SOME = 500  # IRIs a query


def names_of(serving: Serving, iris: Iterable[str], languages: Sequence[str] = ENGLISH) -> dict[str, str]:
    """The name of each IRI that has one, in the language that is wanted most, else in English, else in whatever there is."""
    asked = [iri for iri in dict.fromkeys(iris) if _can_be_asked(iri)]
    found: dict[str, str] = {}
    for start in range(0, len(asked), _SOME):
        some = asked[start : start + _SOME]
        found |= _called(serving, some, languages, anyhow=False)
        found |= _called(serving, [iri for iri in some if iri not in found], languages, anyhow=True)
    return found


def _called(serving: Serving, iris: Sequence[str], languages: Sequence[str], *, anyhow: bool) -> dict[str, str]:
    if not iris:
        return {}
    # Things have names in six languages and more: only the few that may be shown are fetched first.
    tags = dict.fromkeys(("en", *languages, *(tag.partition("-")[0] for tag in languages)))
    wanted = ", ".join(['""', *(f'"{tag}"' for tag in tags if _TAG.fullmatch(tag))])
    among = "" if anyhow else f"FILTER(LCASE(LANG(?label)) IN ({wanted}))"
    best: dict[str, tuple[int, str]] = {}
    for row in serving.graph.select(_CALLED.format(iris=" ".join(f"<{iri}>" for iri in iris), among=among)):
        thing, told = str(row["thing"]), (preference(row["label"].language, languages), str(row["label"]))
        if thing not in best or told[0] < best[thing][0]:
            best[thing] = told
    return {thing: label for thing, (_, label) in best.items()}


def _can_be_asked(iri: str) -> bool:
    try:
        return bool(checked(iri))
    except IriError:  # a foreign address that cannot stand in a query has no name here
        return False
