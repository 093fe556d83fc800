"""Answers: documents by their dates. In: what serves. Out: when each document that has a text here was issued, and what it
is. Must not judge which of two undated documents is the older.

The date is that of queries/dates: of issue, else of adoption. A document without any stands before no date and after none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from api.library import Library, Serving
from api.once import once, warmed
from queries import dates

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
KINDS = ("Report", "Resolution", "Letter", "Statement", "Treaty", "Programme")
"""Classes of documents that a reader may choose, by their local names."""
_DATES = (
    _PREFIX
    + """SELECT ?document ?date ?fidelity ?title {
  ?document mg:hasRendition ?rendition . ?rendition mg:chosen true ; mg:fidelity ?fidelity .
  """
    + dates.dated()
    + """
  OPTIONAL { ?document mg:title ?title FILTER(LANG(?title) = "en" || NOT EXISTS {
    ?document mg:title ?other FILTER(LANG(?other) = "en" || LANG(?other) < LANG(?title)) }) }
} ORDER BY ?document ?date ?fidelity ?title"""
)
_OF_KIND = _PREFIX + "SELECT ?document {{ ?document a mg:{kind} ; mg:hasRendition ?rendition }}"


@dataclass(frozen=True, slots=True)
class Dated:
    """A document with a text here. `title` is the English one, else that of its first language; `date` is YYYY or YYYY-MM-DD, ""
    where none is known; `name` its first symbol, or its title where it has no symbol; `kinds` are local names of classes.
    """

    iri: str
    name: str
    title: str
    date: str
    kinds: frozenset[str]
    is_digest: bool

    @property
    def year(self) -> int | None:
        """The year of the date; None where none is known."""
        return int(self.date[:4]) if self.date else None

    def is_since(self, since: str) -> bool | None:
        """Whether it was issued on that date (YYYY, YYYY-MM or YYYY-MM-DD) or later; None where its own date does not tell:
        it has none, or ends before `since` parts earlier from later.
        """
        known = min(len(self.date), len(since))
        if not self.date or (len(self.date) < len(since) and self.date == since[:known]):
            return None
        return self.date[:known] >= since[:known]


@warmed
def dated(library: Library, serving: Serving) -> Mapping[str, Dated]:
    """Every document that has a text here, by its IRI; found once a generation."""
    return once(serving, "dated", lambda: _dated(library, serving))


def _dated(library: Library, serving: Serving) -> Mapping[str, Dated]:
    kinds: dict[str, set[str]] = {}
    for kind in KINDS:
        for row in serving.graph.select(_OF_KIND.format(kind=kind)):
            kinds.setdefault(str(row["document"]), set()).add(kind)
    found: dict[str, Dated] = {}
    for row in serving.graph.select(_DATES):
        iri = str(row["document"])
        if iri not in found:
            title = str(row.get("title", ""))
            digest = str(row["fidelity"]).endswith("#Digest")
            found[iri] = Dated(
                iri, _name(library, iri, title), title, str(row.get("date", "")), frozenset(kinds.get(iri, ())), digest
            )
    return found


def _name(library: Library, iri: str, title: str) -> str:
    path = unquote(library.iris.path(iri)).removeprefix("doc/") if iri.startswith(library.iris.base) else iri
    return path if "/" in path or not title else title
