"""Language: health of the vocabulary. A sound one in small is well; each fault put into it is found, and named at its entry."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ontology import health
from ontology.health import axioms, labels, used
from ontology.health import vocabulary as entries
from ontology.health.language import Finding, Language
from ontology.health.vocabulary import Vocabulary
from tests.ontology.conftest import TEXTS

SOUND = TEXTS["vocabulary"]
Check = Callable[[Language, Vocabulary], Iterator[Finding]]
PART = "<http://purl.org/dc/terms/isPartOf>"
ENTRY = 'a mg:Theme ; skos:prefLabel "another"@en ; mg:sourceNote "Made up."@en'
# (what is added to the sound vocabulary, which check, at which entry, a piece of the problem)
ADDED: list[tuple[str, Check, str, str]] = [
    ("<region/002> mg:inRegion <region/014> .", entries.check_ladders, "region/002", "comes back to itself by mg:inRegion"),
    (
        "<actor/member-states> mg:subgroupOf <actor/member-states> .",
        entries.check_ladders,
        "actor/member-states",
        "mg:subgroupOf",
    ),
    (
        "<crime/genocide> skos:broader <crime/cleansing> . <crime/cleansing> skos:broader <crime/genocide> .",
        entries.check_ladders,
        "crime/genocide",
        "by broader",
    ),
    (
        f"<actor/office> {PART} <actor/adviser> . <actor/adviser> {PART} <actor/office> .",
        entries.check_ladders,
        "actor/office",
        "by isPartOf",
    ),
    (
        "<actor/council> mg:memberOf <actor/committee> . <actor/committee> mg:memberOf <actor/council> .",
        entries.check_ladders,
        "actor/council",
        "by mg:memberOf",
    ),
    (
        "<instrument/plan> mg:partOf <instrument/convention> . <instrument/convention> mg:partOf <instrument/plan> .",
        entries.check_ladders,
        "instrument/plan",
        "by mg:partOf",
    ),
    ("<mandate/one> mg:heldBy <actor/nobody> .", entries.check_pointers, "mandate/one", "actor/nobody, which no file describes"),
    ('<state/UGA> mg:iso3 "KEN" .', entries.check_codes, "mg:iso3", "it names state/KEN, state/UGA"),
    ('<region/002> mg:m49 "404" .', entries.check_codes, "mg:m49", "404 must name one entry"),
    (
        '<instrument/plan> mg:symbol "A/99/1" . <instrument/convention> mg:symbol "A/99/1" .',
        entries.check_codes,
        "mg:symbol",
        "A/99/1 must name one entry; it names instrument/convention, instrument/plan",
    ),
    ('<function/two> mg:number "1" .', entries.check_codes, "mg:number", "it names function/one, function/two"),
    ('<risk-factor/9> mg:number "7" .', entries.check_codes, "mg:number", "7 must name one entry"),
    ('<theme/new> skos:prefLabel "new"@en ; mg:sourceNote "x"@en .', entries.check_notes, "theme/new", "needs a class of ours"),
    ('<theme/new> a mg:Theme ; skos:prefLabel "new"@en .', entries.check_notes, "theme/new", "needs a note on its source"),
    ('<theme/new> a mg:Theme ; mg:sourceNote "x"@en .', entries.check_notes, "theme/new", "one preferred label in English"),
    ('<state/KEN> skos:altLabel "Kenia"@de .', entries.check_tongues, "state/KEN", "words in de by altLabel"),
    (
        '<state/KEN> skos:prefLabel "Kenya"@fr , "le Kenya"@fr .',
        entries.check_tongues,
        "state/KEN",
        "two preferred labels in fr",
    ),
    (
        '<actor/new> a mg:CivilSociety ; skos:prefLabel "new"@en ; mg:sourceNote "x"@en .',
        entries.check_neighbours,
        "actor/new",
        "must be called mg:Actor too",
    ),
    ('<state/UGA> skos:altLabel "KENYA"@en .', labels.check_clashes, "state/KEN", "label 'kenya'@en with state/UGA"),
    ('<state/UGA> skos:altLabel "国"@zh . <state/KEN> skos:prefLabel "国"@zh .', labels.check_clashes, "state/KEN", "@zh"),
    (f"<theme/new> {ENTRY} . <theme/newer> {ENTRY} .", labels.check_clashes, "theme/new", "'another'@en with theme/newer"),
    ('<crime/genocide> mg:negativeLabel "Genocide"@en .', labels.check_negatives, "crime/genocide", "also a label of it"),
    ('<state/KEN> mg:negativeLabel "Mount Elgon"@en .', labels.check_negatives, "state/KEN", "contains no label of it"),
    ('<state/KEN> mg:negativeLabel "Mount Kenyatta"@en .', labels.check_negatives, "state/KEN", "contains no label of it"),
    ('<state/KEN> skos:altLabel "Republic of Kenya" .', labels.check_spelling, "state/KEN", "without a language"),
    ('<state/KEN> skos:altLabel "Kenya’s Republic"@en .', labels.check_spelling, "state/KEN", "curly apostrophe"),
    ('<state/KEN> skos:altLabel "Republic  of Kenya"@en .', labels.check_spelling, "state/KEN", "a blank too many"),
    ("<network/focal-points> a mg:Crime .", axioms.check_excluded, "network/focal-points", "which exclude each other"),
    ("<person/one> a mg:OfficeHolder .", axioms.check_excluded, "person/one", "mg:OfficeHolder and mg:Person"),
    ("<mandate/one> mg:heldBy <crime/genocide> .", axioms.check_links, "mandate/one", "which must be mg:Actor"),
    ("<mandate/one> mg:heldBy <doc/A/75/863> .", axioms.check_links, "mandate/one", "which must be mg:Actor"),
    ('<actor/office> mg:iso3 "OFF" .', axioms.check_links, "actor/office", "has mg:iso3, so it must be mg:State"),
    ('<verb-class/invites> mg:rank "1" .', axioms.check_links, "verb-class/invites", "of the type integer"),
    (
        '<network/focal-points> mg:indicatorCount "x"^^xsd:integer .',
        axioms.check_links,
        "network/focal-points",
        "which is no integer",
    ),
    ('<state/KEN> mg:negativeLabel "Kenya Airways" .', axioms.check_links, "state/KEN", "which needs a language"),
    ("<tenure/one> mg:tenureOf <actor/office> .", axioms.check_single, "tenure/one", "must have one mg:tenureOf"),
    (
        "<risk-factor/9> mg:hasIndicator <indicator/7.3> .",
        axioms.check_single,
        "indicator/7.3",
        "that of risk-factor/7, risk-factor/9",
    ),
    ("<crime/genocide> mg:mayAmountTo <crime/genocide> .", axioms.check_single, "crime/genocide", "to itself"),
    ("<indicator/7.3> mg:number 7.3 .", used.check_shapes, "indicator/7.3", "exactly one number such as 7.3"),
]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Vocabulary]:
    """The sound vocabulary with something added, read from a file of its own."""

    def of(added: str) -> Vocabulary:
        (tmp_path / "sound.ttl").write_text(f"{SOUND}\n{added}\n", encoding="utf-8")
        return health.read_vocabulary(tmp_path)

    return of


@pytest.mark.parametrize("check", health.CHECKS_OF_ENTRIES, ids=lambda check: check.__name__)
def test_nothing_is_found_in_a_sound_vocabulary(language: Language, read: Callable[[str], Vocabulary], check: Check) -> None:
    """Every class once, every link in its place; classes of which it has nothing are a matter of the real vocabulary."""
    found = [str(finding) for finding in check(language, read(""))]
    assert found == [] or check is used.check_unused


@pytest.mark.parametrize(("added", "check", "term", "problem"), ADDED, ids=[f"{term} {problem}" for _, _, term, problem in ADDED])
def test_each_fault_is_found_and_named(
    language: Language, read: Callable[[str], Vocabulary], added: str, check: Check, term: str, problem: str
) -> None:
    """The finding names file and entry, and says what was wanted."""
    found = list(check(language, read(added)))
    assert [finding for finding in found if (finding.file, finding.term) == ("sound.ttl", term) and problem in finding.problem], (
        found
    )


def test_an_entry_in_two_files_is_found(language: Language, read: Callable[[str], Vocabulary], tmp_path: Path) -> None:
    """Whoever corrects the one would miss the other."""
    read("")
    prefixes = SOUND[: SOUND.index("# A vocabulary in small")]
    (tmp_path / "more.ttl").write_text(f'{prefixes}<state/KEN> skos:altLabel "Republic of Kenya"@en .\n', encoding="utf-8")
    (found,) = entries.check_notes(language, health.read_vocabulary(tmp_path))
    assert found == Finding("more.ttl", "state/KEN", "must be described in one file; it is in more.ttl and sound.ttl")


def test_a_narrower_entry_may_share_the_label_of_a_broader_one(language: Language, read: Callable[[str], Vocabulary]) -> None:
    """The longer name wins in a text, and the shorter one is the broader entry's."""
    same = 'skos:altLabel "the organs"@en'
    added = f"<actor/council> {same} . <actor/office> {same} ; skos:broader <actor/council> ."
    assert list(labels.check_clashes(language, read(added))) == []


