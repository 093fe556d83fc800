"""Benchmarks: a made graph. In: how many triples. Out: a store of documents with paragraphs, citations and mentions, and the same
as one file. Must not read anything.

Made by a seeded generator, so that every run has the same; popular things are popular as they are in reality (1 over the rank).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from stores.graph.store import GraphStore

BASE = "https://w3id.org/mandategraph/"
NS = "https://made.example/ns#"
PER_DOCUMENT = 40
A_PARAGRAPH = 13
_ENTITIES = 2_000
_WORDS = (
    *("early", "warning", "prevention", "capacity", "report", "request", "invite", "note", "emphasise"),
    *("mandate", "region", "state", "network", "office", "support", "protect", "population", "risk"),
    *("assess", "dialogue", "council", "assembly", "committee", "session", "review", "decide", "welcome"),
    *("affirm", "accountability"),
)
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_TOGETHER = 200  # documents that are put in at a time


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many documents and triples, and the file with all triples."""

    documents: int
    triples: int
    file: Path


def made_store(folder: Path, triples: int) -> Made:
    """`folder`/graph, a store with one named graph a document, and `folder`/all.nt; used again where both are there."""
    documents = max(1, triples // (PER_DOCUMENT * A_PARAGRAPH + 2))
    file = folder / "all.nt"
    if not (folder / "graph").exists():
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as whole, GraphStore.open(folder / "writer") as store:
            numbered = enumerate(_documents(documents))
            while some := dict(islice(numbered, _TOGETHER)):
                store.load({f"{BASE}graph/doc/{number}": text for number, text in some.items()})
                whole.writelines(some.values())
            store.optimize()
            store.backup(folder / "graph")
    return Made(documents, documents * (PER_DOCUMENT * A_PARAGRAPH + 2), file)


def _documents(count: int) -> Iterator[bytes]:
    random = Random(20_180_525)  # noqa: S311 # made data
    popular = list(accumulate(1 / (rank + 5) for rank in range(_ENTITIES)))
    for number in range(count):
        document = f"<{BASE}doc/{number}>"
        lines = [f"{document} {_TYPE} <{NS}Document> .\n", f'{document} <{NS}symbol> "A/{number}" .\n']
        for place in range(PER_DOCUMENT):
            lines += _paragraph(random, popular, document, number, place)
        yield "".join(lines).encode()


def _paragraph(random: Random, popular: list[float], document: str, number: int, place: int) -> Iterator[str]:
    paragraph = f"<{BASE}doc/{number}/para/{place}>"
    length = random.randrange(25, 70)
    said = " ".join(random.choices(_WORDS, k=length))
    yield f"{paragraph} {_TYPE} <{NS}Paragraph> .\n"
    yield f"{paragraph} <{NS}inDocument> {document} .\n"
    yield f'{paragraph} <{NS}number> "{place}" .\n'
    yield f'{paragraph} <{NS}wordCount> "{length}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    yield f'{paragraph} <{NS}text> "{said}"@en .\n'
    for other in sorted(random.sample(range(number + 4), 4)):
        yield f"{paragraph} <{NS}cites> <{BASE}doc/{other}> .\n"
    mentioned: set[int] = set()
    while len(mentioned) < 4:
        mentioned.add(random.choices(range(_ENTITIES), cum_weights=popular)[0])
    for entity in sorted(mentioned):
        yield f"{paragraph} <{NS}mentions> <{BASE}entity/{entity}> .\n"
