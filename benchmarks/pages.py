"""Benchmarks: the pages of the portal. In: a published data folder. Out: what each kind of page took on the server and weighed,
and how soon a browser has the first answer. Must not write.

    python -m benchmarks.pages --data FOLDER [--each 40] [--browser]

Wall time of whole answers over one kept connection on loopback, one asker; addresses are drawn from the graph by a fixed seed.
Bytes are those of the page itself, as sent without compression. The last page of each kind is asked once before, not counted.
"""

import argparse
import http.client
import json
import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

from api.library import Library, Serving
from api.rest.rows import rows
from api.web import links
from api.web.portal.helping import TOPICS
from benchmarks.askers import Server, serving
from ontology.errors import StoreError
from ontology.iris import MG
from stores.settings import load_settings

SEED = 7
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_DRAWN: Mapping[str, str] = {
    "documents": "SELECT ?item (COUNT(*) AS ?n) { ?p mg:inDocument ?item } GROUP BY ?item ORDER BY DESC(?n) ?item",
    "passages": "SELECT ?item { ?item mg:pinpoint ?at ; mg:inDocument ?d } ORDER BY ?item LIMIT 90000",
    "things": "SELECT ?item (COUNT(*) AS ?n) { ?p mg:mentions ?item } GROUP BY ?item ORDER BY DESC(?n) ?item",
    "duties": "SELECT ?item { ?item a mg:Recommendation } ORDER BY ?item LIMIT 20000",
    "places": "SELECT DISTINCT ?item { ?s mg:situationIn ?item } ORDER BY ?item",
    "factors": "SELECT DISTINCT ?item { ?item a mg:RiskFactor } ORDER BY ?item",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of page: how many were asked, milliseconds at the median and of 19 in 20, the heaviest in kB, the slowest."""

    kind: str
    pages: int
    p50_ms: float
    p95_ms: float
    most_kb: float
    slowest: str


def measured(server: Server, addresses: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    """Each kind in its turn. StoreError where a page is not answered with 200."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    for kind, paths in addresses.items():
        if not paths:
            continue
        _asked(connection, paths[-1])
        taken = [(*_asked(connection, path), path) for path in paths]
        times = [seconds * 1_000 for seconds, _, _ in taken]
        p95 = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
        yield Line(kind, len(paths), median(times), p95, max(size for _, size, _ in taken) / 1_000, max(taken)[2])


def _asked(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise StoreError(f"{path} answered {answer.status}: {body[:300]!r}")
    return time.perf_counter() - began, len(body)


def addresses(library: Library, serving_now: Serving, each: int) -> Mapping[str, Sequence[str]]:
    """Addresses by kind of page, at most `each` of a kind."""
    drawn = {name: _drawn(library, serving_now, query) for name, query in _DRAWN.items()}
    some = random.Random(SEED)  # noqa: S311 - which pages are looked at, no secret
    passages = some.sample(drawn["passages"], min(4 * each, len(drawn["passages"])))
    words = [_words(serving_now, iri) for iri in passages]
    questions = [" ".join(said.split()[3:10]) for said in words if len(said.split()) > 12][:each]
    things = [*drawn["things"][:10], *some.sample(drawn["things"], min(each, len(drawn["things"])))]

    def local(iris: Sequence[str]) -> list[str]:
        return [links.local_href(library.iris, iri) for iri in iris]

    def asking(path: str, **values: str) -> str:
        return f"{path}?{urlencode(values)}"

    def short(iri: str) -> str:
        return links.readable(library.iris, iri)

    sure = [iri for iri in passages if "/para/" in iri][: 2 * each]
    return {
        "home": ["/"],
        "search": [asking("/search", q=question) for question in questions],
        "search, 100 passages": [asking("/search", q=question, limit="100") for question in questions[:10]],
        "search, filtered": [asking("/search", q=one, kind="recommendation", year_from="2015") for one in questions[:20]],
        "compare": [asking("/compare", a=short(a), b=short(b)) for a, b in zip(sure[::2], sure[1::2], strict=False)],
        "document, longest": local(drawn["documents"][:20]),
        "document": local(some.sample(drawn["documents"], min(each, len(drawn["documents"])))),
        "passage": local(passages[:each]),
        "thing": local(things),
        "passages of a thing": [asking("/passages", concept=short(iri)) for iri in things[:20]],
        "documents": ["/documents", "/documents?page=2", "/documents?year=2015"],
        "framework": ["/framework"],
        "recommendations": ["/recommendations", "/recommendations/list"],
        "recommendations of an addressee": [asking("/recommendations/list", addressee=short(iri)) for iri in _actors(things)],
        "line": [
            asking("/recommendations/line", iri=iri) for iri in some.sample(drawn["duties"], min(each, len(drawn["duties"])))
        ],
        "lens": ["/lens", *(asking("/lens", open=links.local_name(iri)) for iri in drawn["factors"])],
        "passages of a factor": [asking("/lens/passages", thing=short(iri)) for iri in drawn["factors"]],
        "situations": ["/situations", "/situations?since=2015"],
        "situation": [f"/situations{href}" for href in local(drawn["places"][:each])],
        "briefing": [asking("/situations/briefing", place=short(iri), since="2015") for iri in drawn["places"][:each]],
        "dossier": ["/dossier", "/dossier?" + urlencode([("p", short(iri)) for iri in passages[:20]])],
        "desk": ["/desk"],
        "questions": ["/queries", "/queries/documents-list"],
        "sparql": ["/sparql"],
        "help": ["/help", *(f"/help/{topic.name}" for topic in TOPICS)],
        "cite": [asking("/cite", iri=iri) for iri in passages[:each]],
        "others": ["/precedents", "/check", "/cite", "/corrections", "/dataset", "/ontology", "/api/v1"],
    }


def _actors(things: Sequence[str]) -> list[str]:
    return [iri for iri in things if "/actor/" in iri or "/state/" in iri]


def _drawn(library: Library, serving_now: Serving, query: str) -> list[str]:
    answer = serving_now.pool.run(_PREFIX + query, base=library.settings.base)
    return [row["item"]["value"] for row in rows(answer.body)]


def _words(serving_now: Serving, iri: str) -> str:
    stated = serving_now.graph.facts(iri)
    return next((str(text) for name in ("text", "digestText") for text in stated.get(MG + name, ())), "")


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


def main(data: Path, each: int, *, browser: bool) -> None:
    """Prints a line a kind as it is known, then all of it as JSON."""
    library = Library.open(replace(load_settings(), data=data, query_wall_s=120.0))
    with library.serving() as opened:
        wanted = addresses(library, opened, each)
    library.close()
    lines = []
    with TemporaryDirectory() as aside, serving(data, Path(aside) / "log", requests_per_minute="0") as server:
        for line in measured(server, wanted):
            print(
                f"{line.kind:32} {line.pages:4} {line.p50_ms:7.1f} {line.p95_ms:7.1f} ms {line.most_kb:7.1f} kB  {line.slowest}",
                flush=True,
            )
            lines.append(line)
        if browser:
            question = next(iter(wanted["search"])).partition("=")[2]
            times = first_answer_s(f"http://{server.host}:{server.port}", quote(question))
            print("first answer in a browser, s:", " ".join(f"{seconds:.2f}" for seconds in times))
    print(json.dumps([{name: getattr(line, name) for name in Line.__slots__} for line in lines]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="A data folder with a published generation.")
    parser.add_argument("--each", type=int, default=40, help="How many pages of a kind at most.")
    parser.add_argument("--browser", action="store_true", help="Also how soon Chromium has the first answer.")
    asked = parser.parse_args()
    main(asked.data, asked.each, browser=asked.browser)
