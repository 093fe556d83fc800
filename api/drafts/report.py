"""Answers, drafts: the report in words. In: a report. Out: the same as plain text that is Markdown as well, for a person. Must
not judge, nor say more than the report has.
"""

from collections.abc import Iterator, Sequence

from api.drafts.findings import Finding, QuotationFinding, Report, Target
from api.drafts.wording import Difference

_PLACES = {"exists": "is there", "missing": "is not there", "unknown": "cannot be checked here", "none": ""}
MEANING = {
    "needs a look": "something does not agree with the text at hand, or the graph states a correction",
    "unresolved": "the words name no document",
    "cannot be checked here": "the text, or the part that is cited, is not in this collection",
    "in order": "what could be looked at agrees with the text at hand",
    "named only": "a known text is named, and nothing of it is cited",
}
"""State -> what it says, in words that follow its count."""
LIMITS = (
    "Only what stands in this collection was looked at. That a citation is in order says that its document, the places cited and "
    "the words quoted agree with the text at hand; whether it supports what the draft says is not judged. Treaties and policies "
    "that are cited by name alone are known by their English names."
)


def in_words(report: Report) -> str:
    """The report as a page of plain text, which is Markdown as well."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# Citations of the draft"
    yield ""
    yield f"{len(report.citations)} citations in {report.characters:,} characters, held against generation {report.generation}."
    yield ""
    yield from (f"- {count} {state}: {MEANING[state]}" for state, count in report.summary.items() if count)
    for state in report.summary:
        if of_state := [finding for finding in report.citations if finding.state == state]:
            yield from ("", f"## {state[:1].upper()}{state[1:]}")
            for finding in of_state:
                yield ""
                yield from _finding(finding)
    if report.quotations_without_citation:
        yield from ("", "## Quotations without a citation beside them", "")
        yield from (f"- {each.place}: “{_short(each.words)}”" for each in report.quotations_without_citation)
    yield from ("", LIMITS)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.number}. {finding.place}, characters {finding.start} to {finding.end}: **{_short(finding.as_printed)}**"
    indent = "   "
    yield indent + (named(finding.target) if finding.target else f"Names no document: {finding.unresolved}")
    for place in finding.places:
        yield f"{indent}- {place.words} {_PLACES[place.state]}.{_more(place.note)}{_more(place.iri)}"
    for quotation in finding.quotations:
        yield f"{indent}- {said(quotation)}{_more(quotation.note)}{_more(quotation.iri)}"
        if quotation.differences:
            yield f"{indent}  {marked(quotation.differences)}"
    for note in finding.notes:
        yield f"{indent}- {note.words}{_more(note.iri)}"
    if finding.footnote:
        yield f"{indent}- As a footnote: {finding.footnote}"


def named(target: Target) -> str:
    """A target in words: symbols, title, date, permanent link; what it is whose text is not here."""
    words = ", ".join(filter(None, ("-".join(target.symbols), target.title, target.date))) or "A page of the web"
    held = {"none": " Its text is not in this collection.", "digest": " Only a digest is at hand.", "full": ""}[target.held]
    return f"{words}. {target.iri}{held and '.'}{held}"


def said(quotation: QuotationFinding) -> str:
    """How a quotation compares, in a sentence."""
    words = f"“{_short(quotation.words)}”"
    match quotation.state:
        case "word for word":
            return f"{words} stands word for word in {quotation.pinpoint}."
        case "in another place":
            return f"{words} stands in {quotation.pinpoint}."
        case "differs":
            return f"{words} differs from {quotation.pinpoint}:"
        case "not found":
            return f"{words} was not found in the text at hand."
        case _:
            return f"{words} cannot be checked here."


def marked(differences: Sequence[Difference]) -> str:
    """Differences in one line: [-what the document has-] and {+what the draft has+}."""
    marks = {"both": "{}", "document": "[-{}-]", "draft": "{{+{}+}}"}
    return " ".join(marks[each.kind].format(each.words) for each in differences)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 160 else plain[:110] + " … " + plain[-40:]


def _more(words: str | None) -> str:
    return f" {words}" if words else ""
