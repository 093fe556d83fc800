"""Answers, things: mandates and offices. In: a mandate, or who holds one. Out: the documents that a mandate rests on with the
passages that say so, its functions, and who has held an office. Must not infer: an end that no source tells stays open.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from api.facts import MG, SKOS
from api.things.counted import counted
from api.things.names import Names
from api.things.relations import Other, other
from ontology.iris import checked

_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_BASES = _PREFIX + (
    "SELECT DISTINCT ?basis ?role ?target ?passage {{ ?basis mg:mandate <{iri}> ; a mg:MandateBasis ; mg:role ?role ; "
    "mg:target ?target ; mg:statedIn ?passage }} LIMIT 500"
)
_TENURES = _PREFIX + "SELECT DISTINCT ?tenure {{ ?tenure mg:tenureOf|mg:heldByPerson <{iri}> }} LIMIT 200"
# Only a programme whose text is here has a place to be shown.
_PROGRAMMES = _PREFIX + (
    "SELECT DISTINCT ?programme ?office {{ {{ ?programme a mg:Programme ; mg:serves <{iri}> }} UNION {{ "
    "<{iri}> mg:supportedBy ?office . ?mandate mg:heldBy ?office . ?programme a mg:Programme ; mg:serves ?mandate }} "
    "FILTER EXISTS {{ ?item mg:inDocument ?programme }} }} LIMIT 100"
)
_ROLES = {"establishes": "establishedBy", "defines": "definedBy", "reaffirms": "reaffirmedBy"}


@dataclass(frozen=True, slots=True)
class Basis:
    """That a document establishes, defines or reaffirms a mandate. `findings` are the statements that passages make of it: the
    finding and its passage; none where the vocabulary alone says so.
    """

    role: str
    document: Other
    symbol: str
    date: str
    findings: tuple[tuple[str, Other], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a mandate, in our words, with its source."""

    function: Other
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A programme in which a mandate is carried out; `office` is there where it is the mandate of the office that supports it."""

    programme: Other
    office: Other | None


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held which office; as precisely as the source tells, "" where it does not."""

    iri: str
    person: Other
    office: Other
    since: str
    until: str
    source: str


def bases_of(iri: str, names: Names) -> tuple[Basis, ...]:
    """What a mandate rests on: what established it before what defined and reaffirmed it, the oldest first."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in names.serving.graph.select(_BASES.format(iri=checked(iri))):
        found.setdefault((str(row["role"]), str(row["target"])), set()).add((str(row["basis"]), str(row["passage"])))
    facts = names.facts(iri)
    for role, shortcut in _ROLES.items():
        for document in facts.get(f"{MG}{shortcut}", ()):
            found.setdefault((role, str(document)), set())
    told = [_basis(role, document, findings, names) for (role, document), findings in found.items()]
    order = list(_ROLES)
    return tuple(
        sorted(told, key=lambda one: (order.index(one.role) if one.role in order else 9, one.date or "9", one.document.iri))
    )


def functions_of(iris: Iterable[str], names: Names) -> tuple[Function, ...]:
    """The functions of a mandate, in their order, with what each says."""
    return tuple(_function(iri, names) for iri in sorted(iris))


def programmes_of(iri: str, names: Names) -> tuple[CarriedOut, ...]:
    """The programmes that carry out a mandate, or that of the office which supports its holder."""
    rows = names.serving.graph.select(_PROGRAMMES.format(iri=checked(iri)))
    found = sorted({(str(row.get("office", "")), str(row["programme"])) for row in rows}, reverse=True)
    return tuple(CarriedOut(other(programme, names), other(office, names) if office else None) for office, programme in found)


def tenures_of(iri: str, names: Names) -> tuple[Tenure, ...]:
    """Who has held an office, or which offices a person has held, the latest first."""
    rows = names.serving.graph.select(_TENURES.format(iri=checked(iri)))
    told = [_tenure(str(row["tenure"]), names) for row in rows]
    return tuple(sorted((one for one in told if one), key=lambda one: (one.since or one.until, one.iri), reverse=True))


def _basis(role: str, document: str, findings: set[tuple[str, str]], names: Names) -> Basis:
    symbols = sorted(map(str, names.facts(document).get(f"{MG}symbol", ())))
    said = tuple((finding, other(passage, names)) for finding, passage in sorted(findings))
    return Basis(
        role, other(document, names), symbols[0] if symbols else "", counted(names.serving).dates.get(document, ""), said
    )


def _function(iri: str, names: Names) -> Function:
    facts = names.facts(iri)
    says, source = (names.best(facts.get(name, ())) for name in (f"{SKOS}definition", f"{MG}sourceNote"))
    return Function(other(iri, names), str(says or ""), str(source or ""))


def _tenure(iri: str, names: Names) -> Tenure | None:
    facts = names.facts(iri)
    persons, offices = (facts.get(f"{MG}{name}", ()) for name in ("heldByPerson", "tenureOf"))
    if not persons or not offices:
        return None

    def first(name: str) -> str:
        return min(map(str, facts.get(f"{MG}{name}", ())), default="")

    person, office = other(str(persons[0]), names), other(str(offices[0]), names)
    return Tenure(iri, person, office, first("from"), first("until"), first("sourceNote"))
