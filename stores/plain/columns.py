"""Keepers, plain files: the columns. In: nothing. Out: what each column of the passages is called, its type and its meaning. Must
not read or write.

Rule: one table for writer, reader and the words of explanation, so that none of them can say another thing than the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FORMAT = 1  # raised whenever a file, a column or a meaning changes
Type = Literal["text", "texts", "number", "vector", "bytes"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, whether a row may lack it, and what it means."""

    type: Type
    meaning: str
    optional: bool = False


FIELDS: Mapping[str, Column] = {
    "passage": Column("text", "the IRI of the passage; with `language` it names a row"),
    "language": Column("text", "the language of the words, as in the graph; empty where none is known"),
    "document": Column("text", "the IRI of the document that the passage stands in"),
    "kind": Column("texts", "its classes, and those of what it states, by their local names"),
    "type": Column("texts", "the classes of its document, by their local names"),
    "fidelity": Column("text", '"full" for official words, "digest" for a summary in our own words'),
    "order": Column("number", "its place in the document, from 1"),
    "symbols": Column("texts", "symbols and IRIs that ask for this passage exactly"),
    "crimes": Column("texts", "IRIs of crimes that it mentions"),
    "risk_factors": Column("texts", "IRIs of risk factors that it mentions"),
    "actors": Column("texts", "IRIs of actors and States that it mentions"),
    "countries": Column("texts", "IRIs of States that it mentions or whose situation it speaks of"),
    "networks": Column("texts", "IRIs of networks that it mentions"),
    "mechanisms": Column("texts", "IRIs of mechanisms that it mentions"),
    "mandates": Column("texts", "IRIs of mandates that it mentions or rests on"),
    "addressees": Column("texts", "IRIs of those whom it asks to do something"),
    "verbs": Column("texts", "IRIs of the classes of the words that ask or promise"),
    "themes": Column("texts", "IRIs of the themes of what it asks or promises"),
    "pillars": Column("texts", "IRIs of the pillars of the responsibility to protect"),
    "cites": Column("texts", "IRIs of the documents that it cites"),
    "organs": Column("texts", "IRIs of the organs that adopted its document"),
    "sessions": Column("texts", "sessions of its document"),
    "year": Column("number", "the year of its document", optional=True),
    "first_day": Column("number", "the first day that its document may be of, as YYYYMMDD", optional=True),
    "last_day": Column("number", "the last day that its document may be of, as YYYYMMDD", optional=True),
}
"""What passages are filtered and counted by: the fields of the vector index."""

PLACES: Mapping[str, Column] = {
    "words": Column("text", "its words in that language"),
    "context": Column("text", "where it stands, as title > heading; empty for footnotes"),
    "titles": Column("texts", "what its document is called, in every language"),
    "headings": Column("texts", "the headings above it, the nearest first, in every language"),
}
VECTOR = "vector"
VECTORS: Mapping[str, Column] = {
    VECTOR: Column("vector", "the unit vector of context and words by the model that generation.json names"),
}
TOKEN_ROWS = "tokens"  # noqa: S105 (a column)
TOKENS: Mapping[str, Column] = {
    "passage": FIELDS["passage"],
    "language": FIELDS["language"],
    TOKEN_ROWS: Column("bytes", "a row of dims / 2 bytes for each token of its words: four bits a number, low half first"),
}
PASSAGES: Mapping[str, Column] = {**FIELDS, **PLACES, **VECTORS}
