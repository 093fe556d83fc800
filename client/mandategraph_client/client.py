"""The client, blocking and not."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from mandategraph_client.models import Query, QueryAnswer
from mandategraph_client.reading import AsyncReading, Reading
from mandategraph_client.retrying import Retrying

_AGENT = {"User-Agent": "mandategraph-client/1.0"}
_TIMEOUT_S = 60.0


class MandateGraph(Reading):
    """A server by its address. Use it in a `with` statement, or call close().

    `http` takes a client of your own, with its proxies, headers and limits; it is then yours to close.
    """

    def __init__(self, address: str = "", *, retrying: Retrying | None = None, http: httpx.Client | None = None) -> None:
        self._own = http is None
        made = http or httpx.Client(base_url=address, headers=_AGENT, timeout=_TIMEOUT_S)
        super().__init__(made, retrying or Retrying())

    def __enter__(self) -> "MandateGraph":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections, where they are this client's own."""
        if self._own:
            self._http.close()

    def queries(self) -> list[Query]:
        """Every named query with its parameters."""
        told: Mapping[str, list[Query]] = self.get("/api/v1/queries", {})
        return told["queries"]

    def query(self, name: str, /, **arguments: str | int | float) -> QueryAnswer:
        """The rows of a named query, such as cited-by with the argument target."""
        answer: QueryAnswer = self.get(f"/api/v1/queries/{name}", arguments)
        return answer

    def sparql(self, text: str) -> Mapping[str, Any]:
        """The answer to a SELECT or ASK, as SPARQL 1.1 Query Results JSON Format writes it."""
        answer: Mapping[str, Any] = self.get("/sparql", {"query": text})
        return answer


class AsyncMandateGraph(AsyncReading):
    """A server by its address, asked without blocking. Use it in an `async with` statement, or await close()."""

    def __init__(self, address: str = "", *, retrying: Retrying | None = None, http: httpx.AsyncClient | None = None) -> None:
        self._own = http is None
        made = http or httpx.AsyncClient(base_url=address, headers=_AGENT, timeout=_TIMEOUT_S)
        super().__init__(made, retrying or Retrying())

    async def __aenter__(self) -> "AsyncMandateGraph":
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections, where they are this client's own."""
        if self._own:
            await self._http.aclose()

    async def queries(self) -> list[Query]:
        """Every named query with its parameters."""
        told: Mapping[str, list[Query]] = await self.get("/api/v1/queries", {})
        return told["queries"]

    async def query(self, name: str, /, **arguments: str | int | float) -> QueryAnswer:
        """The rows of a named query, such as cited-by with the argument target."""
        answer: QueryAnswer = await self.get(f"/api/v1/queries/{name}", arguments)
        return answer

    async def sparql(self, text: str) -> Mapping[str, Any]:
        """The answer to a SELECT or ASK, as SPARQL 1.1 Query Results JSON Format writes it."""
        answer: Mapping[str, Any] = await self.get("/sparql", {"query": text})
        return answer
