"""Benchmarks: duties. In: Registry documents and review reports, read as the pipeline reads them, with labels given by hand. Out:
tasks: verb class, addressee and strength of labelled paragraphs; recommendations of review lists with their States. Must not
look at labels while reading.

python -m benchmarks.duties [--draw] [--write]
"""

import argparse
import hashlib
import json
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks.gold import HOME, write_figures
from benchmarks.task import Absent, Case, Ground, Task, positives, read_table
from ingest.world import World, prepare
from ontology.errors import MandateGraphError
from ontology.iris import part
from ontology.nouns import Duty, Rendition
from reading.assemble import assemble, take_apart
from reading.find import Found, find
from reading.readers.anything import read
from stores.settings import Settings

COMMAND = "python -m benchmarks.duties"
JUDGED = Path(__file__).resolve().parent / "judged"
WORDS = 6  # the opening words by which a recommendation of the gold is known again
JUDGED_BY_EYE = 100
_NAMES = {"Macedonia FYR": "the former Yugoslav Republic of Macedonia", "Bosnia & Herzegovina": "Bosnia and Herzegovina"}
"""Names in the gold of review lists that are no names of a State in any document."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One labelled duty: any of some strengths, each of some groups of kinds, and kinds that may stand beside them."""

    strengths: frozenset[str]
    needed: bool
    kinds: tuple[frozenset[str], ...]
    allowed: frozenset[str]

    def is_asked_of(self, kinds: Iterable[str]) -> bool:
        """Whether just these kinds of addressee were wanted."""
        got = set(kinds) or {"none"}
        return all(group & got for group in self.kinds) and got <= self.allowed


def labelled(text: str) -> list[Wanted]:
    """The duties of a label, in the form that judged/duties.tsv explains."""
    return [_wanted(each) for each in text.split(";")] if text != "-" else []


def _wanted(text: str) -> Wanted:
    strengths, _, kinds = (each.strip() for each in text.partition(":"))
    groups = [(frozenset(kind.strip().rstrip("?").split("|")), kind.strip().endswith("?")) for kind in kinds.split(",")]
    needed = tuple(group for group, optional in groups if not optional)
    allowed = frozenset().union(*(group for group, _ in groups))
    return Wanted(frozenset(strengths.rstrip("?").split("|")), not strengths.endswith("?"), needed, allowed)


def agrees(wanted: Sequence[Wanted], found: Sequence[Duty], *, on: str) -> bool:
    """Whether a paragraph's duties are those that are wanted, no more and no fewer, as to "verb", "strength" or "addressee"."""
    left = list(found)
    for want in wanted:
        hit = next((duty for duty in left if _meets(want, duty, on)), None)
        if hit is not None:
            left.remove(hit)
        elif want.needed:
            return False
    return not left


def _meets(want: Wanted, duty: Duty, on: str) -> bool:
    if on == "strength":
        return duty.strength in want.strengths
    classes = {strength.removeprefix("strongly ") for strength in want.strengths}
    return duty.strength.removeprefix("strongly ") in classes and (on == "verb" or want.is_asked_of(duty.addressee_kinds))


@cache
def _world() -> World:
    return prepare(Settings())


def found_in(data: bytes, name: str, label: str) -> Found:
    """All that the product finds in a file."""
    world = _world()
    document = world.iris.document(label)
    rendition = Rendition(part(document, "rendition/0"), document, "en", "text/plain", "0" * 64, "full", chosen=True)
    return find(assemble(take_apart(read(data, name)), rendition, label), world.knowledge)


def duties(ground: Ground) -> list[Task]:
    """Verb class, strength and addressee of labelled operative paragraphs, those of each sample apart.

    Absent where none of the labelled documents is in the folder; those that are not there count neither way.
    """
    labels = read_judged("duties.tsv", ["sample", "symbol", "paragraph", "duties"])
    told = {row["symbol"]: _by_paragraph(data, row["symbol"]) for row, data in _sources(ground, labels)}
    rows = [row for row in labels if row["symbol"] in told]
    if not rows:
        raise Absent(f"none of the labelled documents in {ground.corpus}")
    tasks = []
    for sample in dict.fromkeys(row["sample"] for row in rows):
        drawn = [row for row in rows if row["sample"] == sample]
        for on in ("verb", "addressee", "strength"):
            missed = [_case(row) for row in drawn if not agrees(labelled(row["duties"]), _told(told, row), on=on)]
            right = len(drawn) - len(missed)
            tasks.append(Task(f"duties: {on}, {sample} sample", len(drawn), right, len(drawn), right, tuple(missed)))
    return tasks


def _told(told: Mapping[str, Mapping[str, list[Duty]]], row: Mapping[str, str]) -> list[Duty]:
    return told[row["symbol"]].get(row["paragraph"], [])


def _case(row: Mapping[str, str]) -> Case:
    return f"{row['symbol']}#{row['paragraph']}", row["duties"]


def _by_paragraph(data: bytes, symbol: str) -> dict[str, list[Duty]]:
    found: defaultdict[str, list[Duty]] = defaultdict(list)
    document = _world().iris.document(symbol)
    for duty in found_in(data, f"{symbol}.json", symbol).duties:
        found[duty.evidence.passage.removeprefix(f"{document}/")].append(duty)
    return found


