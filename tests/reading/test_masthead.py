"""Tests of the eyes: mastheads. In: lines that we wrote in the form of mastheads. Out: what they state. No network."""

from collections.abc import Callable
from datetime import date

import pytest

from reading.assemble import Taken
from reading.masthead import Masthead, read_masthead


def test_a_report_has_its_title_above_and_its_symbols_beside(take: Callable[[str], Taken]) -> None:
    """What the made report prints of itself."""
    assert take("A_85_31.txt").masthead == Masthead(
        kind="report",
        title="A made note on harbours",
        issued=date(2031, 2, 2),
        symbols=("A/85/31",),
        issuer="Secretary-General",
        session=85,
        agenda_items=("14",),
        distribution="General",
    )


def test_a_running_head_names_the_document_too(take: Callable[[str], Taken]) -> None:
    """Markdown readers drop the symbol of the first page and keep those of later ones."""
    found = take("S_2031_7.md").masthead
    assert (found.symbols, found.kind, found.issued) == (("S/2031/7",), "report", date(2031, 1, 9))
    assert found.title == "Lighthouses of warning: a made report for tests"


@pytest.mark.parametrize(
    ("lines", "kind", "title"),
    [
        (["Oil", "Report of the Secretary-General"], "report", "Oil"),
        (["Oil", "Note by the Secretary-General"], "report", "Oil"),
        (["Letter dated 3 May 2031 from the Secretary-General"], "letter", "Letter dated 3 May 2031 from the Secretary-General"),
        (["Identical letters dated 3 May 2031 from him"], "letter", "Identical letters dated 3 May 2031 from him"),
        (
            ["Statement by the President of the Security Council"],
            "statement",
            "Statement by the President of the Security Council",
        ),
        (["Resolution 9999 (2031)"], "resolution", "Resolution 9999 (2031)"),
        (["Decision adopted by the Council on 2 July 2031", "99/12. Lamps*"], "resolution", "Lamps"),
        (["Resolutions adopted by the Assembly on 2 July 2031", "[on oil]", "99/1. Oil"], "resolution", "Oil"),
        (["Resolution adopted by the Human Rights Council on 2 July 2031", "99/13. Oil"], "resolution", "Oil"),
        (["Резолюция 9999 (2031),"], "resolution", "Резолюция 9999 (2031)"),
        (["قرار اتخذته الجمعية العامة في 16 أيار/مايو 2031", "99/14. - زيت"], "resolution", "زيت"),
        (["القرار 9999 (2031)"], "resolution", "القرار 9999 (2031)"),
        (["2031年12月16日大会决议", "[根据报告]", "99/14. 油"], "resolution", "油"),
        (["第9999(2031)号决议"], "resolution", "第9999(2031)号决议"),
        (["Agenda item 2", "Annual report of the Keeper", "Resolution adopted by the Council", "1/2. Oil"], "resolution", "Oil"),
        (
            ["Agenda item 2", "Report of the Keeper", "Letter dated 3 May 2031 from him"],
            "letter",
            "Letter dated 3 May 2031 from him",
        ),
        (["Note verbale dated 3 May 2031 from a mission"], "letter", "Note verbale dated 3 May 2031 from a mission"),
        (["Rapport du Secrétaire général"], "report", "Rapport du Secrétaire général"),
        (["Lettre datée du 3 mai 2031, adressée à elle"], "letter", "Lettre datée du 3 mai 2031, adressée à elle"),
        (["Petróleo", "Informe del Secretario General"], "report", "Petróleo"),
        (["Масло", "Доклад Генерального секретаря"], "report", "Масло"),
        (["油", "秘书长的报告"], "report", "油"),
        (["Something else"], None, None),
        ([], None, None),
    ],
)
def test_the_kind_is_read_from_the_line_that_says_it(lines: list[str], kind: str | None, title: str | None) -> None:
    """What is not printed stays None."""
    found = read_masthead(lines)
    assert (found.kind, found.title) == (kind, title)


@pytest.mark.parametrize(
    ("line", "day"), [("Distr.: General 3 May 2021", date(2021, 5, 3)), ("31 February 2021", None), ("May 2021", None)]
)
def test_the_date_is_the_first_whole_one(line: str, day: date | None) -> None:
    """A day that no calendar has is no date."""
    assert read_masthead([line]).issued == day


