"""Benchmarks: the lists of the REST twin. In: a published data folder. Out: milliseconds of the first page, a deep one and
one with each filter. Must not write.

    python -m benchmarks.rest --data FOLDER

A list that stands in documents should cost the same on any page, since it is sought in a few documents at a time. What stands in
none (documents, actors, mandates) is sorted whole for each page, so its cost grows with how many there are.
"""

import argparse
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from api.library import Library, Serving
from api.rest import arguments, compose, cursor, lists, rows
from api.rest.cursor import Cursor
from api.rest.fields import Resource
from api.rest.table import RESOURCES
from ontology.errors import BadParameter
from stores.settings import Settings, load_settings

REPEATS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What one question took: the median in milliseconds, and how many items it led to."""

    name: str
    asked: str
    milliseconds: float
    items: int


def measured(library: Library, serving: Serving) -> list[Line]:
    """Every list: its first page, a page nine tenths deep, each order, each filter."""
    found = []
    for resource in RESOURCES.values():
        deep = deep_cursor(library, serving, resource)
        asked: list[tuple[str, Mapping[str, str]]] = [("first page", {})]
        asked += [("deep page", {"cursor": deep})] if deep else []
        asked += [(f"sort={sort.name}", {"sort": sort.name}) for sort in resource.sorts[1:]]
        asked += [(f"{one.name}={one.example}", {one.name: one.example}) for one in resource.filters]
        for name, given in asked:
            try:
                found.append(_line(library, serving, resource, name, given))
            except BadParameter as error:
                print(f"{resource.name} {name}: {error.message}")
    return found


def deep_cursor(library: Library, serving: Serving, resource: Resource) -> str:
    """The cursor before nine tenths of the documents that a list stands in; "" for a list that stands in none."""
    wanted = arguments.wanted(library, serving, resource, {})
    if not resource.by_document:
        return ""
    held = rows.rows(serving.pool.run(compose.documents_query(wanted), base=library.settings.base).body)
    documents = sorted(row["item"]["value"] for row in held)
    last = documents[9 * len(documents) // 10]
    keys = tuple("0" if key.is_number else last for key in wanted.sort.keys)
    return cursor.written(Cursor(keys, last, serving.generation.id), arguments.asked(resource, {}))


def _line(library: Library, serving: Serving, resource: Resource, name: str, given: Mapping[str, str]) -> Line:
    taken, items = [], 0
    for _ in range(REPEATS):
        begun = time.perf_counter()
        items = len(lists.listed(library, serving, resource, given).items)
        taken.append(1_000 * (time.perf_counter() - begun))
    return Line(resource.name, name, median(taken), items)


def main(settings: Settings) -> None:
    """Prints one line a question, the slowest last."""
    library = Library.open(settings)
    with library.serving() as serving:
        for line in sorted(measured(library, serving), key=lambda one: one.milliseconds):
            print(f"{line.milliseconds:8.1f} ms  {line.items:3} items  {line.name} {line.asked}")
    library.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    main(load_settings({"MANDATEGRAPH_DATA": str(parser.parse_args().data)}))
