"""Tests of the eyes: resolving. In: printed citations and a catalogue of two symbols. Out: a target, or the reason for none."""

from collections.abc import Callable

import pytest

from ontology.concepts import Concept
from ontology.iris import DEFAULT_BASE, Iris
from ontology.nouns import Citation, Passage, Rendition
from reading.citations.cite import Printed, cite
from reading.citations.resolve import resolve
from reading.evidence import Witness
from reading.mentions.lexicon import Lexicon
from reading.mentions.mention import is_cited

KNOWN = {
    "A/84/15": "A/84/15",
    "S/2030/9": "A/84/15",
    "A/68/947": "A/68/947",
    "S/RES/1366(2001)": "S/RES/1366(2001)",
    "A/69/981": "A/69/981",
}
Resolve = Callable[[str], list[tuple[Citation, str | None]]]


@pytest.fixture(scope="module")
def resolved(lexicon: Lexicon, rendition: Rendition, passage_of: Callable[..., Passage]) -> Resolve:
    """Cites and resolves a text."""

    def run(text: str) -> list[tuple[Citation, str | None]]:
        witness = Witness(passage_of(text), rendition)
        named = [name for name in lexicon.find(text) if name.concept and is_cited(name.concept)]
        return [resolve(printed, witness, Iris(), KNOWN.get) for printed in cite(text, named)]

    return run


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("see A/84/15", "doc/A/84/15"),
        ("see S/2030/9", "doc/A/84/15"),
        ("see A/84/15-S/2030/9", "doc/A/84/15"),
        ("see undocs.org/S/2030/9", "doc/A/84/15"),
        ("see resolution 1366 (2001)", "doc/S/RES/1366(2001)"),
        ("see A/1/2222, which nobody knows", "doc/A/1/2222"),
        ("the Charter of the United Nations", "instrument/charter-of-the-united-nations"),
    ],
)
def test_a_citation_points_to_the_document_that_has_the_symbol(resolved: Resolve, text: str, target: str) -> None:
    """Parallel symbols lead to one document; an unknown symbol still names one."""
    ((citation, finding),) = resolved(text)
    assert (citation.target, citation.unresolved, finding) == (DEFAULT_BASE + target, None, None)


def test_a_named_text_with_a_symbol_is_the_document_of_that_symbol(resolved: Resolve, concepts: dict[str, Concept]) -> None:
    """The World Summit Outcome is General Assembly resolution 60/1."""
    outcome = next(concept for concept in concepts.values() if concept.symbol == "A/RES/60/1")
    ((citation, _),) = resolved(f"the {outcome.preferred}, para. 138")
    assert citation.target == f"{DEFAULT_BASE}doc/A/RES/60/1"
    assert citation.cited_passages == (f"{DEFAULT_BASE}doc/A/RES/60/1/para/138",)
    assert citation.cited_part == "para. 138"


def test_an_address_is_its_own_target(resolved: Resolve) -> None:
    """A web page is no document of ours."""
    ((citation, _),) = resolved("see www.example.org/lamps.")
    assert citation.target == "https://www.example.org/lamps"
    assert citation.cited_passages == ()


def test_what_cannot_be_named_is_kept_with_the_reason(resolved: Resolve) -> None:
    """Exactly one of target and reason is set."""
    ((citation, _),) = resolved("as resolution 33/19 says")
    assert citation.target is None
    assert citation.unresolved
    assert citation.evidence.as_printed == "resolution 33/19"


def test_two_symbols_of_two_documents_are_no_citation_of_either(resolved: Resolve) -> None:
    """A slip of the print is not mended by guessing."""
    ((citation, _),) = resolved("see A/69/981-S/2030/9")
    assert citation.target is None
    assert "name two documents" in f"{citation.unresolved}"


def test_a_symbol_pair_that_the_catalogue_knows_in_half_is_a_finding(
    lexicon: Lexicon, rendition: Rendition, passage_of: Callable[..., Passage]
) -> None:
    """The target stands, less sure, and the receipt says what was odd."""
    text = "see A/69/947-S/2014/449"
    (printed,) = cite(text, [])
    known = {"S/2014/449": "A/68/947"}
    citation, finding = resolve(printed, Witness(passage_of(text), rendition), Iris(), known.get)
    assert citation.target == f"{DEFAULT_BASE}doc/A/68/947"
    assert citation.evidence.confidence < 0.9
    assert "A/68/947" in f"{finding}"
    assert lexicon.find(text) == []


def test_the_same_words_twice_are_two_citations(resolved: Resolve) -> None:
    """Their IRIs differ by the occurrence alone, and do not change when text is put in between."""
    first = [citation.iri for citation, _ in resolved("A/84/15 and A/84/15")]
    second = [citation.iri for citation, _ in resolved("A/84/15 and other things and A/84/15")]
    assert len(set(first)) == 2
    assert first == second


def test_the_evidence_quotes_the_words_at_its_span(resolved: Resolve) -> None:
    """What is said can be looked up."""
    text = "It said (S/2030/9, paras. 3 and 4) that resolution 1366 (2001) helps."
    for citation, _ in resolved(text):
        assert citation.evidence.span.of(text) == citation.evidence.as_printed
        assert 0 < citation.evidence.confidence <= 1


def test_a_printed_citation_of_nothing_cannot_arise(
    rendition: Rendition, passage_of: Callable[..., Passage], lexicon: Lexicon
) -> None:
    """Whatever is cited has symbols, a name, an address or the reason why not."""
    text = "See A/84/15, www.example.org, the Charter, resolution 33/19 and resolution 1366 (2001)."
    named = [name for name in lexicon.find(text) if name.concept and is_cited(name.concept)]
    found: list[Printed] = cite(text, named)
    assert len(found) == 5
    for printed in found:
        citation, _ = resolve(printed, Witness(passage_of(text), rendition), Iris(), KNOWN.get)
        assert (citation.target is None) != (citation.unresolved is None)
