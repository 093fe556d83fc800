"""Language, under test: risk factors, indicators and inhibitors: what is here, how sure it is, and what is missing."""

from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS

from ontology.concepts import load_concepts
from ontology.files import read_turtle
from ontology.iris import DEFAULT_BASE, MG
from reading.mentions.lexicon import Lexicon
from stores.graph.store import GraphStore
from tests.ontology.conftest import FOLDER, Ask, asked, of_kind, path, runs, runs_of_sources

TERM = Namespace(MG)
BASE = Namespace(DEFAULT_BASE)
SEEN = {"seen in the original", "seen on a third party's page", "number not seen"}
NOT_SEEN = "not seen at a source"
DESCRIBED = {7: 11, 8: 12, 9: 6, 13: 10}
"""Indicators that a page at hand shows, by factor: a new source makes these numbers grow, nothing else may."""
COUNTED = {8: 12, 9: 6}
"""Factors whose list was seen to its end."""


def _number(graph: Graph, node: object) -> str:
    return str(graph.value(URIRef(str(node)), TERM.number))


def _texts(graph: Graph, node: URIRef, predicate: str) -> list[str]:
    return [str(value) for value in graph.objects(node, TERM[predicate])]


def test_a_specific_factor_points_to_its_crime_and_a_common_one_to_none(graph: Graph) -> None:
    """Two factors for genocide, two for crimes against humanity, two for war crimes, in this order."""
    crimes = {9: "genocide", 10: "genocide", 11: "crimes-against-humanity", 12: "crimes-against-humanity"}
    crimes |= {13: "war-crimes", 14: "war-crimes"}
    for factor in of_kind(graph, "RiskFactor"):
        number = int(_number(graph, factor))
        assert path(factor) == f"risk-factor/{number}"
        assert _texts(graph, factor, "scope") == ["specific" if number in crimes else "common"]
        assert [path(crime) for crime in graph.objects(factor, TERM.pointsTo)] == (
            [f"crime/{crimes[number]}"] if number in crimes else []
        )


def test_the_indicators_are_those_that_a_source_at_hand_shows(graph: Graph) -> None:
    """Numbered from 1 without a gap under each factor that has any; no indicator stands outside."""
    found = defaultdict(set)
    for indicator in of_kind(graph, "Indicator"):
        factor, _, place = _number(graph, indicator).partition(".")
        assert path(indicator) == f"indicator/{factor}.{place}"
        found[int(factor)].add(int(place))
    assert found == {factor: set(range(1, many + 1)) for factor, many in DESCRIBED.items()}


def test_every_indicator_belongs_to_exactly_the_factor_of_its_number(graph: Graph) -> None:
    """An indicator under two factors, or under another one, would be counted wrongly."""
    for indicator in of_kind(graph, "Indicator"):
        factors = [_number(graph, factor) for factor in graph.subjects(TERM.hasIndicator, indicator)]
        assert factors == [_number(graph, indicator).partition(".")[0]]


def test_a_count_stands_only_where_the_end_of_the_list_was_seen(graph: Graph) -> None:
    """A list that breaks off in the source has no count, and its factor says that it breaks off."""
    counts = {int(_number(graph, factor)): int(str(count)) for factor, count in graph.subject_objects(TERM.indicatorCount)}
    assert counts == COUNTED
    assert all(DESCRIBED[factor] <= count for factor, count in counts.items())
    for number in DESCRIBED.keys() - COUNTED.keys():
        (note,) = _texts(graph, BASE[f"risk-factor/{number}"], "certaintyNote")
        assert "breaks off" in note


def test_every_factor_says_how_sure_its_name_and_number_are(graph: Graph) -> None:
    """Three factors were seen nowhere; they say so and name no place. The others name the place."""
    nowhere = set()
    for factor in of_kind(graph, "RiskFactor"):
        (certainty,) = _texts(graph, factor, "certainty")
        assert certainty in {*SEEN, NOT_SEEN}
        assert len(_texts(graph, factor, "certaintyNote")) == 1
        assert bool(_texts(graph, factor, "seenAt")) == (certainty != NOT_SEEN), factor
        if certainty == NOT_SEEN:
            nowhere.add(int(_number(graph, factor)))
    assert nowhere == {6, 10, 11}


