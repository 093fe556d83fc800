"""Answers: proof-reading. In: a query that somebody is writing. Out: what may be said of it before it is asked: its form and
cost, or the fault with line and column. Must not evaluate it over what is published.

The engine that answers queries reads it, in a worker that can be killed, over a data set without a statement: so the fault is
told where the engine will find it, and nothing is looked up.
"""

import re
from dataclasses import dataclass

from api.library import Library, Serving
from api.meaning import Asking
from api.querying.terms import PREFIXES
from ontology.errors import QueryRefused, QuerySyntaxError, QueryTooLarge
from stores.graph.checked import checked
from stores.graph.cost import LIGHT, Cost

NOTHING = "urn:mandategraph:nothing"
"""The name of a graph that is never written."""
_EXPECTED = re.compile(r"expected one of (?P<tokens>.*)", re.DOTALL)
_TOKEN = re.compile(r'"(?P<sign>(?:\\.|[^"\\])+)"|(?P<word>\b[A-Z]{2,}\b)')
_CLASS = re.compile(r"\[[^\[\]]*\.\.=[^\]]*\]")
_PLACE = re.compile(r" at line \d+, column \d+")
_MOST_TOKENS = 12
_LONGEST_NAME = 200
_NAME = re.compile(r"(?<![\w<:/#.?$\"'])([A-Za-z][\w-]*):[\w.-]*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a query cannot be asked, and where; `line` and `column` count from 1, None where no place is to blame."""

    says: str
    advice: str
    line: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A query as read: its form ("" where it has none), what it may cost, and its fault, None where it can be asked."""

    form: str
    cost: Cost
    fault: Fault | None


def proofread(library: Library, serving: Serving, text: str) -> Proof:
    """A query read as the endpoint reads it. Raises EngineBusy where no worker is free, and QueryTimeout where one
    takes too long; a fault is no error here.
    """
    settings = library.settings
    cost, form = LIGHT, ""
    try:
        known = checked(text, max_bytes=settings.max_query_bytes, search_base=settings.base)
        cost, form = known.cost, known.form or ""
        Asking(library, serving).run(text, default_graphs=(NOTHING,), named_graphs=(NOTHING,), base=settings.base)
    except QuerySyntaxError as error:
        return Proof(form, cost, fault_of(text, error))
    except (QueryRefused, QueryTooLarge) as error:
        return Proof(form, cost, Fault(error.message, error.advice, None, None))
    return Proof(form, cost, None)


def fault_of(text: str, error: QuerySyntaxError) -> Fault:
    """An error of the parser as a person reads it: a prefix that is not declared by its name, and what was expected in short."""
    name = undeclared(text, error.line, error.column)
    if not name:
        says = _PLACE.sub("", in_short(error.message), count=1) if error.line is not None else in_short(error.message)
        return Fault(says, error.advice, error.line, error.column)
    known = f"PREFIX {name}: <{PREFIXES[name]}>" if name in PREFIXES else f"PREFIX {name}: <...>"
    return Fault(f"The prefix {name}: is not declared.", f"Begin with {known}.", error.line, error.column)


def undeclared(text: str, line: int | None, column: int | None) -> str:
    """The prefix of the name before a place, where the query does not declare it: the parser then tells what else it expected."""
    lines = text.split("\n")
    if line is None or column is None or not 0 < line <= len(lines):
        return ""
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]]).rstrip()[-_LONGEST_NAME:]
    name = _NAME.search(before)
    if name is None or re.search(rf"\bprefix\s+{re.escape(name[1])}:", text, re.IGNORECASE):
        return ""
    return name[1]


def in_short(message: str) -> str:
    """A message of the parser without the classes of characters that it lists among what it expected."""
    expected = _EXPECTED.search(message)
    if expected is None:
        return message
    told = _TOKEN.finditer(_CLASS.sub("", expected["tokens"]))
    wanted = list(dict.fromkeys((one["sign"] or one["word"]).replace('\\"', '"') for one in told))
    if not wanted:
        return f"{message[: expected.start()].rstrip(': ')}."
    more = " …" if len(wanted) > _MOST_TOKENS else ""
    return f"{message[: expected.start()]}expected one of {'  '.join(wanted[:_MOST_TOKENS])}{more}"
