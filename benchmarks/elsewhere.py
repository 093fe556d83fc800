"""Benchmarks: documents that the rules were not written on. In: review reports and mandate documents of the folder `shared`. Out:
these, published, and the findings that are drawn from them for judging.

The vocabulary and the rules were written beside the four office documents; how often a method is right is told more honestly by
others. Of each kind and method the same few findings are drawn every time. Must not judge.
"""

import csv
import hashlib
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.library import Library
from benchmarks.gold import HOME
from ingest.pipeline import ingest
from ingest.quality import KINDS
from ontology.errors import SourceMissing
from ontology.iris import DEFAULT_BASE
from stores.embedding.weights import MINILM_NAME
from stores.graph.store import GraphStore
from stores.settings import load_settings

DRAWN = 20  # findings of one kind and method
EVERY = 6  # of the mandate documents one in so many is taken
JUDGED = HOME / "benchmarks" / "judged"
FROM = {"second": (3,), "third": (1, 5)}
"""Round -> with which documents of the list it begins. What a draw shows to be wrong is mended, and measures no longer."""
UNSEEN = ("fourth", "fifth", "sixth")
"""Rounds from the archives, of documents that no rule was written on and no verdict or label named: judged/documents.tsv."""
_FRESH, _MENDED_ONCE, _RARE = ("fourth",), ("fifth", "sixth"), ("fourth", "fifth")
DRAWN_FROM: Mapping[tuple[str, str], tuple[str, ...]] = {
    **{(kind, ""): _FRESH for kind in ("citation", "recommendation", "allusion to a State", "allusion to a mandate")},
    ("allusion to an actor", ""): _FRESH,
    ("mention of a warning sign", ""): _FRESH,
    ("recommendation", "review list"): ("second",),
    **{("citation", method): _RARE for method in ("ibid.", "short form")},
    ("observation", ""): _RARE,
    **{(kind, ""): _MENDED_ONCE for kind in ("commitment", "mention of a region", "mention of a State", "mention of a mandate")},
    ("allusion to a risk factor", ""): _MENDED_ONCE,
    ("mention of a warning sign", "alternative label"): _MENDED_ONCE,
    **{("allusion to an actor", f"short form of {name}"): _MENDED_ONCE for name in ("the only such name", "a name before it")},
    ("recommendation", "chapeau"): _MENDED_ONCE,
    # these were read in the fourth and in the fifth, being rare, before they were mended
    **{(kind, ""): ("sixth",) for kind in ("allusion to a warning sign", "basis of a mandate")},
    ("allusion to an actor", "defined short form"): ("sixth",),
}
"""Kind and method (or "" for each of the kind) -> the rounds it is drawn from, where that is not the second: those that are new
or whose rules were written again are drawn from the fourth, and what was mended after that from the fifth and sixth."""
_AKOMA = re.compile(r"([AS])_(RES)_(\d+)_(\d+)-\d+E\.xml$")
_FINDINGS = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT DISTINCT ?finding ?method {{ {pattern} . ?finding mg:method ?method }} ORDER BY ?finding"""
_TOLD = """
PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?pinpoint ?printed ?text
  (GROUP_CONCAT(DISTINCT CONCAT(COALESCE(STR(?leads), ""), " ", COALESCE(STR(?more), "")); SEPARATOR=" ") AS ?to) {{
  <{finding}> mg:inPassage|mg:statedIn ?passage ; mg:asPrinted ?printed . ?passage mg:pinpoint ?pinpoint ; mg:text ?text .
  OPTIONAL {{ <{finding}> mg:of|mg:alludesTo|mg:target|mg:addressee|mg:actor|mg:mandate|mg:audience|mg:ofSituation ?leads }}
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


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is read for judging: its file, its bytes, and the symbol, which the file's name or a manifest states."""

    file: str
    symbol: str
    data: bytes


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
    """The review reports and the documents of all rounds as they are, with the manifest that Registry files need."""
    corpus = home.parent / "shared" / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for report in sorted((corpus / "upr").glob("*.txt")):
        (folder / report.name).write_bytes(report.read_bytes())
    documents = [one for found in documents_by_round(home).values() for one in found]
    for one in documents:
        (folder / one.file).write_bytes(one.data)
    stated = [f"{one.file}\t{one.symbol}" for one in documents if one.file.endswith(".json")]
    (folder / "manifest.tsv").write_text("\n".join(["file\tsymbol", *stated]) + "\n", encoding="utf-8")


def documents_by_round(home: Path = HOME) -> Mapping[str, Sequence[Document]]:
    """Round -> its documents, those of the review apart, which belong to the second."""
    found = {name: _listed(home, name) for name in FROM} | {name: [] for name in UNSEEN}
    for archive in ("registry", "akoma-ntoso"):
        rounds = {symbol: name for name, where, symbol in _drawn_documents() if where == archive}
        for one in _archived(home.parent / "shared" / "corpus" / "scale" / f"{archive}.tar.xz", rounds):
            found[rounds[one.symbol]].append(one)
    return found


def _drawn_documents() -> list[tuple[str, str, str]]:
    """Round, archive and symbol of each document of the rounds from the archives."""
    lines = (JUDGED / "documents.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(name, archive, symbol) for name, archive, symbol in rows]


def _listed(home: Path, name: str) -> list[Document]:
    """The documents of a round that lie in the folder of Registry files."""
    folder = home.parent / "shared" / "corpus" / "registry"
    rows = sorted((row["file"], row["symbol"]) for row in _manifest(folder))
    chosen = [row for start in FROM[name] for row in rows[start::EVERY]]
    return [Document(file, symbol, (folder / file).read_bytes()) for file, symbol in chosen]


def _manifest(folder: Path) -> list[dict[str, str]]:
    path = folder / "manifest.tsv"
    if not path.exists():
        raise SourceMissing(f"Wanted a list of documents at {path}; none is there.", advice="Put `shared` beside the checkout.")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _archived(archive: Path, wanted: Container[str]) -> list[Document]:
    """The documents of an archive whose file names state the wanted symbols, the first file of each."""
    if not archive.exists():
        raise SourceMissing(f"Wanted documents in {archive}; it is not there.", advice="Put `shared` beside the checkout.")
    found: dict[str, Document] = {}
    with tarfile.open(archive) as members:
        for member in members:
            name = Path(member.name).name
            symbol = _symbol(name)
            if symbol in wanted and symbol not in found and (stream := members.extractfile(member)):
                found[symbol] = Document(name, symbol, stream.read())
    return list(found.values())


def _symbol(file: str) -> str:
    """The symbol that a file name states; of Akoma Ntoso only the English resolutions of the General Assembly and the like."""
    if file.endswith(".json"):
        return file.removesuffix(".json").replace("_", "/")
    stated = _AKOMA.match(file)
    return "/".join(stated.groups()) if stated else ""


def drawn(store: GraphStore, home: Path = HOME) -> list[Drawn]:
    """The findings to judge: of each kind and method the first DRAWN in an order that has nothing to do with what they say."""
    rounds = {one.symbol.casefold(): name for name, documents in documents_by_round(home).items() for one in documents}
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, pattern in KINDS.items():
        for row in store.select(_FINDINGS.format(pattern=pattern)):
            finding, method = str(row["finding"]), str(row["method"])
            if _round_of(finding, rounds) in wanted_rounds(kind, method):
                found[kind, method].append(finding)
    chosen = [
        (kind, method, iri)
        for (kind, method), iris in sorted(found.items())
        for iri in _first(wanted_rounds(kind, method), iris, rounds)
    ]
    return [_told(store, kind, method, iri) for kind, method, iri in chosen]


def wanted_rounds(kind: str, method: str) -> tuple[str, ...]:
    """From which rounds findings of a kind and method are drawn."""
    return DRAWN_FROM.get((kind, method)) or DRAWN_FROM.get((kind, ""), ("second",))


def _round_of(finding: str, rounds: Mapping[str, str]) -> str:
    """The round of the document that a finding stands in; review reports are of the second."""
    return rounds.get(_document_of(finding, rounds), "second")


def _document_of(finding: str, rounds: Mapping[str, str]) -> str:
    """The symbol of the document that a finding stands in, or of a review report the finding's own words for it."""
    parts = finding.partition("/doc/")[2].split("/")
    names = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name.casefold() for name in names if name.casefold() in rounds), "/".join(parts[:4]))


def _first(wanted: tuple[str, ...], iris: Sequence[str], rounds: Mapping[str, str]) -> list[str]:
    """From unseen documents one finding of each before a second of any, so that a long one does not speak for all."""
    in_order = sorted(iris, key=lambda iri: hashlib.sha256(f"{wanted[-1]} {iri}".encode()).hexdigest())
    if wanted[-1] not in UNSEEN:
        return in_order[:DRAWN]
    before: Counter[str] = Counter()
    ranked: list[tuple[int, int, str]] = []
    for place, iri in enumerate(in_order):
        document = _document_of(iri, rounds)
        ranked.append((before[document], place, iri))
        before[document] += 1
    return [iri for _, _, iri in sorted(ranked)[:DRAWN]]


def _told(store: GraphStore, kind: str, method: str, finding: str) -> Drawn:
    (row,) = store.select(_TOLD.format(finding=finding))
    told = {name: " ".join(str(row.get(name, "")).split()) for name in ("pinpoint", "printed", "text")}
    leads_to = " ".join(sorted({iri.removeprefix(DEFAULT_BASE) for iri in str(row.get("to", "")).split()}))
    return Drawn(finding, kind, method, told["pinpoint"], told["printed"], leads_to, told["text"])
