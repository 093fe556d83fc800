"""Tests of keeping: a data folder that was lost. In: an archive that was taken before. Out: the same answers, keys and reports,
and an ingest that finds nothing new.
"""

import shutil
from pathlib import Path

import pytest

from ingest.curate import Curating
from stores.backup import back_up
from stores.corrections import waiting
from stores.generations import current
from stores.keys import add_key, find_key
from stores.restore import restore
from stores.settings import Settings
from stores.written import read_journal
from tests.moving.answers import answers, different
from tests.moving.conftest import HERS, Ingest

pytestmark = pytest.mark.slow


def test_after_losing_the_data_folder_everything_is_there_again(
    lived_in: Settings, sources: Path, tmp_path: Path, take_in: Ingest
) -> None:
    """Answers byte by byte, keys open what they opened, reports wait, the journal tells on, and no source is new: then a changed
    source changes what it changes, and what curators wrote stays.
    """
    _, text = add_key(lived_in.data, "Another", ["graphs"])
    before, reports, journal = answers(lived_in), waiting(lived_in.data, 10), read_journal(lived_in.data)
    back_up(lived_in.data, tmp_path / "kept.tar")
    shutil.rmtree(lived_in.data)
    restore(tmp_path / "kept.tar", lived_in.data)
    assert different(before, answers(lived_in)) == []
    assert waiting(lived_in.data, 10) == reports
    assert len(reports) == 1
    assert read_journal(lived_in.data) == journal
    key = find_key(lived_in.data, text)
    told = take_in(lived_in, sources)
    assert ({line.outcome for line in told.lines}, told.generation) == ({"unchanged"}, None)
    assert Curating(lived_in).remove_graph(HERS, key).generation == current(lived_in.data).id
