"""Tests of the language: IRIs. In: a table of worked cases. Out: IRIs that are permanent. No files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import IriError
from ontology.iris import DEFAULT_BASE, Iris, checked, checked_graph, evidence_iri, part, slug
from ontology.symbol import Symbol

ours = Iris()
PASSAGE = f"{DEFAULT_BASE}doc/A/75/863/para/45/a"


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("A/72/884", "doc/A/72/884"),
        ("S/RES/1366(2001)", "doc/S/RES/1366(2001)"),
        ("S/RES/1366 (2001)", "doc/S/RES/1366(2001)"),
        ("resolution 1366 (2001)", "doc/S/RES/1366(2001)"),
        ("A/RES/217(III)", "doc/A/RES/217(III)"),
        ("A/RES/77/128A-B", "doc/A/RES/77/128A-B"),
        ("A/HRC/RES/S-5/1", "doc/A/HRC/RES/S-5/1"),
        ("S/1996/507/Add.1", "doc/S/1996/507/Add.1"),
        ("S/PRST/2015/3", "doc/S/PRST/2015/3"),
        ("E/CN.4/RES/2005/62", "doc/E/CN.4/RES/2005/62"),
        ("A/RES/ES-11/1", "doc/A/RES/ES-11/1"),
        ("A/75/863/Corr.1", "doc/A/75/863/Corr.1"),
        ("A/75/863/Rev.2", "doc/A/75/863/Rev.2"),
    ],
)
def test_a_document_stands_under_its_symbol_in_normal_form(printed: str, path: str) -> None:
    """One rule writes symbols into IRIs; brackets read as printed."""
    iri = ours.document(Symbol.parse(printed).path)
    assert iri == DEFAULT_BASE + path
    assert checked(iri) == iri
    assert ours.path(iri) == path
    assert Symbol.parse(ours.path(iri).removeprefix("doc/")) == Symbol.parse(printed)


@pytest.mark.parametrize(
    "path",
    [
        "para/45/a",
        "para/49/b/ii",
        "fn/3",
        "summary",
        "section/III/B",
        "section/III/B/1",
        "preamble/3",
        "p/7",
        "annex/I/para/2",
        "priority/1",
        "outcome/2",
        "output/3",
        "activity/1.4",
        "function/2",
        "function/2/activity/1",
        "objective",
        "principles",
    ],
)
def test_parts_stand_under_their_printed_marks(path: str) -> None:
    """The table of the design, word for word: no part's path needs an escape."""
    document = ours.document("A/72/884")
    assert part(document, path) == f"{DEFAULT_BASE}doc/A/72/884/{path}"
    assert part(document, "") == document


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("crime/genocide", "crime/genocide"),
        ("state/KEN", "state/KEN"),
        ("doc/a b", "doc/a%20b"),
        ("doc/é", "doc/%C3%A9"),
        ("doc/<x>", "doc/%3Cx%3E"),
        ("doc/x?y#z", "doc/x%3Fy%23z"),
    ],
)
def test_a_path_becomes_one_iri_and_nothing_escapes_from_it(path: str, iri: str) -> None:
    """What no IRI may hold is percent-encoded."""
    assert ours.iri(path) == DEFAULT_BASE + iri
    assert checked(ours.iri(path))


@given(st.text(max_size=40))
def test_whatever_the_path_the_iri_can_stand_in_a_query(path: str) -> None:
    """No name can close the angle bracket of a query."""
    try:
        iri = ours.iri(path)
    except IriError:
        return
    assert checked(iri).startswith(DEFAULT_BASE)


def test_named_graphs_stand_beside_what_they_hold() -> None:
    """A document's graph is named after it."""
    assert ours.graph("vocabulary") == f"{DEFAULT_BASE}graph/vocabulary"
    assert ours.document_graph(ours.document("A/72/884")) == f"{DEFAULT_BASE}graph/doc/A/72/884"


def test_another_base_moves_documents_but_not_terms() -> None:
    """A local server has IRIs of its own."""
    local = Iris("https://example.org/lamps/")
    assert local.document("A/72/884") == "https://example.org/lamps/doc/A/72/884"
    with pytest.raises(IriError, match=r"example\.org"):
        local.path(f"{DEFAULT_BASE}doc/A/72/884")


@pytest.mark.parametrize(
    "base",
    ["", "https://example.org", "ftp://example.org/", "example.org/", "https://exa mple.org/", "https://x.org/<a>/", "https:///"],
)
def test_a_base_must_be_an_address_that_ends_in_a_slash(base: str) -> None:
    """A bad base would spoil every IRI at once."""
    with pytest.raises(IriError) as caught:
        Iris(base)
    assert caught.value.advice


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "doc/A/1",
        "mailto:a@b.org",
        "https://x.org/a b",
        "https://x.org/a>",
        "https://x.org/a> ?s ?p ?o . <b",
        'https://x.org/"',
        "https://x.org/{a}",
        "https://x.org/a\n",
        "https://x.org/\\u003e",
        "javascript:alert(1)",
        "https://x.org/`",
    ],
)
def test_what_could_smuggle_in_a_query_is_refused(iri: str) -> None:
    """Only an absolute IRI without blanks, quotes, brackets and braces passes."""
    with pytest.raises(IriError):
        checked(iri)


@pytest.mark.parametrize(
    ("name", "step"),
    [("Côte d'Ivoire", "c-te-d-ivoire"), (" Group of Friends (New York) ", "group-of-friends-new-york"), ("!", "")],
)
def test_a_slug_has_small_letters_and_hyphens(name: str, step: str) -> None:
    """The last step of a vocabulary IRI."""
    assert slug(name) == step


def test_evidence_keeps_its_iri_while_the_words_are() -> None:
    """The same words, in the same edition, at the same count: the same IRI, today and in ten years."""
    assert evidence_iri(PASSAGE, "mention", "en full", "genocide", 1) == f"{PASSAGE}/mention/a3c3cd33ac"


@pytest.mark.parametrize(
    ("kind", "edition", "words", "occurrence"),
    [
        ("mention", "en full", "genocide", 2),
        ("mention", "fr full", "genocide", 1),
        ("mention", "en digest", "genocide", 1),
        ("mention", "en full", "genocides", 1),
        ("citation", "en full", "genocide", 1),
    ],
)
def test_evidence_with_other_words_has_another_iri(kind: str, edition: str, words: str, occurrence: int) -> None:
    """Edition, words, kind and count all tell statements apart."""
    assert evidence_iri(PASSAGE, kind, edition, words, occurrence) != evidence_iri(PASSAGE, "mention", "en full", "genocide", 1)


@pytest.mark.parametrize("iri", ["urn:x:y", "tag:example.org,2031:x", "https://example.org/\u00e9", "http://example.org/a?b=c#d"])
def test_a_graph_may_have_any_absolute_iri(iri: str) -> None:
    """RFC 3987, section 2.2."""
    assert checked_graph(iri) == iri


@pytest.mark.parametrize(
    "iri",
    ["", "x", "/x", "urn:", ":x", "1:x", "urn:a b", "urn:x> { } } #", 'urn:"', "urn:\\u003e", "urn:x\n", "urn:\x7f", "urn:`"],
)
def test_what_could_leave_its_brackets_names_no_graph(iri: str) -> None:
    """So that a name can stand in a query of ours."""
    with pytest.raises(IriError, match="absolute"):
        checked_graph(iri)
