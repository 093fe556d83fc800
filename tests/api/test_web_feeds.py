"""Tests of the change feed over HTTP: Atom and JSON say the same, pages by generation, and what a copy too old is told."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from stores import generations
from stores.changes import LOG, Change, Entry, append, read_entry, write_entry
from stores.settings import Settings
from tests.sparse import copy_folder

JSON, ATOM = {"Accept": "application/json"}, {"Accept": "application/atom+xml"}
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "mg": "https://w3id.org/mandategraph/feed#",
}
BASE = "https://w3id.org/mandategraph/"
GONE = f"{BASE}doc/A/1/2"
MANY = 45


@pytest.fixture(scope="module")
def data(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose generation has 44 before it in the log; in the third a document was withdrawn."""
    folder = tmp_path_factory.mktemp("long") / "data"
    found = generations.current(settings.data)
    copy_folder(found.folder, folder / "generations" / found.id)
    shutil.copy(settings.data / "current", folder / "current")
    names: list[str | None] = [None, *(f"g{number:06d}-{number:08x}" for number in range(1_000, 1_000 + MANY - 1))]
    gone = Change(f"{BASE}graph/doc/A/1/2", "withdrawn", GONE, "0" * 64, 0, 7)
    for at, (before, name) in enumerate(pairwise(names)):
        changes, withdrawn = ((gone,), (GONE, f"{GONE}/para/1")) if at == 2 else ((), ())
        append(folder, Entry(str(name), before, f"2031-01-{at // 24 + 1:02d}T{at % 24:02d}:00:00Z", 1, 1, changes, withdrawn))
    own = read_entry(folder / "generations" / found.id)
    assert own
    write_entry(folder / "generations" / found.id, replace(own, before=names[-1], published="2031-02-01T00:00:00Z"))
    _measure_anew(folder / "generations" / found.id)
    return folder


def _measure_anew(folder: Path) -> None:
    record = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    entry = (folder / "changes.json").read_bytes()
    record["files"]["changes.json"] = [len(entry), hashlib.sha256(entry).hexdigest()]
    (folder / "build.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture(scope="module")
def asked(settings: Settings, data: Path) -> Iterator[TestClient]:
    """A client over that folder."""
    library = Library.open(replace(settings, data=data))
    yield TestClient(create_app(library), follow_redirects=False)
    library.close()


def test_what_was_published_and_not_noted_yet_is_in_the_feed(asked: TestClient, data: Path) -> None:
    """A kill came between publishing and noting: the entry is that of the generation's own folder."""
    page = asked.get("/changes", headers=JSON).json()
    assert page["generation"] not in (data / LOG).read_text(encoding="utf-8")
    assert page["entries"][0]["generation"] == page["generation"]


def test_pages_are_numbered_from_the_oldest_and_hold_each_generation_once(asked: TestClient) -> None:
    """Newest first; a full page never changes."""
    address, seen, pages = "/changes", list[str](), list[int]()
    while address:
        page = asked.get(address, headers=JSON).json()
        seen += [entry["generation"] for entry in page["entries"]]
        pages.append(page["page"])
        address = page["next"]
    assert (pages, len(seen), len(set(seen))) == ([3, 2, 1], MANY, MANY)
    assert seen[1:] == sorted(seen[1:], reverse=True)


def test_a_copy_reads_on_from_its_generation_oldest_first(asked: TestClient) -> None:
    """Until nothing is left; at the newest there is nothing."""
    address, seen = "/changes?since=g001009-000003f1", list[str]()
    while address:
        page = asked.get(address, headers=JSON).json()
        seen += [entry["generation"] for entry in page["entries"]]
        address = page["next"]
    assert seen[0] == "g001010-000003f2"
    assert len(seen) == MANY - 10
    assert seen[-1] == page["generation"]
    rest = asked.get(f"/changes?since={page['generation']}", headers=JSON).json()
    assert (rest["entries"], rest["next"]) == ([], None)


@pytest.mark.parametrize("address", ["/changes", "/changes?page=1", "/changes?since=empty", "/changes?since=g001030-00000406"])
def test_atom_says_what_json_says(asked: TestClient, address: str) -> None:
    """Generations, graphs with digests and where their dumps are, and what follows."""
    told = asked.get(address, headers=JSON).json()
    root = Xml.fromstring(asked.get(address, headers=ATOM).content)  # noqa: S314 # ours
    entries = root.findall("a:entry", NAMES)
    assert [entry.findtext("a:id", "", NAMES) for entry in entries] == [
        f"{BASE}dataset/{one['generation']}" for one in told["entries"]
    ]
    for entry, one in zip(entries, told["entries"], strict=True):
        graphs = entry.findall("mg:graph", NAMES)
        assert [(graph.get("iri"), graph.get("sha256"), graph.get("change")) for graph in graphs] == [
            (change["graph"], change["sha256"], change["change"]) for change in one["changes"]
        ]
        assert [[link.get("href") for link in graph.findall("a:link", NAMES)] for graph in graphs] == [
            list(change["dumps"].values()) for change in one["changes"]
        ]
        assert [gone.get("iri") for gone in entry.findall("mg:withdrawn", NAMES)] == one["withdrawn"]
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NAMES)}
    assert links.get("next" if "since" in address else "prev-archive") == told["next"]
    assert "fficial" in root.findtext("a:subtitle", "", NAMES)
    assert root.findtext("a:updated", "", NAMES).endswith("Z")