def _sources(ground: Ground, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[Mapping[str, str], bytes]]:
    """Each labelled document: from the folder of Registry files, or from the archive of all."""
    listed = read_table(ground.source("registry/manifest.tsv"), ["file", "symbol"], delimiter="\t")
    files = {row["symbol"]: ground.source("registry") / row["file"] for row in listed}
    archived = {f"registry/{row['symbol'].replace('/', '_')}.json": row for row in rows if row["symbol"] not in files}
    for row in rows:
        if row["symbol"] in files:
            yield row, files[row["symbol"]].read_bytes()
    rest = ground.corpus / "scale" / "registry.tar.xz"
    if not rest.exists():
        return
    with tarfile.open(rest) as archive:
        for member in archive:
            wanted = archived.get(member.name.removeprefix("./"))
            stream = archive.extractfile(member) if wanted else None
            if wanted and stream:
                yield wanted, stream.read()


def reviews(ground: Ground) -> list[Task]:
    """Recommendations of the universal periodic review with the State that makes each, and whether those judged are right."""
    rows = read_table(ground.gold_file("upr/recommendations.csv"), ["report", "From", "Text"])
    reports = sorted({row["report"] for row in rows})
    told = {report: listed_in((ground.source("upr") / report).read_bytes(), report) for report in reports}
    have = {
        (report, state, _opening(duty.action)) for report in reports for duty in told[report] for state in duty.recommended_by
    }
    wanted = {_asked(row, line): row for line, row in enumerate(rows, 2)}
    met = [case for case, row in wanted.items() if (row["report"], _state(row["From"]), _opening(row["Text"])) in have]
    recall = positives("reviews: recommendations with their State", wanted, met)
    verdicts = {row["digest"]: row["verdict"] for row in read_judged("reviews.tsv", ["report", "digest", "verdict"])}
    ours = [(report, digest(duty)) for report in reports for duty in told[report] if digest(duty) in verdicts]
    wrong = tuple(case for case in ours if verdicts[case[1]] != "right")
    by_eye = Task("reviews: precision by eye", 0, 0, len(ours), len(ours) - len(wrong), wrong=wrong)
    return [recall, by_eye]


def listed_in(data: bytes, name: str) -> list[Duty]:
    """The recommendations of the review lists in one report."""
    return [duty for duty in found_in(data, name, "A/HRC/0/0").duties if duty.recommended_by]


def digest(duty: Duty) -> str:
    """What a judged recommendation is known by: its words and States, and nothing of where they stand."""
    words = " ".join((*_tokens(duty.action), *(state.rpartition("/")[2] for state in sorted(duty.recommended_by))))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _asked(row: Mapping[str, str], line: int) -> Case:
    return f"{row['report']}, line {line}", f"{row['From']}: {' '.join(_opening(row['Text']))}"


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _opening(text: str) -> tuple[str, ...]:
    words = _tokens(text)
    while words[:1] in (["to"], ["and"], ["also"]):
        words = words[1:]
    return tuple(words[:WORDS])


@cache
def _state(name: str) -> str:
    """The IRI of a State by a name of the gold; "" for a name that the vocabulary lacks."""
    found = _world().knowledge.lexicon.find(_NAMES.get(name, name))
    return next((each.concept.iri for each in found if each.concept and "/state/" in each.concept.iri), "")


def read_judged(name: str, columns: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a file of judgements, its comments aside."""
    lines = [line for line in (JUDGED / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    header, *rows = (line.split("\t") for line in lines)
    missing = set(columns) - set(header)
    if missing:
        raise MandateGraphError(f"Wanted the columns {', '.join(sorted(missing))} in {name}.", advice="Restore them.")
    return [dict(zip(header, row, strict=True)) for row in rows]


def drawn(ground: Ground) -> list[tuple[str, Duty]]:
    """The recommendations of review lists that are judged by eye: those whose digests come first."""
    files = sorted(ground.source("upr").glob("*.txt"))
    found = [(file.name, duty) for file in files for duty in listed_in(file.read_bytes(), file.name)]
    return sorted(found, key=lambda each: digest(each[1]))[:JUDGED_BY_EYE]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints each task with its misses, and with --write renews the figures; 1 and a message where the folder is absent."""
    parser = argparse.ArgumentParser(description="How well duties are read.")
    parser.add_argument("--draw", action="store_true", help="list the recommendations that are judged by eye, with their words")
    parser.add_argument("--write", action="store_true", help="renew the figures")
    asked = parser.parse_args(arguments)
    ground = Ground(HOME.parent / "shared" / "eval", HOME.parent / "shared" / "corpus")
    try:
        if asked.draw:
            for report, duty in drawn(ground):
                states = " ".join(state.rpartition("/")[2] for state in duty.recommended_by)
                print(report, digest(duty), states, duty.response, json.dumps(duty.action, ensure_ascii=False), sep="\t")
            return 0
        tasks = [*duties(ground), *reviews(ground)]
    except MandateGraphError as error:
        print(f"{COMMAND}: {error}", file=sys.stderr)
        return 1
    for task in tasks:
        print(f"{task.name}: {task.met or task.right} of {task.wanted or task.found}")
        for case, count in Counter((*task.missed, *task.wrong)).items():
            print("   ", *case, f"({count})" if count > 1 else "")
    if asked.write:
        hidden = ("missed", "wrong", "figures", "scores")
        rows = [{name: value for name, value in asdict(task).items() if name not in hidden} for task in tasks]
        write_figures("duties.json", {"command": f"{COMMAND} --write", "tasks": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
