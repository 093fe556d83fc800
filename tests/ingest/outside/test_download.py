"""Tests of outside documents: downloads. In: a server on the loopback that is busy, breaks off, lies or never ends.
Out: whole files, or why there are none. Time is ours.
"""

import json
from email.utils import formatdate
from pathlib import Path

import pytest

from stores.settings import Settings
from tests.ingest.outside.conftest import ENGLISH, NOON, Fetch, Time, one, refused
from tests.ingest.outside.documents_server import System, busy, cut, endless, lie, page, part, pdf


def test_a_host_is_asked_once_a_second(fetch: Fetch, time: Time) -> None:
    """A redirect is a request too: four requests, three pauses."""
    fetch(languages=("en", "fr"))
    assert time.waits == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("status", [429, 503])
def test_who_is_asked_to_wait_waits(fetch: Fetch, system: System, time: Time, status: int) -> None:
    """As long as the server says, in seconds or until a date."""
    system.faults.extend([busy(status, "7"), busy(status, formatdate(NOON + 30, usegmt=True))])
    assert one(fetch()).outcome == "fetched"
    assert 7.0 in time.waits
    assert any(15 < wait < 30 for wait in time.waits)


def test_without_a_time_the_waits_grow(fetch: Fetch, system: System, time: Time) -> None:
    """Twice as long each time, with chance in it."""
    system.faults.extend([busy(500), busy(503)])
    assert one(fetch()).outcome == "fetched"
    assert [wait for wait in time.waits if wait != 1.0 and wait > 0.3] == [0.75, 1.5]


@pytest.mark.parametrize("after", ["soon", "-5", "Mon, 01 Jan 2024 99999999999999999999:00:00 GMT"])
def test_a_time_that_is_none_is_no_time(fetch: Fetch, system: System, after: str) -> None:
    """Whatever stands there, the next try comes."""
    system.faults.append(busy(503, after))
    assert one(fetch()).outcome == "fetched"


def test_a_long_wait_is_left_to_the_user(fetch: Fetch, system: System, time: Time) -> None:
    """Nobody sits an hour before a terminal; what else was wanted is not tried."""
    system.faults.append(busy(429, "3600"))
    lines = fetch(languages=("en", "fr"))
    assert [line.outcome for line in lines] == ["refused", "not tried"]
    assert "3,600 seconds" in (lines[0].reason or "")
    assert max(time.waits) <= 1.0


def test_many_pages_in_a_row_make_a_rest(fetch: Fetch, time: Time) -> None:
    """They may mean that we are to ask less; what is there still comes."""
    lines = fetch(*(f"A/99/{number}" for number in range(1, 18)), "A/72/884")
    assert [line.outcome for line in lines] == ["refused"] * 17 + ["fetched"]
    assert time.waits.count(60.0) == 2


def test_who_is_held_back_stops_asking(fetch: Fetch, system: System) -> None:
    """Nothing else is tried there either."""
    system.faults.append(page(403))
    lines = fetch(languages=("en", "fr"))
    assert [line.outcome for line in lines] == ["refused", "not tried"]
    assert "403" in (lines[0].reason or "")


def test_a_download_that_breaks_off_goes_on_where_it_was(fetch: Fetch, system: System) -> None:
    """Only the rest is asked for, and only of the same file."""
    system.faults.append(cut(1500))
    line = one(fetch())
    assert (line.outcome, Path(line.file or "").read_bytes()) == ("fetched", ENGLISH)
    assert system.file_requests()[1]["Range"] == "bytes=1500-"


def test_another_run_goes_on_where_one_broke_off(fetch: Fetch, system: System) -> None:
    """After all tries were in vain."""
    system.faults.extend([cut(1500), cut(1500), cut(1500)])
    refused(fetch(), "broke off", "again")
    line = one(fetch())
    assert Path(line.file or "").read_bytes() == ENGLISH
    assert system.file_requests()[-1]["Range"] == "bytes=1500-"


def test_the_rest_of_another_file_is_never_joined_on(fetch: Fetch, system: System) -> None:
    """The tag differs, so the whole comes."""
    system.faults.extend([cut(1500), cut(1500), cut(1500)])
    fetch()
    system.put("A/72/884", "en", "pdf", pdf("Another."))
    assert Path(one(fetch()).file or "").read_bytes() == pdf("Another.")