def test_only_a_line_that_is_a_symbol_names_the_document() -> None:
    """Symbols inside a line are cited."""
    assert read_masthead(["See A/75/863 for more", "A/85/31-S/2031/9", "A/1/2"]).symbols == ("A/85/31", "S/2031/9")
    assert read_masthead(["See A/75/863 for more"]).symbols == ()


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Report of the Secretary-General", "Secretary-General"),
        ("Note by the Secretary-General", "Secretary-General"),
        (
            "Letter dated 3 May 2031 from the Secretary-General addressed to the President of the Security Council",
            "Secretary-General",
        ),
        ("Report of the Human Rights Council", "Human Rights Council"),
        ("Resolution 9999 (2031)", ""),
    ],
)
def test_who_speaks_in_a_document_is_named_behind_its_kind(line: str, issuer: str) -> None:
    """Only as printed; who that is, the vocabulary tells."""
    assert read_masthead(["Oil", line]).issuer == issuer


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("REPORT OF THE SECRETARY-GENERAL ON OIL", "Secretary-General"),
        ("Further report of the Secretary-General pursuant to resolution 9999 (2031)", "Secretary-General"),
        ("Report of the Special Rapporteur on lamps", "Special Rapporteur on lamps"),
        ("Report of the Working Group on Oil*", "Working Group on Oil"),
    ],
)
def test_the_issuer_ends_where_the_subject_begins(line: str, issuer: str) -> None:
    """Some names have "on" in them; capitals are no part of a name."""
    assert read_masthead(["Oil", line]).issuer == issuer


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Agenda item 6", "Review of lamps", "Report of the Working Group on Lamps*", "Harbourland"],
         "Report of the Working Group on Lamps: Harbourland"),
        (["Agenda item 6 Review of lamps", "Report of the Working Group on Lamps* Harbourland"],
         "Report of the Working Group on Lamps: Harbourland"),
        (["Agenda items 3 and 10", "Rights", "Lamps", "Oil in lamps", "Report of the High Commissioner"], "Oil in lamps"),
        (["Agenda item 3", "Oil in lamps", "Report of the Secretary-General", "Addendum"], "Oil in lamps"),
        (["Original: English", "REPORT OF THE SECRETARY-GENERAL ON OIL"], "REPORT OF THE SECRETARY-GENERAL ON OIL"),
        (["OIL Report of the Secretary-General"], "OIL"),
        (["2 May 2031", "Report of the Secretary-General"], "Report of the Secretary-General"),
    ],
)  # fmt: skip
def test_titles_of_agenda_items_are_not_the_documents(lines: list[str], title: str) -> None:
    """As many lines as there are items belong to the agenda; without a title a report is named by kind and subject."""
    assert read_masthead(lines).title == title


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        ("A/81/6 (Sect. 17)", ("A/81/6(Sect.17)",)),
        ("A/81/6 (Sect. 17)/Part A*", ("A/81/6(Sect.17)",)),
        ("S/2031/9*", ("S/2031/9",)),
        ("United Nations A/HRC/99/1", ("A/HRC/99/1",)),
        ("Nations Unies A/85/31", ("A/85/31",)),
        ("United Nations A/85/31 General Assembly Distr.: General 2 May 2031", ("A/85/31",)),
        ("Distr. GENERAL A/HRC/99/1 and A/HRC/99/2", ()),
        ("* Previously issued under document symbol A/HRC/WG.6/9/L.1.", ()),
    ],
)
def test_a_symbol_beside_words_of_the_masthead_is_the_documents(line: str, symbols: tuple[str, ...]) -> None:
    """A part of a section of the budget has the section's symbol; two symbols say nothing."""
    assert read_masthead([line]).symbols == symbols


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Distr. générale", "1er juin 2031"], date(2031, 6, 1)),
        (["Distr. general", "3 de mayo de 2031"], date(2031, 5, 3)),
        (["3 мая 2031 года"], date(2031, 5, 3)),
        (["16 June–8 July 2031"], None),
        (["9 June 2030", "Distr.: General", "14 July 2031"], date(2031, 7, 14)),
    ],
)
def test_dates_are_read_in_the_languages_of_mastheads(lines: list[str], day: date | None) -> None:
    """The one below the distribution first; the end of a range of days is none."""
    assert read_masthead(lines).issued == day


