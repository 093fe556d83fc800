"""Web: limits a client. In: every request. Out: the same, or 429 with the time to come again. Must not limit polite use.

Each caller has an allowance of light requests a minute, and as many at once; a route that works more takes more of it. This
machine itself is not limited, and health, figures and styles cost nothing.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.allowance import Allowances
from api.web import problems
from api.web.callers import caller_in, is_own_machine
from ontology.errors import EngineBusy, RateLimited

# In light requests, by the first step of the path: our judgement, after the times that benchmarks/soak.py prints.
COSTS: Mapping[str, int] = MappingProxyType(
    {
        "health": 0,
        "live": 0,
        "metrics": 0,
        "static": 0,
        "robots.txt": 0,
        "search": 4,
        "precedents": 10,
        "check": 20,
        "desk": 20,
        "go": 10,
        "compare": 4,
        "dossier": 4,
        "queries": 4,
        "dumps": 5,
        "mcp": 10,
    }
)
PAPER = 20
"""What a paper costs beside what it says: it is set by a process of its own (PDF) or keeps a processor busy (Word)."""
_FORMS = ("check", "desk")  # read, they are empty forms
_PAPERS = re.compile(rb"\bformat=(?:pdf|docx|word)\b|application/(?:pdf|vnd\.openxmlformats)", re.IGNORECASE)


class Limits:
    """Takes the cost of each request from its caller's allowance; no middleware at all where the setting is 0."""

    def __init__(self, app: ASGIApp, allowances: Allowances, per_minute: int) -> None:
        self._app = app
        self._allowance = allowances.made("requests", per_minute, burst=max(per_minute, *COSTS.values()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange."""
        if scope["type"] == "http" and not is_own_machine(scope):
            cost = cost_of(scope)
            try:
                if cost:
                    self._allowance.take(caller_in(scope), cost)
            except (RateLimited, EngineBusy) as error:
                await problems.answer(Request(scope), error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def cost_of(scope: Scope) -> int:
    """What a request takes: by its address, whether it brings something to be read, and whether a paper is to be written."""
    step = scope["path"].partition("/")[2].partition("/")[0]
    cost = 1 if step in _FORMS and scope["method"] in ("GET", "HEAD") else COSTS.get(step, 1)
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    wanted = unquote_to_bytes(bytes(scope["query_string"])) + b" " + bytes(accept)
    return cost + PAPER if cost and _PAPERS.search(wanted) else cost
