"""Tests of the eyes: paths given. In: paths that come again. Out: each once, in time that does not grow with the square."""

from reading.parts.given import Given


def test_a_path_that_comes_again_is_counted() -> None:
    """As sections are; one that looks like a counted one is kept apart from it."""
    given = Given()
    assert [given.own(path) for path in ("annex/I", "annex/I-2", "annex/I", "annex/I", "annex/II")] == [
        *("annex/I", "annex/I-2", "annex/I-3", "annex/I-4", "annex/II")
    ]
    assert ("annex/I-4" in given, "annex/I-5" in given, len(given)) == (True, False, 5)


def test_equal_headings_have_short_paths() -> None:
    """Ten thousand of them: the last path says its number, and nothing ten thousand times."""
    given = Given()
    assert [given.own("annex/I") for _ in range(10_000)][-1] == "annex/I-10000"
