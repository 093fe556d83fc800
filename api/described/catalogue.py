"""Answers, descriptions: the catalogue. In: what serves. Out: the dataset, its versions, files, services and sources, in
N-Triples. Must not know HTTP.

Rule: DCAT 3 (W3C Recommendation of 22 August 2024): distributions are those of a version, checksums are SPDX's. A version is
cited by its IRI, which answers for as long as the change log knows it.
"""

from dataclasses import dataclass
from datetime import datetime

from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, VOID, XSD, Literal, URIRef

from api.changes import dumps, entry_of, published
from api.described.kit import CONTEXT, SHAPES, versions
from api.described.rights import DISCLAIMER, rights_of
from api.described.telling import ABOUT, DCAT, SPDX, TITLE, Telling
from api.described.void import put_dataset
from api.library import Library, Serving
from api.once import once, warmed
from ontology.errors import NotFound
from stores.dumps import FORMATS

_MEDIA = "https://www.iana.org/assignments/media-types/"
_SOURCES = (
    "PREFIX mg: <https://w3id.org/mandategraph/ontology#> SELECT ?fidelity ?type (COUNT(?one) AS ?count) { ?one a mg:Rendition ; "
    "mg:fidelity ?fidelity OPTIONAL { ?one mg:mediaType ?type } } GROUP BY ?fidelity ?type ORDER BY ?fidelity ?type"
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the dataset, to be cited: when it was published, and what it changed; `citation` is one sentence."""

    generation: str
    iri: str
    published: str
    statements: int
    before: str | None
    is_latest: bool
    citation: str


def catalogue(library: Library, serving: Serving, host: str) -> bytes:
    """The catalogue. `host` is the address of this server, without a slash at its end."""
    told = Telling(library, serving, host)
    told.put(
        told.part("catalogue"),
        (RDF.type, DCAT.Catalog),
        (DCTERMS.title, f"{TITLE}: catalogue"),
        (DCTERMS.description, ABOUT),
        (DCTERMS.publisher, told.part("publisher")),
        (DCAT.dataset, told.dataset),
        *((DCAT.service, told.part(name)) for name in ("sparql", "rest")),
    )
    told.put_rights(told.part("catalogue"))
    told.put(told.part("publisher"), (RDF.type, FOAF.Agent), (FOAF.name, TITLE), (RDFS.comment, DISCLAIMER))
    _put_dataset(told)
    _put_version(told, version(library, serving, serving.generation.id))
    _put_services(told)
    _put_sources(told)
    return told.n_triples


def describe_version(library: Library, serving: Serving, host: str, generation: str) -> bytes:
    """One version by itself; errors as in `version`."""
    told = Telling(library, serving, host)
    _put_version(told, version(library, serving, generation))
    return told.n_triples


def version(library: Library, serving: Serving, generation: str) -> Version:
    """A version that serves or served; NotFound of one that the log does not know."""
    iri, is_latest = f"{library.settings.base}dataset/{generation}", generation == serving.generation.id
    entry = entry_of(library, serving, generation)
    if entry is None and not is_latest:
        raise NotFound(f"No version {generation[:60]!r} of the dataset is on record.", advice="/changes lists those that are.")
    day = (entry.published if entry else published(serving.generation.folder) or "")[:10]
    told = f"{TITLE}, version {generation}{f' of {day}' if day else ''}. {iri} ({DISCLAIMER.partition('.')[0]}.)"
    statements = entry.statements if entry else statements_of(library, serving)
    before = entry.before if entry else None
    return Version(generation, iri, entry.published if entry else "", statements, before, is_latest, told)


def _put_dataset(told: Telling) -> None:
    put_dataset(told)
    name = told.serving.generation.id
    told.put(
        told.dataset,
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, TITLE),
        (DCTERMS.publisher, told.part("publisher")),
        (DCTERMS.conformsTo, told.address(f"/shapes/{versions()[0]}/{SHAPES}")),
        (DCTERMS.conformsTo, told.address(f"/context/{versions()[0]}/{CONTEXT}")),
        (DCAT.landingPage, told.address("/")),
        (DCAT.version, Literal(name)),
        (DCAT.hasCurrentVersion, told.version),
        (DCAT.hasVersion, told.version),
        (DCTERMS.accrualPeriodicity, URIRef("http://purl.org/cld/freq/irregular")),
        *(
            (DCTERMS.language, URIRef(f"http://id.loc.gov/vocabulary/iso639-1/{code}"))
            for code in ("ar", "en", "es", "fr", "ru", "zh")
        ),
    )
    if when := published(told.serving.generation.folder):
        told.put(told.dataset, (DCTERMS.modified, _moment(when)))
    found = dumps(told.serving.generation)
    for form in FORMATS if found else ():
        told.put(told.dataset, (DCAT.distribution, told.part(form.ending.partition(".")[0])))


def _put_version(told: Telling, one: Version) -> None:
    node = URIRef(one.iri)
    told.put(
        node,
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, f"{TITLE}, version {one.generation}"),
        (DCTERMS.bibliographicCitation, one.citation),
        (DCTERMS.publisher, told.part("publisher")),
        (DCAT.version, Literal(one.generation)),
        (DCAT.isVersionOf, told.dataset),
        (VOID.triples, one.statements),
    )
    told.put_rights(node)
    if one.published:
        told.put(node, (DCTERMS.issued, _moment(one.published)))
    if one.before:
        told.put(node, (DCAT.previousVersion, told.version_of(one.before)), (PROV.wasRevisionOf, told.version_of(one.before)))
    if one.is_latest:
        _put_files(told, node)


def _put_files(told: Telling, node: URIRef) -> None:
    found = dumps(told.serving.generation)
    for form in FORMATS if found else ():
        file, part = found.whole(form), told.part(form.ending.partition(".")[0])  # type: ignore[union-attr] # there are any
        digest = told.part(f"{form.ending.partition('.')[0]}-checksum")
        told.put(node, (DCAT.distribution, part))
        told.put(
            part,
            (RDF.type, DCAT.Distribution),
            (DCTERMS.title, f"All statements, {form.media_type}, gzip"),
            (DCAT.downloadURL, told.address(f"/dumps/{told.serving.generation.id}/{file.name}")),
            (DCAT.accessURL, told.address(f"/dumps/{told.serving.generation.id}")),
            (DCAT.mediaType, URIRef(_MEDIA + form.media_type)),
            (DCAT.compressFormat, URIRef(f"{_MEDIA}application/gzip")),
            (DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)),
            (SPDX.checksum, digest),
        )
        told.put_rights(part)
        told.put(digest, (RDF.type, SPDX.Checksum), (SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        told.put(digest, (SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))


def _put_services(told: Telling) -> None:
    for name, title, path, about, standard in (
        ("sparql", "SPARQL 1.1 endpoint", "/sparql", "/sparql", "http://www.w3.org/TR/sparql11-protocol/"),
        ("rest", "REST", "/api/v1", "/api/v1/openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
    ):
        told.put(
            told.part(name),
            (RDF.type, DCAT.DataService),
            (DCTERMS.title, f"{TITLE}: {title}"),
            (DCAT.endpointURL, told.address(path)),
            (DCAT.endpointDescription, told.address(about)),
            (DCAT.servesDataset, told.dataset),
            (DCTERMS.conformsTo, URIRef(standard)),
        )
        told.put_rights(told.part(name))


def _put_sources(told: Telling) -> None:
    """The renditions that the statements were read from, by fidelity and media type, each with who holds it."""
    for source in sources(told.library, told.serving):
        fidelity, kind, count = source.split()
        node, rights = told.part(f"source-{fidelity}-{kind.replace('/', '-')}"), rights_of(fidelity)
        holder = told.part("united-nations" if rights.licence is None else "publisher")
        told.put(told.dataset, (DCTERMS.source, node))
        told.put(
            node,
            (RDF.type, DCAT.Dataset),
            (DCTERMS.title, f"{fidelity}, {kind}"),
            (DCTERMS.extent, f"{count} renditions"),
            (DCTERMS.rights, rights.words),
            (DCTERMS.rightsHolder, holder),
        )
        told.put(holder, (RDF.type, FOAF.Agent), (FOAF.name, rights.holder))
        if rights.licence:
            told.put(node, (DCTERMS.license, URIRef(rights.licence)))


@warmed
def statements_of(_: Library, serving: Serving) -> int:
    """How many statements this generation has."""
    return once(serving, "statements", serving.graph.count)


@warmed
def sources(_: Library, serving: Serving) -> list[str]:
    """Fidelity, media type and how many renditions have both, with blanks between."""
    return once(serving, "sources", lambda: _sources(serving))


def _sources(serving: Serving) -> list[str]:
    rows = serving.graph.select(_SOURCES)
    return [f"{str(row['fidelity']).rpartition('#')[2]} {row.get('type', 'unknown')} {row['count']}" for row in rows]


def _moment(when: str) -> Literal:
    return Literal(datetime.fromisoformat(when), datatype=XSD.dateTime)
