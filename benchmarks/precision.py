"""Benchmarks: precision by method. In: the office documents as published, the annotations, and findings that we judged singly.
Out: how often each method was right for each kind of finding, as figures and as entries of the vocabulary.

The entries (`ontology/vocabulary/measurements.ttl`) are published: each finding leads to the measurement of its method. A method
that made fewer than LEAST judged findings is not measured: so few say nothing. Must not be read by the eyes.

python -m benchmarks.precision [--data FOLDER] [--write] [--unjudged]
"""

import argparse
import csv
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from benchmarks.elsewhere import JUDGED, Drawn, drawn, published_elsewhere
from benchmarks.extraction import ASKED, CITED, MENTIONED, Published, wanted_citations, wanted_mentions, wanted_recommendations
from benchmarks.gold import HOME, Gold, open_gold, write_figures
from benchmarks.matching import Found, Wanted, compared, same_name, within_surface
from benchmarks.published import published
from ingest.quality import KINDS
from ontology.errors import MandateGraphError
from ontology.iris import slug

COMMAND = "python -m benchmarks.precision --write"
VOCABULARY = HOME / "ontology" / "vocabulary" / "measurements.ttl"
LEAST = 5
GOLD = "A/75/863 and the results framework, which the rules were written on; against annotations made by hand"
READ = "the four office documents, which the rules were written on; each finding read and judged"
ELSEWHERE = "review reports and resolutions that the rules were not written on; findings drawn and judged one by one"
LINKED = "mandate documents that the rules were not written on; links between passages drawn and judged one by one"
_LAST_ROUND = "third"  # of the links by words: what the rounds before showed to be wrong was mended
_GROUPS: Mapping[str, str] = {
    "mention of a crime": "crimes",
    "mention of a named actor": "actors",
    "mention of actors in general": "actors, generic",
    "mention of a named network or mechanism": "networks",
    "mention of networks or mechanisms in general": "networks, generic",
}
_SHORT = {ELSEWHERE: "other documents", LINKED: "other documents"}
_METHODS = "SELECT DISTINCT ?method {{ {pattern} . ?finding mg:method ?method }} ORDER BY ?method"
_FINDINGS = "SELECT DISTINCT ?finding ?method {{ {pattern} . ?finding mg:method ?method }} ORDER BY ?finding"


