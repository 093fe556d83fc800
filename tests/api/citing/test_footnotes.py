"""Tests of footnotes: every form of document in every style against a golden file, repeats, and what is left out."""

from pathlib import Path

import pytest

from api.citing.footnotes import STYLES, footnote, footnotes
from api.citing.source import Reference, Source, spoken_date

BASE = "https://w3id.org/mandategraph/"
GOLDEN = Path(__file__).with_name("footnotes.tsv")


def source(path: str, kind: str, *symbols: str, title: str | None = None, date: str | None = None, **more: str) -> Source:
    """A source as the graph would tell of it."""
    return Source(BASE + path, kind, symbols, title, date, fidelity="none" if kind == "Treaty" else "full", **more)


def resolution(symbol: str, date: str | None = None) -> Source:
    """A resolution or decision with that symbol."""
    return source(f"doc/{symbol}", "Resolution", symbol, title="Lamps", date=date)


SUMMIT = resolution("A/RES/60/1", "2005-09-16")
REPORT = source("doc/A/85/40", "Report", "A/85/40", "S/2031/44", title="Keeping lamps: a report on warning", date="2031-02-09")
CONVENTION = source(
    "instrument/lamps", "Treaty", title="Convention on Lamps", date="1948", series="Treaty Series, vol. 78, No. 1021"
)
FRAMEWORK = source("doc/results-framework", "Programme", title="Office of Lamps: results framework")
FORMS: dict[str, Reference] = {
    "General Assembly": Reference(SUMMIT, ("para. 138", "para. 139")),
    "General Assembly, early": Reference(resolution("A/RES/217(III)A", "1948-12-10")),
    "General Assembly, part": Reference(resolution("A/RES/66/253B"), ("para. 2",)),
    "General Assembly, parts": Reference(resolution("A/RES/77/128A-B"), ("annex, para. 3",)),
    "General Assembly, many parts": Reference(resolution("A/RES/48/223A-C")),
    "emergency special session": Reference(resolution("A/RES/ES-11/1", "2022-03-02"), ("preambular para. 3",)),
    "Security Council": Reference(resolution("S/RES/1366(2001)", "2001-08-30"), ("preambular para. 3", "preambular para. 4")),
    "Human Rights Council": Reference(resolution("A/HRC/RES/7/25", "2008-03-28"), ("para. 1",)),
    "Human Rights Council, special session": Reference(resolution("A/HRC/RES/S-5/1")),
    "Economic and Social Council": Reference(resolution("E/RES/2006/12"), ("para. 5", "para. 6", "para. 7", "para. 9")),
    "Economic and Social Council, early": Reference(resolution("E/RES/1503(XLVIII)", "1970-05-27")),
    "Commission on Human Rights": Reference(resolution("E/CN.4/RES/2005/62"), ("para. 4 (b)", "para. 4 (c)")),
    "decision": Reference(resolution("A/DEC/60/551")),
    "corrigendum of a resolution": Reference(resolution("A/RES/60/1/Corr.1")),
    "report, two symbols": Reference(REPORT, ("para. 49 (b)",)),
    "report, section": Reference(REPORT, ("sect. III.B",)),
    "report, summary": Reference(REPORT, ("summary",)),
    "report, footnote": Reference(REPORT, ("footnote 3",)),
    "report, two places": Reference(REPORT, ("para. 3", "annex I, para. 2 (a)")),
    "addendum": Reference(source("doc/A/85/40/Add.1", "Report", "A/85/40/Add.1", title="More lamps"), ("para. 2",)),
    "letter": Reference(
        source("doc/S/2031/7", "Letter", "S/2031/7", title="Letter on lamps", date="2031-01"), ("unnumbered para. 2",)
    ),
    "presidential statement": Reference(
        source("doc/S/PRST/2015/3", "Statement", "S/PRST/2015/3", date="2015-01-19"), ("unnumbered para. 7",)
    ),
    "verbatim record": Reference(source("doc/S/PV.8000", "Document", "S/PV.8000")),
    "summary record": Reference(source("doc/A/C.3/73/SR.5", "Document", "A/C.3/73/SR.5", date="2018-10-04"), ("para. 12",)),
    "treaty": Reference(CONVENTION, ("art. II",), (), ("art. II",)),
    "treaty without its place in the series": Reference(
        source("instrument/pact", "Treaty", title="Pact of Lights"), ("art. 4 (h)",)
    ),
    "Charter": Reference(
        source("instrument/charter-of-the-united-nations", "Treaty", title="Charter of the United Nations", date="1945"),
        ("Art. 99",),
    ),
    "programme text": Reference(FRAMEWORK, ("activity 2.3",)),
}


