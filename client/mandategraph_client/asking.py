"""One question and its answer, blocking and not: the address, the retries, the errors."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from mandategraph_client.errors import ClientError, NotReachable, UnexpectedAnswer, problem_of
from mandategraph_client.retrying import Retrying

Asked = Mapping[str, str | int | float | bool | None]
_ACCEPT = {"Accept": "application/json, application/sparql-results+json, application/problem+json"}


class SyncAsking:
    """Asks one server, and waits for the answer."""

    def __init__(self, http: httpx.Client, retrying: Retrying) -> None:
        self._http = http
        self._retrying = retrying

    def get(self, path: str, asked: Asked) -> Any:  # noqa: ANN401 # each caller says which answer it expects
        """The answer in JSON. Raises what errors.py draws."""
        tried = 0
        while True:
            try:
                return _answer(self._http.get(_address(path), params=_parameters(asked), headers=_ACCEPT))
            except httpx.HTTPError as error:
                failed: ClientError = _unreached(error)
            except ClientError as error:
                failed = error
            tried += 1
            seconds = self._retrying.wait(failed, tried)
            if seconds is None:
                raise failed
            time.sleep(seconds)


class AsyncAsking:
    """Asks one server, and lets others work until the answer comes."""

    def __init__(self, http: httpx.AsyncClient, retrying: Retrying) -> None:
        self._http = http
        self._retrying = retrying

    async def get(self, path: str, asked: Asked) -> Any:  # noqa: ANN401 # each caller says which answer it expects
        """The answer in JSON. Raises what errors.py draws."""
        tried = 0
        while True:
            try:
                return _answer(await self._http.get(_address(path), params=_parameters(asked), headers=_ACCEPT))
            except httpx.HTTPError as error:
                failed: ClientError = _unreached(error)
            except ClientError as error:
                failed = error
            tried += 1
            seconds = self._retrying.wait(failed, tried)
            if seconds is None:
                raise failed
            await asyncio.sleep(seconds)


def _answer(response: httpx.Response) -> Any:  # noqa: ANN401 # as JSON has it
    if response.status_code != httpx.codes.OK:
        raise problem_of(response)
    try:
        return response.json()
    except ValueError as error:
        kind = response.headers.get("content-type", "nothing")
        raise UnexpectedAnswer(f"Wanted JSON from {response.url.path}; got {kind}. Is that the right server?") from error


def _unreached(error: httpx.HTTPError) -> NotReachable:
    return NotReachable(f"No answer: {type(error).__name__}: {error}")


def _address(path: str) -> str:
    """A path in which symbols may stand, such as S/RES/1366(2001); what is percent-encoded already stays so."""
    return quote(path, safe="/()%-._~:+,")


def _parameters(asked: Asked) -> dict[str, str | int | float]:
    return {name: _written(value) for name, value in asked.items() if value is not None}


def _written(value: str | int | float | bool) -> str | int | float:
    return str(value).lower() if isinstance(value, bool) else value
