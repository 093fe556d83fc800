"""River, stage mend. In: the data folder before a run. Out: the same, without what damage would spoil the run. Must not touch
what cannot be made again.

The working graph shares files with generations by hard links, so a byte that a disk spoils is spoilt in all of them. It is made
from kept bytes, and is made from them again: only time is lost. Generations stay as they are: readers fall back by themselves.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ontology.errors import StoreDamaged, StoreMissing
from stores import generations
from stores.checksums import measured
from stores.generations import Build
from stores.graph.store import GraphStore
from stores.room import lack_of
from stores.settings import Settings
from stores.vectors.choices import Choices
from stores.vectors.chosen import lies_as_set

_LOG = logging.getLogger("mandategraph.ingest")
_AGAIN = "Run the same command again: all documents are described anew from their kept bytes, and no vector is computed twice."


def drop_spoilt(data: Path, graph: Path) -> list[str]:
    """Removes the working graph where a file that it shares with a generation is not what was published; answers which were."""
    spoilt = [
        f"{folder.name}/{name}"
        for folder, files in generations.records(data)
        for name, told in files.items()
        if _is_shared(folder / name, graph) and measured(folder / name) != told
    ]
    if spoilt:
        _LOG.warning("The working graph shares damaged files (%s): all documents are described anew.", ", ".join(spoilt[:3]))
        shutil.rmtree(graph)
    return spoilt


@contextmanager
def open_working(data: Path) -> Iterator[GraphStore]:
    """The working graph for writing. Where it is damaged in what it shares it is begun anew; where it turns out so only within
    the block it is removed, and StoreDamaged says that the next run makes it again.
    """
    graph = data / "work" / "graph"
    drop_spoilt(data, graph)
    try:
        with GraphStore.open(graph) as store:
            yield store
    except StoreDamaged as error:
        if str(graph) not in error.message or lack_of(error):
            raise
        shutil.rmtree(graph, ignore_errors=True)
        raise StoreDamaged(f"{error.message} It was removed.", advice=_AGAIN) from error


def wants_anew(settings: Settings, rules: str) -> bool:
    """Whether nothing sound serves yet, or what serves is damaged, was made by other rules, another model or other engines, or
    has its index elsewhere than it should lie.
    """
    try:
        serving = generations.current(settings.data)
        generations.verify(serving)
    except (StoreMissing, StoreDamaged):
        return True
    if serving.warning or _is_other(serving.build, rules, settings.model):
        return True
    return not lies_as_set(serving.index, url=settings.qdrant_url, choices=Choices.of(settings))


def _is_other(build: Build, rules: str, model: str) -> bool:
    return (
        build.ontology_version != rules
        or not build.model.startswith(model)
        or any(_installed(engine) != number for engine, number in build.engines.items())
    )


def _installed(engine: str) -> str:
    try:
        return version(engine)
    except PackageNotFoundError:
        return ""


def _is_shared(file: Path, graph: Path) -> bool:
    beside = graph / file.name
    return file.is_file() and beside.is_file() and file.samefile(beside)
