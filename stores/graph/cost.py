"""Keepers, graph: what a query may cost. In: its tokens. Out: a hint, before it runs. Must not refuse or evaluate it.

A hint from the text alone: whether patterns that nothing joins multiply each other, whether a path may run without an end, and
whether ORDER BY must hold all of that. What it misses is found by the clock; what it names wrongly waits in the other lane.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stores.graph.lexer import Token
from stores.graph.statements import statement

_EXPRESSIONS = ("FILTER", "BIND", "HAVING", "ORDER", "GROUP", "BY")
_LEADS = ("OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "EXISTS", "LATERAL", "VALUES", "CONSTRUCT", "SELECT", "WHERE")
_MOST_NAMED = 4
_MOST_PARTS, _DEEPEST = 400, 100  # of a query; what is longer is not weighed, which would take longer than many a query
_LONG = ("long", f"it has more than {_MOST_PARTS} patterns, or groups more than {_DEEPEST} deep: ask in several queries")


@dataclass(frozen=True, slots=True)
class Cost:
    """Why a query may be heavy, as pairs of a short name and a part of a sentence; a light one has none."""

    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def heavy(self) -> bool:
        """Whether it should wait with its like."""
        return bool(self.reasons)

    @property
    def header(self) -> str:
        """The hint in one line of ASCII, for a header: `light`, or `heavy; "cross product", "unbounded path"`."""
        names = ", ".join(f'"{name}"' for name in dict.fromkeys(name for name, _ in self.reasons))
        return f"heavy; {names}" if names else "light"

    @property
    def advice(self) -> str:
        """The reasons as sentences; empty for a light query."""
        return " ".join(f"{words[:1].upper()}{words[1:]}." for _, words in self.reasons)


LIGHT = Cost()


@dataclass(slots=True)
class _Part:
    """What binds variables in a group: a statement, a group within it, VALUES or BIND, which do not multiply. `small` parts begin
    at a constant, `open` ones have none, and one that `runs` holds a path without an end.
    """

    variables: set[str]
    small: bool
    open: bool = False
    runs: bool = False
    multiplies: bool = True


@dataclass(slots=True)
class _Group:
    """A group being read: the word before it, the variables bound around it, that of its GRAPH, its parts. `heads`: it is a
    sub-query, whose pattern is a group within.
    """

    lead: str
    around: frozenset[str]
    graph: frozenset[str]
    heads: bool = False
    parts: list[_Part] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)


def cost_of(found: Sequence[Token]) -> Cost:
    """The hint for a query. Never an error: of a malformed query it tells something, and the engine the rest."""
    walk = _Walk()
    for token in found:
        walk.step(token)
        if walk.parts > _MOST_PARTS or len(walk.stack) > _DEEPEST:
            return Cost((_LONG,))
    walk.close_all()
    if walk.reasons and any(token.is_word("ORDER") for token in found):
        walk.note("sorted", "ORDER BY holds every row of that before it gives the first")
    return Cost(tuple(walk.reasons))


class _Walk:
    """One pass over the tokens, without recursion: a query nested a thousand deep is read like any other."""

    def __init__(self) -> None:
        self.reasons: list[tuple[str, str]] = []
        self.stack: list[_Group] = []
        self.parts = 0  # of all groups
        self.lead = ""
        self.named: frozenset[str] = frozenset()  # the variables after GRAPH or VALUES, whose braces come next
        self.skipped = 0  # braces open in a template or a data block
        self.brackets = 0  # open in an expression
        self.expression: list[str] | None = None  # the variables of one that is read now
        self.waits: list[tuple[int, list[str] | None]] = []  # expressions around a group, such as that of EXISTS

    def note(self, name: str, words: str) -> None:
        if (name, words) not in self.reasons and sum(name == known for known, _ in self.reasons) == 0:
            self.reasons.append((name, words))

    def step(self, token: Token) -> None:
        if self.skipped:
            self.skipped += (token.text == "{") - (token.text == "}") if token.kind == "sign" else 0
        elif token.kind == "sign" and token.text == "{":
            self.open()
        elif token.kind == "sign" and token.text == "}":
            self.close()
        elif self.expression is not None:
            self.express(token)
        elif token.kind == "word" and token.text != "a" and not token.is_word("TRUE", "FALSE", "UNDEF"):
            self.word(token.text.upper())
        elif self.lead in ("GRAPH", "VALUES", "SERVICE"):
            self.named |= {token.text[1:]} if token.kind == "variable" else set()
        elif self.stack and not self.stack[-1].heads:
            self.state(token)

    def add(self, group: _Group, part: _Part) -> None:
        self.parts += 1
        group.parts.append(part)

    def word(self, word: str) -> None:
        self.flush()
        if word == "SELECT" and self.stack and not self.stack[-1].parts:
            self.stack[-1].heads, self.stack[-1].around = True, frozenset()
        if word in ("FILTER", "BIND") and self.stack:
            self.brackets, self.expression = 0, [word]
        elif word in _LEADS:
            self.lead = word

    def express(self, token: Token) -> None:
        """One token of an expression, which ends with its brackets."""
        if token.kind == "variable" and self.expression is not None:
            self.expression.append(token.text[1:])
        if token.is_word("EXISTS"):
            self.lead = "EXISTS"
        if token.kind == "sign" and token.text in "()":
            self.brackets += 1 if token.text == "(" else -1
            if self.brackets == 0:
                self.expressed()

    def expressed(self) -> None:
        names, self.expression = self.expression or [""], None
        if names[0] == "BIND" and self.stack:
            self.add(self.stack[-1], _Part(set(names[1:]), small=len(names) == 2, multiplies=False))  # BIND(1 AS ?x)

    def state(self, token: Token) -> None:
        group = self.stack[-1]
        if token.kind == "sign" and token.text == ".":
            self.flush()
        else:
            group.tokens.append(token)
            self.lead = ""

    def flush(self) -> None:
        """Ends the statement that is being read."""
        if not self.stack or not self.stack[-1].tokens:
            return
        group = self.stack[-1]
        read, group.tokens = statement(group.tokens), []
        if read.unbounded == "anything":
            self.note("unbounded path", "a path through any property without an end may visit the whole graph")
        if read.variables:
            self.add(group, _Part({*read.variables, *group.graph}, read.anchored, read.open, bool(read.unbounded)))
            group.bound |= read.variables

    def open(self) -> None:
        self.flush()
        lead, self.lead = self.lead, ""
        named, self.named = self.named, frozenset()
        if lead in ("VALUES", "CONSTRUCT"):
            self.skipped = 1
            if lead == "VALUES" and self.stack:
                self.add(self.stack[-1], _Part(set(named), small=True, multiplies=False))
                self.stack[-1].bound |= named
            return
        around = frozenset(self.stack[-1].around | self.stack[-1].bound) if self.stack else frozenset[str]()
        self.waits.append((self.brackets, self.expression))
        self.expression = None
        self.stack.append(_Group(lead, around, named if lead == "GRAPH" else frozenset()))

    def close(self) -> None:
        if not self.stack:
            return
        self.flush()
        group = self.stack.pop()
        self.brackets, self.expression = self.waits.pop()
        if self.expression is not None and self.brackets == 0:
            self.expressed()
        self.weigh(group)
        self.lead = ""
        if not self.stack or group.lead in ("MINUS", "EXISTS"):
            return
        self.join(group)

    def join(self, group: _Group) -> None:
        """A group becomes a part of that around it; the arms of a UNION become one."""
        outer = self.stack[-1]
        names = {name for part in group.parts for name in part.variables}
        weighing = [part for part in group.parts if part.multiplies]
        part = _Part(
            names,
            small=any(each.small for each in group.parts) or not weighing,
            open=any(each.open for each in weighing),
            multiplies=bool(weighing),
        )
        if group.lead == "UNION" and outer.parts:
            left = outer.parts.pop()
            part = _Part(left.variables | names, left.small and part.small, left.open or part.open)
        self.add(outer, part)
        outer.bound |= names

    def weigh(self, group: _Group) -> None:
        large = [parts for parts in _joined(group) if not any(part.small for part in parts)]
        if len(large) > 1:
            first, second = (_named(parts) for parts in large[:2])
            self.note("cross product", f"nothing joins the patterns of {first} with those of {second}: share a variable")
        if any(part.runs for parts in large for part in parts):
            self.note("unbounded path", "a path without an end runs between two variables: begin or end it at an IRI")
        if any(sum(part.open for part in parts) > 1 for parts in large):
            self.note("no constant", "several patterns of three variables each match every statement: name a property or a type")

    def close_all(self) -> None:
        while self.stack:
            self.close()


def _joined(group: _Group) -> list[list[_Part]]:
    """The parts of a group in sets that share variables, those bound around it counted as one; without what never multiplies."""
    sets: list[tuple[set[str], list[_Part]]] = []
    around = set(group.around)
    for part in group.parts:
        names, members = set(part.variables), [part]
        if names & around:
            names |= around
        apart = []
        for known, parts in sets:
            if known & names:
                names |= known
                members = [*parts, *members]
            else:
                apart.append((known, parts))
        sets = [*apart, (names, members)]
    return [parts for _, parts in sets if any(part.multiplies for part in parts)]


def _named(parts: Iterable[_Part]) -> str:
    names = sorted({name for part in parts for name in part.variables if not name.startswith("_:")})
    return "{" + " ".join(f"?{name}" for name in names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "") + "}"
