"""Web: downloads. In: a paper, or bytes, and the name of a format. Out: a response that a browser keeps as a file. Must not write
a format itself.

Rule: RFC 6266, appendix D: the name in ASCII for every reader, and whole in `filename*` for those that know RFC 8187.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote

from fastapi import Response

from api.papers.markdown import markdown
from api.papers.paper import Paper
from api.papers.pdf import pdf
from api.papers.word import word
from api.waiting import Places
from ontology.errors import BadParameter

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "docx": WORD,
        "pdf": "application/pdf",
        "md": "text/markdown; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "json": "application/json",
        "svg": "image/svg+xml",
    }
)
"""Media types by the ending of the file's name."""
_WRITERS: Mapping[str, Callable[[Paper], bytes]] = MappingProxyType(
    {"docx": word, "pdf": pdf, "md": lambda paper: markdown(paper).encode("utf-8")}
)
PAPERS = tuple(_WRITERS)
"""What a paper can be written as: "docx", "pdf", "md"."""
_places = Places("papers are being written", at_once=3, most_waiting=8)
_LONGEST_NAME = 80
_NO_NAME = re.compile(r"[^\w.-]+")


def paper_as(paper: Paper, ending: str, name: str, *, is_kept: bool = True) -> Response:
    """A paper as a file of that ending. BadParameter for another ending, EngineBusy where many are being written; `is_kept` is
    False for what no cache may hold.
    """
    if ending not in _WRITERS:
        raise BadParameter(f"There is no paper as {ending[:20]!r}.", advice=f"Ask for one of: {', '.join(PAPERS)}.")
    with _places.place():
        body = _WRITERS[ending](paper)
    return download(body, ending, name, is_kept=is_kept)


def download(body: bytes, ending: str, name: str, *, is_kept: bool = True) -> Response:
    """Bytes as a file; its name is made of letters, digits, full stops and hyphens of what is given."""
    headers = {"Content-Type": TYPES[ending], "Content-Disposition": disposition(name, ending)}
    return Response(body, headers=headers if is_kept else headers | {"Cache-Control": "no-store"})


def disposition(name: str, ending: str) -> str:
    """The field that says under which name a file is kept; nothing in it can end the field or name a folder."""
    whole = _safe(name) or "mandategraph"
    plain = _safe(unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode("ascii")) or "mandategraph"
    told = f'attachment; filename="{plain}.{ending}"'
    return told if plain == whole else f"{told}; filename*=UTF-8''{quote(f'{whole}.{ending}')}"


def _safe(name: str) -> str:
    return _NO_NAME.sub("-", name)[:_LONGEST_NAME].strip(".-_")
