"""Answers, tracker: the life line. In: a duty or a passage. Out: the passages that it takes up and that take it up, step by step,
each with what changed against the one that it takes up. Must not find a link that lineage does not have.

From a duty on, only links of that duty are followed; where the words of whole passages tell of a link, all duties of the later
passage belong to the line from there on.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.library import Library, Serving
from api.precedents.told import Told, natural, told
from api.tracker.register import Link, Register
from ontology.errors import NotFound
from ontology.iris import checked
from reading.reuse.difference import Piece, difference, likeness
from reading.reuse.words import words_of

LONGEST = 40
"""Passages of one line."""
_LONGEST_TEXT = 6_000  # characters that are compared word by word; a longer passage is cut
_WHOLE: frozenset[str] = frozenset(("*",))


@dataclass(frozen=True, slots=True)
class Taken:
    """How a step takes an earlier one up, as lineage has it. `of` is the earlier passage."""

    link: str
    relation: str
    of: str
    confidence: float
    method: str


@dataclass(frozen=True, slots=True)
class Step:
    """A passage in the line. `duties` are those that were linked, none where whole passages were; `takes` are its links to
    earlier steps, the nearest first; `changed` is its text against the nearest, word by word, in which `shared` words are the
    same; a first step has none.
    """

    passage: Told
    year: int
    duties: tuple[str, ...]
    takes: tuple[Taken, ...]
    changed: tuple[Piece, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class LifeLine:
    """The line of a duty or passage, in the order of dates. `silent_since` is the year of its last step where the corpus has
    later documents, else 0; `latest` is the year up to which the corpus goes. `known` is False where the generation holds no
    lineage at all: nothing can be said then. `cut` where the line is longer than is shown.
    """

    start: str
    passage: str
    steps: tuple[Step, ...]
    silent_since: int
    latest: int
    known: bool
    cut: bool

    @property
    def silent_years(self) -> int:
        """For how many years, up to the latest document, nothing is known to take the line up."""
        return self.latest - self.silent_since if self.silent_since else 0


def life_line(library: Library, serving: Serving, register: Register, iri: str) -> LifeLine:
    """The life line. NotFound for what is neither a duty nor a passage of this generation; IriError for what is no IRI."""
    passage, duties = _start(serving, register, checked(iri))
    reached, links, cut = _walked(register, passage, duties)
    known = told(library, serving, reached)
    if passage not in known:
        raise NotFound(f"{iri} stands in no passage of this generation.", advice="See /recommendations/list.")
    ordered = sorted((known[one] for one in reached if one in known), key=lambda one: (one.when, natural(one.pinpoint)))
    steps = tuple(_step(register, one, reached[one.iri], links, known) for one in ordered)
    last = steps[-1].year
    silent = last if 0 < last < register.latest and register.links else 0
    return LifeLine(iri, passage, steps, silent, register.latest, bool(register.links), cut)


def _start(serving: Serving, register: Register, iri: str) -> tuple[str, frozenset[str]]:
    if iri in register.places:
        return register.duties[register.places[iri]].passage, frozenset((iri,))
    stated = serving.graph.facts(iri)
    if not any(name.endswith("#pinpoint") for name in stated):
        raise NotFound(f"{iri} is neither a recommendation nor a passage here.", advice="See /recommendations/list.")
    return iri, _WHOLE


def _walked(register: Register, passage: str, duties: frozenset[str]) -> tuple[dict[str, frozenset[str]], list[Link], bool]:
    """The passages that are reached, with the duties that belong to the line, and the links between them."""
    reached, links = {passage: duties}, dict[Link, None]()
    edge = deque([passage])
    while edge:
        here = edge.popleft()
        for link, there, own, others in _around(register, here):
            if own is not None and not reached[here] & {own, *_WHOLE}:
                continue
            if there not in reached and len(reached) >= LONGEST:
                return reached, list(links), True
            links[link] = None
            joined = reached.get(there, frozenset()) | others
            if joined != reached.get(there):
                reached[there] = joined
                edge.append(there)
    return reached, list(links), False


def _around(register: Register, passage: str) -> Iterable[tuple[Link, str, str | None, frozenset[str]]]:
    """The links at a passage: the passage at the other end, the duty at this end, and those at the other."""
    for link in register.beside.get(passage, ()):
        if link.earlier_passage == passage:
            yield link, link.later_passage, link.earlier, frozenset((link.later,)) if link.later else _WHOLE
        if link.later_passage == passage:
            yield link, link.earlier_passage, link.later, frozenset((link.earlier,)) if link.earlier else _WHOLE


def _step(register: Register, passage: Told, duties: frozenset[str], links: Iterable[Link], known: Mapping[str, Told]) -> Step:
    takes = [
        Taken(link.iri, link.relation, link.earlier_passage, link.confidence, link.method)
        for link in links
        if link.later_passage == passage.iri and link.earlier_passage in known
    ]
    takes.sort(key=lambda one: (known[one.of].when, one.confidence, one.of), reverse=True)
    before = known[takes[0].of].text[:_LONGEST_TEXT] if takes else ""
    now = passage.text[:_LONGEST_TEXT]
    changed = tuple(difference(before, now)) if takes else ()
    shared = likeness(words_of(before), words_of(now)).shared if takes else 0
    kept = tuple(sorted(iri for iri in duties if iri in register.places))
    return Step(passage, register.years.get(passage.document, 0), kept, tuple(takes), changed, shared)
