"""Eyes, stage resolve. In: a citation as printed and what the catalogue knows of symbols. Out: a Citation with its target, or
unresolved with the reason; doubt is a value.

Must not guess by likeness of titles: a wrong link is worse than a missing one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ontology.iris import Iris, part
from ontology.nouns import Citation
from reading.citations.cite import Printed
from reading.evidence import Witness

Primary = Callable[[str], str | None]
"""The first symbol of the document that a symbol belongs to; None for a symbol that the catalogue does not know."""

_CONFIDENCE = {
    "symbol": 1.0,
    "address": 1.0,
    "resolution in words": 0.98,
    "name": 0.95,
    "short form": 0.95,
    "ibid.": 0.9,
    "anaphora": 0.85,
}
_CONTRADICTED = 0.6


@dataclass(frozen=True, slots=True)
class Resolved:
    """A target, or the reason why there is none; `finding` says what was odd on the way."""

    target: str | None = None
    reason: str | None = None
    finding: str | None = None
    confidence: float = 1.0


def resolve(printed: Printed, witness: Witness, iris: Iris, primary: Primary) -> tuple[Citation, str | None]:
    """The citation, and a finding where the print contradicts the catalogue."""
    resolved = _target(printed, iris, primary)
    confidence = min(resolved.confidence, _CONFIDENCE[printed.by])
    evidence = witness.evidence(printed.span, printed.by, confidence)
    iri = witness.iri("citation", printed.as_printed)
    return Citation(
        iri, evidence, resolved.target, resolved.reason, printed.part, _passages(printed, resolved.target, iris)
    ), resolved.finding


def _target(printed: Printed, iris: Iris, primary: Primary) -> Resolved:
    if printed.missing:
        return Resolved(reason=printed.missing)
    if printed.address and not printed.symbols:
        return Resolved(printed.address)
    if printed.concept is not None:
        return _named(printed, iris, primary)
    return _by_symbols(printed.symbols, iris, primary)


def _named(printed: Printed, iris: Iris, primary: Primary) -> Resolved:
    """A named text is the document that carries its symbol; a treaty or policy without one stands for itself."""
    concept = printed.concept
    if concept is None or not concept.symbol:
        return Resolved(concept.iri if concept else None)
    return _by_symbols((concept.symbol,), iris, primary)


def _by_symbols(symbols: tuple[str, ...], iris: Iris, primary: Primary) -> Resolved:
    known = [found for symbol in symbols if (found := primary(symbol))]
    if len(set(known)) > 1:
        return Resolved(reason=f"the symbols {' and '.join(symbols)} name two documents: {' and '.join(known)}")
    if not known:
        return Resolved(iris.document(symbols[0]))
    finding = None
    if len(known) < len(symbols) and known[0] not in symbols:
        finding = f"printed as {'-'.join(symbols)}; the catalogue knows {known[0]} under one of these symbols only"
    return Resolved(iris.document(known[0]), finding=finding, confidence=_CONTRADICTED if finding else 1.0)


def _passages(printed: Printed, target: str | None, iris: Iris) -> tuple[str, ...]:
    """The passages that a pinpoint names, where the target is a document of ours."""
    if target is None or not target.startswith(iris.base + "doc/"):
        return ()
    return tuple(part(target, place.path) for place in printed.places if place.path)
