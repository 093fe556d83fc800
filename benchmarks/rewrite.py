"""Benchmarks: the rewrite. In: the W3C queries of SPARQL 1.1. Out: how many keep their answers when a search takes the place of a
predicate. Must not use the parser that it judges to choose what is replaced.

Metamorphic: `?s <p> ?o` has the pairs of p as its solutions, and so has `?s search:matches ("p" ?o)` where the search is answered
with these pairs. Both are evaluated by one engine over one data set, so whatever differs is the rewrite's doing. Blank nodes of
the data are made IRIs first, because VALUES cannot hold them.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from benchmarks.conformance import Case, answered, cases, loaded
from benchmarks.gold import write_figures
from benchmarks.scale import SHARED
from ontology.errors import MandateGraphError, QuerySyntaxError
from stores.graph.lexer import Token, tokens
from stores.graph.prologue import Prologue, prologue, string_of
from stores.graph.rewrite import Found, rewritten
from stores.graph.searches import KNOWN, SEARCH, Search, searched
from stores.graph.splice import Edit, Spliced, spliced

COMMAND = "python -m benchmarks.rewrite"
SUITE = "conformance/sparql/sparql11/manifest-sparql11-query.ttl"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BY_CHANCE = ("RAND", "NOW", "UUID", "STRUUID", "BNODE", "SAMPLE")
_AFTER = ("FILTER", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES")
_BEFORE = ("{", ".", "}", ")")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One `subject <p> ?o, <o2>` of a query, by its tokens; an object has the term that it is, "" for a variable.

    `graph` is the IRI of the GRAPH around it, "" for none, "?" for any.
    """

    predicate: str
    at: int
    objects: Mapping[int, str]
    alone: bool
    graph: str


