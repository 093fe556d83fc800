"""Tests of what can be taken away from a search, and of /cite: each format read back, with what was asked in it."""

import csv
import html
import io
import json
import re
import zipfile

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from api.formats import csv_of
from api.library import Library
from api.search import search

PAGE = {"Accept": "text/html,*/*;q=0.8"}
BASE = "https://w3id.org/mandategraph/"
ASKED = {"q": "early warning lamps", "limit": "4"}


def test_the_answer_says_how_to_repeat_and_cite_it(client: TestClient) -> None:
    """The address gives the same answer; the sentence names question, generation and counts."""
    answer = client.get("/search", params=ASKED).json()
    again = client.get(answer["address"].removeprefix("http://testserver")).json()
    assert again == answer
    for part in ("early warning lamps", answer["generation"], f"of {answer['total']}", answer["address"]):
        assert part in answer["citation"]
    assert answer["hits"][0]["href"] == "/doc/A/85/40/para/3/a"


def test_pages_lead_on_and_back(client: TestClient) -> None:
    """The last one leads no further."""
    first = client.get("/search", params=ASKED).json()
    assert first["page"]["previous"] is None
    second = client.get(first["page"]["next"]).json()
    assert not {hit["iri"] for hit in first["hits"]} & {hit["iri"] for hit in second["hits"]}
    assert client.get(second["page"]["previous"]).json()["hits"] == first["hits"]
    assert client.get("/search", params=ASKED | {"limit": "100"}).json()["page"]["next"] is None
    assert client.get("/search", params=ASKED | {"sort": "newest"}).json()["page"]["next"] is None


@pytest.mark.parametrize(
    ("name", "media_type", "ending"),
    [
        ("csv", "text/csv", "csv"),
        ("json-ld", "application/ld+json", "jsonld"),
        ("ris", "application/x-research-info-systems", "ris"),
        ("bibtex", "application/x-bibtex", "bib"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "json"),
    ],
)
def test_each_format_comes_by_name_and_by_accept(client: TestClient, name: str, media_type: str, ending: str) -> None:
    """Both ways the same bytes, under a file name of ours."""
    named = client.get("/search", params=ASKED | {"format": name})
    accepted = client.get("/search", params=ASKED, headers={"Accept": media_type})
    assert named.status_code == 200
    assert named.content == accepted.content
    assert named.headers["content-type"].partition(";")[0] == media_type
    assert named.headers["content-disposition"] == f'attachment; filename="mandategraph-search-early-warning-lamps.{ending}"'


def test_a_hostile_question_names_no_file(client: TestClient) -> None:
    """Nothing of it can end the header or leave the folder."""
    for question in ('../../x"; y', "a\r\nSet-Cookie: b", "预警"):
        told = client.get("/search", params={"q": question, "format": "csv"}).headers["content-disposition"]
        assert "-." not in told
        assert set(told.removeprefix('attachment; filename="mandategraph-search').removesuffix('"')) <= set(
            "abcdefghijklmnopqrstuvwxyz0123456789-."
        )


def test_the_table_has_a_row_a_hit_and_says_what_was_asked(client: TestClient) -> None:
    """The same passages as in JSON, in their order."""
    answer = client.get("/search", params=ASKED).json()
    rows = list(csv.DictReader(io.StringIO(client.get("/search", params=ASKED | {"format": "csv"}).text)))
    assert [row["iri"] for row in rows] == [hit["iri"] for hit in answer["hits"]]
    assert [float(row["score"]) for row in rows] == [hit["score"] for hit in answer["hits"]]
    assert {(row["query"], row["generation"], row["search"]) for row in rows} == {
        (answer["query"], answer["generation"], answer["address"])
    }
    assert rows[0]["symbols"] == "A/85/40; S/2031/44"
    assert float(rows[0]["score_dense"]) == answer["hits"][0]["parts"]["dense"]
    empty = client.get("/search", params=ASKED | {"format": "csv", "offset": "99"}).text
    assert empty.splitlines()[0].split(",")[:3] == ["place", "iri", "pinpoint"]


@pytest.mark.parametrize("question", ["=1+1 lamps", "+lamps", "@lamps", "-lamps warning"])
def test_a_spreadsheet_runs_nothing(library: Library, question: str) -> None:
    """OWASP on CSV injection: no cell begins as a formula does."""
    found = search(library, f'"{question}"' if question.startswith("-") else question)
    for row in csv.reader(io.StringIO(csv_of(found, "=cmd()"))):
        assert not [cell for cell in row if cell[:1] in set("=+-@\t\r\n")]