def test_every_indicator_says_where_it_was_seen_and_how_sure_it_is(graph: Graph) -> None:
    """None is from memory; the two at which the source breaks off say that too."""
    broken = set()
    for indicator in of_kind(graph, "Indicator"):
        assert _texts(graph, indicator, "certainty") == ["seen on a third party's page"]
        (place,) = _texts(graph, indicator, "seenAt")
        assert place.endswith(f"risk-factor-{_number(graph, indicator).partition('.')[0]}")
        assert len(_texts(graph, indicator, "sourceNote")) == 1
        if _texts(graph, indicator, "certaintyNote"):
            broken.add(_number(graph, indicator))
    assert broken == {"7.11", "13.10"}


def test_a_nature_is_given_only_where_the_note_says_which_document_gives_it(graph: Graph) -> None:
    """Structural, dynamic and triggering are words of the sources, not our judgement."""
    natures: defaultdict[str, set[str]] = defaultdict(set)
    for thing, nature in graph.subject_objects(TERM.riskNature):
        name = str(nature).removeprefix(MG)
        natures[path(thing)].add(name)
        (note,) = _texts(graph, URIRef(str(thing)), "sourceNote")
        assert f"{name}: " in note, thing
    assert natures == {
        "risk-factor/3": {"Structural"},
        "risk-factor/8": {"Dynamic", "Triggering"},
        "indicator/8.7": {"Triggering"},
        "indicator/9.1": {"Structural"},
    }


def test_inhibitors_are_defined_and_seen_in_the_original(graph: Graph) -> None:
    """Each leads up to the general notion, and a source of resilience is an inhibitor as well."""
    inhibitors = of_kind(graph, "Inhibitor")
    assert set(of_kind(graph, "ResilienceSource")) < set(inhibitors)
    assert len(inhibitors) == 15
    top = BASE["inhibitor/inhibitors"]
    for inhibitor in inhibitors:
        assert _texts(graph, inhibitor, "certainty") == ["seen in the original"]
        assert _texts(graph, inhibitor, "seenAt")
        assert len(list(graph.objects(inhibitor, SKOS.definition))) == 1
        assert top in set(graph.transitive_objects(inhibitor, SKOS.broader))


def test_an_inhibitor_counts_against_a_factor_only_with_its_reason(graph: Graph) -> None:
    """The note names the factor and the passage that makes the link."""
    links = {path(inhibitor): _number(graph, factor) for inhibitor, factor in graph.subject_objects(TERM.countsAgainst)}
    assert links == {
        "inhibitor/accountability-for-past-crimes": "2",
        "inhibitor/constructive-management-of-diversity": "9",
        "inhibitor/equal-belonging": "9",
        "inhibitor/good-governance": "9",
        "inhibitor/human-rights-without-discrimination": "9",
    }
    for inhibitor, number in links.items():
        (note,) = _texts(graph, BASE[inhibitor], "sourceNote")
        assert f"gainst factor {number}" in note


@pytest.mark.parametrize(
    "name", ["A_75_863-S_2021_424.md", "A_72_884-S_2018_525.md", "core-functions.md", "results-framework.md"]
)
def test_no_name_of_a_crime_or_actor_hides_behind_an_inhibitor(name: str, shared: Path) -> None:
    """A longer label covers the shorter one in it, so inhibitors and indicators must not be made of other names."""
    text = (shared / "corpus" / "office" / name).read_text(encoding="utf-8")
    concepts = load_concepts(FOLDER, DEFAULT_BASE)
    ours = {concept.iri for concept in concepts if {"Inhibitor", "Indicator"} & set(concept.kinds)}
    with_ours = [found for found in Lexicon(concepts).find(text) if found.concept and found.concept.iri not in ours]
    without = Lexicon(concept for concept in concepts if concept.iri not in ours).find(text)
    assert [(found.span, found.as_printed) for found in with_ours] == [(found.span, found.as_printed) for found in without]


