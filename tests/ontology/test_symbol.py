"""Tests: symbols. In: printed forms, file names, words, generated and real ones. Out: what must hold. Must not touch stores."""

import contextlib
import dataclasses
import pickle
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ontology.errors import SymbolError
from ontology.symbol import Symbol

FOUND = {
    "(S/2004/567).³": ["S/2004/567"],
    "see (A/71/1016-S/2017/556), and": ["A/71/1016-S/2017/556"],
    r"[\(A/HRC/37/65\)](#)": ["A/HRC/37/65"],
    "[A/HRC/41/24](#)).": ["A/HRC/41/24"],
    "A/72/884.The next": ["A/72/884"],
    "A/72/884.3 The next": ["A/72/884"],
    "A/47/277 - S/24111, and": ["A/47/277 - S/24111"],
    "A/72/884-based": ["A/72/884"],
    "A/72/884-A/72/885": ["A/72/884"],
    "A/72/884 and Add.1": ["A/72/884"],
    "A/63/677/Rev.1 or A/63/677/Corr.2;": ["A/63/677/Rev.1", "A/63/677/Corr.2"],
    "S/RES/1366 (2001) and S/RES/1674(2006).": ["S/RES/1366 (2001)", "S/RES/1674(2006)"],
    "A/RES/217 A (III), art. 2": ["A/RES/217 A (III)"],
    "A/RES/66/253 B, para. 3": ["A/RES/66/253 B"],
    "under A/RES/60/1 I ask": ["A/RES/60/1"],
    "A/RES/77/128A-B;": ["A/RES/77/128A-B"],
    "A/81/6 (Sect. 2) shows": ["A/81/6 (Sect. 2)"],
    "第A/72/884号": ["A/72/884"],
    "\u200fS/2018\u200e/525\u200f": ["S/2018\u200e/525"],
    "S/2018/525 (see above)": ["S/2018/525"],
    "A/C.3/73/L.50/Rev.1)": ["A/C.3/73/L.50/Rev.1"],
    "and/or 24/7 N/A A/B 1/2/2020 HIV/AIDS T/12 A/4 SC/13331": [],
    "www.x.org/A/72/884.pdf, https://x.org/?s=A/72/884 x.org/A/72/884 a@b/A/72/884": [],
    "https://x.org/(A/72/884 A/72/884.pdf A/72/884abc BA/72/884 a/72/884": [],
    "A/RES/60 and A/HRC/37 and E/CN.4/": [],
}

numbers = st.integers(1, 9999).map(str)
years = st.integers(1946, 2099).map(str)
romans = st.sampled_from(["I", "II", "III", "IV", "V", "VIII", "IX", "XIV", "XIX", "XX", "XXIX", "XXX"])
supplements = st.lists(st.builds("/{}.{}".format, st.sampled_from(["Add", "Corr", "Rev"]), st.integers(1, 99)), max_size=2).map(
    "".join
)
bodies = st.one_of(
    st.builds("A/{}/{}".format, st.integers(1, 99), numbers),
    st.builds("S/{}/{}".format, years, numbers),
    st.builds("A/C.{}/{}/L.{}".format, st.integers(1, 6), st.integers(1, 99), numbers),
    st.builds("A/RES/{}/{}".format, st.integers(31, 99), numbers),
    st.builds("A/RES/{}({}){}".format, numbers, romans, st.sampled_from(["", "A", "B", "A-C"])),
    st.builds("A/HRC/RES/{}/{}".format, st.one_of(st.integers(1, 99), st.just("S-7")), st.integers(1, 99)),
    st.builds("S/RES/{}({})".format, numbers, years),
    st.builds(
        "{}/C/{}/CO/{}".format, st.sampled_from(["CERD", "CAT", "CRC"]), st.sampled_from(["BRA", "SVN"]), st.integers(1, 20)
    ),
)
symbols = st.builds(lambda body, rest: Symbol(body + rest), bodies, supplements)
pieces = "A|S|E/CN.4|RES|/|/|.|(|)|[|-| |1|60|217|2001|III|S-|B|and|Add.1|\u200e|٣"
near_misses = st.lists(st.sampled_from(pieces.split("|")), max_size=14).map("".join)


