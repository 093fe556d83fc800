"""Answers: precision. In: the least precision that a caller takes, and what stands for a finding. Out: the pattern that
leaves the others out, and the precision of given findings. Must not know HTTP, or measure anything.

Rule: the measurements are part of the vocabulary (`ontology/vocabulary/measurements.ttl`); publishing writes `mg:precision` on
each finding whose method and kind were measured. A finding of a method that nobody measured is left out, whatever its
confidence, since confidence is the rule's own opinion. What a reviewer held right stays in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.library import Serving
from api.once import once
from ontology.errors import BadParameter
from ontology.iris import checked
from stores.graph.store import Term

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>"
_OF = (
    _PREFIX
    + """ SELECT ?finding ?precision ?judgement {{ VALUES ?finding {{ {findings} }}
  OPTIONAL {{ ?finding mg:precision ?precision }}
  OPTIONAL {{ ?verdict mg:verdictOn ?finding ; mg:judgement ?judgement }} }}"""
)
_MEASURED = (
    _PREFIX
    + """ SELECT ?kind ?method ?precision ?low ?right ?judged ?sample {
  ?measurement a mg:Measurement ; mg:findingKind ?kind ; mg:ofMethod ?method ; mg:precision ?precision ; mg:lowerBound ?low ;
    mg:correctCount ?right ; mg:sampleSize ?judged ; mg:sample ?sample
} ORDER BY ?kind ?method"""
)
_RIGHT = ("right", "corrected")


@dataclass(frozen=True, slots=True)
class Measurement:
    """How often a method was right for a kind of finding: of `judged` findings of the sample `right`; `low` is the lower end of
    the 95 per cent interval.
    """

    kind: str
    method: str
    precision: float
    low: float
    right: int
    judged: int
    sample: str


def measurements(serving: Serving) -> tuple[Measurement, ...]:
    """Every measurement that is published in this generation, by kind and method."""
    return once(serving, "measurements", lambda: tuple(map(_measurement, serving.graph.select(_MEASURED))))


def _measurement(row: Mapping[str, Term]) -> Measurement:
    told = {name: str(term) for name, term in row.items()}
    numbers = float(told["precision"]), float(told["low"]), int(told["right"]), int(told["judged"])
    return Measurement(told["kind"], told["method"], *numbers, told["sample"])


def least_precision(text: str) -> Decimal:
    """A precision from 0 to 1 as a caller writes it; BadParameter for anything else."""
    if not re.fullmatch(r"(?:0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?)", text, re.ASCII):
        raise BadParameter(f"Wanted a precision from 0 to 1; got {text[:40]!r}.", advice="Give a number such as 0.9.")
    return Decimal(text)


def at_least(variable: str, least: Decimal) -> str:
    """The pattern that keeps the findings of a variable whose precision is `least` or more, or that a reviewer held right."""
    name = variable.removeprefix("?")
    right = ", ".join(f'"{word}"' for word in _RIGHT)
    return (
        f"OPTIONAL {{ ?{name} mg:precision ?{name}Precision }} "
        f"FILTER(?{name}Precision >= {least:f} || EXISTS {{ ?{name}Verdict mg:verdictOn ?{name} ; mg:judgement ?{name}Judgement "
        f"FILTER(?{name}Judgement IN ({right})) }})"
    )


def precision_of(serving: Serving, findings: Sequence[str]) -> Mapping[str, Decimal | None]:
    """The precision of each finding; None where its method was not measured, 1 where a reviewer held the finding right."""
    if not findings:
        return {}
    known: dict[str, Decimal | None] = dict.fromkeys(findings)
    values = " ".join(f"<{checked(finding)}>" for finding in findings)
    for row in serving.graph.select(_OF.format(findings=values)):
        if str(row.get("judgement", "")) in _RIGHT:
            known[str(row["finding"])] = Decimal(1)
        elif "precision" in row and known[str(row["finding"])] is None:
            known[str(row["finding"])] = Decimal(str(row["precision"]))
    return known
