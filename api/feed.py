"""Answers: the change feed. In: the log of changes and what serves. Out: pages of it, with where each graph's dump is. Must not
know HTTP.

A copy is brought up to date so: read what came after its generation, page by page; drop each graph that was withdrawn; put in the
place of each that was added or changed its dump, whose address stands where it was last changed; note the generation told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.changes import changes_since, dumps, page_of_changes, states
from api.library import Library, Serving
from ontology.errors import BadParameter
from stores.changes import Change, Entry, State
from stores.dumps import FORMATS, Dumps

PAGE = 20
"""Generations a page."""


@dataclass(frozen=True, slots=True)
class Graph:
    """What became of a graph, and where its dumps are by ending; nowhere where it was withdrawn or changed again since."""

    change: Change
    dumps: Mapping[str, str]
    is_last: bool

    def as_dict(self) -> dict[str, object]:
        """The graph for JSON."""
        one = self.change
        return {
            "graph": one.graph,
            "change": one.change,
            "document": one.document,
            "sha256": one.sha256,
            "statements": one.statements,
            "was_statements": one.was_statements,
            "is_last": self.is_last,
            "dumps": dict(self.dumps),
        }


@dataclass(frozen=True, slots=True)
class Told:
    """One generation of the feed."""

    entry: Entry
    graphs: tuple[Graph, ...]

    @property
    def title(self) -> str:
        """The entry in a line."""
        kinds = [graph.change.change for graph in self.graphs]
        told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "changed", "withdrawn") if kind in kinds)
        return f"{self.entry.generation}: {f'{told} of its graphs' if told else 'no graph changed'}"

    def as_dict(self) -> dict[str, object]:
        """The generation for JSON."""
        return self.entry.as_dict() | {"changes": [graph.as_dict() for graph in self.graphs]}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the feed: newest first and numbered from the oldest, or oldest first after a generation (`since`).

    `following` is the number of the older page, or the generation after which to ask on; None at the end.
    """

    generation: str
    statements: int
    entries: tuple[Told, ...]
    number: int | None
    pages: int | None
    following: str | None


def page(library: Library, serving: Serving, number: int | None) -> Page:
    """A page of the log, the newest where no number is given. BadParameter of one that there is not."""
    found, pages, entries = page_of_changes(library, serving, number, PAGE)
    if not 1 <= found <= pages:
        raise BadParameter(f"The feed has no page {found}.", advice=f"It has pages 1, the oldest, to {pages}.")
    return _page(serving, entries, found, pages, str(found - 1) if found > 1 else None)


def since(library: Library, serving: Serving, generation: str | None) -> Page:
    """What came after a generation, oldest first; None asks from the empty copy on. Errors as in `changes_since`."""
    entries = changes_since(library, serving, generation, PAGE)
    last = entries[-1].generation if entries else serving.generation.id
    return _page(serving, entries, None, None, last if last != serving.generation.id else None)


def _page(serving: Serving, entries: tuple[Entry, ...], number: int | None, pages: int | None, following: str | None) -> Page:
    held, packed = states(serving.generation), dumps(serving.generation)
    told = tuple(Told(entry, tuple(_graph(serving, one, held, packed) for one in entry.changes)) for entry in entries)
    statements = sum(state.statements for state in held.values()) if held else serving.graph.count()
    return Page(serving.generation.id, statements, told, number, pages, following)


def _graph(serving: Serving, change: Change, held: Mapping[str, State], packed: Dumps | None) -> Graph:
    now = held.get(change.graph)
    if change.change == "withdrawn":
        return Graph(change, {}, now is None)
    is_last = now is not None and now.sha256 == change.sha256
    name = packed.names.get(change.graph) if packed and is_last else None
    where = {form.ending: f"/dumps/{serving.generation.id}/{name}.{form.ending}" for form in FORMATS} if name else {}
    return Graph(change, where, is_last)
