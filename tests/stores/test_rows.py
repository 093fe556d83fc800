"""Tests of the keepers: counting rows. In: serialised answers, cut anywhere. Out: how many rows they hold."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.graph.rows import rows_in, rows_of
from stores.graph.worker import RESULTS_FORMATS

_TEXTS = st.lists(st.none() | st.text(alphabet=st.sampled_from('a},{"\\\n\r<result>[]:'), max_size=12), min_size=0, max_size=12)


@pytest.mark.parametrize("results_format", ["json", "xml", "csv", "tsv"])
@given(texts=_TEXTS, size=st.integers(1, 40))
def test_rows_are_counted_however_the_answer_is_cut(results_format: str, texts: list[str | None], size: int) -> None:
    """Texts full of what parts two rows, and rows without a value, counted as the engine wrote them."""
    rows = " ".join("(UNDEF)" if text is None else f"({pyoxigraph.Literal(text)})" for text in texts)
    found = pyoxigraph.Store().query(f"SELECT ?none ?o {{ VALUES (?o) {{ {rows} }} }}")  # our own literals
    assert isinstance(found, pyoxigraph.QuerySolutions)
    body = found.serialize(format=RESULTS_FORMATS[results_format])
    assert body is not None
    counter = rows_of(results_format)
    for begins in range(0, len(body), size):
        counter.take(body[begins : begins + size])
    assert counter.found == rows_in(body, results_format) == len(texts)
