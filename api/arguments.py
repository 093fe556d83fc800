"""Answers: arguments. In: words of a command line. Out: pairs, filters, the text of a query file. Must not ask the library
anything.
"""

from pathlib import Path

from ontology.errors import BadParameter, SourceMissing


def read_pairs(pairs: list[str], what: str) -> list[tuple[str, str]]:
    """`name=value` words as pairs; BadParameter for a word without an equals sign."""
    split = [pair.partition("=") for pair in pairs]
    for pair, (name, sign, _) in zip(pairs, split, strict=True):
        if not sign or not name:
            raise BadParameter(f"Wanted {what} as name=value; got {pair!r}.", advice="For example document=A/75/863.")
    return [(name, value) for name, _, value in split]


def read_filters(pairs: list[str]) -> dict[str, list[str]]:
    """Filters by name; the same name may stand several times."""
    filters: dict[str, list[str]] = {}
    for name, value in read_pairs(pairs, "a filter"):
        filters.setdefault(name, []).append(value)
    return filters


def read_query(file: Path) -> str:
    """The text of a SPARQL file."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        advice = "Give a file with SPARQL in UTF-8, or the name of a query: `mandategraph query list`."
        raise SourceMissing(f"Wanted a query in {file}; it cannot be read: {error}.", advice=advice) from error
