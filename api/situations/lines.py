"""Answers, situations: lines. In: items of a list. Out: each with its words, its footnote, and what was there before it. Must not
choose or order items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.corpus.dated import Dated, dated
from api.facts import MG, PREFERRED, facts_of, in_order
from api.library import Library, Serving
from api.situations.briefing import Briefing
from api.situations.named import Item
from api.situations.observed import Observation, observed
from api.situations.places import places
from api.verbatim import Line, footnotes_of, line_of, passage_line
from ontology.iris import checked

_LINEAGE = """PREFIX mg: <https://w3id.org/mandategraph/ontology#>
SELECT ?later ?relation ?earlier ?passage ?pinpoint {{ VALUES ?later {{ {duties} }}
  ?lineage mg:later ?later ; mg:relation ?relation ; mg:earlier ?earlier ; mg:earlierPassage ?passage .
  ?passage mg:pinpoint ?pinpoint
}} ORDER BY ?later ?pinpoint"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was there before: a passage with its date, and what it is to the new one ("strengthens", "cites it too", ...)."""

    passage: str
    pinpoint: str
    date: str
    relation: str
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its words and footnote. `names` are what the sentence names, or what it cites, with their IRIs; `place`
    and `year` are those of an observed situation.
    """

    item: Item
    line: Line
    document: Dated | None
    footnote: str
    names: tuple[tuple[str, str], ...] = ()
    place: str = ""
    year: int | None = None
    earlier: tuple[Earlier, ...] = ()

    @property
    def date(self) -> str:
        """The date of the document; "" where it is not known."""
        return self.document.date if self.document else ""


def shown(library: Library, serving: Serving, items: Sequence[Item]) -> list[Shown]:
    """Items with their words. An item whose words are not in the graph any more is left out."""
    documents, notes = dated(library, serving), footnotes_of(library, serving, [item.passage for item in items])
    seen = {one.iri: one for one in observed(library, serving).every}
    known = places(library, serving).by_iri
    found = []
    for item in items:
        line = line_of(serving, item.finding) if item.finding else passage_line(serving, item.passage)
        if line is None:
            continue
        of = seen.get(item.finding)
        names = _names(library, serving, [item.target] if item.target else of.names if of else ())
        place = known[of.place].name if of and of.place in known else ""
        year = of.year if of else None
        note = notes.get(item.passage, line.pinpoint)
        found.append(Shown(item, line, documents.get(item.document), note, names, place, year))
    return found


def with_observed_before(library: Library, serving: Serving, new: Sequence[Shown], told: Briefing) -> list[Shown]:
    """Observations, each with the latest earlier one of the same place that names the same; else the latest of the place."""
    seen = {one.iri: one for one in observed(library, serving).every}
    before = [seen[item.finding] for item in told.observations.before]
    return [_with(one, _latest_before(serving, seen[one.item.finding], before)) for one in new]


def with_lineage(library: Library, serving: Serving, new: Sequence[Shown]) -> list[Shown]:
    """Recommendations, each with the earlier ones that it is known to repeat, strengthen, narrow or follow up."""
    values = " ".join(f"<{checked(one.item.finding)}>" for one in new)
    found: dict[str, list[Earlier]] = {}
    documents = dated(library, serving)
    for row in serving.graph.select(_LINEAGE.format(duties=values)) if new else ():
        line = line_of(serving, str(row["earlier"]))
        document = documents.get(line.document) if line else None
        earlier = Earlier(
            str(row["passage"]), str(row["pinpoint"]), document.date if document else "", str(row["relation"]), line
        )
        found.setdefault(str(row["later"]), []).append(earlier)
    return [_with(one, found.get(one.item.finding, ())) for one in new]


def with_cited_before(library: Library, serving: Serving, new: Sequence[Shown], told: Briefing) -> list[Shown]:
    """Citations, each with the latest earlier passage that names the place and cites the same."""
    documents = dated(library, serving)
    latest: dict[str, Item] = {}
    for item in told.cited.before:
        latest.setdefault(item.target, item)
    found = []
    for one in new:
        before = latest.get(one.item.target)
        line = passage_line(serving, before.passage) if before else None
        document = documents.get(before.document) if before else None
        date = document.date if document else ""
        earlier = (Earlier(line.passage, line.pinpoint, date, "cites it too"),) if line else ()
        found.append(_with(one, earlier))
    return found


def _latest_before(serving: Serving, new: Observation, before: Sequence[Observation]) -> Sequence[Earlier]:
    here = [one for one in before if one.place == new.place]
    same = next((one for one in here if set(one.names) & set(new.names)), None)
    if same is None and not here:
        return ()
    one = same or here[0]
    relation = "names the same" if same else "the latest before of this place"
    return (Earlier(one.passage, one.pinpoint, one.date, relation, line_of(serving, one.iri)),)


def _with(one: Shown, earlier: Sequence[Earlier]) -> Shown:
    return Shown(one.item, one.line, one.document, one.footnote, one.names, one.place, one.year, tuple(earlier))


def _names(library: Library, serving: Serving, iris: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((iri, name_of(library, serving, iri)) for iri in iris)


def name_of(library: Library, serving: Serving, iri: str) -> str:
    """What a concept or document is called: its number where the Framework gives one, its first symbol, its name."""
    stated = facts_of(serving.graph, iri)
    labels = in_order(stated.get(PREFERRED, ()) or stated.get(f"{MG}title", ()))
    path = library.iris.path(iri) if iri.startswith(library.iris.base) else iri
    if path.startswith("doc/"):
        document: Mapping[str, Dated] = dated(library, serving)
        return document[iri].name if iri in document else path.removeprefix("doc/")
    number = "".join(str(term) for term in stated.get(f"{MG}number", ())[:1])
    label = str(labels[0]) if labels else path
    if number and path.startswith(("risk-factor/", "indicator/")):
        return f"{'Risk factor' if path.startswith('risk') else 'Indicator'} {number}: {label}"
    return label
