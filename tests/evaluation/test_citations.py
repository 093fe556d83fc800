"""Tests on real documents: citations. In: the open gold. Out: how many citations were found and how many are right."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ingest.world import HOME, World
from ontology.concepts import load_concepts
from ontology.nouns import Citation, Duty, MandateBasis, Mention
from reading.assemble import Reading
from reading.find import Found

Office = dict[str, tuple[Reading, Found]]
DOCUMENTS = ("A/75/863", "results-framework")
Statement = Citation | Mention | Duty | MandateBasis


def folded(name: str) -> str:
    """A name as it is compared: without case, scheme and bracketed suffix."""
    return re.sub(r"^https?://", "", re.sub(r"\s*\([^)]*[A-Za-z][^)]*\)$", "", name.strip().rstrip("."))).casefold()


def targets(item: dict[str, Any]) -> set[str]:
    """Whatever the gold would accept as the target of an item."""
    names = {*(item.get("symbols") or []), item.get("normalised"), item.get("canonical_name")}
    return {name if "/RES/" in name else folded(name) for name in names if name} | (
        {folded(item["surface"])} if item["kind"] == "website" else set()
    )


@pytest.fixture(scope="module")
def items(gold: Path) -> list[dict[str, Any]]:
    """The items of the gold."""
    found: list[dict[str, Any]] = json.loads((gold / "citations.json").read_text(encoding="utf-8"))["citations"]
    return found


@pytest.fixture(scope="module")
def cited(office: Office, unit_of: dict[str, str], world: World) -> list[tuple[str, set[str]]]:
    """Unit and names of the target of each citation that was found, once a unit."""
    labels = {
        each.iri: {folded(label) for label in each.positive}
        for each in load_concepts(HOME / "ontology" / "vocabulary", world.iris.base)
    }
    found: dict[tuple[str, str], set[str]] = {}
    for key in DOCUMENTS:
        for citation in office[key][1].citations:
            if citation.target is None:
                continue
            symbol = citation.target.partition("/doc/")[2]
            names = {symbol, folded(symbol)} if symbol else labels.get(citation.target, {folded(citation.target)})
            found[unit_of[citation.evidence.passage], citation.target] = names
    return [(unit, names) for (unit, _), names in found.items()]


def core(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items that count for recall, one target once a unit."""
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for item in items:
        if item["form"] in ("symbol", "name+symbol") or item["kind"] in ("treaty", "website"):
            chosen.setdefault((item["para"], item.get("normalised") or item.get("canonical_name") or item["surface"]), item)
    return list(chosen.values())


def test_citations_on_the_open_gold_have_an_f1_of_at_least_095(
    items: list[dict[str, Any]], cited: list[tuple[str, set[str]]]
) -> None:
    """Recall on the core set, precision against any item of the gold."""
    wanted = core(items)
    missed = [
        (item["para"], item["surface"])
        for item in wanted
        if not any(unit == item["para"] and names & targets(item) for unit, names in cited)
    ]
    wrong = [(unit, names) for unit, names in cited if not any(item["para"] == unit and names & targets(item) for item in items)]
    recall, precision = 1 - len(missed) / len(wanted), 1 - len(wrong) / len(cited)
    assert len(wanted) == 45
    assert 2 * recall * precision / (recall + precision) >= 0.95, (missed, wrong)


def test_pinpoints_of_the_open_gold_are_read(items: list[dict[str, Any]], office: Office, unit_of: dict[str, str]) -> None:
    """Nine of ten parts that the gold names stand beside a citation of the same unit."""
    parts = {(unit_of[each.evidence.passage], each.cited_part) for key in DOCUMENTS for each in office[key][1].citations}
    wanted = {(item["para"], part) for item in items if item["form"] != "anaphoric" for part in item.get("pinpoint") or []}
    missed = {(unit, part) for unit, part in wanted if (unit, part) not in parts}
    assert len(missed) <= 0.1 * len(wanted), missed


def statements(found: Found) -> list[Statement]:
    """All that was found in a document, of whatever kind."""
    return [*found.citations, *found.mentions, *found.duties, *found.bases]


def test_every_citation_quotes_its_passage(office: Office) -> None:
    """The words stand at the span that the evidence names."""
    for reading, found in office.values():
        texts = {passage.iri: passage.text for passage in reading.passages}
        for each in statements(found):
            assert each.evidence.span.of(texts[each.evidence.passage]) == each.evidence.as_printed


def test_no_two_statements_share_an_iri(office: Office) -> None:
    """Every finding can be pointed at alone."""
    found = [each.iri for _, found in office.values() for each in statements(found)]
    assert len(found) == len(set(found))
