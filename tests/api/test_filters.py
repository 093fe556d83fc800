"""Tests of filters: each keeps exactly what the graph says. In: a small made graph. Out: sets of passages, counted two ways.

The graph is asked by one SPARQL pattern a filter, written here anew, and the index by the filter; both must name the same points.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np
import pytest
from rdflib import Graph

from api.filters import FACETS, FILTER_NAMES, FILTERS, OTHER_NAMES, fields_of, joined
from api.library import Library, Serving
from ingest.points import Entry, entries
from ontology.errors import BadParameter
from ontology.iris import DEFAULT_BASE, Iris
from stores.generations import Build, Generation
from stores.graph.pool import QueryPool
from stores.graph.store import GraphStore
from stores.readers import Hold
from stores.settings import Settings
from stores.vectors.chosen import build_index, open_index
from stores.vectors.index import Point
from stores.words.index import Text, WordIndex, build_words

pytestmark = pytest.mark.slow

TEXT = """
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/mandategraph/> .
<doc/A/RES/85/1> a mg:Document, mg:Resolution ; mg:symbol "A/RES/85/1" ; mg:title "Lamps of warning"@en ; mg:session "85" ;
  mg:issued "2030-12-16" ; mg:adoptedBy <actor/general-assembly> .
<doc/S/2031/7> a mg:Document, mg:Report ; mg:symbol "S/2031/7" ; mg:title "Report of the keepers"@en ; mg:hasRendition <r/1> ;
  mg:issuedYear "2031" .
<doc/old> a mg:Document ; mg:title "An old log"@en .
<actor/general-assembly> a mg:Concept, mg:UNOrgan ; skos:prefLabel "General Assembly"@en, "Assemblée générale"@fr .
<actor/member-states> a mg:Concept, mg:ActorGroup ; skos:prefLabel "Member States"@en .
<state/KEN> a mg:Concept, mg:State ; skos:prefLabel "Kenya"@en . <state/TCD> a mg:Concept, mg:State ; skos:prefLabel "Chad"@en .
<state/MLI> a mg:Concept, mg:State ; skos:prefLabel "Mali"@en .
<crime/genocide> a mg:Concept, mg:Crime ; skos:prefLabel "genocide"@en, "génocide"@fr .
<risk-factor/7> a mg:Concept, mg:RiskFactor ; skos:prefLabel "enabling circumstances"@en .
<network/keepers> a mg:Concept, mg:Network ; skos:prefLabel "Network of Keepers"@en .
<mechanism/tower> a mg:Concept, mg:Mechanism ; skos:prefLabel "Tower Mechanism"@en .
<mandate/watch> a mg:Concept, mg:Mandate ; skos:prefLabel "mandate of the watch"@en .
<theme/lamps> a mg:Concept, mg:Theme ; skos:prefLabel "lamps"@en .
<pillar/1> a mg:Concept, mg:Pillar ; skos:prefLabel "pillar one"@en .
<pillar/2> a mg:Concept, mg:Pillar ; skos:prefLabel "pillar two"@en .
<verb-class/urges> a mg:Concept, mg:VerbClass ; skos:prefLabel "urges"@en .
<instrument/charter> a mg:Concept, mg:Instrument ; skos:prefLabel "Charter of the Coast"@en .
<situation/TCD/2031> a mg:Situation ; mg:situationIn <state/TCD> .

<doc/A/RES/85/1/para/1> a mg:Passage, mg:Paragraph, mg:OperativeParagraph ; mg:inDocument <doc/A/RES/85/1> ; mg:order 1 ;
  mg:pinpoint "A/RES/85/1, para. 1" ; mg:partOf <doc/A/RES/85/1> ;
  mg:text "Urges all to keep lamps."@en, "Demande des lampes."@fr ;
  mg:mentions <actor/member-states>, <state/KEN>, <crime/genocide> ; mg:cites <instrument/charter> .
<d/1> a mg:Recommendation, mg:Finding ; mg:statedIn <doc/A/RES/85/1/para/1> ; mg:addressee <actor/member-states> ;
  mg:theme <theme/lamps> ;
  mg:pillar <pillar/1> ; mg:verbClass <verb-class/urges> .
