"""Language, under test: what the vocabulary knows of the crimes, their acts and the law that defines them."""

import json
import lzma
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace
from rdflib.namespace import SKOS

from ontology.concepts import load_concepts
from ontology.files import read_turtle
from ontology.iris import DEFAULT_BASE, MG
from tests.ontology.conftest import FOLDER, Ask, of_kind, path, runs, runs_of_sources

FILES = ("crimes", "acts", "legal-bases")
TERM = Namespace(MG)
BASE = Namespace(DEFAULT_BASE)
HOW_SURE = {"seen in the original", "seen on a third party's page"}
UNBIS = "http://metadata.un.org/thesaurus/"
THREE = {"crime/genocide", "crime/war-crimes", "crime/crimes-against-humanity"}


def _paths(graph: Graph, subject: str, predicate: str) -> set[str]:
    return {path(node) for node in graph.objects(BASE[subject], TERM[predicate])}


def test_three_crimes_are_distinct_in_law_and_ethnic_cleansing_is_not(graph: Graph) -> None:
    """Footnote 1 of either report; of the collective name and of incitement no document says it, so nothing is stated."""
    said = {path(crime): str(value) for crime, value in graph.subject_objects(TERM.isDistinctCrime)}
    assert said == {**dict.fromkeys(THREE, "true"), "crime/ethnic-cleansing": "false"}


def test_ethnic_cleansing_may_amount_to_the_other_three(graph: Graph) -> None:
    """The core functions name all three; the two footnotes name two of them in particular."""
    assert {path(crime) for crime in graph.subjects(TERM.mayAmountTo)} == {"crime/ethnic-cleansing"}
    assert _paths(graph, "crime/ethnic-cleansing", "mayAmountTo") == THREE
    assert _paths(graph, "crime/ethnic-cleansing", "accordingTo") == {
        "doc/A/75/863/fn/1",
        "doc/A/72/884/fn/1",
        "doc/core-functions",
    }
    assert not list(graph.subjects(TERM.actOf, BASE["crime/ethnic-cleansing"]))


def test_incitement_leads_to_each_of_the_four(graph: Graph) -> None:
    """Paragraph 138 of the Outcome ends on the incitement of the four crimes and violations."""
    assert _paths(graph, "crime/incitement", "incitesTo") == {*THREE, "crime/ethnic-cleansing"}
    assert {path(crime) for crime in graph.subjects(TERM.incitesTo)} == {"crime/incitement"}


def test_the_acts_are_as_many_as_the_instruments_list(graph: Graph) -> None:
    """Article II has five, article 7 (1) eleven, article 8 (2) four lists of 8, 29, 4 and 18 points."""
    counts = Counter(path(act).rpartition("/")[0] for act in of_kind(graph, "UnderlyingAct"))
    assert counts == {
        "act/genocide": 5,
        "act/crimes-against-humanity": 11,
        "act/war-crimes": 4,
        "act/war-crimes/a": 8,
        "act/war-crimes/b": 29,
        "act/war-crimes/c": 4,
        "act/war-crimes/e": 18,
    }


def test_every_act_has_one_crime_and_one_article_that_its_name_repeats(graph: Graph) -> None:
    """act/war-crimes/b/xii must be article 8 (2) (b) (xii): a slip in one of the two would send a reader to the wrong point."""
    articles = {"genocide": "art. II", "crimes-against-humanity": "art. 7 (1)", "war-crimes": "art. 8 (2)"}
    for act in of_kind(graph, "UnderlyingAct"):
        _, crime, *marks = path(act).split("/")
        wanted = " ".join([articles[crime], *(f"({mark})" for mark in marks)])
        assert [str(article) for article in graph.objects(act, TERM.article)] == [wanted]
        assert f"art. {graph.value(act, TERM.number)}" == wanted
        assert [path(node) for node in graph.objects(act, TERM.actOf)] == [f"crime/{crime}"]
        instrument = "genocide-convention" if crime == "genocide" else "rome-statute"
        assert [path(node) for node in graph.objects(act, TERM.instrument)] == [f"instrument/{instrument}"]


def test_every_point_stands_under_its_list(graph: Graph) -> None:
    """A point of article 8 (2) means what the head of its list says; only points have something broader."""
    for act in of_kind(graph, "UnderlyingAct"):
        above, _, last = path(act).rpartition("/")
        is_point = above.count("/") == 2
        assert [path(node) for node in graph.objects(act, SKOS.broader)] == ([above] if is_point else []), last


