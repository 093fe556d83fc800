"""Language: the shapes. Sound graphs pass; each fault put into one of them is named in plain words."""

import time

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph

from tests.ontology.conftest import TEXTS, messages

EVIDENCE = (
    'mg:asPrinted "A/99/2" ; mg:start 4 ; mg:end 10 ; mg:method "symbol" ; mg:confidence 0.9 '
    "; mg:inRendition <doc/A/99/1/rendition/aa> ."
)
# (what is replaced in a sound graph, by what, a piece of the message that must come)
DOCUMENT_FAULTS = [
    ('mg:symbol "A/99/2" ; mg:issuedYear', "mg:issuedYear", "needs its symbol"),
    ('mg:Programme , mg:Document ; mg:title "Results"@en', "mg:Programme , mg:Document", "needs a symbol or a title"),
    ("mg:Programme , mg:Document", "mg:Programme", "must be called a document too"),
    ("a mg:Letter , mg:Document", "a mg:Letter , mg:Statement , mg:Document", "of one kind at most"),
    ('; mg:title "A treaty"@en', '; mg:symbol "A/99/3"', "needs a title or a preferred label"),
    ('mg:symbol "A/99/2"', 'mg:symbol "A/99/2 of 2009"', "text without blanks"),
    ('"2021-05-03"^^xsd:date ;\n    mg:has', '"2021" ;\n    mg:has', "one date of issue"),
    ('mg:issuedYear "2009"', 'mg:issued "2009-01-12"^^xsd:date ; mg:issuedYear "2009"', "but not both"),
    ('mg:title "A sample"@en', 'mg:title "A sample"@en , "Another"@en', "one title in each language"),
    ("mg:hasRendition <doc/A/99/1/rendition/aa>", "mg:hasRendition <doc/A/99/1/rendition/bb>", "must be described as one"),
    ("    mg:hasRendition <doc/A/99/1/rendition/aa> ;", "   ", "each of them back to it"),
    ("mg:serves <mandate/x>", 'mg:serves "the mandate"', "is a mandate, by its IRI"),
    ('mg:sha256 "0123', 'mg:sha256 "XYZ', "64 hexadecimal digits"),
    ('mg:language "en"', 'mg:language "English"', "a code in small letters"),
    ("mg:fidelity mg:FullText", "mg:fidelity mg:Paraphrase", "full text or a digest"),
    (" ; mg:chosen true", "", "chosen or not"),
    ('mg:heading "Start"@en', 'mg:heading "Start"', "needs a heading"),
    ("mg:partOf <doc/A/99/1> ; mg:number", "mg:partOf <doc/A/99/1/para/1> ; mg:number", "not in a circle"),
    ("mg:partOf <doc/A/99/1/section/I>", "mg:partOf <doc/A/99/1/section/IV>", "must end at a document"),
    ("mg:partOf <doc/A/99/1/para/1> ;", "", "part of exactly one thing"),
    ("mg:order 2 ;", 'mg:order "2" ;', "place in the order of reading"),
    ('mg:pinpoint "A/99/1, para. 1" ;', "", "exactly one pinpoint"),
    ("a mg:Paragraph , mg:Passage", "a mg:Passage", "exactly one kind"),
    ("a mg:Paragraph , mg:Passage", "a mg:Paragraph", "must be called a passage too"),
    ("a mg:Footnote , mg:Passage", "a mg:Footnote , mg:Summary , mg:Passage", "exactly one kind"),
    ('mg:text "En français."@fr', 'mg:text "The same language."@en', "never both in the same language"),
    ('mg:text "A note."@en', 'mg:text "A note."', "The text of a passage needs a language"),
    ('; mg:text "A note."@en', "", "needs a text or the text of a digest"),
    (" ; mg:markerOffset 3", "", "or neither"),
    ("mg:markerOffset 3", "mg:markerOffset -3", "whole number from 0"),
    ('"5"@ar', '"5"', "digits tagged with it"),
    ('"5"@ar', '"five"@ar', "digits tagged with it"),
    ('"5"@ar', '"5"@en', "one for each language at most"),
    ("mg:markedIn <doc/A/99/1/para/1>", "mg:markedIn <doc/A/99/1/para/9>", "stands in a passage"),
    ("mg:interrupts <doc/A/99/1/para/1/a>", "mg:interrupts <doc/A/99/1>", "interrupts is one passage"),
    ("a mg:OperativeParagraph , mg:Paragraph", "a mg:OperativeParagraph , mg:Table", "must be called a paragraph too"),
    ("a mg:OperativeParagraph ,", "a mg:OperativeParagraph , mg:PreambularParagraph ,", "preambular or operative, not both"),
    ("a mg:Table , mg:Passage", "a mg:Table , mg:Signature , mg:Passage", "exactly one kind"),
    ('mg:adopted "2021-05-04"^^xsd:date', 'mg:adopted "2021"', "one date of adoption"),
    ('mg:session "99"', "mg:session 99", "is a short text"),
    ("mg:revises <doc/A/99/1>", 'mg:revises "A/99/1"', "another document, by its IRI"),
]
FINDING_FAULTS = [
    (' ; mg:unresolved "no such symbol"', "", "exactly one of them"),
    (
        "mg:target <doc/A/99/2> ; mg:citedPart",
        'mg:target <doc/A/99/2> ; mg:unresolved "unsure" ; mg:citedPart',
        "exactly one of them",
    ),
    ('mg:citedPart "para. 4"', 'mg:citedPart "para. 4" , "para. 5"', "one part of its target"),
    ("mg:of <crime/genocide> ; ", "", "exactly one entry of the vocabulary"),
    ("mg:inPassage <doc/A/99/1/para/1> ; mg:of", "mg:of", "stands in exactly one passage"),
    ("mg:statedIn <doc/A/99/1/para/1> ; mg:addressee", "mg:addressee", "stated in exactly one passage"),
    ("mg:statedIn <doc/A/99/1/para/1> ; mg:ofSituation", "mg:ofSituation", "stated in exactly one passage"),
    ("mg:statedIn <doc/A/99/1/para/1> ; mg:briefer", "mg:briefer", "stated in exactly one passage"),
    ("mg:start 4", "mg:start 10", "before its end"),
    ("mg:start 4 ; ", "", "exactly one start"),
    ("mg:end 10", 'mg:end "10"', "exactly one end"),
    ("mg:confidence 0.9", "mg:confidence 1.1", "a decimal from 0 to 1"),
    ("mg:confidence 0.9", "mg:confidence 9.0e-1", "a decimal from 0 to 1"),
    (' ; mg:method "symbol"', "", "the one method"),
    ('mg:asPrinted "A/99/2" ; ', "", "quotes the words"),
    (";\n    mg:inRendition <doc/A/99/1/rendition/aa> .", ".", "the one rendition"),
    ("a mg:Mention ;", "a mg:Mention , mg:Citation ;", "of one kind only"),
    ("mg:mentions <crime/genocide> ; ", "", "What a passage mentions"),
    ("mg:mentions <crime/genocide>", "mg:mentions <crime/genocide> , <crime/x>", "What a passage mentions"),
    ("mg:cites <doc/A/99/2>", "mg:cites <doc/A/99/2> , <doc/A/99/7>", "What a passage cites"),
    ("mg:citesPassage <doc/A/99/2/para/4> .", "mg:citesPassage <doc/A/99/2/para/5> .", "What passages a passage cites"),
]
STATEMENT_FAULTS = [
    ("a mg:Duty , mg:Recommendation", "a mg:Duty", "a recommendation or a commitment"),
    ("a mg:Duty , mg:Recommendation", "a mg:Duty , mg:Recommendation , mg:Commitment", "a recommendation or a commitment"),
    ("a mg:Duty , mg:Recommendation", "a mg:Recommendation", "must be called a duty too"),
    ('mg:action "act"@en', 'mg:action "act"', "what is to be done"),
    ("mg:addressee <actor/x>", "mg:actor <actor/x>", "nobody undertakes it"),
    ("mg:actor <actor/y>", "mg:addressee <actor/y>", "nobody asks it of another"),
    ("mg:addressee <actor/x>", 'mg:addressee "States"', "Who is asked"),
    ("mg:askedBy <actor/y>", "mg:askedBy <actor/y> , <actor/z>", "one actor at most"),
    ("mg:verbClass <verb-class/urges>", 'mg:verbClass "urges"', "one verb class"),
    ('mg:deadline "2022"^^xsd:gYear', 'mg:deadline "by 2022"', "one deadline"),
    ('mg:deliverable "a report"@en', 'mg:deliverable "a report"', "What is to be delivered"),
    ("mg:theme <theme/x>", 'mg:theme "women"', "theme or pillar"),
    ('mg:role "establishes"', 'mg:role "ends"', "establishes, defines or reaffirms"),
    ("mg:mandate <mandate/x> ;", "", "exactly one mandate"),
    ("mg:briefer <actor/y> ; ", "", "given by somebody"),
    ("mg:audience <actor/x>", 'mg:audience "the Council"', "given to somebody"),
    ("mg:onSituationIn <state/KEN>", 'mg:onSituationIn "Kenya"', "briefing is about is an IRI"),
]
DERIVED_FAULTS = [
    ('    mg:asOf "2021-05-03"^^xsd:date ;', "   ", "exactly one date"),
    ("mg:ofSituation <situation/KEN/2021> ;", "", "exactly one situation"),
    ("mg:underFactor <risk-factor/3>", 'mg:underFactor "weak State"', "of an observation is an IRI"),
    ("mg:situationIn <state/KEN> ;", "mg:situationIn <state/KEN> ; mg:riskLevel 4 ;", "no score and no verdict"),
    ("mg:situationIn <state/KEN> ;", "mg:situationIn <state/KEN> ; mg:precision 0.4 ;", "no score and no verdict"),
    ("mg:situationIn <state/KEN> ;", "mg:situationIn <state/KEN> ; mg:ofCrime <crime/genocide> ;", "no score and no verdict"),
    ("a mg:Situation ;", "a mg:Situation , mg:Crisis ;", "how bad it is"),
    ('mg:inYear "2021"^^xsd:gYear', "mg:inYear 2021", "in exactly one year"),
    ("mg:situationIn <state/KEN> ;", "", "in exactly one State or region"),
    ("mg:earlier <doc/A/98/1/para/4/duty/1>", "mg:earlier <doc/A/99/1/para/1/duty/1>", "another than the earlier one"),
    ("mg:earlierPassage <doc/A/98/1/para/4> ;", "", "exactly one earlier passage"),
    ("mg:earlierPassage <doc/A/98/1/para/4>", "mg:earlierPassage <doc/A/99/1/para/1>", "another than the one it stands in"),
    ('mg:earlierWords "Asks" ;', "", "quotes the words of the earlier passage"),
    ('mg:relation "repeats"', 'mg:relation "contradicts"', "exactly one of these"),
    ('mg:asPrinted "Urges" ;', "", "quotes the words"),
    ("mg:inPassage <doc/A/99/1/para/1> ;", "", "that of the later duty"),
    ("; mg:inRendition <doc/A/99/1/rendition/aa> .", ".", "the one rendition"),
    (" ; mg:correctedTo <crime/x>", "", "exactly when it corrects it"),
    ('mg:judgement "right" ;', 'mg:judgement "right" ; mg:correctedTo <crime/x> ;', "exactly when it corrects it"),
    ('mg:judgement "right" ;', 'mg:judgement "doubtful" ;', "right, wrong or corrected"),
    ('mg:reviewer "A. Reader" ;', "", "exactly one reviewer"),
    ('"2026-11-26T10:00:00+00:00"^^xsd:dateTime', '"2026-11-26"^^xsd:date', "exactly one moment"),
    ("mg:verdictOn <doc/A/99/1/para/1/mention/1> ;", "", "exactly one finding"),
    ("mg:correctCount 39", "mg:correctCount 41", "no more than were judged"),
    ("mg:precision 0.975 ; mg:lowerBound", "mg:precision 1.975 ; mg:lowerBound", "one decimal from 0 to 1"),
    ("mg:lowerBound 0.871", "mg:lowerBound 0.99", "from 0 to its precision"),
    ("mg:sampleSize 40", "mg:sampleSize 0", "a whole number from 1"),
    (' mg:sample "four documents, by hand" ;', "", "on what sample"),
    (' mg:ofMethod "symbol" ;', "", "exactly one method"),
    (" ; mg:measuredBy <measurement/1>", "", "the one measurement"),
    ("mg:measuredBy <measurement/1>", "mg:measuredBy <measurement/1> , <measurement/2>", "measured by is one measurement"),
]
VOCABULARY_FAULTS = [
    ('skos:prefLabel "genocide"@en', 'skos:altLabel "genocide"@en', "needs a preferred label"),
    ('mg:negativeLabel "Genocide Convention"@en', 'mg:negativeLabel "Genocide Convention"', "need a language"),
    ('mg:iso3 "KEN"', 'mg:iso3 "KE"', "three capitals"),
    ('mg:m49 "404"', 'mg:m49 "4"', "three digits"),
    (' mg:m49 "002" .', ' mg:seenAt "a map" .', "needs its M49 code"),
    ("mg:inRegion <region/014>", "mg:inRegion <state/UGA>", "lies in is a region"),
    ('mg:number "7" ', 'mg:number "15" ', "1 to 14"),
    ('mg:number "7.3"', 'mg:number "seven"', "such as 7.3"),
    ('mg:scope "specific" ;', 'mg:scope "common" ;', "a common one points to none"),
    ("mg:pointsTo <crime/genocide>", "mg:pointsTo <risk-factor/3>", "points to an atrocity crime"),
    ("mg:hasIndicator <indicator/7.3>", "mg:hasIndicator <indicator/7.4>", "under exactly one risk factor"),
    ("mg:riskNature mg:Structural", "mg:riskNature mg:Sudden", "structural, dynamic or triggering"),
    ("mg:countsAgainst <risk-factor/3>", "mg:countsAgainst <crime/genocide>", "counts against is a risk factor"),
    ("a mg:ResilienceSource , mg:Inhibitor", "a mg:ResilienceSource", "an inhibitor too"),
    ("mg:mayAmountTo <crime/genocide>", "mg:mayAmountTo <risk-factor/3>", "to a crime only"),
    ("a mg:AtrocityCrime , mg:Crime", "a mg:AtrocityCrime", "a crime too"),
    ("mg:actOf <crime/genocide> ;", "", "that of at least one crime"),
    (' mg:article "art. II" ;', "", "names its article"),
    ("mg:accordingTo <doc/A/75/863/fn/1>", 'mg:accordingTo "footnote 1"', "which passage or work names it"),
    ("mg:hasLegalBasis <legal-basis/1>", "mg:hasLegalBasis <legal-basis/2>", "that of at least one crime"),
    ("mg:tenureOf <actor/adviser>", "mg:tenureOf <network/focal-points>", "exactly one office"),
    ("mg:heldByPerson <person/one>", "mg:heldByPerson <actor/adviser>", "exactly one person"),
    ('mg:from "2004"^^xsd:gYear', 'mg:from "2004"', "when it began"),
    ("a mg:Person ;", "a mg:Person , mg:Actor ;", "A person is no actor"),
    ("a mg:State , mg:Actor", "a mg:State", "an actor too"),
    ("a mg:StateGroup , mg:ActorGroup", "a mg:StateGroup", "a group of actors too"),
    ("a mg:ReligiousActor , mg:CivilSociety", "a mg:ReligiousActor", "civil society too"),
    ("a mg:Instrument , mg:PolicyText", "a mg:PolicyText", "an instrument too"),
    ("mg:monitors <instrument/convention>", "mg:monitors <actor/council>", "monitors at least one instrument"),
    ('mg:founded "2010"^^xsd:gYear', 'mg:founded "2010-01-01"^^xsd:date', "founded in one year"),
    ("mg:focusRegion <region/002>", "mg:focusRegion <state/KEN>", "works on is a region"),
    (" mg:heldBy <actor/adviser> ;", "", "held by somebody"),
    ('mg:number "2" ; mg:functionOf <mandate/one>', 'mg:number "2"', "exactly one mandate"),
    ('mg:number "1" .', 'mg:number "4" .', "1 to 3"),
    ("mg:underPillar <pillar/1>", "mg:underPillar <pillar/9>", "belongs to a pillar only"),
    ("mg:rank 1", 'mg:rank "weak"', "one rank"),
]
FAULTS = [
    *(("document", *fault) for fault in (*DOCUMENT_FAULTS, *FINDING_FAULTS, *STATEMENT_FAULTS)),
    *(("document" if fault[0] in TEXTS["document"] else "derived", *fault) for fault in DERIVED_FAULTS[:3]),
    *(("derived", *fault) for fault in DERIVED_FAULTS[3:]),
    *(("vocabulary", *fault) for fault in VOCABULARY_FAULTS),
]


