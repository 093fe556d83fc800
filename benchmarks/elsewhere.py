"""Benchmarks: documents that the rules were not written on. In: review reports and resolutions of the folder `shared`. Out: their
texts in a form that the river reads, published, and the findings that are drawn for judging.

The vocabulary and the rules were written beside the four office documents; how often a method is right is told more honestly by
others. Of each kind and method the same few findings are drawn every time. Must not judge.
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
EVERY = 6  # of the mandate documents one in so many is taken
FROM = {"second": (3,), "third": (1, 5)}
"""Round -> with which documents of the list it begins. What a draw shows to be wrong is mended, and then it measures no longer:
the first round is spent, and the second is for the kinds of REDRAWN, whose rules were changed after it."""
REDRAWN = ("briefing", "mention of a region", "recommendation")
POOLED = ("observation",)  # so rare that both rounds together are few
MENDED = (*POOLED, "mention of a warning sign")
"""Kinds whose rules or names were changed after reading these very documents: measured, but not on unseen ones."""
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
    """The review reports as they are, and the mandate documents of all rounds as Markdown under their symbols."""
    corpus = home.parent / "shared" / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for report in sorted((corpus / "upr").glob("*.txt")):
        (folder / report.name).write_bytes(report.read_bytes())
    for name in FROM:
        for file, symbol in _listed(home, name):
            words = json.loads((corpus / "registry" / file).read_text(encoding="utf-8"))
            (folder / f"{Path(file).stem}.md").write_text(_markdown(symbol, words), encoding="utf-8")


def _listed(home: Path, name: str) -> list[tuple[str, str]]:
    """File and symbol of the mandate documents of a round."""
    manifest = home.parent / "shared" / "corpus" / "registry" / "manifest.tsv"
    if not manifest.exists():
        raise SourceMissing(
            f"Wanted a list of documents at {manifest}; none is there.", advice="Put `shared` beside the checkout."
        )
    rows = sorted(manifest.read_text(encoding="utf-8").splitlines()[1:])
    chosen = [row for start in FROM[name] for row in rows[start::EVERY]]
    return [(row.split("\t")[0], row.split("\t")[1]) for row in chosen]


def drawn(store: GraphStore, home: Path = HOME) -> list[Drawn]:
    """The findings to judge: of each kind and method the first DRAWN in an order that has nothing to do with what they say."""
    places = {name: tuple(f"/doc/{symbol}/" for _, symbol in _listed(home, name)) for name in FROM}
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, pattern in KINDS.items():
        for row in store.select(_FINDINGS.format(pattern=pattern)):
            if _is_of_round(str(row["finding"]), kind, places):
                found[kind, str(row["method"])].append(str(row["finding"]))
    chosen = [(kind, method, iri) for (kind, method), iris in sorted(found.items()) for iri in _first(kind, iris)]
    return [_told(store, kind, method, iri) for kind, method, iri in chosen]


def _is_of_round(finding: str, kind: str, places: Mapping[str, tuple[str, ...]]) -> bool:
    """The third round has its own documents alone; the second the others, review reports among them."""
    third = any(place in finding for place in places["third"])
    return kind in POOLED or (third if kind in REDRAWN else not third)


def _first(kind: str, iris: Sequence[str]) -> list[str]:
    name = "third" if kind in REDRAWN else "second"
    return sorted(iris, key=lambda iri: hashlib.sha256(f"{name} {iri}".encode()).hexdigest())[:DRAWN]


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
