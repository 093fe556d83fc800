"""Language: the nouns. In: plain values. Out: frozen dataclasses that every room speaks in. Must not touch triples, files or
stores.

Each noun has an `iri`; what it points to is named by IRI as well, so that a noun can be read alone. Spans count characters of
the passage's own text. Anything that was derived carries `Evidence`: which rendition, which words, by which method, how sure.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ontology.span import Span

Fidelity = Literal["full", "digest"]
DocumentKind = Literal["report", "resolution", "letter", "statement", "treaty", "programme"]
PassageRole = Literal["preambular", "operative"]
PassageKind = Literal[
    "paragraph",
    "footnote",
    "table",
    "signature",
    "summary",
    "objective",
    "principles",
    "priority",
    "outcome",
    "output",
    "activity",
    "core-function",
]
DutyKind = Literal["recommendation", "commitment"]
ReviewResponse = Literal["supported", "under examination", "not supported"]
Role = Literal["establishes", "defines", "reaffirms"]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One language and one file of a document: the bytes, named by their sha256."""

    iri: str
    document: str
    language: str
    media_type: str
    sha256: str
    fidelity: Fidelity
    chosen: bool


@dataclass(frozen=True, slots=True)
class Document:
    """The work, whatever its languages and files. `issued_year` stands where only the year is known.

    `session`, `agenda_items`, `distribution` and `original_language` are those of its masthead; `adopted`, `meeting` and `vote`
    tell how an organ took it. A corrigendum corrects the document of which it bears the symbol, an addendum adds to it, a
    revision stands in its place: those are named by IRI.
    """

    iri: str
    kind: DocumentKind
    symbols: tuple[str, ...]
    title: str | None
    issued: date | None
    issued_year: int | None = None
    adopted: date | None = None
    session: str | None = None
    agenda_items: tuple[str, ...] = ()
    distribution: str | None = None
    original_language: str | None = None
    meeting: str | None = None
    vote: str | None = None
    corrects: tuple[str, ...] = ()
    addendum_to: tuple[str, ...] = ()
    revises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `part_of` is the parent section or the document."""

    iri: str
    document: str
    number: str | None
    heading: str
    language: str
    level: int
    order: int
    part_of: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of text that can be cited: paragraph, lettered item, footnote, summary, or item of a programme.

    `number` is as printed ("49 (b)"); `order` counts all passages of the document from 1; `part_of` is the passage, section or
    document that holds it. `fidelity` says whose words `text` is: the document's, or ours in a digest. `interrupts` is the
    passage that a footnote is printed in the middle of although its marker stands elsewhere. `role` is that of a paragraph of a
    resolution or decision, as its source has it.
    """

    iri: str
    document: str
    kind: PassageKind
    number: str | None
    order: int
    pinpoint: str
    part_of: str
    text: str
    language: str
    fidelity: Fidelity
    marked_in: str | None = None
    marker_offset: int | None = None
    interrupts: str | None = None
    role: PassageRole | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a derived statement stands: passage, span and words, the rendition that was read, method, confidence 0 to 1."""

    passage: str
    span: Span
    as_printed: str
    rendition: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage names a document, instrument or address. Exactly one of `target` and `unresolved` (the reason) is set."""

    iri: str
    evidence: Evidence
    target: str | None
    unresolved: str | None
    cited_part: str | None = None
    cited_passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage names a concept of the vocabulary. `weight`, 0 to 1, says how much the passage is about it."""

    iri: str
    evidence: Evidence
    of: str
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Allusion:
    """A passage speaks of a concept without naming it: by a short form, a description, an adjective, or the holder of a mandate.

    Inferred, where a mention is read; the method says how. `weight` as of a mention.
    """

    iri: str
    evidence: Evidence
    to: str
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody is asked to do something (recommendation), or promises to (commitment).

    `addressees` are those asked, or those who promise, and `addressee_kinds` of what kind all of them are, also those without a
    name in the vocabulary; `asked_by` is who asks; `verb` is the word that asks, as a lemma; `strength` its class, by name, and
    `verb_class` by IRI. `deadline` is a year, month or day in ISO form, `due` the words that say when or how often ("at its
    eightieth session"); `reports_to` the organs to whom it is to be reported. In a list of the universal periodic review
    `recommended_by` are the recommending States and `response` what the State under review answers.
    """

    iri: str
    kind: DutyKind
    evidence: Evidence
    addressees: tuple[str, ...]
    verb: str
    strength: str
    action: str
    language: str
    asked_by: str | None = None
    verb_class: str | None = None
    deliverable: str | None = None
    deadline: str | None = None
    themes: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    addressee_kinds: tuple[str, ...] = ()
    due: str | None = None
    reports_to: tuple[str, ...] = ()
    recommended_by: tuple[str, ...] = ()
    response: ReviewResponse | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """A passage says who briefed, or is to brief, which body, and on the situation in which States or regions."""

    iri: str
    evidence: Evidence
    briefers: tuple[str, ...]
    audience: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A passage says something of a situation: a State or region in a year. `as_of` is a day or a year in ISO form."""

    iri: str
    evidence: Evidence
    situation: str
    as_of: str
    factors: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    crimes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MandateBasis:
    """A passage says that a document establishes, defines or reaffirms a mandate."""

    iri: str
    evidence: Evidence
    mandate: str
    target: str
    role: Role


Derived = Citation | Mention | Allusion | Duty | MandateBasis | Briefing | Observation
"""What is read out of a passage; each carries its evidence."""

Noun = Rendition | Document | Section | Passage | Derived
