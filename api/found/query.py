"""Answers: a search as a query. In: a question, filters as the index has them, and the part of the ranking that is shown.
Out: SPARQL that finds the same passages in the same order. Must not search, or ask the graph.

The filters stand in the SERVICE block as patterns of the graph, which restrict the passages before the nearest are taken. By name
go those of language and fidelity, which tell apart points of one passage, as no pattern can; those that the question has as well,
whose values are alternatives; and all where they leave more passages than a pattern can bind in good time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Template

from api.filters import FILTERS, TIMES
from api.paging import ORDERS, Page
from api.rest.compose import quoted
from ontology.iris import checked
from stores.vectors.index import Filters

MOST_BOUND = 20_000  # passages that a pattern is let bind: more of them take seconds
_HEAD = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
PREFIX search: <https://w3id.org/mandategraph/search#>
"""
_STATED = "?finding mg:inPassage|mg:statedIn ?passage"
_FIELD_NAMES = {field: name for name, field in FILTERS.items()}
_PATTERNS: Mapping[str, str] = {
    "document": "?passage mg:inDocument ?value .",
    "type": "?passage mg:inDocument/a ?value .",
    "kinds of finding": f"{_STATED} ; a ?value .",
    "kinds of passage": "?passage a ?value .",
    "organs": "?passage mg:inDocument/mg:adoptedBy ?value .",
    "sessions": "?passage mg:inDocument/mg:session ?value .",
    "crimes": "?passage mg:mentions ?value . ?value a mg:Crime .",
    "risk_factors": "?passage mg:mentions ?value . ?value a mg:RiskFactor .",
    "actors": "?passage mg:mentions ?value .",
    "countries": f"{{ ?passage mg:mentions ?value }} UNION {{ {_STATED} ; mg:onSituationIn ?value }} "
    f"UNION {{ {_STATED} ; mg:ofSituation/mg:situationIn ?value }} ?value a mg:State .",
    "networks": "?passage mg:mentions ?value . ?value a mg:Network .",
    "mechanisms": "?passage mg:mentions ?value . ?value a mg:Mechanism .",
    "mandates": f"{{ ?passage mg:mentions ?value }} UNION {{ {_STATED} ; mg:mandate ?value }} ?value a mg:Mandate .",
    "addressees": "?duty mg:statedIn ?passage ; mg:addressee ?value .",
    "verbs": "?duty mg:statedIn ?passage ; mg:verbClass ?value .",
    "themes": "?duty mg:statedIn ?passage ; mg:theme ?value .",
    "pillars": "{ ?duty mg:statedIn ?passage ; mg:pillar ?value } UNION { ?passage mg:mentions ?value } ?value a mg:Pillar .",
    "cites": "?passage mg:cites ?value .",
}
"""Field -> what the graph says of a passage that has the value: as publishing reads it (ingest/points)."""
_FINDINGS = ("Recommendation", "Commitment", "Observation", "Briefing", "MandateBasis", "Finding")
_BY_NAME = ("language", "fidelity")
_OWN = re.compile(r"\?(?:value|finding|duty)\b")
_DATED = Template("""{ SELECT ?dated {
      { ?dated mg:issued ?day } UNION { ?dated mg:issuedYear ?day FILTER NOT EXISTS { ?dated mg:issued ?exactly } }
      UNION { ?dated mg:adopted ?day FILTER NOT EXISTS { ?dated mg:issued|mg:issuedYear ?exactly } }
      BIND(STR(?day) AS ?date) FILTER($tests) } }
    ?passage mg:inDocument ?dated .""")  # documents first: there are a hundred times as many passages
_TIMES: Mapping[str, Template] = {
    "year": Template("SUBSTR(?date, 1, 4) IN ($listed)"),
    "year_from": Template('SUBSTR(?date, 1, 4) >= "$year"'),
    "year_to": Template('SUBSTR(?date, 1, 4) <= "$year"'),
    "since": Template('IF(STRLEN(?date) < 10, CONCAT(SUBSTR(?date, 1, 4), "-01-01"), ?date) >= "$day"'),
    "until": Template('IF(STRLEN(?date) < 10, CONCAT(SUBSTR(?date, 1, 4), "-12-31"), ?date) <= "$day"'),
}
_WHOLE = Template("""$head
SELECT DISTINCT ?rank ?score ?pinpoint$when ?words ?passage WHERE {
  SERVICE search:index {
    ?passage search:query $question ; search:rank ?rank ; search:score ?score ; search:language ?language ;
      search:limit $limit$options .$patterns
  }
  ?passage mg:pinpoint ?pinpoint ; mg:inDocument ?document ; mg:text|mg:digestText ?words .
  FILTER(LANG(?words) = ?language)$past$dated
}
ORDER BY $order
""")
_ORDERED_BY = """
  OPTIONAL { ?document mg:issued ?issued } OPTIONAL { ?document mg:issuedYear ?year } OPTIONAL { ?document mg:adopted ?adopted }
  BIND(STR(COALESCE(?issued, ?year, ?adopted)) AS ?when)"""
