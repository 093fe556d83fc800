"""Keepers, graph: the search patterns of a query. In: its text and tokens. Out: what each asks for, where it stands, which words
are its own. Must not search.

Rule: DESIGN section 5, "Search inside SPARQL": `?p search:matches ("words" ?score 50 search:kind "Recommendation")`, and
`SERVICE search:index { ?p search:query "words" ; search:score ?score ; search:limit 50 . <a pattern that binds ?p> }`.
`search:similarTo` takes a passage where these take words. Whatever else stands in the namespace is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ontology.errors import QuerySyntaxError
from ontology.iris import DEFAULT_BASE
from stores.graph.clauses import Block, Query, Range, Triples
from stores.graph.groups import grouped
from stores.graph.lexer import Token, misread
from stores.graph.prologue import Prologue, prologue, string_of

SEARCH = f"{DEFAULT_BASE}search#"
INDEX = f"{SEARCH}index"
KNOWN = {"search": SEARCH}
"""Prefixes that need no declaration."""
OUTPUTS = ("score", "rank", "language", "dense", "keyword", "symbol", "rerank")
MOST_SEARCHES = 5
MOST_VALUES = 50  # of one search, options and outputs together
SHORT = '?p search:matches ("words" ?score 50), or search:similarTo (<passage> ?score 20)'
LONG = 'SERVICE search:index { ?p search:query "words" ; search:score ?score ; search:limit 50 . <a pattern that binds ?p> }'
_ASKS = {"matches": "words", "query": "words", "similarTo": "passage"}


@dataclass(slots=True)
class Search:
    """One search pattern. `subject` is a variable as written, or an absolute IRI; `sought` are the words, or a passage's IRI.

    `outputs` has the variable for each part of the answer, `options` the constants by name, with the offset of each in `places`.
    `place` is where it stands, `begins` where its answer belongs. A long form has its `block`; `around` is the block that a
    short form stands in.
    """

    subject: str
    place: int
    begins: int
    block: Block | None = None
    around: Block | None = None
    by_passage: bool = False
    sought: str | None = None
    outputs: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    @property
    def is_variable(self) -> bool:
        """Whether the subject is to be found, and not one passage that may or may not be among those found."""
        return self.subject[0] in "?$"

    @property
    def variables(self) -> list[str]:
        """The variables that it binds, without their signs."""
        return [variable[1:] for variable in (self.subject, *self.outputs.values()) if variable[0] in "?$"]


@dataclass(frozen=True, slots=True)
class Searched:
    """A query with its search patterns, in the order of the text. `cuts` are the tokens that only the searches need."""

    text: str
    tokens: Sequence[Token]
    prologue: Prologue
    query: Query
    searches: tuple[Search, ...]
    cuts: tuple[Range, ...]


def mentioned(text: str, found: Sequence[Token], *, base: str) -> bool:
    """Whether any name of the search namespace stands in a query. Costs one look through the text where none does."""
    if "search" not in text and "\\" not in text:
        return False
    names = prologue(found, base=base, known=KNOWN)
    return any((names.iri(token) or "").startswith(SEARCH) for token in found[names.length :])


def own_blocks(found: Sequence[Token], *, base: str) -> set[int]:
    """The numbers of the SERVICE keywords that name our own index, by IRI or by any prefix that stands for it."""
    names = prologue(found, base=base, known=KNOWN)
    services = (number for number, token in enumerate(found) if token.is_word("SERVICE"))
    return {number for number in services if (after := _named(found, number)) is not None and names.iri(after) == INDEX}


def searched(text: str, found: Sequence[Token], *, base: str) -> Searched:
    """The search patterns of a query. QuerySyntaxError, with line, column and what is allowed, for any shape but those above."""
    names = prologue(found, base=base, known=KNOWN)
    return _Reader(text, found, names, grouped(text, found, names.length)).read()


def _named(found: Sequence[Token], service: int) -> Token | None:
    after = found[service + 1 : service + 3]
    return after[-1] if len(after) == 2 and after[0].is_word("SILENT") else (after[0] if after else None)


class _Reader:
    """Reads the searches off the triples of one query; `used` are the numbers of the tokens that were understood."""

    def __init__(self, text: str, found: Sequence[Token], names: Prologue, query: Query) -> None:
        self.text, self.found, self.names, self.query = text, found, names, query
        self.used: set[int] = set()
        self.searches: list[Search] = []

    def read(self) -> Searched:
        own = {number: block for number, block in enumerate(self.query.blocks) if self.iri(block.name) == INDEX}
        for number, block in own.items():
            self.used.add(block.name)
            if block.inside is not None:
                raise self.wrong(block.service, "a SERVICE block cannot stand in another")
            self.long(block, [one for one in self.query.triples if one.place.block == number and one.place.direct])
        for triples in self.query.triples:
            self.short(triples, own.get(triples.place.block) if triples.place.block is not None else None)
        self.refuse_others()
        self.searches.sort(key=lambda search: search.place)
        if len(self.searches) > MOST_SEARCHES:
            wanted = f"at most {MOST_SEARCHES} search patterns may stand in a query; this is one more"
            raise misread(self.text, self.searches[MOST_SEARCHES].place, wanted, "Ask in two queries.")
        return Searched(self.text, self.found, self.names, self.query, tuple(self.searches), tuple(self.cuts()))

    def iri(self, number: int) -> str | None:
        return self.names.iri(self.found[number])

    def wrong(self, number: int, what: str, advice: str = "") -> QuerySyntaxError:
        place = self.found[number].start if number < len(self.found) else len(self.text)
        return misread(self.text, place, what, advice or f"Write {SHORT}, or {LONG}.")

    def local(self, bounds: Range) -> str | None:
        """The local name of a term that is one name of the search namespace."""
        iri = self.iri(bounds[0]) if bounds[1] - bounds[0] == 1 else None
        return iri.removeprefix(SEARCH) if iri and iri.startswith(SEARCH) else None

    def short(self, triples: Triples, around: Block | None) -> None:
        for verb in triples.verbs:
            name = self.local(verb.path)
            if verb.path[0] in self.used or name not in ("matches", "similarTo"):
                continue
            if triples.place.template:
                what = "CONSTRUCT WHERE { … } is a template as well, and cannot hold a search"
                raise self.wrong(verb.path[0], what, "Write CONSTRUCT { … } WHERE { … }.")
            self.used.add(verb.path[0])
            for bounds in verb.objects:
                search = self.begun(triples, verb.path[0])
                search.around = around
                self.listed(search, name, bounds)
                self.searches.append(search)

    def long(self, block: Block, direct: Sequence[Triples]) -> None:
        search: Search | None = None
        for triples in direct:
            for verb in triples.verbs:
                name = self.local(verb.path)
                if name is None or name == "matches":
                    continue
                search = search or self.begun(triples, block.service)
                if search.subject.lstrip("?$") != self.subject(triples).lstrip("?$"):
                    raise self.wrong(triples.subject[0], "a block searches for one variable; this is another")
                self.used.add(verb.path[0])
                for bounds in verb.objects:
                    self.given(search, name, verb.path[0], bounds)
        if search is None or search.sought is None:
            raise self.wrong(block.service, "the block does not say what is searched for")
        if not search.is_variable:
            what = "a block searches for a variable"
            raise self.wrong(block.service, what, "Bind it in the block: VALUES ?p { <passage> }")
        search.block = block
        search.begins = search.place
        self.searches.append(search)

    def begun(self, triples: Triples, at: int) -> Search:
        return Search(self.subject(triples), self.found[at].start, self.found[triples.begins].start)

    def subject(self, triples: Triples) -> str:
        """The subject as a search takes it: a variable, or an IRI."""
        first, last = triples.subject
        token = self.found[first]
        iri = self.names.iri(token)
        if last - first > 1 or (token.kind != "variable" and iri is None):
            raise self.wrong(first, "a search finds a variable or a passage's IRI, not a blank node, a list or a literal")
        return token.text if iri is None else iri

    def cuts(self) -> Iterator[Range]:
        """The verbs of searches with their objects; the whole sentence where no other verb is left."""
        for triples in self.query.triples:
            gone = [verb.path[0] in self.used for verb in triples.verbs]
            if not any(gone):
                continue
            if all(gone):
                yield triples.subject[0], triples.ends
                continue
            for verb, then, is_gone in zip(triples.verbs, [*triples.verbs[1:], None], gone, strict=True):
                if is_gone:
                    yield verb.path[0], then.path[0] if then else verb.objects[-1][1]

    def listed(self, search: Search, name: str, bounds: Range) -> None:
        """The object of a short form: what is sought, alone or first in a list, then score, limit and options by name."""
        first, last = bounds
        if self.found[first].text != "(":
            self.given(search, name, first, bounds)
            return
        items = list(self.items(first + 1, last - 1))
        if not items:
            raise self.wrong(first, "the list is empty")
        self.given(search, name, first, items.pop(0))
        for kind, option in (("variable", "score"), ("number", "limit")):
            if items and self.found[items[0][0]].kind == kind:
                self.given(search, option, items[0][0], items.pop(0))
        while items:
            at = items.pop(0)
            option = self.local(at) or ""
            if not option or not items:
                what = "in the list, words or passage, ?score and limit come first, then options as name and value"
                raise self.wrong(at[0], what)
            self.used.add(at[0])
            self.given(search, option, at[0], items.pop(0))

    def items(self, first: int, last: int) -> Iterator[Range]:
        """The terms of a list; a sign belongs to its number, a language tag or a datatype to its string."""
        while first < last:
            token, size = self.found[first], 1
            if token.text in ("+", "-") and token.kind == "sign":
                size = 2
            elif token.kind == "string" and first + 1 < last:
                size += {"language": 1, "sign": 2}.get(self.found[first + 1].kind, 0)
            yield first, min(first + size, last)
            first += size

    def given(self, search: Search, name: str, at: int, bounds: Range) -> None:
        """Takes one value: of what is sought, of an output, or of an option."""
        token = self.found[bounds[0]]
        if len(search.outputs) + sum(map(len, search.options.values())) >= MOST_VALUES:
            raise self.wrong(at, f"a search takes at most {MOST_VALUES} values", "Leave some out.")
        if token.kind == "variable" and name not in _ASKS:
            self.output(search, name, at, token)
            return
        value = self.constant(bounds)
        if name in _ASKS:
            if search.sought is not None:
                raise self.wrong(at, "a search has one text or passage")
            if value is None or (token.kind == "string") != (_ASKS[name] == "words"):
                raise self.wrong(bounds[0], f"search:{name} wants its {_ASKS[name]} as a constant")
            search.sought, search.by_passage = value, _ASKS[name] == "passage"
        elif value is not None:
            search.options.setdefault(name, []).append(value)
            search.places.setdefault(name, token.start)

    def output(self, search: Search, name: str, at: int, token: Token) -> None:
        if name not in OUTPUTS:
            can = ", ".join(f"search:{output}" for output in OUTPUTS)
            raise self.wrong(at, f"search:{name} cannot be bound to a variable", f"Those that can: {can}.")
        if name in search.outputs or token.text[1:] in search.variables:
            raise self.wrong(at, f"{token.text} and search:{name} may be used once in a search", "Take another variable.")
        search.outputs[name] = token.text

    def constant(self, bounds: Range) -> str | None:
        """A plain string, an absolute IRI or a whole number; None for UNDEF."""
        token, iri, size = self.found[bounds[0]], self.iri(bounds[0]), bounds[1] - bounds[0]
        if size == 1 and token.is_word("UNDEF"):
            return None
        if size == 1 and token.kind == "string":
            return string_of(token)
        if size == 1 and token.kind == "number":
            return token.text
        if size == 1 and iri is not None:
            return iri
        wanted = "a search takes constants: a string without language or datatype, an IRI, a whole number"
        raise self.wrong(bounds[0], wanted)

    def refuse_others(self) -> None:
        """Whatever else stands in the namespace is a mistake: left alone it would find nothing, without a word."""
        for number in range(self.names.length, len(self.found)):
            if number not in self.used and (self.iri(number) or "").startswith(SEARCH):
                raise self.wrong(number, f"{self.found[number].text} cannot stand here")


def kept_in(searched: Searched, block: Block) -> dict[int, Token]:
    """The tokens of a block that are no search's own words: the pattern that restricts, by their numbers."""
    gone = {number for first, last in searched.cuts for number in range(first, last)}
    return {number: searched.tokens[number] for number in range(block.opens + 1, block.closes) if number not in gone}