@pytest.mark.parametrize("name", TEXTS)
def test_a_sound_graph_conforms(shapes: Graph, name: str) -> None:
    """One of each kind of node, as the river and the vocabulary have them."""
    assert messages(TEXTS[name], shapes) == []


@pytest.mark.parametrize(
    ("graph", "sound", "faulty", "wanted"), FAULTS, ids=[f"{wanted} ({faulty[:24]})" for _, _, faulty, wanted in FAULTS]
)
def test_each_fault_is_caught_and_named(shapes: Graph, graph: str, sound: str, faulty: str, wanted: str) -> None:
    """The message says what was wanted."""
    assert sound in TEXTS[graph]
    assert [message for message in messages(TEXTS[graph].replace(sound, faulty, 1), shapes) if wanted in message]


def test_the_sound_graphs_hold_something_of_every_class_that_a_shape_looks_at(shapes: Graph) -> None:
    """A class that no sample shows is a shape that nobody has seen pass."""
    targets = set(shapes.objects(None, SH.targetClass))
    shown = {kind for text in TEXTS.values() for kind in Graph().parse(data=text, format="turtle").objects(None, RDF.type)}
    unshown = {str(name).rpartition("#")[2] for name in targets - shown}
    general = {"Resolution", "Statement", "Summary", "Objective", "Principles", "Priority", "Outcome", "Output", "Activity"}
    assert unshown - general == {
        *("CoreFunction", "GenericName", "InternationalOrganization", "NationalInstitution", "PrivateSector"),
        *("RegionalArrangement", "RiskNature"),
    }


