"""Language: health, as a command. In: nothing. Out: every finding on a line; the exit status says whether there is any."""

import sys

from ontology.health import main

if __name__ == "__main__":
    sys.exit(main())
