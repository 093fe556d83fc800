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
_REGION_TITLE = re.compile(
    r"\b(?:Convention|Protocol|Charter|Framework|Fund|Road Map|Summit|Month|Decade|Declaration|Guns)\b"
    r"(?:,?\s+(?:on|of|for|the|and|in|to|against|[A-Z][\w’'-]*))*\s+(?:in|of|for)\s+(?:the\s+)?$"
)
_STATE_TITLE = re.compile(r"\b(?:Framework|Fund|Road Map)(?:\s+Agreement)?\s+for\s+(?:the\s+)?$")
_CITED_KINDS = {"Instrument", "PolicyText", "Treaty"}


def is_cited(concept: Concept) -> bool:
    """Whether naming a concept is a citation: treaties and named policy texts are texts, a generic name for many is none."""
    return bool(_CITED_KINDS & set(concept.kinds)) and not concept.generic


def is_part_of_a_title(name: Named, text: str) -> bool:
    """Whether a place stands at the end of a longer title ("Protocol on the Rights of Women in Africa"), or a phrase is a title
    ("Director for Good Governance"): then neither is spoken of.
    """
    kinds = set(name.concept.kinds) if name.concept else set()
    title = _REGION_TITLE if "Region" in kinds else _STATE_TITLE if "State" in kinds else None
    if "Region" in kinds and re.match(r"\s+[A-Z]", text[name.span.end :]):
        return True  # "Africa Amnesty Month", "Caribbean Coast of Nicaragua"
    if title:
        return bool(title.search(text, max(0, name.span.start - _LONGEST_TITLE), name.span.start))
    return bool(kinds & _PHRASES) and len(re.findall(r"\b[A-Z]", name.as_printed)) > 1


def mention(named: Sequence[Named], witness: Witness) -> list[Mention]:
    """The mentions of one passage, in order."""
    mentions = []
    for name in named:
        if name.concept is None or is_cited(name.concept) or is_part_of_a_title(name, witness.passage.text):
            continue
        evidence = witness.evidence(name.span, name.by, _CONFIDENCE.get(name.by, _IN_ANOTHER_LANGUAGE))
        mentions.append(Mention(witness.iri("mention", name.as_printed), evidence, name.concept.iri))
    return mentions
