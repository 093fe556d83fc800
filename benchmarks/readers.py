"""Benchmarks: readers of RDF. In: what a server sent. Out: whether others read the same in it. Must not ask the server.

rdflib reads all four formats, PyLD reads JSON-LD; Jena's riot, where it is on the path, checks all files in one run.
"""

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph
from pyld import jsonld
from rdflib import Graph

from benchmarks.crawled import Page

_RDFLIB = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}
_ENDINGS = {"turtle": "ttl", "jsonld": "jsonld", "ntriples": "nt", "rdfxml": "rdf"}
_AT_ONCE = 500  # files a run of riot


class Readers:
    """Reads each answer and counts by whom; keeps them for riot until asked. Use it in a `with` statement."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.riot = shutil.which("riot")
        self._folder = tempfile.TemporaryDirectory()
        self._files: list[Path] = []

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    def faults(self, page: Page, name: str, root: str | None) -> list[str]:
        """What is wrong with one answer in the format of that name; `root` is what its JSON-LD must be a tree of."""
        faults = []
        if len(Graph().parse(data=page.body, format=_RDFLIB[name])) != len(page.statements):
            faults.append("rdflib reads another number of statements than Oxigraph")
        self.counts[f"rdflib, {name}"] += 1
        self.counts[f"oxigraph, {name}"] += 1
        if name == "jsonld":
            faults += self._by_pyld(page, root)
        if self.riot:
            file = Path(self._folder.name) / f"{len(self._files)}.{_ENDINGS[name]}"
            file.write_bytes(page.body)
            self._files.append(file)
        return faults

    def _by_pyld(self, page: Page, root: str | None) -> list[str]:
        told: Any = json.loads(page.body)
        lines = jsonld.to_rdf(told, {"format": "application/n-quads"}).encode()
        read = pyoxigraph.Dataset(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))
        read.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        self.counts["PyLD, jsonld"] += 1
        faults = []
        if {str(quad.triple) for quad in read} != page.statements:
            faults.append("PyLD reads other statements than Oxigraph")
        if root and told.get("id") != root:
            faults.append("its tree has another root")
        return faults

    def by_riot(self) -> list[str]:
        """What Jena says against the files that were kept; nothing where it is not on the path."""
        faults = []
        for start in range(0, len(self._files) if self.riot else 0, _AT_ONCE):
            some = self._files[start : start + _AT_ONCE]
            done = subprocess.run([str(self.riot), "--validate", *map(str, some)], capture_output=True, text=True, check=False)
            self.counts["riot"] += len(some)
            faults += [f"riot: {line}" for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line or "WARN" in line]
        return faults
