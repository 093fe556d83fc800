"""Tests of the corrections. In: reports from anyone, decisions by key. Out: receipts, the queue, verdicts. No network."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import corrections
from api.desk import Desk
from api.library import Library
from api.web.app import create_app
from ontology.errors import StoreBusy
from stores import corrections as kept
from stores.corrections import Correction
from stores.keys import Key, add_key
from stores.settings import Settings
from stores.written import Written

pytestmark = pytest.mark.slow

BASE = "https://w3id.org/mandategraph/"
PASSAGE = f"{BASE}doc/A/85/40/para/1"
HOSTILE = "<script>alert(1)</script> \x00\x07\u202e{{ 7*7 }} %0d%0aX: y"
FINDING = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?f { ?f a mg:Citation ; mg:inPassage ?p } ORDER BY ?f LIMIT 1"
)


@dataclass
class Noted:
    """A desk that notes what it is asked to judge."""

    verdicts: list[tuple[str, str, str, str, str | None]] = field(default_factory=list)

    def judge(self, finding: str, judgement: str, key: Key, *, reason: str = "", corrected_to: str | None = None) -> Written:
        """As if it had been published."""
        self.verdicts.append((finding, judgement, key.name, reason, corrected_to))
        return Written("g000002-made", "2031-01-01T00:00:00+00:00", key.id, key.name, "judge", judgement)


@dataclass
class Site:
    """An application whose curators have a desk, with a key that may settle and one that may not."""

    client: TestClient
    desk: Noted
    settings: Settings
    library: Library
    keys: dict[str, dict[str, str]]

    def report(self, **fields: str) -> dict[str, str]:
        """The receipt of a report."""
        given = {"iri": PASSAGE, "kind": "link", "words": "The citation leads elsewhere."} | fields
        answer = self.client.post("/corrections", json=given)
        assert answer.status_code == 201, answer.text
        told: dict[str, str] = answer.json()
        return told


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[Site]:
    """Over the generation of the tiny library, in a data folder of its own."""
    data = tmp_path / "data"
    data.mkdir()
    for name in ("current", "generations"):
        (data / name).symlink_to(settings.data / name)
    own = replace(settings, data=data, writes="on", requests_per_minute=0)
    library = Library.open(own)
    texts = {scope: add_key(data, f"holder of {scope}", [scope])[1] for scope in ("corrections", "verdicts")}
    desk = Noted()
    client = TestClient(create_app(library, desk), raise_server_exceptions=False)  # type: ignore[arg-type] # it only judges
    keys = {scope: {"Authorization": f"Bearer {text}"} for scope, text in texts.items()}
    yield Site(client, desk, own, library, keys)
    library.close()


def test_anyone_can_report_without_saying_who_they_are(site: Site) -> None:
    """The receipt tells what is known of it, and nothing of the sender is kept."""
    told = site.report()
    assert (told["iri"], told["state"], told["answer"]) == (PASSAGE, "open", "")
    file = site.settings.data / "corrections" / f"{told['id']}.json"
    held = json.loads(file.read_text())
    assert set(held) == set(Correction.__slots__)
    assert "testclient" not in file.read_text()
    with site.library.serving() as serving:
        assert held["generation"] == serving.generation.id


def test_a_receipt_can_be_read_by_anyone_but_has_no_words(site: Site) -> None:
    """What is written in a report may be anything, so it is not published."""
    told = site.report(words="Some secret words.")
    answer = site.client.get(f"/corrections/{told['id']}", headers={"Accept": "application/json"})
    assert answer.json() == told
    assert "secret" not in answer.text
    page = site.client.get(f"/corrections/{told['id']}", headers={"Accept": "text/html"})
    assert "Your report waits to be read" in page.text
    assert "secret" not in page.text


def test_a_browser_reports_by_the_form_of_a_page(site: Site) -> None:
    """The form carries the thing that its link named, escaped."""
    form = site.client.get("/corrections", params={"iri": '"><script>x'}, headers={"Accept": "text/html"})
    assert "<script>x" not in form.text
    assert 'name="words"' in form.text
    sent = {"iri": "/doc/A/85/40/para/1", "kind": "text", "words": HOSTILE, "suggested": "", "format": "html"}
    answer = site.client.post("/corrections", data=sent, headers={"Accept": "text/html"})
    assert answer.status_code == 201
    assert PASSAGE in answer.text
    assert "<script>alert(1)" not in answer.text


def test_control_characters_are_not_kept(site: Site) -> None:
    """A report is read on terminals too."""
    told = site.report(words=HOSTILE)
    words = kept.find(site.settings.data, told["id"]).words
    assert words == "<script>alert(1)</script> {{ 7*7 }} %0d%0aX: y"


def test_the_same_report_sent_again_is_one(site: Site) -> None:
    """A button that is pressed twice, or a thousand people who say the same."""
    first, again, other = site.report(), site.report(), site.report(words="Another thing.")
    assert first == again
    assert other["id"] != first["id"]
    assert len(corrections.queue(site.library)) == 2


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"words": "  \x00 "}, 400, "it is empty"),
        ({"words": "x" * 2_001}, 400, "at most 2,000 characters; got 2,001"),
        ({"suggested": "x" * 501}, 400, "at most 500 characters"),
        ({"kind": "rude"}, 400, "Wanted kind as statement, link"),
        ({"iri": f"{BASE}doc/A/1/1"}, 404, "Nothing here has the IRI"),
        ({"iri": "http://x/<y>"}, 400, "Wanted the IRI of what is wrong"),
        ({"iri": ""}, 404, "Nothing here has the IRI"),
        ({"iri": "http://169.254.169.254/latest"}, 404, "Nothing here has the IRI"),
        ({"mail": "a@b.example"}, 400, "There is no parameter 'mail' here"),
    ],
)
def test_a_report_that_says_nothing_is_refused(site: Site, fields: dict[str, str], status: int, says: str) -> None:
    """With what is wanted; nothing is kept."""
    answer = site.client.post("/corrections", json={"iri": PASSAGE, "kind": "link", "words": "Wrong."} | fields)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert corrections.queue(site.library) == []


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"[1]", "application/json", 400),
        (b'{"iri": 7}', "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 30_000, "application/json", 400),
        (b"iri=%FF", "application/x-www-form-urlencoded", 400),
        (b"iri=a&iri=b", "application/x-www-form-urlencoded", 400),
        (b"x", "text/plain", 415),
        (b"x" * 40_000, "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(site: Site, body: bytes, content_type: str, status: int) -> None:
    """By the status that says why."""
    assert site.client.post("/corrections", content=body, headers={"Content-Type": content_type}).status_code == status


def test_one_caller_reports_so_often_and_no_more(site: Site) -> None:
    """A person reads each of them."""
    for number in range(5):
        site.report(words=f"Error number {number}.")
    answer = site.client.post("/corrections", json={"iri": PASSAGE, "words": "One more."})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1


def test_the_queue_is_bounded(site: Site, settings: Settings) -> None:
    """Whoever asks from a million addresses must not fill the disk; settled ones make room."""
    few = replace(site.library, settings=replace(site.settings, corrections=2))
    first = corrections.report(few, PASSAGE, "link", "one")
    corrections.report(few, PASSAGE, "link", "two")
    with pytest.raises(StoreBusy, match="2 reports wait to be read"):
        corrections.report(few, PASSAGE, "link", "three")
    assert corrections.report(few, PASSAGE, "link", "one") == first
    key = Key("0" * 8, "tester", ("corrections",), "", "")
    corrections.settle(few, None, first.id, corrections.Decision("rejected", "It is right."), key)
    corrections.report(few, PASSAGE, "link", "three")
    assert not (settings.data / "corrections").exists()


def test_none_are_taken_where_the_setting_says_so(site: Site) -> None:
    """An operator without curators says so at once."""
    closed = replace(site.library, settings=replace(site.settings, corrections=0))
    client = TestClient(create_app(closed))
    answer = client.post("/corrections", json={"iri": PASSAGE, "words": "Wrong."})
    assert answer.status_code == 403
    assert answer.json()["detail"] == "No reports are taken here."


def test_the_queue_is_for_curators_with_its_words(site: Site) -> None:
    """In pages; without a key or with one for something else nothing is told."""
    told = [site.report(words=f"Error {number}.") for number in range(3)]
    assert site.client.get("/corrections/queue").status_code == 401
    assert site.client.get("/corrections/queue", headers=site.keys["verdicts"]).status_code == 403
    seen, address = [], "/corrections/queue?limit=2"
    while address:
        page = site.client.get(address, headers=site.keys["corrections"])
        assert page.headers["Cache-Control"] == "no-store"
        seen += page.json()["corrections"]
        address = page.json()["next"]
    assert sorted(one["id"] for one in seen) == sorted(one["id"] for one in told)
    assert {one["words"] for one in seen} == {"Error 0.", "Error 1.", "Error 2."}


def test_an_accepted_report_becomes_a_verdict_at_the_desk(site: Site) -> None:
    """Signed with the curator's key; its sender sees the answer and the generation."""
    with site.library.serving() as serving:
        finding = str(serving.graph.select(FINDING)[0]["f"])
    told = site.report(iri=finding)
    decision = {"state": "accepted", "answer": "Thank you.", "judgement": "wrong"}
    address = f"/corrections/{told['id']}"
    assert site.client.post(address, json=decision).status_code == 401
    answer = site.client.post(address, json=decision, headers=site.keys["corrections"])
    assert answer.status_code == 200, answer.text
    verdict = (finding, "wrong", "holder of corrections", f"Thank you. (report {told['id']})", None)
    assert site.desk.verdicts == [verdict]
    seen = site.client.get(address, headers={"Accept": "application/json"}).json()
    assert (seen["state"], seen["answer"], seen["published"]) == ("accepted", "Thank you.", "g000002-made")
    assert corrections.queue(site.library) == []
    assert site.client.post(address, json=decision, headers=site.keys["corrections"]).status_code == 404