def test_a_symbol_cannot_be_made_in_another_form_or_changed() -> None:
    """There is no way to a value that is not the normal form."""
    with pytest.raises(SymbolError, match=re.escape("A/RES/60/1")):
        Symbol("a/res/60/1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Symbol("A/RES/60/1").text = "A/RES/60/2"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A/72/884-S/2018/525", ["A/72/884", "S/2018/525"]),
        ("S/2018/525–A/72/884", ["A/72/884", "S/2018/525"]),
        ("E/2007/23 - E/CN.4/2007/80", ["E/2007/23", "E/CN.4/2007/80"]),
        ("A/ES-10/6-S/1997/494", ["A/ES-10/6", "S/1997/494"]),
        ("A/RES/77/128A-B", ["A/RES/77/128A-B"]),
        ("A/HRC/RES/S-5/1", ["A/HRC/RES/S-5/1"]),
        ("ECE/MP.PP/2025/16-ECE/MP.PRTR/2025/13", ["ECE/MP.PP/2025/16", "ECE/MP.PRTR/2025/13"]),
    ],
)
def test_parallel_symbols_are_taken_apart_with_the_assemblys_first(text: str, wanted: list[str]) -> None:
    """A hyphen inside a session or a part is no joint."""
    assert [str(symbol) for symbol in Symbol.parse_all(text)] == wanted


@pytest.mark.parametrize("text", ["A/72/884-S/PRST", "A/72/884-A/72/885", "A/72/884-", "-S/2018/525"])
def test_what_is_not_parallel_is_refused(text: str) -> None:
    """Two symbols of one body are two documents."""
    with pytest.raises(SymbolError):
        Symbol.parse_all(text)


@pytest.mark.parametrize(("text", "wanted"), FOUND.items())
def test_symbols_in_running_text_are_found_without_their_neighbours(text: str, wanted: list[str]) -> None:
    """The words under each span are the symbol as printed, and nothing more."""
    hits = list(Symbol.find(text))
    assert [span.of(text) for span, _ in hits] == wanted
    assert all(Symbol.parse_all(span.of(text)) == found for span, found in hits)


@pytest.mark.parametrize(
    ("number", "organ", "wanted"),
    [
        ("60/1", "General Assembly", "A/RES/60/1"),
        ("60/1", "the Assembly", "A/RES/60/1"),
        ("1366 (2001)", None, "S/RES/1366(2001)"),
        ("1366\u00a0(2001)", "Security Council", "S/RES/1366(2001)"),
        ("1366", "Security Council", "S/RES/1366(2001)"),
        ("7/25", "Human Rights Council", "A/HRC/RES/7/25"),
        ("S-5/1", "Human Rights Council", "A/HRC/RES/S-5/1"),
        ("S-10/2", "General Assembly", "A/RES/S-10/2"),
        ("ES-11/1", None, "A/RES/ES-11/1"),
        ("2005/62", "Commission on Human Rights", "E/CN.4/RES/2005/62"),
        ("2006/12", "Economic and Social Council", "E/RES/2006/12"),
        ("1503 (XLVIII)", "Economic and Social Council", "E/RES/1503(XLVIII)"),
        ("217 A (III)", None, "A/RES/217(III)A"),
        ("217 A (III)", "General Assembly", "A/RES/217(III)A"),
        ("66/253 B", "General Assembly", "A/RES/66/253B"),
        ("74/1", "Economic and Social Commission for Asia and the Pacific", "ESCAP/RES/74/1"),
    ],
)
def test_a_resolution_named_in_words_has_its_symbol(number: str, organ: str | None, wanted: str) -> None:
    """The organ and the shape of the number together tell the series."""
    assert str(Symbol.from_resolution(number, organ)) == wanted


