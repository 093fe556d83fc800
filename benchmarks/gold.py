"""Benchmarks: the gold. In: the folder `shared` beside the checkout. Out: questions and annotations under our IRIs. Must not
be read by the product.

The files stay where they are: whoever has no such folder is told so, and the product neither needs nor knows them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ontology.errors import SourceMissing
from ontology.iris import DEFAULT_BASE, Iris

HOME = Path(__file__).resolve().parent.parent
FIGURES = Path(__file__).resolve().parent / "figures"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@dataclass(frozen=True, slots=True)
class Question:
    """One question in one language, with the grade of each passage that matters to it, by IRI."""

    id: str
    language: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotated office documents: their folder, their sources, and the IRI of each annotated unit."""

    folder: Path
    sources: Path
    iris: Mapping[str, str]

    def read(self, name: str) -> Any:  # noqa: ANN401 (JSON of a form that the reader knows)
        """One file of the gold, as its JSON."""
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def questions(self) -> list[Question]:
        """Every question in every language that it is asked in, those of one language together."""
        asked = [question for item in self.read("queries.json")["queries"] for question in self._languages(item)]
        return sorted(asked, key=lambda question: (LANGUAGES.index(question.language), question.id))

    def _languages(self, item: Mapping[str, Any]) -> Iterator[Question]:
        grades = {self.iris[told["passage"]]: int(told["grade"]) for told in item["relevant"]}
        for language, text in {item["language"]: item["question"], **item.get("translations", {})}.items():
            yield Question(item["id"], language, text, grades)


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
    iris = Iris(base)
    lines = (folder / "units.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.rstrip("\n").split("\t") for line in lines if line.strip())
    return Gold(folder, sources, {unit: iris.iri(path) for unit, path in pairs})


def write_figures(name: str, content: Mapping[str, object]) -> Path:
    """Writes one file of figures, the same bytes for the same figures."""
    FIGURES.mkdir(exist_ok=True)
    path = FIGURES / name
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
