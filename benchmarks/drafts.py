"""Benchmarks: the citation check. In: documents as published, and drafts of our own sentences that quote them, with errors
planted by a generator. Out: how many planted errors are named, and how many sound citations are left in peace. Must not tune the
check.

The words quoted are taken from the documents when it runs, so no sentence of theirs stands here. The seeds are fixed: the same
documents give the same drafts. Of the two halves the first is the one that the check was mended by; the second has other
documents and other drafts.

python -m benchmarks.drafts [--data FOLDER] [--write]
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.drafts.check import check_text
from api.drafts.findings import Finding
from api.library import Library
from benchmarks.evaluate import ground_of
from benchmarks.gold import HOME, write_figures
from benchmarks.made_drafts import DRAFTS, ERRORS, Draft, Error, Planted, made, pool_of
from benchmarks.task import Ground, Task
from ingest.pipeline import ingest
from ontology.errors import MandateGraphError
from stores.settings import MODELS, load_settings

COMMAND = "python -m benchmarks.drafts --write"
_EVERY = 5  # of the Registry's documents at hand, one in so many is published


@dataclass(frozen=True, slots=True)
class Half:
    """A half of the drafts: its name, its seed, which of every _EVERY documents of the Registry it has, and whether the annotated
    ones as well.
    """

    name: str
    seed: int
    first: int
    has_office: bool


HALVES = (Half("tuned on", 20_211_209, 0, has_office=True), Half("held out", 20_260_727, 2, has_office=False))


def is_named(planted: Planted, finding: Finding | None) -> bool:
    """Whether a finding names what was planted: what needs a look as what it is, what is not here as not here."""
    if finding is None:
        return False
    states = {quotation.state for quotation in finding.quotations}
    match planted.error:
        case "absent" | "digest":
            return finding.state == "cannot be checked here"
        case "word":
            told = [each.words for quotation in finding.quotations for each in quotation.differences if each.kind == "draft"]
            return finding.state == "needs a look" and any(planted.word in words for words in told)
        case "paragraph":
            return "in another place" in states or any(place.state == "missing" for place in finding.places)
        case "symbol":
            return finding.state == "needs a look" and bool(states & {"not found", "differs"} or finding.places)
        case _:
            return False


def judged(library: Library, drafts: Sequence[Draft], half: str) -> list[Task]:
    """Planted errors that are named, by kind, and sound citations that are left in peace."""
    named: Counter[Error] = Counter()
    wanted: Counter[Error] = Counter()
    missed: defaultdict[Error, list[tuple[str, str]]] = defaultdict(list)
    for draft in drafts:
        found = {finding.start: finding for finding in check_text(library, draft.text).citations}
        for planted in draft.planted:
            finding = found.get(planted.start)
            is_right = (
                finding is not None and finding.state == "in order" if planted.error == "none" else is_named(planted, finding)
            )
            wanted[planted.error] += 1
            named[planted.error] += is_right
            if not is_right:
                missed[planted.error].append(
                    (draft.name, f"character {planted.start}: {finding.state if finding else 'not found'}")
                )
    return [_task(kind, half, named[kind], wanted[kind], missed[kind]) for kind in ("none", *ERRORS) if wanted[kind]]


def _task(kind: Error, half: str, named: int, wanted: int, missed: Sequence[tuple[str, str]]) -> Task:
    name = "sound citations left in peace" if kind == "none" else f"planted and named: {kind}"
    return Task(f"{name} ({half})", wanted, named, missed=tuple(missed), note=f"{DRAFTS} made drafts")


def tasks(ground: Ground, kept: Path | None = None) -> list[Task]:
    """The check, judged on drafts that quote a part of the documents at hand, half by half."""
    found: list[Task] = []
    for half in HALVES:
        with published(ground, half, kept and kept / half.name.replace(" ", "-")) as library, library.serving() as serving:
            found += judged(library, list(made(pool_of(serving), half.seed)), half.name)
    return found


@contextmanager
def published(ground: Ground, half: Half, named: Path | None = None) -> Iterator[Library]:
    """A library over the documents of a half, one in _EVERY of the Registry's, and our digests, with the light model."""
    if named is None:
        with TemporaryDirectory(prefix="mandategraph-drafts-") as aside, published(ground, half, Path(aside)) as library:
            yield library
        return
    folders = {"MANDATEGRAPH_DATA": str(named), "MANDATEGRAPH_MODELS": str(load_settings().models.resolve())}
    settings = load_settings({**folders, "MANDATEGRAPH_MODEL": MODELS[1]})
    registry = sorted(ground.source("registry").glob("*.json"))[half.first :: _EVERY]
    # Without the first, of which our digest then stands for the text.
    office = sorted(ground.source("office").iterdir())[1:] if half.has_office else []
    ingest([*office, *registry, HOME / "corpus" / "digests"], settings)
    library = Library.open(settings)
    try:
        yield library
    finally:
        library.close()


def figures(found: Sequence[Task]) -> Mapping[str, object]:
    """As written into figures/drafts.json."""
    rows = [
        {"task": task.name, "right": task.met, "of": task.wanted, "missed": [": ".join(case) for case in task.missed]}
        for task in found
    ]
    return {"command": COMMAND, "seeds": {half.name: half.seed for half in HALVES}, "drafts": DRAFTS, "tasks": rows}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, and with --write renews the figures; 1 and a message where the documents are absent."""
    parser = argparse.ArgumentParser(description="How many planted errors the citation check names.")
    parser.add_argument("--data", type=Path, help="a folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--write", action="store_true", help="renew the figures")
    asked = parser.parse_args(arguments)
    try:
        found = tasks(ground_of(None, None), asked.data)
    except MandateGraphError as error:
        print(f"benchmarks.drafts: {error}", file=sys.stderr)
        return 1
    for task in found:
        print(f"{task.name}: {task.met} of {task.wanted}")
        for case in task.missed:
            print(f"  missed: {': '.join(case)}")
    if asked.write:
        write_figures("drafts.json", figures(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