def test_both_ranges_of_articles_stand_each_with_its_own_source(graph: Graph) -> None:
    """The report of 2018 says 5 to 8, that of 2021 says 6 to 8 and names the Convention; neither corrects the other."""
    named = {
        (str(graph.value(basis, TERM.article)), path(source))
        for basis, source in graph.subject_objects(TERM.accordingTo)
        if str(source).endswith("fn/1") and (basis, RDF.type, TERM.LegalBasis) in graph
    }
    assert named == {
        ("arts. 5-8", "doc/A/72/884/fn/1"),
        ("arts. 6-8", "doc/A/75/863/fn/1"),
        ("art. II", "doc/A/75/863/fn/1"),
    }
    for articles in ("rome-statute/5-8", "rome-statute/6-8"):
        assert _paths(graph, f"legal-basis/{articles}", "legalBasisOf") == THREE


def test_each_crime_has_the_article_that_defines_it(graph: Graph) -> None:
    """Articles II and 6, 7, 8; incitement to genocide is punishable under III (c) and 25 (3) (e)."""
    defined = {
        "genocide-convention/ii": "crime/genocide",
        "rome-statute/6": "crime/genocide",
        "rome-statute/7": "crime/crimes-against-humanity",
        "rome-statute/8": "crime/war-crimes",
        "genocide-convention/iii/c": "crime/incitement",
        "rome-statute/25-3-e": "crime/incitement",
    }
    for article, crime in defined.items():
        assert _paths(graph, f"legal-basis/{article}", "legalBasisOf") == {crime}


def test_the_five_points_of_article_6_are_those_of_article_ii(graph: Graph) -> None:
    """The two instruments share the list and its letters."""
    pairs = {
        (str(graph.value(basis, TERM.article)), str(graph.value(act, TERM.article)))
        for basis, act in graph.subject_objects(SKOS.related)
        if (act, RDF.type, TERM.UnderlyingAct) in graph
    }
    assert pairs == {(f"art. 6 ({letter})", f"art. II ({letter})") for letter in "abcde"}


def test_every_legal_basis_names_an_instrument_of_the_vocabulary(graph: Graph) -> None:
    """A basis without instrument, article, source of the statement or crime says nothing."""
    bases = of_kind(graph, "LegalBasis")
    assert len(bases) == 19
    for basis in bases:
        assert (graph.value(basis, TERM.instrument), RDF.type, TERM.Instrument) in graph
        assert str(graph.value(basis, TERM.article)).startswith(("art. ", "arts. "))
        assert list(graph.objects(basis, TERM.accordingTo))
        assert list(graph.objects(basis, TERM.legalBasisOf))


@pytest.mark.parametrize("kind", ["Crime", "UnderlyingAct", "LegalBasis"])
def test_every_entry_says_where_it_was_seen_and_how_sure_it_is(graph: Graph, kind: str) -> None:
    """Nothing of this knowledge is from memory, and the data must show it."""
    for entry in of_kind(graph, kind):
        assert {str(value) for value in graph.objects(entry, TERM.certainty)} <= HOW_SURE
        assert len(list(graph.objects(entry, TERM.certainty))) == 1, entry
        assert list(graph.objects(entry, TERM.seenAt)), entry
        assert len(list(graph.objects(entry, TERM.sourceNote))) == 1, entry
        assert len(list(graph.objects(entry, SKOS.definition))) == 1, entry


def test_no_text_is_searched_for_the_names_of_acts_and_articles(graph: Graph) -> None:
    """The word murder or torture in a report is no mention of a crime against humanity."""
    looked_for = {concept.iri for concept in load_concepts(FOLDER, DEFAULT_BASE)}
    for kind in ("UnderlyingAct", "LegalBasis"):
        assert not looked_for & {str(entry) for entry in of_kind(graph, kind)}


