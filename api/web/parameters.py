"""Web: parameters. In: a query string or a body, as bytes. Out: names and values. Must not know what they mean."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.exceptions import HTTPException

from ontology.errors import BadParameter, MandateGraphError, QueryTooLarge

_MOST_FIELDS = 1_000
SLOWEST_S = 60.0  # for a body to come whole: whoever sends one byte a minute would keep a connection for ever


class UnsupportedMediaType(MandateGraphError):
    """The body that came is of a type that is not read here."""


Pairs = Sequence[tuple[str, str]]


def of_address(request: Request) -> Pairs:
    """The parameters of the address in their order; BadParameter where they are not UTF-8."""
    return decoded(bytes(request.scope["query_string"]))


def decoded(form: bytes) -> Pairs:
    """Names and values of an encoded form; empty values are kept. BadParameter where it is not UTF-8, or endless."""
    try:
        return parse_qsl(form.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise BadParameter(
            "The parameters are not UTF-8 in percent-encoding.", advice="Encode them as UTF-8, then by percent signs."
        ) from error
    except ValueError as error:
        raise BadParameter(f"There are more than {_MOST_FIELDS:,} parameters.", advice="Send fewer.") from error


def values(pairs: Pairs, name: str) -> list[str]:
    """All values of a parameter, in order."""
    return [value for given, value in pairs if given == name]


def single(pairs: Pairs, name: str) -> str | None:
    """The value of a parameter that may come once; None where it is absent or empty, BadParameter where it comes again."""
    found = values(pairs, name)
    if len(found) > 1:
        raise BadParameter(f"The parameter {name!r} came {len(found)} times.", advice="Give it once.")
    return found[0] if found and found[0] else None


def whole(value: str | None, name: str, default: int, *, least: int = 0, most: int = 999_999) -> int:
    """The whole number that a parameter of that name says, the default where it is absent; BadParameter for anything but digits
    of ASCII, and beyond the bounds, which both count.
    """
    if value is None:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and least <= int(value) <= most):
        raise BadParameter(
            f"Wanted {name} as a whole number from {least} to {most}; got {value[:40]!r}.", advice=f"Write {name}={default}."
        )
    return int(value)


def page_number(pairs: Pairs) -> int:
    """The number of the page that is wanted, from 1; BadParameter for anything else."""
    return whole(single(pairs, "page"), "page", 1, least=1)


def refuse_unknown(pairs: Pairs, allowed: Sequence[str]) -> None:
    """BadParameter for a name that is not allowed, with those that are."""
    for name, _ in pairs:
        if name not in allowed:
            raise BadParameter(f"There is no parameter {name[:60]!r} here.", advice=f"There are: {', '.join(allowed)}.")


async def body(request: Request) -> bytes:
    """The body of a request, read no further than twice the longest query; QueryTooLarge beyond that."""
    return await body_within(request, 2 * request.app.state.library.settings.max_query_bytes)


async def body_within(request: Request, most: int) -> bytes:
    """The body of a request, read no further than `most` bytes; QueryTooLarge beyond that, status 408 if it does not come."""
    taken = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_S):
            async for piece in request.stream():
                taken += piece
                if len(taken) > most:
                    raise QueryTooLarge(f"The body is longer than {most:,} bytes.", advice="Ask for less at once.")
    except TimeoutError as error:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"}) from error
    return bytes(taken)
