"""Eyes: all stages over one reading. In: passages, a lexicon, what the catalogue knows. Out: citations, mentions, duties,
bases of mandates, briefings, observations.

Pure: no stores, no network; another document is known only through `primary`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ontology.concepts import Concept
from ontology.iris import Iris
from ontology.nouns import Allusion, Briefing, Citation, Derived, Duty, MandateBasis, Mention, Observation, Passage
from reading.assemble import Reading
from reading.citations.attribute import Whose, attribute
from reading.citations.cite import Printed, cite
from reading.citations.defined import Read, ShortForms, defined
from reading.citations.resolve import Primary, resolve
from reading.duties.duty import Speaker, Unread, duties, recommending
from reading.duties.review_lists import review_duties
from reading.evidence import Witness
from reading.mentions.about import Setting, weighed
from reading.mentions.allude import allude
from reading.mentions.basis import bases
from reading.mentions.brief import briefings
from reading.mentions.lexicon import Lexicon, Named
from reading.mentions.mandated import Held
from reading.mentions.mention import is_cited, mention
from reading.mentions.observe import observations
from reading.mentions.refer import Names, unless_referred

_NO_NAMES = Lexicon(())


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the eyes know beforehand: names, where IRIs live, which document a symbol belongs to, who holds which mandate.

    `themes` are the names of themes, and `pillars` says under which pillars a theme belongs. `lexicon` is of English names, and
    `others` of those in other languages; `described` are words that describe without naming; `mandates` are all of a holder;
    `concepts` are the entries by IRI.
    """

    lexicon: Lexicon
    iris: Iris
    primary: Primary
    held: Mapping[str, str]
    themes: Lexicon
    pillars: Mapping[str, tuple[str, ...]]
    others: Mapping[str, Lexicon] = field(default_factory=dict)
    described: Lexicon = field(default_factory=lambda: Lexicon(()))
    mandates: Held = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)

    def names_in(self, language: str) -> Lexicon:
        """The names in a language; none where the vocabulary has no labels in it: those of another would match by chance."""
        return self.lexicon if language == "en" else self.others.get(language, _NO_NAMES)

    def descriptions_in(self, language: str) -> Lexicon:
        """The words that describe without naming, in a language."""
        return self.described if language == "en" else _NO_NAMES


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
    allusions: tuple[Allusion, ...] = ()

    @property
    def derived(self) -> tuple[Derived, ...]:
        """All of it together."""
        read: tuple[Derived, ...] = (*self.citations, *self.mentions, *self.allusions, *self.duties)
        return (*read, *self.bases, *self.briefings, *self.observations)


def find(reading: Reading, knowledge: Knowledge, as_of: str | None = None) -> Found:
    """Everything that the stages find in the passages of one rendition. `as_of` is the document's day or year, in ISO form."""
    citations: list[Citation] = []
    mentions: list[Mention] = []
    allusions: list[Allusion] = []
    stated: list[MandateBasis] = []
    briefed: list[Briefing] = []
    observed: list[Observation] = []
    findings = list(reading.findings)
    unread: dict[str, tuple[Passage, list[Named], Witness]] = {}
    names = knowledge.names_in(reading.rendition.language)
    read, forms = _read(reading, names)
    described, setting = knowledge.descriptions_in(reading.rendition.language), _setting(reading, read, names)
    meant = Names(forms, _issuer(reading, knowledge), setting.title)
    printed = attribute(read, forms, _whose(reading, knowledge, as_of))
    for (passage, named, _), own in zip(read, printed, strict=True):
        witness = Witness(passage, reading.rendition)
        cited = _cited(own, witness, knowledge, findings)
        citations += cited
        free = [name for name in named if not _is_inside(name, cited)]
        referred = meant.read(passage, named)
        free = unless_referred(free, referred)
        spoken, alluded = allude(free, referred, described.find(passage.text), knowledge.mandates, witness)
        mentioned, alluded = weighed([*mention(free, witness), *spoken], alluded, passage, setting, knowledge.concepts)
        mentions += mentioned
        allusions += alluded
        stated += bases(named, cited, witness, knowledge.held, knowledge.lexicon)
        briefed += briefings(named, witness)
        observed += observations(named, witness, knowledge.iris, as_of)
        unread[passage.iri] = passage, named, witness
    asked = _duties(unread, _speaker(reading, knowledge))
    return Found(
        *(tuple(citations), tuple(mentions), tuple(asked), tuple(stated), tuple(findings), tuple(briefed), tuple(observed)),
        allusions=tuple(allusions),
    )


def _setting(reading: Reading, read: list[Read], names: Lexicon) -> Setting:
    """Title and headings; a section's words are those of its own heading and of the ones over it."""
    own = {section.iri: section for section in reading.sections}

    def words(iri: str) -> str:
        return f"{own[iri].heading}\n{words(own[iri].part_of)}" if iri in own else ""

    return Setting.of(reading.title, {iri: words(iri) for iri in own}, [named for _, named, _ in read], names)


def _issuer(reading: Reading, knowledge: Knowledge) -> Concept | None:
    """The organ or office that speaks, by its entry in the vocabulary."""
    return next((name.concept for name in knowledge.lexicon.find(reading.issuer) if name.concept), None)


def _speaker(reading: Reading, knowledge: Knowledge) -> Speaker:
    author = _issuer(reading, knowledge)
    who, recommends = author.iri if author else None, recommending(reading.sections)
    titled = {
        name.concept.iri for name in knowledge.lexicon.find(reading.title) if name.concept and "/state/" in name.concept.iri
    }
    reviewed = titled.pop() if len(titled) == 1 else None
    return Speaker(who, knowledge.themes, knowledge.pillars, knowledge.iris, recommends, reviewed)


def _is_inside(name: Named, cited: list[Citation]) -> bool:
    """Whether a name is letters of a symbol or of an address, and so names nobody."""
    return any(
        citation.evidence.method in ("symbol", "address") and citation.evidence.span.contains(name.span) for citation in cited
    )


def _read(reading: Reading, lexicon: Lexicon) -> tuple[list[Read], ShortForms]:
    """Every passage with its names and its citations as printed, and the short forms that the document defines."""
    read: list[Read] = []
    for passage in reading.passages:
        named = lexicon.find(passage.text)
        read.append((passage, named, cite(passage.text, [name for name in named if name.concept and is_cited(name.concept)])))
    return read, defined(read)


def _whose(reading: Reading, knowledge: Knowledge, as_of: str | None) -> Whose:
    label = knowledge.iris.path(reading.rendition.document).removeprefix("doc/")
    return Whose(reading.issuer, label, int(as_of[:4]) if as_of else None)


def _cited(printed: list[Printed], witness: Witness, knowledge: Knowledge, findings: list[str]) -> list[Citation]:
    found = []
    for each in printed:
        citation, finding = resolve(each, witness, knowledge.iris, knowledge.primary)
        found.append(citation)
        if finding:
            findings.append(f"{witness.passage.pinpoint}: {finding}")
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

    reviewed, lists = review_duties([Unread(*one) for one in unread.values()], speaker)
    tops = [iri for iri, (passage, _, _) in unread.items() if passage.part_of not in unread]
    asked = (duty for iri in tops for duty in duties(build(iri), speaker))
    return [*reviewed, *(duty for duty in asked if duty.evidence.passage not in lists)]
