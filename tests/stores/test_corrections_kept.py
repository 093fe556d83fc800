"""Tests of the keepers: reported errors. In: reports, from several at once. Out: what is kept and settled. Needs no store."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ontology.errors import NotFound, StoreBusy, StoreDamaged
from stores import corrections as kept
from stores.corrections import Correction

PASSAGE = "https://w3id.org/mandategraph/doc/A/85/40/para/1"


def test_two_senders_at_once_lose_nothing(tmp_path: Path) -> None:
    """And no more than so many are kept, however many come together."""
    given = [Correction(f"{number:016x}", PASSAGE, "link", "x", "", "g", "t") for number in range(40)]

    def send(one: Correction) -> bool:
        try:
            kept.keep(tmp_path, one, 25)
        except StoreBusy:
            return False
        return True

    with ThreadPoolExecutor(8) as senders:
        assert sum(senders.map(send, given)) == 25
    assert len(kept.waiting(tmp_path, 100)) == 25
    assert not list((tmp_path / "corrections").glob("*.partial"))


def test_a_report_that_was_settled_meanwhile_is_not_settled_again(tmp_path: Path) -> None:
    """The second curator is told; the first answer stands."""
    one = kept.keep(tmp_path, Correction("0" * 16, PASSAGE, "link", "x", "", "g", "t"), 5)
    kept.settle(tmp_path, replace(one, state="accepted", answer="first"))
    with pytest.raises(NotFound, match="does not wait any more"):
        kept.settle(tmp_path, replace(one, state="rejected", answer="second"))
    assert kept.find(tmp_path, one.id).answer == "first"


def test_a_damaged_report_says_which_file_it_is(tmp_path: Path) -> None:
    """For the log; the web tells nobody."""
    kept.keep(tmp_path, Correction("0" * 16, PASSAGE, "link", "x", "", "g", "t"), 5)
    file = tmp_path / "corrections" / f"{'0' * 16}.json"
    file.write_text("{")
    with pytest.raises(StoreDamaged, match=str(file)):
        kept.waiting(tmp_path, 5)