@pytest.mark.parametrize(
    ("decision", "status", "says"),
    [
        ({"state": "maybe", "answer": "x"}, 400, "Wanted state as accepted or rejected"),
        ({"state": "rejected", "answer": ""}, 400, "Wanted an answer"),
        ({"state": "rejected", "answer": "x", "judgement": "wrong"}, 400, "takes no verdict"),
        ({"state": "accepted", "answer": "x", "judgement": "wrong"}, 404, "is no finding of this generation"),
        ({"state": "accepted", "answer": "x", "who": "me"}, 400, "There is no parameter 'who' here"),
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing(site: Site, decision: dict[str, str], status: int, says: str) -> None:
    """The report waits on."""
    told = site.report()
    answer = site.client.post(f"/corrections/{told['id']}", json=decision, headers=site.keys["corrections"])
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert [one.id for one in corrections.queue(site.library)] == [told["id"]]
    assert site.desk.verdicts == []


def test_a_rejected_report_is_answered_without_a_verdict(site: Site) -> None:
    """Its sender sees why."""
    told = site.report()
    decision = {"state": "rejected", "answer": "The text says so."}
    assert site.client.post(f"/corrections/{told['id']}", json=decision, headers=site.keys["corrections"]).status_code == 200
    page = site.client.get(f"/corrections/{told['id']}", headers={"Accept": "text/html"})
    assert "The report was not accepted" in page.text
    assert "The text says so." in page.text
    assert site.report()["state"] == "rejected"


@pytest.mark.parametrize("name", ["0" * 16, "..%2F..%2Fkeys", "keys", "0" * 17])
def test_a_name_that_is_none_is_not_found(site: Site, name: str) -> None:
    """And reaches no other file."""
    assert site.client.get(f"/corrections/{name}", headers={"Accept": "application/json"}).status_code == 404


def test_the_desk_that_notes_is_a_desk_where_it_judges() -> None:
    """Its method is that of the protocol."""
    assert Noted.judge.__annotations__.keys() == Desk.judge.__annotations__.keys()
