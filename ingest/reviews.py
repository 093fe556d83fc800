"""River: reviews. In: what a reviewer says of a finding. Out: verdicts, kept line by line, and what they do to what was found.

Verdicts are facts of their own, with who and when: they lie beside the working folder, outlast every new ingest, and win over
what a method says. Must not decide whether a reviewer is right; of several verdicts on one finding the last one holds.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal as Word
from typing import TypeVar, get_args

from rdflib import RDF, XSD, Graph, Literal, URIRef

from ontology import terms as t
from ontology.errors import BadParameter, SourceError
from ontology.iris import LEADS_TO, Iris, checked, finding_kind
from ontology.nouns import Allusion, Citation, Derived, Duty, Evidence, MandateBasis, Mention
from reading.find import Found
from stores.generations import writer_lock

T = TypeVar("T", bound=Derived)
Judgement = Word["right", "wrong", "corrected"]
METHOD = "review"
_LONGEST = 2000  # characters of a reason or a name


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer holds of one finding. `corrected_to` is the IRI that it should lead to, set exactly when corrected."""

    finding: str
    judgement: Judgement
    reviewer: str
    reviewed: str
    reason: str = ""
    corrected_to: str | None = None


def verdict(
    finding: str, judgement: str, reviewer: str, *, reason: str = "", corrected_to: str | None = None, now: datetime | None = None
) -> Verdict:
    """A verdict given now; BadParameter says which part of it is missing or does not fit."""
    if judgement not in get_args(Judgement):
        raise BadParameter(f"Wanted right, wrong or corrected; got {judgement!r}.", advice="Say what you hold of the finding.")
    if (judgement == "corrected") != (corrected_to is not None):
        raise BadParameter(
            f"Wanted what the finding should lead to exactly when it is corrected; got {judgement!r} with {corrected_to!r}.",
            advice="Give the IRI with the judgement corrected, and none with the others.",
        )
    for what, least, words in (("a reviewer", 1, reviewer.strip()), ("a reason", 0, reason)):
        if not least <= len(words) <= _LONGEST:
            raise BadParameter(
                f"Wanted {what} of {least} to {_LONGEST} characters; got {len(words)}.",
                advice="Give a name, and a reason in a few sentences or none.",
            )
    kind = finding_kind(finding)
    if corrected_to is not None and kind not in LEADS_TO:
        raise BadParameter(
            f"A finding of the kind {kind!r} cannot be corrected to another thing.",
            advice="Hold it wrong instead, with a reason.",
        )
    moment = (now or datetime.now(UTC)).replace(microsecond=0).isoformat()
    target = checked(corrected_to) if corrected_to else None
    return Verdict(checked(finding), judgement, reviewer.strip(), moment, reason, target)  # type: ignore[arg-type] # see above


def keep_verdict(data: Path, given: Verdict) -> None:
    """Adds a verdict to those that are kept; it is on the disk when this returns, whole or not at all.

    StoreBusy while an ingest runs on the same folder: two writers must not lose each other's verdicts.
    """
    with writer_lock(data):
        add_verdict(data, given)


def add_verdict(data: Path, given: Verdict) -> None:
    """The same for who holds the writer's lock already."""
    file = _file(data)
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_bytes() if file.is_file() else b""
    line = json.dumps(asdict(given), ensure_ascii=False, sort_keys=True) + "\n"
    aside = file.with_suffix(".partial")
    with aside.open("wb") as lines:
        lines.write(before + line.encode())
        lines.flush()
        os.fsync(lines.fileno())
    aside.replace(file)


def read_verdicts(data: Path) -> tuple[Verdict, ...]:
    """All verdicts in the order in which they were given; SourceError names a line that is none."""
    file = _file(data)
    if not file.is_file():
        return ()
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(Verdict(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise SourceError(
                f"Wanted a verdict in line {number} of {file}; got {line[:80]!r}: {error}.",
                advice="Restore the file from a copy, or correct that line.",
            ) from error
    return tuple(found)


def holding(verdicts: Iterable[Verdict]) -> Mapping[str, Verdict]:
    """The last verdict on each finding, by the finding's IRI."""
    return {given.finding: given for given in verdicts}


def reviewed(found: Found, verdicts: Mapping[str, Verdict]) -> Found:
    """What was found, with the verdicts applied: what is wrong is withdrawn, what was corrected leads where it should."""
    if not verdicts:
        return found
    return replace(
        found,
        citations=tuple(_kept(found.citations, verdicts)),
        mentions=tuple(_kept(found.mentions, verdicts)),
        allusions=tuple(_kept(found.allusions, verdicts)),
        duties=tuple(_kept(found.duties, verdicts)),
        bases=tuple(_kept(found.bases, verdicts)),
        briefings=tuple(_kept(found.briefings, verdicts)),
        observations=tuple(_kept(found.observations, verdicts)),
    )


def verdict_iri(given: Verdict, iris: Iris) -> str:
    """The IRI of a verdict, the same in every generation."""
    key = "\0".join((given.finding, given.reviewer, given.reviewed, given.judgement))
    return iris.iri(f"verdict/{hashlib.sha256(key.encode()).hexdigest()[:10]}")


def reviews_graph(verdicts: Iterable[Verdict], iris: Iris) -> Graph:
    """All verdicts as triples, the earlier ones too."""
    graph = Graph()
    for given in verdicts:
        node = URIRef(verdict_iri(given, iris))
        graph.add((node, RDF.type, t.VERDICT))
        graph.add((node, t.VERDICT_ON, URIRef(given.finding)))
        graph.add((node, t.JUDGEMENT, Literal(given.judgement)))
        graph.add((node, t.REVIEWER, Literal(given.reviewer)))
        graph.add((node, t.REVIEWED, Literal(given.reviewed, datatype=XSD.dateTime)))
        if given.reason:
            graph.add((node, t.REASON, Literal(given.reason)))
        if given.corrected_to:
            graph.add((node, t.CORRECTED_TO, URIRef(given.corrected_to)))
    return graph


def _file(data: Path) -> Path:
    return data / "reviews" / "verdicts.jsonl"


def _kept(findings: Iterable[T], verdicts: Mapping[str, Verdict]) -> Iterable[T]:
    for finding in findings:
        given = verdicts.get(finding.iri)
        if given is None:
            yield finding
        elif given.judgement == "right":
            yield replace(finding, evidence=replace(finding.evidence, confidence=1.0))
        elif given.judgement == "corrected" and given.corrected_to:
            yield _corrected(finding, given.corrected_to)


def _corrected(finding: T, to: str) -> T:
    evidence: Evidence = replace(finding.evidence, method=METHOD, confidence=1.0)
    if isinstance(finding, Mention):
        return replace(finding, evidence=evidence, of=to)
    if isinstance(finding, Allusion):
        return replace(finding, evidence=evidence, to=to)
    if isinstance(finding, Citation):
        return replace(finding, evidence=evidence, target=to, unresolved=None, cited_passages=())
    if isinstance(finding, MandateBasis):
        return replace(finding, evidence=evidence, mandate=to)
    if isinstance(finding, Duty):
        return replace(finding, evidence=evidence, addressees=(to,))
    return finding
