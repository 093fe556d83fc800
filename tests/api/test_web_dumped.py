"""Tests of dumps over HTTP: whole files, ranges, checksums, and what is said where there are none."""

import gzip
import hashlib
import json
import shutil
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.library import Library
from api.web.app import create_app
from stores import generations
from stores.settings import Settings
from tests.sparse import copy_folder

JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def place(client: TestClient) -> str:
    """Where the dumps of the generation that serves are."""
    return client.get("/dumps").headers["location"]


@pytest.fixture(scope="module")
def data(client: TestClient, place: str) -> bytes:
    """The whole dump."""
    return client.get(f"{place}/mandategraph.nq.gz").content


def test_a_dump_is_a_file_with_the_checksum_that_is_listed(client: TestClient, place: str, data: bytes) -> None:
    """In the list of files, in SHA256SUMS, as the ETag and in Repr-Digest; no content coding, which a client would take off."""
    digest = hashlib.sha256(data).hexdigest()
    listed = client.get(place, headers=JSON).json()
    response = client.head(f"{place}/mandategraph.nq.gz")
    assert {
        "name": "mandategraph.nq.gz",
        "href": f"{place}/mandategraph.nq.gz",
        "media_type": "application/n-quads",
        "bytes": len(data),
        "sha256": digest,
    } in listed["files"]
    assert f"{digest}  mandategraph.nq.gz\n" in client.get(listed["checksums"]).text
    assert response.headers["etag"] == f'"{digest}"'
    assert b64decode(response.headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":")).hex() == digest
    assert "content-encoding" not in response.headers
    assert (response.headers["content-length"], response.content) == (str(len(data)), b"")
    assert "immutable" in response.headers["cache-control"]
    assert gzip.decompress(data).endswith(b" .\n")


def test_every_file_of_the_list_of_checksums_is_there_and_has_its_own(client: TestClient, place: str) -> None:
    """The files of all graphs, in both formats."""
    sums = client.get(f"{place}/SHA256SUMS").text.splitlines()
    assert len(sums) > 8
    for digest, name in (line.split("  ") for line in sums):
        assert hashlib.sha256(client.get(f"{place}/{name}").content).hexdigest() == digest


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-", 5, None),
        ("bytes=-7", -7, None),
        ("bytes=10-19", 10, 20),
        ("Bytes=3-99999999999", 3, None),
    ],
)
def test_a_part_can_be_asked_for(client: TestClient, place: str, data: bytes, asked: str, start: int, stop: int | None) -> None:
    """One range of bytes, from the front or the end, with where it lies."""
    response = client.get(f"{place}/mandategraph.nq.gz", headers={"Range": asked})
    assert (response.status_code, response.content) == (206, data[start:stop])
    first, last, size = response.headers["content-range"].removeprefix("bytes ").replace("/", "-").split("-")
    assert data[int(first) : int(last) + 1] == response.content
    assert int(size) == len(data)


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=-", ""])
def test_a_range_that_cannot_be_read_gives_the_whole(client: TestClient, place: str, data: bytes, asked: str) -> None:
    """RFC 9110: an invalid range is ignored; several are more than we offer."""
    response = client.get(f"{place}/mandategraph.nq.gz", headers={"Range": asked})
    assert (response.status_code, response.content) == (200, data)


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_told_the_size(client: TestClient, place: str, data: bytes, asked: str) -> None:
    """416 with Content-Range."""
    response = client.get(f"{place}/mandategraph.nq.gz", headers={"Range": asked})
    assert (response.status_code, response.headers["content-range"]) == (416, f"bytes */{len(data)}")


