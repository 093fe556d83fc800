"""Keepers, graph: an endpoint that is held to one generation. In: queries. Out: answers that the store gave while it held that
generation, all of it and nothing else. Must not answer from two.

Rule: the marker is looked at after each answer has come, and before its last piece is handed on. Every writing gives it another
token or takes it away first, so the same token means that nothing was written since it was last seen. What was asked meanwhile is
thrown away and EngineBusy raised: another try finds the new generation open.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from ontology.errors import EngineBusy, StoreError
from stores.graph.endpoint import Coming, Endpoint
from stores.graph.marker import Mark, mark_query

JSON = "application/sparql-results+json"
_MOST = 1 << 20  # bytes of what the marker says


class HeldEndpoint(Endpoint):
    """An Endpoint that answers for one generation once it is told which (`hold`); before, it is like any other."""

    _base = ""
    _generation = ""
    _token: str | None = None

    def hold(self, generation: str, base: str) -> None:
        """From now on only what that generation holds is answered."""
        self._generation, self._base, self._token = generation, base, None

    @contextmanager
    def asked(
        self,
        query: str,
        accept: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        max_bytes: int | None = None,
    ) -> Iterator[Coming]:
        """See Endpoint. EngineBusy where the store holds another generation, or came to hold another one meanwhile."""
        if self._generation and self._token is None:
            self._token = self._seen()
        known = self._token
        with super().asked(
            query, accept, default_graphs=default_graphs, named_graphs=named_graphs, max_bytes=max_bytes
        ) as coming:
            yield Coming(coming.media_type, self._confirmed(coming.pieces, known)) if self._generation else coming

    def _confirmed(self, pieces: Iterator[bytes], known: str | None) -> Iterator[bytes]:
        last = b""
        for piece in pieces:
            if last:
                yield last
            last = piece
        if self._seen() != known:
            self._token = None
            raise _changed()
        if last:
            yield last

    def _seen(self) -> str:
        """The token that stands there with the generation; EngineBusy where another one or none is there."""
        query = mark_query(self._base, notes=False)
        with super().asked(query, JSON, max_bytes=_MOST) as coming:
            mark = Mark.of(_rows(b"".join(coming.pieces)), self._base)
        if mark.generation != self._generation:
            self._token = None
            raise _changed()
        return mark.token


def _rows(body: bytes) -> Iterator[dict[str, object]]:
    try:
        for row in json.loads(body)["results"]["bindings"]:
            yield {name: cast("dict[str, object]", value)["value"] for name, value in row.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError("The SPARQL store answers in JSON that is none.", advice="Its own log says why.") from error


def _changed() -> EngineBusy:
    return EngineBusy("The graph is being brought to another generation.", advice="Try again in a moment.")
