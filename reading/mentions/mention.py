"""Eyes, stage mention. In: the names found in one passage. Out: Mentions of concepts, each with its evidence.

Only what the text names; what it means without naming is not read here. Instruments are cited, not mentioned: that is cite's.
"""

import re
from collections.abc import Sequence

from ontology.concepts import Concept
from ontology.nouns import Mention
from reading.evidence import Witness
from reading.mentions.lexicon import Named

_CONFIDENCE = {"preferred label": 0.97, "alternative label": 0.93}
_IN_ANOTHER_LANGUAGE = 0.9  # its traps are not listed as those of English names are
_PHRASES = {"Inhibitor", "RiskFactor", "Indicator", "WarningSign"}
_LONGEST_TITLE = 160  # characters before a place that may belong to the same title
# "Convention on the Rights of Women in Africa"; but whoever carries out a convention in Kenya speaks of Kenya.
_RUN = r"(?:,?\s+(?:on|of|for|the|and|in|to|against|[A-Z][\w’'-]*))*"
_REGION_TITLE = re.compile(
    r"\b(?:(?:Convention|Protocol|Charter|Framework|Fund|Road Map|Summit|Month|Decade|Declaration|Guns|Network|Association|"
    rf"Alliance)\b{_RUN}\s+(?:in|of|for)|"
    # an agenda or programme is often carried out "in Africa", of which it then speaks
    rf"(?:Agenda|Centres?|Centers?|Conference|Forum|Institute|Partnership|Programme|Strategy|Initiative|Plan)\b{_RUN}\s+(?:of|for)|"
    rf"Meeting\b{_RUN},)\s+(?:the\s+)?$"
)
_STATE_TITLE = re.compile(
    r"\b(?:(?:Framework|Fund|Road Map)(?:\s+Agreement)?\s+for|Conciliation Commission for|Sovereign Order of|on the Question of|"
    r"Chambers?(?:\s+(?:of|and)|\s+[A-Z]\w+)*\s+of)\s+(?:the\s+)?$|\bAir\s+$"
)
_TITLE_GOES_ON = {
    # "Africa Amnesty Month", "Caribbean Coast of Nicaragua", "Asia-Europe Foundation"
    "Region": re.compile(r"\s+[A-Z]|[-‑–][A-Z]"),
    "State": re.compile(r"\s+(?:Agenda|Declaration|Consensus|Accord|Compact|Principles|Rules|Platform|Programme of Action)\b"),
}
# "post-conflict situations", "non-discriminatory policies"
_CAPITAL = re.compile(r"\b[A-Z]")
_DENIED = re.compile(r"\b(?:non|post|anti)[-‑–]$", re.IGNORECASE)
_ENTITLED = re.compile(r"\b(?:entitled|titled|theme|themes|motto|slogan)\s*:?\s+[“\"][^”\"]*$")
_CITED_KINDS = {"Instrument", "PolicyText", "Treaty"}


def is_cited(concept: Concept) -> bool:
    """Whether naming a concept is a citation: treaties and named policy texts are texts, a generic name for many is none."""
    return bool(_CITED_KINDS & set(concept.kinds)) and not concept.generic


def is_part_of_a_title(name: Named, text: str) -> bool:
    """Whether a place stands at the end of a longer title ("Protocol on the Rights of Women in Africa"), or a phrase is a title
    ("Director for Good Governance"), stands in the title of a text, or is denied by what it is joined to ("non-discriminatory
    policies"): then neither is spoken of.
    """
    kinds = set(name.concept.kinds) if name.concept else set()
    before = text[max(0, name.span.start - _LONGEST_TITLE) : name.span.start]
    for kind, title in (("Region", _REGION_TITLE), ("State", _STATE_TITLE)):
        if kind in kinds:
            return bool(_TITLE_GOES_ON[kind].match(text, name.span.end) or title.search(before))
    if not kinds & _PHRASES:
        return False
    return _is_in_capitals(name) or bool(_DENIED.search(before) or _ENTITLED.search(before))


def _is_in_capitals(name: Named) -> bool:
    """Whether a phrase has the capitals of a title: several, and behind its first word more than the same label has everywhere,
    as that of "State" in "weakness of State structures".
    """
    labels = name.concept.positive if name.concept else ()
    same = [label for label in labels if label.casefold() == name.as_printed.casefold()]
    own = max((len(_CAPITAL.findall(label, 1)) for label in same), default=0)
    return len(_CAPITAL.findall(name.as_printed)) > 1 and len(_CAPITAL.findall(name.as_printed, 1)) > own


def mention(named: Sequence[Named], witness: Witness) -> list[Mention]:
    """The mentions of one passage, in order."""
    mentions = []
    for name in named:
        if name.concept is None or is_cited(name.concept) or is_part_of_a_title(name, witness.passage.text):
            continue
        evidence = witness.evidence(name.span, name.by, _CONFIDENCE.get(name.by, _IN_ANOTHER_LANGUAGE))
        mentions.append(Mention(witness.iri("mention", name.as_printed), evidence, name.concept.iri))
    return mentions
