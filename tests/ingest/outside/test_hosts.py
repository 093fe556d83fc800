"""Tests of outside documents: hosts. In: addresses and redirects to everywhere. Out: requests to allowed hosts alone. No network
but the loopback.
"""

import socket
from pathlib import Path

import httpx
import pytest

from ingest.outside import documents_system
from ingest.outside.documents_system import Request
from ingest.outside.hosts import Hosts
from ontology.errors import SettingsError, SourceError
from stores.settings import Settings
from tests.ingest.outside.conftest import ENGLISH, Fetch, Time, one, refused
from tests.ingest.outside.documents_server import System, send_to


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.pdf",
        "http://documents.un.org/a.pdf",
        "https://documents.un.org:8443/a.pdf",
        "https://documents.un.org@example.org/a.pdf",
        "https://name:word@documents.un.org/a.pdf",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/a.pdf",
        "http://[::1]/a.pdf",
        "file:///etc/passwd",
        "//example.org/a.pdf",
    ],
)
def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed(fetch: Fetch, system: System, address: str) -> None:
    """Wherever it leads; words of a password are not printed."""
    system.faults.append(send_to(address))
    line = refused(fetch(), "not allowed")
    assert "word@" not in (line.reason or "")
    assert len(system.asked) == 2


def test_a_redirect_to_what_is_no_address_is_refused(fetch: Fetch, system: System) -> None:
    """It is a fault of theirs, and no reason to stop."""
    system.faults.extend([send_to("https://[::1")] * 3)
    english, french = fetch(languages=("en", "fr"))
    assert "location header" in (english.reason or "")
    assert french.outcome == "fetched"


def test_redirects_that_lead_round_in_a_circle_end(fetch: Fetch, system: System) -> None:
    """After a few."""
    system.faults.extend([send_to("/doc/undoc/gen/n18/0/pdf")] * 20)
    refused(fetch(), "on and on")
    assert len(system.asked) < 10


def test_nobody_at_the_address_is_said_once(settings: Settings, time: Time, fetch: Fetch) -> None:
    """The rest is not tried; what was fetched before stays."""
    file = Path(one(fetch()).file or "")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    request = Request(["A/72/884", "A/75/863"], ["en", "fr"])
    elsewhere = Settings(data=settings.data, fetch_url=closed, fetch_retries=2)
    lines = list(documents_system.fetch(request, elsewhere, clock=time.clock()))
    assert [line.outcome for line in lines] == ["refused", "not tried", "not tried", "not tried"]
    assert "Could not reach 127.0.0.1" in (lines[0].reason or "")
    assert file.read_bytes() == ENGLISH


def test_a_name_without_an_address_is_nobody(settings: Settings, time: Time) -> None:
    """As on a machine that is offline."""

    def unknown(_: str, __: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    elsewhere = Settings(data=settings.data, fetch_retries=1)
    line = one(list(documents_system.fetch(Request(["A/72/884"]), elsewhere, clock=time.clock(), lookup=unknown)))
    assert "Could not reach documents.un.org" in (line.reason or "")
    assert len(time.waits) >= 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "224.0.1.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:7",
        "2002:a00:7::",
        "fec0::1",
    ],
)
def test_a_name_that_leads_into_the_own_network_is_refused(settings: Settings, time: Time, address: str) -> None:
    """Also where another of its addresses is public."""
    elsewhere = Settings(data=settings.data)
    line = one(
        list(
            documents_system.fetch(
                Request(["A/72/884"], formats=("pdf",)), elsewhere, clock=time.clock(), lookup=lambda _, __: ["8.8.8.8", address]
            )
        )
    )
    assert "only public network addresses" in (line.reason or "")


def test_the_address_that_was_judged_is_the_one_that_is_asked(settings: Settings, time: Time) -> None:
    """A name server cannot change its mind in between; the certificate is held against the name."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.url.host == "8.8.8.8":
            raise httpx.ConnectError("no route", request=request)
        return httpx.Response(200, content=ENGLISH)

    request, elsewhere = Request(["A/72/884"]), Settings(data=settings.data)
    lookup = lambda _, __: ["8.8.8.8", "2001:4860:4860::8888"]  # noqa: E731
    run = documents_system.fetch(request, elsewhere, clock=time.clock(), lookup=lookup, transport=httpx.MockTransport(answer))
    assert one(list(run)).outcome == "fetched"
    assert [request.url.host for request in seen] == ["8.8.8.8", "2001:4860:4860::8888"]
    assert {request.headers["Host"] for request in seen} == {"documents.un.org"}
    assert {request.extensions["sni_hostname"] for request in seen} == {"documents.un.org"}


def test_an_address_of_the_settings_must_be_encrypted_or_a_loopback() -> None:
    """Nobody on the way may change a document."""
    with pytest.raises(SettingsError, match="fetch_url"):
        Hosts.of(frozenset(), "http://example.org")
    mirror = Hosts.of(frozenset(), "https://mirror.example.org:8443", lambda _, __: ["8.8.8.8"])
    assert mirror.addresses(httpx.URL("https://mirror.example.org:8443/x")) == ["8.8.8.8"]
    with pytest.raises(SourceError, match=r"should come from https://mirror\.example\.org/x"):
        mirror.addresses(httpx.URL("https://mirror.example.org/x"))
