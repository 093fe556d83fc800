"""Tests of the eyes: duties. In: made paragraphs that ask or promise. Out: who is asked to do what. No network."""

from collections.abc import Callable

import pytest

from reading.assemble import Reading
from reading.duties.verbs import STRENGTHS
from reading.find import Found

Read = Callable[[str], tuple[Reading, Found]]
STATES, COUNCIL, ASSEMBLY = "actor/member-states", "actor/security-council", "actor/general-assembly"


@pytest.mark.parametrize(
    ("text", "verb", "addressees", "action"),
    [
        ("I urge Member States to light lamps.", "urge", (STATES,), "light lamps"),
        ("I strongly urge Member States to light lamps.", "strongly urge", (STATES,), "light lamps"),
        ("I also call upon the Security Council to act early.", "call upon", (COUNCIL,), "act early"),
        ("I therefore call on the Security Council to act early.", "call on", (COUNCIL,), "act early"),
        ("I appeal to Member States to pay.", "appeal to", (STATES,), "pay"),
        ("I encourage Member States and the General Assembly to meet.", "encourage", (STATES, ASSEMBLY), "meet"),
        ("The Secretary-General invites Member States to write.", "invite", (STATES,), "write"),
        ("In closing, he encourages the Security Council to listen.", "encourage", (COUNCIL,), "listen"),
        ("Calls upon Member States to stop.", "call upon", (STATES,), "stop"),
        ("Urges Member States to stop.", "urge", (STATES,), "stop"),
        ("Also requests the Secretary-General to report.", "request", ("actor/secretary-general",), "report"),
        ("Strongly urges Member States to stop.", "strongly urge", (STATES,), "stop"),
        ("Also strongly urges Member States to stop.", "strongly urge", (STATES,), "stop"),
        ("I therefore recommend that the Security Council light lamps.", "recommend", (COUNCIL,), "light lamps"),
        ("I recommend that lamps be lit by Member States.", "recommend", (), "lamps be lit by Member States"),
        ("Demands that all Member States stop.", "demand", (STATES,), "stop"),
        ("Decides to remain seized of the matter.", "decide", (), "remain seized of the matter"),
        ("I urge States parties to the Rome Statute to pay.", "urge", ("actor/states-parties",), "pay"),
        ("Time is short. I urge Member States to light lamps. Oil is dear.", "urge", (STATES,), "light lamps"),
    ],
)
def test_a_sentence_that_asks_is_a_recommendation(
    duties: Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]],
    text: str,
    verb: str,
    addressees: tuple[str, ...],
    action: str,
) -> None:
    """Verb, addressee and action stand in one sentence."""
    assert duties(f"1. {text}\n") == [("1", "recommendation", verb, addressees, action)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2029 I urged Member States to light lamps.",
        "The Secretary-General called upon Member States to light lamps in 2029.",
        "The Council urged States to act, and they did.",
        "I encourage dialogue.",
        "Many reports urge Member States to act.",
        "The text that he wrote says nothing. It calls upon nobody.",
        "Requests to act were many.",
        "Demands for oil rose to a height.",
        "Member States have called upon the Office to help.",
    ],
)
def test_what_was_asked_in_the_past_or_by_others_is_narrative(duties: Callable[[str], list[object]], text: str) -> None:
    """Only the one who speaks asks, and only now."""
    assert duties(f"1. {text}\n") == []


def test_items_inherit_the_addressee_of_their_chapeau(duties: Callable[[str], list[object]]) -> None:
    """The chapeau asks, the items say what for; it is no duty of its own."""
    assert duties("1. I urge Member States:\n\n(a) To light lamps;\n\n(b) To buy oil.\n\n2. Done.\n") == [
        ("1/a", "recommendation", "urge", (STATES,), "light lamps"),
        ("1/b", "recommendation", "urge", (STATES,), "buy oil"),
    ]


def test_them_means_the_first_actor_named_before(duties: Callable[[str], list[object]]) -> None:
    """A chapeau that says "them" leans on its own first words."""
    assert duties("1. Member States have oil. I encourage them to:\n\n(a) Light lamps;\n\n(b) Buy wicks.\n") == [
        ("1/a", "recommendation", "encourage", (STATES,), "Light lamps"),
        ("1/b", "recommendation", "encourage", (STATES,), "Buy wicks"),
    ]


