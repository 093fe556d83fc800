"""Benchmarks: the pages of the portal. In: a published data folder. Out: what each kind of page took on the server and weighed,
how soon a server is ready, and how soon a browser has the first answer. Must not write but its figures.

    python -m benchmarks.pages --data FOLDER [--each 40] [--browser] [--write]

Wall time of whole answers over one kept connection on loopback, one asker; what is asked is drawn by a fixed seed (visits.py).
Bytes are those of the answer itself, without compression. The last of each kind is asked once before, not counted.
"""

import argparse
import http.client
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

from api.library import Library
from benchmarks.askers import Ask, Server, serving
from benchmarks.gold import write_figures
from benchmarks.scale import machine
from benchmarks.visits import visits
from ontology.errors import StoreError
from stores.settings import load_settings

COMMAND = "python -m benchmarks.pages --data FOLDER --browser --write"
_LONGEST_TOLD = 120  # characters of an address


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of page: how many were asked, milliseconds at the median and of 19 in 20, the heaviest in kB, the slowest; how many
    were refused as taking too long.
    """

    kind: str
    pages: int
    p50_ms: float
    p95_ms: float
    most_kb: float
    slowest: str
    refused: int


def measured(server: Server, asked: Mapping[str, Sequence[Ask]]) -> Iterator[Line]:
    """Each kind in its turn. StoreError where a page is not answered as it may be."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    for kind, asks in asked.items():
        if not asks:
            continue
        _answered(connection, asks[-1])
        taken = [(*_answered(connection, ask), ask.path[:_LONGEST_TOLD]) for ask in asks]
        times = [seconds * 1_000 for seconds, *_ in taken]
        yield Line(
            kind,
            len(asks),
            round(median(times), 1),
            round(quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0], 1),
            round(max(size for _, size, *_ in taken) / 1_000, 1),
            max(taken)[-1],
            sum(status != 200 for _, _, status, _ in taken),
        )


def _answered(connection: http.client.HTTPConnection, ask: Ask) -> tuple[float, int, int]:
    began = time.perf_counter()
    headers = {"Accept": ask.accept} | ({"Content-Type": ask.content_type} if ask.body else {})
    connection.request(ask.method, ask.path, ask.body or None, headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in ask.allowed:
        raise StoreError(f"{ask.method} {ask.path[:200]} answered {answer.status}: {body[:300]!r}")
    return time.perf_counter() - began, len(body), answer.status


def counted_s(server: Server) -> float:
    """Seconds until what is counted once a generation is there: the home page waits for its pictures."""
    began = time.perf_counter()
    _answered(http.client.HTTPConnection(server.host, server.port, timeout=300), Ask("home", "/", accept="text/html"))
    return time.perf_counter() - began


def first_answer_s(address: str, question: str, times: int = 5) -> list[float]:
    """Seconds from opening the first page in Chromium to a passage found on the screen, each time in a fresh profile."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-background-networking"])
        for _ in range(times):
            context = browser.new_context(base_url=address)
            page = context.new_page()
            began = time.perf_counter()
            page.goto("/")
            page.get_by_role("search").get_by_role("textbox").or_(page.get_by_role("searchbox")).first.fill(question)
            page.get_by_role("search").get_by_role("button").first.click()
            page.locator(".hit").first.wait_for()
            found.append(time.perf_counter() - began)
            context.close()
        browser.close()
    return found


def main(data: Path, each: int, *, browser: bool, write: bool) -> None:
    """Prints a line a kind as it is known, then writes all of it where that is wanted."""
    library = Library.open(replace(load_settings(), data=data, query_wall_s=120.0))
    with library.serving() as opened:
        wanted = visits(library, opened, each)
        passages = opened.index.count()
    library.close()
    lines = []
    began = time.perf_counter()
    with TemporaryDirectory() as aside, serving(data, Path(aside) / "log", requests_per_minute="0") as server:
        started = {"ready_s": round(time.perf_counter() - began, 1), "first_home_s": round(counted_s(server), 1)}
        print("start:", started, flush=True)
        for line in measured(server, wanted):
            told = f"{line.kind:32} {line.pages:4} {line.p50_ms:8.1f} {line.p95_ms:8.1f} ms {line.most_kb:7.1f} kB"
            print(told, f"{line.refused or '':>3} {line.slowest}", flush=True)
            lines.append(line)
        times: list[float] = []
        if browser:
            question = parse_qs(urlsplit(wanted["search"][0].path).query)["q"][0]
            times = [round(one, 2) for one in first_answer_s(f"http://{server.host}:{server.port}", question)]
            print("first answer in a browser, s:", *times)
    if write:
        figures: dict[str, object] = {"command": COMMAND, "machine": machine(), "passages": passages, "start": started}
        told_lines = [asdict(line) for line in lines]
        write_figures("pages.json", figures | {"first_answer_in_a_browser_s": times, "kinds": told_lines})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="A data folder with a published generation.")
    parser.add_argument("--each", type=int, default=40, help="How many pages of a kind at most.")
    parser.add_argument("--browser", action="store_true", help="Also how soon Chromium has the first answer.")
    parser.add_argument("--write", action="store_true", help="Renews figures/pages.json.")
    chosen = parser.parse_args()
    main(chosen.data, chosen.each, browser=chosen.browser, write=chosen.write)
