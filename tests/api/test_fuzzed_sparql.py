"""Tests of the endpoint: 10,000 strings that are nearly SPARQL. In: named queries, shapes of our own, bytes. Out: answers, or
refusals that tell what to do. No server error, no path of this machine, no trace of its code.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from stores.settings import Settings

TOTAL, SEED = 10_000, 20_051_026
_LEAK = re.compile(r"/(?:work|tmp|home|root|usr|srv|var|proc)/|Traceback|File \"|\.py\b|site-packages|pyoxigraph|0x[0-9a-f]{6}")
_REFUSALS = frozenset({400, 403, 406, 413, 415, 429, 503})
_SHAPES = (
    "SELECT * WHERE { ?s ?p ?o } LIMIT 3",
    "PREFIX ex: <http://example.org/> SELECT ?s (COUNT(?o) AS ?n) { ?s ex:p|^ex:q/ex:r* ?o } GROUP BY ?s HAVING (?n > 1)",
    "BASE <http://example.org/> ASK FROM <g> FROM NAMED <h> { GRAPH ?g { <a> <b> [ <c> ( 1 2.5 -3e4 true 'x'@en 'y'^^<t> ) ] } }",
    "CONSTRUCT { ?s <urn:p> _:b } WHERE { ?s a ?t . OPTIONAL { ?s ?p ?o FILTER(LANG(?o) != '' && REGEX(?o, '^a.*')) } } LIMIT 4",
    "DESCRIBE <http://example.org/x> ?y { VALUES (?y ?z) { (<urn:a> UNDEF) (<urn:b> 1) } MINUS { ?y ?p ?z } }",
    'SELECT DISTINCT ?x { { ?x <urn:p> 1 } UNION { BIND(STRLEN("\\u00e9") + 1 AS ?x) } FILTER NOT EXISTS { ?x ?p ?x } }',
    'SELECT ?p ?score { ?p search:matches ("early warning" ?score 5) } ORDER BY DESC(?score) LIMIT 5',
    'SELECT ?p { SERVICE search:index { ?p search:query "lamp" ; search:score ?s ; search:limit 3 . ?p a ?t } } LIMIT 2',
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
    "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 'o' } } ; CLEAR DEFAULT ; LOAD <http://127.0.0.1:9/x>",
    "SELECT (SUM(?a) AS ?b) { { SELECT ?a { ?s ?p ?a } LIMIT 2 } FILTER(?a IN (1, 2) || (?a * -1 >= 0 && !BOUND(?c))) }",
    "SELECT * { <<( ?s ?p ?o )>> ?q ?r . ?s ?p ?o {| <urn:a> 1 |} }",
)
_PIECES = (
    *"{}()[]<>.;,|/^*+?!=&-_:@#$%~`'\"\\", "||", "&&", "^^", "<<", ">>", "\x00", "\ufeff", "\u2028", "é", "\U0001f4a9", "\u202e",
    "SELECT", "SERVICE", "SILENT", "LOAD", "GRAPH", "FILTER", "EXISTS", "UNION", "OPTIONAL", "MINUS", "VALUES", "BIND", "LIMIT",
    "GROUP BY", "ORDER BY", "AS", "trueSERVICE", "SERVICE:x", "search:matches", "search:index", "?s", "$o", "_:b", "<urn:x>",
    "<http://[>", "<../../etc>", "'''", '"""', "99999999999999999999", "-0", "1e999", ".5", "@en-", "\\u0053", "\\uD800", "%00",
    "{" * 80, "(" * 80, "1" * 300, "a." * 150, "# \n", "\r",
)  # fmt: skip
_FORMATS = ("", "json", "xml", "csv", "tsv", "turtle", "jsonld", "ntriples", "rdfxml", "html", "nonsense")
_ACCEPTS = ("*/*", "application/sparql-results+json", "text/html", "text/turtle;q=0.5, */*;q=0.1", "image/png", ";;;,,/")


@pytest.fixture(scope="module")
def endpoint(settings: Settings) -> Iterator[TestClient]:
    """The application with short limits: what a mutation lets run away is a 503, and soon."""
    brief = replace(settings, query_wall_s=0.3, query_rows=200, answer_bytes=200_000, query_memory_mb=512, requests_per_minute=0)
    opened = Library.open(brief)
    yield TestClient(create_app(opened), follow_redirects=False, raise_server_exceptions=False)
    opened.close()


