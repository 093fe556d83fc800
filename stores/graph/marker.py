"""Keepers, graph: which generation a store by URL holds. In: the rows of its marker graph. Out: the generation, or the one that
is being brought there. Must not write.

One graph of the store says so, in Dublin Core terms: `identifier` is the generation that is there whole; `hasVersion` a token
that no second writing ever has again, so that whoever reads it twice knows that nothing was written between. While a generation
comes in several requests there is no identifier; `isReplacedBy` is what comes, `replaces` what was there, and of each graph that
was begun there is a note: its digest once all of it was sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TERMS = "http://purl.org/dc/terms/"
IDENTIFIER = f"{TERMS}identifier"
TOKEN = f"{TERMS}hasVersion"
COMING = f"{TERMS}isReplacedBy"
WAS = f"{TERMS}replaces"
BEGUN = "-"  # the note of a graph of which not all was sent
_NAMES = "{generation}"


def address_of(url: str, generation: str) -> str:
    """The address for a generation: `{generation}` in the setting stands for its id, where each has a dataset of its own."""
    return url.replace(_NAMES, generation)


def is_named(url: str) -> bool:
    """Whether the address names the generation."""
    return _NAMES in url


def marker_graph(base: str) -> str:
    """The graph that names the generation in a store whose address does not."""
    return f"{base}graph/generation"


def marker(base: str, generation: str) -> str:
    """The statement that names it, as a line of N-Quads to load beside the dump."""
    graph = marker_graph(base)
    return f'<{graph}> <{IDENTIFIER}> "{generation}" <{graph}> .'


@dataclass(frozen=True, slots=True)
class Mark:
    """What the marker graph says. `generation` is empty unless one is there whole, `token` where others filled the store.

    `notes` are the digests of graphs that were sent for the `coming` generation, None of one that was only begun.
    """

    generation: str = ""
    token: str = ""
    coming: str = ""
    was: str = ""
    notes: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, object]], base: str) -> "Mark":
        """From the rows ?s ?p ?o of the marker graph. Two identifiers say as little as none."""
        graph = marker_graph(base)
        own: dict[str, set[str]] = {}
        notes: dict[str, set[str]] = {}
        for row in rows:
            subject, name, value = str(row["s"]), str(row["p"]), str(row["o"])
            if subject == graph:
                own.setdefault(name, set()).add(value)
            elif name == TOKEN:
                notes.setdefault(subject, set()).add(value)
        generation, token, coming, was = (_only(own.get(name)) for name in (IDENTIFIER, TOKEN, COMING, WAS))
        return cls(generation, token, coming, was, _sent(notes))


def mark_query(base: str, *, notes: bool = True) -> str:
    """The SELECT query whose rows `Mark.of` reads; without the notes where only what is there is asked for."""
    graph = marker_graph(base)
    if notes:
        return f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return f"SELECT (<{graph}> AS ?s) ?p ?o WHERE {{ GRAPH <{graph}> {{ <{graph}> ?p ?o }} }}"


def _only(values: set[str] | None) -> str:
    return next(iter(values)) if values and len(values) == 1 else ""


def _sent(notes: Mapping[str, set[str]]) -> dict[str, str | None]:
    return {graph: _only(values - {BEGUN}) or None for graph, values in notes.items()}
