"""Answers, linked data: languages. In: the languages of words, and those that are wanted. Out: which come first. Must not know
HTTP.
"""

from collections.abc import Sequence

ENGLISH = ("en",)


def preference(language: str | None, languages: Sequence[str]) -> int:
    """The place of a language among those that are wanted, the smallest the dearest: then comes English, then what has none, then
    the others. Who wants "pt-BR" is served by "pt", and the other way round (RFC 4647, section 3.4).
    """
    spoken = (language or "").lower()
    for place, wanted in enumerate(languages):
        if spoken and (spoken == wanted or wanted.startswith(f"{spoken}-") or spoken.startswith(f"{wanted}-")):
            return place
    return len(languages) + {"en": 0, "": 1}.get(spoken, 2)
