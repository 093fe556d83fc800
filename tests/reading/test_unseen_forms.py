"""Tests of the eyes: forms of other documents than those that the rules were written beside. In: sentences of our making in the
United Nations' form. Out: what each cites, names and asks. No network.
"""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from reading.assemble import Reading
from reading.find import Found

Read = Callable[[str], tuple[Reading, Found]]
Told = Callable[[str], list[tuple[str, str, str, tuple[str, ...], str]]]
CITED: list[tuple[str, list[tuple[str, str | None]]]] = [
    (
        "The Security Council, in its resolution 1894 (2009), and the Human Rights Council, in its resolution 33/19, acted.",
        [
            *[("doc/S/RES/1894(2009)", None), ("doc/A/HRC/RES/33/19", None)],
        ],
    ),
    (
        "In its resolutions 1 (I) and 96 (I), the General Assembly lit lamps.",
        [("doc/A/RES/1(I)", None), ("doc/A/RES/96(I)", None)],
    ),
    (
        "See General Assembly resolutions 260 A (III) and 377 A (V) and Human Rights Council decision 2/102.",
        [("doc/A/RES/260(III)A", None), ("doc/A/RES/377(V)A", None), ("doc/A/HRC/DEC/2/102", None)],
    ),
    (
        "As S/RES/1674 (2006), para. 4, and A/60/L.1 say.",
        [("doc/S/RES/1674(2006)", "para. 4"), ("doc/A/60/L.1", None)],
    ),
    (
        "See A/63/677, paras. 10–12, and A/64/864, para. 33 (a).",
        [("doc/A/63/677", "paras. 10-12"), ("doc/A/64/864", "para. 33 (a)")],
    ),
    ("See CCPR/C/GC/36, para. 67, and CERD/C/67/1.", [("doc/CCPR/C/GC/36", "para. 67"), ("doc/CERD/C/67/1", None)]),
    (
        "See CAT/C/GC/3, para. 4, CRC/C/GC/13 and DP/2030/1.",
        [("doc/CAT/C/GC/3", "para. 4"), ("doc/CRC/C/GC/13", None), ("doc/DP/2030/1", None)],
    ),
    ("Section IV.A of A/64/864 is short.", [("doc/A/64/864", "sect. IV.A")]),
    (
        "Article 7 of the Rome Statute and article II of the Genocide Convention define them.",
        [("instrument/rome-statute", "art. 7"), ("instrument/genocide-convention", "art. II")],
    ),
    ("Article 75 of Protocol I Additional to the Geneva Conventions binds.", [("instrument/additional-protocol-i", "art. 75")]),
    (
        "Article 4 (h) of the Constitutive Act of the African Union.",
        [("instrument/constitutive-act-of-the-african-union", "art. 4 (h)")],
    ),
    (
        "The Kampala Convention, the Arms Trade Treaty and the African Charter on Human and Peoples' Rights.",
        [
            *[("instrument/kampala-convention", None), ("instrument/arms-trade-treaty", None)],
            ("instrument/african-charter-on-human-and-peoples-rights", None),
        ],
    ),
    ("ILO Convention No. 169 was ratified.", [("instrument/ilo-convention-169", None)]),
    ("Under Chapter VII of the Charter, it acts.", [("instrument/charter-of-the-united-nations", "Chapter VII")]),
    (
        "The African Charter on Democracy, Elections and Governance.",
        [("instrument/african-charter-on-democracy-elections-and-governance", None)],
    ),
    ("The lamps serve the Sustainable Development Goals.", []),
]


@pytest.mark.parametrize(("text", "cited"), CITED)
def test_what_a_sentence_of_another_document_cites(read: Read, text: str, cited: list[tuple[str, str | None]]) -> None:
    """Organs that change within a list, roman sessions, treaties side by side, parts that end where the next symbol begins."""
    found = [(one.target or "", one.cited_part) for one in read(f"1. {text}\n")[1].citations]
    assert [(target.removeprefix(DEFAULT_BASE), part) for target, part in found] == cited