@dataclass(frozen=True, slots=True)
class Measured:
    """One method for one kind of finding: how many of the judged findings were right, and on what."""

    kind: str
    method: str
    right: int
    judged: int
    sample: str

    @property
    def precision(self) -> float:
        """The share that was right."""
        return self.right / self.judged

    @property
    def lower_bound(self) -> float:
        """The lower end of the 95 % Wilson interval: what a careful reader may count on."""
        z, n, p = 1.959964, self.judged, self.precision
        centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (centre - spread) / (1 + z * z / n))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader held of a finding: of which kind it was, to what it led and in which round it was read, where noted."""

    verdict: str
    kind: str = ""
    leads_to: str = ""
    round: str = ""


def against_gold(told: Published, gold: Gold) -> Iterator[Measured]:
    """The kinds that annotators covered: citations, recommendations, mentions of crimes, actors, networks and mechanisms."""
    report, cited_in = re.compile(r"A/75/863#"), re.compile(r"A/75/863#|framework-of-results#")
    mentions = wanted_mentions(gold.read("mentions.json")["units"])
    for kind, group in _GROUPS.items():
        for method in _methods(told, kind):
            found = [one for one in told.found(_by(MENTIONED, "?m", method), report) if one.group == group]
            yield from _measured(kind, method, found, [*mentions], group)
    citations = wanted_citations(gold.read("citations.json")["citations"])
    for method in _methods(told, "citation"):
        found = told.found(_by(CITED, "?c", method), cited_in, "citations")
        yield from _measured("citation", method, found, citations, "citations")
    stated = wanted_recommendations(gold.read("recommendations.json"))
    for method in _methods(told, "recommendation"):
        units = {told.unit.get(row["passage"], "") for row in told.rows(_by(ASKED, "?duty", method))}
        scope = [unit for unit in sorted(units) if re.match(r"A/75/863#|A/72/884#(?:[1-9]|1[0-4]|45(?:\(\w\))?)$", unit)]
        found = [Found(unit, unit, frozenset({unit}), "", "recommendations") for unit in scope]
        yield from _measured("recommendation", method, found, stated, "recommendations")


def by_reading(told: Published, judged: Mapping[str, str]) -> Iterator[Measured]:
    """The kinds that no annotator covered: every finding in the four documents was read."""
    for kind in KINDS:
        if kind in _GROUPS or kind in ("citation", "recommendation"):
            continue
        rows = told.rows(_FINDINGS.format(pattern=KINDS[kind]))
        for method in sorted({row["method"] for row in rows}):
            verdicts = [judged[row["finding"]] for row in rows if row["method"] == method and row["finding"] in judged]
            if len(verdicts) >= LEAST:
                yield Measured(kind, method, verdicts.count("right"), len(verdicts), READ)


def by_drawing(findings: Sequence[Drawn], verdicts: Mapping[str, Sequence[Verdict]]) -> Iterator[Measured]:
    """Any kind, on findings drawn from documents that the rules were not written on."""
    judged: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in findings:
        if given := verdict_on(one, verdicts):
            judged[one.kind, one.method].append(given)
    for (kind, method), all_given in sorted(judged.items()):
        if len(all_given) >= LEAST:
            yield Measured(kind, method, all_given.count("right"), len(all_given), ELSEWHERE)


def verdict_on(found: Drawn, verdicts: Mapping[str, Sequence[Verdict]]) -> str | None:
    """What was held of a finding, as the kind that it is now and for what it leads to now; none where nobody read that.

    A verdict of the first draws names neither: it counts for the finding's words.
    """
    for one in verdicts.get(found.finding, ()):
        if one.kind in ("", found.kind) and (not one.round or one.leads_to == found.leads_to):
            return one.verdict
    return None


def by_linking(links: Sequence[Mapping[str, str]]) -> Iterator[Measured]:
    """Lineage by words, on what the last round drew of all that each method found; relations that are rare were drawn apart."""
    drawn: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        if link["round"] == _LAST_ROUND and link["relation"] == "repeats":
            drawn[link["method"]].append(link["verdict"])
    for method, verdicts in sorted(drawn.items()):
        if len(verdicts) >= LEAST:
            yield Measured("lineage", method, verdicts.count("right"), len(verdicts), LINKED)


def unjudged(told: Published, judged: Mapping[str, str]) -> list[tuple[str, str]]:
    """Kind and finding of all that the second way covers and nobody has read yet."""
    kinds = [kind for kind in KINDS if kind not in _GROUPS and kind not in ("citation", "recommendation")]
    rows = [(kind, row["finding"]) for kind in kinds for row in told.rows(_FINDINGS.format(pattern=KINDS[kind]))]
    return [(kind, finding) for kind, finding in rows if finding not in judged]


def turtle(measured: Sequence[Measured]) -> str:
    """The measurements as a file of the vocabulary."""
    head = (HOME / "ontology" / "vocabulary" / "verbs.ttl").read_text(encoding="utf-8").partition("\n\n")[0]
    words = f"# How often each method was right. Made by `{COMMAND}`; do not edit.\n"
    return "\n".join([head, "", words, *("\n".join(_entry(one)) + "\n" for one in measured)])


def _entry(one: Measured) -> Iterator[str]:
    yield f"<measurement/{slug(one.kind)}/{slug(one.method)}>"
    yield "    a mg:Measurement ;"
    yield f'    skos:prefLabel "{one.kind} by {one.method}"@en ;'
    yield f'    mg:findingKind "{one.kind}" ;'
    yield f'    mg:ofMethod "{one.method}" ;'
    yield f"    mg:correctCount {one.right} ;"
    yield f"    mg:sampleSize {one.judged} ;"
    yield f"    mg:precision {one.precision:.3f} ;"
    yield f"    mg:lowerBound {one.lower_bound:.3f} ;"
    yield f'    mg:sample "{one.sample}" ;'
    yield f'    mg:sourceNote "{COMMAND}"@en .'


def _methods(told: Published, kind: str) -> list[str]:
    return [row["method"] for row in told.rows(_METHODS.format(pattern=KINDS[kind]))]


def _by(query: str, subject: str, method: str) -> str:
    """The query for what one method found."""
    return query.replace("{ ", f'{{ {subject} mg:method "{method}" . ', 1)


def _measured(kind: str, method: str, found: list[Found], wanted: list[Wanted], group: str) -> Iterator[Measured]:
    tally = compared(found, wanted, group, within_surface if group == "citations" else same_name).score.tally
    if tally.found >= LEAST:
        yield Measured(kind, method, tally.right, tally.found, GOLD)


def read_judged(name: str) -> dict[str, list[Verdict]]:
    """Verdicts by the IRI of the finding, from lines of finding, right or wrong, kind, what it leads to, and round."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for line in (JUDGED / name).read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            finding, *cells = line.split("\t")
            found[finding].append(Verdict(*cells))
    return dict(found)


