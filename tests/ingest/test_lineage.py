"""Tests of the river: lineage. In: graphs of made reports. Out: which duty takes up which earlier one, and how. No network."""

import pytest
from rdflib import RDF, Literal, URIRef

from ingest.descent import matter_graph
from ingest.lineage import Link, lineage
from ontology import terms as t
from ontology.iris import Iris
from stores.graph.store import GraphStore

PREFIXES = """@prefix mg: <https://w3id.org/mandategraph/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/mandategraph/> .
<verb-class/encourages> a mg:VerbClass ; mg:rank 2 . <verb-class/urges> a mg:VerbClass ; mg:rank 6 .
<mechanism/lamp-watch> a mg:Mechanism . <mechanism/watches> a mg:Mechanism, mg:GenericName .
<instrument/lamp-treaty> a mg:Treaty . <verb-class/unranked> a mg:VerbClass .
"""
IRIS = Iris()


def report(symbol: str, year: int, kind: str = "Report") -> str:
    """A made report of a year."""
    return f'<doc/{symbol}> a mg:Document, mg:{kind} ; mg:issuedYear "{year}"^^xsd:gYear .\n'


def duty(
    symbol: str,
    number: int,
    *,
    themes: str = "",
    party: str = "states",
    verb: str = "encourages",
    says: str = "",
    asker: str | None = None,
) -> str:
    """A made duty in a paragraph of its own, asked of each `party`; `says` are the passage's own statements."""
    passage = f"doc/{symbol}/para/{number}"
    about = "".join(f" ; mg:theme <theme/{theme}>" for theme in themes.split())
    asked = " , ".join(f"<actor/{each}>" for each in party.split())
    return f"""<{passage}> a mg:Passage, mg:Paragraph ; mg:inDocument <doc/{symbol}>{says} .
<{passage}/duty/1> a mg:Duty, mg:Recommendation ; mg:statedIn <{passage}> ; mg:start 0 ; mg:end 4 ; mg:asPrinted "Act." ;
  mg:inRendition <doc/{symbol}/rendition/0> ; mg:verbClass <verb-class/{verb}> ; mg:addressee {asked} ;
  mg:askedBy <actor/{"author" if asker is None else asker}>{about} .
"""


def links(*parts: str) -> list[Link]:
    """The links in a graph made of these parts."""
    from rdflib import Graph

    store = GraphStore.memory()
    graph = Graph().parse(data=PREFIXES + "".join(parts), format="turtle")
    store.replace("https://example.org/graph", graph.serialize(format="nt", encoding="utf-8"))
    return lineage(store)


def told(*parts: str) -> list[tuple[str, str, str]]:
    """Earlier and later paragraph and relation of each link."""
    return [(_short(link.earlier.iri), _short(link.later.iri), link.relation) for link in links(*parts)]


def _short(iri: str) -> str:
    return iri.split("doc/")[1].removesuffix("/duty/1")


EARLIER, LATER = report("A/1/1", 2028), report("A/4/1", 2031)


@pytest.mark.parametrize(
    ("earlier", "later", "relation"),
    [
        (duty("A/1/1", 1, themes="lamps"), duty("A/4/1", 1, themes="lamps"), "repeats"),
        (duty("A/1/1", 1, themes="lamps"), duty("A/4/1", 1, themes="lamps", verb="urges"), "strengthens"),
        (duty("A/1/1", 1, themes="lamps", verb="urges"), duty("A/4/1", 1, themes="lamps"), "repeats"),
        (duty("A/1/1", 1, themes="lamps"), duty("A/4/1", 1, themes="lamps", party="council"), "followsUp"),
        (duty("A/1/1", 1, themes="lamps"), duty("A/4/1", 1, themes="oil"), None),
        (duty("A/1/1", 1, themes="lamps oil wicks"), duty("A/4/1", 1, themes="lamps sheds roofs", party="council"), None),
        (duty("A/1/1", 1), duty("A/4/1", 1), None),
    ],
)
def test_a_later_duty_takes_up_an_earlier_one_by_what_both_share(earlier: str, later: str, relation: str | None) -> None:
    """One shared theme is enough between the same parties; from one party to another it must weigh more."""
    expected = [("A/1/1/para/1", "A/4/1/para/1", relation)] if relation else []
    assert told(EARLIER, LATER, earlier, later) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "relation"),
    [
        (("states council", "encourages"), ("states", "encourages"), "narrows"),
        (("states council", "urges"), ("states", "encourages"), "narrows"),
        (("states council", "encourages"), ("states", "urges"), "strengthens"),
        (("states council", "encourages"), ("states council", "encourages"), "repeats"),
        (("states", "encourages"), ("states council", "encourages"), "repeats"),
        (("states council", "encourages"), ("states courts", "encourages"), "repeats"),
        (("states", "unranked"), ("states", "urges"), "repeats"),
        (("states council", "unranked"), ("states", "urges"), "narrows"),
        (("states", "encourages"), ("states", "unranked"), "repeats"),
    ],
)
def test_how_a_duty_takes_up_another_follows_from_who_is_asked_and_how_strongly(
    earlier: tuple[str, str], later: tuple[str, str], relation: str
) -> None:
    """Fewer of the same parties narrow an ask; a verb without a rank is not known to be weaker than another."""
    (party, verb), (parties, word) = earlier, later
    one = duty("A/1/1", 1, themes="lamps", party=party, verb=verb)
    other = duty("A/4/1", 1, themes="lamps", party=parties, verb=word)
    assert told(EARLIER, LATER, one, other) == [("A/1/1/para/1", "A/4/1/para/1", relation)]


