"""Answers, things: counted. In: what serves. Out: how often each thing is named, alluded to and asked in each document, and what
it is named together with. Must not show any of it.

All of it is counted once a generation for all things together: a busy actor stands in ten thousand passages, and counting those
at each request would take longer than the rest of its page.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.facts import MG
from api.library import Library, Serving
from api.once import once, warmed
from stores.graph.store import Row

MOST_TOGETHER = 12  # of what a thing is named together with
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_NAMED = _PREFIX + (
    "SELECT ?thing ?document (COUNT(DISTINCT ?passage) AS ?count) { ?passage mg:mentions ?thing ; mg:inDocument ?document } "
    "GROUP BY ?thing ?document"
)
# A passage that both names and cites an instrument is counted with those that name it.
_CITED = _PREFIX + (
    "SELECT ?thing ?document (COUNT(DISTINCT ?passage) AS ?count) { ?thing a mg:Instrument . "
    "?passage mg:cites ?thing ; mg:inDocument ?document "
    "FILTER NOT EXISTS { ?passage mg:mentions ?thing } } GROUP BY ?thing ?document"
)
# So is one that names a thing and alludes to it elsewhere.
_ALLUDED = _PREFIX + (
    "SELECT ?thing ?document (COUNT(DISTINCT ?passage) AS ?count) { ?allusion mg:alludesTo ?thing ; mg:inPassage ?passage . "
    "?passage mg:inDocument ?document FILTER NOT EXISTS { ?passage mg:mentions|mg:cites ?thing } } GROUP BY ?thing ?document"
)
# Several things of a class may stand in one passage, which counts once for the class.
_OF_CLASS = _PREFIX + (
    "SELECT ?thing ?document (COUNT(DISTINCT ?passage) AS ?count) {{ VALUES ?thing {{ {classes} }} ?one a ?thing . {by} "
    "?passage mg:inDocument ?document }} GROUP BY ?thing ?document"
)
_BY_NAME = "?passage mg:mentions ?one . "
_ANYHOW = f"{{ {_BY_NAME} }} UNION {{ ?allusion mg:alludesTo ?one ; mg:inPassage ?passage }} "
_ASKED = _PREFIX + (
    "SELECT ?thing ?document (COUNT(DISTINCT ?duty) AS ?count) { ?duty a mg:Recommendation ; mg:addressee|mg:theme ?thing ; "
    "mg:statedIn ?passage . ?passage mg:inDocument ?document } GROUP BY ?thing ?document"
)
_TOGETHER = _PREFIX + (
    "SELECT ?one ?other (COUNT(DISTINCT ?passage) AS ?count) { ?passage mg:mentions ?one , ?other "
    "FILTER(STR(?one) < STR(?other)) } GROUP BY ?one ?other"
)
_DATED = _PREFIX + (
    "SELECT ?document ?issued ?year ?adopted { { ?document mg:issued ?issued } UNION { ?document mg:issuedYear ?year } UNION "
    "{ ?document mg:adopted ?adopted } }"
)
CLASSES = (f"{MG}AtrocityCrime", f"{MG}RiskFactor")
"""Classes that are counted as if each were a thing: what speaks of any crime, or of any risk factor."""

InDocuments = tuple[tuple[str, int], ...]
"""Documents, the newest first and the undated last, each with a count."""


@dataclass(frozen=True, slots=True)
class Counted:
    """By thing: the documents that speak of it, by name or not; those that only allude to it; and those that ask something of it
    or under it: each with how many passages or recommendations. `together` are the things named in the same passages, the most
    frequent first; `dates` holds a day, or a year, of each document that has one.
    """

    spoken: Mapping[str, InDocuments]
    alluded: Mapping[str, InDocuments]
    asked: Mapping[str, InDocuments]
    together: Mapping[str, InDocuments]
    dates: Mapping[str, str]

    def year(self, document: str) -> str:
        """The year of a document; "undated" where it has none."""
        return self.dates.get(document, "undated")[:4] if document in self.dates else "undated"

    def by_year(self, found: InDocuments) -> dict[str, int]:
        """Counts of documents summed by year, in their order."""
        years: dict[str, int] = defaultdict(int)
        for document, count in found:
            years[self.year(document)] += count
        return dict(years)


def counted(serving: Serving) -> Counted:
    """The counts of this generation; six seconds for 117,661 passages the first time, nothing after that."""
    return once(serving, "things counted", lambda: _count(serving))


@warmed
def counted_early(_: Library, serving: Serving) -> Counted:
    """The same, before anybody asks."""
    return counted(serving)


def _count(serving: Serving) -> Counted:
    dates, select = _dates(serving), serving.graph.select
    named, alluded = [*select(_NAMED), *select(_CITED)], select(_ALLUDED)
    classes = " ".join(f"<{one}>" for one in CLASSES)
    anyhow, by_name = (_in_documents(select(_OF_CLASS.format(classes=classes, by=by)), dates) for by in (_ANYHOW, _BY_NAME))
    return Counted(
        spoken=_in_documents([*named, *alluded], dates) | anyhow,
        alluded=_in_documents(alluded, dates) | {one: _less(anyhow[one], by_name.get(one, ())) for one in anyhow},
        asked=_in_documents(select(_ASKED), dates),
        together=_together(select(_TOGETHER)),
        dates=dates,
    )


def _dates(serving: Serving) -> dict[str, str]:
    """When each document was issued, else the year of that, else when it was adopted: the rule of queries/dates."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in serving.graph.select(_DATED):
        for name in ("issued", "year", "adopted"):
            if name in row:
                document = found[str(row["document"])]
                document[name] = min(document.get(name, "9999"), str(row[name]))
    return {
        document: next(told[name] for name in ("issued", "year", "adopted") if name in told) for document, told in found.items()
    }


def _less(found: InDocuments, without: InDocuments) -> InDocuments:
    """How many more the one has in each document than the other."""
    taken = dict(without)
    return tuple((document, count - taken.get(document, 0)) for document, count in found if count > taken.get(document, 0))


def _in_documents(rows: Iterable[Row], dates: Mapping[str, str]) -> dict[str, InDocuments]:
    grouped: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        grouped[str(row["thing"])][str(row["document"])] += int(str(row["count"]))
    return {
        thing: tuple(sorted(found.items(), key=lambda one: (dates.get(one[0], ""), one[0]), reverse=True))
        for thing, found in grouped.items()
    }


def _together(rows: Iterable[Row]) -> dict[str, InDocuments]:
    grouped: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        one, other, count = str(row["one"]), str(row["other"]), int(str(row["count"]))
        grouped[one].append((-count, other))
        grouped[other].append((-count, one))
    return {thing: tuple((other, -less) for less, other in sorted(found)[:MOST_TOGETHER]) for thing, found in grouped.items()}