def read_links() -> list[dict[str, str]]:
    """The links by words that were judged: link, relation, method, round, verdict, reason."""
    lines = (JUDGED / "lineage-unseen.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, and with --write renews figures and vocabulary; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How often each method is right, for each kind of finding.")
    parser.add_argument("--data", type=Path, help="a folder to keep and use again; else one that is gone afterwards")
    parser.add_argument("--write", action="store_true", help="renew the figures and the entries of the vocabulary")
    parser.add_argument("--unjudged", action="store_true", help="list the findings that nobody has judged yet, with their words")
    asked = parser.parse_args(arguments)
    office = {finding: verdicts[0].verdict for finding, verdicts in read_judged("office.tsv").items()}
    elsewhere = read_judged("elsewhere.tsv")
    try:
        gold = open_gold()
        with published(gold, asked.data and asked.data / "office") as library, library.serving() as serving:
            told = Published(serving.graph, gold)
            known = [*against_gold(told, gold), *by_reading(told, office)]
            left = unjudged(told, office)
        with published_elsewhere(asked.data and asked.data / "elsewhere") as library, library.serving() as serving:
            findings = drawn(serving.graph)
    except MandateGraphError as error:
        print(f"benchmarks.precision: {error}", file=sys.stderr)
        return 1
    unseen = [*by_drawing(findings, elsewhere), *by_linking(read_links())]
    print(table([*known, *unseen]))
    waiting = [one for one in findings if verdict_on(one, elsewhere) is None]
    print(f"\nNot judged yet: {len(left)} in the office documents, {len(waiting)} of those drawn elsewhere.")
    if asked.unjudged:
        print("\n".join(f"{finding}\t{kind}" for kind, finding in left))
        print("\n".join("\t".join(astuple(one)) for one in waiting))
    if asked.write:
        write(known, unseen)
    return 0


def write(known: Sequence[Measured], unseen: Sequence[Measured]) -> None:
    """Figures of both samples; the vocabulary gets that of the unseen documents where there is one."""
    rows = [
        asdict(one) | {"precision": round(one.precision, 3), "lower_bound": round(one.lower_bound, 3)}
        for one in [*known, *unseen]
    ]
    write_figures("precision.json", {"command": COMMAND, "measured": rows})
    chosen = {(one.kind, one.method): one for one in [*known, *unseen]}  # what comes later takes the place
    VOCABULARY.write_text(turtle([chosen[key] for key in sorted(chosen)]), encoding="utf-8")


def table(measured: Sequence[Measured]) -> str:
    """Markdown: one row a method, kind and sample."""
    lines = ["| kind | method | right | judged | precision | lower bound | on |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for one in sorted(measured, key=lambda one: (one.kind, one.method, one.sample)):
        where = _SHORT.get(one.sample, "office documents")
        counts = f"{one.right} | {one.judged} | {one.precision:.3f} | {one.lower_bound:.3f}"
        lines.append(f"| {one.kind} | {one.method} | {counts} | {where} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
