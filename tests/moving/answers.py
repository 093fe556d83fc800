"""What an installation answers. In: its settings. Out: the same questions' answers, to be compared with those of another. Must
not ask for anything that tells the time, or the folder that it lies in (as the ETag does).
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

from starlette.testclient import TestClient

from api.export import n_quads
from api.library import Library
from api.search import search
from api.web.app import create_app
from stores.settings import Settings

QUESTIONS = ("harbours closed by a storm", "walls against crimes", "les ports de l'île", "A/85/31")
QUERIES = (
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?s ?o WHERE { ?s <http://example.org/says> ?o }",
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?p ?o WHERE { ?p mg:cites ?o } ORDER BY ?p ?o",
)
ADDRESSES = ("/doc/A/85/31", "/doc/A/85/31/para/1", "/doc/S/2031/7", "/changes", "/dumps", "/void", "/ontology")
FORMS = ("text/turtle", "application/ld+json", "text/html", "application/json")


def answers(settings: Settings) -> Mapping[str, object]:
    """By question: the export, hits with their scores in every mode, rows, and the bytes of pages and linked data."""
    library = Library.open(settings)
    with library.serving() as serving:
        found: dict[str, object] = {"export": b"".join(n_quads(serving)), "generation": serving.generation.id}
    for question in QUESTIONS:
        for mode in ("hybrid", "dense", "keyword"):
            found[f"{mode} {question}"] = rounded(asdict(search(library, question, mode=mode, limit=20)))
    client = TestClient(create_app(without_limits(library)), raise_server_exceptions=False)
    for query in QUERIES:
        answer = client.get("/sparql", params={"query": query}, headers={"accept": "application/sparql-results+json"})
        found[query] = (answer.status_code, answer.content)
    for address in ADDRESSES:
        for form in FORMS:
            answer = client.get(address, headers={"accept": form})
            found[f"{address} {form}"] = (answer.status_code, answer.content)
    library.close()
    return found


def rounded(found: object) -> object:
    """With scores to six digits: an engine adds the weights of words in an order of its own, which the last digit shows."""
    match found:
        case float():
            return float(f"{found:.6g}")
        case dict():
            return {name: rounded(value) for name, value in found.items()}
        case list() | tuple():
            return [rounded(value) for value in found]
    return found


def without_limits(library: Library) -> Library:
    """The same library without limits on a caller."""
    library.settings = replace(library.settings, requests_per_minute=0)
    return library


def different(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """The questions that have another answer."""
    return [question for question in one if one[question] != other.get(question)]
