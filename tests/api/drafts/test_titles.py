"""Tests of the drafts: titles. In: our own sentences, made documents. Out: whether another title is noted."""

import pytest

from api.drafts.known import Known
from api.drafts.titles import of_title
from ontology.span import Span


@pytest.mark.parametrize(
    ("text", "title", "held", "noted"),
    [
        ("the report entitled “Lamps” (X)", "Storms", "full", True),
        ("X, entitled “Lamps”", "Storms", "full", True),
        ('X, titled "Lamps"', "Storms", "digest", True),
        ("the report entitled “Lamps” (X)", "Storms", "none", False),
        ("the report entitled “Lamps” (X)", "", "full", False),
        ("the report entitled “Lamps” (X)", "LAMPS: of all coasts", "full", False),
        ("the report entitled “Of lamps and storms” (X)", "Lamps and storms", "full", False),
        ("resolution X, entitled “Lamps”", "Resolution 1 (2031)", "full", False),
        ("X, entitled “Lamps”", "Letter dated 5 May 2031 from the keepers", "full", False),
        ("section II, entitled “Lamps” (X)", "Storms", "full", True),
        ("the section entitled “Lamps” (X)", "Storms", "full", False),
        ("of “Lamps” (X)", "Storms", "full", False),
        ("the report entitled “Lamps”, and later X", "Storms", "full", False),
    ],
)
def test_only_what_is_said_to_be_the_title_is_compared(text: str, title: str, held: str, *, noted: bool) -> None:
    """Directly beside the citation; a document that has no title of its own here is left alone."""
    known = Known("iri/X", title=title, held=held)  # type: ignore[arg-type]
    assert [note.calls for note in of_title(text, Span(text.index("X"), text.index("X") + 1), known)] == [True] * noted
