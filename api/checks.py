"""Answers: checks. In: what serves. Out: for each check whose right answer is nothing, what it found. Must not know HTTP."""

from collections.abc import Mapping
from pathlib import Path

from api.library import HOME, Library, Serving
from queries.catalogue import load_queries
from queries.runner import render


def findings(library: Library, serving: Serving, home: Path = HOME) -> Mapping[str, list[str]]:
    """Rows by check; an empty list is right."""
    checks = load_queries(home / "queries" / "checks")
    return {
        name: [" ".join(map(str, row.values())) for row in serving.graph.select(render(check, {}, base=library.settings.base))]
        for name, check in checks.items()
    }
