"""Tests of the tracker: the life line. In: a duty or passage. Out: what it takes up and what takes it up, with what changed."""

from dataclasses import replace

import pytest

from api.library import Library, Serving
from api.tracker.descent import LONGEST, life_line
from api.tracker.register import Register
from api.tracker.written import silence
from ontology.errors import IriError, NotFound

pytestmark = pytest.mark.slow


def test_a_line_holds_both_ends_of_each_link(reports: Library, served: Serving, held: Register) -> None:
    """From either end the link is a step, with how it takes up what, how sure, and by which method."""
    for link in held.links:
        for start in (link.earlier, link.later, link.earlier_passage):
            found = life_line(reports, served, held, str(start))
            taken = [one for step in found.steps if step.passage.iri == link.later_passage for one in step.takes]
            assert [(one.relation, one.of, one.confidence) for one in taken if one.link == link.iri] == [
                (link.relation, link.earlier_passage, link.confidence)
            ]


def test_steps_stand_in_the_order_of_dates(reports: Library, served: Serving, held: Register) -> None:
    """The earliest first; a first step takes nothing up and shows no change."""
    found = life_line(reports, served, held, held.links[0].later_passage)
    assert [step.year for step in found.steps] == sorted(step.year for step in found.steps)
    assert not found.steps[0].takes
    assert not found.steps[0].changed


def test_the_change_gives_both_texts_back(reports: Library, served: Serving, held: Register) -> None:
    """The same and the added words are the later text, word for word, and some word is added or dropped."""
    found = life_line(reports, served, held, held.links[0].later_passage)
    texts = {step.passage.iri: step.passage.text for step in found.steps}
    for step in found.steps:
        if step.takes:
            later = " ".join(piece.text for piece in step.changed if piece.kind != "dropped")
            assert later.split() == texts[step.passage.iri].split()
            assert {piece.kind for piece in step.changed} > {"added"}


def test_a_duty_without_links_has_a_line_of_one_step(reports: Library, served: Serving, held: Register) -> None:
    """And whoever asked last is silent since then only where something later could have spoken."""
    linked = {passage for link in held.links for passage in (link.earlier_passage, link.later_passage)}
    alone = next(one for one in held.duties if one.passage not in linked and one.year == 2018)
    found = life_line(reports, served, held, alone.iri)
    assert [step.duties for step in found.steps] == [(alone.iri,)]
    assert found.silent_since == 2018
    assert found.silent_years == held.latest - 2018
    newest = next(one for one in held.duties if one.year == held.latest)
    assert life_line(reports, served, held, newest.iri).silent_since == 0


def test_links_of_another_duty_of_the_passage_are_not_followed(reports: Library, served: Serving, held: Register) -> None:
    """A link belongs to the duty that it names, not to its neighbour in the same passage."""
    link = held.links[0]
    other = replace(link, earlier=link.earlier + "/neighbour" if link.earlier else None)
    beside = {**held.beside, link.earlier_passage: (other,), link.later_passage: (other,)}
    found = life_line(reports, served, replace(held, beside=beside), str(link.earlier))
    assert [step.passage.iri for step in found.steps] == [link.earlier_passage]


def test_without_lineage_nothing_is_said_of_silence(reports: Library, served: Serving, held: Register) -> None:
    """A generation that was published without it does not make everything silent."""
    bare = replace(held, links=(), beside={}, taken_up={})
    found = life_line(reports, served, bare, held.links[0].earlier_passage)
    assert not found.known
    assert not found.silent_since
    assert "not known" in silence(found)


def test_an_endless_line_is_cut(reports: Library, served: Serving, held: Register) -> None:
    """No more steps than can be read, and it says so."""
    link = held.links[0]
    passages = list(dict.fromkeys(one.passage for one in held.duties))
    many = [passage for passage in passages if passage != link.earlier_passage] * 2
    links = tuple(
        replace(
            link,
            iri=f"{link.iri}/{number}",
            earlier=None,
            later=None,
            later_passage=f"{passage}" if number < 20 else f"{passage}/{number}",
        )
        for number, passage in enumerate(many)
    )
    found = life_line(reports, served, replace(held, beside={link.earlier_passage: links}), link.earlier_passage)
    assert found.cut
    assert len(found.steps) <= LONGEST


@pytest.mark.parametrize("iri", ["https://example.org/x", "https://w3id.org/mandategraph/doc/A/1/1/para/1"])
def test_what_is_nothing_here_is_not_found(reports: Library, served: Serving, held: Register, iri: str) -> None:
    """With where to look."""
    with pytest.raises(NotFound):
        life_line(reports, served, held, iri)


def test_what_is_no_iri_is_refused(reports: Library, served: Serving, held: Register) -> None:
    """Nothing of it reaches a query."""
    with pytest.raises(IriError):
        life_line(reports, served, held, "https://x.org/a> } DROP ALL {")