<doc/A/RES/85/1/para/2> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/A/RES/85/1> ; mg:order 2 ;
  mg:pinpoint "A/RES/85/1, para. 2" ; mg:partOf <doc/A/RES/85/1> ; mg:text "Nothing is named here."@en .
<doc/S/2031/7/para/1> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/S/2031/7> ; mg:order 1 ; mg:pinpoint "S/2031/7, para. 1" ;
  mg:partOf <doc/S/2031/7> ; mg:digestText "Storms in Chad; the Council was told."@en ; mg:cites <doc/A/RES/85/1> ;
  mg:mentions <risk-factor/7>, <network/keepers>, <mechanism/tower>, <pillar/2>, <mandate/watch> .
<o/1> a mg:Observation, mg:Finding ; mg:inPassage <doc/S/2031/7/para/1> ; mg:ofSituation <situation/TCD/2031> .
<doc/S/2031/7/para/2> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/S/2031/7> ; mg:order 2 ; mg:pinpoint "S/2031/7, para. 2" ;
  mg:partOf <doc/S/2031/7> ; mg:text "The watch was founded on the Charter."@en .
<b/1> a mg:Briefing, mg:Finding ; mg:inPassage <doc/S/2031/7/para/2> ; mg:onSituationIn <state/MLI> .
<m/1> a mg:MandateBasis, mg:Finding ; mg:inPassage <doc/S/2031/7/para/2> ; mg:mandate <mandate/watch> .
<c/1> a mg:Commitment, mg:Finding ; mg:statedIn <doc/S/2031/7/para/2> ; mg:verbClass <verb-class/urges> .
<doc/old/p/1> a mg:Passage, mg:Table ; mg:inDocument <doc/old> ; mg:order 1 ; mg:pinpoint "old" ; mg:partOf <doc/old> ;
  mg:text "Genocide | lamps"@en ; mg:mentions <crime/genocide> .
"""
# One pattern a filter, with ?value as a result shows it.
ANEW: Mapping[str, str] = {
    "document": "?p mg:inDocument ?value",
    "type": "?p mg:inDocument/a ?value",
    "kind": "{ ?p a ?value } UNION { ?s mg:statedIn ?p ; a ?value } UNION { ?s mg:inPassage ?p ; a ?value }",
    "organ": "?p mg:inDocument/mg:adoptedBy ?value",
    "session": "?p mg:inDocument/mg:session ?value",
    "crime": "?p mg:mentions ?value . ?value a mg:Crime",
    "risk_factor": "?p mg:mentions ?value . ?value a mg:RiskFactor",
    "actor": "?p mg:mentions ?value . ?value a ?c . VALUES ?c { mg:State mg:ActorGroup mg:UNOrgan }",
    "addressee": "?s mg:statedIn ?p . ?s mg:addressee ?value",
    "network": "?p mg:mentions ?value . ?value a mg:Network",
    "mechanism": "?p mg:mentions ?value . ?value a mg:Mechanism",
    "mandate": "{ ?p mg:mentions ?value . ?value a mg:Mandate } UNION { ?s mg:inPassage ?p ; mg:mandate ?value }",
    "verb": "?s mg:statedIn ?p ; mg:verbClass ?value",
    "theme": "?s mg:statedIn ?p ; mg:theme ?value",
    "pillar": "{ ?p mg:mentions ?value . ?value a mg:Pillar } UNION { ?s mg:statedIn ?p ; mg:pillar ?value }",
    "country": "{ ?p mg:mentions ?value . ?value a mg:State } UNION { ?s mg:inPassage ?p ; mg:onSituationIn ?value } "
    "UNION { ?s mg:inPassage ?p ; mg:ofSituation ?t . ?t mg:situationIn ?value }",
    "cites": "?p mg:cites ?value",
    "language": "?p mg:text|mg:digestText ?w BIND(LANG(?w) AS ?value)",
    "fidelity": '{ ?p mg:text ?w BIND("full" AS ?value) } UNION { ?p mg:digestText ?w BIND("digest" AS ?value) }',
}
_ASKED = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?p ?value ?language {{
  ?p a mg:Passage ; mg:text|mg:digestText ?said BIND(LANG(?said) AS ?language) {pattern} }}"""


