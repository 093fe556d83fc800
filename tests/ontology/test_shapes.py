"""Language: the core shapes. A valid sample passes; each fault put into it is named in plain words."""

import time

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace

from ontology import health

SH = Namespace("http://www.w3.org/ns/shacl#")
PREFIXES = """@base <https://w3id.org/mandategraph/> .
@prefix mg: <https://w3id.org/mandategraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EVIDENCE = (
    'mg:asPrinted "A/99/2" ; mg:start 4 ; mg:end 10 ; mg:method "symbol" ; mg:confidence 0.9 '
    "; mg:inRendition <doc/A/99/1/rendition/aa> ."
)
SAMPLE = f"""
<doc/A/99/1> a mg:Report , mg:Document ; mg:symbol "A/99/1" , "S/2099/1" ; mg:title "A sample"@en ;
    mg:issued "2021-05-03"^^xsd:date ;
    mg:hasRendition <doc/A/99/1/rendition/aa> .
<doc/A/99/2> a mg:Letter , mg:Document ; mg:symbol "A/99/2" ; mg:issuedYear "2009"^^xsd:gYear .
<doc/results> a mg:Programme , mg:Document ; mg:title "Results"@en .
<doc/A/99/1/rendition/aa> a mg:Rendition ; mg:renditionOf <doc/A/99/1> ; mg:language "en" ; mg:mediaType "text/markdown" ;
    mg:sha256 "{"0123456789abcdef" * 4}" ; mg:fidelity mg:FullText ; mg:chosen true .
<doc/A/99/1/section/I> a mg:Section ; mg:inDocument <doc/A/99/1> ; mg:partOf <doc/A/99/1> ; mg:number "I" ;
    mg:heading "Start"@en ;
    mg:level 1 ; mg:order 1 .
<doc/A/99/1/para/1> a mg:Paragraph , mg:Passage ; mg:inDocument <doc/A/99/1> ;
    mg:partOf <doc/A/99/1/section/I> ; mg:number "1" ; mg:order 1 ;
    mg:pinpoint "A/99/1, para. 1" ; mg:text "See A/99/2 and act."@en .
<doc/A/99/1/para/1/a> a mg:Paragraph , mg:Passage ; mg:inDocument <doc/A/99/1> ;
    mg:partOf <doc/A/99/1/para/1> ; mg:number "1 (a)" ; mg:order 2 ;
    mg:pinpoint "A/99/1, para. 1 (a)" ; mg:digestText "In our words."@en ; mg:text "En français."@fr .
<doc/A/99/1/fn/1> a mg:Footnote , mg:Passage ; mg:inDocument <doc/A/99/1> ; mg:partOf <doc/A/99/1> ;
    mg:number "1" ; mg:order 3 ;
    mg:pinpoint "A/99/1, footnote 1" ; mg:text "A note."@en ; mg:markedIn <doc/A/99/1/para/1> ; mg:markerOffset 3 .
<doc/A/99/1/para/1/citation/1> a mg:Citation ; mg:inPassage <doc/A/99/1/para/1> ; mg:target <doc/A/99/2> ; {EVIDENCE}
<doc/A/99/1/para/1/citation/2> a mg:Citation ; mg:inPassage <doc/A/99/1/para/1> ; mg:unresolved "no such symbol" ; {EVIDENCE}
<doc/A/99/1/para/1/mention/1> a mg:Mention ; mg:inPassage <doc/A/99/1/para/1> ; mg:of <crime/genocide> ; {EVIDENCE}
<doc/A/99/1/para/1/duty/1> a mg:Duty , mg:Recommendation ;
    mg:statedIn <doc/A/99/1/para/1> ; mg:addressee <actor/x> ; mg:verb "urge" ;
    mg:strength "urges" ; mg:action "act"@en ; {EVIDENCE}
<doc/A/99/1/para/1/basis/1> a mg:MandateBasis ; mg:statedIn <doc/A/99/1/para/1> ; mg:mandate <mandate/x> ;
    mg:target <doc/A/99/2> ;
    mg:role "establishes" ; {EVIDENCE}
