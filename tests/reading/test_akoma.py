"""Tests of the eyes: Akoma Ntoso. In: a resolution that we wrote in the UN's markup, sound and broken. Out: pieces, front matter,
findings, refusals. No files.
"""

import pytest

from ontology.errors import ReadError
from reading.assemble import Taken, take_apart
from reading.parts.units import Head
from reading.readers.akoma import MAX_DEPTH, read_akoma
from reading.readers.anything import AKOMA, media_type_of, read
from tests.reading.test_words_kept import hold

META = """
<meta><identification source="#x"><FRBRWork>
<FRBRuri value="/akn/un/statement/deliberation/unga/2031-05-03/85-31/"/><FRBRdate date="{adopted}" name="adoption"/></FRBRWork>
<FRBRExpression><FRBRdate date="2031-05-09" name="publication"/><FRBRlanguage language="{language}"/></FRBRExpression>
</identification>
<workflow source="#un"><step date="0001-01-01" outcome="draft" as="A/85/L.4"/></workflow>
<analysis source="#un"><parliamentary><voting><count value="101" refersTo="inFavour"><voters/></count>
<count value="3" refersTo="against"/><count value="12" refersTo="abstaining"/></voting></parliamentary></analysis></meta>
<coverPage><p><docAuthority>United Nations</docAuthority></p><p><docNumber refersTo="#symbol">{symbol}</docNumber></p>
<p><docStatus>Distr.: General</docStatus></p><p><docDate date="2031-05-09" refersTo="#dateOfIssuance">9 May 2031</docDate></p>
<p><session value="85">Eighty-fifth session</session></p><p><inline name="agenda item">Agenda item 7 (c)</inline></p></coverPage>
<preface><p><docNumber>85/31.</docNumber><docTitle refersTo="#resolutionTitle">The keeping of lamps</docTitle></p></preface>"""
PREAMBLE = """
<preamble><formula name="enactingFormula"><p><span>The Assembly of Lamps</span>,</p></formula>
<container name="Recalling"><p><span>Recalling</span> the Lamp Act,<authorialNote marker="1" placement="bottom"><p>Resolution
<a href="x">84/1</a>.</p></authorialNote> and its annex,</p></container>
<container name="Noting"><blockList><listIntroduction>Noting that:</listIntroduction>
<item><num>(a)</num><p>Oil burns,</p></item><item><num>(b)</num><p>Wicks smoke,</p></item></blockList></container></preamble>"""
BODY = """
<mainBody><paragraph class="H23"><subheading>Oil</subheading></paragraph>
<paragraph class="SingleTxt"><num>1.</num><content><p><span>Requests</span> oil; </p></content></paragraph>
<paragraph class="SingleTxt"><num>2.</num><list><intro><p>Decides that:</p></intro>
<point><num>(a)</num><content><p>Lamps be lit;</p></content></point>
<point><num>(b)</num><list><intro><p>Wicks be trimmed:</p></intro><point><num>(i)</num><content><p>By day;</p></content></point>
</list></point></list></paragraph>
<paragraph class="SingleTxt"><num>3.</num><content>
<p>Thanks all.<authorialNote marker="2"><p>A/85/4.</p></authorialNote></p></content>
</paragraph></mainBody>"""
END = """
<conclusions><p><inline name="adoptionMeeting">46th plenary meeting</inline><eol/>
<docDate date="{adopted}" refersTo="#adoptionDate">3 May 2031</docDate></p></conclusions>"""
ANNEX = """
<attachments><attachment><doc name="annex"><meta/><mainBody>
<paragraph class="H1"><content><p>Rules of lamps</p></content></paragraph>
<paragraph class="SingleTxt"><num>1.</num><content><p>Trim daily.</p></content></paragraph>
<container><table><tr><th><p>State</p></th><th><p>Lamps</p></th></tr><tr><td><p>Oilia</p></td><td><p>3</p></td></tr></table></container>
</mainBody></doc></attachment></attachments>"""
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
ROOT = f'<akomaNtoso xmlns="{NAMESPACE}"><statement name="resolution">{{}}</statement></akomaNtoso>'