def test_entries_that_only_people_read_may_share_a_label_with_others(
    language: Language, read: Callable[[str], Vocabulary]
) -> None:
    """A theme may be called as a mechanism is: no text is searched for themes."""
    added = '<theme/new> a mg:Theme ; skos:prefLabel "The Review"@en ; mg:sourceNote "x"@en .'
    assert list(labels.check_clashes(language, read(added))) == []


def test_a_negative_label_counts_whole_words_and_leaves_the_possessive(
    language: Language, read: Callable[[str], Vocabulary]
) -> None:
    """Labels are found in texts in the same way."""
    added = '<state/KEN> mg:negativeLabel "Kenya\'s neighbours"@en , "friends of KENYA"@en .'
    assert list(labels.check_negatives(language, read(added))) == []


@pytest.mark.parametrize(
    ("kind", "owner", "wholes"),
    [
        ("MandateFunction", "functionOf", ("mandate/one", "mandate/two")),
        ("UnderlyingAct", "actOf", ("crime/genocide", "crime/cleansing")),
        ("LegalBasis", "legalBasisOf", ("crime/genocide", "crime/cleansing")),
    ],
)
def test_a_number_names_one_entry_of_its_whole(
    language: Language, read: Callable[[str], Vocabulary], kind: str, owner: str, wholes: tuple[str, str]
) -> None:
    """The ninth function of one mandate and the ninth of another do not clash, nor do acts of two crimes; two of one whole do."""
    apart, together = (
        "".join(f'<new/{at}> a mg:{kind} ; mg:number "9" ; mg:{owner} <{whole}> .\n' for at, whole in enumerate(pair))
        for pair in (wholes, wholes[:1] * 2)
    )
    assert list(entries.check_codes(language, read(apart))) == []
    (found,) = entries.check_codes(language, read(together))
    assert found == Finding("sound.ttl", "mg:number", "9 must name one entry; it names new/0, new/1")


