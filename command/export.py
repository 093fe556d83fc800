"""Front door: `mandategraph export --plain`. In: a folder to write. Out: plain files that the product can be rebuilt from. Wiring
only.
"""

import sys
from pathlib import Path

from command.console import err, plain_errors
from stores.settings import load_settings


def export_plain(folder: Path) -> None:
    """Writes the generation that serves into a new folder of N-Quads and Parquet."""
    from api import terminal
    from ingest.export import export_plain as write

    with plain_errors(), terminal.progress(err, show=sys.stderr.isatty()) as tell:
        told = write(folder, load_settings(), tell)
    record = told.record
    err.print(
        f"Wrote {folder}: generation {record.generation}, {record.passages:,} passages, {record.statements:,} statements,"
        f" {told.bytes:,} bytes.",
        soft_wrap=True,
    )
