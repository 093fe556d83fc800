"""Tests of outside documents: the Official Document System. In: a server on the loopback that behaves like it, and badly.
Out: files, or why there are none. No other network.
"""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from ingest.outside.documents_system import Request, read_list
from ontology.errors import BadParameter, ReadError, StoreBusy, StoreDamaged, StoreError, StoreStale
from ontology.symbol import Symbol
from stores.generations import writer_lock
from stores.settings import Settings
from tests.ingest.outside.conftest import ENGLISH, FRENCH, Fetch, one, refused
from tests.ingest.outside.documents_server import WORD, Fault, System, cut, page, pdf


def test_a_document_comes_by_its_symbol_in_every_language_asked_for(fetch: Fetch, settings: Settings) -> None:
    """Kept by sha256, and named so that an ingest knows symbol and language."""
    english, french = fetch(languages=("en", "fr"))
    assert (english.outcome, french.outcome) == ("fetched", "fetched")
    assert english.file == str(settings.data / "fetched" / "files" / "A_72_884-en.pdf")
    assert Path(french.file or "").read_bytes() == FRENCH
    assert english.sha256 == hashlib.sha256(ENGLISH).hexdigest()
    assert (settings.data / "fetched" / "bytes" / english.sha256).read_bytes() == ENGLISH
    assert Symbol.from_file_name("A_72_884-fr.pdf") == (Symbol("A/72/884"),)
    assert list((settings.data / "fetched" / "unfinished").iterdir()) == []


def test_the_request_says_who_asks_and_for_what(fetch: Fetch, system: System) -> None:
    """As the system wants it: symbol, language, type."""
    fetch()
    path, headers = system.asked[0]
    assert path == "/api/symbol/access?s=A%2F72%2F884&l=en&t=pdf"
    assert headers["User-Agent"].startswith("mandategraph/")
    assert headers["Host"] == system.address.removeprefix("http://")


def test_what_has_not_changed_is_not_sent_again(fetch: Fetch, system: System) -> None:
    """By its tag; `force` asks anew."""
    first, again = one(fetch()), one(fetch())
    assert again.outcome == "unchanged"
    assert (again.file, again.sha256, again.url) == (first.file, first.sha256, first.url)
    assert "If-None-Match" in system.file_requests()[1]
    assert one(fetch(force=True)).outcome == "fetched"
    assert "If-None-Match" not in system.file_requests()[2]


def test_a_server_that_sends_the_same_again_has_changed_nothing(fetch: Fetch, system: System) -> None:
    """The digest says so where no tag does."""
    system.headers["ETag"] = ""
    assert [one(fetch()).outcome, one(fetch()).outcome] == ["fetched", "unchanged"]


def test_what_has_changed_takes_the_old_ones_name(fetch: Fetch, system: System, settings: Settings) -> None:
    """The old bytes stay by their sha256."""
    fetch()
    system.put("A/72/884", "en", "pdf", pdf("A reissue."))
    line = one(fetch())
    assert line.outcome == "fetched"
    assert Path(line.file or "").read_bytes() == pdf("A reissue.")
    assert len(list((settings.data / "fetched" / "bytes").iterdir())) == 2


def test_bytes_that_were_damaged_are_fetched_again(fetch: Fetch, settings: Settings) -> None:
    """The digest says so."""
    kept = settings.data / "fetched" / "bytes" / str(one(fetch()).sha256)
    kept.chmod(0o644)
    kept.write_bytes(b"%PDF- damaged")
    line = one(fetch())
    assert line.outcome == "fetched"
    assert Path(line.file or "").read_bytes() == ENGLISH


def test_a_name_that_somebody_removed_comes_back(fetch: Fetch) -> None:
    """Its bytes are still there, so nothing is sent."""
    file = Path(one(fetch()).file or "")
    file.unlink()
    assert one(fetch()).outcome == "unchanged"
    assert file.read_bytes() == ENGLISH


@pytest.mark.parametrize("kind", ["text/html", "application/pdf"])
def test_a_page_is_no_document_whatever_it_says_it_is(fetch: Fetch, system: System, settings: Settings, kind: str) -> None:
    """Status 200, and a lying type."""
    system.faults.append(page(200, kind))
    refused(fetch(), "a page of HTML", "no such document")
    assert list((settings.data / "fetched" / "unfinished").iterdir()) == []


def test_a_document_is_one_whatever_the_server_calls_it(fetch: Fetch, system: System) -> None:
    """Its bytes say that it is a PDF; its name says so too."""
    system.headers["Content-Type"] = "text/html"
    assert (one(fetch()).file or "").endswith("A_72_884-en.pdf")


