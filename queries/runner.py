"""Questions: the runner. In: a named query and arguments. Out: query text with terms in it, or its answer. Must not trust them.

Arguments are written into the text, not handed to the engine as substitutions: pyoxigraph's substitutions mislabel rows where
the variable stands only in a sub-select (DESIGN section 5). The lexer finds the places, so nothing inside a string, a
comment or an IRI is ever replaced, and each argument becomes one RDF term of its type, whatever characters it holds.
"""

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from ontology.errors import BadParameter, IriError, SymbolError, UnknownQuery
from ontology.iris import Iris
from ontology.symbol import Symbol
from queries.catalogue import NamedQuery, Parameter, ParameterType
from stores.graph.lexer import tokens
from stores.graph.worker import Answer

ANY = "UNDEF"

_ABSOLUTE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_PATH = re.compile(r"[a-z][a-z0-9-]*/[^\s<>\"{}|\\^`\x00-\x20]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f\"\\]")


def find(queries: Mapping[str, NamedQuery], name: str) -> NamedQuery:
    """The query of that name; UnknownQuery lists those that there are."""
    if name not in queries:
        raise UnknownQuery(f"No query is named {name!r}.", advice=f"There are: {', '.join(queries)}.")
    return queries[name]


def render(query: NamedQuery, arguments: Mapping[str, str], *, base: str) -> str:
    """The query's text with a term for each parameter and `BASE` before it, so that relative IRIs are those of the deployment.

    BadParameter for an unknown, missing or malformed argument, with what is allowed.
    """
    _refuse_unknown(query, arguments)
    terms = {f"${parameter.name}": _term(query, parameter, arguments, Iris(base)) for parameter in query.parameters}
    pieces, place = [f"BASE <{base}>\n"], 0
    for token in tokens(query.text):
        if token.text in terms and token.kind == "variable":
            pieces += [query.text[place : token.start], terms[token.text]]
            place = token.end
    return "".join([*pieces, query.text[place:]])


class Evaluator(Protocol):
    """Who evaluates a query text: a query pool, or one that answers the searches in it first."""

    def run(self, query: str, *, results_format: str = "json", base: str) -> Answer:
        """The answer, serialised."""


def run(
    evaluator: Evaluator, query: NamedQuery, arguments: Mapping[str, str], *, base: str, results_format: str = "json"
) -> Answer:
    """The answer to a named query over a published generation. A document may be given by any of its symbols."""
    render(query, arguments, base=base)  # each argument is checked before any is looked up
    resolved = {name: _first_symbol(evaluator, query, name, value, base) for name, value in arguments.items()}
    return evaluator.run(render(query, resolved, base=base), results_format=results_format, base=base)


def _first_symbol(evaluator: Evaluator, query: NamedQuery, name: str, value: str, base: str) -> str:
    """The document's IRI where the graph knows one by this symbol; else the value as it came, which then finds nothing."""
    parameter = query.parameter_by_name.get(name)
    if parameter is None or parameter.type != "document" or not _is_symbol(value):
        return value
    lookup = f"SELECT ?document {{ ?document <{_SYMBOL}> {_symbol(value, Iris(base))} }} ORDER BY STR(?document) LIMIT 1"
    rows = json.loads(evaluator.run(lookup, base=base).body)["results"]["bindings"]
    return str(rows[0]["document"]["value"]) if rows else value


def _is_symbol(value: str) -> bool:
    return not any(form.fullmatch(value) for form in (_ABSOLUTE, _PATH, _SLUG))


def _refuse_unknown(query: NamedQuery, arguments: Mapping[str, str]) -> None:
    allowed = query.parameter_by_name
    for name in arguments:
        if name not in allowed:
            raise BadParameter(
                f"The query {query.name} has no parameter {name!r}.", advice=f"It has: {', '.join(allowed) or 'none'}."
            )


def _term(query: NamedQuery, parameter: Parameter, arguments: Mapping[str, str], iris: Iris) -> str:
    value = arguments.get(parameter.name, parameter.default)
    write, allowed = _WRITERS[parameter.type]
    if value is None and not parameter.required:
        return ANY
    if value is None:
        raise BadParameter(
            f"The query {query.name} wants the parameter {parameter.name!r}: {parameter.description}.", advice=f"Give {allowed}."
        )
    try:
        return write(value, iris)
    except (ValueError, SymbolError, IriError) as error:
        raise BadParameter(
            f"The parameter {parameter.name!r} of {query.name} is {value!r}.", advice=f"It must be {allowed}."
        ) from error


def _iri(value: str, iris: Iris) -> str:
    if _ABSOLUTE.fullmatch(value):
        return f"<{value}>"
    if not _PATH.fullmatch(value):
        raise ValueError(value)
    return f"<{iris.iri(value)}>"


def _document(value: str, iris: Iris) -> str:
    if _ABSOLUTE.fullmatch(value):
        return f"<{value}>"
    if _SLUG.fullmatch(value):
        return f"<{iris.document(value)}>"
    if _PATH.fullmatch(value):
        return f"<{iris.iri(value)}>"
    return f"<{iris.document(str(Symbol.parse_all(value)[0]))}>"


def _symbol(value: str, iris: Iris) -> str:
    return _string(str(Symbol.parse_all(value)[0]), iris)


def _string(value: str, _: Iris) -> str:
    value.encode()  # a lone surrogate is no character of RDF: UnicodeEncodeError is a ValueError
    return '"' + _UNPRINTED.sub(lambda match: f"\\u{ord(match[0]):04X}", value) + '"'


def _integer(value: str, _: Iris) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError(value)
    return str(int(value))


def _decimal(value: str, _: Iris) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?", value):
        raise ValueError(value)
    return value if "." in value else f"{value}.0"


def _year(value: str, _: Iris) -> str:
    if not re.fullmatch(r"[12][0-9]{3}", value):
        raise ValueError(value)
    return value


def _language(value: str, _: Iris) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(value)
    return f'"{value.lower()}"'


_SYMBOL = "https://w3id.org/mandategraph/ontology#symbol"
_WRITERS: Mapping[ParameterType, tuple[Callable[[str, Iris], str], str]] = MappingProxyType(
    {
        "iri": (_iri, "an absolute http or https IRI, or a path such as actor/member-states"),
        "document": (
            _document,
            "a symbol such as A/75/863, a name such as results-framework, a path such as instrument/charter, or an IRI",
        ),
        "symbol": (_symbol, "a document symbol such as A/75/863"),
        "string": (_string, "a text"),
        "integer": (_integer, "a whole number"),
        "decimal": (_decimal, "a number such as 0.95"),
        "year": (_year, "a year of four digits"),
        "language": (_language, "a language tag such as en or zh"),
    }
)
