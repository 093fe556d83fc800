"""Benchmarks: what is judged. In: sources and a data folder. Out: a library over what was published from them. Must not bypass
the pipeline.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api.library import Library
from benchmarks.gold import Gold
from ingest.pipeline import ingest
from stores.settings import MODELS, load_settings


@contextmanager
def published(gold: Gold, named: Path | None, model: str = MODELS[0], models: Path | None = None) -> Iterator[Library]:
    """A library over the annotated documents, in the folder that was named, or in one that is gone afterwards.

    `models` is where model files are kept, by default inside the data folder.
    """
    with published_from([gold.sources], named, model, models) as library:
        yield library


@contextmanager
def published_from(
    sources: Sequence[Path], named: Path | None, model: str = MODELS[0], models: Path | None = None
) -> Iterator[Library]:
    """A library over what is read from files and folders. A run that was cut off is taken up where it was: vectors are kept.

    Without sources it is a library over what the folder that was named serves already.
    """
    if named is None:
        with TemporaryDirectory(prefix="mandategraph-bench-") as aside, published_from(sources, Path(aside), model, models) as it:
            yield it
        return
    folders = {"MANDATEGRAPH_DATA": str(named), "MANDATEGRAPH_MODELS": str(models or named / "models")}
    settings = load_settings({**folders, "MANDATEGRAPH_MODEL": model})
    for line in ingest(sources, settings).refused if sources else ():
        print(f"refused: {line.source}: {line.reason}", file=sys.stderr)
    library = Library.open(settings)
    try:
        yield library
    finally:
        library.close()
