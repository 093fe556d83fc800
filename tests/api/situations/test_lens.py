"""Tests of the risk lens: counts, what stands in a passage, and how whole the Framework is here."""

import csv
import io
import json
import zipfile

import pytest
from starlette.testclient import TestClient

from api.lens.asked import counts_as_query, passages_as_query
from api.lens.counted import UNDATED, Wanted, by_document, by_year, totals
from api.lens.findings import STANDS, Stand
from api.lens.framework import Factor, framework
from api.lens.passages import Cell, in_cell, near, passages, thing_of
from api.library import Library, Serving
from api.meaning import Asking
from ontology.errors import NotFound
from queries import runner

pytestmark = pytest.mark.slow


def _in_cell(river: Library, serving: Serving, path: str, column: str = "", stand: Stand | None = None) -> list[str]:
    cell = Cell(thing_of(river, serving, path), column, Wanted(stand))
    return [one.pinpoint for one in passages(river, serving, cell, in_cell(river, serving, cell))]


def test_named_described_and_observed_are_counted_apart(river: Library, serving: Serving) -> None:
    """The three kinds are never added up."""
    found = totals(river, serving, Wanted())
    three, two = river.iris.iri("risk-factor/3"), river.iris.iri("risk-factor/2")
    assert found["observed"][three] == 2
    assert found["named"][three] == 2
    assert (found["described"][two], found["named"].get(two)) == (1, None)


def test_a_year_and_a_document_count_the_same_passages(river: Library, serving: Serving) -> None:
    """Columns are years, or documents; their sums agree where each passage stands in one."""
    years, documents = (count(river, serving, Wanted("observed")) for count in (by_year, by_document))
    assert list(years.columns) == ["2029", "2031"]
    assert [iri.rpartition("/doc/")[2] for iri in documents.columns] == ["A/88/2", "A/87/1"]
    assert sum(years.cells.values()) == sum(documents.cells.values())


@pytest.mark.parametrize("stand", [None, *STANDS])
@pytest.mark.parametrize("place", ["", "state/SSD"])
def test_the_query_that_is_shown_counts_what_the_lens_counts(
    river: Library, serving: Serving, stand: Stand | None, place: str
) -> None:
    """Whoever runs the SPARQL of the screen gets its numbers."""
    asked = Wanted(stand, place=river.iris.iri(place) if place else "")
    counts = by_year(river, serving, asked)
    numbers = {factor.number: factor.iri for factor in framework(river, serving).factors}
    rows = serving.graph.select(counts_as_query(asked, by_document=False))
    got = {(numbers[str(row["number"])], str(row.get("year", UNDATED))): int(str(row["passages"])) for row in rows}
    assert got == {key: count for key, count in counts.cells.items() if key[0] in numbers.values()}
    assert bool(got) == bool(counts.cells)


def test_the_query_of_a_cell_finds_its_passages(river: Library, serving: Serving) -> None:
    """The list as SPARQL has the same passages."""
    three = thing_of(river, serving, "risk-factor/3")
    rows = serving.graph.select(passages_as_query(Wanted("observed"), [three.iri], "2031"))
    assert [str(row["pinpoint"]) for row in rows] == _in_cell(river, serving, "risk-factor/3", "2031", "observed")


def test_a_cell_leads_to_passages_that_say_what_stands_there(river: Library, serving: Serving) -> None:
    """Named and observed in one passage stay two statements, each with its own words."""
    cell = Cell(thing_of(river, serving, "risk-factor/3"), "2029", Wanted())
    [one] = passages(river, serving, cell, in_cell(river, serving, cell))
    assert one.pinpoint == "A/87/1, para. 1"
    assert {standing.found.stand for standing in one.standings} == {"named", "observed"}
    assert all(
        standing.line.words in "".join((s.line.before + s.line.words + s.line.after) for s in one.standings)
        for standing in one.standings
    )


def test_the_newest_document_comes_first(river: Library, serving: Serving) -> None:
    """Passages are in the order of dates, newest first."""
    assert _in_cell(river, serving, "risk-factor/3", stand="observed") == ["A/88/2, para. 1", "A/87/1, para. 1"]


def test_filters_narrow_what_counts(river: Library, serving: Serving) -> None:
    """By type of document, State and years; a State counts where the passage names or observes it."""
    assert by_year(river, serving, Wanted("observed", kind="Resolution")).cells == {}
    assert by_year(river, serving, Wanted("observed", place=river.iris.iri("state/BDI"))).cells == {}
    assert by_year(river, serving, Wanted("observed", year_from=2030)).columns == ["2031"]
    assert by_year(river, serving, Wanted("observed", year_to=2030)).columns == ["2029"]


def test_near_in_meaning_holds_nothing_that_stands_there(river: Library, serving: Serving) -> None:
    """A passage that is ranked by a model is none of those that name, describe or observe."""
    cell = Cell(thing_of(river, serving, "risk-factor/3"), "", Wanted())
    found = [one.line.pinpoint for one in near(river, serving, cell)]
    assert found
    assert not set(found) & set(_in_cell(river, serving, "risk-factor/3"))


