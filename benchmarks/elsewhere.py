"""Benchmarks: documents that the rules were not written on. In: review reports and resolutions of the folder `shared`. Out: their
texts in a form that the river reads, published, and the findings that are drawn for judging.

The vocabulary and the rules were written beside the four office documents; how often a method is right is told more honestly by
others. Of each kind and method the same few findings are drawn every time (ROUND). Must not judge.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.library import Library
from benchmarks.gold import HOME
from ingest.pipeline import ingest
from ingest.quality import KINDS
from ontology.errors import SourceMissing
from stores.embedding.weights import MINILM_NAME
from stores.graph.store import GraphStore
from stores.settings import load_settings

DRAWN = 20  # findings of one kind and method
EVERY, FROM = 6, 3  # of the mandate documents one in so many is taken, beginning with this one
ROUND = "second"  # what the first draw showed was mended; a draw that led to changes can no longer measure
_FINDINGS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?finding ?method {{ {pattern} . ?finding mg:method ?method }} ORDER BY ?finding"""
_TOLD = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?pinpoint ?printed ?text
  (GROUP_CONCAT(DISTINCT CONCAT(COALESCE(STR(?leads), ""), " ", COALESCE(STR(?more), "")); SEPARATOR=" ") AS ?to) {{
  <{finding}> mg:inPassage|mg:statedIn ?passage ; mg:asPrinted ?printed . ?passage mg:pinpoint ?pinpoint ; mg:text ?text .
  OPTIONAL {{ <{finding}> mg:of|mg:target|mg:addressee|mg:actor|mg:mandate|mg:audience|mg:ofSituation ?leads }}
  OPTIONAL {{ <{finding}> mg:ofCrime|mg:underFactor|mg:earlier/mg:asPrinted ?more }}
}} GROUP BY ?pinpoint ?printed ?text"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finding that is to be judged, with all that a judge needs."""

    finding: str
    kind: str
    method: str
    pinpoint: str
    printed: str
    leads_to: str
    text: str


@contextmanager
def published_elsewhere(named: Path | None, models: Path | None = None) -> Iterator[Library]:
    """A library over the other documents, in the folder that was named, or in one that is gone afterwards."""
    with TemporaryDirectory(prefix="mandategraph-elsewhere-") as aside:
        data = named or Path(aside) / "data"
        folders = {"MANDATEGRAPH_DATA": str(data), "MANDATEGRAPH_MODELS": str(models or data / "models")}
        settings = load_settings({**folders, "MANDATEGRAPH_MODEL": MINILM_NAME})
        texts = Path(aside) / "texts"
        write_texts(texts)
        ingest([texts], settings)
        library = Library.open(settings)
        try:
            yield library
        finally:
            library.close()


def write_texts(folder: Path, home: Path = HOME) -> None:
    """The review reports as they are, and one in EVERY mandate documents as Markdown under its symbol."""
    corpus = home.parent / "shared" / "corpus"
    if not (corpus / "registry" / "manifest.tsv").exists():
        raise SourceMissing(
            f"Wanted documents in {corpus}; none is there.", advice="Put the folder `shared` beside the checkout."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for report in sorted((corpus / "upr").glob("*.txt")):
        (folder / report.name).write_bytes(report.read_bytes())
    rows = (corpus / "registry" / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for file, symbol, *_ in (row.split("\t") for row in sorted(rows)[FROM::EVERY]):
        words = json.loads((corpus / "registry" / file).read_text(encoding="utf-8"))
        (folder / f"{Path(file).stem}.md").write_text(_markdown(symbol, words), encoding="utf-8")


def drawn(store: GraphStore) -> list[Drawn]:
    """The findings to judge: of each kind and method the first DRAWN in an order that has nothing to do with what they say."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, pattern in KINDS.items():
        for row in store.select(_FINDINGS.format(pattern=pattern)):
            found[kind, str(row["method"])].append(str(row["finding"]))
    chosen = [(kind, method, iri) for (kind, method), iris in sorted(found.items()) for iri in _first(iris)]
    return [_told(store, kind, method, iri) for kind, method, iri in chosen]


def _first(iris: Sequence[str]) -> list[str]:
    return sorted(iris, key=lambda iri: hashlib.sha256(f"{ROUND} {iri}".encode()).hexdigest())[:DRAWN]


def _told(store: GraphStore, kind: str, method: str, finding: str) -> Drawn:
    (row,) = store.select(_TOLD.format(finding=finding))
    told = {name: " ".join(str(row.get(name, "")).split()) for name in ("pinpoint", "printed", "to", "text")}
    return Drawn(finding, kind, method, told["pinpoint"], told["printed"], told["to"], told["text"])


def _markdown(symbol: str, words: Sequence[Mapping[str, object]]) -> str:
    """A mandate document of the Registry's form as Markdown: front matter, then each paragraph with what stands before it."""
    lines = [f"---\nsymbol: {symbol}\n---\n"]
    for word in words:
        if word["type"] != "frontmatter" and str(word["text"]).strip():
            prefix = f"{word['prefix']} " if word.get("prefix") else ""
            lines.append(prefix + " ".join(str(word["text"]).split()))
    return "\n\n".join(lines) + "\n"
