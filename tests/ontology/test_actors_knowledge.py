"""Language, under test: what the vocabulary knows of States, regions, groups and bodies."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import SKOS

from ontology.iris import DEFAULT_BASE, MG
from reading.mentions.lexicon import Lexicon
from tests.ontology.conftest import Ask, path

TERM = Namespace(MG)
BASE = Namespace(DEFAULT_BASE)
NOT_MEMBERS = {"VAT", "PSE", "COK", "NIU"}

MEMBERS = {
    "actor/member-states": 193,
    "actor/african-union": 54,
    "actor/arab-maghreb-union": 5,
    "actor/asean": 11,
    "actor/caribbean-community": 14,
    "actor/common-market-for-eastern-and-southern-africa": 21,
    "actor/council-of-europe": 46,
    "actor/east-african-community": 8,
    "actor/economic-community-of-central-african-states": 10,
    "actor/economic-community-of-west-african-states": 12,
    "actor/european-union": 27,
    "actor/icglr": 12,
    "actor/intergovernmental-authority-on-development": 7,
    "actor/league-of-arab-states": 22,
    "actor/north-atlantic-treaty-organization": 32,
    "actor/organization-of-american-states": 32,
    "actor/osce": 57,
    "actor/pacific-islands-forum": 16,
    "actor/southern-african-development-community": 16,
    "network/accountability-coherence-and-transparency-group": 27,
    "network/latin-american-network-for-genocide-and-mass-atrocity-prevention": 18,
    "network/visegrad-group": 4,
}
WITHOUT_LIST = ("actor/community-of-sahelo-saharan-states", "actor/organization-of-islamic-cooperation")
PARTIAL = (
    "actor/african-union",
    "actor/caribbean-community",
    "actor/organization-of-american-states",
    "actor/pacific-islands-forum",
    "network/asia-pacific-partnership-on-atrocity-prevention",
    "network/global-action-against-mass-atrocity-crimes",
)


def states(graph: Graph) -> set[URIRef]:
    """Every State of the vocabulary."""
    return {state for state in graph.subjects(RDF.type, TERM.State) if isinstance(state, URIRef)}


def members(graph: Graph, group: str) -> set[str]:
    """Paths of those who are said to belong to a group."""
    return {path(member) for member in graph.subjects(TERM.memberOf, BASE[group])}


def source_note(graph: Graph, entry: str) -> str:
    """Where what is said of an entry was seen."""
    return str(graph.value(BASE[entry], TERM.sourceNote))


def edges(graph: Graph, link: URIRef) -> Iterator[tuple[URIRef, URIRef]]:
    """Both ends of each use of a link."""
    for one, other in graph.subject_objects(link):
        if isinstance(one, URIRef) and isinstance(other, URIRef):
            yield one, other


# States and regions


def test_all_states_but_four_are_members_of_the_united_nations(graph: Graph) -> None:
    """193 Members, the Holy See, the State of Palestine, the Cook Islands and Niue: no fifth may slip out or in."""
    outside = states(graph) - set(graph.subjects(TERM.memberOf, BASE["actor/member-states"]))
    assert {path(state) for state in outside} == {f"state/{code}" for code in NOT_MEMBERS}
    assert all((state, TERM.memberOf, BASE["actor/states"]) in graph for state in outside)
    assert len(states(graph)) == 197


def test_the_list_of_countries_agrees_on_members_and_groups(graph: Graph, shared: Path) -> None:
    """UNTERM stars the names of non-members; its columns on development name the members of three groups."""
    with (shared / "vocabulary" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(file)}
    ours = {str(graph.value(state, TERM.iso3)) for state in states(graph)}
    assert {code for code in ours if "*" in rows[code]["UNTERM English Short"]} == NOT_MEMBERS
    for column, group, count in (
        ("Least Developed Countries (LDC)", "least-developed-countries", 45),
        ("Land Locked Developing Countries (LLDC)", "landlocked-developing-countries", 32),
        ("Small Island Developing States (SIDS)", "small-island-developing-states", 39),
    ):
        wanted = {f"state/{code}" for code in ours if rows[code][column] == "x"}
        assert members(graph, f"actor/{group}") == wanted
        assert len(wanted) == count


def test_each_state_lies_in_one_narrowest_region_of_the_standard(graph: Graph, shared: Path) -> None:
    """The intermediate region where the list has one, else the subregion; from there the way leads up to a continent."""
    with (shared / "vocabulary" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(file)}
    for state in states(graph):
        row = rows[str(graph.value(state, TERM.iso3))]
        code = (row["Intermediate Region Code"] or row["Sub-region Code"]).zfill(3)
        assert [path(region) for region in graph.objects(state, TERM.inRegion)] == [f"region/{code}"]
        above = {path(region) for region in graph.transitive_objects(state, TERM.inRegion)}
        assert f"region/{row['Region Code'].zfill(3)}" in above


def test_regions_carry_the_code_that_ends_their_iri(graph: Graph) -> None:
    """29 regions, five of them continents; a code names one region and no State."""
    regions = {region for region in graph.subjects(RDF.type, TERM.Region) if isinstance(region, URIRef)}
    codes = Counter(str(code) for code in graph.objects(None, TERM.m49))
    assert len(regions) == 29
    assert {path(region) for region in regions} == {f"region/{graph.value(region, TERM.m49)}" for region in regions}
    assert [code for code, times in codes.items() if times > 1] == []
    tops = {path(region) for region in regions if (region, TERM.inRegion, None) not in graph}
    assert tops == {"region/002", "region/009", "region/019", "region/142", "region/150"}


def test_states_are_matched_outside_where_the_match_is_certain(graph: Graph) -> None:
    """The list gives Wikidata's number for all but one State; UNBIS's label is the State's name for all but three."""
    outside = [(state, match) for state, match in edges(graph, SKOS.exactMatch) if state in states(graph)]
    wikidata = Counter(match for _, match in outside if "wikidata.org/entity/Q" in match)
    unbis = Counter(match for _, match in outside if match.startswith("http://metadata.un.org/thesaurus/"))
    assert len(wikidata) == 196
    assert len(unbis) == 194
    assert set(wikidata.values()) == set(unbis.values()) == {1}
    near = {path(state) for state, _ in edges(graph, SKOS.closeMatch) if state in states(graph)}
    assert near == {"state/GBR", "state/NLD", "state/USA"}


