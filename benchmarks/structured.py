"""Benchmarks: formats that name their parts. In: Registry JSON and Akoma Ntoso. Out: whether every paragraph is there in its
role, what becomes of broken files, how many paths six languages share. Must not publish anything.

python -m benchmarks.structured

The Registry's own types and roles are the gold of its files; where they are known to be wrong (a whole resolution called front
matter) ours differ, and those are counted apart. In Akoma Ntoso the place in the markup is: preamble, numbered in the body, note.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from benchmarks.gold import HOME, write_figures
from benchmarks.task import Absent, Case, Ground, Task, positives, sets
from ontology.errors import ReadError
from reading.assemble import Taken, take_apart
from reading.parts.labels import label_in_text
from reading.parts.pieces import tidy
from reading.parts.units import Head
from reading.readers.akoma import read_akoma
from reading.readers.registry import read_registry

COMMAND = "python -m benchmarks.structured"
_NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_SHORT = 60  # characters of a case
_KEPT = {"masthead": "frontmatter", "closing": "backmatter", "furniture": "footer"}


def bare(words: str) -> str:
    """Letters and figures alone: blanks, dashes and quotation marks are not judged."""
    return "".join(re.findall(r"[^\W_]+", words)).casefold()


def told(taken: Taken) -> Iterator[tuple[str, str]]:
    """The words of each part and what we say that it is: a role, paragraph, heading, footnote, title, front or back matter."""
    titles = {bare(piece.text.text) for piece in taken.source.pieces or () if piece.kind == "title"}
    for item in taken.parts.items:
        if isinstance(item, Head):
            yield bare(item.text.text), "heading"
        else:
            yield bare(item.text.text), item.role or item.kind
    for aside in taken.parts.asides:
        words = bare(aside.text.text)
        yield words, "title" if words in titles else _KEPT.get(aside.kind, aside.kind)


def registry(ground: Ground) -> list[Task]:
    """Every paragraph of the Registry, and the type or role of each paragraph, heading and title."""
    present: list[tuple[Case, bool]] = []
    asked: list[Case] = []
    ours: list[Case] = []
    odd = Counter[str]()
    for file in sorted(ground.source("registry").glob("*.json")):
        taken = take_apart(read_registry(file.read_bytes(), file.name))
        said: dict[str, list[str]] = {}
        for words, what in told(taken):
            said.setdefault(words, []).append(what)
        for at, item in enumerate(json.loads(file.read_bytes())):
            wanted = item["paragraph_type"] or item["type"]
            found = _said(said, item, wanted)
            case = (f"{file.stem}[{at}]", item["text"][:_SHORT])
            if item["type"] == "paragraph":
                present.append((case, found in ("preambular", "operative", "paragraph")))
            if item["type"] in ("paragraph", "heading", "title"):
                asked.append((case[0], wanted))
                ours += [(case[0], found)] if found else []
            elif found and found != wanted:
                odd[f"{wanted} read as {found}"] += 1
    every = positives("registry: every paragraph", [case for case, _ in present], [case for case, there in present if there])
    kinds = sets("registry: types and roles", asked, ours, note="; ".join(f"{what} {n}" for what, n in sorted(odd.items())))
    return [every, kinds]


def _said(said: dict[str, list[str]], item: dict[str, str], wanted: str) -> str:
    """What we say of an item, each part of ours used once; the wanted answer first where the same words stand several times."""
    words, prefix = item["text"], item["prefix"] or ""
    for key in (bare(words), bare(words[label_in_text(words)[1] :]), bare(prefix + words), bare(re.sub(r"^\w+\.\s", "", words))):
        if held := said.get(key):
            return held.pop(held.index(wanted) if wanted in held else 0)
    return "" if bare(prefix + words) else wanted


def akoma(ground: Ground) -> list[Task]:
    """Every paragraph, item and note of the markup, and its role where the markup has one."""
    asked, found, roles, ours = [], [], [], []
    for file in sorted(ground.source("akoma-ntoso").glob("*/*.xml")):
        if file.parent.name == "malformed":
            continue
        said: dict[str, list[str]] = {}
        for words, what in told(take_apart(read_akoma(file.read_bytes(), file.name))):
            said.setdefault(words, []).append(what)
        for at, (words, wanted) in enumerate(_marked_up(etree.parse(file).getroot())):
            case = (f"{file.stem}[{at}]", words[:_SHORT])
            asked.append(case)
            held = said.get(bare(words)) or said.get(bare(words[label_in_text(words)[1] :])) or []
            if not held:
                continue
            found.append(case)
            what = held.pop(held.index(wanted) if wanted in held else 0)
            if wanted:
                roles.append((case[0], wanted))
                ours.append((case[0], what))
    return [positives("akoma ntoso: every paragraph", asked, found), sets("akoma ntoso: roles", roles, ours)]


def _marked_up(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The words of each leaf of the text with what the markup says that it is; "" where it says nothing."""
    for leaf in root.iter(f"{_NAMESPACE}p"):
        above = [one.tag.removeprefix(_NAMESPACE) for one in leaf.iterancestors() if isinstance(one.tag, str)]
        if set(above) & {"coverPage", "preface", "conclusions", "table", "meta"}:
            continue
        words = tidy("".join(_words(leaf)))
        if bare(words) and "authorialNote" in above:
            yield words, "footnote"
        elif bare(words):
            yield words, _role(leaf, above)