def test_linked_data_is_read_as_triples_of_our_terms(client: TestClient) -> None:
    """A reader of others makes of it passages with our IRIs, pinpoints and words."""
    text = client.get("/search", params=ASKED | {"format": "jsonld"}).text
    quads = list(parse(text.encode(), format=RdfFormat.JSON_LD))
    said = {(str(quad.subject.value), quad.predicate.value): quad.object for quad in quads}
    passage = f"{BASE}doc/A/85/40/para/3/a"
    assert said[passage, f"{BASE}ontology#pinpoint"].value == "A/85/40, para. 3 (a)"
    assert said[passage, f"{BASE}ontology#text"].language == "en"
    assert said[passage, f"{BASE}ontology#inDocument"].value == f"{BASE}doc/A/85/40"
    assert said[f"{BASE}doc/A/85/40", f"{BASE}ontology#issued"].value == "2031-02-09"
    assert (f"{BASE}doc/A/85/40", f"{BASE}ontology#adopted") not in said  # a report is issued, and nothing else is said of it
    answer = client.get("/search", params=ASKED).json()
    assert said[answer["address"], "https://schema.org/query"].value == ASKED["q"]


def test_bibliographies_have_a_record_a_document(client: TestClient) -> None:
    """With the places that were found, and the search that found them."""
    answer = client.get("/search", params=ASKED).json()
    documents = list(dict.fromkeys(hit["document"] for hit in answer["hits"]))
    entries = rispy.loads(client.get("/search", params=ASKED | {"format": "ris"}).text)
    assert [entry["id"] for entry in entries] == documents
    assert entries[0]["name_of_database"] == answer["citation"]
    assert [item["id"] for item in json.loads(client.get("/search", params=ASKED | {"format": "csl-json"}).text)] == documents
    found = parse_string(client.get("/search", params=ASKED | {"format": "bibtex"}).text)
    assert len(found.entries) == len(documents)
    assert not found.failed_blocks


def test_the_page_shows_why_and_how_to_take_away(client: TestClient) -> None:
    """Section, concepts, parts of the score, footnote, formats, and the sentence that cites the search."""
    page = client.get("/search?q=early+warning+lamps&group=document", headers=PAGE).text
    for part in (
        ">What is asked</bdi></a>",
        ">war crimes</a>",
        "meaning 0.",
        "3 of 3 words of the question stand here: “early”, “warning”, “lamps”.",
        "A/85/40-S/2031/44, para. 3 (a).",
        'name="format" value="bibtex"',
        '<input type="hidden" name="group" value="document">',
        "Mandate Graph, search for “early warning lamps”",
        "more of this document",
        '<option value="document" selected>',
    ):
        assert part in page, part


def test_the_result_comes_as_a_word_file_with_its_footnotes(client: TestClient) -> None:
    """By name and by Accept: the question, each passage in its words, and as many footnotes as passages."""
    named = client.get("/search", params=ASKED | {"format": "docx"})
    accepted = client.get("/search", params=ASKED, headers={"Accept": named.headers["content-type"]})
    assert named.headers["content-disposition"] == 'attachment; filename="mandategraph-search-early-warning-lamps.docx"'
    assert accepted.headers["content-type"] == named.headers["content-type"]
    hits = client.get("/search", params=ASKED).json()["hits"]
    with zipfile.ZipFile(io.BytesIO(named.content)) as packed:
        words = "".join(re.findall(r"<w:t[ >][^<]*", packed.read("word/document.xml").decode()))
        notes = packed.read("word/footnotes.xml").decode()
    words = re.sub(r"<w:t[^>]*>", "", words)
    assert "early warning lamps" in words
    for hit in hits:
        assert hit["pinpoint"] in words
        assert html.escape(hit["text"].splitlines()[0], quote=False) in words
        assert html.escape(hit["footnote"], quote=False) in re.sub(r"<[^>]*>", "", notes)


def test_many_hits_are_shown_briefly_and_can_all_be_copied_and_compared(client: TestClient) -> None:
    """Above twenty: each with its place, its sentence, its citation and its mark; the page stays small."""
    page = client.get("/search?q=warning&limit=100", headers=PAGE).text
    hits = client.get("/search?q=warning&limit=100").json()["hits"]
    assert len(hits) > 20
    assert page.count('name="p" value="') == page.count('class="copy" data-copy="') - 2 == len(hits)
    assert len(page) < 120_000
    assert "Whole passage" not in page


