"""Answers, reader: what stands on passages. In: passages. Out: the citations and mentions on their words, who cites them, and how
often the method of a finding was right. Must not read words or know HTTP.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.documents import PREFIX, local
from api.facts import MG, facts_of
from api.library import Serving
from ontology.iris import checked

MOST_CITING = 3  # passages that a paragraph names among those that cite it; its own page has the rest
_MOST_ROWS = 20_000
_MARKS = (
    PREFIX
    + """SELECT ?passage ?statement ?class ?start ?end ?printed ?value ?rendition {{ VALUES ?passage {{ {iris} }}
  ?statement mg:inPassage ?passage ; a ?class . FILTER(?class IN (mg:Citation, mg:Mention))
  ?statement mg:start ?start ; mg:end ?end ; mg:asPrinted ?printed .
  OPTIONAL {{ ?statement mg:inRendition ?rendition }} OPTIONAL {{ ?statement mg:target|mg:of ?value }}
}} LIMIT {most}"""
)
_CITING = (
    PREFIX
    + """SELECT DISTINCT ?passage ?citing ?pinpoint {{ VALUES ?passage {{ {iris} }}
  ?citing mg:citesPassage ?passage ; mg:pinpoint ?pinpoint }} LIMIT {most}"""
)
_VERDICTS = (
    PREFIX + "SELECT ?finding ?judgement {{ VALUES ?finding {{ {iris} }} ?v mg:verdictOn ?finding ; mg:judgement ?judgement }}"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation or a mention on words of a passage: `values` are what it leads to, `language` that of the words, where told."""

    iri: str
    kind: str
    start: int
    end: int
    as_printed: str
    values: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """How a finding is backed: how often its method was right on a judged sample (None where nobody measured), the lower end of
    the 95 % interval, how many were judged, and what a reviewer held of this one ("" where none looked at it).
    """

    precision: Decimal | None = None
    lower: Decimal | None = None
    judged: int = 0
    sample: str = ""
    judgement: str = ""


def marks_on(serving: Serving, passages: Sequence[str]) -> Mapping[str, list[Mark]]:
    """The citations and mentions on each passage, in the order of their places."""
    rows: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in serving.graph.select(_MARKS.format(iris=_listed(passages), most=_MOST_ROWS)) if passages else ():
        told = {name: str(term) for name, term in row.items()}
        rows[told["passage"], told["statement"]].append(told)
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for (passage, statement), found in rows.items():
        first = found[0]
        rendition = facts_of(serving.graph, first["rendition"]) if "rendition" in first else {}
        languages = rendition.get(f"{MG}language", ())
        marks[passage].append(
            Mark(
                iri=statement,
                kind=local(first["class"]),
                start=int(first["start"]),
                end=int(first["end"]),
                as_printed=first["printed"],
                values=tuple(sorted({row["value"] for row in found if "value" in row})),
                language=str(languages[0]) if languages else None,
            )
        )
    for found_here in marks.values():
        found_here.sort(key=lambda mark: (mark.start, mark.end, mark.iri))
    return marks


def citing(serving: Serving, passages: Sequence[str]) -> Mapping[str, list[tuple[str, str]]]:
    """The passages that cite each of these by their pinpoint, as IRI and pinpoint, in the order of the pinpoints."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in serving.graph.select(_CITING.format(iris=_listed(passages), most=_MOST_ROWS)) if passages else ():
        found[str(row["passage"])].append((str(row["citing"]), str(row["pinpoint"])))
    return {iri: sorted(told, key=lambda one: one[1]) for iri, told in found.items()}


def measured(serving: Serving, findings: Sequence[str]) -> Mapping[str, Measured]:
    """How each finding is backed."""
    if not findings:
        return {}
    rows = serving.graph.select(_VERDICTS.format(iris=_listed(findings)))
    judged = {str(row["finding"]): str(row["judgement"]) for row in rows}
    return {iri: _measured(serving, iri, judged.get(iri, "")) for iri in findings}


def _measured(serving: Serving, finding: str, judgement: str) -> Measured:
    stated = serving.graph.facts(checked(finding))
    by = [facts_of(serving.graph, str(one)) for one in stated.get(f"{MG}measuredBy", ())]
    if not by:
        return Measured(judgement=judgement)
    told = {
        name: str(next(iter(by[0].get(f"{MG}{name}", ())), "")) for name in ("precision", "lowerBound", "sampleSize", "sample")
    }
    return Measured(
        precision=Decimal(told["precision"]) if told["precision"] else None,
        lower=Decimal(told["lowerBound"]) if told["lowerBound"] else None,
        judged=int(told["sampleSize"] or 0),
        sample=told["sample"],
        judgement=judgement,
    )


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{checked(iri)}>" for iri in iris)
