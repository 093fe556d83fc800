"""Tests: the forms of symbols. In: printed forms, wrong ones, the real lists. Out: what must hold. Must not touch stores."""

import csv
import re
from pathlib import Path

import pytest

from ontology.errors import SymbolError
from ontology.symbol import Symbol

PRINTED = """
A/72/884 A/9/1 A/63/677/Rev.1 A/72/884/Corr.1 A/520/Rev.21 A/3594 S/25784 S/2018/525 S/1996/507/Add.1 S/INF/56
S/PV.4321 A/63/PV.4 A/ES-10/PV.1 A/S-23/10/Rev.1 A/INF/73/4 A/CONF.183/9 A/CONF.157/24(PartI) A/C.3/73/L.50/Rev.1
A/AC.109/2011/L.2 A/81/6(Sect.2) A/RES/60/1 A/RES/217(III) A/RES/217(III)A A/RES/3201(S-VI) A/RES/377(V)
A/RES/77/128A-B A/RES/66/253B A/RES/S-10/2 A/RES/ES-11/1 A/HRC/37/65 A/HRC/RES/7/25 A/HRC/RES/S-5/1 A/HRC/DEC/17/119
A/HRC/PRST/OS/12/1 A/HRC/WG.6/20/SVN/1 A/HRC/S-5/2 S/RES/1366(2001) S/RES/1(1946) S/PRST/2015/3 S/AC.44/2004/(02)/19
E/2007/23 E/RES/2006/12 E/RES/671(XXV)A E/CN.4/RES/2005/62 E/CN.4/2005/L.10/Add.17 E/CN.4/Sub.2/2001/4
E/C.12/BRA/CO/3-4 E/2006/99(Supp) E/ICEF/2006/5 CCPR/C/21/Rev.1/Add.13 CERD/C/304/Add.1 CAT/C/CXR/CO/3-4 CRC/C/GC/14
ST/SGB/2021/1 ST/AI/2002/4/Rev.1 ST/LEG/SER.E/26 DP/FPA/2012/1 DP/2005/1 FCCC/CP/2015/10/Add.1 ICCD/COP(9)/18
UNEP/EA.2/Res.13 UNEP/GC/SS.XII/3 HSP/HA.1/Res.2 ECE/TRANS/WP.30/AC.2/125 ECE/EX/4(2000) ESCAP/RES/74/1
TD/519/Add.2/Corr.1 PBC/7/OC/L.1 JIU/REP/2020/6 T/PV.1
"""
NORMAL = PRINTED.split()

VARIANTS = {
    " A/RES/60/1 ": "A/RES/60/1",
    "a/res/60/1": "A/RES/60/1",
    "A / RES / 60 / 1": "A/RES/60/1",
    "A/72/884*": "A/72/884",
    "A/S‑23/10/Rev. 1": "A/S-23/10/Rev.1",
    "\u200eA/72/884\u200f": "A/72/884",
    "S/RES/1366 (2001)": "S/RES/1366(2001)",
    "S/RES/1366\u00a0(2001)": "S/RES/1366(2001)",
    "S/RES/1366": "S/RES/1366(2001)",
    "S/RES/2719": "S/RES/2719(2023)",
    "A/RES/217 (III)": "A/RES/217(III)",
    "A/RES/217 A (III)": "A/RES/217(III)A",
    "A/RES/217 (III) A": "A/RES/217(III)A",
    "A/RES/217(III)[A]": "A/RES/217(III)A",
    "A/RES/217A(III)": "A/RES/217(III)A",
    "A/RES/66/253/B": "A/RES/66/253B",
    "A/RES/66/253 B": "A/RES/66/253B",
    "A/RES/77/128/A-B": "A/RES/77/128A-B",
    "A/RES/77/128 A–B": "A/RES/77/128A-B",
    "A/RES/65/37 A and B": "A/RES/65/37A-B",
    "A/RES/77/256 (A–B)": "A/RES/77/256A-B",
    "E/RES/1946/9 (I)": "E/RES/9(I)",
    "E/RES/106/(VI)": "E/RES/106(VI)",
    "A/81/6 (Sect. 2)": "A/81/6(Sect.2)",
    "A/81/6 (SECT. 25)": "A/81/6(Sect.25)",
    "A/CONF.157/24 (Part I)": "A/CONF.157/24(PartI)",
    "TD/500/ADD.1": "TD/500/Add.1",
    "ECE/EX/2023/ L.12": "ECE/EX/2023/L.12",
    "General Assembly resolution 60/1": "A/RES/60/1",
    "the General Assembly resolution 217 A (III)": "A/RES/217(III)A",
    "Security Council resolution 1366 (2001)": "S/RES/1366(2001)",
    "resolution 1366 (2001)": "S/RES/1366(2001)",
    "Human Rights Council resolution 33/19": "A/HRC/RES/33/19",
    "Human Rights Council resolution S-5/1": "A/HRC/RES/S-5/1",
    "Commission on Human Rights resolution 2005/62": "E/CN.4/RES/2005/62",
}

