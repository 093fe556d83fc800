"""Benchmarks: our server alone. In: a folder with a store, a port, how many MB of answers it remembers. Out: the application over
it, served as it always is.
"""

import sys
from pathlib import Path

from api.web.app import create_app
from api.web.listen import listen
from benchmarks.bare import bare
from stores.settings import Settings


def main() -> None:
    """Serves until ended; no limit by client, since one client asks all."""
    folder = Path(sys.argv[1])
    settings = Settings(data=folder, requests_per_minute=0, query_wall_s=600.0, remembered_mb=int(sys.argv[3]))
    listen(create_app(bare(folder, settings)), "127.0.0.1", int(sys.argv[2]), print)


if __name__ == "__main__":
    main()
