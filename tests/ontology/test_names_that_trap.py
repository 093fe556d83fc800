"""Language, under test: names of the vocabulary that trap, in sentences of our own making."""

import pytest

from tests.ontology.conftest import Find

TRAPS = [
    ("Officers were taught the Kigali Principles before they left Kigali.", ["instrument/kigali-principles"]),
    ("The Rome Statute was signed, and Rome is fine in spring.", ["instrument/rome-statute"]),
    ("The Fez Plan of Action was shown in Fez.", ["instrument/fez-plan-of-action"]),
    ("They met in Beijing on the Beijing Platform for Action.", ["instrument/beijing-declaration-and-platform-for-action"]),
    (
        "The Budapest Centre for Mass Atrocities Prevention taught in Budapest.",
        ["actor/budapest-centre-for-mass-atrocities-prevention"],
    ),
    ("The Venice Commission of the Council of Europe sat in Venice.", ["actor/venice-commission"]),
    ("The Council met, and so did the Assembly of the African Union.", []),
    (
        "The Council of Europe is not the Council of the European Union.",
        ["actor/council-of-europe", "actor/council-of-the-european-union"],
    ),
    ("The National Assembly heard them; freedom of peaceful assembly held.", []),
    ("Fighters of the Islamic State in Iraq and the Levant fled.", ["actor/isil"]),
    (
        "The United Nations Assistance Mission for Iraq left Iraq.",
        ["actor/united-nations-assistance-mission-for-iraq", "state/IRQ"],
    ),
    (
        "Staff of the United Nations Multidimensional Integrated Stabilization Mission in Mali went home.",
        ["actor/united-nations-multidimensional-integrated-stabilization-mission-in-mali"],
    ),
    ("The International Criminal Tribunal for Rwanda closed.", ["actor/international-criminal-tribunal-for-rwanda"]),
    (
        "The Commission on Human Rights gave way to the Human Rights Council.",
        ["actor/commission-on-human-rights", "actor/human-rights-council"],
    ),
    (
        "The Commission on Human Rights in South Sudan wrote.",
        ["mechanism/commission-on-human-rights-in-south-sudan"],
    ),
    ("A National Commission on Human Rights was set up.", []),
    ("The Human Rights Committee is no council.", ["actor/human-rights-committee"]),
    (
        "The Office of the High Commissioner for Human Rights wrote to the High Commissioner for Human Rights.",
        ["actor/ohchr", "actor/high-commissioner-for-human-rights"],
    ),
    (
        "The Conflict Prevention and Early Warning Division wrote to the Conflict Prevention Centre.",
        ["actor/african-union-conflict-prevention-and-early-warning-division", "actor/osce-conflict-prevention-centre"],
    ),
    ("The Secretary-General of the League of Arab States agreed.", []),
    ("The Technical Secretariat inspected.", []),
    ("The member States of the African Union agreed.", ["actor/african-union"]),
    ("Member States of the African Union agreed.", []),
    ("The Lake Chad Basin, Mexico City, the Samoa Pathway and the Uruguay Round.", []),
    ("West Africa and the Horn of Africa; the Asia-Pacific region.", []),
    ("Africa and Eastern Africa.", ["region/002", "region/014"]),
    ("Micronesia, Australia and New Zealand.", ["state/FSM", "state/AUS", "state/NZL"]),
    (
        "South Africa and the Southern African Development Community.",
        ["state/ZAF", "actor/southern-african-development-community"],
    ),
    ("Small island developing States spoke.", ["actor/small-island-developing-states"]),
    (
        "Non-State armed groups and other non-State actors.",
        ["actor/non-state-armed-groups", "actor/non-state-actors"],
    ),
    ("Francis Deng and Adama Dieng spoke.", []),
]


@pytest.mark.parametrize(("text", "entries"), TRAPS)
def test_a_name_that_traps_is_read_as_what_it_is(find: Find, text: str, entries: list[str]) -> None:
    """Places in the names of texts, States in the names of missions, one body's name within another's."""
    assert find(text) == entries
