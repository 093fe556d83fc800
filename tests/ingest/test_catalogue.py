"""The catalogue: the real folder loads and keeps its promises; each kind of faulty entry is refused with words that help."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.catalogue import Catalogue, CatalogueEntry, load_catalogue
from ontology.errors import ReadError, SourceError, SourceMissing
from ontology.symbol import Symbol

REAL = Path(__file__).resolve().parents[2] / "corpus" / "catalogue"
Write = Callable[..., Path]
REPORT = """
[[document]]
symbols = ["A/90/1", "S/2035/2"]
kind = "report"
title = "On: trees — and   their (Keepers)"
issued = 2035-04-03
organ = ["General Assembly", "Security Council"]
seen = { symbols = "masthead" }
unsure = ["S/2035/2"]
note = "Ours."
"""


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """The catalogue of the project."""
    return load_catalogue(REAL)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes catalogue files, given by name without ending, and answers their folder."""

    def files(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return files


def a_document(line: str = "", *, names: str = 'symbols = ["A/90/1"]', kind: str = 'kind = "report"') -> str:
    """One entry of the least that an entry needs, and one line more."""
    return f"[[document]]\n{names}\n{kind}\n{line}\n"


def test_an_entry_is_read_field_by_field(write: Write) -> None:
    """Nothing of what an entry says is lost or changed."""
    (entry,) = load_catalogue(write(trees=REPORT)).entries
    assert entry == CatalogueEntry(
        symbols=("A/90/1", "S/2035/2"),
        slug=None,
        kind="report",
        title="On: trees — and   their (Keepers)",
        issued=date(2035, 4, 3),
        year=None,
        organs=("General Assembly", "Security Council"),
        seen={"symbols": "masthead"},
        unsure=("S/2035/2",),
        note="Ours.",
    )
    assert entry.key == "A/90/1"


def test_what_is_left_out_is_empty(write: Write) -> None:
    """A slug and a kind are enough; one organ needs no brackets."""
    (entry,) = load_catalogue(
        write(plan=a_document('organ = "Office"', names='slug = "plan"', kind='kind = "programme"'))
    ).entries
    assert (entry.key, entry.symbols, entry.title, entry.issued, entry.year, entry.note) == ("plan", (), None, None, None, "")
    assert entry.organs == ("Office",)


def test_entries_of_all_files_are_sorted_by_key(write: Write) -> None:
    """The order of files and of entries in them changes nothing."""
    later, earlier = a_document(names='symbols = ["S/2035/9"]'), a_document(names='slug = "a-plan"')
    catalogue = load_catalogue(write(a=later + REPORT, b=earlier))
    assert [entry.key for entry in catalogue.entries] == ["A/90/1", "S/2035/9", "a-plan"]
    assert load_catalogue(write(a=earlier, b=REPORT + later)) == catalogue


def test_any_parallel_symbol_finds_the_document(write: Write) -> None:
    """Two symbols are one document, named by the first."""
    catalogue = load_catalogue(write(trees=REPORT))
    assert catalogue.by_symbol("S/2035/2") is catalogue.by_symbol("A/90/1") is catalogue.entries[0]
    assert (catalogue.primary("S/2035/2"), catalogue.primary("A/90/1")) == ("A/90/1", "A/90/1")


def test_an_unknown_symbol_is_its_own_primary(write: Write) -> None:
    """What the catalogue does not know it leaves as it is."""
    catalogue = load_catalogue(write(trees=REPORT))
    assert catalogue.by_symbol("A/90/7") is None
    assert catalogue.primary("A/90/7") == "A/90/7"
    assert catalogue.by_slug("A/90/1") is None


@pytest.mark.parametrize("title", ["on trees and their keepers", "ON TREES: AND THEIR KEEPERS.", "On:trees—and\ntheir(Keepers)"])
def test_a_title_is_found_whatever_its_case_spaces_and_punctuation(write: Write, title: str) -> None:
    """Titles are compared by their letters and figures."""
    catalogue = load_catalogue(write(trees=REPORT))
    assert catalogue.by_title(title) is catalogue.entries[0]


@pytest.mark.parametrize("title", ["", " — ", "On trees", "On trees and their keepers, continued"])
def test_another_title_is_not_found(write: Write, title: str) -> None:
    """A part of a title, more than a title, or no words at all name no document, even where an entry has no title."""
    assert load_catalogue(write(trees=REPORT, plan=a_document(names='slug = "plan"'))).by_title(title) is None


def test_a_title_that_several_documents_have_names_none(write: Write) -> None:
    """Two or three of one title: no guess."""
    for count in (2, 3):
        texts = [a_document('title = "Trees"', names=f'symbols = ["A/90/{number}"]') for number in range(count)]
        assert load_catalogue(write(trees="".join(texts))).by_title("trees") is None


@given(st.permutations(["A/90/3", "A/90/1", "S/2035/1", "E/2035/1"]))
def test_a_catalogue_does_not_depend_on_the_order_of_its_entries(symbols: list[str]) -> None:
    """Entries are sorted whoever builds the catalogue."""
    entries = [CatalogueEntry((symbol,), None, "report", None, None, None, (), {}, (), "") for symbol in symbols]
    assert [entry.key for entry in Catalogue(tuple(entries)).entries] == sorted(symbols)


FAULTS = {
    "unknown key": (a_document('titel = "Trees"'), "titel", "one of the fields"),
    "neither symbols nor slug": (a_document(names=""), "symbols", "symbols or a slug; got nothing"),
    "no symbol in the list": (a_document(names="symbols = []"), "symbols", "symbols or a slug"),
    "a symbol without brackets": (a_document(names='symbols = "A/90/1"'), "symbols", "a list of texts; got 'A/90/1'"),
    "a symbol twice": (a_document(names='symbols = ["A/90/1", "A/90/1"]'), "symbols", "each text once"),
    "slug with blanks": (a_document(names='slug = "The plan"'), "slug", "small letters, figures and hyphens; got 'The plan'"),
    "bad kind": (
        a_document(kind='kind = "novel"'),
        "kind",
        "one of report, resolution, letter, statement, treaty, programme; got 'novel'",
    ),
    "no kind": (a_document(kind=""), "kind", "got nothing"),
    "date in quotation marks": (a_document('issued = "2035-04-03"'), "issued", "like 2021-05-03; got '2035-04-03'"),
    "date with a time": (a_document("issued = 2035-04-03T10:00:00"), "issued", "a date without quotation marks"),
    "year as text": (a_document('year = "2035"'), "year", "a year from 1945 to 2100; got '2035'"),
    "year before the Charter": (a_document("year = 1944"), "year", "got 1944"),
    "truth as a year": (a_document("year = true"), "year", "got True"),
    "date and year": (a_document("issued = 2035-04-03\nyear = 2035"), "year", "either issued or year"),
    "empty title": (a_document('title = " "'), "title", "a text"),
    "title that is a number": (a_document("title = 7"), "title", "a text; got 7"),
    "organ that is a number": (a_document("organ = [1]"), "organ", "a list of texts"),
    "seen of an unknown fact": (a_document('seen = { colour = "masthead" }'), "seen", "got 'colour'"),
    "seen without words": (a_document('seen = { title = "" }'), "seen", "where each was seen"),
    "doubt of an unknown fact": (a_document('unsure = ["A/90/2"]'), "unsure", "or a symbol of the document; got 'A/90/2'"),
    "doubt without brackets": (a_document('unsure = "title"'), "unsure", "a list of texts"),
}


@pytest.mark.parametrize(("text", "name", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_entry_is_refused_by_file_place_and_field(write: Write, text: str, name: str, words: str) -> None:
    """The message names the file, which entry of it, the field, what was wanted and what came."""
    good = a_document(names='symbols = ["S/2035/5"]')
    with pytest.raises(SourceError) as refused:
        load_catalogue(write(trees=good + text))
    message = str(refused.value)
    assert "trees.toml, document 2" in message
    assert f"field {name}:" in message
    assert words in message


def test_one_symbol_in_two_entries_is_refused_with_both_places(write: Write) -> None:
    """One document must not have two names, in whatever files and at whatever place among the parallel symbols."""
    other = a_document(names='symbols = ["S/2035/2"]')
    with pytest.raises(
        ReadError, match=r"zoo\.toml, document 1 \(S/2035/2\), field symbols: .*trees\.toml, document 1 \(A/90/1\)"
    ):
        load_catalogue(write(trees=REPORT, zoo=other))


def test_one_slug_in_two_entries_is_refused(write: Write) -> None:
    """A slug names one document too."""
    plan = a_document(names='slug = "plan"')
    with pytest.raises(ReadError, match=r"a\.toml, document 2 \(plan\), field slug"):
        load_catalogue(write(a=plan + plan))


def test_a_file_that_is_not_toml_is_refused_by_name(write: Write) -> None:
    """Faults of the form are faults of the source, not of the program."""
    with pytest.raises(ReadError, match=r"Wanted TOML in broken\.toml"):
        load_catalogue(write(broken="[[document]\n"))


def test_bytes_that_are_not_utf8_are_refused_by_name(write: Write) -> None:
    """So are faults of the encoding."""
    folder = write()
    (folder / "latin.toml").write_bytes(b'[[document]]\ntitle = "\xe9"\n')
    with pytest.raises(ReadError, match=r"Wanted TOML in latin\.toml"):
        load_catalogue(folder)


@pytest.mark.parametrize("text", ['title = "loose"\n', "[document]\n", "document = [1]\n", "[[documents]]\n"])
def test_what_is_no_table_of_documents_is_refused(write: Write, text: str) -> None:
    """A slip in the table's name must not make an entry vanish."""
    with pytest.raises(ReadError, match=r"loose\.toml, field document: wanted only \[\[document\]\] tables"):
        load_catalogue(write(loose=text))


def test_a_missing_folder_says_where_it_was_sought(tmp_path: Path) -> None:
    """No folder is another fault than an empty one."""
    with pytest.raises(SourceMissing, match="nowhere"):
        load_catalogue(tmp_path / "nowhere")
    assert load_catalogue(tmp_path).entries == ()


def test_the_real_catalogue_writes_every_symbol_in_normal_form(real: Catalogue) -> None:
    """What the catalogue calls a document is what citations of it resolve to."""
    symbols = [symbol for entry in real.entries for symbol in entry.symbols]
    assert [str(Symbol.parse(symbol)) for symbol in symbols] == symbols


def test_every_fact_of_the_real_catalogue_is_seen_or_unsure(real: Catalogue) -> None:
    """No fact stands there from memory alone."""
    given_facts = [
        (entry, fact)
        for entry in real.entries
        for fact, value in (("symbols", entry.symbols), ("title", entry.title), ("issued", entry.issued), ("year", entry.year))
        if value
    ]
    assert len(given_facts) > len(real.entries) * 2
    assert [(entry.key, fact) for entry, fact in given_facts if fact not in entry.seen and fact not in entry.unsure] == []


def test_what_the_real_catalogue_lacks_it_owns_to(real: Catalogue) -> None:
    """Where a day of issue or a title is missing, the entry says that it is."""
    assert [entry.key for entry in real.entries if not entry.issued and "issued" not in entry.unsure] == []
    assert [entry.key for entry in real.entries if not entry.title and "title" not in entry.unsure] == []


def test_a_year_of_the_real_catalogue_agrees_with_the_symbols(real: Catalogue) -> None:
    """A symbol that carries its year, S/2018/525 or S/RES/1366(2001), was issued in that year."""
    checked = 0
    for entry in real.entries:
        issued = entry.issued.year if entry.issued else entry.year
        for symbol in entry.symbols:
            if symbol.startswith("S/"):
                checked += 1
                assert str(issued) in symbol, entry.key
    assert checked > 20


def test_the_four_documents_of_the_office_are_known(real: Catalogue) -> None:
    """The project begins with them."""
    newer, older = real.by_symbol("S/2021/424"), real.by_symbol("S/2018/525")
    assert newer is not None
    assert older is not None
    assert (newer.key, newer.issued, older.key, older.issued) == ("A/75/863", date(2021, 5, 3), "A/72/884", date(2018, 6, 1))
    assert {entry.key for entry in real.entries if entry.slug} == {"core-functions", "results-framework"}


@pytest.mark.parametrize(
    ("printed", "right", "named"),
    [
        ("A/69/947-S/2014/449", "A/68/947", "A/69/947"),
        ("A/70/357-S/2015/683", "A/70/357", "S/2015/683"),
    ],
)
def test_a_misprint_of_the_2018_report_is_named_beside_the_right_symbols(
    real: Catalogue, printed: str, right: str, named: str
) -> None:
    """The right half of a misprinted pair finds the document; the wrong half finds none, and the entry's note tells."""
    found = {str(symbol): real.by_symbol(str(symbol)) for symbol in Symbol.parse_all(printed)}
    assert found.pop(named) is None
    (entry,) = found.values()
    assert entry is not None
    assert entry.key == right
    assert printed in entry.note


def test_a_title_that_resolutions_share_names_none_of_them(real: Catalogue) -> None:
    """Several resolutions of the Human Rights Council are called Prevention of genocide."""
    assert sum(entry.title == "Prevention of genocide" for entry in real.entries) > 2
    assert real.by_title("Prevention of genocide") is None
    outcome = real.by_title("2005 world summit outcome")
    assert outcome is not None
    assert outcome.key == "A/RES/60/1"
