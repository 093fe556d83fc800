"""Language, under test: what the vocabulary knows of networks and mechanisms, and of those who held an office."""

from itertools import pairwise

from rdflib import RDF, Graph, Literal, Namespace, URIRef

from ontology.iris import DEFAULT_BASE, MG
from tests.ontology.conftest import Ask, path

TERM = Namespace(MG)
BASE = Namespace(DEFAULT_BASE)
NETWORKS = {
    "actor/asia-pacific-centre-for-the-responsibility-to-protect",
    "actor/budapest-centre-for-mass-atrocities-prevention",
    "network/accountability-coherence-and-transparency-group",
    "network/asia-pacific-partnership-on-atrocity-prevention",
    "network/genocide-prevention-advisory-network",
    "network/global-action-against-mass-atrocity-crimes",
    "network/global-network-of-responsibility-to-protect-focal-points",
    "network/global-internet-forum-to-counter-terrorism",
    "network/global-network-of-women-peacebuilders",
    "network/group-of-77",
    "network/group-of-friends-of-the-responsibility-to-protect",
    "network/group-of-seven",
    "network/group-of-twenty",
    "network/icglr-regional-committee-on-genocide-prevention",
    "network/international-coalition-for-the-responsibility-to-protect",
    "network/latin-american-network-for-genocide-and-mass-atrocity-prevention",
    "network/mediation-support-network",
    "network/movement-of-non-aligned-countries",
    "network/network-for-religious-and-traditional-peacemakers",
    "network/tunisian-national-dialogue-quartet",
    "network/visegrad-group",
    "network/western-balkans-coalition",
    "network/womens-regional-working-group-on-prevention",
}


def test_named_networks_are_those_outside_the_united_nations_system(graph: Graph) -> None:
    """Inter-agency groups, committees, early warning systems and reviews are mechanisms, whatever their names say."""
    named = set(graph.subjects(RDF.type, TERM.Network)) - set(graph.subjects(RDF.type, TERM.GenericName))
    assert {path(network) for network in named} == NETWORKS
    both = named & set(graph.subjects(RDF.type, TERM.Mechanism))
    assert {path(network) for network in both} == {"network/icglr-regional-committee-on-genocide-prevention"}
    assert (BASE["network/working-group-on-hate-speech"], RDF.type, TERM.Mechanism) in graph


def test_a_network_that_no_text_names_still_has_its_profile(ask: Ask) -> None:
    """Without documents, each named network comes once; with a document that does not name it, not at all."""
    rows = ask("network-profile")
    assert sorted(path(row["network"]) for row in rows) == sorted(NETWORKS)
    visegrad = next(row for row in rows if row["networkLabel"] == "Visegrad Group")
    assert (visegrad["members"], visegrad["founded"], visegrad["regions"]) == ("4", "1991", "Eastern Europe")
    assert ask("network-profile", document="A/75/863") == []


def test_founding_years_hosts_and_supporters_are_well_formed(graph: Graph) -> None:
    """A year is a year, and whoever houses or supports is an actor of the vocabulary."""
    years = list(graph.objects(None, TERM.founded))
    assert years
    assert all(isinstance(year, Literal) and str(year.datatype).endswith("#gYear") for year in years)
    actors = set(graph.subjects(RDF.type, TERM.Actor))
    for link in (TERM.hostedBy, TERM.supportedBy):
        assert [path(other) for _, other in graph.subject_objects(link) if other not in actors] == []
    assert {path(other) for _, other in graph.subject_objects(TERM.focusRegion) if not path(other).startswith("region/")} == set()


def test_tenures_of_an_office_follow_each_other(graph: Graph) -> None:
    """Each tells an office and a person, begins no later than it ends, and begins no earlier than the one before it ended."""
    tenures = [tenure for tenure in graph.subjects(RDF.type, TERM.Tenure) if isinstance(tenure, URIRef)]
    by_office: dict[URIRef, list[tuple[str, str]]] = {}
    for tenure in tenures:
        office, person = graph.value(tenure, TERM.tenureOf), graph.value(tenure, TERM.heldByPerson)
        assert (office, RDF.type, TERM.OfficeHolder) in graph
        assert (person, RDF.type, TERM.Person) in graph
        assert isinstance(office, URIRef)
        begun, ended = graph.value(tenure, TERM["from"]), graph.value(tenure, TERM.until)
        by_office.setdefault(office, []).append((str(begun or ended), str(ended or "")))
    assert {path(office): len(found) for office, found in by_office.items()} == {
        "actor/special-adviser-prevention-of-genocide": 5,
        "actor/special-adviser-responsibility-to-protect": 6,
        "actor/secretary-general": 9,
        "actor/high-commissioner-for-human-rights": 8,
    }
    for found in by_office.values():
        years = [(begun[:4], ended[:4] or begun[:4]) for begun, ended in sorted(found)]
        assert all(begun <= ended for begun, ended in years)
        assert all(before[1] <= after[0] for before, after in pairwise(years)), years


def test_who_held_an_office_comes_in_order_from_a_year_on(ask: Ask) -> None:
    """The first Special Adviser ended in 2007, so whoever asks from 2008 on begins with the second."""
    office = "actor/special-adviser-prevention-of-genocide"
    assert [row["personLabel"] for row in ask("office-holders", office=office)] == [
        "Juan Méndez",
        "Francis Deng",
        "Adama Dieng",
        "Alice Wairimu Nderitu",
        "Chaloka Beyani",
    ]
    assert ask("office-holders", office=office, since="2008")[0]["personLabel"] == "Francis Deng"
    late = ask("office-holders", office="actor/secretary-general", since="2004")
    assert [row["personLabel"] for row in late] == ["Kofi Annan", "Ban Ki-moon", "António Guterres"]  # not Lie, without an end