def test_items_with_subjects_of_their_own_have_addressees_of_their_own(duties: Callable[[str], list[object]]) -> None:
    """A chapeau that names nobody leaves it to the items."""
    assert duties("1. In sum, I encourage:\n\n(a) The General Assembly to debate;\n\n(b) The Security Council to listen.\n") == [
        ("1/a", "recommendation", "encourage", (ASSEMBLY,), "debate"),
        ("1/b", "recommendation", "encourage", (COUNCIL,), "listen"),
    ]


def test_items_under_an_offer_are_commitments_of_the_one_who_offers(duties: Callable[[str], list[object]]) -> None:
    """What somebody stands ready to do is a promise, not a request."""
    office = "actor/office-genocide-prevention-responsibility-to-protect"
    chapeau = "1. The Office on Genocide Prevention and the Responsibility to Protect stands ready to help, by:"
    source = f"{chapeau}\n\n(a) Teaching keepers;\n\n(b) Writing.\n"
    assert duties(source) == [
        ("1/a", "commitment", "commit", (office,), "Teaching keepers"),
        ("1/b", "commitment", "commit", (office,), "Writing"),
    ]


def test_two_requests_in_one_paragraph_are_two_duties(duties: Callable[[str], list[object]]) -> None:
    """Each sentence is read for itself."""
    found = duties("1. I urge Member States to light lamps. I also invite the Security Council to watch.\n")
    assert found == [
        ("1", "recommendation", "urge", (STATES,), "light lamps"),
        ("1", "recommendation", "invite", (COUNCIL,), "watch"),
    ]


def test_the_strength_is_a_class_of_its_verb(read: Read) -> None:
    """Near verbs share a strength, so that texts can be compared."""
    source = "1. I call on Member States to act.\n\n2. I call upon Member States to act.\n\n3. I ask Member States to act.\n"
    assert [duty.strength for duty in read(source)[1].duties] == ["calls upon", "calls upon", "requests"]
    assert STRENGTHS["demand"] != STRENGTHS["invite"]


def test_the_evidence_of_a_duty_quotes_the_words_that_ask(read: Read) -> None:
    """From the verb's subject to the end of the sentence."""
    reading, found = read("1. Time is short. I urge Member States to light lamps. Oil is dear.\n")
    (duty,) = found.duties
    assert duty.evidence.as_printed == "I urge Member States to light lamps."
    assert duty.evidence.span.of(reading.passages[0].text) == duty.evidence.as_printed
    assert duty.iri.startswith(f"{reading.passages[0].iri}/duty/")


@pytest.mark.parametrize(
    ("chapeau", "asked"),
    [
        ("I urge Member States to work towards the following objectives:", False),
        ("Requests the Secretary-General to explore options in order:", False),
        ("I urge Member States to report in the following areas:", False),
        ("Requests the Secretary-General to appoint a keeper whose duties shall involve:", False),
        ("Requests the Secretary-General to write and decides that the keepers shall:", True),
        ("I urge Member States to:", True),
        ("I urge Member States to do the following:", True),
    ],
)
def test_a_list_of_aims_or_subjects_is_nobodys_duty(
    duties: Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]], chapeau: str, asked: bool
) -> None:
    """Only what the sentence asks is handed on to the items."""
    found = [place for place, *_ in duties(f"1. {chapeau}\n\n(a) Light lamps;\n\n(b) Keep oil.\n")]
    assert ("1/a" in found, "1/b" in found) == (asked, asked)


def test_whom_an_item_wants_spoken_to_is_not_asked(
    duties: Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]],
) -> None:
    """Where the chapeau names nobody that is known, only a subject that opens the item is asked."""
    (found,) = duties("1. Calls upon the lamplighters:\n\n(a) To engage with the Security Council to find oil.\n")
    assert found[3] == ()
    (own,) = duties("1. I encourage:\n\n(a) The Security Council to find oil.\n")
    assert own[3] == (COUNCIL,)


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("I urge United Nations entities to act.", ("actor/united-nations-entities",)),
        ("I urge the General Assembly's guests to act.", ()),
        ("I call upon all who heard of Security Council resolution 1325 (2000) to act.", ()),
        ("I urge the Security Council, as well as Member States, to act.", (COUNCIL, STATES)),
        ("I urge Member States, with the support of the Security Council, to act.", (STATES,)),
        ("I urge Member States, in close cooperation with the Security Council, to act.", (STATES,)),
    ],
)
def test_a_name_that_only_tells_which_is_not_asked(
    duties: Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]], text: str, addressees: tuple[str, ...]
) -> None:
    """Whose members, whose resolution: the owner is not the one who is to act."""
    (found,) = duties(f"1. {text}\n")
    assert found[3] == addressees
