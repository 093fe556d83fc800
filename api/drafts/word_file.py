"""Answers, drafts: Word files. In: the bytes of a Word document. Out: its text as the desk takes a draft. Must not read it in
this process, nor keep, log or send a word of it.
"""

import subprocess
import sys

from api.drafts.reading_word import REFUSED
from api.waiting import Places
from ontology.errors import BadParameter, QueryTooLarge

MOST_BYTES = 10 * 1024 * 1024
_WALL_S = 40.0  # on a machine that is busy; the seconds of its processor are bound in the process itself
_places = Places("files are being read")


def words_of(data: bytes) -> str:
    """The text of a Word document, its paragraphs parted by blank lines and its footnotes marked by raised numbers. BadParameter
    for what is no Word document; QueryTooLarge beyond MOST_BYTES, and where reading it takes too much; EngineBusy where others
    are being read.
    """
    if len(data) > MOST_BYTES:
        came = f"it has {len(data):,} bytes"
        raise QueryTooLarge(f"Wanted a file of at most {MOST_BYTES >> 20} MB; {came}.", advice="Paste its text.")
    with _places.place():
        try:
            done = subprocess.run(  # our own module, by this interpreter; the file is data on its standard input
                [sys.executable, "-m", "api.drafts.reading_word"], input=data, capture_output=True, timeout=_WALL_S, check=False
            )
        except subprocess.TimeoutExpired:
            raise _given_up() from None
    if done.returncode == REFUSED:
        raise BadParameter(done.stdout.decode(), advice="Choose a Word document (DOCX), or paste the text.")
    if done.returncode:
        raise _given_up()
    return done.stdout.decode()


def _given_up() -> QueryTooLarge:
    return QueryTooLarge("Reading this Word document takes more time or memory than it may have.", advice="Paste its text.")