# Groups, arrangements, bodies


@pytest.mark.parametrize(("group", "count"), MEMBERS.items())
def test_a_group_has_as_many_members_as_its_source_lists(graph: Graph, group: str, count: int) -> None:
    """Each count was read off at the source that the entry names."""
    found = members(graph, group)
    assert len([member for member in found if member.startswith("state/")]) == count
    assert "ember" in source_note(graph, group)


def test_a_list_that_is_partial_or_missing_says_so(graph: Graph) -> None:
    """A partial list that says nothing would be read as the whole."""
    for entry in PARTIAL:
        assert re.search(r"\bpartial\b[:,]", source_note(graph, entry)), entry
    for entry in WITHOUT_LIST:
        assert "Members left out" in source_note(graph, entry), entry
        assert members(graph, entry) == set()


def test_memberships_lead_to_actors_and_groups_stand_in_no_circle(graph: Graph) -> None:
    """A membership in something that does not act, in itself, or a circle of groups would spoil every inference."""
    actors = set(graph.subjects(RDF.type, TERM.Actor))
    for link in (TERM.memberOf, TERM.subgroupOf):
        assert [edge for edge in edges(graph, link) if not set(edge) <= actors or edge[0] == edge[1]] == []
    for link in (TERM.subgroupOf, TERM.inRegion):
        above = {one: set(graph.transitive_objects(other, link)) for one, other in edges(graph, link)}
        assert [path(one) for one, wider in above.items() if one in wider] == []


def test_no_membership_is_said_from_both_sides(graph: Graph) -> None:
    """The inverse is inferred; said twice, it would have to be mended twice."""
    for inverse in (TERM.hasMember, TERM.hasSubgroup, TERM.holdsMandate, TERM.functionOf):
        assert list(graph.subject_objects(inverse)) == []


