"""Tests of the river: reviews. In: findings and verdicts. Out: verdicts that are kept, and what they do. No network."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from rdflib import RDF

from ingest.reviews import Verdict, holding, keep_verdict, read_verdicts, reviewed, reviews_graph, verdict
from ontology import terms as t
from ontology.errors import BadParameter, IriError, SourceError, StoreBusy
from ontology.iris import DEFAULT_BASE, Iris
from ontology.nouns import Allusion, Briefing, Citation, Derived, Duty, Evidence, MandateBasis, Mention, Observation
from ontology.span import Span
from reading.find import Found
from stores.generations import writer_lock
from stores.graph.store import GraphStore

if TYPE_CHECKING:
    from tests.ingest.conftest import River

PASSAGE = f"{DEFAULT_BASE}doc/A/85/31/para/1"
CRIME, OTHER = f"{DEFAULT_BASE}crime/genocide", f"{DEFAULT_BASE}crime/war-crimes"
MENTION = f"{PASSAGE}/mention/1"
NOON = datetime(2031, 5, 3, 12, tzinfo=UTC)
evidence = Evidence(PASSAGE, Span(0, 8), "Genocide", f"{DEFAULT_BASE}doc/A/85/31/rendition/0", "made", 0.9)


def found() -> Found:
    """One finding of each kind."""
    return Found(
        (Citation(f"{PASSAGE}/citation/1", evidence, None, "doubtful"),),
        (Mention(MENTION, evidence, CRIME),),
        (Duty(f"{PASSAGE}/duty/1", "recommendation", evidence, (), "urge", "urges", "act", "en"),),
        (MandateBasis(f"{PASSAGE}/basis/1", evidence, f"{DEFAULT_BASE}mandate/a", f"{DEFAULT_BASE}doc/A/1/2", "establishes"),),
        (),
        (Briefing(f"{PASSAGE}/briefing/1", evidence, (f"{DEFAULT_BASE}actor/a",), (f"{DEFAULT_BASE}actor/b",), ()),),
        (Observation(f"{PASSAGE}/observation/1", evidence, f"{DEFAULT_BASE}situation/TCD/2031", "2031", crimes=(CRIME,)),),
        (Allusion(f"{PASSAGE}/allusion/1", evidence, CRIME),),
    )


@pytest.mark.parametrize(
    ("judgement", "to", "reviewer"),
    [
        ("perhaps", None, "Ann"),
        ("corrected", None, "Ann"),
        ("wrong", OTHER, "Ann"),
        ("wrong", None, "  "),
        ("wrong", None, "A" * 3000),
    ],
)
def test_a_verdict_that_does_not_say_what_it_must_is_refused(judgement: str, to: str | None, reviewer: str) -> None:
    """Right, wrong, or corrected to something, and by somebody."""
    with pytest.raises(BadParameter):
        verdict(MENTION, judgement, reviewer, corrected_to=to)


def test_only_findings_that_lead_to_one_thing_can_be_corrected() -> None:
    """A briefing leads to several; it can be held wrong."""
    briefing = f"{PASSAGE}/briefing/1"
    assert verdict(briefing, "wrong", "Ann").judgement == "wrong"
    with pytest.raises(BadParameter, match="cannot be corrected"):
        verdict(briefing, "corrected", "Ann", corrected_to=OTHER)
    with pytest.raises(IriError):
        verdict("no iri/mention/1", "wrong", "Ann")


def test_a_wrong_finding_is_withdrawn_and_a_corrected_one_leads_elsewhere() -> None:
    """The verdict wins over the method."""
    wrong = reviewed(found(), {MENTION: verdict(MENTION, "wrong", "Ann")})
    assert wrong.mentions == ()
    assert len(wrong.derived) == 6
    (mention,) = reviewed(found(), {MENTION: verdict(MENTION, "corrected", "Ann", corrected_to=OTHER)}).mentions
    assert (mention.of, mention.evidence.method, mention.evidence.confidence) == (OTHER, "review", 1.0)
    (right,) = reviewed(found(), {MENTION: verdict(MENTION, "right", "Ann")}).mentions
    assert (right.of, right.evidence.method, right.evidence.confidence) == (CRIME, "made", 1.0)


def test_a_wrong_finding_of_any_kind_is_withdrawn_and_the_others_stay() -> None:
    """No kind is out of a reviewer's reach."""
    assert {type(each) for each in found().derived} == set(get_args(Derived))
    for wrong in found().derived:
        kept = reviewed(found(), holding([verdict(wrong.iri, "wrong", "Ann")]))
        assert kept.derived == tuple(each for each in found().derived if each.iri != wrong.iri)


@pytest.mark.parametrize(
    ("kind", "leads_to"), [("citation", "target"), ("allusion", "to"), ("basis", "mandate"), ("duty", "addressees")]
)
def test_each_correctable_kind_takes_the_reviewers_answer(kind: str, leads_to: str) -> None:
    """An unresolved citation is resolved by it."""
    given = verdict(f"{PASSAGE}/{kind}/1", "corrected", "Ann", corrected_to=OTHER)
    changed = next(each for each in reviewed(found(), holding([given])).derived if each.iri == given.finding)
    assert getattr(changed, leads_to) in (OTHER, (OTHER,))
    assert getattr(changed, "unresolved", None) is None


