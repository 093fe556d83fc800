"""Web: pasted drafts. In: a request that brings one, and who answers it. Out: the answer, which nobody on the way keeps, and
errors without a word of the draft. Must not read the draft.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import Request, Response

from api.web import problems
from ontology.errors import MandateGraphError, ReadError

_UNKEPT = {"Cache-Control": "no-store"}


def unkept(request: Request, answering: Callable[[], Response]) -> Response:
    """The answer to a request with a draft. Neither it nor an error is stored anywhere on the way."""
    try:
        with wordless():
            response = answering()
    except MandateGraphError as error:
        response = problems.answer(request, error)
    response.headers.update(_UNKEPT)
    return response


@contextmanager
def wordless() -> Iterator[None]:
    """An error that nobody foresaw may have words of the draft in its message, so only its kind and place go on: ReadError."""
    try:
        yield
    except MandateGraphError:
        raise
    except Exception as error:  # noqa: BLE001 # raised again, without its words
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}, line {last.lineno}"
        raise ReadError(f"A fault of ours in reading a draft: {type(error).__name__} in {where}.") from None
