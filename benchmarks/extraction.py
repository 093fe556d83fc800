"""Benchmarks: extraction. In: the annotated office documents, published by the pipeline, and their annotations. Out: a table
and a file of figures. Must not ask anything but the published graph.

python -m benchmarks.extraction [--data FOLDER]
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.gold import Gold, open_gold, write_figures
from benchmarks.matching import Compared, Found, Wanted, compared, merged, names_of, within_surface
from benchmarks.published import published
from ontology.errors import MandateGraphError
from ontology.triples import PASSAGE_CLASSES
from stores.graph.store import GraphStore

COMMAND = "python -m benchmarks.extraction"
GENERIC_TYPES = frozenset(
    ["civil-society", "state", "population", "national-institution", "regional-generic", "other", "non-state", "private-sector"]
)
"""Types of actors that annotators hold as one generic actor each, in contrast to bodies with a name of their own."""
GROUPS: Mapping[str, str] = {"crime": "crimes", "actor": "actors", "network": "networks", "mechanism": "networks"}
"""Place of an IRI -> what it counts as. Single States are not annotated; risk factors and mandates have no figure."""
MENTION_GROUPS = ("crimes", "actors", "networks", "actors, generic", "networks, generic")
RECOMMENDING = ("recommendations", "body_recommendations", "commitments_in_body")
_PARTLY = re.compile(r"A/72/884#(?:[1-9]|1[0-4]|45(?:\(\w\))?)$")  # these were judged, whether they recommend or not
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_NAMES = "SELECT ?thing ?name { ?thing skos:prefLabel|skos:altLabel|mg:symbol ?name }"
_PLACES = "SELECT ?passage ?document { ?passage mg:inDocument ?document }"
_GENERIC = "SELECT DISTINCT ?thing { ?thing a ?class FILTER(?class IN (mg:GenericName, mg:ActorGroup)) }"
_KINDS = " ".join(f"<{kind}>" for kind in PASSAGE_CLASSES.values())
_PASSAGES = f"SELECT ?passage ?class {{ ?passage a ?class VALUES ?class {{ {_KINDS} }} }}"
CITED = "SELECT ?passage ?thing ?printed { ?c a mg:Citation ; mg:inPassage ?passage ; mg:target ?thing ; mg:asPrinted ?printed }"
MENTIONED = "SELECT ?passage ?thing ?printed { ?m a mg:Mention ; mg:inPassage ?passage ; mg:of ?thing ; mg:asPrinted ?printed }"
ASKED = "SELECT DISTINCT ?passage { ?duty a mg:Recommendation ; mg:statedIn ?passage }"
MARKS = "SELECT ?note ?passage { ?note mg:markedIn ?passage }"
HEADINGS = "SELECT ?document ?heading { ?section mg:inDocument ?document ; mg:heading ?heading }"


class Published:
    """What the graph says, under the annotators' names of units."""

    def __init__(self, graph: GraphStore, gold: Gold) -> None:
        self.graph = graph
        self.unit = {iri: unit for unit, iri in gold.iris.items()}
        self.generic = {row["thing"] for row in self.rows(_GENERIC)}
        places = {row["document"]: self.unit[row["passage"]] for row in self.rows(_PLACES) if row["passage"] in self.unit}
        self.document = {document: unit.partition("#")[0] for document, unit in places.items()}
        self.names: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.rows(_NAMES):
            self.names[row["thing"]].append(row["name"])

    def rows(self, query: str) -> list[dict[str, str]]:
        """The answers of a query as plain words."""
        return [{name: str(term) for name, term in row.items()} for row in self.graph.select(_PREFIX + query)]

    def found(self, query: str, scope: "re.Pattern[str]", group: str = "") -> list[Found]:
        """Each thing once a unit and a printed form, in the units of the scope."""
        seen = {(self.unit.get(row["passage"], ""), row["thing"], row["printed"]) for row in self.rows(query)}
        things: dict[tuple[str, str], Found] = {}
        for unit, thing, printed in sorted(seen):
            if scope.match(unit):
                names = names_of(*self.names[thing], thing)
                things.setdefault((unit, thing), Found(unit, f"{printed} = {thing}", names, printed, group or self.group(thing)))
        return list(things.values())

    def group(self, thing: str) -> str:
        """What an IRI counts as among mentions: crimes, actors, networks, generic ones apart; "none" for the rest."""
        group = GROUPS.get(thing.rsplit("/", 2)[-2], "none")
        return f"{group}, generic" if thing in self.generic else group