@pytest.mark.parametrize(
    ("number", "organ", "reason"),
    [
        ("60/1", None, "ambiguous"),
        ("S-5/1", None, "ambiguous"),
        ("2006/12", None, "ambiguous"),
        ("1503 (XLVIII)", None, "ambiguous"),
        ("60/1", "Security Council", "not a number of the Security Council"),
        ("1366 (2001)", "General Assembly", "not a number of the General Assembly"),
        ("7/25", "General Assembly", "not a number of the General Assembly"),
        ("7/25", "Commission on Human Rights", "not a number of the Commission on Human Rights"),
        ("2005/62", "Human Rights Council", "not a number of the Human Rights Council"),
        ("60/1, 60/2", "General Assembly", "not a number of the General Assembly"),
        ("60/1", "Bureau", "no such organ"),
    ],
)
def test_a_number_that_several_organs_or_another_gives_is_refused(number: str, organ: str | None, reason: str) -> None:
    """A guess would be a false link."""
    with pytest.raises(SymbolError, match=reason):
        Symbol.from_resolution(number, organ)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("A_72_884-S_2018_525", "A/72/884-S/2018/525"),
        ("A_75_863-S_2021_424.md", "A/75/863-S/2021/424"),
        ("A_81_6 (SECT. 25).docx", "A/81/6(Sect.25)"),
        ("A_RES_66_253_B.json", "A/RES/66/253B"),
        ("A_RES_72_262_C.json", "A/RES/72/262C"),
        ("A_RES_118_(II).json", "A/RES/118(II)"),
        ("A_RES_77_264 A-C-2300152E.xml", "A/RES/77/264A-C"),
        ("A_RES_78_254AC-2326242E.xml", "A/RES/78/254A-C"),
        ("A_RES_76_147-2119187E_reissue.xml", "A/RES/76/147"),
        ("A_RES_ES-11_1-2204067E.xml", "A/RES/ES-11/1"),
        ("S_RES_2531 (2020)-2008609E.xml", "S/RES/2531(2020)"),
        ("S_RES-2779-2507317E.xml", "S/RES/2779(2025)"),
        ("S_RES_1674_N0633199.xml", "S/RES/1674(2006)"),
        ("S_RES_2697", "S/RES/2697(2023)"),
        ("S_PRST_2000_27_Corr.1-0060049E.xml", "S/PRST/2000/27/Corr.1"),
        ("UNOMIG_S_1996_507_Add.1.pdf", "S/1996/507/Add.1"),
        ("ECE_BATUMI._CONF_2016_2__Add.1.json", "ECE/BATUMI.CONF/2016/2/Add.1"),
        ("A_72_884-fr.pdf", "A/72/884"),
        ("S_RES_1366(2001)-zh.docx", "S/RES/1366(2001)"),
        ("A_RES_77_264A-C-es.doc", "A/RES/77/264A-C"),
    ],
)
def test_a_file_name_tells_its_symbols(name: str, wanted: str) -> None:
    """Job numbers, language letters and suffixes are no part of them."""
    assert Symbol.from_file_name(name) == Symbol.parse_all(wanted)


@pytest.mark.parametrize("name", ["75_100_E.xml", "g1012049.pdf", "core-functions.md", "SC_2584_2021-E.xml", ""])
def test_a_file_name_without_a_symbol_is_refused(name: str) -> None:
    """A folder may tell the organ; the name does not."""
    with pytest.raises(SymbolError, match="file name"):
        Symbol.from_file_name(name)


@pytest.mark.parametrize(
    ("text", "organ", "body", "series", "kind", "session", "year", "base"),
    [
        ("A/72/884/Corr.1", "A", "General Assembly", "", "document", "72", None, "A/72/884"),
        ("A/RES/60/1", "A", "General Assembly", "RES", "resolution", "60", None, "A/RES/60/1"),
        ("A/RES/217(III)A", "A", "General Assembly", "RES", "resolution", "III", None, "A/RES/217(III)A"),
        ("A/RES/ES-11/1", "A", "General Assembly", "RES", "resolution", "ES-11", None, "A/RES/ES-11/1"),
        ("A/HRC/RES/S-5/1", "A/HRC", "Human Rights Council", "RES", "resolution", "S-5", None, "A/HRC/RES/S-5/1"),
        ("S/RES/1366(2001)", "S", "Security Council", "RES", "resolution", None, 2001, "S/RES/1366(2001)"),
        ("S/PRST/2015/3", "S", "Security Council", "PRST", "statement", None, 2015, "S/PRST/2015/3"),
        ("S/1996/507/Add.1", "S", "Security Council", "", "document", None, 1996, "S/1996/507"),
        ("S/25784", "S", "Security Council", "", "document", None, None, "S/25784"),
        ("S/PV.4321", "S", "Security Council", "PV", "document", None, None, "S/PV.4321"),
        ("A/63/PV.4", "A", "General Assembly", "PV", "document", "63", None, "A/63/PV.4"),
        ("E/CN.4/RES/2005/62", "E/CN.4", "Commission on Human Rights", "RES", "resolution", None, 2005, "E/CN.4/RES/2005/62"),
        ("CCPR/C/21/Rev.1/Add.13", "CCPR/C", "Human Rights Committee", "", "document", None, None, "CCPR/C/21"),
        ("ST/SGB/2021/1", "ST", "Secretariat", "SGB", "document", None, 2021, "ST/SGB/2021/1"),
        ("A/CONF.183/9", "A/CONF.183", None, "", "document", None, None, "A/CONF.183/9"),
    ],
)
def test_a_symbol_tells_what_stands_in_it(
    text: str, organ: str, body: str | None, series: str, kind: str, session: str | None, year: int | None, base: str
) -> None:
    """And nothing that would have to be looked up."""
    symbol = Symbol.parse(text)
    told = (symbol.organ, symbol.body_name, symbol.series, symbol.kind, symbol.session, symbol.year, str(symbol.base))
    assert told == (organ, body, series, kind, session, year, base)
    assert "/".join([base, *symbol.supplements]) == text


