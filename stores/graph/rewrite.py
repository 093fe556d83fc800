"""Keepers, graph: the rewrite. In: a query with search patterns, and somebody who answers them. Out: a query of standard SPARQL
with the answers in it. Must not search, nor change any byte but those of the patterns.

Rule: DESIGN section 5: an answer is put as VALUES before the basic graph pattern that its search stood in. That is a join like
the search itself, and leaves the scope of every blank node label as it was. A block becomes the join of its answer with its own
pattern, which has been evaluated before to say which passages may be found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology.errors import QuerySyntaxError
from ontology.iris import checked
from stores.graph.lexer import misread
from stores.graph.searches import OUTPUTS, Search, Searched, kept_in
from stores.graph.splice import Edit, Piece, Spliced, spliced


@dataclass(frozen=True, slots=True)
class Found:
    """One row of an answer: a passage's IRI, and its outputs by name as terms of SPARQL. An output without a value is unbound."""

    iri: str
    values: Mapping[str, str]


Answering = Callable[[Search, Spliced | None], Sequence[Found]]
"""Answers one search. With it comes the query for the passages that may be found, where its block restricts them."""


def rewritten(searched: Searched, answering: Answering) -> Spliced:
    """The query with its searches answered, those inside a block before the block. Whatever `answering` raises is raised."""
    edits = [Edit(*_offsets(searched, cut), " ") for cut in searched.cuts]
    for search in sorted(searched.searches, key=lambda search: search.block is not None):
        restriction = _restriction(searched, search, edits) if search.block else None
        answer = _answer(search, answering(search, restriction))
        edits += _long(searched, search, answer) if search.block else [Edit(search.begins, search.begins, f" {answer} ")]
    return Spliced(spliced(searched.text, edits))


def _offsets(searched: Searched, cut: tuple[int, int]) -> tuple[int, int]:
    first, last = cut
    return searched.tokens[first].start, searched.tokens[last - 1].end


def _long(searched: Searched, search: Search, answer: str) -> Iterator[Edit]:
    """A block as a group: its answer, and its own pattern as a group within. The keyword and the name go."""
    if search.block is None:
        return
    tokens, block = searched.tokens, search.block
    yield Edit(tokens[block.service].start, tokens[block.opens].end, f"{{ {answer} {{")
    yield Edit(tokens[block.closes].start, tokens[block.closes].end, "} }")


def _restriction(searched: Searched, search: Search, edits: Sequence[Edit]) -> Spliced | None:
    """The query for the passages that the pattern of a block binds, over the same dataset; None where there is no pattern."""
    block = search.block
    if block is None:
        return None
    kept = kept_in(searched, block)
    if all(token.text in (".", ";") for token in kept.values()):
        return None
    _refuse_blind(searched, search, set(kept))
    tokens, text = searched.tokens, searched.text
    around = f"GRAPH {tokens[block.graph].text} {{" if block.graph is not None else ""
    place = tokens[block.opens].end
    head = tokens[searched.prologue.length].start

    def pieces() -> Iterator[Piece]:
        yield Piece(text[:head], 0, copied=True)
        yield Piece(f"\nSELECT DISTINCT {search.subject} ", search.place, copied=False)
        for first, last in searched.query.dataset:
            start, end = _offsets(searched, (first, last))
            yield Piece(text[start:end] + " ", start, copied=True)
        yield Piece(f"{{ {around}", search.place, copied=False)
        yield from spliced(text, edits, place, tokens[block.closes].start)
        yield Piece("\n}}" if around else "\n}", tokens[block.closes].start, copied=False)

    return Spliced(pieces())


def _refuse_blind(searched: Searched, search: Search, kept: set[int]) -> None:
    """A pattern that does not bind the passage for certain restricts nothing; one that speaks of the score cannot come first."""
    outputs = {variable[1:] for variable in search.outputs.values()}
    binding = [triples for triples in searched.query.triples if not triples.place.weak]
    binds = {number for triples in binding for number in range(triples.subject[0], triples.ends)}
    binds |= {number for first, last in searched.query.data for number in range(first, last)}
    bound = False
    for number in sorted(kept):
        token = searched.tokens[number]
        if token.kind == "variable" and token.text[1:] in outputs:
            what = f"{token.text} is known only after the search, and its block is evaluated before"
            raise misread(searched.text, token.start, what, "Use it outside of the block.")
        bound |= token.kind == "variable" and token.text[1:] == search.subject[1:] and number in binds
    if not bound:
        what = f"the pattern in the block does not bind {search.subject}, so it cannot say which passages may be found"
        raise _unbound(searched, search, what)


def _unbound(searched: Searched, search: Search, what: str) -> QuerySyntaxError:
    advice = f"Add a triple such as {search.subject} mg:inDocument ?document to it, outside of OPTIONAL, MINUS and FILTER."
    return misread(searched.text, search.place, what, advice)


def _answer(search: Search, found: Sequence[Found]) -> str:
    """The answer as a group of its own, so that the engine does not loop over it. A subject that is given keeps its own rows."""
    names = [name for name in OUTPUTS if name in search.outputs]
    variables = [search.outputs[name] for name in names]
    if search.is_variable:
        rows = (" ".join([f"<{checked(one.iri)}>", *_terms(one, names)]) for one in found)
        return _values([search.subject, *variables], rows)
    return _values(variables, (" ".join(_terms(one, names)) for one in found if one.iri == search.subject))


def _terms(found: Found, names: Sequence[str]) -> list[str]:
    return [found.values.get(name, "UNDEF") for name in names]


def _values(variables: Sequence[str], rows: Iterator[str]) -> str:
    data = " ".join(f"({row})" for row in rows)
    return f"{{ SELECT * {{ VALUES ({' '.join(variables)}) {{ {data} }} }} }}"