def structure(told: Published, gold: Gold) -> dict[str, Any]:
    """Units wanted, missing and too many; passages by class; footnote marks and headings that are right, of how many."""
    passages = {row["passage"]: row["class"].rpartition("#")[2] for row in told.rows(_PASSAGES)}
    documents = gold.read("structure.json")["documents"]
    marks = {(told.unit.get(row["note"]), told.unit.get(row["passage"])) for row in told.rows(MARKS)}
    notes = [(note["id"], note["marker_in"]) for document in documents for note in document.get("footnotes", [])]
    printed = {row["heading"] for row in told.rows(HEADINGS)}
    wanted = [heading for document in documents for heading in headings(document.get("sections", []))]
    return {
        "units": len(gold.iris),
        "missing": sorted(unit for unit, iri in gold.iris.items() if iri not in passages),
        "too_many": sorted(iri for iri in passages if iri not in told.unit),
        "by_class": dict(sorted(Counter(passages.values()).items())),
        "footnote_marks": f"{sum(note in marks for note in notes)} of {len(notes)}",
        "headings": f"{sum(heading in printed for heading in wanted)} of {len(wanted)}",
    }


def wanted_citations(items: Iterable[Mapping[str, Any]]) -> list[Wanted]:
    """Gold citations, a target once a unit. The core set is wanted: symbols, treaties, addresses; the others are right too."""
    return merged(_citation(item) for item in items)


def _citation(item: Mapping[str, Any]) -> Wanted:
    core = item["form"] in ("symbol", "name+symbol") or item["kind"] in ("treaty", "website")
    label = item.get("normalised") or item.get("canonical_name") or item["surface"]
    known = [name for name in (item.get("normalised"), item.get("canonical_name"), *(item.get("symbols") or ())) if name]
    names = names_of(*known, *([item["surface"]] if item["kind"] == "website" else []))
    return Wanted(item["para"], label, names, (item["surface"],), "citations", "wanted" if core else "also right")


def wanted_mentions(units: Iterable[Mapping[str, Any]]) -> list[Wanted]:
    """Gold mentions. Explicit ones are wanted; a name that is only meant, implied or part of another name counts in no way."""
    return merged(
        Wanted(unit["unit"], name, names_of(name), tuple(item["surfaces"]), group, "wanted" if item["count"] > 0 else "neither")
        for unit in units
        for field in ("crimes", "actors", "networks_and_mechanisms")
        for item in unit[field]
        for name, group in [_named(field, item)]
    )


def _named(field: str, item: Mapping[str, Any]) -> tuple[str, str]:
    if field == "crimes":
        return item["crime"], "crimes"
    group = "actors" if field == "actors" else "networks"
    generic = item["type"].endswith("-generic") or item["type"] in GENERIC_TYPES
    return item["canonical"], f"{group}, generic" if generic else group


def wanted_recommendations(gold: Mapping[str, Any]) -> list[Wanted]:
    """Units that recommend; chapeaux, commitments and recommendations in the body count in no way."""
    stated = {item["para"]: item["kind"] for item in gold["recommendations"]}
    stated |= {item["para"]: "other" for name in ("body_recommendations", "commitments_in_body") for item in gold[name]}
    return [
        Wanted(unit, unit, frozenset({unit}), (), "recommendations", "wanted" if kind == "recommendation" else "neither")
        for unit, kind in stated.items()
    ]


def measured(told: Published, gold: Gold) -> dict[str, Compared]:
    """Every part of the gold that has figures, by its name."""
    return {"citations": citations(told, gold), "recommendations": recommendations(told, gold), **mentions(told, gold)}


def citations(told: Published, gold: Gold) -> Compared:
    """What the documents that are annotated from end to end cite."""
    wanted = wanted_citations(gold.entries("citations.json", "citations", ["para", "surface", "kind", "form"]))
    return compared(told.found(CITED, _whole(gold.documents()), "citations"), wanted, "citations", within_surface)