_ORDERS: Mapping[str, str] = {"relevance": "?rank", "newest": "DESC(?when) ?rank", "oldest": "(!BOUND(?when)) ?when ?rank"}


def query_of(question: str, filters: Filters, page: Page, *, total: int, mode: str = "hybrid", inside: Sequence[str] = ()) -> str:
    """The query. `filters` are those beside the question, by the fields of the index (api/filters.fields_of); `inside` names the
    fields that the question itself filters by; `total` is how many passages all of them leave.
    """
    by_name = {field for field in filters if field in _BY_NAME or field in inside}
    if inside and any(field in TIMES for field in inside):
        by_name |= {field for field in filters if field in TIMES}
    if total > MOST_BOUND:
        by_name = set(filters)
    options = [f"search:mode {quoted(mode)}"] if mode != "hybrid" else []
    options += [option for field in filters if field in by_name for option in _options(field, filters[field])]
    patterns = list(_patterns({field: values for field, values in filters.items() if field not in by_name}))
    return _WHOLE.substitute(
        head=_HEAD,
        question=quoted(question),
        limit=page.end,
        options="".join(f" ;\n      {option}" for option in options),
        patterns="".join(f"\n    {pattern}" for pattern in patterns),
        past=f"\n  FILTER(?rank > {page.offset})" if page.offset else "",
        when="" if page.sort == ORDERS[0] else " ?when",
        dated="" if page.sort == ORDERS[0] else _ORDERED_BY,
        order=_ORDERS[page.sort],
    )


def _options(field: str, values: Sequence[str | int] | int) -> Iterator[str]:
    """A filter by its name, as search patterns take it: api/filters reads the value back."""
    if isinstance(values, int):
        yield f"search:{field} {quoted(_day(values) if field in ('since', 'until') else str(values))}"
        return
    for value in values:
        yield f"search:{_FIELD_NAMES.get(field, field)} {quoted(str(value))}"


def _patterns(filters: Filters) -> Iterator[str]:
    times = [_time(field, values) for field, values in filters.items() if field in TIMES]
    if times:
        yield _DATED.substitute(tests=" && ".join(times))
    for number, (field, values) in enumerate(filters.items()):
        if field not in TIMES and not isinstance(values, int):
            yield _pattern(field, [str(value) for value in values], number)


def _pattern(field: str, values: Sequence[str], number: int) -> str:
    """The pattern of one filter; its variables are its own, so that two filters do not have to hold for one finding."""
    if field == "kind":
        findings = [value for value in values if value in _FINDINGS]
        passages = [value for value in values if value not in _FINDINGS]
        both = [("kinds of finding", findings), ("kinds of passage", passages)]
        branches = [_valued(_PATTERNS[name], [f"mg:{value}" for value in some]) for name, some in both if some]
        pattern = branches[0] if len(branches) == 1 else " UNION ".join(f"{{ {branch} }}" for branch in branches)
    elif field == "type":
        pattern = _valued(_PATTERNS[field], [f"mg:{value}" for value in values])
    elif field == "sessions":
        pattern = f"{_PATTERNS[field]} FILTER(STR(?value) IN ({', '.join(map(quoted, values))}))"
    else:
        pattern = _valued(_PATTERNS[field], [f"<{checked(value)}>" for value in values])
    return _OWN.sub(rf"\g<0>{number}", pattern)


def _valued(pattern: str, values: Sequence[str]) -> str:
    return f"VALUES ?value {{ {' '.join(values)} }} {pattern}"


def _time(field: str, values: Sequence[str | int] | int) -> str:
    if isinstance(values, int):
        return _TIMES[field].substitute(year=values, day=_day(values) if field in ("since", "until") else "")
    return _TIMES[field].substitute(listed=", ".join(quoted(str(value)) for value in values))


def _day(number: int) -> str:
    """A day as the index has it, YYYYMMDD, with hyphens."""
    digits = f"{number:08d}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
