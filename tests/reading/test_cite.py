"""Tests of the eyes: citations. In: sentences in the form of United Nations texts. Out: what they cite, as printed."""

from itertools import pairwise

import pytest

from ontology.concepts import Concept
from reading.citations.cite import Printed, cite
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import is_cited

Row = tuple[str, tuple[str, ...] | str | None, str | None]


@pytest.fixture(scope="module")
def cited(lexicon: Lexicon) -> "Citer":
    """Cites with the whole vocabulary."""
    return Citer(lexicon)


class Citer:
    """The citations of a text with the names that a lexicon finds in it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, text: str) -> list[Printed]:
        """All citations of a text, in order."""
        return cite(text, [named for named in self._lexicon.find(text) if named.concept and is_cited(named.concept)])

    def rows(self, text: str) -> list[Row]:
        """As printed; symbols, name or address; part."""
        return [(printed.as_printed, _target(printed), printed.part) for printed in self(text)]


def _target(printed: Printed) -> tuple[str, ...] | str | None:
    return printed.symbols or (printed.concept.preferred if printed.concept else printed.address)


SYMBOLS: list[tuple[str, list[Row]]] = [
    ("As said before (A/75/863), it helps.", [("A/75/863", ("A/75/863",), None)]),
    ("See A/75/863-S/2021/424.", [("A/75/863-S/2021/424", ("A/75/863", "S/2021/424"), None)]),
    ("See S/2021/424-A/75/863.", [("S/2021/424-A/75/863", ("A/75/863", "S/2021/424"), None)]),
    ("See A/63/677 and A/64/864, both old.", [("A/63/677", ("A/63/677",), None), ("A/64/864", ("A/64/864",), None)]),
    ("See S/RES/1366(2001).", [("S/RES/1366(2001)", ("S/RES/1366(2001)",), None)]),
    ("See S/RES/1366 (2001).", [("S/RES/1366 (2001)", ("S/RES/1366(2001)",), None)]),
    ("the letter S/2004/567/Add.1 of May", [("S/2004/567/Add.1", ("S/2004/567/Add.1",), None)]),
    ("the note A/HRC/37/65, para. 7, says", [("A/HRC/37/65", ("A/HRC/37/65",), "para. 7")]),
    ("Nothing is cited here, in 2005/06 or on 1/2.", []),
]
IN_WORDS: list[tuple[str, list[Row]]] = [
    ("In resolution 1366 (2001) it asked.", [("resolution 1366 (2001)", ("S/RES/1366(2001)",), None)]),
    ("Security Council resolution 1366 (2001)", [("Security Council resolution 1366 (2001)", ("S/RES/1366(2001)",), None)]),
    ("General Assembly resolution 60/1 says", [("General Assembly resolution 60/1", ("A/RES/60/1",), None)]),
    ("the General Assembly's resolution 60/1 says", [("General Assembly's resolution 60/1", ("A/RES/60/1",), None)]),
    ("the General Assembly’s resolution 60/1 says", [("General Assembly’s resolution 60/1", ("A/RES/60/1",), None)]),
    ("The General Assembly, in its resolution 63/308, decided.", [("resolution 63/308", ("A/RES/63/308",), None)]),
    ("In resolution 60/1 of the General Assembly it stands.", [("resolution 60/1", ("A/RES/60/1",), None)]),
    ("In its resolution 33/19, the Human Rights Council met.", [("resolution 33/19", ("A/HRC/RES/33/19",), None)]),
    ("The Council took it up in Council resolution 33/19.", [("Council resolution 33/19", ("A/HRC/RES/33/19",), None)]),
    (
        "Commission on Human Rights resolution 2005/62",
        [("Commission on Human Rights resolution 2005/62", ("E/CN.4/RES/2005/62",), None)],
    ),
    ("The Commission, in its resolution 2005/62, asked.", [("resolution 2005/62", ("E/CN.4/RES/2005/62",), None)]),
    (
        "Economic and Social Council resolution 2006/23",
        [("Economic and Social Council resolution 2006/23", ("E/RES/2006/23",), None)],
    ),
    (
        "General Assembly resolutions 60/1, 63/308 and 75/277 agree.",
        [
            ("General Assembly resolutions 60/1", ("A/RES/60/1",), None),
            ("63/308", ("A/RES/63/308",), None),
            ("75/277", ("A/RES/75/277",), None),
        ],
    ),
    (
        "Security Council resolutions 1265 (1999), 1366 (2001), and 1674 (2006)",
        [
            ("Security Council resolutions 1265 (1999)", ("S/RES/1265(1999)",), None),
            ("1366 (2001)", ("S/RES/1366(2001)",), None),
            ("1674 (2006)", ("S/RES/1674(2006)",), None),
        ],
    ),
    ("General Assembly resolution 217 A (III)", [("General Assembly resolution 217 A (III)", ("A/RES/217(III)A",), None)]),
    ("General Assembly resolution ES-11/1", [("General Assembly resolution ES-11/1", ("A/RES/ES-11/1",), None)]),
    ("The Security Council met. The General Assembly, in resolution 60/1, spoke.", [("resolution 60/1", ("A/RES/60/1",), None)]),
    ("It adopted a resolution in 2005 on the matter.", []),
]
CONVENTION = "Convention on the Prevention and Punishment of the Crime of Genocide"
ROME = "Rome Statute of the International Criminal Court"
NAMES: list[tuple[str, list[Row]]] = [
    (f"the {ROME} was", [(ROME, ROME, None)]),
    ("the Charter of the United Nations", [("Charter of the United Nations", "Charter of the United Nations", None)]),
    ("in accordance with the Charter, States", [("Charter", "Charter of the United Nations", None)]),
]  # fmt: skip
PARTS: list[tuple[str, str | None]] = [
    ("paragraph 138 of General Assembly resolution 60/1", "para. 138"),
    ("paragraphs 138 and 139 of General Assembly resolution 60/1", "paras. 138 and 139"),
    ("paragraphs 138 to 140 of its resolution 60/1 of the General Assembly", "paras. 138-140"),
    ("General Assembly resolution 60/1, para. 138, says", "para. 138"),
    ("General Assembly resolution 60/1, paras. 138 and 139.", "paras. 138 and 139"),
    ("(General Assembly resolution 60/1, paras. 138–140)", "paras. 138-140"),
    ("see A/75/863, paras. 4 (b) and 7", "paras. 4 (b) and 7"),
    ("see A/75/863 (paras. 37–39)", "paras. 37-39"),
    ("see A/75/863, annex I", "annex I"),
    (f"article II of the {CONVENTION}", "art. II"),
    ("articles 6 to 8 of the Rome Statute", "arts. 6-8"),
    ("the Rome Statute, articles 5 and 6", "arts. 5 and 6"),
    ("the International Covenant on Civil and Political Rights, and in particular its article 20", "art. 20"),
    ("General Assembly resolution 60/1, which 138 States like", None),
    ("General Assembly resolution 60/1 and paragraph 7 above", None),
]
SUPPLEMENTS: list[tuple[str, list[tuple[str, ...]]]] = [
    ("See S/1996/373 and Add.1.", [("S/1996/373",), ("S/1996/373/Add.1",)]),
    ("See A/72/53, Add.1 and Corr.1.", [("A/72/53",), ("A/72/53/Add.1",), ("A/72/53/Corr.1",)]),
    ("See A/72/884-S/2018/525 and Corr.1.", [("A/72/884", "S/2018/525"), ("A/72/884/Corr.1", "S/2018/525/Corr.1")]),
]
ADDRESSES = [
    ("See www.un.org/en/genocideprevention.", "www.un.org/en/genocideprevention", "https://www.un.org/en/genocideprevention"),
    ("(see https://example.org/a_b?c=d).", "https://example.org/a_b?c=d", "https://example.org/a_b?c=d"),
    ("at http://example.org/a/; then", "http://example.org/a/", "http://example.org/a/"),
    ("“https://example.org/x”", "https://example.org/x", "https://example.org/x"),
]


@pytest.mark.parametrize(("text", "rows"), [*SYMBOLS, *IN_WORDS, *NAMES])
def test_citations_are_found_as_printed(cited: Citer, text: str, rows: list[Row]) -> None:
    """Symbols, resolutions in words, and named texts, each with exactly the words that cite."""
    assert cited.rows(text) == rows


@pytest.mark.parametrize(("text", "part"), PARTS)
def test_a_pinpoint_belongs_to_the_citation_beside_it(cited: Citer, text: str, part: str | None) -> None:
    """Before with "of", behind in brackets or after a comma, or behind with "its"."""
    assert [printed.part for printed in cited(text)] == [part]


@pytest.mark.parametrize(("text", "as_printed", "address"), ADDRESSES)
def test_an_address_ends_before_the_stop_of_the_sentence(cited: Citer, text: str, as_printed: str, address: str) -> None:
    """The stop or bracket belongs to the sentence, and what lacks a scheme gets one."""
    assert [(printed.as_printed, printed.address) for printed in cited(text)] == [(as_printed, address)]


@pytest.mark.parametrize(("text", "symbols"), SUPPLEMENTS)
def test_a_supplement_behind_a_symbol_is_a_document_of_its_own(cited: Citer, text: str, symbols: list[tuple[str, ...]]) -> None:
    """Printed in short behind the document that it belongs to."""
    assert [printed.symbols for printed in cited(text)] == symbols


def test_an_address_of_the_document_service_is_the_document(cited: Citer) -> None:
    """Its symbol stands in the address."""
    (printed,) = cited("See undocs.org/en/A/72/884.")
    assert (printed.by, printed.symbols) == ("address", ("A/72/884",))


def test_a_treaty_is_known_by_its_place_in_the_treaty_series(cited: Citer) -> None:
    """Volume and number; a treaty that is not known here is said to be none."""
    known, unknown = cited("United Nations, Treaty Series, vol. 78, No. 1021; ibid., vol. 9; Treaty Series, vol. 9, No. 8.")
    assert known.concept is not None
    assert known.concept.iri.endswith("instrument/genocide-convention")
    assert "Treaty Series" in f"{unknown.missing}"


def test_ibid_that_goes_on_with_a_series_is_no_repetition(cited: Citer) -> None:
    """It prints its own volume, session or document."""
    assert [printed.by for printed in cited("Ibid., Supplement No. 53 (A/72/53).")] == ["symbol"]
    assert [printed.by for printed in cited("Ibid., para. 4.")] == ["ibid."]


def test_an_address_keeps_a_bracket_that_it_opened(cited: Citer) -> None:
    """Some addresses end in a bracket of their own."""
    (printed,) = cited("See https://undocs.org/en/S/RES/1366(2001).")
    assert printed.address == "https://undocs.org/en/S/RES/1366(2001)"


def test_a_symbol_inside_an_address_is_not_cited_twice(cited: Citer) -> None:
    """The address is the citation."""
    assert len(cited("See https://undocs.org/A/75/863 for more.")) == 1


def test_a_number_that_several_organs_give_is_unresolved_with_the_reason(cited: Citer) -> None:
    """Doubt is a value: no organ is guessed."""
    (printed,) = cited("As resolution 33/19 says, nothing is certain.")
    assert printed.symbols == ()
    assert "Name the organ" in f"{printed.missing}" or "ambiguous" in f"{printed.missing}"


def test_a_number_that_the_named_organ_cannot_give_is_unresolved(cited: Citer) -> None:
    """The Security Council's resolutions have a year in brackets."""
    (printed,) = cited("See Security Council resolution 60/1.")
    assert printed.symbols == ()
    assert "Security Council" in f"{printed.missing}"


