"""Answers, drafts: comparison. In: a quotation, and the citations that it may belong to. Out: to which of them it belongs and
how it compares with what they cite. Must not ask the graph.

A quotation is found wanting only where every text that it may be from is at hand. Rule of proof: the cited paragraph first, then
the rest of its document, then the other documents that the draft cites.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.drafts.findings import WORDS_OF_HELD, Compared, QuotationFinding
from api.drafts.known import Part
from api.drafts.quotations import Cited, Quotation
from api.drafts.resolved import Sourced
from api.drafts.wording import Difference
from ontology.span import Span

_TERM = 2  # words of what is a term and no title, whatever it is said of
_MOST_SOUGHT = 200  # quotations that are not found, for which the nearest words are sought: each costs a walk through the texts


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one quotation compares: with which citation, by its place, and what is said of it there."""

    cited: Cited
    finding: QuotationFinding


@dataclass
class Comparison:
    """The citations of one draft, with the texts that they lead to."""

    sourced: Mapping[Cited, Sourced]
    _sought: int = field(default=0)

    def outcome(self, quotation: Quotation, span: Span) -> Outcome | None:
        """What is said of a quotation whose place in the draft is `span`; None of a term or title that is not found
        in a text at hand.
        """
        where = [(cited, self.sourced[cited]) for cited in quotation.cited]
        finding = _Telling(quotation, span)
        for cited, source in where:
            if part := _stands(quotation, source):
                return Outcome(cited, finding.told("word for word", part))
        if quotation.is_term:
            return self._unread(quotation, finding, where) if quotation.quoted.length > _TERM else None
        return self._unfound(quotation, finding, where) if where else None

    def _unfound(self, quotation: Quotation, finding: "_Telling", where: Sequence[tuple[Cited, Sourced]]) -> Outcome:
        at_hand = [(cited, source) for cited, source in where if _is_at_hand(source)]
        if at_hand and (outcome := self._elsewhere(quotation, finding, at_hand)):
            return outcome
        if outcome := self._unread(quotation, finding, where):
            return outcome
        return Outcome(where[0][0], finding.told("not found", note=self._in_others(quotation, where)))

    def _unread(self, quotation: Quotation, finding: "_Telling", where: Sequence[tuple[Cited, Sourced]]) -> Outcome | None:
        """That a quotation cannot be checked, where a text that it may be from is not at hand."""
        for cited, source in where:
            if not _is_at_hand(source):
                why = f"{_why(source)} {self._in_others(quotation, where)}".strip()
                return Outcome(cited, finding.told("cannot be checked here", note=why))
        return None

    def _elsewhere(self, quotation: Quotation, finding: "_Telling", where: Sequence[tuple[Cited, Sourced]]) -> Outcome | None:
        """The same words in another place of a cited document, or words like them."""
        for cited, source in where:
            if source.text and (places := source.text.places(quotation.quoted)):
                return Outcome(
                    cited, finding.told("in another place", places[0], note="The words stand there, not where they are cited.")
                )
        self._sought += 1
        if self._sought > _MOST_SOUGHT:
            return None
        for cited, source in where:
            nearest = source.text.nearest(quotation.quoted, _cited_parts(source)) if source.text else None
            if nearest:
                return Outcome(cited, finding.told("differs", nearest.part, nearest.differences))
        return None

    def _in_others(self, quotation: Quotation, where: Sequence[tuple[Cited, Sourced]]) -> str:
        """Where else the words stand among the texts that the draft cites; nothing for what nobody looked for."""
        own = {source.target for _, source in where}
        texts = {source.target: source.text for source in self.sourced.values() if source.text and source.target not in own}
        for text in texts.values() if self._sought <= _MOST_SOUGHT else ():
            if places := text.places(quotation.quoted):
                return f"The words stand in {places[0].pinpoint}, which the draft cites elsewhere."
        return ""


@dataclass(frozen=True, slots=True)
class _Telling:
    quotation: Quotation
    span: Span

    def told(
        self, state: Compared, part: Part | None = None, differences: tuple[Difference, ...] = (), note: str = ""
    ) -> QuotationFinding:
        pinpoint, iri = (part.pinpoint, part.iri) if part else ("", None)
        return QuotationFinding(self.span.start, self.span.end, self.quotation.words, state, pinpoint, iri, differences, note)


def _stands(quotation: Quotation, source: Sourced) -> Part | None:
    """The part in which a quotation stands word for word, as it is cited."""
    if source.text is None:
        return None
    cited = _cited_parts(source)
    places = source.text.places(quotation.quoted)
    if not cited and not any(check.state == "missing" for check in source.checked):
        return next(iter(places), None)
    here = {part.iri for part in cited}
    if part := next((place for place in places if place.iri in here), None):
        return part
    return cited[-1] if cited and source.text.has_within(quotation.quoted, cited) else None


def _cited_parts(source: Sourced) -> list[Part]:
    return list({part.iri: part for check in source.checked for part in check.parts}.values())


def _is_at_hand(source: Sourced) -> bool:
    """Whether the words that are cited can be compared: not where the place is one that the text at hand lacks."""
    return source.text is not None and (not source.checked or any(check.state != "unknown" for check in source.checked))


def _why(source: Sourced) -> str:
    """Why words cannot be compared with a source."""
    if source.target is None:
        return "What is cited is not known, so its words were not compared."
    if source.text is not None:
        return "The text at hand does not have the part that is cited, so its words were not compared."
    return WORDS_OF_HELD[source.known.held if source.known else "none"]
