"""Answers: warming up. In: the library. Out: nothing; all that the first search would wait for is loaded. Must not be needed: an
answer is the same without it.
"""

from api.asking.spelling import is_word
from api.library import Library
from api.search import search

QUESTION = "Who prevents genocide?"


def warm_up(library: Library) -> None:
    """Loads encoder, dictionaries and names, and asks once by keywords, which any index can answer whatever its model is. Raises
    what loading raises.
    """
    is_word("")
    library.encoder.encode_query(QUESTION)
    search(library, QUESTION, mode="keyword")