def markup(*, adopted: str = "2031-05-03", language: str = "eng", symbol: str = "A/RES/85/31", body: str = BODY) -> bytes:
    """The resolution as a file."""
    filled = (META + PREAMBLE + body + END).format(adopted=adopted, language=language, symbol=symbol)
    return ROOT.format(filled + ANNEX).encode()


def taken(data: bytes) -> Taken:
    """The file taken apart."""
    return take_apart(read_akoma(data, "made.xml"))


def test_every_part_of_a_resolution_has_its_path_and_role() -> None:
    """Preamble, paragraphs to any depth, footnotes, the annex with its table."""
    parts = taken(markup()).parts
    found = [(item.path, None if isinstance(item, Head) else item.role) for item in parts.items]
    assert found == [
        *(("preamble/0", "preambular"), ("preamble/1", "preambular"), ("fn/1", None)),
        *(("preamble/2", "preambular"), ("preamble/2/a", "preambular"), ("preamble/2/b", "preambular")),
        *(("section/1", None), ("para/1", "operative"), ("para/2", "operative"), ("para/2/a", "operative")),
        *(("para/2/b", "operative"), ("para/2/b/i", "operative"), ("para/3", "operative"), ("fn/2", None)),
        *(("annex/1", None), ("annex/1/para/1", None), ("annex/1/table/1", None)),
    ]
    assert parts.findings == []


def test_words_are_tidy_and_markers_know_their_place() -> None:
    """A marker is no part of the words; the table has a line for each row."""
    units = {unit.path: unit for unit in taken(markup()).parts.units}
    assert units["preamble/1"].text.text == "Recalling the Lamp Act, and its annex,"
    assert units["preamble/1"].markers == [("1", 23)]
    assert units["fn/1"].text.text == "Resolution 84/1."
    assert units["para/1"].text.text == "Requests oil;"
    assert units["annex/1/table/1"].text.text == "State\tLamps\nOilia\t3"


def test_no_word_is_lost_and_none_is_doubled() -> None:
    """Each stands in one unit, heading or aside."""
    hold(taken(markup()))


def test_metadata_become_front_matter() -> None:
    """What the cover prints, and how the organ took it."""
    assert dict(read_akoma(markup(), "made.xml").front) == {
        "symbol": "A/RES/85/31",
        "title": "The keeping of lamps",
        "language": "en",
        "kind": "resolution",
        "issued": "2031-05-09",
        "adopted": "2031-05-03",
        "session": "85",
        "agenda_items": "7 (c)",
        "distribution": "General",
        "meeting": "46th plenary meeting",
        "vote": "101 in favour, 3 against, 12 abstaining",
    }


def test_the_year_one_stands_for_no_date() -> None:
    """The markup fills what it does not know with it."""
    source = read_akoma(markup(adopted="0001-01-01"), "made.xml")
    assert "adopted" not in source.front
    assert source.findings == ()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (markup(symbol="A/RES/85/13"), "the metadata call the document 85-31, the cover A/RES/85/13"),
        (markup(symbol="Lamps"), "what the cover prints as symbol is none: Lamps"),
        (
            markup().replace(b'date="2031-05-03" name="adoption"', b'date="2031-05-04" name="adoption"'),
            "dates of adoption differ: 2031-05-03, 2031-05-04",
        ),
        (
            markup()
            .replace(b'marker="2"', b'marker="22"')
            .replace(b"Trim daily.", b'Trim.<authorialNote marker="3"><p>x</p></authorialNote>'),
            "footnote 1 is followed by one marked 22 and by 3: read as 2",
        ),
    ],
)
def test_what_the_markup_contradicts_itself_in_is_told(data: bytes, told: str) -> None:
    """The text is read all the same."""
    source = read_akoma(data, "made.xml")
    assert told in source.findings


