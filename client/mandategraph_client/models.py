"""What the answers hold. Written by `python -m api.rest.typed` from the table of resources: do not edit."""

from typing import Literal, NotRequired, TypedDict


class Link(TypedDict):
    """Something by its IRI, with a name."""

    iri: str
    label: str | None


class Text(TypedDict):
    """A text with its language."""

    text: str
    language: str | None


class Problem(TypedDict):
    """What is wrong, as RFC 9457 writes it."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    advice: NotRequired[str]
    line: NotRequired[int]
    column: NotRequired[int]


Term = TypedDict(
    "Term",
    {
        "type": str,
        "value": str,
        "xml:lang": NotRequired[str],
        "datatype": NotRequired[str],
    },
)
"""A term, as SPARQL 1.1 Query Results JSON Format writes it."""


class QueryParameter(TypedDict):
    """A parameter of a named query."""

    name: str
    type: str
    required: bool
    description: str
    default: str | None


class Query(TypedDict):
    """A named query."""

    name: str
    title: str
    summary: str
    href: str
    parameters: list[QueryParameter]


class QueryList(TypedDict):
    """All named queries."""

    queries: list[Query]
    about: str


class QueryAnswer(TypedDict):
    """The answer to a named query."""

    query: str
    title: str
    generation: str
    columns: list[str]
    rows: list[dict[str, Term]]
    sparql: str
    about: str


class DocumentRenditionsItem(TypedDict):
    """The files that its words were read from."""

    iri: str
    language: str | None
    media_type: str | None
    sha256: str | None
    chosen: bool | None


class Document(TypedDict):
    """Reports, resolutions, letters, statements, treaties and programme documents that are here or that others cite."""

    iri: str
    href: str
    renditions: list[DocumentRenditionsItem]
    label: Text | None
    types: list[str]
    symbols: list[str]
    issued: str | None
    session: str | None
    agenda_items: list[str]
    adopted_by: Link | None
    fidelity: str | None
    source_note: Text | None
    links: dict[str, str]


class DocumentPage(TypedDict):
    """One page of documents."""

    resource: Literal["documents"]
    generation: str
    items: list[Document]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class DocumentAnswer(TypedDict):
    """One of documents."""

    resource: Literal["documents"]
    generation: str
    item: Document
    sparql: str
    about: str


class Paragraph(TypedDict):
    """Passages in reading order: numbered paragraphs and their letters, preambular ones, footnotes, summaries."""

    iri: str
    href: str
    label: Text | None
    types: list[str]
    number: str | None
    order: int | None
    document: Link | None
    part_of: Link | None
    text: Text | None
    fidelity: str | None
    cites: list[Link]
    mentions: list[Link]
    footnotes: list[Link]
    links: dict[str, str]


class ParagraphPage(TypedDict):
    """One page of paragraphs."""

    resource: Literal["paragraphs"]
    generation: str
    items: list[Paragraph]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class ParagraphAnswer(TypedDict):
    """One of paragraphs."""

    resource: Literal["paragraphs"]
    generation: str
    item: Paragraph
    sparql: str
    about: str


class Evidence(TypedDict):
    """Evidence of a statement."""

    passage: Link | None
    as_printed: str | None
    start: int | None
    end: int | None
    language: str | None
    method: str | None
    confidence: float | None
    precision: float | None
    precision_lower_bound: float | None
    precision_sample: int | None
    verdict: str | None
    fidelity: str | None


class Citation(TypedDict):
    """What passages cite: out of a document or passage by `in`, into one or into an instrument by `cites`."""

    iri: str
    href: str
    label: Text | None
    types: list[str]
    document: Link | None
    target: Link | None
    cited_part: str | None
    cited_passages: list[Link]
    unresolved: str | None
    evidence: Evidence
    links: dict[str, str]


class CitationPage(TypedDict):
    """One page of citations."""

    resource: Literal["citations"]
    generation: str
    items: list[Citation]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class CitationAnswer(TypedDict):
    """One of citations."""

    resource: Literal["citations"]
    generation: str
    item: Citation
    sparql: str
    about: str


class Recommendation(TypedDict):
    """What documents ask of somebody, with the verb, how strong it is, and who is asked."""

    iri: str
    href: str
    label: Text | None
    types: list[str]
    document: Link | None
    addressees: list[Link]
    asked_by: list[Link]
    verb: str | None
    strength: str | None
    action: Text | None
    themes: list[Link]
    pillars: list[Link]
    deadline: str | None
    earlier: list[Link]
    later: list[Link]
    evidence: Evidence
    links: dict[str, str]


class RecommendationPage(TypedDict):
    """One page of recommendations."""

    resource: Literal["recommendations"]
    generation: str
    items: list[Recommendation]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class RecommendationAnswer(TypedDict):
    """One of recommendations."""

    resource: Literal["recommendations"]
    generation: str
    item: Recommendation
    sparql: str
    about: str


class Mention(TypedDict):
    """Where passages name a crime, an actor, a network or anything else of the vocabulary, with the evidence."""

    iri: str
    href: str
    label: Text | None
    types: list[str]
    document: Link | None
    of: Link | None
    weight: float | None
    evidence: Evidence
    links: dict[str, str]


class MentionPage(TypedDict):
    """One page of mentions."""

    resource: Literal["mentions"]
    generation: str
    items: list[Mention]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class MentionAnswer(TypedDict):
    """One of mentions."""

    resource: Literal["mentions"]
    generation: str
    item: Mention
    sparql: str
    about: str


class Actor(TypedDict):
    """States, organs, entities, office-holders, groups, networks and mechanisms that act or are asked to act."""

    iri: str
    href: str
    label: Text | None
    types: list[str]
    iso3: str | None
    m49: str | None
    member_of: list[Link]
    subgroup_of: list[Link]
    part_of: Link | None
    regions: list[Link]
    mandates: list[Link]
    source_note: Text | None
    note: Text | None
    alternative_labels: list[Text]
    same_as: list[Link]
    links: dict[str, str]


class ActorPage(TypedDict):
    """One page of actors."""

    resource: Literal["actors"]
    generation: str
    items: list[Actor]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class ActorAnswer(TypedDict):
    """One of actors."""

    resource: Literal["actors"]
    generation: str
    item: Actor
    sparql: str
    about: str


class Network(TypedDict):
    """Networks, coalitions and groups of friends, with who belongs to them and who supports them."""

    iri: str
    href: str
    label: Text | None
    types: list[str]
    founded: str | None
    members: list[Link]
    member_of: list[Link]
    hosted_by: list[Link]
    supported_by: list[Link]
    focus_regions: list[Link]
    source_note: Text | None
    note: Text | None
    alternative_labels: list[Text]
    same_as: list[Link]
    links: dict[str, str]


class NetworkPage(TypedDict):
    """One page of networks."""

    resource: Literal["networks"]
    generation: str
    items: list[Network]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class NetworkAnswer(TypedDict):
    """One of networks."""

    resource: Literal["networks"]
    generation: str
    item: Network
    sparql: str
    about: str


class MandateBasesItem(TypedDict):
    """Passages that say what the mandate rests on."""

    iri: str
    role: str | None
    target: Link | None
    evidence: Evidence


class Mandate(TypedDict):
    """Mandates with who holds them, what established or reaffirmed them, and the passages that say so."""

    iri: str
    href: str
    bases: list[MandateBasesItem]
    label: Text | None
    types: list[str]
    held_by: list[Link]
    established_by: list[Link]
    defined_by: list[Link]
    reaffirmed_by: list[Link]
    functions: list[Link]
    source_note: Text | None
    note: Text | None
    alternative_labels: list[Text]
    same_as: list[Link]
    links: dict[str, str]


class MandatePage(TypedDict):
    """One page of mandates."""

    resource: Literal["mandates"]
    generation: str
    items: list[Mandate]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class MandateAnswer(TypedDict):
    """One of mandates."""

    resource: Literal["mandates"]
    generation: str
    item: Mandate
    sparql: str
    about: str


class CrimeLegalBasesItem(TypedDict):
    """Articles that sources name for it."""

    iri: str
    label: Text | None
    instrument: Link | None
    article: str | None
    according_to: list[Link]
    certainty: str | None


class Crime(TypedDict):
    """Atrocity crimes and what stands around them, with their acts and their legal bases."""

    iri: str
    href: str
    legal_bases: list[CrimeLegalBasesItem]
    label: Text | None
    types: list[str]
    definition: Text | None
    broader: Link | None
    is_distinct_crime: bool | None
    may_amount_to: list[Link]
    acts: list[Link]
    certainty: str | None
    source_note: Text | None
    note: Text | None
    alternative_labels: list[Text]
    same_as: list[Link]
    links: dict[str, str]


class CrimePage(TypedDict):
    """One page of crimes."""

    resource: Literal["crimes"]
    generation: str
    items: list[Crime]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class CrimeAnswer(TypedDict):
    """One of crimes."""

    resource: Literal["crimes"]
    generation: str
    item: Crime
    sparql: str
    about: str


class RiskFactorIndicatorsItem(TypedDict):
    """Its indicators."""

    iri: str
    label: Text | None
    number: str | None
    certainty: str | None


class RiskFactor(TypedDict):
    """The risk factors of the Framework of Analysis with their indicators, in our words, and how sure each is."""

    iri: str
    href: str
    indicators: list[RiskFactorIndicatorsItem]
    label: Text | None
    types: list[str]
    number: str | None
    definition: Text | None
    scope: str | None
    natures: list[str]
    points_to: Link | None
    certainty: str | None
    source_note: Text | None
    note: Text | None
    alternative_labels: list[Text]
    same_as: list[Link]
    links: dict[str, str]


class RiskFactorPage(TypedDict):
    """One page of risk-factors."""

    resource: Literal["risk-factors"]
    generation: str
    items: list[RiskFactor]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class RiskFactorAnswer(TypedDict):
    """One of risk-factors."""

    resource: Literal["risk-factors"]
    generation: str
    item: RiskFactor
    sparql: str
    about: str


class SituationObservationsItem(TypedDict):
    """What passages say of it."""

    iri: str
    crimes: list[Link]
    factors: list[Link]
    indicators: list[Link]
    as_of: str | None
    evidence: Evidence


class Situation(TypedDict):
    """A State or region in a year, with what documents observe there. No score and no verdict is given."""

    iri: str
    href: str
    observations: list[SituationObservationsItem]
    label: Text | None
    types: list[str]
    place: Link | None
    year: str | None
    links: dict[str, str]


class SituationPage(TypedDict):
    """One page of situations."""

    resource: Literal["situations"]
    generation: str
    items: list[Situation]
    next: str | None
    next_cursor: str | None
    notice: str | None
    sparql: str
    about: str


class SituationAnswer(TypedDict):
    """One of situations."""

    resource: Literal["situations"]
    generation: str
    item: Situation
    sparql: str
    about: str
