"""Tests of the eyes: operative paragraphs. In: made paragraphs of resolutions and reports. Out: the duty of each clause, who is
asked, and what lists hand on. No network.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from ontology.iris import DEFAULT_BASE
from reading.assemble import Reading
from reading.find import Found, Knowledge, find

Read = Callable[[str], tuple[Reading, Found]]
STATES, COUNCIL, SECRETARY = "actor/member-states", "actor/security-council", "actor/secretary-general"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Welcomes the lamps, requests the Secretary-General to report, and in this regard urges Member States to pay;",
            [("request", (SECRETARY,), "report"), ("urge", (STATES,), "pay")],
        ),
        ("Notes the dark and further calls upon Member States to pay;", [("call upon", (STATES,), "pay")]),
        ("In this context, encourages Member States to pay;", [("encourage", (STATES,), "pay")]),
        ("Reiterates its call upon Member States to pay;", [("call upon", (STATES,), "pay")]),
        ("Reiterates its demand that all Member States pay;", [("demand", (STATES,), "pay")]),
        ("Calls, once again, upon Member States to pay;", [("call upon", (STATES,), "pay")]),
        ("Continues to urge Member States to pay;", [("urge", (STATES,), "pay")]),
        ("Requests, in this regard, the Secretary-General to report;", [("request", (SECRETARY,), "report")]),
        ("Calls for an end of the dark;", [("call for", (), "an end of the dark")]),
        ("Demands the release of the lamps;", [("demand", (), "the release of the lamps")]),
        ("Decides that all Member States shall pay;", [("decide", (STATES,), "pay")]),
        ("Decides that the dues shall be paid;", [("decide", (), "the dues shall be paid")]),
        ("Reaffirms the commitment to light lamps;", []),
        ("Reaffirms that Member States are strongly urged to pay;", [("strongly urge", (STATES,), "pay")]),
        ("Recalls its resolution 9, which urges Member States to pay;", []),
        ("Welcomes a culture of light that warms and encourages people to meet;", []),
        ("Encourages efforts to light lamps;", []),
        ("Recalls that it asked for the notifications, requests for oil and demands of the keepers;", []),
    ],
)
def test_each_clause_of_an_operative_paragraph_asks_for_itself(
    duties: Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]],
    text: str,
    wanted: list[tuple[str, tuple[str, ...], str]],
) -> None:
    """Verbs that ask, among those that only welcome or note; a noun or somebody else's verb opens no clause."""
    assert [(verb, addressees, action) for _, _, verb, addressees, action in duties(f"1. {text}\n")] == wanted


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("all parties to the conflict", ("parties",)),
        ("States parties to the Convention", ("states",)),
        ("the Government of Kenya", ("state",)),
        ("the Kenyan authorities", ("state",)),
        ("Governments", ("states",)),
        ("the Secretary-General", ("secretary-general",)),
        ("all relevant United Nations entities", ("entity",)),
        ("the Office of the Keeper of the Lamps", ("entity",)),
        ("the Special Rapporteur on the right to light", ("office-holder",)),
        ("the Committee on Lamps", ("organ",)),
        ("intergovernmental, regional and subregional organizations", ("organizations",)),
        ("non-governmental organizations", ("civil-society",)),
        ("the international community", ("others",)),
        ("all Member States, in cooperation with international organizations and other stakeholders,", ("states",)),
        ("States that have not yet done so and all parts of the United Nations system", ("states", "entity")),
        ("the lamplighters", ()),
    ],
)
def test_the_kind_of_an_addressee_is_known_without_a_name(read: Read, who: str, kinds: tuple[str, ...]) -> None:
    """By the noun that is the head of the phrase."""
    (duty,) = read(f"1. Calls upon {who} to light lamps;\n")[1].duties
    assert duty.addressee_kinds == kinds


def test_a_government_is_its_state_and_the_states_of_one_body_are_not_all(read: Read) -> None:
    """A link that is too wide would be wrong."""
    asked = [
        read(f"1. Urges {who} to pay;\n")[1].duties[0]
        for who in ("the Government of Kenya", "the Member States of the Lamp Union")
    ]
    assert [duty.addressees for duty in asked] == [(f"{DEFAULT_BASE}state/KEN",), ()]