def test_every_form_is_written_in_every_style_as_the_golden_file_has_it() -> None:
    """One line a form and style, so that a change of a rule is read as text."""
    written = [
        f"{form}\t{style}\t{one.text}\t{'; '.join(one.notes)}".rstrip("\t")
        for form, reference in FORMS.items()
        for style in STYLES
        for one in footnotes([[reference]], STYLES[style])
    ]
    assert written == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "un",
            ["A/85/40-S/2031/44, para. 1.", "Ibid., para. 2.", "Ibid.", "General Assembly resolution 60/1.",
             "A/85/40-S/2031/44, para. 2.", "A/85/40-S/2031/44.", "Ibid., para. 4; General Assembly resolution 60/1.",
             "General Assembly resolution 60/1."],
        ),
        (
            "un-in-text",
            ["(A/85/40-S/2031/44, para. 1)", "(ibid., para. 2)", "(ibid.)", "(General Assembly resolution 60/1)",
             "(A/85/40-S/2031/44, para. 2)", "(A/85/40-S/2031/44)", "(ibid., para. 4; General Assembly resolution 60/1)",
             "(General Assembly resolution 60/1)"],
        ),
        (
            "oscola",
            ["‘Keeping lamps: a report on warning’ (9 February 2031) UN Doc A/85/40-S/2031/44 para 1.", "ibid para 2.", "ibid.",
             "UNGA Res 60/1 (16 September 2005) UN Doc A/RES/60/1.", "‘Keeping lamps’ (n 1) para 2.", "‘Keeping lamps’ (n 1).",
             "ibid para 4; UNGA Res 60/1 (n 4).", "UNGA Res 60/1 (n 4)."],
        ),
    ],
)  # fmt: skip
def test_repeats_are_short_only_where_they_stay_clear(style: str, expected: list[str]) -> None:
    """Ibid. needs one source directly before; a place that is no longer meant, or two sources before, want the whole again."""
    first, second, fourth = (Reference(REPORT, (f"para. {number}",)) for number in (1, 2, 4))
    whole, summit = Reference(REPORT), Reference(SUMMIT)
    cited = [[first], [second], [second], [summit], [second], [whole], [fourth, summit], [summit]]
    assert [one.text for one in footnotes(cited, STYLES[style])] == expected


def test_a_field_that_is_not_known_is_left_out_and_said_once() -> None:
    """An invented date or author is worse than none."""
    bare = Reference(source("doc/A/85/41", "Report", "A/85/41"))
    one, again = footnotes([[bare], [bare]], STYLES["oscola"])
    assert one.text == "UN Doc A/85/41."
    assert one.notes == tuple(f"A/85/41: the {field} is not known here and is left out" for field in ("title", "date", "author"))
    assert again.notes == ()


def test_a_digest_is_said_to_be_one() -> None:
    """Its words are ours; the place is in the official text."""
    digest = Source(f"{BASE}doc/A/85/42", "Report", ("A/85/42",), "Lamps", "2031", fidelity="digest")
    assert footnotes([[Reference(digest)]], STYLES["un"])[0].notes == (
        "A/85/42: only a digest is here; check the place in the official text",
    )
    assert footnote(Reference(digest, ("para. 1",))) == "A/85/42, para. 1."


def test_dates_are_as_exact_as_they_are_known() -> None:
    """A month is not its first day."""
    assert [spoken_date(date) for date in ("2005-09-16", "2005-09", "2005")] == ["16 September 2005", "September 2005", "2005"]


def test_organs_are_those_of_all_symbols() -> None:
    """A report to two organs has both; one that bears no known symbol has none."""
    assert REPORT.organs == ("General Assembly", "Security Council")
    assert FRAMEWORK.organs == ()
    assert REPORT.author is None
    assert SUMMIT.author == "General Assembly"
