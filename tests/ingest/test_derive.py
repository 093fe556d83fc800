"""Tests of the river: derived graphs. In: made findings. Out: situations, quality, and their place in the store. No network."""

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, URIRef

from ingest.derive import DERIVED, derive
from ingest.lineage import lineage
from ingest.quality import KINDS, quality_triples
from ingest.reviews import verdict
from ingest.situations import situations_graph
from ontology import terms as t
from ontology.errors import IriError
from ontology.iris import Iris
from stores.graph.store import GraphStore

HOME = Path(__file__).resolve().parents[2]
IRIS = Iris()
LINEAGE = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{IRIS.graph('lineage')}> {{ ?s ?p ?o }} }}"
PREFIXES = """@prefix mg: <https://w3id.org/mandategraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/mandategraph/> .
"""
OBSERVED = """
<state/TCD> a mg:State ; skos:prefLabel "Chad"@en .
<doc/A/85/31/para/1/observation/1> a mg:Observation ; mg:ofSituation <situation/TCD/2031> ; mg:method "situation in a place" .
<doc/A/85/31/para/2/observation/1> a mg:Observation ; mg:ofSituation <situation/TCD/2031> ; mg:method "crime in a place" .
<doc/A/85/31/para/2/observation/2> a mg:Observation ; mg:ofSituation <situation/015/2030> ; mg:method "crime in a place" .
<measurement/1> a mg:Measurement ; mg:findingKind "observation" ; mg:ofMethod "situation in a place" ; mg:precision 0.95 .
"""
TAKEN_UP = """
<doc/A/1/1> a mg:Document, mg:Report ; mg:issuedYear "2028" . <doc/A/4/1> a mg:Document, mg:Report ; mg:issuedYear "2031" .
""" + "".join(
    f"""<{passage}> a mg:Passage ; mg:inDocument <doc/{symbol}> .
<{passage}/duty/1> a mg:Duty, mg:Recommendation ; mg:statedIn <{passage}> ; mg:askedBy <actor/author> ;
  mg:addressee <actor/{party}> ; mg:theme <theme/{theme}> ; mg:start 0 ; mg:end 4 ;
  mg:asPrinted "Act." ; mg:inRendition <doc/{symbol}/rendition/0> .
"""
    for symbol in ("A/1/1", "A/4/1")
    for passage, party, theme in ((f"doc/{symbol}/para/1", "states", "lamps"), (f"doc/{symbol}/para/2", "council", "oil"))
)
MADE: list[tuple[str, set[str]]] = [
    ("mg:Citation ; mg:target <doc/A/1/1>", {"citation"}),
    ('mg:Citation ; mg:unresolved "doubtful"', set()),
    ("mg:Mention ; mg:of [ a mg:Crime, mg:GenericName ]", {"mention of a crime"}),
    ("mg:Mention ; mg:of [ a mg:RiskFactor ]", {"mention of a risk factor"}),
    ("mg:Mention ; mg:of [ a mg:WarningSign ]", {"mention of a warning sign"}),
    ("mg:Mention ; mg:of [ a mg:Inhibitor, mg:GenericName ]", {"mention of an inhibitor"}),
    ("mg:Mention ; mg:of [ a mg:Pillar ]", {"mention of a pillar"}),
    ("mg:Mention ; mg:of [ a mg:Region ]", {"mention of a region"}),
    ("mg:Mention ; mg:of [ a mg:Theme ]", set()),
    ("mg:Mention ; mg:of [ a mg:State, mg:Actor ]", {"mention of a State"}),
    ("mg:Mention ; mg:of [ a mg:Network, mg:Actor ]", {"mention of a named network or mechanism"}),
    ("mg:Mention ; mg:of [ a mg:Mechanism ]", {"mention of a named network or mechanism"}),
    ("mg:Mention ; mg:of [ a mg:Network, mg:GenericName ]", {"mention of networks or mechanisms in general"}),
    ("mg:Mention ; mg:of [ a mg:Mechanism, mg:ActorGroup, mg:Actor ]", {"mention of networks or mechanisms in general"}),
    ("mg:Mention ; mg:of [ a mg:UNEntity, mg:Actor ]", {"mention of a named actor"}),
    ("mg:Mention ; mg:of [ a mg:ActorGroup, mg:Actor ]", {"mention of actors in general"}),
    ("mg:Mention ; mg:of [ a mg:GenericName, mg:Actor ]", {"mention of actors in general"}),
    ("mg:Mention ; mg:of [ a mg:Mandate ]", {"mention of a mandate"}),
    ("mg:Allusion ; mg:alludesTo [ a mg:RiskFactor ]", {"allusion to a risk factor"}),
    ("mg:Allusion ; mg:alludesTo [ a mg:Indicator ]", {"allusion to a risk factor"}),
    ("mg:Allusion ; mg:alludesTo [ a mg:WarningSign ]", {"allusion to a warning sign"}),
    ("mg:Allusion ; mg:alludesTo [ a mg:State, mg:Actor ]", {"allusion to a State"}),
    ("mg:Allusion ; mg:alludesTo [ a mg:UNOrgan, mg:Actor ]", {"allusion to an actor"}),
    ("mg:Allusion ; mg:alludesTo [ a mg:Mandate ]", {"allusion to a mandate"}),
    ("mg:Duty, mg:Recommendation", {"recommendation"}),
    ("mg:Duty, mg:Commitment", {"commitment"}),
    ("mg:MandateBasis", {"basis of a mandate"}),
    ("mg:Briefing", {"briefing"}),
    ("mg:Observation", {"observation"}),
    ("mg:Lineage", {"lineage"}),
]
"""What a made finding is, and the kinds that it is measured as."""


