"""Answers: corrections. In: what anyone reports as wrong; what a curator decides. Out: a report that waits, or a verdict that was
published through the desk. Must not know HTTP, keep who reported, or write to the graph itself.

A report is words, never a statement: only a curator's verdict on a finding becomes one, signed with a key. What a report says is
shown to curators alone, since anything may be written in it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.desk import Desk
from api.entities import require_finding
from api.library import Library, Serving
from ontology.errors import BadParameter, IriError, NotFound, QueryRefused
from ontology.iris import checked
from stores import corrections as kept
from stores.corrections import STATES, Correction, State
from stores.keys import Key

KINDS = {
    "statement": "a statement read from the text is wrong",
    "link": "a citation or name leads to the wrong thing",
    "text": "the words differ from the official text",
    "missing": "something that the text says was not found in it",
    "other": "something else",
}
"""What can be wrong, and what that means."""
MOST_WORDS = 2_000  # characters
MOST_SUGGESTED = 500
MOST_LISTED = 200
_KNOWN = "ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender of a report, and anybody who knows its name, is told: its state and a curator's answer, never its words."""

    id: str
    iri: str
    state: str
    received: str
    answer: str
    settled: str
    published: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a curator decides: accepted or rejected, and why. With a `judgement` (right, wrong, corrected) a verdict is given on
    the `finding`, by default the thing that was reported.
    """

    state: str
    answer: str
    judgement: str = ""
    finding: str = ""
    corrected_to: str = ""


def report(library: Library, iri: str, kind: str, words: str, suggested: str = "") -> Receipt:
    """Keeps a report on anything that the graph knows. The same report sent again is answered, and not kept twice.

    BadParameter says what is missing or too long, NotFound that nothing here has that IRI, StoreBusy that too many wait,
    QueryRefused that none are taken here.
    """
    most = library.settings.corrections
    if not most:
        raise QueryRefused("No reports are taken here.", advice="Write to those who run this site.")
    if kind not in KINDS:
        raise BadParameter(f"Wanted kind as {', '.join(KINDS)}; got {kind[:40]!r}.")
    said = _text("words", words, MOST_WORDS)
    if not said:
        raise BadParameter("Wanted what is wrong, in words; it is empty.", advice="Say what stands there, and what should.")
    should = _text("suggested", suggested, MOST_SUGGESTED)
    with library.serving() as serving:
        thing = _thing(library, serving, iri)
        generation = serving.generation.id
    given = Correction(kept.name_of(thing, kind, said, should), thing, kind, said, should, generation, _now())
    return receipt(kept.keep(library.settings.data, given, most))


def receipt(given: Correction) -> Receipt:
    """A report as its sender sees it."""
    return Receipt(given.id, given.iri, given.state, given.received, given.answer, given.settled, given.published)


def find(library: Library, name: str) -> Receipt:
    """The receipt of a report. NotFound where there is none."""
    return receipt(kept.find(library.settings.data, name))


def queue(library: Library, limit: int = 50, after: str = "") -> list[Correction]:
    """The reports that wait, for curators: from the one after `after` on. BadParameter for a limit beyond MOST_LISTED."""
    if not 1 <= limit <= MOST_LISTED:
        raise BadParameter(f"Wanted a limit from 1 to {MOST_LISTED}; got {limit}.")
    return kept.waiting(library.settings.data, limit, after)


def settle(library: Library, desk: Desk | None, name: str, decision: Decision, key: Key) -> Receipt:
    """Settles a report; a verdict is published through the desk before the report is marked, so that none is marked in vain.

    NotFound for a report that does not wait, BadParameter for a decision that is none, QueryRefused for a verdict where nothing
    can be written, and whatever `Desk.judge` raises.
    """
    given = kept.find(library.settings.data, name)
    if given.state != "open":
        raise NotFound(f"The report {given.id} was settled on {given.settled}: {given.state}.")
    state = _state(decision)
    published = ""
    if decision.judgement:
        if desk is None:
            raise QueryRefused("Nothing is written here.", advice="`mandategraph review` gives a verdict on the machine itself.")
        finding, to = decision.finding or given.iri, decision.corrected_to or None
        with library.serving() as serving:
            require_finding(serving, finding, to)
        reason = f"{decision.answer} (report {given.id})"
        published = desk.judge(finding, decision.judgement, key, reason=reason, corrected_to=to).generation
    settled = replace(given, state=state, answer=decision.answer, by=key.name, settled=_now(), published=published)
    kept.settle(library.settings.data, settled)
    return receipt(settled)


def _state(decision: Decision) -> State:
    state = next((state for state in STATES[1:] if state == decision.state), None)
    if state is None:
        raise BadParameter(f"Wanted state as {' or '.join(STATES[1:])}; got {decision.state[:40]!r}.")
    if not _text("answer", decision.answer, MOST_WORDS):
        raise BadParameter("Wanted an answer to the one who reported; it is empty.", advice="Say in a sentence why.")
    if decision.judgement and state == "rejected":
        raise BadParameter("A report that is rejected takes no verdict.", advice="Accept it, or leave out judgement.")
    return state


def _text(name: str, text: str, most: int) -> str:
    """A text without control characters but line ends. BadParameter where it is too long."""
    plain = "".join(sign for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable()).strip()
    if len(plain) > most:
        raise BadParameter(
            f"Wanted {name} of at most {most:,} characters; got {len(plain):,}.", advice="Report one thing at a time."
        )
    return plain


def _thing(library: Library, serving: Serving, iri: str) -> str:
    """The IRI of what is reported, given whole or as a path on this site. NotFound where the graph does not know it."""
    try:
        thing = checked(iri if iri.startswith(("http://", "https://")) else library.iris.iri(iri.lstrip("/")))
    except IriError as error:
        raise BadParameter(f"Wanted the IRI of what is wrong; got {iri[:100]!r}.", advice="Copy it from its page.") from error
    if not serving.graph.ask(_KNOWN.format(iri=thing)):
        raise NotFound(f"Nothing here has the IRI {thing[:200]}.", advice="Copy the permanent name from the page of the thing.")
    return thing


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