def test_a_withdrawn_document_has_a_tombstone(asked: TestClient) -> None:
    """RFC 6721: what it was and when it went; the page is an archive that leads to the current feed."""
    root = Xml.fromstring(asked.get("/changes?page=1", headers=ATOM).content)  # noqa: S314 # ours
    (stone,) = root.findall("at:deleted-entry", NAMES)
    assert (stone.get("ref"), stone.get("when")) == (GONE, "2031-01-01T02:00:00Z")
    assert root.find("fh:archive", NAMES) is not None
    assert {"current", "next-archive"} <= {link.get("rel") for link in root.findall("a:link", NAMES)}


@pytest.mark.parametrize("since", ["g000001-00000000", "nonsense", "g009999-00000000"])
def test_a_copy_that_no_change_leads_on_from_is_told_to_take_the_whole(asked: TestClient, since: str) -> None:
    """Too old, never published, or of a server that was restored from an earlier backup."""
    response = asked.get(f"/changes?since={since}", headers=JSON)
    assert response.status_code == 410
    assert "whole dump" in response.json()["advice"]


@pytest.mark.parametrize(
    "query", ["page=0", "page=4", "page=x", "page=²", "page=1&since=empty", "until=1", "page=1&page=2", "format=csv"]
)
def test_what_cannot_be_asked_is_said(asked: TestClient, query: str) -> None:
    """With what can."""
    response = asked.get(f"/changes?{query}", headers=JSON)
    assert response.status_code in (400, 406)
    assert response.json()["advice"]


def test_a_withdrawn_iri_is_told_apart_from_one_that_never_was(asked: TestClient) -> None:
    """410 names the generation; 404 of what is unknown."""
    assert asked.get("/doc/A/1/2/para/1", headers=JSON).status_code == 410
    assert "g001002-000003ea" in asked.get("/doc/A/1/2", headers=JSON).json()["detail"]
    assert asked.get("/doc/A/1/3", headers=JSON).status_code == 404


def test_a_page_shows_what_changed(asked: TestClient) -> None:
    """For people, with links to the versions and to older pages."""
    page = asked.get("/changes", headers={"Accept": "text/html"}).text
    assert "What changed" in page
    assert 'rel="next" href="/changes?page=2"' in page
    version = asked.get("/dataset/g001002-000003ea", headers={"Accept": "text/html"})
    assert (version.status_code, "A later version serves now" in version.text) == (200, True)


def test_a_log_with_a_line_that_cannot_be_read_goes_on_behind_it(settings: Settings, data: Path, tmp_path: Path) -> None:
    """What stood before it is as good as lost: a copy of then is told to take the whole, one of later reads on."""
    copy_folder(data, tmp_path / "data")
    log = tmp_path / "data" / LOG
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([*lines[:20], b"{}\n", *lines[21:]]))
    library = Library.open(replace(settings, data=tmp_path / "data"))
    client = TestClient(create_app(library))
    assert client.get("/changes?since=g001010-000003f2", headers=JSON).status_code == 410
    assert len(client.get("/changes?since=g001030-00000406", headers=JSON).json()["entries"]) == 14
    assert client.get("/changes?since=empty", headers=JSON).status_code == 410
    library.close()
