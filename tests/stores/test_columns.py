"""Tests of columns: few names are looked up one by one, many in a list of all, to the same rows."""

import numpy as np
import pytest

from stores.vectors import columns
from stores.vectors.columns import Columns

IRIS = sorted(["doc/A/1@en", "doc/A/1@fr", "doc/A/1/para/1@en", "doc/A/10@en", "doc/A@en", "whole"])


@pytest.mark.parametrize("few", [0, 100])
def test_names_of_points_and_of_passages_give_their_rows(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passage has the rows of all its languages, and not those of what it holds or of one whose name begins alike."""
    monkeypatch.setattr(columns, "FEW", few)
    known = Columns(IRIS, np.array([], dtype=np.uint32), {})

    def names(*members: str) -> list[str]:
        return [IRIS[row] for row in known.rows(members)]

    assert names("doc/A/1") == ["doc/A/1@en", "doc/A/1@fr"]
    assert names("doc/A/1@fr", "doc/A", "whole", "doc/A/1@fr") == ["doc/A/1@fr", "doc/A@en", "whole"]
    assert names("doc", "doc/A/1@de", "", "zzz") == []
    assert names() == []
