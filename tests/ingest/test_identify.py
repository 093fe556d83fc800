"""Tests of the river: whose text is this. In: made sources and a made catalogue. Out: the document, or why it is not known."""

from datetime import date

import pytest

from ingest.catalogue import Catalogue, CatalogueEntry
from ingest.identify import Identity, describe_entry, identify
from ontology.errors import MandateGraphError, ReadError
from reading.assemble import take_apart
from reading.readers.text import read_text

BODY = "I. Introduction\n\n1. One was said.\n"
MASTHEAD = "Distr.: General\n3 May 2031\n\nA note on oil\n\nReport of the Secretary-General\n\n"


def entry(
    symbols: tuple[str, ...], slug: str | None, kind: str, title: str | None, issued: date | None, year: int | None
) -> CatalogueEntry:
    """A document of the made catalogue."""
    return CatalogueEntry(symbols, slug, kind, title, issued, year, (), {}, (), "")


CATALOGUE = Catalogue(
    (
        entry(("A/85/31", "S/2031/9"), None, "report", "A note on harbours", date(2031, 2, 2), None),
        entry((), "lamp-functions", "programme", "Functions of the Office of Lamps", None, 2030),
        entry(("S/2030/9",), None, "letter", None, None, 2030),
        entry(("A/RES/9(III)",), None, "resolution", "Rights of lamps", None, 1948),
    )
)


def identified(source: str, stem: str = "file") -> Identity:
    """The identity of a source under a file name."""
    return identify(take_apart(read_text(source.encode(), "made.md")), "made.md", stem, CATALOGUE)


@pytest.mark.parametrize(
    ("source", "stem", "key"),
    [
        ("---\nsymbol: A/85/31\n---\n" + BODY, "file", "A/85/31"),
        ("---\nsymbol: S/2031/9\n---\n" + BODY, "file", "A/85/31"),
        ("---\nsymbol: A/85/31-S/2031/9\n---\n" + BODY, "file", "A/85/31"),
        ("---\nslug: lamp-functions\n---\n" + BODY, "file", "lamp-functions"),
        ("A/85/31\n\n" + MASTHEAD + BODY, "file", "A/85/31"),
        ("S/2031/9\n\n" + MASTHEAD + BODY, "file", "A/85/31"),
        (BODY, "A_85_31-S_2031_9", "A/85/31"),
        (BODY, "S_2031_9", "A/85/31"),
        (BODY, "S/2031/9", "A/85/31"),
        (BODY, "A/HRC/RES/85/31\tThe keeping of lamps", "A/HRC/RES/85/31"),
        (BODY, "lamp-functions", "lamp-functions"),
        (BODY, "A_99_1234", "A/99/1234"),
        (MASTHEAD.replace("A note on oil", "A Note on Harbours") + BODY, "file", "A/85/31"),
        ("## Functions of the Office of Lamps\n\n" + BODY, "file", "lamp-functions"),
        ("---\nsymbol: A/99/1\n---\n" + BODY, "A_85_31", "A/99/1"),
        ("A/85/31\n\n" + MASTHEAD + BODY, "A_99_1234", "A/85/31"),
    ],
)
def test_front_matter_comes_before_masthead_before_file_name_before_title(source: str, stem: str, key: str) -> None:
    """A parallel symbol leads to the first one."""
    assert identified(source, stem).key == key


def test_the_catalogue_completes_what_a_source_does_not_say() -> None:
    """Symbols, kind and date come from it; the printed title stays as printed."""
    found = identified("A/85/31\n\n" + MASTHEAD + BODY)
    assert found.symbols == ("A/85/31", "S/2031/9")
    assert (found.kind, found.issued, found.title) == ("report", date(2031, 2, 2), "A note on oil")
    assert (found.language, found.fidelity, found.label) == ("en", "full", "A/85/31")


def test_a_document_that_the_catalogue_lacks_has_its_own_words() -> None:
    """What the masthead prints is enough."""
    found = identified("A/99/1\n\n" + MASTHEAD + BODY)
    assert (found.key, found.symbols, found.kind, found.issued) == ("A/99/1", ("A/99/1",), "report", date(2031, 5, 3))


@pytest.mark.parametrize(
    ("front", "stem", "language"),
    [("", "A_99_1-fr", "fr"), ("---\nlanguage: es\n---\n", "A_99_1-fr", "es"), ("", "A_99_1", "en"), ("", "A_99_1-zh", "zh")],
)
def test_a_file_name_tells_the_language_that_front_matter_does_not(front: str, stem: str, language: str) -> None:
    """As fetched files are named."""
    found = identified(front + BODY, stem)
    assert (found.key, found.language) == ("A/99/1", language)


def test_the_kind_follows_from_the_symbol_where_nothing_else_tells() -> None:
    """A resolution says so in its symbol."""
    assert identified(BODY, "S_RES_1366(2001)").kind == "resolution"
    assert identified(BODY, "S_PRST_2031_2").kind == "statement"