REFUSED = {
    "": "nothing stands there",
    "resolutions": "no slash",
    "and/or": "begins with 'AND'",
    "24/7": "begins with '24'",
    "1/2/2020": "begins with '1'",
    "N/A": "begins with 'N'",
    "WT/MIN(05)/DEC": "begins with 'WT'",
    "A/B": "names a body",
    "A/C.3": "number of a document is missing",
    "E/CN.4/Sub.2": "number of a document is missing",
    "CERD/Add.1": "number of a document is missing",
    "A/HRC/37": "session and number",
    "A/RES/60": "behind A/RES must stand",
    "A/RES/7/25": "behind A/RES must stand",
    "A/RES/217(IIII)": "behind A/RES must stand",
    "A/RES/65/37 A and C": "behind A/RES must stand",
    "A/RES/217 A (III) B": "behind A/RES must stand",
    "S/RES/60/1": "behind S/RES must stand",
    "S/RES/660": "number and year",
    "S/PRST/25": "behind S/PRST must stand",
    "A//884": "between two slashes",
    "ECE/TRANS/": "behind the last",
    "A/72/884 and Add.1": "no part of a symbol",
    "A/72/884/English": "number of a document is missing",
    "A/72/884-885": "is a range",
    "A/72/884, para. 45": "the character ','",
    "A/٧٢/٨٨٤": "the character",
    "A/72/884-S/2018/525": "parse_all",
    "A/" + "1" * 500: "longer than",
    "resolution 60/1": "ambiguous",
    "General Assembly resolution 1366 (2001)": "not a number of the General Assembly",
    "Universal Postal Union resolution 1/2": "no such organ",
}


@pytest.mark.parametrize("text", NORMAL)
def test_a_normal_form_is_read_and_printed_unchanged(text: str) -> None:
    """Printing and reading come back to the same, and IRIs take it as it is."""
    symbol = Symbol.parse(text)
    assert str(symbol) == symbol.path == text
    assert Symbol.parse(str(symbol)) == symbol
    assert Symbol.parse(text.lower()) == symbol


@pytest.mark.parametrize(("text", "normal"), VARIANTS.items())
def test_a_harmless_variant_has_one_normal_form(text: str, normal: str) -> None:
    """However it was printed, one document has one name."""
    assert str(Symbol.parse(text)) == normal
    assert Symbol.parse_all(text) == (Symbol(normal),)


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_anything_else_is_refused_with_what_was_wanted_what_came_and_why(text: str, reason: str) -> None:
    """The message alone must be enough to mend the text."""
    with pytest.raises(SymbolError) as caught:
        Symbol.parse(text)
    message = str(caught.value)
    assert "Wanted the symbol" in message
    assert "; got " in message
    assert reason in message
    assert caught.value.advice


def test_every_symbol_of_the_real_lists_is_read(shared: Path) -> None:
    """The registry manifest and the citations of the programme budget; an empty cell is the only thing refused."""
    with (shared / "corpus/registry/manifest.tsv").open(encoding="utf-8") as lines:
        real = {row["symbol"] for row in csv.DictReader(lines, delimiter="\t")}
    with (shared / "vocabulary/mandate-citations-2027.csv").open(encoding="utf-8-sig") as lines:
        real |= {row["Full Document Symbol"] for row in csv.DictReader(lines)} - {""}
    assert len(real) > 1700
    for text in real:
        assert str(Symbol.parse(text)).casefold() == re.sub(r"(RES/\d+/\d+)/(?=[A-Z](?:-[A-Z])?$)", r"\1", text).casefold()
