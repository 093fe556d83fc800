"""Language, under test: the vocabulary's own files and the loader, in Turtle files of the project and of our making."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SKOS

from ontology.concepts import Concept, load_concepts
from ontology.errors import IriError, ReadError, SourceError, SourceMissing
from ontology.files import read_turtle
from ontology.iris import DEFAULT_BASE, MG

FOLDER = Path(__file__).parents[2] / "ontology" / "vocabulary"
FILES = sorted(FOLDER.glob("*.ttl"))
TERM = Namespace(MG)
PREFIXES = f"""@base <{DEFAULT_BASE}> .
@prefix mg: <{MG}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A folder of vocabulary files, one for each text given, with the usual prefixes before it."""

    def write(*texts: str, prefixes: str = PREFIXES) -> Path:
        for number, text in enumerate(texts):
            (tmp_path / f"file{number}.ttl").write_text(prefixes + text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="module")
def concepts() -> dict[str, Concept]:
    """The project's own vocabulary by path below the base."""
    return {concept.iri.removeprefix(DEFAULT_BASE): concept for concept in load_concepts(FOLDER, DEFAULT_BASE)}


def test_the_files_of_the_vocabulary_are_there() -> None:
    """A renamed or lost file is noticed here, before a whole class of concepts goes missing."""
    names = (
        "actors acts crimes groups holders-mandates instruments legal-bases mandates measurements mechanisms networks pillars "
        "regions resilience risk special-procedures states tenures themes treaty-bodies verbs warning-signs"
    )
    assert [path.stem for path in FILES] == names.split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_is_turtle_without_our_loader_and_without_blank_nodes(path: Path) -> None:
    """An outsider's Turtle parser reads the file as it lies, under the default base."""
    triples = Graph().parse(path, format="turtle")
    assert not [node for triple in triples for node in triple if isinstance(node, BNode)]
    assert all(str(subject).startswith(DEFAULT_BASE) for subject in triples.subjects())


def test_concepts_come_sorted_and_each_has_a_class(concepts: dict[str, Concept]) -> None:
    """The order is by IRI, and every concept says what kind of thing it is."""
    assert list(concepts) == sorted(concepts)
    assert [iri for iri, concept in concepts.items() if not concept.kinds] == []


def test_every_concept_says_where_it_is_seen(graph: Graph) -> None:
    """A concept without a mg:sourceNote has no evidence for itself."""
    entries = {subject for subject in graph.subjects() if not str(subject).startswith(f"{DEFAULT_BASE}doc/")}
    assert [entry for entry in entries if (entry, TERM.sourceNote, None) not in graph] == []


def test_every_pointer_within_the_vocabulary_leads_somewhere(graph: Graph) -> None:
    """Broader, part, holder, indicator and crime links name concepts that are described; documents and terms are elsewhere."""
    objects = {node for _, predicate, node in graph if isinstance(node, URIRef) and predicate != RDF.type}
    elsewhere = (f"{DEFAULT_BASE}doc/", str(TERM))
    ours = {node for node in objects if str(node).startswith(DEFAULT_BASE) and not str(node).startswith(elsewhere)}
    assert ours - set(graph.subjects()) == set()


def test_no_english_label_names_two_unrelated_concepts(concepts: dict[str, Concept]) -> None:
    """Counted here without the loader's own rule: a shared label needs a broader link between the two."""
    owners = Counter(
        label.casefold() for concept in concepts.values() for label in {name.casefold() for name in concept.positive}
    )
    shared = {label for label, times in owners.items() if times > 1}
    assert shared == set()


def test_labels_are_trimmed_and_written_with_straight_apostrophes(concepts: dict[str, Concept]) -> None:
    """A reader folds the text's curly apostrophes; a label with one, or with stray blanks, would never be found."""
    labels = [label for concept in concepts.values() for label in (*concept.positive, *concept.negative)]
    assert [label for label in labels if label != " ".join(label.split()) or "’" in label] == []


def test_a_negative_label_holds_a_label_of_its_concept(concepts: dict[str, Concept]) -> None:
    """A negative label that holds none of the concept's labels could never stop a wrong mention."""
    idle = [
        (concept.iri, name)
        for concept in concepts.values()
        for name in concept.negative
        if not any(label.casefold() in name.casefold() for label in concept.positive)
    ]
    assert idle == []


