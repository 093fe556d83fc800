"""Answers, descriptions: rights. In: nothing. Out: who holds what is published here, and what may be done with it. Must not judge
a single document.

Rule: ST/AI/189/Add.9/Rev.2, paragraph 2: official records and documents of the United Nations are left in the public domain,
unless the Publications Board decides otherwise before one is issued.
"""

from dataclasses import dataclass

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
DISCLAIMER = (
    "Not an official United Nations product. The official text of a document is the one that the United Nations publishes."
)
STATEMENTS = (
    "Statements, vocabulary, ontology and digests are ours, under CC BY 4.0. The words of United Nations documents are the "
    "United Nations' own: its documents are in the public domain unless one says otherwise (ST/AI/189/Add.9/Rev.2, paragraph "
    "2); name the United Nations and the symbol."
)


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds a source, the licence where there is one, and what may be done with it in words."""

    holder: str
    licence: str | None
    words: str


UNITED_NATIONS = Rights(
    "United Nations",
    None,
    "Words of United Nations documents, in the public domain unless a document says otherwise (ST/AI/189/Add.9/Rev.2, paragraph "
    "2). Name the United Nations and the document's symbol.",
)
OURS = Rights("Mandate Graph", CC_BY, "Our own words and statements, under CC BY 4.0: name Mandate Graph and the version.")


def rights_of(fidelity: str) -> Rights:
    """The rights in a rendition by the local name of its fidelity: a digest is in our own words."""
    return OURS if fidelity == "Digest" else UNITED_NATIONS