def test_what_is_said_here_is_said_in_our_own_words(shared: Path) -> None:
    """Facts and names carry over from the sources, sentences do not."""
    known = runs_of_sources(shared)
    for name in ("risk", "resilience"):
        graph = read_turtle(FOLDER / f"{name}.ttl", DEFAULT_BASE)
        labels = [label for label in graph.objects(None, SKOS.prefLabel) if isinstance(label, Literal)]
        for words in [*labels, *graph.objects(None, SKOS.definition)]:
            assert known.isdisjoint(runs(str(words))), words


def test_the_coverage_is_published_factor_by_factor(ask: Ask) -> None:
    """Described, counted and missing are told apart; where the end was not seen nothing is called complete."""
    *factors, total = ask("risk-coverage")
    assert [row["number"] for row in factors] == [str(number) for number in range(1, 15)]
    for row in factors:
        number = int(row["number"])
        assert int(row["described"]) == DESCRIBED.get(number, 0)
        assert row.get("counted") == (str(COUNTED[number]) if number in COUNTED else None)
        assert row.get("missing") == ("0" if number in COUNTED else None)
        assert row["certainty"]
    states = {row["number"]: row["state"] for row in factors}
    assert (states["8"], states["7"], states["1"]) == ("whole list", "end of the list not seen", "no indicator seen")
    assert total["number"] == "all"
    assert int(total["described"]) == sum(DESCRIBED.values()) == 39
    assert total["state"] == "2 of 14 lists seen to their end, 10 of 14 without any indicator"


def test_a_total_is_called_complete_only_where_every_list_is(ask: Ask) -> None:
    """Of one factor that was seen to its end the sum is known; over all it is not, so that no false total stands there."""
    assert {"counted", "missing"}.isdisjoint(ask("risk-coverage")[-1])
    row, total = ask("risk-coverage", factor="risk-factor/8")
    assert (row["counted"], total["counted"], total["missing"]) == ("12", "12", "0")


def test_a_missing_indicator_is_counted_as_missing(graph: Graph) -> None:
    """The same query over a vocabulary that lost an indicator says so."""
    lost = Graph()
    lost += graph
    lost.remove((None, None, BASE["indicator/8.12"]))
    store = GraphStore.memory()
    store.replace(f"{DEFAULT_BASE}graph/vocabulary", lost.serialize(format="nt", encoding="utf-8"))
    row, total = asked(store, "risk-coverage", factor="risk-factor/8")
    assert (row["described"], row["missing"], row["state"], total["missing"]) == ("11", "1", "part of the list", "1")


def test_factors_and_indicators_come_in_the_order_of_their_numbers(ask: Ask) -> None:
    """8.10 follows 8.9, and a factor without an indicator still has its row."""
    rows = ask("risk-factors")
    assert len(rows) == 39 + 10
    assert [row["number"] for row in rows if row["factorNumber"] == "8"] == [f"8.{place}" for place in range(1, 13)]
    assert list(dict.fromkeys(row["factorNumber"] for row in rows)) == [str(number) for number in range(1, 15)]
    (incitement,) = [row for row in rows if row.get("number") == "8.7"]
    assert (incitement["factorNature"], incitement["nature"]) == ("dynamic; triggering", "triggering")


def test_the_factors_of_one_crime_can_be_asked_for(ask: Ask) -> None:
    """Only the specific ones point to a crime; its name comes in the language asked for."""
    rows = ask("risk-factors", crime="crime/genocide", language="fr")
    assert {row["factorNumber"] for row in rows} == {"9", "10"}
    assert {row["crimeLabel"] for row in rows} == {"génocide"}
    assert {row["factorNumber"] for row in ask("risk-factors", crime="crime/war-crimes")} == {"13", "14"}
