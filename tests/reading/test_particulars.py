"""Tests of the eyes: particulars of duties. In: made recommendations. Out: themes, deliverable, deadline, who asks, pillar."""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from ontology.nouns import Duty
from reading.assemble import Reading
from reading.duties.particulars import particulars
from reading.find import Found, Knowledge

Read = Callable[[str], tuple[Reading, Found]]


@pytest.mark.parametrize(
    ("action", "promised", "deadline"),
    [
        ("report by 2031", False, "2031"),
        ("report by the end of 2031", False, "2031"),
        ("report before 3 May 2031", False, "2031-05-03"),
        ("report no later than May 2031", False, "2031-05"),
        ("report by 31 February 2031", False, "2031-02"),
        ("publish guidelines in 2031, with examples", True, "2031"),
        ("publish guidelines in 2031, with examples", False, None),
        ("implement resolution 2250 (2015)", False, None),
        ("report. It was founded by 1999 decree", False, None),
    ],
)
def test_a_deadline_is_a_date_behind_by_or_before(
    knowledge: Knowledge, action: str, promised: bool, deadline: str | None
) -> None:
    """A date that the action only mentions binds nobody; a promise may say "in"."""
    assert particulars(action, action, knowledge.themes, promised=promised).deadline == deadline


@pytest.mark.parametrize(
    ("action", "deliverable"),
    [
        ("Appoint a keeper of lamps to light them", "a keeper of lamps"),
        ("submit a report on lamps by 2031", "a report on lamps"),
        ("Publishing and spreading guidelines for keepers", "guidelines"),
        ("establish or further develop lamp oil stores, including cellars", "lamp oil stores"),
        ("cooperate with the keepers", None),
        ("support the establishment of stores", None),
        ("present to the General Assembly at its eightieth session a report on lamps", "a report on lamps"),
        ("prepare, in consultation with all keepers, a report on lamps", "a report on lamps"),
        ("give an oral update to the Council", "an oral update"),
        ("give help", None),
        ("submit to the keepers", None),
    ],
)
def test_a_deliverable_is_what_a_verb_of_making_makes(knowledge: Knowledge, action: str, deliverable: str | None) -> None:
    """Cooperation and support hand nothing in."""
    assert particulars(action, action, knowledge.themes, promised=False).deliverable == deliverable


def duty(read: Read, text: str) -> Duty:
    """The one duty of a paragraph."""
    (found,) = read(f"1. {text}\n")[1].duties
    return found


def test_themes_come_from_the_sentence_that_asks_and_give_the_pillar(read: Read) -> None:
    """What follows explains the ask and is not its subject."""
    asked = duty(read, "I urge Member States to appoint a focal point. Early warning helps them.")
    assert asked.themes == (f"{DEFAULT_BASE}theme/national-focal-points",)
    assert asked.pillars == (f"{DEFAULT_BASE}pillar/1",)
    assert duty(read, "I urge Member States to light lamps.").pillars == ()


def test_the_verb_has_a_class_and_its_deliverable_is_kept(read: Read) -> None:
    """So that "urges" can be compared with "strongly urges"."""
    asked = duty(read, "I strongly urge Member States to appoint a focal point by 2031.")
    assert asked.verb_class == f"{DEFAULT_BASE}verb-class/strongly-urges"
    assert (asked.deliverable, asked.deadline) == ("a focal point", "2031")


REPORT = """General Assembly

3 May 2031

Lamps

Report of the Secretary-General

1. I urge Member States to light lamps.
"""


def test_who_says_i_in_a_report_is_named_by_its_masthead(read: Read) -> None:
    """A text without such a masthead leaves it open."""
    (asked,) = read(REPORT)[1].duties
    assert asked.asked_by == f"{DEFAULT_BASE}actor/secretary-general"
    assert duty(read, "I urge Member States to light lamps.").asked_by is None


def test_an_organ_asks_in_its_resolution(knowledge: Knowledge, read: Read) -> None:
    """The symbol tells whose resolution it is."""
    from dataclasses import replace

    from reading.find import find

    reading, _ = read("1. Urges Member States to light lamps.\n")
    (asked,) = find(replace(reading, issuer="Security Council"), knowledge).duties
    assert asked.asked_by == f"{DEFAULT_BASE}actor/security-council"


def test_who_is_named_as_the_one_who_asks_is_the_one(read: Read) -> None:
    """A digest tells in the third person what the report says as "I"."""
    asked = duty(read, "The Secretary-General urges Member States to light lamps.")
    assert asked.asked_by == f"{DEFAULT_BASE}actor/secretary-general"
    items = read("1. The Secretary-General urges Member States to:\n\n(a) Light lamps;\n\n(b) Keep oil.\n")[1].duties
    assert {item.asked_by for item in items} == {f"{DEFAULT_BASE}actor/secretary-general"}


@pytest.mark.parametrize(
    ("action", "due"),
    [
        ("report to the General Assembly at its eightieth session", "at its eightieth session"),
        ("report within 90 days of the fire", "within 90 days of the fire"),
        ("report every six months", "every six months"),
        ("report annually to the Council", "annually"),
        ("report on a quarterly basis", "on a quarterly basis"),
        ("report by 30 June 2031", "by 30 June 2031"),
        ("keep the yearly updates short", None),
        ("report on the lamps", None),
    ],
)
def test_when_a_duty_is_due_is_told_in_its_own_words(knowledge: Knowledge, action: str, due: str | None) -> None:
    """Sessions and intervals are no dates; a date is both."""
    assert particulars(action, action, knowledge.themes, promised=False).due == due


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("Requests the Secretary-General to report to the General Assembly at its eightieth session;", ["general-assembly"]),
        (
            "Requests the Secretary-General to submit a report to the General Assembly and the Security Council;",
            ["general-assembly", "security-council"],
        ),
        ("Requests the Secretary-General to keep the Security Council informed;", []),
        ("Requests the Secretary-General to update the Security Council;", ["security-council"]),
        ("Urges Member States to listen to the Security Council;", []),
        ("Requests the Secretary-General to report on the work of the Security Council;", []),
    ],
)
def test_the_reporting_line_leads_to_the_organ_that_is_to_have_the_report(read: Read, text: str, organs: list[str]) -> None:
    """Not to every organ that the report is about."""
    assert [organ.rpartition("/")[2] for organ in duty(read, text).reports_to] == organs


def test_the_council_alone_is_the_one_that_speaks(knowledge: Knowledge, read: Read) -> None:
    """In a resolution of a council."""
    from dataclasses import replace

    from reading.find import find

    reading, _ = read("1. Requests the Secretary-General to submit a report to the Council by 1 May 2031;\n")
    (asked,) = find(replace(reading, issuer="Security Council"), knowledge).duties
    assert asked.reports_to == (f"{DEFAULT_BASE}actor/security-council",)
    (other,) = find(replace(reading, issuer="General Assembly"), knowledge).duties
    assert other.reports_to == ()
