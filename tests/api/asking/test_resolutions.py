"""Tests of resolutions in a question. In: spellings. Out: symbols. Must not look anything up."""

import pytest

from api.asking.symbols import spelt


@pytest.mark.parametrize(
    "written",
    [
        *("unscr 1366", "UNSCR 1366 (2001)", "SC res. 1366", "security council resolution 1366", "UNSC 1366", "SCR 1366"),
        *("resolution 1366 of the Security Council", "res. 1366 (2001) by the UN security council", "SC/RES/1366"),
        *("S RES 1366", "S_RES_1366(2001)", "s/res/1366 (2001)", "UNSC's resolution 1366", "S-RES-1366"),
    ],
)
def test_a_resolution_of_the_security_council(written: str) -> None:
    """By its name, by short forms, and in the manner of file names."""
    assert spelt(written) == "S/RES/1366(2001)"


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        *((each, "A/RES/60/1") for each in ("GA res 60/1", "UNGA 60/1", "UNGAR 60/1", "ARES/60/1", "A RES 60 1", "A_RES_60_1")),
        *((each, "A/RES/60/1") for each in ("resolution 60/1 of the General Assembly", "res 60/1 (GA)", "GA/RES/60/1")),
        *((each, "A/HRC/RES/24/35") for each in ("hrc 24/35", "HRC res. 24/35", "A-HRC-RES-24-35", "UNHRC resolution 24/35")),
        ("HRC S-5/1", "A/HRC/RES/S-5/1"),
        ("PRST 2018/1", "S/PRST/2018/1"),
        ("A_72_884-S_2018_525", "A/72/884-S/2018/525"),
        ("security council resolution 1366, op 3", "S/RES/1366(2001), para. 3"),
        ("A/RES/60/1 §138", "A/RES/60/1, para. 138"),
        ("what did unscr 1366 say of lamps", "what did S/RES/1366(2001) say of lamps"),
        ("security council resolutions 1366 (2001) and 2150 (2014)", "Security Council resolutions 1366 (2001) and 2150 (2014)"),
    ],
)
def test_other_organs_pinpoints_and_rows(written: str, symbol: str) -> None:
    """Rows of numbers are left to those who read citations, under a name that they know."""
    assert spelt(written) == symbol


@pytest.mark.parametrize(
    "prose",
    [
        *("the Security Council in 1994", "Security Council 1994", "Security Council 12 members", "Council 7155"),
        *("ga 77th session", "HRC 24", "resolution 60/1", "snake_case_1", "UNSCR 99999", "A/RES/60/1/Add.1"),
    ],
)
def test_a_year_a_count_and_what_is_no_number_of_the_organ_stay(prose: str) -> None:
    """Nothing is made a symbol by force."""
    assert spelt(prose) == prose
