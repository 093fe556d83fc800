"""Answers, descriptions: the site. In: what serves, and the address that this server is asked under. Out: what robots and
language models read first. Must not know HTTP.

Rules: the Sitemaps protocol 0.9 (at most 50,000 addresses a file); robots.txt (RFC 9309); llms.txt (llmstxt.org).
"""

from collections.abc import Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from api.changes import published
from api.described.kit import CONTEXT, SHAPES, versions
from api.described.rights import DISCLAIMER, STATEMENTS
from api.described.telling import ABOUT, TITLE
from api.library import Library, Serving
from api.once import once
from ontology.errors import NotFound

ON_A_MAP = 10_000
"""Addresses a file: a fifth of what is allowed, so that none grows over 50 MB."""
_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FIRST = ("/", "/ontology", "/queries", "/changes", "/dumps", "/dataset")
_LISTED = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "SELECT DISTINCT ?thing {{ {{ ?thing a mg:Document }} UNION {{ ?thing skos:prefLabel ?name }} "
    'FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{base}") && !STRSTARTS(STR(?thing), "{base}ontology")) }} ORDER BY ?thing'
)
_PASSAGE = "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?one { ?one a mg:Paragraph } LIMIT 1"
_CLOSED = ("/sparql", "/search", "/check", "/precedents", "/mcp", "/corrections", "/health", "/live", "/metrics")


def robots(host: str) -> str:
    """All that stands may be read; what computes an answer for each asker is not to be crawled."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    return f"User-agent: *\n{closed}Allow: /\n\nSitemap: {host}/sitemap.xml\n"


def sitemap(library: Library, serving: Serving, host: str) -> str:
    """The index of the files that list every document and every entry of the vocabulary."""
    when = published(serving.generation.folder)
    dated = f"<lastmod>{when}</lastmod>" if when else ""
    files = range(1, len(_files(library, serving)) + 1)
    told = "".join(f"<sitemap><loc>{host}/sitemap/{number}.xml</loc>{dated}</sitemap>\n" for number in files)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_MAPS}">\n{told}</sitemapindex>\n'


def sitemap_file(library: Library, serving: Serving, host: str, number: int) -> str:
    """One of those files; NotFound of a number that there is not."""
    files = _files(library, serving)
    if not 1 <= number <= len(files):
        raise NotFound(f"There is no list {number} of addresses.", advice="/sitemap.xml names those that there are.")
    told = "".join(f"<url><loc>{escape(host + path)}</loc></url>\n" for path in files[number - 1])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_MAPS}">\n{told}</urlset>\n'


def llms(library: Library, serving: Serving, host: str) -> str:
    """What a language model is told: what is here, how to ask, how to cite, and that a passage is to be quoted as it stands."""
    version = versions()[0]
    lines = [
        f"# {TITLE}",
        "",
        f"> {ABOUT}",
        "",
        DISCLAIMER,
        STATEMENTS,
        "Quote passages word for word, with symbol and paragraph. A digest is in our own words: do not quote it as a document.",
        "",
        "## Ask",
        "",
        f"- [Search]({host}/search?q=early+warning&format=json): passages by meaning and words, with pinpoints",
        f"- [SPARQL endpoint]({host}/sparql): SPARQL 1.1, with limits; [its description]({host}/.well-known/void)",
        f"- [Questions]({host}/queries?format=json): {len(library.queries)} named queries with parameters",
        f"- [REST]({host}/api/v1/openapi.json): documents, paragraphs, recommendations and more, as OpenAPI 3.1",
        f"- [Citations]({host}/cite?iri={_example(serving)}): a footnote in United Nations style for a passage, by its IRI",
        "",
        "## Take",
        "",
        f"- [Dumps]({host}/dumps): all statements as N-Quads and JSON-LD",
        f"- [What changed]({host}/changes?format=json): by generation, from which a copy is kept up to date",
        f"- [Catalogue]({host}/dataset?format=turtle): DCAT 3, with rights and checksums",
        f"- [Ontology]({host}/ontology): classes and properties",
        f"- [Shapes]({host}/shapes/{version}/{SHAPES}) in SHACL, [context]({host}/context/{version}/{CONTEXT}) of JSON-LD",
        "",
        "## Cite",
        "",
        f"The version that serves is {library.settings.base}dataset/{serving.generation.id}.",
    ]
    return "\n".join(lines) + "\n"


def _example(serving: Serving) -> str:
    rows = once(serving, "passage", lambda: [str(row["one"]) for row in serving.graph.select(_PASSAGE)])
    return quote(rows[0], safe=":/") if rows else ""


def _files(library: Library, serving: Serving) -> tuple[Sequence[str], ...]:
    paths = once(serving, "addresses", lambda: _paths(library, serving))
    return tuple(paths[start : start + ON_A_MAP] for start in range(0, len(paths), ON_A_MAP))


def _paths(library: Library, serving: Serving) -> Sequence[str]:
    base = library.settings.base
    rows = serving.graph.select(_LISTED.format(base=base))
    return (*_FIRST, *(f"/{str(row['thing']).removeprefix(base)}" for row in rows))