def _plain(label: str) -> str:
    """Small letters without accents, as the thesaurus prints French and Spanish without them."""
    decomposed = unicodedata.normalize("NFD", label.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def test_the_concepts_of_unbis_are_the_ones_that_are_meant(graph: Graph, shared: Path) -> None:
    """A match by identifier must be to the topic of that name, and its labels in other languages must be those printed there."""
    topics = json.loads(lzma.decompress((shared / "vocabulary" / "unbis-topics.json.xz").read_bytes()))["topics"]
    names = {topic["url"]: topic["labels"] for topic in topics}
    exact = {path(crime): str(topic) for crime, topic in graph.subject_objects(SKOS.exactMatch) if str(topic).startswith(UNBIS)}
    assert set(exact) >= {*THREE, "crime/ethnic-cleansing"}
    for crime in (*THREE, "crime/ethnic-cleansing"):
        assert names[exact[crime]]["en"].casefold() == _english(graph, crime)
    for act in of_kind(graph, "UnderlyingAct"):
        near = [names[str(topic)] for topic in graph.objects(act, SKOS.closeMatch)]
        for label in graph.objects(act, SKOS.altLabel):
            assert isinstance(label, Literal)
            assert _plain(str(label)) in {_plain(topic[str(label.language)]) for topic in near}, label


def _english(graph: Graph, entry: str) -> str:
    (label,) = [
        str(name) for name in graph.objects(BASE[entry], SKOS.prefLabel) if isinstance(name, Literal) and name.language == "en"
    ]
    return label


def test_what_is_said_here_is_said_in_our_own_words(shared: Path) -> None:
    """Facts and names carry over from the sources, sentences do not."""
    known = runs_of_sources(shared)
    for name in FILES:
        graph = read_turtle(FOLDER / f"{name}.ttl", DEFAULT_BASE)
        for predicate in (SKOS.definition, SKOS.note):
            for words in graph.objects(None, predicate):
                assert known.isdisjoint(runs(str(words))), words


def test_the_law_of_a_crime_can_be_asked_for(ask: Ask) -> None:
    """Genocide: the Convention and the Statute, each article once, each with the voice that names it."""
    rows = ask("crimes-and-their-law", crime="crime/genocide")
    assert [(row["article"], path(row["accordingTo"])) for row in rows] == [
        ("art. II", "doc/A/75/863/fn/1"),
        ("art. III", "instrument/genocide-convention"),
        ("art. III (b)", "instrument/genocide-convention"),
        ("art. III (d)", "instrument/genocide-convention"),
        ("art. III (e)", "instrument/genocide-convention"),
        ("art. 5", "instrument/rome-statute"),
        ("arts. 5-8", "doc/A/72/884/fn/1"),
        ("art. 6", "instrument/rome-statute"),
        ("arts. 6-8", "doc/A/75/863/fn/1"),
    ]


def test_a_crime_without_a_law_of_its_own_is_still_answered(ask: Ask) -> None:
    """Ethnic cleansing has no article; the answer says what it may amount to, in its own row."""
    (row,) = ask("crimes-and-their-law", crime="crime/ethnic-cleansing")
    assert row["distinct"] == "false"
    assert row["mayAmountTo"] == "crimes against humanity; genocide; war crimes"
    assert "article" not in row
    labels = {row["crimeLabel"] for row in ask("crimes-and-their-law", language="fr")}
    assert labels >= {"génocide", "crimes de guerre", "nettoyage ethnique", "incitation"}


def test_the_acts_of_a_crime_come_in_the_order_of_its_article(ask: Ask) -> None:
    """Roman numerals are sorted by what they count: (ix) follows (viii), and each list begins with its head."""
    articles = [row["article"] for row in ask("acts-of-crime", crime="crime/war-crimes")]
    assert len(articles) == 63
    assert articles[:3] == ["art. 8 (2) (a)", "art. 8 (2) (a) (i)", "art. 8 (2) (a) (ii)"]
    first_list = [article.split("(")[-1].rstrip(")") for article in articles[1:9]]
    assert first_list == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]
    assert articles[9] == "art. 8 (2) (b)"
    assert articles[18:20] == ["art. 8 (2) (b) (ix)", "art. 8 (2) (b) (x)"]
    assert articles[-1] == "art. 8 (2) (e) (xviii)"
    assert len(ask("acts-of-crime")) == 79


def test_an_act_of_genocide_shows_both_articles_that_list_it(ask: Ask) -> None:
    """The Convention's article stands first, the Statute's beside it; other acts have one article."""
    rows = ask("acts-of-crime", crime="crime/genocide")
    assert [(row["article"], row["alsoArticle"]) for row in rows] == [(f"art. II ({x})", f"art. 6 ({x})") for x in "abcde"]
    assert all("alsoArticle" not in row for row in ask("acts-of-crime", crime="crime/crimes-against-humanity"))
