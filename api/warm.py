"""Answers: warming up. In: the library. Out: nothing; all that the first search would wait for is loaded. Must not be needed: an
answer is the same without it.
"""

from collections.abc import Callable

from api.asking.spelling import is_word
from api.library import Library
from api.once import warm
from api.search import search

QUESTION = "Who prevents genocide?"


def warm_up(library: Library) -> None:
    """Loads encoder, dictionaries and names, and asks once by keywords, which any index can answer whatever its model is. Raises
    what loading raises.
    """
    is_word("")
    library.encoder.encode_query(QUESTION)
    search(library, QUESTION, mode="keyword")


def count_up(library: Library, goes_on: Callable[[], bool]) -> None:
    """Finds what pages ask once a generation: half a minute for 100,000 passages, and nothing for whoever comes after."""
    with library.serving() as serving:
        warm(library, serving, goes_on)
