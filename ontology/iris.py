"""Language: IRIs. In: nouns' keys. Out: IRIs under one base, and back. The only place that builds or reads an IRI; must not
touch a store.

Rule: DESIGN section 4. Passages, documents and vocabulary are permanent; the terms of the ontology live in one fixed namespace
whatever the base of a deployment, so that a query written once runs everywhere.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ontology.errors import IriError

DEFAULT_BASE = "https://w3id.org/mandategraph/"
MG = f"{DEFAULT_BASE}ontology#"

# RFC 3986 path characters that symbols use; brackets stay as they are so that S/RES/1366(2001) reads as printed.
_SAFE = "/()-._~:+,"
_WHOLE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_GRAPH = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
_SITUATION = re.compile(r"situation/([A-Z]{3}|[0-9]{3})/([0-9]{4})")
LEADS_TO: Mapping[str, str] = {
    "mention": "of",
    "allusion": "alludesTo",
    "citation": "target",
    "basis": "mandate",
    "duty": "addressee",
}
"""Kind of a derived statement -> the property, by its local name, of what it leads to; other kinds lead to several things."""
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Iris:
    """Builds and reads the IRIs of one base, which ends in a slash."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", self.base):
            raise IriError(
                f"The base of our IRIs must be an http or https address that ends in a slash; got {self.base!r}.",
                advice="Set MANDATEGRAPH_BASE to something like https://example.org/mandates/.",
            )

    def iri(self, path: str) -> str:
        """The IRI of a path such as `doc/A/72/884/para/45/a`."""
        return self.base + quote(path, safe=_SAFE)

    def path(self, iri: str) -> str:
        """The path of one of our IRIs; IriError for a foreign one."""
        if not iri.startswith(self.base):
            raise IriError(f"Wanted an IRI under {self.base}; got {iri!r}.")
        return iri[len(self.base) :]

    def document(self, key: str) -> str:
        """A document by its first symbol in normal form, or by the slug of a programme document."""
        return self.iri(f"doc/{key.replace(' ', '_')}")

    def graph(self, name: str) -> str:
        """A named graph: `ontology`, `vocabulary`, `catalogue`, `inferred`, or `doc/...`."""
        return self.iri(f"graph/{name}")

    def curated_graph(self, name: str) -> str:
        """A named graph that curators write, which no ingest makes."""
        return self.iri(f"graphs/{name}")

    @property
    def default_graph(self) -> str:
        """Where the statements stand that a curator wrote without naming a graph."""
        return self.curated_graph("default")

    def is_pipelines(self, graph: str) -> bool:
        """Whether a graph is made by ingest alone: all under `graph/`. Whatever else a graph is called, it is the curators'."""
        return graph.startswith(self.graph(""))

    def situation(self, place: str, year: str) -> str:
        """A State or region, named by its IRI, in a year."""
        return self.iri(f"situation/{place.rpartition('/')[2]}/{year}")

    def situation_of(self, iri: str) -> tuple[str, str]:
        """The place's IRI and the year of a situation's IRI; IriError for what is none."""
        match = _SITUATION.fullmatch(self.path(iri))
        if not match:
            raise IriError(f"Wanted the IRI of a situation, such as {self.base}situation/KEN/2013; got {iri!r}.")
        return self.iri(f"{'region' if match[1].isdigit() else 'state'}/{match[1]}"), match[2]

    def verb_class(self, strength: str) -> str:
        """The class of the word that asks or promises, by its name."""
        return self.iri(f"verb-class/{slug(strength)}")

    def document_graph(self, document_iri: str) -> str:
        """The named graph that holds one document."""
        return self.base + "graph/" + self.path(document_iri)


def key_in_language(iri: str, language: str) -> str:
    """What an index keeps one language of a passage under; `@` stands in no path of ours, so the key can be read back."""
    return f"{iri}@{language}"


def without_language(key: str) -> tuple[str, str]:
    """The passage and the language of an index's key."""
    iri, _, language = key.rpartition("@")
    return iri, language


def checked(iri: str) -> str:
    """The IRI, if it can stand between angle brackets in a query; IriError otherwise, so that no name can smuggle in a query."""
    if not _WHOLE.fullmatch(iri):
        raise IriError(
            f"Wanted an absolute http or https IRI; got {iri[:200]!r}.",
            advice="Blanks, quotes, brackets and braces must be percent-encoded.",
        )
    return iri


def checked_graph(iri: str) -> str:
    """The IRI of a graph, which may be of any scheme (urn:, tag:), if it can stand between angle brackets; IriError otherwise.

    Rule: RFC 3987, section 2.2: an IRI without a scheme is relative, and these signs stand in none.
    """
    if not _GRAPH.fullmatch(iri):
        raise IriError(
            f"Wanted an absolute IRI for a graph; got {iri[:200]!r}.",
            advice="Begin with a scheme, such as https: or urn:; percent-encode blanks, quotes, brackets and braces.",
        )
    return iri


def slug(name: str) -> str:
    """A name as the last part of a vocabulary IRI: lower case, words joined by hyphens."""
    return _SLUG.sub("-", name.lower()).strip("-")


def part(document: str, path: str) -> str:
    """A part of a document, such as `para/45/a`; the document itself for an empty path."""
    return f"{document}/{quote(path, safe=_SAFE)}" if path else document


def evidence_iri(passage: str, kind: str, edition: str, as_printed: str, occurrence: int) -> str:
    """The IRI of a derived statement: stable while the words are.

    `edition` is language and fidelity, not the file's sha256: a typo mended elsewhere in a file must not rename this statement.
    `occurrence` counts equal words within the passage from 1.
    """
    digest = hashlib.sha256("\0".join((edition, as_printed, str(occurrence))).encode()).hexdigest()
    return f"{passage}/{kind}/{digest[:10]}"


def finding_kind(finding: str) -> str:
    """The kind in the IRI of a derived statement, as `evidence_iri` puts it there; "" where none stands."""
    steps = finding.split("/")
    return steps[-2] if len(steps) > 2 else ""