@pytest.mark.parametrize(
    ("lines", "reach", "languages"),
    [
        (["Distr.: General", "Original: English"], "General", "en"),
        (["Distr.", "LIMITED", "ORIGINAL: ENGLISH/FRENCH"], "Limited", "en/fr"),
        (["Distr. limitée", "Original : anglais"], "Limited", "en"),
        (["Distr. general", "Original: español"], "General", "es"),
        (["Distr. General Assembly LIMITED"], "Limited", None),
        (["General distribution of oil", "Original paintings"], None, None),
    ],
)
def test_distribution_and_original_language_are_as_printed(lines: list[str], reach: str | None, languages: str | None) -> None:
    """In one form for all languages."""
    found = read_masthead(lines)
    assert (found.distribution, found.original_language) == (reach, languages)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Agenda item 6", ("6",)),
        ("Agenda items 14, 122 and 135", ("14", "122", "135")),
        ("Agenda item 69 (b) and (c)", ("69 (b)", "69 (c)")),
        ("Items 138 and 139 of the preliminary list**", ("138", "139")),
        ("Item 70 (a) of the provisional agenda", ("70 (a)",)),
        ("Points 14, 122 et 135 de l’ordre du jour", ("14", "122", "135")),
        ("Point 70 a) et b) de l’ordre du jour", ("70 (a)", "70 (b)")),
        ("Tema 6 del programa", ("6",)),
        ("Tema 70 a) del programa", ("70 (a)",)),
        ("Пункт 70 a) повестки дня", ("70 (a)",)),
        ("البند 70 (أ) من جدول الأعمال", ("70 (a)",)),
        ("议程项目70(a)", ("70 (a)",)),
        ("Пункты 14, 122 и 135 повестки дня", ("14", "122", "135")),
        ("البنود 14 و 122 و 135 من جدول الأعمال", ("14", "122", "135")),
        ("议程项目14、122和135", ("14", "122", "135")),
        ("The items 3 and 4 were sold", ()),
    ],
)
def test_agenda_items_are_listed_one_by_one(line: str, items: tuple[str, ...]) -> None:
    """With their letters, as they are cited."""
    assert read_masthead([line]).agenda_items == items


@pytest.mark.parametrize(
    ("line", "session"),
    [
        ("Eighty-first session", 81),
        ("TWELFTH SESSION", 12),
        ("General Assembly Seventy-fifth session Agenda items 14 and 15", 75),
        ("One hundred and first session", 101),
        ("Twenty-eighth special session", "S-28"),
        ("Tenth emergency special session", "ES-10"),
        ("Soixante-quinzième session", 75),
        ("Soixante et onzième session", 71),
        ("Quatre-vingt-unième session", 81),
        ("Trente-neuvième session", 39),
        ("Première session", 1),
        ("Vingt-neuvième session extraordinaire", "S-29"),
        ("Septuagésimo quinto período de sesiones", 75),
        ("46º período de sesiones", 46),
        ("Vigésimo octavo período extraordinario de sesiones", "S-28"),
        ("Семьдесят пятая сессия", 75),
        ("Сороковая сессия", 40),
        ("Десятая чрезвычайная специальная сессия", "ES-10"),
        ("الدورة الخامسة والسبعون", 75),
        ("الدورة الحادية عشرة", 11),
        ("第七十五届会议", 75),
        ("第二十届会议", 20),
        ("第十届紧急特别会议", "ES-10"),
        ("as decided at its twenty-third session", None),
        ("Regular session", None),
        ("Seventy-sixth year", None),
    ],
)
def test_sessions_are_read_from_words_in_six_languages(line: str, session: int | str | None) -> None:
    """One that a sentence tells of, in small letters, is not the document's."""
    assert read_masthead([line]).session == session


def test_hostile_lines_take_no_time() -> None:
    """Facts are looked for in short lines alone; the limit of the test is its time."""
    lines = [
        "a" * 200_000,
        "Agenda items " + "1, " * 90,
        "Distr. " * 40,
        "Original: " + "English/" * 35,
        "word " * 50_000 + "session",
    ]
    assert read_masthead(lines).kind is None


def test_a_date_in_a_sentence_is_not_that_of_the_document() -> None:
    """What a preamble recalls happened on another day."""
    recalled = "Recalling the statement of 4 May 1998, in which the lamps of all the harbours of the region were said to be out,"
    assert read_masthead([recalled, "Resolution 9999 (2031)"]).issued is None
    assert read_masthead([recalled, "Distr.: General 3 May 2031"]).issued == date(2031, 5, 3)
    assert read_masthead(["Recalling its resolution 5/1 of 18 June 2007,"]).issued is None