def mentions(told: Published, gold: Gold) -> dict[str, Compared]:
    """What the annotated units name, by kind."""
    units = gold.entries("mentions.json", "units", ["unit", "crimes", "actors", "networks_and_mechanisms"])
    scope = _whole(sorted({unit["unit"].partition("#")[0] for unit in units}))
    found = [one for one in told.found(MENTIONED, scope) if one.group != "none"]
    wanted = wanted_mentions(units)
    return {group: compared(found, wanted, group) for group in MENTION_GROUPS}


def recommendations(told: Published, gold: Gold) -> Compared:
    """Which units recommend, in documents annotated from end to end, and in those units of others that are judged."""
    stated = gold.read("recommendations.json")
    judged = {item["para"] for name in RECOMMENDING for item in stated[name]}
    whole = _whole(gold.documents())
    units = {told.unit.get(row["passage"], "") for row in told.rows(ASKED)}
    ours = sorted(unit for unit in units if whole.match(unit) or _PARTLY.match(unit) or unit in judged)
    asked = [Found(unit, unit, frozenset({unit}), "", "recommendations") for unit in ours]
    return compared(asked, wanted_recommendations(stated), "recommendations")


def _whole(documents: Iterable[str]) -> "re.Pattern[str]":
    """Matches every unit of the documents."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, documents))})#")


def worst(pairs: Sequence[tuple[str, str]], most: int = 8) -> list[str]:
    """The most frequent labels with the units where they stand, the first of many."""
    units: defaultdict[str, list[str]] = defaultdict(list)
    for unit, label in pairs:
        units[label].append(unit)
    order = sorted(units, key=lambda label: (-len(units[label]), label))[:most]
    return [f"{len(units[label])}x {label} ({', '.join(units[label][:3])})" for label in order]


def table(figures: Mapping[str, Compared], shape: Mapping[str, Any]) -> str:
    """Markdown: one row a part of the gold, then what was missed and what is wrong."""
    kinds = ", ".join(f"{count} {name}" for name, count in shape["by_class"].items())
    lines = [f"{shape['units']} units wanted, {len(shape['missing'])} missing, {len(shape['too_many'])} too many: {kinds}."]
    lines += [f"Footnote marks {shape['footnote_marks']}, headings {shape['headings']}.", ""]
    lines += ["| what | precision | recall | F1 [95 %] | found | wanted |", "| --- | --- | --- | --- | --- | --- |"]
    for name, one in figures.items():
        score = one.score
        counts = f"{score.tally.found} | {score.tally.wanted}"
        lines.append(f"| {name} | {score.precision:.3f} | {score.recall:.3f} | {score.f1} | {counts} |")
    for name, one in figures.items():
        for title, pairs in (("missed", one.missed), ("wrong", one.wrong)):
            lines += [f"\n{name}, {title}:", *(f"- {line}" for line in worst(pairs))] if pairs else []
    return "\n".join(lines)


def headings(sections: Iterable[Mapping[str, Any]]) -> list[str]:
    """The headings of sections and of what is under them."""
    return [heading for section in sections for heading in (section["heading"], *headings(section["children"]))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table and writes the figures; 1 and a message where there is no gold."""
    parser = argparse.ArgumentParser(description="How well the pipeline reads the annotated documents.")
    parser.add_argument("--data", type=Path, help="a data folder to keep and use again; else one that is gone afterwards")
    asked = parser.parse_args(arguments)
    try:
        gold = open_gold()
        with published(gold, asked.data) as library, library.serving() as serving:
            told = Published(serving.graph, gold)
            figures, shape = measured(told, gold), structure(told, gold)
    except MandateGraphError as error:
        print(f"benchmarks.extraction: {error}", file=sys.stderr)
        return 1
    scores = {name: one.score.rounded() for name, one in figures.items()}
    write_figures("extraction.json", {"command": COMMAND, "structure": shape, "scores": scores})
    print(table(figures, shape))
    return 0


if __name__ == "__main__":
    sys.exit(main())