def _strings(known: Sequence[str]) -> Iterator[bytes]:
    """So many texts, the same in each run: seeds with up to three changes, and one in twenty of bytes alone."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    seeds = [*_SHAPES * 3, *known]
    for number in range(TOTAL):
        if number % 20 == 0:
            yield chance.randbytes(chance.randrange(60))
            continue
        text = chance.choice(seeds)
        change = _reworded if number % 2 else _mutated
        for _ in range(chance.randint(1, 3)):
            text = change(text, chance)
        raw = text.encode("utf-8", "surrogatepass")
        if number % 25 == 1 and raw:
            at = chance.randrange(len(raw))
            raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        yield raw


def _reworded(text: str, chance: random.Random) -> str:
    """A change after which it is often still a query: another name, number, case, or something to be skipped."""
    words = re.findall(r"[?$]\w+|\s+|\w+|[^\w\s]", text)
    at = chance.choice([place for place, word in enumerate(words) if word[0] in "?$ \n" or word.isalnum()] or [0])
    names = [word for word in words if word[0] in "?$" and len(word) > 1] or ["?x"]
    word = words[at] if words else ""
    if word in names:
        words[at] = chance.choice([*names, "?another"])
    elif word.isdecimal():
        words[at] = str(chance.choice([0, 1, 7, 50, 2**31, 2**63, 10**20]))
    elif word.isalpha() and word.isupper():
        words[at] = chance.choice([word.lower(), word.title(), "DISTINCT" if word == "REDUCED" else word])
    elif word.isspace():
        words[at] = chance.choice([" ", "\t", "\r\n", " # ' }\n"])
    return "".join(words)


def _mutated(text: str, chance: random.Random) -> str:
    words = re.findall(r"\s+|\w+|[^\w\s]", text) or [""]
    at, to = sorted(chance.randrange(len(words) + 1) for _ in range(2))
    match chance.randrange(7):
        case 0:
            words[at:to] = []
        case 1:
            words[at:at] = [chance.choice(_PIECES)]
        case 2:
            words[at : at + 1] = [chance.choice(_PIECES)]
        case 3:
            words[at:at] = words[at:to][:40]
        case 4:
            words[at : at + 2] = reversed(words[at : at + 2])
        case 5:
            other = re.findall(r"\s+|\w+|[^\w\s]", chance.choice(_SHAPES))
            words[at:to] = other[: chance.randrange(len(other))]
        case _:
            words = words[:to]
    return "".join(words)


def _asked(endpoint: TestClient, number: int, sent: bytes) -> tuple[int, str, str]:
    """One string by one of the three ways of the protocol."""
    headers = {"Accept": _ACCEPTS[number % len(_ACCEPTS)]}
    wanted = {"format": _FORMATS[number // 7 % len(_FORMATS)]} if number % 7 == 0 else {}
    if number % 3 == 0:
        headers["Content-Type"] = "application/sparql-query"
        response = endpoint.post("/sparql", content=sent, params=wanted, headers=headers)
    elif number % 3 == 1:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = endpoint.post("/sparql", content=urlencode({"query": sent, **wanted}), headers=headers)
    else:
        response = endpoint.get(f"/sparql?{urlencode({'query': sent, **wanted})}", headers=headers)
    return response.status_code, response.headers.get("content-type", ""), response.text


@pytest.mark.slow
def test_ten_thousand_strings_bring_no_server_error_and_no_leak(endpoint: TestClient, library: Library) -> None:
    """A server error is a 503 that says why; whatever is refused is told what to do or, if malformed, where."""
    known = [query.text for query in library.queries.values()]
    statuses: Counter[int] = Counter()
    for number, sent in enumerate(_strings(known)):
        status, content_type, text = _asked(endpoint, number, sent)
        statuses[status] += 1
        assert status == 200 or status in _REFUSALS, (sent, status, text[:500])
        if status == 200:
            continue
        assert not _LEAK.search(text.replace(sent.decode("utf-8", "replace"), "")), (sent, text[:500])
        if content_type == "application/problem+json":
            told = json.loads(text)
            assert told["detail"], (sent, told)
            assert told.get("advice") or told.get("line"), (sent, told)
            assert told["error"] != "InternalError"
    assert statuses.total() == TOTAL
    assert min(statuses[200], statuses[400]) > TOTAL // 10, statuses  # else the parser alone was tried, or nothing was broken
    assert statuses[503] < TOTAL // 100, statuses
