"""Answers: questions in capitals. In: words. Out: the same as a sentence would have them. Must not touch short forms.

Subject headings are printed in capitals. A model that tells capitals from small letters has read few texts in them, and its
vectors of such a heading lie far from those of the same words in a sentence.
"""

from api.asking.names import Names

_MARKS = ".,;:!?()[]\"'“”’"


def as_sentence(words: str, names: Names) -> str:
    """Words that are in capitals throughout, in small letters after the first; short forms that are known stay as they are."""
    if not words.isupper():
        return words
    read = " ".join(word if names.full_names(word.strip(_MARKS)) else word.lower() for word in words.split())
    return read[:1].upper() + read[1:]
