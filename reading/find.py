"""Eyes: all stages over one reading. In: passages, a lexicon, what the catalogue knows. Out: citations, mentions, duties,
bases of mandates, briefings, observations.

Pure: no stores, no network; another document is known only through `primary`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ontology.iris import Iris
from ontology.nouns import Briefing, Citation, Derived, Duty, MandateBasis, Mention, Observation, Passage
from reading.assemble import Reading
from reading.basis import bases
from reading.brief import briefings
from reading.cite import cite
from reading.duty import Speaker, Unread, duties
from reading.evidence import Witness
from reading.lexicon import Lexicon, Named
from reading.mention import is_cited, mention
from reading.observe import observations
from reading.resolve import Primary, resolve


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the eyes know beforehand: names, where IRIs live, which document a symbol belongs to, who holds which mandate.

    `themes` are the names of themes, and `pillars` says under which pillars a theme belongs.
    """

    lexicon: Lexicon
    iris: Iris
    primary: Primary
    held: Mapping[str, str]
    themes: Lexicon
    pillars: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one reading; findings are oddities worth a line on the receipt."""

    citations: tuple[Citation, ...]
    mentions: tuple[Mention, ...]
    duties: tuple[Duty, ...]
    bases: tuple[MandateBasis, ...]
    findings: tuple[str, ...]
    briefings: tuple[Briefing, ...] = ()
    observations: tuple[Observation, ...] = ()

    @property
    def derived(self) -> tuple[Derived, ...]:
        """All of it together."""
        return (*self.citations, *self.mentions, *self.duties, *self.bases, *self.briefings, *self.observations)


def find(reading: Reading, knowledge: Knowledge, as_of: str | None = None) -> Found:
    """Everything that the stages find in the passages of one rendition. `as_of` is the document's day or year, in ISO form."""
    citations: list[Citation] = []
    mentions: list[Mention] = []
    stated: list[MandateBasis] = []
    briefed: list[Briefing] = []
    observed: list[Observation] = []
    findings = list(reading.findings)
    unread: dict[str, tuple[Passage, list[Named], Witness]] = {}
    for passage in reading.passages:
        witness, named = Witness(passage, reading.rendition), knowledge.lexicon.find(passage.text)
        cited = _cited(passage, named, witness, knowledge, findings)
        citations += cited
        mentions += mention([name for name in named if not _is_inside(name, cited)], witness)
        stated += bases(named, cited, witness, knowledge.held, knowledge.lexicon)
        briefed += briefings(named, witness)
        observed += observations(named, witness, knowledge.iris, as_of)
        unread[passage.iri] = passage, named, witness
    asked = _duties(unread, _speaker(reading, knowledge))
    return Found(tuple(citations), tuple(mentions), tuple(asked), tuple(stated), tuple(findings), tuple(briefed), tuple(observed))


def _speaker(reading: Reading, knowledge: Knowledge) -> Speaker:
    authors = [name.concept.iri for name in knowledge.lexicon.find(reading.issuer) if name.concept]
    return Speaker(authors[0] if authors else None, knowledge.themes, knowledge.pillars, knowledge.iris)


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


def _duties(unread: Mapping[str, tuple[Passage, list[Named], Witness]], speaker: Speaker) -> list[Duty]:
    """Duties of every passage that is not an item of another one: items are read with their chapeau."""
    items: defaultdict[str, list[str]] = defaultdict(list)
    for iri, (passage, _, _) in unread.items():
        if passage.part_of in unread:
            items[passage.part_of].append(iri)

    def build(iri: str) -> Unread:
        passage, named, witness = unread[iri]
        return Unread(passage, named, witness, [build(item) for item in items[iri]])

    tops = [iri for iri, (passage, _, _) in unread.items() if passage.part_of not in unread]
    return [duty for iri in tops for duty in duties(build(iri), speaker)]
