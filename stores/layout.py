"""Keepers: the layout. In: a data folder. Out: whether this version may read and write it. Must not look into what lies there.

One number says which form everything in a data folder has. Each part also knows a form of its own (ledger, index, word index,
token vectors, archives) and refuses or rebuilds what it cannot read; this number keeps a version from even looking at a folder
that a newer one has changed. It is raised when an older version would misread something; LAYOUTS then says what changed.
"""

from collections.abc import Mapping
from pathlib import Path

from ontology.errors import StoreDamaged, StoreStale

FILE = "layout"
LAYOUTS: Mapping[int, str] = {
    1: "without this file: what was written before the number was",
    2: "the number; all else as in 1",
}
LAYOUT = max(LAYOUTS)
_LONGEST = 100


def check_layout(data: Path) -> int:
    """The layout of a data folder. StoreStale where a newer version wrote it, StoreDamaged where the file says no number.

    A folder without the file, also one that is not there, has layout 1. Older ones are read as they are: what has another form in
    them is upgraded by the next ingest from the bytes that are kept.
    """
    file = data / FILE
    if not file.is_file():
        return 1
    with file.open("rb") as told:
        text = told.read(_LONGEST).decode("utf-8", "replace").strip()
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise StoreDamaged(
            f"Wanted the number of the layout in {file}; got {text!r}.",
            advice=f"Write {LAYOUT} into it if this version wrote the folder; else restore a backup into it with --force.",
        )
    if int(text) > LAYOUT:
        raise StoreStale(
            f"The data folder {data} has layout {text}; this version knows those up to {LAYOUT}. Nothing was read or written.",
            advice="Run the newer version that wrote it, or set MANDATEGRAPH_DATA to another folder and ingest there.",
        )
    return int(text)


def write_layout(data: Path) -> None:
    """Says that the folder has the layout of this version; nothing happens where it says so. Wants the writer's lock held."""
    if (data / FILE).is_file() and check_layout(data) == LAYOUT:
        return
    aside = data / f"{FILE}.partial"
    aside.write_text(f"{LAYOUT}\n", encoding="utf-8")
    aside.replace(data / FILE)
