"""Tests of the benchmark of the citation check. In: a made pool of passages. Out: drafts, and what counts as named. No ingest."""

from benchmarks.drafts import HALVES
from benchmarks.made_drafts import Passage, Pool, made

POOL = Pool(
    [
        Passage(f"A/85/{40 + at}", f"para. {at}", tuple(f"{word}{at}" for word in ("lamp", "storm", "boat", "coast") * 7))
        for at in range(1, 9)
    ],
    [],
)


def test_a_seed_makes_the_same_drafts_and_another_seed_others() -> None:
    """So the half that was held out has other errors than the one that the check was mended by."""
    tuned, held_out = (tuple(made(POOL, half.seed, 4)) for half in HALVES)
    assert tuned == tuple(made(POOL, HALVES[0].seed, 4))
    assert tuned != held_out


def test_what_is_planted_stands_where_it_is_said_to_stand() -> None:
    """The citation begins at that character, in the text or in a footnote; every second one is sound."""
    for draft in made(POOL, HALVES[1].seed, 4):
        assert sum(planted.error == "none" for planted in draft.planted) == 4
        assert all(draft.text[planted.start :].startswith(("A/", "General", "Security")) for planted in draft.planted)


def test_the_halves_have_no_document_of_the_registry_in_common() -> None:
    """Each takes another of every five."""
    assert len({half.first for half in HALVES}) == len({half.seed for half in HALVES}) == len(HALVES) == 2
