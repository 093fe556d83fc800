"""Keepers, graph: the group patterns of SPARQL. In: the tokens of a query. Out: its triples, each with the basic graph pattern
and the blocks that it stands in. Must not know what any of them means.

Rule: SPARQL 1.1 (W3C Recommendation), section 19.8, productions 2 to 98, as far as it takes to tell a triple in a pattern from
everything else: expressions, templates and data blocks are walked through, not read.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ontology.errors import QuerySyntaxError
from stores.graph.clauses import Block, Place, Query, Range, Triples, Verb
from stores.graph.lexer import Token, misread

MOST_NESTED = 60  # braces, brackets and lists within each other; the walk takes a few frames of Python's stack for each
_ELEMENTS = ("FILTER", "OPTIONAL", "MINUS", "LATERAL", "GRAPH", "SERVICE", "BIND", "VALUES", "UNION")


def grouped(text: str, found: Sequence[Token], begins: int) -> Query:
    """The group patterns of a query whose prologue ends at token `begins`. QuerySyntaxError, with the place, where it is none."""
    walk = _Walk(text, found, begins)
    walk.query(Place())
    return walk.told


class _Walk:
    """A descent through one query; `at` is the next token."""

    def __init__(self, text: str, found: Sequence[Token], begins: int) -> None:
        self.text, self.at, self.depth, self.told = text, begins, 0, Query()
        self.tokens = [*found, Token("sign", "", len(text), len(text))]

    @property
    def token(self) -> Token:
        return self.tokens[min(self.at, len(self.tokens) - 1)]

    def sign(self, *signs: str) -> bool:
        return self.token.kind == "sign" and self.token.text in signs

    def ended(self) -> bool:
        return self.at >= len(self.tokens) - 1

    def take(self, *signs: str) -> int:
        """Steps over the next token, which must be one of those signs where any are named."""
        if self.ended() or (signs and not self.sign(*signs)):
            raise self.unexpected(" or ".join(signs) or "more")
        self.at += 1
        return self.at - 1

    def unexpected(self, wanted: str) -> QuerySyntaxError:
        came = repr(self.token.text[:40]) if self.token.text else "the end of the query"
        advice = "Look at the brackets and full stops before it."
        return misread(self.text, self.token.start, f"wanted {wanted}, got {came}", advice)

    @contextmanager
    def nested(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise self.unexpected(f"at most {MOST_NESTED} levels of brackets in a query that searches")
        yield
        self.depth -= 1

    def query(self, place: Place) -> None:
        """A query, or a sub-query up to the brace that closes it."""
        while not self.ended() and not self.sign("}"):
            if self.sign("("):
                self.expression(place)
            elif self.sign("{"):
                self.group(place)
                place = replace(place, template=False)
            elif self.token.is_word("CONSTRUCT"):
                place = replace(place, template=self.construct())
            elif self.token.is_word("FROM"):
                self.dataset()
            elif self.token.is_word("VALUES"):
                self.values()
            else:
                self.at += 1

    def construct(self) -> bool:
        """Steps over a template; whether there is none, so that the pattern is one as well."""
        self.at += 1
        if not self.sign("{"):
            return True
        self.balanced("{", "}")
        return False

    def dataset(self) -> None:
        first = self.at
        self.at += 1
        if self.token.is_word("NAMED"):
            self.at += 1
        self.take()
        self.told.dataset.append((first, self.at))

    def values(self) -> None:
        self.at += 1
        first = self.at
        if self.sign("("):
            self.balanced("(", ")")
        else:
            self.take()
        self.told.data.append((first, self.at))
        self.balanced("{", "}")

    def balanced(self, opens: str, closes: str) -> None:
        """Steps over a bracket and all that it holds."""
        depth = 0
        while True:
            depth += self.sign(opens) - self.sign(closes)
            self.take()
            if depth == 0:
                return

    def expression(self, place: Place) -> None:
        """Steps over a bracketed expression; an EXISTS in it holds a group."""
        depth = 0
        while True:
            if self.sign("{"):
                self.group(place)
                continue
            depth += self.sign("(") - self.sign(")")
            self.take()
            if depth == 0:
                return

    def group(self, place: Place) -> None:
        self.take("{")
        with self.nested():
            if self.token.is_word("SELECT"):
                self.query(replace(place, direct=False))
            else:
                self.elements(place)
        self.take("}")

    def elements(self, place: Place) -> None:
        begins: int | None = None  # of the basic graph pattern; a FILTER does not end it
        within = replace(place, direct=False)
        while not self.sign("}"):
            if self.ended():
                raise self.unexpected("}")
            other = self.sign("{") or self.token.is_word(*_ELEMENTS)
            if other and place.template:
                raise self.unexpected("nothing but triples in CONSTRUCT WHERE { … }, which is a template as well")
            if self.sign("."):
                self.at += 1
            elif self.token.is_word("FILTER"):
                self.filter(replace(within, weak=True))
            elif other:
                self.element(within)
                begins = None
            else:
                begins = self.at if begins is None else begins
                self.same_subject(begins, place)

    def element(self, place: Place) -> None:
        """Any part of a group but a FILTER and triples."""
        word = self.token.text.upper()
        if word == "VALUES":
            self.values()
        elif word == "SERVICE":
            self.service(place)
        elif word == "BIND":
            self.at += 1
            self.expression(place)
        elif word == "GRAPH":
            self.at += 1
            self.group(replace(place, graph=self.take()))
        else:  # a group, with or without OPTIONAL, MINUS, LATERAL or UNION before it
            self.at += word != "{"
            self.group(replace(place, weak=True) if word in ("OPTIONAL", "MINUS") else place)

    def filter(self, place: Place) -> None:
        self.at += 1
        while self.token.is_word("NOT", "EXISTS"):
            self.at += 1
        if self.sign("{"):
            self.group(place)
            return
        if not self.sign("("):
            self.take()  # the name of a function
        self.expression(place)

    def service(self, place: Place) -> None:
        first = self.at
        self.at += 2 if self.tokens[self.at + 1 : self.at + 2] and self.tokens[self.at + 1].is_word("SILENT") else 1
        name, number = self.take(), len(self.told.blocks)
        self.told.blocks.append(Block(first, name, self.at, self.at, place.graph, place.block))
        self.group(Place(number, direct=True))
        self.told.blocks[number] = replace(self.told.blocks[number], closes=self.at - 1)

    def same_subject(self, begins: int, place: Place) -> None:
        first, verbs = self.at, []
        self.node()
        subject = (first, self.at)
        while not self.over():
            path = self.at
            self.path()
            verbs.append(Verb((path, self.at), tuple(self.objects())))
            if not self.sign(";"):
                break
            while self.sign(";"):
                self.at += 1
        self.at += self.sign(".")
        self.told.triples.append(Triples(subject, tuple(verbs), begins, self.at, place))

    def over(self) -> bool:
        return self.sign(".", "}", "{", "]") or self.ended() or self.token.is_word(*_ELEMENTS)

    def objects(self) -> Iterator[Range]:
        while True:
            first = self.at
            self.node()
            yield first, self.at
            if not self.sign(","):
                return
            self.at += 1

    def node(self) -> None:
        """Steps over a term, a list, or a blank node with properties."""
        token = self.token
        if self.sign("("):
            self.several(")")
        elif self.sign("["):
            self.properties()
        elif token.kind == "string":
            self.at += 1
            if self.token.kind == "language":
                self.at += 1
            elif self.sign("^^"):
                self.at += 2
        elif self.sign("+", "-") or token.kind in ("variable", "iri", "name", "blank", "number"):
            self.at += 1 + (token.kind == "sign")
        elif token.is_word("TRUE", "FALSE", "UNDEF"):
            self.at += 1
        else:
            raise self.unexpected("a variable, an IRI, a literal or a list")

    def several(self, closes: str) -> None:
        self.at += 1
        with self.nested():
            while not self.sign(closes):
                self.node()
        self.at += 1

    def properties(self) -> None:
        self.at += 1
        with self.nested():
            while not self.sign("]"):
                self.path()
                for _ in self.objects():
                    pass
                while self.sign(";"):
                    self.at += 1
        self.at += 1

    def path(self) -> None:
        """Steps over a predicate or a property path."""
        if self.token.kind == "variable":
            self.at += 1
            return
        while True:
            while self.sign("^", "!"):
                self.at += 1
            if self.sign("("):
                self.balanced("(", ")")
            elif self.token.kind in ("iri", "name") or self.token.text == "a":
                self.at += 1
            else:
                raise self.unexpected("a predicate")
            while self.sign("*", "+", "?"):
                self.at += 1
            if not self.sign("/", "|"):
                return
            self.at += 1