def test_completeness_is_what_the_named_query_says(river: Library, serving: Serving) -> None:
    """Described, counted, missing and the words for it are those of risk-coverage."""
    answer = runner.run(Asking(river, serving), river.queries["risk-coverage"], {}, base=river.settings.base)
    rows = {row["number"]["value"]: row for row in json.loads(answer.body)["results"]["bindings"]}
    factors = framework(river, serving).factors
    assert [factor.number for factor in factors] == [str(number) for number in range(1, 15)]
    for factor in factors:
        row = rows[factor.number]
        told = (len(factor.indicators), factor.counted, factor.missing, factor.state)
        counted, missing = (int(row[name]["value"]) if name in row else None for name in ("counted", "missing"))
        assert told == (int(row["described"]["value"]), counted, missing, row["state"]["value"])


def test_an_unknown_factor_is_refused(river: Library, serving: Serving) -> None:
    """What is no factor or indicator is not found, with what would be."""
    with pytest.raises(NotFound, match="risk-factor/7"):
        thing_of(river, serving, "risk-factor/99")
    assert isinstance(thing_of(river, serving, "risk-factor/7"), Factor)


def test_the_page_opens_a_factor_and_says_what_is_silent(client: TestClient) -> None:
    """Indicators stand in the matrix when the address opens them; what no document speaks of is said."""
    closed, opened = client.get("/lens").text, client.get("/lens?open=8").text
    assert "8. Triggering factors (show 12 indicators)" in closed
    assert "8. Triggering factors (hide its indicators)" in opened
    assert opened.count('scope="row"') == closed.count('scope="row"') + 12
    assert "What no document here speaks of" in closed
    assert "says nothing of what the United Nations as a whole says" in closed
    assert "12 of 12: whole list" in closed


def test_cells_lead_to_their_passages(client: TestClient) -> None:
    """The link of a cell answers with as many passages as the cell says."""
    page = client.get("/lens?how=observed").text
    assert "/lens/passages?thing=risk-factor/3&amp;how=observed&amp;year=2031" in page
    shown = client.get("/lens/passages?thing=risk-factor/3&how=observed&year=2031").text
    assert "1 passage, the newest first" in shown
    assert "A/88/2, para. 1" in shown
    assert "/corrections?iri=" in shown


def test_by_document_the_cells_are_those_of_the_document(client: TestClient) -> None:
    """The document's path stands in the address of its cells."""
    page = client.get("/lens?by=document&how=observed").text
    assert "/lens/passages?thing=risk-factor/3&amp;how=observed&amp;document=A/88/2" in page
    assert client.get("/lens/passages?thing=risk-factor/3&document=A/88/2").status_code == 200


def test_hostile_words_are_escaped(client: TestClient) -> None:
    """A script in a document is a text on the page."""
    page = client.get("/lens/passages?thing=risk-factor/9").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("address", ["/lens?how=observed&", "/lens/passages?thing=risk-factor/3&"])
def test_files_carry_the_same(client: TestClient, address: str) -> None:
    """CSV, JSON, Word, Markdown and PDF of matrix and list."""
    rows = client.get(f"{address}format=json").json()["rows"]
    table = list(csv.DictReader(io.StringIO(client.get(f"{address}format=csv").text)))
    assert len(table) == len(rows) > 0
    word = client.get(f"{address}format=docx")
    assert zipfile.ZipFile(io.BytesIO(word.content)).testzip() is None
    assert "attachment" in word.headers["Content-Disposition"]
    assert client.get(f"{address}format=md").text.startswith("# Risk factor")
    assert client.get(f"{address}format=pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/lens?by=colour", 400),
        ("/lens?how=guessed", 400),
        ("/lens?open=99", 400),
        ("/lens?type=Poem", 400),
        ("/lens?state=Atlantis", 404),
        ("/lens?year_from=20", 400),
        ("/lens?year_from=2030&year_to=2020", 400),
        ("/lens?page=0", 400),
        ("/lens?colour=red", 400),
        ("/lens/passages", 400),
        ("/lens/passages?thing=crime/genocide", 404),
        ("/lens/passages?thing=risk-factor/3&year=soon", 400),
        ("/lens/passages?thing=risk-factor/3&document=A/1/1", 404),
        ("/lens/passages?thing=risk-factor/3&year=2031&document=A/88/2", 400),
        ("/lens?format=xml", 406),
    ],
)
def test_wrong_input_gets_a_clear_answer(client: TestClient, address: str, status: int) -> None:
    """What is wrong is said, with what would be right."""
    answer = client.get(address, headers={"Accept": "application/json"} if "format" not in address else {})
    assert answer.status_code == status
    assert answer.json()["advice"]


def test_a_page_beyond_the_last_is_the_last(client: TestClient) -> None:
    """Far pages of the matrix show its last columns; of the list, nothing."""
    assert "2031" in client.get("/lens?how=observed&page=9").text
    assert "No passage stands here." in client.get("/lens/passages?thing=risk-factor/3&page=9").text


def test_near_is_a_page_of_its_own(client: TestClient) -> None:
    """It says that a model ranks, and that nothing is counted."""
    page = client.get("/lens/passages?thing=risk-factor/6&near=yes").text
    assert "A model ranks these passages" in page
    assert "near in meaning, 0." in page
