"""Answers: precision. In: the least precision that a caller takes, and what stands for a finding. Out: the pattern that
leaves the others out, and the precision of given findings. Must not know HTTP, or measure anything.

Rule: the measurements are part of the vocabulary (`ontology/vocabulary/measurements.ttl`); publishing writes `mg:precision` on
each finding whose method and kind were measured. A finding of a method that nobody measured is left out, whatever its
confidence, since confidence is the rule's own opinion. What a reviewer held right stays in.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from api.library import Serving
from ontology.errors import BadParameter
from ontology.iris import checked

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#>"
_OF = (
    _PREFIX
    + """ SELECT ?finding ?precision ?judgement {{ VALUES ?finding {{ {findings} }}
  OPTIONAL {{ ?finding mg:precision ?precision }}
  OPTIONAL {{ ?verdict mg:verdictOn ?finding ; mg:judgement ?judgement }} }}"""
)
_RIGHT = ("right", "corrected")


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
