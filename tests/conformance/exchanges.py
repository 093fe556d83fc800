"""Conformance: exchanges. In: the W3C's protocol tests: requests, and what they want of the responses. Out: what was not met.

Rule: the vocabulary is that of the manifests themselves (HTTP in RDF, with mf:expectedStatus and its like).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.conformance.comparing import said
from tests.conformance.manifests import LABEL, MF, UT, Manifest, Node, manifest, path_of

HTTP = "http://www.w3.org/2011/http#"
CONTENT = "http://www.w3.org/2011/content#"
STATUS = {
    "OK": 200,
    "Created": 201,
    "NoContent": 204,
    "BadRequest": 400,
    "NotFound": 404,
    "MethodNotAllowed": 405,
    "NotAcceptable": 406,
    "UnsupportedMediaType": 415,
}
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


@dataclass(frozen=True, slots=True)
class Connection:
    """One test: its name, the data of its graphs, and its requests in order."""

    name: str
    graphs: tuple[tuple[str, str], ...]
    requests: tuple[Node, ...]
    read: Manifest


def connections(folder: Path, name: str) -> Iterator[Connection]:
    """The tests of a manifest."""
    read = manifest(folder / name, name)
    for test, _, node in read.entries():
        graphs = [(read.text(one, LABEL.value), read.text(one, UT + "graph")) for one in read.values(node, UT + "graphData")]
        requests = read.listed(read.value(read.value(node, MF + "action"), HTTP + "requests"))
        yield Connection(test, tuple(graphs), tuple(requests), read)


def data_of(folder: Path, connection: Connection) -> str:
    """The update that begins a test: all is dropped, its graphs are put in."""
    inserted = "".join(f"GRAPH <{graph}> {{ {path_of(folder, file).read_text()} }}" for graph, file in connection.graphs)
    return f"DROP ALL ; INSERT DATA {{ {inserted} }}"


def unmet(client: httpx.Client, connection: Connection) -> str:
    """Makes the requests of a test; what a response did not meet, "" where each is as it should be."""
    known: dict[str, str] = {}
    for number, request in enumerate(connection.requests):
        failed = _unmet(client, connection.read, request, known)
        if failed:
            return f"request {number}: {failed}"
    return ""


def _unmet(client: httpx.Client, read: Manifest, request: Node, known: dict[str, str]) -> str:
    path = read.text(request, HTTP + "absolutePath")
    for name, value in known.items():
        path = path.replace(name, value)
    path = re.sub(r"^/gsp", "/graphs", re.sub(r"^/sparql/", "/sparql", path))
    headers = [(read.text(one, HTTP + "fieldName"), read.text(one, HTTP + "fieldValue")) for one in _headers(read, request)]
    method = read.text(request, HTTP + "methodName")
    # The address as it stands: what is percent-encoded there in an unusual way is what some tests are about.
    url = httpx.URL(client.base_url, raw_path=path.encode())
    response = client.send(client.build_request(method, url, content=_body(read, request), headers=headers))
    wanted = read.value(request, HTTP + "resp")
    return _refused(read, wanted, response) or _other(read, wanted, response, known)


def _headers(read: Manifest, node: Node) -> Iterator[Node]:
    return read.listed(read.value(node, HTTP + "headers"))


def _body(read: Manifest, request: Node) -> bytes | None:
    body = read.value(request, HTTP + "body")
    if body is None:
        return None
    return read.text(body, CONTENT + "chars").encode(read.text(body, CONTENT + "characterEncoding") or "UTF-8")


def _refused(read: Manifest, wanted: Node, response: httpx.Response) -> str:
    names = [str(one.value).rpartition("#")[2] for one in read.values(wanted, MF + "expectedStatus")]
    fits = [
        response.status_code // 100 == int(name[len("StatusCode")])
        if name.startswith("StatusCode")
        else STATUS[name] == response.status_code
        for name in names
    ]
    return "" if any(fits) or not names else f"{response.status_code} in the place of {names}: {response.text[:300]}"


def _other(read: Manifest, wanted: Node, response: httpx.Response, known: dict[str, str]) -> str:
    kind = response.headers.get("content-type", "").partition(";")[0]
    boolean, told = read.text(wanted, MF + "expectedBoolean"), read.text(wanted, MF + "expectedFormat")
    if told and kind not in FORMATS[told]:
        return f"{kind} is not {told}"
    if boolean and said(response.content, kind, str(response.url)) != (boolean == "true"):
        return f"not {boolean}: {response.text}"
    location = read.text(wanted, MF + "expectedLocation")
    if location:
        known[location] = response.headers["location"]
    body = read.value(wanted, HTTP + "body")
    if body is not None and response.request.method != "HEAD":
        chars = read.text(body, CONTENT + "chars").encode()
        if said(response.content, kind, str(response.url)) != said(chars, "ttl", str(response.url)):
            return f"another graph: {response.text[:300]}"
    for one in _headers(read, wanted):
        name, value = read.text(one, HTTP + "fieldName"), read.text(one, HTTP + "fieldValue")
        if response.headers.get(name, "").lower() != value:
            return f"{name} is {response.headers.get(name)} in the place of {value}"
    return ""