NAMED: list[tuple[str, list[str]]] = [
    (
        "The Peace and Security Council of the African Union heard the Panel of the Wise.",
        ["actor/african-union-peace-and-security-council", "actor/panel-of-the-wise"],
    ),
    ("The African Union Peace and Security Council met.", ["actor/african-union-peace-and-security-council"]),
    (
        "The Early Warning and Response Network of the Economic Community of West African States works.",
        ["network/ecowas-early-warning-and-response-network"],
    ),
    ("The Cameroon-Nigeria Mixed Commission met.", ["actor/cameroon-nigeria-mixed-commission"]),
    (
        "Group of Friends of the Responsibility to Protect; International Coalition for the Responsibility to Protect.",
        [
            "network/group-of-friends-of-the-responsibility-to-protect",
            "network/international-coalition-for-the-responsibility-to-protect",
        ],
    ),
    ("Genocide Watch wrote.", ["actor/genocide-watch"]),
    ("Parliamentarians for Global Action wrote.", ["actor/parliamentarians-for-global-action"]),
    (
        "Victims of genocide and survivors spoke.",
        ["actor/survivors-and-victims", "crime/genocide", "actor/survivors-and-victims"],
    ),
    (
        "The International Criminal Tribunal for the Former Yugoslavia tried war crimes.",
        ["actor/international-tribunal-for-the-former-yugoslavia", "crime/war-crimes"],
    ),
    ("A war crimes chamber sat.", ["crime/war-crimes"]),
    ("The anti-genocide movement and the Srebrenica genocide.", ["crime/genocide", "crime/genocide"]),
    ("The International Day of Commemoration and Dignity of the Victims of the Crime of Genocide came.", []),
    (
        "A Code of Conduct regarding Security Council action against genocide, crimes against humanity or war crimes.",
        [],
    ),
    (
        "UNAMIR and UNPROFOR left.",
        ["actor/united-nations-assistance-mission-for-rwanda", "actor/united-nations-protection-force"],
    ),
    (
        "All parties to the conflict, armed groups and donors.",
        ["actor/parties-to-conflict", "actor/non-state-armed-groups", "actor/donors"],
    ),
    ("Each State acts, and a State party too.", ["actor/states", "actor/states-parties"]),
    ("A state of emergency in the State.", []),
    ("The Statute of the International Court of Justice.", []),
    ("The Framework Convention for the Protection of National Minorities.", []),
    ("Racial, ethnic and religious minorities and vulnerable communities.", ["actor/minorities", "actor/vulnerable-populations"]),
]


@pytest.mark.parametrize(("text", "named"), NAMED)
def test_what_a_sentence_of_another_document_names(read: Read, text: str, named: list[str]) -> None:
    """One body's name within another's is no second body; a crime within the name of a body or a text is none."""
    assert [one.of.removeprefix(DEFAULT_BASE) for one in read(f"1. {text}\n")[1].mentions] == named


STATES, COUNCIL = "actor/member-states", "actor/security-council"
ASKED: list[tuple[str, str, tuple[str, ...], str]] = [
    ("I urge Member States not to hide lamps.", "urge", (STATES,), "not to hide lamps"),
    ("Member States are urged not to hide lamps.", "urge", (STATES,), "not to hide lamps"),
    ("Member States are called upon never to forget.", "call upon", (STATES,), "never to forget"),
    ("It is recommended that Member States light lamps.", "recommend", (STATES,), "light lamps"),
    ("It is also recommended that the Security Council light lamps.", "recommend", (COUNCIL,), "light lamps"),
    ("I reiterate my call on Member States to light lamps.", "call upon", (STATES,), "light lamps"),
    (
        "I call upon the permanent members of the Security Council to wait.",
        "call upon",
        ("actor/members-of-the-security-council",),
        "wait",
    ),
    (
        "The Council strongly rejects any act of darkness, and urges Member States to light lamps.",
        "urge",
        (STATES,),
        "light lamps",
    ),
]


@pytest.mark.parametrize(("text", "verb", "addressees", "action"), ASKED)
def test_what_a_sentence_of_another_document_asks(
    duties: Told, text: str, verb: str, addressees: tuple[str, ...], action: str
) -> None:
    """What is asked not to be done is told as that; members of an organ are asked themselves."""
    assert duties(f"1. {text}\n") == [("1", "recommendation", verb, addressees, action)]


@pytest.mark.parametrize(
    "text",
    [
        "Member States should not hide lamps.",
        "States need not wait for the Security Council.",
        "In its resolution 63/308, the General Assembly decided to light lamps.",
        "The Council requested the Secretary-General to report.",
        "In its resolution 2150 (2014), the Security Council “calls upon States to light lamps”.",
        "In resolution 43/29, the Human Rights Council called upon all States to light lamps.",
        "The Group of Friends has urged Member States to light lamps.",
        "Were Member States to light lamps, they would see.",
        "If Member States should decide to light lamps, they would see.",
        "The United Nations could urge Member States to light lamps.",
        "The Office was requested to write, and Member States were urged to read.",
        "It was recommended that Member States light lamps.",
        "It is recommended in a report of others that States light lamps.",
        "The Council notes that the Secretary-General encourages dialogue.",
        "The Committee welcomed the steps and urged the State party to go on.",
    ],
)
def test_what_others_asked_or_might_ask_is_no_duty(duties: Told, text: str) -> None:
    """Told, quoted, supposed, or said by the way in the body of a report."""
    assert duties(f"1. {text}\n") == []
