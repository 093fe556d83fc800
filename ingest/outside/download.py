"""River, outside documents: one polite download. In: an address, the hosts that are allowed, what is held already. Out: the bytes
in a file, or that nothing has changed. Must not know whose documents they are. Nothing else in the product speaks HTTP to others.

One request a pause and host; waits where it is asked to (RFC 9110, 10.2.3), asks only for what has changed (13.1), goes on where
a download broke off (14.2, If-Range), and connects to public addresses of allowed hosts alone, after each redirect again.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path

import httpx

from ingest.outside.hosts import Hosts
from ingest.outside.unfinished import Came, Unfinished, Validators
from ontology.errors import MandateGraphError, ReadError, SourceError, SourceMissing, SourceUnreachable

_SILENCE_S = 30.0  # without a single byte
_LONGEST_WAIT_S = 120.0  # what we wait for at most before another try, whoever asks for it
_MOST_HOPS = 6
_HEAD = 1024  # bytes that tell what a file is
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_FAULTS = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT)
_HOLDING_BACK = (HTTPStatus.ACCEPTED, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)
Tell = Callable[[int, int], None]
"""Told how many bytes have come, and how many there are (0 where nobody says)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance: tests have their own. `now` and `sleep` in seconds; `date` in seconds since 1970; `chance` from 0 to 1."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    date: Callable[[], float] = time.time
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long: bytes of one document, seconds of one try, seconds between requests to a host, further tries."""

    most_bytes: int
    wall_s: float = 300.0
    pause_s: float = 1.0
    retries: int = 4


@dataclass(frozen=True, slots=True)
class Form:
    """What may come: `begins` raises for first bytes that cannot be the beginning of it, `ends` says whether a file is whole."""

    begins: Callable[[bytes], None]
    ends: Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Order:
    """What to download: the address, the file to fill, what may come, and what is held of it already."""

    url: str
    into: Unfinished
    form: Form
    held: Validators = field(default_factory=Validators)
    tell: Tell = lambda _, __: None

    def judge(self) -> None:
        """Raises, and forgets what came, where that is not the beginning of what was wanted."""
        with self.into.file.open("rb") as file:
            head = file.read(4 * _HEAD)
        try:
            self.form.begins(head)
        except MandateGraphError:
            self.into.forget()
            raise


class _AgainError(Exception):
    """A try failed in a way that another may not; `after` is what the server asks us to wait, in seconds."""

    def __init__(self, error: MandateGraphError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.after = after


@dataclass
class Downloads:
    """Downloads one after the other, with one memory of when each host was last asked."""

    hosts: Hosts
    limits: Limits
    clock: Clock = field(default_factory=Clock)
    transport: httpx.BaseTransport | None = None
    _last: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        headers = {"User-Agent": f"mandategraph/{version('mandategraph')} (reader of United Nations documents; one at a time)"}
        headers["Accept-Encoding"] = "identity"  # ranges count the bytes that are kept
        self._client = httpx.Client(
            headers=headers,
            timeout=_SILENCE_S,
            transport=self.transport,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),  # two hosts at one address have two certificates
        )

    def close(self) -> None:
        """Closes what is open."""
        self._client.close()

    def get(self, order: Order) -> Came | None:
        """What the server says of the bytes that came into the file of the order; None where those that are held are still right.

        A file that an earlier call left is gone on with. SourceMissing where the host has no such document, ReadError where
        something else comes, SourceUnreachable where nobody answers or we are held back, SourceError for all else.
        """
        attempt = 0
        while True:
            try:
                return self._attempt(order)
            except _AgainError as again:
                wait = min(60.0, 2.0**attempt) * (0.5 + self.clock.chance() / 2) if again.after is None else again.after
                if attempt == self.limits.retries:
                    raise again.error from again
                if wait > _LONGEST_WAIT_S:
                    raise _asked_to_wait(order.url, wait) from again
                self.clock.sleep(wait)
                attempt += 1

    def _attempt(self, order: Order) -> Came | None:
        deadline = self.clock.now() + self.limits.wall_s
        url = httpx.URL(order.url)
        headers = order.into.rest() or order.held.if_changed()
        for _ in range(_MOST_HOPS):
            with self._answer(url, headers) as response:
                if response.has_redirect_location:
                    url = url.join(response.headers["Location"])
                    continue
                if response.status_code == HTTPStatus.NOT_MODIFIED and order.held != Validators():
                    return None
                if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                    return self._all(response, url, order)
                self._refuse(response, url)
                return self._take(response, url, order, deadline)
        raise SourceError(f"Wanted a document from {url.host}; it sends us on and on, the last time to {url}.")

    @contextmanager
    def _answer(self, url: httpx.URL, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        addresses = self._addresses(url)
        wait = self._last.get(url.host, float("-inf")) + self.limits.pause_s - self.clock.now()
        if wait > 0:
            self.clock.sleep(wait)
        self._last[url.host] = self.clock.now()
        response = self._send(url, addresses, headers)
        try:
            yield response
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise _AgainError(_broke_off(url, error)) from error
        finally:
            response.close()

    def _addresses(self, url: httpx.URL) -> list[str]:
        try:
            return self.hosts.addresses(url)
        except OSError as error:
            raise _AgainError(_unreachable(url, error)) from error

    def _send(self, url: httpx.URL, addresses: list[str], headers: Mapping[str, str]) -> httpx.Response:
        """Asks the first address that answers. The certificate is still held against the host's name."""
        fault: httpx.RequestError | None = None
        for address in addresses:
            request = self._client.build_request(
                "GET",
                url.copy_with(host=address),
                headers={**headers, "Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.host},
            )
            try:
                return self._client.send(request, stream=True)
            except httpx.RemoteProtocolError as error:  # somebody is there, and does not speak as agreed
                raise _AgainError(_broke_off(url, error)) from error
            except httpx.RequestError as error:
                fault = error
        raise _AgainError(_unreachable(url, fault)) from fault

    def _refuse(self, response: httpx.Response, url: httpx.URL) -> None:
        """Raises for every status behind which no document follows."""
        status = response.status_code
        said = f"Wanted a document from {url}; the host answers {status}."
        if status in _BUSY:
            advice = "It asks us to wait. Run the command again later; what came is kept."
            raise _AgainError(SourceUnreachable(said, advice=advice), _retry_after(response, self.clock))
        if status in _FAULTS:
            raise _AgainError(SourceError(said, advice="That is a fault of theirs: try again later."))
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise SourceMissing(said, advice="Check the symbol, the language and the format.")
        if status in _HOLDING_BACK:
            raise SourceUnreachable(said, advice="It holds us back: ask for less, and later.")
        if (packed := response.headers.get("Content-Encoding", "identity").lower()) != "identity":
            said = f"{said[:-1]} with bytes packed as {packed!r:.40}, which was not asked for."  # thrice packed: a bomb
        if packed != "identity" or status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
            raise SourceError(said)

    def _all(self, response: httpx.Response, url: httpx.URL, order: Order) -> Came:
        """What was noted of a file of which there is no rest, because all had come; else it is begun anew."""
        came = order.into.remembered()
        if came and order.into.is_all(response.headers) and order.form.ends(order.into.file):
            return came
        order.into.forget()
        raise _AgainError(SourceError(f"Wanted the rest of {url}; the host does not give it."))

    def _take(self, response: httpx.Response, url: httpx.URL, order: Order, deadline: float) -> Came:
        """Writes the body to its file, within size and time, and looks at its first bytes as soon as they are there."""
        total = (size := _offset(response, url, order.into)) + int(response.headers.get("Content-Length", 0))
        if total > self.limits.most_bytes:
            raise _too_large(url, total, self.limits.most_bytes)
        came = _came(response, url)
        order.into.remember(came)
        with order.into.file.open("ab" if size else "wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
                if size < _HEAD <= size + len(chunk):
                    file.flush()
                    order.judge()
                size += len(chunk)
                self._hold_to_limits(order, url, size, deadline)
                order.tell(size, total)
        order.judge()
        if not order.form.ends(order.into.file):
            raise _AgainError(_broke_off(url, None))
        return came

    def _hold_to_limits(self, order: Order, url: httpx.URL, size: int, deadline: float) -> None:
        if size > self.limits.most_bytes:
            order.into.forget()
            raise _too_large(url, size, self.limits.most_bytes)
        if self.clock.now() > deadline:
            raise _too_slow(url, size, self.limits.wall_s)


def _came(response: httpx.Response, url: httpx.URL) -> Came:
    headers = response.headers
    validators = Validators(headers.get("ETag", ""), headers.get("Last-Modified", ""))
    return Came(str(url), validators, headers.get("Content-Language", ""))


def _offset(response: httpx.Response, url: httpx.URL, into: Unfinished) -> int:
    """Where the body goes on in the file: 0 where it is the whole."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return 0
    if not into.goes_on(response.headers):
        into.forget()
        raise _AgainError(SourceError(f"Wanted the rest of {url}; the host gives another part."))
    return into.size


def _retry_after(response: httpx.Response, clock: Clock) -> float | None:
    """The seconds that the server asks us to wait, from a number or a date; None where it does not say, or not so."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - clock.date())
    except (ValueError, OverflowError):  # no date, or none that there can be
        return None


def _unreachable(url: httpx.URL, fault: Exception | None) -> SourceUnreachable:
    return SourceUnreachable(f"Could not reach {url.host}: {fault or 'it has no address'}.", advice="Is this machine online?")


def _broke_off(url: httpx.URL, fault: Exception | None) -> SourceError:
    why = f": {fault}" if fault and str(fault) else ""
    return SourceError(f"Wanted {url} whole; it broke off{why}.", advice="Run the command again: it goes on where it can.")


def _asked_to_wait(url: str, seconds: float) -> SourceUnreachable:
    said = f"Wanted a document from {url}; the host asks us to wait {seconds:,.0f} seconds."
    return SourceUnreachable(said, advice="Run the command again then.")


def _too_large(url: httpx.URL, size: int, most: int) -> ReadError:
    return ReadError(
        f"Wanted a document of at most {most:,} bytes from {url}; it has {size:,} or more.",
        advice="If it is one document indeed, raise MANDATEGRAPH_SOURCE_MAX_MB.",
    )


def _too_slow(url: httpx.URL, size: int, wall_s: float) -> SourceError:
    return SourceError(
        f"Wanted {url} within {wall_s:g} seconds; {size:,} bytes came.",
        advice="Run the command again: it goes on where it can. MANDATEGRAPH_FETCH_WALL_S allows more time.",
    )