def test_the_risk_factors_are_eight_common_and_six_specific(concepts: dict[str, Concept], graph: Graph) -> None:
    """Fourteen factors, numbered without a gap; each specific one points to one of three crimes."""
    factors = {iri: concept for iri, concept in concepts.items() if "RiskFactor" in concept.kinds}
    assert sorted(int(concept.number or 0) for concept in factors.values()) == list(range(1, 15))
    scopes = Counter(str(scope) for scope in graph.objects(None, TERM.scope))
    assert scopes == {"common": 8, "specific": 6}
    pointed = Counter(str(crime).removeprefix(DEFAULT_BASE) for crime in graph.objects(None, TERM.pointsTo))
    assert pointed == {"crime/genocide": 2, "crime/crimes-against-humanity": 2, "crime/war-crimes": 2}


def test_each_indicator_belongs_to_the_factor_of_its_number(graph: Graph) -> None:
    """Each stands under one factor whose number begins its own, with its certainty; every source that is seen adds some."""
    pairs = list(graph.subject_objects(TERM.hasIndicator))
    assert len(pairs) == len({indicator for _, indicator in pairs}) == 39
    for factor, indicator in pairs:
        number = str(graph.value(indicator, TERM.number))
        assert number.partition(".")[0] == str(graph.value(factor, TERM.number))
        assert (indicator, TERM.certainty, None) in graph


def test_states_have_one_code_each_and_names_in_six_languages(concepts: dict[str, Concept], graph: Graph) -> None:
    """ISO codes are unique and are the IRI's end; M49 codes are unique; a preferred name stands in each official language."""
    states = set(graph.subjects(RDF.type, TERM.State))
    codes = {str(state): str(graph.value(state, TERM.iso3)) for state in states}
    assert len(states) == 197 == len(set(codes.values())) == len({graph.value(state, TERM.m49) for state in states})
    assert all(iri == f"{DEFAULT_BASE}state/{code}" for iri, code in codes.items())
    for state in states:
        languages = {name.language for name in graph.objects(state, SKOS.prefLabel) if isinstance(name, Literal)}
        assert languages == {"en", "fr", "es", "ar", "ru", "zh"}, state
    assert concepts["state/ALB"].preferred == "Albania"
    assert ("fr", "Albanie") in concepts["state/ALB"].labels


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("crime/genocide", "Genocide Convention"),
        ("crime/genocide", "Special Adviser on the Prevention of Genocide"),
        ("crime/genocide", "Office on Genocide Prevention and the Responsibility to Protect"),
        ("crime/incitement", "Plan of Action for Religious Leaders and Actors"),
        ("state/IRQ", "Islamic State in Iraq and the Levant"),
        ("state/COG", "Democratic Republic of the Congo"),
        ("state/SDN", "South Sudan"),
        ("actor/states", "Economic Community of West African States"),
        ("actor/commission-on-human-rights", "Inter-American Commission on Human Rights"),
    ],
)
def test_a_longer_name_is_not_counted_for_the_word_in_it(concepts: dict[str, Concept], path: str, label: str) -> None:
    """Names of bodies, texts and States that hold another concept's label are negative labels of that concept."""
    assert any(name.startswith(label) for name in concepts[path].negative)


def test_each_mandate_has_its_holder_and_says_nothing_of_its_founding(graph: Graph) -> None:
    """What established a mandate is read from the documents with evidence, so the vocabulary must be silent on it."""
    mandates = set(graph.subjects(RDF.type, TERM.Mandate))
    for mandate in mandates:
        holders = {str(holder).removeprefix(DEFAULT_BASE) for holder in graph.objects(mandate, TERM.heldBy)}
        slug = str(mandate).rpartition("/")[2]
        assert len(holders) == 1
        assert holders <= {f"actor/{slug}", f"mechanism/{slug}"}
    assert not list(graph.subject_objects(TERM.establishedBy)) + list(graph.subject_objects(TERM.reaffirmedBy))


def test_instruments_that_are_documents_carry_their_symbol(concepts: dict[str, Concept]) -> None:
    """A symbol names one instrument only."""
    symbols = {path: concept.symbol for path, concept in concepts.items() if concept.symbol}
    assert symbols["instrument/2005-world-summit-outcome"] == "A/RES/60/1"
    assert symbols["instrument/2030-agenda"] == "A/RES/70/1"
    assert len(set(symbols.values())) == len(symbols)


def test_generic_names_are_told_from_named_things(concepts: dict[str, Concept]) -> None:
    """A list of networks can leave out the ways in which texts speak of networks in general."""
    assert concepts["mechanism/early-warning-mechanisms"].generic
    assert not concepts["mechanism/continental-early-warning-system"].generic


