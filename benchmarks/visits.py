"""Benchmarks: the visits. In: a published generation. Out: what is asked of each kind of page of the portal. Must not ask it.

Addresses are drawn from the graph by a fixed seed: the same generation gives the same visits. Drafts are of our own sentences,
and quote and cite passages of the generation.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from api.library import Library, Serving
from api.rest.rows import rows
from api.situations.named import named
from api.web import links
from api.web.portal.helping import TOPICS
from benchmarks.askers import Ask
from ontology.iris import MG

SEED = 7
FULL_DRAFT = 8_500
"""Words: the limit for a report of the Secretariat."""
ANSWERED = frozenset({200, 503})
_HTML = "text/html"
_PREFIX = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> "
_DRAWN: Mapping[str, str] = {
    "documents": "SELECT ?item (COUNT(*) AS ?n) { ?p mg:inDocument ?item } GROUP BY ?item ORDER BY DESC(?n) ?item",
    "passages": "SELECT ?item { ?item mg:pinpoint ?at ; mg:inDocument ?d } ORDER BY ?item LIMIT 90000",
    "things": "SELECT ?item (COUNT(*) AS ?n) { ?p mg:mentions ?item } GROUP BY ?item ORDER BY DESC(?n) ?item",
    "duties": "SELECT ?item { ?item a mg:Recommendation } ORDER BY ?item LIMIT 20000",
    "factors": "SELECT DISTINCT ?item { ?item a mg:RiskFactor } ORDER BY ?item",
}
_BEFORE = "It was noted that"
_AFTER = (
    "The keepers were asked for their views, and none of them spoke against it.",
    "What follows from that is told below, in the order in which it was asked for, and with the words of those who asked.",
    "Every harbour should have a lamp that is kept lit through the night, and somebody who answers for it.",
)


def visits(library: Library, serving: Serving, each: int) -> Mapping[str, Sequence[Ask]]:
    """What is asked by kind of page, at most `each` of a kind."""
    drawn = {name: _drawn(library, serving, query) for name, query in _DRAWN.items()}
    some = random.Random(SEED)  # noqa: S311 - which pages are looked at, no secret
    passages = some.sample(drawn["passages"], min(4 * each, len(drawn["passages"])))
    words = [_said(serving, iri, "text", "digestText") for iri in passages]
    questions = [" ".join(said.split()[3:10]) for said in words if len(said.split()) > 12][:each]
    things = [*drawn["things"][:10], *some.sample(drawn["things"], min(each, len(drawn["things"])))]
    duties = some.sample(drawn["duties"], min(each, len(drawn["duties"])))
    documents = some.sample(drawn["documents"], min(each, len(drawn["documents"])))
    held = named(library, serving).passages
    places = sorted(held, key=lambda iri: (-len(held[iri]), iri))[:each]

    def short(iri: str) -> str:
        return links.readable(library.iris, iri)

    found = {
        "home": ["/"],
        "search": [_address("/search", q=question) for question in questions],
        "search, 100 passages": [_address("/search", q=question, limit="100") for question in questions[:10]],
        "search, filtered": [_address("/search", q=one, kind="recommendation", year_from="2015") for one in questions[:20]],
        "search, the longest question": [_address("/search", q="保护责任" * 500)],
        "compare": [_address("/compare", a=short(a), b=short(b)) for a, b in _pairs(passages, each)],
        "document, longest": _local(library, drawn["documents"][:20]),
        "document": _local(library, documents),
        "passage": _local(library, passages[:each]),
        "thing": _local(library, things),
        "passages of a thing": [_address("/passages", concept=short(iri)) for iri in things[:20]],
        "documents": ["/documents", "/documents?page=2", "/documents?year=2015"],
        "framework": ["/framework"],
        "recommendations": ["/recommendations", "/recommendations/list"],
        "recommendations of an addressee": [
            _address("/recommendations/list", addressee=short(iri)) for iri in things if "/actor/" in iri or "/state/" in iri
        ],
        "line": [_address("/recommendations/line", iri=iri) for iri in duties],
        "lens": ["/lens", *(_address("/lens", open=links.local_name(iri)) for iri in drawn["factors"])],
        "passages of a factor": [_address("/lens/passages", thing=short(iri)) for iri in drawn["factors"]],
        "situations": ["/situations", "/situations?since=2015"],
        "situation": [f"/situations{href}" for href in _local(library, places)],
        "briefing": [_address("/situations/briefing", place=short(iri), since="2015") for iri in places],
        "dossier": ["/dossier", *("/dossier?" + urlencode([("p", iri) for iri in passages[:n]]) for n in (20, 100))],
        "desk": ["/desk"],
        "questions": ["/queries"],
        "sparql": ["/sparql"],
        "help": ["/help", *(f"/help/{topic.name}" for topic in TOPICS)],
        "cite": [_address("/cite", iri=iri) for iri in passages[:each]],
        "others": ["/precedents", "/check", "/cite", "/corrections", "/dataset", "/ontology", "/api/v1"],
    }
    asked = {kind: [Ask(kind, path, accept=_HTML) for path in paths] for kind, paths in found.items()}
    return {**asked, **_examples(library), **_sent(serving, passages, words)}


def _examples(library: Library) -> Mapping[str, Sequence[Ask]]:
    """Every example of every named query. What takes longer than a query may is answered with 503, and counted."""
    asked = [
        Ask("named query", _address(f"/queries/{query.name}", **example), accept=_HTML, allowed=ANSWERED)
        for query in library.queries.values()
        for example in query.examples or ({},)
    ]
    return {"named query": asked}


def _sent(serving: Serving, passages: Sequence[str], words: Sequence[str]) -> Mapping[str, Sequence[Ask]]:
    """What is sent in a body: a full draft with each of its sheets, one sentence, a dossier."""
    draft = _draft(serving, passages, words)
    sentences = [" ".join(said.split()[:30]) for said in words if len(said.split()) > 12][:20]
    kept = {
        "format": "mandategraph-dossier",
        "version": 1,
        "title": "Of lamps",
        "entries": [{"kind": "passage", "iri": iri} for iri in passages[:20]],
    }
    return {
        "desk, a full draft": [_form("/desk", text=draft, sheet=str(number)) for number in (1, 2, 3)],
        "precedents of a sentence": [_form("/desk/precedents", text=one) for one in sentences],
        "dossier, 20 passages sent": [
            Ask("dossier", "/dossier", "POST", json.dumps(kept).encode(), content_type="application/json"),
        ],
    }


def _draft(serving: Serving, passages: Sequence[str], words: Sequence[str]) -> str:
    """A draft of the greatest length that a report may have: a quotation with its citation in each paragraph, and our words."""
    written: list[str] = []
    length = 0
    for iri, said in _endless(passages, words):
        quoted = " ".join(said.split()[3:28])
        cited = f"{_BEFORE} “{quoted}” ({_said(serving, iri, 'pinpoint')})."
        written.append(" ".join([f"{len(written) + 1}.", cited, *_AFTER, *_AFTER]))
        length += len(written[-1].split())
        if length >= FULL_DRAFT:
            break
    return "\n\n".join(written)


def _endless(passages: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str]]:
    long = [(iri, said) for iri, said in zip(passages, words, strict=True) if len(said.split()) > 28]
    while long:
        yield from long


def _pairs(passages: Sequence[str], each: int) -> Iterator[tuple[str, str]]:
    sure = [iri for iri in passages if "/para/" in iri][: 2 * each]
    return zip(sure[::2], sure[1::2], strict=False)


def _address(path: str, **values: str) -> str:
    return f"{path}?{urlencode(values)}" if values else path


def _form(path: str, **values: str) -> Ask:
    return Ask(path, path, "POST", urlencode(values).encode(), accept=_HTML)


def _local(library: Library, iris: Sequence[str]) -> list[str]:
    return [links.local_href(library.iris, iri) for iri in iris]


def _drawn(library: Library, serving: Serving, query: str) -> list[str]:
    answer = serving.pool.run(_PREFIX + query, base=library.settings.base)
    return [row["item"]["value"] for row in rows(answer.body)]


def _said(serving: Serving, iri: str, *names: str) -> str:
    """The first value that a passage has of one of these properties; "" where it has none."""
    stated = serving.graph.facts(iri)
    return next((str(text) for name in names for text in stated.get(MG + name, ())), "")