def store_of(turtle: str) -> GraphStore:
    """A store with one graph."""
    store = GraphStore.memory()
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle")
    store.replace("https://w3id.org/mandategraph/graph/doc/A/85/31", graph.serialize(format="nt", encoding="utf-8"))
    return store


def test_each_situation_has_a_place_a_year_and_a_name_and_nothing_else() -> None:
    """No score and no verdict: what is said of it hangs on it as observations."""
    graph = situations_graph(store_of(OBSERVED), IRIS)
    chad = URIRef(IRIS.iri("situation/TCD/2031"))
    assert set(graph.predicate_objects(chad)) == {
        (RDF.type, t.SITUATION),
        (t.SITUATION_IN, URIRef(IRIS.iri("state/TCD"))),
        (t.IN_YEAR, Literal("2031", datatype=XSD.gYear)),
        (SKOS.prefLabel, Literal("Chad, 2031", lang="en")),
    }
    region = URIRef(IRIS.iri("situation/015/2030"))
    assert graph.value(region, t.SITUATION_IN) == URIRef(IRIS.iri("region/015"))
    assert len(set(graph.subjects(RDF.type, t.SITUATION))) == 2


@pytest.mark.parametrize("path", ["situation/TCD", "situation/Chad/2031", "state/TCD", "situation/TCD/31"])
def test_an_iri_that_is_no_situation_is_refused(path: str) -> None:
    """Situations are named by place and year."""
    with pytest.raises(IriError):
        IRIS.situation_of(IRIS.iri(path))


def test_a_finding_gets_the_precision_of_its_method_for_its_kind_or_none() -> None:
    """What was not measured has no figure."""
    graph = Graph().parse(data=quality_triples(store_of(OBSERVED)), format="nt")
    measured = set(graph.subjects(t.MEASURED_BY))
    assert measured == {URIRef(IRIS.iri("doc/A/85/31/para/1/observation/1"))}
    assert [str(value) for value in graph.objects(None, t.PRECISION)] == ["0.95"]


def test_every_kind_of_finding_can_be_asked_for() -> None:
    """The patterns are queries that the store understands."""
    store = store_of(OBSERVED)
    for pattern in KINDS.values():
        store.select(f"PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?finding {{ {pattern} }}")


@pytest.mark.parametrize(("made", "expected"), MADE)
def test_a_finding_is_measured_as_what_it_is_and_as_nothing_else(made: str, expected: set[str]) -> None:
    """A figure for named actors must not count States, nor groups, nor networks."""
    store = store_of(f"<made/1> a {made} .")
    query = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT DISTINCT ?finding {{ {} }}"
    assert {kind for kind, pattern in KINDS.items() if list(store.select(query.format(pattern)))} == expected


def test_each_kind_has_a_made_finding() -> None:
    """A kind that is added later is tried as well."""
    assert set().union(*(kinds for _, kinds in MADE)) == set(KINDS)


@pytest.mark.parametrize(
    ("judgements", "stays"), [((), True), (("right",), True), (("wrong",), False), (("right", "wrong"), False)]
)
def test_a_link_that_a_reviewer_holds_wrong_is_not_published(judgements: tuple[str, ...], stays: bool) -> None:
    """Neither the link nor its shortcut; the other link stays whatever is said of this one."""
    store = store_of(TAKEN_UP)
    judged, other = lineage(store)
    derive(store, IRIS, [verdict(judged.iri(IRIS), each, "Ann") for each in judgements], HOME, lambda _: [])
    graph = Graph().parse(data=store.construct(LINEAGE), format="nt")
    published = [judged, other] if stays else [other]
    assert set(graph.subjects(RDF.type, t.LINEAGE)) == {URIRef(link.iri(IRIS)) for link in published}
    assert set(graph.subject_objects(t.REPEATS)) == {(URIRef(link.later.iri), URIRef(link.earlier.iri)) for link in published}


def test_derived_graphs_are_made_anew_each_time() -> None:
    """A verdict that was taken back leaves nothing behind, and nothing is inferred from what was inferred before."""
    store = store_of(OBSERVED)
    given = verdict(IRIS.iri("doc/A/85/31/para/1/observation/1"), "right", "Ann")
    derive(store, IRIS, [given], HOME, lambda _: [])
    assert {IRIS.graph(name) for name in DERIVED} - set(store.graphs()) == set()
    first = b"".join(store.export())
    assert b"ontology#Verdict>" in first
    derive(store, IRIS, [given], HOME, lambda _: [])
    assert b"".join(store.export()) == first
    derive(store, IRIS, [], HOME, lambda _: [])
    assert b"ontology#Verdict>" not in b"".join(store.export())


def test_a_derived_graph_that_breaks_the_shapes_is_left_out_and_said() -> None:
    """It never stops a document; and what a reader relies on is never published broken."""
    store = store_of(OBSERVED)
    faults = derive(store, IRIS, [], HOME, lambda graph: ["bad"] if (None, RDF.type, t.SITUATION) in graph else [])
    assert faults == {"situations": ["bad"]}
    assert IRIS.graph("situations") not in store.graphs() or b"ontology#Situation>" not in store.construct(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{IRIS.graph('situations')}> {{ ?s ?p ?o }} }}"
    )


def test_the_derived_graphs_of_the_pipeline_conform_to_the_shapes() -> None:
    """The shapes that documents are held to hold for these as well."""
    from ingest.check import Checker

    checker = Checker(HOME, IRIS.base, {})
    store = store_of(OBSERVED)
    given = verdict(IRIS.iri("doc/A/85/31/para/1/observation/1"), "wrong", "Ann", reason="Not said.")
    assert derive(store, IRIS, [given], HOME, checker.shape_findings) == {}
