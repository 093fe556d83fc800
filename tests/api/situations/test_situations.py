"""Tests of situations: the list, a place's page, the briefing, and what they refuse."""

import io
import json
import zipfile

import pytest
from starlette.testclient import TestClient

from api.corpus.dated import Dated
from api.library import Library, Serving
from api.meaning import Asking
from api.situations.briefing import Briefing, Section, briefing
from api.situations.lines import shown, with_cited_before, with_observed_before
from api.situations.listed import listed
from api.situations.places import place_of
from api.situations.profile import profile
from api.situations.since import since_of
from api.situations.written import lists
from ontology.errors import BadParameter, NotFound
from queries import runner

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("date", "since", "expected"),
    [
        ("2021-05-03", "2021", True),
        ("2021-05-03", "2021-05-04", False),
        ("2021-05-03", "2021-05-03", True),
        ("2021", "2021", True),
        ("2021", "2021-05-03", None),
        ("2020", "2021-05-03", False),
        ("2022", "2021-05-03", True),
        ("", "2021", None),
    ],
)
def test_a_date_is_of_then_or_later_only_where_it_tells(date: str, since: str, expected: bool | None) -> None:
    """A year alone cannot be placed before or after a day of the same year; no date cannot be placed at all."""
    assert Dated("iri", "name", "title", date, frozenset(), is_digest=False).is_since(since) is expected


@pytest.mark.parametrize(
    "name", ["state/SSD", "SSD", "ssd", "South Sudan", "south  sudan", "https://w3id.org/mandategraph/state/SSD"]
)
def test_a_place_goes_by_path_code_name_or_iri(river: Library, serving: Serving, name: str) -> None:
    """However it is named, it is one place."""
    assert place_of(river, serving, name).path == "state/SSD"


def test_an_unknown_place_is_refused_with_near_ones(river: Library, serving: Serving) -> None:
    """A slip of the pen is answered with what was meant; nothing is guessed."""
    with pytest.raises(NotFound, match="South Sudan"):
        place_of(river, serving, "Sauth Sudan")
    with pytest.raises(BadParameter, match="none came"):
        place_of(river, serving, " ")
    with pytest.raises(BadParameter, match="at most"):
        place_of(river, serving, "x" * 500)


@pytest.mark.parametrize(
    "text", ["soon", "2021-13", "2021-02-30", "1200", "9999", "٢٠٢١", "g000009-00000000", "2021-05-03T00:00"]
)
def test_since_when_is_checked(river: Library, serving: Serving, text: str) -> None:
    """No date, no day of the calendar, the future, or an unknown generation."""
    with pytest.raises(BadParameter):
        since_of(river, serving, text)


def test_new_again_and_silent_are_those_of_the_named_query(river: Library, serving: Serving) -> None:
    """The list says of each year what situations-since says; a document without a date counts for neither side."""
    answer = runner.run(Asking(river, serving), river.queries["situations-since"], {"since": "2031"}, base=river.settings.base)
    rows = {row["placeName"]["value"]: row["state"]["value"] for row in json.loads(answer.body)["results"]["bindings"]}
    found = {one.place.name: one for one in listed(river, serving, since_of(river, serving, "2031"))}
    assert {name: one.state for name, one in found.items()} == {"South Sudan": "again", "Burundi": "silent since"}
    assert rows == {name: one.state for name, one in found.items()}
    assert (found["South Sudan"].before, found["South Sudan"].since, found["South Sudan"].unknown) == (2, 3, 1)


def test_a_profile_holds_observations_by_what_they_name_and_year(river: Library, serving: Serving) -> None:
    """The year is the one that the sentence is about, which an undated letter may have."""
    found = profile(river, serving, place_of(river, serving, "SSD"))
    assert found.years == (2029, 2030, 2031)
    three, genocide = river.iris.iri("risk-factor/3"), river.iris.iri("crime/genocide")
    assert (found.matrix[(three, 2029)], found.matrix[(three, 2031)], found.matrix[(genocide, 2031)]) == (1, 1, 1)
    assert found.names[0] == three
    assert found.names[-1] == ""
    [crime] = found.crimes
    assert (crime.iri, crime.observations, len(crime.passages)) == (genocide, 1, 1)
    assert {item.passage.rpartition("/doc/")[2] for item in found.asked} == {"A/88/2/para/3", "A/87/1/para/4"}
    assert found.near["described"] == {river.iris.iri("risk-factor/2"): 1}


def test_a_region_counts_the_places_within_it(river: Library, serving: Serving) -> None:
    """A region's page leads to its States; what is of a State is not said of the region."""
    found = profile(river, serving, place_of(river, serving, "region/002"))
    assert found.observations == ()
    assert {place.path: count for place, count in found.within if place.kind == "State"} == {"state/SSD": 6, "state/BDI": 1}


def test_a_briefing_parts_new_from_before(river: Library, serving: Serving) -> None:
    """New observations, recommendations, documents and citations, with what was there before."""
    told = briefing(river, serving, place_of(river, serving, "SSD"), since_of(river, serving, "2030"))
    counts = {name: (len(one.new), len(one.before), len(one.unknown)) for name, one in _sections(told)}
    assert counts == {"observations": (3, 2, 1), "asked": (1, 1, 0), "documents": (1, 1, 1), "cited": (2, 0, 0)}
    lines = with_observed_before(river, serving, shown(river, serving, told.observations.new), told)
    by_name = {names: one for one in lines for names in (tuple(name for _, name in one.names),)}
    again = by_name[("Risk factor 3: Weakness of State structures",)]
    assert [(before.relation, before.pinpoint) for before in again.earlier] == [("names the same", "A/87/1, para. 1")]
    assert again.line.words == "Weakness of State structures in South Sudan went on."
    assert again.footnote == "A/88/2, para. 1."
    cited = with_cited_before(river, serving, shown(river, serving, told.cited.new), told)
    assert {name for one in cited for _, name in one.names} == {"A/87/1"}