def test_symbols_sort_as_people_count() -> None:
    """Numbers are numbers, segment by segment, and a document stands before its supplements."""
    printed = "A/9/1 A/72/9 A/72/884 A/72/884/Add.2 A/72/884/Add.10 A/HRC/RES/7/25 A/HRC/RES/22/22 S/RES/9(1946) S/RES/1366(2001)"
    wanted = printed.split()
    assert [str(symbol) for symbol in sorted(map(Symbol, reversed(wanted)))] == wanted


@given(symbols)
def test_every_symbol_reads_back_from_its_print(symbol: Symbol) -> None:
    """In its own form, in lower case, with blanks, as a file name, and after pickling."""
    assert Symbol.parse(str(symbol)) == symbol
    assert Symbol.parse(f"\u00a0{str(symbol).lower().replace('/', ' / ')} ") == symbol
    assert Symbol.from_file_name(symbol.path.replace("/", "_")) == (symbol,)
    assert pickle.loads(pickle.dumps(symbol)) == symbol  # noqa: S301
    assert symbol.base.supplements == ()


@given(symbols, symbols, symbols)
def test_the_order_is_total(first: Symbol, second: Symbol, third: Symbol) -> None:
    """Exactly one of before, equal and after holds, and before carries over."""
    assert (first < second) + (first == second) + (first > second) == 1
    assert not (first <= second <= third) or first <= third
    assert first != second or hash(first) == hash(second)


@given(symbols, symbols, st.sampled_from([" ", ", ", "; ", " (", "). "]))
def test_every_symbol_is_found_where_it_is_printed(first: Symbol, second: Symbol, between: str) -> None:
    """With exactly its own characters."""
    text = f"See {first}{between}{second}."
    hits = [(span.of(text), found) for span, found in Symbol.find(text)]
    assert hits == [(str(first), (first,)), (str(second), (second,))]


@given(st.one_of(st.text(), near_misses))
@example("A/RES/" + "9" * 5000)
@example("resolution " + "S" * 5000)
def test_no_text_breaks_reading(text: str) -> None:
    """A text is a symbol, or a SymbolError; searching never fails, and spans hold what was found."""
    for read in (Symbol.parse, Symbol.parse_all, Symbol.from_file_name, lambda number: Symbol.from_resolution(number, None)):
        with contextlib.suppress(SymbolError):
            read(text)
    end = 0
    for span, found in Symbol.find(text):
        assert span.start >= end
        assert Symbol.parse_all(span.of(text)) == found
        end = span.end


@pytest.mark.parametrize(
    "piece",
    [
        "A/",
        "A/1",
        "A/72/884-",
        "A/72/884 - ",
        "S/RES/1366 (2001) ",
        "A((",
        " ",
        "A/C.3.3.3",
        "A-",
        "www.",
        "\u200eA/72/1 ",
        "A/A.A.A.A/ ",
    ],
)
@pytest.mark.usefixtures("uncollected")
def test_a_hostile_text_is_read_in_linear_time(piece: str) -> None:
    """A hundred thousand characters take less than a second, searched or parsed."""
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    list(Symbol.find(text))
    with pytest.raises(SymbolError):
        Symbol.parse_all(text)
    assert time.process_time() - began < 1