@dataclass(slots=True)
class Told:
    """What became of the queries and of their variants."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)


def judged(case: Case, told: Told) -> None:
    """Reads one query, and compares each of its variants with it."""
    text, base = case.query.read_text(encoding="utf-8"), case.query.as_uri()
    try:
        found = list(tokens(text))
        searched(text, found, base=base)
    except QuerySyntaxError as error:
        told.refused[f"not parsed: {error.message}"] += 1
        told.differing.append(f"{case.name}: not parsed: {error.message}")
        return
    told.counts["parsed"] += 1
    if case.evaluated:
        told.counts["evaluated"] += 1
        _compared(case, text, found, told)


def _compared(case: Case, text: str, found: Sequence[Token], told: Told) -> None:
    base, words = case.query.as_uri(), {token.text.upper() for token in found if token.kind == "word"}
    patterns = [one for one in _patterns(found, base) if one.graph != "?" or told.left_out.update(["within GRAPH ?g"])]
    if not patterns:
        told.left_out["no predicate that stands by itself with its objects"] += 1
        return
    if words & set(_BY_CHANCE):
        told.left_out["answers by chance"] += 1
        return
    store = loaded(case)
    wanted = answered(store, text, base, words)
    if wanted is None:
        told.left_out["the engine does not evaluate it as it is"] += 1
        return
    told.counts["with a pattern"] += 1
    kept = True
    for name, variant, searches in _variants(text, found, patterns):
        told.counts["variants"] += 1
        try:
            new = _rewritten(store, variant, base, searches)
        except MandateGraphError as error:
            told.counts["variants refused"] += 1
            told.refused[_reason(error)] += 1
            continue
        told.counts["variants compared"] += 1
        if answered(store, new, base, words) == wanted:
            told.counts["variants with the same answer"] += 1
        else:
            kept = False
            told.differing.append(f"{case.name}: {name}")
    told.counts["queries that keep their answers"] += kept


def _reason(error: MandateGraphError) -> str:
    """What was refused, without the place and without what the query calls its variables."""
    reason = error.message.partition(": ")[2] or error.message
    return " ".join("?" if word.startswith(("?", "$")) else word for word in reason.split())


def _patterns(found: Sequence[Token], base: str) -> Iterator[Pattern]:
    """Found by their neighbours alone: a name after a subject or a semicolon, then terms, then the end of the sentence."""
    names = prologue(found, base=base, known=KNOWN)
    for at in range(names.length + 1, len(found) - 2):
        token, before = found[at], found[at - 1]
        iri = _TYPE if token.is_word("A") and token.text == "a" else names.iri(token)
        first = before.kind in ("variable", "iri", "name") and found[at - 2].text in _BEFORE
        if iri is None or not (first or before.text == ";"):
            continue
        objects, then = {}, at + 1
        while (term := _term(found, then, names)) is not None:
            objects[then], then = term, then + 1
            if found[then].text != ",":
                break
            then += 1
        after = found[then]
        if objects and (after.text in (".", ";", "}", "{") or after.is_word(*_AFTER)):
            yield Pattern(iri, at, objects, first and after.text != ";", _graph(found, at, names))


def _term(found: Sequence[Token], at: int, names: Prologue) -> str | None:
    """An IRI or a plain string as the engine writes it, "" for a variable; None for all else."""
    token = found[at]
    if token.kind == "variable":
        return ""
    if token.kind == "string" and found[at + 1].text in (".", ";", ",", "}"):
        return str(pyoxigraph.Literal(string_of(token)))
    iri = names.iri(token)
    return f"<{iri}>" if iri else None


def _graph(found: Sequence[Token], at: int, names: Prologue) -> str:
    """The term of the innermost GRAPH whose braces hold token `at`."""
    depth = 0
    for number in range(at - 1, 1, -1):
        depth += (found[number].text == "}") - (found[number].text == "{")
        if depth < 0:
            depth = 0
            if found[number - 2].is_word("GRAPH"):
                return names.iri(found[number - 1]) or "?"
    return ""


def _variants(text: str, found: Sequence[Token], patterns: Sequence[Pattern]) -> Iterator[tuple[str, str, int]]:
    """A name, the query with searches, and how many: each predicate alone, all at once, and blocks for what stands alone."""
    for predicate in sorted({pattern.predicate for pattern in patterns}):
        chosen = [pattern for pattern in patterns if pattern.predicate == predicate]
        yield f"<{predicate}>", _short(text, found, chosen), sum(len(one.objects) for one in chosen)
    yield "all predicates", _short(text, found, patterns), sum(len(one.objects) for one in patterns)
    alone = [one for one in patterns if one.alone and len(one.objects) == 1 and found[one.at - 1].kind == "variable"]
    if alone and "_:" not in text and "[" not in text:  # a block ends the basic graph pattern, and with it the scope of a label
        yield "blocks", _long(text, found, alone), len(alone)


def _short(text: str, found: Sequence[Token], patterns: Sequence[Pattern]) -> str:
    edits = []
    for one in patterns:
        token = found[one.at]
        edits.append(Edit(token.start, token.end, f" <{SEARCH}matches> "))
        for number, term in one.objects.items():
            value = found[number]
            edits.append(Edit(value.start, value.end, f"({_sought(one, term)} {'' if term else value.text})"))
    return Spliced(spliced(text, edits)).text


def _long(text: str, found: Sequence[Token], patterns: Sequence[Pattern]) -> str:
    edits = []
    for one in patterns:
        number, term = next(iter(one.objects.items()))
        subject, value, after = found[one.at - 1], found[number], found[number + 1]
        output = "" if term else f" ; <{SEARCH}score> {value.text}"
        block = f" SERVICE SILENT <{SEARCH}index> {{ {subject.text} <{SEARCH}query> {_sought(one, term)}{output} . }} "
        edits.append(Edit(subject.start, after.end if after.text == "." else value.end, block))
    return Spliced(spliced(text, edits)).text


def _sought(pattern: Pattern, term: str) -> str:
    """Predicate, graph and object as the words of a search: a JSON list in a JSON string, whose escapes are SPARQL's as well."""
    return json.dumps(json.dumps([pattern.predicate, pattern.graph, term]))


def _rewritten(store: pyoxigraph.Store, text: str, base: str, searches: int) -> str:
    """The variant in standard SPARQL. A search that the rewrite overlooks makes the answer wrong, which then shows."""

    def pairs(search: Search, _: Spliced | None) -> list[Found]:
        predicate, graph, value = json.loads(search.sought or "")
        place = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
        quads = store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None, place)
        chosen = [quad for quad in quads if not value or str(quad.object) == value]
        return [Found(quad.subject.value, {"score": str(quad.object)}) for quad in chosen]  # type: ignore[union-attr] # no triples

    read = searched(text, list(tokens(text)), base=base)
    if len(read.searches) != searches:
        raise QuerySyntaxError(f"Overlooked: {searches} searches were put in, {len(read.searches)} were read.")
    return rewritten(read, pairs).text


def figures(shared: Path) -> dict[str, object]:
    """Counts over the suite: queries parsed, variants compared and refused, those that differ by name."""
    told = Told()
    for case in cases(shared / SUITE):
        told.counts["queries"] += 1
        judged(case, told)
    return {
        "command": COMMAND,
        **dict(told.counts),
        "left_out": dict(sorted(told.left_out.items())),
        "refused": dict(sorted(told.refused.items())),
        "differing": told.differing,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and writes the figures; 1 where an answer differs or a query was not parsed."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    told = figures(parser.parse_args(arguments).shared)
    print(json.dumps(told, indent=1))
    print(write_figures("rewrite.json", told))
    return 1 if told["differing"] else 0


if __name__ == "__main__":
    sys.exit(main())