<crime/genocide> a mg:AtrocityCrime , mg:Crime ; skos:prefLabel "genocide"@en .
<state/KEN> a mg:State , mg:Actor ; skos:prefLabel "Kenya"@en ; mg:iso3 "KEN" ; mg:m49 "404" .
<risk-factor/7> a mg:RiskFactor ; skos:prefLabel "seven"@en ; mg:number "7" .
<indicator/7.3> a mg:Indicator ; skos:prefLabel "seven three"@en ; mg:number "7.3" .
"""
# (what is replaced in the sample, by what, a piece of the message that must come)
FAULTS = [
    ('mg:symbol "A/99/2" ; mg:issuedYear', "mg:issuedYear", "needs its symbol"),
    ('mg:Programme , mg:Document ; mg:title "Results"@en', "mg:Programme , mg:Document", "needs a symbol or a title"),
    ('mg:symbol "A/99/2"', 'mg:symbol "A/99/2 of 2009"', "text without blanks"),
    ('"2021-05-03"^^xsd:date', '"2021"', "one date of issue"),
    ('mg:issuedYear "2009"', 'mg:issued "2009-01-12"^^xsd:date ; mg:issuedYear "2009"', "but not both"),
    ('mg:title "A sample"@en', 'mg:title "A sample"@en , "Another"@en', "one title in each language"),
    ("mg:hasRendition <doc/A/99/1/rendition/aa>", "mg:hasRendition <doc/A/99/1/rendition/bb>", "must be described as one"),
    ('mg:sha256 "0123', 'mg:sha256 "XYZ', "64 hexadecimal digits"),
    ('mg:language "en"', 'mg:language "English"', "a code in small letters"),
    ("mg:fidelity mg:FullText", "mg:fidelity mg:Paraphrase", "full text or a digest"),
    (" ; mg:chosen true", "", "chosen or not"),
    ('mg:heading "Start"@en', 'mg:heading "Start"', "needs a heading"),
    ("mg:partOf <doc/A/99/1> ; mg:number", "mg:partOf <doc/A/99/1/para/1> ; mg:number", "not in a circle"),
    ("mg:partOf <doc/A/99/1/section/I>", "mg:partOf <doc/A/99/1/section/IV>", "must end at a document"),
    ("mg:partOf <doc/A/99/1/para/1> ;", "", "part of exactly one thing"),
    ('mg:number "1 (a)" ; mg:order 2', 'mg:number "1 (a)" ; mg:order "2"', "place in the order of reading"),
    ('mg:pinpoint "A/99/1, para. 1" ;', "", "exactly one pinpoint"),
    ('mg:text "En français."@fr', 'mg:text "The same language."@en', "never both in the same language"),
    ('mg:text "A note."@en', 'mg:text "A note."', "The text of a passage needs a language"),
    ('; mg:text "A note."@en', "", "needs a text or the text of a digest"),
    (" ; mg:markerOffset 3", "", "or neither"),
    ("mg:markerOffset 3", "mg:markerOffset -3", "whole number from 0"),
    ("mg:markedIn <doc/A/99/1/para/1>", "mg:markedIn <doc/A/99/1/para/9>", "stands in a passage"),
    (' ; mg:unresolved "no such symbol"', "", "exactly one of them"),
    ("mg:target <doc/A/99/2> ; mg:as", 'mg:target <doc/A/99/2> ; mg:unresolved "unsure" ; mg:as', "exactly one of them"),
    ("mg:of <crime/genocide> ; ", "", "exactly one entry of the vocabulary"),
    ("mg:inPassage <doc/A/99/1/para/1> ; mg:of", "mg:of", "stands in exactly one passage"),
    ("mg:statedIn <doc/A/99/1/para/1> ; mg:addressee", "mg:addressee", "stated in exactly one passage"),
    ("mg:start 4", "mg:start 11", "not beyond its end"),
    ("mg:start 4 ; ", "", "exactly one start"),
    ("mg:end 10", 'mg:end "10"', "exactly one end"),
    ("mg:confidence 0.9", "mg:confidence 1.1", "a decimal from 0 to 1"),
    ("mg:confidence 0.9", "mg:confidence 9.0e-1", "a decimal from 0 to 1"),
    (' ; mg:method "symbol"', "", "the one method"),
    ('mg:asPrinted "A/99/2" ; ', "", "quotes the words"),
    (" ; mg:inRendition <doc/A/99/1/rendition/aa>", "", "the one rendition"),
    ("a mg:Duty , mg:Recommendation", "a mg:Duty", "a recommendation or a commitment"),
    ("a mg:Duty , mg:Recommendation", "a mg:Duty , mg:Recommendation , mg:Commitment", "a recommendation or a commitment"),
    ('mg:action "act"@en', 'mg:action "act"', "what is to be done"),
    ('mg:role "establishes"', 'mg:role "ends"', "establishes or reaffirms"),
    ('skos:prefLabel "genocide"@en', 'skos:altLabel "genocide"@en', "needs a preferred label"),
    ('mg:iso3 "KEN"', 'mg:iso3 "KE"', "three capitals"),
    ('mg:number "7" ', 'mg:number "15" ', "1 to 14"),
    ('mg:number "7.3"', 'mg:number "seven"', "such as 7.3"),
]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """The core shapes as published."""
    return Graph().parse(health.ROOT / "shapes" / "core.ttl", format="turtle")


def messages(text: str, shapes: Graph) -> list[str]:
    """What the shapes say of a graph in Turtle; an empty list where it conforms."""
    _, report, _ = validate(Graph().parse(data=PREFIXES + text, format="turtle"), shacl_graph=shapes)
    assert isinstance(report, Graph)
    return [str(message) for message in report.objects(None, SH.resultMessage)]


def test_a_sound_graph_conforms(shapes: Graph) -> None:
    """One of each kind of node, as the river writes them."""
    assert messages(SAMPLE, shapes) == []


@pytest.mark.parametrize(("sound", "faulty", "wanted"), FAULTS, ids=[f"{wanted} ({faulty[:20]})" for _, faulty, wanted in FAULTS])
def test_each_fault_is_caught_and_named(shapes: Graph, sound: str, faulty: str, wanted: str) -> None:
    """The message says what was wanted."""
    assert sound in SAMPLE
    assert [message for message in messages(SAMPLE.replace(sound, faulty, 1), shapes) if wanted in message]


def test_every_shape_with_targets_speaks_plainly(shapes: Graph) -> None:
    """Each has one message: a sentence that names none of our terms by prefix or IRI."""
    targeted = set(shapes.subjects(SH.targetClass))
    assert len(targeted) > 40
    assert {shape for shape in targeted if len(list(shapes.objects(shape, SH.message))) != 1} == set()
    said = [str(message) for message in shapes.objects(None, SH.message)]
    assert [text for text in said if "mg:" in text or "//" in text or not text.endswith(".")] == []


def test_a_report_of_usual_size_is_checked_in_seconds(shapes: Graph) -> None:
    """A hundred passages with seven citations and mentions each: well under ten seconds on a slow machine."""
    lines = [SAMPLE]
    for number in range(2, 102):
        passage = f"doc/A/99/1/para/{number}"
        lines.append(
            f"<{passage}> a mg:Paragraph , mg:Passage ; mg:inDocument <doc/A/99/1> ; mg:partOf <doc/A/99/1> ; mg:order {number} ;"
        )
        lines.append(f'    mg:pinpoint "A/99/1, para. {number}" ; mg:text "Words."@en .')
        for which in range(7):
            lines.append(
                f"<{passage}/citation/{which}> a mg:Citation ; mg:inPassage <{passage}> ; mg:target <doc/A/99/2> ; {EVIDENCE}"
            )
            lines.append(
                f"<{passage}/mention/{which}> a mg:Mention ; mg:inPassage <{passage}> ; mg:of <crime/genocide> ; {EVIDENCE}"
            )
    began = time.perf_counter()
    assert messages("\n".join(lines), shapes) == []
    assert time.perf_counter() - began < 10
