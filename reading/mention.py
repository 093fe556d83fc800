"""Eyes, stage mention. In: the names found in one passage. Out: Mentions of concepts, each with its evidence.

Only what the text names; what it means without naming is not read here. Instruments are cited, not mentioned: that is cite's.
"""

from collections.abc import Sequence

from ontology.concepts import Concept
from ontology.nouns import Mention
from reading.evidence import Witness
from reading.lexicon import Named

_CONFIDENCE = {"preferred label": 0.97, "alternative label": 0.93}
_CITED_KINDS = {"Instrument", "PolicyText", "Treaty"}


def is_cited(concept: Concept) -> bool:
    """Whether naming a concept is a citation: treaties and named policy texts are texts, a generic name for many is none."""
    return bool(_CITED_KINDS & set(concept.kinds)) and not concept.generic


def mention(named: Sequence[Named], witness: Witness) -> list[Mention]:
    """The mentions of one passage, in order."""
    mentions = []
    for name in named:
        if name.concept is None or is_cited(name.concept):
            continue
        evidence = witness.evidence(name.span, name.by, _CONFIDENCE[name.by])
        mentions.append(Mention(witness.iri("mention", name.as_printed), evidence, name.concept.iri))
    return mentions