def test_a_question_as_long_as_one_may_be_leaves_the_page_small(client: TestClient) -> None:
    """In Latin letters; a facet does not repeat it."""
    question = ("early warning lamps of the coast " * 70)[:2000]
    page = client.get("/search", params={"q": question, "crime": "genocide", "limit": "20"}, headers=PAGE)
    assert page.status_code == 200
    assert len(page.content) < 120_000


def test_related_concepts_stand_in_the_best_more_often_than_elsewhere(client: TestClient) -> None:
    """Counted again from the hits; what a filter asks for is left out; each leads to its page and narrows."""
    asked = {"q": "genocide", "crime": "incitement", "limit": "100"}
    told = client.get("/search", params=asked).json()
    assert told["related"]
    assert BASE + "crime/incitement" not in {one["iri"] for one in told["related"]}
    for one in told["related"]:
        among = sum(one["iri"] in {concept["iri"] for concept in hit["concepts"]} for hit in told["hits"])
        assert one["found"] >= 2
        assert one["times"] >= 2
        assert one["filter"] == "theme" or one["found"] == among
    first = told["related"][0]
    chosen = {"q": "genocide", "limit": "100", first["filter"]: [first["iri"]]}
    narrowed = client.get("/search", params=chosen).json()
    assert first["iri"] not in {one["iri"] for one in narrowed["related"]}
    page = client.get("/search", params=asked, headers=PAGE).text
    assert f'<a href="/{first["iri"].removeprefix(BASE)}">{first["label"]}</a> <button' in page


def test_cite_writes_footnotes_in_order(client: TestClient) -> None:
    """Short where they repeat, as text and as JSON."""
    names: list[tuple[str, str | int | float | bool | None]] = [
        *(("iri", "doc/A/85/40/para/3/a"), ("iri", "A/85/40, para. 1"), ("iri", "doc/A/86/12")),
    ]
    told = client.get("/cite", params=names).json()
    assert [one["text"] for one in told["footnotes"]] == [
        *("A/85/40-S/2031/44, para. 3 (a).", "Ibid., para. 1.", "A/86/12-S/2032/5."),
    ]
    assert told["footnotes"][0]["iris"] == [f"{BASE}doc/A/85/40/para/3/a"]
    assert "digest" in told["footnotes"][2]["notes"][0]
    assert client.get("/cite", params=[*names, ("format", "text")]).text == told["text"]
    assert client.get("/cite", params=[*names, ("style", "un-in-text")]).json()["footnotes"][1]["text"] == "(ibid., para. 1)"


def test_cite_gives_bibliographies_by_style_and_by_format(client: TestClient) -> None:
    """Both ways the same file."""
    for name in ("ris", "bibtex", "csl-json"):
        asked = [("iri", "A/85/40"), ("iri", "A/86/12")]
        by_style = client.get("/cite", params=[*asked, ("style", name)])
        assert by_style.content == client.get("/cite", params=[*asked, ("format", name)]).content
        assert "attachment" in by_style.headers["content-disposition"]


def test_cite_has_a_page_that_needs_no_script(client: TestClient) -> None:
    """Empty, it asks; filled, it shows footnotes; hostile names come back as text."""
    assert "First footnote" in client.get("/cite", headers=PAGE).text
    assert "A/85/40-S/2031/44, para. 1." in client.get("/cite?iri=A/85/40,+para.+1", headers=PAGE).text
    assert "<script>alert" not in client.get("/cite?iri=%3Cscript%3Ealert(1)%3C/script%3E", headers=PAGE).text


@pytest.mark.parametrize(
    ("asked", "status"),
    [("", 400), ("?iri=", 400), ("?iri=A/99/999", 404), ("?iri=A/85/40&style=chicago", 400), ("?iri=A/85/40&format=odt", 400),
     ("?iri=A/85/40&format=docx", 406), ("?iri=A/85/40&format=turtle", 406), ("?iri=A/85/40&style=un&style=ris", 400),
     ("?name=A/85/40", 400), ("?iri=%FF", 400), ("?iri=http://x/%3E", 400), ("?" + "&".join(["iri=A/85/40"] * 201), 400)],
)  # fmt: skip
def test_what_cannot_be_cited_is_no_server_error(client: TestClient, asked: str, status: int) -> None:
    """With words that say what to write instead."""
    response = client.get("/cite" + asked)
    assert response.status_code == status, response.text
    assert response.json()["advice"]
