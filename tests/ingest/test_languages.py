"""Tests of the river: languages of one document. In: readings of a made document. Out: where they disagree."""

from ingest.languages import disagreements
from ontology.iris import DEFAULT_BASE
from ontology.nouns import Fidelity, Passage, PassageRole, Rendition
from reading.assemble import Reading

DOCUMENT = f"{DEFAULT_BASE}doc/A/85/31"


def passage(path: str, language: str, role: PassageRole | None = "operative") -> Passage:
    """A passage of the made document; items hang on their paragraph."""
    holder = path.rpartition("/")[0] if path.count("/") > 1 else ""
    iri = f"{DOCUMENT}/{path}"
    words = {"iri": iri, "document": DOCUMENT, "number": None, "pinpoint": f"A/85/31, {path}", "text": "x", "language": language}
    part_of = f"{DOCUMENT}/{holder}" if holder else DOCUMENT
    return Passage(**words, kind="paragraph", order=1, part_of=part_of, fidelity="full", role=role)  # type: ignore[arg-type]


def reading(language: str, *passages: Passage, fidelity: Fidelity = "full") -> Reading:
    """What was read in one language."""
    rendition = Rendition(f"{DOCUMENT}/rendition/{language}", DOCUMENT, language, "text/plain", "0" * 64, fidelity, chosen=True)
    return Reading(rendition, (), passages, (), ())


def plain(language: str, *paths: str) -> Reading:
    """A reading of operative paragraphs."""
    return reading(language, *(passage(path, language) for path in paths))


def test_equal_languages_have_nothing_to_say() -> None:
    """Nor has one language alone."""
    assert disagreements([plain("en", "para/1", "para/1/a"), plain("fr", "para/1", "para/1/a")]) == []
    assert disagreements([plain("en", "para/1")]) == []
    assert disagreements([]) == []


def test_a_paragraph_that_a_language_lacks_is_named() -> None:
    """What stands under it is missing with it."""
    found = disagreements([plain("en", "para/1", "para/2", "para/2/a"), plain("fr", "para/1"), plain("zh", "para/1")])
    assert found == ["A/85/31, para/2: not in fr, zh"]


def test_items_in_different_number_are_counted_by_language() -> None:
    """And the missing one is named."""
    found = disagreements([plain("en", "para/1", "para/1/a", "para/1/b"), plain("ru", "para/1", "para/1/a")])
    assert "A/85/31, para/1 has items in different number: en 2, ru 1" in found
    assert "A/85/31, para/1/b: not in ru" in found


def test_a_paragraph_in_another_role_is_told() -> None:
    """Preambular here, operative there."""
    one, other = passage("p/1", "en", "preambular"), passage("p/1", "fr", "operative")
    assert disagreements([reading("en", one), reading("fr", other)]) == [
        "A/85/31, p/1: preambular in one language, operative in another, or neither"
    ]


def test_many_are_shortened() -> None:
    """A receipt is read by people."""
    (found,) = disagreements([plain("en", *(f"para/{number}" for number in range(1, 10))), plain("fr")])
    assert found.count(";") == 4
    assert "(+4 more): not in fr" in found


def test_a_digest_is_no_language_version() -> None:
    """It restates; it need not have every paragraph."""
    digest = reading("fr", passage("para/1", "fr"), fidelity="digest")
    assert disagreements([plain("en", "para/1", "para/2"), digest]) == []
