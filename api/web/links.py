"""Web: links. In: IRIs. Out: addresses on this host, anchors and readable names. Must not look anything up."""

import re
from urllib.parse import unquote

from ontology.iris import DEFAULT_BASE, Iris

_TERMS = f"{DEFAULT_BASE}ontology"
_SPOKEN = {"prefLabel": "name", "altLabel": "also called", "negativeLabel": "not meant in", "asPrinted": "as printed"}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def local_href(iris: Iris, iri: str) -> str:
    """The path of one of our IRIs on this host; a foreign http address as it is; "" for what a page must not link to."""
    for base in (iris.base, DEFAULT_BASE if iri.startswith(_TERMS) else iris.base):
        if iri.startswith(base):
            return "/" + iri[len(base) :].lstrip("/")  # two slashes would name another host
    return iri if iri.startswith(("http://", "https://")) else ""


def readable(iris: Iris, iri: str) -> str:
    """An IRI as people read it: a symbol or path for ours, the whole address for others."""
    if iri.startswith(f"{_TERMS}#"):
        return local_name(iri)
    if not iri.startswith(iris.base):
        return iri
    return unquote(iri[len(iris.base) :]).removeprefix("doc/")


def anchor(document: str, iri: str) -> str:
    """The id of a part on its document's page: para-49-b for .../para/49/b."""
    return unquote(iri.removeprefix(document)).strip("/").replace("/", "-").replace(" ", "-")


def local_name(iri: str) -> str:
    """The last part of a term's IRI."""
    return re.split(r"[#/]", iri.rstrip("#/"))[-1]


def words(name: str) -> str:
    """A term's local name as words: "issued year" for issuedYear, "UN organ" for UNOrgan."""
    if name in _SPOKEN:
        return _SPOKEN[name]
    return " ".join(word if word.isupper() else word.lower() for word in _HUMP.split(name))