def test_what_an_organ_decides_to_do_it_is_to_do_itself(read: Read, knowledge: Knowledge) -> None:
    """As what it is ready to do is its promise."""
    reading, _ = read("1. Decides to remain seized of the matter.\n\n2. Expresses its intention to light lamps.\n")
    decided, promised = find(replace(reading, issuer="Security Council"), knowledge).duties
    assert (decided.strength, decided.addressees, decided.addressee_kinds) == ("decides", (DEFAULT_BASE + COUNCIL,), ("organ",))
    assert (promised.kind, promised.strength, promised.action) == ("commitment", "commits", "light lamps")
    assert (promised.addressees, promised.asked_by) == ((DEFAULT_BASE + COUNCIL,), None)


def test_what_the_author_will_do_is_a_promise(duties: Callable[[str], list[object]]) -> None:
    """In the first person alone."""
    assert duties("1. I will light the lamps. The keepers will sleep.\n") == [
        ("1", "commitment", "commit", (), "light the lamps")
    ]


def test_tasks_are_for_their_holder(read: Read) -> None:
    """Not for the one who is asked to appoint him."""
    chapeau = "1. Decides to extend the mandate of the Special Rapporteur on the right to light, whose tasks will include:"
    found = read(f"{chapeau}\n\n(a) To light lamps;\n\n(b) To count them.\n")[1].duties
    assert [(duty.strength, duty.addressee_kinds, duty.action) for duty in found] == [
        ("decides", ("office-holder",), "light lamps"),
        ("decides", ("office-holder",), "count them"),
    ]


def test_items_of_items_inherit_as_well(duties: Callable[[str], list[object]]) -> None:
    """An item that only opens a list of its own hands on what it has."""
    source = "1. Urges Member States:\n\n(a) To take measures, including:\n\n(i) Light lamps;\n\n(ii) Buy oil;\n\n(b) To pay.\n"
    assert duties(source) == [
        ("1/a/i", "recommendation", "urge", (STATES,), "Light lamps"),
        ("1/a/ii", "recommendation", "urge", (STATES,), "Buy oil"),
        ("1/b", "recommendation", "urge", (STATES,), "pay"),
    ]


def test_an_item_with_that_has_a_subject_of_its_own(duties: Callable[[str], list[object]]) -> None:
    """What one item decides for others, the next decides for the organ."""
    assert duties("1. Decides:\n\n(a) That all Member States shall pay;\n\n(b) To remain seized of the matter.\n") == [
        ("1/a", "recommendation", "decide", (STATES,), "pay"),
        ("1/b", "recommendation", "decide", (), "remain seized of the matter"),
    ]


def test_a_list_that_holds_no_duties_leaves_its_chapeau_one(duties: Callable[[str], list[object]]) -> None:
    """What a report is to contain is asked with the report."""
    source = "1. Requests the Secretary-General to submit a report containing:\n\n(a) The lamps;\n\n(b) The oil.\n"
    assert duties(source) == [("1", "recommendation", "request", (SECRETARY,), "submit a report containing")]


def test_long_and_hostile_paragraphs_are_read_in_time_linear_to_their_length(read: Read) -> None:
    """Neither verbs nor lists of addressees may be tried in every combination."""
    text = (
        "1. Urges the relevant concerned appropriate " * 1_500 + ", and requests all States and parties to the conflict, " * 1_500
    )
    begun = time.process_time()
    read(f"{text} to pay.\n")
    assert time.process_time() - begun < 10


def test_under_a_heading_of_recommendations_should_recommends(duties: Callable[[str], list[object]]) -> None:
    """Elsewhere it is an opinion; a thing that should be done is asked of nobody."""
    said = "Member States should light lamps. The lamps should be lit. Light should last."
    assert duties(f"# Lamps\n\n## I. Introduction\n\n1. {said}\n") == []
    assert duties(f"# Lamps\n\n## I. Conclusions and recommendations\n\n1. {said}\n") == [
        ("1", "recommendation", "should", (STATES,), "light lamps")
    ]


def test_a_list_of_persons_or_under_another_chapeau_asks_nobody_above(read: Read) -> None:
    """Those whom the keepers dim no lamps for do nothing; what the Commission is encouraged to do is not for the States."""
    persons = read("1. Urges Member States to dim no lamps against those who:\n\n(a) Speak up;\n\n(b) Write down.\n")[1].duties
    assert [duty.evidence.method for duty in persons] == ["verb in the sentence"]
    lists = (
        "1. Urges Member States to do this:\n\n(a) The keepers are encouraged:\n\n(i) To light lamps;\n\n(ii) To count them.\n"
    )
    assert not [duty for duty in read(lists)[1].duties if duty.addressees and duty.evidence.method == "chapeau"]