def test_paragraph_numbers_of_a_range_are_spelled_out(cited: Citer) -> None:
    """So that every passage of the range can be linked."""
    (printed,) = cited("see A/75/863, paras. 4 (b), 37–39 and 41")
    assert printed.paragraphs == ("4/b", "37", "38", "39", "41")


def test_articles_are_no_paragraphs(cited: Citer) -> None:
    """An article of a treaty is no paragraph of a document."""
    assert [printed.paragraphs for printed in cited("articles 6 to 8 of the Rome Statute")] == [()]


def test_citations_come_in_order_and_never_one_in_another(cited: Citer, concepts: dict[str, Concept]) -> None:
    """A longer citation takes the words of a shorter one that stands in it."""
    text = "The 2005 World Summit Outcome (General Assembly resolution 60/1), the Charter and A/63/677, says A/75/863-S/2021/424."
    found = cited(text)
    spans = [printed.span for printed in found]
    assert all(not one.overlaps(other) for one, other in pairwise(spans))
    assert spans == sorted(spans)
    assert all(printed.span.of(text) == printed.as_printed for printed in found)
    assert concepts


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("See GA resolution 60/1.", ["A/RES/60/1"]),
        ("See UNSC resolution No. 1674 (2006).", ["S/RES/1674(2006)"]),
        ("Under Security Council resolution 1058 of 30 May 1996 it went on.", ["S/RES/1058(1996)"]),
        ("General Assembly resolution 58 of 30 May 1996 has no such number.", []),
        (
            "See Security Council resolutions 795 (1992) of 11 December 1992, 842 (1993) of 18 June 1993 and 908 (1994).",
            ["S/RES/795(1992)", "S/RES/842(1993)", "S/RES/908(1994)"],
        ),
    ],
)
def test_resolutions_are_read_as_writers_shorten_and_date_them(cited: Citer, text: str, symbols: list[str]) -> None:
    """Short names of organs, a date in place of the year, dates between the numbers of a list."""
    assert [symbol for printed in cited(text) for symbol in printed.symbols] == symbols


@pytest.mark.parametrize("text", ["the Optional Protocol to the Rome Statute", "a CRC-OP report", "CEDAW-OP was signed"])
def test_a_protocol_to_a_treaty_is_another_text_than_the_treaty(cited: Citer, text: str) -> None:
    """It is reported with what is missing, for a wrong link is worse than none."""
    (printed,) = cited(text)
    assert printed.concept is None
    assert "protocol" in str(printed.missing)


def test_a_bare_name_behind_another_capital_is_somebody_elses(cited: Citer) -> None:
    """A country has a charter of its own; at the head of a sentence a capital says nothing."""
    assert cited("He swore on the Constitutional Charter of that land.") == []
    assert cited("He recalled the Charter of the Nuremberg Tribunal.") == []
    assert [printed.as_printed for printed in cited("He swore. Under Charter law, the Charter stands.")] == ["Charter", "Charter"]
