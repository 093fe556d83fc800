"""Eyes: all stages over one reading. In: passages, a lexicon, what the catalogue knows. Out: citations, mentions, duties,
bases of mandates.

Pure: no stores, no network; another document is known only through `primary`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ontology.iris import Iris
from ontology.nouns import Citation, Duty, MandateBasis, Mention, Passage
from reading.assemble import Reading
from reading.basis import bases
from reading.cite import cite
from reading.duty import Unread, duties
from reading.evidence import Witness
from reading.lexicon import Lexicon, Named
from reading.mention import is_cited, mention
from reading.resolve import Primary, resolve


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the eyes know beforehand: names, where IRIs live, which document a symbol belongs to, who holds which mandate."""

    lexicon: Lexicon
    iris: Iris
    primary: Primary
    held: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one reading; findings are oddities worth a line on the receipt."""

    citations: tuple[Citation, ...]
    mentions: tuple[Mention, ...]
    duties: tuple[Duty, ...]
    bases: tuple[MandateBasis, ...]
    findings: tuple[str, ...]


def find(reading: Reading, knowledge: Knowledge) -> Found:
    """Everything that the stages find in the passages of one rendition."""
    citations: list[Citation] = []
    mentions: list[Mention] = []
    stated: list[MandateBasis] = []
    findings = list(reading.findings)
    unread: dict[str, tuple[Passage, list[Named], Witness]] = {}
    for passage in reading.passages:
        witness, named = Witness(passage, reading.rendition), knowledge.lexicon.find(passage.text)
        cited = _cited(passage, named, witness, knowledge, findings)
        citations += cited
        mentions += mention([name for name in named if not _is_inside(name, cited)], witness)
        stated += bases(named, cited, witness, knowledge.held)
        unread[passage.iri] = passage, named, witness
    return Found(tuple(citations), tuple(mentions), tuple(_duties(unread)), tuple(stated), tuple(findings))


def _is_inside(name: Named, cited: list[Citation]) -> bool:
    """Whether a name is letters of a symbol or of an address, and so names nobody."""
    return any(
        citation.evidence.method in ("symbol", "address") and citation.evidence.span.contains(name.span) for citation in cited
    )


def _cited(passage: Passage, named: list[Named], witness: Witness, knowledge: Knowledge, findings: list[str]) -> list[Citation]:
    found = []
    for printed in cite(passage.text, [name for name in named if name.concept and is_cited(name.concept)]):
        citation, finding = resolve(printed, witness, knowledge.iris, knowledge.primary)
        found.append(citation)
        if finding:
            findings.append(f"{passage.pinpoint}: {finding}")
    return found


def _duties(unread: Mapping[str, tuple[Passage, list[Named], Witness]]) -> list[Duty]:
    """Duties of every passage that is not an item of another one: items are read with their chapeau."""
    items: defaultdict[str, list[str]] = defaultdict(list)
    for iri, (passage, _, _) in unread.items():
        if passage.part_of in unread:
            items[passage.part_of].append(iri)

    def build(iri: str) -> Unread:
        passage, named, witness = unread[iri]
        return Unread(passage, named, witness, [build(item) for item in items[iri]])

    tops = [iri for iri, (passage, _, _) in unread.items() if passage.part_of not in unread]
    return [duty for iri in tops for duty in duties(build(iri))]