@pytest.mark.parametrize(
    ("group", "belongs", "entry"),
    [
        ("actor/states", "member", "state/KEN"),
        ("actor/governments", "member", "state/KEN"),
        ("actor/states", "narrower group", "actor/member-states"),
        ("actor/states", "member", "state/NIU"),
        ("actor/member-states", "narrower group", "actor/least-developed-countries"),
        ("actor/regional-arrangements", "member", "actor/african-union"),
        ("actor/regional-arrangements", "narrower group", "actor/african-regional-economic-communities"),
        ("actor/civil-society", "narrower group", "actor/womens-organizations"),
        ("actor/civil-society", "narrower group", "actor/faith-based-organizations"),
        ("actor/non-state-actors", "member", "actor/isil"),
        ("actor/united-nations-system", "member", "actor/undp"),
        ("actor/national-institutions", "narrower group", "actor/national-human-rights-institutions"),
        ("actor/united-nations-human-rights-bodies", "member", "actor/committee-against-torture"),
    ],
)
def test_whoever_asks_for_a_group_finds_who_belongs_to_it(ask: Ask, group: str, belongs: str, entry: str) -> None:
    """By membership, by a narrower group, or by both one after the other."""
    rows = ask("members-of", group=group)
    assert (belongs, entry) in {(row["belongs"], path(row["member"])) for row in rows}


def test_what_is_asked_of_one_group_is_not_asked_of_another(ask: Ask) -> None:
    """Kenya is no regional arrangement though the African Union is one; an armed group is no civil society."""
    arrangements = {path(row["member"]) for row in ask("members-of", group="actor/regional-arrangements")}
    assert not {entry for entry in arrangements if entry.startswith("state/")}
    society = {path(row["member"]) for row in ask("members-of", group="actor/civil-society")}
    assert not society & {"actor/isil", "actor/non-state-armed-groups", "actor/private-sector"}
    assert "state/NIU" not in {path(row["member"]) for row in ask("members-of", group="actor/member-states")}


def test_every_organ_and_entity_of_the_lists_is_named(lexicon: Lexicon, shared: Path) -> None:
    """Each long name is one name from end to end; two of the lists' lines join several things and are found by their first."""
    organs = json.loads((shared / "vocabulary" / "organs.json").read_text(encoding="utf-8"))
    with (shared / "vocabulary" / "mandate_entities.csv").open(encoding="utf-8", newline="") as file:
        names = [row["entity_long"].strip() for row in csv.DictReader(file)]
    names += [organ["long"] for organ in organs if organ["short"] != "Other"]
    joined = {" and United Nations Office at Vienna", " and Other Related Bodies"}
    wanted = [name.removesuffix(next((tail for tail in joined if name.endswith(tail)), "")) for name in names]
    assert len(wanted) == 176
    read = {name: name.replace("’", "'").rstrip(")") for name in wanted}  # a name ends with its last word
    assert [name for name in wanted if read[name] not in {named.as_printed for named in lexicon.find(read[name])}] == []


def test_the_ten_treaty_bodies_watch_over_treaties(graph: Graph) -> None:
    """A committee without its treaty, or with something that is no treaty, would be no treaty body."""
    bodies = set(graph.subjects(RDF.type, TERM.TreatyBody))
    watched = list(edges(graph, TERM.monitors))
    assert len(bodies) == 10 == len({body for body, _ in watched})
    assert all((treaty, RDF.type, TERM.Treaty) in graph for _, treaty in watched)
    assert len({treaty for _, treaty in watched}) == len(watched) == 11


def test_religious_actors_are_part_of_civil_society(graph: Graph) -> None:
    """The narrower class does not replace the wider one, which queries rely on."""
    religious = {path(actor) for actor in graph.subjects(RDF.type, TERM.ReligiousActor)}
    assert religious == {"actor/religious-leaders", "actor/faith-based-organizations"}
    assert all((BASE[actor], RDF.type, TERM.CivilSociety) in graph for actor in religious)


def test_states_of_a_region_are_found_under_the_wider_one_too(ask: Ask) -> None:
    """Kenya is in Eastern Africa and so in Africa; the narrowest region is shown."""
    narrow = ask("states-in-region", region="region/014")
    wide = ask("states-in-region", region="region/002", language="fr")
    assert {row["iso3"] for row in narrow} < {row["iso3"] for row in wide}
    assert len(wide) == 54
    assert [row["regionLabel"] for row in wide if row["iso3"] == "KEN"] == ["Eastern Africa"]
    assert [row["stateLabel"] for row in wide if row["iso3"] == "TCD"] == ["Tchad"]