def test_a_feature_that_too_many_duties_share_links_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in everything says nothing; what only the two share still does."""
    common = [duty("A/1/1", 1, themes="lamps"), duty("A/1/1", 2, themes="lamps"), duty("A/4/1", 1, themes="lamps")]
    rare = [duty("A/1/1", 3, themes="oil"), duty("A/4/1", 2, themes="oil")]
    assert len(told(EARLIER, LATER, *common, *rare)) == 3
    monkeypatch.setattr("ingest.lineage._WIDEST", 2)
    assert told(EARLIER, LATER, *common, *rare) == [("A/1/1/para/3", "A/4/1/para/2", "repeats")]


def test_a_mechanism_or_treaty_named_in_both_counts_and_a_generic_name_does_not() -> None:
    """Names are rarer than themes; "mechanisms" in general says nothing."""
    named = " ; mg:mentions <mechanism/lamp-watch>"
    cited = " ; mg:cites <instrument/lamp-treaty>"
    generic = " ; mg:mentions <mechanism/watches>"
    for says, found in ((named, True), (cited, True), (generic, False)):
        later = duty("A/4/1", 1, says=says, party="council", themes="roofs")
        assert bool(told(EARLIER, LATER, duty("A/1/1", 1, says=says), later)) is found


def test_only_reports_of_one_author_and_of_different_years_are_compared() -> None:
    """A resolution does not repeat a report, nor a report itself, nor what somebody else asked."""
    one, other = duty("A/1/1", 1, themes="lamps"), duty("A/4/1", 1, themes="lamps")
    assert told(EARLIER, report("A/4/1", 2031, "Resolution"), one, other) == []
    assert told(EARLIER, LATER, one, duty("A/4/1", 1, themes="lamps", asker="another")) == []
    assert told(EARLIER, LATER, one, other)
    assert told(EARLIER, report("A/4/1", 2028), one, other) == []
    assert told(EARLIER, one, duty("A/1/1", 2, themes="lamps")) == []


def test_a_duty_takes_up_only_the_few_earlier_ones_that_share_most() -> None:
    """What shares all comes first; the rest of a long list is noise."""
    many = [duty("A/1/1", number, themes="lamps" if number > 1 else "lamps oil") for number in range(1, 8)]
    found = told(EARLIER, LATER, *many, duty("A/4/1", 1, themes="lamps oil"))
    assert len(found) == 3
    assert found[0][0] == "A/1/1/para/1"


def test_each_link_has_evidence_and_a_shortcut() -> None:
    """The words are those of the later duty; the confidence is never that of one who has read both."""
    (link,) = links(EARLIER, LATER, duty("A/1/1", 1, themes="lamps"), duty("A/4/1", 1, themes="lamps"))
    graph = matter_graph([link], IRIS)
    (node,) = graph.subjects(RDF.type, t.LINEAGE)
    assert str(node) == link.iri(IRIS)
    assert (URIRef(link.later.iri), t.REPEATS, URIRef(link.earlier.iri)) in graph
    assert str(graph.value(node, t.AS_PRINTED)) == "Act."
    assert str(graph.value(node, t.IN_PASSAGE)).endswith("doc/A/4/1/para/1")
    assert graph.value(node, t.SHARED_THEME) == URIRef(IRIS.iri("theme/lamps"))
    assert link.confidence == 0.9


@pytest.mark.parametrize(
    ("earlier", "later", "method"),
    [
        (" ; mg:mentions <mechanism/lamp-watch>", " ; mg:mentions <mechanism/lamp-watch>", "shared names"),
        (" ; mg:cites <instrument/lamp-treaty>", " ; mg:cites <instrument/lamp-treaty>", "shared names"),
        (" ; mg:cites <instrument/lamp-treaty>", " ; mg:mentions <mechanism/lamp-watch>", "shared themes"),
        ("", " ; mg:mentions <mechanism/lamp-watch>", "shared themes"),
        (" ; mg:mentions <mechanism/watches>", " ; mg:mentions <mechanism/watches>", "shared themes"),
        ("", "", "shared themes"),
    ],
)
def test_a_link_says_whether_names_or_only_themes_are_shared(earlier: str, later: str, method: str) -> None:
    """How often each of the two was right is measured apart."""
    one, other = duty("A/1/1", 1, themes="lamps", says=earlier), duty("A/4/1", 1, themes="lamps", says=later)
    graph = matter_graph(links(EARLIER, LATER, one, other), IRIS)
    assert list(graph.objects(None, t.METHOD)) == [Literal(method)]
