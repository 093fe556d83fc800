"""Errors of the client, as a tree.

ClientError
├── ProblemError         the server says what is wrong (RFC 9457): status, detail, advice
│   ├── BadRequest       400: a parameter is unknown or malformed
│   ├── NotFound         404: nothing of that name is in the generation that serves
│   ├── Gone             410: it was published once, and was taken back
│   ├── RateLimited      429: too many requests; `retry_after` says when to come again
│   └── Unavailable      503: busy, or the question ran past its limit
├── NotReachable         nobody answers
├── UnexpectedAnswer     what came is no answer of this interface
└── GenerationChanged    the pages of one listing are of two generations, and that was not wanted
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx


class ClientError(Exception):
    """Base of every error of this client."""


class ProblemError(ClientError):
    """What the server says is wrong. `retry_after` is in seconds; None where the server does not tell."""

    def __init__(self, status: int, detail: str, advice: str = "", error: str = "", retry_after: float | None = None) -> None:
        super().__init__(" ".join(part for part in (f"{status} {error}:".strip(), detail, advice) if part))
        self.status = status
        self.detail = detail
        self.advice = advice
        self.error = error
        self.retry_after = retry_after


class BadRequest(ProblemError):
    """A parameter is unknown or malformed; `advice` says what is allowed."""


class NotFound(ProblemError):
    """Nothing of that name is in the generation that serves."""


class Gone(ProblemError):
    """It was published once, and was taken back."""


class RateLimited(ProblemError):
    """Too many requests."""


class Unavailable(ProblemError):
    """The server is busy, or the question ran past its limit."""


class NotReachable(ClientError):
    """Nobody answers at the address, or the answer broke off."""


class UnexpectedAnswer(ClientError):
    """What came is no answer of this interface."""


class GenerationChanged(ClientError):
    """A new generation began to serve while a listing was read."""


_BY_STATUS: Mapping[int, type[ProblemError]] = {
    400: BadRequest,
    404: NotFound,
    410: Gone,
    429: RateLimited,
    503: Unavailable,
}


def problem_of(response: httpx.Response) -> ProblemError:
    """The error that a response tells of."""
    try:
        told = response.json()
    except ValueError:
        told = {}
    if not isinstance(told, dict):
        told = {}
    kind = _BY_STATUS.get(response.status_code, ProblemError)
    detail = str(told.get("detail") or response.reason_phrase)
    return kind(
        response.status_code, detail, str(told.get("advice", "")), str(told.get("error", "")), seconds_until_retry(response)
    )


def seconds_until_retry(response: httpx.Response, now: datetime | None = None) -> float | None:
    """What Retry-After says, in seconds: it holds a number or a date (RFC 9110, section 10.2.3). None where it says nothing."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
