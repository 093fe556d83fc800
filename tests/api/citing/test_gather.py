"""Tests of gathering: what names lead to, in the made documents."""

from collections.abc import Sequence

import pytest

from api.citing.cite import cite
from api.citing.gather import references
from api.library import Library
from ontology.errors import BadParameter, MandateGraphError, NotFound

pytestmark = pytest.mark.slow

DOCUMENT = "https://w3id.org/mandategraph/doc/A/85/40"


def written(library: Library, names: Sequence[str], style: str = "un") -> list[str]:
    """The footnotes' words."""
    with library.serving() as serving:
        return [one.text for one in cite(library, serving, names, style).footnotes]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (f"{DOCUMENT}/para/3/a", "A/85/40-S/2031/44, para. 3 (a)."),
        ("doc/A/85/40/para/3", "A/85/40-S/2031/44, para. 3."),
        ("A/85/40", "A/85/40-S/2031/44."),
        ("S/2031/44", "A/85/40-S/2031/44."),
        ("A/85/40, para. 3 (a)", "A/85/40-S/2031/44, para. 3 (a)."),
        ("A/85/40, paras. 1 and 2", "A/85/40-S/2031/44, paras. 1 and 2."),
        ("doc/A/85/40/para/3/a; doc/A/85/40/para/3/b", "A/85/40-S/2031/44, para. 3 (a) and (b)."),
        ("doc/A/85/40/fn/1", "A/85/40-S/2031/44, footnote 1."),
        ("doc/A/85/40/summary", "A/85/40-S/2031/44, summary."),
        ("doc/A/85/40/section/I", "A/85/40-S/2031/44, sect. I."),
        ("A/85/40, sect. II", "A/85/40-S/2031/44, sect. II."),
        ("A/85/40; A/86/12, para. 1", "A/85/40-S/2031/44; A/86/12-S/2032/5, para. 1."),
        ("instrument/genocide-convention, art. II", "United Nations, Treaty Series, vol. 78, No. 1021, art. II."),
        ("instrument/framework-of-analysis-for-atrocity-crimes", "“Framework of Analysis for Atrocity Crimes”."),
        ("legal-basis/genocide-convention/ii", "United Nations, Treaty Series, vol. 78, No. 1021, art. II."),
        ("core-functions", "“Core functions of the Office on Genocide Prevention and the Responsibility to Protect”."),
    ],
)
def test_a_name_leads_to_its_footnote(library: Library, name: str, text: str) -> None:
    """IRIs, paths, symbols, citations in words, and places behind the name of what has no passages here."""
    assert written(library, [name]) == [text]


def test_a_paragraph_that_a_text_does_not_have_is_not_cited(library: Library) -> None:
    """A wrong pinpoint is found here rather than by a reader."""
    for number in ("99", "9999"):
        with pytest.raises(NotFound, match=rf"no para\. {number} in A/85/40"):
            written(library, [f"A/85/40, para. {number}"])


@pytest.mark.parametrize("place", ["para. 3 (a) and (c)", "paras. 1, 2 and 3 (z)"])
def test_every_place_of_a_list_is_looked_up(library: Library, place: str) -> None:
    """The last of them as well as the first: a footnote that leaves one out looks right."""
    with pytest.raises(NotFound, match=r"no para\. 3 \([cz]\) in A/85/40"):
        written(library, [f"A/85/40, {place}"])


def test_the_items_of_a_paragraph_are_all_cited(library: Library) -> None:
    """A letter alone belongs to the number before it."""
    assert written(library, ["A/85/40, para. 3 (a) and (b)"]) == ["A/85/40-S/2031/44, para. 3 (a) and (b)."]


@pytest.mark.parametrize("place", ["paras. 3-1", "paras. 1 and 2000", "para. 1.5", "para. 99999"])
def test_a_place_that_is_not_understood_is_not_cited_in_part(library: Library, place: str) -> None:
    """Neither cut off nor turned round."""
    with pytest.raises(BadParameter, match="cannot be read"):
        written(library, [f"A/85/40, {place}"])


def test_a_digest_does_not_say_which_paragraphs_there_are(library: Library) -> None:
    """It leaves things out: the place is cited as given, and said to be unchecked."""
    with library.serving() as serving:
        (one,) = cite(library, serving, ["A/86/12, para. 77"]).footnotes
    assert one.text == "A/86/12-S/2032/5, para. 77."
    assert one.notes[0] == "A/86/12-S/2032/5: para. 77 as given; that was not checked"


def test_a_place_that_cannot_be_checked_is_said_to_be_so(library: Library) -> None:
    """Where only the catalogue knows a document, its paragraphs are the asker's word."""
    with library.serving() as serving:
        (one,) = cite(library, serving, ["A/RES/60/1, paras. 138 and 139"]).footnotes
    assert one.text == "General Assembly resolution 60/1, paras. 138 and 139."
    assert one.notes == ("A/RES/60/1: paras. 138 and 139 as given; no text of it is here to check that against",)


@pytest.mark.parametrize(
    "name",
    ["", " ; ", "A/99/999", "lamp", "crime/genocide", "https://example.org/x", "A/85/40, <b>", 'doc/"> {',
     "A/85/40, para. 1; nothing", "x" * 5_000, "\0"],
)  # fmt: skip
def test_what_cannot_be_cited_is_refused_with_words(library: Library, name: str) -> None:
    """Never a footnote that looks right."""
    with pytest.raises(MandateGraphError):
        written(library, [name])


def test_too_many_names_and_unknown_styles_are_refused(library: Library) -> None:
    """One request is one document's footnotes."""
    with library.serving() as serving:
        with pytest.raises(BadParameter, match="200"):
            references(library, serving, ["A/85/40"] * 201)
        with pytest.raises(BadParameter, match="oscola"):
            cite(library, serving, ["A/85/40"], "chicago")


def test_the_facts_come_from_the_graph(library: Library) -> None:
    """Title, date and symbols, as the masthead had them."""
    with library.serving() as serving:
        ((one,),) = references(library, serving, ["doc/A/86/12"])
    assert one.source.title == "Harbours after the storm"
    assert one.source.date == "2032-04-01"
    assert one.source.symbols == ("A/86/12", "S/2032/5")
    assert one.source.fidelity == "digest"