def test_a_region_is_briefed_on_its_states(river: Library, serving: Serving) -> None:
    """Observations of States in it count; what is asked of a State is not asked of the region."""
    told = briefing(river, serving, place_of(river, serving, "014"), since_of(river, serving, "2030"))
    assert (len(told.observations.new), len(told.asked.new)) == (3, 0)


def test_since_a_generation_only_what_was_added_is_new(river: Library, serving: Serving) -> None:
    """Since the generation that serves, nothing is."""
    told = briefing(river, serving, place_of(river, serving, "SSD"), since_of(river, serving, serving.generation.id))
    assert told.is_empty
    assert len(told.observations.before) == 6


def test_every_word_of_a_line_is_a_document_s(river: Library, serving: Serving) -> None:
    """What a briefing quotes stands in the passage, letter for letter."""
    told = briefing(river, serving, place_of(river, serving, "SSD"), since_of(river, serving, "2029"))
    found = [line for one in lists(river, serving, told, start=0, most=50) for line in one.shown]
    assert found
    for one in found:
        words = [
            str(term) for name, terms in serving.graph.facts(one.line.passage).items() if name.endswith("#text") for term in terms
        ]
        assert any(f"{one.line.before}{one.line.words}{one.line.after}" in text for text in words)


def _sections(told: Briefing) -> list[tuple[str, Section]]:
    return [("observations", told.observations), ("asked", told.asked), ("documents", told.documents), ("cited", told.cited)]


def test_the_pages_say_that_no_verdict_is_given(client: TestClient) -> None:
    """On the list, a place and a briefing."""
    for address in ("/situations", "/situations/state/SSD", "/situations/briefing?place=SSD&since=2030"):
        assert "No score and no verdict" in client.get(address).text


def test_a_cell_of_a_place_leads_to_its_observations(client: TestClient) -> None:
    """By what is named and by year."""
    page = client.get("/situations/state/SSD").text
    link = "/situations/state/SSD?named=risk-factor/3&amp;year=2031#observations"
    assert link in page
    cell = client.get("/situations/state/SSD?named=risk-factor/3&year=2031&format=json").json()
    assert [row["words"] for row in cell["rows"]] == ["Weakness of State structures in South Sudan went on."]
    nothing = client.get("/situations/state/SSD?named=nothing&format=json").json()
    assert [row["date"] for row in nothing["rows"]] == ["2031-06-15", "2029-03-01", ""]


def test_derived_statements_show_evidence_and_can_be_reported(client: TestClient) -> None:
    """Method, confidence, evidence and a way to say that it is wrong."""
    page = client.get("/situations/state/SSD").text
    assert "read by the rule “situation in a place”, confidence 0.95" in page
    assert "/corrections?iri=" in page
    assert "/observation/" in page


def test_a_briefing_says_plainly_where_nothing_is_new(client: TestClient) -> None:
    """And shows the latest before."""
    page = client.get("/situations/briefing?place=BDI&since=2030").text
    assert "Nothing new about Burundi since 2030" in page
    assert "The latest before" in page


def test_the_form_stands_where_nothing_was_asked(client: TestClient) -> None:
    """Without a place and a date there is a form; for programs, and with a date alone, a clear refusal."""
    assert 'name="place"' in client.get("/situations/briefing").text
    assert 'value="state/SSD"' in client.get("/situations/briefing?place=SSD").text
    for address in (
        "/situations/briefing?since=2030",
        "/situations/briefing?format=json",
        "/situations/briefing?place=SSD&format=docx",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["error"]) == (400, "BadParameter")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/situations?since=soon", 400),
        ("/situations?since=9999-01-01", 400),
        ("/situations/state/ZZZ", 404),
        ("/situations/state/SSD?page=-1", 400),
        ("/situations/state/SSD?year=soon", 400),
        ("/situations/briefing?place=ZZZ&since=2021", 404),
        ("/situations/briefing?place=SSD&since=9999", 400),
        ("/situations/briefing?place=SSD&since=2030&show=all", 400),
        ("/situations/briefing?place=SSD&place=BDI&since=2030", 400),
        ("/situations?colour=red", 400),
    ],
)
def test_wrong_input_gets_a_clear_answer(client: TestClient, address: str, status: int) -> None:
    """What is wrong is said, with what would be right."""
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.json()["advice"]


def test_a_briefing_is_written_with_footnotes(client: TestClient) -> None:
    """Word with real footnotes, Markdown, PDF, JSON and CSV."""
    address = "/situations/briefing?place=SSD&since=2030&format="
    word = zipfile.ZipFile(io.BytesIO(client.get(f"{address}docx").content))
    assert "A/88/2, para. 1." in word.read("word/footnotes.xml").decode()
    markdown = client.get(f"{address}md").text
    assert markdown.startswith("# South Sudan: what is new since 2030")
    assert "[^1]: A/88/2, para. 1." in markdown
    assert client.get(f"{address}pdf").content.startswith(b"%PDF")
    rows = client.get(f"{address}json").json()["rows"]
    assert {row["list"] for row in rows} == {"observations", "asked", "documents", "cited"}
    assert len(client.get(f"{address}csv").text.splitlines()) == len(rows) + 1
