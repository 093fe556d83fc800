"""Benchmarks: keeping and moving. In: a published data folder, which is only read. Out: seconds, bytes and memory of export to
plain files and of rebuilding from them, and whether both export the same. Must not write into the data folder.
"""

import argparse
import hashlib
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.gold import write_figures
from benchmarks.scale import machine
from ingest.export import export_plain
from ingest.pipeline import silent
from ingest.rebuild import rebuild
from stores.generations import current
from stores.graph.store import GraphStore
from stores.settings import Settings, load_settings

COMMAND = "python -m benchmarks.moved --data FOLDER"


def measured(act: Callable[[], object]) -> Mapping[str, float]:
    """Seconds that an act took, and the most memory that this process has held so far, in MB."""
    start = time.monotonic()
    act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": round(time.monotonic() - start, 1), "peak_mb": peak}


def exported(settings: Settings) -> str:
    """The sha256 of what serves, as sorted N-Quads."""
    digest = hashlib.sha256()
    with GraphStore.read_only(current(settings.data).graph) as graph:
        for line in graph.export():
            digest.update(line)
    return digest.hexdigest()


def moved(settings: Settings, scratch: Path) -> dict[str, object]:
    """The figures of one data folder, moved into the scratch folder."""
    folder, again = scratch / "plain", replace(settings, data=scratch / "data")
    written = measured(lambda: export_plain(folder, settings, silent))
    sizes = {file.name: file.stat().st_size for file in sorted(folder.iterdir())}
    made = measured(lambda: rebuild(folder, again, silent))
    record = json.loads((folder / "generation.json").read_text(encoding="utf-8"))
    return {
        "passages": record["passages"],
        "statements": record["statements"],
        "export": written,
        "bytes": sizes,
        "rebuild": made,
        "same_generation": current(settings.data).id == current(again.data).id,
        "same_export": exported(settings) == exported(again),
    }


def main() -> None:
    """Measures and prints; with --write also into benchmarks/figures/moved.json. Status 1 where what was rebuilt differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="a published data folder")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()), help="where there is room for it twice")
    parser.add_argument("--write", action="store_true", help="keep the figures")
    given = parser.parse_args()
    settings = replace(load_settings(), data=given.data)
    scratch = Path(tempfile.mkdtemp(prefix="mandategraph-moved-", dir=given.scratch))
    try:
        figures = {"command": COMMAND, "machine": machine(), **moved(settings, scratch)}
    finally:
        shutil.rmtree(scratch)
    print(json.dumps(figures, indent=1))
    if given.write:
        write_figures("moved.json", figures)
    if not figures["same_export"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
