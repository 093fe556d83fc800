"""Benchmarks: the gold. In: the folder `shared` beside the checkout, or another of its form. Out: questions and annotations under
our IRIs. Must not be read by the product.

The files stay where they are: whoever has no such folder is told so, and the product neither needs nor knows them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.task import read_entries, read_json, read_table, there
from ontology.errors import SourceMissing
from ontology.iris import DEFAULT_BASE, Iris

HOME = Path(__file__).resolve().parent.parent
FIGURES = Path(__file__).resolve().parent / "figures"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@dataclass(frozen=True, slots=True)
class Question:
    """One question in one language, with the grade of each passage that matters to it, by IRI; `type` as its writer had it."""

    id: str
    language: str
    text: str
    grades: Mapping[str, int]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotated office documents: their folder, their sources, and the IRI of each annotated unit."""

    folder: Path
    sources: Path
    iris: Mapping[str, str]

    def read(self, name: str) -> Any:  # noqa: ANN401 (JSON of a form that the reader knows)
        """One file of the gold, as its JSON. Absent where there is none."""
        return read_json(there(self.folder / name))

    def entries(self, name: str, key: str, fields: Iterable[str]) -> list[dict[str, Any]]:
        """The entries under a key of one file, each with these fields. Absent where there is no such file."""
        return read_entries(there(self.folder / name), key, fields)

    def documents(self) -> tuple[str, ...]:
        """The documents that are annotated from end to end, by the names that their units begin with."""
        return tuple(document["id"] for document in self.entries("structure.json", "documents", ["id"]))

    def questions(self) -> list[Question]:
        """Every question in every language that it is asked in, those of one language together."""
        items = self.entries("queries.json", "queries", ["id", "language", "question", "relevant"])
        asked = [question for item in items for question in self._languages(item)]
        return sorted(asked, key=lambda question: (LANGUAGES.index(question.language), question.id))

    def _languages(self, item: Mapping[str, Any]) -> Iterator[Question]:
        grades = {self.iris[told["passage"]]: int(told["grade"]) for told in item["relevant"]}
        for language, text in {item["language"]: item["question"], **item.get("translations", {})}.items():
            yield Question(item["id"], language, text, grades, item.get("type", ""))


def open_gold(home: Path = HOME, base: str = DEFAULT_BASE) -> Gold:
    """The gold of the folder beside the checkout; SourceMissing says where it was looked for."""
    shared = home.parent / "shared"
    folder, sources = shared / "eval" / "office", shared / "corpus" / "office"
    for wanted in (folder / "units.tsv", sources):
        if not wanted.exists():
            raise SourceMissing(
                f"Wanted the annotated documents at {wanted}; nothing is there.",
                advice="Benchmarks need the folder `shared` beside the checkout. Everything else runs without it.",
            )
    return read_gold(folder, sources, base)


def read_gold(folder: Path, sources: Path, base: str = DEFAULT_BASE) -> Gold:
    """The gold of any folder of the same form. Absent where it has no units, ReadError where they are not in their form."""
    iris = Iris(base)
    rows = read_table(there(folder / "units.tsv"), ["unit", "iri_path"], delimiter="\t")
    return Gold(folder, sources, {row["unit"]: iris.iri(row["iri_path"]) for row in rows})


def write_figures(name: str, content: Mapping[str, object]) -> Path:
    """Writes one file of figures, the same bytes for the same figures."""
    FIGURES.mkdir(exist_ok=True)
    path = FIGURES / name
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
