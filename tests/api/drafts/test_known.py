"""Tests of the drafts: what is known. In: a made graph. Out: where passages were taken up."""

from types import SimpleNamespace
from typing import cast

from rdflib import Graph

from api.drafts.known import Asked
from api.library import Serving
from ontology.iris import Iris
from stores.graph.store import GraphStore

LINKS = """@prefix mg: <https://w3id.org/mandategraph/ontology#> . @base <https://w3id.org/mandategraph/> .
<link/1> a mg:Lineage ; mg:earlierPassage <doc/A/1/para/1> ; mg:inPassage <doc/A/2/para/7> ; mg:relation "narrows" .
<doc/A/2/para/7> mg:pinpoint "A/2, para. 7" .
"""


def test_paragraphs_without_a_duty_are_taken_up_as_well() -> None:
    """By the words of the two passages, whatever either asks."""
    store = GraphStore.memory()
    store.replace(
        "https://example.org/graph", Graph().parse(data=LINKS, format="turtle").serialize(format="nt", encoding="utf-8")
    )
    iris = Iris()
    asked = Asked(cast("Serving", SimpleNamespace(graph=store)), iris)
    earlier = iris.iri("doc/A/1/para/1")
    told = asked.taken_up([earlier, iris.iri("doc/A/2/para/7")])
    assert told == {earlier: [("narrowed in", iris.iri("doc/A/2/para/7"), "A/2, para. 7")]}
