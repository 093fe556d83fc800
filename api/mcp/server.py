"""Answers, MCP: the server. In: a library. Out: a server of the Model Context Protocol over it, for stdio and HTTP. Must not
answer anything itself.

Rule: https://modelcontextprotocol.io, by the official SDK. Tools give verbatim passages with their pinpoints, never our prose.
Over HTTP the names in the headers Host and Origin must be those of the deployment, else a page in a browser could ask through a
name that it had pointed at this machine (DNS rebinding).
"""

import functools
import logging
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Annotated, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import Field

from api.library import Library
from api.mcp import answers
from ontology.errors import AccessError, IriError, MandateGraphError, NotFound, QueryError, StoreBusy, SymbolError

LOOPBACK = ("127.0.0.1:*", "localhost:*", "[::1]:*")
INSTRUCTIONS = (
    "A knowledge graph of United Nations documents on the prevention of atrocity crimes; not an official product of the United "
    "Nations. Tools answer with passages, letter for letter, each with its pinpoint and a footnote in the United Nations' style: "
    "quote them so. Where fidelity is 'digest' the words are our own: say so, and never quote them as the document's. IRIs are "
    "permanent links; `generation` names the state of the graph that answered. Search first, then read_passage for the words "
    "around; named_query and sparql for counts and lists."
)
_TOLD = (QueryError, IriError, SymbolError, NotFound, AccessError, StoreBusy)  # their words are for those who ask
_LOG = logging.getLogger("mandategraph.mcp")

Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")

Filters = Annotated[
    dict[str, list[str]] | None,
    Field(description="Filter name to values, like {'document': ['A/75/863'], 'year_from': ['2018'], 'crime': ['genocide']}."),
]
Limit = Annotated[int, Field(description=f"How many passages at most, to {answers.MOST_FOUND}.")]
RowLimit = Annotated[int, Field(description=f"How many rows at most, to {answers.MOST_ROWS}.")]


class Tools:
    """The tools over one library. Their docstrings are what the caller's model reads of them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(
        self,
        query: Annotated[str, Field(description="A question, a symbol, or a sentence, in any of the six official languages.")],
        filters: Filters = None,
        limit: Limit = 5,
        mode: Annotated[str, Field(description="hybrid, dense or keyword.")] = "hybrid",
    ) -> answers.Found:
        """Find passages by meaning and words. Answers verbatim passages, best first."""
        return answers.search(self._library, query, filters or {}, limit, mode)

    def read_passage(
        self,
        place: Annotated[str, Field(description="Like 'A/RES/60/1, paras. 138 and 139', 'A/75/863' or an IRI from an answer.")],
        language: Annotated[str, Field(description="Language wanted, as en, fr, es, ru, ar, zh.")] = "en",
        start: Annotated[int, Field(description="Character from which on a long passage is read (its continues_at).")] = 0,
        first: Annotated[int, Field(description="Number of the first passage wanted, from 1.")] = 1,
        limit: Annotated[int, Field(description="How many passages at most, to 50.")] = 20,
    ) -> answers.ReadPassages:
        """Read a paragraph, a section or a document letter for letter, in reading order."""
        return answers.read_passage(self._library, place, language, start, first, limit)

    def precedents(
        self,
        text: Annotated[str, Field(description="A sentence or paragraph of a draft.")],
        filters: Filters = None,
        limit: Limit = 5,
    ) -> answers.PrecedentsFound:
        """Find the agreed language nearest to a draft, and who said it first and last. The draft is not kept."""
        return answers.precedents(self._library, text, filters or {}, limit)

    def check_citations(
        self, text: Annotated[str, Field(description="A draft that cites, like 'as in A/75/863, para. 36'.")]
    ) -> answers.CitationsChecked:
        """Check every citation and quotation of a draft against the texts at hand. The draft is not kept."""
        return answers.check_citations(self._library, text)

    def list_named_queries(self) -> list[answers.QueryListed]:
        """List the questions that have a query ready, with their parameters and arguments that work."""
        return answers.queries(self._library)

    def named_query(
        self,
        name: Annotated[str, Field(description="A name from list_named_queries.")],
        arguments: Annotated[dict[str, str] | None, Field(description="Argument by parameter, all as text.")] = None,
        limit: RowLimit = 50,
    ) -> answers.Rows:
        """Run a named query. Answers rows, and the passages that they name with their words."""
        return answers.named_query(self._library, name, arguments or {}, limit)

    def sparql(
        self,
        query: Annotated[str, Field(description="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE; search:matches is understood.")],
        limit: RowLimit = 50,
    ) -> answers.Rows:
        """Ask the graph in SPARQL, read-only, within limits of time, memory and rows."""
        return answers.sparql(self._library, query, limit)

    @property
    def all(self) -> Sequence[Callable[..., object]]:
        """Every tool, in the order in which they are told."""
        return (
            *(self.search, self.read_passage, self.precedents, self.check_citations),
            *(self.list_named_queries, self.named_query, self.sparql),
        )


def server_of(library: Library) -> MCPServer[object]:
    """The server. Its library is neither opened nor closed by it."""
    server = _quietly(
        lambda: MCPServer[object](
            "mandategraph", title="Mandate Graph", instructions=INSTRUCTIONS, version=version("mandategraph"), subscriptions=False
        )
    )
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in Tools(library).all:
        server.add_tool(_plainly(tool), annotations=reads, structured_output=True)
    return server


def security(hosts: Sequence[str]) -> TransportSecuritySettings:
    """What the SDK checks of the headers Host and Origin: only these hosts, given as name:port, name, or name:* for any port."""
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=list(hosts), allowed_origins=origins)


def _quietly(made: Callable[[], MCPServer[object]]) -> MCPServer[object]:
    """The SDK sets up the log of the whole process when a server is made, and logs what callers sent: ours says both or not."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    server = made()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("mcp").setLevel(logging.ERROR)
    return server


def _plainly(tool: Callable[Asked, Answered]) -> Callable[Asked, Answered]:
    """The tool, its errors told as what was wanted, what came and what to do; of what is wrong here only that it is."""

    @functools.wraps(tool)
    def told(*given: Asked.args, **named: Asked.kwargs) -> Answered:
        try:
            return tool(*given, **named)
        except _TOLD as error:
            raise ToolError(f"{type(error).__name__}: {error}") from None
        except MandateGraphError as error:
            _LOG.error("%s: %s: %s", getattr(tool, "__name__", "tool"), type(error).__name__, error)
            raise ToolError("Nothing is published here yet, or it cannot be read; the server's log says more.") from None

    return told
