"""Language, pages: the command. In: ontology/modules. Out: a folder with a page and five renderings a module. Must not fetch.

`python -m ontology.pages --to build/ontology`; index.html and ontology.* are all modules together.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from rdflib import RDFS

from ontology.owl_api import NO_JAVA, has_java
from ontology.pages.diagram import local, ours
from ontology.pages.formats import ALL, joined, read_each, write
from ontology.pages.page import Page

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes everything; without Java what needs it is left out and said, and with --require-java nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m ontology.pages", description="Writes pages and renderings of the ontology.")
    parser.add_argument("--to", type=Path, default=Path("build/ontology"), metavar="FOLDER", help="made if absent")
    parser.add_argument("--require-java", action="store_true", help="fail where there is no Java, instead of a warning")
    named = parser.parse_args(arguments)
    if not has_java():
        sys.stderr.write(f"pages: NO OWL/XML AND NO MANCHESTER: {NO_JAVA}")
        if named.require_java:
            return 1
    written = build(ROOT, named.to, java=has_java())
    sys.stdout.write(f"pages: {len(written)} files in {named.to}\n")
    return 0


def build(home: Path, folder: Path, *, java: bool) -> list[Path]:
    """Writes pages and renderings of the modules in `home`/modules into a folder; the files, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    modules = read_each(home / "modules")
    together = joined(modules)
    homes = {
        local(term): str(home_).rpartition("/")[2] for term, home_ in together.subject_objects(RDFS.isDefinedBy) if ours(term)
    }
    for name, graph in {**modules, ALL: together}.items():
        source = home / "modules" / f"{name}.ttl" if name in modules else None
        endings = write(graph, name, folder, source, home / "context.jsonld", java=java)
        page = Page(name, graph + together if name in modules else together, homes, endings).html()
        (folder / ("index.html" if name == ALL else f"{name}.html")).write_text(page, encoding="utf-8")
    shutil.copy(home / "context.jsonld", folder)
    return sorted(path for path in folder.iterdir() if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
