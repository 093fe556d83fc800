"""Answers, drafts: the check. In: a draft. Out: every citation in it with what could be checked against the generation that
serves. Must not know HTTP; must not keep, log or send a word of the draft.

read -> resolve against the graph, all symbols at once -> places -> quotations -> notes. What is not here is said to be not here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.drafts import notes
from api.drafts.compare import Comparison
from api.drafts.findings import (
    STATES,
    WORDS_OF_HELD,
    Finding,
    Loose,
    Note,
    PlaceFinding,
    QuotationFinding,
    Report,
    Target,
    state_of,
)
from api.drafts.known import Asked
from api.drafts.neighbours import neighbours
from api.drafts.passages import Piece, names_of, read_draft, source_of
from api.drafts.quotations import Cited, Quotation, quotations, quoted_spans
from api.drafts.resolved import Sourced, look_up
from api.drafts.suggested import suggested
from api.drafts.titles import of_title
from api.library import HOME, Library
from ontology.errors import BadParameter, QueryTooLarge

MAX_CHARACTERS = 200_000
MAX_LINES = 20_000  # that have words: ten signs a line at the full length; what is cut smaller is no draft, and takes longer
MAX_CITATIONS = 2_000
MAX_QUOTATIONS = 2_000
MAX_PLACES = 5_000  # paragraphs and other places that are cited, ranges spelled out


def check_text(library: Library, text: str) -> Report:
    """The citations of a text that was pasted. BadParameter where it is empty or binary, QueryTooLarge where it is longer than
    MAX_CHARACTERS, or holds more than MAX_LINES lines, MAX_CITATIONS citations, MAX_PLACES places or MAX_QUOTATIONS quotations.
    """
    plain, pieces = read_text(library, text)
    return check_pieces(library, pieces, len(plain))


def read_text(library: Library, text: str) -> tuple[str, list[Piece]]:
    """A text that was pasted, with line ends of one character, and its passages. Raises what `check_text` raises."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.strip():
        raise BadParameter("Wanted a draft to check; it is empty.", advice="Paste a text that cites, like A/75/863, para. 36.")
    if "\x00" in plain:
        raise BadParameter("Wanted a text; it holds NUL characters, as binary files do.", advice="Paste the text itself.")
    _refuse_more(len(plain), MAX_CHARACTERS, "characters")
    _refuse_more(sum(not line.isspace() for line in plain.splitlines() if line), MAX_LINES, "lines")
    _refuse_more(sum(1 for _ in quoted_spans(plain)), MAX_QUOTATIONS, "quotations")
    pieces = read_draft(source_of(plain), names_of(HOME, library.settings.base))
    _refuse_more(sum(len(piece.citations) for piece in pieces), MAX_CITATIONS, "citations")
    _refuse_more(sum(len(printed.places) for piece in pieces for printed in piece.citations), MAX_PLACES, "places cited")
    return plain, pieces


def check_pieces(library: Library, pieces: Sequence[Piece], characters: int) -> Report:
    """The citations of a draft that was read already; `characters` is its length."""
    quoted = quotations(pieces)
    with library.serving() as serving:
        asked = Asked(serving, library.iris)
        cited = look_up(asked, library.iris, pieces, frozenset(cited for each in quoted for cited in each.cited))
        found = tuple(_findings(asked, pieces, cited, quoted, suggested(serving, cited)))
        generation = serving.generation.id
    counts = Counter(finding.state for finding in found)
    loose = tuple(_loose(pieces[each.piece], each) for each in quoted if not each.cited and not each.is_term)
    return Report(generation, characters, {state: counts[state] for state in STATES}, found, loose)


def _refuse_more(came: int, most: int, what: str) -> None:
    if came > most:
        raise QueryTooLarge(f"Wanted a draft of at most {most:,} {what}; it has {came:,}.", advice="Check it part by part.")


def _loose(piece: Piece, quotation: Quotation) -> Loose:
    span = piece.in_draft(quotation.span)
    return Loose(piece.place, span.start, span.end, quotation.words)


