"""Questions: when a document was issued. In: variables for document and date. Out: the pattern that binds the date. Must not
evaluate it.

Rule, the same wherever documents are dated: `mg:issued` (a day), else `mg:issuedYear`, else the day of adoption, `mg:adopted`,
which mastheads and records of resolutions often tell alone. A document without any of the three has no date.
"""

DATED_BY = ("issued", "issuedYear", "adopted")
"""The properties that date a document, by their local names, the first that it has before the others."""


def dated(document: str = "?document", date: str = "?date") -> str:
    """The pattern that binds `date` to a day (xsd:date) or a year (xsd:gYear), and leaves it unbound where none is known. Both
    are variables of SPARQL with their mark; the pattern has three of its own, named after `date`.
    """
    found = [f"{date}By{name[0].upper()}{name[1:]}" for name in DATED_BY]
    known = " ".join(f"OPTIONAL {{ {document} mg:{name} {one} }}" for name, one in zip(DATED_BY, found, strict=True))
    return f"{known} BIND(COALESCE({', '.join(found)}) AS {date})"
