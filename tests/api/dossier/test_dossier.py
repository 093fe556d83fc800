"""Tests of the dossier's format: what is read, and what is refused and how that is said."""

import json

import pytest

from api.dossier.dossier import MOST_BYTES, Collected, Dossier, Heading, dossier_of
from ontology.errors import BadParameter

IRI = "https://w3id.org/mandategraph/doc/A/85/40/para/1"
HEAD = {"format": "mandategraph-dossier", "version": 1}


def told(*entries: object, **more: object) -> bytes:
    """A dossier as JSON."""
    return json.dumps(HEAD | {"title": "T", "entries": list(entries)} | more).encode()


def test_a_dossier_is_read_as_it_was_written() -> None:
    """Each field of it, as the page writes it."""
    whole = Dossier(
        "T", (Heading("First"), Collected(IRI, "ar", "A <b>note</b>", False, "words", "digest", "g1"), Collected(IRI))
    )
    said = {"iri": IRI, "language": "ar", "note": "A <b>note</b>", "quoted": False, "words": "words", "fidelity": "digest"}
    passage = {"kind": "passage", "generation": "g1"} | said
    assert dossier_of(told({"kind": "heading", "text": "First"}, passage, {"kind": "passage", "iri": IRI})) == whole


def test_what_is_not_said_has_its_default() -> None:
    """A passage needs its IRI alone."""
    assert dossier_of(told({"kind": "passage", "iri": IRI})).entries == (Collected(IRI, "en", "", True, "", "", ""),)
    assert dossier_of(json.dumps(HEAD).encode()) == Dossier("", ())


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "nested too deeply|no JSON"),
        (b"[]", "an object of JSON; got a list"),
        (b"{}", "of the format 'mandategraph-dossier', version 1"),
        (told(version=2), "version '2'"),
        (told(version=10**11 * 10**4_000), "version"),
        (told(owner="x"), "there is no 'owner'"),
        (told(title=["x"]), "title is a text; got a list"),
        (told(title="x" * 201), "201 characters"),
        (told(entries={}), "a list of entries; got an object"),
        (told("x"), "entry 1 .*wanted the kind"),
        (told({"kind": "image"}), "wanted the kind passage or heading"),
        (told({"kind": "heading", "text": "x", "iri": IRI}), "there is no 'iri'"),
        (told({"kind": "passage", "iri": "javascript:alert(1)"}), "entry 1: iri is the IRI of a passage"),
        (told({"kind": "passage", "iri": f"{IRI}> ?p ?o }} #"}), "the IRI of a passage"),
        (told({"kind": "passage", "iri": IRI}, {"kind": "passage", "iri": IRI, "note": "x" * 2_001}), "entry 2: note has 2,001"),
        (told({"kind": "passage", "iri": IRI, "words": "x" * 20_001}), "words has 20,001"),
        (told({"kind": "passage", "iri": IRI, "quoted": "yes"}), "quoted is true or false; got a text"),
        (told({"kind": "passage", "iri": IRI, "fidelity": "exact"}), "full or digest"),
        (told({"kind": "passage", "iri": IRI, "language": "<script>"}), "a language tag"),
        (told({"kind": "passage", "iri": IRI, "note": "\ud800"}), "half a sign"),
        (told(*[{"kind": "passage", "iri": IRI}] * 201), "201 passages"),
        (told(*[{"kind": "heading", "text": "x"}] * 301), "301 entries"),
        (b" " * (MOST_BYTES + 1), "longer than"),
    ],
)
def test_what_is_no_dossier_is_refused_and_said_why(body: bytes, why: str) -> None:
    """The message names the entry and the field."""
    with pytest.raises(BadParameter, match=why):
        dossier_of(body)