def test_a_digest_says_so_in_its_front_matter() -> None:
    """Nothing else makes a text a digest."""
    assert identified("---\nsymbol: A/85/31\nfidelity: digest\nlanguage: fr\n---\n" + BODY).fidelity == "digest"
    assert identified("---\nsymbol: A/85/31\nfidelity: digest\nlanguage: fr\n---\n" + BODY).language == "fr"


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("fidelity: rumour", "fidelity"),
        ("kind: poem\nsymbol: A/99/1", "kind"),
        ("issued: yesterday\nsymbol: A/99/1", "issued"),
        ("issued: 2031-02-31\nsymbol: A/99/1", "issued"),
        ("symbol: no symbol at all", "no symbol at all"),
        ("slug: unknown-slug", "unknown-slug"),
        ("language: Klingon\nsymbol: A/99/1", "language"),
    ],
)
def test_wrong_front_matter_is_refused_with_what_it_says(front: str, told: str) -> None:
    """The message names the field or the value."""
    symbol = "" if "symbol" in front or "slug" in front else "symbol: A/85/31\n"
    with pytest.raises(MandateGraphError, match=told):
        identified(f"---\n{symbol}{front}\n---\n{BODY}")


def test_a_text_that_nobody_knows_is_refused_with_two_ways_out() -> None:
    """A wrong document would be worse than none."""
    with pytest.raises(ReadError) as caught:
        identified(BODY)
    assert "made.md" in caught.value.message
    assert "symbol:" in caught.value.advice


def test_a_title_that_only_resembles_names_nobody() -> None:
    """Likeness is no identity."""
    with pytest.raises(ReadError):
        identified("## Functions of the old Office of Lamps\n\n" + BODY)


def test_a_manifest_gives_a_title_where_nothing_else_does() -> None:
    """What the document prints, or the catalogue has, comes first; other languages have none of it."""
    stated = "A/99/1\tThe keeping of lamps"
    assert identified(BODY, stated).title == "The keeping of lamps"
    assert identified(MASTHEAD + BODY, stated).title == "A note on oil"
    assert identified("---\nlanguage: fr\n---\n" + BODY, stated).title is None


def test_a_name_that_contradicts_the_text_is_a_finding() -> None:
    """The text is believed; a parallel symbol contradicts nothing."""
    found = identified("A/85/31\n\n" + MASTHEAD + BODY, "A_99_1234")
    assert found.findings == (
        "made.md is named A/99/1234, by its file or a manifest, and calls itself A/85/31: taken as A/85/31",
    )
    assert identified("A/85/31\n\n" + MASTHEAD + BODY, "S_2031_9").findings == ()


@pytest.mark.parametrize(
    ("symbol", "changes"),
    [
        ("A/99/1/Corr.1", (("corrects", "A/99/1"),)),
        ("A/99/1/Add.2", (("adds to", "A/99/1"),)),
        ("A/99/1/Rev.1", (("revises", "A/99/1"),)),
        ("A/99/1/Add.2/Corr.1", (("corrects", "A/99/1/Add.2"),)),
        ("S/2031/9/Corr.1", (("corrects", "A/85/31"),)),
        ("A/99/1", ()),
    ],
)
def test_a_symbol_tells_what_a_document_changes(symbol: str, changes: tuple[tuple[str, str], ...]) -> None:
    """The one without its last part, by its first symbol."""
    assert identified(f"---\nsymbol: {symbol}\n---\n" + BODY).changes == changes


def test_front_matter_tells_of_session_adoption_and_vote() -> None:
    """The session stands in the symbol too."""
    more = "adopted: 2031-05-03\nagenda_items: 7 (c); 8\nvote: 9 in favour, 0 against, 1 abstaining\nmeeting: 4th meeting\n"
    found = identified(f"---\nsymbol: A/RES/85/31\n{more}---\n{BODY}")
    assert (found.adopted, found.session, found.agenda_items) == (date(2031, 5, 3), "85", ("7 (c)", "8"))
    assert (found.vote, found.meeting, found.distribution) == ("9 in favour, 0 against, 1 abstaining", "4th meeting", None)


def test_a_known_document_without_a_text_has_an_identity_too() -> None:
    """The catalogue alone describes it."""
    by_key = {each.key: describe_entry(each) for each in CATALOGUE.entries}
    letter, programme = by_key["S/2030/9"], by_key["lamp-functions"]
    assert (letter.label, letter.kind, letter.issued, letter.issued_year) == ("S/2030/9", "letter", None, 2030)
    assert (programme.label, programme.symbols, programme.title) == ("lamp functions", (), "Functions of the Office of Lamps")


@pytest.mark.parametrize(
    ("source", "day", "year"),
    [
        ("---\nsymbol: S/2030/9\nissued: 2030-05-03\n---\n", date(2030, 5, 3), None),
        ("---\nsymbol: S/2030/9\nissued: 2031-05-03\n---\n", None, 2030),
        ("---\nsymbol: A/RES/9(III)\nissued: 1948-12-08\n---\n", None, 1948),
        ("---\nsymbol: A/RES/9(III)\nissued: 1949-01-08\nadopted: 1948-12-10\n---\n", date(1948, 12, 10), None),
    ],
)
def test_where_the_catalogue_knows_the_year_alone_a_document_has_a_day_or_a_year(
    source: str, day: date | None, year: int | None
) -> None:
    """Both at once would stop it; a resolution's cover bears the day of its distribution."""
    found = identified(source + BODY)
    assert (found.issued, found.issued_year) == (day, year)
