"""Answers: meaning inside SPARQL. In: a query with search patterns, and what serves. Out: its answer, the searches answered as
`/search` answers them. Must not rank by itself, nor evaluate in this process.

Rule: DESIGN section 5, "Search inside SPARQL". The rewrite is pure (stores/graph/rewrite); here is who answers it: the filters,
the limit and the ranking are those of api/search, so that IRIs and scores are the same.
"""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from api.documents import resolve_iri
from api.filters import fields_of
from api.library import Library, Serving
from api.search import MAX_LIMIT, MAX_QUESTION, MODES, checked_question, ranked
from ontology.errors import BadParameter, IriError, NotFound, QuerySyntaxError, QueryTimeout, QueryTooLarge
from ontology.iris import checked, without_language
from reading.citations.cite import cite
from stores.graph.guard import check_query
from stores.graph.lexer import line_and_column, misread, tokens
from stores.graph.rewrite import Found, rewritten
from stores.graph.searches import Search, mentioned, searched
from stores.graph.splice import Spliced
from stores.graph.worker import Answer
from stores.vectors.index import Filters, Hit, Mode

DEFAULT_LIMIT = 10
_PARTS = ("dense", "keyword", "symbol", "rerank")
_PLACE = re.compile(r"at line \d+, column \d+")
_OPERATORS = re.compile(r"""["“”«»„:*()\[\]]|(?<!\S)[-+]+|\b(?:AND|OR|NOT)\b""")
_WORDS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?words WHERE {{ <{iri}> mg:text|mg:digestText ?words }} ORDER BY (LANG(?words) != "en") LANG(?words)"""


@dataclass(frozen=True, slots=True)
class Asking:
    """Evaluates queries with search patterns over one generation, as a query pool evaluates those without."""

    library: Library
    serving: Serving

    def run(
        self,
        query: str,
        *,
        results_format: str = "json",
        graph_format: str = "turtle",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str,
    ) -> Answer:
        """The answer to a query that `check_query` let through. Raises what QueryPool.run raises, and QuerySyntaxError for a
        search that is not understood; lines and columns are those of the query as it came.
        """
        spliced = self.rewritten(query, base=base, default_graphs=default_graphs, named_graphs=named_graphs)
        try:
            return self.serving.pool.run(
                query if spliced is None else spliced.text,
                results_format=results_format,
                graph_format=graph_format,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                base=base,
            )
        except QuerySyntaxError as error:
            raise error if spliced is None else _placed(error, query, spliced) from error

    def rewritten(
        self, query: str, *, base: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Spliced | None:
        """The query in standard SPARQL, with the answers of its searches in it; None where it has none."""
        if "search" not in query and "\\" not in query:
            return None
        found = list(tokens(query))
        if not mentioned(query, found, base=base):
            return None
        until = time.monotonic() + self.library.settings.query_wall_s

        def answering(search: Search, restriction: Spliced | None) -> Sequence[Found]:
            if time.monotonic() > until:
                wall = self.library.settings.query_wall_s
                raise QueryTimeout(f"The searches of the query ran past its limit of {wall:g} s.", advice="Ask for fewer.")
            among = None
            if restriction is not None:
                among = self._bound(query, search, restriction, base, default_graphs, named_graphs)
            return self._found(query, search, among)

        spliced = rewritten(searched(query, found, base=base), answering)
        # What the guard let through as ours is gone by now; nothing else may take its place.
        check_query(spliced.text, max_bytes=len(spliced.text.encode()))
        return spliced

    def _bound(
        self,
        query: str,
        search: Search,
        restriction: Spliced,
        base: str,
        default_graphs: Sequence[str],
        named_graphs: Sequence[str],
    ) -> set[str] | None:
        """The passages that the pattern of a block binds; None where it leaves the passage open."""
        text = restriction.text
        check_query(text, max_bytes=len(text.encode()))
        try:
            answer = self.serving.pool.run(text, base=base, default_graphs=default_graphs, named_graphs=named_graphs)
        except QuerySyntaxError as error:
            raise _placed(error, query, restriction) from error
        except QueryTooLarge as error:
            advice = "Narrow the pattern, or filter by name instead, such as search:document or search:kind."
            raise QueryTooLarge(
                f"The pattern in a search block binds too many passages. {error.message}", advice=advice
            ) from error
        rows = json.loads(answer.body)["results"]["bindings"]
        name = search.subject[1:]
        return {row[name]["value"] for row in rows} if all(name in row for row in rows) else None

    def _found(self, query: str, search: Search, among: set[str] | None) -> list[Found]:
        limit, mode, fields = self._options(query, search)
        if among is not None and not among:
            return []
        try:
            if search.by_passage:
                hits = similar(self.library, self.serving, search.sought or "", fields, mode, among)
            else:
                asked = checked_question(search.sought or "")
                hits = ranked(self.library, self.serving, asked, fields, limit=MAX_LIMIT, mode=mode, among=among)
        except (BadParameter, NotFound, IriError) as error:
            raise misread(query, search.place, error.message.rstrip("."), error.advice) from error
        return [_row(rank, hit) for rank, hit in enumerate(hits[:limit], start=1)]

    def _options(self, query: str, search: Search) -> tuple[int, Mode, Filters]:
        """Limit, mode and filters. QuerySyntaxError at the option that is wrong."""
        given = dict(search.options)
        limit = _limit(query, search, given.pop("limit", None))
        mode = _mode(query, search, given.pop("mode", None))
        try:
            return limit, mode, fields_of(self.library, self.serving, given)
        except (BadParameter, NotFound, IriError) as error:
            place = next((search.places[name] for name in given if self._is_wrong(name, given[name])), search.place)
            raise misread(query, place, error.message.rstrip("."), error.advice) from error

    def _is_wrong(self, name: str, values: Sequence[str]) -> bool:
        try:
            fields_of(self.library, self.serving, {name: values})
        except (BadParameter, NotFound, IriError):
            return True
        return False


def similar(
    library: Library, serving: Serving, passage: str, fields: Filters, mode: Mode = "hybrid", among: set[str] | None = None
) -> list[Hit]:
    """The passages nearest to the words of one, which is left out. NotFound for what is no passage with words."""
    iri = resolve_iri(library, serving, passage)
    rows = serving.graph.select(_WORDS.format(iri=checked(iri)))
    if not rows:
        raise NotFound(f"No passage {passage} has words here.", advice="Give the IRI of a passage, as a search shows it.")
    asked = _meaning(str(rows[0]["words"]))
    hits = ranked(library, serving, asked, fields, limit=MAX_LIMIT, mode=mode, among=among)
    return [hit for hit in hits if without_language(hit.iri)[0] != iri]


def _single(query: str, search: Search, name: str, values: Sequence[str] | None) -> str | None:
    if values and len(values) > 1:
        raise misread(query, search.places[name], f"search:{name} came {len(values)} times", "Give it once.")
    return values[0] if values else None


def _limit(query: str, search: Search, values: Sequence[str] | None) -> int:
    value = _single(query, search, "limit", values)
    if value is None:
        return DEFAULT_LIMIT
    if not (value.isascii() and value.isdigit() and len(value) < 7 and 1 <= int(value) <= MAX_LIMIT):
        raise misread(query, search.places["limit"], f"wanted a limit from 1 to {MAX_LIMIT}; got {value[:40]!r}", "")
    return int(value)


def _mode(query: str, search: Search, values: Sequence[str] | None) -> Mode:
    value = _single(query, search, "mode", values)
    for mode in MODES:
        if mode == (value or MODES[0]):
            return mode
    raise misread(query, search.places["mode"], f"wanted a mode of {', '.join(MODES)}; got {value!r:.40}", "")


def _meaning(words: str) -> str:
    """The words of a passage as a question: what is nearest to them is sought, not what they cite, and none is an operator."""
    rest, end = "", 0
    for printed in cite(words, ()):
        if printed.symbols and printed.span.start >= end:
            rest, end = rest + words[end : printed.span.start], printed.span.end
    plain = " ".join(_OPERATORS.sub(" ", rest + words[end:]).split()) or words
    return checked_question(plain if len(plain) <= MAX_QUESTION else plain[:MAX_QUESTION].rpartition(" ")[0])


def _row(rank: int, hit: Hit) -> Found:
    iri, language = without_language(hit.iri)
    parts = {name: _double(hit.parts[name]) for name in _PARTS if name in hit.parts}
    return Found(iri, {"score": _double(hit.score), "rank": str(rank), "language": f'"{language}"'} | parts)


def _double(value: float) -> str:
    """A number as SPARQL writes a double: it reads back as the same number."""
    shown = repr(float(value))
    return shown if "e" in shown else f"{shown}e0"


def _placed(error: QuerySyntaxError, query: str, spliced: Spliced) -> QuerySyntaxError:
    """An error of the engine with line and column as they are in the query that came."""
    if error.line is None or error.column is None:
        return error
    lines = spliced.text.split("\n")
    place = sum(len(line) + 1 for line in lines[: error.line - 1]) + error.column - 1
    line, column = line_and_column(query, min(spliced.origin(place), len(query)))
    message = _PLACE.sub(f"at line {line}, column {column}", error.message, count=1)
    return QuerySyntaxError(message, line=line, column=column, advice=error.advice)
