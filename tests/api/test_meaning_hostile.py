"""Tests of meaning inside SPARQL: hostile queries. In: generated texts, by a fixed seed. Out: answers or refusals, no fault."""

import random

import pytest
from starlette.testclient import TestClient

MG = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
WORDS = """
    SELECT * { } { ?p ?s search:matches search:similarTo search:query search:score search:limit search:kind search:index SERVICE
    SILENT "lamps" "\\uD800" "" "*" "AND" 5 -1 0 100 101 <doc/A/85/40/para/1> <x> ( ) ; , . a mg:Passage OPTIONAL FILTER EXISTS
    UNION GRAPH VALUES UNDEF BIND AS [ ] search:year_from search:document "A/85/40" "recommendation" "x"@en ^^ / LIMIT ASK
    CONSTRUCT WHERE search:rank search:colour search:mode "dense" search:language é DESCRIBE FROM search:crime "genocide" # \x00
"""
FORMS = (
    "{MG} SELECT * {{ {words} }}",
    "{MG} SELECT * {{ ?p search:matches ( {words} ) }}",
    '{MG} SELECT ?p {{ SERVICE search:index {{ ?p search:query "lamps" ; {words} . ?p mg:inDocument ?d }} }}',
    '{MG} SELECT ?p {{ ?p search:matches ("lamps" ?s 3) . {words} }}',
    '{MG} ASK {{ ?p search:matches ("lamps" {words}) }}',
    "{words}",
)


@pytest.mark.slow
def test_no_query_that_searches_makes_the_server_fail(client: TestClient) -> None:
    """A thousand texts of right words in wrong places: each is answered, or refused with a reason."""
    chance = random.Random(2031)  # noqa: S311 # the same texts in every run
    statuses, bits = set(), WORDS.split()
    for _ in range(1_000):
        words = " ".join(chance.choice(bits) for _ in range(chance.randint(0, 8)))
        query = chance.choice(FORMS).format(MG=MG, words=words)
        answer = client.get("/sparql", params={"query": query})
        statuses.add(answer.status_code)
        assert answer.status_code < 500, (query, answer.text)
        assert answer.status_code == 200 or answer.json()["detail"], query
    assert {200, 400, 403} <= statuses