@pytest.mark.slow
def test_the_shapes_are_shapes(shapes: Graph) -> None:
    """Held against the shapes of shapes that the standard gives: a misspelt constraint would hold for anything."""
    conforms, _, said = validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, said


def test_every_word_of_the_shapes_is_one_of_the_standard(shapes: Graph) -> None:
    """An engine passes over a word that it does not know."""
    used = {node for triple in shapes for node in triple if str(node).startswith(str(SH))}
    assert {str(node) for node in used if str(node).removeprefix(str(SH)) not in SH} == set()


def test_every_shape_with_targets_speaks_plainly(shapes: Graph) -> None:
    """Each has one message: a sentence that names none of our terms by prefix or IRI."""
    targeted = set(shapes.subjects(SH.targetClass)) | set(shapes.subjects(SH.targetSubjectsOf))
    assert len(targeted) > 120
    assert {shape for shape in targeted if len(list(shapes.objects(shape, SH.message))) != 1} == set()
    said = [str(message) for message in shapes.objects(None, SH.message)]
    assert [text for text in said if "mg:" in text or "//" in text or not text.endswith(".")] == []


def test_a_report_of_usual_size_is_checked_in_seconds(shapes: Graph) -> None:
    """A hundred passages with seven citations and mentions each: 0.2 s by itself, well under five on a busy machine."""
    lines = [TEXTS["document"]]
    for number in range(2, 102):
        passage = f"doc/A/99/1/para/{number}"
        lines.append(
            f"<{passage}> a mg:Paragraph , mg:Passage ; mg:inDocument <doc/A/99/1> ; mg:partOf <doc/A/99/1> ; mg:order {number} ;"
        )
        lines.append(f'    mg:pinpoint "A/99/1, para. {number}" ; mg:text "Words."@en ; mg:cites <doc/A/99/2> ;')
        lines.append("    mg:mentions <crime/genocide> .")
        for which in range(7):
            lines.append(
                f"<{passage}/citation/{which}> a mg:Citation ; mg:inPassage <{passage}> ; mg:target <doc/A/99/2> ; {EVIDENCE}"
            )
            lines.append(
                f"<{passage}/mention/{which}> a mg:Mention ; mg:inPassage <{passage}> ; mg:of <crime/genocide> ; {EVIDENCE}"
            )
    began = time.perf_counter()
    assert messages("\n".join(lines), shapes) == []
    assert time.perf_counter() - began < 5
