"""Benchmarks: text reuse. In: every paragraph of the Registry's archive. Out: repeats word for word, counted against brute
force; near repeats, with those of a sample that comparing each with each finds; a sample to be judged by eye. Must not publish
anything.

python -m benchmarks.reuse --data FOLDER [--draw] [--write]
"""

import argparse
import hashlib
import json
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.duties import read_judged
from benchmarks.gold import write_figures
from benchmarks.scale import SHARED, machine, unpacked
from reading.reuse.difference import likeness
from reading.reuse.repeats import LEAST_WORDS, NEARLY, NearRepeat, nearly_repeated, repeated
from reading.reuse.words import words_of

COMMAND = "python -m benchmarks.reuse --data FOLDER --write"
JUDGED = Path(__file__).resolve().parent / "judged" / "reuse.tsv"
_DRAWN = 50
_ALL_PAIRS = 3_000  # groups that are compared each with each; so many take a minute
_IDEOGRAPHS = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: the file that it stands in with its place there ("A/RES/70/1 [12]"), its role and its text."""

    place: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and in how many seconds."""

    groups: Sequence[Sequence[int]]
    near: Sequence[NearRepeat]
    exact_s: float
    near_s: float


def paragraphs(folder: Path) -> list[Paragraph]:
    """All paragraphs of the files of a folder, in the order of names and places."""
    found = []
    for file in sorted(folder.rglob("*.json")):
        for place, entry in enumerate(json.loads(file.read_text(encoding="utf-8"))):
            if entry["type"] == "paragraph":
                name = f"{file.stem.replace('_', '/')} [{place}]"
                found.append(Paragraph(name, entry["paragraph_type"] or "", entry["text"]))
    return found


def find_reuse(found: Sequence[Paragraph]) -> Found:
    """Groups of repeats by the place of their members, and pairs of groups that nearly repeat each other."""
    begun = time.perf_counter()
    worded = [words_of(paragraph.text) for paragraph in found]
    groups = repeated(worded)
    exact = time.perf_counter()
    near = list(nearly_repeated([worded[group[0]] for group in groups]))
    return Found(groups, near, exact - begun, time.perf_counter() - exact)


def brute_force(found: Sequence[Paragraph]) -> set[int]:
    """The paragraphs that repeat another, found without hashes: normalised sign by sign, sorted, and each held to the next."""
    plain = sorted((_plainly(paragraph.text), place) for place, paragraph in enumerate(found))
    repeats = set()
    for (one, at), (other, next_at) in pairwise(plain):
        if one == other and len(one.split(" ")) >= LEAST_WORDS:
            repeats |= {at, next_at}
    return repeats


def _plainly(text: str) -> str:
    signs = []
    for sign in unicodedata.normalize("NFKC", text).casefold():
        if any(low <= sign <= high for low, high in _IDEOGRAPHS):
            signs.append(f" {sign} ")
        else:
            signs.append(sign if sign.isalnum() and not (sign.isdigit() or sign.isnumeric()) else " ")
    return " ".join("".join(signs).split())


def all_pairs(found: Sequence[Paragraph], groups: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """The near repeats among the first groups in an order that has nothing to do with words, each compared with each."""
    numbers = sorted(range(len(groups)), key=lambda number: hashlib.sha256(found[groups[number][0]].place.encode()).digest())
    chosen = sorted(numbers[:_ALL_PAIRS])
    known: dict[str, int] = {}
    coded = {
        number: [known.setdefault(word, len(known)) for word in words_of(found[groups[number][0]].text)] for number in chosen
    }
    by_length = sorted(chosen, key=lambda number: len(coded[number]))
    near = set()
    for at, shorter in enumerate(by_length):
        for longer in by_length[at + 1 :]:
            if len(coded[shorter]) < NEARLY * len(coded[longer]):
                break
            if likeness(coded[shorter], coded[longer]).of_longer >= NEARLY:
                near.add((min(shorter, longer), max(shorter, longer)))
    return near


def drawn(found: Sequence[Paragraph], told: Found) -> list[tuple[Paragraph, Paragraph, float]]:
    """The near repeats to judge: the first in an order that has nothing to do with what they say."""
    pairs = [(found[told.groups[pair.one][0]], found[told.groups[pair.other][0]], pair.likeness.of_longer) for pair in told.near]
    return sorted(pairs, key=lambda pair: hashlib.sha256(f"{pair[0].place} {pair[1].place}".encode()).digest())[:_DRAWN]


def figures(found: Sequence[Paragraph], told: Found) -> dict[str, object]:
    """Counts, seconds, and what the checks say."""
    ours = {place for group in told.groups if len(group) > 1 for place in group}
    plain = brute_force(found)
    operative = [place for place, paragraph in enumerate(found) if paragraph.role == "operative"]
    every = all_pairs(found, told.groups)
    pairs = {(pair.one, pair.other) for pair in told.near}
    near = {place for pair in told.near for number in (pair.one, pair.other) for place in told.groups[number]}
    verdicts = Counter(row["verdict"] for row in read_judged(JUDGED.name, ["one", "other", "verdict"]))
    return {
        "paragraphs": len(found),
        "seconds": {"word for word": round(told.exact_s, 1), "near": round(told.near_s, 1)},
        "word for word": {
            "paragraphs that repeat another": len(ours),
            "by brute force": len(plain),
            "missed": len(plain - ours),
            "too many": len(ours - plain),
            "share of operative paragraphs": round(sum(place in ours for place in operative) / len(operative), 3),
        },
        "near": {
            "pairs of different wordings": len(told.near),
            "paragraphs in such pairs": len(near),
            "pairs in a sample compared each with each": len(every),
            "of these found": len(every & pairs),
        },
        "judged by eye": dict(sorted(verdicts.items())),
        "machine": machine(),
    }


def main() -> None:
    """Counts and checks; --draw prints the sample to judge, --write renews the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a scratch folder for the unpacked archive")
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    found = paragraphs(unpacked(SHARED / "corpus" / "scale" / "registry.tar.xz", asked.data))
    told = find_reuse(found)
    if asked.draw:
        for one, other, share in drawn(found, told):
            print(f"{one.place}\t{other.place}\t{share:.2f}\n  {one.text}\n  {other.text}")
        return
    measured = figures(found, told)
    print(json.dumps(measured, indent=1))
    if asked.write:
        write_figures("reuse.json", {"command": COMMAND} | measured)


if __name__ == "__main__":
    main()
