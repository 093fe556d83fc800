"""Front door: `mandategraph check-citations`. In: a draft, as a file of any format that is read here, or on standard input.
Out: what could be checked of each citation in it, for a person or as JSON. Wiring only.

The file is read by a process of its own within the limits of an ingest: a file that hangs its reader is given up.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from command.console import AsJson, out, plain_errors, print_json
from ontology.errors import MandateGraphError, ReadError, SourceMissing
from stores.settings import Settings, load_settings

if TYPE_CHECKING:
    from api.drafts.passages import Piece

_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Draft:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Read:
    """A draft as it was read; `refusal` says why it could not be."""

    pieces: "tuple[Piece, ...]" = ()
    characters: int = 0
    refusal: str = ""


def check_citations(
    draft: Annotated[str, typer.Argument(help="A file: text, Markdown, HTML, Word or PDF; - reads standard input.")],
    as_json: AsJson = False,
) -> None:
    """Check the citations of a draft: documents, paragraphs and quoted words, against what is published here.

    Nothing of the draft is kept or sent. Exit status 0: every citation could be checked and is in order; 1: something needs a
    look, or could not be checked here; 2: nothing was checked.
    """
    from api.drafts.check import check_pieces
    from api.drafts.report import in_words
    from api.library import Library

    with _two_for_errors(), plain_errors():
        settings = load_settings()
        library = Library.open(settings)
        try:
            with library.serving():  # before the draft is read: without a generation there is nothing to hold it against
                read = _read(_taken(draft, settings), settings)
                report = check_pieces(library, read.pieces, read.characters)
        finally:
            library.close()
    if as_json:
        print_json(asdict(report) | {"in_order": report.is_in_order})
    else:
        out.print(in_words(report), markup=False, soft_wrap=True, end="")
    if not report.is_in_order:
        raise typer.Exit(1)


@contextmanager
def _two_for_errors() -> Iterator[None]:
    """Status 1 says that something needs a look, so what could not be checked at all has status 2."""
    try:
        yield
    except typer.Exit as ended:
        raise typer.Exit(2 if ended.exit_code else 0) from None


def _taken(draft: str, settings: Settings) -> _Draft:
    """The bytes of the draft; an error where there are none, or too many."""
    most = settings.source_max_mb * 1024 * 1024
    if draft == _STANDARD_INPUT:
        taken = _Draft("standard input", sys.stdin.buffer.read(most + 1))
    else:
        taken = _Draft(Path(draft).name, _bytes_of(Path(draft), most))
    if len(taken.data) > most:
        raise ReadError(
            f"Wanted a draft of at most {settings.source_max_mb} MB; {taken.name} is larger.",
            advice="Check it part by part, or raise MANDATEGRAPH_SOURCE_MAX_MB.",
        )
    return taken


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise SourceMissing(f"Wanted a draft at {path}; the system says: {error.strerror}.", advice="Name a file.") from error


def _read(draft: _Draft, settings: Settings) -> _Read:
    """The draft as a worker reads it; ReadError where it cannot, or took too long."""
    from ingest.workers import Limits, Stopped, Workers

    answers: list[_Read | Stopped] = []

    def settle(_: _Draft, answer: "_Read | Stopped") -> None:
        answers.append(answer)

    limits = Limits(settings.file_wall_s, settings.file_memory_mb)
    with Workers(partial(_ready, settings.base), 1, limits) as workers:
        workers.run([draft], settle)
    answer = answers[0]
    if isinstance(answer, Stopped):
        raise ReadError(f"Reading {draft.name} {answer.reason}.", advice="Give its text alone, or raise the limit.")
    if answer.refusal:
        raise ReadError(answer.refusal)
    return answer


def _ready(base: str) -> Callable[[_Draft], _Read]:
    """Makes a worker ready: the names of the vocabulary are read before its time counts."""
    from api.drafts.passages import names_of
    from api.library import HOME

    names_of(HOME, base)
    return partial(_worked, base)


def _worked(base: str, draft: _Draft) -> _Read:
    from api.drafts.passages import names_of, read_draft
    from api.library import HOME
    from reading.readers.anything import read

    try:
        source = read(draft.data, draft.name)
        return _Read(tuple(read_draft(source, names_of(HOME, base))), len(source.text))
    except MandateGraphError as error:
        return _Read(refusal=str(error))
