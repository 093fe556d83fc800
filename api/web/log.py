"""Web: the log. In: log records, and which request they belong to. Out: one JSON object a line. Must not tell what people ask.

A query or a search stands in a line only where the setting `log_queries` says yes, a draft never. An error that nobody foresaw is
told by its class and the places that it came through; its words may repeat the query, so they too wait for that setting.
"""

import json
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from contextlib import nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TextIO

from api.web.together import Turn

REQUESTS = logging.getLogger("mandategraph.request")
_LONGEST = 2_000  # characters of a value in a line
_MOST_HELD, _EVERY_S = 200, 0.2


@dataclass(frozen=True, slots=True)
class Mark:
    """What a request is known by: our id or the caller's own, and the traceparent that came along (W3C Trace Context)."""

    request: str
    traceparent: str = ""


MARK: ContextVar[Mark | None] = ContextVar("mandategraph_mark", default=None)


def write_log(*, queries: bool, stream: TextIO = sys.stderr, turn: Turn | None = None) -> None:
    """From now on this process logs JSON lines to the stream, and nothing else; `turn` where others write to it as well."""
    handler = Held(stream, turn)
    handler.setFormatter(JsonLine(queries=queries))
    threading.Thread(target=handler.write_on, name="mandategraph-log", daemon=True).start()
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # no line tells them, and they cost time
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mandategraph").setLevel(logging.INFO)


def write_out() -> None:
    """Writes what is held now: the process may end without another chance."""
    for handler in logging.getLogger().handlers:
        handler.flush()


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
    """Writes lines together, at once from a warning on: each write costs as much as a lookup. `write_on` runs in a thread.

    Of several processes one writes after the other: what is longer than a pipe takes at once would come out in pieces, mixed.
    Where lines cannot be written, as on a full disk, no request fails of it: they are let go, and how many is told as soon as
    there is room again.
    """

    def __init__(self, stream: TextIO, turn: Turn | None = None) -> None:
        super().__init__(stream)
        self._turn = turn
        self._lines: list[str] = []
        self._lost = 0

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
                with self._turn.taken() if self._turn else nullcontext():
                    self._write(lines)
        finally:
            self.release()

    def _write(self, lines: list[str]) -> None:
        before = (
            [_ENCODE({"level": "ERROR", "logger": __name__, "message": f"{self._lost} lines were lost."})] if self._lost else []
        )
        text = "\n".join([*before, *lines]) + "\n"
        try:
            handle = self.stream.fileno()
        except (OSError, AttributeError):  # a stream in memory
            self.stream.write(text)
            return
        told = (b"\n" if self._lost else b"") + text.encode("utf-8", "backslashreplace")  # what was cut short ends there
        try:
            while told:  # past the stream's own buffer, which would keep what could not be written, and fail again with it
                told = told[os.write(handle, told) :]
        except OSError:
            self._lost += len(lines)
        else:
            self._lost = 0

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
