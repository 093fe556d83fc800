"""Front door: `mandategraph load`. In: the settings. Out: the SPARQL store by URL holds what is published. Wiring only."""

import sys

from command.console import err, out, plain_errors
from stores.settings import load_settings


def load() -> None:
    """Bring the SPARQL store of the settings up to the generation that is published here: a new store, or one that was lost."""
    from api import terminal
    from stores import generations
    from stores.graph.remote_publish import bring_up, is_filled

    with plain_errors(), terminal.progress(err, show=sys.stderr.isatty()) as tell:
        settings = load_settings()
        filled = is_filled(settings)
        with generations.writer_lock(settings.data):
            generation = bring_up(settings, tell)
    if not filled:
        out.print("No SPARQL store is filled from here: MANDATEGRAPH_SPARQL_UPDATE_URL is not set.")
    else:
        out.print(f"The SPARQL store holds {generation} now." if generation else "The SPARQL store was up to date.")
