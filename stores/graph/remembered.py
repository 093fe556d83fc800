"""Keepers, graph: answers remembered. In: requests, and answers from one store. Out: the answer to the same request. Must not
outlive its store, nor grow.

A store that is served never changes, so the same request has the same answer for as long as it serves: a portal asks the same
things over and over. What is asked for the first time gains nothing; it loses a microsecond.
"""

import re
import threading
from collections import OrderedDict

from stores.graph.wire import Request
from stores.graph.worker import Answer

_LONGEST = 4_000  # characters of a query whose answer is kept
_OVERHEAD = 500  # bytes that an entry takes beside its texts, about
# What answers differently each time (SPARQL 1.1 Query, sections 17.4.5, 17.4.4 and 17.4.2); an escape may hide any word.
_CHANGING = re.compile(r"\\|\b(?:now|rand|uuid|struuid|bnode)\b", re.IGNORECASE)


class Remembered:
    """Whole answers by request, up to `most_bytes` together; the longest unused goes first. Safe from many threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Request, Answer] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def get(self, request: Request) -> Answer | None:
        """The answer to the very same request: text, format, dataset and base."""
        if not self._most:
            return None
        with self._lock:
            answer = self._answers.get(request)
            if answer is not None:
                self._answers.move_to_end(request)
            return answer

    def keep(self, request: Request, answer: Answer) -> None:
        """Remembers an answer, unless the query asks for what changes, or is long."""
        size = _size(request, answer)
        if size > self._most or len(request.query) > _LONGEST or is_changing(request.query):
            return
        with self._lock:
            if request not in self._answers:
                self._answers[request] = answer
                self.bytes += size
            while self.bytes > self._most:
                self.bytes -= _size(*self._answers.popitem(last=False))


def is_changing(query: str) -> bool:
    """Whether a query may ask for what differs each time, such as the hour: then no answer to it may be given again."""
    return _CHANGING.search(query) is not None


def _size(request: Request, answer: Answer) -> int:
    graphs = sum(map(len, request.default_graphs)) + sum(map(len, request.named_graphs))
    return 4 * (len(request.query) + len(request.base) + graphs) + len(answer.body) + _OVERHEAD