def _role(leaf: etree._Element, above: list[str]) -> str:
    if "attachment" in above:
        return ""
    if "preamble" in above:
        return "preambular"
    holder = next((one for one in leaf.iterancestors() if one.tag in (f"{_NAMESPACE}paragraph", f"{_NAMESPACE}point")), None)
    label = holder.findtext(f"{_NAMESPACE}num", "").strip() if holder is not None else ""
    resolution = any(one.get("name") == "resolution" for one in leaf.iterancestors(f"{_NAMESPACE}statement"))
    return "operative" if resolution and re.fullmatch(r"\d+\.|\([a-z]+\)", label) else ""


def _words(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in (f"{_NAMESPACE}authorialNote", f"{_NAMESPACE}num"):
            yield from _words(child)
        yield child.tail or ""


def malformed(ground: Ground) -> Task:
    """Broken files: read with a finding that names the line, or refused with the line; anything else is missed."""
    files = sorted(ground.source("akoma-ntoso").glob("malformed/*.xml"))
    outcomes = {file.stem: _outcome(file) for file in files}
    good = [(name, "") for name, outcome in outcomes.items() if outcome]
    told_of = "; ".join(f"{name}: {outcome or 'nothing said'}" for name, outcome in outcomes.items())
    return replace(positives("akoma ntoso: broken files", [(name, "") for name in outcomes], good), note=told_of)


def _outcome(file: Path) -> str:
    try:
        taken = take_apart(read_akoma(file.read_bytes(), file.name))
    except ReadError as error:
        return "refused" if "line" in error.message else ""
    lines = [finding for finding in taken.parts.findings if re.search(r"line \d+", finding)]
    return f"salvaged, {len(taken.parts.units)} passages" if lines and taken.parts.units else ""


def languages(ground: Ground) -> Task:
    """Paths of the paragraphs and sections of a document that all its languages share, out of those that any has."""
    wanted, shared = [], []
    for folder in sorted(one for one in ground.source("six-languages").iterdir() if one.is_dir()):
        paths = [
            {item.path for item in take_apart(read_akoma(file.read_bytes(), file.name)).parts.items} for file in folder.iterdir()
        ]
        wanted += [(folder.name, path) for path in set.union(*paths)]
        shared += [(folder.name, path) for path in set.intersection(*paths)]
    return positives("six languages: shared paths", wanted, shared)


def findings(ground: Ground) -> dict[str, int]:
    """How many files of each kind have something to say on the receipt."""
    found = Counter[str]()
    for kind, pattern, read in (
        ("registry", "registry/*.json", read_registry),
        ("akoma ntoso", "akoma-ntoso/*-*/*.xml", read_akoma),
    ):
        for file in sorted(ground.corpus.glob(pattern)):
            found[f"{kind}: files"] += 1
            found[f"{kind}: files with findings"] += bool(take_apart(read(file.read_bytes(), file.name)).parts.findings)
    return dict(found)


def tasks(ground: Ground) -> list[Task]:
    """All of them; Absent where the folder lacks the files."""
    return [*registry(ground), *akoma(ground), malformed(ground), languages(ground)]


def main(_: Sequence[str] | None = None) -> int:
    """Prints the figures and writes them; 1 and a message where there is no corpus."""
    shared = HOME.parent / "shared"
    ground = Ground(shared / "eval", shared / "corpus")
    try:
        found = tasks(ground)
    except Absent as error:
        print(f"benchmarks.structured: {error}; benchmarks need the folder `shared` beside the checkout", file=sys.stderr)
        return 1
    figures = {task.name: _figures(task) for task in found}
    write_figures("structured.json", {"command": COMMAND, "tasks": figures, "findings": findings(ground)})
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    return 0


def _figures(task: Task) -> dict[str, object]:
    precision = {} if task.found is None else {"precision": round(task.precision or 0, 4), "wrong": len(task.wrong)}
    told_of = {"note": task.note} if task.note else {}
    return {"wanted": task.wanted, "met": task.met, "recall": round(task.recall or 0, 4), **precision, **told_of}


if __name__ == "__main__":
    sys.exit(main())