def test_a_document_that_is_not_there_is_said_to_be_missing(fetch: Fetch, system: System) -> None:
    """By status, or by a page that says so."""
    system.faults.append(page(404))
    refused(fetch(), "404", "Check the symbol")
    refused(fetch("A/99/9999"), "A/99/9999 in en as pdf", "no such document")


def test_the_next_format_is_asked_for_where_the_first_is_missing(fetch: Fetch, system: System) -> None:
    """And the file is named by what came, not by what was asked for."""
    system.put("A/49/1", "en", "docx", WORD)
    line = one(fetch("A/49/1", formats=("pdf", "docx")))
    assert (line.file or "").endswith("A_49_1-en.doc")
    assert [path.rpartition("=")[2] for path, _ in system.asked if "access" in path] == ["pdf", "docx"]


@pytest.mark.parametrize("fault", [page(), cut(10)])
def test_one_document_that_fails_stops_no_other(fetch: Fetch, system: System, fault: Fault) -> None:
    """Each has its line."""
    system.faults.extend([fault] * (3 if fault.__qualname__.startswith("cut") else 1))
    assert [line.outcome for line in fetch(languages=("en", "fr"))] == ["refused", "fetched"]


def test_another_language_is_not_taken_for_the_one_asked_for(fetch: Fetch, system: System) -> None:
    """As the server says itself, or because the same bytes came for another."""
    system.headers["Content-Language"] = "fr-FR"
    refused(fetch(), "in en", "in fr")
    del system.headers["Content-Language"]
    system.put("A/72/884", "fr", "pdf", ENGLISH)
    english, french = fetch(languages=("en", "fr"))
    assert (english.outcome, french.outcome) == ("fetched", "refused")
    assert "the one in en" in (french.reason or "")


@pytest.mark.parametrize("text", ["../../etc/passwd", "A/72/../../x", "no symbol", "A/72/884\n/../x", "", "/A/72/884"])
def test_what_is_no_symbol_never_becomes_a_path_or_a_request(fetch: Fetch, system: System, settings: Settings, text: str) -> None:
    """It is refused before anything is asked."""
    lines = fetch(text, "A/72/884")
    assert [line.outcome for line in lines] == ["refused", "fetched"]
    assert all("884" in path for path, _ in system.asked if "access" in path)
    assert {file.name for file in (settings.data / "fetched" / "files").iterdir()} == {"A_72_884-en.pdf"}


def test_a_request_for_an_unknown_language_or_format_says_what_there_is() -> None:
    """Before anything is asked."""
    with pytest.raises(BadParameter, match=r"got de\. .*en, fr, es, ru, ar, zh"):
        Request(["A/72/884"], ["en", "de"])
    with pytest.raises(BadParameter, match="pdf, docx, doc"):
        Request(["A/72/884"], formats=[])


def test_a_list_of_symbols_is_read_line_by_line(tmp_path: Path) -> None:
    """Remarks and blank lines are left out; a file that is none is refused."""
    file = tmp_path / "list.txt"
    file.write_text("\ufeffA/72/884  # the report\n\n# S/1\nS/RES/1366 (2001)\n", encoding="utf-8")
    assert read_list(file) == ["A/72/884", "S/RES/1366 (2001)"]
    with pytest.raises(ReadError, match="list of symbols"):
        read_list(tmp_path / "gone.txt")
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match="one symbol a line"):
        read_list(file)


def test_a_data_folder_that_is_none_is_told(settings: Settings, fetch: Fetch) -> None:
    """In the system's words."""
    (settings.data / "fetched").mkdir(parents=True)
    (settings.data / "fetched" / "bytes").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="the system says"):
        fetch()


def test_two_runs_do_not_fetch_into_one_folder(settings: Settings, fetch: Fetch) -> None:
    """The second says so at once; an ingest of the same data is no hindrance."""
    with writer_lock(settings.data):
        assert one(fetch()).outcome == "fetched"
    with writer_lock(settings.data / "fetched"), pytest.raises(StoreBusy):
        fetch()


def test_an_index_that_cannot_be_used_says_so(fetch: Fetch, settings: Settings) -> None:
    """Of another version, or no index at all."""
    fetch()
    index = settings.data / "fetched" / "index.sqlite"
    with sqlite3.connect(index) as base:
        base.execute("pragma user_version=9")
    base.close()
    with pytest.raises(StoreStale, match="form 9"):
        fetch()
    index.write_bytes(b"no database, " * 100)
    with pytest.raises(StoreDamaged, match="aside"):
        fetch()