@pytest.fixture(scope="module")
def library() -> Library:
    """A library that serves nothing by itself: its base is all that filters ask of it."""
    return Library(Settings(), Iris(DEFAULT_BASE), {})


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The made graph with its index; the vectors are all the same, for nothing is ranked."""
    folder = tmp_path_factory.mktemp("filters")
    store = GraphStore.memory()
    store.replace(DEFAULT_BASE + "graph/a", Graph().parse(data=TEXT, format="turtle").serialize(format="nt", encoding="utf-8"))
    made = entries(store)
    alike = np.array([1.0, 0.0], dtype=np.float32)
    build_index(folder / "index", (Point(e.key, e.words, alike, e.payload) for e in made), dims=2, meta={}, url="")
    build_words(folder / "words", (Text(e.key, e.words, e.titles, e.headings) for e in made))
    index, words = open_index(folder / "index", url=""), WordIndex(folder / "words")
    generation = Generation("g000001-00000000", folder, Build("", "", "", {}))
    (folder / "build.json").touch()
    pool = cast("QueryPool", None)  # filters send no query to a worker
    yield Serving(generation=generation, graph=store, index=index, words=words, tokens=None, pool=pool, hold=Hold(folder))
    index.close()
    words.close()


@pytest.fixture(scope="module")
def points(serving: Serving) -> Mapping[str, Entry]:
    """The entries of the graph by key."""
    return {entry.key: entry for entry in entries(serving.graph)}


def kept(library: Library, serving: Serving, given: Mapping[str, Sequence[str]]) -> int:
    """How many points fulfil the filters."""
    return serving.index.count(fields_of(library, serving, given))


def test_every_filter_is_tested_here() -> None:
    """A new one needs its pattern."""
    assert ANEW.keys() == FILTERS.keys()


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_keeps_exactly_what_the_graph_says(
    library: Library, serving: Serving, points: Mapping[str, Entry], name: str
) -> None:
    """For each of its values the whole set, point by point; and there is a value, so that the test can fail."""
    wanted: dict[str, set[tuple[str, str]]] = {}
    for row in serving.graph.select(_ASKED.format(pattern=ANEW[name])):
        local = str(row["value"]).rpartition("#")[2]
        if name != "language" or local == str(row["language"]):
            wanted.setdefault(local, set()).add((str(row["p"]), str(row["language"])))
    indexed = dict(serving.index.facets(FILTERS[name]))
    assert indexed
    for value, count in indexed.items():
        fields = fields_of(library, serving, {name: [value]})
        rows = {key for key in points if serving.index.count(fields, among=[key])}
        assert {(points[key].iri, str(points[key].payload["language"])) for key in rows} == wanted[value]
        assert count == len(rows)
    assert set(indexed) >= wanted.keys() - {"Passage", "OperativeParagraph", "Document"}  # classes above all, and a role


def test_facets_are_counted_for_every_filter_but_citations() -> None:
    """A passage cites too many things to list them."""
    assert FACETS.keys() == {"year", *FILTERS} - {"cites"}


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"document": ["A/RES/85/1"]}, 3),
        ({"document": ["a/res/85/1"]}, 3),
        ({"document": ["doc/old"]}, 1),
        ({"symbol": ["S/2031/7"]}, 2),
        ({"document": ["report of the keepers"]}, 2),
        ({"type": ["resolution"]}, 3),
        ({"kind": ["recommendation"]}, 2),
        ({"kind": ["mandate basis"]}, 1),
        ({"kind": ["Commitment", "observation"]}, 2),
        ({"organ": ["General Assembly"]}, 3),
        ({"organ": ["assemblee generale"]}, 3),
        ({"session": ["85"]}, 3),
        ({"crime": ["genocide"]}, 3),
        ({"crime": ["génocide"]}, 3),
        ({"crime": [DEFAULT_BASE + "crime/genocide"]}, 3),
        ({"crime": ["crime/genocide"], "kind": ["Table"]}, 1),
        ({"country": ["Chad"]}, 1),
        ({"country": ["mli"]}, 1),
        ({"state": ["state/KEN"]}, 2),
        ({"mandate": ["watch"]}, 2),
        ({"pillar": ["1"]}, 2),
        ({"pillar": ["pillar two"]}, 1),
        ({"cites": ["A/RES/85/1"]}, 1),
        ({"cites": ["Charter of the Coast"]}, 2),
        ({"language": ["FR"]}, 1),
        ({"fidelity": ["digest"]}, 1),
        ({"year": ["2030"]}, 3),
        ({"year": ["2030", "2031"]}, 5),
        ({"year": ["2030..2031"]}, 5),
        ({"year": ["2031.."]}, 2),
        ({"year": ["..2030"]}, 3),
        ({"year": ["2030-12-16"]}, 3),
        ({"year": ["2030-12..2031"]}, 5),
        ({"year_from": ["2031"]}, 2),
        ({"year_to": ["2030"]}, 3),
        ({"since": ["2030-12-16"]}, 5),
        ({"since": ["2030-12-17"]}, 2),
        ({"since": ["2031-02"]}, 0),  # the report's day is not known: it may be earlier
        ({"until": ["2030-12"]}, 3),
        ({"until": ["2031-11-30"]}, 3),
        ({"until": ["2031"]}, 5),
        ({"since": ["2030"], "until": ["2030-12-15"]}, 0),
    ],
)
def test_values_are_taken_in_any_usual_form(library: Library, serving: Serving, given: dict[str, list[str]], count: int) -> None:
    """As IRI, path, symbol, slug, label in any language, and dates as years, months, days and ranges."""
    assert kept(library, serving, given) == count


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"colour": ["red"]}, "addressee"),
        ({"kind": ["recomendation"]}, "There are: Recommendation"),
        ({"type": ["treaty"]}, "Resolution"),
        ({"session": ["99"]}, "85"),
        ({"language": ["klingon"]}, "en, fr"),
        ({"actor": ["Membr States"]}, "Nearest: Member States"),
        ({"country": ["Kenia"]}, "Kenya"),
        ({"crime": ["General Assembly"]}, "crime/..."),
        ({"organ": ["https://no where"]}, "cannot be part of an IRI"),
        ({"document": ["A/RES/85/2"]}, "A/RES/85/1"),
        ({"document": ["no such title"]}, "a title, a path"),
        ({"cites": ["A/RES/85/9"]}, "Nearest: A/RES/85/1"),
        ({"year": ["soon"]}, "year:2009..2021"),
        ({"year": ["2009..soon"]}, "year:2009..2021"),
        ({"since": ["2018-02-30"]}, "2018-06-01"),
        ({"since": ["2018-13"]}, "2018-06-01"),
        ({"since": ["2018"], "until": ["2017"]}, "Swap"),
        ({"since": ["2018", "2019"]}, "once"),
        ({"year_from": ["2018"], "year_to": ["2017"]}, "Swap"),
        ({"year": ["2018"], "until": ["2017-05"]}, "Leave out"),
        ({"year_from": ["2018"], "until": ["2017"]}, "Leave out"),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(
    library: Library, serving: Serving, given: dict[str, list[str]], says: str
) -> None:
    """A misspelt value must not silently find nothing."""
    with pytest.raises(BadParameter) as told:
        fields_of(library, serving, given)
    assert says in str(told.value)


def test_filters_beside_a_question_and_in_it_are_joined(library: Library, serving: Serving) -> None:
    """Values are alternatives, bounds narrow, and a contradiction between the two is told."""
    beside = fields_of(library, serving, {"kind": ["Table"], "year_from": ["2005"], "until": ["2040"]})
    inside = fields_of(library, serving, {"kind": ["Observation", "Table"], "year_from": ["2030"], "until": ["2031"]})
    assert joined(beside, inside) == {"kind": ["Table", "Observation"], "year_from": 2030, "until": 20311231}
    with pytest.raises(BadParameter, match="year"):
        joined({"year_from": 2030}, {"year_to": 2029})


def test_other_names_of_filters_are_names_of_filters() -> None:
    """An alias leads to a filter and hides none."""
    assert set(OTHER_NAMES.values()) <= set(FILTER_NAMES)
    assert not OTHER_NAMES.keys() & set(FILTER_NAMES)