def test_another_base_moves_individuals_and_leaves_terms(write: Write) -> None:
    """A deployment's base stands before the individuals; the ontology's namespace never moves."""
    folder = write('<crime/piracy> a mg:Crime ; skos:prefLabel "piracy"@en ; skos:broader <crime/crimes> .')
    (concept,) = load_concepts(folder, "https://example.org/mandates/")
    assert concept.iri == "https://example.org/mandates/crime/piracy"
    assert concept.broader == ("https://example.org/mandates/crime/crimes",)
    assert concept.kinds == ("Crime",)
    triples = read_turtle(folder / "file0.ttl", "https://example.org/mandates/")
    assert (URIRef(concept.iri), RDF.type, TERM.Crime) in triples


def test_a_concept_keeps_labels_by_language(write: Write) -> None:
    """English labels are set apart; all others come as sorted pairs of language and label."""
    folder = write(
        '<actor/council> a mg:UNOrgan, mg:GenericName ; skos:prefLabel "Council"@en, "Conseil"@fr ; skos:altLabel "the Body"@en,'
        ' "Consejo"@es ; mg:negativeLabel "Council of Elders"@en ; mg:symbol "A/1" ; mg:number "3" .'
    )
    (concept,) = load_concepts(folder, DEFAULT_BASE)
    assert concept == Concept(
        iri=f"{DEFAULT_BASE}actor/council",
        kinds=("GenericName", "UNOrgan"),
        preferred="Council",
        alternative=("the Body",),
        negative=("Council of Elders",),
        labels=(("es", "Consejo"), ("fr", "Conseil")),
        symbol="A/1",
        number="3",
        generic=True,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<crime/a> a mg:Crime ; skos:prefLabel "un"@fr .', "one English skos:prefLabel"),
        ('<crime/a> a mg:Crime ; skos:prefLabel "one"@en, "two"@en .', "found 2"),
        ('<crime/a> a mg:Crime ; skos:prefLabel "one"@en ; mg:negativeLabel "One"@en .', "negative label"),
        ('<a> skos:prefLabel "Arms"@en . <b> skos:prefLabel "b"@en ; skos:altLabel "arms"@en .', "'arms' names both"),
        ('[] a mg:Crime ; skos:prefLabel "one"@en .', "blank node"),
    ],
)
def test_a_contradiction_in_the_labels_is_refused(write: Write, text: str, said: str) -> None:
    """The message names the label or the concept at fault."""
    with pytest.raises(SourceError, match=said):
        load_concepts(write(text), DEFAULT_BASE)


def test_one_concept_in_two_files_is_refused(write: Write) -> None:
    """Two descriptions of one IRI would silently shadow each other."""
    with pytest.raises(SourceError, match="two files"):
        load_concepts(write('<a> skos:prefLabel "one"@en .', '<a> skos:prefLabel "two"@en .'), DEFAULT_BASE)


def test_a_label_may_be_shared_with_a_broader_concept(write: Write) -> None:
    """A kind may carry the name of the wider group that it belongs to."""
    folder = write('<a> skos:prefLabel "Arms"@en . <b> skos:prefLabel "b"@en ; skos:altLabel "arms"@en ; skos:broader <a> .')
    assert len(load_concepts(folder, DEFAULT_BASE)) == 2


def test_what_is_not_a_vocabulary_file_is_refused(write: Write, tmp_path: Path) -> None:
    """Broken Turtle, no @base line, wrong bytes, a bad base and a missing folder each have their own clear error."""
    with pytest.raises(ReadError, match="not Turtle"):
        load_concepts(write("<a> skos:prefLabel 'unfinished"), DEFAULT_BASE)
    with pytest.raises(ReadError, match="@base"):
        read_turtle(write("", prefixes="# nothing\n") / "file0.ttl", DEFAULT_BASE)
    (tmp_path / "latin.ttl").write_bytes(b"@base <x:> .\n# caf\xe9")
    with pytest.raises(ReadError, match="UTF-8"):
        read_turtle(tmp_path / "latin.ttl", DEFAULT_BASE)
    with pytest.raises(IriError, match="slash"):
        read_turtle(FILES[0], "https://example.org/no-slash")
    with pytest.raises(SourceMissing, match="none"):
        load_concepts(tmp_path / "nowhere", DEFAULT_BASE)
    with pytest.raises(SourceMissing, match="none"):
        read_turtle(tmp_path / "nowhere.ttl", DEFAULT_BASE)


def test_the_whole_loads_in_seconds_and_only_once() -> None:
    """A start of the river pays for the vocabulary once; the limit leaves room for a slow machine."""
    begun = time.perf_counter()
    first = load_concepts(FOLDER, "https://example.org/timed/")
    assert time.perf_counter() - begun < 10
    assert load_concepts(FOLDER, "https://example.org/timed/") is first