def test_a_broken_download_goes_on_only_with_the_same_file(client: TestClient, place: str, data: bytes) -> None:
    """If-Range with the ETag gives the rest, with another one the whole."""
    etag = f'"{hashlib.sha256(data).hexdigest()}"'
    address = f"{place}/mandategraph.nq.gz"
    rest = client.get(address, headers={"Range": "bytes=100-", "If-Range": etag})
    assert (rest.status_code, data[:100] + rest.content) == (206, data)
    for other in ('"0"', f"W/{etag}", "Thu, 26 Nov 2026 10:00:00 GMT"):
        assert client.get(address, headers={"Range": "bytes=100-", "If-Range": other}).status_code == 200
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_each_graph_is_a_dump_of_its_own(client: TestClient, place: str) -> None:
    """By the path of its IRI, in both formats; a part of the JSON-LD of one can be asked for too."""
    listed = client.get(place, headers=JSON).json()["graphs"]
    files = listed["https://w3id.org/mandategraph/graph/doc/A/85/40"]
    assert files == {ending: f"{place}/graph/doc/A/85/40.{ending}" for ending in ("nq.gz", "jsonld.gz")}
    whole = client.get(files["jsonld.gz"]).content
    assert gzip.decompress(whole).startswith(b"[\n{")
    parts = [
        client.get(files["jsonld.gz"], headers={"Range": f"bytes={at}-{at + 999}"}).content for at in range(0, len(whole), 1_000)
    ]
    assert b"".join(parts) == whole


def test_latest_leads_to_what_never_changes(client: TestClient, place: str) -> None:
    """So that a download that is gone on with later is of one generation."""
    response = client.get("/dumps/latest/graph/doc/A/85/40.nq.gz")
    assert (response.status_code, response.headers["location"]) == (307, f"{place}/graph/doc/A/85/40.nq.gz")
    page = client.get(place, headers={"Accept": "text/html"})
    assert "This is the generation that is served now" in page.text


@pytest.mark.parametrize(
    "path", ["g000001-00000000", "nonsense", "%2e%2e", "g000001-00000000/mandategraph.nq.gz", "%2e%2e/%2e%2e/build.json"]
)
def test_of_an_unknown_generation_there_is_nothing(client: TestClient, path: str) -> None:
    """No name leads out of the folder of generations."""
    assert client.get(f"/dumps/{path}").status_code == 404


@pytest.mark.parametrize(
    "name", ["members.json", "../build.json", "graph/doc/none.nq.gz", "mandategraph.zip", "graph/doc/A/85/40"]
)
def test_only_dumps_are_given_out(client: TestClient, place: str, name: str) -> None:
    """Whatever else lies beside them."""
    response = client.get(f"{place}/{name}")
    assert response.status_code == 404
    assert "mandategraph" not in response.json()["detail"].replace("mandategraph.zip", "")


@pytest.fixture
def older(settings: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A client over a generation from before there were dumps and a log."""
    data = tmp_path / "data"
    found = generations.current(settings.data)
    copy_folder(found.folder, data / "generations" / found.id)
    shutil.copy(settings.data / "current", data / "current")
    _forget(data / "generations" / found.id)
    library = Library.open(replace(settings, data=data))
    yield TestClient(create_app(library), follow_redirects=False)
    library.close()


def _forget(folder: Path) -> None:
    record = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    for name in [
        name
        for name in record["files"]
        if name.startswith("dumps/") or name in ("graphs.json", "changes.json", "statistics.json")
    ]:
        del record["files"][name]
        (folder / name).unlink()
    (folder / "build.json").write_text(json.dumps(record), encoding="utf-8")


def test_a_generation_from_before_there_were_dumps_serves_and_says_so(older: TestClient) -> None:
    """Pages, descriptions and the feed answer; the dumps are said to be missing, with what to do."""
    for path in (
        "/doc/A/85/40",
        "/.well-known/void",
        "/dataset",
        "/sitemap.xml",
        "/llms.txt",
        "/changes",
        "/changes?format=atom",
    ):
        assert older.get(path, headers={"Accept": "*/*"}).status_code == 200, path
    place = older.get("/dumps").headers["location"]
    response = older.get(place)
    assert (response.status_code, "published before dumps" in response.json()["detail"]) == (404, True)
    assert older.get("/changes", headers=JSON).json()["entries"] == []
    told = older.get("/changes?since=empty")
    assert (told.status_code, "/dumps/latest" in told.json()["advice"]) == (410, True)


def test_the_list_of_dumps_is_known_by_its_generation(client: TestClient, place: str) -> None:
    """A reader that has it is told so; the files keep their own tags."""
    first = client.get(place, headers=JSON)
    assert client.get(place, headers=JSON | {"If-None-Match": first.headers["etag"]}).status_code == 304
    file = client.get(f"{place}/mandategraph.nq.gz", headers={"If-None-Match": first.headers["etag"]})
    assert (file.status_code, file.headers["etag"].startswith('"')) == (200, True)
