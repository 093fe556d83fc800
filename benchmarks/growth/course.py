"""Benchmarks, growth: the course. In: a folder and how much of everything. Out: where each step works and what it found, kept as
the step ends. Must not measure.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scale import SHARED, unpacked
from stores.settings import MODELS, Settings

REGISTRY = SHARED / "corpus" / "scale" / "registry.tar.xz"
RESOLUTIONS = SHARED / "corpus" / "scale" / "akoma-ntoso.tar.xz"
REGISTRY_PASSAGES = 117_661  # of all documents of the Registry's archive: tells how many documents give so many passages
WORKERS = 2
_MB = 1_000_000  # as disks are sold; memory is told in MB of 1,048,576 bytes, as the system tells it

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Course:
    """One course of measurements: its folder, the share of each size (1 for the whole), vectors that are known already, models,
    the archives of the Registry and of resolutions, and the model that is asked with.
    """

    data: Path
    share: float
    vectors: Path | None
    models: Path
    registry: Path = REGISTRY
    resolutions: Path = RESOLUTIONS
    model: str = MODELS[0]

    def sized(self, whole: int) -> int:
        """That many of something in this course; never none."""
        return max(1, round(whole * self.share))

    def scratch(self, name: str) -> Path:
        """The folder that a step works in; whoever made it removes it."""
        return self.data / "scratch" / name

    def sources(self, share: float) -> list[Path]:
        """Each n-th document of both archives, by name, so that they are that share of all."""
        return [self._some(self.registry, share), self._some(self.resolutions, share)]

    def registry_of(self, passages: int) -> list[Path]:
        """Each n-th document of the Registry, so many that they have about that many passages."""
        return [self._some(self.registry, self.share * passages / REGISTRY_PASSAGES)]

    def _some(self, archive: Path, share: float) -> Path:
        self.data.mkdir(parents=True, exist_ok=True)
        whole = unpacked(archive, self.data)
        documents = sum(path.is_file() for path in whole.rglob("*"))
        return whole if share >= 1 else unpacked(archive, self.data, max(1, round(documents * share)))

    def settings(self, data: Path) -> Settings:
        """The settings of a data folder with real vectors, without re-ranking, which is off above 50,000 passages, and without
        remembered answers: each size does the same work for each question.
        """
        return Settings(
            data=data, model=self.model, models=self.models, workers=WORKERS, rerank_passages=0, remembered_mb=0, query_wall_s=60
        )

    def kept(self, step: str) -> dict[str, Any] | None:
        """What a step found; None where it has not ended yet."""
        file = self._file(step)
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None

    def keep(self, step: str, figures: Figures) -> None:
        """Keeps what a step found, whole or not at all."""
        file = self._file(step)
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".partial")
        aside.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        aside.replace(file)

    def _file(self, step: str) -> Path:
        return self.data / "steps" / f"{step}.json"


def disk_mb(folder: Path) -> float:
    """What the files of a folder, or one file, take on the disk, in MB of 1,000,000 bytes; hard links count once."""
    files = [folder] if folder.is_file() else [path for path in folder.rglob("*") if path.is_file()]
    blocks = {(stat.st_dev, stat.st_ino): stat.st_blocks for stat in map(os.stat, files)}
    return round(sum(blocks.values()) * 512 / _MB, 1)


def index_mb(index: Path) -> dict[str, float]:
    """What an index takes by part: dense vectors, keywords (vectors and lists), payload, lists of payload, columns, the rest."""
    parts = {"dense": ("vector_storage-dense",), "keyword": ("vector_storage-keyword", "vector_index-keyword")}
    parts |= {"payload": ("payload_storage",), "payload_lists": ("payload_index",), "columns": ("columns.npz",)}
    found = dict.fromkeys(parts, 0.0)
    for file in index.rglob("*"):
        for part, names in parts.items():
            if file.is_file() and any(name in file.relative_to(index).parts for name in names):
                found[part] += file.stat().st_blocks * 512 / _MB
    told = {part: round(mb, 1) for part, mb in found.items()}
    return told | {"rest": round(disk_mb(index) - sum(found.values()), 1)}


def removed(folder: Path) -> None:
    """Frees the disk of what a step worked on."""
    shutil.rmtree(folder, ignore_errors=True)


def generation_of(data: Path) -> Path:
    """The folder of the generation that serves."""
    return data / "generations" / (data / "current").read_text(encoding="utf-8").strip()