def test_a_class_of_which_there_is_nothing_is_found(language: Language, tmp_path: Path) -> None:
    """Neither entry nor code has a crime here; what a shape asks for is no use."""
    nothing = Vocabulary(health.read_vocabulary(tmp_path).graph, {})
    unused = {finding.term for finding in used.check_unused(language, nothing, home=tmp_path)}
    assert {"mg:Crime", "mg:Actor", "mg:Citation"} <= unused
    assert not {"mg:Fidelity", "mg:RiskNature"} & unused


def test_code_that_writes_a_class_is_use_of_it(language: Language, tmp_path: Path) -> None:
    """The constant of a class in the code of a room counts, also for the classes above it; other code does not."""
    for name, text in (
        ("ingest/a.py", "x = t.CITATION"),
        ("ontology/b.py", "x = terms.CRIME"),
        ("ontology/triples.py", "x = t.DUTY"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    unused = {finding.term for finding in used.check_unused(language, health.read_vocabulary(tmp_path), home=tmp_path)}
    assert "mg:Crime" in unused
    assert not {"mg:Citation", "mg:Duty", "mg:Finding"} & unused


def test_a_class_in_use_that_no_shape_looks_at_is_found(
    language: Language, read: Callable[[str], Vocabulary], tmp_path: Path
) -> None:
    """An entry without a shape would pass whatever it says."""
    (tmp_path / "home" / "ontology" / "shapes").mkdir(parents=True)
    found = {finding.term for finding in used.check_shaped(language, read(""), home=tmp_path / "home")}
    assert {"mg:Crime", "mg:Tenure", "mg:State"} <= found
    assert "mg:Fidelity" not in found
