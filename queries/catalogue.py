"""Questions: the catalogue. In: a folder of .rq files. Out: named queries with typed parameters. Must not evaluate any.

A query begins with comment lines that say what it answers and what it wants:

    # title: Recommendations by addressee
    # summary: What the documents ask of an actor, with pinpoints.
    # param: addressee iri required "Actor, as IRI or path (actor/member-states)"
    # param: since year optional "Earliest year" default=1945
    # example: addressee=actor/member-states since=2015

In the query, `$addressee` is a parameter and `?actor` an ordinary variable.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from ontology.errors import QueryError
from stores.graph.lexer import tokens

ParameterType = Literal["iri", "document", "symbol", "string", "integer", "decimal", "year", "language"]

_HEADER = re.compile(r"#\s*(title|summary|param|example)\s*:\s*(.+)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_WANTED = f'Write: # param: name {"|".join(get_args(ParameterType))} required|optional "what it is" [default=value]'


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. An optional one without a default stands for any value: it renders as UNDEF, inside VALUES."""

    name: str
    type: ParameterType
    required: bool
    description: str
    default: str | None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with a name (the stem of its file), its header as values, and its text as written."""

    name: str
    title: str
    summary: str
    parameters: tuple[Parameter, ...]
    examples: tuple[Mapping[str, str], ...]
    text: str

    @property
    def parameter_by_name(self) -> Mapping[str, Parameter]:
        """The parameters, keyed by name, in the order of the header."""
        return {parameter.name: parameter for parameter in self.parameters}


def load_queries(folder: Path) -> Mapping[str, NamedQuery]:
    """The queries of a folder, keyed and ordered by name; QueryError names the file and the header line that is wrong."""
    files = sorted(folder.glob("*.rq"))
    if not files:
        raise QueryError(f"Wanted *.rq files in {folder}; there are none.", advice="Give the folder queries/ of the checkout.")
    return MappingProxyType({path.stem: load_query(path) for path in files})


def load_query(path: Path) -> NamedQuery:
    """One query file; QueryError names the header line that is missing or wrong."""
    text = path.read_text(encoding="utf-8")
    header = _header(path, text)
    query = NamedQuery(
        name=path.stem,
        title=_single(path, header, "title"),
        summary=_single(path, header, "summary"),
        parameters=tuple(_parameter(path, line, value) for line, key, value in header if key == "param"),
        examples=tuple(_example(path, line, value) for line, key, value in header if key == "example"),
        text=text,
    )
    _check(path, query)
    return query


def _header(path: Path, text: str) -> list[tuple[int, str, str]]:
    """Line number, key and value of each header line; the header ends at the first line that is not a comment."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        match = _HEADER.fullmatch(line.rstrip())
        if not match:
            raise _wrong(path, number, line, "Header lines are title, summary, param and example.")
        found.append((number, match[1], match[2]))
    return found


def _single(path: Path, header: list[tuple[int, str, str]], key: str) -> str:
    values = [value for _, found, value in header if found == key]
    if len(values) != 1:
        raise QueryError(f"{path} has {len(values)} header lines {key!r}; it must have one.", advice=f"Write: # {key}: …")
    return values[0]


def _parameter(path: Path, line: int, value: str) -> Parameter:
    words = _words(path, line, value)
    if len(words) not in (4, 5) or not _NAME.fullmatch(words[0]):
        raise _wrong(path, line, value, _WANTED)
    name, kind, need, description = words[:4]
    default = words[4].removeprefix("default=") if len(words) == 5 and words[4].startswith("default=") else None
    if kind not in get_args(ParameterType) or need not in ("required", "optional") or (len(words) == 5 and default is None):
        raise _wrong(path, line, value, _WANTED)
    if need == "required" and default is not None:
        raise _wrong(path, line, value, "A required parameter has no default.")
    return Parameter(name, kind, need == "required", description, default)  # type: ignore[arg-type] # one of get_args, see above


def _example(path: Path, line: int, value: str) -> Mapping[str, str]:
    pairs = [word.partition("=") for word in _words(path, line, value)]
    if not all(name and sign for name, sign, _ in pairs):
        raise _wrong(path, line, value, "Write: # example: name=value name=value")
    return MappingProxyType({name: given for name, _, given in pairs})


def _words(path: Path, line: int, value: str) -> list[str]:
    try:
        return shlex.split(value)
    except ValueError as error:
        raise _wrong(path, line, value, f"{error}.") from error


def _check(path: Path, query: NamedQuery) -> None:
    """The header and the text must speak of the same parameters, and the examples must be ones that can be asked."""
    declared = [parameter.name for parameter in query.parameters]
    used = {token.text[1:] for token in tokens(query.text) if token.kind == "variable" and token.text.startswith("$")}
    if len(set(declared)) != len(declared) or set(declared) != used:
        raise QueryError(f"{path} declares the parameters {declared} and uses {sorted(used)}; they must be the same.")
    required = {parameter.name for parameter in query.parameters if parameter.required}
    for example in query.examples:
        if not required <= set(example) <= set(declared):
            raise QueryError(f"{path} has an example with {sorted(example)}; required are {sorted(required)} of {declared}.")


def _wrong(path: Path, line: int, value: str, advice: str) -> QueryError:
    return QueryError(f"{path}, line {line}: the header line {value!r} cannot be read.", advice=advice)
