"""Keepers, graph: an update's text. In: what a curator sent. Out: the same with the protocol's dataset, and which graphs it may
change. Must not run it.

Rule: SPARQL 1.1 Update, section 3 and grammar rules 29 to 52; SPARQL 1.1 Protocol, section 2.2.3. An update is a row of
operations parted by semicolons outside braces; inside a template only GRAPH says where a statement goes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ontology.errors import BadParameter
from stores.graph.engine import named_graph
from stores.graph.guard import could_be_comparison, could_hold
from stores.graph.lexer import Token
from stores.graph.prologue import Prologue, prologue

_WHOLE = ("CLEAR", "DROP", "CREATE")
_BETWEEN = ("ADD", "MOVE", "COPY")
_MODIFY = ("INSERT", "DELETE", "WITH")
_ADVICE = "Name the dataset in one place: in the update, or in the request."


@dataclass(frozen=True, slots=True)
class _Operation:
    """One operation without its prologue."""

    found: Sequence[Token]
    names: Prologue

    def words(self) -> Iterator[tuple[int, Token]]:
        """The keywords outside braces, with their places."""
        depth = 0
        for at, token in enumerate(self.found):
            depth += (token.text == "{") - (token.text == "}") if token.kind == "sign" else 0
            if token.kind == "word" and not depth:
                yield at, token


def with_dataset(text: str, found: Sequence[Token], using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update with a USING clause for each graph of the protocol's dataset, in each operation that looks for something.

    BadParameter where the update names a dataset itself, or an operation takes none.
    """
    if not using and not using_named:
        return text
    clauses = [*(f"USING {named_graph(iri)}" for iri in using), *(f"USING NAMED {named_graph(iri)}" for iri in using_named)]
    places = []
    for operation in _operations(found, Prologue("", {}, 0)):
        for at, token in operation.words():
            if token.is_word("USING", "WITH"):
                raise BadParameter(f"The update says {token.text.upper()} beside a dataset of the request.", advice=_ADVICE)
            if token.is_word("WHERE"):
                if operation.found[at - 1].is_word("DELETE"):
                    raise BadParameter("DELETE WHERE takes no dataset.", advice="Write DELETE { ... } WHERE { ... }.")
                places.append(token.start)
    for place in reversed(places):
        text = f"{text[:place]}{' '.join(clauses)} {text[place:]}"
    return text


def targets(found: Sequence[Token], *, base: str, default: str) -> frozenset[str] | None:
    """The graphs that an update may change or make; None where that shows only when it runs (variables, NAMED, ALL).

    `default` stands for the unnamed graph. What is no update at all has no targets that could be told either.
    """
    if any(could_be_comparison(token) or _is_glued(token) for token in found):
        return None  # the engine might read other words than we do
    graphs: set[str] = set()
    for operation in _operations(found, Prologue(base, {}, 0)):
        some = _targets(operation, default)
        if some is None:
            return None
        graphs |= some
    return frozenset(graphs)


def _is_glued(token: Token) -> bool:
    return any(could_hold(token, word) and not token.is_word(word) for word in ("GRAPH", "SILENT"))


def _operations(found: Sequence[Token], names: Prologue) -> Iterator[_Operation]:
    depth, start = 0, 0
    for at, token in enumerate([*found, Token("sign", ";", 0, 0)]):
        depth += (token.text == "{") - (token.text == "}") if token.kind == "sign" else 0
        if token.kind == "sign" and token.text == ";" and depth <= 0:
            own = found[start:at]
            names = prologue(own, base=names.base, known=names.prefixes)
            if own[names.length :]:
                yield _Operation(own[names.length :], names)
            start = at + 1


def _targets(operation: _Operation, default: str) -> set[str] | None:
    first = operation.found[0]
    if first.is_word(*_WHOLE):
        return _named(operation, operation.found[1:], default)
    if first.is_word(*_BETWEEN):
        places = [at for at, token in operation.words() if token.is_word("TO")]
        if len(places) != 1:
            return None
        after = _named(operation, operation.found[places[0] + 1 :], default)
        before = _named(operation, operation.found[1 : places[0]], default) if first.is_word("MOVE") else set()
        return None if after is None or before is None else before | after
    return _in_templates(operation, default) if first.is_word(*_MODIFY) else None


def _named(operation: _Operation, found: Sequence[Token], default: str) -> set[str] | None:
    """The one graph that `SILENT? (GRAPH? iri | DEFAULT)` names; None for NAMED, ALL and what cannot be read."""
    rest = [token for token in found if not token.is_word("SILENT", "GRAPH")]
    if len(rest) != 1:
        return None
    if rest[0].is_word("DEFAULT"):
        return {default}
    iri = operation.names.iri(rest[0])
    return None if iri is None else {iri}


def _in_templates(operation: _Operation, default: str) -> set[str] | None:
    found, graphs = operation.found, set[str]()
    outside = default
    if found[0].is_word("WITH"):
        named = operation.names.iri(found[1]) if len(found) > 1 else None
        if named is None:
            return None
        outside = named
    graphs.add(outside)
    depth, template = 0, False
    for at, token in enumerate(found):
        if token.kind == "sign" and token.text in "{}":
            if token.text == "{" and not depth:
                template = _opens_template(found, at)
            depth += 1 if token.text == "{" else -1
        elif template and depth and token.is_word("GRAPH"):
            iri = operation.names.iri(found[at + 1]) if at + 1 < len(found) else None
            if iri is None:
                return None
            graphs.add(iri)
    return graphs


def _opens_template(found: Sequence[Token], at: int) -> bool:
    """Whether a brace outside all others opens what is written, and not what is looked for; DELETE WHERE does both."""
    return not found[at - 1].is_word("WHERE") or found[at - 2].is_word("DELETE")
