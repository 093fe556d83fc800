"""Answers, dossier: standing. In: a dossier and what serves. Out: what each of its passages says now, beside what it said when it
was collected. Must not know HTTP, or write a paper.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from api.changes import was_withdrawn
from api.citing.cite import cite
from api.dossier.dossier import Collected, Dossier
from api.facts import MG, TYPE, facts_of, in_order
from api.library import Library, Serving
from api.said import label_of
from ontology.iris import checked
from reading.reuse.difference import Piece, difference
from stores.graph.store import Term

Status = Literal["new", "same", "changed", "full", "digest", "language", "absent", "withdrawn", "unknown"]
SAID: Mapping[Status, str] = {
    "new": "Collected without its words",
    "same": "Unchanged since it was collected",
    "changed": "Its words changed since it was collected",
    "full": "The full text is here now; a digest was collected",
    "digest": "Only a digest is here now; the full text was collected",
    "language": "The language that was collected is not here now",
    "absent": "Known, but its words are not in this corpus",
    "withdrawn": "Withdrawn since",
    "unknown": "Not in this corpus",
}
"""What each status means, for a person."""
_FULL, _DIGEST = f"{MG}text", f"{MG}digestText"
_LONGEST_COMPARED = 20_000  # characters; of longer ones it is told that they differ, not where


@dataclass(frozen=True, slots=True)
class Standing:
    """A passage as it stands now: its words in the language that was collected, else in English or another; empty where there are
    none.

    `pieces` are the words of then and now, where they changed. `footnote` is in UN style, in the order of the dossier; `remarks`
    say what it leaves out. `concepts` are what it mentions, by IRI and label.
    """

    collected: Collected
    status: Status
    pinpoint: str
    words: str = ""
    language: str = "en"
    fidelity: str = ""
    document: str = ""
    title: str = ""
    pieces: tuple[Piece, ...] = ()
    footnote: str = ""
    remarks: tuple[str, ...] = ()
    concepts: tuple[tuple[str, str], ...] = ()
    concept: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the graph knows the passage."""
        return self.status not in ("withdrawn", "unknown")


def standings(library: Library, serving: Serving, dossier: Dossier) -> list[Standing]:
    """Each passage of the dossier as it stands now, in its order."""
    found = [_standing(library, serving, one) for one in dossier.passages]
    return cited(library, serving, _by_concept(found))


def cited(library: Library, serving: Serving, found: Sequence[Standing]) -> list[Standing]:
    """The same with their footnotes in this order: "Ibid." depends on it."""
    here = [one.collected.iri for one in found if one.is_here]
    written = iter(cite(library, serving, here).footnotes) if here else iter(())
    told = []
    for one in found:
        note = next(written) if one.is_here else None
        told.append(replace(one, footnote=note.text, remarks=note.notes) if note else one)
    return told


def _standing(library: Library, serving: Serving, one: Collected) -> Standing:
    stated = serving.graph.facts(checked(one.iri))
    pinpoints, documents = stated.get(f"{MG}pinpoint", ()), stated.get(f"{MG}inDocument", ())
    if not pinpoints or not documents or f"{MG}Passage" not in map(str, stated.get(TYPE, ())):
        gone = was_withdrawn(library, one.iri) if not stated else None
        return Standing(one, "withdrawn" if gone else "unknown", one.iri.removeprefix(library.iris.base), language=one.language)
    document = min(map(str, documents))
    titles = in_order(facts_of(serving.graph, document).get(f"{MG}title", ()), one.language)
    text, language, fidelity = _words(stated, one.language)
    status = _status(one, text, language, fidelity)
    differs = status == "changed" and len(text) <= _LONGEST_COMPARED  # a digest and a full text are different texts throughout
    named = sorted((label_of(serving.graph, str(iri)), str(iri)) for iri in set(stated.get(f"{MG}mentions", ())))
    return Standing(
        one,
        status,
        str(pinpoints[0]),
        text,
        language,
        fidelity,
        document,
        str(titles[0]) if titles else "",
        tuple(difference(one.words, text)) if differs else (),
        concepts=tuple((iri, label) for label, iri in named if label),
    )


def _words(stated: Mapping[str, Sequence[Term]], language: str) -> tuple[str, str, str]:
    """Words, their language and fidelity: in the language asked for or else as `in_order` has it, full text before a digest."""
    full, digest = in_order(stated.get(_FULL, ()), language), in_order(stated.get(_DIGEST, ()), language)
    said = [(term, "full") for term in full] + [(term, "digest") for term in digest]
    if not said:
        return "", language, ""
    term, fidelity = min(said, key=lambda one: (one[0].language or "en") != language)
    return str(term), term.language or "en", fidelity


def _status(one: Collected, text: str, language: str, fidelity: str) -> Status:
    if not text:
        return "absent"
    if not one.words:
        return "new"
    if language != one.language:
        return "language"
    if fidelity != one.fidelity and one.fidelity:
        return "full" if fidelity == "full" else "digest"
    return "same" if text.split() == one.words.split() else "changed"


def _by_concept(found: Sequence[Standing]) -> list[Standing]:
    """Each passage under the concept that most passages of the dossier share with it, by name where several do."""
    shared = Counter(iri for one in found for iri, _ in one.concepts)
    chosen = [max(one.concepts, key=lambda named: shared[named[0]], default=("", "")) for one in found]
    return [replace(one, concept=label[:1].upper() + label[1:]) for one, (_, label) in zip(found, chosen, strict=True)]