def test_a_corrected_citation_no_longer_cites_passages_of_what_it_was_taken_for() -> None:
    """They are passages of the other document."""
    taken_for, meant = f"{DEFAULT_BASE}doc/A/1/2", f"{DEFAULT_BASE}doc/A/1/3"
    cited = Citation(f"{PASSAGE}/citation/1", evidence, taken_for, None, "para. 3", (f"{taken_for}/para/3",))
    given = verdict(cited.iri, "corrected", "Ann", corrected_to=meant)
    (changed,) = reviewed(replace(found(), citations=(cited,)), holding([given])).citations
    assert (changed.target, changed.cited_passages) == (meant, ())


@pytest.mark.parametrize(
    ("finding", "judgement", "reviewer", "later", "nodes"),
    [
        (MENTION, "wrong", "Ann", 0, 1),
        (MENTION, "wrong", "Ann", 1, 2),
        (MENTION, "wrong", "Ben", 0, 2),
        (MENTION, "right", "Ann", 0, 2),
        (f"{PASSAGE}/duty/1", "wrong", "Ann", 0, 2),
    ],
)
def test_verdicts_that_differ_are_nodes_of_their_own(finding: str, judgement: str, reviewer: str, later: int, nodes: int) -> None:
    """Who said what of which finding, and when: the same reviewer may say the same again at another time."""
    given = [verdict(MENTION, "wrong", "Ann", now=NOON)]
    given.append(verdict(finding, judgement, reviewer, now=NOON + timedelta(hours=later)))
    graph = reviews_graph(given, Iris())
    assert len(set(graph.subjects(RDF.type, t.VERDICT))) == nodes
    assert {str(when) for when in graph.objects(None, t.REVIEWED)} == {each.reviewed for each in given}


def test_the_last_verdict_on_a_finding_holds() -> None:
    """Reviewers may change their minds, and others may differ: all are kept."""
    given = [verdict(MENTION, "wrong", "Ann"), verdict(MENTION, "right", "Ben")]
    assert holding(given)[MENTION].reviewer == "Ben"
    graph = reviews_graph(given, Iris())
    assert len(list(graph.subjects(RDF.type, t.VERDICT))) == 2


def test_verdicts_are_kept_line_by_line_and_a_broken_line_is_named(tmp_path: Path) -> None:
    """Nothing of them is lost, and nothing is guessed."""
    given = verdict(MENTION, "corrected", "Ann", corrected_to=OTHER, reason="Läse anders", now=NOON)
    keep_verdict(tmp_path, given)
    keep_verdict(tmp_path, verdict(MENTION, "wrong", "Ben", now=NOON))
    assert (
        read_verdicts(tmp_path)[0]
        == given
        == Verdict(MENTION, "corrected", "Ann", "2031-05-03T12:00:00+00:00", "Läse anders", OTHER)
    )
    with (tmp_path / "reviews" / "verdicts.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"finding": ')
    with pytest.raises(SourceError, match="line 3"):
        read_verdicts(tmp_path)


def test_a_verdict_is_not_kept_while_an_ingest_writes(tmp_path: Path) -> None:
    """Both would write what the other has not seen; whoever comes second is told to wait."""
    with writer_lock(tmp_path), pytest.raises(StoreBusy):
        keep_verdict(tmp_path, verdict(MENTION, "wrong", "Ann"))
    assert read_verdicts(tmp_path) == ()


@pytest.mark.slow
def test_a_verdict_survives_a_new_ingest_and_a_new_working_folder(river: "River", sources: Path) -> None:
    """It lies beside what can be made again."""
    river.run(sources)
    mention = _mentions(river)[0]
    keep_verdict(river.settings.data, verdict(mention, "wrong", "Ann"))
    assert river.run().generation
    assert mention not in _mentions(river)
    shutil.rmtree(river.settings.data / "work")
    assert river.run(sources).generation
    assert mention not in _mentions(river)
    exported = river.export().decode()
    assert f"\n<{mention}> " not in exported
    assert f"ontology#verdictOn> <{mention}>" in exported


@pytest.mark.slow
def test_a_run_without_a_new_verdict_changes_nothing(river: "River", sources: Path) -> None:
    """The same verdicts, the same graph."""
    river.run(sources)
    keep_verdict(river.settings.data, verdict(_mentions(river)[0], "right", "Ann"))
    assert river.run().generation
    assert river.run().generation is None


def _mentions(river: "River") -> list[str]:
    query: Callable[[GraphStore], list[str]] = lambda graph: [  # noqa: E731 (one expression, used once)
        str(row["m"])
        for row in graph.select("PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?m { ?m a mg:Mention } ORDER BY ?m")
    ]
    from stores import generations

    with GraphStore.read_only(generations.current(river.settings.data).graph) as graph:
        return query(graph)