def test_a_preambular_paragraph_among_the_operative_ones_is_known_by_its_comma() -> None:
    """In one language of six the markup often puts it there."""
    moved = PREAMBLE[: PREAMBLE.index('<container name="Noting">')] + "</preamble>"
    body = BODY.replace("<mainBody>", '<mainBody><paragraph class="SingleTxt"><content><p>Noting oil,</p></content></paragraph>')
    found = taken(ROOT.format(META.format(adopted="2031-05-03", language="fra", symbol="A/RES/85/31") + moved + body).encode())
    assert [unit.path for unit in found.parts.units][:4] == ["preamble/0", "preamble/1", "fn/1", "preamble/2"]
    assert any("preambular paragraphs stand among the operative ones" in finding for finding in found.parts.findings)
    assert found.source.front["language"] == "fr"


def test_a_heading_without_a_class_is_known_where_all_else_ends_in_a_mark() -> None:
    """A line of the operative part that ends in no mark."""
    body = BODY.replace(
        '<paragraph class="H23"><subheading>Oil</subheading></paragraph>',
        '<paragraph class="SingleTxt"><content><p>Oil</p></content></paragraph>',
    )
    assert [item.path for item in taken(markup(body=body)).parts.items] == [item.path for item in taken(markup()).parts.items]


def test_several_resolutions_under_one_symbol_number_each_for_itself() -> None:
    """75/101 A and B."""
    one = (
        "<component><statement name='resolution'><preface><p><docNumber>{}</docNumber></p></preface>{}{}</statement></component>"
    )
    inner = META.format(adopted="2031-05-03", language="eng", symbol="A/RES/85/31 A-B")
    cover = inner[inner.index("<coverPage>") :]
    both = "".join(one.format(letter, PREAMBLE, BODY) for letter in "AB")
    text = f"<documentCollection>{cover}</documentCollection><components>{both}</components>"
    data = ROOT.replace('<statement name="resolution">{}</statement>', text).encode()
    found = taken(data).parts
    assert {"resolution/A/para/1", "resolution/B/para/1", "resolution/B/preamble/1"} <= {unit.path for unit in found.units}
    assert len({item.path for item in found.items}) == len(found.items)


def test_broken_markup_is_read_as_far_as_it_goes_and_names_the_line() -> None:
    """Nothing is mended in silence."""
    data = markup().replace(b"</content></point>", b"</alinea></point>", 1)
    found = taken(data)
    assert {"para/1", "para/3"} <= {unit.path for unit in found.parts.units}
    line = data[: data.index(b"</alinea>")].count(b"\n") + 1
    assert any(f"broken in line {line}" in finding for finding in found.parts.findings)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY a 'b'>]>\n<akomaNtoso/>", "line 2 declares"),
        (b"<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><akomaNtoso/>", "line 1 declares"),
        (b"<?xml version='1.0'?><feed/>", "its root is <feed>"),
        (b"<akomaNtoso", "line 1"),
        (b"<akomaNtoso><statement/></akomaNtoso>", "found none"),
        (b"<?xml version='1.0'?>", "line 1"),
        (b"<akomaNtoso>" + b"<section>" * (MAX_DEPTH + 2) + b"<p>x</p>", f"nested at most {MAX_DEPTH} deep"),
        (b"<akomaNtoso>" + b"<section>" * 5000 + b"<p>x</p>", "deep"),
        (b"<?xml version='1.0' encoding='nonsense'?><akomaNtoso/>", "line 1"),
    ],
)
def test_what_is_no_document_is_refused_with_what_was_seen(data: bytes, told: str) -> None:
    """Bombs, foreign vocabularies and empty shells."""
    with pytest.raises(ReadError) as caught:
        read_akoma(data, "made.xml")
    assert told in caught.value.message
    assert "made.xml" in caught.value.message
    assert caught.value.advice


def test_it_is_known_by_content() -> None:
    """Whatever the file is called."""
    assert media_type_of(markup(), "made.txt") == AKOMA
    assert read(markup(), "made.txt").media_type == AKOMA


def test_words_outside_of_all_parts_are_told() -> None:
    """The schema has none there; a sound file has no such finding."""
    told = "2 runs of words stand outside of all parts and were left out"
    assert told in taken(markup(body=BODY.replace("<num>2.</num>", "loose <num>2.</num> words"))).parts.findings
    assert not any("outside of all parts" in finding for finding in taken(markup()).parts.findings)
