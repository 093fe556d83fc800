"""Lists, read page by page as they are needed."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mandategraph_client.asking import Asked, AsyncAsking, SyncAsking
from mandategraph_client.errors import GenerationChanged, UnexpectedAnswer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its items, the generation that they come from, the SPARQL that gives the same, and what the server remarks."""

    items: list[T]
    generation: str
    sparql: str
    notice: str | None
    next_cursor: str | None


class Listing(Generic[T]):
    """A list. Iterating it gives every item; `pages()` gives page by page. Nothing is asked before that."""

    def __init__(self, asking: SyncAsking, path: str, asked: Asked) -> None:
        self._asking = asking
        self._path = path
        self._asked = asked

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def pages(self, *, cursor: str | None = None, one_generation: bool = False) -> Iterator[Page[T]]:
        """Every page from a cursor on. GenerationChanged where `one_generation` is wanted and a new one begins to serve."""
        first: str | None = None
        while True:
            page: Page[T] = _page(self._asking.get(self._path, {**self._asked, "cursor": cursor}))
            first = _same(first, page.generation, one_generation)
            yield page
            cursor = page.next_cursor
            if cursor is None:
                return

    def first(self) -> T | None:
        """The first item, None where there is none."""
        return next(iter(self), None)


class AsyncListing(Generic[T]):
    """A list, read without blocking: `async for` gives every item, `pages()` page by page."""

    def __init__(self, asking: AsyncAsking, path: str, asked: Asked) -> None:
        self._asking = asking
        self._path = path
        self._asked = asked

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self, *, cursor: str | None = None, one_generation: bool = False) -> AsyncIterator[Page[T]]:
        """Every page from a cursor on. GenerationChanged where `one_generation` is wanted and a new one begins to serve."""
        first: str | None = None
        while True:
            page: Page[T] = _page(await self._asking.get(self._path, {**self._asked, "cursor": cursor}))
            first = _same(first, page.generation, one_generation)
            yield page
            cursor = page.next_cursor
            if cursor is None:
                return

    async def first(self) -> T | None:
        """The first item, None where there is none."""
        async for item in self:
            return item
        return None


def _page(told: Any) -> Page[Any]:  # noqa: ANN401 # as JSON has it
    try:
        return Page(told["items"], told["generation"], told["sparql"], told["notice"], told["next_cursor"])
    except (KeyError, TypeError) as error:
        raise UnexpectedAnswer("Wanted a page of a list; its members are others. Is that the right server?") from error


def _same(first: str | None, generation: str, one_generation: bool) -> str:
    if one_generation and first not in (None, generation):
        raise GenerationChanged(f"The listing began in {first}; {generation} serves now. Begin anew.")
    return first or generation