def _findings(
    asked: Asked,
    pieces: Sequence[Piece],
    sourced: Mapping[Cited, Sourced],
    quoted: Sequence[Quotation],
    footnotes: Mapping[Cited, str],
) -> Iterator[Finding]:
    """What is said of each citation, in the order in which they stand."""
    compared = _compared(pieces, sourced, quoted)
    near = neighbours(asked, sourced, quoted)
    later = asked.taken_up(part.iri for source in sourced.values() for check in source.checked for part in check.parts)
    here = frozenset(source.target for source in sourced.values() if source.target)
    repeated = notes.Repeated()
    for number, (cited, source) in enumerate(sourced.items(), 1):
        piece = pieces[cited[0]]
        told = [*_noted(source, here, later), *repeated.of(source, cited[0], piece.place)]
        told[:0] = [near[cited]] if cited in near else []
        told += of_title(piece.noun.text, source.printed.span, source.known)
        found = _finding(number, piece, source, tuple(compared.get(cited, ())), tuple(told))
        yield replace(found, footnote=footnotes.get(cited, ""))


def _finding(number: int, piece: Piece, source: Sourced, quoted: tuple[QuotationFinding, ...], told: tuple[Note, ...]) -> Finding:
    target, places, printed = _target(source), tuple(_places(source)), source.printed
    span = piece.in_draft(printed.span)
    return Finding(
        number=number,
        place=piece.place,
        start=span.start,
        end=span.end,
        as_printed=printed.as_printed,
        method=printed.by,
        state=state_of(target, places, quoted, told),
        target=target,
        unresolved=source.unresolved,
        places=places,
        quotations=quoted,
        notes=told,
    )


def _noted(source: Sourced, here: frozenset[str], later: Mapping[str, Sequence[tuple[str, str, str]]]) -> Iterator[Note]:
    """What the graph and the print tell of one citation alone."""
    if source.odd:
        yield Note("symbols", f"{source.odd[:1].upper()}{source.odd[1:]}.", calls=True)
    if source.known:
        yield from notes.of_changes(source.known, here)
    yield from notes.of_date(source.printed, source.known)
    yield from notes.of_form(source.printed)
    taken_up = [one for check in source.checked for part in check.parts for one in later.get(part.iri, ())]
    yield from notes.of_taken_up(list(dict.fromkeys(taken_up)))


def _compared(
    pieces: Sequence[Piece], sourced: Mapping[Cited, Sourced], quoted: Sequence[Quotation]
) -> Mapping[Cited, list[QuotationFinding]]:
    comparison = Comparison(sourced)
    found: defaultdict[Cited, list[QuotationFinding]] = defaultdict(list)
    for quotation in quoted:
        if outcome := comparison.outcome(quotation, pieces[quotation.piece].in_draft(quotation.span)):
            found[outcome.cited].append(outcome.finding)
    return found


def _target(source: Sourced) -> Target | None:
    if source.target is None:
        return None
    known = source.known
    if known is None:
        return Target(source.target, (), "", "", "none")
    symbols = tuple(sorted(known.symbols, key=lambda symbol: (not known.iri.endswith(symbol), symbol))) or source.printed.symbols
    return Target(known.iri, symbols, known.title, known.date, known.held)


def _places(source: Sourced) -> Iterator[PlaceFinding]:
    """What is said of the places of a citation; what a digest lacks, its document may have."""
    held = source.known.held if source.known else "none"
    if not source.checked:
        yield from (PlaceFinding(place.words, "unknown", None, WORDS_OF_HELD[held]) for place in source.places)
        return
    for check in source.checked:
        iri = check.own.iri if check.own else None
        if held == "digest":
            said = "The digest at hand has it." if check.state == "exists" else WORDS_OF_HELD["digest"] + " It does not have it."
            yield PlaceFinding(check.place.words, "exists" if check.state == "exists" else "unknown", iri, said)
        else:
            yield PlaceFinding(check.place.words, check.state, iri, check.note)