@pytest.mark.parametrize("tag", ["", 'W/"weak"'])
def test_without_an_exact_tag_a_download_begins_anew(fetch: Fetch, system: System, tag: str) -> None:
    """Nothing else says that it is the same file."""
    system.headers["ETag"] = tag
    system.faults.append(cut(1500))
    assert Path(one(fetch()).file or "").read_bytes() == ENGLISH
    assert "Range" not in system.file_requests()[1]


def test_a_last_change_stands_for_a_tag(fetch: Fetch, system: System) -> None:
    """Where there is no other."""
    system.headers |= {"ETag": "", "Last-Modified": formatdate(NOON, usegmt=True)}
    system.faults.append(cut(1500))
    assert Path(one(fetch()).file or "").read_bytes() == ENGLISH
    assert system.file_requests()[1]["If-Range"] == formatdate(NOON, usegmt=True)


def test_another_part_than_the_rest_is_not_joined_on(fetch: Fetch, system: System) -> None:
    """The whole is asked for instead."""
    system.faults.extend([cut(1500), part(100)])
    assert Path(one(fetch()).file or "").read_bytes() == ENGLISH
    assert "Range" not in system.file_requests()[2]


def test_a_length_that_is_too_short_does_not_make_half_a_document(fetch: Fetch, system: System) -> None:
    """A PDF says itself where it ends."""
    system.faults.append(lie(len(ENGLISH) - 100))
    assert Path(one(fetch()).file or "").read_bytes() == ENGLISH


def test_a_length_that_is_too_long_is_seen_through(fetch: Fetch, system: System) -> None:
    """All had come: the server has no rest."""
    system.faults.append(lie(len(ENGLISH) + 100))
    line = one(fetch())
    assert Path(line.file or "").read_bytes() == ENGLISH
    assert len(system.file_requests()) == 2


def test_a_document_that_always_breaks_off_is_refused(fetch: Fetch, system: System, settings: Settings) -> None:
    """And nothing stands under its name."""
    system.put("A/72/884", "en", "pdf", ENGLISH[:-60])
    refused(fetch(), "broke off")
    assert list((settings.data / "fetched" / "files").iterdir()) == []


def test_an_endless_page_is_left_at_once(fetch: Fetch, system: System) -> None:
    """Its first bytes are enough."""
    system.faults.append(endless(b"<html>" + b" " * 2000))
    refused(fetch(), "a page of HTML")


def test_an_endless_document_is_left_at_the_limit(fetch: Fetch, system: System, settings: Settings) -> None:
    """And not kept."""
    system.faults.append(endless(b"%PDF-1.7\n" + b" " * 2000))
    refused(fetch(), "1,048,576", "MANDATEGRAPH_SOURCE_MAX_MB")
    assert list((settings.data / "fetched" / "unfinished").iterdir()) == []


@pytest.mark.parametrize("packed", ["gzip", "gzip, gzip, gzip", "br"])
def test_bytes_that_come_packed_are_not_unpacked(fetch: Fetch, system: System, settings: Settings, packed: str) -> None:
    """They were not asked for, and may be a bomb."""
    system.headers = {"Content-Encoding": packed}
    (line,) = fetch("A/72/884")
    assert (line.outcome, line.file) == ("refused", None)
    assert packed in (line.reason or "")
    assert not list((settings.data / "fetched" / "files").iterdir())


def test_a_document_that_says_it_is_too_large_is_not_begun(fetch: Fetch, system: System) -> None:
    """By its length."""
    large = pdf("Large.", pad=2_000_000)
    system.put("A/72/884", "en", "pdf", large)
    refused(fetch(), "1,048,576", f"{len(large):,}")


def test_a_slow_document_is_left_in_time_and_gone_on_with_later(fetch: Fetch, time: Time, settings: Settings) -> None:
    """Each look at the clock takes longer than the whole may."""
    time.tick = settings.fetch_wall_s
    refused(fetch(), "within 300 seconds", "MANDATEGRAPH_FETCH_WALL_S")
    time.tick = 0.0
    assert one(fetch()).outcome == "fetched"


def test_a_note_that_was_half_written_begins_the_download_anew(fetch: Fetch, settings: Settings, system: System) -> None:
    """A kill may leave it so."""
    aside = settings.data / "fetched" / "unfinished"
    aside.mkdir(parents=True)
    (aside / "A_72_884-en.pdf").write_bytes(ENGLISH[:100])
    (aside / "A_72_884-en.pdf.json").write_text(json.dumps({"url": ""})[:-1], encoding="utf-8")
    assert Path(one(fetch()).file or "").read_bytes() == ENGLISH
    assert "Range" not in system.file_requests()[0]
