"""Web: the log. In: log records, and which request they belong to. Out: one JSON object a line. Must not tell what people ask.

A query or a search stands in a line only where the setting `log_queries` says yes, a draft never. An error that nobody foresaw is
told by its class and the places that it came through; its words may repeat the query, so they too wait for that setting.
"""

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TextIO

REQUESTS = logging.getLogger("mandategraph.request")
_LONGEST = 2_000  # characters of a value in a line
_MOST_HELD, _EVERY_S = 200, 0.2


@dataclass(frozen=True, slots=True)
class Mark:
    """What a request is known by: our id or the caller's own, and the traceparent that came along (W3C Trace Context)."""

    request: str
    traceparent: str = ""


MARK: ContextVar[Mark | None] = ContextVar("mandategraph_mark", default=None)


def write_log(*, queries: bool, stream: TextIO = sys.stderr) -> None:
    """From now on this process logs JSON lines to the stream, and nothing else."""
    handler = Held(stream)
    handler.setFormatter(JsonLine(queries=queries))
    threading.Thread(target=handler.write_on, name="mandategraph-log", daemon=True).start()
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # no line tells them, and they cost time
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mandategraph").setLevel(logging.INFO)


class JsonLine(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, request, message, and the members of its `told`."""

    def __init__(self, *, queries: bool) -> None:
        super().__init__()
        self._queries = queries

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: Mapping[str, object] | None = getattr(record, "told", None)
        line: dict[str, object] = {"time": _time(record.created), "level": record.levelname, "logger": record.name}
        mark = MARK.get()
        if mark is not None:
            line["request"] = mark.request
            if mark.traceparent:
                line["trace"] = mark.traceparent.split("-")[1]
        if told is None:
            line["message"] = cut(record.getMessage())
        else:
            line.update(told)
        if record.exc_info and record.exc_info[1]:
            line |= self._failure(record.exc_info[1])
        return _ENCODE(line)

    def _failure(self, error: BaseException) -> Mapping[str, object]:
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        told: dict[str, object] = {"error": type(error).__name__, "at": [f"{at.filename}:{at.lineno} {at.name}" for at in frames]}
        return told | ({"words": cut(str(error))} if self._queries else {})


class Held(logging.StreamHandler[TextIO]):
    """Writes lines together, at once from a warning on: each write costs as much as a lookup. `write_on` runs in a thread."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the line. Called under the handler's lock."""
        try:
            self._lines.append(self.format(record))
        except Exception:  # noqa: BLE001 (what cannot be formatted must not fail the request: logging tells of it)
            self.handleError(record)
        if record.levelno >= logging.WARNING or len(self._lines) > _MOST_HELD:
            self.flush()

    def flush(self) -> None:
        """Writes what is held; `logging.shutdown` does so at the end of the process."""
        self.acquire()
        try:
            lines, self._lines = self._lines, []
            if lines:
                self.stream.write("\n".join(lines) + "\n")
                self.stream.flush()
        finally:
            self.release()

    def write_on(self) -> None:
        """Writes what is held five times a second, without end."""
        while True:
            time.sleep(_EVERY_S)
            self.flush()


_ENCODE = json.JSONEncoder(default=str).encode


@lru_cache(2)
def _second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))


def _time(created: float) -> str:
    second = int(created)
    return f"{_second(second)}.{int((created - second) * 1000):03d}Z"


def cut(text: str) -> str:
    """The text, or its beginning where it is longer than a line should hold."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ... ({len(text):,} characters)"
